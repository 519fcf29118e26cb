"""The engine: pragmas that keep what was acknowledged, and the watch over changed tables."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from panel.db.base import Base
from panel.kernel.errors import PanelError

CHANGE = r"(INSERT|UPDATE|DELETE)(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM|ONLY))*\s+\"?(\w+)"
AT_START = re.compile(r"\s*" + CHANGE, re.IGNORECASE)
ANYWHERE = re.compile(r"\b" + CHANGE, re.IGNORECASE)
RECORD = "audit_event"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000")


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
    for pragma in PRAGMAS:
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


def changes_in(statement: str) -> Iterator[tuple[str, str]]:
    """Give the verb and the table of each change that an SQL statement makes."""
    has_parts = statement.lstrip()[:4].upper() == "WITH"  # a change may hide behind common table expressions
    found = ANYWHERE.finditer(statement) if has_parts else filter(None, [AT_START.match(statement)])
    return ((match[1].upper(), match[2]) for match in found)


def _note_change(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
) -> None:
    """Keep the names of the tables a transaction changes; `transaction()` asks for them.

    The log only grows: changing or removing an event is refused on the way to the database (`LOG_ONLY_GROWS`).
    """
    for verb, table in changes_in(statement):
        if table == RECORD and verb != "INSERT":
            raise PanelError("LOG_ONLY_GROWS")
        connection.info.setdefault("changed", set()).add(table)


def unrecorded_changes(connection: Connection) -> set[str]:
    """Give the record tables changed without an event in this transaction."""
    changed: set[str] = connection.info.get("changed", set())
    if RECORD in changed:
        return set()
    tables = Base.metadata.tables
    return {name for name in changed if name in tables and "technical" not in tables[name].info}
