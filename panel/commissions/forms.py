"""Forms of commissions, draws, invitations, requests and the pack."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.commissions.facts import (
    ORDINAL_CODES,
    CommissionContent,
    Conflict,
    ConflictAnswer,
    MaterialKind,
    Method,
    Option,
    PeerVisibility,
    Secrecy,
    SessionMode,
)
from panel.commissions.words import MATERIAL_KINDS, METHODS, PEERS
from panel.draw.facts import Kept
from panel.files.rules import TYPES
from panel.guidance.code_lists import codes, get_code
from panel.web.forms import Form, KeyedForm
from panel.web.in_force import InForce
from panel.web.language import language
from panel.web.widgets import (
    BooleanField,
    ChoiceField,
    DateTimeField,
    FileField,
    HiddenField,
    IntegerField,
    LongTextField,
    MultiChoiceField,
    PasswordField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

Choices = list[SelectChoice]
LETTERS = "ABCDEFGHJ"  # no I: that is “evidence insufficient”


def listed(name: str, *, without: Sequence[str] = ()) -> Choices:
    """Give a code list as choices in the page's language."""
    return [SelectChoice(code.code, code.label(language())) for code in codes(name) if code.code not in without]


def disciplines() -> Choices:
    """Give the disciplines as choices."""
    return listed("disciplines")


