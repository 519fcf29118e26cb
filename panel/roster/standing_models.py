"""Tables of an expert's terms, suspensions and appraisals."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime
from panel.roster.standing_facts import ReturnBy

EXPERT, ACCOUNT = "roster_expert.id", "accounts_account.id"
RUNNING = text("ended_at IS NULL")


class Term(Base):
    """A term of an expert in a committee, by one letter of appointment."""

    __tablename__ = "roster_term"
    __table_args__ = (
        CheckConstraint("term_from <= term_to", name="term"),
        CheckConstraint("is_renewal = (reexamined_by IS NOT NULL)", name="reexamined"),
        CheckConstraint("reexamined_by <> decided_by", name="sod_renewed"),
        {"comment": "terms of experts in committees, one per letter of appointment"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey(EXPERT), index=True, comment="expert")
    committee_id: Mapped[int] = mapped_column(ForeignKey("roster_committee.id"), comment="committee")
    number: Mapped[str] = mapped_column(String(80), unique=True, comment="number of the letter of appointment")
    term_from: Mapped[date] = mapped_column(Date, comment="first day of the term")
    term_to: Mapped[date] = mapped_column(Date, comment="last day of the term")
    is_renewal: Mapped[bool] = mapped_column(comment="whether it renews an earlier term")
    reexamined_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account that re-examined")
    reexamination: Mapped[str] = mapped_column(default="", comment="opinion of the re-examination")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account; empty for the system")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was decided or carried over")
    letter_file_id: Mapped[int | None] = mapped_column(
        ForeignKey("files_file.id"), comment="letter as docx; empty where an earlier register wrote it"
    )
    ended_on: Mapped[date | None] = mapped_column(Date, comment="day it ended before its last day")


class Suspension(Base):
    """A suspension: a rung of the ladder, its last day, and how the expert comes back."""

    __tablename__ = "roster_suspension"
    __table_args__ = (
        CheckConstraint("rung BETWEEN 1 AND 3", name="rung"),
        CheckConstraint("from_on <= until", name="span"),
        CheckConstraint(f"return_by IN ({', '.join(repr(one.value) for one in ReturnBy)})", name="return_by"),
        CheckConstraint("(pledge IS NULL) = (pledged_at IS NULL)", name="pledge"),
        Index(
            "uq_roster_suspension_running",
            "expert_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        {"comment": "suspensions of experts with rung, end and way back"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey(EXPERT), index=True, comment="expert")
    rung: Mapped[int | None] = mapped_column(comment="rung of the ladder; empty for one of an earlier register")
    proposed_rung: Mapped[int | None] = mapped_column(comment="rung that the integrity record proposed")
    from_on: Mapped[date] = mapped_column(Date, comment="first day")
    until: Mapped[date] = mapped_column(Date, comment="last day")
    return_by: Mapped[str] = mapped_column(String(10), comment="see ReturnBy")
    reason: Mapped[str] = mapped_column(default="", comment="reason given")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account; empty for the system")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was decided")
    pledge: Mapped[str | None] = mapped_column(comment="the expert's written pledge")
    pledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the expert pledged")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it ended; empty while it runs")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="account; empty for the system")


class Appraisal(Base):
    """What the official of a panel thought of an expert's work in it; one for each expert and panel."""

    __tablename__ = "roster_appraisal"
    __table_args__ = (
        UniqueConstraint("expert_id", "panel_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        {"comment": "appraisals of experts after a panel; never changed"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey(EXPERT), comment="expert")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), index=True, comment="panel")
    score: Mapped[int] = mapped_column(comment="out of a hundred")
    words: Mapped[str] = mapped_column(comment="the appraisal in words")
    by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="official of the panel")
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
