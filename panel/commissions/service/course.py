"""Moving a panel along its course: the only place where its state changes."""

from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import rules
from panel.commissions.facts import PANEL_TRANSITIONS, PanelState, Transition
from panel.commissions.models import Panel
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError


@cites("3.1.0-b", "3.5.0-a")
def require(panel: Panel, step: str, actor: Actor) -> Transition:
    """Refuse a step that the panel's state, the actor's role or the actor's duty does not allow.

    `ILLEGAL_TRANSITION` with the state and the step, `ROLE`, or `NOT_OF_PANEL` for somebody of the
    right role who has nothing to do with this panel.
    """
    transition = PANEL_TRANSITIONS[step]
    code = rules.reasons_against_move(transition, PanelState(panel.state), actor.role)
    if code == "ILLEGAL_TRANSITION":
        raise RuleViolatedError(code, state=panel.state, step=step)
    if code is not None:
        raise NotAllowedError(code)
    must_be_on_duty(panel, actor)
    return transition


def must_be_on_duty(panel: Panel, actor: Actor) -> None:
    """Refuse officials and approvers of other departments and secretaries of other panels (`NOT_OF_PANEL`)."""
    if not rules.is_on_duty(panel.facts(), actor.role, actor.id, actor.org_id):
        raise NotAllowedError("NOT_OF_PANEL")


def advance(
    session: Session,
    panel: Panel,
    step: str,
    *,
    to: PanelState | None = None,
    actor: Actor,
    clock: Clock,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Take a step of the course (P01 to P41): check it, move the state, and record `panel.<event>`.

    `to` chooses where a step leads to several states. The caller holds the panel locked.
    """
    transition = require(panel, step, actor)
    before = PanelState(panel.state)
    target = rules.target_of(transition, before, to)
    if target is None:
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=panel.state, step=step)
    panel.state, panel.version = target.value, panel.version + 1
    panel.counted_rounds += target is PanelState.COUNTED
    panel.has_disagreed = panel.has_disagreed or target is PanelState.MAJOR_DISAGREEMENT
    audit.record(
        session, f"panel.{transition.event}", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={"state": before.value}, after={"state": target.value}, reason=reason or None, step=step, **facts,
    )  # fmt: skip


def must_be_in(panel: Panel, *states: PanelState) -> None:
    """Refuse an act that belongs to other states (`ILLEGAL_TRANSITION`)."""
    if panel.state not in states:
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=panel.state)


def must_be_current(panel: Panel, version: int | None) -> None:
    """Refuse an act from a page that shows an earlier version of the panel (`STALE`)."""
    if version is not None and version != panel.version:
        raise StaleError("STALE")
