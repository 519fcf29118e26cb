"""Reading and writing: one session for a request's reading, one transaction for an act."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, g, has_app_context, has_request_context, request
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from panel.db.engine import make_engine, unrecorded_changes
from panel.guidance.citation import cites
from panel.kernel.errors import PanelError

EXTENSION = "panel.db"


class Database:
    """The engine with its two kinds of session and, for SQLite, the queue of its writers."""

    def __init__(self, url: str) -> None:
        """Open a database by its SQLAlchemy address."""
        self.engine: Engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # On PostgreSQL each statement sees what is committed when it begins, in a transaction or not; so
        # reading goes without one and saves two ways to the server. On SQLite it keeps a page to one state.
        readers = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.reading = sessionmaker(readers, expire_on_commit=False)
        self._writers = threading.Lock()
        path = self.engine.url.database
        self._lock_path = Path(f"{path}.lock") if self.is_sqlite and path else None

    @contextmanager
    def queued(self) -> Iterator[None]:
        """Let one SQLite writer in at a time, in a fair queue; SQLite's own busy handler is not fair.

        The thread lock orders this process, `flock` orders processes. PostgreSQL needs neither.
        """
        if self._lock_path is None:
            yield
            return
        with self._writers, self._lock_path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Open a session that reads one state, however long it asks and whoever writes meanwhile."""
        one_state = self.engine.execution_options(isolation_level="REPEATABLE READ")
        with self.reading() if self.is_sqlite else Session(one_state, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session on a connection of its own that begins as a writer."""
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run one act: commit on a clean end, roll back on any error.

        Refuses to commit a change of a record table without an audit event
        (`NO_CHANGE_WITHOUT_RECORD`).
        """
        with self.queued(), self.writing() as session:
            try:
                yield session
                session.flush()
                if session.in_transaction() and (tables := unrecorded_changes(session.connection())):
                    raise PanelError("NO_CHANGE_WITHOUT_RECORD", tables=", ".join(sorted(tables)))
                session.commit()
            except BaseException:
                session.rollback()
                raise


def database() -> Database:
    """Give the running application's database."""
    found: Database = current_app.extensions[EXTENSION]
    return found


def session() -> Session:
    """Give the reading session of this request or command; it is closed at its end."""
    if "reading_session" not in g:
        g.reading_session = database().reading()
    found: Session = g.reading_session
    return found


def end_reading(_error: BaseException | None = None) -> None:
    """Close the reading session, if one was opened, so that the next read sees fresh data."""
    if has_app_context() and (opened := g.pop("reading_session", None)) is not None:
        opened.close()


def hold(session: Session, name: str) -> None:
    """Keep a name to this transaction until its end, such as that of a counter without a row of its own.

    An advisory lock on PostgreSQL; on SQLite there is one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


@cites("3.5.0-d")
@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one way to write; a GET may not (`GET_WRITES`)."""
    if has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}:
        raise PanelError("GET_WRITES", path=request.path)
    end_reading()
    with database().transaction() as opened:
        yield opened
