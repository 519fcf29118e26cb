"""The forms of inquiries: plan, findings, warning, test wishes, and the ways on."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.investigations.facts import Findings, OtherMode, Plan, WarningAnswer, lines_of, text_of
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    FileField,
    LongTextField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)

WARNING_LABELS = {
    WarningAnswer.WARNING: _l("发布预警信息"),
    WarningAnswer.PRECAUTION: _l("采取防范措施"),
    WarningAnswer.NOT_NEEDED: _l("暂不采取"),
}
MODE_LABELS = {
    OtherMode.NEW_PANEL: _l("另组专家组研判"),
    OtherMode.WORK: _l("会议研判"),
    OtherMode.TECHNICAL: _l("技术研判"),
}
MODE_HINTS = {
    OtherMode.NEW_PANEL: _l("本组到此结束，同级另行委托并抽取专家"),
    OtherMode.WORK: _l("由部门工作会议依据调查、检测结果研判，形成会议纪要"),
    OtherMode.TECHNICAL: _l("由具有法定资质的检验检测机构研判，形成书面报告"),
}


class PlanForm(KeyedForm):
    """The plan of a special investigation (F-15)."""

    questions = LongTextField(
        _l("待查问题"), hint=_l("一行一题；已按本轮表决票汇总，请删改成可以查清的事实问题"), rows=8, max_length=4000
    )
    scope = LongTextField(_l("调查范围和对象"), rows=3, max_length=1000)
    method = LongTextField(_l("调查方法"), hint=_l("例如：现场核查、询问、抽样、调取数据"), rows=3, max_length=1000)
    schedule = LongTextField(_l("进度和时限"), hint=_l("写明完成日期"), rows=2, max_length=500)
    team = LongTextField(
        _l("调查人员"),
        hint=_l("一行一人，例如“张三（某某局稽查处）”；调查人员不参加下一轮表决"),
        rows=3,
        max_length=1000,
    )  # fmt: skip
    secrecy = LongTextField(_l("安全与保密要求"), rows=2, max_length=500, required=False)
    is_joint = BooleanField(_l("会同有关部门共同调查"), legend=_l("会同调查"))
    partners = TextField(_l("会同部门"), hint=_l("会同调查时填写"), max_length=200, required=False)
    lead_name = TextField(
        _l("负责人姓名"), hint=_l("会同调查时须写全负责人的四项"), width="20", max_length=80, required=False
    )
    lead_unit = TextField(_l("负责人单位"), width="30", max_length=120, required=False)
    lead_post = TextField(_l("负责人职务"), width="20", max_length=60, required=False)
    lead_phone = TextField(_l("负责人电话"), width="20", max_length=40, required=False, inputmode="tel")
    submit = SubmitField(_l("提交审批"))

    def content(self) -> Plan:
        """Give the plan as typed; what belongs to a joint investigation only is left out of another."""
        values = {name: self[name].data for name in ("scope", "method", "schedule", "secrecy")}
        names = ("partners", "lead_name", "lead_unit", "lead_post", "lead_phone")
        joint = {name: self[name].data if self.is_joint.data else "" for name in names}
        return Plan(
            questions=lines_of(self.questions.data), team=lines_of(self.team.data), is_joint=self.is_joint.data,
            **values, **joint,
        )  # fmt: skip


def plan_values(plan: Any, questions: Sequence[str]) -> dict[str, Any]:
    """Give what a new plan's form is filled with: the plan that was sent back, or the gathered questions."""
    if plan is None:
        return {"questions": text_of(questions)}
    names = (
        "scope", "method", "schedule", "secrecy", "is_joint", "partners", "lead_name", "lead_unit", "lead_post",
        "lead_phone",
    )  # fmt: skip
    return {name: getattr(plan, name) for name in names} | {
        "questions": text_of(plan.questions),
        "team": text_of(plan.team),
    }


class DecideForm(Form):
    """The approver's decision on a plan or an order."""

    decision = ChoiceField(
        _l("审批意见"), choices=[SelectChoice("approve", _l("批准")), SelectChoice("return", _l("退回"))]
    )
    reason = LongTextField(_l("退回的理由"), hint=_l("退回时填写"), rows=3, max_length=1000, required=False)
    submit = SubmitField(_l("作出决定"))

    @property
    def is_approved(self) -> bool:
        """Tell whether the approver agrees."""
        return bool(self.decision.data == "approve")


class DecideRequestForm(DecideForm):
    """The approver's decision on another way to adjudicate, or on going up."""

    decision = ChoiceField(
        _l("决定"), choices=[SelectChoice("approve", _l("同意")), SelectChoice("return", _l("不同意"))]
    )
    reason = LongTextField(_l("意见"), hint=_l("不同意时须写明理由"), rows=3, max_length=1000, required=False)


