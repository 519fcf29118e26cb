"""Ordering an investigation: the official drafts the plan, the approver approves it or sends it back (P27)."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import service as commission_service
from panel.guidance import cites
from panel.investigations import queries, rules
from panel.investigations.facts import InvestigationState, Plan
from panel.investigations.models import Investigation
from panel.investigations.result_service import settle_after_refusal
from panel.investigations.taking_service import take_panel, take_round
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import RuleViolatedError, StaleError
from panel.matters import service as matter_service

KIND = "研查"


@cites("2.4.2-h", "2.4.2-k", "2.4.2-l", "2.4.3-d", "A-22")
def order_investigation(
    session: Session, panel_id: int, plan: Plan, *, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Draft the plan of an investigation and send it to the approver; nothing moves before the approval.

    One investigation of a panel at a time (`PLAN_OPEN`); it may run beside test orders. A second press of
    the button gives the first plan.
    """
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    if (again := queries.find_by_form(session, form_key)) is not None:
        return again.id
    if code := rules.reasons_against_planning(queries.standing_of(session, panel_id, clock())):
        raise RuleViolatedError(code)
    if missing := rules.missing_in_plan(plan):
        raise RuleViolatedError("PLAN_INCOMPLETE" if not missing.startswith("lead_") else "JOINT_LEAD", field=missing)
    row = Investigation(
        **asdict(plan) | {"questions": list(plan.questions), "team": list(plan.team)}, form_key=form_key,
        panel_id=panel.id, matter_id=panel.matter_id, round_id=take_round(session, panel_id).round.id,
        state=InvestigationState.PLANNED.value, drafted_by=actor.id, drafted_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "investigations.plan.drafted", actor, clock, questions=row.questions, is_joint=row.is_joint)
    return row.id


@cites("2.4.2-h", "2.4.2-k", "3.1.0-c")
def approve_plan(session: Session, panel_id: int, investigation_id: int, *, actor: Actor, clock: Clock) -> None:
    """Approve a plan: it gets its number, the panel waits for its findings (P27), the matter follows (M13)."""
    panel, row = _for_decision(session, panel_id, investigation_id, actor)
    row.number = matter_service.next_number(session, panel.org_id, KIND, beijing_date(clock()).year)
    row.state, row.decided_by, row.decided_at = InvestigationState.APPROVED.value, actor.id, clock()
    session.flush()
    commission_service.advance(session, panel, "P27", actor=actor, clock=clock, investigation=row.id, number=row.number)
    matter_service.advance_matter(session, panel.matter_id, "M13", actor=actor, clock=clock)
    _record(session, row, "investigations.plan.approved", actor, clock)


@cites("2.4.2-k")
def return_plan(
    session: Session, panel_id: int, investigation_id: int, *, reason: str, actor: Actor, clock: Clock
) -> None:
    """Send a plan back with the reason; the official may draft another, filled with this one's words."""
    panel, row = _for_decision(session, panel_id, investigation_id, actor)
    if not reason.strip():
        raise RuleViolatedError("RETURN_REASON", field="reason")
    row.state, row.decided_by, row.decided_at = InvestigationState.REFUSED.value, actor.id, clock()
    row.decision_reason = reason
    _record(session, row, "investigations.plan.returned", actor, clock, reason=reason)
    settle_after_refusal(session, panel, actor=actor, clock=clock)


def _for_decision(session: Session, panel_id: int, investigation_id: int, actor: Actor) -> tuple[Any, Investigation]:
    """Take a plan that waits for its decision; one that was decided meanwhile is stale (`PLAN_DECIDED`)."""
    panel = take_panel(session, panel_id, Role.APPROVER, actor)
    queries.get_investigation(session, panel_id, investigation_id)
    row = queries.lock_investigation(session, investigation_id)
    if row.state != InvestigationState.PLANNED:
        raise StaleError("PLAN_DECIDED")
    if code := rules.reasons_against_plan_approver(row.drafted_by, actor.id or 0):
        raise RuleViolatedError(code)
    return panel, row


def _record(
    session: Session, row: Investigation, action: str, actor: Actor, clock: Clock, *, reason: str | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    audit.record(
        session, action, by=actor, at=clock(), panel=row.panel_id, matter=row.matter_id,
        after={"state": row.state, "number": row.number}, reason=reason, investigation=row.id, **facts,
    )  # fmt: skip
