"""Tables of committees, experts, their acts and their service."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime
from panel.roster.career_models import EmploymentRow, InterestRow
from panel.roster.facts import Act, ExpertState, Service
from panel.roster.import_models import RosterImport, RosterImportRow
from panel.roster.standing_models import Appraisal, Suspension, Term

__all__ = [
    "Appraisal",
    "Committee",
    "EmploymentRow",
    "Expert",
    "ExpertAct",
    "InterestRow",
    "RosterImport",
    "RosterImportRow",
    "ServiceRecord",
    "Suspension",
    "Term",
]


def _one_of(column: str, values: type[ExpertState] | type[Act] | type[Service]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Committee(Base):
    """An expert committee: the system's own, or that of a bureau."""

    __tablename__ = "roster_committee"
    __table_args__ = (
        CheckConstraint("term_from <= term_to", name="term"),
        {"comment": "expert committees with their terms"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the committee")
    code: Mapped[str] = mapped_column(String(20), unique=True, comment="stable code, e.g. C-330")
    name: Mapped[str] = mapped_column(String(120), comment="full name")
    owner_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="organisation that keeps it; headquarters for the system's own"
    )
    term_from: Mapped[date] = mapped_column(Date, comment="first day of its term")
    term_to: Mapped[date] = mapped_column(Date, comment="last day of its term")
    document_no: Mapped[str] = mapped_column(String(80), comment="number of the document that set it up")
    added_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that entered it; empty for the system"
    )
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class Expert(Base):
    """An expert, from the recommendation on."""

    __tablename__ = "roster_expert"
    __table_args__ = (
        CheckConstraint(_one_of("state", ExpertState), name="state"),
        CheckConstraint("gender IN ('男', '女')", name="gender"),
        CheckConstraint("(state = 'suspended') = (suspended_until IS NOT NULL)", name="suspended_until"),
        CheckConstraint(
            "state NOT IN ('appointed', 'suspended', 'term_ended') OR (committee_id IS NOT NULL AND "
            "appointment_no IS NOT NULL AND term_from IS NOT NULL AND term_to IS NOT NULL)",
            name="appointment",
        ),
        CheckConstraint("state NOT IN ('recommended', 'under_review') OR appointment_no IS NULL", name="not_yet"),
        CheckConstraint("term_from <= term_to", name="term"),
        CheckConstraint("appointed_by <> recommended_by", name="sod_appointed"),
        CheckConstraint("reviewed_by <> recommended_by AND reviewed_by <> appointed_by", name="sod_reviewed"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed"),
        CheckConstraint("(appointed_by IS NULL) = (appointed_at IS NULL)", name="appointed"),
        CheckConstraint("workload_limit >= 1", name="workload_limit"),
        CheckConstraint("(identity_sealed IS NULL) = (identity_index IS NULL)", name="identity"),
        Index("ix_roster_expert_state_committee_id", "state", "committee_id"),
        {"comment": "experts with the state, appointment and term of each"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the expert")
    code: Mapped[str] = mapped_column(
        String(20), unique=True, comment="code shown in lists, e.g. ZJ-0011; never changes"
    )
    name: Mapped[str] = mapped_column(String(80), index=True, comment="name")
    gender: Mapped[str] = mapped_column(String(2), comment="男 or 女")
    birth_year: Mapped[int] = mapped_column(comment="year of birth")
    main_discipline: Mapped[str] = mapped_column(String(8), index=True, comment="code list disciplines")
    second_discipline: Mapped[str | None] = mapped_column(String(8), comment="code list disciplines")
    further_disciplines: Mapped[list[str]] = mapped_column(
        JsonValue, default=list, comment="codes of the disciplines after the second"
    )
    title: Mapped[str] = mapped_column(String(40), comment="technical title")
    practice_from: Mapped[int | None] = mapped_column(comment="year in which the professional practice began")
    post: Mapped[str] = mapped_column(String(60), comment="post with the main employer")
    employer: Mapped[str] = mapped_column(String(120), comment="main employer today; the history is roster_employment")
    employer_code: Mapped[str | None] = mapped_column(String(18), comment="unified social credit code of the employer")
    region: Mapped[str] = mapped_column(String(6), comment="GB/T 2260 code of the region")
    education: Mapped[str] = mapped_column(String(120), default="", comment="education and degree")
    achievements: Mapped[str] = mapped_column(default="", comment="main achievements")
    employer_opinion: Mapped[str] = mapped_column(default="", comment="opinion of the employer on the recommendation")
    recommending_opinion: Mapped[str] = mapped_column(default="", comment="opinion of the recommending body")
    other_committees: Mapped[list[str]] = mapped_column(JsonValue, default=list, comment="seats on other committees")
    workload_limit: Mapped[int] = mapped_column(comment="panels in twelve months at most")
    email: Mapped[str] = mapped_column(String(120), comment="mail address, for invitations")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, comment="telephone, encrypted; bound to the code")
    identity_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="identity number, encrypted; bound to the code"
    )
    identity_index: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="keyed digest of the identity number, to find the same person again"
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), unique=True, comment="account the expert signs in with"
    )
    state: Mapped[str] = mapped_column(String(20), comment="see ExpertState")
    state_reason: Mapped[str | None] = mapped_column(comment="reason of the present state")
    suspended_until: Mapped[date | None] = mapped_column(Date, comment="last day of a suspension")
    recommended_by_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="recommending body"
    )
    recommended_on: Mapped[date] = mapped_column(Date, comment="day of the recommendation")
    recommended_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that recommended; empty for a carried-over register"
    )
    proposed_committee_id: Mapped[int | None] = mapped_column(
        ForeignKey("roster_committee.id"), comment="committee the recommendation is meant for"
    )
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="account that reviewed")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was reviewed")
    review_opinion: Mapped[str | None] = mapped_column(comment="opinion of the review")
    appointed_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that appointed"
    )
    appointed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the appointment was made")
    committee_id: Mapped[int | None] = mapped_column(
        ForeignKey("roster_committee.id"), index=True, comment="committee the expert belongs to"
    )
    appointment_no: Mapped[str | None] = mapped_column(
        String(80), unique=True, comment="number of the letter of appointment"
    )
    term_from: Mapped[date | None] = mapped_column(Date, comment="first day of the term")
    term_to: Mapped[date | None] = mapped_column(Date, comment="last day of the term")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the row was entered")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class ExpertAct(Base):
    """One step in the life of an expert; rows are only added."""

    __tablename__ = "roster_act"
    __table_args__ = (
        CheckConstraint(_one_of("act", Act), name="act"),
        {"comment": "steps in the life of an expert, with reason and document; append-only"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey("roster_expert.id"), index=True, comment="expert")
    act: Mapped[str] = mapped_column(String(20), comment="see Act")
    state: Mapped[str] = mapped_column(String(20), comment="state after the act")
    reason: Mapped[str] = mapped_column(default="", comment="reason or opinion given")
    document_no: Mapped[str] = mapped_column(String(80), default="", comment="number of the document")
    until: Mapped[date | None] = mapped_column(Date, comment="last day, for a suspension")
    by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that acted; empty for the system"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class ServiceRecord(Base):
    """One line of the integrity record; rows are only added."""

    __tablename__ = "roster_service"
    __table_args__ = (
        CheckConstraint(_one_of("kind", Service), name="kind"),
        Index("ix_roster_service_expert_id_at", "expert_id", "at"),
        {"comment": "integrity record: what an expert was asked and did; append-only"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    expert_id: Mapped[int] = mapped_column(ForeignKey("roster_expert.id"), comment="expert")
    panel_id: Mapped[int | None] = mapped_column(
        ForeignKey("commissions_panel.id"), index=True, comment="panel; empty for service before this system"
    )
    kind: Mapped[str] = mapped_column(String(20), comment="see Service")
    note: Mapped[str] = mapped_column(String(200), default="", comment="what else is worth knowing")
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it happened")
