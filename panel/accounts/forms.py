"""Forms of signing in, of the own password, and of grants."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email

from panel.accounts.rules import SHORTEST_PASSWORD
from panel.kernel.actor import Role
from panel.kernel.errors import BadInputError
from panel.web.forms import Form, KeyedForm, words_of
from panel.web.labels import ROLES
from panel.web.widgets import (
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

ATTRIBUTE_LABELS = {
    "info_officer": _l("信息员"),
    "reviewer": _l("审核人"),
    "hq_leader": _l("总局领导"),
    "designated_result_body": _l("一级研判结果指定录入机构"),
}
GRANTED = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.AUDITOR, Role.IT_ADMIN)


class SignInForm(Form):
    """Login and password."""

    login = TextField(_l("登录名"), max_length=120, width="20", autocomplete="username", missing=_l("请输入登录名"))
    password = PasswordField(_l("口令"), missing=_l("请输入口令"))
    submit = SubmitField(_l("登录"))


class PasswordForm(Form):
    """The old password once, the new one twice."""

    old_password = PasswordField(_l("现用口令"))
    password = PasswordField(
        _l("新口令"), hint=_l("至少 %(least)s 个字符", least=SHORTEST_PASSWORD), autocomplete="new-password"
    )
    repeated_password = PasswordField(_l("再输一次新口令"), autocomplete="new-password")
    submit = SubmitField(_l("修改口令"))

    def validate_repeated_password(self, field: PasswordField) -> None:
        """Refuse two new passwords that differ."""
        if field.data != self.password.data:
            raise ValidationError(words_of(BadInputError("PASSWORDS_DIFFER")))


class GrantForm(KeyedForm):
    """A head's grant of an account in the own organisation."""

    name = TextField(_l("姓名"), max_length=80, width="20")
    login = TextField(_l("登录名（电子邮箱）"), [Email(_l("电子邮箱格式不正确"))], max_length=120, width="30")
    post = TextField(_l("职务"), max_length=60, width="20", required=False)
    role = SelectField(_l("角色"), choices=[SelectChoice(role.value, ROLES[role]) for role in GRANTED])
    attributes = MultiChoiceField(
        _l("附加职责"),
        choices=[SelectChoice(code, label) for code, label in ATTRIBUTE_LABELS.items()],
        required=False,
        style="small",
    )
    expert_code = TextField(
        _l("专家编号"),
        hint=_l("角色为专家的填写专家库中的编号，账号只能关联这名专家"),
        max_length=20,
        width="10",
        required=False,
    )
    reason = LongTextField(_l("授予理由"), max_length=500, rows=3)
    submit = SubmitField(_l("授予"))


class AskResetForm(KeyedForm):
    """A head's request for a new first password."""

    reason = LongTextField(_l("申请理由"), max_length=500, rows=3)
    submit = SubmitField(_l("申请重置口令"))


class CloseAccountForm(Form):
    """The end of an account."""

    reason = LongTextField(_l("停用理由"), max_length=500, rows=3)
    submit = SubmitField(_l("停用账号"), style="warning")
