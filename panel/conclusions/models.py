"""Tables of conclusions and of what members did with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime

STATES = "'DRAFTED','IN_REVIEW','TO_SIGN','SIGNED'"


class Conclusion(Base):
    """A panel's written conclusion; a correction is a new version, the old one stays."""

    __tablename__ = "conclusions_conclusion"
    __table_args__ = (
        UniqueConstraint("panel_id", "version"),
        UniqueConstraint("number", "version"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("(state = 'SIGNED') = (issued_at IS NOT NULL)", name="issued"),
        CheckConstraint("(issued_at IS NULL) = (number IS NULL)", name="numbered"),
        CheckConstraint("(issued_at IS NULL) = (sha256 IS NULL)", name="hashed"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> drafted_by", name="reviewer"),
        CheckConstraint("issued_by IS NULL OR (issued_by <> drafted_by AND issued_by <> reviewed_by)", name="issuer"),
        Index("uq_conclusions_conclusion_open", "panel_id", unique=True, postgresql_where=text("state <> 'SIGNED'"),
              sqlite_where=text("state <> 'SIGNED'")),
        {"comment": "written conclusions; issued rows are never updated"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), index=True, comment="panel")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), comment="round that decided")
    version: Mapped[int] = mapped_column(comment="1 for the first, higher for corrections")
    state: Mapped[str] = mapped_column(String(12), comment="state, see ConclusionState")
    option: Mapped[str] = mapped_column(String(20), comment="option decided by the count; never typed")
    parts: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="nature, reasons, analysis, suggestions …")
    drafted_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="drafter")
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the draft was last saved")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it went to review")
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="reviewer")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the review was passed")
    return_reason: Mapped[str | None] = mapped_column(comment="why the reviewer returned it, last time")
    text_sha256: Mapped[str | None] = mapped_column(String(64), comment="digest of the frozen text that is signed")
    sign_until: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="end of the time for signing")
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="issuer")
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was issued")
    number: Mapped[str | None] = mapped_column(String(60), comment="number of the conclusion")
    docx_file_id: Mapped[int | None] = mapped_column(ForeignKey("files_file.id"), comment="the issued document")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 of the issued document")


class Signature(Base):
    """What a member of the deciding roll did with the conclusion."""

    __tablename__ = "conclusions_signature"
    __table_args__ = (
        UniqueConstraint("conclusion_id", "seat_id"),
        CheckConstraint("act IN ('sign','sign_with_statement','refuse','not_signed')", name="act"),
        CheckConstraint("act <> 'sign_with_statement' OR length(statement) > 0", name="statement"),
        {"comment": "signatures of members; never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusions_conclusion.id"), index=True, comment="what")
    seat_id: Mapped[int] = mapped_column(ForeignKey("commissions_seat.id"), comment="seat of the member")
    act: Mapped[str] = mapped_column(String(20), comment="sign, sign_with_statement, refuse, not_signed")
    statement: Mapped[str] = mapped_column(default="", comment="statement or reasons added")
    method: Mapped[str] = mapped_column(String(20), comment="how the person was asked again; system for a time limit")
    text_sha256: Mapped[str] = mapped_column(String(64), comment="digest of the text that was signed")
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
