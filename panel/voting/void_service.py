"""Giving an open round up: the secretary asks in writing, the approver decides (P19)."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.voting import queries, round_rules
from panel.voting.ballot_facts import AttendanceState, PanelRow, RoundState, VoidGround
from panel.voting.models import Draft, Round, VoidRequest
from panel.voting.sitting_service import must_be_secretary

BAR_WORDS = "表决开启后发现应当回避"


def must_be_approver(panel: PanelRow, actor: Actor) -> None:
    """Let only an approver of the commissioning department decide (`ROLE`)."""
    if actor.role is not Role.APPROVER or panel.org_id != actor.org_id:
        raise NotAllowedError("ROLE")


@cites("D-04", "A-03")
def request_void(
    session: Session, round_id: int, *, ground: VoidGround, seat_id: int | None, reason: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Ask in writing that an open round be made void; until the answer it is neither closed nor counted.

    Asking again while a request waits gives that request.
    """
    round_ = queries.lock_round(session, round_id)
    panel = commissions.lock_panel(session, round_.panel_id)
    must_be_secretary(panel, actor)
    if round_.state != RoundState.OPEN:
        raise RuleViolatedError("ROUND_NOT_OPEN")
    if (waiting := queries.find_void_request(session, round_id)) is not None:
        return waiting.id
    concerned = None if ground is VoidGround.TECHNICAL_FAILURE else seat_id
    roll = {line.seat_id for line in queries.roll_of(session, round_id)}
    if code := round_rules.reasons_against_void_request(ground, concerned, roll):
        raise RuleViolatedError(code, field="seat_id")
    request = VoidRequest(
        round_id=round_id, ground=ground.value, seat_id=concerned, reason=reason, requested_by=actor.id,
        requested_at=clock(),
    )  # fmt: skip
    session.add(request)
    session.flush()
    audit.record(
        session, "voting.round.void_requested", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=reason, round=round_.no, ground=ground.value, seat=concerned,
    )  # fmt: skip
    return request.id


@cites("D-04", "A-03", "S-08")
def answer_void(session: Session, round_id: int, *, is_granted: bool, answer: str, actor: Actor, clock: Clock) -> None:
    """Decide on the request to void a round.

    Granted: the ballots stay sealed for good, the panel is back in session, and the member
    concerned takes no part in the next round. Refused: the round goes on, or is closed if its time
    ran out meanwhile.
    """
    round_ = queries.lock_round(session, round_id)
    panel = commissions.lock_panel(session, round_.panel_id)
    must_be_approver(panel, actor)
    request = queries.find_void_request(session, round_id)
    if request is None or round_.state != RoundState.OPEN:
        raise RuleViolatedError("NO_VOID_REQUEST")
    request.is_granted, request.answer = is_granted, answer
    request.answered_by, request.answered_at = actor.id, clock()
    if is_granted:
        commission_service.advance(session, panel, "P19", actor=actor, clock=clock, reason=answer)
        _make_void(session, round_, request, actor, clock)
    audit.record(
        session, "voting.round.voided" if is_granted else "voting.round.void_refused", by=actor, at=clock(),
        panel=panel.id, matter=panel.matter_id, reason=answer, round=round_.no, ground=request.ground,
        seat=request.seat_id,
    )  # fmt: skip


def _make_void(session: Session, round_: Round, request: VoidRequest, actor: Actor, clock: Clock) -> None:
    round_.state, round_.voided_at = RoundState.VOID, clock()
    session.execute(delete(Draft).where(Draft.round_id == round_.id))
    if request.seat_id is None:
        return
    line = queries.find_attendance(session, round_.sitting_id, request.seat_id)
    if line is None:
        return
    if request.ground == VoidGround.MEMBER_LEFT:
        line.state, line.left_at, line.reason = AttendanceState.LEFT, clock(), request.reason
    else:
        line.is_voting, line.barred_reason = False, BAR_WORDS
        commission_service.recuse_seat(
            session, round_.panel_id, request.seat_id, reason=request.reason, actor=actor, clock=clock
        )
