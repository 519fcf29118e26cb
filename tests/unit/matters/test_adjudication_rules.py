"""Who adjudicates on which level, how a matter climbs, and who enters a result."""

from dataclasses import replace
from datetime import date

import pytest

from panel.accounts.facts import OrgKind
from panel.kernel.actor import Role
from panel.matters import adjudication_rules as rules
from panel.matters.facts import AdjudicationState, MatterState, Mode, RequestState, ResultBlock

K, S = OrgKind, MatterState


@pytest.mark.clause("2.4.1-a", "2.4.1-b", "2.4.1-d", "2.4.1-e", "3.1.1-c", "A-13")
@pytest.mark.parametrize(
    ("level", "kind", "tier", "is_owner", "information_level", "has_approval", "code"),
    [
        (3, K.PROVINCIAL_BUREAU, 2, True, 3, False, None),
        (3, K.DIRECT_BUREAU, 2, True, 3, False, None),
        (3, K.DIRECT_BUREAU, 2, True, None, False, None),
        (3, K.GRASSROOTS, 2, False, 3, False, "LEVEL3_ORGANISER"),
        (3, K.PROVINCIAL_BUREAU, 2, False, 3, False, "LEVEL3_ORGANISER"),
        (3, K.HQ_DEPT, 1, True, 3, False, "LEVEL_TIER"),
        (3, K.IT_DEPT, 2, True, 3, False, "LEVEL_TIER"),
        (3, K.PROVINCIAL_BUREAU, 2, True, 2, False, "TIER2_LEVEL3_ONLY"),
        (3, K.PROVINCIAL_BUREAU, 2, True, 1, False, "TIER2_LEVEL3_ONLY"),
        (2, K.PROVINCIAL_BUREAU, 2, True, 2, False, "LEVEL_TIER"),
        (2, K.HQ, 1, True, 2, False, "LEVEL_TIER"),
        (2, K.HQ_DEPT, 1, True, 2, False, None),
        (2, K.HQ_DEPT, 1, True, 3, False, None),
        (2, K.COMMISSION, 1, True, 2, False, None),
        (2, K.HQ_DEPT, 1, False, 2, False, "NOT_OWNER"),
        (1, K.HQ_DEPT, 1, True, 1, False, "LEVEL1_APPROVAL"),
        (1, K.HQ_DEPT, 1, True, 1, True, None),
        (1, K.PROVINCIAL_BUREAU, 2, True, 1, True, "LEVEL_TIER"),
    ],
)
def test_a_level_is_organised_by_the_body_it_belongs_to(
    *, level: int, kind: OrgKind, tier: int, is_owner: bool, information_level: int | None, has_approval: bool,
    code: str | None,
) -> None:  # fmt: skip
    found = rules.reasons_against_opening(
        level, kind=kind, tier=tier, is_owner=is_owner, information_level=information_level, has_approval=has_approval
    )
    assert found == code


@pytest.mark.clause("2.4.1-c", "A-25")
@pytest.mark.parametrize(
    ("state", "level", "must", "kind", "has_open", "code"),
    [
        (S.ADJUDICATING, 3, False, K.HQ_DEPT, False, None),
        (S.ADJUDICATING, 2, False, K.HQ_DEPT, False, "ESCALATION_STATE"),
        (S.CONFIRMED, None, False, K.HQ_DEPT, False, "ESCALATION_STATE"),
        (S.CONFIRMED, None, True, K.HQ_DEPT, False, None),
        (S.ADJUDICATED, 3, True, K.COMMISSION, False, None),
        (S.TESTING, 3, True, K.HQ_DEPT, False, "ESCALATION_STATE"),
        (S.ADJUDICATING, 3, False, K.PROVINCIAL_BUREAU, False, "ESCALATION_TARGET"),
        (S.ADJUDICATING, 3, False, K.HQ, False, "ESCALATION_TARGET"),
        (S.ADJUDICATING, 3, False, K.HQ_DEPT, True, "REQUEST_OPEN"),
    ],
)
def test_a_matter_goes_up_from_level_3_or_because_it_has_to(
    *, state: MatterState, level: int | None, must: bool, kind: OrgKind, has_open: bool, code: str | None
) -> None:
    found = rules.reasons_against_escalation(
        state=state, adjudication_level=level, must_escalate=must, target_kind=kind, has_open=has_open
    )
    assert found == code


@pytest.mark.clause("2.4.1-e")
def test_level_1_is_asked_for_from_a_level_2_adjudication() -> None:
    def ask(state: MatterState, level: int | None, has_open: bool = False) -> str | None:
        return rules.reasons_against_level_1_request(state=state, adjudication_level=level, has_open=has_open)

    assert ask(S.ADJUDICATING, 2) is None
    assert ask(S.ADJUDICATING, 3) == "LEVEL1_STATE"
    assert ask(S.CONFIRMED, 2) == "LEVEL1_STATE"
    assert ask(S.ADJUDICATING, 2, True) == "REQUEST_OPEN"


@pytest.mark.clause("2.4.1-e")
def test_the_head_endorses_what_somebody_else_drafted_once() -> None:
    assert rules.reasons_against_endorsement(RequestState.DRAFTED, requester=1, actor=2) is None
    assert rules.reasons_against_endorsement(RequestState.DRAFTED, requester=1, actor=1) == "SOD_REQUEST"
    assert rules.reasons_against_endorsement(RequestState.SENT, requester=1, actor=2) == "REQUEST_DONE"


