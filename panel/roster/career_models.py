"""Tables of an expert's employers over time and of declared interests."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime

EXPERT, ACCOUNT = "roster_expert.id", "accounts_account.id"
STANDING_MAIN = text("is_main AND to_on IS NULL AND struck_at IS NULL")


class EmploymentRow(Base):
    """A post with an employer, present or past; a wrong entry is struck, never removed."""

    __tablename__ = "roster_employment"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="span"),
        CheckConstraint("(struck_at IS NULL) = (struck_reason IS NULL)", name="struck"),
        Index(
            "uq_roster_employment_main", "expert_id", unique=True, sqlite_where=STANDING_MAIN,
            postgresql_where=STANDING_MAIN,
        ),
        Index("ix_roster_employment_employer_code", "employer_code"),
        {"comment": "employers of an expert over time, with unified social credit codes"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey(EXPERT), index=True, comment="expert")
    employer: Mapped[str] = mapped_column(String(120), comment="name of the employer")
    employer_code: Mapped[str | None] = mapped_column(String(18), comment="unified social credit code of the employer")
    post: Mapped[str] = mapped_column(String(60), default="", comment="post held there")
    is_main: Mapped[bool] = mapped_column(comment="whether it is the main employer, not a further post")
    from_on: Mapped[date | None] = mapped_column(Date, comment="first day; empty where nobody stated it")
    to_on: Mapped[date | None] = mapped_column(Date, comment="last day; empty while it lasts")
    added_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account; empty for the system")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was struck as wrong")
    struck_reason: Mapped[str | None] = mapped_column(String(200), comment="why it was struck")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class InterestRow(Base):
    """A tie to a body that an expert declared; it ends, but is never removed."""

    __tablename__ = "roster_interest"
    __table_args__ = (
        CheckConstraint("declared_on <= ended_on", name="span"),
        Index("ix_roster_interest_unified_code", "unified_code"),
        {"comment": "interests declared by experts, present and past"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey(EXPERT), index=True, comment="expert")
    kind: Mapped[str] = mapped_column(String(20), comment="code list conflict_reasons")
    body: Mapped[str] = mapped_column(String(120), comment="name of the body the tie is to")
    unified_code: Mapped[str | None] = mapped_column(String(18), comment="unified social credit code of the body")
    detail: Mapped[str] = mapped_column(String(500), default="", comment="the tie in words")
    declared_on: Mapped[date] = mapped_column(Date, comment="day of the declaration")
    ended_on: Mapped[date | None] = mapped_column(Date, comment="day the tie ended; empty while it lasts")
    added_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account; empty for the system")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
