"""What the values of this room are called on pages, and who is next in which state."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from panel.commissions.facts import (
    MaterialKind,
    Method,
    PanelState,
    PeerVisibility,
    SeatKind,
    SeatState,
    WaiverKind,
)
from panel.draw.facts import Purpose

SEAT_STATES: dict[str, tuple[Any, str]] = {
    SeatState.DRAWN: (_l("未邀请"), "grey"),
    SeatState.INVITED: (_l("待答复"), "yellow"),
    SeatState.ACCEPTED: (_l("已接受"), "green"),
    SeatState.DECLINED: (_l("谢绝"), "grey"),
    SeatState.RECUSED: (_l("回避"), "purple"),
    SeatState.NO_ANSWER: (_l("逾期未答复"), "red"),
    SeatState.RELEASED: (_l("已释放"), "grey"),
}
SEAT_KINDS = {SeatKind.MEMBER: _l("正选"), SeatKind.RESERVE: _l("候补")}
WAIVER_KINDS = {
    WaiverKind.SINGLE_EXPERT: _l("由一位专家研判"),
    WaiverKind.CORRESPONDENCE: _l("改为书面方式研判"),
    WaiverKind.DIRECT_APPOINTMENT: _l("直接确定专家"),
    WaiverKind.REDRAW: _l("重新抽取专家"),
    WaiverKind.CANCEL: _l("撤销委托"),
}
WAIVER_ANSWERS: dict[str | None, tuple[Any, str]] = {
    None: (_l("待答复"), "yellow"),
    "agreed": (_l("同意"), "green"),
    "refused": (_l("不同意"), "red"),
}
OBJECTION_ANSWERS: dict[str | None, tuple[Any, str]] = {
    None: (_l("待决定"), "yellow"),
    "upheld": (_l("成立，已回避"), "purple"),
    "rejected": (_l("不成立"), "grey"),
}
MATERIAL_KINDS = {
    MaterialKind.BACKGROUND: _l("背景情况"),
    MaterialKind.EVIDENCE: _l("证据材料"),
    MaterialKind.STANDARD: _l("标准和文献"),
    MaterialKind.TEST_REPORT: _l("检验检测报告"),
    MaterialKind.INVESTIGATION_REPORT: _l("专项调查报告"),
}
METHODS = {
    Method.SINGLE_MAJORITY: _l("过半数：同一选项超过名册人数的一半"),
    Method.ORDINAL_CUMULATIVE: _l("累计：过半数成员认为至少达到的最重等级"),
}
PEERS = {
    PeerVisibility.ANONYMOUS: _l("不记名：其他成员只见票数和理由"),
    PeerVisibility.NAMED: _l("记名：其他成员可见姓名"),
}
PURPOSES = {Purpose.FIRST: _l("首次抽取"), Purpose.AGAIN: _l("重新抽取"), Purpose.ADDED: _l("补充抽取")}
ADJUDICATION_LEVELS = {1: _l("一级研判"), 2: _l("二级研判"), 3: _l("三级研判")}

_S = PanelState
STAGES: tuple[tuple[Any, frozenset[PanelState]], ...] = (
    (_l("正式委托"), frozenset({_S.DRAFT, _S.PENDING_APPROVAL})),
    (_l("抽取专家"), frozenset({_S.COMMISSIONED, _S.DRAWN})),
    (_l("邀请专家、组成专家组"), frozenset({_S.INVITING})),
    (_l("发放材料"), frozenset({_S.CONSTITUTED})),
    (_l("会议与表决"), frozenset({_S.MATERIALS, _S.IN_SESSION, _S.ROUND_OPEN, _S.ROUND_CLOSED, _S.COUNTED})),
    (
        _l("分歧办理、调查检测"),
        frozenset(
            {
                _S.REVIEW, _S.MAJOR_DISAGREEMENT, _S.EVIDENCE_INSUFFICIENT, _S.INVESTIGATING, _S.TESTING,
                _S.FINDINGS_IN,
            }
        ),
    ),
    (_l("书面结论"), frozenset({_S.DECIDED, _S.DRAFTED, _S.IN_REVIEW, _S.TO_SIGN})),
    (_l("归档"), frozenset({_S.SIGNED})),
)  # fmt: skip

NEXT: dict[PanelState, Any] = {
    _S.DRAFT: _l("起草人完善委托书后提交部门负责人审批。"),
    _S.PENDING_APPROVAL: _l("部门负责人核对问题表述是否中立，审批委托书。"),
    _S.COMMISSIONED: _l(
        "秘书和业务人员公布抽取承诺，审定回避情形后由秘书固定名单，双方公开密码即抽取；"
        "也可以由业务人员提出直接确定专家，报负责人审批。"
    ),
    _S.DRAWN: _l("秘书向正选专家发出邀请。"),
    _S.INVITING: _l("等待专家答复；谢绝、回避和逾期的，依抽取次序自动邀请候补专家。全部答复后由业务人员组成专家组。"),
    _S.CONSTITUTED: _l("秘书整理并发放研判材料。"),
    _S.MATERIALS: _l("成员阅读材料并逐件确认；会议时间到后由秘书开启签到。"),
    _S.IN_SESSION: _l("成员签到；人数为单数并达到最低要求后，由秘书开启表决。"),
    _S.ROUND_OPEN: _l("成员投票；截止或者全部投出后计票。"),
    _S.ROUND_CLOSED: _l("系统计票。"),
    _S.COUNTED: _l("系统判断分歧情况。"),
    _S.DECIDED: _l("秘书起草书面结论。"),
    _S.REVIEW: _l("部门负责人书面答复分歧意见如何办理。"),
    _S.MAJOR_DISAGREEMENT: _l("业务人员组织专项调查或者委托检验检测，结论暂不能起草。"),
    _S.EVIDENCE_INSUFFICIENT: _l("业务人员组织专项调查或者委托检验检测，补充证据。"),
    _S.INVESTIGATING: _l("调查组提交调查报告。"),
    _S.TESTING: _l("检验检测机构提交报告，业务人员审核接收。"),
    _S.FINDINGS_IN: _l("业务人员把结果列入材料，重新召集专家组（不足五人的先由秘书补充抽取），或者转其他研判方式。"),
    _S.CLOSED_OTHER: _l("已转其他研判方式，本组工作结束，材料保留。"),
    _S.ESCALATED: _l("已提请上一级研判，本组工作中止，材料保留。"),
    _S.DRAFTED: _l("秘书核对结论内容后提交审核。"),
    _S.IN_REVIEW: _l("业务人员（非起草人）审核结论。"),
    _S.TO_SIGN: _l("成员签署结论，负责人签发。"),
    _S.SIGNED: _l("秘书整理案卷归档。"),
    _S.ARCHIVED: _l("已归档，只供查阅。"),
    _S.CANCELLED: _l("委托已撤销，材料保留。"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a panel's course as the overview shows it: `done`, `now` or `ahead`."""

    name: str
    standing: str


def stages_of(state: PanelState, *, had_inquiry: bool) -> list[Stage]:
    """Give the stages with where the panel stands; the inquiry is shown only where there was one."""
    here = next((place for place, (_name, states) in enumerate(STAGES) if state in states), None)
    ended = state in {_S.ARCHIVED, _S.SIGNED}
    found = []
    for place, (name, states) in enumerate(STAGES):
        if _S.REVIEW in states and here != place and not had_inquiry:
            continue
        if here is None:
            standing = "done" if ended else "stopped"
        else:
            standing = "done" if place < here else "now" if place == here else "ahead"
        found.append(Stage(str(name), standing))
    return found
