"""The acts on institutions; those on work orders and reports stand beside, under the same name."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts import service as accounts_service
from panel.accounts.facts import OrgFacts, OrgKind
from panel.db import hold
from panel.files import service as files
from panel.guidance import cites
from panel.institutions import queries, rules
from panel.institutions.custody_service import (
    answer_question,
    ask_question,
    explain_seal,
    hand_over_samples,
    note_attachment_download,
    take_in_samples,
)
from panel.institutions.facts import Designation, InstitutionEntry, InstitutionState
from panel.institutions.models import CapabilityLine, DesignationRecord, Institution
from panel.institutions.order_service import acknowledge_order, approve_order, draft_order, refuse_order
from panel.institutions.report_service import (
    accept_report,
    add_retained_sample,
    note_download,
    return_report,
    upload_report,
)
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.matters.number_rules import is_unified_code
from panel.roster import queries as roster

__all__ = [
    "accept_report",
    "acknowledge_order",
    "add_retained_sample",
    "answer_question",
    "approve_order",
    "ask_question",
    "carry_over_institution",
    "designate_institution",
    "draft_order",
    "edit_institution",
    "explain_seal",
    "hand_over_samples",
    "note_attachment_download",
    "note_document_download",
    "note_download",
    "refuse_order",
    "register_institution",
    "resume_institution",
    "return_report",
    "suspend_institution",
    "take_in_samples",
    "upload_report",
]

DOCUMENT_FIELDS = {"DESIGNATION_ISSUER": "issued_by", "DESIGNATION_DATED": "dated_on"}


@cites("4.2.1-a", "4.2.1-b", "D-22")
def register_institution(
    session: Session, entry: InstitutionEntry, *, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Enter an institution under the official's bureau, or under headquarters for its departments."""
    if (again := queries.find_institution_by_form(session, form_key)) is not None:
        return again.id
    _check_entry(session, entry, None)
    manager = _manager_for(session, actor)
    hold(session, "institutions.code")
    row = _new_institution(session, entry, queries.next_code(session), manager.id, actor=actor, clock=clock)
    row.form_key, row.state = form_key, InstitutionState.REGISTERED_ONLY.value
    _add(session, row, entry)
    _record(session, row, "institutions.institution.registered", after=_shown(row), actor=actor, clock=clock)
    return row.id


@cites("4.2.1-b", "D-22")
def edit_institution(
    session: Session, institution_id: int, entry: InstitutionEntry, *, actor: Actor, clock: Clock
) -> None:
    """Correct what the registry says: qualification, contact, capability lines, ties.

    A designation is of the body it names: one whose name or code changes has to be designated anew.
    """
    row = _in_charge(session, institution_id, actor)
    _check_entry(session, entry, row.id)
    before = _shown(row)
    is_another = (row.name, row.unified_code) != (entry.name, entry.unified_code)
    _take_entry(row, entry)
    if is_another and row.state == InstitutionState.DESIGNATED:
        row.state = InstitutionState.REGISTERED_ONLY.value
    session.execute(delete(CapabilityLine).where(CapabilityLine.institution_id == row.id))
    session.add_all(CapabilityLine(institution_id=row.id, **asdict(line)) for line in entry.capabilities)
    _record(session, row, "institutions.institution.edited", before=before, after=_shown(row), actor=actor, clock=clock)


