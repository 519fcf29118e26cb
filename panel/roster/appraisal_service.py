"""Appraising the experts of a panel once it has a result."""

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.roster import queries, standing_queries
from panel.roster.facts import Service
from panel.roster.models import Appraisal, ServiceRecord


@cites("D-18")
def appraise_expert(
    session: Session, expert_id: int, *, panel_id: int, score: int, words: str, actor: Actor, clock: Clock
) -> None:
    """Write down what a panel's official thinks of an expert's work in it; a repeat changes nothing.

    The room of the panels has checked that the actor is its official and that it has a result.
    """
    expert = queries.lock_expert(session, expert_id)
    if expert_id not in standing_queries.experts_who_attended(session, panel_id):
        raise RuleViolatedError("APPRAISAL_NOT_ATTENDED", name=expert.name)
    if expert_id in standing_queries.appraisals_of_panel(session, panel_id):
        return
    at = clock()
    session.add(Appraisal(expert_id=expert_id, panel_id=panel_id, score=score, words=words, by=actor.id, at=at))
    kind = Service.APPRAISED.value
    session.add(ServiceRecord(expert_id=expert_id, kind=kind, panel_id=panel_id, at=at, note=str(score)))
    audit.record(session, "roster.expert.appraised", by=actor, at=at, panel=panel_id, expert=expert_id, score=score)
