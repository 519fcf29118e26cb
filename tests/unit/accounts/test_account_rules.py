"""Who may have which account, and how often somebody may guess."""

from datetime import UTC, datetime, timedelta

import pytest

from panel.accounts import rules
from panel.accounts.facts import OrgKind
from panel.kernel.actor import Role

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HEAD, ADMINISTRATOR = 1, 2


@pytest.mark.clause("S-07", "3.5.0-g")
def test_a_grant_by_the_head_is_carried_out_by_another_person() -> None:
    assert rules.reasons_against_grant(Role.APPROVER, HEAD) is None
    assert rules.reasons_against_grant(Role.APPROVER, HEAD, ADMINISTRATOR) is None
    assert rules.reasons_against_grant(Role.APPROVER, HEAD, HEAD) == "SOD_ADMIN"


@pytest.mark.clause("S-07", "3.5.0-g")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.APPROVER])
def test_nobody_but_a_head_grants_an_account(role: Role) -> None:
    assert rules.reasons_against_grant(role, HEAD, ADMINISTRATOR) == "GRANT_BY_HEAD"


@pytest.mark.clause("S-06", "3.1.2-b")
def test_administrators_and_auditors_hold_no_business_role() -> None:
    others = {role for role in Role if not rules.is_business_role(role)}
    assert others == {Role.AUDITOR, Role.IT_ADMIN, Role.SYSTEM}


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(("tries", "waits"), [(0, False), (9, False), (10, True), (11, True)])
def test_ten_failed_tries_make_one_wait(tries: int, waits: bool) -> None:
    assert rules.must_wait(tries) is waits


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(
    ("tries", "passed", "seconds"),
    [
        (59, timedelta(0), 0), (60, timedelta(0), 1), (60, timedelta(seconds=1), 0), (69, timedelta(0), 1),
        (70, timedelta(0), 2), (70, timedelta(seconds=1), 1), (70, timedelta(milliseconds=1001), 1),
        (100_000, timedelta(0), 30), (100_000, timedelta(seconds=30), 0),
    ],
)  # fmt: skip
def test_an_address_is_slowed_down_by_a_pause_that_grows_slowly_and_ends(
    tries: int, passed: timedelta, seconds: int
) -> None:
    assert rules.seconds_to_wait(tries, passed) == seconds


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567", "PASSWORD_SHORT"),
        ("12345678", None),
        ("密码密码密码密", "PASSWORD_SHORT"),
        ("密码密码密码密码", None),
        ("x" * 200, None),
        ("zhang.san", "PASSWORD_IS_LOGIN"),
        ("ZHANG.SAN", "PASSWORD_IS_LOGIN"),
        ("Zhang.San@Example.org", "PASSWORD_IS_LOGIN"),
        ("zhang.san1", None),
    ],
)
def test_a_password_has_eight_characters_and_is_not_the_login(password: str, code: str | None) -> None:
    assert rules.reasons_against_password(password, "zhang.san@example.org") == code


@pytest.mark.clause("D-13", "4.1.2-e")
@pytest.mark.parametrize(
    ("age", "is_fresh"),
    [
        (timedelta(0), True),
        (timedelta(minutes=2), True),
        (timedelta(minutes=2, microseconds=1), False),
        (timedelta(microseconds=-1), False),
    ],
)
def test_a_proof_is_good_for_two_minutes_from_when_it_was_given(age: timedelta, is_fresh: bool) -> None:
    assert rules.is_fresh_proof(7, 7, NOW - age, NOW) is is_fresh


@pytest.mark.clause("D-13")
def test_a_proof_of_somebody_else_is_none() -> None:
    assert rules.is_fresh_proof(7, 8, NOW, NOW) is False


HEADQUARTERS, DEPARTMENT, BUREAU = (OrgKind.HQ, 1), (OrgKind.HQ_DEPT, 1), (OrgKind.PROVINCIAL_BUREAU, 2)


@pytest.mark.clause("3.5.0-a", "3.5.0-g")
@pytest.mark.parametrize(
    ("duty", "role", "org", "code"),
    [
        ("info_officer", Role.OFFICIAL, BUREAU, None),
        ("info_officer", Role.SECRETARY, BUREAU, "DUTY_MISPLACED"),
        ("reviewer", Role.OFFICIAL, BUREAU, None),
        ("reviewer", Role.EXPERT, BUREAU, "DUTY_MISPLACED"),
        ("hq_leader", Role.APPROVER, HEADQUARTERS, None),
        ("hq_leader", Role.OFFICIAL, HEADQUARTERS, "DUTY_MISPLACED"),
        ("hq_leader", Role.APPROVER, DEPARTMENT, "DUTY_MISPLACED"),
        ("hq_leader", Role.APPROVER, BUREAU, "DUTY_MISPLACED"),
        ("designated_result_body", Role.OFFICIAL, DEPARTMENT, None),
        ("designated_result_body", Role.APPROVER, DEPARTMENT, "DUTY_MISPLACED"),
        ("designated_result_body", Role.OFFICIAL, BUREAU, "DUTY_MISPLACED"),
        ("owner_of_everything", Role.OFFICIAL, HEADQUARTERS, "DUTY_MISPLACED"),
    ],
)
def test_an_additional_duty_goes_only_to_those_it_is_meant_for(
    duty: str, role: Role, org: tuple[OrgKind, int], code: str | None
) -> None:
    assert rules.reasons_against_duties([duty], role, *org) == code


@pytest.mark.clause("3.5.0-a")
def test_one_misplaced_duty_among_others_is_refused() -> None:
    assert rules.reasons_against_duties([], Role.EXPERT, *BUREAU) is None
    assert rules.reasons_against_duties(["info_officer", "reviewer"], Role.OFFICIAL, *BUREAU) is None
    duties = ["info_officer", "hq_leader"]
    assert rules.reasons_against_duties(duties, Role.OFFICIAL, *BUREAU) == "DUTY_MISPLACED"
