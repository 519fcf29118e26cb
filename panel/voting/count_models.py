"""Tables of what a round shows once it is counted: opened ballots, the count, and what follows it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime

ROUND = "voting_round.id"
ACCOUNT = "accounts_account.id"


class OpenedBallot(Base):
    """A ballot in plain words, written once by the count; it still answers to its commitment."""

    __tablename__ = "voting_opened_ballot"
    __table_args__ = (
        UniqueConstraint("roll_id"),
        UniqueConstraint("ballot_id"),
        {"comment": "ballots after the count; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the opened ballot")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), index=True, comment="round")
    roll_id: Mapped[int] = mapped_column(ForeignKey("voting_roll.id"), comment="member on the roll")
    ballot_id: Mapped[int] = mapped_column(ForeignKey("voting_ballot.id"), comment="sealed ballot it was opened from")
    option: Mapped[str] = mapped_column(String(40), comment="option chosen")
    nature: Mapped[str] = mapped_column(String(60), comment="nature of the risk")
    severity: Mapped[str | None] = mapped_column(String(10), comment="severity 1 to 4")
    probability: Mapped[str | None] = mapped_column(String(10), comment="probability band 1 to 8")
    spread: Mapped[str | None] = mapped_column(String(10), comment="local, regional or national")
    confidence: Mapped[str | None] = mapped_column(String(10), comment="low, medium or high")
    reasons: Mapped[str] = mapped_column(comment="reasons")
    evidence: Mapped[list[int]] = mapped_column(JsonValue, comment="items of the pack relied on")
    evidence_text: Mapped[str] = mapped_column(comment="other evidence relied on")
    measures: Mapped[list[str]] = mapped_column(JsonValue, comment="measures proposed, by code")
    other_measures: Mapped[str] = mapped_column(comment="further measures in words")
    test_needed: Mapped[bool] = mapped_column(comment="a test is needed")
    test_item: Mapped[str] = mapped_column(comment="what is to be tested")
    ask_investigation: Mapped[bool] = mapped_column(comment="investigate before deciding")
    reservation: Mapped[str] = mapped_column(comment="reservation")
    nonce: Mapped[str] = mapped_column(String(64), comment="nonce of the commitment")


class Count(Base):
    """The result of a round, computed once from the opened ballots."""

    __tablename__ = "voting_count"
    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint(
            "state IN ('DECIDED','REVIEW','MAJOR_DISAGREEMENT','EVIDENCE_INSUFFICIENT')", name="state"
        ),
        CheckConstraint("needed = roll / 2 + 1", name="needed"),
        CheckConstraint("(majority IS NULL) = (support = 0)", name="support"),
        CheckConstraint("majority IS NULL OR support >= needed", name="majority"),
        CheckConstraint("cast_count >= 0 AND cast_count <= roll", name="cast"),
        CheckConstraint("state <> 'DECIDED' OR majority IS NOT NULL", name="decided"),
        {"comment": "counts of rounds; rows are never updated"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the count")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round")
    state: Mapped[str] = mapped_column(String(30), comment="what the count ends in")
    majority: Mapped[str | None] = mapped_column(String(40), comment="option a majority supports")
    support: Mapped[int] = mapped_column(comment="votes behind the majority")
    roll: Mapped[int] = mapped_column(comment="members on the frozen roll")
    needed: Mapped[int] = mapped_column(comment="votes a majority takes")
    cast_count: Mapped[int] = mapped_column(comment="ballots cast")
    asking: Mapped[int] = mapped_column(comment="members who ask for an investigation first")
    tally: Mapped[dict[str, int]] = mapped_column(JsonValue, comment="votes per option")
    triggers: Mapped[list[str]] = mapped_column(JsonValue, comment="triggers that decide the state")
    also_held: Mapped[list[str]] = mapped_column(JsonValue, comment="triggers that hold beside a graver state")
    graver_minority: Mapped[int] = mapped_column(comment="votes two or more levels graver than the majority")
    sentences: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="the result in words")
    parameters: Mapped[dict[str, Any]] = mapped_column(JsonValue, comment="thresholds applied")
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class Declaration(Base):
    """The organiser's written declaration of major disagreement after a count (RED-6)."""

    __tablename__ = "voting_declaration"
    __table_args__ = (UniqueConstraint("round_id"), {"comment": "written declarations of major disagreement"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the declaration")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round")
    reason: Mapped[str] = mapped_column(comment="grounds, in writing")
    declared_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class Review(Base):
    """The approver's written answer where opinions differ."""

    __tablename__ = "voting_review"
    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint("answer IN ('proceed','treat_as_major','another_round')", name="answer"),
        {"comment": "answers to rounds in review"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the answer")
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND), comment="round")
    answer: Mapped[str] = mapped_column(String(20), comment="proceed, treat_as_major or another_round")
    reason: Mapped[str] = mapped_column(comment="reason, printed in the conclusion")
    graver_answer: Mapped[str | None] = mapped_column(comment="answer to the reasons of a graver minority")
    answered_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
