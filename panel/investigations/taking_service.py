"""What every act on an inquiry begins with: the panel, locked, and somebody of its department in the right role."""

from typing import Any

from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.guidance import cites
from panel.investigations import queries
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.voting.result_queries import RoundResult


@cites("3.5.0-a", "A-17")
def take_panel(session: Session, panel_id: int, role: Role, actor: Actor) -> Any:
    """Lock a panel for somebody of its department in a role, and give its row.

    Refuses other roles and other departments (`ROLE`); a panel the actor may not know of is not found.
    """
    commissions.get_panel(session, panel_id, viewer=actor)
    panel = commissions.lock_panel(session, panel_id)
    if actor.role is not role or actor.org_id != panel.org_id:
        raise NotAllowedError("ROLE")
    return panel


def take_round(session: Session, panel_id: int) -> RoundResult:
    """Give the panel's latest counted round, and refuse where it decided something (`NOTHING_CONTESTED`)."""
    latest = queries.undecided_round(session, panel_id)
    if latest is None:
        raise RuleViolatedError("NOTHING_CONTESTED")
    return latest


def state_of(panel: Any) -> PanelState:
    """Give where a panel stands."""
    return PanelState(panel.state)
