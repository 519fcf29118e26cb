"""Draws by two parties' links."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime
from panel.db.migrations.changes import change_constraints, reword

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEEDS = {
    "ck_draw_draw_seed": "CHECK ((kind = 'random' AND state = 'done') = (seed IS NOT NULL))",
    "ck_draw_draw_seed_hex": "CHECK (seed IS NULL OR length(seed) = 64)",
}
WORDS_OF_SEEDS = {
    "frozen": "pool and plan as labels; bound into the seed",
    "pool_sha256": "digest of `frozen`",
    "result": "members, reserves and steps",
    "record_sha256": "digest of the whole record",
    "witness_id": "official who witnessed",
    "": "draws: frozen pool, seed, outcome; a finished one is never updated",
}
WORDS_OF_LINKS = {
    "frozen": "pool, policy and chances as labels",
    "pool_sha256": "digest of pool, policy and exclusions",
    "result": "members and reserves, by label",
    "record_sha256": "digest of the record",
    "witness_id": "who revealed for the witness",
    "": "draws: frozen pool, chances, outcome; a finished one is never updated",
}
LINKS = {
    "ck_draw_draw_event": "CHECK ((kind = 'random') = (event IS NOT NULL))",
    "ck_draw_draw_method": "CHECK (method IN ('leximin', 'priority', ''))",
}


def upgrade() -> None:
    """Draw by links of two parties instead of one seed."""
    op.create_table(
        "draw_commitment",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the commitment"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("party", sa.String(length=10), nullable=False, comment="organiser or witness"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="who committed"),
        sa.Column("tip", sa.String(length=64), nullable=False, comment="tip of the chain, hexadecimal, published"),
        sa.Column("kept", sa.String(length=10), nullable=False, comment="where the secret lies: system or own"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="secret under the installation's key"),
        sa.Column("published_at", UtcDateTime(), nullable=False, comment="when it was published"),
        sa.Column("received_by", sa.Integer(), nullable=True, comment="approver who took the envelope"),
        sa.Column("received_at", UtcDateTime(), nullable=True, comment="when the envelope was taken"),
        sa.CheckConstraint("(kept = 'system') = (sealed IS NOT NULL)", name=op.f("ck_draw_commitment_sealed")),
        sa.CheckConstraint("kept IN ('system', 'own')", name=op.f("ck_draw_commitment_kept")),
        sa.CheckConstraint("party IN ('organiser', 'witness')", name=op.f("ck_draw_commitment_party")),
        sa.CheckConstraint("(received_by IS NULL) = (received_at IS NULL)", name=op.f("ck_draw_commitment_received")),
        sa.CheckConstraint("length(tip) = 64", name=op.f("ck_draw_commitment_tip")),
        sa.CheckConstraint(
            "received_by IS NULL OR received_by <> account_id", name=op.f("ck_draw_commitment_third_person")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_draw_commitment_account_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_draw_commitment_panel_id")),
        sa.ForeignKeyConstraint(["received_by"], ["accounts_account.id"], name=op.f("fk_draw_commitment_received_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_commitment")),
        sa.UniqueConstraint("panel_id", "party", name=op.f("uq_draw_commitment_panel_id_party")),
        comment="commitments of the two parties of a panel's draws",
    )
    op.create_table(
        "draw_reveal",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the reveal"),
        sa.Column("draw_id", sa.Integer(), nullable=False, comment="draw"),
        sa.Column("party", sa.String(length=10), nullable=False, comment="organiser or witness"),
        sa.Column("link", sa.String(length=64), nullable=False, comment="link, hexadecimal, public from here on"),
        sa.Column("via", sa.String(length=10), nullable=False, comment="by the party, or from the deposit"),
        sa.Column("revealed_by", sa.Integer(), nullable=False, comment="who revealed"),
        sa.Column("revealed_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("reason", sa.String(), nullable=False, comment="why from the deposit"),
        sa.CheckConstraint("(via = 'deposit') = (reason <> '')", name=op.f("ck_draw_reveal_refusal")),
        sa.CheckConstraint("party IN ('organiser', 'witness')", name=op.f("ck_draw_reveal_party")),
        sa.CheckConstraint("via IN ('party', 'deposit')", name=op.f("ck_draw_reveal_via")),
        sa.CheckConstraint("length(link) = 64", name=op.f("ck_draw_reveal_link")),
        sa.ForeignKeyConstraint(["draw_id"], ["draw_draw.id"], name=op.f("fk_draw_reveal_draw_id")),
        sa.ForeignKeyConstraint(["revealed_by"], ["accounts_account.id"], name=op.f("fk_draw_reveal_revealed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_reveal")),
        sa.UniqueConstraint("draw_id", "party", name=op.f("uq_draw_reveal_draw_id_party")),
        comment="links revealed for draws",
    )
    op.create_index(op.f("ix_draw_reveal_draw_id"), "draw_reveal", ["draw_id"], unique=False)
    op.add_column(
        "commissions_panel", sa.Column("quotas", JsonValue, nullable=False, server_default="{}", comment="ranges and rules of the draw")
    )
    op.add_column(
        "draw_draw",
        sa.Column(
            "event", sa.Integer(), nullable=True, comment="place of its links in the parties' chains; none if direct"
        ),
    )
    op.add_column(
        "draw_draw",
        sa.Column("method", sa.String(length=10), nullable=False, server_default="", comment="fair chances or order; empty if direct"),
    )
    op.add_column(
        "draw_draw", sa.Column("record", JsonValue, nullable=True, comment="the draw's part of the transcript")
    )
    change_constraints("draw_draw", drop=SEEDS, add=LINKS)
    reword("draw_draw", WORDS_OF_LINKS)
    op.drop_column("draw_draw", "seed")


def downgrade() -> None:
    """Draw by one seed again."""
    op.add_column("draw_draw", sa.Column("seed", sa.String(length=64), nullable=True))
    change_constraints("draw_draw", drop=LINKS, add=SEEDS)
    reword("draw_draw", WORDS_OF_SEEDS)
    op.drop_column("draw_draw", "record")
    op.drop_column("draw_draw", "method")
    op.drop_column("draw_draw", "event")
    op.drop_column("commissions_panel", "quotas")
    op.drop_index(op.f("ix_draw_reveal_draw_id"), table_name="draw_reveal")
    op.drop_table("draw_reveal")
    op.drop_table("draw_commitment")
