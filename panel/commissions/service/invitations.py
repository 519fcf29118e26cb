"""Inviting experts and taking their answers; whoever falls out is followed by the next reserve."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts.facts import Proof
from panel.accounts.rules import is_fresh_proof
from panel.commissions import act_rules, documents, queries, rules
from panel.commissions.facts import SEATING, ConflictAnswer, Judgement, SeatKind, SeatState
from panel.commissions.models import Panel, Seat
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty, require
from panel.commissions.service.following import next_in_order, release_unfit
from panel.draw import queries as draws
from panel.guidance import cites, parameter
from panel.guidance.code_lists import get_code
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.notices import service as notices
from panel.recusal import service as recusal
from panel.recusal.facts import Ground, Source
from panel.roster import queries as roster
from panel.roster import service as roster_service
from panel.roster.facts import Service

Mail = tuple[str, str]
ACTIVE = (SeatState.INVITED, SeatState.ACCEPTED)


@cites("4.1.2-a")
def invite(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> None:
    """Invite the members drawn (P08); without an approved commission nobody is invited (`COMMISSION_MISSING`)."""
    panel = queries.lock_panel(session, panel_id)
    if panel.approved_at is None:
        raise RuleViolatedError("COMMISSION_MISSING")
    require(panel, "P08", actor)
    if draws.find_prepared(session, panel.id) is not None:
        raise RuleViolatedError("DRAW_PREPARED")
    release_unfit(session, panel, actor=actor, clock=clock)
    seats = queries.list_seats(session, panel.id)
    invited = [seat for seat in seats if seat.kind == SeatKind.MEMBER and seat.state == SeatState.DRAWN]
    recusal.must_be_cleared(session, panel.id, panel.matter_id, [seat.expert_id for seat in invited])
    for seat in invited:
        _invite_seat(session, panel, seat, clock)
    advance(session, panel, "P08", actor=actor, clock=clock)
    fill_seats(session, panel, actor=actor, clock=clock)


def _invite_seat(session: Session, panel: Panel, seat: Seat, clock: Clock) -> None:
    on = beijing_date(clock())
    hours = rules.answer_hours(
        panel.level, parameter("invite_answer_hours", on=on), parameter("invite_answer_hours_grave", on=on)
    )
    seat.state, seat.invited_at, seat.answer_by = SeatState.INVITED, clock(), clock() + timedelta(hours=hours)
    roster_service.note_service(session, seat.expert_id, Service.INVITED, panel_id=panel.id, at=clock())
    url = notices.address(f"/invitations/{seat.id}")
    mail = documents.invitation_mail(seat.name, panel.number or "", seat.answer_by, url)
    send(session, panel, seat, mail, key=f"invite:{seat.id}", clock=clock)


def send(session: Session, panel: Panel, seat: Seat, mail: Mail, *, key: str, clock: Clock) -> None:
    """Queue a mail to the expert of a seat; a replay writes to nobody."""
    if not panel.is_replay:
        notices.enqueue(
            session, key=key, to=roster.get_expert(session, seat.expert_id).email, subject=mail[0], body=mail[1],
            panel_id=panel.id, org_id=panel.org_id, at=clock(),
        )  # fmt: skip


@cites("A-02", "D-01")
def fill_seats(session: Session, panel: Panel, *, actor: Actor, clock: Clock) -> list[Seat]:
    """Invite drawn members and then reserves, in the order of the draw, until the wanted number can be reached.

    Where nobody is left, that goes on record and the secretary draws further seats.
    """
    release_unfit(session, panel, actor=actor, clock=clock)
    seats = list(queries.list_seats(session, panel.id))
    missing = panel.seats_wanted - sum(seat.state in ACTIVE for seat in seats)
    called = next_in_order(session, panel, seats, missing, beijing_date(clock()))
    if called and _must_wait(session, panel, called, actor, clock):
        return []
    for seat in called:
        _call(session, panel, seat, actor, clock)
    if missing > len(called):
        audit.record(
            session, "commissions.reserves.exhausted", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
            missing=missing - len(called),
        )  # fmt: skip
    return called


@cites("D-01")
def _must_wait(session: Session, panel: Panel, called: Sequence[Seat], actor: Actor, clock: Clock) -> bool:
    """Ask whether those next in order wait for a decision on a conflict; that goes on record, and nobody is skipped."""
    waiting = recusal.reason_to_wait(session, panel.id, panel.matter_id, [seat.expert_id for seat in called])
    if waiting is not None:
        audit.record(
            session, "commissions.seats.held", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
            seats=[seat.id for seat in called], code=waiting[0],
        )  # fmt: skip
    return waiting is not None


def _call(session: Session, panel: Panel, seat: Seat, actor: Actor, clock: Clock) -> None:
    _invite_seat(session, panel, seat, clock)
    audit.record(
        session, "commissions.seat.called", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id, seat=seat.id,
        rank=seat.rank, kind=seat.kind,
    )  # fmt: skip


@cites("A-02", "2.4.2-d")
def call_reserve(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Call the next reserve in the order of the draw to the sitting (P16) and give the seat; nobody is chosen.

    The reserve answers the conflict questions and signs the undertaking like every member, and then
    signs in. Without a reserve the sitting has to be adjourned (`NO_RESERVE`).
    """
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *act_rules.CALLING)
    if actor.role is not Role.SECRETARY:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    release_unfit(session, panel, actor=actor, clock=clock)
    reserves = next_in_order(session, panel, queries.list_seats(session, panel.id), 1, beijing_date(clock()))
    if not reserves:
        raise RuleViolatedError("NO_RESERVE")
    seat = reserves[0]
    recusal.must_be_cleared(session, panel.id, panel.matter_id, [seat.expert_id])
    _call(session, panel, seat, actor, clock)
    panel.version += 1
    return seat.id


