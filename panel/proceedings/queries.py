"""The desk: what waits for a person, gathered from all rooms."""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy.orm import Session

from panel.kernel.actor import Actor
from panel.kernel.tasks import Task

ROOMS = (
    "accounts", "notices", "matters", "roster", "institutions", "commissions", "voting",
    "investigations", "conclusions", "archive",
)  # fmt: skip


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give a person's tasks: the urgent and overdue first, then by due time, then the oldest."""
    found: list[Task] = []
    for room in ROOMS:
        if find_spec(f"panel.{room}.queries"):
            tasks = getattr(import_module(f"panel.{room}.queries"), "list_tasks", None)
            found += tasks(session, actor, now) if tasks else []
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(found, key=lambda task: (not task.is_urgent, task.due_at or far, task.since or far))
