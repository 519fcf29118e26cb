"""Loading the demo: the basis, and then the replayed panels, unless there is data already."""

from collections.abc import Callable

from panel.proceedings.demo.basis import load_basis

from panel.accounts import queries
from panel.db import session as reading
from panel.db import transaction
from panel.settings import Settings


def load_demo(settings: Settings, *, once: bool, say: Callable[[str], object]) -> bool:
    """Load the demo into an empty database and tell whether that was done; existing data is never overwritten."""
    del once  # data that is there stays, however the demo is asked for
    if queries.list_organisations(reading()):
        return False
    say("正在载入示例的机构、人员、专家库……")
    with transaction() as session:
        load_basis(session, clock=settings.clock)
    return True
