"""Forms of the acts on a matter after intake, and the filters of the list."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.matters.facts import Closure, Grading, MatterState, Mode, ResultBlock, Screening
from panel.matters.queries import MatterFilters
from panel.matters.words import CLOSURES
from panel.web.coded import code_choices
from panel.web.forms import Form, KeyedForm
from panel.web.labels import MATTER_STATES
from panel.web.row_numbers import row_number
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateField,
    DateTimeField,
    FileField,
    HiddenField,
    LongTextField,
    MultiChoiceField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)

CAPTURE_KINDS = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".txt")


class Sometimes:
    """What a form's fields share that are needed in some cases only: their hints say when, no mark says never."""

    sometimes: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the form and take the marks off."""
        super().__init__(*args, **kwargs)
        for name in self.sometimes:
            self[name].marks_optional = False  # type: ignore[index]  # the form beside it holds the fields


def yes_no() -> list[SelectChoice]:
    """Give yes and no as choices."""
    return [SelectChoice("yes", _("是")), SelectChoice("no", _("否"))]


class VersionedForm(Form):
    """A form that knows which version of the matter its page showed."""

    version = HiddenField()

    def shown_version(self) -> int | None:
        """Give the version the page stood on; without a readable one the state alone decides."""
        return row_number(self.version.data)


class FilterForm(Form):
    """What the list is narrowed to."""

    class Meta(Form.Meta):
        """Ask no token: a search changes nothing."""

        csrf = False

    words = TextField(_l("通报号、名称、产品或者企业"), required=False, max_length=80)
    state = SelectField(
        _l("状态"), required=False, empty_text=_l("全部"),
        choices=[SelectChoice(state.value, MATTER_STATES[state.value][0]) for state in MatterState],
    )  # fmt: skip
    level = SelectField(
        _l("级别"), required=False, coerce=int, empty_text=_l("全部"), choices=lambda: code_choices("risk_levels")
    )
    source_class = SelectField(
        _l("来源"), required=False, coerce=int, empty_text=_l("全部"), choices=lambda: code_choices("source_classes")
    )
    domain = SelectField(_l("领域"), required=False, empty_text=_l("全部"), choices=lambda: code_choices("domains"))
    owner = SelectField(_l("承办单位"), required=False, coerce=int, empty_text=_l("全部"))
    overdue = BooleanField(_l("只看逾期"))
    mine = BooleanField(_l("只看待我办理"))

    def filters(self) -> MatterFilters:
        """Give the filters; a field that does not fit narrows nothing."""
        given = {field.name: field.data for field in self if not field.errors}
        return MatterFilters(
            words=given.get("words") or "", state=given.get("state") or "", level=given.get("level"),
            source_class=given.get("source_class"), domain=given.get("domain") or "",
            owner_org_id=given.get("owner"), is_overdue=bool(given.get("overdue")),
            waits_for_me=bool(given.get("mine")),
        )  # fmt: skip


def filter_form(owners: list[SelectChoice]) -> FilterForm:
    """Read the filters from the address."""
    form = FilterForm(request.args)
    form.owner.choices = owners
    for field in form:
        field.marks_optional = False  # all of a search is optional
    form.validate()
    return form


class ClueForm(Form):
    """A line for the clue trail."""

    what = LongTextField(_l("线索内容"), hint=_l("写明时间、来源和发现的情况；保存后不能修改"), max_length=1000)
    capture = FileField(_l("附件"), required=False, suffixes=CAPTURE_KINDS)
    submit = SubmitField(_l("保存线索"))


class DispatchForm(Form):
    """Pass a matter on."""

    to_org_id = SelectField(_l("接收部门"), coerce=int)
    suggestion = LongTextField(_l("处理建议"), max_length=1000)
    submit = SubmitField(_l("转交"))


class ScreenForm(Sometimes, VersionedForm):
    """Screen by the criteria of the definition."""

    sometimes = (
        "criteria",
        "handling_opinion",
    )

    is_competent = ChoiceField(_l("是否属于本系统职责"), choices=yes_no, style="inline")
    criteria = MultiChoiceField(
        _l("符合的概念标准"), hint=_l("至少符合一项，才能作为风险信息处理"), required=False,
        choices=lambda: code_choices("definition_criteria"),
    )  # fmt: skip
    reason = LongTextField(_l("分析和理由"), max_length=2000)
    handling_opinion = LongTextField(
        _l("初步处理意见"), hint=_l("参加研判的专家看不到这一意见"), required=False, max_length=2000
    )
    needs_pre_disposition = ChoiceField(
        _l("是否需要先行处置"), hint=_l("需要的，保存后立即记录所采取的措施"), choices=yes_no, style="inline"
    )
    submit = SubmitField(_l("保存筛查记录"))

    def screening(self) -> Screening:
        """Give what was found."""
        return Screening(
            criteria=tuple(self.criteria.data), reason=self.reason.data, handling_opinion=self.handling_opinion.data,
            is_competent=self.is_competent.data == "yes",
            needs_pre_disposition=self.needs_pre_disposition.data == "yes",
        )  # fmt: skip


class ScreenOutForm(Sometimes, Form):
    """Close an item that is not risk information."""

    sometimes = ("transferred_to",)

    closure = ChoiceField(
        _l("办结原因"), choices=[SelectChoice(closure.value, CLOSURES[closure.value]) for closure in Closure]
    )
    transferred_to = TextField(_l("移送部门"), hint=_l("不属于本系统职责的须填写"), required=False, max_length=120)
    reason = LongTextField(_l("理由"), max_length=1000)
    submit = SubmitField(_l("办结"))


class ReasonForm(Form):
    """A reason and nothing else."""

    reason = LongTextField(_l("理由"), max_length=1000)
    submit = SubmitField(_l("确定"))


class MergeForm(Form):
    """Merge into another matter."""

    target_notice_no = TextField(
        _l("并入事项的信息通报号"), hint=_l("例如 FX430000-2012-5-00077-2"), max_length=40, width="20"
    )
    reason = LongTextField(_l("理由"), max_length=1000)
    submit = SubmitField(_l("并入"))


class LevelForm(Sometimes, VersionedForm):
    """A level with its grounds and time."""

    sometimes: tuple[str, ...] = ("grounds", "due_at")

    level = ChoiceField(_l("级别"), coerce=int, choices=lambda: code_choices("risk_levels"))
    grounds = MultiChoiceField(
        _l("一级情形"), hint=_l("定为一级的至少勾选一项"), required=False,
        choices=lambda: code_choices("level_1_grounds"),
    )  # fmt: skip
    due_at = DateTimeField(_l("采取措施的规定时限"), hint=_l("定为二级的须填写"), required=False)

    def grading(self, override_reason: str = "") -> Grading:
        """Give the level as entered."""
        return Grading(self.level.data or 0, tuple(self.grounds.data), self.due_at.data, override_reason)


class GradeForm(LevelForm):
    """The first level, with the reason where it is lighter than proposed."""

    sometimes = (*LevelForm.sometimes, "override_reason")

    override_reason = LongTextField(
        _l("低于建议级别的理由"), hint=_l("级别比建议轻的须填写"), required=False, max_length=1000
    )
    submit = SubmitField(_l("确认为风险信息"))


class RegradeForm(LevelForm):
    """Another level, with the reason for the change."""

    reason = LongTextField(_l("调整理由"), max_length=1000)
    submit = SubmitField(_l("调整级别"))


class ComplexityForm(Form):
    """Ticks to add to the complexity checklist."""

    grounds = MultiChoiceField(_l("增加的项"), required=True)
    reason = LongTextField(_l("说明"), required=False, max_length=1000)
    submit = SubmitField(_l("增加"))


class PreDispositionForm(Sometimes, KeyedForm):
    """A measure that was taken early."""

    sometimes = ("measures",)

    measures = MultiChoiceField(
        _l("采取的措施"), required=False, choices=lambda: code_choices("disposition_measures"), style="small"
    )
    details = LongTextField(_l("具体情况"), required=False, max_length=1000)
    executor = TextField(_l("执行单位或人员"), max_length=120)
    taken_at = DateTimeField(_l("采取措施的时间"))
    is_emergency = BooleanField(_l("情况紧急，先处置后研判"))
    submit = SubmitField(_l("保存"))


class OpenAdjudicationForm(Form):
    """An adjudication by level and mode."""

    level = ChoiceField(_l("研判级别"), coerce=int)
    mode = ChoiceField(_l("研判方式"), choices=lambda: code_choices("adjudication_modes"))
    submit = SubmitField(_l("组织研判"))


class EscalationForm(KeyedForm):
    """Ask a headquarters department to adjudicate."""

    target_org_id = SelectField(_l("提请的业务司局"), coerce=int)
    reason = LongTextField(_l("理由"), hint=_l("写明为什么应由总局研判；已有的研判材料一并转去"), max_length=2000)
    submit = SubmitField(_l("送本局负责人审核"))


class Level1Form(KeyedForm):
    """Ask for level 1."""

    difficulty = LongTextField(_l("难以研判和处置的情况"), max_length=2000)
    submit = SubmitField(_l("送部门负责人审核"))


class EndorseForm(Sometimes, Form):
    """The head's decision on a request."""

    sometimes = ("reason",)

    answer = ChoiceField(
        _l("审核意见"),
        choices=[SelectChoice("send", _l("同意送出")), SelectChoice("refuse", _l("不同意"))],
        style="inline",
    )
    reason = LongTextField(_l("说明"), hint=_l("不同意的须说明理由"), required=False, max_length=1000)
    submit = SubmitField(_l("提交"))


