"""The work on an import: reading and writing in a thread, told as it goes, taken up again after a restart.

What is under way stands in the import's state; how far it is, in a small file that every process of the
installation can read. A process that ends leaves the state behind, and the scheduler takes the work up again:
reading begins anew, and writing, being one transaction, has either happened or not.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from panel.db import database, transaction
from panel.files import queries as files
from panel.guidance import parameter
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import PanelError
from panel.roster import import_queries, import_service, register_queries, workbook
from panel.roster.import_facts import OWN_SHEETS, SHEET, ImportState, SheetRow
from panel.roster.import_rules import judge_rows, read_headings, row_of
from panel.roster.import_sealing import sealer
from panel.roster.import_service import Preview
from panel.settings import Settings

log = logging.getLogger("panel.roster")
MOST_TRIES = 3
ABANDONED_AFTER = 60.0
"""Seconds without a sign of life after which the scheduler takes work up again."""

PATIENCE = 2.0
"""Seconds a request waits for the work it began, so that a small file shows its preview at once."""

TOLD_EVERY = 0.3
SECONDS_MOST = 300
ONE_AT_A_TIME = threading.Lock()
"""A large workbook takes much memory; a process works on one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: its step, how much of how much, and how many seconds ago that was told."""

    step: str
    done: int
    total: int
    age: float


class Teller:
    """Tells how far the work on an import is, not more often than anybody looks."""

    def __init__(self, import_id: int) -> None:
        """Take the import whose work it is."""
        self._path = _path(import_id)
        self._last = 0.0
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def step(self, name: str) -> Callable[[int, int], None]:
        """Give what takes the counts of one step."""

        def tell(done: int, total: int) -> None:
            if done < total and time.monotonic() - self._last < TOLD_EVERY:
                return
            self._last = time.monotonic()
            neighbour = self._path.with_suffix(".new")
            neighbour.write_text(json.dumps([name, done, total]), encoding="utf-8")
            neighbour.replace(self._path)

        return tell

    def end(self) -> None:
        """Take the sign away: the state says the rest."""
        self._path.unlink(missing_ok=True)


def _path(import_id: int) -> Path:
    home: Path = current_app.extensions["panel.settings"].home
    return home / "progress" / f"roster-import-{import_id}.json"


def progress_of(import_id: int) -> Progress | None:
    """Give how far the work on an import is, or None when nothing was told yet."""
    path = _path(import_id)
    try:
        name, done, total = json.loads(path.read_text(encoding="utf-8"))
        return Progress(name, done, total, max(0.0, time.time() - path.stat().st_mtime))
    except (OSError, ValueError):
        return None


# Beginning


def start(import_id: int, *, patience: float = PATIENCE) -> None:
    """Begin the work on an import in a thread, and wait a moment for a small one to be done."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread outlives this request

    def work() -> None:
        with app.app_context():
            run(import_id)

    thread = threading.Thread(target=work, name=f"roster-import-{import_id}", daemon=True)
    thread.start()
    thread.join(patience)


def due_acts(settings: Settings) -> list[Callable[[], object]]:
    """Give the imports whose work was broken off by the end of a process."""
    del settings
    if ONE_AT_A_TIME.locked():
        return []  # this process is at work; the next look asks again
    with database().reading() as session:
        left = import_queries.list_at_work(session)
    return [lambda number=number: run(number) for number in left if _is_abandoned(number)]  # type: ignore[misc]


def _is_abandoned(import_id: int) -> bool:
    told = progress_of(import_id)
    return told is None or told.age > ABANDONED_AFTER


def run(import_id: int) -> None:
    """Do what an import waits for, and put any failure into its state, so that it never hangs."""
    clock: Clock = current_app.extensions["panel.settings"].clock
    teller = Teller(import_id)
    teller.step("wait")(0, 1)
    with ONE_AT_A_TIME:
        try:
            with transaction() as session:
                may_begin = import_service.begin_work(session, import_id, MOST_TRIES)
            if may_begin:
                _work(import_id, teller, clock)
        except PanelError as error:
            _fail(import_id, error.code, dict(error.facts))
        except Exception:
            log.exception("the work on import %s failed", import_id)
            _fail(import_id, "IMPORT_FAILED", {})
        finally:
            teller.end()


