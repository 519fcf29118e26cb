"""The acts that fall due: each is its own transaction, and each is done once."""

import logging
from collections.abc import Callable
from importlib import import_module

from panel.kernel.errors import PanelError
from panel.settings import Settings

Act = Callable[[], object]
log = logging.getLogger("panel.jobs")
# Each room's jobs shelf offers `due_acts(settings)`: callables without arguments, in the order to run them.
ROOMS = ("notices", "roster", "commissions", "voting")


def run_due_acts(settings: Settings) -> int:
    """Run every act that is due now and give how many went through; one that fails does not stop the others."""
    return sum(_went_through(act) for room in ROOMS for act in _due_in(room, settings))


def _due_in(room: str, settings: Settings) -> list[Act]:
    """Ask a room for what is due; one that cannot say is passed over until the next look."""
    try:
        found: list[Act] = import_module(f"panel.{room}.jobs").due_acts(settings)
    except Exception:
        log.exception("the room %s could not say what is due", room)
        return []
    return found


def _went_through(act: Act) -> bool:
    try:
        act()
    except PanelError as error:
        log.info("a due act was no longer possible: %s", error)
        return False
    except Exception:
        log.exception("a due act failed")
        return False
    return True
