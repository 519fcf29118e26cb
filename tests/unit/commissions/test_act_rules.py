"""What a page offers to whom: each act where it is open, and one step beside it where it is not."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from panel.commissions import rules
from panel.commissions.act_rules import ACTS, missing, open_acts, seats_wanted
from panel.commissions.facts import (
    Act,
    Complexity,
    PanelState,
    PeerVisibility,
    SeatState,
    SessionMode,
    Standing,
    WaiverKind,
)
from panel.kernel.actor import Role
from tests.unit.commissions.test_commission_rules import PANEL

S = PanelState
OFFICIAL, APPROVER, SECRETARY = 8, 9, 7


def standing(role: Role = Role.OFFICIAL, state: PanelState = S.INVITING, **changes: Any) -> Standing:
    """Give a panel of three accepted members and two reserves, as one of its three people sees it."""
    actor = {Role.OFFICIAL: OFFICIAL, Role.APPROVER: APPROVER, Role.SECRETARY: SECRETARY}.get(role, 99)
    panel = replace(PANEL, state=state, **changes.pop("panel", {}))
    given = {
        "grounds": frozenset(), "is_complete": True, "drawn_by": None, "redraw_consents": 0,
        "open_waivers": frozenset(), "seats": Counter({SeatState.ACCEPTED: 3}), "pending": 0, "reserves_left": 2,
        "has_objection": False, "has_single_waiver": False, "unreleased": 0, "panel_min": 3, "panel_min_complex": 5,
        "allow_single": True, "actor_id": actor, "org_id": 4,
    }  # fmt: skip
    return Standing(panel=panel, role=role, **{**given, **changes})


def seats(accepted: int = 0, invited: int = 0) -> Counter[SeatState]:
    return Counter({SeatState.ACCEPTED: accepted, SeatState.INVITED: invited})


OPEN: list[tuple[Act, Standing, bool]] = [
    (Act.EDIT, standing(state=S.DRAFT), True),
    (Act.EDIT, standing(state=S.PENDING_APPROVAL), False),
    (Act.SUBMIT, standing(state=S.DRAFT), True),
    (Act.SUBMIT, standing(state=S.DRAFT, is_complete=False), False),
    (Act.APPROVE, standing(Role.APPROVER, S.PENDING_APPROVAL), True),
    (Act.APPROVE, standing(Role.APPROVER, S.PENDING_APPROVAL, panel={"drafted_by": APPROVER}), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.COMMISSIONED), True),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.COMMISSIONED, drawn_by=SECRETARY), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.DRAWN), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.DRAWN, redraw_consents=1), True),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.INVITING), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.INVITING, seats=seats(2)), True),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.INVITING, seats=seats(2, 1)), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.MATERIALS, reserves_left=1), True),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.FINDINGS_IN), True),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.FINDINGS_IN, seats=seats(5)), False),
    (Act.PREPARE_DRAW, standing(Role.SECRETARY, S.DECIDED), False),
    (Act.DROP_DRAW, standing(Role.SECRETARY, S.COMMISSIONED, drawn_by=SECRETARY), True),
    (Act.DROP_DRAW, standing(Role.SECRETARY, S.COMMISSIONED), False),
    (Act.WITNESS, standing(state=S.COMMISSIONED, drawn_by=SECRETARY), True),
    (Act.WITNESS, standing(state=S.COMMISSIONED), False),
    (Act.WITNESS, standing(state=S.COMMISSIONED, drawn_by=OFFICIAL), False),
    (Act.APPOINT, standing(state=S.COMMISSIONED), True),
    (Act.APPOINT, standing(state=S.COMMISSIONED, open_waivers=frozenset({WaiverKind.DIRECT_APPOINTMENT})), False),
    (Act.APPOINT, standing(state=S.DRAWN), False),
    (Act.INVITE, standing(Role.SECRETARY, S.DRAWN), True),
    (Act.INVITE, standing(Role.SECRETARY, S.DRAWN, drawn_by=SECRETARY), False),
    (Act.CONSTITUTE, standing(), True),
    (Act.CONSTITUTE, standing(seats=seats(2)), False),
    (Act.CONSTITUTE, standing(seats=seats(3, 1)), False),
    (Act.CONSTITUTE, standing(seats=seats(3, 1), pending=1), False),
    (Act.CONSTITUTE, standing(has_objection=True), False),
    (Act.CONSTITUTE, standing(seats=seats(1), has_single_waiver=True), True),
    (Act.CONSTITUTE, standing(state=S.CONSTITUTED), False),
    (Act.ADD_MATERIAL, standing(state=S.DRAFT), True),
    (Act.ADD_MATERIAL, standing(Role.SECRETARY, S.TESTING), True),
    (Act.ADD_MATERIAL, standing(Role.SECRETARY, S.ROUND_OPEN), False),
    (Act.RELEASE, standing(Role.SECRETARY, S.CONSTITUTED, unreleased=1), True),
    (Act.RELEASE, standing(Role.SECRETARY, S.CONSTITUTED), False),
    (Act.RELEASE, standing(Role.SECRETARY, S.INVITING, unreleased=1), False),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(5), unreleased=1), True),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(3), unreleased=1), False),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(6), unreleased=1), False),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(5, 1), unreleased=1), False),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(5), unreleased=1, has_objection=True), False),
    (Act.RECONVENE, standing(state=S.FINDINGS_IN, seats=seats(5)), False),
    (Act.RECONVENE, standing(state=S.MATERIALS, seats=seats(5), unreleased=1), False),
    (Act.RAISE_COMPLEXITY, standing(), True),
    (Act.RAISE_COMPLEXITY, standing(grounds=frozenset(Complexity)), False),
    (Act.RAISE_COMPLEXITY, standing(state=S.ROUND_OPEN), False),
    (Act.SET_MEETING, standing(state=S.COMMISSIONED), True),
    (Act.SET_MEETING, standing(Role.SECRETARY, S.ROUND_OPEN), False),
    (Act.ASK_SINGLE, standing(), True),
    (Act.ASK_SINGLE, standing(has_single_waiver=True), False),
    (Act.ASK_SINGLE, standing(panel={"is_complex": True}), False),
    (Act.ASK_SINGLE, standing(open_waivers=frozenset({WaiverKind.SINGLE_EXPERT})), False),
    (Act.ASK_CORRESPONDENCE, standing(), True),
    (Act.ASK_CORRESPONDENCE, standing(panel={"session_mode": SessionMode.CORRESPONDENCE}), False),
    (Act.ASK_REDRAW, standing(Role.SECRETARY, S.DRAWN), True),
    (Act.ASK_REDRAW, standing(Role.SECRETARY, S.DRAWN, redraw_consents=1), False),
    (Act.ASK_CANCEL, standing(), True),
    (Act.ASK_CANCEL, standing(state=S.ROUND_OPEN), False),
    (Act.ASK_CANCEL, standing(state=S.SIGNED), False),
    (Act.OBJECT, standing(), True),
    (Act.OBJECT, standing(seats=seats()), False),
    (Act.OBJECT, standing(state=S.DRAWN), False),
    (Act.DECIDE, standing(Role.APPROVER), True),
    (Act.DECIDE, standing(Role.APPROVER, S.SIGNED), False),
]  # fmt: skip


@pytest.mark.clause("3.1.0-b", "3.5.0-a")
@pytest.mark.parametrize(("act", "case", "expected"), OPEN)
def test_an_act_is_offered_exactly_where_it_is_open(act: Act, case: Standing, expected: bool) -> None:
    assert (act in open_acts(case)) is expected


def test_every_act_is_shown_open_and_shut() -> None:
    assert {act for act, _case, expected in OPEN if expected} == set(Act) == set(ACTS)
    assert {act for act, _case, expected in OPEN if not expected} == set(Act)


@pytest.mark.parametrize("role", [Role.EXPERT, Role.AUDITOR, Role.IT_ADMIN, Role.INST_CONTACT])
@pytest.mark.parametrize("state", list(PanelState))
def test_readers_are_offered_nothing(role: Role, state: PanelState) -> None:
    assert open_acts(standing(role, state, drawn_by=SECRETARY, unreleased=1)) == frozenset()


def test_people_of_other_departments_and_panels_are_offered_nothing() -> None:
    assert open_acts(standing(org_id=5)) == frozenset()
    assert open_acts(standing(Role.SECRETARY, actor_id=6)) == frozenset()


@pytest.mark.clause("A-21")
def test_after_findings_the_enlarged_panel_counts() -> None:
    assert (seats_wanted(standing(state=S.FINDINGS_IN)), missing(standing(state=S.FINDINGS_IN))) == (5, 2)
    assert (seats_wanted(standing()), missing(standing())) == (3, 0)


@pytest.mark.clause("D-11")
@pytest.mark.parametrize(
    ("role", "state", "expected"),
    [
        (Role.EXPERT, S.TO_SIGN, False), (Role.EXPERT, S.SIGNED, True), (Role.OFFICIAL, S.INVITING, True),
        (Role.IT_ADMIN, S.ARCHIVED, False),
    ],
)  # fmt: skip
def test_names_are_kept_from_experts_until_the_conclusion(role: Role, state: PanelState, expected: bool) -> None:
    assert rules.may_see_names(role, state) is expected


@pytest.mark.clause("D-06", "D-11")
@pytest.mark.parametrize(
    ("role", "peers", "expected"),
    [
        (Role.EXPERT, PeerVisibility.ANONYMOUS, False),
        (Role.EXPERT, PeerVisibility.NAMED, True),
        (Role.SECRETARY, PeerVisibility.ANONYMOUS, True),
        (Role.AUDITOR, PeerVisibility.ANONYMOUS, True),
        (Role.IT_ADMIN, PeerVisibility.NAMED, False),
    ],
)
def test_members_see_whose_ballot_is_whose_only_where_the_commission_says_so(
    role: Role, peers: PeerVisibility, expected: bool
) -> None:
    assert rules.may_see_whose_ballot(role, peers) is expected
