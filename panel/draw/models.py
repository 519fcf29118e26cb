"""The table of draws: the frozen pool, the seed, the outcome, and, apart from it, the names."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime

ACCOUNT = "accounts_account.id"


class Draw(Base):
    """One filling of seats, by lot or by direct appointment."""

    __tablename__ = "draw_draw"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint("kind IN ('random', 'direct')", name="kind"),
        CheckConstraint("state IN ('prepared', 'done', 'dropped')", name="state"),
        CheckConstraint("purpose IN ('first', 'again', 'added')", name="purpose"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done"),
        CheckConstraint("state <> 'done' OR (result IS NOT NULL AND record_sha256 IS NOT NULL)", name="result"),
        CheckConstraint("(kind = 'random' AND state = 'done') = (seed IS NOT NULL)", name="seed"),
        CheckConstraint("seed IS NULL OR length(seed) = 64", name="seed_hex"),
        CheckConstraint("witness_id IS NULL OR witness_id <> drawn_by", name="two_persons"),
        CheckConstraint("kind <> 'random' OR state <> 'done' OR witness_id IS NOT NULL", name="witnessed"),
        CheckConstraint("kind <> 'direct' OR (approved_by IS NOT NULL AND reason <> '')", name="direct"),
        CheckConstraint("approved_by IS NULL OR approved_by <> drawn_by", name="approval"),
        Index(
            "uq_draw_draw_one_prepared", "panel_id", unique=True,
            sqlite_where=text("state = 'prepared'"), postgresql_where=text("state = 'prepared'"),
        ),
        {"comment": "draws: frozen pool, seed, outcome; a finished one is never updated"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the draw")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), comment="panel")
    no: Mapped[int] = mapped_column(comment="first, second … draw of the panel")
    kind: Mapped[str] = mapped_column(String(10), comment="by lot or direct")
    purpose: Mapped[str] = mapped_column(String(12), comment="first, again or added")
    state: Mapped[str] = mapped_column(String(10), comment="prepared, done or dropped")
    frozen: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="pool and plan as labels; bound into the seed")
    pool_sha256: Mapped[str] = mapped_column(String(64), comment="digest of `frozen`")
    names: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="who stands behind each label, kept apart")
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, comment="who is not in the pool and why")
    label_salt: Mapped[bytes] = mapped_column(LargeBinary(32), comment="salt of the labels")
    seed: Mapped[str | None] = mapped_column(String(64), comment="32 random bytes, hexadecimal; made when drawing")
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="members, reserves and steps")
    record_sha256: Mapped[str | None] = mapped_column(String(64), comment="digest of the whole record")
    drawn_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="secretary who drew, or official who proposed")
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the pool was frozen")
    witness_id: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="official who witnessed")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was drawn or appointed")
    reason: Mapped[str] = mapped_column(default="", comment="why direct, again or added")
    approved_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver of a direct appointment")
