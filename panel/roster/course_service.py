"""What the acts on an expert share: who is in charge, loading for a decision, and the step with its event."""

from sqlalchemy.orm import Session

from panel import audit
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError
from panel.roster import queries, rules
from panel.roster.facts import STATE_LABELS, Act, ExpertState
from panel.roster.models import Expert, ExpertAct


def is_in_charge(session: Session, expert: Expert, actor: Actor) -> bool:
    """Tell whether the actor's organisation acts for the owner of the expert's committee."""
    committee_id = expert.committee_id or expert.proposed_committee_id
    if committee_id is None:
        return False
    return queries.get_committee(session, committee_id).owner_org_id in queries.owners_served_by(session, actor)


def for_decision(session: Session, expert_id: int, act: Act, actor: Actor) -> Expert:
    """Give the expert locked, if this person may do the act for the committee's owner now."""
    expert = queries.lock_expert(session, expert_id)
    if not is_in_charge(session, expert, actor):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    check_state(expert, act)
    if not rules.may_decide(act, actor.id, expert.recommended_by, expert.reviewed_by):
        raise RuleViolatedError("SOD_EXPERT", name=expert.name)
    return expert


def check_state(expert: Expert, act: Act) -> None:
    """Refuse an act that cannot start from the state an expert is in (`EXPERT_STATE_CHANGED`)."""
    if rules.next_state(ExpertState(expert.state), act) is None:
        raise StaleError("EXPERT_STATE_CHANGED", name=expert.name, state=STATE_LABELS[ExpertState(expert.state)])


def move(
    session: Session,
    expert: Expert,
    act: Act,
    action: str,
    *,
    reason: str = "",
    document_no: str = "",
    actor: Actor,
    clock: Clock,
) -> None:
    """Bring the expert into the state an act leads to, with its row and its event."""
    before = ExpertState(expert.state)
    target = rules.next_state(before, act) or before
    if target is not before:
        expert.state, expert.state_reason = target.value, reason or None
    note_act(session, expert, act, reason=reason, document_no=document_no, actor=actor, clock=clock)
    audit.record(
        session,
        action,
        by=actor,
        at=clock(),
        reason=reason or None,
        expert=expert.id,
        code=expert.code,
        document_no=document_no,
        before={"state": before.value},
        after={"state": target.value},
    )


def note_act(
    session: Session, expert: Expert, act: Act, *, reason: str = "", document_no: str = "", actor: Actor, clock: Clock
) -> None:
    """Add a step to an expert's life."""
    row = ExpertAct(
        expert_id=expert.id,
        act=act.value,
        state=expert.state,
        reason=reason,
        document_no=document_no,
        until=expert.suspended_until,
        by=actor.id,
        at=clock(),
    )
    session.add(row)