class CommissionForm(KeyedForm):
    """The formal commission (F-03)."""

    version = HiddenField()
    title = TextField(_l("委托事项名称"), hint=_l("不写倾向性意见"), max_length=200)
    question = LongTextField(
        _l("研判问题（表决题）"),
        hint=_l("中立表述，不暗示倾向，例如“是否构成风险信息，属于哪一级？”"),
        max_length=500,
        rows=3,
    )
    kind = ChoiceField(
        _l("选项"),
        choices=[
            SelectChoice("ordinal", _l("等级问题"), {"hint": _l("一级、二级、三级、不构成、现有证据不足")}),
            SelectChoice("free", _l("其他问题"), {"hint": _l("在下面逐行写明选项，系统另加“现有证据不足”")}),
        ],
        default="ordinal",
    )
    options = LongTextField(_l("其他问题的选项"), hint=_l("一行一个，至少两个"), required=False, max_length=600, rows=4)
    decision_method = ChoiceField(
        _l("决定办法"),
        hint=_l("投票前确定，此后不得更改"),
        choices=[SelectChoice(method.value, words) for method, words in METHODS.items()],
        default=Method.SINGLE_MAJORITY.value,
    )
    complexity_grounds = MultiChoiceField(
        _l("复杂情形"),
        hint=_l(
            "有任何一项即为复杂问题，专家不少于 %(least)s 人；一级、二级和共同研判的自动列入",
            least=InForce("panel_min_complex"),
        ),
        required=False,
        choices=lambda: listed("complexity_criteria"),
    )
    complexity_note = LongTextField(_l("复杂情形的依据"), required=False, max_length=500, rows=2)
    seats_wanted = IntegerField(
        _l("专家人数"),
        hint=_l(
            "单数；一般至少 %(least)s 人，复杂至少 %(least_complex)s 人",
            least=InForce("panel_min"), least_complex=InForce("panel_min_complex"),
        ),
        minimum=1, maximum=25,
    )  # fmt: skip
    reserves_wanted = IntegerField(_l("候补人数"), minimum=0, maximum=20)
    main_discipline = SelectField(_l("主要学科"), choices=disciplines)
    disciplines = MultiChoiceField(_l("可参加的其他学科"), required=False, style="small", choices=disciplines)
    session_mode = ChoiceField(
        _l("研判方式"), choices=lambda: listed("meeting_forms"), default=SessionMode.ON_SITE.value
    )
    mode_reason = LongTextField(_l("采用书面方式的理由"), required=False, max_length=500, rows=2)
    held_at = DateTimeField(_l("拟定会议时间"), required=False)
    place = TextField(_l("地点或者会议室"), required=False)
    deadline = DateTimeField(_l("完成研判的时限"))
    secrecy = ChoiceField(
        _l("保密要求"), choices=lambda: listed("secrecy", without=["classified"]), default=Secrecy.INTERNAL.value
    )
    secrecy_note = LongTextField(_l("需要保密的内容"), required=False, max_length=500, rows=2)
    is_joint = BooleanField(_l("与其他部门共同研判"), hint=_l("须明确研判负责人"))
    joint_partners = TextField(_l("共同研判的部门"), required=False, max_length=400)
    lead_name = TextField(_l("研判负责人姓名"), required=False, width="10", max_length=80)
    lead_unit = TextField(_l("研判负责人单位"), required=False, max_length=120)
    lead_post = TextField(_l("研判负责人职务"), required=False, width="20", max_length=60)
    lead_phone = TextField(_l("研判负责人电话"), required=False, width="20", max_length=40, inputmode="tel")
    secretary_id = SelectField(_l("研判秘书"), choices=[], coerce=int)
    peer_visibility = ChoiceField(
        _l("表决结束后成员之间"),
        choices=[SelectChoice(code.value, words) for code, words in PEERS.items()],
        default=PeerVisibility.ANONYMOUS.value,
    )
    submit = SubmitField(_l("保存委托书"))

    def validate_options(self, field: Any) -> None:
        """Ask for named options where the question is not one of level."""
        named = option_lines(field.data)
        if self.kind.data == "free" and len(named) < 2:
            raise ValidationError(_("请至少写明两个选项，一行一个"))
        if self.kind.data == "free" and len(named) > len(LETTERS):
            raise ValidationError(_("选项不能超过 %(count)s 个", count=len(LETTERS)))

    def content(self) -> CommissionContent:
        """Give what was entered as the use cases take it."""
        is_ordinal = self.kind.data == "ordinal"
        return CommissionContent(
            title=self.title.data, question=self.question.data, is_ordinal=is_ordinal,
            options=ordinal_options() if is_ordinal else free_options(self.options.data),
            decision_method=Method(self.decision_method.data), session_mode=SessionMode(self.session_mode.data),
            mode_reason=self.mode_reason.data, held_at=self.held_at.data, place=self.place.data,
            deadline=self.deadline.data, secrecy=Secrecy(self.secrecy.data), secrecy_note=self.secrecy_note.data,
            is_joint=self.is_joint.data, joint_partners=self.joint_partners.data, lead_name=self.lead_name.data,
            lead_unit=self.lead_unit.data, lead_post=self.lead_post.data, lead_phone=self.lead_phone.data,
            seats_wanted=self.seats_wanted.data, reserves_wanted=self.reserves_wanted.data,
            main_discipline=self.main_discipline.data, disciplines=tuple(self.disciplines.data),
            complexity_grounds=tuple(self.complexity_grounds.data), complexity_note=self.complexity_note.data,
            secretary_id=self.secretary_id.data, peer_visibility=PeerVisibility(self.peer_visibility.data),
        )  # fmt: skip


def values_of(content: CommissionContent) -> dict[str, Any]:
    """Give a commission's content as the form shows it."""
    names = CommissionContent.__dataclass_fields__
    labels = [option.label for option in content.options if option.code != "I"]
    return {name: getattr(content, name) for name in names if name != "options"} | {
        "kind": "ordinal" if content.is_ordinal else "free",
        "options": "" if content.is_ordinal else "\n".join(labels),
    }


def option_lines(text: str) -> list[str]:
    """Give the options of a free question, one per line, blank lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def ordinal_options() -> tuple[Option, ...]:
    """Give the options of a question of level; a commission is written in Chinese."""
    return tuple(Option(code, get_code("ballot_options", code).zh) for code in ORDINAL_CODES)


def free_options(text: str) -> tuple[Option, ...]:
    """Give the options of a free question with a letter each, and “evidence insufficient” behind them."""
    named = [Option(letter, label) for letter, label in zip(LETTERS, option_lines(text), strict=False)]
    return (*named, Option("I", get_code("ballot_options", "I").zh))


class StepForm(Form):
    """A button that carries the version of the page it stands on."""

    version = HiddenField()


class ApproveForm(Form):
    """The approver's decision on a commission."""

    version = HiddenField()
    is_neutral = BooleanField(_l("我已核对：问题和选项表述中立，不含倾向性意见"), legend=_l("中立性确认"))
    reason = LongTextField(_l("退回理由"), hint=_l("退回修改时填写"), required=False, max_length=500, rows=3)
    approve = SubmitField(_l("批准委托"))
    reject = SubmitField(_l("退回修改"), style="secondary")


