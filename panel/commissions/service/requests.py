"""What one person asks and the approver decides: waivers, cancellation, objections to members."""

from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries, rules
from panel.commissions.act_rules import BEFORE_ROUND, IN_ROUND
from panel.commissions.facts import SEATING, Conflict, PanelState, SeatState, SessionMode, WaiverKind
from panel.commissions.models import Objection, Panel, Waiver
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty, require
from panel.commissions.service.drawing import appoint_directly
from panel.commissions.service.invitations import leave_seat
from panel.draw import queries as draws
from panel.draw import service as draw_service
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.recusal import service as recusal
from panel.recusal.facts import Ground, Source
from panel.roster import service as roster_service
from panel.roster.facts import Service

ASKING = {
    WaiverKind.SINGLE_EXPERT: (BEFORE_ROUND, {Role.OFFICIAL, Role.SECRETARY}),
    WaiverKind.CORRESPONDENCE: (BEFORE_ROUND, {Role.OFFICIAL, Role.SECRETARY}),
    WaiverKind.REDRAW: ((PanelState.DRAWN,), {Role.SECRETARY}),
}
BEFORE_OPENING = frozenset({PanelState.DRAWN, *SEATING})


@cites("S-08", "A-10", "A-18", "D-02", "2.4.2-c", "2.4.2-e")
def request_waiver(
    session: Session, panel_id: int, *, kind: WaiverKind, reason: str, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Ask the approver for a single expert, for correspondence, for another draw, or to cancel the panel."""
    if (again := queries.find_waiver_by_form(session, form_key)) is not None:
        return again.id
    panel = queries.lock_panel(session, panel_id)
    _refuse_request(session, panel, kind, actor, clock)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    waiver = Waiver(
        form_key=form_key, panel_id=panel.id, kind=kind, facts=_facts_of(session, panel), reason=reason,
        requested_by=actor.id, requested_at=clock(),
    )  # fmt: skip
    session.add(waiver)
    session.flush()
    audit.record(
        session, "commissions.waiver.requested", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=reason, waiver=waiver.id, kind=kind.value,
    )  # fmt: skip
    return waiver.id


def _refuse_request(session: Session, panel: Panel, kind: WaiverKind, actor: Actor, clock: Clock) -> None:
    """Refuse what may not be asked now, or is asked already."""
    if kind is WaiverKind.CANCEL:
        _refuse_cancelling(panel)
        roles = {Role.OFFICIAL}
    else:
        states, roles = ASKING[kind]
        must_be_in(panel, *states)
    if actor.role not in roles:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if queries.open_waiver(session, panel.id, kind) is not None:
        raise RuleViolatedError("WAIVER_OPEN")
    if kind is WaiverKind.SINGLE_EXPERT:
        is_allowed = parameter("allow_single_expert", on=beijing_date(clock()))
        if code := rules.reasons_against_single_expert(panel.facts(), is_allowed=is_allowed):
            raise RuleViolatedError(code)


def _refuse_cancelling(panel: Panel) -> None:
    """Refuse to cancel what has ended, or while a round is open: that is voided first."""
    if panel.state in IN_ROUND:
        raise RuleViolatedError("CANCEL_IN_ROUND")
    if queries.has_ended(panel):
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=panel.state, step="P40")


def _facts_of(session: Session, panel: Panel) -> dict[str, Any]:
    counts = queries.count_by_state(session, panel.id)
    return {
        "state": panel.state, "seats_wanted": panel.seats_wanted,
        "seats": {state.value: number for state, number in sorted(counts.items())},
    }  # fmt: skip


@cites("S-08", "A-10", "A-11")
def answer_waiver(
    session: Session, waiver_id: int, *, is_agreed: bool, reason: str, actor: Actor, clock: Clock
) -> None:
    """Answer a request in writing: the approver, never who asked; a consent takes effect at once."""
    panel = queries.lock_panel(session, queries.get_waiver(session, waiver_id).panel_id)
    waiver = queries.lock_waiver(session, waiver_id)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if waiver.answer is not None:
        raise RuleViolatedError("WAIVER_ANSWERED")
    if code := rules.reasons_against_answering({waiver.requested_by}, actor.id or 0):
        raise RuleViolatedError(code)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    waiver.answer, waiver.answer_reason = "agreed" if is_agreed else "refused", reason
    waiver.answered_by, waiver.answered_at = actor.id, clock()
    audit.record(
        session, "commissions.waiver.answered", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"answer": waiver.answer}, reason=reason, waiver=waiver.id, kind=waiver.kind,
    )  # fmt: skip
    if is_agreed:
        _carry_out(session, panel, waiver, actor, clock)


def _carry_out(session: Session, panel: Panel, waiver: Waiver, actor: Actor, clock: Clock) -> None:
    """Let a consent take effect; what has become inadmissible since the request is refused now."""
    kind = WaiverKind(waiver.kind)
    if kind is WaiverKind.DIRECT_APPOINTMENT:
        appoint_directly(session, panel, waiver, actor=actor, clock=clock)
    elif kind is WaiverKind.CANCEL:
        _cancel(session, panel, waiver, actor, clock)
    elif kind is WaiverKind.CORRESPONDENCE:
        must_be_in(panel, *BEFORE_ROUND)
        panel.session_mode, panel.mode_reason = SessionMode.CORRESPONDENCE, waiver.reason
    elif kind is WaiverKind.SINGLE_EXPERT:
        is_allowed = parameter("allow_single_expert", on=beijing_date(clock()))
        if code := rules.reasons_against_single_expert(panel.facts(), is_allowed=is_allowed):
            raise RuleViolatedError(code)


def _cancel(session: Session, panel: Panel, waiver: Waiver, actor: Actor, clock: Clock) -> None:
    """Cancel the panel (P40); its file is kept, open invitations end, a prepared draw is given up."""
    _refuse_cancelling(panel)
    require(panel, "P40", actor)
    if (draw := draws.find_prepared(session, panel.id, is_locked=True)) is not None:
        draw_service.drop_draw(session, draw, reason=waiver.reason, actor=actor, clock=clock)
    for seat in queries.list_seats(session, panel.id):
        if seat.state in {SeatState.DRAWN, SeatState.INVITED}:
            if seat.state == SeatState.INVITED:
                roster_service.note_service(session, seat.expert_id, Service.RELEASED, panel_id=panel.id, at=clock())
            seat.state, seat.rank, seat.reason = SeatState.RELEASED, None, waiver.reason
    advance(session, panel, "P40", actor=actor, clock=clock, reason=waiver.reason)


@cites("D-01", "S-15")
def object_to_member(
    session: Session, panel_id: int, seat_id: int, *, ground: Conflict, reason: str, objector: str, form_key: str,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter a written objection to a member (P11); an expert may ask to be recused, and for nobody else."""
    if (again := queries.find_objection_by_form(session, form_key)) is not None:
        return again.id
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P11", actor)
    seat = queries.get_seat(session, panel_id, seat_id)
    if actor.role is Role.EXPERT and seat.account_id != actor.id:
        raise NotAllowedError("ROLE")
    if seat.state not in {SeatState.INVITED, SeatState.ACCEPTED}:
        raise RuleViolatedError("NOT_SEATED", field="seat_id", name=seat.name)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    objection = Objection(
        form_key=form_key, panel_id=panel.id, seat_id=seat.id, objector=objector or actor.name, ground=ground,
        reason=reason, filed_by=actor.id, filed_at=clock(),
    )  # fmt: skip
    session.add(objection)
    session.flush()
    audit.record(
        session, "commissions.objection.filed", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=reason, objection=objection.id, seat=seat.id, ground=ground.value, objector=objection.objector,
        step="P11",
    )  # fmt: skip
    recusal.note_declared(
        session, panel.id, panel.matter_id, seat.expert_id, source=Source.OBJECTION, key=f"objection:{objection.id}",
        ground=Ground.DECLARATION if seat.account_id == actor.id else Ground.REQUEST, kind=ground.value, detail=reason,
        actor=actor, clock=clock,
    )  # fmt: skip
    return objection.id


@cites("D-01", "S-15", "D-18")
def answer_objection(
    session: Session, objection_id: int, *, is_upheld: bool, reason: str, actor: Actor, clock: Clock
) -> None:
    """Decide on an objection before the round opens: the approver, not who drafted, filed or is concerned.

    Upheld, the member is recused and the next reserve invited; a tie that the member had denied goes
    on the integrity record.
    """
    panel = queries.lock_panel(session, queries.get_objection(session, objection_id).panel_id)
    objection = queries.lock_objection(session, objection_id)
    must_be_in(panel, *BEFORE_OPENING)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if objection.answer is not None:
        raise RuleViolatedError("WAIVER_ANSWERED")
    seat = queries.lock_seat(session, objection.seat_id)
    asked = {objection.filed_by, panel.drafted_by, seat.account_id}
    if code := rules.reasons_against_answering(asked, actor.id or 0):
        raise RuleViolatedError(code)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    objection.answer, objection.answer_reason = "upheld" if is_upheld else "rejected", reason
    objection.answered_by, objection.answered_at = actor.id, clock()
    audit.record(
        session, "commissions.objection.answered", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"answer": objection.answer}, reason=reason, objection=objection.id, seat=seat.id,
    )  # fmt: skip
    recusal.settle_declared(
        session, panel.id, panel.matter_id, seat.expert_id, keys=[f"objection:{objection.id}"], is_confirmed=is_upheld,
        reason=reason, actor=actor, clock=clock,
    )  # fmt: skip
    if is_upheld and seat.state in {SeatState.INVITED, SeatState.ACCEPTED}:
        denied = any(one["code"] == objection.ground and not one["is_yes"] for one in seat.conflict_answers)
        if denied and objection.filed_by != seat.account_id:
            roster_service.note_service(session, seat.expert_id, Service.CONCEALED, panel_id=panel.id, at=clock())
        leave_seat(session, panel, seat, SeatState.RECUSED, reason, actor=actor, clock=clock)
    panel.version += 1
