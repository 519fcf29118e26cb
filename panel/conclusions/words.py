"""What the parts of a conclusion are called, on pages and in refusals."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.conclusions.facts import SignatureAct

PARTS = {
    "nature": _l("风险性质"),
    "level_reasons": _l("等级的理由"),
    "analysis": _l("分析意见"),
    "suggestions": _l("建议措施"),
    "uncertainty": _l("不确定性和局限"),
}

SIGNATURE_ACTS = {
    SignatureAct.SIGN: _l("已签署"),
    SignatureAct.SIGN_WITH_STATEMENT: _l("已附声明签署"),
    SignatureAct.REFUSE: _l("已拒绝签署"),
    SignatureAct.NOT_SIGNED: _l("逾期未签署，未书面说明理由"),
}


def parts_named(names: Iterable[str]) -> str:
    """Name several parts in the page's language."""
    return _("、").join(str(PARTS[name]) for name in names)
