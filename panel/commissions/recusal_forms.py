"""Forms of the recusal page: parties, conflicts that a person knows of, decisions."""

from flask_babel import lazy_gettext as _l

from panel.recusal.facts import ENTERED_GROUNDS, PartyKind
from panel.recusal.words import GROUNDS, PARTY_KINDS
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    LongTextField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)


class PartyForm(KeyedForm):
    """A party that the matter's record does not name."""

    kind = ChoiceField(
        _l("与事项的关系"), choices=lambda: [SelectChoice(kind.value, PARTY_KINDS[kind]) for kind in PartyKind]
    )
    name = TextField(_l("单位名称"), hint=_l("按登记机关公示的全称填写；自然人填写姓名"), max_length=120)
    unified_code = TextField(
        _l("统一社会信用代码"), hint=_l("有代码的一并填写，比对以代码为准"), required=False, max_length=18
    )
    note = LongTextField(_l("依据"), hint=_l("从何得知该单位与事项有关"), required=False, max_length=500, rows=2)
    submit = SubmitField(_l("登记"))


class FindingForm(KeyedForm):
    """A conflict that no screening can see, such as kinship."""

    expert = TextField(_l("专家编号"), hint=_l("例如 ZJ-0011"), max_length=20)
    ground = SelectField(
        _l("回避情形"),
        choices=lambda: [SelectChoice(one.value, f"{one.value} {GROUNDS[one]}") for one in ENTERED_GROUNDS],
    )
    party = SelectField(_l("当事单位"), choices=[])
    detail = LongTextField(_l("事实和依据"), max_length=500, rows=4)
    submit = SubmitField(_l("登记，由他人审定"))


class DecideForm(Form):
    """A decision on the findings ticked in the table above."""

    outcome = ChoiceField(
        _l("审定意见"),
        choices=[
            SelectChoice("confirmed", _l("应当回避，不列入名单")),
            SelectChoice("dismissed", _l("不需回避")),
        ],
    )
    reason = LongTextField(_l("理由"), hint=_l("理由相同的可以一并审定；随案卷归档"), max_length=500, rows=3)
    is_pinned = BooleanField(_l("锁定：重新审查时保持这一决定"), legend=_l("以后的审查"))
    submit = SubmitField(_l("审定所选情形"))
