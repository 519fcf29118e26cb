"""The walls of the database: no change without an event, no GET that writes, one writer at a time on SQLite."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts.models import Organisation, Try
from panel.audit.models import Event
from panel.db import database, hold, transaction
from panel.db import session as reading
from panel.db.engine import make_engine
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import StoryClock
from panel.kernel.errors import PanelError
from panel.proceedings.demo.basis import Basis
from panel.web.access import public
from tests.support.visitor import Visitor, visible_text

SessionOf = Callable[[], AbstractContextManager[Session]]
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ONLY_POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Give each test an application of its own: some add pages to it."""
    return own_app


def top(name: str = "（示例）总局") -> Organisation:
    return Organisation(code="HQ", name=name, short_name="总", tier=1, kind="hq", parent_id=None, region="000000")


def count(session_of: SessionOf, table: type) -> int:
    with session_of() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def recorded(session: Session, clock: StoryClock, action: str = "test.thing.done") -> None:
    audit.record(session, action, by=SYSTEM, at=clock())


def add(session_of: SessionOf, clock: StoryClock, row: object) -> None:
    with session_of() as session:
        recorded(session, clock)
        session.add(row)


@pytest.mark.clause("3.5.0-e")
def test_a_change_with_an_event_is_committed(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        session.add(top())
        recorded(session, clock)
    assert count(session_of, Organisation) == count(session_of, Event) == 1


@pytest.mark.clause("3.5.0-e")
def test_a_change_without_an_event_is_undone(session_of: SessionOf) -> None:
    with pytest.raises(PanelError) as refused, session_of() as session:
        session.add(top())
    assert refused.value.code == "NO_CHANGE_WITHOUT_RECORD"
    assert refused.value.facts == {"tables": "accounts_organisation"}
    assert count(session_of, Organisation) == 0


@pytest.mark.clause("3.5.0-e")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_organisation SET name = 'x'",
        "DELETE FROM accounts_organisation",
        "WITH chosen AS (SELECT 1) UPDATE accounts_organisation SET name = 'x'",
    ],
)
def test_a_change_in_plain_sql_is_seen_too(session_of: SessionOf, clock: StoryClock, statement: str) -> None:
    with session_of() as session:
        session.add(top())
        recorded(session, clock)
    with pytest.raises(PanelError) as refused, session_of() as session:
        session.execute(text(statement))
    assert refused.value.code == "NO_CHANGE_WITHOUT_RECORD"
    with session_of() as session:
        assert session.scalars(select(Organisation.name)).all() == ["（示例）总局"]


