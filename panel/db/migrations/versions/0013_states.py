"""A matter's state REPORTED was never reached and goes."""

from alembic import op

from panel.db.migrations.changes import change_constraints

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = (
    "RECEIVED CLOSED_ROUTINE MERGED CONFIRMED {}ADJUDICATING ESCALATED_2 AWAITING_LEADER INVESTIGATING TESTING ADJUDICATED"
)


def upgrade() -> None:
    """Take the state away."""
    op.execute("UPDATE matters_matter SET state = 'CONFIRMED' WHERE state = 'REPORTED'")
    _let("")


def downgrade() -> None:
    """Allow the state again."""
    _let("REPORTED")


def _let(more: str) -> None:
    states = STATES.format(f"{more} " if more else "").split()
    graded = [state for state in ("CONFIRMED", more, "ADJUDICATED") if state]
    checks = {
        "ck_matters_matter_state": f"CHECK (state IN ({','.join(map(repr, states))}))",
        "ck_matters_matter_graded": f"CHECK (state NOT IN ({','.join(map(repr, graded))}) OR level IS NOT NULL)",
    }
    change_constraints("matters_matter", drop=checks, add=checks)
