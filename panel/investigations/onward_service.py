"""What follows an inquiry: the panel again (P30), another way to adjudicate (P31), a higher place (P32)."""

from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.accounts.service import actor_of
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.guidance import cites
from panel.investigations import queries, rules
from panel.investigations.facts import OtherMode, RequestKind
from panel.investigations.models import Request
from panel.investigations.taking_service import take_panel
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError, StaleError
from panel.matters import service as matter_service


@cites("2.4.2-m", "A-21", "2.4.2-f")
def reconvene(session: Session, panel_id: int, *, reason: str = "", actor: Actor, clock: Clock) -> None:
    """Convene the panel again with the results in its pack (P30): five members at least, a new round.

    Refused once the rounds without a decision reach their number (`ROUNDS_EXHAUSTED`).
    """
    take_panel(session, panel_id, Role.OFFICIAL, actor)
    standing = queries.standing_of(session, panel_id, clock())
    if code := rules.reasons_against_reconvening(standing):
        raise RuleViolatedError(code, rounds=standing.undecided_rounds)
    commission_service.reconvene(session, panel_id, reason=reason, actor=actor, clock=clock)


@cites("2.4.2-m")
def propose_other_adjudication(
    session: Session, panel_id: int, mode: OtherMode, *, reason: str, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Propose that a meeting, an institution or another panel judges the results; the approver decides."""
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    if (again := queries.find_request_by_form(session, form_key)) is not None:
        return again.id
    standing = queries.standing_of(session, panel_id, clock())
    if code := rules.reasons_against_other_adjudication(standing):
        raise RuleViolatedError(code)
    if not reason.strip():
        raise RuleViolatedError("PROPOSAL_REASON", field="reason")
    row = Request(form_key=form_key, kind=RequestKind.OTHER.value, mode=mode.value, reason=reason)
    return _propose(session, panel, row, actor, clock)


@cites("2.4.1-c", "2.4.1-e", "A-21")
def propose_escalation(
    session: Session, panel_id: int, *, target_org_id: int | None, reason: str, form_key: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Propose that a higher place adjudicates: after the rounds that may fail, or for a stated difficulty.

    From level 3 the matter goes to `target_org_id` of headquarters, from level 2 to the leaders.
    """
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    if (again := queries.find_request_by_form(session, form_key)) is not None:
        return again.id
    standing = queries.standing_of(session, panel_id, clock())
    if code := rules.reasons_against_escalation(standing, reason):
        raise RuleViolatedError(code, field="reason" if code == "ESCALATE_GROUND" else None)
    if not reason.strip():
        raise RuleViolatedError("PROPOSAL_REASON", field="reason")
    if panel.level == 3 and target_org_id is None:
        raise RuleViolatedError("ESCALATE_TARGET", field="target_org_id")
    row = Request(
        form_key=form_key, kind=RequestKind.ESCALATION.value, mode="", reason=reason,
        target_org_id=target_org_id if panel.level == 3 else None,
    )  # fmt: skip
    return _propose(session, panel, row, actor, clock)


def _propose(session: Session, panel: Any, row: Request, actor: Actor, clock: Clock) -> int:
    row.panel_id, row.requested_by, row.requested_at = panel.id, actor.id or 0, clock()
    session.add(row)
    session.flush()
    audit.record(
        session, "investigations.request.proposed", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=row.reason, request=row.id, kind=row.kind, mode=row.mode, target=row.target_org_id,
    )  # fmt: skip
    return row.id


@cites("2.4.2-m", "2.4.1-c", "2.4.1-e")
def decide_request(
    session: Session, panel_id: int, request_id: int, *, is_granted: bool, reason: str = "", actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Decide on a proposal: grant it, which closes the panel and takes the matter on, or refuse with the reason."""
    panel = take_panel(session, panel_id, Role.APPROVER, actor)
    queries.get_request(session, panel_id, request_id)
    row = queries.lock_request(session, request_id)
    if row.decided_at is not None:
        raise StaleError("PROPOSAL_DECIDED")
    if code := rules.reasons_against_request_approver(row.requested_by, actor.id or 0):
        raise RuleViolatedError(code)
    if not is_granted and not reason.strip():
        raise RuleViolatedError("RETURN_REASON", field="reason")
    row.is_granted, row.decision_reason, row.decided_by, row.decided_at = is_granted, reason, actor.id, clock()
    session.flush()
    if is_granted and row.kind == RequestKind.OTHER:
        _open_other(session, panel, row, actor=actor, clock=clock)
    elif is_granted:
        _escalate(session, panel, row, actor=actor, clock=clock)
    audit.record(
        session, "investigations.request.decided", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"is_granted": is_granted, "state": panel.state}, reason=reason or None, request=row.id, kind=row.kind,
        adjudication=row.adjudication_id, matter_request=row.matter_request_id,
    )  # fmt: skip


def _open_other(session: Session, panel: Any, row: Request, *, actor: Actor, clock: Clock) -> None:
    """Close the panel (P31) and open the adjudication that takes its place; it is told which reports to use."""
    commission_service.advance(session, panel, "P31", actor=actor, clock=clock, reason=row.reason)
    row.adjudication_id = matter_service.replace_adjudication(
        session, panel.adjudication_id, mode=row.mode, reason=f"{row.reason}（依据：{_results_of(session, panel.id)}）",
        actor=actor, clock=clock,
    )  # fmt: skip


def _results_of(session: Session, panel_id: int) -> str:
    """Name the reports of a panel's inquiries, as the next adjudication has to use them."""
    inquiry = {"test_report", "investigation_report"}
    return "、".join(piece.title for piece in commissions.list_materials(session, panel_id) if piece.kind in inquiry)


def _escalate(session: Session, panel: Any, row: Request, *, actor: Actor, clock: Clock) -> None:
    """Send the matter up: the official's request in the matter's own course, endorsed by the approver (M09, M11)."""
    official = actor_of(accounts.get_account(session, row.requested_by))
    rounds = queries.standing_of(session, panel.id, clock()).undecided_rounds
    reason = f"专家组（{panel.number}）已进行{rounds}轮表决，未能形成决定。{row.reason}"
    if panel.level == 3:
        row.matter_request_id = matter_service.request_escalation(
            session, panel.matter_id, form_key=row.form_key, target_org_id=row.target_org_id or 0, reason=reason,
            actor=official, clock=clock,
        )  # fmt: skip
    else:
        row.matter_request_id = matter_service.request_level_1(
            session, panel.matter_id, form_key=row.form_key, difficulty=reason, actor=official, clock=clock
        )
    matter_service.endorse_request(
        session, row.matter_request_id, is_endorsed=True, reason=row.decision_reason, actor=actor, clock=clock
    )
    commission_service.advance(session, panel, "P32", actor=actor, clock=clock, reason=row.reason)
