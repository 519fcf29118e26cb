"""The fixtures of all tests. What they are made of lies in `tests/support`."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from panel.bootstrap import create_app, equip, open_rooms
from panel.db import session as reading
from panel.db import transaction
from panel.db.work import EXTENSION, Database
from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import Basis, read_basis
from panel.settings import Settings
from tests.support import browser as browsers
from tests.support import postgres
from tests.support.counting import Counted, counted_queries
from tests.support.databases import START, PostgresDatabases, SqliteDatabases
from tests.support.demo import Demo, read_demo
from tests.support.mail import MailServer
from tests.support.mail import mail_server as run_mail_server
from tests.support.templates import CompiledOnce
from tests.support.visitor import Visitor, visitor

RUN_FOLDER = pytest.StashKey[Path]()
FAILED = pytest.StashKey[bool]()
BACKENDS = ("sqlite", "postgres")

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


# The folder of the run belongs to the process that started it; the workers of xdist are told of it.


def pytest_configure(config: pytest.Config) -> None:
    told = getattr(config, "workerinput", {}).get("run_folder")
    config.stash[RUN_FOLDER] = Path(told) if told else postgres.new_run_folder()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[RUN_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.remove_run_folder(config.stash[RUN_FOLDER])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


# Databases and the application


@pytest.fixture(scope="session")
def databases_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], SqliteDatabases | PostgresDatabases]]:
    """Give the databases of a backend; PostgreSQL starts when it is first asked for."""
    folder = request.config.stash[RUN_FOLDER]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    opened: dict[str, SqliteDatabases | PostgresDatabases] = {}

    def of(backend: str) -> SqliteDatabases | PostgresDatabases:
        if backend not in opened:
            opened[backend] = (
                SqliteDatabases(folder, worker) if backend == "sqlite" else PostgresDatabases(folder, worker)
            )
        return opened[backend]

    yield of
    for databases in opened.values():
        databases.close()


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh database with the product's tables, once on each backend.

    It holds the demo, or only its basis, when the test asks for `demo` or `basis`, and is empty otherwise.
    """
    databases = databases_of(request.param)
    holding = next((name for name in ("demo", "basis") if name in request.fixturenames), "tables")
    url = databases.take(tmp_path / "home", holding)
    yield url
    databases.give_back(url)


@pytest.fixture(params=BACKENDS)
def empty_database(request: pytest.FixtureRequest, databases_of: Any, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table, once on each backend."""
    databases = databases_of(request.param)
    url = databases.empty(tmp_path / "home")
    yield url
    databases.give_back(url)


@pytest.fixture
def clock() -> StoryClock:
    """Give the application's clock: it stands at 09:00 on 2 March 2026 in Beijing until it is moved."""
    return StoryClock(START)


@pytest.fixture
def settings(database: str, tmp_path: Path, clock: StoryClock, request: pytest.FixtureRequest) -> Settings:
    """Give the settings of the application under test; with `mail_server` asked for, mail goes there."""
    more: dict[str, Any] = {}
    if "mail_server" in request.fixturenames:
        server = request.getfixturevalue("mail_server")
        more = {"smtp_host": server.hostname, "smtp_port": server.port}
    return Settings(home=tmp_path / "home", database=database, password_profile="cheap", clock=clock, **more)


@pytest.fixture(scope="session")
def rooms() -> Flask:
    """Open the product's rooms once per process: their pages are the same for every test."""
    opened = open_rooms()
    opened.test_client_class = Visitor
    return opened


@pytest.fixture(scope="session")
def engines() -> dict[str, Database]:
    """Keep the way to each database of the process, with the statements compiled for it."""
    return {}


@pytest.fixture
def app(rooms: Flask, engines: dict[str, Database], settings: Settings) -> Iterator[Flask]:
    """Give the application on a fresh database; a test that changes it takes `own_app` instead."""
    equip(rooms, settings)
    kept = engines.setdefault(settings.database_url, rooms.extensions[EXTENSION])
    rooms.extensions[EXTENSION] = kept
    yield rooms
    kept.engine.dispose()


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    """Give an application that only this test has, on a fresh database, to add pages to."""
    made = create_app(settings)
    made.test_client_class = Visitor
    made.jinja_env.bytecode_cache = CompiledOnce()
    yield made
    made.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def basis(app: Flask) -> Basis:
    """Give the demo's organisations, people, committees, experts and institutions by their keys."""
    with app.app_context():
        return read_basis(reading())


@pytest.fixture
def demo(app: Flask) -> Demo:
    """Give the loaded demo: its people, panels and matters by their keys."""
    with app.app_context():
        return read_demo(reading())


@pytest.fixture
def session_of(app: Flask) -> Callable[[], AbstractContextManager[Session]]:
    """Give the way to write as an act does.

    `with session_of() as session:` opens a transaction that commits at its end.
    """

    @contextmanager
    def opened() -> Iterator[Session]:
        with app.app_context(), transaction() as session:
            yield session

    return opened


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[Counted]]:
    """Give the way to count statements.

    `with counted() as statements:` collects them; `len(statements)` is the count.
    """
    return partial(counted_queries, app)


# Visitors and mail


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Give a visitor who has not signed in."""
    return visitor(app)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """Give the way to bring in more people: `visit("b01.official")` is signed in, `visit()` is not."""
    return partial(visitor, app)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Run a mail server; the application sends to it."""
    with run_mail_server() as server:
        yield server


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start a Chromium; without one the test is skipped, or fails where REQUIRE_BROWSER is set."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = browsers.find_chromium(playwright)
        if executable is None:
            stop = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
            stop("no Chromium: make test installs one, CHROMIUM=/path names one")
        running = browsers.launch(playwright, executable)
        yield running
        running.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """Serve the application under test and give its address."""
    with browsers.served(app) as address:
        yield address


@pytest.fixture
def open_window(browser: Any, live_server: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Give the way to open windows: `open_window(width=375, javascript=False).page`.

    A test fails when a window asked for anything outside, broke the content security policy, or a
    script in it failed. The windows of a failed test leave their pictures in its folder.
    """
    windows: list[browsers.Window] = []

    def opened(**choices: Any) -> browsers.Window:
        windows.append(browsers.Window(browser, live_server, **choices))
        return windows[-1]

    yield opened
    for number, window in enumerate(windows, 1):
        if request.node.stash.get(FAILED, False):
            window.page.screenshot(path=tmp_path / f"window-{number}.png", full_page=True)
            print(f"picture: {tmp_path}/window-{number}.png of {window.page.url}")
        window.close()
    faults = [fault for window in windows for fault in window.faults]
    assert not faults, faults


@pytest.fixture
def page(open_window: Any) -> Any:
    """Give the page of one window of a desktop's width."""
    return open_window().page
