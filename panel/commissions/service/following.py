"""Who is called next: drawn members first, then reserves in their order, as long as the panel stays a valid one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel.commissions.facts import SeatKind, SeatState
from panel.commissions.models import Panel, Seat
from panel.draw import queries as draws
from panel.draw import rules as draw_rules
from panel.guidance import cites
from panel.roster import queries as roster

ACTIVE = (SeatState.INVITED, SeatState.ACCEPTED)


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
