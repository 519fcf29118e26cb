"""The acts that fall due: each is its own transaction, and each is done once."""

import logging
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from panel.kernel.errors import PanelError
from panel.settings import Settings

log = logging.getLogger("panel.jobs")
# Each room's jobs shelf offers `due_acts(settings)`: callables without arguments, in the order to run them.
ROOMS = ("notices", "commissions", "voting", "conclusions")


def run_due_acts(settings: Settings) -> int:
    """Run every act that is due now and give how many went through; one that fails does not stop the others."""
    done = 0
    for room in ROOMS:
        if find_spec(f"panel.{room}.jobs") is None:
            continue
        acts: list[Callable[[], object]] = import_module(f"panel.{room}.jobs").due_acts(settings)
        for act in acts:
            try:
                act()
                done += 1
            except PanelError as error:
                log.info("a due act was no longer possible: %s", error)
            except Exception:
                log.exception("a due act failed")
    return done
