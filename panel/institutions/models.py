"""Tables of institutions, what they can test, orders to them and their reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime, one_of
from panel.institutions.custody_models import HandedLine, Handover, Message
from panel.institutions.designation_models import DesignationRecord
from panel.institutions.facts import InstitutionState, OrderKind, OrderState

__all__ = [
    "CapabilityLine",
    "DesignationRecord",
    "HandedLine",
    "Handover",
    "Institution",
    "Message",
    "Report",
    "RetainedSample",
    "WorkOrder",
]


class Institution(Base):
    """A testing institution with its qualification and designation."""

    __tablename__ = "institutions_institution"
    __table_args__ = (
        CheckConstraint(one_of("state", InstitutionState), name="state"),
        CheckConstraint(
            "state = 'registered_only' OR (designation_no IS NOT NULL AND designated_until IS NOT NULL AND "
            "recommended_by_org_id IS NOT NULL)",
            name="designation",
        ),
        CheckConstraint("(qualified_from IS NULL) = (qualified_until IS NULL)", name="qualified_days"),
        CheckConstraint("qualified_from <= qualified_until", name="qualified_order"),
        CheckConstraint("designated_by <> registered_by", name="two_persons"),
        {"comment": "testing institutions: statutory qualification, designation, contact"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the institution")
    code: Mapped[str] = mapped_column(String(20), unique=True, comment="code shown in lists, e.g. JG-0001")
    name: Mapped[str] = mapped_column(String(120), index=True, comment="full name")
    org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), unique=True, comment="node of the institution's own accounts"
    )
    managed_by_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), index=True, comment="organisation that designates and manages it"
    )
    region: Mapped[str] = mapped_column(String(6), comment="GB/T 2260 code of the region")
    unified_code: Mapped[str] = mapped_column(String(18), unique=True, comment="unified social credit code")
    cma_no: Mapped[str | None] = mapped_column(String(12), comment="number of the mandatory approval (CMA)")
    cnas_no: Mapped[str | None] = mapped_column(String(20), comment="number of the voluntary accreditation (CNAS)")
    other_qualification: Mapped[str | None] = mapped_column(String(120), comment="another statutory approval")
    qualified_from: Mapped[date | None] = mapped_column(Date, comment="first day of the statutory qualification")
    qualified_until: Mapped[date | None] = mapped_column(Date, comment="last day of the statutory qualification")
    recommended_by_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="recommending body"
    )
    issued_by_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="who issued the designating document, where known"
    )
    designation_no: Mapped[str | None] = mapped_column(String(80), comment="number of the designating document")
    designated_until: Mapped[date | None] = mapped_column(Date, comment="last day of the designation")
    designated_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that designated"
    )
    designated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was designated")
    state: Mapped[str] = mapped_column(String(20), comment="see InstitutionState")
    state_reason: Mapped[str | None] = mapped_column(comment="reason of the present state")
    contact_name: Mapped[str] = mapped_column(String(80), comment="contact person")
    contact_phone: Mapped[str] = mapped_column(String(40), comment="telephone of the contact")
    contact_email: Mapped[str] = mapped_column(String(120), comment="mail address of the contact")
    ties: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, default=list, comment="known ties with enterprises: party, unified_code, detail"
    )
    registered_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="account that entered it; empty for the system"
    )
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class CapabilityLine(Base):
    """One line of what an institution can test."""

    __tablename__ = "institutions_capability"
    __table_args__ = ({"comment": "what an institution can test: product, item, method"},)

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the line")
    institution_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_institution.id"), index=True, comment="institution"
    )
    product: Mapped[str] = mapped_column(String(80), comment="product or group of products")
    item: Mapped[str] = mapped_column(String(120), comment="items, separated by 、")
    method: Mapped[str] = mapped_column(String(80), comment="number of the method")
    technique: Mapped[str] = mapped_column(String(80), default="", comment="technique")
    limit: Mapped[str] = mapped_column(String(80), default="", comment="detection limit")
    is_in_scope: Mapped[bool] = mapped_column(default=True, comment="within the scope of the statutory qualification")


class WorkOrder(Base):
    """A formal order of technical work, for a matter and perhaps a panel."""

    __tablename__ = "institutions_work_order"
    __table_args__ = (
        CheckConstraint(one_of("state", OrderState), name="state"),
        CheckConstraint(one_of("kind", OrderKind), name="kind"),
        CheckConstraint("(state IN ('pending', 'refused')) = (number IS NULL)", name="number"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by"),
        CheckConstraint("decided_by <> requested_by", name="two_persons"),
        CheckConstraint("state <> 'refused' OR decision_reason IS NOT NULL", name="refusal"),
        CheckConstraint(
            "(state IN ('acknowledged', 'reported', 'closed')) = (acknowledged_at IS NOT NULL)", name="acknowledged"
        ),
        CheckConstraint("secrecy <> 'classified'", name="no_classified"),
        {"comment": "work orders to testing institutions (检测任务书)"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    number: Mapped[str | None] = mapped_column(String(60), unique=True, comment="document number, given on approval")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    panel_id: Mapped[int | None] = mapped_column(
        ForeignKey("commissions_panel.id"), index=True, comment="panel that waits for the report, if one does"
    )
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), index=True, comment="ordering body")
    institution_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_institution.id"), index=True, comment="institution"
    )
    kind: Mapped[str] = mapped_column(String(20), comment="see OrderKind")
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, comment="what is tested: item, method, criterion")
    samples: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, comment="samples: name, lot, quantity, seal_no, condition"
    )
    basis: Mapped[str] = mapped_column(comment="why the work is needed and what it is to answer")
    due_on: Mapped[date] = mapped_column(Date, comment="last day for the report")
    secrecy: Mapped[str] = mapped_column(String(20), comment="code list secrecy, never classified")
    may_subcontract: Mapped[bool] = mapped_column(comment="whether parts may be subcontracted")
    sample_disposal: Mapped[str] = mapped_column(default="", comment="what becomes of the rest of the samples")
    storage: Mapped[str] = mapped_column(default="", comment="storage conditions")
    cost: Mapped[str] = mapped_column(String(80), default="", comment="cost agreed")
    ties: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, default=list, comment="ties found between institution and parties when the order was drafted"
    )
    tie_reason: Mapped[str] = mapped_column(default="", comment="why the institution is chosen in spite of a tie")
    state: Mapped[str] = mapped_column(String(20), comment="see OrderState")
    requested_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="official who drafted it")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was drafted")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="approver who decided")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was approved or refused")
    decision_reason: Mapped[str | None] = mapped_column(comment="reason of the decision")
    acknowledged_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="contact who took it on"
    )
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was taken on")
    acknowledged_note: Mapped[str] = mapped_column(default="", comment="state of the samples on arrival")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class Report(Base):
    """One version of a report; nothing of it changes but the decision on it."""

    __tablename__ = "institutions_report"
    __table_args__ = (
        UniqueConstraint("work_order_id", "version"),
        CheckConstraint("version >= 1 AND (version = 1) = (change_reason = '')", name="version"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted"),
        CheckConstraint("(returned_at IS NULL) = (returned_by IS NULL)", name="returned"),
        CheckConstraint("(returned_at IS NULL) = (returned_reason IS NULL)", name="returned_reason"),
        CheckConstraint("accepted_at IS NULL OR returned_at IS NULL", name="one_decision"),
        CheckConstraint(
            "accepted_at IS NULL OR (report_no <> '' AND qualification_no <> '' AND method <> '' AND sample_id <> '' "
            "AND (is_seal_intact OR is_seal_explained) AND received_on IS NOT NULL "
            "AND tested_on IS NOT NULL AND calibration_ref <> '' "
            "AND raw_data_keeper <> '' AND tester <> '' AND reviewer <> '' AND signatory <> '' AND is_stamped)",
            name="traceable",
        ),
        {"comment": "reports on work orders, version by version"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    work_order_id: Mapped[int] = mapped_column(ForeignKey("institutions_work_order.id"), comment="work order")
    version: Mapped[int] = mapped_column(comment="version from 1")
    report_no: Mapped[str] = mapped_column(String(80), comment="number of the report")
    qualification_no: Mapped[str] = mapped_column(String(80), comment="CMA or other number that the report bears")
    method: Mapped[str] = mapped_column(String(200), comment="method and its version")
    sample_id: Mapped[str] = mapped_column(String(120), comment="number of the sample tested")
    is_seal_intact: Mapped[bool] = mapped_column(comment="seal checked on receipt and intact")
    is_seal_explained: Mapped[bool] = mapped_column(
        default=False, comment="a fault of the seal was explained and the sample found usable, as known on acceptance"
    )
    received_on: Mapped[date | None] = mapped_column(Date, comment="day the sample arrived")
    tested_on: Mapped[date | None] = mapped_column(Date, comment="day of the test, its last one")
    calibration_ref: Mapped[str] = mapped_column(String(200), comment="calibration of the instruments used")
    raw_data_keeper: Mapped[str] = mapped_column(String(120), comment="who keeps the raw data")
    tester: Mapped[str] = mapped_column(String(80), comment="who tested")
    reviewer: Mapped[str] = mapped_column(String(80), comment="who reviewed")
    signatory: Mapped[str] = mapped_column(String(80), comment="authorised signatory")
    is_stamped: Mapped[bool] = mapped_column(comment="bears the stamp for test reports")
    subcontracted: Mapped[str] = mapped_column(default="", comment="what was subcontracted, to whom")
    results: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, comment="results: item, value, unit, uncertainty, limit, finding"
    )
    is_problem_found: Mapped[bool] = mapped_column(comment="whether a problem was found")
    conclusion: Mapped[str] = mapped_column(comment="what the institution concludes")
    suggestions: Mapped[str] = mapped_column(default="", comment="what the institution suggests")
    file_id: Mapped[int] = mapped_column(ForeignKey("files_file.id"), comment="the report itself")
    change_reason: Mapped[str] = mapped_column(default="", comment="why there is a further version")
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="contact who uploaded it")
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was uploaded")
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="official who accepted")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was accepted")
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="official who returned")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was returned")
    returned_reason: Mapped[str | None] = mapped_column(comment="why it was returned")


class RetainedSample(Base):
    """A sample kept for later checks, or the statement why none can be kept."""

    __tablename__ = "institutions_retained_sample"
    __table_args__ = (
        CheckConstraint("(impossible_reason IS NULL) = (sample_no IS NOT NULL)", name="sample_or_statement"),
        CheckConstraint(
            "sample_no IS NULL OR (quantity <> '' AND seal_no <> '' AND place <> '' AND keeper <> '' AND "
            "keep_until IS NOT NULL)",
            name="complete",
        ),
        {"comment": "samples kept after a problem was found (留样)"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    work_order_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_work_order.id"), index=True, comment="work order whose report found the problem"
    )
    sample_no: Mapped[str | None] = mapped_column(String(80), comment="number of the sample kept")
    product: Mapped[str] = mapped_column(String(120), default="", comment="product")
    lot: Mapped[str] = mapped_column(String(80), default="", comment="lot")
    quantity: Mapped[str] = mapped_column(String(60), default="", comment="quantity")
    seal_no: Mapped[str] = mapped_column(String(60), default="", comment="number of the seal")
    sealed_by: Mapped[str] = mapped_column(String(80), default="", comment="who sealed it")
    place: Mapped[str] = mapped_column(String(120), default="", comment="where and how it is kept")
    keeper: Mapped[str] = mapped_column(String(80), default="", comment="who keeps it")
    keep_until: Mapped[date | None] = mapped_column(Date, comment="last day it must be kept")
    impossible_reason: Mapped[str | None] = mapped_column(comment="why no sample can be kept")
    added_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who entered it")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
