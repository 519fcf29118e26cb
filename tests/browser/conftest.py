"""Browser tests: on SQLite, unless a test asks for PostgreSQL, and marked as what they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with the product's tables."""
    databases = databases_of(request.param)
    holding = next((name for name in ("demo", "basis") if name in request.fixturenames), "tables")
    url = databases.take(tmp_path / "home", holding)
    yield url
    databases.give_back(url)
