"""A panel whose members have read the pack, in a served application."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from tests.support.sittings import Panels
from tests.support.visitor import PASSWORD


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with the basis and a panel in MATERIALS."""
    databases = databases_of(request.param)
    url = databases.take(tmp_path / "home", "seated")
    yield url
    databases.give_back(url)


@pytest.fixture
def panels(app: Any, session_of: Any, basis: Any, clock: Any) -> Panels:
    """Give the way to bring panels to a state; the usual one is there already."""
    found = Panels(app, session_of, basis, clock)
    with found.looking() as session:
        found.prepared = commissions.list_panels_in(session, basis.org_id("B-430"), [PanelState.MATERIALS])[0].id
    return found


@pytest.fixture
def enter(open_window: Callable[..., Any]) -> Callable[..., Any]:
    """Give the way to sign somebody in: `enter("u10", width=375)` gives a page."""

    def entered(key: str, **choices: Any) -> Any:
        page = open_window(**choices).page
        page.goto("/sign-in")
        page.fill("input[name=login]", f"{key}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return entered