class ReasonForm(Form):
    """A reason in writing and a button."""

    reason = LongTextField(_l("理由"), max_length=500, rows=3)
    submit = SubmitField(_l("提交"))


class AppointForm(KeyedForm):
    """Experts proposed for direct appointment."""

    members = MultiChoiceField(_l("正选专家"), required=False, style="small", choices=[], coerce=int)
    other_members = TextField(_l("其他专业的正选专家"), hint=_l("填写专家编号，用空格分开"), required=False)
    reserves = MultiChoiceField(_l("候补专家"), required=False, style="small", choices=[], coerce=int)
    other_reserves = TextField(_l("其他专业的候补专家"), hint=_l("填写专家编号，用空格分开"), required=False)
    reason = LongTextField(_l("直接确定的理由"), hint=_l("随结论书公开于附件"), max_length=500, rows=3)
    submit = SubmitField(_l("报负责人审批"))


class CommitmentForm(Form):
    """One's commitment for a draw: kept by the system, or one's own."""

    kept = ChoiceField(
        _l("抽取密码由谁保管"),
        choices=[
            SelectChoice(
                Kept.SYSTEM.value, _l("系统封存"),
                {"hint": _l("系统生成并加密封存，只有本人公开或者审批人启封时才使用；多数情况选这一项")},
            ),
            SelectChoice(
                Kept.OWN.value, _l("本人保管"),
                {"hint": _l("在自己的电脑上用 verify_draw.py chain 生成，只填写承诺；密码装入密封件交审批人保管")},
            ),
        ],
        default=Kept.SYSTEM.value,
    )  # fmt: skip
    tip = TextField(_l("承诺（64 位十六进制）"), hint=_l("选择“本人保管”时填写"), required=False, max_length=64)
    submit = SubmitField(_l("公布承诺"))

    def own_tip(self) -> str | None:
        """Give the tip of one who keeps the secret, or None where the system does."""
        return (self.tip.data or "").strip() if self.kept.data == Kept.OWN else None


class RevealForm(Form):
    """One's link for the prepared draw; empty where the system keeps it."""

    link = TextField(
        _l("本次抽取的密码（64 位十六进制）"),
        hint=_l("密码单上与本次抽取序号对应的一行"),
        required=False,
        max_length=64,
    )
    submit = SubmitField(_l("公开密码"))


class DepositForm(RevealForm):
    """Opening the deposit of a party that does not reveal."""

    reason = LongTextField(_l("启封理由"), hint=_l("谁、何时、如何拒绝公开；写入抽取记录"), max_length=500, rows=3)
    submit = SubmitField(_l("启封并完成抽取"), style="warning")


class ConstituteForm(Form):
    """The constitution, with a reason where there are warnings."""

    reason = LongTextField(_l("说明"), hint=_l("有提示事项的须说明继续的理由"), required=False, max_length=500, rows=3)
    submit = SubmitField(_l("组成专家组"))


class WaiverForm(KeyedForm):
    """A request that the approver decides (F-18)."""

    reason = LongTextField(_l("理由"), max_length=1000, rows=5)
    submit = SubmitField(_l("提交申请"))


class AnswerForm(Form):
    """The approver's answer, with its reason."""

    answer = ChoiceField(
        _l("审批意见"), choices=[SelectChoice("agreed", _l("同意")), SelectChoice("refused", _l("不同意"))]
    )
    reason = LongTextField(_l("理由"), hint=_l("随案卷归档"), max_length=1000, rows=4)
    submit = SubmitField(_l("提交意见"))


