"""Designating documents, hand-over of samples, questions on an order."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import UtcDateTime
from panel.db.migrations.changes import change_constraints

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ISSUER = "fk_institutions_institution_issued_by_org_id"
TRACEABLE = "ck_institutions_report_traceable"


def _traceable(seal: str) -> dict[str, str]:
    return {
        TRACEABLE: "CHECK (accepted_at IS NULL OR (report_no <> '' AND qualification_no <> '' AND method <> '' "
        f"AND sample_id <> '' AND {seal} AND received_on IS NOT NULL AND tested_on IS NOT NULL "
        "AND calibration_ref <> '' AND raw_data_keeper <> '' AND tester <> '' AND reviewer <> '' "
        "AND signatory <> '' AND is_stamped))"
    }



def upgrade() -> None:
    """Keep designating documents, hand-overs of samples, and questions on an order."""
    op.create_table(
        "institutions_designation",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("institution_id", sa.Integer(), nullable=False, comment="institution"),
        sa.Column("number", sa.String(length=80), nullable=False, comment="number of the document"),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="day of the document"),
        sa.Column("issued_by_org_id", sa.Integer(), nullable=False, comment="who issued it"),
        sa.Column("recommended_by_org_id", sa.Integer(), nullable=False, comment="recommending body"),
        sa.Column("until", sa.Date(), nullable=False, comment="last day of the designation"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the document itself"),
        sa.Column("recorded_by", sa.Integer(), nullable=False, comment="approver who designated"),
        sa.Column("recorded_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.CheckConstraint("dated_on <= until", name=op.f("ck_institutions_designation_order_of_days")),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_institutions_designation_file_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions_institution.id"], name=op.f("fk_institutions_designation_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_org_id"],
            ["accounts_organisation.id"],
            name=op.f("fk_institutions_designation_issued_by_org_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by_org_id"],
            ["accounts_organisation.id"],
            name=op.f("fk_institutions_designation_recommended_by_org_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts_account.id"], name=op.f("fk_institutions_designation_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_designation")),
        comment="documents that designate institutions (确定文件); append only",
    )
    op.create_index(
        op.f("ix_institutions_designation_institution_id"), "institutions_designation", ["institution_id"], unique=False
    )
    op.create_table(
        "institutions_handover",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="work order"),
        sa.Column("handed_by", sa.String(length=80), nullable=False, comment="who gave the samples away"),
        sa.Column("handed_at", UtcDateTime(), nullable=False, comment="when they were given away"),
        sa.Column("note", sa.String(), nullable=False, comment="how they travel"),
        sa.Column("handed_noted_by", sa.Integer(), nullable=False, comment="official who entered it"),
        sa.Column("handed_noted_at", UtcDateTime(), nullable=False, comment="when that was entered"),
        sa.Column("taken_by", sa.String(length=80), nullable=True, comment="who took the samples in"),
        sa.Column("taken_at", UtcDateTime(), nullable=True, comment="when they were taken in"),
        sa.Column("taken_noted_by", sa.Integer(), nullable=True, comment="contact who entered the arrival"),
        sa.Column("taken_noted_at", UtcDateTime(), nullable=True, comment="when that was entered"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_by IS NULL)", name=op.f("ck_institutions_handover_taken_by")),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (taken_noted_at IS NULL)", name=op.f("ck_institutions_handover_taken_noted_at")
        ),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (taken_noted_by IS NULL)", name=op.f("ck_institutions_handover_taken_noted_by")
        ),
        sa.CheckConstraint("taken_at >= handed_at", name=op.f("ck_institutions_handover_order_of_times")),
        sa.CheckConstraint("taken_noted_by <> handed_noted_by", name=op.f("ck_institutions_handover_two_persons")),
        sa.ForeignKeyConstraint(
            ["handed_noted_by"], ["accounts_account.id"], name=op.f("fk_institutions_handover_handed_noted_by")
        ),
        sa.ForeignKeyConstraint(
            ["taken_noted_by"], ["accounts_account.id"], name=op.f("fk_institutions_handover_taken_noted_by")
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["institutions_work_order.id"], name=op.f("fk_institutions_handover_work_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_handover")),
        sa.UniqueConstraint("form_key", name=op.f("uq_institutions_handover_form_key")),
        comment="samples handed over under a work order (样品交接)",
    )
    op.create_index(
        op.f("ix_institutions_handover_work_order_id"), "institutions_handover", ["work_order_id"], unique=False
    )
    op.create_table(
        "institutions_message",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="work order"),
        sa.Column("answers_id", sa.Integer(), nullable=True, comment="question this answers; empty for a question"),
        sa.Column("side", sa.String(length=20), nullable=False, comment="see Side"),
        sa.Column("text", sa.String(), nullable=False, comment="what is asked or answered"),
        sa.Column("file_id", sa.Integer(), nullable=True, comment="a file sent with it"),
        sa.Column("said_by", sa.Integer(), nullable=False, comment="who wrote it"),
        sa.Column("said_at", UtcDateTime(), nullable=False, comment="when it was written"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("side IN ('department', 'institution')", name=op.f("ck_institutions_message_side")),
        sa.CheckConstraint("answers_id < id", name=op.f("ck_institutions_message_answers_earlier")),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["institutions_message.id"], name=op.f("fk_institutions_message_answers_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_institutions_message_file_id")),
        sa.ForeignKeyConstraint(["said_by"], ["accounts_account.id"], name=op.f("fk_institutions_message_said_by")),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["institutions_work_order.id"], name=op.f("fk_institutions_message_work_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_message")),
        sa.UniqueConstraint("form_key", name=op.f("uq_institutions_message_form_key")),
        comment="questions and answers between the ordering department and the institution; append only",
    )
    op.create_index(
        op.f("ix_institutions_message_work_order_id"), "institutions_message", ["work_order_id"], unique=False
    )
    op.create_table(
        "institutions_handed_sample",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("handover_id", sa.Integer(), nullable=False, comment="hand-over"),
        sa.Column("place", sa.Integer(), nullable=False, comment="line of the sample in the order, from 0"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="name of the sample, as the order has it"),
        sa.Column("seal_no", sa.String(length=60), nullable=False, comment="number of the seal when it was given away"),
        sa.Column("quantity", sa.String(length=60), nullable=False, comment="quantity given away"),
        sa.Column("condition", sa.String(length=200), nullable=False, comment="condition when it was given away"),
        sa.Column("found_seal_no", sa.String(length=60), nullable=True, comment="number of the seal read on arrival"),
        sa.Column("is_whole", sa.Boolean(), nullable=True, comment="whether the seal was unbroken on arrival"),
        sa.Column("found_condition", sa.String(length=200), nullable=True, comment="condition on arrival"),
        sa.Column("lab_no", sa.String(length=60), nullable=True, comment="number the institution gave the sample"),
        sa.Column("fault", sa.String(length=20), nullable=True, comment="see SealFault; empty when all is well"),
        sa.Column("explanation", sa.String(), nullable=True, comment="how the fault came about"),
        sa.Column("is_usable", sa.Boolean(), nullable=True, comment="whether the sample may be evidence all the same"),
        sa.Column("explained_by", sa.Integer(), nullable=True, comment="official who explained it"),
        sa.Column("explained_at", UtcDateTime(), nullable=True, comment="when it was explained"),
        sa.CheckConstraint("fault IN ('broken', 'other_number')", name=op.f("ck_institutions_handed_sample_fault")),
        sa.CheckConstraint("seal_no <> ''", name=op.f("ck_institutions_handed_sample_sealed")),
        sa.CheckConstraint(
            "(explained_at IS NULL) = (explanation IS NULL) AND (explained_at IS NULL) = (is_usable IS NULL) AND (explained_at IS NULL) = (explained_by IS NULL)",
            name=op.f("ck_institutions_handed_sample_explained"),
        ),
        sa.CheckConstraint(
            "(lab_no IS NULL) = (is_whole IS NULL) AND (lab_no IS NULL) = (found_seal_no IS NULL) AND (lab_no IS NULL) = (found_condition IS NULL)",
            name=op.f("ck_institutions_handed_sample_found"),
        ),
        sa.CheckConstraint(
            "fault IS NOT NULL OR explained_at IS NULL", name=op.f("ck_institutions_handed_sample_explained_fault")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["accounts_account.id"], name=op.f("fk_institutions_handed_sample_explained_by")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["institutions_handover.id"], name=op.f("fk_institutions_handed_sample_handover_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_handed_sample")),
        sa.UniqueConstraint("handover_id", "place", name=op.f("uq_institutions_handed_sample_handover_id_place")),
        comment="samples of a hand-over, with their seals",
    )
    op.add_column(
        "institutions_institution",
        sa.Column(
            "issued_by_org_id", sa.Integer(), nullable=True, comment="who issued the designating document, where known"
        ),
    )
    change_constraints(
        "institutions_institution",
        add={ISSUER: "FOREIGN KEY (issued_by_org_id) REFERENCES accounts_organisation (id)"},
    )
    op.add_column(
        "institutions_report",
        sa.Column(
            "is_seal_explained",
            sa.Boolean(),
            nullable=False, server_default=sa.false(),
            comment="a fault of the seal was explained and the sample found usable, as known on acceptance",
        ),
    )
    change_constraints(
        "institutions_report", drop=[TRACEABLE], add=_traceable("(is_seal_intact OR is_seal_explained)")
    )


def downgrade() -> None:
    """Forget designating documents, hand-overs and questions."""
    change_constraints("institutions_report", drop=[TRACEABLE], add=_traceable("is_seal_intact"))
    op.drop_column("institutions_report", "is_seal_explained")
    change_constraints("institutions_institution", drop=[ISSUER])
    op.drop_column("institutions_institution", "issued_by_org_id")
    op.drop_table("institutions_handed_sample")
    op.drop_index(op.f("ix_institutions_message_work_order_id"), table_name="institutions_message")
    op.drop_table("institutions_message")
    op.drop_index(op.f("ix_institutions_handover_work_order_id"), table_name="institutions_handover")
    op.drop_table("institutions_handover")
    op.drop_index(op.f("ix_institutions_designation_institution_id"), table_name="institutions_designation")
    op.drop_table("institutions_designation")
