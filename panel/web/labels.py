"""What states and roles are called on every page, and the colour each state is shown in.

One colour says one thing everywhere: grey not begun or ended without result, blue under way, yellow
waits for somebody, green done, red stopped or diverging, purple out of the ordinary.
"""

from typing import Any

from panel.web.language import lazy_words as _l

PANEL_STATES: dict[str, tuple[Any, str]] = {
    "DRAFT": (_l("起草中"), "grey"),
    "PENDING_APPROVAL": (_l("待审批"), "yellow"),
    "COMMISSIONED": (_l("已委托"), "blue"),
    "DRAWN": (_l("已抽取"), "blue"),
    "INVITING": (_l("邀请中"), "yellow"),
    "CONSTITUTED": (_l("专家组已组成"), "blue"),
    "MATERIALS": (_l("材料已发放"), "blue"),
    "IN_SESSION": (_l("会议中"), "blue"),
    "ROUND_OPEN": (_l("表决中"), "yellow"),
    "ROUND_CLOSED": (_l("表决已截止"), "blue"),
    "COUNTED": (_l("已计票"), "blue"),
    "DECIDED": (_l("已形成多数意见"), "green"),
    "MAJOR_DISAGREEMENT": (_l("分歧较大"), "red"),
    "REVIEW": (_l("存在分歧，待审批意见"), "yellow"),
    "EVIDENCE_INSUFFICIENT": (_l("现有证据不足"), "red"),
    "INVESTIGATING": (_l("专项调查中"), "purple"),
    "TESTING": (_l("检验检测中"), "purple"),
    "FINDINGS_IN": (_l("调查检测结果已收到"), "blue"),
    "CLOSED_OTHER": (_l("转其他研判方式"), "grey"),
    "ESCALATED": (_l("已升级研判"), "purple"),
    "DRAFTED": (_l("结论已起草"), "blue"),
    "IN_REVIEW": (_l("结论审核中"), "yellow"),
    "TO_SIGN": (_l("待签署"), "yellow"),
    "SIGNED": (_l("结论已签发"), "green"),
    "ARCHIVED": (_l("已归档"), "green"),
    "CANCELLED": (_l("已撤销"), "grey"),
}

MATTER_STATES: dict[str, tuple[Any, str]] = {
    "RECEIVED": (_l("已接收"), "grey"),
    "MERGED": (_l("已并案"), "grey"),
    "CLOSED_ROUTINE": (_l("一般工作信息，已办结"), "grey"),
    "CONFIRMED": (_l("已确认为风险信息"), "blue"),
    "ADJUDICATING": (_l("研判中"), "blue"),
    "ESCALATED_2": (_l("已提请二级研判"), "purple"),
    "AWAITING_LEADER": (_l("待总局领导批准"), "yellow"),
    "INVESTIGATING": (_l("专项调查中"), "purple"),
    "TESTING": (_l("检验检测中"), "purple"),
    "ADJUDICATED": (_l("已形成研判结论"), "green"),
}

ROLES: dict[str, Any] = {
    "official": _l("部门业务人员"),
    "approver": _l("部门负责人"),
    "secretary": _l("研判秘书"),
    "expert": _l("专家"),
    "inst_contact": _l("检验检测机构联络人"),
    "auditor": _l("督查审计人员"),
    "it_admin": _l("信息主管部门管理员"),
    "system": _l("系统"),
}


def role_name(role: object) -> str:
    """Give a role's name in the page's language."""
    return str(ROLES.get(str(role), role))


def panel_state(state: object) -> tuple[str, str]:
    """Give a panel state's words and colour; an unknown state is shown by its code in grey."""
    words, colour = PANEL_STATES.get(str(state), (state, "grey"))
    return str(words), colour


def matter_state(state: object) -> tuple[str, str]:
    """Give a matter state's words and colour; an unknown state is shown by its code in grey."""
    words, colour = MATTER_STATES.get(str(state), (state, "grey"))
    return str(words), colour
