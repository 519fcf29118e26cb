"""The tests' own ground: what one test did, the next one does not see."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from panel import audit
from panel.audit.models import Event
from panel.db.work import Database
from panel.kernel.actor import SYSTEM


def note(url: str) -> tuple[int, int]:
    """Record one event in a database; give its number and how many there are."""
    database = Database(url)
    with database.transaction() as session:
        audit.record(session, "tests.event.noted", by=SYSTEM, at=datetime(2026, 3, 2, tzinfo=UTC))
        seen = session.execute(select(func.max(Event.id), func.count())).one()
    database.engine.dispose()
    return seen[0], seen[1]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
def test_a_database_is_as_new_for_the_next_test(backend: str, databases_of: Any, tmp_path: Path) -> None:
    databases = databases_of(backend)
    for number in range(3):
        url = databases.take(tmp_path / str(number))
        assert note(url) == (1, 1)
        databases.give_back(url)


def test_a_database_given_back_with_its_tables_changed_is_not_handed_out_again(
    databases_of: Any, tmp_path: Path
) -> None:
    databases = databases_of("postgres")
    url = databases.empty(tmp_path)
    databases.give_back(url)
    assert databases.take(tmp_path) != url


def test_the_embedded_database_keeps_what_it_acknowledged(databases_of: Any, tmp_path: Path) -> None:
    url = databases_of("sqlite").take(tmp_path)
    with Database(url).engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
