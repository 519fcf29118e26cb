"""The acts on committees and experts."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts.facts import BUREAUX, OrgKind
from panel.db import hold
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.kernel.tokens import new_key
from panel.roster import career_service, queries, rules
from panel.roster.appraisal_service import appraise_expert
from panel.roster.career_service import (
    declare_employment,
    declare_interest,
    end_employment,
    end_interest,
    strike_employment,
)
from panel.roster.course_service import for_decision, is_in_charge, move, note_act
from panel.roster.facts import Act, DeclaredConflict, ExpertEntry, ExpertState, Service, Standing
from panel.roster.models import Committee, Expert, ServiceRecord
from panel.roster.personal_service import edit_contact, keep_personal, reveal
from panel.roster.sanction_service import (
    carry_over_suspension,
    dismiss_expert,
    keep_expert,
    pledge,
    propose_dismissal,
    resume_expert,
    return_expert,
    suspend_expert,
)
from panel.roster.term_service import (
    appoint_expert,
    carry_over_term,
    note_letter_taken,
    reexamine_expert,
    renew_expert,
    retire_expert,
)

__all__ = [
    "appoint_expert",
    "appraise_expert",
    "carry_over_expert",
    "declare_employment",
    "declare_interest",
    "dismiss_expert",
    "edit_contact",
    "edit_expert",
    "end_employment",
    "end_interest",
    "keep_expert",
    "note_letter_taken",
    "note_service",
    "pledge",
    "propose_dismissal",
    "recommend_expert",
    "reexamine_expert",
    "renew_expert",
    "resume_expert",
    "retire_expert",
    "return_expert",
    "reveal",
    "review_expert",
    "strike_employment",
    "suspend_expert",
    "turn_down_expert",
]
OWNERS = BUREAUX | {OrgKind.HQ}
ELSEWHERE = frozenset({"declared_conflicts", "phone", "identity"})
"""What an entry says that has tables of its own or is sealed."""


# Committees


@cites("4.1.1-f", "4.1.1-c", "4.0.0-a")
def add_committee(
    session: Session, *, code: str, name: str, owner_org_id: int, term_from: date, term_to: date, document_no: str,
    form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Set up the expert committee of headquarters or of a bureau."""
    if (again := queries.find_committee_by_form(session, form_key)) is not None:
        return again.id
    owner = accounts.get_organisation(session, owner_org_id)
    if OrgKind(owner.kind) not in OWNERS:
        raise BadInputError("COMMITTEE_OWNER", field="owner")
    if actor.role is not Role.SYSTEM and owner.id not in queries.owners_served_by(session, actor):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    if term_to < term_from:
        raise BadInputError("TERM_ORDER", field="term_to")
    hold(session, "roster.committee")
    if queries.find_committee_by_code(session, code) is not None:
        raise BadInputError("COMMITTEE_CODE_TAKEN", field="code", taken=code)
    committee = Committee(
        code=code, name=name, owner_org_id=owner.id, term_from=term_from, term_to=term_to, document_no=document_no,
        added_by=actor.id, added_at=clock(), form_key=form_key,
    )  # fmt: skip
    session.add(committee)
    session.flush()
    audit.record(
        session, "roster.committee.added", by=actor, at=clock(), committee=committee.id,
        after={"code": code, "name": name, "term_from": str(term_from), "term_to": str(term_to)},
    )  # fmt: skip
    return committee.id


# The way into the roster


