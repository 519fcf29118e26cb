"""A fresh database for each test, on SQLite and on PostgreSQL, from a template made once per run.

SQLite: the template file is copied, always to the one place of the process, so that what SQLAlchemy has
compiled for the address serves the next test too. PostgreSQL: making a database from a template takes about
150 ms, so each process keeps one and puts it back into its first state after each test, in about
a tenth of that: rows are deleted, and those of the template copied in again from a schema beside.

There are three templates: `tables` is empty, `basis` holds the demo's organisations, people, committees,
experts and institutions, `demo` the whole demo with its files and keys.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from panel.bootstrap import load_models
from panel.db import Base, schema, transaction
from panel.db.engine import make_engine
from panel.db.work import EXTENSION, Database
from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import load_basis
from panel.proceedings.demo.loading import load_demo
from panel.settings import Settings
from panel.web.language import init_language
from tests.support import postgres

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Beijing, a Monday

TABLES = """
    SELECT c.relname, pg_relation_size(c.oid) > 131072,
           EXISTS (SELECT FROM pg_class k WHERE k.relname = c.relname AND k.relnamespace = 'pristine'::regnamespace)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
KEEP_SEQUENCES = """
    CREATE TABLE pristine.sequence_values AS
    SELECT sequencename, last_value AS value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
RESTART_SEQUENCES = """
    SELECT setval(format('public.%I', sequencename)::regclass, coalesce(kept.value, start_value), kept IS NOT NULL)
    FROM pg_sequences LEFT JOIN pristine.sequence_values kept USING (sequencename)
    WHERE schemaname = 'public' AND last_value IS DISTINCT FROM kept.value
"""


def make_schema(url: str, _home: Path) -> None:
    """Make every table of the product in an empty database, and note that it stands at the newest revision."""
    load_models()
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    schema.stamp(engine)
    engine.dispose()


def make_basis(url: str, home: Path) -> None:
    """Make every table in an empty database and load the basis."""
    with _product_on(url, home), transaction() as session:
        load_basis(session, clock=StoryClock(START))


def make_demo(url: str, home: Path) -> None:
    """Make every table in an empty database and load the whole demo; its files and keys go to a folder."""
    with _product_on(url, home) as settings:
        load_demo(settings, say=lambda _line: None)


@contextmanager
def _product_on(url: str, home: Path) -> Iterator[Settings]:
    """Open the product, without its pages, on a database that gets its tables now."""
    make_schema(url, home)
    settings = Settings(home=home, database=url, password_profile="cheap", clock=StoryClock(START))
    app = Flask("template")
    app.extensions["panel.settings"] = settings
    app.extensions[EXTENSION] = Database(url)
    init_language(app)
    with app.app_context():
        yield settings
    app.extensions[EXTENSION].engine.dispose()


MAKERS = {"tables": make_schema, "basis": make_basis, "demo": make_demo}


def _home_of(run_folder: Path, backend: str, holding: str) -> Path:
    """Give the folder of a template's files and keys; those of two backends are not the same."""
    return run_folder / f"home_{backend}_{holding}"


def _bring_home(template: Path, home: Path) -> None:
    """Copy a template's files and keys, where it has any, into a test's folder."""
    home.mkdir(parents=True, exist_ok=True)
    if template.exists():
        shutil.copytree(template, home, dirs_exist_ok=True)


def files_of(app: Flask, home: Path) -> Iterator[Path]:
    """Give every file of an installation under test, those of an embedded database with its log among them."""
    url = app.extensions[EXTENSION].engine.url
    beside = Path(url.database or "").parent.glob("*") if url.get_backend_name() == "sqlite" else ()
    return (path for path in (*home.rglob("*"), *beside) if path.is_file())


