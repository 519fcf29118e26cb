"""Transitions, screening, grading, complexity and due times."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.guidance.code_lists import codes
from panel.kernel.actor import Role
from panel.matters import rules
from panel.matters.facts import (
    CLOSED_STATES,
    MATTER_TRANSITIONS,
    Grading,
    MatterState,
    Screening,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
S = MatterState


@pytest.mark.clause("3.1.0-b")
def test_a_transition_is_open_to_its_roles_in_its_states_only() -> None:
    row = MATTER_TRANSITIONS["M05"]
    assert rules.is_open_transition(row, S.RECEIVED, Role.OFFICIAL)
    assert not rules.is_open_transition(row, S.CONFIRMED, Role.OFFICIAL)
    assert not rules.is_open_transition(row, S.RECEIVED, Role.SECRETARY)


@pytest.mark.clause("3.5.0-f", "S-06")
@pytest.mark.parametrize("row", MATTER_TRANSITIONS.values(), ids=lambda row: row.id)
def test_no_row_of_the_table_is_open_to_experts_auditors_or_administrators(row: object) -> None:
    assert not row.roles & {Role.EXPERT, Role.AUDITOR, Role.IT_ADMIN, Role.SECRETARY}  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_from_a_closed_state_only_reopening_leads_on(state: MatterState) -> None:
    leading = {row.id for row in MATTER_TRANSITIONS.values() if state in row.sources}
    assert leading == ({"M03-R"} if state is S.CLOSED_ROUTINE else set())


def test_every_state_but_the_reporting_one_is_reached_by_some_row() -> None:
    reached = {target for row in MATTER_TRANSITIONS.values() for target in row.targets}
    assert set(S) - reached <= {S.REPORTED}


@pytest.mark.clause("2.1.0-d")
@pytest.mark.parametrize(
    ("investigations", "tests", "state"),
    [(0, 0, S.ADJUDICATING), (1, 0, S.INVESTIGATING), (0, 1, S.TESTING), (2, 1, S.INVESTIGATING)],
)
def test_open_inquiries_name_the_state(investigations: int, tests: int, state: MatterState) -> None:
    assert rules.state_of_inquiries(investigations, tests) is state


GOOD = Screening(("life",), "涉及健康", "建议研判")


@pytest.mark.clause("2.1.0-a", "2.2.0-a", "2.1.0-e")
@pytest.mark.parametrize(
    ("screening", "refused"),
    [
        (GOOD, []),
        (Screening((), "理由", "意见"), ["SCREEN_NO_CRITERION"]),
        (Screening(("life",), " ", "意见"), ["SCREEN_NO_REASON"]),
        (Screening(("life",), "理由", ""), ["HANDLING_OPINION"]),
        (Screening((), "", ""), ["SCREEN_NO_CRITERION", "SCREEN_NO_REASON", "HANDLING_OPINION"]),
        (Screening((), "属药品", "", is_competent=False), []),
        (Screening((), "", "", is_competent=False), ["SCREEN_NO_REASON"]),
    ],
)
def test_screening_needs_a_criterion_a_reason_and_an_opinion(screening: Screening, refused: list[str]) -> None:
    assert [code for code, _field in rules.reasons_against_screening(screening)] == refused


@pytest.mark.clause("3.3.2-a", "3.3.2-c")
@pytest.mark.parametrize(
    ("criteria", "level", "rule_ids"),
    [
        ({"social", "trade"}, 3, ()),
        ({"life"}, 3, ()),
        ({"life", "social"}, 2, ("G2-2",)),
        ({"life", "social", "systemic"}, 2, ("G2-2", "G2-3")),
        ({"grave"}, 2, ("G2-1",)),
        ({"grave", "social"}, 1, ("G1-2",)),
        ({"grave", "systemic", "social"}, 1, ("G1-1", "G1-2")),
    ],
)
def test_the_rules_propose_the_gravest_level_they_reach(
    criteria: set[str], level: int, rule_ids: tuple[str, ...]
) -> None:
    found = rules.proposed_level(criteria, date(2026, 3, 2))
    assert (found.level, found.rule_ids) == (level, rule_ids)


def test_a_grading_rule_holds_from_its_day() -> None:
    first = rules.GRADING_RULES[0].since
    assert rules.proposed_level({"grave", "systemic"}, first).level == 1
    assert rules.proposed_level({"grave", "systemic"}, first - timedelta(days=1)).level == 3


def test_the_grading_rules_name_criteria_of_the_code_list() -> None:
    known = {code.code for code in codes("definition_criteria")}
    assert all(rule.needs <= known for rule in rules.GRADING_RULES)


@given(st.sets(st.sampled_from([code.code for code in codes("definition_criteria")])))
def test_one_more_criterion_never_makes_the_proposal_lighter(criteria: set[str]) -> None:
    day = date(2026, 3, 2)
    level = rules.proposed_level(criteria, day).level
    for code in codes("definition_criteria"):
        assert rules.proposed_level(criteria | {code.code}, day).level <= level


LATER = NOW + timedelta(seconds=1)


@pytest.mark.clause("1.3.0-b", "2.1.1-a", "2.1.1-b", "2.1.1-c", "3.3.2-c")
@pytest.mark.parametrize(
    ("grading", "proposed", "refused"),
    [
        (Grading(3), 3, None),
        (Grading(0), 3, ("LEVEL_MISSING", "level")),
        (Grading(4), 3, ("LEVEL_MISSING", "level")),
        (Grading(1), 1, ("LEVEL1_GROUND", "grounds")),
        (Grading(1, ("emergency",)), 3, None),
        (Grading(2), 2, ("L2_DUE_MISSING", "due_at")),
        (Grading(2, due_at=NOW), 2, ("L2_DUE_PAST", "due_at")),
        (Grading(2, due_at=LATER), 2, None),
        (Grading(3), 2, ("OVERRIDE_REASON", "override_reason")),
        (Grading(3, override_reason="数量少"), 2, None),
        (Grading(2, due_at=LATER), 3, None),
    ],
)
def test_a_level_needs_its_ground_its_time_and_a_reason_when_lighter(
    grading: Grading, proposed: int, refused: tuple[str, str] | None
) -> None:
    assert rules.reasons_against_grading(grading, proposed=proposed, now=NOW) == refused


@pytest.mark.clause("2.1.0-a", "2.1.0-e", "3.4.1-a")
@pytest.mark.parametrize(
    ("is_screened", "is_competent", "criteria", "has_category", "code"),
    [
        (True, True, ["life"], True, None),
        (False, False, [], True, "SCREEN_MISSING"),
        (True, False, [], True, "COMPETENCE_NO"),
        (True, True, [], True, "SCREEN_NO_CRITERION"),
        (True, True, ["life"], False, "CATEGORY_MISSING"),
    ],
)
def test_confirmation_needs_screening_competence_criterion_and_category(
    is_screened: bool, is_competent: bool, criteria: list[str], has_category: bool, code: str | None
) -> None:
    found = rules.reasons_against_confirmation(
        is_screened=is_screened, is_competent=is_competent, criteria=criteria, has_category=has_category
    )
    assert found == code


@pytest.mark.clause("3.1.1-c", "3.1.1-e", "A-13")
def test_levels_fit_their_tier() -> None:
    assert rules.reasons_against_level_on_tier(3, 1) == "TIER1_LEVEL3"
    assert rules.reasons_against_level_on_tier(2, 1) is None
    assert rules.reasons_against_level_on_tier(3, 2) is None
    assert rules.must_escalate(2, 2)
    assert rules.must_escalate(1, 2)
    assert not rules.must_escalate(3, 2)
    assert not rules.must_escalate(2, 1)
    assert not rules.must_escalate(None, 2)


@pytest.mark.clause("3.3.2-c", "2.1.1-a")
@pytest.mark.parametrize(
    ("current", "level", "proposed", "reason", "role", "refused"),
    [
        (3, 2, 3, "扩大", Role.OFFICIAL, None),
        (3, 3, 3, "扩大", Role.OFFICIAL, ("REGRADE_SAME", "level")),
        (3, 2, 3, " ", Role.OFFICIAL, ("REASON_MISSING", "reason")),
        (2, 3, 2, "缩小", Role.OFFICIAL, ("REGRADE_APPROVER", "level")),
        (2, 3, 2, "缩小", Role.APPROVER, None),
        (1, 2, 2, "缩小", Role.OFFICIAL, None),
        (2, 3, 3, "缩小", Role.OFFICIAL, None),
    ],
)
def test_going_below_the_proposal_is_the_heads_act(
    *, current: int, level: int, proposed: int, reason: str, role: Role, refused: tuple[str, str] | None
) -> None:
    found = rules.reasons_against_regrade(current=current, level=level, proposed=proposed, reason=reason, role=role)
    assert found == refused


@pytest.mark.clause("A-12")
def test_levels_1_and_2_and_two_criteria_are_ticked_by_themselves() -> None:
    assert rules.preset_complexity(3, 3, ["life"]) == frozenset()
    assert rules.preset_complexity(2, None, []) == {"level"}
    assert rules.preset_complexity(3, 1, []) == {"level"}
    assert rules.preset_complexity(None, None, ["systemic", "trade", "life"]) == {"systemic", "trade"}


@pytest.mark.clause("A-12", "2.4.2-f")
def test_ticks_may_go_before_the_draw_and_never_after_it() -> None:
    assert rules.complexity_after({"joint"}, set(), preset=set(), is_drawn=False) == frozenset()
    assert rules.complexity_after({"joint"}, set(), preset=set(), is_drawn=True) is None
    assert rules.complexity_after({"joint"}, {"joint", "reports"}, preset=set(), is_drawn=True) == {"joint", "reports"}
    assert rules.complexity_after({"level"}, set(), preset={"level"}, is_drawn=True) == {"level"}


HOUR = timedelta(hours=1)


@pytest.mark.clause("2.2.0-a", "2.2.7-a", "2.1.1-c")
@pytest.mark.parametrize(
    ("state", "source_class", "level", "is_dispatched", "due"),
    [
        (S.RECEIVED, 5, None, False, NOW + 4 * HOUR),
        (S.RECEIVED, 7, None, False, NOW + 2 * HOUR),
        (S.RECEIVED, 7, None, True, NOW + 4 * HOUR),
        (S.CONFIRMED, 5, 2, False, NOW + 9 * HOUR),
        (S.CONFIRMED, 5, 3, False, None),
        (S.ADJUDICATED, 5, 2, False, None),
        (S.MERGED, 5, 2, False, None),
    ],
)
def test_what_is_due_next_follows_from_state_and_level(
    state: MatterState, source_class: int, level: int | None, is_dispatched: bool, due: datetime | None
) -> None:
    found = rules.next_due(
        state, source_class=source_class, discovered_at=NOW, level=level, prescribed_at=NOW + 9 * HOUR,
        screen_hours=4, immediate_hours=2, is_dispatched=is_dispatched,
    )  # fmt: skip
    assert found == due


@pytest.mark.clause("A-14")
def test_a_prescribed_time_only_moves_forward() -> None:
    assert rules.due_after_regrade(NOW, LATER) == NOW
    assert rules.due_after_regrade(LATER, NOW) == NOW
    assert rules.due_after_regrade(None, NOW) == NOW
    assert rules.due_after_regrade(NOW, None) == NOW
    assert rules.due_after_regrade(None, None) is None


@pytest.mark.clause("2.5.1-d")
def test_an_early_measure_lies_not_ahead() -> None:
    assert not rules.is_future(NOW, NOW)
    assert rules.is_future(LATER, NOW)


@pytest.mark.clause("A-13")
def test_the_result_sets_the_level_unless_it_finds_no_risk() -> None:
    assert rules.level_after_result(3, "2") == 2
    assert rules.level_after_result(3, "0") == 3
