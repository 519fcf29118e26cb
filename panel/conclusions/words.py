"""What the parts of a conclusion are called, on pages and in refusals."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

PARTS = {
    "nature": _l("风险性质"),
    "level_reasons": _l("等级的理由"),
    "analysis": _l("分析意见"),
    "suggestions": _l("建议措施"),
    "uncertainty": _l("不确定性和局限"),
}


def parts_named(names: Iterable[str]) -> str:
    """Name several parts in the page's language."""
    return _("、").join(str(PARTS[name]) for name in names)
