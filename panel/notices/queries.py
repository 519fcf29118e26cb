"""Reading mail that waits or failed."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from panel.accounts.queries import account_scope
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError
from panel.kernel.tasks import Task
from panel.notices.facts import MessageState
from panel.notices.models import Message

NOT_DELIVERED = or_(Message.state == MessageState.FAILED, (Message.state == MessageState.WAITING) & (Message.tries > 0))


@cites("3.5.0-a", "S-06", "D-08")
def visible_to(session: Session, viewer: Actor, now: datetime) -> ColumnElement[bool]:
    """秘书查看本单位发出的通知，管理员查看所服务机构的投递情况，不看内容；催票通知在该轮表决结束前谁也不看。

    Whom a reminder goes to tells who has not voted.
    """
    if viewer.role is Role.SYSTEM:
        return true()
    is_told = or_(Message.private_until.is_(None), Message.private_until <= now)
    if viewer.role is Role.IT_ADMIN:
        return and_(is_told, Message.org_id.in_(account_scope(session, viewer)))
    return and_(is_told, Message.org_id == viewer.org_id) if viewer.role is Role.SECRETARY else false()


def list_undelivered(
    session: Session, viewer: Actor, now: datetime, *, offset: int = 0, limit: int = 50
) -> Sequence[Message]:
    """Give the messages that could not be delivered so far, the latest first."""
    chosen = select(Message).where(visible_to(session, viewer, now), NOT_DELIVERED).order_by(Message.id.desc())
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def count_undelivered(session: Session, viewer: Actor, now: datetime) -> int:
    """Count the messages that could not be delivered so far."""
    return session.scalar(select(func.count(Message.id)).where(visible_to(session, viewer, now), NOT_DELIVERED)) or 0


def count_waiting(session: Session, viewer: Actor, now: datetime) -> int:
    """Count the messages that have not been tried yet."""
    waiting = (Message.state == MessageState.WAITING, Message.tries == 0)
    return session.scalar(select(func.count(Message.id)).where(visible_to(session, viewer, now), *waiting)) or 0


def lock_message(session: Session, message_id: int, viewer: Actor, now: datetime) -> Message:
    """Give a message for a decision, if the viewer may know of it."""
    chosen = select(Message).where(Message.id == message_id, visible_to(session, viewer, now)).with_for_update()
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_by_key(session: Session, key: str) -> Message | None:
    """Give the message of an occasion, or None."""
    return session.scalar(select(Message).where(Message.key == key))


def is_anything_due(session: Session, now: datetime) -> bool:
    """Tell whether a message is due."""
    due = exists().where(Message.state == MessageState.WAITING, Message.due_at <= now)
    return bool(session.scalar(select(due)))


def lock_due(session: Session, now: datetime, limit: int) -> Sequence[Message]:
    """Give the messages that are due and that no other worker holds."""
    chosen = (
        select(Message).where(Message.state == MessageState.WAITING, Message.due_at <= now).order_by(Message.due_at)
    )
    return session.scalars(chosen.limit(limit).with_for_update(skip_locked=True)).all()


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Tell secretaries and administrators that mail was given up."""
    if actor.role not in {Role.SECRETARY, Role.IT_ADMIN}:
        return []
    failed = select(func.count(Message.id), func.min(Message.queued_at)).where(
        visible_to(session, actor, now), Message.state == MessageState.FAILED
    )
    number, since = session.execute(failed).one()
    if not number:
        return []
    about = _("%(number)s 件通知未送达", number=number)
    return [Task(_("处理未送达的通知"), about, "notices.list_undelivered", since=since, is_urgent=since < now)]
