"""Investigations, conclusions, archive."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "archive_attachment",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the paper"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="minutes or other"),
        sa.Column("title", sa.String(length=300), nullable=False, comment="what it is"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="stored file"),
        sa.Column("added_by", sa.Integer(), nullable=False, comment="who added it"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint("kind IN ('minutes','other')", name=op.f("ck_archive_attachment_kind")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts_account.id"], name=op.f("fk_archive_attachment_added_by")),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_archive_attachment_file_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_archive_attachment_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_attachment")),
        sa.UniqueConstraint("form_key", name=op.f("uq_archive_attachment_form_key")),
        comment="papers added to a panel's file before it is archived",
    )
    op.create_index(op.f("ix_archive_attachment_panel_id"), "archive_attachment", ["panel_id"], unique=False)
    op.create_table(
        "archive_volume",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the volume"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("no", sa.Integer(), nullable=False, comment="1 for the first try, higher after a return"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="FILED, RETURNED or ARCHIVED"),
        sa.Column("title", sa.String(length=300), nullable=False, comment="title of the volume"),
        sa.Column("retention", sa.String(length=12), nullable=False, comment="class of keeping time"),
        sa.Column("not_applicable", JsonValue, nullable=False, comment="kinds that do not apply, with reasons"),
        sa.Column("note", sa.String(), nullable=False, comment="备考: what is damaged, changed or moved"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="digest over the list of items"),
        sa.Column("filed_by", sa.Integer(), nullable=False, comment="secretary"),
        sa.Column("filed_at", UtcDateTime(), nullable=False, comment="when it was filed"),
        sa.Column("checked_by", sa.Integer(), nullable=True, comment="official"),
        sa.Column("checked_at", UtcDateTime(), nullable=True, comment="when it was checked or returned"),
        sa.Column("return_reason", sa.String(), nullable=False, comment="why it was sent back"),
        sa.CheckConstraint("(state = 'FILED') = (checked_at IS NULL)", name=op.f("ck_archive_volume_checked")),
        sa.CheckConstraint(
            "retention IN ('permanent','years_30','years_10')", name=op.f("ck_archive_volume_retention")
        ),
        sa.CheckConstraint("state IN ('FILED','RETURNED','ARCHIVED')", name=op.f("ck_archive_volume_state")),
        sa.CheckConstraint("(checked_at IS NULL) = (checked_by IS NULL)", name=op.f("ck_archive_volume_checker")),
        sa.CheckConstraint("checked_by IS NULL OR checked_by <> filed_by", name=op.f("ck_archive_volume_two_persons")),
        sa.ForeignKeyConstraint(["checked_by"], ["accounts_account.id"], name=op.f("fk_archive_volume_checked_by")),
        sa.ForeignKeyConstraint(["filed_by"], ["accounts_account.id"], name=op.f("fk_archive_volume_filed_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_archive_volume_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_volume")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_archive_volume_panel_id_no")),
        comment="volumes: filed by the secretary, checked by an official",
    )
    op.create_index(op.f("ix_archive_volume_panel_id"), "archive_volume", ["panel_id"], unique=False)
    op.create_index(
        "uq_archive_volume_archived",
        "archive_volume",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'RETURNED'"),
        postgresql_where=sa.text("state <> 'RETURNED'"),
    )
    op.create_table(
        "investigations_request",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="other_adjudication or escalation"),
        sa.Column(
            "mode", sa.String(length=20), nullable=False, comment="work, technical or expert; empty for escalation"
        ),
        sa.Column("target_org_id", sa.Integer(), nullable=True, comment="department asked to adjudicate on level 2"),
        sa.Column("reason", sa.String(), nullable=False, comment="why, or the difficulty"),
        sa.Column("requested_by", sa.Integer(), nullable=False, comment="official who proposed"),
        sa.Column("requested_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("is_granted", sa.Boolean(), nullable=True, comment="the approver's decision; empty while open"),
        sa.Column("decision_reason", sa.String(), nullable=False, comment="the approver's words"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="approver"),
        sa.Column("decided_at", UtcDateTime(), nullable=True, comment="when it was decided"),
        sa.Column("adjudication_id", sa.Integer(), nullable=True, comment="adjudication that took the panel's place"),
        sa.Column("matter_request_id", sa.Integer(), nullable=True, comment="request that went to the higher place"),
        sa.CheckConstraint(
            "(kind = 'escalation' AND mode = '') OR (kind = 'other_adjudication' AND mode IN ('work','technical','expert'))",
            name=op.f("ck_investigations_request_mode"),
        ),
        sa.CheckConstraint(
            "is_granted IS NOT FALSE OR decision_reason <> ''", name=op.f("ck_investigations_request_refusal")
        ),
        sa.CheckConstraint("kind IN ('other_adjudication','escalation')", name=op.f("ck_investigations_request_kind")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_investigations_request_reason")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_investigations_request_decided")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_investigations_request_granted")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> requested_by", name=op.f("ck_investigations_request_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["adjudication_id"], ["matters_adjudication.id"], name=op.f("fk_investigations_request_adjudication_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_account.id"], name=op.f("fk_investigations_request_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["matter_request_id"], ["matters_request.id"], name=op.f("fk_investigations_request_matter_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_investigations_request_panel_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts_account.id"], name=op.f("fk_investigations_request_requested_by")
        ),
        sa.ForeignKeyConstraint(
            ["target_org_id"], ["accounts_organisation.id"], name=op.f("fk_investigations_request_target_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigations_request")),
        sa.UniqueConstraint("form_key", name=op.f("uq_investigations_request_form_key")),
        comment="proposals on how a panel goes on, and the approver's decisions",
    )
    op.create_index(op.f("ix_investigations_request_panel_id"), "investigations_request", ["panel_id"], unique=False)
    op.create_index(
        "uq_investigations_request_open",
        "investigations_request",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "archive_item",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("volume_id", sa.Integer(), nullable=False, comment="volume"),
        sa.Column("no", sa.Integer(), nullable=False, comment="place in the volume"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="kind of item, see ItemKind"),
        sa.Column("number", sa.String(length=80), nullable=False, comment="number of the document"),
        sa.Column("author", sa.String(length=120), nullable=False, comment="who is responsible for it"),
        sa.Column("title", sa.String(length=300), nullable=False, comment="title"),
        sa.Column("dated", UtcDateTime(), nullable=False, comment="date of the document"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="stored file"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the file"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.CheckConstraint(
            "kind IN ('matter', 'commission', 'draw', 'invitations', 'undertakings', 'objections', 'sign_in', 'materials', 'material_file', 'ballots', 'counts', 'approvals', 'investigations', 'orders', 'warnings', 'minutes', 'conclusion', 'signatures', 'result', 'other', 'events')",
            name=op.f("ck_archive_item_kind"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_archive_item_file_id")),
        sa.ForeignKeyConstraint(["volume_id"], ["archive_volume.id"], name=op.f("fk_archive_item_volume_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_item")),
        sa.UniqueConstraint("volume_id", "no", name=op.f("uq_archive_item_volume_id_no")),
        comment="items of a volume; never updated",
    )
    op.create_table(
        "conclusions_conclusion",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round that decided"),
        sa.Column("version", sa.Integer(), nullable=False, comment="1 for the first, higher for corrections"),
        sa.Column("state", sa.String(length=12), nullable=False, comment="state, see ConclusionState"),
        sa.Column("option", sa.String(length=20), nullable=False, comment="option decided by the count; never typed"),
        sa.Column("parts", JsonValue, nullable=False, comment="nature, reasons, analysis, suggestions …"),
        sa.Column("drafted_by", sa.Integer(), nullable=False, comment="drafter"),
        sa.Column("drafted_at", UtcDateTime(), nullable=False, comment="when the draft was last saved"),
        sa.Column("submitted_at", UtcDateTime(), nullable=True, comment="when it went to review"),
        sa.Column("reviewed_by", sa.Integer(), nullable=True, comment="reviewer"),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True, comment="when the review was passed"),
        sa.Column("return_reason", sa.String(), nullable=True, comment="why the reviewer returned it, last time"),
        sa.Column(
            "text_sha256", sa.String(length=64), nullable=True, comment="digest of the frozen text that is signed"
        ),
        sa.Column("sign_until", UtcDateTime(), nullable=True, comment="end of the time for signing"),
        sa.Column("issued_by", sa.Integer(), nullable=True, comment="issuer"),
        sa.Column("issued_at", UtcDateTime(), nullable=True, comment="when it was issued"),
        sa.Column("number", sa.String(length=60), nullable=True, comment="number of the conclusion"),
        sa.Column("docx_file_id", sa.Integer(), nullable=True, comment="the issued document"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="SHA-256 of the issued document"),
        sa.CheckConstraint(
            "(state = 'SIGNED') = (issued_at IS NOT NULL)", name=op.f("ck_conclusions_conclusion_issued")
        ),
        sa.CheckConstraint(
            "state IN ('DRAFTED','IN_REVIEW','TO_SIGN','SIGNED')", name=op.f("ck_conclusions_conclusion_state")
        ),
        sa.CheckConstraint("(issued_at IS NULL) = (number IS NULL)", name=op.f("ck_conclusions_conclusion_numbered")),
        sa.CheckConstraint("(issued_at IS NULL) = (sha256 IS NULL)", name=op.f("ck_conclusions_conclusion_hashed")),
        sa.CheckConstraint(
            "issued_by IS NULL OR (issued_by <> drafted_by AND issued_by <> reviewed_by)",
            name=op.f("ck_conclusions_conclusion_issuer"),
        ),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR reviewed_by <> drafted_by", name=op.f("ck_conclusions_conclusion_reviewer")
        ),
        sa.ForeignKeyConstraint(
            ["docx_file_id"], ["files_file.id"], name=op.f("fk_conclusions_conclusion_docx_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["accounts_account.id"], name=op.f("fk_conclusions_conclusion_drafted_by")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["accounts_account.id"], name=op.f("fk_conclusions_conclusion_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_conclusions_conclusion_panel_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["accounts_account.id"], name=op.f("fk_conclusions_conclusion_reviewed_by")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_conclusions_conclusion_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions_conclusion")),
        sa.UniqueConstraint("number", "version", name=op.f("uq_conclusions_conclusion_number_version")),
        sa.UniqueConstraint("panel_id", "version", name=op.f("uq_conclusions_conclusion_panel_id_version")),
        comment="written conclusions; issued rows are never updated",
    )
    op.create_index(op.f("ix_conclusions_conclusion_panel_id"), "conclusions_conclusion", ["panel_id"], unique=False)
    op.create_index(
        "uq_conclusions_conclusion_open",
        "conclusions_conclusion",
        ["panel_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'SIGNED'"),
        sqlite_where=sa.text("state <> 'SIGNED'"),
    )
    op.create_table(
        "investigations_investigation",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the investigation"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round that led to it"),
        sa.Column("state", sa.String(length=12), nullable=False, comment="state, see InvestigationState"),
        sa.Column("number", sa.String(length=60), nullable=True, comment="number of the plan, on approval"),
        sa.Column("questions", JsonValue, nullable=False, comment="questions to be cleared up"),
        sa.Column("scope", sa.String(), nullable=False, comment="scope and objects"),
        sa.Column("method", sa.String(), nullable=False, comment="methods"),
        sa.Column("schedule", sa.String(), nullable=False, comment="schedule and time limit"),
        sa.Column("team", JsonValue, nullable=False, comment="people who investigate"),
        sa.Column("secrecy", sa.String(), nullable=False, comment="safety and secrecy"),
        sa.Column("is_joint", sa.Boolean(), nullable=False, comment="together with other departments"),
        sa.Column("partners", sa.String(), nullable=False, comment="the other departments"),
        sa.Column("lead_name", sa.String(length=80), nullable=False, comment="person responsible"),
        sa.Column("lead_unit", sa.String(length=120), nullable=False, comment="unit of the person responsible"),
        sa.Column("lead_post", sa.String(length=60), nullable=False, comment="post of the person responsible"),
        sa.Column("lead_phone", sa.String(length=40), nullable=False, comment="telephone of the person responsible"),
        sa.Column("drafted_by", sa.Integer(), nullable=False, comment="official who drafted the plan"),
        sa.Column("drafted_at", UtcDateTime(), nullable=False, comment="when it was drafted"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="approver"),
        sa.Column("decided_at", UtcDateTime(), nullable=True, comment="when it was decided"),
        sa.Column("decision_reason", sa.String(), nullable=False, comment="why the plan was sent back"),
        sa.Column("findings", JsonValue, nullable=True, comment="answers, course, analysis …"),
        sa.Column("report_no", sa.String(length=80), nullable=True, comment="number of the report"),
        sa.Column("report_file_id", sa.Integer(), nullable=True, comment="report as a file"),
        sa.Column("filed_by", sa.Integer(), nullable=True, comment="official who filed the report"),
        sa.Column("filed_at", UtcDateTime(), nullable=True, comment="when it was filed"),
        sa.CheckConstraint(
            "(state = 'FILED') = (filed_at IS NOT NULL) AND (filed_at IS NULL) = (filed_by IS NULL)",
            name=op.f("ck_investigations_investigation_filed"),
        ),
        sa.CheckConstraint(
            "(state = 'PLANNED') = (decided_at IS NULL)", name=op.f("ck_investigations_investigation_planned")
        ),
        sa.CheckConstraint(
            "(state IN ('APPROVED','FILED')) = (number IS NOT NULL)",
            name=op.f("ck_investigations_investigation_number"),
        ),
        sa.CheckConstraint(
            "NOT is_joint OR (partners <> '' AND lead_name <> '' AND lead_unit <> '' AND lead_post <> '' AND lead_phone <> '')",
            name=op.f("ck_investigations_investigation_joint_lead"),
        ),
        sa.CheckConstraint(
            "state <> 'REFUSED' OR decision_reason <> ''", name=op.f("ck_investigations_investigation_refusal")
        ),
        sa.CheckConstraint(
            "state IN ('PLANNED','APPROVED','REFUSED','FILED')", name=op.f("ck_investigations_investigation_state")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_investigations_investigation_decided")
        ),
        sa.CheckConstraint(
            "(filed_at IS NULL) = (report_no IS NULL) AND (filed_at IS NULL) = (report_file_id IS NULL)",
            name=op.f("ck_investigations_investigation_report"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> drafted_by", name=op.f("ck_investigations_investigation_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_account.id"], name=op.f("fk_investigations_investigation_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["accounts_account.id"], name=op.f("fk_investigations_investigation_drafted_by")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["accounts_account.id"], name=op.f("fk_investigations_investigation_filed_by")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters_matter.id"], name=op.f("fk_investigations_investigation_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_investigations_investigation_panel_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_file_id"], ["files_file.id"], name=op.f("fk_investigations_investigation_report_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["voting_round.id"], name=op.f("fk_investigations_investigation_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigations_investigation")),
        sa.UniqueConstraint("form_key", name=op.f("uq_investigations_investigation_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_investigations_investigation_number")),
        comment="special investigations: plan, approval, findings",
    )
    op.create_index(
        op.f("ix_investigations_investigation_matter_id"), "investigations_investigation", ["matter_id"], unique=False
    )
    op.create_index(
        op.f("ix_investigations_investigation_panel_id"), "investigations_investigation", ["panel_id"], unique=False
    )
    op.create_index(
        "uq_investigations_investigation_open",
        "investigations_investigation",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('PLANNED','APPROVED')"),
        postgresql_where=sa.text("state IN ('PLANNED','APPROVED')"),
    )
    op.create_table(
        "investigations_order",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round that led to it"),
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="work order"),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_investigations_order_panel_id")),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_investigations_order_round_id")),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["institutions_work_order.id"], name=op.f("fk_investigations_order_work_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigations_order")),
        sa.UniqueConstraint("work_order_id", name=op.f("uq_investigations_order_work_order_id")),
        comment="work orders that a panel's rounds led to; rows are never updated",
    )
    op.create_index(op.f("ix_investigations_order_panel_id"), "investigations_order", ["panel_id"], unique=False)
    op.create_table(
        "investigations_test_answer",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round whose ballots asked"),
        sa.Column("item", sa.String(length=200), nullable=False, comment="test asked for, as the ballots name it"),
        sa.Column("is_ordered", sa.Boolean(), nullable=False, comment="whether the department has it done"),
        sa.Column("reason", sa.String(), nullable=False, comment="why"),
        sa.Column("answered_by", sa.Integer(), nullable=False, comment="official who answered"),
        sa.Column("answered_at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_investigations_test_answer_reason")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts_account.id"], name=op.f("fk_investigations_test_answer_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_investigations_test_answer_panel_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_investigations_test_answer_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigations_test_answer")),
        sa.UniqueConstraint("round_id", "item", name=op.f("uq_investigations_test_answer_round_id_item")),
        comment="answers to the tests that ballots asked for; rows are never updated",
    )
    op.create_index(
        op.f("ix_investigations_test_answer_panel_id"), "investigations_test_answer", ["panel_id"], unique=False
    )
    op.create_table(
        "investigations_warning",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("round_id", sa.Integer(), nullable=False, comment="round that raised the question"),
        sa.Column("answer", sa.String(length=12), nullable=False, comment="warning, precaution or not_needed"),
        sa.Column("content", sa.String(), nullable=False, comment="what is issued or done"),
        sa.Column("reason", sa.String(), nullable=False, comment="why"),
        sa.Column("answered_by", sa.Integer(), nullable=False, comment="official who answered"),
        sa.Column("answered_at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint("answer <> 'not_needed' OR reason <> ''", name=op.f("ck_investigations_warning_reason")),
        sa.CheckConstraint("answer = 'not_needed' OR content <> ''", name=op.f("ck_investigations_warning_content")),
        sa.CheckConstraint(
            "answer IN ('warning','precaution','not_needed')", name=op.f("ck_investigations_warning_answer")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts_account.id"], name=op.f("fk_investigations_warning_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_investigations_warning_panel_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["voting_round.id"], name=op.f("fk_investigations_warning_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigations_warning")),
        sa.UniqueConstraint("round_id", name=op.f("uq_investigations_warning_round_id")),
        comment="warning or precaution decisions, one per round; rows are never updated",
    )
    op.create_index(op.f("ix_investigations_warning_panel_id"), "investigations_warning", ["panel_id"], unique=False)
    op.create_table(
        "conclusions_signature",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("conclusion_id", sa.Integer(), nullable=False, comment="what"),
        sa.Column("seat_id", sa.Integer(), nullable=False, comment="seat of the member"),
        sa.Column("act", sa.String(length=20), nullable=False, comment="sign, sign_with_statement, refuse, not_signed"),
        sa.Column("statement", sa.String(), nullable=False, comment="statement or reasons added"),
        sa.Column(
            "method",
            sa.String(length=20),
            nullable=False,
            comment="how the person was asked again; system for a time limit",
        ),
        sa.Column("text_sha256", sa.String(length=64), nullable=False, comment="digest of the text that was signed"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint(
            "act <> 'sign_with_statement' OR length(statement) > 0", name=op.f("ck_conclusions_signature_statement")
        ),
        sa.CheckConstraint(
            "act IN ('sign','sign_with_statement','refuse','not_signed')", name=op.f("ck_conclusions_signature_act")
        ),
        sa.ForeignKeyConstraint(
            ["conclusion_id"], ["conclusions_conclusion.id"], name=op.f("fk_conclusions_signature_conclusion_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_conclusions_signature_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions_signature")),
        sa.UniqueConstraint("conclusion_id", "seat_id", name=op.f("uq_conclusions_signature_conclusion_id_seat_id")),
        comment="signatures of members; never updated",
    )
    op.create_index(
        op.f("ix_conclusions_signature_conclusion_id"), "conclusions_signature", ["conclusion_id"], unique=False
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_conclusions_signature_conclusion_id"), table_name="conclusions_signature")
    op.drop_table("conclusions_signature")
    op.drop_index(op.f("ix_investigations_warning_panel_id"), table_name="investigations_warning")
    op.drop_table("investigations_warning")
    op.drop_index(op.f("ix_investigations_test_answer_panel_id"), table_name="investigations_test_answer")
    op.drop_table("investigations_test_answer")
    op.drop_index(op.f("ix_investigations_order_panel_id"), table_name="investigations_order")
    op.drop_table("investigations_order")
    op.drop_index(
        "uq_investigations_investigation_open",
        table_name="investigations_investigation",
        sqlite_where=sa.text("state IN ('PLANNED','APPROVED')"),
        postgresql_where=sa.text("state IN ('PLANNED','APPROVED')"),
    )
    op.drop_index(op.f("ix_investigations_investigation_panel_id"), table_name="investigations_investigation")
    op.drop_index(op.f("ix_investigations_investigation_matter_id"), table_name="investigations_investigation")
    op.drop_table("investigations_investigation")
    op.drop_index(
        "uq_conclusions_conclusion_open",
        table_name="conclusions_conclusion",
        postgresql_where=sa.text("state <> 'SIGNED'"),
        sqlite_where=sa.text("state <> 'SIGNED'"),
    )
    op.drop_index(op.f("ix_conclusions_conclusion_panel_id"), table_name="conclusions_conclusion")
    op.drop_table("conclusions_conclusion")
    op.drop_table("archive_item")
    op.drop_index(
        "uq_investigations_request_open",
        table_name="investigations_request",
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.drop_index(op.f("ix_investigations_request_panel_id"), table_name="investigations_request")
    op.drop_table("investigations_request")
    op.drop_index(
        "uq_archive_volume_archived",
        table_name="archive_volume",
        sqlite_where=sa.text("state <> 'RETURNED'"),
        postgresql_where=sa.text("state <> 'RETURNED'"),
    )
    op.drop_index(op.f("ix_archive_volume_panel_id"), table_name="archive_volume")
    op.drop_table("archive_volume")
    op.drop_index(op.f("ix_archive_attachment_panel_id"), table_name="archive_attachment")
    op.drop_table("archive_attachment")
