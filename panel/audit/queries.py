"""Reading the log."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit.entries import STATED, entry_of, leaf_of
from panel.audit.models import Event

BATCH = 1000
"""Events asked for at once by those who read the whole log: a page-long cursor would need a transaction."""


def list_panel_events(session: Session, panel_id: int) -> Sequence[Event]:
    """Give a panel's events in the order they happened."""
    return session.scalars(select(Event).where(Event.panel_id == panel_id).order_by(Event.id)).all()


def list_matter_events(session: Session, matter_id: int) -> Sequence[Event]:
    """Give a matter's events in the order they happened."""
    return session.scalars(select(Event).where(Event.matter_id == matter_id).order_by(Event.id)).all()


def list_panels_acted_on(session: Session, action: str, account_id: int) -> frozenset[int]:
    """Give the panels on which an account has done a certain act."""
    chosen = select(Event.panel_id).where(Event.action == action, Event.actor_id == account_id)
    return frozenset(number for number in session.scalars(chosen.distinct()) if number is not None)


def is_intact(event: Event) -> bool:
    """Tell whether an event's columns still give its stored bytes, and those its stored leaf hash."""
    stated = {name: getattr(event, name) for name in STATED}
    return leaf_of(event.entry) == event.leaf_hash and entry_of(stated) == event.entry


def list_broken_events(session: Session) -> list[Event]:
    """Give the events whose columns, bytes and digest no longer belong together."""
    broken: list[Event] = []
    following = select(Event).order_by(Event.id).limit(BATCH)
    events = session.scalars(following).all()
    while events:
        broken += [event for event in events if not is_intact(event)]
        events = session.scalars(following.where(Event.id > events[-1].id)).all()
    return broken
