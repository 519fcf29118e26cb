"""The decision of a round: who makes a majority, when a round may open, what the count ends in.

Pure: numbers in, values out. What diverges too widely stands in `disagreement_rules`.
"""

from collections.abc import Mapping

import panel.commissions.rules as constitution
from panel.commissions.facts import INSUFFICIENT, Method
from panel.guidance import cites
from panel.voting.disagreement_rules import (
    FREE_AMBER,
    FREE_RED,
    ORDINAL_AMBER,
    ORDINAL_RED,
    contrast_index,
    declared_in_writing,
    exceeds,
)
from panel.voting.facts import LEVELS, SCALE, Decision, Finding, Mismatch, Outcome, Standing, Tally, Thresholds, Trigger

PANEL_EVEN, PANEL_MIN3, PANEL_MIN5 = constitution.PANEL_EVEN, constitution.PANEL_MIN3, constitution.PANEL_MIN5


@cites("2.4.2-d", "2.4.2-e", "2.4.2-f", "A-01", "A-10", "A-11")
def gate(*, is_complex: bool, present: int, has_waiver: bool, thresholds: Thresholds) -> str | None:
    """出席表决的人数须为单数；一般事项至少三人，经批准可由一人出具意见；复杂问题至少五人，没有例外。

    `present` are those who take part: signed in, not recused. The gate is the one that the panel
    passed when it was constituted; here it decides.
    """
    return constitution.gate(
        is_complex=is_complex, present=present, has_waiver=has_waiver, panel_min=thresholds.panel_min,
        panel_min_complex=thresholds.panel_min_complex,
    )  # fmt: skip


@cites("D-10")
def must_extend(asking: int, roll: int, thresholds: Thresholds) -> bool:
    """认为时间不够的专家超过表决名册三分之一的，应当延长表决时间。"""
    return exceeds(asking, roll, thresholds.extension_share)


@cites("2.4.2-g", "A-04", "A-05", "D-05")
def majority_needed(roll: int) -> int:
    """多数是指超过冻结的表决名册人数的一半。

    Whoever signed in and keeps silent still counts in `roll`, since the text speaks of the experts
    present. Nobody has a casting vote.
    """
    return roll // 2 + 1


@cites("2.4.2-g", "A-05", "A-07")
def majority_option(ballots: Mapping[str, int], needed: int) -> str | None:
    """一个选项得票超过表决名册半数的，即为多数意见；得票最多而未过半的不是多数。

    There can be only one, since `needed` is more than half of all there are.
    """
    for option, votes in ballots.items():
        if votes >= needed:
            return option
    return None


@cites("2.4.2-g", "A-08")
def cumulative_majority(ballots: Mapping[str, int], needed: int) -> tuple[str | None, int]:
    """采用累计办法的，多数专家认为至少达到的最重等级即为多数意见；不构成风险须自身过半。

    Gives the option and its support: for a level the votes for it or a graver one, for `0` and
    `I` their own. Whoever votes level 1 also holds that it is at least level 2.
    """
    support = 0
    for level in LEVELS:
        support += ballots.get(level, 0)
        if support >= needed:
            return level, support
    option = majority_option(ballots, needed)
    return option, 0 if option is None else ballots[option]


@cites("2.4.2-g", "A-05", "A-08")
def standing_of(tally: Tally, *, method: Method, ordinal: bool) -> Standing:
    """计票先依委托书载明的办法确定多数意见及其票数。

    The ballots of the tally are those of the roll that were cast, no more; the count is made only then.
    """
    needed = majority_needed(tally.roll)
    if method is Method.ORDINAL_CUMULATIVE:
        majority, support = cumulative_majority(tally.ballots, needed)
    else:
        majority = majority_option(tally.ballots, needed)
        support = 0 if majority is None else tally.ballots[majority]
    levels = tally.levels if ordinal else ()
    return Standing(
        tally=tally,
        method=method,
        ordinal=ordinal,
        needed=needed,
        majority=majority,
        support=support,
        levels=levels,
        insufficient=tally.ballots.get(INSUFFICIENT, 0),
        contrast=contrast_index(levels) if ordinal else None,
    )


