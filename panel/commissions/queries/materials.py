"""Reading the material pack and who has read it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.commissions.facts import SeatState
from panel.commissions.models import Material, Pack, Reading, Seat
from panel.kernel.errors import NotFoundError


def get_material(session: Session, material_id: int) -> Material:
    """Give a piece by its number; whether the reader may see it is the caller's question."""
    found = session.get(Material, material_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_material_by_form(session: Session, form_key: str) -> Material | None:
    """Give the piece that a form has added already, or None."""
    return session.scalar(select(Material).where(Material.form_key == form_key))


def next_material_no(session: Session, panel_id: int) -> int:
    """Give the place of the next piece; the caller has locked the panel."""
    return (session.scalar(select(func.max(Material.no)).where(Material.panel_id == panel_id)) or 0) + 1


def list_materials(session: Session, panel_id: int, *, is_released: bool | None = None) -> Sequence[Material]:
    """Give the pieces that were not taken out, in their order: all, only released, or only waiting ones."""
    chosen = (
        select(Material).where(Material.panel_id == panel_id, Material.withdrawn_at.is_(None)).order_by(Material.no)
    )
    if is_released is not None:
        chosen = chosen.where(Material.pack_no.is_not(None) if is_released else Material.pack_no.is_(None))
    return session.scalars(chosen).all()


def list_packs(session: Session, panel_id: int) -> Sequence[Pack]:
    """Give a panel's releases, the first first."""
    return session.scalars(select(Pack).where(Pack.panel_id == panel_id).order_by(Pack.no)).all()


def latest_pack(session: Session, panel_id: int) -> Pack | None:
    """Give the latest release, or None before the first."""
    return session.scalar(select(Pack).where(Pack.panel_id == panel_id).order_by(Pack.no.desc()).limit(1))


def pack_digest(session: Session, panel_id: int) -> str | None:
    """Give the digest over everything released so far, or None before the first release."""
    pack = latest_pack(session, panel_id)
    return pack.sha256 if pack else None


def read_ids(session: Session, seat_id: int) -> frozenset[int]:
    """Give the numbers of the pieces a member has confirmed reading."""
    return frozenset(session.scalars(select(Reading.material_id).where(Reading.seat_id == seat_id)))


def list_readings(session: Session, panel_id: int) -> Sequence[Reading]:
    """Give every read receipt of a panel."""
    chosen = select(Reading).join(Seat, Seat.id == Reading.seat_id).where(Seat.panel_id == panel_id)
    return session.scalars(chosen.order_by(Reading.id)).all()


def count_unread(session: Session, panel_id: int) -> dict[int, int]:
    """Count for each member, by seat, the released pieces not yet confirmed."""
    released = (
        select(func.count()).select_from(Material).where(Material.panel_id == panel_id, Material.pack_no.is_not(None))
    )
    total = session.scalar(released) or 0
    read = (
        select(Seat.id, func.count(Reading.id))
        .outerjoin(Reading, Reading.seat_id == Seat.id)
        .where(Seat.panel_id == panel_id, Seat.state == SeatState.ACCEPTED)
        .group_by(Seat.id)
    )
    return {seat_id: total - number for seat_id, number in session.execute(read)}


def unread_seats(session: Session, panel_id: int) -> list[int]:
    """Give the seats of the members who have not confirmed every released piece."""
    return [seat_id for seat_id, number in count_unread(session, panel_id).items() if number > 0]


def list_released_materials(session: Session, panel_id: int) -> Sequence[Material]:
    """Give the pieces that went out to the members, in their order."""
    return list_materials(session, panel_id, is_released=True)
