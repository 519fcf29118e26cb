"""What the scheduler does here: let suspended experts return, and take up imports that were broken off."""

import logging
from collections.abc import Callable

from panel.db import database, transaction
from panel.kernel.clock import Clock, beijing_date
from panel.roster import import_jobs, service, standing_queries
from panel.settings import Settings

log = logging.getLogger("panel.roster")


def due_acts(settings: Settings) -> list[Callable[[], object]]:
    """Give what this room does when its time has come."""
    return [lambda: return_due_experts(settings.clock), *import_jobs.due_acts(settings)]


def return_due_experts(clock: Clock) -> int:
    """Let each expert return whose time is over, in a transaction of its own, and give how many did."""
    with database().reading() as session:
        due = standing_queries.list_due_returns(session, beijing_date(clock()))
    return sum(_return(expert_id, clock) for expert_id in due)


def _return(expert_id: int, clock: Clock) -> bool:
    try:
        with transaction() as session:
            return service.return_expert(session, expert_id, clock=clock)
    except Exception:
        log.exception("expert %s could not return", expert_id)
        return False
