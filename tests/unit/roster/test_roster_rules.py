"""Who may enter the roster, and who can be drawn, each boundary from both sides."""

from dataclasses import replace
from datetime import date

import pytest

from panel.accounts.facts import OrgFacts, OrgKind
from panel.kernel.actor import Role
from panel.roster import rules
from panel.roster.facts import (
    Act,
    Appointment,
    DeclaredConflict,
    Exclusion,
    ExpertFacts,
    ExpertState,
    Need,
    PartyName,
    Reason,
    Standing,
)

HQ = OrgFacts(1, "HQ", "总局", 1, OrgKind.HQ, None, "000000")
FOOD = OrgFacts(2, "HQ-FOOD", "食品司", 1, OrgKind.HQ_DEPT, 1, "000000")
HUNAN = OrgFacts(3, "B-430", "湖南局", 2, OrgKind.PROVINCIAL_BUREAU, 1, "430000")
TOWN = OrgFacts(4, "G-4301", "乙市局", 2, OrgKind.GRASSROOTS, 3, "430000")
ON = date(2026, 3, 2)
EXPERT = ExpertFacts(
    id=11,
    code="ZJ-0011",
    name="卢清和",
    group="technical",
    main_discipline="T03",
    second_discipline="T01",
    employer="示范食品风险评估所（示例）",
    employer_code=None,
    region="120000",
    committee_id=1,
    committee_owner_org_id=1,
    state=ExpertState.APPOINTED,
    term_from=date(2023, 1, 1),
    term_to=date(2027, 12, 31),
    committee_term_from=date(2023, 1, 1),
    committee_term_to=date(2027, 12, 31),
    suspended_until=None,
    workload_limit=6,
    panels_last_12m=5,
    account_id=44,
)
NEED = Need(on=ON, org_id=3, allowed_committee_owner_ids=frozenset({1, 3}), disciplines=frozenset({"T03", "T06"}))


def reasons(expert: ExpertFacts = EXPERT, need: Need = NEED) -> list[Reason]:
    return [exclusion.code for exclusion in rules.reasons_against_eligibility(expert, need)]


# The way in


@pytest.mark.clause("4.1.1-b")
@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (OrgKind.HQ_DEPT, True),
        (OrgKind.COMMISSION, True),
        (OrgKind.PROVINCIAL_BUREAU, True),
        (OrgKind.DIRECT_BUREAU, True),
        (OrgKind.GRASSROOTS, False),
        (OrgKind.INSTITUTION, False),
    ],
)
def test_departments_commissions_and_bureaux_recommend_and_nobody_else(kind: OrgKind, may: bool) -> None:
    assert rules.may_recommend(kind) is may


def test_the_owner_decides_and_for_headquarters_its_departments() -> None:
    assert rules.acts_for_owner(HUNAN, HUNAN)
    assert rules.acts_for_owner(FOOD, HQ)
    assert not rules.acts_for_owner(HUNAN, HQ)
    assert not rules.acts_for_owner(FOOD, HUNAN)


@pytest.mark.clause("S-14")
@pytest.mark.parametrize(
    ("act", "acting", "may"),
    [
        (Act.REVIEW, 5, False),
        (Act.REVIEW, 6, True),
        (Act.APPOINT, 5, False),
        (Act.APPOINT, 6, False),
        (Act.APPOINT, 7, True),
        (Act.SUSPEND, 5, True),
        (Act.APPOINT, None, True),
    ],
)
def test_whoever_recommends_does_not_appoint(act: Act, acting: int | None, may: bool) -> None:
    assert rules.may_decide(act, acting, recommended_by=5, reviewed_by=6) is may


@pytest.mark.clause("4.1.1-c")
def test_states_follow_one_course() -> None:
    assert rules.next_state(ExpertState.RECOMMENDED, Act.REVIEW) is ExpertState.UNDER_REVIEW
    assert rules.next_state(ExpertState.UNDER_REVIEW, Act.APPOINT) is ExpertState.APPOINTED
    assert rules.next_state(ExpertState.RECOMMENDED, Act.APPOINT) is None
    assert rules.next_state(ExpertState.DISMISSED, Act.RESUME) is None
    assert rules.next_state(ExpertState.SUSPENDED, Act.RESUME) is ExpertState.APPOINTED


