"""Grounds of recusal: groups, synonyms, parties, screenings and findings."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of recusal."""
    op.create_table(
        "recusal_group",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the group"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="what the group is called"),
        sa.Column("evidence", sa.String(length=500), nullable=False, comment="what shows that it is a group"),
        sa.Column("entered_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("entered_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="who ended it"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it was ended"),
        sa.Column("end_reason", sa.String(length=500), nullable=False, comment="why it was ended"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason = '')",
            name=op.f("ck_recusal_group_ended"),
        ),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_recusal_group_evidence")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts_account.id"], name=op.f("fk_recusal_group_ended_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts_account.id"], name=op.f("fk_recusal_group_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_group")),
        sa.UniqueConstraint("form_key", name=op.f("uq_recusal_group_form_key")),
        comment="groups of companies under one control",
    )
    op.create_table(
        "recusal_synonym",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the entry"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="present full name"),
        sa.Column("unified_code", sa.String(length=18), nullable=False, comment="unified social credit code, or empty"),
        sa.Column("other", sa.String(length=120), nullable=False, comment="the other name"),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="why there are two names, see SynonymKind"),
        sa.Column("evidence", sa.String(length=500), nullable=False, comment="what shows that both mean one body"),
        sa.Column("entered_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("entered_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="who ended it"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it was ended"),
        sa.Column("end_reason", sa.String(length=500), nullable=False, comment="why it was ended"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason = '')",
            name=op.f("ck_recusal_synonym_ended"),
        ),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_recusal_synonym_evidence")),
        sa.CheckConstraint(
            "kind IN ('former', 'abbreviation', 'english', 'other')", name=op.f("ck_recusal_synonym_kind")
        ),
        sa.CheckConstraint(
            "unified_code = '' OR length(unified_code) = 18", name=op.f("ck_recusal_synonym_unified_code")
        ),
        sa.CheckConstraint("name <> other", name=op.f("ck_recusal_synonym_two_names")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts_account.id"], name=op.f("fk_recusal_synonym_ended_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts_account.id"], name=op.f("fk_recusal_synonym_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_synonym")),
        sa.UniqueConstraint("form_key", name=op.f("uq_recusal_synonym_form_key")),
        comment="former names, abbreviations and foreign names of bodies",
    )
    op.create_table(
        "recusal_group_member",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the entry"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("group_id", sa.Integer(), nullable=False, comment="group"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name of the company"),
        sa.Column("unified_code", sa.String(length=18), nullable=False, comment="unified social credit code, or empty"),
        sa.Column("evidence", sa.String(length=500), nullable=False, comment="what shows that it belongs to the group"),
        sa.Column("entered_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("entered_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="who ended it"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it was ended"),
        sa.Column("end_reason", sa.String(length=500), nullable=False, comment="why it was ended"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason = '')",
            name=op.f("ck_recusal_group_member_ended"),
        ),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_recusal_group_member_evidence")),
        sa.CheckConstraint(
            "unified_code = '' OR length(unified_code) = 18", name=op.f("ck_recusal_group_member_unified_code")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts_account.id"], name=op.f("fk_recusal_group_member_ended_by")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts_account.id"], name=op.f("fk_recusal_group_member_entered_by")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["recusal_group.id"], name=op.f("fk_recusal_group_member_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_group_member")),
        sa.UniqueConstraint("form_key", name=op.f("uq_recusal_group_member_form_key")),
        comment="companies of groups",
    )
    op.create_index(op.f("ix_recusal_group_member_group_id"), "recusal_group_member", ["group_id"], unique=False)
    op.create_table(
        "recusal_party",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the party"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column(
            "kind", sa.String(length=20), nullable=False, comment="what it has to do with the matter, see PartyKind"
        ),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name"),
        sa.Column("unified_code", sa.String(length=18), nullable=False, comment="unified social credit code, or empty"),
        sa.Column("note", sa.String(length=500), nullable=False, comment="how it is known to be a party"),
        sa.Column("entered_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("entered_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="who took it out"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it was taken out"),
        sa.Column("end_reason", sa.String(length=500), nullable=False, comment="why it was taken out"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason = '')",
            name=op.f("ck_recusal_party_ended"),
        ),
        sa.CheckConstraint(
            "kind IN ('producer', 'seller', 'importer', 'complainant', 'reporting_unit', 'competitor', 'group', 'lab')",
            name=op.f("ck_recusal_party_kind"),
        ),
        sa.CheckConstraint(
            "unified_code = '' OR length(unified_code) = 18", name=op.f("ck_recusal_party_unified_code")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts_account.id"], name=op.f("fk_recusal_party_ended_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts_account.id"], name=op.f("fk_recusal_party_entered_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_recusal_party_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_party")),
        sa.UniqueConstraint("form_key", name=op.f("uq_recusal_party_form_key")),
        comment="parties of a matter entered for recusal; a wrong one is ended, never removed",
    )
    op.create_index(op.f("ix_recusal_party_matter_id"), "recusal_party", ["matter_id"], unique=False)
    op.create_table(
        "recusal_finding",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the finding"),
        sa.Column(
            "form_key",
            sa.String(length=40),
            nullable=True,
            comment="makes a repeated act recognisable; empty where no form entered it",
        ),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("ground", sa.String(length=4), nullable=False, comment="R1 to R13, see Ground"),
        sa.Column("party_key", sa.String(length=200), nullable=False, comment="what the party is recognised by"),
        sa.Column(
            "party_kind", sa.String(length=20), nullable=True, comment="kind of party; empty where none is named"
        ),
        sa.Column("party_name", sa.String(length=120), nullable=False, comment="name of the party"),
        sa.Column(
            "party_code", sa.String(length=18), nullable=False, comment="unified social credit code of the party"
        ),
        sa.Column("source", sa.String(length=12), nullable=False, comment="what it rests on, see Source"),
        sa.Column("grade", sa.String(length=12), nullable=False, comment="how sure the names are, see Grade"),
        sa.Column("evidence", JsonValue, nullable=False, comment="the ties it rests on"),
        sa.Column("is_hard", sa.Boolean(), nullable=False, comment="a tie that no decision can set aside"),
        sa.Column("state", sa.String(length=12), nullable=False, comment="where it stands, see FindingState"),
        sa.Column("is_pinned", sa.Boolean(), nullable=False, comment="a decision that later screenings do not touch"),
        sa.Column("entered_by", sa.Integer(), nullable=True, comment="who entered it; empty for a screening"),
        sa.Column("found_at", UtcDateTime(), nullable=False, comment="when it was found first"),
        sa.Column(
            "decided_by", sa.Integer(), nullable=True, comment="who decided; empty where the rule itself decides"
        ),
        sa.Column("decided_at", UtcDateTime(), nullable=True, comment="when it was decided"),
        sa.Column("reason", sa.String(length=500), nullable=False, comment="reason of the decision"),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'dismissed')) = (decided_at IS NOT NULL)", name=op.f("ck_recusal_finding_decided")
        ),
        sa.CheckConstraint("NOT is_hard OR state <> 'dismissed'", name=op.f("ck_recusal_finding_hard")),
        sa.CheckConstraint("decided_at IS NULL OR reason <> ''", name=op.f("ck_recusal_finding_reason")),
        sa.CheckConstraint(
            "grade IN ('certain', 'same_name', 'normalised', 'synonym', 'group', 'near', 'stated')",
            name=op.f("ck_recusal_finding_grade"),
        ),
        sa.CheckConstraint(
            "ground IN ('R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13')",
            name=op.f("ck_recusal_finding_ground"),
        ),
        sa.CheckConstraint(
            "party_kind IN ('producer', 'seller', 'importer', 'complainant', 'reporting_unit', 'competitor', 'group', 'lab')",
            name=op.f("ck_recusal_finding_party_kind"),
        ),
        sa.CheckConstraint(
            "source IN ('employer', 'history', 'interest', 'committee', 'entered', 'acceptance', 'objection')",
            name=op.f("ck_recusal_finding_source"),
        ),
        sa.CheckConstraint(
            "state IN ('potential', 'confirmed', 'dismissed', 'lapsed')", name=op.f("ck_recusal_finding_state")
        ),
        sa.CheckConstraint("NOT is_pinned OR decided_at IS NOT NULL", name=op.f("ck_recusal_finding_pinned")),
        sa.CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", name=op.f("ck_recusal_finding_decided_by")),
        sa.CheckConstraint(
            "entered_by IS NULL OR decided_by IS NULL OR entered_by <> decided_by",
            name=op.f("ck_recusal_finding_two_persons"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts_account.id"], name=op.f("fk_recusal_finding_decided_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts_account.id"], name=op.f("fk_recusal_finding_entered_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_recusal_finding_expert_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_recusal_finding_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_finding")),
        sa.UniqueConstraint("form_key", name=op.f("uq_recusal_finding_form_key")),
        sa.UniqueConstraint(
            "panel_id",
            "expert_id",
            "ground",
            "party_key",
            name=op.f("uq_recusal_finding_panel_id_expert_id_ground_party_key"),
        ),
        comment="conflicts found, entered or declared, and the decision on each",
    )
    op.create_index(op.f("ix_recusal_finding_expert_id"), "recusal_finding", ["expert_id"], unique=False)
    op.create_index("ix_recusal_finding_panel_id_state", "recusal_finding", ["panel_id", "state"], unique=False)
    op.create_table(
        "recusal_screening",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("parties", JsonValue, nullable=False, comment="parties of that moment"),
        sa.Column("parties_sha256", sa.String(length=64), nullable=False, comment="digest over the parties"),
        sa.Column("case_on", sa.Date(), nullable=False, comment="day from which the window is reckoned"),
        sa.Column("since_on", sa.Date(), nullable=False, comment="first day of the window"),
        sa.Column("expert_count", sa.Integer(), nullable=False, comment="experts screened"),
        sa.Column("hit_count", sa.Integer(), nullable=False, comment="hits found"),
        sa.Column("screened_by", sa.Integer(), nullable=False, comment="who ran it"),
        sa.Column("screened_at", UtcDateTime(), nullable=False, comment="when it was run"),
        sa.CheckConstraint("since_on <= case_on", name=op.f("ck_recusal_screening_window")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_recusal_screening_panel_id")),
        sa.ForeignKeyConstraint(
            ["screened_by"], ["accounts_account.id"], name=op.f("fk_recusal_screening_screened_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_screening")),
        comment="screenings of experts for a panel, with the parties of that moment; append-only",
    )
    op.create_index(op.f("ix_recusal_screening_panel_id"), "recusal_screening", ["panel_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_recusal_screening_panel_id"), table_name="recusal_screening")
    op.drop_table("recusal_screening")
    op.drop_index("ix_recusal_finding_panel_id_state", table_name="recusal_finding")
    op.drop_index(op.f("ix_recusal_finding_expert_id"), table_name="recusal_finding")
    op.drop_table("recusal_finding")
    op.drop_index(op.f("ix_recusal_party_matter_id"), table_name="recusal_party")
    op.drop_table("recusal_party")
    op.drop_index(op.f("ix_recusal_group_member_group_id"), table_name="recusal_group_member")
    op.drop_table("recusal_group_member")
    op.drop_table("recusal_synonym")
    op.drop_table("recusal_group")
