"""Counting the statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from panel.db.work import EXTENSION

FRAMING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Counted(list[str]):
    """The statements seen so far; its length is the count."""

    def __str__(self) -> str:
        """List the statements, numbered, for the failure of a budget."""
        return "\n".join(f"{number:3} {' '.join(statement.split())[:160]}" for number, statement in enumerate(self, 1))


@contextmanager
def counted_queries(app: Flask) -> Iterator[Counted]:
    """Collect the application's statements meanwhile; what only frames a transaction is left out."""
    engine = app.extensions[EXTENSION].engine
    counted = Counted()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(FRAMING):
            counted.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
