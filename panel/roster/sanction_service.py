"""Sanctions: suspension by a rung of the ladder, the way back, and dismissal by another person."""

from datetime import date

from sqlalchemy.orm import Session

from panel.guidance import cites
from panel.kernel.actor import SYSTEM, Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotFoundError, RuleViolatedError, StaleError
from panel.roster import queries, standing_queries, standing_rules
from panel.roster.course_service import check_state, for_decision, move
from panel.roster.facts import Act
from panel.roster.models import Expert, Suspension
from panel.roster.standing_facts import ReturnBy
from panel.roster.term_service import end_standing


@cites("D-18", "4.1.1-c")
def suspend_expert(session: Session, expert_id: int, *, rung: int, reason: str, actor: Actor, clock: Clock) -> None:
    """Suspend a member by a rung of the ladder (1 to 3); the rung gives the last day and the way back.

    The record's own proposal is kept beside the decision, which may differ from it.
    """
    expert = for_decision(session, expert_id, Act.SUSPEND, actor)
    today = beijing_date(clock())
    ladder = standing_queries.ladder(today)
    held = Suspension(
        expert_id=expert.id,
        rung=rung,
        proposed_rung=standing_queries.proposed_rung(session, expert.id, today),
        from_on=today,
        until=standing_rules.suspension_end(today, ladder.months_of(rung)),
        return_by=standing_rules.way_back(rung, ladder).value,
        reason=reason,
        decided_by=actor.id,
        decided_at=clock(),
    )
    session.add(held)
    expert.suspended_until = held.until
    move(session, expert, Act.SUSPEND, "roster.expert.suspended", reason=reason, actor=actor, clock=clock)


def carry_over_suspension(
    session: Session, expert: Expert, until: date, reason: str, *, actor: Actor, clock: Clock
) -> None:
    """Enter a suspension of an earlier register; whether it ends well is for the approver to decide."""
    today = beijing_date(clock())
    row = Suspension(
        expert_id=expert.id,
        from_on=min(today, until),
        until=until,
        return_by=ReturnBy.DECISION.value,
        reason=reason,
        decided_by=actor.id,
        decided_at=clock(),
    )
    session.add(row)


@cites("D-18")
def pledge(session: Session, expert_id: int, *, words: str, actor: Actor, clock: Clock) -> None:
    """Give the written pledge without which a suspended expert does not return; only the expert does."""
    expert = queries.lock_expert(session, expert_id)
    if expert.account_id is None or expert.account_id != actor.id:
        raise NotFoundError("NOT_FOUND")
    check_state(expert, Act.PLEDGE)
    held = standing_queries.find_running_suspension(session, expert.id)
    if held is None or held.return_by != ReturnBy.PLEDGE or held.pledged_at is not None:
        raise StaleError("PLEDGE_NOT_NEEDED")
    held.pledge, held.pledged_at = words, clock()
    move(session, expert, Act.PLEDGE, "roster.expert.pledged", reason=words, actor=actor, clock=clock)


@cites("D-18")
def resume_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """End a suspension by a decision, before or after its last day."""
    expert = for_decision(session, expert_id, Act.RESUME, actor)
    held = standing_queries.find_running_suspension(session, expert.id)
    if held is not None:
        found = standing_rules.reasons_against_return(ReturnBy(held.return_by), has_pledge=held.pledged_at is not None)
        if found:
            raise RuleViolatedError(found, name=expert.name)
        held.ended_at, held.ended_by = clock(), actor.id
    expert.suspended_until = None
    move(session, expert, Act.RESUME, "roster.expert.resumed", reason=reason, actor=actor, clock=clock)


@cites("D-18")
def return_expert(session: Session, expert_id: int, *, clock: Clock) -> bool:
    """Let a suspended expert return whose suspension ended by itself, and tell whether it did."""
    expert = queries.lock_expert(session, expert_id)
    held = standing_queries.find_running_suspension(session, expert_id)
    today = beijing_date(clock())
    if held is None or not standing_rules.may_return_by_itself(ReturnBy(held.return_by), held.until, today):
        return False
    held.ended_at, expert.suspended_until = clock(), None
    move(session, expert, Act.RETURN, "roster.expert.returned", actor=SYSTEM, clock=clock)
    return True


@cites("D-18", "S-14")
def propose_dismissal(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Propose to dismiss a member, with the reason; another person decides."""
    expert = for_decision(session, expert_id, Act.PROPOSE_DISMISSAL, actor)
    if standing_queries.find_open_proposal(session, expert.id, Act.PROPOSE_DISMISSAL) is not None:
        raise StaleError("PROPOSED_ALREADY", name=expert.name)
    action = "roster.expert.dismissal_proposed"
    move(session, expert, Act.PROPOSE_DISMISSAL, action, reason=reason, actor=actor, clock=clock)


@cites("D-18", "4.1.1-c", "S-14")
def dismiss_expert(
    session: Session, expert_id: int, *, reason: str, document_no: str, actor: Actor, clock: Clock
) -> None:
    """Dismiss a member on somebody else's proposal, by a document and with the reason."""
    expert = for_decision(session, expert_id, Act.DISMISS, actor)
    _check_proposal(session, expert, actor)
    end_standing(session, expert, actor=actor, clock=clock)
    action = "roster.expert.dismissed"
    move(session, expert, Act.DISMISS, action, reason=reason, document_no=document_no, actor=actor, clock=clock)


@cites("D-18", "S-14")
def keep_expert(session: Session, expert_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Answer a proposal to dismiss by keeping the member, with the reason."""
    expert = for_decision(session, expert_id, Act.KEEP, actor)
    _check_proposal(session, expert, actor)
    move(session, expert, Act.KEEP, "roster.expert.kept", reason=reason, actor=actor, clock=clock)


def _check_proposal(session: Session, expert: Expert, actor: Actor) -> None:
    asked = standing_queries.find_open_proposal(session, expert.id, Act.PROPOSE_DISMISSAL)
    if asked is None:
        raise RuleViolatedError("DISMISSAL_NOT_PROPOSED", name=expert.name)
    if not standing_rules.are_two_persons(asked.by, actor.id):
        raise RuleViolatedError("SOD_STANDING")
