"""Forms of the own data: contact, posts, declared ties, and asking for a number in full."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email

from panel.roster.facts import PERSONAL_LABELS, DeclaredConflict, Employment
from panel.roster.forms import code_choices
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import (
    ChoiceField,
    DateField,
    LongTextField,
    SelectChoice,
    SubmitField,
    TextField,
)


class RevealForm(Form):
    """Which number to show in full, and why."""

    wanted = ChoiceField(
        _l("要查看的内容"),
        choices=[SelectChoice(field.value, label) for field, label in PERSONAL_LABELS.items()],
    )
    reason = LongTextField(_l("查看理由"), hint=_l("连同查看人、时间一并记录"), max_length=200, rows=2)
    submit = SubmitField(_l("查看"))


class ContactForm(Form):
    """Telephone and mail address."""

    phone = TextField(
        _l("新的联系电话"),
        hint=_l("加密保存，页面只显示首尾；不填则不变"),
        max_length=40,
        width="20",
        inputmode="tel",
        required=False,
        autocomplete="off",
    )
    email = TextField(_l("电子邮箱"), [Email(_l("电子邮箱格式不正确"))], max_length=120, width="30")
    submit = SubmitField(_l("保存"))


class EmploymentForm(KeyedForm):
    """A post, present or past."""

    is_main = ChoiceField(
        _l("任职类别"),
        choices=[
            SelectChoice("further", _l("兼职，或者以前的任职")),
            SelectChoice("main", _l("更换主要工作单位，原单位的任职同时结束")),
        ],
    )
    employer = TextField(_l("单位名称"), max_length=120)
    employer_code = TextField(
        _l("统一社会信用代码"), hint=_l("用于回避核对"), max_length=18, width="20", required=False
    )
    post = TextField(_l("职务"), max_length=60, width="20", required=False)
    from_on = DateField(_l("开始日期"))
    to_on = DateField(_l("结束日期"), hint=_l("仍在任职的不填"), required=False)
    submit = SubmitField(_l("申报"))

    def told(self, expert_id: int) -> Employment:
        """Give what was typed as the use case takes it."""
        return Employment(
            expert_id,
            self.employer.data,
            self.employer_code.data or None,
            self.post.data or "",
            self.is_main.data == "main",
            self.from_on.data,
            self.to_on.data,
        )


class InterestForm(KeyedForm):
    """A tie to a body."""

    kind = ChoiceField(_l("关系"), choices=lambda: code_choices("conflict_reasons"))
    body = TextField(_l("相关单位"), max_length=120)
    unified_code = TextField(_l("统一社会信用代码"), hint=_l("用于回避核对"), max_length=18, width="20", required=False)
    detail = LongTextField(_l("说明"), max_length=500, rows=3, required=False)
    submit = SubmitField(_l("申报"))

    def told(self) -> DeclaredConflict:
        """Give what was typed as the use case takes it."""
        return DeclaredConflict(self.body.data, self.unified_code.data or None, self.kind.data, self.detail.data or "")


class EndForm(Form):
    """The last day of a post or tie."""

    on = DateField(_l("结束日期"))
    submit = SubmitField(_l("登记结束"))


class StrikeForm(Form):
    """Why an entry was wrong."""

    reason = LongTextField(_l("撤销理由"), max_length=200, rows=2)
    submit = SubmitField(_l("撤销"), style="warning")
