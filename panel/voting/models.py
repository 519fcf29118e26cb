"""Tables of sittings, attendance, rounds, rolls and sealed ballots. Sealed rows are never updated."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime, technical
from panel.voting.ballot_facts import RoundFacts, RoundState
from panel.voting.count_models import Count, Declaration, OpenedBallot, Review

__all__ = [
    "Attendance", "Author", "Ballot", "Count", "Declaration", "Draft", "OpenedBallot", "Review", "Roll", "Round",
    "Sitting", "TimeRequest", "VoidRequest",
]  # fmt: skip

ACCOUNT = "accounts_account.id"
PANEL = "commissions_panel.id"
SEAT = "commissions_seat.id"


class Sitting(Base):
    """A meeting of the panel (会议): from the opening of the sign-in to adjournment or the count."""

    __tablename__ = "voting_sitting"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint("(adjourned_at IS NULL) = (adjourn_reason IS NULL)", name="adjourned"),
        CheckConstraint("adjourned_at IS NULL OR closed_at IS NULL", name="ended_once"),
        Index(
            "uq_voting_sitting_open", "panel_id", unique=True,
            sqlite_where=text("adjourned_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("adjourned_at IS NULL AND closed_at IS NULL"),
        ),
        {"comment": "sittings of a panel; at most one is open"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the sitting")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel that sits")
    no: Mapped[int] = mapped_column(comment="1, 2 … within the panel")
    opened_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who opened the sign-in")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the sign-in opened")
    adjourned_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who adjourned")
    adjourned_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was adjourned")
    adjourn_reason: Mapped[str | None] = mapped_column(comment="why it was adjourned")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the count ended it")

    @property
    def is_open(self) -> bool:
        """Tell whether people may still sign in and out."""
        return self.adjourned_at is None and self.closed_at is None


class Attendance(Base):
    """A person at a sitting: a member, or an observer without a vote."""

    __tablename__ = "voting_attendance"
    __table_args__ = (
        UniqueConstraint("sitting_id", "seat_id"),
        CheckConstraint("kind IN ('member','observer')", name="kind"),
        CheckConstraint("state IN ('present','left','excused')", name="state"),
        CheckConstraint("(kind = 'member') = (seat_id IS NOT NULL)", name="seat"),
        CheckConstraint("(state = 'excused') = (signed_in_at IS NULL)", name="signed_in"),
        CheckConstraint("(state = 'left') = (left_at IS NOT NULL)", name="left"),
        CheckConstraint("(is_voting = (barred_reason IS NULL)) OR kind = 'observer'", name="barred"),
        CheckConstraint("NOT is_voting OR kind = 'member'", name="observer_never_votes"),
        {"comment": "sign-in sheet of a sitting"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the line")
    sitting_id: Mapped[int] = mapped_column(ForeignKey("voting_sitting.id"), comment="sitting")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey(SEAT), comment="seat of a member")
    kind: Mapped[str] = mapped_column(String(10), comment="member or observer")
    name: Mapped[str] = mapped_column(String(80), comment="name at the time")
    unit: Mapped[str] = mapped_column(String(120), comment="employer at the time")
    state: Mapped[str] = mapped_column(String(10), comment="present, left or excused")
    is_voting: Mapped[bool] = mapped_column(comment="takes part in the vote")
    barred_reason: Mapped[str | None] = mapped_column(comment="why a member has no vote in this sitting")
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when signed in")
    noted_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="self, or the secretary on site")
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when left")
    reason: Mapped[str | None] = mapped_column(comment="reason for leaving or being excused")


class Round(Base):
    """A round of sealed ballots, with the question and the pack it was held on."""

    __tablename__ = "voting_round"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint("state IN ('OPEN','CLOSED','COUNTED','VOID')", name="state"),
        CheckConstraint("(state IN ('CLOSED','COUNTED')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(closed_at IS NULL) = (close_cause IS NULL)", name="close_cause"),
        CheckConstraint("(state = 'COUNTED') = (counted_at IS NOT NULL)", name="counted"),
        CheckConstraint("(state = 'VOID') = (voided_at IS NOT NULL)", name="void"),
        CheckConstraint("ends_at > opened_at AND ends_at >= first_ends_at", name="ends"),
        CheckConstraint("(extended_at IS NULL) = (ends_at = first_ends_at)", name="extended"),
        Index(
            "uq_voting_round_open", "panel_id", unique=True,
            sqlite_where=text("state IN ('OPEN','CLOSED')"), postgresql_where=text("state IN ('OPEN','CLOSED')"),
        ),
        {"comment": "rounds; at most one of a panel is open or waits for its count"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the round")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel that votes")
    sitting_id: Mapped[int] = mapped_column(ForeignKey("voting_sitting.id"), comment="sitting it was opened in")
    no: Mapped[int] = mapped_column(comment="1, 2 … within the panel, void ones included")
    state: Mapped[str] = mapped_column(String(10), comment="OPEN CLOSED COUNTED VOID")
    question: Mapped[str] = mapped_column(comment="the question as it was put")
    options: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, comment="code and label of each option")
    is_ordinal: Mapped[bool] = mapped_column(comment="options are levels")
    method: Mapped[str] = mapped_column(String(30), comment="single_majority or ordinal_cumulative")
    roll_size: Mapped[int] = mapped_column(comment="members on the frozen roll")
    has_waiver: Mapped[bool] = mapped_column(comment="opened under a waiver of the minimum")
    question_sha256: Mapped[str] = mapped_column(String(64), comment="digest of question, options and method")
    pack_sha256: Mapped[str] = mapped_column(String(64), comment="digest of the material pack")
    pack_items: Mapped[list[int]] = mapped_column(JsonValue, comment="pieces of the pack that may be relied on")
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32), comment="X25519 key that ballots are sealed to")
    sealed_private_key: Mapped[bytes] = mapped_column(LargeBinary, comment="its private half, itself sealed")
    opened_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="secretary who opened it")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was opened")
    first_ends_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="the end as first set")
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, comment="the end in force")
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was extended")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was closed")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="secretary; empty for the system")
    close_cause: Mapped[str | None] = mapped_column(String(10), comment="time or all_in")
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was counted")
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was made void")

    def facts(self, cast: int) -> RoundFacts:
        """Give the round as the rules see it; `cast` counts the members whose ballot is in."""
        return RoundFacts(RoundState(self.state), self.ends_at, self.roll_size, cast)


class Roll(Base):
    """A member on the frozen roll of a round."""

    __tablename__ = "voting_roll"
    __table_args__ = (
        UniqueConstraint("round_id", "seat_id"),
        UniqueConstraint("round_id", "account_id"),
        {"comment": "frozen rolls; never changed"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the line")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), comment="round")
    seat_id: Mapped[int] = mapped_column(ForeignKey(SEAT), comment="seat")
    expert_id: Mapped[int] = mapped_column(ForeignKey("roster_expert.id"), comment="expert")
    account_id: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="account that may cast")
    name: Mapped[str] = mapped_column(String(80), comment="name at the time")
    unit: Mapped[str] = mapped_column(String(120), comment="employer at the time")
    discipline: Mapped[str] = mapped_column(String(80), comment="main discipline at the time")


class Ballot(Base):
    """A sealed ballot; a replacement is a further row, the highest version counts."""

    __tablename__ = "voting_ballot"
    __table_args__ = (
        UniqueConstraint("roll_id", "version"),
        UniqueConstraint("roll_id", "key"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("length(commitment) = 64", name="commitment"),
        {"comment": "sealed ballots; rows are never updated or deleted"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the ballot")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), index=True, comment="round")
    roll_id: Mapped[int] = mapped_column(ForeignKey("voting_roll.id"), comment="member on the roll")
    version: Mapped[int] = mapped_column(comment="1, 2 … per member")
    sealed: Mapped[bytes] = mapped_column(LargeBinary, comment="sealed box of constant length")
    commitment: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the canonical plaintext with its nonce")
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="server time of casting")
    method: Mapped[str] = mapped_column(String(20), comment="how the member was asked again")
    key: Mapped[str] = mapped_column(String(40), comment="makes a repeated act recognisable")


class Draft(Base):
    """An unfinished ballot, sealed under a key that only the person's browser session holds."""

    __tablename__ = "voting_draft"
    __table_args__: Any = (
        UniqueConstraint("round_id", "account_id"),
        technical("unfinished ballots; deleted when cast and when the round ends")
        | {"comment": "drafts sealed under the person's own key"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the draft")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), comment="round")
    account_id: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="whose draft")
    sealed: Mapped[bytes] = mapped_column(LargeBinary, comment="secret box of constant length")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was last saved")


class TimeRequest(Base):
    """A member's wish for more time in a round."""

    __tablename__ = "voting_time_request"
    __table_args__ = (UniqueConstraint("round_id", "roll_id"), {"comment": "requests for more time"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the request")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), comment="round")
    roll_id: Mapped[int] = mapped_column(ForeignKey("voting_roll.id"), comment="member")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")


class VoidRequest(Base):
    """The secretary's written request to make an open round void, and the approver's answer."""

    __tablename__ = "voting_void_request"
    __table_args__ = (
        CheckConstraint("ground IN ('member_left','conflict_found','technical_failure')", name="ground"),
        CheckConstraint("(ground = 'technical_failure') = (seat_id IS NULL)", name="seat"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (is_granted IS NULL)", name="granted"),
        CheckConstraint("answered_by IS NULL OR answered_by <> requested_by", name="two_persons"),
        Index(
            "uq_voting_void_request_open", "round_id", unique=True,
            sqlite_where=text("answered_at IS NULL"), postgresql_where=text("answered_at IS NULL"),
        ),
        {"comment": "requests to void a round"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the request")
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id"), comment="round")
    ground: Mapped[str] = mapped_column(String(20), comment="member_left, conflict_found or technical_failure")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey(SEAT), comment="member concerned")
    reason: Mapped[str] = mapped_column(comment="what happened, in writing")
    requested_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="secretary")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when asked")
    is_granted: Mapped[bool | None] = mapped_column(comment="the approver's decision")
    answer: Mapped[str | None] = mapped_column(comment="the approver's reason")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when decided")


class Author(Base):
    """Somebody who made the evidence and therefore has no vote on it (D-12)."""

    __tablename__ = "voting_author"
    __table_args__ = (
        UniqueConstraint("panel_id", "body", "name", "source"),
        {"comment": "bodies and people behind investigation reports of a panel"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the line")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel")
    body: Mapped[str] = mapped_column(String(120), comment="body that made it; empty for a single person")
    name: Mapped[str] = mapped_column(String(80), comment="person who made it; empty for a whole body")
    source: Mapped[str] = mapped_column(String(120), comment="report it stands in")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when noted")
