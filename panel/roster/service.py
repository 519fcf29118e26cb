"""The acts on committees and experts."""

from dataclasses import asdict, fields
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts.facts import BUREAUX, OrgKind
from panel.db import hold
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.roster import career_service, queries, rules
from panel.roster.facts import COURSE, STATE_LABELS, Act, Appointment, ExpertEntry, ExpertState, Service, Standing
from panel.roster.models import Committee, Expert, ExpertAct, ServiceRecord

OWNERS = BUREAUX | {OrgKind.HQ}


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
    expert = _new_expert(entry, queries.next_code(session), form_key, clock())
    expert.recommended_by_org_id, expert.recommended_on = chain[0].id, recommended_on
    expert.recommended_by, expert.proposed_committee_id = actor.id, committee.id
    expert.state = ExpertState.RECOMMENDED.value
    session.add(expert)
    session.flush()
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    _note_act(session, expert, Act.RECOMMEND, actor=actor, clock=clock)
    audit.record(
        session, "roster.expert.recommended", by=actor, at=clock(), expert=expert.id, after=_shown(session, expert),
        committee=committee.code,
    )  # fmt: skip
    return expert.id


def _new_expert(entry: ExpertEntry, code: str, form_key: str, now: datetime) -> Expert:
    return Expert(**_columns_of(entry), code=code, form_key=form_key, added_at=now)


def _columns_of(entry: ExpertEntry) -> dict[str, object]:
    """Give what an entry says as columns of the expert's row; declared ties have a table of their own."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "declared_conflicts"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@cites("4.1.1-b", "S-14")
def review_expert(session: Session, expert_id: int, *, opinion: str, actor: Actor, clock: Clock) -> None:
    """Review a recommendation for the committee's owner and pass it on for appointment."""
    expert = _for_decision(session, expert_id, Act.REVIEW, actor)
    expert.reviewed_by, expert.reviewed_at, expert.review_opinion = actor.id, clock(), opinion
    _move(session, expert, Act.REVIEW, "roster.expert.reviewed", reason=opinion, actor=actor, clock=clock)


@cites("4.1.1-b", "4.1.1-c", "S-14")
def appoint_expert(
    session: Session, expert_id: int, *, number: str, term_from: date, term_to: date, actor: Actor, clock: Clock
) -> None:
    """Appoint a reviewed person to the committee, by letter number and term."""
    expert = _for_decision(session, expert_id, Act.APPOINT, actor)
    committee = queries.get_committee(session, expert.proposed_committee_id or 0)
    years = parameter("expert_term_years", on=beijing_date(clock()))
    if code := rules.reasons_against_term(term_from, term_to, committee.term_to, years):
        raise RuleViolatedError(code, field="term_to", years=years, until=committee.term_to.isoformat())
    hold(session, "roster.appointment")
    if (other := queries.find_appointment(session, number)) is not None:
        raise BadInputError("APPOINTMENT_NO_TAKEN", field="number", number=number, name=other.name)
    expert.committee_id, expert.appointment_no = committee.id, number
    expert.term_from, expert.term_to = term_from, term_to
    expert.appointed_by, expert.appointed_at = actor.id, clock()
    _move(session, expert, Act.APPOINT, "roster.expert.appointed", document_no=number, actor=actor, clock=clock)


def turn_down_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """End a recommendation without an appointment."""
    expert = _for_decision(session, expert_id, Act.TURN_DOWN, actor)
    _move(session, expert, Act.TURN_DOWN, "roster.expert.turned_down", reason=reason, actor=actor, clock=clock)


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
    expert = _new_expert(entry, code, new_key(), clock())
    expert.recommended_by_org_id, expert.recommended_on = body.id, standing.recommended_on
    expert.state, expert.state_reason = standing.state.value, standing.reason
    expert.suspended_until, expert.account_id = standing.suspended_until, account_id
    _take_appointment(expert, standing.appointment)
    session.add(expert)
    session.flush()
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    _note_act(session, expert, Act.CARRY_OVER, reason=standing.reason or "", actor=actor, clock=clock)
    for number in range(standing.earlier_panels):
        at = clock() - timedelta(days=30 * (number + 1))
        note_service(session, expert.id, Service.ATTENDED, panel_id=None, at=at, note="本系统启用前的记录")
    after = _shown(session, expert)
    audit.record(session, "roster.expert.carried_over", by=actor, at=clock(), expert=expert.id, after=after)
    return expert.id


def _take_appointment(expert: Expert, appointment: Appointment | None) -> None:
    if appointment is not None:
        expert.committee_id, expert.appointment_no = appointment.committee_id, appointment.number
        expert.term_from, expert.term_to = appointment.term_from, appointment.term_to


# In office


@cites("D-18", "4.1.1-c")
def suspend_expert(session: Session, expert_id: int, *, until: date, reason: str, actor: Actor, clock: Clock) -> None:
    """Suspend a member until the end of a day; nobody returns without a decision."""
    if not rules.is_end_ahead(until, beijing_date(clock())):
        raise BadInputError("SUSPENSION_PAST", field="until")
    expert = _for_decision(session, expert_id, Act.SUSPEND, actor)
    expert.suspended_until = until
    _move(session, expert, Act.SUSPEND, "roster.expert.suspended", reason=reason, actor=actor, clock=clock)


