"""What a written conclusion must hold, who may do what with it, and what becomes of a missing signature."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from panel.conclusions.facts import ConclusionState, SignatureAct
from panel.guidance import cites

REQUIRED_PARTS = ("nature", "level_reasons", "analysis", "suggestions")
SATURDAY = 5


@cites("2.4.0-c", "2.4.3-c", "4.1.2-d")
def missing_parts(parts: Mapping[str, object]) -> tuple[str, ...]:
    """书面结论应当写明风险性质、等级及理由、分析意见和建议措施，缺一不得送审。

    A part counts as missing when it is absent, empty or only blanks; a list when it has no item.
    """
    return tuple(name for name in REQUIRED_PARTS if not _is_written(parts.get(name)))


def _is_written(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value)


@cites("S-03")
def reasons_against_reviewer(drafter: int, reviewer: int) -> str | None:
    """结论的拟稿人不得审核自己的稿件。

    Gives the code of the refusal or None.
    """
    return "SOD_CONCLUSION" if reviewer == drafter else None


@cites("S-03")
def reasons_against_issuer(drafter: int, reviewer: int, issuer: int) -> str | None:
    """拟稿、审核、签发应为三人。

    Gives the code of the refusal or None.
    """
    return "SOD_CONCLUSION" if len({drafter, reviewer, issuer}) < 3 else None


@cites("D-07")
def signing_ends_on(opened_on: date, working_days: int) -> date:
    """签署期限按工作日计算，从送签次日起算。

    Counts Monday to Friday; the calendar of public holidays is the department's and only moves the
    date later by hand.
    """
    day, left = opened_on, working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@cites("D-07", "2.4.3-c")
def reasons_against_issue(acts: Sequence[SignatureAct | None], *, is_time_over: bool) -> str | None:
    """全体成员已签署或已记录拒签，或者签署期限已过，方可签发。

    `acts` holds one entry per member of the deciding roll, None for who has done nothing yet.
    A refusal and a time limit that passed are recorded; neither counts as consent.
    """
    return "SIGNATURES_OPEN" if None in acts and not is_time_over else None


@cites("D-07")
def final_act(act: SignatureAct | None) -> SignatureAct:
    """逾期既不签署又不书面说明理由的，记为未签署，不视为同意。

    The bidding rules deem consent; here the signed ballot stands as the member's opinion.
    """
    return act or SignatureAct.NOT_SIGNED


@cites("D-06", "D-07")
def needs_statement(act: SignatureAct) -> bool:
    """附声明签署的须写明声明；拒签的可以写明理由。

    Only the first is bound to write: a refusal without reasons is recorded as such.
    """
    return act is SignatureAct.SIGN_WITH_STATEMENT


@cites("2.4.3-c")
def may_change_text(state: ConclusionState) -> bool:
    """结论送审后文字不得再改，退回后方可修改。

    The text is frozen while it is reviewed, signed and after.
    """
    return state is ConclusionState.DRAFTED