class ObjectionForm(KeyedForm):
    """A written objection to a member."""

    seat_id = SelectField(_l("被提出异议的专家"), choices=[], coerce=int)
    objector = TextField(
        _l("提出人"), hint=_l("当事人书面提出的写明名称，空白即为本人"), required=False, max_length=120
    )
    ground = SelectField(_l("情形"), choices=lambda: listed("conflict_reasons"))
    reason = LongTextField(_l("事实和理由"), max_length=1000, rows=4)
    submit = SubmitField(_l("提交异议"))


class OwnRecusalForm(KeyedForm):
    """An expert's own request to stand down."""

    ground = ChoiceField(_l("应当回避的情形"), choices=lambda: listed("conflict_reasons"))
    reason = LongTextField(_l("具体情况"), max_length=1000, rows=4)
    submit = SubmitField(_l("申请回避"))


class ComplexityForm(Form):
    """Further grounds of complexity."""

    grounds = MultiChoiceField(_l("新增的复杂情形"), hint=_l("只能增加，不能减少"), choices=[])
    note = LongTextField(_l("依据"), max_length=500, rows=3)
    submit = SubmitField(_l("列为复杂问题"), style="warning")


class MeetingForm(Form):
    """Time, place and form of the meeting."""

    session_mode = ChoiceField(_l("研判方式"), choices=[])
    held_at = DateTimeField(_l("会议时间"), required=False)
    place = TextField(_l("地点或者会议室"), required=False)
    submit = SubmitField(_l("保存会议安排"))


class MaterialForm(KeyedForm):
    """A piece of the pack."""

    title = TextField(_l("材料名称"))
    kind = ChoiceField(
        _l("材料类别"), choices=[SelectChoice(kind.value, words) for kind, words in MATERIAL_KINDS.items()]
    )
    source = TextField(_l("来源"), hint=_l("例如报告编号、出具单位"), required=False)
    file = FileField(_l("文件"), required=False, suffixes=tuple(TYPES))
    text = LongTextField(
        _l("文字内容"),
        hint=_l("没有文件的在此填写；部门的初步处理意见不得列入"),
        required=False,
        max_length=10000,
        rows=8,
    )
    submit = SubmitField(_l("添加材料"))

    @property
    def kind_of(self) -> MaterialKind:
        """Give the kind chosen."""
        return MaterialKind(self.kind.data)


class DeclineForm(Form):
    """Declining an invitation."""

    reason = LongTextField(_l("不能参加的原因"), max_length=500, rows=3)
    submit = SubmitField(_l("不能参加"), style="secondary")


YES_NO = [SelectChoice("no", _l("没有")), SelectChoice("yes", _l("有"))]


def accept_form() -> Any:
    """Make the form of an expert's reply: ten questions one by one, the undertaking, the password.

    The class is made for the request, since the questions come from a code list in the page's language.
    """

    class AcceptForm(Form):
        """An expert's reply to an invitation."""

    for place, code in enumerate(Conflict, 1):
        words = get_code("conflict_reasons", code.value).label(language())
        question = ChoiceField(
            f"{place}. {words}", choices=YES_NO, style="yes-no", missing=_("请回答第 %(n)s 题", n=place)
        )
        setattr(AcceptForm, code.value, question)
        setattr(AcceptForm, f"{code.value}_detail", TextField(_("第 %(n)s 题的具体情形", n=place), required=False))
    AcceptForm.undertaking = HiddenField()
    AcceptForm.agrees = BooleanField(_("我已阅读并作出上述承诺"), required=True, legend=_("承诺"))
    AcceptForm.password = PasswordField(_("登录口令"), hint=_("重新输入口令即为签署"))
    AcceptForm.submit = SubmitField(_("签署并答复"))
    return AcceptForm()


def answers_of(form: Any) -> list[ConflictAnswer]:
    """Give the answers to the ten questions."""
    return [
        ConflictAnswer(code, form[code.value].data == "yes", form[f"{code.value}_detail"].data) for code in Conflict
    ]
