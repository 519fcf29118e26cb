"""The acts on an import: uploading, keeping its preview, choosing, confirming, writing, giving it up."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts.service import actor_of
from panel.db import hold
from panel.files import service as files
from panel.files.rules import safe_name
from panel.guidance import cites
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, PanelError, RuleViolatedError, StaleError
from panel.roster import bulk_service, import_queries, register_queries, rules, service
from panel.roster.bulk_service import Accepted
from panel.roster.import_facts import AT_WORK, TO_CHOOSE, Choice, ImportState, Judged, Register, SheetRow, Verdict
from panel.roster.import_models import RosterImport, RosterImportRow
from panel.roster.import_queries import Row
from panel.roster.import_rules import first_choice, judge_rows, reasons_against_import
from panel.roster.import_sealing import Sealer, sealer
from panel.roster.workbook_rules import reasons_against_workbook

SEALED = "application/octet-stream"
AT_ONCE = 1000
Tell = Callable[[int, int], None]
"""Takes how much is done, of how much."""


# The upload


@cites("3.5.0-c", "4.1.1-b")
def upload(session: Session, name: str, content: bytes, *, form_key: str, actor: Actor, clock: Clock) -> int:
    """Keep a workbook to be read: checked before it is opened, and sealed, since it holds personal data."""
    if (again := import_queries.find_import_by_form(session, form_key)) is not None:
        return again.id
    _check_recommender(session, actor)
    limit = current_app.extensions["panel.settings"].upload_limit
    if not content:
        raise BadInputError("FILE_EMPTY", field="file", name=name)
    if len(content) > limit:
        raise BadInputError("FILE_TOO_LARGE", field="file", name=name, limit_mib=limit // 2**20)
    if code := reasons_against_workbook(name, content):
        raise BadInputError(code, field="file", name=name)
    clean = safe_name(name)
    file_id = files.keep_made_file(session, f"{clean}.sealed", sealer().seal(content), SEALED, actor=actor, clock=clock)
    row = RosterImport(
        file_id=file_id, file_name=clean, sha256=sha256_hex(content), uploaded_by=actor.id, address=actor.address,
        uploaded_at=clock(), state=ImportState.READING.value, form_key=form_key,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "roster.import.uploaded", by=actor, at=clock(), roster_import=row.id, name=clean, sha256=row.sha256
    )
    return row.id


def _check_recommender(session: Session, actor: Actor) -> None:
    """Refuse a person whose body cannot recommend; the command line names a body in every row instead."""
    if actor.role is Role.SYSTEM:
        return
    org = accounts.get_organisation(session, actor.org_id or 0).facts()
    if not rules.may_recommend(org.kind):
        raise RuleViolatedError("EXPERT_RECOMMENDATION", body=org.name)


def begin_work(session: Session, import_id: int, most_tries: int) -> bool:
    """Count a try at reading or writing and tell whether there may be one; after too many it has failed."""
    row = import_queries.lock_import(session, import_id)
    if ImportState(row.state) not in AT_WORK:
        return False
    row.tries += 1
    if row.tries > most_tries:
        _fail(session, row, "IMPORT_FAILED", {})
        return False
    return True


def fail_work(session: Session, import_id: int, code: str, facts: dict[str, Any]) -> None:
    """End work that could not be done: a file that cannot be read is refused, a confirmed preview stands again."""
    row = import_queries.lock_import(session, import_id)
    if ImportState(row.state) in AT_WORK:
        _fail(session, row, code, facts)


def _fail(session: Session, row: RosterImport, code: str, facts: dict[str, Any]) -> None:
    reason = {"code": code, "facts": facts}
    if row.state == ImportState.READING.value:
        row.state, row.refusal = ImportState.REFUSED.value, reason
        _remove_rows(session, row.id)
    else:
        row.state, row.confirmed_at, row.tries = ImportState.READY.value, None, 0
        row.notes = [*(note for note in row.notes if note["code"] != code), reason]


def _remove_rows(session: Session, import_id: int) -> None:
    session.execute(delete(RosterImportRow).where(RosterImportRow.import_id == import_id))


# The preview


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading gives: the rows, their verdicts, what was not read, and how days are counted."""

    rows: Sequence[SheetRow]
    judged: Sequence[Judged]
    notes: Sequence[dict[str, Any]]
    is_1904: bool


def keep_preview(session: Session, import_id: int, preview: Preview) -> None:
    """Keep the rows with their verdicts, for a person to look at; nothing of it is in the roster."""
    row = import_queries.lock_import(session, import_id)
    if row.state != ImportState.READING.value:
        return
    row.notes, row.is_1904 = list(preview.notes), preview.is_1904
    _keep_rows(session, row, preview.rows, preview.judged, {})


