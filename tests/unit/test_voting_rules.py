"""The gate, the majority, every trigger from both sides of its boundary, and the vectors."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from panel.commissions.facts import Method
from panel.voting.disagreement_rules import (
    bloc_size,
    contrast_index,
    distant_votes,
    narrow_majority,
    opposite_votes_needed,
)
from panel.voting.facts import Decision, Outcome, Tally, Trigger
from panel.voting.rules import (
    PANEL_EVEN,
    PANEL_MIN3,
    PANEL_MIN5,
    decide,
    gate,
    majority_needed,
    must_extend,
    reasons_against_count,
)
from panel.voting.thresholds import thresholds_on
from tests.support.voting import THRESHOLDS, cases, colour, split

CUMULATIVE = Method.ORDINAL_CUMULATIVE


def decided(tally: Tally, **how: Any) -> Decision:
    return decide(tally, thresholds=THRESHOLDS, **how)


def holds(trigger: str, tally: Tally, **how: Any) -> bool:
    return trigger in decided(tally, **how).triggers


@pytest.mark.clause("A-09")
def test_the_parameters_in_force_are_the_thresholds_of_the_reading() -> None:
    assert thresholds_on(date(2026, 3, 2)) == THRESHOLDS


def test_a_day_before_the_first_parameters_has_no_thresholds() -> None:
    with pytest.raises(KeyError):
        thresholds_on(date(1999, 12, 31))


# The gate


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f", "A-01", "A-10", "A-11")
@pytest.mark.parametrize("case", cases("gate_vectors.json"), ids=lambda case: case["id"])
def test_the_gate_answers_every_vector(case: dict[str, Any]) -> None:
    given = case["given"]
    code = gate(
        is_complex=given["complex"],
        present=given["present"],
        has_waiver=given.get("waiver", False),
        thresholds=THRESHOLDS,
    )
    assert (code is None, code) == (case["then"]["open"], case["then"]["code"])


@pytest.mark.clause("2.4.2-d", "A-02")
@pytest.mark.parametrize(("is_complex", "has_waiver"), list(product((False, True), repeat=2)))
def test_no_waiver_opens_the_gate_to_an_even_number(is_complex: bool, has_waiver: bool) -> None:
    for present in range(2, 26, 2):
        assert gate(is_complex=is_complex, present=present, has_waiver=has_waiver, thresholds=THRESHOLDS) == PANEL_EVEN


@pytest.mark.clause("2.4.2-e", "A-10")
def test_a_waiver_opens_the_gate_to_one_expert_and_to_nobody_else() -> None:
    assert gate(is_complex=False, present=1, has_waiver=True, thresholds=THRESHOLDS) is None
    assert gate(is_complex=False, present=0, has_waiver=True, thresholds=THRESHOLDS) == PANEL_MIN3
    stricter = replace(THRESHOLDS, panel_min=5)
    assert gate(is_complex=False, present=3, has_waiver=True, thresholds=stricter) == PANEL_MIN3


@pytest.mark.clause("2.4.2-f", "A-11")
@pytest.mark.parametrize("present", [0, 1, 3])
def test_a_complex_matter_knows_no_waiver(present: int) -> None:
    assert gate(is_complex=True, present=present, has_waiver=True, thresholds=THRESHOLDS) == PANEL_MIN5
    assert gate(is_complex=True, present=5, has_waiver=False, thresholds=THRESHOLDS) is None


@pytest.mark.clause("D-10")
@pytest.mark.parametrize(("asking", "roll", "extended"), [(0, 3, False), (1, 3, False), (2, 3, True), (2, 5, True)])
def test_more_than_a_third_of_the_roll_gets_more_time(asking: int, roll: int, extended: bool) -> None:
    assert must_extend(asking, roll, THRESHOLDS) is extended


# The vectors and the reference cases


@pytest.mark.clause("2.4.2-g", "2.4.2-h", "A-04", "A-05", "A-07", "A-09", "A-22")
@pytest.mark.parametrize("case", cases("count_vectors.json"), ids=lambda case: case["id"])
def test_the_count_answers_every_vector(case: dict[str, Any]) -> None:
    tally = Tally(**case["given"])
    decision = decided(tally)
    assert {"state": decision.state, "majority": decision.majority, "triggers": list(decision.triggers)} == case["then"]
    assert decision.not_voted == case["not_voted"]


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("case", cases("decision_cases.json", "colours"), ids=lambda case: case["id"])
def test_a_split_has_the_colour_of_its_reference_case(case: dict[str, Any]) -> None:
    assert colour(decided(split(*case["levels"], insufficient=case["insufficient"]))) == case["colour"]


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("case", cases("decision_cases.json", "contrast"), ids=lambda case: case["id"])
def test_the_contrast_index_equals_its_reference_value(case: dict[str, Any]) -> None:
    index = contrast_index(case["votes"])
    assert index is not None
    assert abs(index - Fraction(str(case["index"]))) <= Fraction(str(case["within"]))


@pytest.mark.parametrize("levels", [(0, 0, 0, 0), (0, 1, 0, 0)])
def test_fewer_than_two_votes_have_no_contrast(levels: tuple[int, ...]) -> None:
    assert contrast_index(levels) is None


@pytest.mark.clause("2.4.2-g", "A-05")
@pytest.mark.parametrize("case", cases("decision_cases.json", "votes_needed"), ids=lambda case: case["id"])
def test_half_and_two_thirds_take_the_votes_of_the_reference_case(case: dict[str, Any]) -> None:
    assert majority_needed(case["roll"]) == case["half"]
    short = split(0, case["two_thirds"] - 1, 0, 0, silent=case["roll"] - case["two_thirds"] + 1)
    enough = split(0, case["two_thirds"], 0, 0, silent=case["roll"] - case["two_thirds"])
    assert not holds("AMB-1", enough)
    assert holds("AMB-1", short) or holds("RED-1", short)


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("case", cases("decision_cases.json", "bloc_sizes"), ids=lambda case: case["id"])
def test_a_bloc_has_the_size_of_the_published_limits(case: dict[str, Any]) -> None:
    assert bloc_size(case["roll"]) == case["bloc"]


@pytest.mark.clause("A-09")
def test_small_rolls_have_blocs_of_a_third_rounded_and_never_of_nobody() -> None:
    assert [bloc_size(roll) for roll in range(1, 10)] == [1, 1, 1, 1, 2, 2, 2, 3, 3]


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("case", cases("decision_cases.json", "patterns"), ids=lambda case: case["id"])
@pytest.mark.parametrize("kind", ["of_levels", "with_insufficient"])
def test_the_colours_of_all_splits_of_a_full_roll_add_up_as_published(case: dict[str, Any], kind: str) -> None:
    found = {"GREEN": 0, "AMBER": 0, "RED": 0}
    roll = case["roll"]
    for *levels, insufficient in product(range(roll + 1), repeat=5):
        if sum(levels) + insufficient == roll and (kind == "with_insufficient" or not insufficient):
            found[colour(decided(split(*levels, insufficient=insufficient)))] += 1
    assert found == case[kind]


# The majority


@pytest.mark.clause("2.4.2-g", "A-05")
@pytest.mark.parametrize("roll", [3, 4, 5, 9])
def test_half_is_no_majority_and_one_more_is(roll: int) -> None:
    half = roll // 2
    assert decided(split(0, half, 0, 0, silent=roll - half)).majority is None
    assert decided(split(0, half + 1, 0, 0, silent=roll - half - 1)).majority == "2"


@pytest.mark.clause("A-04", "D-05")
def test_silence_stays_in_the_denominator() -> None:
    assert decided(split(0, 2, 0, 0, silent=3)).triggers == ("RED-1",)
    decision = decided(split(0, 3, 0, 0, silent=2))
    assert decision.majority == "2"
    assert (decision.roll, decision.needed, decision.cast, decision.not_voted) == (5, 3, 3, 2)
    assert (decision.support, decision.share) == (3, Fraction(3, 5))


@pytest.mark.clause("2.4.2-g", "A-07")
def test_a_plurality_is_no_majority() -> None:
    decision = decided(split(2, 2, 1, 0))
    assert (decision.state, decision.majority, decision.support) == (Outcome.MAJOR_DISAGREEMENT, None, 0)
    assert decision.share == 0


@pytest.mark.clause("A-08")
def test_votes_cumulate_toward_the_milder_level_only_where_that_was_agreed() -> None:
    tally = split(2, 2, 1, 0)
    assert decided(tally).majority is None
    decision = decided(tally, method=CUMULATIVE)
    assert (decision.majority, decision.support) == ("2", 4)
    assert decision.triggers == ("AMB-3",)


@pytest.mark.clause("A-08")
def test_the_gravest_level_that_a_majority_holds_at_least_is_the_outcome() -> None:
    assert decided(split(3, 2, 0, 0), method=CUMULATIVE).majority == "1"
    assert decided(split(2, 1, 2, 0), method=CUMULATIVE).majority == "2"
    assert decided(split(1, 1, 1, 0, silent=2), method=CUMULATIVE).majority == "3"
    assert decided(split(1, 1, 0, 0, silent=3), method=CUMULATIVE).majority is None


@pytest.mark.clause("A-08")
def test_no_risk_and_insufficient_evidence_need_a_majority_of_their_own() -> None:
    assert decided(split(0, 1, 1, 3), method=CUMULATIVE).majority == "0"
    assert decided(split(0, 1, 1, 2, insufficient=1), method=CUMULATIVE).majority is None
    insufficient = decided(split(1, 0, 1, 0, insufficient=3), method=CUMULATIVE)
    assert (insufficient.state, insufficient.majority) == (Outcome.EVIDENCE_INSUFFICIENT, "I")


@pytest.mark.clause("A-08", "A-09")
def test_under_the_cumulative_method_the_support_is_what_must_reach_two_thirds() -> None:
    assert not holds("AMB-1", split(2, 2, 1, 0), method=CUMULATIVE)
    assert holds("AMB-1", split(1, 2, 2, 0), method=CUMULATIVE)


# The triggers


@pytest.mark.clause("2.4.2-h", "A-09")
def test_level_1_against_no_risk_is_a_major_disagreement_either_way() -> None:
    assert holds("RED-2", split(1, 0, 0, 4))
    assert holds("RED-2", split(4, 0, 0, 1))
    assert not holds("RED-2", split(0, 1, 0, 4))
    assert not holds("RED-2", split(4, 0, 1, 0))


@pytest.mark.clause("A-09")
def test_from_ten_members_on_each_end_needs_a_tenth_of_the_roll_rounded_up() -> None:
    assert [opposite_votes_needed(roll, THRESHOLDS) for roll in (1, 9, 10, 11, 20, 21)] == [1, 1, 1, 2, 2, 3]
    assert holds("RED-2", split(1, 8, 0, 1))
    assert not holds("RED-2", split(1, 9, 0, 1))
    assert not holds("RED-2", split(2, 8, 0, 1))
    assert holds("RED-2", split(2, 7, 0, 2))
    assert not holds("RED-2", split(0, 11, 0, 0))


@pytest.mark.clause("A-09")
def test_two_blocs_of_a_third_two_levels_apart_are_a_major_disagreement() -> None:
    assert holds("RED-3", split(5, 0, 2, 0))
    assert holds("RED-3", split(5, 0, 1, 1))
    assert holds("RED-3", split(1, 4, 0, 2))
    assert not holds("RED-3", split(6, 0, 1, 0))
    assert not holds("RED-3", split(1, 5, 1, 0))
    assert not holds("RED-3", split(0, 5, 2, 0))


@pytest.mark.clause("A-06", "A-09")
def test_more_than_a_third_insufficient_is_red_and_a_fifth_is_amber() -> None:
    assert decided(split(0, 6, 0, 0, insufficient=3)).triggers == ("AMB-4",)
    assert decided(split(0, 5, 0, 0, insufficient=4)).triggers == ("RED-4",)
    assert decided(split(0, 4, 0, 0, insufficient=1)).triggers == ("AMB-4",)
    assert decided(split(0, 5, 0, 0, insufficient=1)).triggers == ()


@pytest.mark.clause("A-09")
def test_a_contrast_of_two_thirds_is_red_and_above_one_third_amber() -> None:
    assert holds("RED-5", split(0, 2, 0, 1))
    assert not holds("RED-5", split(0, 5, 0, 2))
    assert not holds("AMB-3", split(0, 2, 1, 0))
    assert holds("AMB-3", split(1, 3, 1, 0))
    assert not holds("AMB-3", split(0, 1, 0, 0))


@pytest.mark.clause("2.4.2-h", "A-09")
@pytest.mark.parametrize("ordinal", [True, False])
def test_the_organiser_may_declare_a_major_disagreement_in_writing(ordinal: bool) -> None:
    tally = split(0, 3, 0, 0)
    assert decided(tally, ordinal=ordinal).state is Outcome.DECIDED
    decision = decided(tally, ordinal=ordinal, is_declared=True)
    assert (decision.state, decision.majority, decision.triggers) == (Outcome.MAJOR_DISAGREEMENT, "2", ("RED-6",))


@pytest.mark.clause("A-09")
def test_exactly_two_thirds_is_a_clear_majority() -> None:
    assert not holds("AMB-1", split(0, 2, 1, 0))
    assert holds("AMB-1", split(0, 3, 2, 0))
    assert holds("AMB-1", split(0, 4, 3, 0))
    assert not holds("AMB-1", split(0, 6, 3, 0))
    assert holds("AMB-1", split(0, 5, 4, 0))


@pytest.mark.clause("A-09")
def test_a_vote_two_levels_off_asks_the_approver_and_says_on_which_side() -> None:
    [graver, _contrast] = decided(split(1, 0, 4, 0)).findings
    assert (graver.trigger, graver.numbers) == (Trigger.AMB_2, {"graver": 1, "milder": 0})
    [milder, _contrast] = decided(split(0, 4, 0, 1)).findings
    assert milder.numbers == {"graver": 0, "milder": 1}
    assert not holds("AMB-2", split(0, 4, 1, 0))
    assert holds("AMB-2", split(8, 0, 1, 0))
    assert holds("AMB-2", split(0, 1, 0, 8))


@pytest.mark.clause("A-09")
@pytest.mark.parametrize(
    ("roll", "asking", "is_asked"),
    [
        (1, 1, False),
        (3, 1, False),
        (3, 2, True),
        (5, 2, True),
        (7, 2, False),
        (7, 3, True),
        (9, 3, True),
        (15, 4, False),
    ],
)
def test_two_members_and_a_third_of_the_roll_may_ask_for_an_investigation(
    roll: int, asking: int, is_asked: bool
) -> None:
    assert decided(split(0, roll, 0, 0, asking=asking)).triggers == (("AMB-6",) if is_asked else ())


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("tally", [split(2, 2, 1, 0), split(1, 0, 0, 1, insufficient=3)])
def test_where_no_level_has_a_majority_no_vote_is_off_it(tally: Tally) -> None:
    assert distant_votes(decided(tally).standing, THRESHOLDS) is None


@pytest.mark.clause("A-09")
def test_where_nothing_has_a_majority_none_is_narrow() -> None:
    assert narrow_majority(decided(split(2, 2, 1, 0)).standing, THRESHOLDS) is None


# Precedence


@pytest.mark.clause("A-22")
def test_a_majority_for_insufficient_evidence_comes_before_every_other_sign() -> None:
    decision = decided(split(1, 0, 0, 1, insufficient=3, asking=5), is_declared=True)
    assert (decision.state, decision.majority) == (Outcome.EVIDENCE_INSUFFICIENT, "I")
    assert decision.triggers == ("RED-4",)
    assert [finding.trigger for finding in decision.also_held] == ["RED-2", "RED-5", "RED-6"]


@pytest.mark.clause("A-09")
def test_where_red_decides_amber_is_not_listed() -> None:
    decision = decided(split(0, 3, 0, 2, asking=5))
    assert decision.triggers == ("RED-3", "RED-5")
    assert all(finding.is_red for finding in decision.findings)
    amber = decided(split(0, 3, 2, 0, asking=5))
    assert not any(finding.is_red for finding in amber.findings)


@pytest.mark.clause("A-09")
def test_off_the_scale_distance_has_no_meaning() -> None:
    tally = Tally(5, {"1": 4, "0": 1})
    assert decided(tally).state is Outcome.MAJOR_DISAGREEMENT
    assert decided(tally, ordinal=False).state is Outcome.DECIDED


@pytest.mark.clause("A-09")
@pytest.mark.parametrize(
    ("ballots", "asking", "state", "majority", "triggers"),
    [
        ({"召回": 3}, 0, Outcome.DECIDED, "召回", ()),
        ({"召回": 3, "警示": 2}, 0, Outcome.REVIEW, "召回", ("AMB-1",)),
        ({"召回": 4, "I": 1}, 0, Outcome.REVIEW, "召回", ("AMB-4",)),
        ({"召回": 5}, 2, Outcome.REVIEW, "召回", ("AMB-6",)),
        ({"召回": 2, "警示": 2, "监测": 1}, 0, Outcome.MAJOR_DISAGREEMENT, None, ("RED-1",)),
        ({"召回": 3, "I": 2}, 0, Outcome.MAJOR_DISAGREEMENT, "召回", ("RED-4",)),
        ({"召回": 2, "I": 3}, 0, Outcome.EVIDENCE_INSUFFICIENT, "I", ("RED-4",)),
    ],
)
def test_a_question_with_free_options_is_counted_too(
    ballots: dict[str, int], asking: int, state: Outcome, majority: str | None, triggers: tuple[str, ...]
) -> None:
    decision = decided(Tally(max(sum(ballots.values()), 3), ballots, asking), ordinal=False)
    assert (decision.state, decision.majority, decision.triggers) == (state, majority, triggers)
    assert decision.standing.contrast is None


# What cannot be counted


@pytest.mark.parametrize(
    ("tally", "code"),
    [
        (Tally(0, {}), "COUNT_ROLL"),
        (Tally(-3, {}), "COUNT_ROLL"),
        (Tally(3, {"4": 1}), "COUNT_OPTION"),
        (Tally(3, {"": 1}), "COUNT_OPTION"),
        (Tally(5, {"2": 6, "3": -1}), "COUNT_VOTES"),
        (Tally(3, {"2": 3, "I": 1}), "COUNT_OVER_ROLL"),
        (Tally(3, {"2": 3}, 4), "COUNT_ASKS"),
        (Tally(3, {"2": 3}, -1), "COUNT_ASKS"),
    ],
)
def test_a_tally_that_does_not_add_up_is_named(tally: Tally, code: str) -> None:
    reasons = reasons_against_count(tally, method=Method.SINGLE_MAJORITY, ordinal=True)
    assert reasons[0].code == code


@pytest.mark.clause("A-08")
def test_free_options_need_names_and_do_not_cumulate() -> None:
    single = Method.SINGLE_MAJORITY
    assert not reasons_against_count(Tally(3, {"召回": 2, "I": 1}), method=single, ordinal=False)
    [reason] = reasons_against_count(Tally(3, {" ": 2}), method=single, ordinal=False)
    assert reason.code == "COUNT_OPTION"
    [reason] = reasons_against_count(Tally(3, {"召回": 2}), method=CUMULATIVE, ordinal=False)
    assert reason.code == "COUNT_METHOD_FREE"


def test_a_tally_that_adds_up_may_be_counted() -> None:
    assert not reasons_against_count(split(1, 1, 1, 0, asking=3), method=CUMULATIVE, ordinal=True)
