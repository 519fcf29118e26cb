"""Tables of the main record: the matter, its parties, its trail, hand-overs, early measures, stubs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Base, JsonValue, UtcDateTime
from panel.matters.adjudication_models import Adjudication, NumberSeries, Request, Result
from panel.matters.facts import MatterState

__all__ = [
    "Adjudication", "Clue", "HandOver", "Matter", "MatterParty", "NumberSeries", "PreDisposition", "Request", "Result",
    "SecretStub",
]  # fmt: skip

STATES = ",".join(f"'{state}'" for state in MatterState)


class Matter(Base):
    """A risk matter's main record: the subject table of three (four), and where the matter stands."""

    __tablename__ = "matters_matter"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("source_class BETWEEN 1 AND 8", name="source_class"),
        CheckConstraint("level IN (1, 2, 3)", name="level"),
        CheckConstraint("adjudication_level IN (1, 2, 3)", name="adjudication_level"),
        CheckConstraint("state NOT IN ('CONFIRMED','ADJUDICATED') OR level IS NOT NULL", name="graded"),
        CheckConstraint("level <> 2 OR level2_due_at IS NOT NULL OR is_level_by_result", name="level2_due"),
        CheckConstraint("secrecy IN ('open','internal','work_secret')", name="secrecy"),
        CheckConstraint("(event_precision = 'unknown') = (event_on IS NULL)", name="event_date"),
        CheckConstraint("event_on IS NULL OR event_on <= noticed_on", name="event_before_notice"),
        CheckConstraint("(screened_at IS NULL) = (screened_by IS NULL)", name="screened"),
        CheckConstraint("(state = 'MERGED') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("(state = 'CLOSED_ROUTINE') = (closure IS NOT NULL)", name="closure"),
        CheckConstraint("open_investigation_count >= 0 AND open_test_count >= 0", name="inquiries"),
        CheckConstraint(
            "(state IN ('INVESTIGATING','TESTING')) = (open_investigation_count + open_test_count > 0)",
            name="inquiry_state",
        ),
        Index("ix_matters_matter_desk", "discovered_on", "food_rank", "id"),
        Index("ix_matters_matter_owner_org_id_state", "owner_org_id", "state"),
        {"comment": "main records of risk matters"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    version: Mapped[int] = mapped_column(default=1, comment="grows with every act; a stale page is known by it")
    notice_no: Mapped[str] = mapped_column(String(30), unique=True, comment="item 1, generated, with check digit")
    title: Mapped[str] = mapped_column(String(200), comment="what the matter is called")
    notifying_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="item 2, notifying body"
    )
    notifying_country: Mapped[str] = mapped_column(String(2), comment="item 3, ISO 3166-1 alpha-2")
    noticed_on: Mapped[date] = mapped_column(comment="item 4, date of the notice")
    event_precision: Mapped[str] = mapped_column(String(10), comment="item 5: day, month or unknown")
    event_on: Mapped[date | None] = mapped_column(comment="item 5, day of the event, or the first of its month")
    source_class: Mapped[int] = mapped_column(comment="item 6, main source class 1-8")
    source_sub: Mapped[str] = mapped_column(String(10), comment="item 6, code of the list source_subs")
    secondary_classes: Mapped[list[int]] = mapped_column(JsonValue, comment="further source classes")
    source_fields: Mapped[dict[str, str]] = mapped_column(JsonValue, comment="fields of the class, by code")
    domain: Mapped[str] = mapped_column(String(20), comment="product, food, special_equipment, epidemic, other")
    product_category: Mapped[str | None] = mapped_column(String(4), comment="item 7, code; needed to confirm")
    product_name: Mapped[str] = mapped_column(String(200), comment="item 7, name beside the code")
    trade_mark: Mapped[str] = mapped_column(String(100), comment="item 8, or 无")
    spec: Mapped[str] = mapped_column(String(200), comment="item 9, specification")
    barcodes: Mapped[list[str]] = mapped_column(JsonValue, comment="item 9, EAN codes")
    lots: Mapped[list[str]] = mapped_column(JsonValue, comment="item 9, lots")
    industry: Mapped[str | None] = mapped_column(String(3), comment="code of the list industries")
    level: Mapped[int | None] = mapped_column(index=True, comment="item 11, 1 gravest to 3; set at confirmation")
    risk_description: Mapped[str] = mapped_column(comment="item 12, features of the risk")
    source_ref: Mapped[str] = mapped_column(String(500), comment="item 13, what identifies the source")
    domain_rows: Mapped[list[dict[str, str]]] = mapped_column(JsonValue, comment="professional table of the domain")
    secrecy: Mapped[str] = mapped_column(String(20), comment="open, internal, work_secret; never classified")
    search_text: Mapped[str] = mapped_column(comment="what the list searches, in lower case")

    state: Mapped[str] = mapped_column(String(20), comment="where the matter stands")
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="body that handles it")
    origin_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="body that handled it first; keeps sight of it"
    )
    received_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="unit or institution that entered it"
    )
    addressed_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), index=True, comment="department it was escalated to"
    )
    result_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="body named to confirm a level-1 result"
    )
    received_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), index=True, comment="who entered it")
    discovered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the unit first had it; never edited")
    discovered_on: Mapped[date] = mapped_column(comment="that day in Beijing, for the order of lists")
    food_rank: Mapped[int] = mapped_column(comment="1 food, 0 other: food first among matters of one day")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, comment="overdue in lists after this")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("matters_matter.id"), comment="matter merged into")
    closure: Mapped[str | None] = mapped_column(String(20), comment="why it was closed at screening")
    transferred_to: Mapped[str | None] = mapped_column(String(120), comment="competent authority it was passed to")

    screened_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="screener")
    screened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was screened")
    criteria: Mapped[list[str]] = mapped_column(JsonValue, comment="criteria of the definition that are met")
    screen_reason: Mapped[str | None] = mapped_column(comment="analysis of the screener")
    handling_opinion: Mapped[str | None] = mapped_column(comment="opinion on handling; experts never see it")
    is_competent: Mapped[bool | None] = mapped_column(comment="whether it is within the system's competence")
    needs_pre_disposition: Mapped[bool | None] = mapped_column(comment="whether early measures are needed")

    proposed_level: Mapped[int | None] = mapped_column(comment="level the grading rules propose")
    proposal_rules: Mapped[list[str]] = mapped_column(JsonValue, comment="rules that led to the proposal")
    level_grounds: Mapped[list[str]] = mapped_column(JsonValue, comment="grounds of level 1, by code")
    level_reason: Mapped[str | None] = mapped_column(comment="why the level is lighter than proposed, or was changed")
    level2_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="prescribed time of a level-2 matter")
    is_level_by_result: Mapped[bool] = mapped_column(default=False, comment="the level was re-set by a result")
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who confirmed it")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was confirmed")
    is_emergency: Mapped[bool] = mapped_column(default=False, comment="measures came before adjudication")
    is_complex: Mapped[bool] = mapped_column(default=False, comment="any tick of the complexity checklist")
    complexity_grounds: Mapped[list[str]] = mapped_column(JsonValue, comment="ticks of the complexity checklist")
    adjudication_level: Mapped[int | None] = mapped_column(comment="level of the latest adjudication")
    must_escalate: Mapped[bool] = mapped_column(default=False, comment="level 1 or 2 on tier 2: has to go up")
    open_investigation_count: Mapped[int] = mapped_column(default=0, comment="investigations under way")
    open_test_count: Mapped[int] = mapped_column(default=0, comment="test orders under way")

    parties: Mapped[list["MatterParty"]] = relationship(
        lazy="raise", order_by="MatterParty.place", cascade="all, delete-orphan"
    )


