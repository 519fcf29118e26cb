"""What the scheduler does here: end the invitations whose time is over."""

import logging
from collections.abc import Callable

from panel.commissions import queries, service
from panel.db import database, transaction
from panel.kernel.clock import Clock
from panel.settings import Settings

log = logging.getLogger("panel.commissions")


def due_acts(settings: Settings) -> list[Callable[[], object]]:
    """Give what this room does when its time has come."""
    return [lambda: expire_due_invitations(settings.clock)]


def expire_due_invitations(clock: Clock) -> int:
    """End each invitation whose time is over, in a transaction of its own, and give how many were ended.

    One that fails is logged and tried again by the next run; it holds up no other.
    """
    with database().reading() as session:
        due = queries.expired_seats(session, clock())
    return sum(_expire(panel_id, seat_id, clock) for panel_id, seat_id in due)


def _expire(panel_id: int, seat_id: int, clock: Clock) -> bool:
    try:
        with transaction() as session:
            return service.expire_invitation(session, panel_id, seat_id, clock=clock)
    except Exception:
        log.exception("invitation %s could not be ended", seat_id)
        return False
