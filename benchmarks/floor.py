"""The floor: the least honest work for a sealed, durable ballot and for a page with 25 opinions.

A ballot here is: the sign-in by its hashed token, membership and state of the round in one read, the
CSRF token compared, a sealed box, and one transaction that asks again whether the round is open, adds
the ballot and its event, and commits. 201 is answered only after the commit. SQLite's writers queue
on a file lock and commit with `synchronous=FULL`, as the product's do. The page reads sign-in, case
and 25 reviews and draws them with one plain Jinja template.
"""

import fcntl
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, abort, request
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import Connection, Engine, create_engine, event, text

USERS, ROUNDS, CASES, REVIEWS = 400, 40, 40, 25
TABLES = (
    "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
    "CREATE TABLE sign_in (token TEXT PRIMARY KEY, person_id INTEGER REFERENCES person, csrf TEXT)",
    "CREATE TABLE round (id INTEGER PRIMARY KEY, state TEXT, public_key {bytes})",
    "CREATE TABLE member (round_id INTEGER, person_id INTEGER, PRIMARY KEY (round_id, person_id))",
    "CREATE TABLE ballot (id {serial}, round_id INTEGER REFERENCES round, person_id INTEGER REFERENCES person,"
    " sealed {bytes}, cast_at TEXT)",
    "CREATE INDEX ballot_round ON ballot (round_id, person_id)",
    "CREATE TABLE event (id {serial}, at TEXT, person_id INTEGER, action TEXT, subject TEXT, entry TEXT, leaf TEXT)",
    "CREATE TABLE review_case (id INTEGER PRIMARY KEY, title TEXT, body TEXT)",
    "CREATE TABLE review (id INTEGER PRIMARY KEY, case_id INTEGER, person_id INTEGER, score INTEGER, at TEXT,"
    " body TEXT)",
    "CREATE INDEX review_of_case ON review (case_id)",
)
PLACE = text(
    "SELECT s.person_id, s.csrf, r.state, r.public_key FROM sign_in s"
    " JOIN member m ON m.person_id = s.person_id AND m.round_id = :round JOIN round r ON r.id = m.round_id"
    " WHERE s.token = :token"
)
STATE = {
    "sqlite": text("SELECT state FROM round WHERE id = :round"),
    "postgresql": text("SELECT state FROM round WHERE id = :round FOR SHARE"),
}
ADD_BALLOT = text("INSERT INTO ballot (round_id, person_id, sealed, cast_at) VALUES (:round, :person, :sealed, :at)")
ADD_EVENT = text(
    "INSERT INTO event (at, person_id, action, subject, entry, leaf)"
    " VALUES (:at, :person, 'ballot.cast', :subject, :entry, :leaf)"
)
SIGNED_IN = text("SELECT p.name, s.csrf FROM sign_in s JOIN person p ON p.id = s.person_id WHERE s.token = :token")
CASE = text("SELECT id, title, body FROM review_case WHERE id = :id")
REVIEWS_OF = text(
    "SELECT r.id, p.name, r.score, r.at, r.body FROM review r JOIN person p ON p.id = r.person_id"
    " WHERE r.case_id = :id ORDER BY r.id"
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ case.title }}</title></head><body>
<p>{{ person }}</p><h1>{{ case.title }}</h1>
<nav>{% for number in range(12) %}<a href="/part/{{ number }}">Part {{ number }}</a> {% endfor %}</nav>
<p>{{ case.body }}</p>
{% for one in reviews %}<article id="r{{ one.id }}"><h2>{{ one.name }}: {{ one.score }}</h2><time>{{ one.at }}</time>
<p>{{ one.body }}</p>
<form method="post" action="/reply/{{ one.id }}"><input type="hidden" name="csrf" value="{{ csrf }}">
<button>Reply</button></form>
</article>{% endfor %}
<table>{% for one in reviews %}
<tr><td>{{ loop.index }}</td><td>{{ one.name }}</td><td>{{ one.score }}</td></tr>{% endfor %}</table>
</body></html>"""


def hashed(token: str) -> str:
    """Give what the database holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_engine(url: str) -> Engine:
    """Make the engine; on SQLite durable, and with transactions of our own."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=16, max_overflow=16)
    engine = create_engine(url, connect_args={"timeout": 30}, pool_size=16)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Queue:
    """SQLite's writers one after the other, between threads and between processes."""

    def __init__(self, engine: Engine) -> None:
        """Take the lock file beside the database; PostgreSQL needs none."""
        is_file = engine.dialect.name == "sqlite"
        self.path = Path(f"{engine.url.database}.lock") if is_file else None
        self.threads = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for our turn."""
        if self.path is None:
            yield
            return
        with self.threads, self.path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def create_floor(url: str) -> Flask:
    """Build the floor's application."""
    app = Flask("benchmarks.floor")
    engine = make_engine(url)
    queue = Queue(engine)
    template = app.jinja_env.from_string(PAGE)

    @app.post("/ballot")
    def cast() -> tuple[str, int]:
        return cast_ballot(engine, queue), 201

    @app.get("/case/<int:number>")
    def show_case(number: int) -> str:
        with engine.connect() as connection:
            person = connection.execute(SIGNED_IN, {"token": hashed(request.cookies.get("sid", ""))}).first()
            if person is None:
                abort(403)
            case = connection.execute(CASE, {"id": number}).first()
            if case is None:
                abort(404)
            reviews = connection.execute(REVIEWS_OF, {"id": number}).all()
        return template.render(person=person.name, csrf=person.csrf, case=case, reviews=reviews)

    return app


