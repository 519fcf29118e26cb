"""The ladder of suspensions, the way back from one, renewal at the end of a term, and dismissal."""

from datetime import date, timedelta

from panel.guidance import cites
from panel.kernel.clock import months_after
from panel.roster.standing_facts import DISMISSAL_RUNG, IntegrityTally, Ladder, ReturnBy

# Suspension


@cites("D-18")
def suspension_end(from_on: date, months: int) -> date:
    """暂停从决定之日起按月计算，至期满前一日为止。

    Both days belong to it: three months from 1 March end on 31 May. A day that the last month lacks
    becomes its last day, so from 30 November three months end on 27 February or 28 in a leap year.
    """
    return months_after(from_on, months) - timedelta(days=1)


@cites("D-18")
def way_back(rung: int, ladder: Ladder) -> ReturnBy:
    """较轻一档的暂停到期自动恢复，其余各档须由本人书面承诺并经决定才能恢复。"""
    return ReturnBy.PLEDGE if rung >= ladder.pledge_from else ReturnBy.AUTOMATIC


@cites("D-18")
def may_return_by_itself(return_by: ReturnBy, until: date, today: date) -> bool:
    """约定到期自动恢复的，暂停期满次日起恢复，无须再作决定。"""
    return return_by is ReturnBy.AUTOMATIC and until < today


@cites("D-18")
def reasons_against_return(return_by: ReturnBy, *, has_pledge: bool) -> str | None:
    """须书面承诺的，没有承诺不得恢复。

    Returning before the last day is open to the approver, with a reason, under the same condition.
    """
    return "PLEDGE_MISSING" if return_by is ReturnBy.PLEDGE and not has_pledge else None


@cites("D-18")
def proposed_rung(tally: IntegrityTally, faults_needed: int) -> int | None:
    """隐瞒利害关系的，至少建议第二档；其他失职达到规定次数的，建议比上一次高一档；最高为解聘。

    Gives 1 to 3 for a suspension, 4 for dismissal, None where the record proposes nothing. It is a
    proposal: a person decides, and may decide otherwise.
    """
    next_one = min(tally.last_rung + 1, DISMISSAL_RUNG)
    if tally.concealed:
        return max(next_one, 2)
    return next_one if tally.faults >= faults_needed else None


# Term and renewal


@cites("4.1.1-c")
def is_term_ending(term_to: date, today: date, days: int) -> bool:
    """任期届满前规定天数内提醒办理复审和续聘，届满当日仍在任期内。"""
    return term_to - timedelta(days=days) <= today


@cites("4.1.1-c")
def reasons_against_renewal(last_term_to: date, term_from: date) -> str | None:
    """续聘的任期从原任期届满之后开始，两个任期不重叠。"""
    return "RENEWAL_OVERLAP" if term_from <= last_term_to else None


@cites("S-14")
def are_two_persons(proposer: int | None, decider: int | None) -> bool:
    """提出复审意见或者解聘建议的人，不得作出续聘或者解聘的决定。

    Appointing is kept apart from recommending; renewing and dismissing are appointing again and undoing it.
    """
    return decider is None or proposer != decider


# Who is recommended


@cites("4.1.1-c")
def remarks_on_age(birth_year: int, today: date, oldest: int) -> str | None:
    """超过一般年龄上限的，审核时提示，由审核人判断。

    Only the year of birth is known, so the year in which the age is reached still passes.
    """
    return "AGE" if today.year - birth_year > oldest else None


@cites("4.1.1-c")
def remarks_on_practice(practice_from: int | None, today: date, years: int) -> str | None:
    """从业年限未填或者不足规定年限的，审核时提示，由审核人判断。"""
    if practice_from is None:
        return "PRACTICE_UNKNOWN"
    return "PRACTICE_SHORT" if today.year - practice_from < years else None


# Appraisal


@cites("D-18")
def is_poor(score: int, floor: int) -> bool:
    """评价低于规定分数的，计为一次失职。"""
    return score < floor
