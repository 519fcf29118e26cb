"""Reading volumes, items and attached papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.archive.models import Attachment, Item, Volume
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.commissions.queries import PanelFilter
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError
from panel.kernel.tasks import Task

MOST_TASKS = 50


def find_volume(session: Session, panel_id: int) -> Volume | None:
    """Give the panel's newest volume, or None."""
    newest = select(Volume).where(Volume.panel_id == panel_id).order_by(Volume.no.desc()).limit(1)
    return session.scalar(newest)


def lock_volume(session: Session, panel_id: int) -> Volume:
    """Give the panel's newest volume for a decision; the caller has locked the panel."""
    found = find_volume(session, panel_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def next_no(session: Session, panel_id: int) -> int:
    """Give the number of a panel's next volume; the caller has locked the panel."""
    return (session.scalar(select(func.max(Volume.no)).where(Volume.panel_id == panel_id)) or 0) + 1


def list_items(session: Session, volume_id: int) -> Sequence[Item]:
    """Give a volume's items in their order."""
    return session.scalars(select(Item).where(Item.volume_id == volume_id).order_by(Item.no)).all()


def get_item(session: Session, panel_id: int, item_id: int) -> Item:
    """Give an item of a panel's volume."""
    chosen = select(Item).join(Volume, Volume.id == Item.volume_id)
    found = session.scalar(chosen.where(Item.id == item_id, Volume.panel_id == panel_id))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_attachments(session: Session, panel_id: int) -> Sequence[Attachment]:
    """Give the papers attached to a panel's file, the oldest first."""
    return session.scalars(select(Attachment).where(Attachment.panel_id == panel_id).order_by(Attachment.id)).all()


def find_attachment_by_form(session: Session, form_key: str) -> Attachment | None:
    """Give the paper that a form has attached already, or None."""
    return session.scalar(select(Attachment).where(Attachment.form_key == form_key))


def list_volumes(session: Session, viewer: Actor, text: str = "") -> list[tuple[Volume, Any]]:
    """Give the archived volumes with their panels that a reader may know of, the newest first."""
    wanted = PanelFilter(text=text, course=PanelState.ARCHIVED.value)
    panels = {one.id: one for one in commissions.list_panels(session, viewer, wanted, limit=500)}
    chosen = select(Volume).where(Volume.panel_id.in_(panels), Volume.state == "ARCHIVED")
    rows = session.scalars(chosen.order_by(Volume.checked_at.desc())).all()
    return [(row, panels[row.panel_id]) for row in rows]


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give the secretary the panels to be filed, and the official the volumes to be checked."""
    if actor.role not in {Role.SECRETARY, Role.OFFICIAL}:
        return []
    wanted = PanelFilter(course=PanelState.SIGNED.value, is_mine=actor.role is Role.SECRETARY)
    tasks = []
    for panel in commissions.list_panels(session, actor, wanted, limit=MOST_TASKS):
        volume = find_volume(session, panel.id)
        is_filed = volume is not None and volume.state == "FILED"
        if actor.role is Role.SECRETARY and not is_filed:
            tasks.append(_task(panel, _("立卷归档")))
        if actor.role is Role.OFFICIAL and is_filed and panel.org_id == actor.org_id:
            tasks.append(_task(panel, _("检查案卷并归档")))
    return tasks


def _task(panel: Any, title: str) -> Task:
    about = f"{panel.number} {panel.title}"
    return Task(title=title, about=about, endpoint="archive.show_volume", values={"panel_id": panel.id})
