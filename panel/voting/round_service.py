"""A round: opening it on a frozen roll, more time, giving it up, closing it (P15, P18 to P20)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.guidance import cites, parameter
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.canonical import digest
from panel.kernel.clock import Clock, beijing_date, written
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.roster import service as roster
from panel.roster.facts import Service
from panel.voting import evidence_queries, queries, round_rules, rules
from panel.voting.ballot_facts import CloseCause, PanelRow, RoundState, SeatRow
from panel.voting.models import Attendance, Draft, Roll, Round, TimeRequest
from panel.voting.reminder_service import keep_reminders_private, tell_roll
from panel.voting.sealing import installation_box, new_round_keys
from panel.voting.sitting_service import must_be_secretary, open_sitting_of
from panel.voting.thresholds import thresholds_on


@cites("2.4.2-d", "2.4.2-e", "2.4.2-f", "D-08", "D-12", "A-01")
def open_round(session: Session, panel_id: int, *, ends_at: datetime, actor: Actor, clock: Clock) -> int:
    """Open a round of sealed ballots on the roll of those who take part (P15).

    The decisive gate: odd, and the minimum (`PANEL_EVEN`, `PANEL_MIN3`, `PANEL_MIN5`); nobody who
    made the evidence (`AUTHOR_VOTES`); everybody has confirmed reading the pack
    (`UNREAD_MATERIAL`); no objection waits for its decision (`OBJECTION_OPEN`).
    """
    panel = commissions.lock_panel(session, panel_id)
    must_be_secretary(panel, actor)
    commission_service.require(panel, "P15", actor)
    sitting = open_sitting_of(session, panel_id)
    now = clock()
    _refuse_end(now, ends_at)
    present = queries.voting_present(session, sitting.id)
    seats = _seats_of(session, panel_id, present)
    has_waiver = _pass_gate(session, panel_id, len(present), now)
    _refuse_authors_and_unread(session, panel, seats)
    round_ = _new_round(
        session, panel, sitting.id, seats=seats, has_waiver=has_waiver, ends_at=ends_at, actor=actor, now=now
    )
    for seat in seats:
        session.add(
            Roll(
                round_id=round_.id, seat_id=seat.id, expert_id=seat.expert_id, account_id=seat.account_id,
                name=seat.name, unit=seat.employer, discipline=seat.discipline,
            )
        )  # fmt: skip
    _note_attendance(session, panel_id, sitting.id, seats, now)
    commission_service.advance(session, panel, "P15", actor=actor, clock=clock)
    tell_roll(session, round_, at=now)
    audit.record(
        session, "voting.round.opened", by=actor, at=now, panel=panel_id, matter=panel.matter_id,
        round=round_.no, roll=sorted(seat.id for seat in seats), ends_at=ends_at.isoformat(),
        question_sha256=round_.question_sha256, pack_sha256=round_.pack_sha256, public_key=round_.public_key.hex(),
    )  # fmt: skip
    return round_.id


def _seats_of(session: Session, panel_id: int, present: Sequence[Attendance]) -> list[SeatRow]:
    """Give the seats of those who take part, in the order of the draw."""
    wanted = {line.seat_id for line in present}
    return [seat for seat in commissions.list_seats(session, panel_id) if seat.id in wanted]


def _pass_gate(session: Session, panel_id: int, present: int, now: datetime) -> bool:
    """Let the round through the gate, and tell whether only a waiver opened it."""
    panel = commissions.panel_facts(commissions.get_panel(session, panel_id))
    thresholds = thresholds_on(beijing_date(now))
    has_waiver = round_rules.waiver_holds(
        is_granted=commissions.has_single_expert_waiver(session, panel_id),
        level=panel.level, is_complex=panel.is_complex, counted_rounds=panel.counted_rounds,
    )  # fmt: skip
    code = rules.gate(is_complex=panel.is_complex, present=present, has_waiver=has_waiver, thresholds=thresholds)
    if code:
        least = thresholds.panel_min_complex if panel.is_complex else thresholds.panel_min
        raise RuleViolatedError(code, present=present, minimum=least)
    return has_waiver and present == 1


def _refuse_authors_and_unread(session: Session, panel: PanelRow, seats: Sequence[SeatRow]) -> None:
    names = {seat.id: seat.name for seat in seats}
    if bars := evidence_queries.bars(session, panel, seats):
        seat_id, reason = next(iter(bars.items()))
        raise RuleViolatedError("AUTHOR_VOTES", name=names[seat_id], body=reason)
    if commissions.has_open_objection(session, panel.id):
        raise RuleViolatedError("OBJECTION_OPEN")
    unread = [names[seat_id] for seat_id in commissions.unread_seats(session, panel.id) if seat_id in names]
    if unread:
        raise RuleViolatedError("UNREAD_MATERIAL", names="、".join(unread), count=len(unread))


def _new_round(
    session: Session, panel: PanelRow, sitting_id: int, *, seats: Sequence[SeatRow], has_waiver: bool,
    ends_at: datetime, actor: Actor, now: datetime,
) -> Round:  # fmt: skip
    """Store the round with the question and the pack as they stand, and its fresh keys."""
    facts = commissions.panel_facts(commissions.get_panel(session, panel.id))
    options = [{"code": option.code, "label": option.label} for option in facts.options]
    asked = {
        "question": facts.question, "options": options, "ordinal": facts.is_ordinal,
        "method": facts.decision_method.value,
    }  # fmt: skip
    last = session.scalar(select(func.max(Round.no)).where(Round.panel_id == panel.id)) or 0
    public_key, sealed_private_key = new_round_keys(installation_box())
    round_ = Round(
        panel_id=panel.id, sitting_id=sitting_id, no=last + 1, state=RoundState.OPEN, question=facts.question,
        options=options, is_ordinal=facts.is_ordinal, method=facts.decision_method.value, roll_size=len(seats),
        has_waiver=has_waiver, question_sha256=digest(asked),
        pack_sha256=commissions.pack_digest(session, panel.id),
        pack_items=[piece.id for piece in commissions.list_released_materials(session, panel.id)],
        public_key=public_key, sealed_private_key=sealed_private_key, opened_by=actor.id, opened_at=now,
        first_ends_at=ends_at, ends_at=ends_at,
    )  # fmt: skip
    session.add(round_)
    session.flush()
    return round_


def _note_attendance(session: Session, panel_id: int, sitting_id: int, seats: Sequence[SeatRow], now: datetime) -> None:
    """Put attendance and absence on the integrity record, once for each sitting."""
    rounds = session.scalar(select(func.count()).select_from(Round).where(Round.sitting_id == sitting_id)) or 0
    if rounds > 1:
        return
    there = {line.seat_id for line in queries.list_attendance(session, sitting_id)}
    for seat in seats:
        roster.note_service(session, seat.expert_id, Service.ATTENDED, panel_id=panel_id, at=now)
    for seat in commissions.list_members(session, panel_id):
        if seat.id not in there:
            roster.note_service(session, seat.expert_id, Service.ABSENT, panel_id=panel_id, at=now)


@cites("D-10")
def ask_more_time(session: Session, round_id: int, *, actor: Actor, clock: Clock) -> bool:
    """Ask for more time (P18); the round is extended once when more than a third of the roll asks.

    Gives whether this request extended it. Asking twice changes nothing.
    """
    round_ = queries.lock_round(session, round_id)
    line = queries.find_roll_line(session, round_id, actor.id)
    if line is None or actor.role is not Role.EXPERT:
        raise NotAllowedError("NOT_ON_ROLL")
    if not round_rules.is_open_for_ballots(round_.facts(0), clock()):
        raise RuleViolatedError("ROUND_NOT_OPEN")
    if queries.has_asked_for_time(session, round_id, line.id):
        return False
    session.add(TimeRequest(round_id=round_id, roll_id=line.id, asked_at=clock()))
    session.flush()
    panel = commissions.get_panel(session, round_.panel_id)
    audit.record(
        session, "voting.round.time_asked", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        round=round_.no,
    )  # fmt: skip
    return _extend_if_due(session, round_, panel, clock)


def _extend_if_due(session: Session, round_: Round, panel: PanelRow, clock: Clock) -> bool:
    asking = queries.count_time_requests(session, round_.id)
    today = beijing_date(clock())
    is_enough = rules.must_extend(asking, round_.roll_size, thresholds_on(today))
    extensions = int(round_.extended_at is not None)
    if not round_rules.must_be_extended(asking, round_.facts(0), is_enough=is_enough, extensions=extensions):
        return False
    before = round_.ends_at
    round_.ends_at = before + timedelta(minutes=int(parameter("extension_minutes", on=today)))
    round_.extended_at = clock()
    keep_reminders_private(session, round_)
    audit.record(
        session, "voting.round.extended", by=SYSTEM, at=clock(), panel=panel.id,
        matter=panel.matter_id, before={"ends_at": before.isoformat()}, after={"ends_at": round_.ends_at.isoformat()},
        round=round_.no, asking=asking,
    )  # fmt: skip
    return True


def _refuse_end(now: datetime, ends_at: datetime) -> None:
    today = beijing_date(now)
    least, most = parameter("round_least_minutes", on=today), parameter("round_most_days", on=today)
    if code := round_rules.reasons_against_end(now, ends_at, least_minutes=least, most_days=most):
        raise RuleViolatedError(code, field="ends_at", minutes=least, days=most)


@cites("A-04", "D-08")
def close_round(session: Session, round_id: int, *, actor: Actor, clock: Clock) -> None:
    """End a round (P20): the system when its time is over, the secretary when every ballot is in.

    From this commit on no ballot is taken; a second close finds the round closed (`ROUND_NOT_OPEN`).
    """
    round_ = queries.lock_round(session, round_id)
    panel = commissions.lock_panel(session, round_.panel_id)
    if actor.role is not Role.SYSTEM:
        must_be_secretary(panel, actor)
    if round_.state != RoundState.OPEN:
        raise RuleViolatedError("ROUND_NOT_OPEN")
    if queries.find_void_request(session, round_id) is not None:
        raise RuleViolatedError("VOID_PENDING")
    now = clock()
    cast = queries.cast_count(session, round_id)
    cause = round_rules.close_cause(round_.facts(cast), now)
    if cause is None or (cause is CloseCause.ALL_IN and actor.role is Role.SYSTEM):
        raise RuleViolatedError("ROUND_NOT_OVER", cast=cast, roll=round_.roll_size, ends_at=written(round_.ends_at))
    round_.state, round_.closed_at, round_.closed_by, round_.close_cause = RoundState.CLOSED, now, actor.id, cause
    session.execute(delete(Draft).where(Draft.round_id == round_id))
    commission_service.advance(session, panel, "P20", actor=actor, clock=clock)
    audit.record(
        session, "voting.round.closed", by=actor, at=now, panel=panel.id, matter=panel.matter_id,
        round=round_.no, cause=cause.value, cast=cast, roll=round_.roll_size,
    )  # fmt: skip
