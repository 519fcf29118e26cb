"""What a rule forbids, the tables forbid too."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from panel.kernel.tokens import new_key
from panel.matters import service
from tests.support.matters import BLOCK, Matters


def broken(matters: Matters, statement: str, **values: Any) -> None:
    """Expect a change past the use cases to break a constraint."""
    with pytest.raises(IntegrityError), matters.session_of() as session:
        session.execute(text(statement), values)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'LOST'", "level = 4", "source_class = 9", "secrecy = 'classified'", "event_on = '2026-03-03'",
        "event_on = NULL", "state = 'MERGED'", "state = 'CLOSED_ROUTINE'", "open_test_count = 1",
        "open_test_count = -1", "state = 'TESTING'", "level = 2, level2_due_at = NULL", "screened_at = NULL",
        "level = NULL",
    ],
)  # fmt: skip
def test_a_matter_is_never_in_a_state_that_no_rule_allows(matters: Matters, change: str) -> None:
    broken(matters, f"UPDATE matters_matter SET {change} WHERE id = :id", id=matters.confirmed())


def test_two_adjudications_of_a_matter_are_never_open_at_once(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    broken(
        matters,
        "INSERT INTO matters_adjudication (matter_id, level, mode, organiser_org_id, state, opened_by, opened_at)"
        " SELECT matter_id, level, mode, organiser_org_id, state, opened_by, opened_at"
        " FROM matters_adjudication WHERE matter_id = :id",
        id=number,
    )


def test_a_level_1_adjudication_names_the_body_of_its_result(matters: Matters) -> None:
    _number, adjudication = matters.adjudicating()
    broken(matters, "UPDATE matters_adjudication SET level = 1 WHERE id = :id", id=adjudication)


@pytest.mark.clause("S-05", "3.2.2-b")
@pytest.mark.parametrize(
    "change",
    [
        "reviewed_by = entered_by, reviewed_at = entered_at",
        "confirmed_by = reviewed_by, confirmed_at = entered_at",
        "reviewed_at = entered_at",
        "conclusion_no = ''",
        "risk_level = '4'",
    ],
)
def test_a_result_passes_through_three_hands(matters: Matters, change: str) -> None:
    _number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    broken(matters, f"UPDATE matters_result SET {change} WHERE id = :id", id=result)


@pytest.mark.clause("S-09", "2.4.1-e")
@pytest.mark.parametrize(
    "change",
    [
        "head_by = requested_by, head_at = requested_at, state = 'sent'",
        "state = 'sent'",
        "state = 'granted', head_by = :other, decided_by = requested_by",
        "state = 'granted', head_by = :other, decided_by = :third",
    ],
)
def test_a_request_is_drafted_sent_and_granted_by_different_people(matters: Matters, change: str) -> None:
    number, _second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    request = matters.act(service.request_level_1, number, form_key=new_key(), difficulty="多部门", by="u01")
    people = {"other": matters.basis.account("u02"), "third": matters.basis.account("u03")}
    used = {name: value for name, value in people.items() if f":{name}" in change}
    broken(matters, f"UPDATE matters_request SET {change} WHERE id = :id", id=request, **used)


def test_a_notice_number_and_a_form_key_stand_once(matters: Matters) -> None:
    first, second = matters.received(), matters.received()
    for column in ("notice_no", "form_key"):
        broken(
            matters,
            f"UPDATE matters_matter SET {column} = (SELECT {column} FROM matters_matter WHERE id = :first)"
            " WHERE id = :id",
            first=first, id=second,
        )  # fmt: skip
