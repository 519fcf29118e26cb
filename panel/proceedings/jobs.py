"""Acts that time brings about, done by exactly one leader."""

import fcntl
import logging
from pathlib import Path
from typing import IO, Any

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import Connection, text

from panel.db import database
from panel.guidance import cites
from panel.proceedings.due import run_due_acts

log = logging.getLogger("panel.jobs")
EVERY_SECONDS = 10
ADVISORY_KEY = 29320090524  # any constant of our own: 293号, 2009-05-24


@cites("3.5.0-d")
class Leader:
    """Holds the one right to run due acts: a file lock on SQLite, an advisory lock on PostgreSQL."""

    def __init__(self, home: Path) -> None:
        """Remember where the lock file of an embedded database lies."""
        self._path = home / "leader.lock"
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def leads(self) -> bool:
        """Take the lead if it is free, and tell whether this process has it."""
        return self._leads_by_file() if database().is_sqlite else self._leads_by_database()

    def _leads_by_file(self) -> bool:
        if self._file is None:
            file = self._path.open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._file = file
        return True

    def _leads_by_database(self) -> bool:
        if self._connection is None:
            connection = database().engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
                connection.close()
                return False
            self._connection = connection
        return self._still_connected()

    def _still_connected(self) -> bool:
        """Ask the connection that holds the lock; a lost one has lost the lead with it."""
        try:
            if self._connection is not None:
                self._connection.scalar(text("SELECT 1"))
        except Exception as error:  # whatever broke it, the lead is gone and is tried for anew
            log.warning("lead lost: %s", error)
            self._connection = None
        return self._connection is not None


def start_scheduler(app: Flask) -> Any:
    """Start the thread that looks every few seconds for due acts, and give the scheduler."""
    leader = Leader(app.extensions["panel.settings"].home)

    def look() -> None:
        with app.app_context():
            try:
                if leader.leads():
                    run_due_acts(app.extensions["panel.settings"])
            except Exception:
                log.exception("due acts failed; they are tried again at the next look")

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(look, "interval", seconds=EVERY_SECONDS, max_instances=1, coalesce=True)
    scheduler.start()
    return scheduler
