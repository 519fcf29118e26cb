"""Reading committees, experts, their acts and their service."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgFacts
from panel.guidance.code_lists import codes, codes_in, get_code
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import BEIJING, months_after
from panel.kernel.errors import NotFoundError
from panel.roster import flag_rules, rules
from panel.roster.career_queries import as_conflicts, interests_of, list_interests
from panel.roster.facts import (
    COUNTED,
    MEMBERS,
    ExpertEntry,
    ExpertFacts,
    ExpertState,
    Interest,
    Need,
    Pool,
    Service,
)
from panel.roster.models import Committee, Expert, ExpertAct, ServiceRecord

READERS = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class ExpertFilter:
    """What a list of experts is narrowed to; an empty value narrows nothing."""

    text: str = ""
    state: str = ""
    committee: int | None = None
    discipline: str = ""
    group: str = ""
    region: str = ""


# Committees


def get_committee(session: Session, committee_id: int) -> Committee:
    """Give a committee by its number."""
    found = session.get(Committee, committee_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_committee_by_code(session: Session, code: str) -> Committee | None:
    """Give the committee of a code, or None."""
    return session.scalar(select(Committee).where(Committee.code == code))


def find_committee_by_form(session: Session, form_key: str) -> Committee | None:
    """Give the committee that a form has made already, or None."""
    return session.scalar(select(Committee).where(Committee.form_key == form_key))


def list_open_committees(session: Session, org_id: int) -> Sequence[Committee]:
    """Give the committees that a body may recommend to and draw from."""
    return list_committees(session, owner_ids=committee_owners_open_to(session, org_id))


def list_linkable_accounts(session: Session, name: str) -> list[tuple[int, str]]:
    """Give the expert accounts of a name that belong to nobody on the roster yet: number and login."""
    named = [one for one in accounts.list_accounts(session, role=Role.EXPERT) if one.name == name and one.is_active]
    taken = set(session.scalars(select(Expert.account_id).where(Expert.account_id.in_([one.id for one in named]))))
    return [(one.id, one.login) for one in named if one.id not in taken]


def list_committees(session: Session, *, owner_ids: Collection[int] | None = None) -> Sequence[Committee]:
    """Give the committees by code, all or those of some owners."""
    chosen = select(Committee).order_by(Committee.code)
    if owner_ids is not None:
        chosen = chosen.where(Committee.owner_org_id.in_(owner_ids))
    return session.scalars(chosen).all()


def count_members(session: Session) -> Counter[tuple[int, str]]:
    """Count the experts of each committee by stored state: `(committee id, state)` to a number."""
    grouped = (
        select(Expert.committee_id, Expert.state, func.count())
        .where(Expert.committee_id.is_not(None))
        .group_by(Expert.committee_id, Expert.state)
    )
    return Counter({(committee or 0, state): number for committee, state, number in session.execute(grouped)})


def chain_of(session: Session, org_id: int) -> tuple[OrgFacts, ...]:
    """Give an organisation and all above it, from the ground up."""
    known = {org.id: org.facts() for org in accounts.list_organisations(session)}
    chain: list[OrgFacts] = []
    at: int | None = org_id
    while at is not None and at in known:
        chain.append(known[at])
        at = known[at].parent_id
    return tuple(chain)


def committee_owners_open_to(session: Session, org_id: int) -> frozenset[int]:
    """Give the organisations whose committees a body may draw from."""
    return rules.committee_owners_open_to(chain_of(session, org_id))


def owners_served_by(session: Session, actor: Actor) -> frozenset[int]:
    """Give the committee owners for which a person's organisation acts: reviews, appoints, suspends."""
    chain = chain_of(session, actor.org_id or 0)
    return frozenset(org.id for org in chain if rules.acts_for_owner(chain[0], org))


# One expert


def get_expert(session: Session, expert_id: int, viewer: Actor | None = None) -> Expert:
    """Give an expert; an expert finds the own record only, and who has no business with experts none."""
    found = session.get(Expert, expert_id)
    if found is None or not _may_know(found, viewer):
        raise NotFoundError("NOT_FOUND")
    return found


def _may_know(expert: Expert, viewer: Actor | None) -> bool:
    if viewer is None or viewer.role in READERS or viewer.role is Role.SYSTEM:
        return True
    return viewer.role is Role.EXPERT and expert.account_id is not None and expert.account_id == viewer.id


