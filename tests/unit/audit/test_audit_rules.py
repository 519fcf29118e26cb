"""Who reads which events."""

import pytest

from panel.audit import rules
from panel.kernel.actor import Actor, Role

OWN, OTHER, BUREAU, ELSEWHERE = 1, 2, 30, 40


def reads(role: Role, actor_id: int | None, actor_org_id: int | None) -> bool:
    viewer = Actor(OWN, "某人", role, BUREAU)
    return rules.may_read_event(viewer, actor_id=actor_id, actor_org_id=actor_org_id)


@pytest.mark.clause("3.5.0-a")
def test_an_auditor_reads_all_even_what_the_system_did() -> None:
    assert reads(Role.AUDITOR, OTHER, ELSEWHERE)
    assert reads(Role.AUDITOR, None, None)


@pytest.mark.clause("3.5.0-a")
def test_a_head_reads_the_own_units_events_and_the_own_ones() -> None:
    assert reads(Role.APPROVER, OTHER, BUREAU)
    assert reads(Role.APPROVER, OWN, ELSEWHERE)
    assert not reads(Role.APPROVER, OTHER, ELSEWHERE)
    assert not reads(Role.APPROVER, None, None)


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.SECRETARY, Role.EXPERT])
def test_others_read_the_own_events_only(role: Role) -> None:
    assert reads(role, OWN, BUREAU)
    assert not reads(role, OTHER, BUREAU)
    assert not reads(role, None, None)
