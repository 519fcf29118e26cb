"""The table of mail that waits."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime, technical


class Message(Base):
    """One mail to one person, sent once however often it is asked for."""

    __tablename__ = "notices_message"
    __table_args__: Any = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_notices_message_state_due_at", "state", "due_at"),
        technical("an outbox: the act that caused a mail has its own event") | {"comment": "mail that waits or went"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the message")
    key: Mapped[str] = mapped_column(String(120), unique=True, comment="names the occasion; a second one is dropped")
    to: Mapped[str] = mapped_column(String(200), comment="mail address")
    subject: Mapped[str] = mapped_column(String(200), comment="subject line")
    body: Mapped[str] = mapped_column(comment="plain text")
    panel_id: Mapped[int | None] = mapped_column(index=True, comment="panel concerned")
    org_id: Mapped[int | None] = mapped_column(index=True, comment="organisation whose secretaries see it")
    private_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="until when nobody is shown it, since whom it goes to would tell something"
    )
    state: Mapped[str] = mapped_column(String(8), default="waiting", comment="waiting, sent or failed")
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was asked for")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it is tried next")
    tries: Mapped[int] = mapped_column(default=0, comment="times tried")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the mail server took it")
    last_error: Mapped[str] = mapped_column(String(300), default="", comment="what the mail server said last")
