"""Forms of samples under way, and of questions and answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.institutions.custody_facts import FoundSample, HandedOver, HandedSample, TakenIn
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateTimeField,
    FileField,
    LongTextField,
    SelectChoice,
    SubmitField,
    TextField,
)

ATTACHED = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".txt")


class SampleField(TextField):
    """A field that counts only where its sample goes along, or its seal can be read; the page says when."""

    marks_optional = False


class HandOverForm(KeyedForm):
    """Samples given away; `places` are the order's samples, each with fields of its own."""

    places: tuple[int, ...] = ()

    handed_by = TextField(_l("交样人"), max_length=80, width="20")
    handed_at = DateTimeField(_l("交样时间"))
    note = TextField(_l("运送方式"), hint=_l("例如专人送达、冷链快递及单号"), required=False)
    submit = SubmitField(_l("登记交样"))

    def handed(self) -> HandedOver:
        """Give what was typed as the use case takes it: the samples that were ticked."""
        samples = tuple(
            HandedSample(
                place, self[f"seal_{place}"].data, self[f"quantity_{place}"].data, self[f"condition_{place}"].data
            )
            for place in self.places
            if self[f"is_sent_{place}"].data
        )
        return HandedOver(self.handed_by.data, self.handed_at.data, samples, self.note.data)


def hand_over_form_for(samples: Sequence[Mapping[str, Any]]) -> type[HandOverForm]:
    """Make the form of a hand-over of an order's samples."""
    fields: dict[str, Any] = {}
    for place, sample in enumerate(samples):
        fields |= {
            f"is_sent_{place}": BooleanField(_l("本次交出"), legend=str(sample["name"])),
            f"seal_{place}": SampleField(_l("封样号"), max_length=60, width="20", required=False),
            f"quantity_{place}": SampleField(_l("数量"), max_length=60, width="10", required=False),
            f"condition_{place}": SampleField(_l("交出时的状态"), max_length=200, required=False),
        }
    return type("HandOverForm", (HandOverForm,), fields | {"places": tuple(range(len(samples)))})


class TakeInForm(Form):
    """Samples taken in; `line_ids` are the samples of the hand-over, each with fields of its own."""

    line_ids: tuple[int, ...] = ()

    taken_by = TextField(_l("收样人"), max_length=80, width="20")
    taken_at = DateTimeField(_l("收样时间"))
    submit = SubmitField(_l("登记收样"))

    def taken(self) -> TakenIn:
        """Give what was typed as the use case takes it."""
        samples = tuple(
            FoundSample(
                line_id, self[f"seal_{line_id}"].data, self[f"is_whole_{line_id}"].data == "yes",
                self[f"condition_{line_id}"].data, self[f"lab_no_{line_id}"].data,
            )
            for line_id in self.line_ids
        )  # fmt: skip
        return TakenIn(self.taken_by.data, self.taken_at.data, samples)


def take_in_form_for(lines: Sequence[Any]) -> type[TakeInForm]:
    """Make the form of taking in the samples of a hand-over; what was sent is shown beside, never filled in."""
    fields: dict[str, Any] = {}
    for line in lines:
        choices = [SelectChoice("yes", _l("完好")), SelectChoice("no", _l("破损或已开启"))]
        fields |= {
            f"seal_{line.id}": SampleField(
                _l("实际封样号"), hint=_l("照样品上的抄录；已看不清的留空"), max_length=60, width="20", required=False
            ),
            f"is_whole_{line.id}": ChoiceField(_l("封样状态"), choices=choices, style="inline"),
            f"condition_{line.id}": TextField(_l("收样时的状态"), max_length=200),
            f"lab_no_{line.id}": TextField(
                _l("样品编号"), hint=_l("机构自编，报告按此引用"), max_length=60, width="20"
            ),
        }
    return type("TakeInForm", (TakeInForm,), fields | {"line_ids": tuple(line.id for line in lines)})


class ExplainSealForm(Form):
    """What befell a seal."""

    explanation = LongTextField(
        _l("情况说明"), hint=_l("怎样发现、什么原因、怎样核实样品未受影响或已受影响"), max_length=1000, rows=4
    )
    is_usable = ChoiceField(
        _l("能否作为依据"),
        choices=[
            SelectChoice("yes", _l("可以作为依据"), {"hint": _l("报告照常接收，说明随报告留存")}),
            SelectChoice("no", _l("不能作为依据"), {"hint": _l("以该样品出具的报告不能接收")}),
        ],
    )
    submit = SubmitField(_l("确定"))


class SayForm(KeyedForm):
    """A question or an answer."""

    text = LongTextField(_l("内容"), max_length=2000, rows=4)
    file = FileField(_l("附件"), hint=_l("例如产品图纸、标准文本"), suffixes=ATTACHED, required=False)
    submit = SubmitField(_l("发送"))

    def upload(self) -> tuple[str, bytes] | None:
        """Give the file's name and bytes, if one was sent."""
        if self.file.data is None:
            return None
        return self.file.data.filename or _("附件"), self.file.data.read()