class AnswerForm(Sometimes, Form):
    """The department's answer to an escalation."""

    sometimes = ("mode", "reason")

    answer = ChoiceField(
        _l("答复"),
        choices=[SelectChoice("accept", _l("接受，由本司局组织二级研判")), SelectChoice("return", _l("退回"))],
    )
    mode = ChoiceField(
        _l("研判方式"), choices=lambda: code_choices("adjudication_modes"), default=Mode.EXPERT.value, required=False,
        hint=_l("接受的须选择"),
    )  # fmt: skip
    reason = LongTextField(_l("说明"), hint=_l("退回的须说明理由"), required=False, max_length=1000)
    submit = SubmitField(_l("提交"))


class Level1DecisionForm(Sometimes, Form):
    """The leader's decision on level 1."""

    sometimes = (
        "approval_no",
        "result_org_id",
        "reason",
    )

    answer = ChoiceField(
        _l("决定"), choices=[SelectChoice("approve", _l("批准")), SelectChoice("refuse", _l("不批准"))], style="inline"
    )
    approval_no = TextField(_l("批准文号"), hint=_l("批准的须填写"), required=False, max_length=80)
    result_org_id = SelectField(_l("确认和录入结果的机构"), hint=_l("批准的须指定"), coerce=int, required=False)
    reason = LongTextField(_l("说明"), hint=_l("不批准的须说明理由"), required=False, max_length=1000)
    submit = SubmitField(_l("提交"))


