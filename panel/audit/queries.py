"""Reading the log."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.audit.service import LEAF_PREFIX


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


def is_intact(event: Event) -> bool:
    """Tell whether an event's stored bytes still give its stored leaf hash."""
    return hashlib.sha256(LEAF_PREFIX + event.entry).digest() == event.leaf_hash
