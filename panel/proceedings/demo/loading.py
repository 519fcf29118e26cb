"""Loading the demo: the basis, the six replays, and what waits at each desk; all of it or nothing."""

from collections.abc import Callable

from panel.accounts import queries
from panel.db import hold, transaction
from panel.db import session as reading
from panel.proceedings.demo.basis import load_basis
from panel.proceedings.demo.present import set_desks
from panel.proceedings.demo.replays import replay_all
from panel.proceedings.demo.story import Story
from panel.settings import Settings

Say = Callable[[str], object]


def load_demo(settings: Settings, *, say: Say) -> bool:
    """Load the demo into an empty database and tell whether that was done; existing data is never touched.

    One transaction holds everything: a load that is interrupted leaves an empty database, and the next
    one begins anew. Two at the same time load once.
    """
    if queries.list_organisations(reading()):
        return False
    with transaction() as session:
        hold(session, "demo")
        if queries.list_organisations(session):
            return False
        say("装入示例的机构、人员、专家库和检测机构……")
        basis = load_basis(session, clock=settings.clock)
        say("按 2025 年 6 月 15 日的名册回放六个示例专家组……")
        for line in replay_all(session, basis):
            say(line)
        say("为各岗位备好今天的待办……")
        now = settings.clock()
        for line in set_desks(Story(session, basis, lambda: now)):
            say(line)
    say("示例已装入。")
    return True
