"""When an investigation is owed, what its plan and findings must hold, and what may follow."""

import re
from collections.abc import Iterable, Sequence

from panel.commissions.facts import PanelState
from panel.guidance import cites
from panel.investigations.facts import (
    INQUIRY_STATES,
    ORDERED_STATES,
    UNDECIDED,
    Act,
    Findings,
    OpenWork,
    Plan,
    Standing,
    WarningAnswer,
)
from panel.kernel.actor import Role

AFTER_NAME = re.compile(r"[（(，,、；;：:\s]")


# Plan, findings, warning: what must be there


@cites("2.4.2-k", "2.4.2-l", "2.4.3-d")
def missing_in_plan(plan: Plan) -> str | None:
    """专项调查方案应当写明待查问题、范围、方法、进度和人员；会同有关部门调查的，应当明确负责人。

    Gives the name of the first missing part, or None. The lead's parts are asked only of a joint investigation.
    """
    parts = (
        ("questions", any(question.strip() for question in plan.questions)),
        ("scope", bool(plan.scope.strip())),
        ("method", bool(plan.method.strip())),
        ("schedule", bool(plan.schedule.strip())),
        ("team", any(person.strip() for person in plan.team)),
        ("partners", not plan.is_joint or bool(plan.partners.strip())),
        ("lead_name", not plan.is_joint or bool(plan.lead_name.strip())),
        ("lead_unit", not plan.is_joint or bool(plan.lead_unit.strip())),
        ("lead_post", not plan.is_joint or bool(plan.lead_post.strip())),
        ("lead_phone", not plan.is_joint or bool(plan.lead_phone.strip())),
    )
    return next((name for name, is_there in parts if not is_there), None)


@cites("2.4.2-h", "2.4.2-k")
def reasons_against_plan_approver(drafter: int, approver: int) -> str | None:
    """专项调查方案由部门负责人审批，拟定人不得审批自己的方案。

    Gives the code of the refusal or None.
    """
    return "SOD_PLAN" if drafter == approver else None


@cites("2.4.2-m", "2.4.2-l")
def reasons_against_request_approver(proposer: int, approver: int) -> str | None:
    """改用其他研判方式、提请上级研判，由提出人以外的负责人决定。"""
    return "SOD_PROPOSAL" if proposer == approver else None


@cites("2.4.2-m", "2.4.3-c")
def missing_in_findings(questions: Sequence[str], findings: Findings, *, least: int) -> str | None:
    """专项调查报告应当逐题答复待查问题，写明经过、分析和撰写人；未能查明的也要写明。

    Gives the name of the first missing part, `answer_0` the answer to the first question, or None. An
    answer has at least `least` characters, so that a dash is none.
    """
    for place in range(len(questions)):
        answer = findings.answers[place] if place < len(findings.answers) else ""
        if len(answer.strip()) < least:
            return f"answer_{place}"
    parts = (
        ("course", findings.course), ("unresolved", findings.unresolved), ("analysis", findings.analysis),
        ("authors", "".join(findings.authors)),
    )  # fmt: skip
    return next((name for name, text in parts if not text.strip()), None)


@cites("D-12", "S-11")
def names_of(lines: Iterable[str]) -> tuple[str, ...]:
    """参加调查、撰写报告的人员按姓名回避，名单中姓名之后的单位和职务不计。

    Each name once, as it stands before the first bracket, blank or stop of its line.
    """
    names = (AFTER_NAME.split(line.strip(), maxsplit=1)[0] for line in lines)
    return tuple(dict.fromkeys(name for name in names if name))


@cites("2.5.3-a")
def missing_in_warning(answer: WarningAnswer, content: str, reason: str) -> str | None:
    """对一时不能准确研判的事项，应当答复是否发布预警或者采取防范措施；暂不采取的须说明理由。

    Gives the missing part: `content` for a warning or precaution, `reason` for neither; or None.
    """
    if answer is WarningAnswer.NOT_NEEDED:
        return None if reason.strip() else "reason"
    return None if content.strip() else "content"


@cites("2.5.3-a")
def reasons_against_filing(*, is_warning_answered: bool) -> str | None:
    """预警与防范措施的问题未答复的，调查或检测结果不得办结。

    Gives the code of the refusal or None.
    """
    return None if is_warning_answered else "WARN_DECISION"


# The course


@cites("2.4.2-h", "2.4.2-i0", "A-22")
def reasons_against_ordering(standing: Standing) -> str | None:
    """分歧较大或者证据不足之后方可安排调查、检测；已提出其他办法的，等候负责人决定。"""
    if standing.state not in INQUIRY_STATES:
        return "INQUIRY_CLOSED"
    return "PROPOSAL_OPEN" if standing.work.requests_waiting else None


@cites("2.4.2-h", "2.4.2-k")
def reasons_against_planning(standing: Standing) -> str | None:
    """一个专家组同时只进行一项专项调查，检测可以同时进行。"""
    if code := reasons_against_ordering(standing):
        return code
    return "PLAN_OPEN" if standing.work.investigations or standing.work.plans_waiting else None


@cites("2.4.2-m", "2.4.2-h", "4.2.2-c")
def state_after_result(now: PanelState, work: OpenWork) -> PanelState:
    """调查和检测可以同时进行，全部有了结果，专家组才可以继续研判。

    `work` is what is left without the result just filed. A proposal that waits for the approver holds
    the panel where it stands, since its approval would open another inquiry.
    """
    if work.investigations:
        return PanelState.INVESTIGATING
    if work.orders:
        return PanelState.TESTING
    return now if work.waits_for_approver else PanelState.FINDINGS_IN


