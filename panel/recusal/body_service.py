"""Keeping the names of companies and their groups, each entry with its evidence."""

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.recusal import body_queries as bodies
from panel.recusal.facts import SynonymKind
from panel.recusal.match_rules import key_of
from panel.recusal.models import CompanyGroup, GroupMember, SynonymRow
from panel.recusal.service import checked_code, checked_reason

ENDED = {
    "group": "recusal.group.ended",
    "member": "recusal.member.ended",
    "synonym": "recusal.synonym.ended",
}
"""The event of ending an entry, by its kind."""


def _must_keep_names(actor: Actor) -> None:
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")


def _filled(name: str, evidence: str) -> None:
    """Refuse an entry without a name or without evidence: a wrong tie keeps a good expert off a panel."""
    if not name.strip():
        raise BadInputError("RECUSAL_NAME", field="name")
    if not evidence.strip():
        raise BadInputError("EVIDENCE_MISSING", field="evidence")


@cites("D-01")
def add_group(session: Session, *, name: str, evidence: str, form_key: str, actor: Actor, clock: Clock) -> int:
    """Enter a group of companies."""
    if (again := bodies.find_by_form(session, CompanyGroup, form_key)) is not None:
        return again.id
    _must_keep_names(actor)
    _filled(name, evidence)
    row = CompanyGroup(
        form_key=form_key, name=name.strip(), evidence=evidence.strip(), entered_by=actor.id, entered_at=clock()
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.group.added", by=actor, at=clock(), group=row.id, after={"name": row.name}, reason=evidence
    )
    return row.id


@cites("D-01")
def add_member(
    session: Session, group_id: int, *, name: str, unified_code: str, evidence: str, form_key: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Enter a company of a group, by its code where it is known."""
    if (again := bodies.find_by_form(session, GroupMember, form_key)) is not None:
        return again.id
    _must_keep_names(actor)
    group = bodies.get_group(session, group_id)
    if group.ended_at is not None:
        raise RuleViolatedError("ENTRY_ENDED")
    _filled(name, evidence)
    row = GroupMember(
        form_key=form_key, group_id=group.id, name=name.strip(), unified_code=checked_code(unified_code),
        evidence=evidence.strip(), entered_by=actor.id, entered_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.member.added", by=actor, at=clock(), group=group.id, member=row.id, reason=evidence,
        after={"name": row.name, "unified_code": row.unified_code},
    )  # fmt: skip
    return row.id


@cites("D-01")
def add_synonym(
    session: Session, *, name: str, unified_code: str, other: str, kind: SynonymKind, evidence: str, form_key: str,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter another name of a body: a former one, an abbreviation, a foreign one."""
    if (again := bodies.find_by_form(session, SynonymRow, form_key)) is not None:
        return again.id
    _must_keep_names(actor)
    _filled(name, evidence)
    if not other.strip():
        raise BadInputError("RECUSAL_NAME", field="other")
    if key_of(name) == key_of(other):
        raise BadInputError("SYNONYM_SAME", field="other")
    row = SynonymRow(
        form_key=form_key, name=name.strip(), unified_code=checked_code(unified_code), other=other.strip(), kind=kind,
        evidence=evidence.strip(), entered_by=actor.id, entered_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.synonym.added", by=actor, at=clock(), synonym=row.id, reason=evidence,
        after={"name": row.name, "unified_code": row.unified_code, "other": row.other, "kind": kind.value},
    )  # fmt: skip
    return row.id


@cites("D-01")
def end_entry(session: Session, kind: str, number: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """End a group, a member or a synonym (`kind`) that was wrong or is no longer so; it stays on record."""
    _must_keep_names(actor)
    row = bodies.lock_entry(session, kind, number)
    if row.ended_at is not None:
        raise RuleViolatedError("ENTRY_ENDED")
    row.ended_by, row.ended_at, row.end_reason = actor.id, clock(), checked_reason(reason)
    audit.record(session, ENDED[kind], by=actor, at=clock(), entry=row.id, before={"name": row.name}, reason=reason)
