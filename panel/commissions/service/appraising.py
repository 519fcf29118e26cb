"""Appraising the members of a panel: its official, once there is a result."""

from sqlalchemy.orm import Session

from panel.commissions import queries, rules
from panel.commissions.facts import PanelState
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError
from panel.roster import service as roster_service


@cites("D-18")
def appraise_member(
    session: Session, panel_id: int, expert_id: int, *, score: int, words: str, actor: Actor, clock: Clock
) -> None:
    """Appraise an expert who attended; the panel itself does not change."""
    panel = queries.lock_panel(session, panel_id)
    if not rules.may_appraise(PanelState(panel.state), is_official=panel.drafted_by == actor.id):
        raise NotAllowedError("APPRAISAL_NOT_OFFICIAL")
    roster_service.appraise_expert(
        session, expert_id, panel_id=panel_id, score=score, words=words, actor=actor, clock=clock
    )
