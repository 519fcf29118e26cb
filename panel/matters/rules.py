"""What may follow what, who may do it, and what a level needs: screening, grading, complexity, due times."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from panel.guidance import cites
from panel.kernel.actor import Role
from panel.matters.facts import Grading, LevelProposal, MatterState, Screening, Transition

LEVELS = (1, 2, 3)
DOMESTIC_NOTICE = 7


@cites("3.1.0-b")
def is_open_transition(row: Transition, state: MatterState, role: Role) -> bool:
    """事项只能按流程表的步骤、由规定的角色推进。"""
    return state in row.sources and role in row.roles


@cites("2.1.0-d")
def state_of_inquiries(investigations: int, tests: int) -> MatterState:
    """调查和检测可以同时进行，全部办结后事项回到研判。

    An open investigation names the state before an open test does.
    """
    if investigations:
        return MatterState.INVESTIGATING
    return MatterState.TESTING if tests else MatterState.ADJUDICATING


@cites("2.1.0-a", "2.2.0-a", "2.3.1-b")
def reasons_against_screening(screening: Screening) -> list[tuple[str, str]]:
    """筛查须勾选至少一项概念标准，写明理由和处理意见。

    Gives every code with the field it concerns. An item outside the competence of the system passes:
    it will be transferred, not confirmed.
    """
    checks = (
        (screening.is_competent and not screening.criteria, "SCREEN_NO_CRITERION", "criteria"),
        (not screening.reason.strip(), "SCREEN_NO_REASON", "reason"),
        (screening.is_competent and not screening.handling_opinion.strip(), "HANDLING_OPINION", "handling_opinion"),
    )
    return [(code, field) for is_wrong, code, field in checks if is_wrong]


@dataclass(frozen=True, slots=True)
class GradingRule:
    """A dated rule of the proposal: the criteria that together lead to a level."""

    id: str
    since: date
    level: int
    needs: frozenset[str]


GRADING_RULES = (
    GradingRule("G1-1", date(2000, 1, 1), 1, frozenset({"grave", "systemic"})),
    GradingRule("G1-2", date(2000, 1, 1), 1, frozenset({"grave", "social"})),
    GradingRule("G2-1", date(2000, 1, 1), 2, frozenset({"grave"})),
    GradingRule("G2-2", date(2000, 1, 1), 2, frozenset({"life", "social"})),
    GradingRule("G2-3", date(2000, 1, 1), 2, frozenset({"life", "systemic"})),
)


@cites("3.3.2-a", "3.3.2-c")
def proposed_level(criteria: Collection[str], on: date) -> LevelProposal:
    """分级规则按勾选的概念标准提出建议级别，由人决定。

    The gravest level that a rule in force reaches; without one, level 3. All rules that reach it are named.
    """
    ticked = set(criteria)
    met = [rule for rule in GRADING_RULES if rule.since <= on and rule.needs <= ticked]
    level = min((rule.level for rule in met), default=3)
    return LevelProposal(level, tuple(rule.id for rule in met if rule.level == level))


@cites("1.3.0-b", "2.1.1-a", "2.1.1-b", "2.1.1-c", "3.3.2-c")
def reasons_against_grading(grading: Grading, *, proposed: int, now: datetime) -> tuple[str, str] | None:
    """定级须有依据：一级写明情形，二级规定时限，低于建议级别的说明理由。

    Lower means a greater number.
    """
    if grading.level not in LEVELS:
        return "LEVEL_MISSING", "level"
    if grading.level == 1 and not grading.grounds:
        return "LEVEL1_GROUND", "grounds"
    if grading.level == 2 and (code := _against_due(grading.due_at, now)):
        return code, "due_at"
    is_lighter = grading.level > proposed
    return ("OVERRIDE_REASON", "override_reason") if is_lighter and not grading.override_reason.strip() else None


def _against_due(due_at: datetime | None, now: datetime) -> str | None:
    if due_at is None:
        return "L2_DUE_MISSING"
    return "L2_DUE_PAST" if due_at <= now else None


@cites("2.1.0-e", "2.1.0-a", "3.4.1-a", "3.4.0-f11")
def reasons_against_confirmation(
    *, is_screened: bool, is_competent: bool, criteria: Collection[str], has_category: bool
) -> str | None:
    """确认为风险信息前须完成筛查、属于本系统职责，并选定产品类别代码。"""
    if not is_screened:
        return "SCREEN_MISSING"
    if not is_competent:
        return "COMPETENCE_NO"
    if not criteria:
        return "SCREEN_NO_CRITERION"
    return None if has_category else "CATEGORY_MISSING"


@cites("3.1.1-c", "3.1.1-e")
def reasons_against_level_on_tier(level: int, tier: int) -> str | None:
    """一级平台存储二级和一级信息，三级信息由各局处理。"""
    return "TIER1_LEVEL3" if tier == 1 and level == 3 else None


@cites("3.1.1-c", "A-13")
def must_escalate(level: int | None, tier: int) -> bool:
    """二级平台上的事项升为二级或者一级的，必须上传总局。"""
    return tier == 2 and level is not None and level < 3


@cites("3.3.2-c", "2.1.1-a")
def reasons_against_regrade(
    *, current: int, level: int, proposed: int, reason: str, role: Role
) -> tuple[str, str] | None:
    """调整级别须说明理由；调到建议级别以下的，由部门负责人决定。"""
    if level == current:
        return "REGRADE_SAME", "level"
    if not reason.strip():
        return "REASON_MISSING", "reason"
    if level > current and level > proposed and role is not Role.APPROVER:
        return "REGRADE_APPROVER", "level"
    return None


@cites("A-12")
def preset_complexity(level: int | None, adjudication_level: int | None, criteria: Collection[str]) -> frozenset[str]:
    """一级、二级事项自动列为复杂；筛查认定系统性或者影响贸易、产业的同样列入。"""
    levels = {found for found in (level, adjudication_level) if found is not None}
    ticks = {"level"} if levels & {1, 2} else set()
    return frozenset(ticks | ({"systemic", "trade"} & set(criteria)))


@cites("A-12", "2.4.2-f")
def complexity_after(
    old: Collection[str], new: Collection[str], *, preset: Collection[str], is_drawn: bool
) -> frozenset[str] | None:
    """复杂清单可以增项；抽取专家以后不得减项，自动列入的不得去掉。

    Gives the grounds that hold then, or None where ticks would be taken away after the draw.
    """
    if is_drawn and set(old) - set(new) - set(preset):
        return None
    return frozenset(new) | frozenset(preset)


@cites("2.2.0-a", "2.2.7-a", "2.1.1-c", "A-14")
def next_due(
    state: MatterState, *, source_class: int, discovered_at: datetime, level: int | None,
    prescribed_at: datetime | None, screen_hours: int, immediate_hours: int, is_dispatched: bool,
) -> datetime | None:  # fmt: skip
    """待筛查的按筛查时限，国内通报按立即转交时限，二级事项按规定时限提醒。

    The instant after which the matter counts as overdue in lists; None where nothing runs.
    """
    if state is MatterState.RECEIVED:
        immediate = source_class == DOMESTIC_NOTICE and not is_dispatched
        return discovered_at + timedelta(hours=immediate_hours if immediate else screen_hours)
    if state in {MatterState.CLOSED_ROUTINE, MatterState.MERGED, MatterState.ADJUDICATED}:
        return None
    return prescribed_at if level == 2 else None


@cites("2.1.1-c", "A-14")
def due_after_regrade(old: datetime | None, new: datetime | None) -> datetime | None:
    """规定时限只能提前，不能因调级而延长。"""
    if old is None or new is None:
        return new or old
    return min(old, new)


@cites("2.5.1-d", "2.2.0-b")
def is_future(at: datetime, now: datetime) -> bool:
    """先行处置记录的是已经采取的措施，时间不得晚于现在。"""
    return at > now


@cites("2.4.1-a", "A-13")
def level_after_result(current: int | None, risk_level: str) -> int | None:
    """结论重新确定信息级别；结论认为不构成风险的，级别保持原样，结果另行注明。"""
    return current if risk_level == "0" else int(risk_level)