class ResultForm(Sometimes, Form):
    """The result of a meeting or of a technical adjudication; that of a panel comes from its conclusion."""

    sometimes = (
        "conclusion_no",
        "meeting_type",
        "attendees",
    )

    conclusion_no = TextField(_l("结论或者纪要编号"), required=False, max_length=80)
    concluded_on = DateField(_l("结论日期"))
    nature = LongTextField(_l("风险性质"), max_length=2000, rows=3)
    risk_level = ChoiceField(_l("研判级别结论"), choices=lambda: code_choices("ballot_options")[:4])
    measures = MultiChoiceField(
        _l("建议措施"), required=False, choices=lambda: code_choices("disposition_measures"), style="small"
    )
    has_dissent = BooleanField(_l("有不同意见，已写入结论"))
    meeting_type = ChoiceField(_l("会议类型"), required=False, choices=lambda: code_choices("meeting_types"))
    attendees = LongTextField(_l("参加人员"), required=False, max_length=1000, rows=3)
    submit = SubmitField(_l("录入"))

    def block(self) -> ResultBlock:
        """Give the result block."""
        return ResultBlock(
            conclusion_no=self.conclusion_no.data, concluded_on=self.concluded_on.data, nature=self.nature.data,
            risk_level=self.risk_level.data, measures=tuple(self.measures.data), has_dissent=self.has_dissent.data,
            meeting_type=self.meeting_type.data if "meeting_type" in self else None,
            attendees=self.attendees.data if "attendees" in self else "",
        )  # fmt: skip


class StubForm(KeyedForm):
    """The reference of what is classified; nothing of its content."""

    reference_no = TextField(_l("文号"), max_length=80, width="20")
    keeper = TextField(_l("保管人"), max_length=80, width="20")
    channel = TextField(_l("传递渠道"), hint=_l("例如机要交换"), max_length=80, width="20")
    submit = SubmitField(_l("登记"))


def as_choice(value: Any, words: str, hint: str = "") -> SelectChoice:
    """Give one choice, with a hint if there is one."""
    return SelectChoice(value, words, {"hint": hint} if hint else {})
