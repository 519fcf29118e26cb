"""The databases of a measurement: one filled SQLite file, its copy on PostgreSQL, and a floor beside each."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from benchmarks import floor, panels
from benchmarks.data import add_experts, add_matters
from benchmarks.rows import copy_database, table
from benchmarks.visits import Browser, Voters, sign_in
from panel.bootstrap import create_app
from panel.db import Base, database, transaction
from panel.db import session as reading
from panel.db.engine import make_engine
from panel.proceedings.demo.basis import Basis, load_basis, read_basis
from panel.proceedings.demo.loading import load_demo
from panel.settings import Settings
from tests.support import postgres

DURABLE = postgres.OPTIONS | {"fsync": "on", "full_page_writes": "on", "autovacuum": "on", "shared_buffers": "256MB"}
BROWSERS = 40
PEOPLE = {"official": "u08", "auditor": "u16"}
READ_BACK = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to read and how often it is measured."""

    matters: int = 10_000
    experts: int = 2_000
    counted: int = 8
    open_rounds: int = 12
    rounds: int = 5
    seconds: float = 1.2
    has_demo: bool = True


@dataclass(slots=True)
class World:
    """What is visited: browsers by who is signed in, panels with 25 ballots, members with an open round."""

    browsers: dict[str, list[Browser]]
    counted: list[int]
    places: list[panels.Place]
    people: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Backend:
    """One kind of database: the addresses of product and floor, and what lays drafts down in it."""

    name: str
    product: str
    floor: str
    people: list[tuple[str, str, int]]
    app: Flask
    voters: Voters

    def stored(self, target: str) -> int:
        """Count the ballots stored by the product or the floor."""
        if target == "product":
            with self.app.app_context(), database().engine.connect() as connection:
                return connection.scalar(select(func.count()).select_from(table("voting_ballot"))) or 0
        engine = create_engine(self.floor)
        with engine.connect() as connection:
            found: int = connection.scalar(text("SELECT count(*) FROM ballot"))
        engine.dispose()
        return found

    def read_back(self) -> Mapping[str, Any]:
        """Give the settings that could flatter us, as the database itself states them."""
        with self.app.app_context(), database().engine.connect() as connection:
            if self.name == "sqlite":
                return {
                    name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous")
                }
            return {name: connection.scalar(text(f"SHOW {name}")) for name in READ_BACK}


def new_folder() -> Path:
    """Make the folder of a measurement on a disk, not in memory, if there is one."""
    if _is_in_memory(Path(tempfile.gettempdir())) and Path("/var/tmp").is_dir():  # noqa: S108  # only a place to ask about
        tempfile.tempdir = "/var/tmp"  # noqa: S108
    folder = postgres.new_run_folder()
    (folder / "home").mkdir()
    return folder


def _is_in_memory(folder: Path) -> bool:
    """Tell whether a folder lies in a file system without a disk (Linux)."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    at = max((place for place, _kind in mounts if folder.resolve().is_relative_to(place)), key=len)
    return dict(mounts)[at] in {"tmpfs", "ramfs"}


def product_app(home: Path, url: str) -> Flask:
    """Build the product's application on a database."""
    return create_app(Settings(home=home, database=url, password_profile="cheap"))


def build(home: Path, size: Size, say: Callable[[str], object]) -> tuple[str, World]:
    """Fill the SQLite database and give its address with what there is to visit."""
    url = f"sqlite:///{home / 'panel.sqlite3'}"
    app, now = product_app(home, url), datetime.now(UTC)
    basis = _load(app, size, say)
    say(f"生成 {size.experts} 名专家、{size.matters} 件风险事项……")
    experts = add_experts(app, basis, size.experts, now.date())
    add_matters(app, basis, size.matters, now)
    say(f"组成 {size.counted} 个已计票和 {size.open_rounds} 个表决中的专家组，每组 {panels.ROLL} 人……")
    with app.app_context():
        basis = read_basis(reading())
    sat = panels.hold_panels(app, basis, experts, now, counted=size.counted, rounds=size.open_rounds)
    browsers = {name: sign_in(app, [basis.account(key)] * BROWSERS, now) for name, key in PEOPLE.items()}
    browsers["expert"] = sign_in(app, [place.account_id for place in sat.places], now)
    app.extensions["panel.db"].engine.dispose()
    return url, World(browsers, sat.counted, sat.places)


def _load(app: Flask, size: Size, say: Callable[[str], object]) -> Basis:
    """Make the tables and load the demo, or its people only."""
    with app.app_context():
        Base.metadata.create_all(database().engine)
        settings = app.extensions["panel.settings"]
        if size.has_demo:
            load_demo(settings, say=say)
        else:
            with transaction() as session:
                load_basis(session, clock=settings.clock)
    with app.app_context():
        return read_basis(reading())


def open_backend(name: str, folder: Path, filled: str, world: World) -> Backend:
    """Give a backend that holds the filled database and a filled floor."""
    home = folder / "home"
    product, beside = filled, f"sqlite:///{home / 'floor.sqlite3'}"
    if name == "postgres":
        socket = postgres.socket_folder(folder, DURABLE)
        product, beside = (f"postgresql+psycopg://postgres@/{one}?host={socket}" for one in ("product", "floor"))
        with closing(psycopg.connect(host=str(socket), user="postgres", autocommit=True)) as admin:
            for one in ("product", "floor"):
                admin.execute(f"CREATE DATABASE {one}")
        _copy(filled, product)
    app = product_app(home, product)
    voters = Voters(app, world.places, world.browsers["expert"], datetime.now(UTC))
    return Backend(name, product, beside, floor.fill(beside), app, voters)


def _copy(filled: str, product: str) -> None:
    source, target = make_engine(filled), make_engine(product)
    Base.metadata.create_all(target)
    with source.connect() as read, target.begin() as write:
        copy_database(read, write)
    with target.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    source.dispose()
    target.dispose()


def remove(folder: Path) -> None:
    """Stop the database server and remove all that was made."""
    postgres.remove_run_folder(folder)
    shutil.rmtree(folder, ignore_errors=True)
