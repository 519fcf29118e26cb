"""The ladder of suspensions, the way back, renewal, and what the integrity record proposes."""

from datetime import date

import pytest

from panel.roster import career_rules, standing_rules
from panel.roster.facts import Service
from panel.roster.standing_facts import IntegrityTally, Ladder, ReturnBy

LADDER = Ladder((3, 6, 12), 2)


@pytest.mark.clause("D-18")
@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 3, 1), 3, date(2026, 5, 31)),
        (date(2026, 3, 2), 6, date(2026, 9, 1)),
        (date(2026, 3, 2), 12, date(2027, 3, 1)),
        (date(2025, 11, 30), 3, date(2026, 2, 27)),
        (date(2027, 11, 30), 3, date(2028, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 27)),
    ],
)
def test_a_suspension_ends_the_day_before_its_months_are_over(first: date, months: int, last: date) -> None:
    assert standing_rules.suspension_end(first, months) == last


@pytest.mark.clause("D-18")
def test_the_first_rung_ends_by_itself_and_the_others_by_a_pledge() -> None:
    assert [standing_rules.way_back(rung, LADDER) for rung in (1, 2, 3)] == [
        ReturnBy.AUTOMATIC,
        ReturnBy.PLEDGE,
        ReturnBy.PLEDGE,
    ]
    assert [LADDER.months_of(rung) for rung in (1, 2, 3)] == [3, 6, 12]


@pytest.mark.clause("D-18")
def test_only_an_automatic_suspension_that_is_over_ends_by_itself() -> None:
    last = date(2026, 5, 31)
    assert not standing_rules.may_return_by_itself(ReturnBy.AUTOMATIC, last, last)
    assert standing_rules.may_return_by_itself(ReturnBy.AUTOMATIC, last, date(2026, 6, 1))
    assert not standing_rules.may_return_by_itself(ReturnBy.PLEDGE, last, date(2026, 6, 1))
    assert not standing_rules.may_return_by_itself(ReturnBy.DECISION, last, date(2026, 6, 1))


@pytest.mark.clause("D-18")
@pytest.mark.parametrize(
    ("way", "has_pledge", "code"),
    [
        (ReturnBy.PLEDGE, False, "PLEDGE_MISSING"),
        (ReturnBy.PLEDGE, True, None),
        (ReturnBy.AUTOMATIC, False, None),
        (ReturnBy.DECISION, False, None),
    ],
)
def test_without_the_pledge_nobody_returns(way: ReturnBy, has_pledge: bool, code: str | None) -> None:
    assert standing_rules.reasons_against_return(way, has_pledge=has_pledge) == code


@pytest.mark.clause("D-18")
@pytest.mark.parametrize(
    ("counts", "poor", "last_rung", "proposed"),
    [
        ({}, 0, 0, None),
        ({Service.DECLINED: 9, Service.RECUSED: 9}, 0, 0, None),
        ({Service.ABSENT: 1, Service.NOT_VOTED: 1}, 0, 0, None),
        ({Service.ABSENT: 1, Service.NOT_VOTED: 1, Service.NO_ANSWER: 1}, 0, 0, 1),
        ({Service.ABSENT: 2}, 1, 0, 1),
        ({Service.NOT_SIGNED: 3}, 0, 1, 2),
        ({Service.ABSENT: 3}, 0, 3, 4),
        ({Service.CONCEALED: 1}, 0, 0, 2),
        ({Service.CONCEALED: 1}, 0, 2, 3),
        ({Service.CONCEALED: 1}, 0, 3, 4),
    ],
)
def test_the_record_proposes_the_next_rung(
    counts: dict[Service, int], poor: int, last_rung: int, proposed: int | None
) -> None:
    assert standing_rules.proposed_rung(IntegrityTally(counts, poor, last_rung), 3) == proposed


@pytest.mark.clause("4.1.1-c")
def test_a_term_calls_for_its_re_examination_in_time() -> None:
    last = date(2026, 5, 31)
    assert not standing_rules.is_term_ending(last, date(2026, 3, 1), 90)
    assert standing_rules.is_term_ending(last, date(2026, 3, 2), 90)
    assert standing_rules.is_term_ending(last, date(2026, 7, 1), 90)


@pytest.mark.clause("4.1.1-c")
def test_a_new_term_begins_after_the_old_one() -> None:
    last = date(2026, 5, 31)
    assert standing_rules.reasons_against_renewal(last, last) == "RENEWAL_OVERLAP"
    assert standing_rules.reasons_against_renewal(last, date(2026, 6, 1)) is None


@pytest.mark.clause("S-14")
def test_whoever_proposes_does_not_decide() -> None:
    assert not standing_rules.are_two_persons(5, 5)
    assert standing_rules.are_two_persons(5, 6)
    assert standing_rules.are_two_persons(5, None)


@pytest.mark.clause("4.1.1-c")
def test_a_review_is_told_what_to_look_at_twice() -> None:
    today = date(2026, 3, 2)
    assert standing_rules.remarks_on_age(1956, today, 70) is None
    assert standing_rules.remarks_on_age(1955, today, 70) == "AGE"
    assert standing_rules.remarks_on_practice(None, today, 8) == "PRACTICE_UNKNOWN"
    assert standing_rules.remarks_on_practice(2018, today, 8) is None
    assert standing_rules.remarks_on_practice(2019, today, 8) == "PRACTICE_SHORT"


@pytest.mark.clause("D-18")
def test_an_appraisal_below_the_floor_is_poor() -> None:
    assert standing_rules.is_poor(59, 60)
    assert not standing_rules.is_poor(60, 60)


@pytest.mark.clause("D-01")
@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, None),
        (date(2020, 1, 1), None, None),
        (date(2020, 1, 1), date(2020, 1, 1), None),
        (date(2020, 1, 2), date(2020, 1, 1), ("SPAN_ORDER", "to_on")),
        (date(2026, 3, 3), None, ("SPAN_AHEAD", "from_on")),
        (None, date(2026, 3, 3), ("SPAN_AHEAD", "to_on")),
        (None, date(2026, 3, 2), None),
    ],
)
def test_declared_days_run_forward_and_have_come(
    first: date | None, last: date | None, found: tuple[str, str] | None
) -> None:
    assert career_rules.reasons_against_span(first, last, date(2026, 3, 2)) == found
