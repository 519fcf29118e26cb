"""Keeping employers and declared interests: rows begin and end, and a wrong one is struck."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.roster import career_queries, career_rules
from panel.roster.course_service import note_act
from panel.roster.facts import Act, DeclaredConflict, Employment
from panel.roster.models import EmploymentRow, Expert, InterestRow
from panel.roster.personal_service import for_own_or_office

# What an expert, or the office for one, declares


@cites("D-01", "3.5.0-a")
def declare_employment(
    session: Session, expert_id: int, told: Employment, *, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Enter a post, present or past; a new main employer ends the one before and stands on the expert's row."""
    expert = for_own_or_office(session, expert_id, actor)
    if (again := career_queries.find_employment_by_form(session, form_key)) is not None:
        return again.id
    if found := career_rules.reasons_against_span(told.from_on, told.to_on, beijing_date(clock())):
        raise BadInputError(found[0], field=found[1])
    if told.is_main:
        if told.to_on is not None:
            raise BadInputError("CAREER_MAIN", field="to_on")
        expert.employer, expert.employer_code, expert.post = told.employer, told.unified_code, told.post
        keep_main_employer(session, expert, from_on=told.from_on, actor=actor, clock=clock)
        session.flush()
        row = career_queries.get_main_employment(session, expert.id)
        row.form_key = form_key
    else:
        row = _employment(expert, told, form_key, actor, clock)
        session.add(row)
    _noted(
        session,
        expert,
        Act.EMPLOYMENT,
        action="roster.employment.declared",
        body=told.employer,
        actor=actor,
        clock=clock,
    )
    return row.id


def _employment(expert: Expert, told: Employment, form_key: str, actor: Actor, clock: Clock) -> EmploymentRow:
    return EmploymentRow(
        expert_id=expert.id,
        employer=told.employer,
        employer_code=told.unified_code,
        post=told.post,
        is_main=told.is_main,
        from_on=told.from_on,
        to_on=told.to_on,
        added_by=actor.id,
        added_at=clock(),
        form_key=form_key,
    )


def end_employment(session: Session, expert_id: int, row_id: int, *, to_on: date, actor: Actor, clock: Clock) -> None:
    """End a further post; the main employer ends by the next one."""
    expert = for_own_or_office(session, expert_id, actor)
    row = career_queries.get_employment(session, expert.id, row_id)
    if row.is_main:
        raise RuleViolatedError("CAREER_MAIN")
    if row.to_on is not None or row.struck_at is not None:
        raise StaleError("CAREER_ENDED")
    if found := career_rules.reasons_against_span(row.from_on, to_on, beijing_date(clock())):
        raise BadInputError(found[0], field="on")
    row.to_on = to_on
    _noted(
        session, expert, Act.EMPLOYMENT, action="roster.employment.ended", body=row.employer, actor=actor, clock=clock
    )


def strike_employment(
    session: Session, expert_id: int, row_id: int, *, reason: str, actor: Actor, clock: Clock
) -> None:
    """Strike a further post that was entered by mistake; the row stays, with the reason."""
    expert = for_own_or_office(session, expert_id, actor)
    row = career_queries.get_employment(session, expert.id, row_id)
    if row.is_main and row.to_on is None:
        raise RuleViolatedError("CAREER_MAIN")
    if row.struck_at is not None:
        raise StaleError("CAREER_ENDED")
    row.struck_at, row.struck_reason = clock(), reason
    _noted(
        session, expert, Act.EMPLOYMENT, action="roster.employment.struck", body=row.employer, actor=actor, clock=clock
    )


@cites("D-01")
def declare_interest(
    session: Session, expert_id: int, told: DeclaredConflict, *, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Declare a tie to a body; it counts from today until it is ended."""
    expert = for_own_or_office(session, expert_id, actor)
    if (again := career_queries.find_interest_by_form(session, form_key)) is not None:
        return again.id
    row = _interest(expert, told, form_key, actor, clock)
    session.add(row)
    _noted(session, expert, Act.INTEREST, action="roster.interest.declared", body=told.party, actor=actor, clock=clock)
    return row.id


def end_interest(session: Session, expert_id: int, row_id: int, *, ended_on: date, actor: Actor, clock: Clock) -> None:
    """State that a declared tie has ended; the declaration stays."""
    expert = for_own_or_office(session, expert_id, actor)
    row = career_queries.get_interest(session, expert.id, row_id)
    if row.ended_on is not None:
        raise StaleError("CAREER_ENDED")
    if found := career_rules.reasons_against_span(row.declared_on, ended_on, beijing_date(clock())):
        raise BadInputError(found[0], field="on")
    row.ended_on = ended_on
    _noted(session, expert, Act.INTEREST, action="roster.interest.ended", body=row.body, actor=actor, clock=clock)


def _interest(expert: Expert, told: DeclaredConflict, form_key: str, actor: Actor, clock: Clock) -> InterestRow:
    return InterestRow(
        expert_id=expert.id,
        kind=told.ground,
        body=told.party,
        unified_code=told.unified_code,
        detail=told.detail,
        declared_on=beijing_date(clock()),
        added_by=actor.id,
        added_at=clock(),
        form_key=form_key,
    )


def _noted(session: Session, expert: Expert, act: Act, *, action: str, body: str, actor: Actor, clock: Clock) -> None:
    note_act(session, expert, act, reason=body, actor=actor, clock=clock)
    session.flush()
    audit.record(session, action, by=actor, at=clock(), expert=expert.id, code=expert.code, body=body)


# What an entry of the register says


def keep_main_employer(session: Session, expert: Expert, *, from_on: date | None, actor: Actor, clock: Clock) -> None:
    """Let the history agree with the main employer on the expert's row: another employer ends the post before."""
    standing = career_queries.find_main_employment(session, expert.id)
    if standing is not None:
        if (standing.employer, standing.employer_code) == (expert.employer, expert.employer_code):
            standing.post = expert.post
            return
        standing.to_on = max(from_on or beijing_date(clock()), standing.from_on or date.min)
        session.flush()
    begun = from_on if standing is None else standing.to_on
    told = Employment(expert.id, expert.employer, expert.employer_code, expert.post, True, begun, None)
    row = _employment(expert, told, new_key(), actor, clock)
    session.add(row)


def begin_career(
    session: Session, expert: Expert, ties: Iterable[DeclaredConflict], *, actor: Actor, clock: Clock
) -> None:
    """Write down the employer and the declared ties of somebody who has just been entered and so has none yet."""
    told = Employment(expert.id, expert.employer, expert.employer_code, expert.post, True, None, None)
    session.add(_employment(expert, told, new_key(), actor, clock))
    session.add_all(_interest(expert, tie, new_key(), actor, clock) for tie in dict.fromkeys(ties))


def keep_interests(
    session: Session, expert: Expert, ties: Iterable[DeclaredConflict], *, actor: Actor, clock: Clock
) -> None:
    """Let the standing declarations agree with a list: what is new begins today, what is missing ends today."""
    today = beijing_date(clock())
    standing = session.scalars(
        select(InterestRow).where(InterestRow.expert_id == expert.id, InterestRow.ended_on.is_(None))
    )
    wanted = dict.fromkeys(ties)
    for row in standing:
        tie = DeclaredConflict(row.body, row.unified_code, row.kind, row.detail)
        if tie in wanted:
            del wanted[tie]
        else:
            row.ended_on = max(today, row.declared_on)
    for tie in wanted:
        session.add(_interest(expert, tie, new_key(), actor, clock))
