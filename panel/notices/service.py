"""Asking for a mail to be sent, and asking again for one that was given up."""

from datetime import datetime

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from panel import audit
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.notices import queries
from panel.notices.facts import MessageState
from panel.notices.models import Message


def address(path: str) -> str:
    """Give the full address of one of our pages, as it goes into a mail."""
    base: str = current_app.extensions["panel.settings"].base_url
    return base.rstrip("/") + path


def enqueue(
    session: Session, *, key: str, to: str, subject: str, body: str, at: datetime,
    panel_id: int | None = None, org_id: int | None = None, private_until: datetime | None = None,
) -> int:  # fmt: skip
    """Ask for a mail within the act that causes it, and give its number; the same occasion (`key`) is one mail.

    Until `private_until` nobody is shown to whom it goes, also when it could not be delivered. The subject
    is one line. Nothing of a ballot, a tendency or a secret goes into a mail.
    """
    if (found := queries.find_by_key(session, key)) is not None:
        return found.id
    message = Message(
        key=key, to=to, subject=" ".join(subject.split()), body=body, panel_id=panel_id, org_id=org_id,
        private_until=private_until, state=MessageState.WAITING, queued_at=at, due_at=at, tries=0,
    )  # fmt: skip
    session.add(message)
    session.flush()
    return message.id


def keep_private(session: Session, occasion: str, *, until: datetime) -> None:
    """Show the private messages of an occasion, which their keys begin with, to nobody until an instant."""
    own = (Message.key.startswith(occasion, autoescape=True), Message.private_until.is_not(None))
    session.execute(update(Message).where(*own).values(private_until=until))


def send_again(session: Session, message_id: int, *, actor: Actor, clock: Clock) -> None:
    """Put a message that was given up, or that waits for its next try, first in line again."""
    message = queries.lock_message(session, message_id, actor, clock())
    if message.state == MessageState.SENT:
        raise RuleViolatedError("MESSAGE_SENT")
    message.state, message.due_at, message.tries = MessageState.WAITING, clock(), 0
    audit.record(
        session, "notices.message.asked_again", by=actor, at=clock(), panel=message.panel_id, message=message.id
    )