class WarningForm(Form):
    """The answer to the warning question (F-19)."""

    answer = ChoiceField(_l("决定"), choices=[SelectChoice(one.value, words) for one, words in WARNING_LABELS.items()])
    content = LongTextField(
        _l("预警内容或者防范措施"), hint=_l("发布预警或者采取措施时填写：内容、对象、时间"), rows=4, max_length=2000,
        required=False,
    )  # fmt: skip
    reason = LongTextField(_l("理由"), hint=_l("暂不采取时须写明"), rows=3, max_length=1000, required=False)
    submit = SubmitField(_l("提交答复"))


class WishForm(Form):
    """The answer to a test that ballots asked for."""

    is_ordered = ChoiceField(
        _l("答复"),
        choices=[SelectChoice("yes", _l("安排检测")), SelectChoice("no", _l("不安排检测"))],
    )
    reason = LongTextField(_l("理由"), rows=3, max_length=1000)
    submit = SubmitField(_l("提交答复"))


class FindingsForm(Form):
    """The report of a special investigation (F-16); `findings_form` adds a field for each question."""

    report_no = TextField(_l("报告编号"), width="30", max_length=80)
    course = LongTextField(_l("调查经过"), rows=4, max_length=4000)
    submit = SubmitField(_l("提交调查报告"))

    answers: Sequence[str] = ()

    def content(self) -> Findings:
        """Give the findings as typed."""
        return Findings(
            answers=tuple(self[name].data for name in self.answers), course=self.course.data,
            unresolved=self.unresolved.data, analysis=self.analysis.data, evidence=lines_of(self.evidence.data),
            suggestions=self.suggestions.data, authors=lines_of(self.authors.data),
        )  # fmt: skip

    def uploaded(self) -> tuple[str, bytes]:
        """Give the report's name and bytes."""
        return self.report.data.filename, self.report.data.read()


def findings_form(questions: Sequence[str], **values: Any) -> FindingsForm:
    """Make the form for an investigation's questions, in the order of the report."""
    fields: dict[str, Any] = {"answers": tuple(f"answer_{place}" for place in range(len(questions)))}
    for place, question in enumerate(questions):
        fields[f"answer_{place}"] = LongTextField(
            _("问题 %(number)s：%(question)s", number=place + 1, question=question), rows=4, max_length=4000,
            missing=_("请答复问题 %(number)s；未能查明的，写明查到什么程度", number=place + 1),
        )  # fmt: skip
    fields["unresolved"] = LongTextField(_("未能查明的事项"), hint=_("全部查明的填“无”"), rows=3, max_length=2000)
    fields["analysis"] = LongTextField(
        _("分析"), hint=_("只写事实和推断，不代替专家组作出等级结论"), rows=5, max_length=4000
    )
    fields["evidence"] = LongTextField(
        _("证据目录"), hint=_("一行一件：编号、名称、来源"), rows=4, max_length=4000, required=False
    )
    fields["suggestions"] = LongTextField(_("建议"), rows=3, max_length=2000, required=False)
    fields["authors"] = LongTextField(
        _("报告撰写人"), hint=_("一行一人，姓名在前；撰写人和调查人员不参加下一轮表决"), rows=3, max_length=1000
    )
    fields["report"] = FileField(_("签名盖章的报告"), hint=_("PDF 或者 Word 文件"), suffixes=(".pdf", ".docx"))
    form: FindingsForm = type("QuestionsForm", (FindingsForm,), fields)(**values)
    return form


class CheckReportForm(Form):
    """The official's decision on a test report (F-14)."""

    decision = ChoiceField(
        _l("审核结论"),
        choices=[
            SelectChoice("accept", _l("接收"), {"hint": _l("报告作为新材料入卷，供下一轮表决使用")}),
            SelectChoice("return", _l("退回"), {"hint": _l("由承检机构更正后重新提交")}),
        ],
    )
    reason = LongTextField(_l("退回的理由"), hint=_l("退回时填写"), rows=3, max_length=1000, required=False)
    submit = SubmitField(_l("提交审核结论"))


class ReconveneForm(Form):
    """Convening the panel again."""

    reason = LongTextField(_l("说明"), hint=_l("例如：新材料与原分歧的关系"), rows=3, max_length=1000, required=False)
    submit = SubmitField(_l("重新召集专家组"))


class OtherForm(KeyedForm):
    """The proposal to let others judge the results."""

    mode = ChoiceField(
        _l("研判方式"),
        choices=[SelectChoice(one.value, words, {"hint": MODE_HINTS[one]}) for one, words in MODE_LABELS.items()],
    )
    reason = LongTextField(_l("理由"), rows=4, max_length=1000)
    submit = SubmitField(_l("提交负责人决定"))


class EscalateForm(KeyedForm):
    """The proposal to take the matter up; `target_org_id` is asked on level 3 only."""

    target_org_id = SelectField(_l("提请研判的总局业务司局"), coerce=int)
    reason = LongTextField(_l("理由"), hint=_l("写明难以研判之处"), rows=4, max_length=1000)
    submit = SubmitField(_l("提交负责人决定"))
