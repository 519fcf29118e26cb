"""Forms of the written conclusion."""

from flask_babel import lazy_gettext as _l

from panel.conclusions.facts import SignatureAct
from panel.web.forms import Form
from panel.web.widgets import ChoiceField, LongTextField, PasswordField, SelectChoice, SubmitField, TextField

MOST_SUGGESTIONS = 30


class ConclusionForm(Form):
    """The parts of a conclusion that are written; the vote is data and not in it."""

    nature = TextField(_l("风险性质"), max_length=60)
    level_reasons = LongTextField(_l("等级的理由"), max_length=6000, rows=6)
    analysis = LongTextField(
        _l("分析意见"), hint=_l("危害识别、暴露和使用场景、可能性、严重程度、范围"), max_length=6000, rows=8
    )
    suggestions = LongTextField(_l("建议措施"), hint=_l("每行一条"), max_length=6000, rows=6)
    uncertainty = LongTextField(_l("不确定性和局限"), max_length=3000, rows=4, required=False)
    save = SubmitField(_l("保存草稿"))
    submit = SubmitField(_l("保存并送审"))

    def parts(self) -> dict[str, object]:
        """Give the parts as they are kept; suggestions one per line, each once."""
        lines = [line.strip() for line in self.suggestions.data.splitlines() if line.strip()]
        return {
            "nature": self.nature.data,
            "level_reasons": self.level_reasons.data,
            "analysis": self.analysis.data,
            "suggestions": list(dict.fromkeys(lines))[:MOST_SUGGESTIONS],
            "uncertainty": self.uncertainty.data,
        }


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
