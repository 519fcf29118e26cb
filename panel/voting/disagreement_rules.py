"""When opinions diverge widely: the RED and AMBER triggers of reading A-09, one function each.

Every share is of the frozen roll, so that silence and 现有证据不足 weigh as the members they are.
Each trigger takes how the votes stand and the thresholds of the day, and gives its finding or None.
Comparisons are between integers or fractions; nothing is rounded before it is compared.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate

from panel.guidance import cites
from panel.voting.facts import SCALE, Finding, Standing, Thresholds, Trigger

TriggerRule = Callable[[Standing, Thresholds], Finding | None]


def reaches(part: int, whole: int, share: Fraction) -> bool:
    """Tell whether a part is at least a share of the whole."""
    return part * share.denominator >= share.numerator * whole


def exceeds(part: int, whole: int, share: Fraction) -> bool:
    """Tell whether a part is more than a share of the whole."""
    return part * share.denominator > share.numerator * whole


def least_reaching(whole: int, share: Fraction) -> int:
    """Give the smallest count that is at least a share of the whole."""
    return -(-whole * share.numerator // share.denominator)


def least_exceeding(whole: int, share: Fraction) -> int:
    """Give the smallest count that is more than a share of the whole."""
    return whole * share.numerator // share.denominator + 1


@cites("A-09")
def contrast_index(levels: Sequence[int]) -> Fraction | None:
    """反差指数是所有两两专家等级差之和与其可能最大值之比，只计作出等级判断的票。

    `levels` are votes along the scale. A pair that a cut between neighbours parts is one level
    further apart, so the sum over pairs is a sum over cuts of (votes above) × (votes below).
    The denominator is the sum at the widest even split: ⌊v/2⌋·⌈v/2⌉ pairs over the whole scale,
    v the valid votes. Fewer than two of them have no contrast: None.
    """
    above = list(accumulate(levels))
    valid = above.pop()
    widest = (valid // 2) * (valid - valid // 2) * len(above)
    if not widest:
        return None
    return Fraction(sum(votes * (valid - votes) for votes in above), widest)


@cites("A-09")
def bloc_size(roll: int) -> int:
    """对立双方各需达到的人数为表决名册人数的三分之一，四舍五入取整，至少一人。

    Thirds never fall on a half, so rounding to nearest has no tie: (roll + 1) // 3.
    """
    return max(1, (roll + 1) // 3)


@cites("A-09")
def opposite_votes_needed(roll: int, thresholds: Thresholds) -> int:
    """名册人数较少时首尾两端各一票即为对立，人数较多时两端各须达到规定比例。

    From `opposite_from_roll` members on, each end needs its share of the roll, rounded up.
    """
    if roll < thresholds.opposite_from_roll:
        return 1
    return least_reaching(roll, thresholds.opposite_share)


@cites("2.4.2-h", "A-07", "A-09")
def no_majority(standing: Standing, _thresholds: Thresholds) -> Finding | None:
    """没有任何一种意见得到表决名册过半数支持的，属于意见分歧较大。

    RED-1. Under the cumulative method a majority for “at least this level” is a majority.
    """
    if standing.majority is not None:
        return None
    most = max(standing.tally.ballots.values(), default=0)
    return Finding(Trigger.RED_1, {"needed": standing.needed, "most": most})


@cites("2.4.2-h", "A-09")
def opposite_ends(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """既有专家认为属于一级、又有专家认为不构成风险的，属于意见分歧较大。

    RED-2. Symmetric: a lone “no risk” against a level 1 majority counts as much as the reverse.
    """
    gravest, none = standing.levels[0], standing.levels[-1]
    least = opposite_votes_needed(standing.tally.roll, thresholds)
    if min(gravest, none) < least:
        return None
    return Finding(Trigger.RED_2, {"gravest": gravest, "none": none, "least": least})


@cites("2.4.2-h", "A-09")
def opposite_blocs(standing: Standing, _thresholds: Thresholds) -> Finding | None:
    """相隔两级以上的两方各约占表决名册三分之一以上的，属于意见分歧较大。

    RED-3. The graver bloc are votes for a level or graver, the milder one votes at least two
    levels below it; `gap` is the place on the scale of the level left out between them.
    """
    first, second, third, none = standing.levels
    least = bloc_size(standing.tally.roll)
    for gap, graver, milder in ((1, first, third + none), (2, first + second, none)):
        if graver >= least and milder >= least:
            return Finding(Trigger.RED_3, {"graver": graver, "milder": milder, "least": least, "gap": gap})
    return None


@cites("2.4.2-h", "A-06", "A-09")
def much_insufficient(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """认为现有证据不足的专家超过表决名册规定比例的，属于意见分歧较大。

    RED-4, more than a third.
    """
    roll, share = standing.tally.roll, thresholds.insufficient_red
    if not exceeds(standing.insufficient, roll, share):
        return None
    return Finding(
        Trigger.RED_4,
        {"insufficient": standing.insufficient, "share": share, "least": least_exceeding(roll, share)},
    )


@cites("2.4.2-h", "A-09")
def high_contrast(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """反差指数达到规定上限的，属于意见分歧较大。

    RED-5, two thirds: above what any split over two levels can reach.
    """
    if standing.contrast is None or standing.contrast < thresholds.contrast_red:
        return None
    return Finding(Trigger.RED_5, {"contrast": standing.contrast, "limit": thresholds.contrast_red})


@cites("2.4.2-h", "A-09")
def declared_in_writing(is_declared: bool) -> Finding | None:
    """组织研判的部门书面认定意见分歧较大的，按意见分歧较大办理。

    RED-6: the only trigger that is an act and not a number.
    """
    return Finding(Trigger.RED_6, {}) if is_declared else None


@cites("2.4.2-h", "A-09")
def narrow_majority(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """多数意见未达到表决名册规定比例的，属于存在分歧，由审批人书面答复。

    AMB-1, two thirds; exactly two thirds is enough. Under the cumulative method the support
    for “at least this level” is measured.
    """
    roll, share = standing.tally.roll, thresholds.clear_majority
    if standing.majority is None or reaches(standing.support, roll, share):
        return None
    return Finding(
        Trigger.AMB_1,
        {"support": standing.support, "share": share, "least": least_reaching(roll, share)},
    )


@cites("2.4.2-h", "A-09")
def distant_votes(standing: Standing, _thresholds: Thresholds) -> Finding | None:
    """有专家的意见与多数意见相差两级以上的，属于存在分歧；其中更重的意见须答复其理由。

    AMB-2. `graver` and `milder` count the votes two or more levels to either side.
    """
    if standing.majority not in SCALE:
        return None
    place = SCALE.index(standing.majority)
    levels = standing.levels
    graver, milder = sum(levels[: max(place - 1, 0)]), sum(levels[place + 2 :])
    if not graver + milder:
        return None
    return Finding(Trigger.AMB_2, {"graver": graver, "milder": milder})


@cites("2.4.2-h", "A-09")
def raised_contrast(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """反差指数超过相邻两级对半分所能达到的上限的，属于存在分歧。

    AMB-3, more than a third.
    """
    if standing.contrast is None or standing.contrast <= thresholds.contrast_amber:
        return None
    return Finding(Trigger.AMB_3, {"contrast": standing.contrast, "limit": thresholds.contrast_amber})


@cites("2.4.2-h", "A-06", "A-09")
def some_insufficient(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """认为现有证据不足的专家达到表决名册规定比例的，属于存在分歧。

    AMB-4, a fifth.
    """
    roll, share = standing.tally.roll, thresholds.insufficient_amber
    if not reaches(standing.insufficient, roll, share):
        return None
    return Finding(
        Trigger.AMB_4,
        {"insufficient": standing.insufficient, "share": share, "least": least_reaching(roll, share)},
    )


@cites("2.4.2-h", "A-09")
def investigation_asked(standing: Standing, thresholds: Thresholds) -> Finding | None:
    """要求先行进一步调查的专家达到规定人数和比例的，属于存在分歧。

    AMB-6, two members and a third of the roll.
    """
    asking, roll = standing.tally.ask_investigation, standing.tally.roll
    least = max(thresholds.ask_amber_count, least_reaching(roll, thresholds.ask_amber_share))
    if asking < least:
        return None
    return Finding(Trigger.AMB_6, {"asking": asking, "least": least, "share": thresholds.ask_amber_share})


ORDINAL_RED: tuple[TriggerRule, ...] = (no_majority, opposite_ends, opposite_blocs, much_insufficient, high_contrast)
ORDINAL_AMBER: tuple[TriggerRule, ...] = (
    narrow_majority,
    distant_votes,
    raised_contrast,
    some_insufficient,
    investigation_asked,
)
FREE_RED: tuple[TriggerRule, ...] = (no_majority, much_insufficient)
FREE_AMBER: tuple[TriggerRule, ...] = (narrow_majority, some_insufficient, investigation_asked)
