"""Who is called next: drawn members first, then reserves in their order, as long as the panel stays a valid one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries
from panel.commissions.facts import SeatKind, SeatState
from panel.commissions.models import Panel, Seat
from panel.draw import queries as draws
from panel.draw import rules as draw_rules
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.recusal import queries as recusals
from panel.roster import queries as roster
from panel.roster import rules as standing
from panel.roster.facts import STATE_LABELS, ExpertState

ACTIVE = (SeatState.INVITED, SeatState.ACCEPTED)


@cites("D-01", "4.1.1-c", "4.1.2-a")
def release_unfit(session: Session, panel: Panel, *, actor: Actor, clock: Clock) -> None:
    """Release those drawn who may not sit any more: found to be recused since, or no longer appointed."""
    on = beijing_date(clock())
    drawn = [seat for seat in queries.list_seats(session, panel.id) if seat.state == SeatState.DRAWN]
    recused = recusals.confirmed_grounds(session, panel.id)
    states = {
        one.id: standing.state_on(one.state, one.term_to, on)
        for one in roster.expert_facts(session, [seat.expert_id for seat in drawn], on)
    }
    for seat in drawn:
        state = states[seat.expert_id]
        if seat.expert_id not in recused and state is ExpertState.APPOINTED:
            continue
        rank, seat.state, seat.rank = seat.rank, SeatState.RELEASED, None
        seat.reason = recused.get(seat.expert_id) or str(STATE_LABELS[state])
        audit.record(
            session, "commissions.seat.left", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
            before={"state": SeatState.DRAWN.value}, after={"state": SeatState.RELEASED.value}, reason=seat.reason,
            seat=seat.id, rank=rank, step="P10",
        )  # fmt: skip
    session.flush()


@cites("A-02", "D-02", "D-17")
def next_in_order(session: Session, panel: Panel, seats: Sequence[Seat], wanted: int, on: date) -> list[Seat]:
    """Give the next seats to be called, at most as many as wanted.

    A reserve who would break a limit of the draw, such as a second member from one employer, is passed over and
    keeps the place; a panel that was appointed directly has no such limits.
    """
    waiting = [seat for seat in seats if seat.state == SeatState.DRAWN]
    waiting.sort(key=lambda seat: (seat.kind != SeatKind.MEMBER, seat.rank or 0))
    if wanted <= 0 or not waiting:
        return []
    draw = draws.find_last_by_lot(draws.list_draws(session, panel.id))
    if draw is None:
        return waiting[:wanted]
    policy = draw.frozen["policy"]
    staying = [seat for seat in seats if seat.state in ACTIVE]
    candidates = _candidates(session, [*staying, *waiting], draws.labels_of(draw), on)
    members = [candidates[seat.expert_id] for seat in staying]
    called: list[Seat] = []
    for seat in waiting:
        one = candidates[seat.expert_id]
        fits = seat.kind == SeatKind.MEMBER or draw_rules.may_follow(one, members, policy)
        if fits and len(called) < wanted:
            called.append(seat)
            members.append(one)
    return called


def _candidates(
    session: Session, seats: Sequence[Seat], labels: Mapping[int, str], on: date
) -> dict[int, dict[str, Any]]:
    """Give the experts of seats as the draw saw them; pairs that stay apart are kept under its labels."""
    return {
        expert.id: {
            "label": labels.get(expert.id, expert.code),
            "disciplines": sorted(expert.disciplines),
            "employer": expert.employer_code or expert.employer,
            "region": expert.region,
            "senior": expert.is_senior,
            "insider": expert.is_insider,
        }
        for expert in roster.expert_facts(session, [seat.expert_id for seat in seats], on)
    }
