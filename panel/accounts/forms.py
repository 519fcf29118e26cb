"""Forms of signing in, of the own password, and of grants."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email

from panel.kernel.actor import Role
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import (
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)

ROLE_LABELS = {
    Role.OFFICIAL: _l("部门业务人员"),
    Role.APPROVER: _l("部门负责人"),
    Role.SECRETARY: _l("研判秘书"),
    Role.EXPERT: _l("专家"),
    Role.INST_CONTACT: _l("检验检测机构联络人"),
    Role.AUDITOR: _l("督查审计人员"),
    Role.IT_ADMIN: _l("信息主管部门管理员"),
    Role.SYSTEM: _l("系统"),
}
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

    old = PasswordField(_l("现用口令"))
    password = PasswordField(_l("新口令"), hint=_l("至少 8 个字符"), autocomplete="new-password")
    repeated = PasswordField(_l("再输一次新口令"), autocomplete="new-password")
    submit = SubmitField(_l("修改口令"))


class GrantForm(KeyedForm):
    """A head's grant of an account in the own organisation."""

    name = TextField(_l("姓名"), max_length=80, width="20")
    login = TextField(_l("登录名（电子邮箱）"), [Email(_l("电子邮箱格式不正确"))], max_length=120, width="30")
    post = TextField(_l("职务"), max_length=60, width="20", required=False)
    role = SelectField(_l("角色"), choices=[SelectChoice(role.value, ROLE_LABELS[role]) for role in GRANTED])
    attributes = MultiChoiceField(
        _l("附加职责"),
        choices=[SelectChoice(code, label) for code, label in ATTRIBUTE_LABELS.items()],
        required=False,
        style="small",
    )
    reason = LongTextField(_l("授予理由"), max_length=500, rows=3)
    submit = SubmitField(_l("授予"))