@cites("4.2.1-a", "4.0.0-a")
def designate_institution(
    session: Session, institution_id: int, designation: Designation, *, file: tuple[str, bytes] | None, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Designate an institution, or renew it: recommending body, document with its file, last day.

    Earlier documents stay with the institution.
    """
    row = _in_charge(session, institution_id, actor)
    if row.registered_by == actor.id and actor.id is not None:
        raise RuleViolatedError("SOD_DESIGNATION", name=row.name)
    body = accounts.get_organisation(session, designation.recommended_by_org_id)
    found = rules.reasons_against_designation(
        OrgKind(body.kind), queries.qualification_of(row), designation, beijing_date(clock())
    )
    if found:
        raise RuleViolatedError(found, field="recommended_by" if found == "INST_RECOMMENDATION" else "until")
    before = _shown(row)
    _keep_document(session, row, designation, file, actor=actor, clock=clock)
    row.recommended_by_org_id, row.designation_no = body.id, designation.number
    row.issued_by_org_id = designation.issued_by_org_id
    row.designated_until, row.state, row.state_reason = designation.until, InstitutionState.DESIGNATED.value, None
    row.designated_by, row.designated_at = actor.id, clock()
    _record(
        session, row, "institutions.institution.designated", before=before, after=_shown(row), actor=actor, clock=clock
    )


def _keep_document(
    session: Session, row: Institution, designation: Designation, file: tuple[str, bytes] | None, *, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    issuers = [org.id for org in roster.chain_of(session, row.managed_by_org_id)]
    found = rules.reasons_against_document(designation, issuers, beijing_date(clock()))
    if found is not None or file is None:
        raise RuleViolatedError(found or "DESIGNATION_DOCUMENT", field=DOCUMENT_FIELDS.get(found or "", "file"))
    session.add(
        DesignationRecord(
            institution_id=row.id, number=designation.number, dated_on=designation.dated_on,
            issued_by_org_id=designation.issued_by_org_id, recommended_by_org_id=designation.recommended_by_org_id,
            until=designation.until, file_id=files.keep_file(session, *file, actor=actor, clock=clock),
            recorded_by=actor.id, recorded_at=clock(),
        )
    )  # fmt: skip


@cites("2.5.5-c", "3.5.0-e")
def note_document_download(
    session: Session, institution_id: int, designation_id: int, *, actor: Actor, clock: Clock
) -> int:
    """Record who took the file of a designating document, and give the file's number."""
    row = queries.get_institution(session, institution_id, viewer=actor)
    document = queries.get_designation(session, row.id, designation_id)
    audit.record(
        session, "institutions.institution.document_downloaded", by=actor, at=clock(), institution=row.id,
        number=document.number, file=document.file_id,
    )  # fmt: skip
    return document.file_id


@cites("4.2.1-a")
def suspend_institution(session: Session, institution_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Stop a designated institution from taking work."""
    row = _in_charge(session, institution_id, actor)
    _turn(row, InstitutionState.DESIGNATED, InstitutionState.SUSPENDED, reason)
    _record(
        session, row, "institutions.institution.suspended", after=_shown(row), reason=reason, actor=actor, clock=clock
    )


def resume_institution(session: Session, institution_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Let a suspended institution take work again."""
    row = _in_charge(session, institution_id, actor)
    _turn(row, InstitutionState.SUSPENDED, InstitutionState.DESIGNATED, reason)
    _record(
        session, row, "institutions.institution.resumed", after=_shown(row), reason=reason, actor=actor, clock=clock
    )


@cites("4.2.1-a", "4.2.1-b")
def carry_over_institution(
    session: Session, entry: InstitutionEntry, *, code: str, managed_by_org_id: int, state: InstitutionState,
    designation: Designation | None, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter an institution as an earlier register has it; only the system does so, from a register file."""
    if actor.role is not Role.SYSTEM:
        raise NotAllowedError("ROLE")
    row = _new_institution(session, entry, code, managed_by_org_id, actor=actor, clock=clock)
    row.state = state.value
    if designation is not None:
        row.recommended_by_org_id, row.designation_no = designation.recommended_by_org_id, designation.number
        row.designated_until = designation.until
    _add(session, row, entry)
    _record(session, row, "institutions.institution.carried_over", after=_shown(row), actor=actor, clock=clock)
    return row.id


# What the acts share


def _manager_for(session: Session, actor: Actor) -> OrgFacts:
    """Give the body under which a person's organisation enters institutions."""
    chain = roster.chain_of(session, actor.org_id or 0)
    served = roster.owners_served_by(session, actor)
    return next((org for org in reversed(chain) if org.id in served), chain[0])


def _in_charge(session: Session, institution_id: int, actor: Actor) -> Institution:
    row = queries.lock_institution(session, institution_id)
    if row.managed_by_org_id not in roster.owners_served_by(session, actor):
        raise NotAllowedError("INST_NOT_MANAGED")
    return row


def _check_entry(session: Session, entry: InstitutionEntry, own_id: int | None) -> None:
    """Refuse numbers that cannot be, days out of order and an institution that is there already."""
    held = entry.qualification
    if held.cma_no and not rules.is_cma_number(held.cma_no):
        raise BadInputError("CMA_NUMBER", field="cma_no")
    if not is_unified_code(entry.unified_code):
        raise BadInputError("INST_UNIFIED_CODE", field="unified_code")
    same = queries.find_institution_by_unified_code(session, entry.unified_code)
    if same is not None and same.id != own_id:
        raise BadInputError("INST_EXISTS", field="unified_code", name=same.name)
    if (held.valid_from is None) != (held.valid_until is None) or _is_reversed(held.valid_from, held.valid_until):
        raise BadInputError("QUALIFICATION_DAYS", field="valid_until")


def _is_reversed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _new_institution(
    session: Session, entry: InstitutionEntry, code: str, managed_by_org_id: int, *, actor: Actor, clock: Clock
) -> Institution:
    """Make the row and the node that the institution's accounts belong to."""
    manager = accounts.get_organisation(session, managed_by_org_id)
    org_id = accounts_service.add_organisation(
        session, code=code, name=entry.name, short_name=code, tier=manager.tier, kind=OrgKind.INSTITUTION.value,
        parent=manager.code, region=entry.region, actor=actor, clock=clock,
    )  # fmt: skip
    row = Institution(
        code=code, org_id=org_id, managed_by_org_id=manager.id, registered_by=actor.id, registered_at=clock(),
        form_key=new_key(),
    )  # fmt: skip
    _take_entry(row, entry)
    return row


def _take_entry(row: Institution, entry: InstitutionEntry) -> None:
    held = entry.qualification
    row.name, row.region, row.unified_code = entry.name, entry.region, entry.unified_code
    row.cma_no, row.cnas_no, row.other_qualification = held.cma_no, held.cnas_no, held.other
    row.qualified_from, row.qualified_until = held.valid_from, held.valid_until
    row.contact_name, row.contact_phone = entry.contact.name, entry.contact.phone
    row.contact_email, row.ties = entry.contact.email, [asdict(tie) for tie in entry.ties]


def _add(session: Session, row: Institution, entry: InstitutionEntry) -> None:
    session.add(row)
    session.flush()
    session.add_all(CapabilityLine(institution_id=row.id, **asdict(line)) for line in entry.capabilities)
    session.flush()


def _turn(row: Institution, start: InstitutionState, target: InstitutionState, reason: str) -> None:
    if row.state != start.value:
        raise StaleError("INST_STATE_CHANGED", name=row.name)
    row.state, row.state_reason = target.value, reason


def _record(
    session: Session, row: Institution, action: str, *, before: dict[str, object] | None = None,
    after: dict[str, object], reason: str | None = None, actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    audit.record(session, action, by=actor, at=clock(), institution=row.id, before=before, after=after, reason=reason)


def _shown(row: Institution) -> dict[str, object]:
    """Give what an event says of an institution."""
    return {
        "code": row.code, "name": row.name, "state": row.state, "cma_no": row.cma_no, "cnas_no": row.cnas_no,
        "other_qualification": row.other_qualification, "qualified_from": _iso(row.qualified_from),
        "qualified_until": _iso(row.qualified_until), "designation_no": row.designation_no,
        "designated_until": _iso(row.designated_until), "issued_by": row.issued_by_org_id,
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
