"""The tables of draws: commitments, frozen pool, reveals, outcome, and, apart from it, the names."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime

ACCOUNT = "accounts_account.id"
PARTY = "party IN ('organiser', 'witness')"


class Commitment(Base):
    """One party's commitment for a panel: the tip of its chain, and where the secret lies."""

    __tablename__ = "draw_commitment"
    __table_args__ = (
        UniqueConstraint("panel_id", "party"),
        CheckConstraint(PARTY, name="party"),
        CheckConstraint("kept IN ('system', 'own')", name="kept"),
        CheckConstraint("(kept = 'system') = (sealed IS NOT NULL)", name="sealed"),
        CheckConstraint("length(tip) = 64", name="tip"),
        CheckConstraint("(received_by IS NULL) = (received_at IS NULL)", name="received"),
        CheckConstraint("received_by IS NULL OR received_by <> account_id", name="third_person"),
        {"comment": "commitments of the two parties of a panel's draws"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the commitment")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), comment="panel")
    party: Mapped[str] = mapped_column(String(10), comment="organiser or witness")
    account_id: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who committed")
    tip: Mapped[str] = mapped_column(String(64), comment="tip of the chain, hexadecimal, published")
    kept: Mapped[str] = mapped_column(String(10), comment="where the secret lies: system or own")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, comment="secret under the installation's key")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was published")
    received_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver who took the envelope")
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the envelope was taken")


class Draw(Base):
    """One filling of seats, by lot or by direct appointment."""

    __tablename__ = "draw_draw"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint("kind IN ('random', 'direct')", name="kind"),
        CheckConstraint("method IN ('leximin', 'priority', '')", name="method"),
        CheckConstraint("state IN ('prepared', 'done', 'dropped')", name="state"),
        CheckConstraint("purpose IN ('first', 'again', 'added')", name="purpose"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done"),
        CheckConstraint("state <> 'done' OR (result IS NOT NULL AND record_sha256 IS NOT NULL)", name="result"),
        CheckConstraint("(kind = 'random') = (event IS NOT NULL)", name="event"),
        CheckConstraint("witness_id IS NULL OR witness_id <> drawn_by", name="two_persons"),
        CheckConstraint("kind <> 'random' OR state <> 'done' OR witness_id IS NOT NULL", name="witnessed"),
        CheckConstraint("kind <> 'direct' OR (approved_by IS NOT NULL AND reason <> '')", name="direct"),
        CheckConstraint("approved_by IS NULL OR approved_by <> drawn_by", name="approval"),
        Index(
            "uq_draw_draw_one_prepared", "panel_id", unique=True,
            sqlite_where=text("state = 'prepared'"), postgresql_where=text("state = 'prepared'"),
        ),
        {"comment": "draws: frozen pool, chances, outcome; a finished one is never updated"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the draw")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), comment="panel")
    no: Mapped[int] = mapped_column(comment="first, second … draw of the panel")
    event: Mapped[int | None] = mapped_column(comment="place of its links in the parties' chains; none if direct")
    kind: Mapped[str] = mapped_column(String(10), comment="by lot or direct")
    method: Mapped[str] = mapped_column(String(10), default="", comment="fair chances or order; empty if direct")
    purpose: Mapped[str] = mapped_column(String(12), comment="first, again or added")
    state: Mapped[str] = mapped_column(String(10), comment="prepared, done or dropped")
    frozen: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="pool, policy and chances as labels")
    pool_sha256: Mapped[str] = mapped_column(String(64), comment="digest of pool, policy and exclusions")
    names: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="who stands behind each label, kept apart")
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, comment="who is not in the pool and why")
    label_salt: Mapped[bytes] = mapped_column(LargeBinary(32), comment="salt of the labels")
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="members and reserves, by label")
    record: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="the draw's part of the transcript")
    record_sha256: Mapped[str | None] = mapped_column(String(64), comment="digest of the record")
    drawn_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="secretary who drew, or official who proposed")
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the pool was frozen")
    witness_id: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who revealed for the witness")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was drawn or appointed")
    reason: Mapped[str] = mapped_column(default="", comment="why direct, again or added")
    approved_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver of a direct appointment")


class Reveal(Base):
    """One party's link for one draw."""

    __tablename__ = "draw_reveal"
    __table_args__ = (
        UniqueConstraint("draw_id", "party"),
        CheckConstraint(PARTY, name="party"),
        CheckConstraint("via IN ('party', 'deposit')", name="via"),
        CheckConstraint("length(link) = 64", name="link"),
        CheckConstraint("(via = 'deposit') = (reason <> '')", name="refusal"),
        {"comment": "links revealed for draws"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the reveal")
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw_draw.id"), index=True, comment="draw")
    party: Mapped[str] = mapped_column(String(10), comment="organiser or witness")
    link: Mapped[str] = mapped_column(String(64), comment="link, hexadecimal, public from here on")
    via: Mapped[str] = mapped_column(String(10), comment="by the party, or from the deposit")
    revealed_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who revealed")
    revealed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    reason: Mapped[str] = mapped_column(default="", comment="why from the deposit")
