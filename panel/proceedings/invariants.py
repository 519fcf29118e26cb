"""Questions that the stored data must answer with yes, at any time, on a live database too."""

from collections.abc import Callable
from importlib import import_module

from sqlalchemy.orm import Session

# Each room asks of its own tables, in `invariant_queries`, from the ground up.
ROOMS = (
    "audit", "files", "matters", "institutions", "draw", "commissions", "voting", "investigations", "conclusions",
    "archive",
)  # fmt: skip


def list_violations(session: Session) -> list[str]:
    """Give one line per thing that does not hold; an empty list is the good answer."""
    found: list[str] = []
    for room in ROOMS:
        ask: Callable[[Session], list[str]] = import_module(f"panel.{room}.invariant_queries").list_violations
        found += ask(session)
    return found
