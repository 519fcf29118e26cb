"""What every act on a matter begins and ends with: take it, check whose turn it is, move it, record it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts.queries import get_organisation
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError
from panel.matters import intake_rules, queries, rules
from panel.matters.facts import MATTER_TRANSITIONS, MatterState
from panel.matters.models import Matter


@cites("3.1.0-b", "3.5.0-f")
def take(session: Session, matter_id: int, number: str, *, version: int | None = None, actor: Actor) -> Matter:
    """按流程表取用事项：角色不符或者当前状态不允许的，予以拒绝。

    Locks the matter. Refuses a role that the row does not name (`ROLE`) and a state it does not
    start from (`ILLEGAL_TRANSITION`); a matter the actor may not know of is `NOT_FOUND`, and a page
    that shows an earlier `version` of it is `STALE`.
    """
    row = MATTER_TRANSITIONS[number]
    require_role(actor, *row.roles)
    matter = queries.lock_matter(session, matter_id, viewer=actor)
    if not rules.is_open_transition(row, MatterState(matter.state), actor.role):
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=matter.state, event=row.event)
    if version is not None and version != matter.version:
        raise StaleError("STALE")
    return matter


def require_role(actor: Actor, *roles: Role) -> None:
    """Refuse every other role (`ROLE`)."""
    if actor.role not in roles:
        raise NotAllowedError("ROLE")


def require_handler(matter: Matter, actor: Actor) -> None:
    """Refuse whoever does not handle the matter at intake (`NOT_OWNER`)."""
    is_handler = intake_rules.is_handler(
        actor.org_id or 0, owner=matter.owner_org_id, origin=matter.origin_org_id, received=matter.received_org_id
    )
    if not is_handler:
        raise RuleViolatedError("NOT_OWNER")


def require_side(matter: Matter, actor: Actor) -> None:
    """Refuse whoever neither owns the matter nor entered it nor had it first (`NOT_OWNER`)."""
    if actor.org_id not in {matter.owner_org_id, matter.origin_org_id, matter.received_org_id}:
        raise RuleViolatedError("NOT_OWNER")


def require_owner(matter: Matter, actor: Actor) -> None:
    """Refuse whoever does not belong to the body that owns the matter (`NOT_OWNER`)."""
    if actor.org_id != matter.owner_org_id:
        raise RuleViolatedError("NOT_OWNER")


def require_reason(reason: str, field: str = "reason") -> None:
    """Refuse an act that has to be reasoned and is not (`REASON_MISSING`)."""
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field=field)


def tier_of(session: Session, org_id: int) -> int:
    """Give the tier of a body: 1 headquarters, 2 bureaux and below."""
    return get_organisation(session, org_id).tier


def move(
    session: Session, matter: Matter, action: str, state: MatterState, *, actor: Actor, clock: Clock,
    reason: str | None = None, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    """Bring a matter into a state, set what is due next, and record the act with its before and after."""
    old = {"state": matter.state} | dict(before or {})
    matter.state = state.value
    settle(session, matter, now=clock())
    audit.record(
        session, f"matters.{action}", by=actor, at=clock(), matter=matter.id, before=old,
        after={"state": matter.state} | dict(after or {}), reason=reason, **facts,
    )  # fmt: skip


def note(session: Session, matter: Matter, action: str, *, actor: Actor, clock: Clock, **more: Any) -> None:
    """Record an act that leaves the state as it is."""
    move(session, matter, action, MatterState(matter.state), actor=actor, clock=clock, **more)


def settle(session: Session, matter: Matter, *, now: datetime) -> None:
    """Work out what follows from the act: what is due next, whether it must go up, whether it is complex."""
    today = beijing_date(now)
    matter.version += 1
    matter.must_escalate = rules.must_escalate(matter.level, tier_of(session, matter.owner_org_id))
    preset = rules.preset_complexity(matter.level, matter.adjudication_level, matter.criteria)
    matter.complexity_grounds = sorted({*matter.complexity_grounds, *preset})
    matter.is_complex = bool(matter.complexity_grounds)
    matter.due_at = rules.next_due(
        MatterState(matter.state), source_class=matter.source_class, discovered_at=matter.discovered_at,
        level=matter.level, prescribed_at=matter.level2_due_at,
        is_dispatched=matter.owner_org_id != matter.origin_org_id,
        screen_hours=parameter("screen_remind_hours", on=today),
        immediate_hours=parameter("immediate_overdue_hours", on=today),
    )  # fmt: skip
