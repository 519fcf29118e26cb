"""What must hold of every decision, whatever the numbers."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.commissions.facts import Method
from panel.voting.disagreement_rules import contrast_index
from panel.voting.facts import LEVELS, SCALE, Decision, Outcome, Tally
from panel.voting.rules import decide, gate, majority_needed, must_extend, reasons_against_count
from tests.support.voting import THRESHOLDS, colour, split

ORDER = {"GREEN": 0, "AMBER": 1, "RED": 2}
METHODS = st.sampled_from(Method)


def decided(tally: Tally, **how: object) -> Decision:
    return decide(tally, thresholds=THRESHOLDS, **how)  # type: ignore[arg-type]


def full_splits(roll: int, options: int) -> Iterator[tuple[int, ...]]:
    """Give every way in which a roll falls on the options with nobody silent."""
    for cuts in combinations(range(roll + options - 1), options - 1):
        yield tuple(after - before - 1 for before, after in pairwise((-1, *cuts, roll + options - 1)))


def moved(votes: tuple[int, ...], source: int, target: int) -> tuple[int, ...]:
    """Give the votes after one member went from one option to another."""
    return tuple(count - (place == source) + (place == target) for place, count in enumerate(votes))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Draw any tally that adds up."""
    cast = Counter(draw(st.lists(st.sampled_from([*SCALE, "I"]), max_size=30)))
    roll = max(cast.total(), 1) + draw(st.integers(0, 10))
    return Tally(roll, dict(cast), draw(st.integers(0, roll)))


@pytest.mark.clause("A-09")
@pytest.mark.parametrize("roll", range(3, 26))
def test_a_vote_that_moves_toward_the_outcome_never_makes_it_worse(roll: int) -> None:
    for votes in full_splits(roll, len(SCALE)):
        before = decided(split(*votes))
        if before.majority is None:
            continue
        outcome = SCALE.index(before.majority)
        for place, count in enumerate(votes):
            if count and place != outcome:
                closer = moved(votes, place, place + (1 if place < outcome else -1))
                assert ORDER[colour(decided(split(*closer)))] <= ORDER[colour(before)], (votes, closer)


@pytest.mark.clause("A-06", "A-09")
@pytest.mark.parametrize("roll", range(3, 10))
def test_an_unsure_member_who_joins_the_outcome_never_makes_it_worse(roll: int) -> None:
    for *levels, insufficient in full_splits(roll, len(SCALE) + 1):
        before = decided(split(*levels, insufficient=insufficient))
        if insufficient and before.majority in SCALE:
            joined = [votes + (option == before.majority) for option, votes in zip(SCALE, levels, strict=True)]
            after = decided(split(*joined, insufficient=insufficient - 1))
            assert ORDER[colour(after)] <= ORDER[colour(before)], (levels, insufficient)


@pytest.mark.clause("A-09")
@given(tallies())
def test_turning_the_scale_round_never_changes_the_colour(tally: Tally) -> None:
    turned = dict(zip(SCALE, reversed(SCALE), strict=True)) | {"I": "I"}
    mirror = Tally(
        tally.roll, {turned[option]: votes for option, votes in tally.ballots.items()}, tally.ask_investigation
    )
    one, other = decided(tally), decided(mirror)
    assert (one.state, one.triggers) == (other.state, other.triggers)


@pytest.mark.clause("2.4.2-g")
@given(st.integers(1, 10_000), st.sampled_from(SCALE), METHODS)
def test_unanimity_is_decided(roll: int, option: str, method: Method) -> None:
    decision = decided(Tally(roll, {option: roll}), method=method)
    assert (decision.state, decision.majority) == (Outcome.DECIDED, option)


@given(tallies(), METHODS, st.permutations([*SCALE, "I"]))
def test_the_order_of_the_options_and_options_without_votes_change_nothing(
    tally: Tally, method: Method, order: list[str]
) -> None:
    listed = {option: tally.ballots.get(option, 0) for option in order}
    other = decided(Tally(tally.roll, listed, tally.ask_investigation), method=method)
    one = decided(tally, method=method)
    assert (one.state, one.majority, one.triggers) == (other.state, other.majority, other.triggers)


@pytest.mark.clause("A-09")
@given(tallies(), METHODS, st.booleans())
def test_more_requests_for_an_investigation_never_make_it_lighter(tally: Tally, method: Method, ordinal: bool) -> None:
    if not ordinal:
        method = Method.SINGLE_MAJORITY
    colours = [
        ORDER[colour(decided(Tally(tally.roll, tally.ballots, asking), method=method, ordinal=ordinal))]
        for asking in range(tally.roll + 1)
    ]
    assert all(fewer <= more for fewer, more in pairwise(colours))


