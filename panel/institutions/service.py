"""The acts on institutions."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts import service as accounts_service
from panel.guidance import cites
from panel.institutions.facts import Designation, InstitutionEntry, InstitutionState
from panel.institutions.models import CapabilityLine, Institution
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError
from panel.kernel.tokens import new_key


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
    audit.record(
        session, "institutions.institution.carried_over", by=actor, at=clock(), institution=row.id,
        after={"code": code, "name": row.name, "state": row.state, "cma_no": row.cma_no},
    )  # fmt: skip
    return row.id


def _new_institution(
    session: Session, entry: InstitutionEntry, code: str, managed_by_org_id: int, *, actor: Actor, clock: Clock
) -> Institution:
    """Make the row and the node that the institution's accounts belong to."""
    manager = accounts.get_organisation(session, managed_by_org_id)
    org_id = accounts_service.add_organisation(
        session, code=code, name=entry.name, short_name=code, tier=manager.tier, kind="institution",
        parent=manager.code, region=entry.region, actor=actor, clock=clock,
    )  # fmt: skip
    held = entry.qualification
    return Institution(
        code=code, name=entry.name, org_id=org_id, managed_by_org_id=manager.id, region=entry.region,
        unified_code=entry.unified_code, cma_no=held.cma_no, cnas_no=held.cnas_no, other_qualification=held.other,
        qualified_from=held.valid_from, qualified_until=held.valid_until, contact_name=entry.contact.name,
        contact_phone=entry.contact.phone, contact_email=entry.contact.email,
        ties=[asdict(tie) for tie in entry.ties], registered_by=actor.id, registered_at=clock(), form_key=new_key(),
    )  # fmt: skip


def _add(session: Session, row: Institution, entry: InstitutionEntry) -> None:
    session.add(row)
    session.flush()
    session.add_all(CapabilityLine(institution_id=row.id, **asdict(line)) for line in entry.capabilities)
    session.flush()