def _keep_rows(
    session: Session, row: RosterImport, rows: Sequence[SheetRow], judged: Sequence[Judged],
    chosen: dict[int, Choice | None],
) -> None:  # fmt: skip
    """Put verdicts in place of those there were; a choice made for a row of the same verdict stays."""
    _remove_rows(session, row.id)
    closer = sealer()
    stored = [_stored(row.id, one, of, chosen, closer) for one, of in zip(rows, judged, strict=True)]
    for first in range(0, len(stored), AT_ONCE):
        session.execute(insert(RosterImportRow), stored[first : first + AT_ONCE])
    row.counts = {verdict.value: number for verdict, number in Counter(one.verdict for one in judged).items()}
    row.state, row.confirmed_at, row.tries = ImportState.READY.value, None, 0


def _stored(
    import_id: int, row: SheetRow, judged: Judged, chosen: dict[int, Choice | None], closer: Sealer
) -> dict[str, Any]:
    choice = chosen.get(row.number, first_choice(judged)) if judged.verdict in TO_CHOOSE else None
    return {
        "import_id": import_id,
        "number": row.number,
        "verdict": judged.verdict.value,
        "expert_id": judged.expert_id,
        "may_update": judged.may_update,
        "choice": choice.value if choice else None,
        "content": closer.seal_value(
            {
                "cells": dict(row.cells),
                "hidden": row.is_hidden,
                "faults": [[fault.column, fault.code, dict(fault.facts)] for fault in judged.faults],
                "changes": {key: list(change) for key, change in judged.changes.items()},
            }
        ),
    }


# Choosing and confirming


def choose(
    session: Session, import_id: int, choice: Choice, *, numbers: Collection[int] | None = None,
    verdict: Verdict | None = None, actor: Actor,
) -> int:  # fmt: skip
    """Choose for rows whose person is on the roster: those named, or all of a verdict; gives how many took it.

    An update of somebody whose entry the actor may not change is passed over.
    """
    row = import_queries.lock_import(session, import_id, viewer=actor)
    _must_be_ready(row)
    changed = update(RosterImportRow).where(
        RosterImportRow.import_id == import_id, RosterImportRow.verdict.in_([one.value for one in TO_CHOOSE])
    )
    if numbers is not None:
        changed = changed.where(RosterImportRow.number.in_(list(numbers)))
    if verdict is not None:
        changed = changed.where(RosterImportRow.verdict == verdict.value)
    if choice is Choice.UPDATE:
        changed = changed.where(RosterImportRow.may_update)
    done = session.execute(changed.values(choice=choice.value).execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))


def _must_be_ready(row: RosterImport) -> None:
    if row.state != ImportState.READY.value:
        raise StaleError("IMPORT_NOT_READY")


def confirm_import(session: Session, import_id: int, *, actor: Actor, clock: Clock) -> bool:
    """Confirm a preview, so that it is written; a second confirmation changes nothing and gives False."""
    row = import_queries.lock_import(session, import_id, viewer=actor)
    if row.state in {ImportState.WRITING.value, ImportState.DONE.value}:
        return False
    _must_be_ready(row)
    counts = {Verdict(verdict): number for verdict, number in row.counts.items()}
    if code := reasons_against_import(counts, list(import_queries.count_choices(session, import_id))):
        raise RuleViolatedError(code, count=counts.get(Verdict.ERROR, 0))
    row.state, row.confirmed_at, row.is_stale, row.tries = ImportState.WRITING.value, clock(), False, 0
    row.address = actor.address
    return True


def discard_import(session: Session, import_id: int, *, actor: Actor) -> None:
    """Give an import up before it is written; its rows are removed."""
    row = import_queries.lock_import(session, import_id, viewer=actor)
    if row.state == ImportState.DISCARDED.value:
        return
    _must_be_ready(row)
    row.state = ImportState.DISCARDED.value
    _remove_rows(session, import_id)


# Writing


@dataclass(frozen=True, slots=True)
class Plan:
    """What a confirmed import would write, worked out before the roster is locked, and on which roster that rests."""

    seen: Sequence[Row]
    rows: Sequence[SheetRow]
    register: Register
    judged: Sequence[Judged]


def plan_writing(session: Session, import_id: int, *, clock: Clock) -> Plan:
    """Judge the rows of a confirmed import again, on the roster of this moment."""
    row = import_queries.get_import_at_work(session, import_id)
    seen = import_queries.list_rows(session, import_id)
    rows = [one.sheet_row for one in seen]
    register = _register(session, row, rows, clock)
    return Plan(seen, rows, register, judge_rows(rows, register, is_1904=row.is_1904))


def _register(session: Session, row: RosterImport, rows: Sequence[SheetRow], clock: Clock) -> Register:
    actor = _uploader(session, row)
    return register_queries.register_for(session, rows, actor=actor, today=beijing_date(clock()))