@pytest.mark.clause("4.1.1-c")
@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2024, 1, 1), date(2028, 12, 31), None),
        (date(2024, 1, 1), date(2029, 1, 1), "TERM_TOO_LONG"),
        (date(2026, 3, 2), date(2026, 3, 1), "TERM_ORDER"),
        (date(2026, 3, 2), date(2026, 3, 2), None),
        (date(2026, 3, 2), date(2029, 12, 31), None),
        (date(2026, 3, 2), date(2030, 1, 1), "TERM_BEYOND_COMMITTEE"),
    ],
)
def test_a_term_is_at_most_five_years_and_within_the_committee(first: date, last: date, code: str | None) -> None:
    assert rules.reasons_against_term(first, last, date(2029, 12, 31), 5) == code


APPOINTED = Standing(
    ExpertState.APPOINTED, None, None, 3, date(2022, 11, 2), Appointment(1, "聘字1", ON, date(2027, 1, 1))
)


@pytest.mark.clause("4.1.1-b")
def test_a_register_carried_over_needs_recommendation_and_appointment() -> None:
    assert rules.reasons_against_standing(OrgKind.COMMISSION, APPOINTED) is None
    assert rules.reasons_against_standing(OrgKind.GRASSROOTS, APPOINTED) == "EXPERT_RECOMMENDATION"
    bare = replace(APPOINTED, appointment=None)
    assert rules.reasons_against_standing(OrgKind.COMMISSION, bare) == "APPOINTMENT_MISSING"
    assert rules.reasons_against_standing(OrgKind.COMMISSION, replace(bare, state=ExpertState.RECOMMENDED)) is None


@pytest.mark.clause("D-18")
def test_a_suspension_has_an_end_and_nobody_else_has_one() -> None:
    suspended = replace(APPOINTED, state=ExpertState.SUSPENDED)
    assert rules.reasons_against_standing(OrgKind.COMMISSION, suspended) == "SUSPENSION_END"
    assert rules.reasons_against_standing(OrgKind.COMMISSION, replace(suspended, suspended_until=ON)) is None
    assert rules.reasons_against_standing(OrgKind.COMMISSION, replace(APPOINTED, suspended_until=ON)) == (
        "SUSPENSION_END"
    )


def test_a_member_past_the_term_counts_as_such() -> None:
    assert rules.state_on(ExpertState.APPOINTED, ON, ON) is ExpertState.APPOINTED
    assert rules.state_on(ExpertState.APPOINTED, date(2026, 3, 1), ON) is ExpertState.TERM_ENDED
    assert rules.state_on(ExpertState.RETIRED, date(2026, 3, 1), ON) is ExpertState.RETIRED
    assert rules.state_on(ExpertState.APPOINTED, None, ON) is ExpertState.APPOINTED


@pytest.mark.clause("4.1.1-d", "4.1.1-f", "D-17")
def test_a_body_draws_from_its_own_committee_and_those_above() -> None:
    assert rules.committee_owners_open_to((TOWN, HUNAN, HQ)) == {4, 3, 1}
    assert rules.committee_owners_open_to((FOOD, HQ)) == {2, 1}


# Who can be drawn


@pytest.mark.clause("D-02")
def test_an_expert_without_a_reason_against_is_eligible() -> None:
    assert reasons() == []


@pytest.mark.clause("4.1.1-c")
@pytest.mark.parametrize("state", [state for state in ExpertState if state is not ExpertState.APPOINTED])
def test_only_the_appointed_are_eligible(state: ExpertState) -> None:
    assert reasons(replace(EXPERT, state=state)) == [Reason.STATE]


def test_a_suspension_names_its_end() -> None:
    suspended = replace(EXPERT, state=ExpertState.SUSPENDED, suspended_until=date(2026, 12, 31))
    assert rules.reasons_against_eligibility(suspended, NEED) == (Exclusion(Reason.STATE, "suspended 2026-12-31"),)
    assert Exclusion(Reason.STATE, "x").as_json() == {"code": "EXPERT_STATE", "detail": "x"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (ON, ON, []),
        (date(2026, 3, 3), date(2027, 1, 1), [Reason.TERM]),
        (date(2023, 1, 1), date(2026, 3, 1), [Reason.TERM]),
        (None, None, [Reason.TERM]),
        (ON, None, [Reason.TERM]),
    ],
)
def test_the_day_must_lie_in_the_term(first: date | None, last: date | None, expected: list[Reason]) -> None:
    assert reasons(replace(EXPERT, term_from=first, term_to=last)) == expected


@pytest.mark.clause("4.1.1-c", "4.1.1-d")
def test_the_committee_must_be_in_term_and_open_to_the_body() -> None:
    over = replace(EXPERT, committee_term_to=date(2026, 3, 1))
    assert reasons(over) == [Reason.COMMITTEE_TERM]
    assert reasons(replace(EXPERT, committee_owner_org_id=9)) == [Reason.COMMITTEE]
    nobody = replace(EXPERT, committee_term_from=None, committee_term_to=None, committee_owner_org_id=None)
    assert reasons(nobody) == [Reason.COMMITTEE_TERM, Reason.COMMITTEE]


