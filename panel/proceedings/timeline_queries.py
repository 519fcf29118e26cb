"""A panel's course as a timeline: who, in which role, what, from what to what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from panel.audit import queries as events
from panel.audit.rules import may_read_event
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.proceedings.action_words import action_words
from panel.voting import queries as voting

WHILE_OPEN = frozenset({"voting.ballot.cast", "voting.ballot.repeated", "voting.round.time_asked"})


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after an act."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One event as a timeline shows it."""

    no: int
    title: str
    at: datetime
    actor: str
    role: str
    address: str
    reason: str
    changes: Sequence[Change]
    facts: Sequence[tuple[str, str]]
    is_intact: bool


@cites("3.5.0-e", "D-08")
def panel_timeline(session: Session, panel_id: int, viewer: Actor) -> list[Moment]:
    """Give the events of a panel that a reader may see, in order.

    The auditor sees all, an approver those of the own department, others their own. Who has cast
    while a round is open is nobody's business: such events wait until the round has ended.
    """
    running = voting.find_running_round(session, panel_id)
    since = running.opened_at if running is not None else None
    return [
        _moment(event)
        for event in events.list_panel_events(session, panel_id)
        if may_read_event(viewer, actor_id=event.actor_id, actor_org_id=event.actor_org_id)
        and not _is_early(event, since, viewer)
    ]


def _is_early(event: Any, since: datetime | None, viewer: Actor) -> bool:
    return since is not None and event.action in WHILE_OPEN and event.at >= since and event.actor_id != viewer.id


def _moment(event: Any) -> Moment:
    before, after = event.before or {}, event.after or {}
    names = [*before, *(name for name in after if name not in before)]
    return Moment(
        no=event.id,
        title=action_words(event.action),
        at=event.at,
        actor=event.actor_name,
        role=event.actor_role,
        address=event.address,
        reason=event.reason or "",
        changes=[
            Change(name, _said(before.get(name)), _said(after.get(name)))
            for name in names
            if before.get(name) != after.get(name)
        ],
        facts=[(name, _said(value)) for name, value in event.facts.items() if value not in (None, "", [])],
        is_intact=events.is_intact(event),
    )


def _said(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return "、".join(_said(item) for item in value) or "—"
    return str(value)
