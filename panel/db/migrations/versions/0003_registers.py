"""Experts, committees and testing institutions."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "institutions_institution",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the institution"),
        sa.Column("code", sa.String(length=20), nullable=False, comment="code shown in lists, e.g. JG-0001"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="full name"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="node of the institution's own accounts"),
        sa.Column(
            "managed_by_org_id", sa.Integer(), nullable=False, comment="organisation that designates and manages it"
        ),
        sa.Column("region", sa.String(length=6), nullable=False, comment="GB/T 2260 code of the region"),
        sa.Column("unified_code", sa.String(length=18), nullable=False, comment="unified social credit code"),
        sa.Column("cma_no", sa.String(length=12), nullable=True, comment="number of the mandatory approval (CMA)"),
        sa.Column(
            "cnas_no", sa.String(length=20), nullable=True, comment="number of the voluntary accreditation (CNAS)"
        ),
        sa.Column("other_qualification", sa.String(length=120), nullable=True, comment="another statutory approval"),
        sa.Column("qualified_from", sa.Date(), nullable=True, comment="first day of the statutory qualification"),
        sa.Column("qualified_until", sa.Date(), nullable=True, comment="last day of the statutory qualification"),
        sa.Column("recommended_by_org_id", sa.Integer(), nullable=True, comment="recommending body"),
        sa.Column("designation_no", sa.String(length=80), nullable=True, comment="number of the designating document"),
        sa.Column("designated_until", sa.Date(), nullable=True, comment="last day of the designation"),
        sa.Column("designated_by", sa.Integer(), nullable=True, comment="account that designated"),
        sa.Column("designated_at", UtcDateTime(), nullable=True, comment="when it was designated"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="see InstitutionState"),
        sa.Column("state_reason", sa.String(), nullable=True, comment="reason of the present state"),
        sa.Column("contact_name", sa.String(length=80), nullable=False, comment="contact person"),
        sa.Column("contact_phone", sa.String(length=40), nullable=False, comment="telephone of the contact"),
        sa.Column("contact_email", sa.String(length=120), nullable=False, comment="mail address of the contact"),
        sa.Column(
            "ties", JsonValue, nullable=False, comment="known ties with enterprises: party, unified_code, detail"
        ),
        sa.Column(
            "registered_by", sa.Integer(), nullable=True, comment="account that entered it; empty for the system"
        ),
        sa.Column("registered_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint(
            "state = 'registered_only' OR (designation_no IS NOT NULL AND designated_until IS NOT NULL AND recommended_by_org_id IS NOT NULL)",
            name=op.f("ck_institutions_institution_designation"),
        ),
        sa.CheckConstraint(
            "state IN ('registered_only', 'designated', 'suspended', 'expired')",
            name=op.f("ck_institutions_institution_state"),
        ),
        sa.CheckConstraint(
            "(qualified_from IS NULL) = (qualified_until IS NULL)",
            name=op.f("ck_institutions_institution_qualified_days"),
        ),
        sa.CheckConstraint("designated_by <> registered_by", name=op.f("ck_institutions_institution_two_persons")),
        sa.CheckConstraint(
            "qualified_from <= qualified_until", name=op.f("ck_institutions_institution_qualified_order")
        ),
        sa.ForeignKeyConstraint(
            ["designated_by"], ["accounts_account.id"], name=op.f("fk_institutions_institution_designated_by")
        ),
        sa.ForeignKeyConstraint(
            ["managed_by_org_id"],
            ["accounts_organisation.id"],
            name=op.f("fk_institutions_institution_managed_by_org_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["accounts_organisation.id"], name=op.f("fk_institutions_institution_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by_org_id"],
            ["accounts_organisation.id"],
            name=op.f("fk_institutions_institution_recommended_by_org_id"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["accounts_account.id"], name=op.f("fk_institutions_institution_registered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_institution")),
        sa.UniqueConstraint("code", name=op.f("uq_institutions_institution_code")),
        sa.UniqueConstraint("form_key", name=op.f("uq_institutions_institution_form_key")),
        sa.UniqueConstraint("org_id", name=op.f("uq_institutions_institution_org_id")),
        sa.UniqueConstraint("unified_code", name=op.f("uq_institutions_institution_unified_code")),
        comment="testing institutions: statutory qualification, designation, contact",
    )
    op.create_index(
        op.f("ix_institutions_institution_managed_by_org_id"),
        "institutions_institution",
        ["managed_by_org_id"],
        unique=False,
    )
    op.create_index(op.f("ix_institutions_institution_name"), "institutions_institution", ["name"], unique=False)
    op.create_table(
        "roster_committee",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the committee"),
        sa.Column("code", sa.String(length=20), nullable=False, comment="stable code, e.g. C-330"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="full name"),
        sa.Column(
            "owner_org_id",
            sa.Integer(),
            nullable=False,
            comment="organisation that keeps it; headquarters for the system's own",
        ),
        sa.Column("term_from", sa.Date(), nullable=False, comment="first day of its term"),
        sa.Column("term_to", sa.Date(), nullable=False, comment="last day of its term"),
        sa.Column("document_no", sa.String(length=80), nullable=False, comment="number of the document that set it up"),
        sa.Column("added_by", sa.Integer(), nullable=True, comment="account that entered it; empty for the system"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("term_from <= term_to", name=op.f("ck_roster_committee_term")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts_account.id"], name=op.f("fk_roster_committee_added_by")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["accounts_organisation.id"], name=op.f("fk_roster_committee_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_committee")),
        sa.UniqueConstraint("code", name=op.f("uq_roster_committee_code")),
        sa.UniqueConstraint("form_key", name=op.f("uq_roster_committee_form_key")),
        comment="expert committees with their terms",
    )
    op.create_table(
        "institutions_capability",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the line"),
        sa.Column("institution_id", sa.Integer(), nullable=False, comment="institution"),
        sa.Column("product", sa.String(length=80), nullable=False, comment="product or group of products"),
        sa.Column("item", sa.String(length=120), nullable=False, comment="items, separated by 、"),
        sa.Column("method", sa.String(length=80), nullable=False, comment="number of the method"),
        sa.Column("technique", sa.String(length=80), nullable=False, comment="technique"),
        sa.Column("limit", sa.String(length=80), nullable=False, comment="detection limit"),
        sa.Column(
            "is_in_scope", sa.Boolean(), nullable=False, comment="within the scope of the statutory qualification"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions_institution.id"], name=op.f("fk_institutions_capability_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_capability")),
        comment="what an institution can test: product, item, method",
    )
    op.create_index(
        op.f("ix_institutions_capability_institution_id"), "institutions_capability", ["institution_id"], unique=False
    )
    op.create_table(
        "roster_expert",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the expert"),
        sa.Column("code", sa.String(length=20), nullable=False, comment="code shown in lists, e.g. ZJ-0011"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name"),
        sa.Column("gender", sa.String(length=2), nullable=False, comment="男 or 女"),
        sa.Column("birth_year", sa.Integer(), nullable=False, comment="year of birth"),
        sa.Column("main_discipline", sa.String(length=8), nullable=False, comment="code list disciplines"),
        sa.Column("second_discipline", sa.String(length=8), nullable=True, comment="code list disciplines"),
        sa.Column("title", sa.String(length=40), nullable=False, comment="technical title"),
        sa.Column("post", sa.String(length=60), nullable=False, comment="post with the employer"),
        sa.Column("employer", sa.String(length=120), nullable=False, comment="employer"),
        sa.Column(
            "employer_code", sa.String(length=18), nullable=True, comment="unified social credit code of the employer"
        ),
        sa.Column("region", sa.String(length=6), nullable=False, comment="GB/T 2260 code of the region"),
        sa.Column("education", sa.String(length=120), nullable=False, comment="education and degree"),
        sa.Column("achievements", sa.String(), nullable=False, comment="main achievements"),
        sa.Column("other_committees", JsonValue, nullable=False, comment="seats on other committees"),
        sa.Column(
            "declared_conflicts",
            JsonValue,
            nullable=False,
            comment="declared ties: party, unified_code, ground, detail",
        ),
        sa.Column("workload_limit", sa.Integer(), nullable=False, comment="panels in twelve months at most"),
        sa.Column("email", sa.String(length=120), nullable=False, comment="mail address, for invitations"),
        sa.Column("phone", sa.String(length=40), nullable=False, comment="telephone, for invitations"),
        sa.Column("account_id", sa.Integer(), nullable=True, comment="account the expert signs in with"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="see ExpertState"),
        sa.Column("state_reason", sa.String(), nullable=True, comment="reason of the present state"),
        sa.Column("suspended_until", sa.Date(), nullable=True, comment="last day of a suspension"),
        sa.Column("recommended_by_org_id", sa.Integer(), nullable=False, comment="recommending body"),
        sa.Column("recommended_on", sa.Date(), nullable=False, comment="day of the recommendation"),
        sa.Column(
            "recommended_by",
            sa.Integer(),
            nullable=True,
            comment="account that recommended; empty for a carried-over register",
        ),
        sa.Column(
            "proposed_committee_id", sa.Integer(), nullable=True, comment="committee the recommendation is meant for"
        ),
        sa.Column("reviewed_by", sa.Integer(), nullable=True, comment="account that reviewed"),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True, comment="when it was reviewed"),
        sa.Column("review_opinion", sa.String(), nullable=True, comment="opinion of the review"),
        sa.Column("appointed_by", sa.Integer(), nullable=True, comment="account that appointed"),
        sa.Column("appointed_at", UtcDateTime(), nullable=True, comment="when the appointment was made"),
        sa.Column("committee_id", sa.Integer(), nullable=True, comment="committee the expert belongs to"),
        sa.Column("appointment_no", sa.String(length=80), nullable=True, comment="number of the letter of appointment"),
        sa.Column("term_from", sa.Date(), nullable=True, comment="first day of the term"),
        sa.Column("term_to", sa.Date(), nullable=True, comment="last day of the term"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when the row was entered"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint(
            "(state = 'suspended') = (suspended_until IS NOT NULL)", name=op.f("ck_roster_expert_suspended_until")
        ),
        sa.CheckConstraint("gender IN ('男', '女')", name=op.f("ck_roster_expert_gender")),
        sa.CheckConstraint(
            "state IN ('recommended', 'under_review', 'appointed', 'suspended', 'retired', 'dismissed', 'term_ended', 'not_appointed')",
            name=op.f("ck_roster_expert_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('appointed', 'suspended', 'term_ended') OR (committee_id IS NOT NULL AND appointment_no IS NOT NULL AND term_from IS NOT NULL AND term_to IS NOT NULL)",
            name=op.f("ck_roster_expert_appointment"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('recommended', 'under_review') OR appointment_no IS NULL",
            name=op.f("ck_roster_expert_not_yet"),
        ),
        sa.CheckConstraint("(appointed_by IS NULL) = (appointed_at IS NULL)", name=op.f("ck_roster_expert_appointed")),
        sa.CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_roster_expert_reviewed")),
        sa.CheckConstraint("appointed_by <> recommended_by", name=op.f("ck_roster_expert_sod_appointed")),
        sa.CheckConstraint(
            "reviewed_by <> recommended_by AND reviewed_by <> appointed_by", name=op.f("ck_roster_expert_sod_reviewed")
        ),
        sa.CheckConstraint("term_from <= term_to", name=op.f("ck_roster_expert_term")),
        sa.CheckConstraint("workload_limit >= 1", name=op.f("ck_roster_expert_workload_limit")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_roster_expert_account_id")),
        sa.ForeignKeyConstraint(["appointed_by"], ["accounts_account.id"], name=op.f("fk_roster_expert_appointed_by")),
        sa.ForeignKeyConstraint(["committee_id"], ["roster_committee.id"], name=op.f("fk_roster_expert_committee_id")),
        sa.ForeignKeyConstraint(
            ["proposed_committee_id"], ["roster_committee.id"], name=op.f("fk_roster_expert_proposed_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by"], ["accounts_account.id"], name=op.f("fk_roster_expert_recommended_by")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by_org_id"], ["accounts_organisation.id"], name=op.f("fk_roster_expert_recommended_by_org_id")
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["accounts_account.id"], name=op.f("fk_roster_expert_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_expert")),
        sa.UniqueConstraint("account_id", name=op.f("uq_roster_expert_account_id")),
        sa.UniqueConstraint("appointment_no", name=op.f("uq_roster_expert_appointment_no")),
        sa.UniqueConstraint("code", name=op.f("uq_roster_expert_code")),
        sa.UniqueConstraint("form_key", name=op.f("uq_roster_expert_form_key")),
        comment="experts with the state, appointment and term of each",
    )
    op.create_index(op.f("ix_roster_expert_committee_id"), "roster_expert", ["committee_id"], unique=False)
    op.create_index(op.f("ix_roster_expert_main_discipline"), "roster_expert", ["main_discipline"], unique=False)
    op.create_index(op.f("ix_roster_expert_name"), "roster_expert", ["name"], unique=False)
    op.create_index("ix_roster_expert_state_committee_id", "roster_expert", ["state", "committee_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index("ix_roster_expert_state_committee_id", table_name="roster_expert")
    op.drop_index(op.f("ix_roster_expert_name"), table_name="roster_expert")
    op.drop_index(op.f("ix_roster_expert_main_discipline"), table_name="roster_expert")
    op.drop_index(op.f("ix_roster_expert_committee_id"), table_name="roster_expert")
    op.drop_table("roster_expert")
    op.drop_index(op.f("ix_institutions_capability_institution_id"), table_name="institutions_capability")
    op.drop_table("institutions_capability")
    op.drop_table("roster_committee")
    op.drop_index(op.f("ix_institutions_institution_name"), table_name="institutions_institution")
    op.drop_index(op.f("ix_institutions_institution_managed_by_org_id"), table_name="institutions_institution")
    op.drop_table("institutions_institution")
