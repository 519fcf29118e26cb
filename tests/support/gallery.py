"""A small application that shows every macro and every field, so that their look and access can be tested."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect

from panel.kernel.clock import StoryClock
from panel.kernel.errors import RuleViolatedError
from panel.web.forms import KeyedForm, redirect_to, refused_into, render_form
from panel.web.language import init_language
from panel.web.paging import paginate
from panel.web.security import CONTENT_SECURITY_POLICY
from panel.web.templating import init_templates
from panel.web.views import bp as web
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateField,
    DateTimeField,
    FileField,
    IntegerField,
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TITLE = "磁力珠儿童玩具误吞风险研判"
LEVELS = [
    SelectChoice("1", _l("一级（特别重大）"), {"hint": _l("可能导致死亡或不可逆伤害")}),
    SelectChoice("2", _l("二级（重大）"), {"hint": _l("可能导致需住院治疗的伤害")}),
    SelectChoice("3", _l("三级（重要）"), {"hint": _l("可能导致需门诊处理的伤害")}),
    SelectChoice("0", _l("不构成风险信息")),
    SelectChoice("I", _l("现有证据不足，需补充检测或调查")),
]
MEASURES = [
    SelectChoice("recall", _l("责令召回"), {"hint": _l("已售产品召回，在架产品下架")}),
    SelectChoice("stop", _l("停止销售")),
    SelectChoice("warn", _l("发布消费警示")),
]
bp = Blueprint("gallery", __name__, template_folder=str(Path(__file__).parent / "gallery_pages"))


class EveryField(KeyedForm):
    """One field of each kind."""

    hint = _l("请根据材料独立作出判断。")
    name = TextField(_l("产品名称"), hint=_l("与检验报告一致"))
    count = IntegerField(_l("抽样数量"), minimum=1, maximum=500)
    level = ChoiceField(_l("您认为该产品的风险等级是？"), choices=LEVELS, style="tiles", hint=_l("请选择一项"))
    measures = MultiChoiceField(_l("建议采取的措施"), choices=MEASURES, hint=_l("可多选"))
    severity = ChoiceField(
        _l("伤害严重程度"),
        choices=[SelectChoice(str(n), str(n)) for n in range(1, 10)],
        style="score",
        hint=_l("1 分为无伤害，9 分为可致死亡"),
    )
    complex = ChoiceField(
        _l("是否为复杂事项"), choices=[SelectChoice("y", _l("是")), SelectChoice("n", _l("否"))], style="inline"
    )
    province = SelectField(_l("所在地区"), choices=[SelectChoice("44", _l("广东")), SelectChoice("33", _l("浙江"))])
    found_on = DateField(_l("发现日期"))
    ends_at = DateTimeField(_l("表决截止时间"), hint=_l("届时自动截止"))
    reasons = LongTextField(_l("理由"), max_length=500, hint=_l("说明判断依据"))
    note = LongTextField(_l("备注"), max_length=0, required=False, rows=3)
    report = FileField(_l("检验报告"), suffixes=(".pdf", ".docx"), required=False)
    password = PasswordField(_l("登录密码"), hint=_l("再次输入密码以确认本人提交"))
    agreed = BooleanField(_l("本人已阅读全部材料，独立作出以上判断"), required=True)
    submit = SubmitField(_l("提交"))
    draft = SubmitField(_l("保存草稿"), style="secondary")


class OneField(KeyedForm):
    """The smallest form, with a rule behind it."""

    number = IntegerField(_l("专家人数"))
    submit = SubmitField(_l("确定"))


@bp.get("/")
def show() -> str:
    """Show every macro."""
    panel = SimpleNamespace(id=1, title=TITLE, number="市监产安〔2026〕17 号", state="ROUND_OPEN")
    events: list[dict[str, Any]] = [
        {"title": "已发送第一次催办", "at": NOW, "by": "陈秘书", "text": "向 4 位尚未投票的专家发送提醒。"},
        {"title": "第一轮表决开始", "at": NOW - timedelta(days=1), "by": "系统", "url": "#round"},
        {"title": "专家组确认", "at": NOW - timedelta(days=3), "by": "李处长"},
    ]
    return render_template(
        "gallery.html", panel=panel, events=events, ends_at=NOW + timedelta(days=2, hours=3), page=paginate(range(187))
    )


@bp.route("/form", methods=["GET", "POST"])
def fill_in() -> ResponseReturnValue:
    """Show every field; what is valid is done."""
    form = EveryField()
    if form.validate_on_submit():
        return redirect_to("gallery.show", said=_l("已提交"))
    return render_form("form.html", form, autosave=True)


@bp.route("/refused", methods=["GET", "POST"])
def refuse() -> ResponseReturnValue:
    """Refuse by rule: an even number on its field, zero at the top."""
    form = OneField()
    if form.validate_on_submit():
        with refused_into(form):
            if form.number.data == 0:
                raise RuleViolatedError("PANEL_EVEN", field="no_such_field", count=0)
            if form.number.data % 2 == 0:
                raise RuleViolatedError("PANEL_EVEN", field="number", count=form.number.data)
        if not form.errors:
            return redirect_to("gallery.show", said=_l("已提交"))
    return render_form("form.html", form, autosave=False)


@bp.post("/draft")
def keep_draft() -> ResponseReturnValue:
    """Take a draft."""
    return "", 204


@bp.get("/materials/<int:panel_id>")
def show_materials(panel_id: int) -> str:
    """Stand in for another page of a panel."""
    return str(panel_id)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Stand in for the way out."""
    return redirect_to("gallery.show")


def navigation() -> list[dict[str, Any]]:
    """Give a navigation."""
    words = ("工作台", "风险事项", "专家研判", "专家库", "检测机构", "档案")
    return [{"label": word, "url": "/", "active": word == "专家研判"} for word in words]


def make_gallery() -> Flask:
    """Make the application; its clock stands still."""
    app = Flask("gallery", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="gallery", WTF_CSRF_TIME_LIMIT=None)
    app.extensions["panel.settings"] = SimpleNamespace(
        clock=StoryClock(NOW), department="××市市场监督管理局 产品质量安全监督处", support="信息中心"
    )
    init_language(app)
    init_templates(app)
    CSRFProtect(app)
    app.register_blueprint(bp)
    app.register_blueprint(web)
    app.add_url_rule("/sign-out", "accounts.sign_out", sign_out, methods=["POST"])
    app.add_url_rule("/home", "proceedings.home", show)
    person = SimpleNamespace(is_authenticated=True, name="陈明", role="secretary")
    app.context_processor(lambda: {"current_user": person, "navigation": navigation})

    @app.after_request
    def add_policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return app
