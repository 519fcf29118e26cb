"""Forms of the written conclusion."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.conclusions.facts import SignatureAct
from panel.conclusions.words import PARTS
from panel.web.forms import Form
from panel.web.widgets import (
    ChoiceField,
    LongTextField,
    PasswordField,
    SelectChoice,
    SubmitField,
    TextField,
    ValidationError,
)

MOST_SUGGESTIONS = 30


class ConclusionForm(Form):
    """The parts of a conclusion that are written; the vote is data and not in it."""

    nature = TextField(PARTS["nature"], max_length=60)
    level_reasons = LongTextField(PARTS["level_reasons"], max_length=6000, rows=6)
    analysis = LongTextField(
        PARTS["analysis"], hint=_l("危害识别、暴露和使用场景、可能性、严重程度、范围"), max_length=6000, rows=8
    )
    suggestions = LongTextField(PARTS["suggestions"], hint=_l("每行一条"), max_length=6000, rows=6)
    uncertainty = LongTextField(PARTS["uncertainty"], max_length=3000, rows=4, required=False)
    save = SubmitField(_l("保存草稿"), style="secondary")
    submit = SubmitField(_l("保存并送审"))

    def validate_suggestions(self, field: LongTextField) -> None:
        """Refuse more suggestions than a document can list."""
        if len(_lines(field.data)) > MOST_SUGGESTIONS:
            raise ValidationError(_("建议措施最多 %(count)s 条", count=MOST_SUGGESTIONS))

    def validate(self, extra_validators: Any = None) -> bool:
        """Let a half-written draft be saved; what is missing is named, with its clause, when it goes to review."""
        fields = [field for field in self.visible_fields if getattr(field, "required", False)]
        for field in fields:
            field.required = False
        is_valid = bool(super().validate(extra_validators))
        for field in fields:
            field.required = True  # the label goes on saying what a complete conclusion needs
        return is_valid

    def parts(self) -> dict[str, object]:
        """Give the parts as they are kept; suggestions one per line, each once."""
        return {
            "nature": self.nature.data,
            "level_reasons": self.level_reasons.data,
            "analysis": self.analysis.data,
            "suggestions": _lines(self.suggestions.data),
            "uncertainty": self.uncertainty.data,
        }


def _lines(text: str) -> list[str]:
    """Give the lines of a text, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class ReturnForm(Form):
    """The reviewer's reason for sending it back."""

    reason = LongTextField(_l("退回的理由"), max_length=1000, rows=3)
    submit = SubmitField(_l("退回修改"))


class SignForm(Form):
    """A member's act on the conclusion, with the password."""

    act = ChoiceField(
        _l("您的意见"),
        choices=[
            SelectChoice(SignatureAct.SIGN.value, _l("签署")),
            SelectChoice(SignatureAct.SIGN_WITH_STATEMENT.value, _l("签署并附声明")),
            SelectChoice(SignatureAct.REFUSE.value, _l("拒绝签署")),
        ],
        style="tiles",
    )
    statement = LongTextField(
        _l("声明或理由"), hint=_l("附声明签署的必须填写；拒绝签署的请写明理由"), max_length=2000, rows=4, required=False
    )
    password = PasswordField(_l("口令"), hint=_l("请再次输入登录口令，确认由您本人签署"))
    submit = SubmitField(_l("确认"))


class CorrectForm(Form):
    """A clerical error of an issued conclusion."""

    erratum = LongTextField(_l("更正说明"), hint=_l("写明更正的内容和原因；只限文字差错"), max_length=1000, rows=4)
    submit = SubmitField(_l("出具更正版"))