def lock_expert(session: Session, expert_id: int) -> Expert:
    """Give an expert for a decision; nobody else decides on the same one meanwhile."""
    found = session.get(Expert, expert_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def expert_of_account(session: Session, account_id: int) -> Expert | None:
    """Give the expert who signs in with an account, or None."""
    return session.scalar(select(Expert).where(Expert.account_id == account_id))


def find_expert_by_code(session: Session, code: str) -> Expert | None:
    """Give the expert of a code, or None."""
    return session.scalar(select(Expert).where(Expert.code == code))


def known_codes(session: Session, wanted: Collection[str]) -> frozenset[str]:
    """Give those of some codes that an expert bears."""
    return frozenset(session.scalars(select(Expert.code).where(Expert.code.in_(wanted)))) if wanted else frozenset()


def find_expert_by_form(session: Session, form_key: str) -> Expert | None:
    """Give the expert that a form has entered already, or None."""
    return session.scalar(select(Expert).where(Expert.form_key == form_key))


def find_same_person(session: Session, name: str, employer: str) -> Expert | None:
    """Give an expert of the same name with the same employer, or None."""
    namesakes = session.scalars(select(Expert).where(Expert.name == name))
    return next((one for one in namesakes if rules.bare_name(one.employer) == rules.bare_name(employer)), None)


def find_appointment(session: Session, number: str) -> Expert | None:
    """Give the expert whose letter of appointment has a number, or None."""
    return session.scalar(select(Expert).where(Expert.appointment_no == number))


def next_code(session: Session) -> str:
    """Give the code of the next expert; the caller holds the name `roster.code`."""
    taken = session.scalars(select(Expert.code).where(Expert.code.like("ZJ-%"))).all()
    numbers = [int(code[3:]) for code in taken if code[3:].isdigit()]
    return f"ZJ-{max(numbers, default=0) + 1:04d}"


def entry_of(session: Session, expert: Expert) -> ExpertEntry:
    """Give what the register says of a person, as a form is filled in with it; what is sealed stays out."""
    return ExpertEntry(
        name=expert.name, gender=expert.gender, birth_year=expert.birth_year,
        main_discipline=expert.main_discipline, second_discipline=expert.second_discipline, title=expert.title,
        post=expert.post, employer=expert.employer, employer_code=expert.employer_code, region=expert.region,
        email=expert.email, phone="", education=expert.education, achievements=expert.achievements,
        other_committees=tuple(expert.other_committees),
        declared_conflicts=as_conflicts(list_interests(session, expert.id, is_standing=True)),
        workload_limit=expert.workload_limit, further_disciplines=tuple(expert.further_disciplines),
        practice_from=expert.practice_from, employer_opinion=expert.employer_opinion,
        recommending_opinion=expert.recommending_opinion,
    )  # fmt: skip


def list_acts(session: Session, expert_id: int) -> Sequence[ExpertAct]:
    """Give the steps in an expert's life, the earliest first."""
    return session.scalars(select(ExpertAct).where(ExpertAct.expert_id == expert_id).order_by(ExpertAct.id)).all()


def list_service(session: Session, expert_id: int, limit: int = 200) -> Sequence[ServiceRecord]:
    """Give an expert's integrity record, the latest first."""
    chosen = select(ServiceRecord).where(ServiceRecord.expert_id == expert_id).order_by(ServiceRecord.id.desc())
    return session.scalars(chosen.limit(limit)).all()


def count_service(session: Session, expert_id: int) -> Counter[Service]:
    """Count an expert's integrity record by kind."""
    grouped = (
        select(ServiceRecord.kind, func.count())
        .where(ServiceRecord.expert_id == expert_id)
        .group_by(ServiceRecord.kind)
    )
    return Counter({Service(kind): number for kind, number in session.execute(grouped)})


# Many experts


def _conditions(wanted: ExpertFilter, on: date) -> list[ColumnElement[bool]]:
    """Give the conditions of a filter on a query over experts."""
    found = [*_text_conditions(wanted.text), *_state_conditions(wanted.state, on)]
    if wanted.committee is not None:
        found.append(or_(Expert.committee_id == wanted.committee, Expert.proposed_committee_id == wanted.committee))
    if wanted.discipline:
        found.append(
            or_(
                Expert.main_discipline == wanted.discipline,
                Expert.second_discipline == wanted.discipline,
                cast(Expert.further_disciplines, String).contains(f'"{wanted.discipline}"', autoescape=True),
            )
        )
    if wanted.group:
        found.append(Expert.main_discipline.in_([code.code for code in codes_in("disciplines", wanted.group)]))
    if wanted.region:
        found.append(Expert.region == wanted.region)
    return found


def _text_conditions(text: str) -> list[ColumnElement[bool]]:
    """Search each word in name, code, employer and the labels of the disciplines."""
    found: list[ColumnElement[bool]] = []
    for word in text.split():
        meant = [code.code for code in codes("disciplines") if word in code.zh or word.casefold() in code.en.casefold()]
        found.append(
            or_(
                Expert.name.icontains(word, autoescape=True),
                Expert.code.icontains(word, autoescape=True),
                Expert.employer.icontains(word, autoescape=True),
                Expert.main_discipline.in_(meant),
                Expert.second_discipline.in_(meant),
            )
        )
    return found


def _state_conditions(state: str, on: date) -> list[ColumnElement[bool]]:
    """Ask for the state as it stands on a day: a member past the term counts as `term_ended`."""
    if not state:
        return []
    members = [member.value for member in MEMBERS]
    if state == ExpertState.TERM_ENDED:
        return [or_(Expert.state == state, and_(Expert.state.in_(members), Expert.term_to < on))]
    if state in members:
        return [Expert.state == state, Expert.term_to >= on]
    return [Expert.state == state]


def count_experts(session: Session, wanted: ExpertFilter, *, on: date) -> int:
    """Count the experts that a filter leaves."""
    return session.scalar(select(func.count(Expert.id)).where(*_conditions(wanted, on))) or 0


def list_experts(session: Session, wanted: ExpertFilter, *, on: date, offset: int, limit: int) -> Sequence[Expert]:
    """Give a part of the experts that a filter leaves, by code."""
    chosen = select(Expert).where(*_conditions(wanted, on)).order_by(Expert.code)
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def list_all_experts(session: Session) -> Sequence[Expert]:
    """Give every expert by code."""
    return session.scalars(select(Expert).order_by(Expert.code)).all()


def experts_by_id(session: Session, ids: Collection[int]) -> dict[int, Expert]:
    """Give several experts at once, by number."""
    return {expert.id: expert for expert in session.scalars(select(Expert).where(Expert.id.in_(ids)))}


def count_recent_panels(session: Session, ids: Collection[int] | None, on: date) -> dict[int, int]:
    """Count each expert's panels in the twelve months up to and with a day.

    A panel counts once, however often it stands in the record; service without a panel (before
    this system) counts line by line.
    """
    tomorrow = on + timedelta(days=1)
    since, end = (datetime.combine(day, time(), tzinfo=BEIJING) for day in (months_after(tomorrow, -12), tomorrow))
    one = func.coalesce(ServiceRecord.panel_id, -ServiceRecord.id)
    counted = (
        select(ServiceRecord.expert_id, func.count(func.distinct(one)))
        .where(
            ServiceRecord.kind.in_([kind.value for kind in COUNTED]),
            ServiceRecord.at >= since,
            ServiceRecord.at < end,
        )
        .group_by(ServiceRecord.expert_id)
    )
    if ids is not None:
        counted = counted.where(ServiceRecord.expert_id.in_(ids))
    return dict(session.execute(counted).all())


def expert_facts(session: Session, ids: Collection[int] | None, on: date) -> list[ExpertFacts]:
    """Give experts as the rules see them on a day, by code: those named, or all.

    Columns only: a whole roster as objects takes twice as long.
    """
    chosen = select(*FACTS).outerjoin(Committee, Committee.id == Expert.committee_id).order_by(Expert.code)
    if ids is not None:
        chosen = chosen.where(Expert.id.in_(ids))
    recent = count_recent_panels(session, ids, on)
    ties = interests_of(session, ids, on=on)
    inside = flag_rules.SystemBodies(org.facts() for org in accounts.list_organisations(session))
    return [_facts(row, recent.get(row.id, 0), ties.get(row.id, []), inside) for row in session.execute(chosen)]


FACTS = (
    Expert.id, Expert.code, Expert.name, Expert.main_discipline, Expert.second_discipline, Expert.further_disciplines,
    Expert.title, Expert.employer, Expert.employer_code, Expert.region, Expert.committee_id, Expert.state,
    Expert.term_from, Expert.term_to, Expert.suspended_until, Expert.workload_limit, Expert.account_id,
    Committee.owner_org_id, Committee.term_from.label("committee_term_from"),
    Committee.term_to.label("committee_term_to"),
)  # fmt: skip


def _facts(row: Any, recent: int, ties: Sequence[Interest], inside: flag_rules.SystemBodies) -> ExpertFacts:
    return ExpertFacts(
        id=row.id, code=row.code, name=row.name, group=get_code("disciplines", row.main_discipline).group or "",
        main_discipline=row.main_discipline, second_discipline=row.second_discipline, employer=row.employer,
        employer_code=row.employer_code, region=row.region, committee_id=row.committee_id,
        committee_owner_org_id=row.owner_org_id, state=ExpertState(row.state), term_from=row.term_from,
        term_to=row.term_to, committee_term_from=row.committee_term_from, committee_term_to=row.committee_term_to,
        suspended_until=row.suspended_until, workload_limit=row.workload_limit, panels_last_12m=recent,
        account_id=row.account_id, declared_conflicts=as_conflicts(ties),
        further_disciplines=tuple(row.further_disciplines), is_senior=flag_rules.is_senior_title(row.title),
        is_insider=row.employer in inside,
    )  # fmt: skip


def pool(session: Session, need: Need) -> Pool:
    """Give everybody on the roster, the eligible apart from the excluded with all their reasons."""
    found = Pool()
    for expert in expert_facts(session, None, need.on):
        if reasons := rules.reasons_against_eligibility(expert, need):
            found.excluded.append((expert, reasons))
        else:
            found.eligible.append(expert)
    return found
