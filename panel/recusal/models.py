"""Tables of recusal: parties, groups and synonyms of companies, screenings, findings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime
from panel.recusal.facts import FindingState, Grade, Ground, Known, PartyKind, Source, SynonymKind

ACCOUNT = "accounts_account.id"
ENDED = "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason = '')"
CODE = "unified_code = '' OR length(unified_code) = 18"


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class EnteredParty(Base):
    """A party that a person entered, beside those the matter itself names."""

    __tablename__ = "recusal_party"
    __table_args__ = (
        CheckConstraint(_one_of("kind", PartyKind), name="kind"),
        CheckConstraint(CODE, name="unified_code"),
        CheckConstraint(ENDED, name="ended"),
        {"comment": "parties of a matter entered for recusal; a wrong one is ended, never removed"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the party")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter")
    kind: Mapped[str] = mapped_column(String(20), comment="what it has to do with the matter, see PartyKind")
    name: Mapped[str] = mapped_column(String(120), comment="name")
    unified_code: Mapped[str] = mapped_column(String(18), default="", comment="unified social credit code, or empty")
    note: Mapped[str] = mapped_column(String(500), default="", comment="how it is known to be a party")
    entered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who entered it")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who took it out")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was taken out")
    end_reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was taken out")


class CompanyGroup(Base):
    """A group of companies."""

    __tablename__ = "recusal_group"
    __table_args__ = (
        CheckConstraint("evidence <> ''", name="evidence"),
        CheckConstraint(ENDED, name="ended"),
        {"comment": "groups of companies under one control"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the group")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    name: Mapped[str] = mapped_column(String(120), comment="what the group is called")
    evidence: Mapped[str] = mapped_column(String(500), comment="what shows that it is a group")
    entered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who entered it")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who ended it")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was ended")
    end_reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was ended")


class GroupMember(Base):
    """A company of a group."""

    __tablename__ = "recusal_group_member"
    __table_args__ = (
        CheckConstraint("evidence <> ''", name="evidence"),
        CheckConstraint(CODE, name="unified_code"),
        CheckConstraint(ENDED, name="ended"),
        {"comment": "companies of groups"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the entry")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    group_id: Mapped[int] = mapped_column(ForeignKey("recusal_group.id"), index=True, comment="group")
    name: Mapped[str] = mapped_column(String(120), comment="name of the company")
    unified_code: Mapped[str] = mapped_column(String(18), default="", comment="unified social credit code, or empty")
    evidence: Mapped[str] = mapped_column(String(500), comment="what shows that it belongs to the group")
    entered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who entered it")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who ended it")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was ended")
    end_reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was ended")


class SynonymRow(Base):
    """Two names of one body."""

    __tablename__ = "recusal_synonym"
    __table_args__ = (
        CheckConstraint(_one_of("kind", SynonymKind), name="kind"),
        CheckConstraint("evidence <> ''", name="evidence"),
        CheckConstraint("name <> other", name="two_names"),
        CheckConstraint(CODE, name="unified_code"),
        CheckConstraint(ENDED, name="ended"),
        {"comment": "former names, abbreviations and foreign names of bodies"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the entry")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    name: Mapped[str] = mapped_column(String(120), comment="present full name")
    unified_code: Mapped[str] = mapped_column(String(18), default="", comment="unified social credit code, or empty")
    other: Mapped[str] = mapped_column(String(120), comment="the other name")
    kind: Mapped[str] = mapped_column(String(16), comment="why there are two names, see SynonymKind")
    evidence: Mapped[str] = mapped_column(String(500), comment="what shows that both mean one body")
    entered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who entered it")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who ended it")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was ended")
    end_reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was ended")


class Screening(Base):
    """A screening of experts against the parties of a matter; rows are only added."""

    __tablename__ = "recusal_screening"
    __table_args__ = (
        CheckConstraint("since_on <= case_on", name="window"),
        {"comment": "screenings of experts for a panel, with the parties of that moment; append-only"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="order of arrival")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), index=True, comment="panel")
    parties: Mapped[list[dict[str, str]]] = mapped_column(JsonValue, comment="parties of that moment")
    parties_sha256: Mapped[str] = mapped_column(String(64), comment="digest over the parties")
    case_on: Mapped[date] = mapped_column(Date, comment="day from which the window is reckoned")
    since_on: Mapped[date] = mapped_column(Date, comment="first day of the window")
    expert_count: Mapped[int] = mapped_column(comment="experts screened")
    hit_count: Mapped[int] = mapped_column(comment="hits found")
    screened_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who ran it")
    screened_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was run")


class Finding(Base):
    """A tie between an expert and a party of a panel's matter, and what a person decided on it."""

    __tablename__ = "recusal_finding"
    __table_args__ = (
        UniqueConstraint("panel_id", "expert_id", "ground", "party_key"),
        CheckConstraint(_one_of("ground", Ground), name="ground"),
        CheckConstraint(_one_of("party_kind", PartyKind), name="party_kind"),
        CheckConstraint(_one_of("source", Source), name="source"),
        CheckConstraint(_one_of("grade", Grade), name="grade"),
        CheckConstraint(_one_of("state", FindingState), name="state"),
        CheckConstraint("(state IN ('confirmed', 'dismissed')) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("decided_at IS NULL OR reason <> ''", name="reason"),
        CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", name="decided_by"),
        CheckConstraint("entered_by IS NULL OR decided_by IS NULL OR entered_by <> decided_by", name="two_persons"),
        CheckConstraint("NOT is_hard OR state <> 'dismissed'", name="hard"),
        CheckConstraint("NOT is_pinned OR decided_at IS NOT NULL", name="pinned"),
        Index("ix_recusal_finding_panel_id_state", "panel_id", "state"),
        {"comment": "conflicts found, entered or declared, and the decision on each"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the finding")
    form_key: Mapped[str | None] = mapped_column(
        String(40), unique=True, comment="makes a repeated act recognisable; empty where no form entered it"
    )
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), comment="panel")
    expert_id: Mapped[int] = mapped_column(ForeignKey("roster_expert.id"), index=True, comment="expert")
    ground: Mapped[str] = mapped_column(String(4), comment="R1 to R13, see Ground")
    party_key: Mapped[str] = mapped_column(String(200), comment="what the party is recognised by")
    party_kind: Mapped[str | None] = mapped_column(String(20), comment="kind of party; empty where none is named")
    party_name: Mapped[str] = mapped_column(String(120), default="", comment="name of the party")
    party_code: Mapped[str] = mapped_column(String(18), default="", comment="unified social credit code of the party")
    source: Mapped[str] = mapped_column(String(12), comment="what it rests on, see Source")
    grade: Mapped[str] = mapped_column(String(12), comment="how sure the names are, see Grade")
    evidence: Mapped[list[dict[str, str]]] = mapped_column(JsonValue, comment="the ties it rests on")
    is_hard: Mapped[bool] = mapped_column(default=False, comment="a tie that no decision can set aside")
    state: Mapped[str] = mapped_column(String(12), comment="where it stands, see FindingState")
    is_pinned: Mapped[bool] = mapped_column(default=False, comment="a decision that later screenings do not touch")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who entered it; empty for a screening")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was found first")
    decided_by: Mapped[int | None] = mapped_column(
        ForeignKey(ACCOUNT), comment="who decided; empty where the rule itself decides"
    )
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was decided")
    reason: Mapped[str] = mapped_column(String(500), default="", comment="reason of the decision")

    def facts(self) -> Known:
        """Give the finding as the rules see it."""
        evidence: Any = tuple(self.evidence)
        return Known(
            self.id, self.expert_id, Ground(self.ground), self.party_key, Source(self.source),
            FindingState(self.state), self.is_pinned, self.is_hard, self.entered_by, evidence,
        )  # fmt: skip