def _own_open_seat(
    session: Session, seat_id: int, actor: Actor, clock: Clock, *states: SeatState
) -> tuple[Panel, Seat]:
    """Give panel and seat, locked, of an expert who may still answer."""
    panel = queries.lock_panel(session, queries.own_seat(session, seat_id, actor).panel_id)
    seat = queries.lock_seat(session, seat_id)
    must_be_in(panel, *SEATING)
    if seat.state not in states or (seat.state == SeatState.INVITED and seat.answered_at is not None):
        raise RuleViolatedError("INVITATION_ANSWERED")
    if seat.state == SeatState.INVITED and seat.answer_by is not None and clock() >= seat.answer_by:
        raise RuleViolatedError("INVITATION_EXPIRED")
    return panel, seat


@cites("D-01", "4.1.2-c", "4.1.2-e", "D-13")
def accept_invitation(
    session: Session, seat_id: int, *, answers: Sequence[ConflictAnswer], undertaking_sha256: str, proof: Proof,
    actor: Actor, clock: Clock,
) -> SeatState:  # fmt: skip
    """Take an expert's answers and signed undertaking (P09) and give where the seat stands then.

    A hard conflict recuses at once (`RECUSED`) and the next reserve is invited; another tie waits for
    the approver (`INVITED`, answered); otherwise the seat is `ACCEPTED`. A proof of identity older than
    two minutes is refused (`PROOF_STALE`), a text other than the shown one too (`UNDERTAKING_CHANGED`).
    """
    panel, seat = _own_open_seat(session, seat_id, actor, clock, SeatState.INVITED)
    if faults := rules.reasons_against_answers(answers):
        raise BadInputError(faults[0].code, field=faults[0].field)
    if not is_fresh_proof(proof.account_id, actor.id or 0, proof.at, clock()):
        raise RuleViolatedError("PROOF_STALE", field="password")
    if undertaking_sha256 != documents.undertaking_digest(panel.number or "", panel.title, seat.name):
        raise RuleViolatedError("UNDERTAKING_CHANGED")
    judgement = rules.judge_conflicts(answers)
    seat.conflict_answers = [
        {"code": answer.code.value, "is_yes": answer.is_yes, "detail": answer.detail} for answer in answers
    ]
    seat.answered_at, seat.signed_method = clock(), proof.method
    if judgement is not Judgement.RECUSED:
        seat.undertaking_sha256 = undertaking_sha256
    if judgement is Judgement.FREE:
        _take_seat(session, panel, seat, clock)
    audit.record(
        session, "commissions.invitation.answered", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        seat=seat.id, judgement=judgement.value, undertaking_sha256=seat.undertaking_sha256, step="P09",
        conflicts=[answer.code.value for answer in answers if answer.is_yes], method=proof.method,
    )  # fmt: skip
    _note_ties(
        session, panel, seat, [answer for answer in answers if answer.is_yes],
        is_hard=judgement is Judgement.RECUSED, actor=actor, clock=clock,
    )  # fmt: skip
    if judgement is Judgement.RECUSED:
        grounds = "、".join(answer.code.value for answer in answers if answer.is_yes)
        leave_seat(session, panel, seat, SeatState.RECUSED, grounds, actor=actor, clock=clock)
    panel.version += 1
    return SeatState(seat.state)


