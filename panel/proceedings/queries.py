"""The desk: what waits for a person, gathered from all rooms."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy.orm import Session

from panel.kernel.actor import Actor
from panel.kernel.tasks import Task

TaskSource = Callable[[Session, Actor, datetime], Sequence[Task]]
ROOMS = (
    "accounts", "notices", "matters", "roster", "institutions", "commissions", "voting",
    "investigations", "conclusions", "archive",
)  # fmt: skip


SHELVES = ("queries", "task_queries", "order_queries")


@cache
def _sources() -> tuple[TaskSource, ...]:
    """Find each room's `list_tasks` once, on whichever of its reading shelves it stands."""
    found: dict[TaskSource, None] = {}
    for room in ROOMS:
        for shelf in SHELVES:
            path = f"panel.{room}.{shelf}"
            tasks = getattr(import_module(path), "list_tasks", None) if find_spec(path) else None
            if tasks is not None:
                found[tasks] = None
    return tuple(found)


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give a person's tasks: the urgent and overdue first, then by due time, then the oldest."""
    found = [task for source in _sources() for task in source(session, actor, now)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(found, key=lambda task: (not task.is_urgent, task.due_at or far, task.since or far))