def cast_ballot(engine: Engine, queue: Queue) -> str:
    """Take the ballot of this request, and give its digest once it is stored."""
    form = request.form
    place = {"round": int(form["round"]), "token": hashed(request.cookies.get("sid", ""))}
    with engine.connect() as connection:
        found = connection.execute(PLACE, place).first()
    if found is None:
        abort(403)
    if not hmac.compare_digest(found.csrf, form.get("csrf", "")):
        abort(400)
    if found.state != "open":
        abort(409)
    content = json.dumps({"option": form["option"], "reasons": form["reasons"]}).encode()
    sealed = bytes(SealedBox(PublicKey(bytes(found.public_key))).encrypt(content))
    with queue.place(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.scalar(STATE[engine.dialect.name], place) != "open":
            abort(409)
        return store(connection, place["round"], found.person_id, sealed)


def store(connection: Connection, round_id: int, person_id: int, sealed: bytes) -> str:
    """Add the ballot and its event, and give the ballot's digest."""
    at, digest = datetime.now(UTC).isoformat(), hashlib.sha256(sealed).hexdigest()
    connection.execute(ADD_BALLOT, {"round": round_id, "person": person_id, "sealed": sealed, "at": at})
    entry = json.dumps(["ballot.cast", at, person_id, round_id, digest], separators=(",", ":"))
    leaf = hashlib.sha256(b"\x00" + entry.encode()).hexdigest()
    told = {"at": at, "person": person_id, "subject": f"round {round_id}", "entry": entry, "leaf": leaf}
    connection.execute(ADD_EVENT, told)
    return digest


def fill(url: str) -> list[tuple[str, str, int]]:
    """Make the floor's tables and rows, and give `(token, csrf, round)` for each person."""
    engine = make_engine(url)
    kinds = {"serial": "INTEGER PRIMARY KEY", "bytes": "BLOB"}
    if engine.dialect.name == "postgresql":
        kinds = {"serial": "BIGSERIAL PRIMARY KEY", "bytes": "BYTEA"}
    people = [(secrets.token_urlsafe(32), secrets.token_urlsafe(32), number % ROUNDS + 1) for number in range(USERS)]
    with engine.execution_options(writes=True).begin() as connection:
        for table in TABLES:
            connection.execute(text(table.format(**kinds)))
        for statement, rows in _rows(people):
            connection.execute(text(statement), rows)
    engine.dispose()
    return people


def _rows(people: list[tuple[str, str, int]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    key = bytes(PrivateKey.generate().public_key)
    numbers = range(1, USERS + 1)
    words = "The evidence & the argument <support> this finding. " * 15
    yield "INSERT INTO person VALUES (:i, :n)", [{"i": i, "n": f"Member {i}"} for i in numbers]
    yield (
        "INSERT INTO sign_in VALUES (:t, :i, :c)",
        [{"t": hashed(token), "i": i, "c": csrf} for i, (token, csrf, _round) in enumerate(people, 1)],
    )
    yield "INSERT INTO round VALUES (:i, 'open', :k)", [{"i": i, "k": key} for i in range(1, ROUNDS + 1)]
    yield "INSERT INTO member VALUES (:r, :i)", [{"r": place, "i": i} for i, (_t, _c, place) in enumerate(people, 1)]
    yield (
        "INSERT INTO review_case VALUES (:i, :t, :b)",
        [{"i": i, "t": f"Case {i}", "b": "Facts of the case. " * 60} for i in range(1, CASES + 1)],
    )
    yield (
        "INSERT INTO review VALUES (:i, :c, :p, :s, '2026-01-05T10:00:00Z', :b)",
        [
            {"i": i + 1, "c": i // REVIEWS + 1, "p": i % USERS + 1, "s": i % 5 + 1, "b": f"Opinion {i}. {words}"}
            for i in range(CASES * REVIEWS)
        ],
    )
