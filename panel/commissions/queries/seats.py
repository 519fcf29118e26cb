"""Reading the seats of panels."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from panel.commissions.facts import SEATING, PanelState, SeatKind, SeatState
from panel.commissions.models import Panel, Seat
from panel.kernel.actor import Actor
from panel.kernel.errors import NotFoundError
from panel.recusal import queries as recusals

IN_ORDER = (Seat.rank.is_(None), Seat.rank, Seat.id)


def list_seats(session: Session, panel_id: int) -> Sequence[Seat]:
    """Give every seat of a panel in the order of the draw; released ones come last."""
    return session.scalars(select(Seat).where(Seat.panel_id == panel_id).order_by(*IN_ORDER)).all()


def list_members(session: Session, panel_id: int) -> Sequence[Seat]:
    """Give the seats that were accepted, in the order of the draw: after the constitution these are the members."""
    chosen = select(Seat).where(Seat.panel_id == panel_id, Seat.state == SeatState.ACCEPTED)
    return session.scalars(chosen.order_by(*IN_ORDER)).all()


def get_seat(session: Session, panel_id: int, seat_id: int) -> Seat:
    """Give a seat of a panel."""
    found = session.scalar(select(Seat).where(Seat.id == seat_id, Seat.panel_id == panel_id))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def accepted_seat(session: Session, panel_id: int, viewer: Actor) -> Seat:
    """Give the viewer's seat on a panel once the invitation was accepted."""
    chosen = select(Seat).where(
        Seat.panel_id == panel_id, Seat.account_id == viewer.id, Seat.state == SeatState.ACCEPTED
    )
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def own_seat(session: Session, seat_id: int, viewer: Actor) -> Seat:
    """Give the viewer's own seat, from the invitation on."""
    chosen = select(Seat).where(Seat.id == seat_id, Seat.account_id == viewer.id, Seat.invited_at.is_not(None))
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_seat(session: Session, seat_id: int) -> Seat:
    """Give a seat for a decision; the caller has locked its panel."""
    found = session.get(Seat, seat_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def seat_of_account(session: Session, panel_id: int, account_id: int) -> Seat | None:
    """Give the seat of an account on a panel, in whatever state, or None."""
    return session.scalar(select(Seat).where(Seat.panel_id == panel_id, Seat.account_id == account_id))


def panels_accepted(account_id: Any) -> Select[int]:
    """Choose the panels on which an account holds a seat that was accepted and not lost since."""
    return select(Seat.panel_id).where(Seat.account_id == account_id, Seat.state == SeatState.ACCEPTED)


def next_reserve(session: Session, panel_id: int) -> Seat | None:
    """Give the first reserve in the order of the draw that was not called yet, or None."""
    chosen = select(Seat).where(Seat.panel_id == panel_id, Seat.kind == SeatKind.RESERVE, Seat.state == SeatState.DRAWN)
    return session.scalar(chosen.order_by(Seat.rank).limit(1))


def last_sittings(session: Session, panel: Panel, most: int) -> list[tuple[str, frozenset[int]]]:
    """Give the department's last other panels by approval, the latest first: number, and the experts who sit on it.

    One who is to be invited or may still accept sits; a reserve who was not called does not. Cancelled panels,
    replays and panels without seats are none.
    """
    sits = or_(
        Seat.state.in_([SeatState.INVITED, SeatState.ACCEPTED]),
        and_(Seat.state == SeatState.DRAWN, Seat.kind == SeatKind.MEMBER),
    )
    last = (
        select(Panel.id)
        .where(
            Panel.org_id == panel.org_id, Panel.id != panel.id, Panel.approved_at.is_not(None),
            Panel.state != PanelState.CANCELLED, ~Panel.is_replay,
            exists().where(Seat.panel_id == Panel.id, sits),
        )
        .order_by(Panel.approved_at.desc(), Panel.id.desc())
        .limit(most)
    )  # fmt: skip
    chosen = (
        select(Panel.id, Panel.number, Seat.expert_id)
        .join(Seat, Seat.panel_id == Panel.id)
        .where(sits, Panel.id.in_(last))
        .order_by(Panel.approved_at.desc(), Panel.id.desc())
    )
    found: dict[int, tuple[str, set[int]]] = {}
    for number, words, expert_id in session.execute(chosen):
        found.setdefault(number, (words or "", set()))[1].add(expert_id)
    return [(words, frozenset(experts)) for words, experts in found.values()]


def count_by_state(session: Session, panel_id: int) -> Counter[SeatState]:
    """Count the seats of a panel by state."""
    grouped = select(Seat.state, func.count()).where(Seat.panel_id == panel_id).group_by(Seat.state)
    return Counter({SeatState(state): number for state, number in session.execute(grouped)})


def expired_seats(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Give `(panel id, seat id)` of the invitations whose time is over without an answer, of panels still seating."""
    chosen = (
        select(Seat.panel_id, Seat.id)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(
            Seat.state == SeatState.INVITED,
            Seat.answered_at.is_(None),
            Seat.answer_by <= now,
            Panel.state.in_([str(state) for state in SEATING]),
        )
    )
    return session.execute(chosen.order_by(Seat.panel_id, Seat.rank)).all()


def count_unresolved(session: Session, panel_id: int) -> int:
    """Count the undecided conflicts that a screening, or a person, found of members."""
    members = select(Seat.expert_id).where(Seat.panel_id == panel_id, Seat.state == SeatState.ACCEPTED)
    return session.scalar(select(recusals.count_unresolved(panel_id, members))) or 0


def pending_conflicts(session: Session, panel_id: int) -> Sequence[Seat]:
    """Give the seats whose declared tie waits for the approver."""
    chosen = select(Seat).where(
        Seat.panel_id == panel_id, Seat.state == SeatState.INVITED, Seat.answered_at.is_not(None)
    )
    return session.scalars(chosen.order_by(Seat.rank)).all()


def list_invitations(session: Session, account_id: int) -> Sequence[tuple[Seat, Panel]]:
    """Give an expert's invitations with their panels, the latest first."""
    chosen = (
        select(Seat, Panel)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Seat.account_id == account_id, Seat.invited_at.is_not(None))
        .order_by(Seat.invited_at.desc(), Seat.id.desc())
    )
    return session.execute(chosen).all()
