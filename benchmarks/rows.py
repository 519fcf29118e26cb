"""Writing rows straight into tables, and copying a row with all that hangs on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, Table, UniqueConstraint, func, or_, select, text

from panel.db import Base

Row = dict[str, Any]
AT_ONCE = 500
PANEL_TABLES = (  # a matter and what a panel that sat on it leaves behind, each after what it refers to
    "matters_matter", "matters_party", "matters_adjudication", "commissions_panel", "draw_draw", "commissions_seat",
    "commissions_pack", "commissions_material", "commissions_reading", "commissions_waiver", "voting_sitting",
    "voting_attendance", "voting_round", "voting_roll", "voting_ballot", "voting_opened_ballot", "voting_count",
)  # fmt: skip


def table(name: str) -> Table:
    """Give a table of the product by its name."""
    return Base.metadata.tables[name]


def insert(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    """Add rows in portions."""
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(table(name).insert(), list(rows[start : start + AT_ONCE]))


def next_id(connection: Connection, name: str) -> int:
    """Give the first number above all that a table holds."""
    return (connection.scalar(select(func.max(table(name).c.id))) or 0) + 1


def restart_counters(connection: Connection) -> None:
    """Let PostgreSQL number on after the rows that came with numbers of their own."""
    if connection.dialect.name != "postgresql":
        return
    for name, one in Base.metadata.tables.items():
        if "id" in one.c and one.c.id.autoincrement:
            counter = text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), :highest)")
            connection.execute(counter, {"highest": max(next_id(connection, name) - 1, 1)})


class PanelCopier:
    """Copies a panel, its matter, its sitting, its round and its ballots, as often as wanted.

    Texts that must be unique get the number of the copy at their end; `instead` gives other people for
    those of the first panel, by table and number.
    """

    def __init__(self, connection: Connection, panel_id: int) -> None:
        """Gather the rows that belong to the panel."""
        self.connection = connection
        panels = table("commissions_panel")
        matter = connection.scalar(select(panels.c.matter_id).where(panels.c.id == panel_id))
        self.rows: dict[str, list[Row]] = {"matters_matter": self._rows("matters_matter", {"id": [matter]})}
        for name in PANEL_TABLES[1:]:
            wanted = {column: [row["id"] for row in self.rows[target]] for column, target in self._references(name)}
            self.rows[name] = self._rows(name, wanted)
        self.next = {name: next_id(connection, name) for name in PANEL_TABLES}
        self.copies = 0

    def _references(self, name: str) -> Iterator[tuple[str, str]]:
        """Give the columns that point to a table gathered before, each with that table."""
        for column in table(name).c:
            for key in column.foreign_keys:
                if key.column.table.name in self.rows and key.column.table.name != name:
                    yield column.name, key.column.table.name

    def _rows(self, name: str, wanted: Mapping[str, Sequence[Any]]) -> list[Row]:
        columns = table(name).c
        chosen = or_(*(columns[column].in_(values) for column, values in wanted.items()))
        found = self.connection.execute(select(table(name)).where(chosen).order_by(columns.id))
        return [dict(row) for row in found.mappings()]

    def copy(self, instead: Mapping[str, Mapping[int, int]]) -> Mapping[str, Mapping[int, int]]:
        """Add one more copy and give, for each table, the new numbers by the old ones."""
        self.copies += 1
        new: dict[str, dict[int, int]] = {name: dict(numbers) for name, numbers in instead.items()}
        for name, rows in self.rows.items():
            new[name] = {row["id"]: self.next[name] + place for place, row in enumerate(rows)}
            self.next[name] += len(rows)
            insert(self.connection, name, [self._changed(name, row, new) for row in rows])
        return new

    def _changed(self, name: str, row: Row, new: Mapping[str, Mapping[int, int]]) -> Row:
        changed = row | {"id": new[name][row["id"]]}
        for column in table(name).c:
            value = row[column.name]
            for key in column.foreign_keys:
                changed[column.name] = new.get(key.column.table.name, {}).get(value, value)
            if value and isinstance(column.type, String) and _is_unique(table(name), column.name):
                changed[column.name] = f"{value}~{self.copies}"[-(column.type.length or 200) :]
        if name == "voting_round":
            changed["pack_items"] = [new["commissions_material"][piece] for piece in row["pack_items"]]
        return changed


def _is_unique(one: Table, column: str) -> bool:
    alone = (rule for rule in one.constraints if isinstance(rule, UniqueConstraint) and len(rule.columns) == 1)
    return any(column in rule.columns for rule in alone)


def copy_database(source: Connection, target: Connection) -> None:
    """Copy every row of a filled SQLite database into empty tables on PostgreSQL."""
    target.execute(text("SET session_replication_role = replica"))  # rows may come before what they refer to
    for name, one in Base.metadata.tables.items():
        insert(target, name, [dict(row) for row in source.execute(select(one)).mappings()])
    target.execute(text("SET session_replication_role = origin"))
    restart_counters(target)