class SqliteDatabases:
    """Hands out copies of the template files, one at a time."""

    def __init__(self, run_folder: Path, worker: str) -> None:
        """Keep the templates in the folder of the run."""
        self.run_folder = run_folder
        self.place = run_folder / f"sqlite_{worker}"
        self.place.mkdir(exist_ok=True)

    def take(self, home: Path, holding: str = "tables") -> str:
        """Put a fresh database into a folder and give its address."""
        template = self.run_folder / f"{holding}.sqlite3"
        with postgres.locked(template):
            if not template.exists():
                made = template.with_suffix(".making")
                MAKERS[holding](f"sqlite:///{made}", _home_of(self.run_folder, "sqlite", holding))
                made.rename(template)
        _bring_home(_home_of(self.run_folder, "sqlite", holding), home)
        for left in self.place.iterdir():  # the last test's file with its log and lock
            left.unlink()
        copy = self.place / "panel.sqlite3"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    def empty(self, home: Path) -> str:
        """Give the address of a database without any table, for the tests of migrations."""
        home.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{home / 'empty.sqlite3'}"

    def give_back(self, url: str) -> None:
        """Do nothing: the file goes with the test's folder."""

    def close(self) -> None:
        """Do nothing: the run's folder goes with the run."""


class PostgresDatabases:
    """Hands out one database of this process again and again, put back into its first state."""

    def __init__(self, run_folder: Path, worker: str) -> None:
        """Start the run's server if it does not run yet."""
        self.worker = worker
        self.run_folder = run_folder
        self.socket = postgres.socket_folder(run_folder)
        self.admin = self._connect("postgres")
        self.spare: dict[str, list[str]] = {holding: [] for holding in MAKERS}
        self.holding: dict[str, str] = {}
        self.made = 0

    def take(self, home: Path, holding: str = "tables") -> str:
        """Give the address of a fresh database; files and keys of its template go into a folder."""
        if not self.spare[holding]:
            self._ensure_template(holding)
            name = self._create(f"TEMPLATE panel_{holding}")
            self.holding[name] = holding
            self.spare[holding].append(name)
        _bring_home(_home_of(self.run_folder, "postgres", holding), home)
        return self._url(self.spare[holding].pop())

    def empty(self, _home: Path) -> str:
        """Give the address of a database without any table, for the tests of migrations."""
        return self._url(self._create("TEMPLATE template0"))

    def give_back(self, url: str) -> None:
        """Take a database back; whoever is still connected to it is put out."""
        name = make_url(url).database or ""
        self.admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            with closing(self._connect(name)) as connection:
                _put_back(connection)
        except psycopg.Error:  # a test changed the tables themselves
            self.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            self.spare[self.holding[name]].append(name)

    def close(self) -> None:
        """End the connection; the databases go with the server."""
        self.admin.close()

    def _ensure_template(self, holding: str) -> None:
        with postgres.locked(self.run_folder / f"postgres_{holding}"):
            template, making = f"panel_{holding}", f"making_{holding}"
            if self.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
                return
            self.admin.execute(f"CREATE DATABASE {making} TEMPLATE template0")
            MAKERS[holding](self._url(making), _home_of(self.run_folder, "postgres", holding))
            with closing(self._connect(making)) as connection:
                _keep_pristine(connection)
            self.admin.execute(f"ALTER DATABASE {making} RENAME TO {template}")

    def _create(self, options: str) -> str:
        self.made += 1
        name = f"test_{self.worker}_{self.made}"
        self.admin.execute(f"CREATE DATABASE {name} {options}")
        return name

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.socket), user="postgres", dbname=name, autocommit=True)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"


def _keep_pristine(connection: psycopg.Connection) -> None:
    """Lay aside the rows and counters that a fresh database has."""
    connection.execute("CREATE SCHEMA pristine")
    for name, _is_large, _has_rows in connection.execute(TABLES).fetchall():
        if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone():
            connection.execute(f'CREATE TABLE pristine."{name}" AS TABLE public."{name}"')
    connection.execute(KEEP_SEQUENCES)


def _put_back(connection: psycopg.Connection) -> None:
    """Give a used database the rows and counters of a fresh one."""
    empty, fill = [], []
    for name, is_large, has_rows in connection.execute(TABLES).fetchall():
        empty.append(f'TRUNCATE "{name}" CASCADE' if is_large else f'DELETE FROM "{name}"')
        if has_rows:
            fill.append(f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE SELECT * FROM pristine."{name}"')
    connection.execute("SET session_replication_role = replica")  # no triggers, no foreign keys meanwhile
    connection.execute("; ".join([*empty, *fill, RESTART_SEQUENCES]))
