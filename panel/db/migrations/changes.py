"""Changing the constraints and the comments of a table that holds data, on PostgreSQL and on SQLite alike.

SQLite has no statement for constraints: the table is made anew with the changed text and takes the rows over
(https://sqlite.org/lang_altertable.html §7). `panel.db.schema` looks after the foreign keys meanwhile.
"""

import re
from collections.abc import Iterable, Mapping

from alembic import op
from sqlalchemy import Connection


def change_constraints(table: str, *, drop: Iterable[str] = (), add: Mapping[str, str] | None = None) -> None:
    """Drop constraints by name and add others: name to clause, such as `CHECK (...)`; drop and add to replace one."""
    connection, added = op.get_bind(), add or {}
    if connection.dialect.name == "sqlite":
        _make_anew(connection, table, list(drop), added)
        return
    for name in drop:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, clause in added.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {clause}")


def reword(table: str, words: Mapping[str, str]) -> None:
    """Change the comments of columns, and of the table itself under the empty name; SQLite keeps none."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    for column, comment in words.items():
        what = f"COLUMN {table}.{column}" if column else f"TABLE {table}"
        quoted = comment.replace("'", "''")
        connection.exec_driver_sql(f"COMMENT ON {what} IS '{quoted}'")


def edited(definition: str, drop: Iterable[str], add: Mapping[str, str]) -> str:
    """Give a table's definition without some of its named constraints and with others; unknown names are KeyError."""
    for name in drop:
        start = re.search(rf",\s*CONSTRAINT {name}\s", definition)
        if start is None:
            raise KeyError(name)
        definition = definition[: start.start()] + definition[_end(definition, start.end()) :]
    last = definition.rindex(")")
    added = "".join(f", CONSTRAINT {name} {clause}" for name, clause in add.items())
    return definition[:last].rstrip() + added + ")"


def _end(text: str, start: int) -> int:
    """Find where a constraint ends: at the comma or the bracket outside all of its own brackets and quotes."""
    depth, is_quoted = 0, False
    for place, sign in enumerate(text[start:], start):
        if sign == "'":
            is_quoted = not is_quoted
        elif not is_quoted and sign in "()":
            depth += 1 if sign == "(" else -1
        if depth < 0 or (depth == 0 and sign == "," and not is_quoted):
            return place
    raise ValueError(text)


def _make_anew(connection: Connection, table: str, drop: list[str], add: Mapping[str, str]) -> None:
    """Make the table anew beside the old one, carry the rows over, and put it in the old one's place."""
    rows = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    beside = f"_new_{table}"
    [definition] = [sql for kind, sql in rows if kind == "table"]
    head = re.compile(rf'(?<=CREATE TABLE )"?{table}"?')
    connection.exec_driver_sql(head.sub(beside, edited(definition, drop, add), count=1))
    columns = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    connection.exec_driver_sql(f"INSERT INTO {beside} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608  # our names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {beside} RENAME TO {table}")
    for kind, sql in rows:
        if kind != "table":
            connection.exec_driver_sql(sql)