@cites("4.1.1-b", "3.5.0-a")
def write_import(session: Session, import_id: int, plan: Plan, *, tell: Tell, clock: Clock) -> bool:
    """Write a confirmed import into the roster, whole; gives False when the roster changed under the preview.

    With the roster locked, what the plan rests on is read once more: if it differs, every row is judged anew, and
    rows that are no longer what the person saw go back to them, with nothing written.
    """
    row = import_queries.lock_import(session, import_id)
    if row.state != ImportState.WRITING.value:
        return True
    hold(session, "roster.code")
    register_queries.lock_experts(session, {one.expert_id for one in plan.seen if one.expert_id is not None})
    register, judged = _register(session, row, plan.rows, clock), plan.judged
    if register != plan.register:
        judged = judge_rows(plan.rows, register, is_1904=row.is_1904)
    if not all(_is_as_seen(one, now) for one, now in zip(plan.seen, judged, strict=True)):
        _keep_rows(session, row, plan.rows, judged, _kept_choices(plan.seen, judged))
        row.is_stale = True
        return False
    _write(session, row, plan.seen, judged, actor=_uploader(session, row), tell=tell, clock=clock)
    return True


def _uploader(session: Session, row: RosterImport) -> Actor:
    """Give the person in whose name the import is written, if they still may."""
    if row.uploaded_by is None:
        return replace(SYSTEM, address=row.address)
    account = accounts.get_account(session, row.uploaded_by)
    if not account.is_active or account.role != Role.OFFICIAL.value:
        raise NotAllowedError("ROLE")
    actor = actor_of(account, row.address)
    _check_recommender(session, actor)
    return actor


def _is_as_seen(seen: Row, now: Judged) -> bool:
    return (seen.verdict, seen.expert_id, seen.may_update, seen.changes, seen.faults) == (
        now.verdict, now.expert_id, now.may_update, dict(now.changes), now.faults,
    )  # fmt: skip


def _kept_choices(seen: Iterable[Row], judged: Iterable[Judged]) -> dict[int, Choice | None]:
    return {one.number: one.choice for one, now in zip(seen, judged, strict=True) if _is_as_seen(one, now)}


def _write(
    session: Session, row: RosterImport, seen: Sequence[Row], judged: Sequence[Judged], *, actor: Actor, tell: Tell,
    clock: Clock,
) -> None:  # fmt: skip
    fresh = [_accepted(one) for one in judged if one.verdict is Verdict.NEW]
    wanted = [now for one, now in zip(seen, judged, strict=True) if one.choice is Choice.UPDATE]
    total = len(fresh) + len(wanted)
    tell(0, total)
    bulk_service.enter_recommendations(session, fresh, tell=lambda done: tell(done, total), actor=actor, clock=clock)
    for number, one in enumerate(wanted, len(fresh) + 1):
        _update(session, one, actor=actor, clock=clock)
        tell(number, total)
    row.state, row.done_at = ImportState.DONE.value, clock()
    row.counts = {"new": len(fresh), "updated": len(wanted), "rows": len(seen)}
    audit.record(
        session, "roster.import.written", by=actor, at=clock(), roster_import=row.id, name=row.file_name,
        sha256=row.sha256, counts=row.counts,
    )  # fmt: skip
    _remove_rows(session, row.id)


def _accepted(judged: Judged) -> Accepted:
    if judged.entry is None or judged.committee_id is None or judged.body_id is None or judged.recommended_on is None:
        raise PanelError("IMPORT_FAILED")
    return Accepted(judged.entry, judged.body_id, judged.committee_id, judged.recommended_on)


def _update(session: Session, judged: Judged, *, actor: Actor, clock: Clock) -> None:
    """Correct an entry; a telephone number that the row does not change stays sealed as it is."""
    if judged.entry is None or judged.expert_id is None:
        raise PanelError("IMPORT_FAILED")
    entry = judged.entry if "phone" in judged.changes else replace(judged.entry, phone="")
    service.edit_expert(session, judged.expert_id, entry, actor=actor, clock=clock)


# The way out


@cites("3.5.0-a", "3.5.0-f")
def export_roster(session: Session, *, actor: Actor, clock: Clock) -> bytes:
    """Give the roster as a workbook in the columns of the template; who took it is recorded."""
    from panel.roster import workbook_documents  # noqa: PLC0415  # the library is slow to load

    rows = list(register_queries.export_rows(session, actor))
    committees, bodies = register_queries.words_to_choose(session, actor, beijing_date(clock()))
    audit.record(session, "roster.register.exported", by=actor, at=clock(), count=len(rows))
    return workbook_documents.roster(rows, committees, bodies)
