"""Every address, with every method, entered by every kind of person, against a table written by hand."""

from pathlib import Path

import pytest
from flask import Flask

from panel.db import database
from tests.support.access import PEOPLE, outcome, values_of, walks
from tests.support.visitor import sign_in

TABLE = Path(__file__).with_name("access.txt")
LETTERS = {"in": "Y", "no": "-", "hidden": "0", "sign-in": "S"}


def table() -> dict[str, dict[str, str]]:
    """Read the table: for each method and address the letter of each person."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _bar, letters = line.partition("|")
            rows[name.strip()] = dict(zip(PEOPLE, letters.split(), strict=True))
    return rows


def test_the_table_names_every_address_and_no_other(app: Flask) -> None:
    names = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert names == set(table())


@pytest.mark.clause("3.5.0-a", "3.5.0-f", "3.5.0-g", "S-04", "S-06", "D-11", "2.4.2-b", "3.4.1-b")
@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_lets_in_exactly_whom_the_table_says(demo: object, app: Flask, who: str) -> None:
    with app.app_context(), database().reading() as session:
        values = values_of(session)
    visitor = app.test_client()
    if (login := PEOPLE[who]) is not None:
        sign_in(visitor, f"{login}@example.org")
    wrong = []
    expected = table()
    for walk in walks(app, values):
        if walk.endpoint == "accounts.sign_out":
            continue  # it would end the walk; its own tests show it
        answer = visitor.get(walk.path) if walk.method == "GET" else visitor.post(walk.path, data={})
        assert answer.status_code < 500, walk
        letter = LETTERS[outcome(walk, answer.status_code, answer.headers.get("Location", ""))]
        if letter != expected[walk.name][who]:
            wrong.append(f"{walk.name}: {letter} instead of {expected[walk.name][who]}")
    assert not wrong


def test_no_get_changes_anything(demo: object, app: Flask) -> None:
    """Walk every GET as everybody and compare the whole database before and after."""
    store = app.extensions["panel.db"]
    with app.app_context(), store.reading() as session:
        values = values_of(session)
    visitors = []
    for login in PEOPLE.values():
        visitor = app.test_client()
        if login is not None:
            sign_in(visitor, f"{login}@example.org")
        visitors.append(visitor)
    before = _everything(app)
    for visitor in visitors:
        for walk in walks(app, values):
            if walk.method == "GET":
                visitor.get(walk.path)
    assert _everything(app) == before


def _everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    from panel.db import Base

    with app.app_context(), database().reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(table.select()).all()), key=str)
            for table in Base.metadata.sorted_tables
        }
