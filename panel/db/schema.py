"""Bringing a database to the newest revision, or back, and comparing it with the tables in the code."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from panel.db.base import Base

FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _revising(engine: Engine) -> Iterator[Connection]:
    """Open one transaction for all revisions.

    SQLite changes a constraint by making its table anew, which only works while foreign keys are not watched;
    that is switched outside the transaction, and all of them are checked before it ends.
    """
    with engine.execution_options(writes=True).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        driver = connection.connection.cursor()  # below SQLAlchemy, which would begin a transaction
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"rows point nowhere after the revision: {lost[:5]}")
        finally:
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys=ON")
            driver.close()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision; on an up-to-date one this does nothing."""
    with _revising(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    with _revising(engine) as connection:
        command.downgrade(_config(connection), revision)


def stamp(engine: Engine) -> None:
    """Note that a database, whose tables were made from the code, stands at the newest revision."""
    with engine.execution_options(writes=True).begin() as connection:
        command.stamp(_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Tell whether the database stands at the newest revision."""
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(_config(connection))
        return MigrationContext.configure(connection).get_current_revision() == script.get_current_head()


def differences(engine: Engine) -> list[Any]:
    """Give what the database lacks or has beyond the tables in the code, as Alembic names it."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))