@pytest.mark.clause("A-09")
@given(tallies())
def test_the_names_of_free_options_change_nothing(tally: Tally) -> None:
    names = dict(zip(SCALE, ["召回", "警示", "监测", "解除"], strict=True)) | {"I": "I"}
    renamed = Tally(
        tally.roll, {names[option]: votes for option, votes in tally.ballots.items()}, tally.ask_investigation
    )
    one, other = decided(tally, ordinal=False), decided(renamed, ordinal=False)
    assert (one.state, one.triggers) == (other.state, other.triggers)
    assert names.get(one.majority or "") == other.majority


@pytest.mark.clause("2.4.2-g", "A-08")
@given(tallies(), METHODS)
def test_a_majority_is_more_than_half_of_the_roll_and_no_majority_is_never_decided(
    tally: Tally, method: Method
) -> None:
    decision = decided(tally, method=method)
    if decision.majority is None:
        assert decision.state is Outcome.MAJOR_DISAGREEMENT
        return
    assert 2 * decision.support > tally.roll
    assert decision.needed == majority_needed(tally.roll)
    if method is Method.SINGLE_MAJORITY:
        assert decision.support == tally.ballots[decision.majority]


@pytest.mark.clause("A-08")
@given(tallies())
def test_cumulating_never_loses_a_majority_and_never_makes_it_milder(tally: Tally) -> None:
    single, cumulative = decided(tally), decided(tally, method=Method.ORDINAL_CUMULATIVE)
    if single.majority in LEVELS:
        assert cumulative.majority in LEVELS
        assert cumulative.majority <= str(single.majority)
    elif single.majority is not None:
        assert cumulative.majority == single.majority


@pytest.mark.clause("A-09")
@given(tallies(), METHODS)
def test_the_state_follows_from_the_triggers(tally: Tally, method: Method) -> None:
    decision = decided(tally, method=method)
    reds = [trigger for trigger in decision.triggers if trigger.startswith("RED")]
    expected = {
        Outcome.DECIDED: decision.triggers == (),
        Outcome.REVIEW: bool(decision.triggers) and not reds,
        Outcome.MAJOR_DISAGREEMENT: bool(reds) and decision.majority != "I",
        Outcome.EVIDENCE_INSUFFICIENT: decision.triggers == ("RED-4",) and decision.majority == "I",
    }
    assert expected[decision.state]
    assert list(decision.triggers) == sorted(decision.triggers)


@pytest.mark.clause("A-09")
@given(st.lists(st.sampled_from(SCALE), min_size=2, max_size=25))
def test_the_contrast_index_stays_under_the_ceiling_of_its_span(ballots: list[str]) -> None:
    counts = Counter(ballots)
    index = contrast_index([counts[option] for option in SCALE])
    places = [SCALE.index(ballot) for ballot in ballots]
    assert index is not None
    assert 0 <= index <= Fraction(max(places) - min(places), 3)


@given(
    st.integers(-3, 40), st.dictionaries(st.sampled_from([*SCALE, "I", "4"]), st.integers(-2, 9)), st.integers(-2, 9)
)
def test_whatever_adds_up_can_be_counted(roll: int, ballots: dict[str, int], asking: int) -> None:
    tally = Tally(roll, ballots, asking)
    adds_up = (
        roll >= 1
        and sum(ballots.values()) <= roll
        and min(ballots.values(), default=0) >= 0
        and 0 <= asking <= roll
        and "4" not in ballots
    )
    assert adds_up is not bool(reasons_against_count(tally, method=Method.SINGLE_MAJORITY, ordinal=True))
    if adds_up:
        assert decided(tally).not_voted >= 0


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f")
@given(st.integers(0, 60), st.booleans(), st.booleans())
def test_an_open_gate_means_an_odd_number_that_reaches_the_minimum_or_one_with_a_waiver(
    present: int, is_complex: bool, has_waiver: bool
) -> None:
    is_open = gate(is_complex=is_complex, present=present, has_waiver=has_waiver, thresholds=THRESHOLDS) is None
    enough = present >= (5 if is_complex else 3)
    assert is_open is (present % 2 == 1 and (enough or (present == 1 and has_waiver and not is_complex)))


@pytest.mark.clause("D-10")
@given(st.integers(0, 60), st.integers(1, 60))
def test_time_is_extended_above_a_third_of_the_roll(asking: int, roll: int) -> None:
    assert must_extend(asking, roll, THRESHOLDS) is (3 * asking > roll)
