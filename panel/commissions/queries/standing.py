"""Reading a panel for one reader: the row, what decides over the acts, and the acts that are open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.commissions import act_rules, rules
from panel.commissions.facts import SEATING, Act, Fault, PanelState, SeatKind, SeatState, Standing, WaiverKind
from panel.commissions.models import Material, Objection, Panel, Seat, Waiver
from panel.commissions.queries.panels import content_of, get_panel
from panel.commissions.queries.quotas import list_kept_faults
from panel.commissions.queries.seats import list_seats
from panel.draw import queries as draws
from panel.draw.facts import DrawState, Kept, Party
from panel.guidance import parameter
from panel.kernel.actor import Actor
from panel.kernel.clock import beijing_date
from panel.recusal import queries as recusals

if TYPE_CHECKING:
    from panel.draw.models import Draw


@dataclass(frozen=True, slots=True)
class Sheet:
    """A panel as its pages need it: rows that every page asks for, and what the reader may do."""

    panel: Panel
    seats: Sequence[Seat]
    waivers: Sequence[Waiver]
    objections: Sequence[Objection]
    faults: Sequence[Fault]
    standing: Standing
    acts: frozenset[Act]


def list_faults(panel: Panel, now: datetime) -> list[Fault]:
    """List what a draft still lacks before it can go to the approver."""
    on = beijing_date(now)
    faults = rules.reasons_against_commission(
        content_of(panel), is_complex=panel.is_complex, panel_min=parameter("panel_min", on=on),
        panel_min_complex=parameter("panel_min_complex", on=on), reserves_min=parameter("reserves_min", on=on), now=now,
    )  # fmt: skip
    return [*faults, *list_kept_faults(panel, on)]


def get_sheet(session: Session, panel_id: int, viewer: Actor, now: datetime) -> Sheet:
    """Read a panel for one reader; one that the reader may not know of is not found."""
    panel = get_panel(session, panel_id, viewer=viewer)
    seats = list_seats(session, panel_id)
    waivers = session.scalars(select(Waiver).where(Waiver.panel_id == panel_id).order_by(Waiver.id)).all()
    objections = session.scalars(select(Objection).where(Objection.panel_id == panel_id).order_by(Objection.id)).all()
    drawn = draws.list_draws(session, panel_id)
    unreleased, unresolved = _open_counts(session, panel_id)
    faults = list_faults(panel, now) if panel.state == "DRAFT" else []
    on = beijing_date(now)
    standing = Standing(
        panel=panel.facts(), role=viewer.role, actor_id=viewer.id, org_id=viewer.org_id,
        grounds=frozenset(panel.complexity_grounds), is_complete=not faults,
        drawn_by=draws.find_preparer(drawn), **_lots(session, panel, drawn),
        redraw_consents=_agreed(waivers, WaiverKind.REDRAW) - draws.count_redraws(drawn),
        open_waivers=frozenset(WaiverKind(one.kind) for one in waivers if one.answer is None),
        seats=Counter(SeatState(seat.state) for seat in seats),
        pending=sum(seat.state == SeatState.INVITED and seat.answered_at is not None for seat in seats),
        reserves_left=sum(seat.kind == SeatKind.RESERVE and seat.state == SeatState.DRAWN for seat in seats),
        has_objection=any(one.answer is None for one in objections),
        has_single_waiver=_agreed(waivers, WaiverKind.SINGLE_EXPERT) > 0,
        unreleased=unreleased, unresolved=unresolved, panel_min=parameter("panel_min", on=on),
        panel_min_complex=parameter("panel_min_complex", on=on), allow_single=parameter("allow_single_expert", on=on),
    )  # fmt: skip
    return Sheet(panel, seats, waivers, objections, faults, standing, act_rules.open_acts(standing))


def _open_counts(session: Session, panel_id: int) -> tuple[int, int]:
    """Count in one statement the pieces not yet released and the undecided conflicts of members."""
    unreleased = select(func.count(Material.id)).where(
        Material.panel_id == panel_id, Material.pack_no.is_(None), Material.withdrawn_at.is_(None)
    )
    members = select(Seat.expert_id).where(Seat.panel_id == panel_id, Seat.state == SeatState.ACCEPTED)
    row = session.execute(select(unreleased.scalar_subquery(), recusals.count_unresolved(panel_id, members))).one()
    return row[0] or 0, row[1] or 0


def _lots(session: Session, panel: Panel, drawn: "Sequence[Draw]") -> dict[str, frozenset[Party]]:
    """Tell who has committed, whose envelope is awaited, and whose link for the prepared draw is public.

    A panel that is past its draws is not asked for them.
    """
    can_draw = panel.state in {PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING}
    commitments = draws.commitments_of(session, panel.id) if can_draw else {}
    prepared = next((draw for draw in drawn if draw.state == DrawState.PREPARED), None)
    awaited = [party for party, one in commitments.items() if one.kept == Kept.OWN and one.received_by is None]
    return {
        "committed": frozenset(commitments),
        "awaited_envelopes": frozenset(awaited),
        "revealed": frozenset(draws.reveals_of(session, prepared.id)) if prepared else frozenset(),
    }


def _agreed(waivers: Sequence[Waiver], kind: WaiverKind) -> int:
    """Count the requests of a kind that the approver agreed to."""
    return sum(one.kind == kind and one.answer == "agreed" for one in waivers)
