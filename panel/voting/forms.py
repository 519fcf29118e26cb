"""The forms of sitting, round and ballot: labels and shapes."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from panel.commissions.facts import INSUFFICIENT
from panel.guidance.code_lists import codes
from panel.voting.ballot_facts import (
    CONTENT_FIELDS,
    LONGEST_EVIDENCE_TEXT,
    LONGEST_LINE,
    LONGEST_NATURE,
    LONGEST_REASONS,
    LONGEST_RESERVATION,
    BallotContent,
    ReviewAnswer,
    VoidGround,
)
from panel.voting.option_words import option_label
from panel.voting.round_rules import is_full_ballot_asked
from panel.web.coded import code_choices
from panel.web.forms import Form, KeyedForm
from panel.web.in_force import InForce
from panel.web.language import language
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateTimeField,
    HiddenField,
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

OPTION_HINTS = {
    "1": _l("须马上采取紧急措施，或者需要全系统部署、多部门共同处置"),
    "2": _l("须在限定的时间内处置"),
    "3": _l("需要进一步研究后再采取措施"),
    "0": _l("现有材料表明风险可以接受，按一般工作处理"),
    INSUFFICIENT: _l("现在还不能判断；请在理由中写明缺少什么材料。这也是一项意见，计入名册人数"),
}
GROUND_LABELS = {
    VoidGround.MEMBER_LEFT: _l("名册成员中途退出"),
    VoidGround.CONFLICT_FOUND: _l("发现名册成员应当回避"),
    VoidGround.TECHNICAL_FAILURE: _l("技术故障"),
}
ANSWER_LABELS = {
    ReviewAnswer.PROCEED: _l("按多数意见形成结论"),
    ReviewAnswer.TREAT_AS_MAJOR: _l("按意见分歧较大处理，先行调查或者检测"),
    ReviewAnswer.ANOTHER_ROUND: _l("再进行一轮密封表决"),
}


def severity_choices() -> list[SelectChoice]:
    """Offer the four severities, each as a short word with its description under it."""
    choices = []
    for code in codes("severity"):
        word, _colon, hint = code.label(language()).replace("：", ": ").partition(": ")
        choices.append(SelectChoice(code.code, f"{code.code} {word}", {"hint": hint}))
    return choices


LEAST_REASONS = InForce("reasons_min_characters")


class BallotForm(Form):
    """A member's ballot (F-08); nothing is chosen beforehand."""

    option = ChoiceField(_l("您对表决题的意见"), style="tiles", missing=_l("请选择一项意见"))
    nature = TextField(
        _l("风险性质"), hint=_l("例如：健康危害、机械伤害、火灾、财产损失"), max_length=LONGEST_NATURE,
        width="30", required=False,
    )  # fmt: skip
    severity = ChoiceField(_l("严重程度"), style="tiles", required=False)
    probability = ChoiceField(_l("发生可能性"), hint=_l("在产品可预见的使用期内"), style="small", required=False)
    spread = ChoiceField(_l("扩散范围"), style="inline", required=False)
    confidence = ChoiceField(_l("对以上判断的把握"), style="inline", required=False)
    reasons = LongTextField(
        _l("理由"), hint=_l("至少 %(least)s 字，写明依据什么事实、得出什么判断", least=LEAST_REASONS),
        max_length=LONGEST_REASONS, rows=7,
        missing=_l("请填写理由，至少 %(least)s 字", least=LEAST_REASONS),
    )  # fmt: skip
    evidence = MultiChoiceField(
        _l("依据的材料"), hint=_l("勾选材料包中您所依据的材料"), coerce=int, style="small", required=False
    )
    evidence_text = LongTextField(
        _l("其他依据"), hint=_l("材料包以外的标准、文献或者数据"), max_length=LONGEST_EVIDENCE_TEXT, rows=2,
        required=False,
    )  # fmt: skip
    measures = MultiChoiceField(_l("建议采取的措施"), hint=_l("可以多选"), style="small", required=False)
    other_measures = TextField(_l("其他措施"), max_length=LONGEST_LINE, required=False)
    test_needed = BooleanField(_l("需要补充检测"))
    test_item = TextField(
        _l("检测项目"), hint=_l("勾选“需要补充检测”时填写，例如：邻苯二甲酸酯含量"), max_length=LONGEST_LINE,
        required=False,
    )  # fmt: skip
    ask_investigation = BooleanField(_l("作出决定之前应当先组织进一步调查"))
    reservation = LongTextField(
        _l("保留说明"), hint=_l("对材料、程序或者问题表述的保留意见"), max_length=LONGEST_RESERVATION, rows=2,
        required=False,
    )  # fmt: skip
    submit = SubmitField(_l("继续"))

    asked_unless_insufficient = ("nature", "severity", "probability", "spread", "confidence", "measures")

    def __init__(self, round_options: Sequence[dict[str, Any]], pack: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer a round's options and the pieces of its pack."""
        super().__init__(**kwargs)
        self.option.choices = [
            SelectChoice(one["code"], option_label(one), {"hint": OPTION_HINTS.get(one["code"], "")})
            for one in round_options
        ]
        self.severity.choices = severity_choices()
        for name in ("probability", "spread", "confidence"):
            self[name].choices = code_choices(name)
        self.measures.choices = code_choices("disposition_measures")
        self.evidence.choices = [SelectChoice(number, words) for number, words in pack]
        for name in self.asked_unless_insufficient:
            self[name].marks_optional = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for nature, scores and measures too, unless the member cannot judge yet."""
        is_valid = bool(super().validate(extra_validators))
        if not is_full_ballot_asked(self.option.data):
            return is_valid
        for name in self.asked_unless_insufficient:
            field = self[name]
            stands_in = name == "measures" and self.other_measures.data
            if not field.is_given() and not field.errors and not stands_in:
                field.errors = [str(field.missing_words) % {"label": field.bare_label}]
                is_valid = False
        return is_valid

    def validate_test_item(self, field: Any) -> None:
        """Ask what is to be tested where a test is needed."""
        if self.test_needed.data and not field.data:
            raise ValidationError(_("请填写需要检测的项目"))

    def content(self) -> BallotContent:
        """Give what was filled in."""
        values = {name: self[name].data for name in CONTENT_FIELDS}
        return BallotContent(**values | {name: tuple(values[name]) for name in ("evidence", "measures")})


def typed_of(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """Give what was typed into a ballot, field by field, to be kept as a draft."""
    return {name: [value for value in form.getlist(name) if value] for name in CONTENT_FIELDS if form.getlist(name)}


def summary_of(form: BallotForm, url: str) -> list[dict[str, Any]]:
    """Give the review page's rows in the order of the form: each answer in words, with the way back to its field.

    What was left empty stands together in the last row.
    """
    answers = [(field, _answer_in_words(field)) for field in form.visible_fields if field.name in CONTENT_FIELDS]
    rows = [_row(field.bare_label, words, f"{url}#{field.id}") for field, words in answers if words]
    empty = [field.bare_label for field, words in answers if not words]
    return [*rows, _row(_("未填写"), "、".join(empty), url)] if empty else rows


def _row(label: str, value: str, url: str) -> dict[str, Any]:
    return {"label": label, "value": value, "action": {"text": _("修改"), "url": url}}


def _answer_in_words(field: Any) -> str:
    """Write an answer as it reads, a choice by its label."""
    if isinstance(field, BooleanField):
        return _("是") if field.data else ""
    if isinstance(field, ChoiceField | MultiChoiceField):
        return "、".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    return str(field.data or "")


class CastForm(KeyedForm):
    """The password again, over a summary of the ballot; `draft_sha256` is the digest of what was shown."""

    draft_sha256 = HiddenField()
    password = PasswordField(_l("请再次输入口令"), hint=_l("投票须由本人确认"), missing=_l("请输入口令"))
    submit = SubmitField(_l("投出表决票"))


class OpenRoundForm(Form):
    """When the round ends."""

    ends_at = DateTimeField(_l("表决截止时间"), hint=_l("截止以服务器时间为准；全部投票后可以提前结束"))
    submit = SubmitField(_l("冻结名册并开始表决"))


class ObserverForm(Form):
    """Somebody who sits in without a vote."""

    name = TextField(_l("姓名"), max_length=80, width="20")
    unit = TextField(_l("单位"), max_length=120, width="30")
    submit = SubmitField(_l("登记列席"))


class AdjournForm(Form):
    """Why the sitting is adjourned."""

    reason = LongTextField(_l("延期原因"), max_length=500, rows=3)
    submit = SubmitField(_l("延期"))


class LeaveForm(Form):
    """Why a member leaves, or is excused."""

    reason = LongTextField(_l("原因"), max_length=500, rows=3)
    submit = SubmitField(_l("登记"))


class VoidForm(Form):
    """The secretary's written request to give a round up."""

    ground = ChoiceField(
        _l("作废的情形"), choices=[SelectChoice(ground.value, words) for ground, words in GROUND_LABELS.items()]
    )
    seat_id = SelectField(_l("涉及的成员"), hint=_l("技术故障不填"), coerce=int, required=False)
    reason = LongTextField(_l("书面说明"), max_length=1000, rows=4)
    submit = SubmitField(_l("申请作废"))


class VoidAnswerForm(Form):
    """The approver's decision on that request."""

    decision = ChoiceField(
        _l("决定"),
        choices=[
            SelectChoice("grant", _l("同意作废"), {"hint": _l("已投的票永久密封，不计票；补足人数后另开一轮")}),
            SelectChoice("refuse", _l("不同意"), {"hint": _l("本轮继续；已到截止时间的随即结束并计票")}),
        ],
    )
    answer = LongTextField(_l("理由"), max_length=1000, rows=4)
    submit = SubmitField(_l("作出决定"))


class DeclareForm(Form):
    """The organiser's written declaration of major disagreement."""

    reason = LongTextField(_l("认定意见分歧较大的理由"), max_length=2000, rows=5)
    submit = SubmitField(_l("书面认定"), style="warning")


class ReviewForm(Form):
    """The approver's written answer to a round in review."""

    answer = ChoiceField(
        _l("处理意见"), choices=[SelectChoice(answer.value, words) for answer, words in ANSWER_LABELS.items()]
    )
    reason = LongTextField(_l("理由"), hint=_l("随结论书一并载明"), max_length=2000, rows=5)
    graver_answer = LongTextField(
        _l("对更重意见的答复"), hint=_l("继续形成结论时，逐条答复持更重意见的专家所述理由"), max_length=2000, rows=5,
        required=False,
    )  # fmt: skip
    submit = SubmitField(_l("作出答复"))
