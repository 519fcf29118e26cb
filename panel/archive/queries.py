"""Reading volumes, items and attached papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.archive.facts import VolumeState
from panel.archive.models import Attachment, Item, Volume
from panel.audit import queries as audit
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.commissions.queries import PanelFilter
from panel.conclusions import queries as conclusions
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError
from panel.kernel.tasks import Task

MOST_TASKS = 50


def find_volume(session: Session, panel_id: int) -> Volume | None:
    """Give the panel's newest volume, or None."""
    newest = select(Volume).where(Volume.panel_id == panel_id).order_by(Volume.no.desc()).limit(1)
    return session.scalar(newest)


def get_volume(session: Session, panel_id: int) -> Volume:
    """Give the panel's newest volume; whoever decides on it has locked the panel."""
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


def list_later_versions(session: Session, panel_id: int, volume: Volume | None) -> Sequence[Any]:
    """Give the corrections of the conclusion that were issued after the volume was put together."""
    if volume is None:
        return ()
    versions = conclusions.list_versions(session, panel_id)
    return [row for row in versions if row.issued_at is not None and row.issued_at > volume.filed_at]


def list_attachments(session: Session, panel_id: int) -> Sequence[Attachment]:
    """Give the papers attached to a panel's file, the oldest first."""
    return session.scalars(select(Attachment).where(Attachment.panel_id == panel_id).order_by(Attachment.id)).all()


def find_attachment_by_form(session: Session, form_key: str) -> Attachment | None:
    """Give the paper that a form has attached already, or None."""
    return session.scalar(select(Attachment).where(Attachment.form_key == form_key))


def count_volumes(session: Session, viewer: Actor, text: str = "") -> int:
    """Count the archived volumes that a reader may know of; an archived panel has exactly one."""
    return commissions.count_panels(session, viewer, PanelFilter(text=text, course=PanelState.ARCHIVED.value))


def list_volumes(
    session: Session, viewer: Actor, text: str = "", *, offset: int = 0, limit: int = 500
) -> list[tuple[Volume, Any]]:
    """Give a part of the archived volumes, with their panels, that a reader may know of; the last archived first."""
    known = commissions.select_ids(session, viewer, PanelFilter(text=text, course=PanelState.ARCHIVED.value))
    chosen = select(Volume).where(Volume.panel_id.in_(known), Volume.state == VolumeState.ARCHIVED.value)
    latest = chosen.order_by(Volume.checked_at.desc(), Volume.id.desc()).offset(offset).limit(limit)
    volumes = session.scalars(latest).all()
    panels = {one.id: one for one in commissions.list_panels_by_id(session, [row.panel_id for row in volumes])}
    return [(volume, panels[volume.panel_id]) for volume in volumes]


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give the secretary panels to file, the official volumes to check, the auditor those not looked into yet."""
    if actor.role is Role.AUDITOR:
        return _unread(session, actor)
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


def _unread(session: Session, actor: Actor) -> list[Task]:
    """List the archived volumes of which an auditor has taken no item; taking one is on record."""
    taken = audit.list_panels_acted_on(session, "archive.item.taken", actor.id or 0)
    waiting = [(volume, panel) for volume, panel in list_volumes(session, actor) if panel.id not in taken]
    return [_task(panel, _("查阅归档案卷"), since=volume.checked_at) for volume, panel in waiting[:MOST_TASKS]]


def _task(panel: Any, title: str, *, since: datetime | None = None) -> Task:
    about = f"{panel.number} {panel.title}"
    return Task(title=title, about=about, endpoint="archive.show_volume", values={"panel_id": panel.id}, since=since)
