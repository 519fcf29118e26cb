"""Forms of names and groups of companies."""

from flask_babel import lazy_gettext as _l

from panel.recusal.facts import SynonymKind
from panel.recusal.words import SYNONYM_KINDS
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import ChoiceField, LongTextField, SelectChoice, SubmitField, TextField

EVIDENCE_HINT = _l("例如登记机关公示信息和查询日期")


class EndForm(Form):
    """The reason for ending an entry."""

    reason = LongTextField(_l("停用的理由"), hint=_l("条目保留在记录中，不再用于比对"), max_length=500, rows=3)
    submit = SubmitField(_l("停用"), style="warning")


class GroupForm(KeyedForm):
    """A group of companies."""

    name = TextField(_l("集团名称"), max_length=120)
    evidence = LongTextField(_l("依据"), hint=EVIDENCE_HINT, max_length=500, rows=3)
    submit = SubmitField(_l("登记集团"))


class MemberForm(KeyedForm):
    """A company of a group."""

    name = TextField(_l("企业名称"), max_length=120)
    unified_code = TextField(
        _l("统一社会信用代码"), hint=_l("子公司代码与母公司不同，只有登记在此才会命中"), required=False, max_length=18
    )
    evidence = LongTextField(_l("依据"), hint=EVIDENCE_HINT, max_length=500, rows=3)
    submit = SubmitField(_l("登记成员企业"))


class SynonymForm(KeyedForm):
    """Another name of a body."""

    name = TextField(_l("现用全称"), max_length=120)
    unified_code = TextField(_l("统一社会信用代码"), required=False, max_length=18)
    other = TextField(_l("另一名称"), max_length=120)
    kind = ChoiceField(
        _l("另一名称的性质"), choices=lambda: [SelectChoice(kind.value, SYNONYM_KINDS[kind]) for kind in SynonymKind]
    )
    evidence = LongTextField(_l("依据"), hint=EVIDENCE_HINT, max_length=500, rows=3)
    submit = SubmitField(_l("登记名称"))
