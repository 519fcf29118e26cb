"""Column types keep aware instants, and every statement that changes a table is seen."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from panel.bootstrap import load_models
from panel.db.base import Base, UtcDateTime, technical
from panel.db.engine import changes_in

BEIJING_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
UTC_ONE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_an_instant_is_stored_in_utc_and_read_back_aware(dialect: object) -> None:
    column = UtcDateTime()
    stored = column.process_bind_param(BEIJING_NINE, dialect)  # type: ignore[arg-type]
    assert stored is not None
    assert stored.replace(tzinfo=UTC) == UTC_ONE
    assert column.process_result_value(stored, dialect) == UTC_ONE  # type: ignore[arg-type]
    back = column.process_result_value(BEIJING_NINE, dialect)  # type: ignore[arg-type]
    assert back is not None
    assert back.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_no_instant_stays_none(dialect: object) -> None:
    column = UtcDateTime()
    assert column.process_bind_param(None, dialect) is None  # type: ignore[arg-type]
    assert column.process_result_value(None, dialect) is None  # type: ignore[arg-type]


def test_a_naive_time_cannot_be_stored() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(UTC_ONE.replace(tzinfo=None), DIALECTS["sqlite"])


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("INSERT INTO a_b (x) VALUES (1)", [("INSERT", "a_b")]),
        ("\n  insert into \"a_b\" (x) SELECT 1", [("INSERT", "a_b")]),
        ("INSERT OR IGNORE INTO a_b VALUES (1)", [("INSERT", "a_b")]),
        ("UPDATE a_b SET x = 1", [("UPDATE", "a_b")]),
        ("UPDATE ONLY a_b SET x = 1", [("UPDATE", "a_b")]),
        ("DELETE FROM a_b WHERE x = 1", [("DELETE", "a_b")]),
        ("WITH c AS (SELECT 1) UPDATE a_b SET x = 1", [("UPDATE", "a_b")]),
        ("with c as (delete from a_b returning *) insert into d select * from c",
         [("DELETE", "a_b"), ("INSERT", "d")]),
        ("SELECT x FROM a_b FOR UPDATE", []),
        ("SELECT 'INSERT INTO a_b'", []),
        ("PRAGMA foreign_keys", []),
    ],
)  # fmt: skip
def test_the_tables_that_a_statement_changes_are_seen(statement: str, changes: list[tuple[str, str]]) -> None:
    assert list(changes_in(statement)) == changes


def test_a_technical_table_says_why_its_changes_need_no_event() -> None:
    load_models()
    tables = Base.metadata.tables.values()
    reasons = {table.name: table.info["technical"] for table in tables if "technical" in table.info}
    assert technical("why")["info"] == {"technical": "why"}
    assert all(reasons.values())
    assert "audit_event" not in reasons


def test_every_table_and_column_is_described_in_words() -> None:
    load_models()
    silent = [table.name for table in Base.metadata.tables.values() if not table.comment]
    silent += [str(column) for table in Base.metadata.tables.values() for column in table.columns if not column.comment]
    assert silent == []
