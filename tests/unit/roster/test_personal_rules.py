"""Identity numbers: their check sign, what they say of a person, and how little a page shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.kernel.actor import Role
from panel.roster import personal_rules as rules
from panel.roster.facts import PersonalField

TODAY = date(2026, 3, 2)
# The two examples of GB 11643-1999: a woman born on the last day of 1949, and one born in 1880.
WOMAN, OLD = "11010519491231002X", "440524188001010014"


def fault(number: str, year: int, gender: str) -> str | None:
    return rules.fault_of_identity(number, birth_year=year, gender=gender, today=TODAY)


def test_the_examples_of_the_standard_are_taken() -> None:
    assert fault(WOMAN, 1949, "女") is None
    assert fault(OLD, 1880, "男") is None
    assert fault(rules.plain_identity(" 110105 19491231 002x "), 1949, "女") is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "IDENTITY_FORM"),
        ("11010519491231002", "IDENTITY_FORM"),
        ("11010519491231002XX", "IDENTITY_FORM"),
        ("01010519491231002X", "IDENTITY_FORM"),
        ("1101051949123１002X", "IDENTITY_FORM"),
        ("110105194912310020", "IDENTITY_CHECK"),
        ("110105194912310021", "IDENTITY_CHECK"),
    ],
)
def test_a_wrong_form_or_check_sign_is_refused(number: str, code: str) -> None:
    assert fault(number, 1949, "女") == code


def signed(body: str) -> str:
    return body + rules.identity_check_sign(body)


def test_an_impossible_day_of_birth_is_refused() -> None:
    assert fault(signed("11010519490230002"), 1949, "女") == "IDENTITY_FORM"
    assert fault(signed("11010520260303002"), 2026, "女") == "IDENTITY_FORM"
    assert fault(signed("11010520260302002"), 2026, "女") is None


def test_year_and_gender_must_be_those_of_the_person() -> None:
    assert fault(WOMAN, 1950, "女") == "IDENTITY_PERSON"
    assert fault(WOMAN, 1949, "男") == "IDENTITY_PERSON"


@given(st.text(alphabet="0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_breaks_the_check(body: str, place: int, by: int) -> None:
    other = body[:place] + str((int(body[place]) + by) % 10) + body[place + 1 :]
    assert rules.identity_check_sign(body) != rules.identity_check_sign(other)


@given(st.text(alphabet="0123456789", min_size=17, max_size=17), st.integers(0, 15))
def test_two_neighbours_swapped_break_the_check(body: str, place: int) -> None:
    other = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert other == body or rules.identity_check_sign(body) != rules.identity_check_sign(other)


def test_a_page_shows_head_and_tail_only() -> None:
    assert rules.masked_identity("110105199001011234") == "110***********1234"
    assert rules.masked_identity("123") == "*" * 18
    assert rules.masked_phone("13912345678") == "139****78"
    assert rules.masked_phone("1234567") == "****"


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(
    ("wanted", "role", "is_in_charge", "may"),
    [
        (PersonalField.PHONE, Role.SECRETARY, False, True),
        (PersonalField.IDENTITY, Role.SECRETARY, True, False),
        (PersonalField.IDENTITY, Role.OFFICIAL, True, True),
        (PersonalField.IDENTITY, Role.APPROVER, True, True),
        (PersonalField.PHONE, Role.OFFICIAL, False, False),
        (PersonalField.PHONE, Role.AUDITOR, True, False),
        (PersonalField.IDENTITY, Role.IT_ADMIN, True, False),
        (PersonalField.IDENTITY, Role.EXPERT, True, False),
    ],
)
def test_who_may_ask_for_a_number_in_full(wanted: PersonalField, role: Role, is_in_charge: bool, may: bool) -> None:
    assert rules.may_reveal(wanted, role, is_in_charge=is_in_charge) is may