def test_an_event_of_an_earlier_transaction_does_not_count(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        recorded(session, clock)
    with pytest.raises(PanelError), session_of() as session:
        session.add(top())


def test_a_technical_table_changes_without_an_event(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        session.add(Try(login="a", address="", at=clock()))
    assert count(session_of, Try) == 1


def test_reading_needs_no_event(session_of: SessionOf) -> None:
    with session_of() as session:
        assert session.scalars(select(Organisation)).all() == []


@pytest.mark.clause("3.5.0-d")
def test_an_error_undoes_the_act_and_its_event(session_of: SessionOf, clock: StoryClock) -> None:
    def half_done() -> None:
        with session_of() as session:
            session.add(top())
            recorded(session, clock)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_done()
    assert count(session_of, Organisation) == count(session_of, Event) == 0


@pytest.mark.clause("3.5.0-d")
def test_what_a_constraint_forbids_undoes_the_act_and_its_event(session_of: SessionOf, clock: StoryClock) -> None:
    with pytest.raises(IntegrityError):
        add(session_of, clock, Organisation(code="X", name="x", short_name="x", tier=3, kind="hq", region="0"))
    assert count(session_of, Event) == 0


def test_a_foreign_key_is_kept(session_of: SessionOf, clock: StoryClock) -> None:
    wrong = Organisation(code="X", name="x", short_name="x", tier=2, kind="grassroots", parent_id=99, region="0")
    with pytest.raises(IntegrityError):
        add(session_of, clock, wrong)


@pytest.mark.clause("3.5.0-e")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_writes_is_refused(app: Flask, session_of: SessionOf, clock: StoryClock, method: str) -> None:
    @app.route("/writes", methods=["GET", "POST"])
    @public
    def writes() -> str:
        with transaction() as session:
            session.add(top())
            recorded(session, clock)
        return "done"

    client = app.test_client()
    answer = client.open("/writes", method=method)
    assert answer.status_code == 500
    if method == "GET":
        assert "GET_WRITES" in visible_text(answer)
    assert count(session_of, Organisation) == 0
    assert isinstance(client, Visitor)
    assert client.post("/writes").text == "done"
    assert count(session_of, Organisation) == 1


def test_a_page_reads_what_was_committed_before_it(app: Flask, session_of: SessionOf, clock: StoryClock) -> None:
    with app.app_context():
        assert accounts.list_organisations(reading()) == []
        with transaction() as session:
            session.add(top())
            recorded(session, clock)
        assert [org.code for org in accounts.list_organisations(reading())] == ["HQ"]


def test_the_reading_session_is_closed_with_the_request(app: Flask) -> None:
    pool = app.extensions["panel.db"].engine.pool
    with app.app_context():
        accounts.list_organisations(reading())
        assert pool.checkedout() == 1
    assert pool.checkedout() == 0


# SQLite


@ONLY_SQLITE
def test_sqlite_keeps_what_it_acknowledged_and_its_references(app: Flask) -> None:
    with app.extensions["panel.db"].engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


def test_a_sqlite_that_does_not_sync_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build or setting that keeps synchronous below FULL stops the start."""
    monkeypatch.setattr("panel.db.engine.PRAGMAS", ("synchronous=NORMAL",))
    engine = make_engine(f"sqlite:///{tmp_path / 'weak.sqlite3'}")
    with pytest.raises(RuntimeError, match="synchronous=FULL"):
        engine.connect()


@ONLY_SQLITE
def test_two_sqlite_writers_queue_and_both_succeed(app: Flask, session_of: SessionOf, clock: StoryClock) -> None:
    order: list[str] = []
    first_is_in = threading.Event()

    def write(name: str, wait: float) -> None:
        with app.app_context(), transaction() as session:
            order.append(f"{name} in")
            first_is_in.set()
            before = session.scalar(select(func.count()).select_from(Event))
            time.sleep(wait)
            recorded(session, clock, f"test.{name}.{before}")
            order.append(f"{name} out")

    first = threading.Thread(target=write, args=("first", 0.2))
    second = threading.Thread(target=write, args=("second", 0))
    first.start()
    first_is_in.wait(5)
    second.start()
    first.join(10)
    second.join(10)
    assert order == ["first in", "first out", "second in", "second out"]
    with session_of() as session:
        assert session.scalars(select(Event.action).order_by(Event.id)).all() == ["test.first.0", "test.second.1"]


@ONLY_SQLITE
def test_sqlite_writers_of_two_processes_queue_on_the_same_lock(app: Flask, database: str) -> None:
    """A second process holds the lock file: nobody here writes until it lets go."""
    import subprocess
    import sys

    path = database.removeprefix("sqlite:///") + ".lock"
    held = subprocess.Popen(
        [sys.executable, "-c", f"import fcntl, sys; f = open({path!r}, 'a'); fcntl.flock(f, fcntl.LOCK_EX); "
                               "print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert held.stdout is not None
    assert held.stdin is not None
    assert held.stdout.readline() == "held\n"
    entered = threading.Event()

    def write() -> None:
        with app.app_context(), transaction():
            entered.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert not entered.wait(0.3)
    held.stdin.close()
    assert entered.wait(5)
    writer.join(5)
    held.wait(5)


@ONLY_SQLITE
def test_a_reader_is_not_held_up_by_a_writer(app: Flask, clock: StoryClock) -> None:
    with app.app_context(), app.extensions["panel.db"].transaction() as session:
        session.add(top())
        recorded(session, clock)
        session.flush()
        with app.app_context():
            assert accounts.list_organisations(reading()) == []


# PostgreSQL


@ONLY_POSTGRES
def test_a_name_is_held_to_its_transaction(app: Flask) -> None:
    database_ = app.extensions["panel.db"]
    entered = threading.Event()

    def ask() -> None:
        with database_.transaction() as session:
            hold(session, "counter")
            entered.set()

    with database_.transaction() as session:
        hold(session, "counter")
        other = threading.Thread(target=ask)
        other.start()
        assert not entered.wait(0.3)
    assert entered.wait(5)
    other.join(5)


@ONLY_POSTGRES
def test_another_name_is_free(app: Flask) -> None:
    database_ = app.extensions["panel.db"]
    with database_.transaction() as first, database_.transaction() as second:
        hold(first, "counter")
        hold(second, "other")


@ONLY_SQLITE
def test_holding_a_name_costs_sqlite_nothing(app: Flask, session_of: SessionOf) -> None:
    seen: list[Any] = []
    event.listen(app.extensions["panel.db"].engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with session_of() as session:
        hold(session, "counter")
    assert seen == []


def test_the_application_knows_its_database(app: Flask, basis: Basis) -> None:
    with app.app_context():
        assert database() is app.extensions["panel.db"]
        assert {org.code for org in accounts.list_organisations(reading(), kinds=["hq"])} == {"HQ"}
