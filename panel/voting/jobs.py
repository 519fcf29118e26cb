"""What the scheduler does here: end the rounds whose time is over, and count them."""

import logging
from collections.abc import Callable

from panel.db import database, transaction
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import Clock
from panel.kernel.errors import PanelError
from panel.settings import Settings
from panel.voting import queries
from panel.voting.count_service import count_round
from panel.voting.round_service import close_round

log = logging.getLogger("panel.voting")


def due_acts(settings: Settings) -> list[Callable[[], object]]:
    """Give what this room does when its time has come."""
    return [lambda: close_due_rounds(settings.clock)]


def close_due_rounds(clock: Clock) -> int:
    """End every round whose time is over, count every closed one, and give how many were counted.

    Closing and counting commit apart: a count that fails leaves the round closed, to be counted by
    the next run, and holds up no other round. Two workers at once do each act once.
    """
    with database().reading() as session:
        due = queries.list_due_rounds(session, clock())
    for round_id in due:
        _try("close", round_id, lambda number: _close(number, clock))
    with database().reading() as session:
        uncounted = queries.list_uncounted_rounds(session)
    return sum(_try("count", round_id, lambda number: _count(number, clock)) for round_id in uncounted)


def _close(round_id: int, clock: Clock) -> None:
    with transaction() as session:
        close_round(session, round_id, actor=SYSTEM, clock=clock)


def _count(round_id: int, clock: Clock) -> None:
    with transaction() as session:
        count_round(session, round_id, clock=clock)


def _try(act: str, round_id: int, do: Callable[[int], None]) -> bool:
    """Do an act on one round; what another worker did first is no fault, anything else is logged."""
    try:
        do(round_id)
    except PanelError as error:
        level = logging.ERROR if error.status >= 500 else logging.INFO
        log.log(level, "%s of round %s: %s", act, round_id, error)
        return False
    except Exception:
        log.exception("%s of round %s failed", act, round_id)
        return False
    return True
