"""Failed confirmations of identity are counted apart from failed sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note with a failed try which sign-in it was to confirm."""
    op.add_column(
        "accounts_try",
        sa.Column(
            "sign_in",
            sa.String(length=64),
            nullable=True,
            comment="token digest of the sign-in that was to be confirmed; empty for a sign-in",
        ),
    )
    op.create_index(op.f("ix_accounts_try_sign_in"), "accounts_try", ["sign_in"], unique=False)


def downgrade() -> None:
    """Count all failed tries alike again."""
    op.drop_index(op.f("ix_accounts_try_sign_in"), table_name="accounts_try")
    op.drop_column("accounts_try", "sign_in")