@cites("2.4.2-g", "2.4.2-h", "A-09", "A-22")
def decide(
    tally: Tally,
    *,
    thresholds: Thresholds,
    method: Method = Method.SINGLE_MAJORITY,
    ordinal: bool = True,
    is_declared: bool = False,
) -> Decision:
    """研判决定由计票得出：多数认为证据不足的为证据不足，意见分歧较大的先行调查，存在分歧的报审批人答复，其余形成多数意见。

    `is_declared` is the organiser's written declaration (RED-6). A majority for `I` comes first
    and rests on RED-4 alone; other RED triggers that hold beside it are kept as `also_held`.
    Off the scale distance has no meaning: only RED-1, 4, 6 and AMB-1, 4, 6 are asked.
    """
    standing = standing_of(tally, method=method, ordinal=ordinal)
    red = _red_findings(standing, thresholds, is_declared=is_declared)
    if standing.majority == INSUFFICIENT:
        resting = tuple(finding for finding in red if finding.trigger is Trigger.RED_4)
        also_held = tuple(finding for finding in red if finding.trigger is not Trigger.RED_4)
        return Decision(Outcome.EVIDENCE_INSUFFICIENT, standing, resting, also_held)
    if red:
        return Decision(Outcome.MAJOR_DISAGREEMENT, standing, red, ())
    amber = tuple(
        finding for rule in (ORDINAL_AMBER if ordinal else FREE_AMBER) if (finding := rule(standing, thresholds))
    )
    return Decision(Outcome.REVIEW if amber else Outcome.DECIDED, standing, amber, ())


def _red_findings(standing: Standing, thresholds: Thresholds, *, is_declared: bool) -> tuple[Finding, ...]:
    found = [rule(standing, thresholds) for rule in (ORDINAL_RED if standing.ordinal else FREE_RED)]
    return tuple([finding for finding in (*found, declared_in_writing(is_declared)) if finding])


@cites("2.4.2-g", "A-04", "A-08")
def reasons_against_count(tally: Tally, *, method: Method, ordinal: bool) -> list[Mismatch]:
    """票数、选项与表决名册对不上的不得计票。

    Gives every reason, in a fixed order; an empty list means that the tally may be counted.
    """
    found = []
    if method is Method.ORDINAL_CUMULATIVE and not ordinal:
        found.append(Mismatch("COUNT_METHOD_FREE", {}))
    if tally.roll < 1:
        found.append(Mismatch("COUNT_ROLL", {"roll": tally.roll}))
    for option, votes in tally.ballots.items():
        found += _reasons_against_option(option, votes, ordinal=ordinal)
    if tally.cast > tally.roll:
        found.append(Mismatch("COUNT_OVER_ROLL", {"cast": tally.cast, "roll": tally.roll}))
    if not 0 <= tally.ask_investigation <= tally.roll:
        found.append(Mismatch("COUNT_ASKS", {"asking": tally.ask_investigation, "roll": tally.roll}))
    return found


def _reasons_against_option(option: str, votes: int, *, ordinal: bool) -> list[Mismatch]:
    found = []
    if not is_option(option, ordinal=ordinal):
        found.append(Mismatch("COUNT_OPTION", {"option": option}))
    if votes < 0:
        found.append(Mismatch("COUNT_VOTES", {"option": option, "votes": votes}))
    return found


@cites("A-06", "A-08")
def is_option(option: str, *, ordinal: bool) -> bool:
    """等级问题的选项限于一级、二级、三级、不构成风险和现有证据不足；其他问题的选项须有名称。"""
    if ordinal:
        return option in SCALE or option == INSUFFICIENT
    return bool(option.strip())
