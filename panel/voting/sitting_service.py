"""The sitting: opening it, signing in and out, observers, the next reserve, adjourning (P14, P16)."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.commissions.facts import PanelState, SeatState
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date, written
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.voting import evidence_queries, queries, round_rules
from panel.voting.ballot_facts import AttendanceKind, AttendanceState, PanelRow, SeatRow
from panel.voting.models import Attendance, Roll, Round, Sitting


def must_be_secretary(panel: PanelRow, actor: Actor) -> None:
    """Let only the panel's own secretary run its sitting and rounds (`ROLE`)."""
    if actor.role is not Role.SECRETARY or panel.secretary_id != actor.id:
        raise NotAllowedError("ROLE")


@cites("2.4.2-c")
def open_sitting(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Open the sign-in of a sitting (P14)."""
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    hours = parameter("sign_in_opens_hours", on=beijing_date(clock()))
    if round_rules.is_too_early(clock(), panel.held_at, opens_hours=hours):
        raise RuleViolatedError("SITTING_EARLY", held_at=written(panel.held_at or clock()), hours=hours)
    commission_service.advance(session, panel, "P14", actor=actor, clock=clock)
    return add_sitting(session, panel_id, opened_by=actor.id, at=clock())


def add_sitting(session: Session, panel_id: int, *, opened_by: int | None, at: datetime) -> int:
    """Add the panel's next sitting; the caller has moved the panel and recorded why."""
    last = session.scalar(select(func.max(Sitting.no)).where(Sitting.panel_id == panel_id)) or 0
    sitting = Sitting(panel_id=panel_id, no=last + 1, opened_by=opened_by, opened_at=at)
    session.add(sitting)
    session.flush()
    return sitting.id


def open_sitting_of(session: Session, panel_id: int) -> Sitting:
    """Give the sitting that is going on, or refuse (`NO_SITTING`)."""
    sitting = queries.find_open_sitting(session, panel_id)
    if sitting is None:
        raise RuleViolatedError("NO_SITTING")
    return sitting


@cites("2.4.2-c", "D-12", "S-11")
def sign_in_member(session: Session, panel_id: int, *, seat_id: int | None = None, actor: Actor, clock: Clock) -> bool:
    """Sign a member in: the member alone, or the secretary on site for `seat_id`.

    Gives whether the member takes part in the vote: authors of the evidence sit in without one.
    Signing in twice changes nothing. A reserve must have been called and have accepted.
    """
    panel = commissions.lock_panel(session, panel_id)
    sitting = open_sitting_of(session, panel_id)
    seat = _seat_for(session, panel, seat_id, actor)
    line = queries.find_attendance(session, sitting.id, seat.id)
    if line is not None and line.state == AttendanceState.PRESENT:
        return line.is_voting
    if panel.state != PanelState.IN_SESSION:
        raise RuleViolatedError("SIGN_IN_CLOSED")
    if seat.state != SeatState.ACCEPTED:
        raise RuleViolatedError("SEAT_NOT_ACCEPTED", name=seat.name)
    bar = evidence_queries.bars(session, panel, [seat]).get(seat.id)
    line = line or _new_line(sitting.id, seat)
    line.state, line.signed_in_at, line.noted_by = AttendanceState.PRESENT, clock(), actor.id
    line.left_at, line.reason, line.is_voting, line.barred_reason = None, None, bar is None, bar
    session.add(line)
    _record(
        session,
        "voting.attendance.signed_in",
        line,
        panel=panel,
        actor=actor,
        clock=clock,
        on_site=actor.role is Role.SECRETARY,
    )
    return line.is_voting


def _new_line(sitting_id: int, seat: SeatRow) -> Attendance:
    """Begin a member's line on the sheet; the caller says whether the member is there."""
    return Attendance(
        sitting_id=sitting_id, seat_id=seat.id, kind=AttendanceKind.MEMBER, name=seat.name, unit=seat.employer,
        is_voting=True, barred_reason=None,
    )  # fmt: skip


def _seat_for(session: Session, panel: PanelRow, seat_id: int | None, actor: Actor) -> SeatRow:
    """Give the actor's own seat, or, to the secretary, the seat named."""
    if actor.role is Role.EXPERT:
        own = commissions.seat_of_account(session, panel.id, actor.id or 0)
        if own is None or seat_id not in {None, own.id}:
            raise NotAllowedError("ROLE")
        return own
    must_be_secretary(panel, actor)
    return commissions.get_seat(session, panel.id, seat_id or 0)


@cites("D-04", "A-03")
def sign_out_member(session: Session, panel_id: int, seat_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Record that a member leaves; a member on the roll of an open round cannot (`LEAVE_VOIDS_ROUND`)."""
    panel = commissions.lock_panel(session, panel_id)
    sitting = open_sitting_of(session, panel_id)
    seat = _seat_for(session, panel, seat_id, actor)
    line = queries.find_attendance(session, sitting.id, seat.id)
    if line is None or line.state != AttendanceState.PRESENT:
        raise RuleViolatedError("NOT_SIGNED_IN", name=seat.name)
    running = queries.find_running_round(session, panel_id)
    on_roll = running is not None and _is_on_roll(session, running, seat.id)
    if not round_rules.may_leave(is_on_open_roll=on_roll):
        raise RuleViolatedError("LEAVE_VOIDS_ROUND", name=seat.name)
    line.state, line.left_at, line.reason = AttendanceState.LEFT, clock(), reason
    _record(session, "voting.attendance.signed_out", line, panel=panel, actor=actor, clock=clock, reason=reason)


def _is_on_roll(session: Session, running: Round, seat_id: int) -> bool:
    return session.scalar(select(Roll.id).where(Roll.round_id == running.id, Roll.seat_id == seat_id)) is not None


@cites("2.4.2-c")
def excuse_member(session: Session, panel_id: int, seat_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Record a member's leave of absence (请假), with its reason."""
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    sitting = open_sitting_of(session, panel_id)
    seat = commissions.get_seat(session, panel_id, seat_id)
    line = queries.find_attendance(session, sitting.id, seat.id)
    if line is not None and line.state != AttendanceState.EXCUSED:
        raise RuleViolatedError("ALREADY_SIGNED_IN", name=seat.name)
    line = line or _new_line(sitting.id, seat)
    line.state, line.reason, line.noted_by = AttendanceState.EXCUSED, reason, actor.id
    session.add(line)
    _record(session, "voting.attendance.excused", line, panel=panel, actor=actor, clock=clock, reason=reason)


@cites("D-12")
def add_observer(session: Session, panel_id: int, *, name: str, unit: str, actor: Actor, clock: Clock) -> None:
    """Record an observer (列席), who never votes; the same person twice is one line."""
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    sitting = open_sitting_of(session, panel_id)
    same = (Attendance.sitting_id == sitting.id, Attendance.name == name, Attendance.unit == unit)
    if session.scalar(select(Attendance.id).where(*same, Attendance.kind == AttendanceKind.OBSERVER)):
        return
    line = Attendance(
        sitting_id=sitting.id, kind=AttendanceKind.OBSERVER, name=name, unit=unit, state=AttendanceState.PRESENT,
        is_voting=False, signed_in_at=clock(), noted_by=actor.id,
    )  # fmt: skip
    session.add(line)
    _record(session, "voting.attendance.observed", line, panel=panel, actor=actor, clock=clock)


@cites("A-02")
def call_reserve(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Call the next reserve in drawn order during the sitting (P16); nobody is chosen by name."""
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    open_sitting_of(session, panel_id)
    return commission_service.call_reserve(session, panel_id, actor=actor, clock=clock)


@cites("A-02")
def adjourn(session: Session, panel_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Adjourn the sitting (P16): the panel meets again another day."""
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    sitting = open_sitting_of(session, panel_id)
    commission_service.advance(session, panel, "P16", to=PanelState.MATERIALS, actor=actor, clock=clock, reason=reason)
    sitting.adjourned_at, sitting.adjourned_by, sitting.adjourn_reason = clock(), actor.id, reason
    audit.record(
        session, "voting.sitting.adjourned", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        reason=reason, sitting=sitting.no,
    )  # fmt: skip


def _record(
    session: Session, action: str, line: Attendance, *, panel: PanelRow, actor: Actor, clock: Clock,
    reason: str | None = None, **facts: Any,
) -> None:  # fmt: skip
    audit.record(
        session, action, by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=reason, seat=line.seat_id, name=line.name, voting=line.is_voting, **facts,
    )  # fmt: skip