def _fail(import_id: int, code: str, facts: dict[str, Any]) -> None:
    with transaction() as session:
        import_service.fail_work(session, import_id, code, facts)


def _work(import_id: int, teller: Teller, clock: Clock) -> None:
    with database().reading() as session:
        state = import_queries.state_of(session, import_id)
    if state is ImportState.READING:
        preview = _preview(import_id, teller, clock)
        with transaction() as session:
            import_service.keep_preview(session, import_id, preview)
    else:
        teller.step("judge")(0, 1)
        with database().snapshot() as session:
            plan = import_service.plan_writing(session, import_id, clock=clock)
        with transaction() as session:
            import_service.write_import(session, import_id, plan, tell=teller.step("write"), clock=clock)


# Reading


def _preview(import_id: int, teller: Teller, clock: Clock) -> Preview:
    """Read an upload and judge its rows; nothing is written meanwhile."""
    today = beijing_date(clock())
    with database().snapshot() as session:
        file_id, actor = import_queries.upload_of(session, import_id)
        content = sealer().unseal(files.read_content(files.get_file(session, file_id)))
        most = int(parameter("import_rows_most", on=today))
        sheet = read_sheet(content, most, teller.step("read"))
        tell = teller.step("judge")
        tell(0, 1)
        register = register_queries.register_for(session, sheet.rows, actor=actor, today=today)
        judged = judge_rows(sheet.rows, register, is_1904=sheet.is_1904)
    return Preview(sheet.rows, judged, sheet.notes, sheet.is_1904)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a workbook, what was left unread, and how it counts days."""

    rows: list[SheetRow]
    notes: list[dict[str, Any]]
    is_1904: bool


def read_sheet(content: bytes, most_rows: int, tell: Callable[[int, int], None]) -> Sheet:
    """Read a workbook in a process of its own; what stands against it is raised as its refusal."""
    lines = _lines_of(content, most_rows)
    with closing(lines):
        head = next(lines)
        hidden = set(head["hidden_rows"])
        keys: tuple[str | None, ...] | None = None
        rows: list[SheetRow] = []
        for number, cells in lines:
            if keys is None:
                keys = _keys_of(cells)
                continue
            row = row_of(number, cells, keys, is_hidden=number in hidden)
            if row.cells:
                rows.append(row)
            tell(number, max(head["rows"], number))
    if not rows:
        raise PanelError("IMPORT_EMPTY", sheet=head["sheet"])
    unread = [name for name in head["unread"] if name not in OWN_SHEETS]
    notes = [{"code": "IMPORT_SHEETS_UNREAD", "facts": {"sheets": "、".join(unread[:12])}}] if unread else []
    return Sheet(rows, notes, bool(head["is_1904"]))


def _keys_of(cells: list[Any]) -> tuple[str | None, ...]:
    headings = read_headings(cells)
    if headings.fault:
        raise PanelError(headings.fault.code, **headings.fault.facts)
    return headings.keys


def _lines_of(content: bytes, most_rows: int) -> Generator[Any, None, None]:
    """Run the reading program and give its lines; one that ends before it says so was stopped by its limits."""
    program = [sys.executable, "-I", str(Path(workbook.__file__)), str(most_rows), SHEET]
    with subprocess.Popen(  # noqa: S603  # our own program, with arguments of ours
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_bare_environment()
    ) as child:
        guard = threading.Timer(SECONDS_MOST, child.kill)
        guard.start()
        try:
            yield from _told_by(child, content)
        finally:
            guard.cancel()
            child.kill()


def _bare_environment() -> dict[str, str]:
    """Give the child what it needs to start, and no secrets of ours."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}


def _told_by(child: "subprocess.Popen[bytes]", content: bytes) -> Iterator[Any]:
    if child.stdin is None or child.stdout is None:
        raise PanelError("IMPORT_FAILED")
    try:
        child.stdin.write(content)
        child.stdin.close()
    except BrokenPipeError:
        raise PanelError("IMPORT_TOO_HEAVY") from None
    for line in child.stdout:
        value = json.loads(line)
        if isinstance(value, dict) and "refused" in value:
            raise PanelError(value["refused"], **value["facts"])
        if isinstance(value, dict) and value.get("end"):
            return
        yield value
    raise PanelError("IMPORT_TOO_HEAVY")
