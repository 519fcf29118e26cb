"""Tables of adjudication: its levels, the requests that lead upwards, the result blocks, the numbers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime


class Adjudication(Base):
    """One adjudication of a matter, on a level and in a mode (2.4.0-a)."""

    __tablename__ = "matters_adjudication"
    __table_args__ = (
        CheckConstraint("level IN (1, 2, 3)", name="level"),
        CheckConstraint("mode IN ('work','expert','technical','investigative','concentrated')", name="mode"),
        CheckConstraint("state IN ('open','suspended','concluded','closed_other')", name="state"),
        CheckConstraint("level <> 1 OR designated_result_org_id IS NOT NULL", name="level_1_approved"),
        CheckConstraint("(state IN ('concluded','closed_other')) = (closed_at IS NOT NULL)", name="closed"),
        Index(
            "uq_matters_adjudication_open", "matter_id", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
        {"comment": "adjudications of a matter by level and mode"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the adjudication")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    level: Mapped[int] = mapped_column(comment="level of adjudication: 3 bureau, 2 department, 1 after approval")
    mode: Mapped[str] = mapped_column(String(20), comment="work, expert, technical, investigative, concentrated")
    organiser_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), index=True, comment="body that organises it"
    )
    state: Mapped[str] = mapped_column(String(20), comment="open, suspended, concluded, closed_other")
    opened_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who opened it")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was concluded or closed")
    close_reason: Mapped[str | None] = mapped_column(comment="why another took its place")
    designated_result_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="body named to confirm a level-1 result"
    )


class Request(Base):
    """A request to a higher place: escalation to level 2, or level 1 by approval of a leader."""

    __tablename__ = "matters_request"
    __table_args__ = (
        CheckConstraint("kind IN ('escalate_to_2','level_1')", name="kind"),
        CheckConstraint("state IN ('drafted','refused_by_head','sent','granted','declined')", name="state"),
        CheckConstraint("(state = 'drafted') = (head_by IS NULL)", name="endorsed"),
        CheckConstraint("(state IN ('granted','declined')) = (decided_by IS NOT NULL)", name="decided"),
        CheckConstraint("head_by IS NULL OR head_by <> requested_by", name="head_is_another"),
        CheckConstraint(
            "decided_by IS NULL OR (decided_by <> requested_by AND decided_by <> head_by)", name="decider_is_another"
        ),
        CheckConstraint(
            "kind <> 'level_1' OR state <> 'granted' OR (approval_no IS NOT NULL AND result_org_id IS NOT NULL)",
            name="level_1_approval",
        ),
        Index(
            "uq_matters_request_open", "matter_id", unique=True,
            sqlite_where=text("state IN ('drafted','sent')"), postgresql_where=text("state IN ('drafted','sent')"),
        ),
        {"comment": "requests to escalate, with the head's endorsement and the answer"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the request")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    kind: Mapped[str] = mapped_column(String(20), comment="escalate_to_2 or level_1")
    state: Mapped[str] = mapped_column(String(20), index=True, comment="drafted, sent, granted …")
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), index=True, comment="body that asks")
    target_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), index=True, comment="department asked to take it; empty for level 1"
    )
    state_before: Mapped[str] = mapped_column(String(20), comment="state of the matter, to which a return leads")
    reason: Mapped[str] = mapped_column(comment="why, or which difficulty")
    requested_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="official who drafted it")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    head_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="head who decided to send it"
    )
    head_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when")
    head_reason: Mapped[str | None] = mapped_column(comment="the head's words")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who answered")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when")
    answer: Mapped[str | None] = mapped_column(comment="words of the answer")
    approval_no: Mapped[str | None] = mapped_column(String(80), comment="number of the leader's approval")
    result_org_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="body named to confirm and enter the level-1 result"
    )


class Result(Base):
    """A result block of the subject table (item 15): entered, reviewed and confirmed by three persons."""

    __tablename__ = "matters_result"
    __table_args__ = (
        CheckConstraint("risk_level IN ('0','1','2','3')", name="risk_level"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> entered_by", name="reviewer_is_another"),
        CheckConstraint(
            "confirmed_by IS NULL OR (reviewed_by IS NOT NULL AND confirmed_by NOT IN (entered_by, reviewed_by))",
            name="confirmer_is_third",
        ),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
        CheckConstraint("(returned_by IS NULL) = (returned_at IS NULL)", name="returned"),
        CheckConstraint("returned_at IS NULL OR confirmed_at IS NULL", name="returned_or_confirmed"),
        CheckConstraint("length(conclusion_no) > 0 AND length(nature) > 0", name="written"),
        Index(
            "uq_matters_result_standing", "adjudication_id", unique=True,
            sqlite_where=text("returned_at IS NULL"), postgresql_where=text("returned_at IS NULL"),
        ),
        {"comment": "result blocks by level; a confirmed row is never updated"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the block")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    adjudication_id: Mapped[int] = mapped_column(ForeignKey("matters_adjudication.id"), comment="adjudication")
    level: Mapped[int] = mapped_column(comment="level of the adjudication")
    mode: Mapped[str] = mapped_column(String(20), comment="mode of the adjudication")
    organiser_org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="organiser")
    concluded_on: Mapped[date] = mapped_column(comment="date of the conclusion or the minutes")
    conclusion_no: Mapped[str] = mapped_column(String(80), comment="number of the conclusion or the minutes")
    nature: Mapped[str] = mapped_column(comment="nature of the risk")
    risk_level: Mapped[str] = mapped_column(String(1), comment="1, 2, 3, or 0 for no risk")
    tally: Mapped[dict[str, int]] = mapped_column(JsonValue, comment="votes per option; empty where none voted")
    roll_count: Mapped[int | None] = mapped_column(comment="experts on the frozen roll")
    round_count: Mapped[int | None] = mapped_column(comment="rounds held")
    has_dissent: Mapped[bool] = mapped_column(comment="whether a minority opinion stands in the conclusion")
    measures: Mapped[list[str]] = mapped_column(JsonValue, comment="measures proposed, codes or words")
    meeting_type: Mapped[str | None] = mapped_column(String(20), comment="topical or joint, for a work meeting")
    attendees: Mapped[str] = mapped_column(comment="who took part in a meeting")
    entered_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who entered it")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who reviewed it")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when")
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who confirmed it")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when")
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="who sent it back")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when")
    return_reason: Mapped[str | None] = mapped_column(comment="what has to be corrected")


class NumberSeries(Base):
    """The last number given out in a series; the row is locked until the act that takes the next one ends."""

    __tablename__ = "matters_number"
    __table_args__ = (
        CheckConstraint("last > 0", name="last"),
        {"comment": "gap-free series of notice and document numbers"},
    )

    issuer: Mapped[str] = mapped_column(String(20), primary_key=True, comment="region code, or 机关代字")
    kind: Mapped[str] = mapped_column(String(20), primary_key=True, comment="notice, 研委, 研结, 研检, 研查")
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="year of the series")
    last: Mapped[int] = mapped_column(comment="last number given out")
