"""Requests for a new password, and whom a letter may not tell of."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of requests and the columns beside it."""
    op.create_table(
        "accounts_reset",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account concerned"),
        sa.Column("reason", sa.String(), nullable=False, comment="why a new password is needed"),
        sa.Column("asked_by", sa.Integer(), nullable=False, comment="head who asked"),
        sa.Column("asked_at", UtcDateTime(), nullable=False, comment="when it was asked"),
        sa.Column("done_by", sa.Integer(), nullable=True, comment="administrator"),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="when it was carried out first"),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_accounts_reset_done")),
        sa.CheckConstraint("done_by IS NULL OR done_by <> asked_by", name=op.f("ck_accounts_reset_two_persons")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_accounts_reset_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts_account.id"], name=op.f("fk_accounts_reset_asked_by")),
        sa.ForeignKeyConstraint(["done_by"], ["accounts_account.id"], name=op.f("fk_accounts_reset_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_reset")),
        sa.UniqueConstraint("form_key", name=op.f("uq_accounts_reset_form_key")),
        comment="requests for a new first password: head asks, administrator executes",
    )
    op.create_index(op.f("ix_accounts_reset_account_id"), "accounts_reset", ["account_id"], unique=False)
    op.add_column(
        "accounts_account",
        sa.Column(
            "has_first_password",
            sa.Boolean(),
            nullable=False, server_default=sa.false(),
            comment="the password was handed over by an administrator and opens nothing but its change",
        ),
    )
    op.add_column(
        "accounts_grant",
        sa.Column(
            "expert_code",
            sa.String(length=20),
            nullable=False, server_default="",
            comment="code of the expert on the roster whom the account is for",
        ),
    )
    op.add_column(
        "notices_message",
        sa.Column(
            "private_until",
            UtcDateTime(),
            nullable=True,
            comment="until when nobody is shown it, since whom it goes to would tell something",
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_column("notices_message", "private_until")
    op.drop_column("accounts_grant", "expert_code")
    op.drop_column("accounts_account", "has_first_password")
    op.drop_index(op.f("ix_accounts_reset_account_id"), table_name="accounts_reset")
    op.drop_table("accounts_reset")