@cites("2.4.2-m", "4.2.2-c")
def findings_are_in(now: PanelState, work: OpenWork) -> bool:
    """最后一件待审批的方案或者任务书被退回后，已有结果的专家组即可继续研判。

    Only a panel that had an inquiry ordered has results.
    """
    return now in ORDERED_STATES and work.is_none


@cites("A-21")
def must_escalate(undecided_rounds: int, most_rounds: int) -> bool:
    """达到规定轮次仍未形成决定的，不再由同一专家组继续表决。

    From then on a further round of this panel is refused (`ROUNDS_EXHAUSTED`).
    """
    return undecided_rounds >= most_rounds


@cites("A-21", "2.4.2-m")
def reasons_against_reconvening(standing: Standing) -> str | None:
    """调查检测结果收到后方可重新研判；已达规定轮次的不再由本组表决，已提出其他办法的等候决定。"""
    if standing.state is not PanelState.FINDINGS_IN:
        return "FINDINGS_MISSING"
    if must_escalate(standing.undecided_rounds, standing.most_rounds):
        return "ROUNDS_EXHAUSTED"
    return "PROPOSAL_OPEN" if standing.work.requests_waiting else None


@cites("2.4.2-m", "A-21")
def reasons_against_other_adjudication(standing: Standing) -> str | None:
    """有了调查检测结果，可以改由会议、技术机构或者另一专家组研判；同时只能提出一种办法。"""
    if standing.state is not PanelState.FINDINGS_IN:
        return "FINDINGS_MISSING"
    return "PROPOSAL_OPEN" if standing.work.requests_waiting else None


@cites("2.4.1-c", "2.4.1-e", "A-21")
def reasons_against_escalation(standing: Standing, difficulty: str) -> str | None:
    """分歧较大的事项可以提请上级研判；不足规定轮次的须写明难以研判的理由，正在调查检测的先行办结。"""
    if standing.level == 1:
        return "ESCALATE_TOP"
    if standing.state not in {PanelState.MAJOR_DISAGREEMENT, PanelState.FINDINGS_IN}:
        return "ESCALATE_STATE"
    if standing.work.waits_for_approver:
        return "INQUIRY_PENDING"
    if standing.work.requests_waiting:
        return "PROPOSAL_OPEN"
    is_due = must_escalate(standing.undecided_rounds, standing.most_rounds)
    return None if is_due or difficulty.strip() else "ESCALATE_GROUND"


@cites("2.4.2-m")
def reasons_against_concluding(state: PanelState) -> str | None:
    """专项调查和检测只提供依据，不能代替研判结论。

    A panel whose inquiry runs or has reported ends nothing: another adjudication has to follow.
    """
    return "INVESTIGATION_NOT_FINAL" if state in ORDERED_STATES | {PanelState.FINDINGS_IN} else None


@cites("2.4.2-h", "2.4.2-k", "2.4.2-m", "2.4.2-i0", "2.5.3-a", "A-21", "A-22")
def open_acts(standing: Standing, role: Role) -> frozenset[Act]:
    """分歧较大或者证据不足之后，业务人员办理调查、检测和预警答复，负责人审批，其他人员只能查阅。

    What somebody of the commissioning department may do now; the desk and the page show the same.
    """
    if role is Role.APPROVER:
        waiting = {
            Act.DECIDE_PLAN: standing.work.plans_waiting, Act.DECIDE_ORDER: standing.work.orders_waiting,
            Act.DECIDE_REQUEST: standing.work.requests_waiting,
        }  # fmt: skip
        return frozenset(act for act, count in waiting.items() if count)
    return frozenset(_acts_of_official(standing)) if role is Role.OFFICIAL else frozenset()


def _acts_of_official(standing: Standing) -> Iterable[Act]:
    open_when = {
        Act.ANSWER_WARNING: not standing.is_warning_answered,
        Act.ANSWER_TEST_WISH: standing.open_wishes > 0,
        Act.ORDER_INVESTIGATION: reasons_against_planning(standing) is None,
        Act.ORDER_TEST: reasons_against_ordering(standing) is None,
        Act.FILE_FINDINGS: standing.work.investigations > 0,
        Act.CHECK_REPORT: standing.work.reports_waiting > 0,
        Act.RECONVENE: reasons_against_reconvening(standing) is None,
        Act.OTHER_ADJUDICATION: reasons_against_other_adjudication(standing) is None,
        Act.ESCALATE: reasons_against_escalation(standing, "stated") is None,
    }
    return (act for act, is_open in open_when.items() if is_open)


@cites("2.4.2-h", "A-09", "A-22")
def owes_inquiry(standing: Standing) -> bool:
    """意见分歧较大或者证据不足的，应当组织进一步调查研究；尚未安排的即为待办。

    A panel that must go up owes no further inquiry.
    """
    is_due = must_escalate(standing.undecided_rounds, standing.most_rounds) and standing.level > 1
    starts = standing.state in INQUIRY_STATES - ORDERED_STATES
    return starts and standing.work.is_none and not standing.work.requests_waiting and not is_due


def count_undecided(outcomes: Iterable[str | None]) -> int:
    """统计没有形成决定的轮次；审批后另开一轮的不计。

    `outcomes` are the settled ones of the counted rounds, None for a round that was given up for another.
    """
    return sum(outcome in UNDECIDED for outcome in outcomes)
