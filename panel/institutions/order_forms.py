"""Forms of work orders, reports and retained samples."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.institutions.facts import (
    ORDER_LABELS,
    TRACE_LABELS,
    OrderContent,
    OrderItem,
    OrderKind,
    ReportContent,
    Result,
    RetainedSampleEntry,
    Sample,
)
from panel.web.coded import code_choices
from panel.web.filters import FilterForm, FilterSelect
from panel.web.forms import Form, KeyedForm
from panel.web.lines import LinesField
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

SAMPLE_NAMES = (
    "sample_no", "product", "lot", "quantity", "seal_no", "sealed_by", "place", "keeper", "keep_until",
    "impossible_reason",
)  # fmt: skip
REPORT_NAMES = (
    "report_no", "qualification_no", "method", "sample_id", "is_seal_intact", "received_on", "tested_on",
    "calibration_ref", "raw_data_keeper", "tester", "reviewer", "signatory", "is_stamped", "conclusion",
    "suggestions", "subcontracted", "change_reason",
)  # fmt: skip


def order_state_choices() -> list[SelectChoice]:
    """Give the states of an order as choices."""
    return [SelectChoice(state.value, words) for state, words in ORDER_LABELS.items()]


class OrderFilterForm(FilterForm):
    """What the list of orders is narrowed to."""

    state = FilterSelect(_l("状态"), choices=order_state_choices)


class DraftOrderForm(KeyedForm):
    """A work order (form F-13)."""

    institution = SelectField(_l("承检机构"), coerce=int)
    kind = ChoiceField(_l("任务类型"), choices=lambda: code_choices("order_kinds"))
    items = LinesField(_l("检测项目"), hint=_l("每行一项：项目 | 检测方法 | 判定依据"), columns=3, rows=4, most_rows=20)
    basis = LongTextField(_l("检测缘由和需回答的问题"), max_length=1000, rows=4)
    samples = LinesField(_l("样品"), hint=_l("每行一件：名称 | 批号 | 数量 | 封样号 | 状态"), columns=5, rows=3)
    due_on = DateField(_l("完成时限"))
    secrecy = ChoiceField(
        _l("密级"), choices=lambda: code_choices("secrecy", leave_out="classified"), default="internal", style="inline"
    )
    may_subcontract = BooleanField(_l("允许分包"))
    sample_disposal = TextField(_l("余样处理"), hint=_l("例如留样至某日、退回"), required=False)
    storage = TextField(_l("样品储存条件"), required=False)
    cost = TextField(_l("费用"), max_length=80, width="20", required=False)
    tie_reason = LongTextField(
        _l("选用理由"), hint=_l("机构与涉事单位有业务往来时填写"), max_length=500, rows=2, required=False
    )
    submit = SubmitField(_l("提交审批"))

    def content(self) -> OrderContent:
        """Give what was typed as the use case takes it."""
        return OrderContent(
            kind=OrderKind(self.kind.data),
            items=tuple(OrderItem(*row) for row in self.items.rows_given),
            samples=tuple(Sample(*row) for row in self.samples.rows_given),
            basis=self.basis.data,
            due_on=self.due_on.data,
            secrecy=self.secrecy.data,
            may_subcontract=self.may_subcontract.data,
            sample_disposal=self.sample_disposal.data,
            storage=self.storage.data,
            cost=self.cost.data,
            tie_reason=self.tie_reason.data,
        )


class AcknowledgeOrderForm(Form):
    """An institution takes an order on."""

    is_impartial = BooleanField(
        _l("本机构与涉事单位没有影响公正的利害关系，能按任务书完成检测"), legend=_l("声明"), required=True
    )
    note = LongTextField(
        _l("受理说明"), hint=_l("样品到达后逐件登记，不写在这里"), max_length=500, rows=3, required=False
    )
    submit = SubmitField(_l("受理任务"))


class SampleFields(Form):
    """A retained sample (form F-17), or why none can be kept."""

    sample_no = TextField(_l("留样编号"), max_length=80, width="20", required=False)
    product = TextField(_l("留样产品"), max_length=120, required=False)
    lot = TextField(_l("批号"), max_length=80, width="20", required=False)
    quantity = TextField(_l("留样数量"), max_length=60, width="10", required=False)
    seal_no = TextField(_l("封样号"), max_length=60, width="20", required=False)
    sealed_by = TextField(_l("封样人"), max_length=80, width="20", required=False)
    place = TextField(_l("存放地点和条件"), max_length=120, required=False)
    keeper = TextField(_l("保管人"), max_length=80, width="20", required=False)
    keep_until = DateField(_l("保存至"), required=False)
    impossible_reason = LongTextField(
        _l("不能留样的原因"), hint=_l("没有留样时填写"), max_length=500, rows=2, required=False
    )

    def sample(self) -> RetainedSampleEntry | None:
        """Give what was typed, or nothing when every field was left empty."""
        values = {name: getattr(self, name).data for name in SAMPLE_NAMES}
        return RetainedSampleEntry(**values) if any(values.values()) else None


class AddRetainedSampleForm(SampleFields):
    """A retained sample entered after the report."""

    submit = SubmitField(_l("登记留样"))


class UploadReportForm(SampleFields):
    """A report with what the intake check asks (form F-14); `result_rows` names the fields of each item."""

    result_rows: tuple[tuple[str, tuple[str, ...]], ...] = ()

    report_no = TextField(TRACE_LABELS["report_no"], max_length=80, width="20")
    qualification_no = TextField(TRACE_LABELS["qualification_no"], max_length=80, width="20", required=False)
    method = TextField(TRACE_LABELS["method"], hint=_l("写明版本"), required=False)
    sample_id = TextField(TRACE_LABELS["sample_id"], max_length=120, width="20", required=False)
    is_seal_intact = BooleanField(_l("收样时封样完好，与任务书一致"), legend=TRACE_LABELS["is_seal_intact"])
    received_on = DateField(TRACE_LABELS["received_on"], required=False)
    tested_on = DateField(TRACE_LABELS["tested_on"], required=False)
    calibration_ref = TextField(TRACE_LABELS["calibration_ref"], required=False)
    raw_data_keeper = TextField(TRACE_LABELS["raw_data_keeper"], max_length=120, width="20", required=False)
    tester = TextField(TRACE_LABELS["tester"], max_length=80, width="20", required=False)
    reviewer = TextField(TRACE_LABELS["reviewer"], max_length=80, width="20", required=False)
    signatory = TextField(TRACE_LABELS["signatory"], max_length=80, width="20", required=False)
    is_stamped = BooleanField(_l("报告已加盖检验检测专用章"), legend=TRACE_LABELS["is_stamped"])
    subcontracted = TextField(_l("分包项目和承担机构"), required=False)
    problem = ChoiceField(
        _l("是否发现问题"),
        choices=[
            SelectChoice("yes", _l("发现问题"), {"hint": _l("须登记留样，或说明不能留样的原因")}),
            SelectChoice("no", _l("未发现问题")),
        ],
    )
    conclusion = LongTextField(_l("检测结论"), max_length=2000, rows=3)
    suggestions = LongTextField(_l("建议"), max_length=1000, rows=2, required=False)
    file = FileField(_l("报告文件"), hint=_l("PDF 或图片"), suffixes=(".pdf", ".png", ".jpg", ".jpeg"))
    change_reason = LongTextField(_l("本版修改原因"), max_length=500, rows=2, required=False)
    submit = SubmitField(_l("上传报告"))

    def validate_file(self, field: FileField) -> None:
        """Refuse an upload without a name."""
        if field.data is not None and not field.data.filename.strip():
            raise ValidationError(_("文件没有名称"))

    def upload(self) -> tuple[str, bytes]:
        """Give the file's name and bytes."""
        return self.file.data.filename, self.file.data.read()

    def results(self) -> tuple[Result, ...]:
        """Give the results typed; an item with nothing typed is left out, unless all are."""
        lines = [
            Result(item, **{name.rpartition("_")[0]: getattr(self, name).data for name in names})
            for item, names in self.result_rows
        ]
        given = [line for line in lines if line.value or line.unit or line.finding]
        return tuple(given or lines[:1])

    def content(self) -> ReportContent:
        """Give what was typed as the use case takes it."""
        values = {name: getattr(self, name).data for name in REPORT_NAMES}
        return ReportContent(results=self.results(), is_problem_found=self.problem.data == "yes", **values)


def report_form_for(kind: OrderKind, items: list[str]) -> type[UploadReportForm]:
    """Make the form of a report on an order: for each of its items the fields that its kind asks for."""
    fields: dict[str, Any] = {}
    rows = []
    for number, item in enumerate(items):
        own = _measured(number) if kind is OrderKind.QUANTITATIVE else _worded(number, item)
        fields |= own
        rows.append((item, tuple(own)))
    return type("UploadReportForm", (UploadReportForm,), fields | {"result_rows": tuple(rows)})


def _measured(number: int) -> dict[str, Any]:
    return {
        f"value_{number}": TextField(_l("数值"), width="10", required=False),
        f"unit_{number}": TextField(_l("计量单位"), width="10", required=False),
        f"uncertainty_{number}": TextField(_l("不确定度"), width="10", required=False),
        f"limit_{number}": TextField(_l("检出限"), width="10", required=False),
    }


def _worded(number: int, item: str) -> dict[str, Any]:
    return {f"finding_{number}": LongTextField(item, max_length=1000, rows=2, required=False)}
