"""Ballots against the record of their casting: the one is worth nothing without the other."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit import queries as audit
from panel.guidance import cites
from panel.voting.models import Ballot, Roll, Round

CAST = "voting.ballot.cast"


@cites("3.5.0-e", "D-08")
def count_unrecorded(session: Session, round_: Round) -> int:
    """Count a round's ballots without the event of their casting, and the events without their ballot.

    They belong together by the member's account, the version and the commitment; an event whose bytes were
    changed is none.
    """
    cast = select(Roll.account_id, Ballot.version, Ballot.commitment).join(Ballot, Ballot.roll_id == Roll.id)
    ballots: Counter[tuple[Any, ...]] = Counter(
        tuple(row) for row in session.execute(cast.where(Ballot.round_id == round_.id))
    )
    events: Counter[tuple[Any, ...]] = Counter(
        (event.actor_id, event.facts["version"], event.facts["commitment"])
        for event in audit.list_panel_events(session, round_.panel_id)
        if event.action == CAST and event.facts.get("round") == round_.id and audit.is_intact(event)
    )
    return (ballots - events).total() + (events - ballots).total()
