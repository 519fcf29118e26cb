"""Reading institutions: the registry, and who could be given work."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgFacts
from panel.institutions import rules
from panel.institutions.facts import (
    Capability,
    Contact,
    InstitutionEntry,
    InstitutionFacts,
    InstitutionState,
    Problem,
    Qualification,
    Shortfall,
    Tie,
)
from panel.institutions.models import CapabilityLine, DesignationRecord, Institution
from panel.institutions.order_queries import (
    Source,
    contents_of,
    find_order_by_form,
    find_report,
    get_order,
    get_order_to_report_on,
    get_report,
    has_sample,
    list_open_orders,
    list_orders,
    list_reports,
    list_samples,
    list_tasks,
    lock_order,
    open_orders_of_panel,
    report_sources,
)
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError

__all__ = [
    "InstitutionFilter",
    "Offer",
    "Source",
    "contents_of",
    "entry_of",
    "facts_of",
    "find_institution_by_code",
    "find_institution_by_form",
    "find_institution_by_unified_code",
    "find_order_by_form",
    "find_report",
    "get_designation",
    "get_institution",
    "get_order",
    "get_order_to_report_on",
    "get_report",
    "has_sample",
    "institution_facts",
    "institution_names",
    "institution_of_org",
    "list_all_institutions",
    "list_capabilities",
    "list_designations",
    "list_institutions",
    "list_offers",
    "list_open_orders",
    "list_orders",
    "list_reports",
    "list_samples",
    "list_tasks",
    "lock_institution",
    "lock_order",
    "next_code",
    "open_orders_of_panel",
    "qualification_of",
    "qualified_for",
    "report_sources",
]

READERS = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class InstitutionFilter:
    """What the registry is narrowed to; an empty value narrows nothing. `words` search the capability lines."""

    text: str = ""
    state: str = ""
    region: str = ""
    words: str = ""


# One institution


def get_institution(session: Session, institution_id: int, viewer: Actor | None = None) -> Institution:
    """Give an institution; its contact finds the own one only, an administrator or expert none."""
    found = session.get(Institution, institution_id)
    if found is None or not _may_know(found, viewer):
        raise NotFoundError("NOT_FOUND")
    return found


def _may_know(institution: Institution, viewer: Actor | None) -> bool:
    if viewer is None or viewer.role in READERS or viewer.role is Role.SYSTEM:
        return True
    return viewer.role is Role.INST_CONTACT and viewer.org_id == institution.org_id


def lock_institution(session: Session, institution_id: int) -> Institution:
    """Give an institution for a decision; nobody else decides on it meanwhile."""
    found = session.get(Institution, institution_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_institution_by_code(session: Session, code: str) -> Institution | None:
    """Give the institution of a code, or None."""
    return session.scalar(select(Institution).where(Institution.code == code))


def find_institution_by_form(session: Session, form_key: str) -> Institution | None:
    """Give the institution that a form has entered already, or None."""
    return session.scalar(select(Institution).where(Institution.form_key == form_key))


def find_institution_by_unified_code(session: Session, unified_code: str) -> Institution | None:
    """Give the institution of a unified social credit code, or None."""
    return session.scalar(select(Institution).where(Institution.unified_code == unified_code))


def institution_of_org(session: Session, org_id: int) -> Institution | None:
    """Give the institution whose accounts belong to an organisation's node, or None."""
    return session.scalar(select(Institution).where(Institution.org_id == org_id))


def next_code(session: Session) -> str:
    """Give the code of the next institution; the caller holds the name `institutions.code`."""
    taken = session.scalars(select(Institution.code).where(Institution.code.like("JG-%"))).all()
    numbers = [int(code[3:]) for code in taken if code[3:].isdigit()]
    return f"JG-{max(numbers, default=0) + 1:04d}"


def list_capabilities(session: Session, institution_id: int) -> Sequence[CapabilityLine]:
    """Give the lines of what an institution can test."""
    chosen = select(CapabilityLine).where(CapabilityLine.institution_id == institution_id).order_by(CapabilityLine.id)
    return session.scalars(chosen).all()


def list_designations(session: Session, institution_id: int) -> Sequence[DesignationRecord]:
    """Give the documents that designated an institution, the latest first."""
    chosen = select(DesignationRecord).where(DesignationRecord.institution_id == institution_id)
    return session.scalars(chosen.order_by(DesignationRecord.id.desc())).all()


def get_designation(session: Session, institution_id: int, designation_id: int) -> DesignationRecord:
    """Give a document that designated an institution."""
    found = session.get(DesignationRecord, designation_id)
    if found is None or found.institution_id != institution_id:
        raise NotFoundError("NOT_FOUND")
    return found


# Many institutions


def list_all_institutions(session: Session) -> Sequence[Institution]:
    """Give every institution by code."""
    return session.scalars(select(Institution).order_by(Institution.code)).all()