class MatterParty(Base):
    """An enterprise or body of a matter (item 10 and the other sides)."""

    __tablename__ = "matters_party"
    __table_args__ = (
        CheckConstraint(
            "role IN ('producer','seller','importer','complainant','competitor','reporting_unit')", name="role"
        ),
        {"comment": "parties of a matter: producers, sellers, complainants and others"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    place: Mapped[int] = mapped_column(comment="order on the page")
    role: Mapped[str] = mapped_column(String(20), comment="what it has to do with the matter")
    name: Mapped[str] = mapped_column(String(120), comment="name")
    unified_code: Mapped[str] = mapped_column(String(18), comment="unified social credit code, or empty")
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166-1 alpha-2")
    foreign_registration: Mapped[str] = mapped_column(String(40), comment="registration abroad, or empty")


class Clue(Base):
    """One line of the clue trail (item 14). Rows are only ever added."""

    __tablename__ = "matters_clue"
    __table_args__ = (
        CheckConstraint("(file_id IS NULL) = (file_sha256 IS NULL)", name="file"),
        {"comment": "clue trail of a matter; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who")
    what: Mapped[str] = mapped_column(comment="what happened or was found")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files_file.id"), comment="attachment")
    file_sha256: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 of the attachment")
    from_matter_id: Mapped[int | None] = mapped_column(
        ForeignKey("matters_matter.id"), comment="matter whose trail this line came from"
    )


class HandOver(Base):
    """A matter passed on to another body, with the receipt."""

    __tablename__ = "matters_hand_over"
    __table_args__ = (
        CheckConstraint("from_org_id <> to_org_id", name="two_bodies"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted"),
        Index(
            "uq_matters_hand_over_open", "matter_id", unique=True,
            sqlite_where=text("accepted_at IS NULL"), postgresql_where=text("accepted_at IS NULL"),
        ),
        {"comment": "hand-overs of matters between bodies"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    from_org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="body that passed it on")
    to_org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), index=True, comment="new owner")
    suggestion: Mapped[str] = mapped_column(comment="what the sender suggests")
    sent_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who passed it on")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who took it")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was taken")


class PreDisposition(Base):
    """An early measure, taken beside or before adjudication."""

    __tablename__ = "matters_pre_disposition"
    __table_args__ = (
        UniqueConstraint("form_key", name="uq_matters_pre_disposition_form_key"),
        {"comment": "early measures; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    form_key: Mapped[str] = mapped_column(String(40), comment="makes a repeated act recognisable")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    measures: Mapped[list[str]] = mapped_column(JsonValue, comment="codes of the list disposition_measures")
    details: Mapped[str] = mapped_column(comment="what exactly was done")
    executor: Mapped[str] = mapped_column(String(120), comment="who carried it out")
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was carried out")
    is_emergency: Mapped[bool] = mapped_column(comment="whether it could not wait")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who recorded it")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was recorded")


class SecretStub(Base):
    """What may be noted of classified information: its number, its keeper, the channel. Nothing else."""

    __tablename__ = "matters_secret_stub"
    __table_args__: Any = ({"comment": "references to classified information kept outside this system"},)

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    reference_no: Mapped[str] = mapped_column(String(80), comment="number of the document outside this system")
    keeper: Mapped[str] = mapped_column(String(80), comment="who keeps it")
    channel: Mapped[str] = mapped_column(String(80), comment="channel it goes by")
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), index=True, comment="body")
    noted_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who noted it")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was noted")
