"""The engine: pragmas that keep what was acknowledged, and the watch over changed tables."""

import re
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from panel.db.base import Base

CHANGES = re.compile(r"^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
RECORD = "audit_event"


def make_engine(url: str) -> Engine:
    """Make the engine for a database address, with its pragmas and its watch installed."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 30}, pool_size=32)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True, pool_size=16, max_overflow=16)
        event.listen(engine, "begin", _forget_changes)
    event.listen(engine, "before_cursor_execute", _note_change)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set the pragmas and read the decisive one back: below FULL a power cut loses ballots."""
    connection.isolation_level = None  # our own BEGIN, so that writers can ask for IMMEDIATE
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    cursor.close()
    if synchronous < 2:
        raise RuntimeError("SQLite must run with synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer where one is wanted; a deferred upgrade would fail at once."""
    _forget_changes(connection)
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _forget_changes(connection: Connection) -> None:
    connection.info["changed"] = set()


def _note_change(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
) -> None:
    """Keep the names of the tables a transaction changes; `transaction()` asks for them."""
    if found := CHANGES.match(statement):
        connection.info.setdefault("changed", set()).add(found.group(1))


def unrecorded_changes(connection: Connection) -> set[str]:
    """Give the record tables changed without an event in this transaction."""
    changed: set[str] = connection.info.get("changed", set())
    if RECORD in changed:
        return set()
    tables = Base.metadata.tables
    return {name for name in changed if name in tables and "technical" not in tables[name].info}


def init_database(url: str) -> Engine:
    """Make the engine and check that the database answers."""
    engine = make_engine(url)
    with engine.connect():
        pass
    return engine