def resume_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """End a suspension, before or after its last day."""
    expert = _for_decision(session, expert_id, Act.RESUME, actor)
    expert.suspended_until = None
    _move(session, expert, Act.RESUME, "roster.expert.resumed", reason=reason, actor=actor, clock=clock)


def retire_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Let a member leave the committee, at the own wish or for age or illness."""
    expert = _for_decision(session, expert_id, Act.RETIRE, actor)
    expert.suspended_until = None
    _move(session, expert, Act.RETIRE, "roster.expert.retired", reason=reason, actor=actor, clock=clock)


@cites("D-18", "4.1.1-c")
def dismiss_expert(
    session: Session, expert_id: int, *, reason: str, document_no: str, actor: Actor, clock: Clock
) -> None:
    """Dismiss a member, by a document and with the reason."""
    expert = _for_decision(session, expert_id, Act.DISMISS, actor)
    expert.suspended_until = None
    _move(
        session, expert, Act.DISMISS, "roster.expert.dismissed", reason=reason, document_no=document_no, actor=actor,
        clock=clock,
    )  # fmt: skip


def edit_expert(session: Session, expert_id: int, entry: ExpertEntry, *, actor: Actor, clock: Clock) -> None:
    """Correct what the register says of a person; state, committee and term have acts of their own."""
    expert = queries.lock_expert(session, expert_id)
    if not _is_in_charge(session, expert, actor) and expert.recommended_by_org_id != actor.org_id:
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    before = _shown(session, expert)
    for name, value in _columns_of(entry).items():
        setattr(expert, name, value)
    _keep_ties(session, expert, entry, actor=actor, clock=clock)
    after = _shown(session, expert)
    audit.record(session, "roster.expert.edited", by=actor, at=clock(), expert=expert.id, before=before, after=after)


def link_account(session: Session, expert_id: int, account_id: int, *, actor: Actor, clock: Clock) -> None:
    """Tie a person on the roster to the account they sign in with.

    Both bear the same name, and the account was granted for this very expert (`ACCOUNT_NOT_FITTING`). An
    expert who has an account keeps it: whoever could replace it could vote in another's name (`ACCOUNT_HELD`).
    """
    expert = queries.lock_expert(session, expert_id)
    if not _is_in_charge(session, expert, actor):
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


# What the acts share


def _is_in_charge(session: Session, expert: Expert, actor: Actor) -> bool:
    """Tell whether the actor's organisation acts for the owner of the expert's committee."""
    committee_id = expert.committee_id or expert.proposed_committee_id
    if committee_id is None:
        return False
    return queries.get_committee(session, committee_id).owner_org_id in queries.owners_served_by(session, actor)


def _for_decision(session: Session, expert_id: int, act: Act, actor: Actor) -> Expert:
    """Give the expert locked, if this person may do the act for the committee's owner now."""
    expert = queries.lock_expert(session, expert_id)
    if not _is_in_charge(session, expert, actor):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    if rules.next_state(ExpertState(expert.state), act) is None:
        raise StaleError("EXPERT_STATE_CHANGED", name=expert.name, state=STATE_LABELS[ExpertState(expert.state)])
    if not rules.may_decide(act, actor.id, expert.recommended_by, expert.reviewed_by):
        raise RuleViolatedError("SOD_EXPERT", name=expert.name)
    return expert


def _move(
    session: Session, expert: Expert, act: Act, action: str, *, reason: str = "", document_no: str = "",
    actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """Bring the expert into the state an act leads to, with its row and its event."""
    before = ExpertState(expert.state)
    target = COURSE[act][1]
    expert.state, expert.state_reason = target.value, reason or None
    _note_act(session, expert, act, reason=reason, document_no=document_no, actor=actor, clock=clock)
    audit.record(
        session, action, by=actor, at=clock(), reason=reason or None, expert=expert.id, code=expert.code,
        document_no=document_no, before={"state": before.value}, after={"state": target.value},
    )  # fmt: skip


def _note_act(
    session: Session, expert: Expert, act: Act, *, reason: str = "", document_no: str = "", actor: Actor, clock: Clock
) -> None:
    row = ExpertAct(
        expert_id=expert.id, act=act.value, state=expert.state, reason=reason, document_no=document_no,
        until=expert.suspended_until, by=actor.id, at=clock(),
    )  # fmt: skip
    session.add(row)


def _keep_ties(session: Session, expert: Expert, entry: ExpertEntry, *, actor: Actor, clock: Clock) -> None:
    """Write down the employer and the declared ties that an entry states."""
    career_service.keep_main_employer(session, expert, from_on=None, actor=actor, clock=clock)
    career_service.keep_interests(session, expert, entry.declared_conflicts, actor=actor, clock=clock)
    session.flush()


def _shown(session: Session, expert: Expert) -> dict[str, object]:
    """Give what an event says of a person: no contact data, since the log is read by more people."""
    return {
        "code": expert.code, "name": expert.name, "state": expert.state, "main_discipline": expert.main_discipline,
        "second_discipline": expert.second_discipline, "further_disciplines": expert.further_disciplines,
        "employer": expert.employer, "title": expert.title, "region": expert.region,
        "declared_conflicts": [asdict(tie) for tie in queries.entry_of(session, expert).declared_conflicts],
        "workload_limit": expert.workload_limit,
    }  # fmt: skip
