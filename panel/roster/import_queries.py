"""Reading imports and their rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts.service import actor_of
from panel.kernel.actor import SYSTEM, Actor
from panel.kernel.errors import NotFoundError
from panel.roster.cell_rules import cell_text
from panel.roster.import_facts import AT_WORK, TO_CHOOSE, Choice, Fault, ImportState, SheetRow, Verdict
from panel.roster.import_models import RosterImport, RosterImportRow
from panel.roster.import_sealing import Sealer, sealer

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an import, unsealed."""

    number: int
    verdict: Verdict
    expert_id: int | None
    may_update: bool
    choice: Choice | None
    cells: dict[str, Any]
    faults: tuple[Fault, ...]
    changes: dict[str, tuple[str, str]]
    is_hidden: bool

    @property
    def texts(self) -> dict[str, str]:
        """Give the cells as text."""
        return {key: cell_text(cell) for key, cell in self.cells.items()}

    @property
    def sheet_row(self) -> SheetRow:
        """Give the row as it is judged."""
        return SheetRow(self.number, self.cells, self.is_hidden)


def get_import(session: Session, import_id: int, *, viewer: Actor) -> RosterImport:
    """Give an import to the person who uploaded it; nobody else learns of it."""
    found = session.get(RosterImport, import_id)
    if found is None or found.uploaded_by != viewer.id:
        raise NotFoundError("NOT_FOUND")
    return found


def get_import_at_work(session: Session, import_id: int) -> RosterImport:
    """Give an import to the work on it."""
    return session.get_one(RosterImport, import_id)


def lock_import(session: Session, import_id: int, *, viewer: Actor | None = None) -> RosterImport:
    """Give an import for a change, to its uploader or, without a viewer, to the work on it."""
    found = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if found is None or (viewer is not None and found.uploaded_by != viewer.id):
        raise NotFoundError("NOT_FOUND")
    return found


def find_import_by_form(session: Session, form_key: str) -> RosterImport | None:
    """Give the import that a form has begun already, or None."""
    return session.scalar(select(RosterImport).where(RosterImport.form_key == form_key))


def list_imports(session: Session, viewer: Actor, limit: int = 20) -> Sequence[RosterImport]:
    """Give a person's imports, the latest first."""
    chosen = select(RosterImport).where(RosterImport.uploaded_by == viewer.id).order_by(RosterImport.id.desc())
    return session.scalars(chosen.limit(limit)).all()


def list_at_work(session: Session) -> Sequence[int]:
    """Give the imports that are being read or written, or were when the process ended."""
    states = [state.value for state in AT_WORK]
    return session.scalars(select(RosterImport.id).where(RosterImport.state.in_(states))).all()


def state_of(session: Session, import_id: int) -> ImportState:
    """Give the state of an import."""
    return ImportState(session.scalars(select(RosterImport.state).where(RosterImport.id == import_id)).one())


def upload_of(session: Session, import_id: int) -> tuple[int, Actor]:
    """Give the file of an import, and the person it is judged for: the system for the command line."""
    row = session.get_one(RosterImport, import_id)
    if row.uploaded_by is None:
        return row.file_id, SYSTEM
    return row.file_id, actor_of(accounts.get_account(session, row.uploaded_by), row.address)


def count_choices(session: Session, import_id: int) -> Counter[tuple[Verdict, Choice | None]]:
    """Count the rows of an import that somebody on the roster answers to, by verdict and choice."""
    grouped = (
        select(RosterImportRow.verdict, RosterImportRow.choice, func.count())
        .where(RosterImportRow.import_id == import_id, RosterImportRow.verdict.in_([one.value for one in TO_CHOOSE]))
        .group_by(RosterImportRow.verdict, RosterImportRow.choice)
    )
    return Counter(
        {
            (Verdict(verdict), Choice(choice) if choice else None): number
            for verdict, choice, number in session.execute(grouped)
        }
    )


def list_rows(
    session: Session, import_id: int, *, verdict: Verdict | None = None, offset: int = 0, limit: int | None = None
) -> list[Row]:
    """Give rows of an import in the order of the file, all or those of one verdict."""
    chosen = select(RosterImportRow).where(RosterImportRow.import_id == import_id).order_by(RosterImportRow.number)
    if verdict is not None:
        chosen = chosen.where(RosterImportRow.verdict == verdict.value)
    opener = sealer()
    return [_row(one, opener) for one in session.scalars(chosen.offset(offset).limit(limit))]


def iterate_rows(session: Session, import_id: int) -> Iterator[Row]:
    """Give every row of an import, a part at a time, so that a large one does not stand in memory twice."""
    opener, last = sealer(), 0
    ordered = select(RosterImportRow).where(RosterImportRow.import_id == import_id).order_by(RosterImportRow.number)
    while part := session.scalars(ordered.where(RosterImportRow.number > last).limit(AT_ONCE)).all():
        last = part[-1].number
        yield from (_row(one, opener) for one in part)


def _row(stored: RosterImportRow, opener: Sealer) -> Row:
    content = opener.unseal_value(stored.content)
    return Row(
        number=stored.number,
        verdict=Verdict(stored.verdict),
        expert_id=stored.expert_id,
        may_update=stored.may_update,
        choice=Choice(stored.choice) if stored.choice else None,
        cells=content["cells"],
        faults=tuple(Fault(*fault) for fault in content["faults"]),
        changes={key: (before, after) for key, (before, after) in content["changes"].items()},
        is_hidden=content["hidden"],
    )