def _note_ties(
    session: Session, panel: Panel, seat: Seat, ties: Sequence[ConflictAnswer], *, is_hard: bool, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Put the ties declared beside the other findings; a hard one is confirmed by the rule itself."""
    for answer in ties:
        recusal.note_declared(
            session, panel.id, panel.matter_id, seat.expert_id, ground=Ground.DECLARATION, source=Source.ACCEPTANCE,
            key=_tie_key(seat, answer), kind=answer.code.value, detail=answer.detail, actor=actor, clock=clock,
        )  # fmt: skip
    if is_hard:
        reason = "、".join(get_code("conflict_reasons", answer.code.value).zh for answer in ties)
        recusal.settle_declared(
            session, panel.id, panel.matter_id, seat.expert_id, keys=[_tie_key(seat, one) for one in ties],
            is_confirmed=True, reason=reason, by_rule=True, actor=actor, clock=clock,
        )  # fmt: skip


def _tie_key(seat: Seat, answer: ConflictAnswer) -> str:
    return f"seat:{seat.id}:{answer.code.value}"


def _take_seat(session: Session, panel: Panel, seat: Seat, clock: Clock) -> None:
    """Seat an expert; on a panel that is constituted already the seat is a member's at once."""
    seat.state = SeatState.ACCEPTED
    seat.is_constituted = panel.constituted_at is not None
    roster_service.note_service(session, seat.expert_id, Service.ACCEPTED, panel_id=panel.id, at=clock())


LEAVING = {
    SeatState.DECLINED: Service.DECLINED,
    SeatState.RECUSED: Service.RECUSED,
    SeatState.NO_ANSWER: Service.NO_ANSWER,
}


def leave_seat(
    session: Session, panel: Panel, seat: Seat, state: SeatState, reason: str, *, actor: Actor, clock: Clock
) -> None:
    """Empty a seat (P10), put it on the integrity record, and invite who follows in the order of the draw."""
    before = seat.state
    seat.state, seat.reason = state, reason
    seat.answered_at = seat.answered_at or clock()
    roster_service.note_service(session, seat.expert_id, LEAVING[state], panel_id=panel.id, at=clock())
    audit.record(
        session, "commissions.seat.left", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={"state": before}, after={"state": state.value}, reason=reason or None, seat=seat.id, rank=seat.rank,
        step="P10",
    )  # fmt: skip
    session.flush()
    fill_seats(session, panel, actor=SYSTEM, clock=clock)


@cites("D-04", "A-03", "D-01")
def recuse_seat(session: Session, panel_id: int, seat_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Recuse a member found in conflict, or gone, after a round was voided; the next reserve is invited.

    The approver's act, who granted the voiding; a seat that was left already stays as it is.
    """
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *SEATING)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    queries.get_seat(session, panel_id, seat_id)
    seat = queries.lock_seat(session, seat_id)
    if seat.state in ACTIVE:
        leave_seat(session, panel, seat, SeatState.RECUSED, reason, actor=actor, clock=clock)
        panel.version += 1


def decline_invitation(session: Session, seat_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Decline with a reason (P10); whoever accepted may still withdraw until the panel is constituted."""
    panel, seat = _own_open_seat(session, seat_id, actor, clock, SeatState.INVITED, SeatState.ACCEPTED)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    if seat.is_constituted:
        raise RuleViolatedError("SEAT_CONSTITUTED")
    leave_seat(session, panel, seat, SeatState.DECLINED, reason, actor=actor, clock=clock)
    panel.version += 1


@cites("A-02", "4.1.2-a")
def expire_invitation(session: Session, panel_id: int, seat_id: int, *, clock: Clock) -> bool:
    """Note an invitation whose time is over as unanswered (P10) and invite the next reserve; False when it was not."""
    panel = queries.lock_panel(session, panel_id)
    seat = queries.lock_seat(session, seat_id)
    is_open = seat.state == SeatState.INVITED and seat.answered_at is None and panel.state in SEATING
    if not is_open or seat.answer_by is None or clock() < seat.answer_by:
        return False
    leave_seat(session, panel, seat, SeatState.NO_ANSWER, "", actor=SYSTEM, clock=clock)
    panel.version += 1
    return True


@cites("D-01", "S-15")
def decide_conflict(
    session: Session, panel_id: int, seat_id: int, *, is_admitted: bool, reason: str, actor: Actor, clock: Clock
) -> None:
    """Decide on a tie that an expert declared: the approver admits the expert or recuses them, in writing."""
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *SEATING)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    queries.get_seat(session, panel_id, seat_id)
    seat = queries.lock_seat(session, seat_id)
    if seat.state != SeatState.INVITED or seat.answered_at is None:
        raise RuleViolatedError("CONFLICT_DECIDED")
    if code := rules.reasons_against_answering({panel.drafted_by, seat.account_id}, actor.id or 0):
        raise RuleViolatedError(code)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    seat.conflict_decision = "admitted" if is_admitted else "recused"
    seat.conflict_decided_by, seat.conflict_decided_at, seat.conflict_reason = actor.id, clock(), reason
    recusal.settle_declared(
        session, panel.id, panel.matter_id, seat.expert_id, is_confirmed=not is_admitted, reason=reason, actor=actor,
        clock=clock, keys=[f"seat:{seat.id}:{answer['code']}" for answer in seat.conflict_answers],
    )  # fmt: skip
    if is_admitted:
        _take_seat(session, panel, seat, clock)
    audit.record(
        session, "commissions.conflict.decided", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"decision": seat.conflict_decision}, reason=reason, seat=seat.id, step="P09" if is_admitted else "P10",
    )  # fmt: skip
    if not is_admitted:
        leave_seat(session, panel, seat, SeatState.RECUSED, reason, actor=actor, clock=clock)
    panel.version += 1
