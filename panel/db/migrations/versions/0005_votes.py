"""Sittings, rounds, ballots and counts."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "voting_author",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the line"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column(
            "body", sa.String(length=120), nullable=False, comment="body that made it; empty for a single person"
        ),
        sa.Column("name", sa.String(length=80), nullable=False, comment="person who made it; empty for a whole body"),
        sa.Column("source", sa.String(length=120), nullable=False, comment="report it stands in"),
        sa.Column("noted_at", UtcDateTime(), nullable=False, comment="when noted"),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_voting_author_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_author")),
        sa.UniqueConstraint(
            "panel_id", "body", "name", "source", name=op.f("uq_voting_author_panel_id_body_name_source")
        ),
        comment="bodies and people behind investigation reports of a panel",
    )
    op.create_table(
        "voting_sitting",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the sitting"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel that sits"),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2 … within the panel"),
        sa.Column("opened_by", sa.Integer(), nullable=True, comment="who opened the sign-in"),
        sa.Column("opened_at", UtcDateTime(), nullable=False, comment="when the sign-in opened"),
        sa.Column("adjourned_by", sa.Integer(), nullable=True, comment="who adjourned"),
        sa.Column("adjourned_at", UtcDateTime(), nullable=True, comment="when it was adjourned"),
        sa.Column("adjourn_reason", sa.String(), nullable=True, comment="why it was adjourned"),
        sa.Column("closed_at", UtcDateTime(), nullable=True, comment="when the count ended it"),
        sa.CheckConstraint(
            "(adjourned_at IS NULL) = (adjourn_reason IS NULL)", name=op.f("ck_voting_sitting_adjourned")
        ),
        sa.CheckConstraint("adjourned_at IS NULL OR closed_at IS NULL", name=op.f("ck_voting_sitting_ended_once")),
        sa.ForeignKeyConstraint(["adjourned_by"], ["accounts_account.id"], name=op.f("fk_voting_sitting_adjourned_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts_account.id"], name=op.f("fk_voting_sitting_opened_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_voting_sitting_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_sitting")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_voting_sitting_panel_id_no")),
        comment="sittings of a panel; at most one is open",
    )
    op.create_index(
        "uq_voting_sitting_open",
        "voting_sitting",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("adjourned_at IS NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("adjourned_at IS NULL AND closed_at IS NULL"),
    )
    op.create_table(
        "voting_round",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the round"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel that votes"),
        sa.Column("sitting_id", sa.Integer(), nullable=False, comment="sitting it was opened in"),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2 … within the panel, void ones included"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="OPEN CLOSED COUNTED VOID"),
        sa.Column("question", sa.String(), nullable=False, comment="the question as it was put"),
        sa.Column("options", JsonValue, nullable=False, comment="code and label of each option"),
        sa.Column("is_ordinal", sa.Boolean(), nullable=False, comment="options are levels"),
        sa.Column("method", sa.String(length=30), nullable=False, comment="single_majority or ordinal_cumulative"),
        sa.Column("roll_size", sa.Integer(), nullable=False, comment="members on the frozen roll"),
        sa.Column("has_waiver", sa.Boolean(), nullable=False, comment="opened under a waiver of the minimum"),
        sa.Column(
            "question_sha256", sa.String(length=64), nullable=False, comment="digest of question, options and method"
        ),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False, comment="digest of the material pack"),
        sa.Column("pack_items", JsonValue, nullable=False, comment="pieces of the pack that may be relied on"),
        sa.Column(
            "public_key", sa.LargeBinary(length=32), nullable=False, comment="X25519 key that ballots are sealed to"
        ),
        sa.Column("sealed_private_key", sa.LargeBinary(), nullable=False, comment="its private half, itself sealed"),
        sa.Column("opened_by", sa.Integer(), nullable=False, comment="secretary who opened it"),
        sa.Column("opened_at", UtcDateTime(), nullable=False, comment="when it was opened"),
        sa.Column("first_ends_at", UtcDateTime(), nullable=False, comment="the end as first set"),
        sa.Column("ends_at", UtcDateTime(), nullable=False, comment="the end in force"),
        sa.Column("extended_at", UtcDateTime(), nullable=True, comment="when it was extended"),
        sa.Column("closed_at", UtcDateTime(), nullable=True, comment="when it was closed"),
        sa.Column("closed_by", sa.Integer(), nullable=True, comment="secretary; empty for the system"),
        sa.Column("close_cause", sa.String(length=10), nullable=True, comment="time or all_in"),
        sa.Column("counted_at", UtcDateTime(), nullable=True, comment="when it was counted"),
        sa.Column("voided_at", UtcDateTime(), nullable=True, comment="when it was made void"),
        sa.CheckConstraint("(state = 'COUNTED') = (counted_at IS NOT NULL)", name=op.f("ck_voting_round_counted")),
        sa.CheckConstraint("(state = 'VOID') = (voided_at IS NOT NULL)", name=op.f("ck_voting_round_void")),
        sa.CheckConstraint(
            "(state IN ('CLOSED','COUNTED')) = (closed_at IS NOT NULL)", name=op.f("ck_voting_round_closed")
        ),
        sa.CheckConstraint("state IN ('OPEN','CLOSED','COUNTED','VOID')", name=op.f("ck_voting_round_state")),
        sa.CheckConstraint("(closed_at IS NULL) = (close_cause IS NULL)", name=op.f("ck_voting_round_close_cause")),
        sa.CheckConstraint("(extended_at IS NULL) = (ends_at = first_ends_at)", name=op.f("ck_voting_round_extended")),
        sa.CheckConstraint("ends_at > opened_at AND ends_at >= first_ends_at", name=op.f("ck_voting_round_ends")),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts_account.id"], name=op.f("fk_voting_round_closed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts_account.id"], name=op.f("fk_voting_round_opened_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_voting_round_panel_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["voting_sitting.id"], name=op.f("fk_voting_round_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_round")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_voting_round_panel_id_no")),
        comment="rounds; at most one of a panel is open or waits for its count",
    )
    op.create_index(op.f("ix_voting_round_ends_at"), "voting_round", ["ends_at"], unique=False)
    op.create_index(
        "uq_voting_round_open",
        "voting_round",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('OPEN','CLOSED')"),
        postgresql_where=sa.text("state IN ('OPEN','CLOSED')"),
    )
    op.create_table(
        "voting_attendance",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the line"),
        sa.Column("sitting_id", sa.Integer(), nullable=False, comment="sitting"),
        sa.Column("seat_id", sa.Integer(), nullable=True, comment="seat of a member"),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="member or observer"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name at the time"),
        sa.Column("unit", sa.String(length=120), nullable=False, comment="employer at the time"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="present, left or excused"),
        sa.Column("is_voting", sa.Boolean(), nullable=False, comment="takes part in the vote"),
        sa.Column("barred_reason", sa.String(), nullable=True, comment="why a member has no vote in this sitting"),
        sa.Column("signed_in_at", UtcDateTime(), nullable=True, comment="when signed in"),
        sa.Column("noted_by", sa.Integer(), nullable=True, comment="self, or the secretary on site"),
        sa.Column("left_at", UtcDateTime(), nullable=True, comment="when left"),
        sa.Column("reason", sa.String(), nullable=True, comment="reason for leaving or being excused"),
        sa.CheckConstraint(
            "(is_voting = (barred_reason IS NULL)) OR kind = 'observer'", name=op.f("ck_voting_attendance_barred")
        ),
        sa.CheckConstraint("(kind = 'member') = (seat_id IS NOT NULL)", name=op.f("ck_voting_attendance_seat")),
        sa.CheckConstraint("(state = 'excused') = (signed_in_at IS NULL)", name=op.f("ck_voting_attendance_signed_in")),
        sa.CheckConstraint("(state = 'left') = (left_at IS NOT NULL)", name=op.f("ck_voting_attendance_left")),
        sa.CheckConstraint("NOT is_voting OR kind = 'member'", name=op.f("ck_voting_attendance_observer_never_votes")),
        sa.CheckConstraint("kind IN ('member','observer')", name=op.f("ck_voting_attendance_kind")),
        sa.CheckConstraint("state IN ('present','left','excused')", name=op.f("ck_voting_attendance_state")),
        sa.ForeignKeyConstraint(["noted_by"], ["accounts_account.id"], name=op.f("fk_voting_attendance_noted_by")),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_voting_attendance_seat_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["voting_sitting.id"], name=op.f("fk_voting_attendance_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_attendance")),
        sa.UniqueConstraint("sitting_id", "seat_id", name=op.f("uq_voting_attendance_sitting_id_seat_id")),
        comment="sign-in sheet of a sitting",
    )
    op.create_table(
        "voting_count",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the count"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("state", sa.String(length=30), nullable=False, comment="what the count ends in"),
        sa.Column("majority", sa.String(length=40), nullable=True, comment="option a majority supports"),
        sa.Column("support", sa.Integer(), nullable=False, comment="votes behind the majority"),
        sa.Column("roll", sa.Integer(), nullable=False, comment="members on the frozen roll"),
        sa.Column("needed", sa.Integer(), nullable=False, comment="votes a majority takes"),
        sa.Column("cast_count", sa.Integer(), nullable=False, comment="ballots cast"),
        sa.Column("asking", sa.Integer(), nullable=False, comment="members who ask for an investigation first"),
        sa.Column("tally", JsonValue, nullable=False, comment="votes per option"),
        sa.Column("triggers", JsonValue, nullable=False, comment="triggers that decide the state"),
        sa.Column("also_held", JsonValue, nullable=False, comment="triggers that hold beside a graver state"),
        sa.Column(
            "graver_minority", sa.Integer(), nullable=False, comment="votes two or more levels graver than the majority"
        ),
        sa.Column("sentences", JsonValue, nullable=False, comment="the result in words"),
        sa.Column("parameters", JsonValue, nullable=False, comment="thresholds applied"),
        sa.Column("counted_at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint("state <> 'DECIDED' OR majority IS NOT NULL", name=op.f("ck_voting_count_decided")),
        sa.CheckConstraint(
            "state IN ('DECIDED','REVIEW','MAJOR_DISAGREEMENT','EVIDENCE_INSUFFICIENT')",
            name=op.f("ck_voting_count_state"),
        ),
        sa.CheckConstraint("(majority IS NULL) = (support = 0)", name=op.f("ck_voting_count_support")),
        sa.CheckConstraint("cast_count >= 0 AND cast_count <= roll", name=op.f("ck_voting_count_cast")),
        sa.CheckConstraint("majority IS NULL OR support >= needed", name=op.f("ck_voting_count_majority")),
        sa.CheckConstraint("needed = roll / 2 + 1", name=op.f("ck_voting_count_needed")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_count_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_count")),
        sa.UniqueConstraint("round_id", name=op.f("uq_voting_count_round_id")),
        comment="counts of rounds; rows are never updated",
    )
    op.create_table(
        "voting_declaration",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the declaration"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("reason", sa.String(), nullable=False, comment="grounds, in writing"),
        sa.Column("declared_by", sa.Integer(), nullable=False, comment="official"),
        sa.Column("declared_at", UtcDateTime(), nullable=False, comment="when"),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["accounts_account.id"], name=op.f("fk_voting_declaration_declared_by")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_declaration_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_declaration")),
        sa.UniqueConstraint("round_id", name=op.f("uq_voting_declaration_round_id")),
        comment="written declarations of major disagreement",
    )
    op.create_table(
        "voting_draft",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the draft"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="whose draft"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="secret box of constant length"),
        sa.Column("saved_at", UtcDateTime(), nullable=False, comment="when it was last saved"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_voting_draft_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_draft_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_draft")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_voting_draft_round_id_account_id")),
        comment="drafts sealed under the person's own key",
        info={"technical": "unfinished ballots; deleted when cast and when the round ends"},
    )
    op.create_table(
        "voting_review",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the answer"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("answer", sa.String(length=20), nullable=False, comment="proceed, treat_as_major or another_round"),
        sa.Column("reason", sa.String(), nullable=False, comment="reason, printed in the conclusion"),
        sa.Column("graver_answer", sa.String(), nullable=True, comment="answer to the reasons of a graver minority"),
        sa.Column("answered_by", sa.Integer(), nullable=False, comment="approver"),
        sa.Column("answered_at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint(
            "answer IN ('proceed','treat_as_major','another_round')", name=op.f("ck_voting_review_answer")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts_account.id"], name=op.f("fk_voting_review_answered_by")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_review_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_review")),
        sa.UniqueConstraint("round_id", name=op.f("uq_voting_review_round_id")),
        comment="answers to rounds in review",
    )
    op.create_table(
        "voting_roll",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the line"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("seat_id", sa.Integer(), nullable=False, comment="seat"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account that may cast"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name at the time"),
        sa.Column("unit", sa.String(length=120), nullable=False, comment="employer at the time"),
        sa.Column("discipline", sa.String(length=80), nullable=False, comment="main discipline at the time"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_voting_roll_account_id")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_voting_roll_expert_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_roll_round_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_voting_roll_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_roll")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_voting_roll_round_id_account_id")),
        sa.UniqueConstraint("round_id", "seat_id", name=op.f("uq_voting_roll_round_id_seat_id")),
        comment="frozen rolls; never changed",
    )
    op.create_table(
        "voting_void_request",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column(
            "ground", sa.String(length=20), nullable=False, comment="member_left, conflict_found or technical_failure"
        ),
        sa.Column("seat_id", sa.Integer(), nullable=True, comment="member concerned"),
        sa.Column("reason", sa.String(), nullable=False, comment="what happened, in writing"),
        sa.Column("requested_by", sa.Integer(), nullable=False, comment="secretary"),
        sa.Column("requested_at", UtcDateTime(), nullable=False, comment="when asked"),
        sa.Column("is_granted", sa.Boolean(), nullable=True, comment="the approver's decision"),
        sa.Column("answer", sa.String(), nullable=True, comment="the approver's reason"),
        sa.Column("answered_by", sa.Integer(), nullable=True, comment="approver"),
        sa.Column("answered_at", UtcDateTime(), nullable=True, comment="when decided"),
        sa.CheckConstraint(
            "(ground = 'technical_failure') = (seat_id IS NULL)", name=op.f("ck_voting_void_request_seat")
        ),
        sa.CheckConstraint(
            "ground IN ('member_left','conflict_found','technical_failure')", name=op.f("ck_voting_void_request_ground")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("ck_voting_void_request_answered")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_voting_void_request_granted")),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> requested_by", name=op.f("ck_voting_void_request_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts_account.id"], name=op.f("fk_voting_void_request_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts_account.id"], name=op.f("fk_voting_void_request_requested_by")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_void_request_round_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_voting_void_request_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_void_request")),
        comment="requests to void a round",
    )
    op.create_index(
        "uq_voting_void_request_open",
        "voting_void_request",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "voting_ballot",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the ballot"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("roll_id", sa.Integer(), nullable=False, comment="member on the roll"),
        sa.Column("version", sa.Integer(), nullable=False, comment="1, 2 … per member"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="sealed box of constant length"),
        sa.Column(
            "commitment",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the canonical plaintext with its nonce",
        ),
        sa.Column("cast_at", UtcDateTime(), nullable=False, comment="server time of casting"),
        sa.Column("method", sa.String(length=20), nullable=False, comment="how the member was asked again"),
        sa.Column("key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_voting_ballot_commitment")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_voting_ballot_version")),
        sa.ForeignKeyConstraint(["roll_id"], ["voting_roll.id"], name=op.f("fk_voting_ballot_roll_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_ballot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_ballot")),
        sa.UniqueConstraint("roll_id", "key", name=op.f("uq_voting_ballot_roll_id_key")),
        sa.UniqueConstraint("roll_id", "version", name=op.f("uq_voting_ballot_roll_id_version")),
        comment="sealed ballots; rows are never updated or deleted",
    )
    op.create_index(op.f("ix_voting_ballot_round_id"), "voting_ballot", ["round_id"], unique=False)
    op.create_table(
        "voting_time_request",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("roll_id", sa.Integer(), nullable=False, comment="member"),
        sa.Column("asked_at", UtcDateTime(), nullable=False, comment="when"),
        sa.ForeignKeyConstraint(["roll_id"], ["voting_roll.id"], name=op.f("fk_voting_time_request_roll_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_time_request_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_time_request")),
        sa.UniqueConstraint("round_id", "roll_id", name=op.f("uq_voting_time_request_round_id_roll_id")),
        comment="requests for more time",
    )
    op.create_table(
        "voting_opened_ballot",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the opened ballot"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round"),
        sa.Column("roll_id", sa.Integer(), nullable=False, comment="member on the roll"),
        sa.Column("ballot_id", sa.Integer(), nullable=False, comment="sealed ballot it was opened from"),
        sa.Column("option", sa.String(length=40), nullable=False, comment="option chosen"),
        sa.Column("nature", sa.String(length=60), nullable=False, comment="nature of the risk"),
        sa.Column("severity", sa.String(length=10), nullable=True, comment="severity 1 to 4"),
        sa.Column("probability", sa.String(length=10), nullable=True, comment="probability band 1 to 8"),
        sa.Column("spread", sa.String(length=10), nullable=True, comment="local, regional or national"),
        sa.Column("confidence", sa.String(length=10), nullable=True, comment="low, medium or high"),
        sa.Column("reasons", sa.String(), nullable=False, comment="reasons"),
        sa.Column("evidence", JsonValue, nullable=False, comment="items of the pack relied on"),
        sa.Column("evidence_text", sa.String(), nullable=False, comment="other evidence relied on"),
        sa.Column("measures", JsonValue, nullable=False, comment="measures proposed, by code"),
        sa.Column("other_measures", sa.String(), nullable=False, comment="further measures in words"),
        sa.Column("test_needed", sa.Boolean(), nullable=False, comment="a test is needed"),
        sa.Column("test_item", sa.String(), nullable=False, comment="what is to be tested"),
        sa.Column("ask_investigation", sa.Boolean(), nullable=False, comment="investigate before deciding"),
        sa.Column("reservation", sa.String(), nullable=False, comment="reservation"),
        sa.Column("nonce", sa.String(length=64), nullable=False, comment="nonce of the commitment"),
        sa.ForeignKeyConstraint(["ballot_id"], ["voting_ballot.id"], name=op.f("fk_voting_opened_ballot_ballot_id")),
        sa.ForeignKeyConstraint(["roll_id"], ["voting_roll.id"], name=op.f("fk_voting_opened_ballot_roll_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_voting_opened_ballot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_opened_ballot")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_voting_opened_ballot_ballot_id")),
        sa.UniqueConstraint("roll_id", name=op.f("uq_voting_opened_ballot_roll_id")),
        comment="ballots after the count; rows are never updated",
    )
    op.create_index(op.f("ix_voting_opened_ballot_round_id"), "voting_opened_ballot", ["round_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_voting_opened_ballot_round_id"), table_name="voting_opened_ballot")
    op.drop_table("voting_opened_ballot")
    op.drop_table("voting_time_request")
    op.drop_index(op.f("ix_voting_ballot_round_id"), table_name="voting_ballot")
    op.drop_table("voting_ballot")
    op.drop_index(
        "uq_voting_void_request_open",
        table_name="voting_void_request",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("voting_void_request")
    op.drop_table("voting_roll")
    op.drop_table("voting_review")
    op.drop_table("voting_draft")
    op.drop_table("voting_declaration")
    op.drop_table("voting_count")
    op.drop_table("voting_attendance")
    op.drop_index(
        "uq_voting_round_open",
        table_name="voting_round",
        sqlite_where=sa.text("state IN ('OPEN','CLOSED')"),
        postgresql_where=sa.text("state IN ('OPEN','CLOSED')"),
    )
    op.drop_index(op.f("ix_voting_round_ends_at"), table_name="voting_round")
    op.drop_table("voting_round")
    op.drop_index(
        "uq_voting_sitting_open",
        table_name="voting_sitting",
        sqlite_where=sa.text("adjourned_at IS NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("adjourned_at IS NULL AND closed_at IS NULL"),
    )
    op.drop_table("voting_sitting")
    op.drop_table("voting_author")
