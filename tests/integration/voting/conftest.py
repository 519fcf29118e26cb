"""Panels in the states that tests start from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from tests.conftest import BACKENDS
from tests.support.sittings import Panels


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with the basis and a panel whose members have read the pack."""
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
