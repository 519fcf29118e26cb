"""The table of events. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime


class Event(Base):
    """One act, with the canonical bytes that its digest was taken over."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_panel_id_id", "panel_id", "id"),
        Index("ix_audit_event_matter_id_id", "matter_id", "id"),
        {"comment": "append-only log of every act"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    action: Mapped[str] = mapped_column(String(80), comment="room.noun.verb, e.g. voting.round.closed")
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="server time of the act")
    actor_id: Mapped[int | None] = mapped_column(comment="account that acted; empty for the system")
    actor_name: Mapped[str] = mapped_column(String(80), comment="name at the time of the act")
    actor_role: Mapped[str] = mapped_column(String(20), comment="role at the time of the act")
    actor_org_id: Mapped[int | None] = mapped_column(comment="organisation at the time of the act")
    address: Mapped[str] = mapped_column(String(64), comment="network address the act came from")
    panel_id: Mapped[int | None] = mapped_column(comment="panel concerned")
    matter_id: Mapped[int | None] = mapped_column(comment="matter concerned")
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="values before the act")
    after: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="values after the act")
    reason: Mapped[str | None] = mapped_column(comment="reason given")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="further facts of the act")
    entry: Mapped[bytes] = mapped_column(LargeBinary, comment="RFC 8785 bytes of the whole event")
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32), comment="RFC 9162 leaf hash of entry")
