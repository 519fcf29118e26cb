"""Reading waivers and objections."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from panel.commissions.facts import WaiverKind
from panel.commissions.models import Objection, Waiver
from panel.kernel.errors import NotFoundError

AGREED = "agreed"


def get_waiver(session: Session, waiver_id: int) -> Waiver:
    """Give a request by its number; whether the reader may see its panel is the caller's question."""
    found = session.get(Waiver, waiver_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_waiver(session: Session, waiver_id: int) -> Waiver:
    """Give a request for its answer; the caller has locked its panel."""
    found = session.get(Waiver, waiver_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_waiver_by_form(session: Session, form_key: str) -> Waiver | None:
    """Give the request that a form has made already, or None."""
    return session.scalar(select(Waiver).where(Waiver.form_key == form_key))


def list_waivers(session: Session, panel_id: int, kind: WaiverKind | None = None) -> Sequence[Waiver]:
    """Give a panel's requests in the order they were made, all or those of a kind."""
    chosen = select(Waiver).where(Waiver.panel_id == panel_id).order_by(Waiver.id)
    if kind is not None:
        chosen = chosen.where(Waiver.kind == kind)
    return session.scalars(chosen).all()


def open_waiver(session: Session, panel_id: int, kind: WaiverKind) -> Waiver | None:
    """Give the request of a kind that waits for its answer, or None."""
    return session.scalar(
        select(Waiver).where(Waiver.panel_id == panel_id, Waiver.kind == kind, Waiver.answer.is_(None))
    )


def has_single_expert_waiver(session: Session, panel_id: int) -> bool:
    """Tell whether the approver agreed that a single expert judges (A-10)."""
    agreed = exists().where(
        Waiver.panel_id == panel_id, Waiver.kind == WaiverKind.SINGLE_EXPERT, Waiver.answer == AGREED
    )
    return bool(session.scalar(select(agreed)))


def get_objection(session: Session, objection_id: int) -> Objection:
    """Give an objection by its number; whether the reader may see its panel is the caller's question."""
    found = session.get(Objection, objection_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_objection(session: Session, objection_id: int) -> Objection:
    """Give an objection for its decision; the caller has locked its panel."""
    found = session.get(Objection, objection_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_objection_by_form(session: Session, form_key: str) -> Objection | None:
    """Give the objection that a form has made already, or None."""
    return session.scalar(select(Objection).where(Objection.form_key == form_key))


def list_objections(session: Session, panel_id: int) -> Sequence[Objection]:
    """Give a panel's objections in the order they were made."""
    return session.scalars(select(Objection).where(Objection.panel_id == panel_id).order_by(Objection.id)).all()


def has_open_objection(session: Session, panel_id: int) -> bool:
    """Tell whether an objection waits for the approver."""
    waiting = exists().where(Objection.panel_id == panel_id, Objection.answer.is_(None))
    return bool(session.scalar(select(waiting)))
