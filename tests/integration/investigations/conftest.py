"""A panel whose first round ended without a majority, ready for each test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from panel.commissions import queries as commissions
from tests.conftest import BACKENDS
from tests.support.inquiries import Inquiries


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with the basis and a panel in major disagreement."""
    databases = databases_of(request.param)
    url = databases.take(tmp_path / "home", "contested")
    yield url
    databases.give_back(url)


@pytest.fixture
def panels(app: Any, session_of: Any, basis: Any, clock: Any) -> Inquiries:
    """Give the way to bring panels on; the contested one is there already."""
    found = Inquiries(app, session_of, basis, clock)
    with found.looking() as session:
        found.contested = commissions.list_panels_in(session, basis.org_id("B-430"), ["MAJOR_DISAGREEMENT"])[0].id
    return found
