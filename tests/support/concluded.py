"""Databases that hold one panel at the end of its course: made once per run, copied for each test.

A test that asks for the fixture `decided`, `drafted`, `in_review`, `to_sign`, `issued`, `entered`, `filed` or
`archived` starts there. The folder's `conftest.py` takes the fixtures over by importing them.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from panel.bootstrap import create_app
from panel.db import session as reading
from panel.db import transaction
from panel.db.work import EXTENSION
from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import Basis, read_basis
from panel.settings import Settings
from tests.support.conclusions import Conclusions
from tests.support.databases import MAKERS, START, make_basis

BALLOTS = "223"  # two of three for level 2: decided, with one dissent
COURSE = {
    "decided": Conclusions.decided,
    "drafted": Conclusions.drafted,
    "in_review": Conclusions.submitted,
    "to_sign": Conclusions.to_sign,
    "issued": Conclusions.issued,
    "entered": Conclusions.entered,
    "filed": Conclusions.filed,
    "archived": Conclusions.archived,
}


def make_panel(name: str, url: str, home: Path) -> None:
    """Make the basis and bring one panel to where a name stands in the course."""
    make_basis(url, home)
    clock = StoryClock(START)
    app = create_app(Settings(home=home, database=url, password_profile="cheap", clock=clock))

    @contextmanager
    def session_of() -> Iterator[Session]:
        with app.app_context(), transaction() as session:
            yield session

    with app.app_context():
        basis = read_basis(reading())
    COURSE[name](Conclusions(app, session_of, basis, clock), BALLOTS)
    app.extensions[EXTENSION].engine.dispose()


MAKERS.update({name: partial(make_panel, name) for name in COURSE})


@pytest.fixture(params=("sqlite", "postgres"))
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give a database that holds what the test asks for, once on each backend."""
    databases = databases_of(request.param)
    holding = next((name for name in (*COURSE, "demo", "basis") if name in request.fixturenames), "tables")
    url = databases.take(tmp_path / "home", holding)
    yield url
    databases.give_back(url)


@pytest.fixture
def story(
    app: Flask, session_of: Callable[[], AbstractContextManager[Session]], basis: Basis, clock: StoryClock
) -> Conclusions:
    """Give the way to bring panels further."""
    return Conclusions(app, session_of, basis, clock)


def _standing() -> int:
    """Give the number of the one panel there is."""
    return 1


def _fixture(name: str) -> Any:
    def given(story: Conclusions) -> int:
        del story  # the database holds the panel because the test asks for this fixture
        return _standing()

    given.__doc__ = f"Give the number of a panel that is {name.replace('_', ' ')}."
    return pytest.fixture(name=name)(given)


decided = _fixture("decided")
drafted = _fixture("drafted")
in_review = _fixture("in_review")
to_sign = _fixture("to_sign")
issued = _fixture("issued")
entered = _fixture("entered")
filed = _fixture("filed")
archived = _fixture("archived")