def institution_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Give the names of several institutions by number."""
    chosen = select(Institution.id, Institution.name).where(Institution.id.in_(set(ids)))
    return dict(session.execute(chosen).all())


def list_institutions(session: Session, wanted: InstitutionFilter) -> list[tuple[Institution, tuple[Capability, ...]]]:
    """Give the institutions that a filter leaves, by code, each with its capability lines."""
    chosen = select(Institution).where(*_conditions(wanted)).order_by(Institution.code)
    found = session.scalars(chosen).all()
    lines = _lines_of(session, [one.id for one in found])
    return [(one, lines[one.id]) for one in found if not wanted.words or rules.lines_found(lines[one.id], wanted.words)]


def _conditions(wanted: InstitutionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wanted.text.split():
        found.append(
            Institution.name.icontains(word, autoescape=True)
            | Institution.code.icontains(word, autoescape=True)
            | Institution.cma_no.icontains(word, autoescape=True)
        )
    if wanted.state:
        found.append(Institution.state == wanted.state)
    if wanted.region:
        found.append(Institution.region == wanted.region)
    return found


def _lines_of(session: Session, ids: Collection[int]) -> dict[int, tuple[Capability, ...]]:
    found: dict[int, list[Capability]] = defaultdict(list)
    for line in session.scalars(
        select(CapabilityLine).where(CapabilityLine.institution_id.in_(ids)).order_by(CapabilityLine.id)
    ):
        found[line.institution_id].append(
            Capability(line.product, line.item, line.method, line.technique, line.limit, line.is_in_scope)
        )
    return defaultdict(tuple, {number: tuple(lines) for number, lines in found.items()})


def institution_facts(session: Session, ids: Collection[int] | None = None) -> list[InstitutionFacts]:
    """Give institutions as the rules see them, by code: those named, or all."""
    chosen = select(Institution).order_by(Institution.code)
    if ids is not None:
        chosen = chosen.where(Institution.id.in_(ids))
    rows = session.scalars(chosen).all()
    lines = _lines_of(session, [row.id for row in rows])
    return [facts_of(row, lines[row.id]) for row in rows]


def facts_of(row: Institution, lines: tuple[Capability, ...] = ()) -> InstitutionFacts:
    """Give an institution as the rules see it, with the capability lines given."""
    return InstitutionFacts(
        id=row.id, code=row.code, name=row.name, unified_code=row.unified_code,
        state=InstitutionState(row.state), managed_by_org_id=row.managed_by_org_id,
        designation_no=row.designation_no, designated_until=row.designated_until,
        qualification=qualification_of(row), capabilities=lines, ties=tuple(Tie(**tie) for tie in row.ties),
        issued_by_org_id=row.issued_by_org_id,
    )  # fmt: skip


def qualification_of(row: Institution) -> Qualification:
    """Give an institution's qualification as the rules see it."""
    return Qualification(row.cma_no, row.cnas_no, row.other_qualification, row.qualified_from, row.qualified_until)


@dataclass(frozen=True, slots=True)
class Offer:
    """An institution as an order's form lists it, with what stands against it on a day, if anything."""

    id: int
    name: str
    against: Shortfall | None


def list_offers(session: Session, on: date, *, chain: Sequence[OrgFacts]) -> list[Offer]:
    """Give every institution, the fit ones first; whether one covers the items is asked on drafting."""
    managers = {org.id: org.facts() for org in accounts.list_organisations(session)}
    found = [
        Offer(one.id, one.name, _against(one, managers[one.designated_by_org_id], chain, on))
        for one in institution_facts(session)
    ]
    return sorted(found, key=lambda offer: offer.against is not None)


def _against(one: InstitutionFacts, manager: OrgFacts, chain: Sequence[OrgFacts], on: date) -> Shortfall | None:
    lack = rules.against_qualification(one, [], on) or rules.against_designation(one, on)
    return lack or (None if rules.is_open_to(manager, chain) else Shortfall(Problem.NOT_OPEN))


def entry_of(session: Session, row: Institution) -> InstitutionEntry:
    """Give what the registry says of an institution, as a form is filled in with it."""
    return InstitutionEntry(
        name=row.name, unified_code=row.unified_code, region=row.region, qualification=qualification_of(row),
        contact=Contact(row.contact_name, row.contact_phone, row.contact_email),
        capabilities=_lines_of(session, [row.id])[row.id], ties=tuple(Tie(**tie) for tie in row.ties),
    )  # fmt: skip


def qualified_for(
    session: Session, items: Sequence[str], on: date, *, chain: Sequence[OrgFacts]
) -> list[InstitutionFacts]:
    """Give the institutions that a body could order these items from on a day.

    `chain` is the ordering body with everything above it, see `roster.queries.chain_of`.
    """
    managers = {org.id: org.facts() for org in accounts.list_organisations(session)}
    return [
        one
        for one in institution_facts(session)
        if rules.is_open_to(managers[one.designated_by_org_id], chain)
        and rules.against_qualification(one, items, on) is None
        and rules.against_designation(one, on) is None
    ]
