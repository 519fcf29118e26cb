"""The sign-in sheet of a sitting (F-07) as pages and documents show it, with the gate as it now stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import SeatKind, SeatState
from panel.guidance import parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.voting import queries, round_rules, rules
from panel.voting.ballot_facts import AttendanceKind, AttendanceState, PanelRow, SeatRow
from panel.voting.models import Attendance, Sitting
from panel.voting.thresholds import thresholds_on


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet; `state` is None for somebody who has not signed in."""

    seat_id: int | None
    kind: str
    name: str
    unit: str
    title: str
    discipline: str
    state: AttendanceState | None
    is_called: bool
    is_voting: bool
    barred_reason: str | None
    reason: str | None
    signed_in_at: datetime | None
    left_at: datetime | None
    unread: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a round could open now: who is expected, who is there, and what stands against it."""

    expected: int
    present: int
    least: int
    has_waiver: bool
    is_complex: bool
    code: str | None

    @property
    def is_odd(self) -> bool:
        """Tell whether an odd number takes part."""
        return self.present % 2 == 1

    @property
    def is_enough(self) -> bool:
        """Tell whether the minimum is reached, or waived for one person."""
        return self.present >= self.least or (self.has_waiver and self.present == 1)


def must_take_part(session: Session, panel_id: int, viewer: Actor) -> None:
    """Hide sittings and rounds from an expert who did not accept, or who was recused."""
    if viewer.role is not Role.EXPERT:
        return
    seat = commissions.seat_of_account(session, panel_id, viewer.id or 0)
    if seat is None or seat.state != SeatState.ACCEPTED:
        raise NotFoundError("NOT_FOUND")


def sheet(session: Session, panel_id: int, sitting: Sitting) -> list[SheetLine]:
    """Give the sheet: members in the order of the draw, called reserves, then observers."""
    lines = queries.list_attendance(session, sitting.id)
    by_seat = {line.seat_id: line for line in lines if line.seat_id is not None}
    unread = commissions.count_unread(session, panel_id)
    found = [
        _of_seat(seat, by_seat.get(seat.id), unread.get(seat.id, 0))
        for seat in commissions.list_seats(session, panel_id)
        if seat.state in {SeatState.ACCEPTED, SeatState.INVITED} or seat.id in by_seat
    ]
    return found + [_of_observer(line) for line in lines if line.kind == AttendanceKind.OBSERVER]


def _of_seat(seat: SeatRow, line: Attendance | None, unread: int) -> SheetLine:
    return SheetLine(
        seat_id=seat.id, kind=seat.kind, name=seat.name, unit=seat.employer, title=seat.title,
        discipline=seat.discipline, state=AttendanceState(line.state) if line else None,
        is_called=seat.state == SeatState.INVITED, is_voting=line.is_voting if line else True,
        barred_reason=line.barred_reason if line else None, reason=line.reason if line else None,
        signed_in_at=line.signed_in_at if line else None, left_at=line.left_at if line else None, unread=unread,
    )  # fmt: skip


def _of_observer(line: Attendance) -> SheetLine:
    return SheetLine(
        seat_id=None, kind=AttendanceKind.OBSERVER, name=line.name, unit=line.unit, title="", discipline="",
        state=AttendanceState(line.state), is_called=False, is_voting=False, barred_reason=None, reason=line.reason,
        signed_in_at=line.signed_in_at, left_at=line.left_at, unread=0,
    )  # fmt: skip


def gate_now(session: Session, panel_id: int, lines: Sequence[SheetLine], now: datetime) -> Gate:
    """Judge the attendance as it now stands, by the rule that opens a round."""
    panel = commissions.panel_facts(commissions.get_panel(session, panel_id))
    thresholds = thresholds_on(beijing_date(now))
    has_waiver = round_rules.waiver_holds(
        is_granted=commissions.has_single_expert_waiver(session, panel_id),
        level=panel.level, is_complex=panel.is_complex, counted_rounds=panel.counted_rounds,
    )  # fmt: skip
    present = sum(line.state is AttendanceState.PRESENT and line.is_voting for line in lines)
    members = [line for line in lines if line.kind != AttendanceKind.OBSERVER and not line.is_called]
    return Gate(
        expected=len(members), present=present, has_waiver=has_waiver, is_complex=panel.is_complex,
        least=thresholds.panel_min_complex if panel.is_complex else thresholds.panel_min,
        code=rules.gate(
            is_complex=panel.is_complex, present=present, has_waiver=has_waiver, thresholds=thresholds
        ),
    )  # fmt: skip


def opens_later(panel: PanelRow, now: datetime) -> datetime | None:
    """Give when the sign-in opens, where that still lies ahead."""
    hours = parameter("sign_in_opens_hours", on=beijing_date(now))
    if panel.held_at is None or not round_rules.is_too_early(now, panel.held_at, opens_hours=hours):
        return None
    return round_rules.sign_in_opens_at(panel.held_at, opens_hours=hours)


def count_reserves_left(session: Session, panel_id: int) -> int:
    """Count the reserves that were not called yet; who they are is no question of this page."""
    return sum(
        seat.kind == SeatKind.RESERVE and seat.state == SeatState.DRAWN
        for seat in commissions.list_seats(session, panel_id)
    )
