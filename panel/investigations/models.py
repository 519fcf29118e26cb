"""Tables of investigations, a panel's test orders, warning decisions, and proposals on how to go on."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime

ACCOUNT = "accounts_account.id"
PANEL = "commissions_panel.id"
ROUND = "voting_round.id"


class Investigation(Base):
    """A special investigation ordered from a panel: its plan and its findings."""

    __tablename__ = "investigations_investigation"
    __table_args__ = (
        CheckConstraint("state IN ('PLANNED','APPROVED','REFUSED','FILED')", name="state"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(state = 'PLANNED') = (decided_at IS NULL)", name="planned"),
        CheckConstraint("(state IN ('APPROVED','FILED')) = (number IS NOT NULL)", name="number"),
        CheckConstraint("state <> 'REFUSED' OR decision_reason <> ''", name="refusal"),
        CheckConstraint("decided_by IS NULL OR decided_by <> drafted_by", name="two_persons"),
        CheckConstraint(
            "(state = 'FILED') = (filed_at IS NOT NULL) AND (filed_at IS NULL) = (filed_by IS NULL)", name="filed"
        ),
        CheckConstraint(
            "(filed_at IS NULL) = (report_no IS NULL) AND (filed_at IS NULL) = (report_file_id IS NULL)", name="report"
        ),
        CheckConstraint(
            "NOT is_joint OR (partners <> '' AND lead_name <> '' AND lead_unit <> '' AND lead_post <> '' "
            "AND lead_phone <> '')",
            name="joint_lead",
        ),
        Index(
            "uq_investigations_investigation_open", "panel_id", unique=True,
            sqlite_where=text("state IN ('PLANNED','APPROVED')"),
            postgresql_where=text("state IN ('PLANNED','APPROVED')"),
        ),
        {"comment": "special investigations: plan, approval, findings"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the investigation")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round that led to it")
    state: Mapped[str] = mapped_column(String(12), comment="state, see InvestigationState")
    number: Mapped[str | None] = mapped_column(String(60), unique=True, comment="number of the plan, on approval")
    questions: Mapped[list[str]] = mapped_column(JsonValue, comment="questions to be cleared up")
    scope: Mapped[str] = mapped_column(comment="scope and objects")
    method: Mapped[str] = mapped_column(comment="methods")
    schedule: Mapped[str] = mapped_column(comment="schedule and time limit")
    team: Mapped[list[str]] = mapped_column(JsonValue, comment="people who investigate")
    secrecy: Mapped[str] = mapped_column(default="", comment="safety and secrecy")
    is_joint: Mapped[bool] = mapped_column(comment="together with other departments")
    partners: Mapped[str] = mapped_column(default="", comment="the other departments")
    lead_name: Mapped[str] = mapped_column(String(80), default="", comment="person responsible")
    lead_unit: Mapped[str] = mapped_column(String(120), default="", comment="unit of the person responsible")
    lead_post: Mapped[str] = mapped_column(String(60), default="", comment="post of the person responsible")
    lead_phone: Mapped[str] = mapped_column(String(40), default="", comment="telephone of the person responsible")
    drafted_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official who drafted the plan")
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was drafted")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was decided")
    decision_reason: Mapped[str] = mapped_column(default="", comment="why the plan was sent back")
    findings: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="answers, course, analysis …")
    report_no: Mapped[str | None] = mapped_column(String(80), comment="number of the report")
    report_file_id: Mapped[int | None] = mapped_column(ForeignKey("files_file.id"), comment="report as a file")
    filed_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="official who filed the report")
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was filed")


class Order(Base):
    """A test order that a panel's round led to; the order itself stands with the institutions."""

    __tablename__ = "investigations_order"
    __table_args__ = (
        UniqueConstraint("work_order_id"),
        {"comment": "work orders that a panel's rounds led to; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round that led to it")
    work_order_id: Mapped[int] = mapped_column(ForeignKey("institutions_work_order.id"), comment="work order")


class TestAnswer(Base):
    """The department's answer to a test that ballots asked for: ordered, or not and why."""

    __test__ = False  # not a test case, whatever its name says to the test runner
    __tablename__ = "investigations_test_answer"
    __table_args__ = (
        UniqueConstraint("round_id", "item"),
        CheckConstraint("reason <> ''", name="reason"),
        {"comment": "answers to the tests that ballots asked for; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round whose ballots asked")
    item: Mapped[str] = mapped_column(String(200), comment="test asked for, as the ballots name it")
    is_ordered: Mapped[bool] = mapped_column(comment="whether the department has it done")
    reason: Mapped[str] = mapped_column(comment="why")
    answered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official who answered")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class WarningDecision(Base):
    """The answer to: warn, take precautions, or neither, while it cannot be judged (F-19)."""

    __tablename__ = "investigations_warning"
    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint("answer IN ('warning','precaution','not_needed')", name="answer"),
        CheckConstraint("answer = 'not_needed' OR content <> ''", name="content"),
        CheckConstraint("answer <> 'not_needed' OR reason <> ''", name="reason"),
        {"comment": "warning or precaution decisions, one per round; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round that raised the question")
    answer: Mapped[str] = mapped_column(String(12), comment="warning, precaution or not_needed")
    content: Mapped[str] = mapped_column(default="", comment="what is issued or done")
    reason: Mapped[str] = mapped_column(default="", comment="why")
    answered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official who answered")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class Request(Base):
    """What an official proposes and an approver decides: another way to adjudicate, or escalation."""

    __tablename__ = "investigations_request"
    __table_args__ = (
        CheckConstraint("kind IN ('other_adjudication','escalation')", name="kind"),
        CheckConstraint(
            "(kind = 'escalation' AND mode = '') OR "
            "(kind = 'other_adjudication' AND mode IN ('work','technical','expert'))",
            name="mode",
        ),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="granted"),
        CheckConstraint("is_granted IS NOT FALSE OR decision_reason <> ''", name="refusal"),
        CheckConstraint("decided_by IS NULL OR decided_by <> requested_by", name="two_persons"),
        Index(
            "uq_investigations_request_open", "panel_id", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
        {"comment": "proposals on how a panel goes on, and the approver's decisions"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the request")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    kind: Mapped[str] = mapped_column(String(20), comment="other_adjudication or escalation")
    mode: Mapped[str] = mapped_column(String(20), default="", comment="work, technical or expert; empty for escalation")
    target_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="department asked to adjudicate on level 2"
    )
    reason: Mapped[str] = mapped_column(comment="why, or the difficulty")
    requested_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official who proposed")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    is_granted: Mapped[bool | None] = mapped_column(comment="the approver's decision; empty while open")
    decision_reason: Mapped[str] = mapped_column(default="", comment="the approver's words")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was decided")
    adjudication_id: Mapped[int | None] = mapped_column(
        ForeignKey("matters_adjudication.id"), comment="adjudication that took the panel's place"
    )
    matter_request_id: Mapped[int | None] = mapped_column(
        ForeignKey("matters_request.id"), comment="request that went to the higher place"
    )
