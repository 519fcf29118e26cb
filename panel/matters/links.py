"""What rooms above show on a matter's page: panels, orders, conclusions, and what may be begun there.

A room registers a source when it is loaded; this room imports none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from panel.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """A record of another room: its kind and title, where it is, its state in words and colour."""

    kind: Any
    title: str
    url: str
    state: Any = ""
    colour: str = "grey"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkedAct:
    """An act of another room that may be begun from the matter: a page to go to."""

    label: Any
    url: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """What one room adds to a matter's page."""

    records: Sequence[LinkedRecord] = ()
    acts: Sequence[LinkedAct] = ()


Source = Callable[[Session, Any, Actor], Linked]
_SOURCES: dict[str, Source] = {}


def link_to_matters(room: str, source: Source) -> None:
    """Register a room's source; it is asked with session, matter and viewer, and a second one replaces it."""
    _SOURCES[room] = source


def linked(session: Session, matter: Any, viewer: Actor) -> Linked:
    """Gather what all rooms add for a viewer, the main acts first."""
    found = [source(session, matter, viewer) for source in _SOURCES.values()]
    acts = sorted((act for each in found for act in each.acts), key=lambda act: not act.is_main)
    return Linked([record for each in found for record in each.records], acts)