@cites("4.1.1-a", "4.1.1-b")
def recommend_expert(
    session: Session, entry: ExpertEntry, *, committee_id: int, recommended_on: date, form_key: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Recommend a person for a committee, in the name of the official's own organisation."""
    if (again := queries.find_expert_by_form(session, form_key)) is not None:
        return again.id
    chain = queries.chain_of(session, actor.org_id or 0)
    if not rules.may_recommend(chain[0].kind):
        raise RuleViolatedError("EXPERT_RECOMMENDATION", body=chain[0].name)
    committee = queries.get_committee(session, committee_id)
    if committee.owner_org_id not in rules.committee_owners_open_to(chain):
        raise RuleViolatedError("COMMITTEE_NOT_OPEN", field="committee", name=committee.name)
    if recommended_on > beijing_date(clock()):
        raise BadInputError("DAY_AHEAD", field="recommended_on")
    hold(session, "roster.code")
    if (same := queries.find_same_person(session, entry.name, entry.employer)) is not None:
        raise RuleViolatedError("EXPERT_EXISTS", field="name", name=same.name, taken=same.code)
    expert = new_expert(entry, queries.next_code(session), form_key, clock())
    keep_personal(session, expert, entry, clock=clock)
    expert.recommended_by_org_id, expert.recommended_on = chain[0].id, recommended_on
    expert.recommended_by, expert.proposed_committee_id = actor.id, committee.id
    expert.state = ExpertState.RECOMMENDED.value
    session.add(expert)
    session.flush()
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    note_act(session, expert, Act.RECOMMEND, actor=actor, clock=clock)
    audit.record(
        session, "roster.expert.recommended", by=actor, at=clock(), expert=expert.id, after=_shown(session, expert),
        committee=committee.code,
    )  # fmt: skip
    return expert.id


def new_expert(entry: ExpertEntry, code: str, form_key: str, now: datetime) -> Expert:
    """Make the row of a person from an entry; what has tables of its own, or is sealed, is kept apart."""
    return Expert(**_columns_of(entry), code=code, form_key=form_key, added_at=now)


def _columns_of(entry: ExpertEntry) -> dict[str, object]:
    """Give what an entry says as columns of the expert's row; declared ties have a table of their own."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in ELSEWHERE}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@cites("4.1.1-b", "S-14")
def review_expert(session: Session, expert_id: int, *, opinion: str, actor: Actor, clock: Clock) -> None:
    """Review a recommendation for the committee's owner and pass it on for appointment."""
    expert = for_decision(session, expert_id, Act.REVIEW, actor)
    expert.reviewed_by, expert.reviewed_at, expert.review_opinion = actor.id, clock(), opinion
    move(session, expert, Act.REVIEW, "roster.expert.reviewed", reason=opinion, actor=actor, clock=clock)


def turn_down_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """End a recommendation without an appointment."""
    expert = for_decision(session, expert_id, Act.TURN_DOWN, actor)
    move(session, expert, Act.TURN_DOWN, "roster.expert.turned_down", reason=reason, actor=actor, clock=clock)


@cites("4.1.1-b", "4.1.1-c")
def carry_over_expert(
    session: Session, entry: ExpertEntry, standing: Standing, *, code: str, account_id: int | None, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Enter somebody as an earlier register has them; only the system does so, from a register file.

    The panels of the last twelve months, of which the register knows the number only, become one line
    each of the integrity record, a month apart.
    """
    if actor.role is not Role.SYSTEM:
        raise NotAllowedError("ROLE")
    body = accounts.get_organisation(session, standing.recommended_by_org_id)
    if found := rules.reasons_against_standing(OrgKind(body.kind), standing):
        raise RuleViolatedError(found, body=body.name)
    expert = new_expert(entry, code, new_key(), clock())
    keep_personal(session, expert, entry, clock=clock)
    expert.recommended_by_org_id, expert.recommended_on = body.id, standing.recommended_on
    expert.state, expert.state_reason = standing.state.value, standing.reason
    expert.suspended_until, expert.account_id = standing.suspended_until, account_id
    if (appointment := standing.appointment) is not None:
        expert.committee_id, expert.appointment_no = appointment.committee_id, appointment.number
        expert.term_from, expert.term_to = appointment.term_from, appointment.term_to
    session.add(expert)
    session.flush()
    _carry_over_standing(session, expert, standing, actor=actor, clock=clock)
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    note_act(session, expert, Act.CARRY_OVER, reason=standing.reason or "", actor=actor, clock=clock)
    for number in range(standing.earlier_panels):
        at = clock() - timedelta(days=30 * (number + 1))
        note_service(session, expert.id, Service.ATTENDED, panel_id=None, at=at, note="本系统启用前的记录")
    after = _shown(session, expert)
    audit.record(session, "roster.expert.carried_over", by=actor, at=clock(), expert=expert.id, after=after)
    return expert.id


def _carry_over_standing(session: Session, expert: Expert, standing: Standing, *, actor: Actor, clock: Clock) -> None:
    if standing.appointment is not None:
        carry_over_term(session, expert, actor=actor, clock=clock)
    if standing.suspended_until is not None:
        until, reason = standing.suspended_until, standing.reason or ""
        carry_over_suspension(session, expert, until, reason, actor=actor, clock=clock)


# In office


@cites("3.5.0-a")
def edit_expert(session: Session, expert_id: int, entry: ExpertEntry, *, actor: Actor, clock: Clock) -> None:
    """Correct what the register says of a person; state, committee and term have acts of their own."""
    expert = queries.lock_expert(session, expert_id)
    if not is_in_charge(session, expert, actor) and expert.recommended_by_org_id != actor.org_id:
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    before = _shown(session, expert)
    for name, value in _columns_of(entry).items():
        setattr(expert, name, value)
    keep_personal(session, expert, entry, clock=clock)
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    note_act(session, expert, Act.EDIT, actor=actor, clock=clock)
    after = _shown(session, expert)
    audit.record(session, "roster.expert.edited", by=actor, at=clock(), expert=expert.id, before=before, after=after)


def link_account(session: Session, expert_id: int, account_id: int, *, actor: Actor, clock: Clock) -> None:
    """Tie a person on the roster to the account they sign in with.

    Both bear the same name, and the account was granted for this very expert (`ACCOUNT_NOT_FITTING`). An
    expert who has an account keeps it: whoever could replace it could vote in another's name (`ACCOUNT_HELD`).
    """
    expert = queries.lock_expert(session, expert_id)
    if not is_in_charge(session, expert, actor):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    account = accounts.get_account(session, account_id)
    taken = queries.expert_of_account(session, account_id)
    fits = account.role == Role.EXPERT and account.name == expert.name and account.is_active and taken is None
    if not fits or accounts.expert_code_of(session, account_id) != expert.code:
        raise BadInputError("ACCOUNT_NOT_FITTING", field="account", name=expert.name)
    if expert.account_id is not None and accounts.get_account(session, expert.account_id).is_active:
        raise RuleViolatedError("ACCOUNT_HELD", field="account", name=expert.name)
    before, expert.account_id = expert.account_id, account.id
    audit.record(
        session, "roster.expert.account_linked", by=actor, at=clock(), expert=expert.id,
        before={"account": before}, after={"account": account.id},
    )  # fmt: skip


@cites("D-18")
def note_service(
    session: Session, expert_id: int, kind: Service, *, panel_id: int | None, at: datetime, note: str = ""
) -> None:
    """Add a line to an expert's integrity record, within the recorded act that it is part of."""
    session.add(ServiceRecord(expert_id=expert_id, kind=kind.value, panel_id=panel_id, at=at, note=note))


def _keep_ties(session: Session, expert: Expert, entry: ExpertEntry, *, actor: Actor, clock: Clock) -> None:
    """Write down the employer and the declared ties that an entry states."""
    career_service.keep_main_employer(session, expert, from_on=None, actor=actor, clock=clock)
    career_service.keep_interests(session, expert, entry.declared_conflicts, actor=actor, clock=clock)
    session.flush()


def _shown(session: Session, expert: Expert) -> dict[str, object]:
    return shown(expert, queries.entry_of(session, expert).declared_conflicts)


def shown(expert: Expert, ties: Iterable[DeclaredConflict]) -> dict[str, object]:
    """Give what an event says of a person: no contact data, since the log is read by more people."""
    return {
        "code": expert.code, "name": expert.name, "state": expert.state, "main_discipline": expert.main_discipline,
        "second_discipline": expert.second_discipline, "further_disciplines": expert.further_disciplines,
        "employer": expert.employer, "title": expert.title, "region": expert.region,
        "declared_conflicts": [asdict(tie) for tie in ties],
        "workload_limit": expert.workload_limit,
    }  # fmt: skip