RIGHT = {
    "is_leader": True, "persons": frozenset({1, 2}), "actor": 3, "is_approved": True, "approval_no": "1号",
    "has_result_body": True, "reason": "",
}  # fmt: skip


@pytest.mark.clause("2.4.1-e", "A-28", "S-09", "3.1.1-g")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, None),
        ({"is_leader": False}, ("HQ_LEADER", "")),
        ({"actor": 1}, ("SOD_LEVEL1", "")),
        ({"actor": 2}, ("SOD_LEVEL1", "")),
        ({"approval_no": " "}, ("APPROVAL_NO", "approval_no")),
        ({"has_result_body": False}, ("RESULT_BODY", "result_org_id")),
        ({"is_approved": False}, ("REASON_MISSING", "reason")),
        ({"is_approved": False, "reason": "二级可以解决"}, None),
    ],
)
def test_a_leader_who_did_not_ask_decides_with_number_and_body(
    change: dict[str, object], refused: tuple[str, str] | None
) -> None:
    assert rules.reasons_against_leader_decision(RequestState.SENT, **(RIGHT | change)) == refused  # type: ignore[arg-type]


def test_a_request_that_was_not_sent_is_not_decided() -> None:
    found = rules.reasons_against_leader_decision(RequestState.DRAFTED, **RIGHT)  # type: ignore[arg-type]
    assert found == ("REQUEST_DONE", "")


BLOCK = ResultBlock(conclusion_no="1号", concluded_on=date(2026, 3, 2), nature="化学污染", risk_level="3")


@pytest.mark.clause("2.4.3-c", "2.4.0-c", "2.4.2-a", "2.4.2-m")
@pytest.mark.parametrize(
    ("change", "mode", "state", "refused"),
    [
        ({}, Mode.EXPERT, AdjudicationState.OPEN, None),
        ({}, Mode.EXPERT, AdjudicationState.SUSPENDED, ("ADJUDICATION_CLOSED", "")),
        ({}, Mode.INVESTIGATIVE, AdjudicationState.OPEN, ("INVESTIGATION_NOT_FINAL", "")),
        ({"conclusion_no": " "}, Mode.EXPERT, AdjudicationState.OPEN, ("CONCLUSION_MISSING", "conclusion_no")),
        ({"nature": ""}, Mode.EXPERT, AdjudicationState.OPEN, ("NATURE_MISSING", "nature")),
        ({"risk_level": "4"}, Mode.EXPERT, AdjudicationState.OPEN, ("LEVEL_MISSING", "risk_level")),
        ({"risk_level": "0"}, Mode.EXPERT, AdjudicationState.OPEN, None),
        ({}, Mode.WORK, AdjudicationState.OPEN, ("MEETING_MISSING", "attendees")),
        ({"meeting_type": "joint"}, Mode.CONCENTRATED, AdjudicationState.OPEN, ("MEETING_MISSING", "attendees")),
        ({"meeting_type": "joint", "attendees": "三人"}, Mode.WORK, AdjudicationState.OPEN, None),
    ],
)
def test_a_result_needs_a_numbered_conclusion_and_what_its_mode_asks(
    change: dict[str, str], mode: Mode, state: AdjudicationState, refused: tuple[str, str] | None
) -> None:
    assert rules.reasons_against_result(replace(BLOCK, **change), mode, state) == refused  # type: ignore[arg-type]


@pytest.mark.clause("3.1.1-f", "3.1.1-g")
@pytest.mark.parametrize(
    ("level", "org", "role", "code"),
    [
        (3, 1, Role.APPROVER, None),
        (3, 1, Role.OFFICIAL, "RESULT_BY_HEAD"),
        (3, 9, Role.APPROVER, "RESULT_ENTRY_L3"),
        (2, 1, Role.APPROVER, None),
        (2, 9, Role.APPROVER, "RESULT_ENTRY_L2"),
        (1, 5, Role.OFFICIAL, None),
        (1, 1, Role.APPROVER, "RESULT_ENTRY_L1"),
    ],
)
def test_a_result_is_confirmed_by_the_head_or_the_body_named(
    level: int, org: int, role: Role, code: str | None
) -> None:
    assert rules.reasons_against_confirming(level, actor_org=org, organiser=1, result_body=5, role=role) == code


@pytest.mark.clause("3.1.1-f", "3.1.1-g")
@pytest.mark.parametrize(
    ("level", "org", "code"),
    [
        (3, 1, None), (3, 9, "RESULT_ENTRY_L3"), (2, 9, "RESULT_ENTRY_L2"), (1, 5, None), (1, 1, None),
        (1, 9, "RESULT_ENTRY_L1"), (2, 5, "RESULT_ENTRY_L2"),
    ],
)  # fmt: skip
def test_a_result_is_entered_by_the_organiser_or_the_body_named(level: int, org: int, code: str | None) -> None:
    assert rules.reasons_against_entering(level, actor_org=org, organiser=1, result_body=5) == code


@pytest.mark.clause("S-05", "3.2.2-b")
def test_a_second_hand_is_none_of_the_earlier_ones() -> None:
    assert rules.is_second_hand(3, frozenset({1, 2}))
    assert not rules.is_second_hand(2, frozenset({1, 2}))
