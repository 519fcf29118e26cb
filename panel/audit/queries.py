"""Reading the log."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.audit.service import LEAF_PREFIX
from panel.kernel.canonical import canonical_bytes

BATCH = 1000
"""Events asked for at once by those who read the whole log: a page-long cursor would need a transaction."""


def list_panel_events(session: Session, panel_id: int) -> Sequence[Event]:
    """Give a panel's events in the order they happened."""
    return session.scalars(select(Event).where(Event.panel_id == panel_id).order_by(Event.id)).all()


def list_matter_events(session: Session, matter_id: int) -> Sequence[Event]:
    """Give a matter's events in the order they happened."""
    return session.scalars(select(Event).where(Event.matter_id == matter_id).order_by(Event.id)).all()


def list_own_events(session: Session, account_id: int, limit: int = 100) -> Sequence[Event]:
    """Give an account's latest acts, the newest first."""
    chosen = select(Event).where(Event.actor_id == account_id).order_by(Event.id.desc()).limit(limit)
    return session.scalars(chosen).all()


def list_panels_acted_on(session: Session, action: str, account_id: int) -> frozenset[int]:
    """Give the panels on which an account has done a certain act."""
    chosen = select(Event.panel_id).where(Event.action == action, Event.actor_id == account_id)
    return frozenset(number for number in session.scalars(chosen.distinct()) if number is not None)


def is_intact(event: Event) -> bool:
    """Tell whether an event's columns still give its stored bytes, and those its stored leaf hash."""
    stated = {
        "action": event.action, "at": event.at.isoformat(timespec="microseconds"), "actor_id": event.actor_id,
        "actor_name": event.actor_name, "actor_role": event.actor_role, "actor_org_id": event.actor_org_id,
        "address": event.address, "panel_id": event.panel_id, "matter_id": event.matter_id,
        "before": event.before, "after": event.after, "reason": event.reason, "facts": event.facts,
    }  # fmt: skip
    leaf = hashlib.sha256(LEAF_PREFIX + event.entry).digest()
    return leaf == event.leaf_hash and canonical_bytes(stated) == event.entry


def list_broken_events(session: Session) -> list[Event]:
    """Give the events whose columns, bytes and digest no longer belong together."""
    broken: list[Event] = []
    following = select(Event).order_by(Event.id).limit(BATCH)
    events = session.scalars(following).all()
    while events:
        broken += [event for event in events if not is_intact(event)]
        events = session.scalars(following.where(Event.id > events[-1].id)).all()
    return broken
