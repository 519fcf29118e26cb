"""Terms: appointment with its letter, re-examination before the end, renewal, leaving."""

from datetime import date

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.files import queries as files
from panel.files import service as files_service
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotFoundError, RuleViolatedError, StaleError
from panel.matters import service as matters
from panel.roster import queries, rules, standing_queries, standing_rules
from panel.roster.course_service import for_decision, move
from panel.roster.documents import build_letter
from panel.roster.facts import Act
from panel.roster.models import Committee, Expert, ExpertAct, Term
from panel.roster.standing_facts import Letter

KIND = "聘字"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cites("4.1.1-b", "4.1.1-c", "S-14")
def appoint_expert(
    session: Session, expert_id: int, *, term_from: date, term_to: date, actor: Actor, clock: Clock
) -> None:
    """Appoint a reviewed person to the committee: a number from the series, a term, a letter."""
    expert = for_decision(session, expert_id, Act.APPOINT, actor)
    committee = queries.get_committee(session, expert.proposed_committee_id or 0)
    expert.appointed_by, expert.appointed_at = actor.id, clock()
    expert.committee_id = committee.id
    _begin_term(session, expert, committee, term_from=term_from, term_to=term_to, seen=None, actor=actor, clock=clock)
    number, action = expert.appointment_no or "", "roster.expert.appointed"
    move(session, expert, Act.APPOINT, action, document_no=number, actor=actor, clock=clock)


@cites("4.1.1-c")
def reexamine_expert(session: Session, expert_id: int, *, opinion: str, actor: Actor, clock: Clock) -> None:
    """Give the opinion of the re-examination that a renewal needs."""
    expert = for_decision(session, expert_id, Act.REEXAMINE, actor)
    if standing_queries.find_open_proposal(session, expert.id, Act.REEXAMINE) is not None:
        raise StaleError("PROPOSED_ALREADY", name=expert.name)
    move(session, expert, Act.REEXAMINE, "roster.expert.reexamined", reason=opinion, actor=actor, clock=clock)


@cites("4.1.1-c", "S-14")
def renew_expert(
    session: Session, expert_id: int, *, term_from: date, term_to: date, actor: Actor, clock: Clock
) -> None:
    """Renew a term after its re-examination by another person: a new number, term and letter."""
    expert = for_decision(session, expert_id, Act.RENEW, actor)
    seen = standing_queries.find_open_proposal(session, expert.id, Act.REEXAMINE)
    if seen is None:
        raise RuleViolatedError("REEXAMINATION_MISSING", name=expert.name)
    if not standing_rules.are_two_persons(seen.by, actor.id):
        raise RuleViolatedError("SOD_STANDING")
    last = expert.term_to or date.min
    if code := standing_rules.reasons_against_renewal(last, term_from):
        raise RuleViolatedError(code, field="term_from", until=last.isoformat())
    committee = queries.get_committee(session, expert.committee_id or 0)
    _begin_term(session, expert, committee, term_from=term_from, term_to=term_to, seen=seen, actor=actor, clock=clock)
    number, action = expert.appointment_no or "", "roster.expert.renewed"
    move(session, expert, Act.RENEW, action, document_no=number, actor=actor, clock=clock)


@cites("4.1.1-c")
def retire_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Let a member leave the committee, at the own wish or for age or illness."""
    expert = for_decision(session, expert_id, Act.RETIRE, actor)
    end_standing(session, expert, actor=actor, clock=clock)
    move(session, expert, Act.RETIRE, "roster.expert.retired", reason=reason, actor=actor, clock=clock)


def end_standing(session: Session, expert: Expert, *, actor: Actor, clock: Clock) -> None:
    """End what runs when a member leaves: the suspension and the term."""
    if (held := standing_queries.find_running_suspension(session, expert.id)) is not None:
        held.ended_at, held.ended_by = clock(), actor.id
    if (term := standing_queries.find_running_term(session, expert.id)) is not None:
        term.ended_on = beijing_date(clock())
    expert.suspended_until = None


def carry_over_term(session: Session, expert: Expert, *, actor: Actor, clock: Clock) -> None:
    """Enter the term of an earlier register, as the expert's row has it; its letter was written there."""
    session.add(_term_of(expert, None, None, actor, clock))


def note_letter_taken(session: Session, expert_id: int, term_id: int, *, actor: Actor, clock: Clock) -> int:
    """Record who takes a letter of appointment and give its file."""
    queries.get_expert(session, expert_id, viewer=actor)
    term = standing_queries.get_term(session, expert_id, term_id)
    if term.letter_file_id is None:
        raise NotFoundError("NOT_FOUND")
    audit.record(session, "roster.letter.taken", by=actor, at=clock(), expert=expert_id, number=term.number)
    return files.get_file(session, term.letter_file_id).id


def _begin_term(
    session: Session,
    expert: Expert,
    committee: Committee,
    *,
    term_from: date,
    term_to: date,
    seen: ExpertAct | None,
    actor: Actor,
    clock: Clock,
) -> None:
    """Give an expert a number, a term and a letter; `seen` is the re-examination that a renewal rests on."""
    today = beijing_date(clock())
    years = parameter("expert_term_years", on=today)
    if code := rules.reasons_against_term(term_from, term_to, committee.term_to, years):
        raise RuleViolatedError(code, field="term_to", years=years, until=committee.term_to.isoformat())
    number = _next_number(session, committee.owner_org_id, today.year)
    owner = accounts.get_organisation(session, committee.owner_org_id).name
    letter = Letter(number, expert.name, committee.name, owner, term_from, term_to, today, seen is not None)
    file_id = files_service.keep_made_file(
        session, f"聘书 {number} {expert.name}.docx", build_letter(letter), DOCX, actor=actor, clock=clock
    )
    expert.appointment_no, expert.term_from, expert.term_to = number, term_from, term_to
    session.add(_term_of(expert, seen, file_id, actor, clock))


def _next_number(session: Session, org_id: int, year: int) -> str:
    """Take the next number of the series that no letter of an earlier register bears."""
    number = matters.next_number(session, org_id, KIND, year)
    while queries.find_appointment(session, number) is not None:
        number = matters.next_number(session, org_id, KIND, year)
    return number


def _term_of(expert: Expert, seen: ExpertAct | None, file_id: int | None, actor: Actor, clock: Clock) -> Term:
    return Term(
        expert_id=expert.id,
        committee_id=expert.committee_id,
        number=expert.appointment_no,
        term_from=expert.term_from,
        term_to=expert.term_to,
        is_renewal=seen is not None,
        reexamined_by=seen.by if seen else None,
        reexamination=seen.reason if seen else "",
        decided_by=actor.id,
        decided_at=clock(),
        letter_file_id=file_id,
    )