@pytest.mark.clause("D-02")
def test_main_or_second_discipline_must_be_wanted() -> None:
    assert reasons(need=replace(NEED, disciplines=frozenset({"T01"}))) == []
    assert reasons(need=replace(NEED, disciplines=frozenset({"T06"}))) == [Reason.DISCIPLINE]
    assert reasons(need=replace(NEED, disciplines=frozenset())) == []


@pytest.mark.clause("D-02")
def test_the_workload_limit_counts_the_panel_to_come() -> None:
    assert reasons(replace(EXPERT, panels_last_12m=5)) == []
    assert reasons(replace(EXPERT, panels_last_12m=6)) == [Reason.WORKLOAD]


def test_without_an_account_nobody_votes() -> None:
    assert reasons(replace(EXPERT, account_id=None), replace(NEED, official_account_ids=frozenset({44}))) == [
        Reason.NO_ACCOUNT
    ]


def test_somebody_drawn_or_released_before_is_not_drawn_again() -> None:
    assert reasons(need=replace(NEED, already_excluded=frozenset({11}))) == [Reason.SEATED]


@pytest.mark.clause("S-10", "D-01")
@pytest.mark.parametrize(
    ("name", "code"),
    [("示范食品风险评估所（示例）", None), (" 示范 食品风险评估所(示例) ", None), ("别的名称", "Y1990000F000050112")],
)
def test_an_employee_of_a_party_is_excluded_by_name_or_code(name: str, code: str | None) -> None:
    expert = replace(EXPERT, employer_code="Y1990000F000050112" if code else None)
    assert reasons(expert, replace(NEED, parties=(PartyName(name, code),))) == [Reason.PARTY]


def test_two_codes_that_differ_are_two_bodies_whatever_their_names() -> None:
    party = PartyName(EXPERT.employer, "Y1990000F00000018K")
    assert reasons(replace(EXPERT, employer_code="Y1990000F000050112"), replace(NEED, parties=(party,))) == []


@pytest.mark.clause("D-12")
def test_an_employee_of_the_testing_institution_is_excluded() -> None:
    need = replace(NEED, testing_institution_names=(PartyName(EXPERT.employer),))
    assert reasons(need=need) == [Reason.TESTING]


@pytest.mark.clause("D-01")
def test_a_declared_tie_with_a_party_or_laboratory_excludes() -> None:
    tie = DeclaredConflict("示范酒业股份有限公司（虚构）", "Y1990000F00000050Y", "employ", "技术顾问")
    expert = replace(EXPERT, declared_conflicts=(tie,))
    party = PartyName("示范酒业", "Y1990000F00000050Y")
    assert reasons(expert, replace(NEED, parties=(party,))) == [Reason.CONFLICT]
    assert reasons(expert, replace(NEED, testing_institution_names=(party,))) == [Reason.CONFLICT]
    assert reasons(expert, replace(NEED, parties=(PartyName("示范乳业"),))) == []


@pytest.mark.clause("S-02")
def test_an_official_of_the_panel_is_no_expert_of_it() -> None:
    assert reasons(need=replace(NEED, official_account_ids=frozenset({44}))) == [Reason.OFFICIAL]


def test_every_reason_is_given_not_only_the_first() -> None:
    expert = replace(EXPERT, state=ExpertState.RETIRED, panels_last_12m=9, committee_owner_org_id=9)
    assert reasons(expert, replace(NEED, disciplines=frozenset({"L01"}))) == [
        Reason.STATE,
        Reason.COMMITTEE,
        Reason.DISCIPLINE,
        Reason.WORKLOAD,
    ]


# Who reads what


@pytest.mark.parametrize(
    ("role", "is_in_charge", "is_own", "sees"),
    [
        (Role.SECRETARY, False, False, True),
        (Role.EXPERT, False, True, True),
        (Role.EXPERT, False, False, False),
        (Role.OFFICIAL, True, False, True),
        (Role.APPROVER, True, False, True),
        (Role.OFFICIAL, False, False, False),
        (Role.AUDITOR, True, False, False),
    ],
)
def test_contact_data_is_for_those_who_need_it(role: Role, is_in_charge: bool, is_own: bool, sees: bool) -> None:
    assert rules.may_see_contact(role, is_own=is_own, is_in_charge=is_in_charge) is sees


def test_the_mail_address_is_masked_for_the_others() -> None:
    assert rules.masked("zj0001@example.org") == "z***@example.org"
