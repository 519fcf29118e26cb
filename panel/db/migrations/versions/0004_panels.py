"""Panels, seats, draws, material; integrity records and work orders."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "commissions_panel",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the panel"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter judged"),
        sa.Column("adjudication_id", sa.Integer(), nullable=False, comment="adjudication that the panel serves"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="commissioning department"),
        sa.Column("level", sa.Integer(), nullable=False, comment="level of adjudication, 1 the gravest"),
        sa.Column(
            "is_complex", sa.Boolean(), nullable=False, comment="complex by the checklist; never lowered after the draw"
        ),
        sa.Column("complexity_grounds", JsonValue, nullable=False, comment="ticked grounds"),
        sa.Column("complexity_note", sa.String(), nullable=False, comment="what the grounds rest on, in words"),
        sa.Column("state", sa.String(length=24), nullable=False, comment="where the panel stands, see PanelState"),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows with every step; tells a stale page"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="name of the commission"),
        sa.Column("question", sa.String(), nullable=False, comment="the question put to the vote, neutral"),
        sa.Column("options", JsonValue, nullable=False, comment="answers: code and label"),
        sa.Column("is_ordinal", sa.Boolean(), nullable=False, comment="whether the answers are the levels of risk"),
        sa.Column(
            "decision_method", sa.String(length=24), nullable=False, comment="how a majority is found, see Method"
        ),
        sa.Column("session_mode", sa.String(length=20), nullable=False, comment="how the panel meets, see SessionMode"),
        sa.Column("mode_reason", sa.String(), nullable=False, comment="why by correspondence"),
        sa.Column("held_at", UtcDateTime(), nullable=True, comment="when the panel is to meet"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="place or room of the meeting"),
        sa.Column("deadline", UtcDateTime(), nullable=True, comment="when the conclusion is due"),
        sa.Column("secrecy", sa.String(length=20), nullable=False, comment="how far content may travel"),
        sa.Column("secrecy_note", sa.String(), nullable=False, comment="what must be kept confidential"),
        sa.Column("is_joint", sa.Boolean(), nullable=False, comment="held together with other departments"),
        sa.Column("joint_partners", sa.String(length=400), nullable=False, comment="the other departments"),
        sa.Column("lead_name", sa.String(length=80), nullable=False, comment="person responsible for a joint panel"),
        sa.Column("lead_unit", sa.String(length=120), nullable=False, comment="unit of the person responsible"),
        sa.Column("lead_post", sa.String(length=60), nullable=False, comment="post of the person responsible"),
        sa.Column("lead_phone", sa.String(length=40), nullable=False, comment="telephone of the person responsible"),
        sa.Column("seats_wanted", sa.Integer(), nullable=False, comment="members wanted, odd"),
        sa.Column("reserves_wanted", sa.Integer(), nullable=False, comment="reserves wanted"),
        sa.Column("main_discipline", sa.String(length=10), nullable=False, comment="main discipline of the matter"),
        sa.Column("disciplines", JsonValue, nullable=False, comment="further disciplines admitted"),
        sa.Column("number", sa.String(length=60), nullable=True, comment="number of the commission, 研委"),
        sa.Column("secretary_id", sa.Integer(), nullable=True, comment="secretary"),
        sa.Column(
            "peer_visibility",
            sa.String(length=12),
            nullable=False,
            comment="how fellow members see ballots after close",
        ),
        sa.Column("drafted_by", sa.Integer(), nullable=False, comment="official who drafted"),
        sa.Column("drafted_at", UtcDateTime(), nullable=False, comment="when it was drafted"),
        sa.Column("submitted_at", UtcDateTime(), nullable=True, comment="when it went to the approver"),
        sa.Column("approved_by", sa.Integer(), nullable=True, comment="head who approved"),
        sa.Column("approved_at", UtcDateTime(), nullable=True, comment="when it was approved"),
        sa.Column("neutrality_checked", sa.Boolean(), nullable=False, comment="approver found the question neutral"),
        sa.Column("reject_reason", sa.String(), nullable=False, comment="why the approver sent it back last"),
        sa.Column("constituted_by", sa.Integer(), nullable=True, comment="official who constituted"),
        sa.Column("constituted_at", UtcDateTime(), nullable=True, comment="when the panel was constituted"),
        sa.Column("constitution_warnings", JsonValue, nullable=False, comment="warnings shown at constitution"),
        sa.Column("constitution_reason", sa.String(), nullable=False, comment="why it went on despite the warnings"),
        sa.Column("counted_rounds", sa.Integer(), nullable=False, comment="rounds counted so far"),
        sa.Column("has_disagreed", sa.Boolean(), nullable=False, comment="a round ended in major disagreement"),
        sa.Column("is_replay", sa.Boolean(), nullable=False, comment="re-enacts a past panel"),
        sa.Column("replay_on", sa.Date(), nullable=True, comment="day on which terms are judged in a replay"),
        sa.Column("replay_note", sa.String(), nullable=False, comment="what the replay stands for"),
        sa.CheckConstraint(
            "decision_method IN ('single_majority', 'ordinal_cumulative')",
            name=op.f("ck_commissions_panel_decision_method"),
        ),
        sa.CheckConstraint(
            "is_ordinal OR decision_method = 'single_majority'", name=op.f("ck_commissions_panel_method_fits_question")
        ),
        sa.CheckConstraint(
            "peer_visibility IN ('anonymous', 'named')", name=op.f("ck_commissions_panel_peer_visibility")
        ),
        sa.CheckConstraint("secrecy IN ('open', 'internal', 'work_secret')", name=op.f("ck_commissions_panel_secrecy")),
        sa.CheckConstraint(
            "session_mode IN ('on_site', 'video', 'online', 'correspondence')",
            name=op.f("ck_commissions_panel_session_mode"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'CANCELLED') OR NOT is_joint OR lead_name <> ''",
            name=op.f("ck_commissions_panel_joint_lead"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'CANCELLED') OR secretary_id IS NOT NULL", name=op.f("ck_commissions_panel_secretary")
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'CANCELLED') OR session_mode <> 'correspondence' OR mode_reason <> ''",
            name=op.f("ck_commissions_panel_mode_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'PENDING_APPROVAL', 'CANCELLED') OR approved_at IS NOT NULL",
            name=op.f("ck_commissions_panel_commissioned"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'PENDING_APPROVAL', 'COMMISSIONED', 'DRAWN', 'INVITING', 'CANCELLED') OR constituted_at IS NOT NULL",
            name=op.f("ck_commissions_panel_constituted"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'PENDING_APPROVAL', 'COMMISSIONED', 'DRAWN', 'INVITING', 'CONSTITUTED', 'MATERIALS', 'IN_SESSION', 'ROUND_OPEN', 'ROUND_CLOSED', 'COUNTED', 'DECIDED', 'REVIEW', 'MAJOR_DISAGREEMENT', 'EVIDENCE_INSUFFICIENT', 'INVESTIGATING', 'TESTING', 'FINDINGS_IN', 'CLOSED_OTHER', 'ESCALATED', 'DRAFTED', 'IN_REVIEW', 'TO_SIGN', 'SIGNED', 'ARCHIVED', 'CANCELLED')",
            name=op.f("ck_commissions_panel_state"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL) AND (approved_at IS NULL) = (number IS NULL)",
            name=op.f("ck_commissions_panel_approval"),
        ),
        sa.CheckConstraint("NOT is_complex OR seats_wanted >= 5", name=op.f("ck_commissions_panel_seats_complex")),
        sa.CheckConstraint("approved_at IS NULL OR neutrality_checked", name=op.f("ck_commissions_panel_neutrality")),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> drafted_by", name=op.f("ck_commissions_panel_two_persons")
        ),
        sa.CheckConstraint("is_replay = (replay_on IS NOT NULL)", name=op.f("ck_commissions_panel_replay")),
        sa.CheckConstraint("level = 3 OR is_complex", name=op.f("ck_commissions_panel_grave_is_complex")),
        sa.CheckConstraint("level IN (1, 2, 3)", name=op.f("ck_commissions_panel_level")),
        sa.CheckConstraint("reserves_wanted >= 0", name=op.f("ck_commissions_panel_reserves")),
        sa.CheckConstraint("seats_wanted % 2 = 1 AND seats_wanted >= 3", name=op.f("ck_commissions_panel_seats_odd")),
        sa.ForeignKeyConstraint(
            ["adjudication_id"], ["matters_adjudication.id"], name=op.f("fk_commissions_panel_adjudication_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts_account.id"], name=op.f("fk_commissions_panel_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["constituted_by"], ["accounts_account.id"], name=op.f("fk_commissions_panel_constituted_by")
        ),
        sa.ForeignKeyConstraint(["drafted_by"], ["accounts_account.id"], name=op.f("fk_commissions_panel_drafted_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_commissions_panel_matter_id")),
        sa.ForeignKeyConstraint(["org_id"], ["accounts_organisation.id"], name=op.f("fk_commissions_panel_org_id")),
        sa.ForeignKeyConstraint(
            ["secretary_id"], ["accounts_account.id"], name=op.f("fk_commissions_panel_secretary_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_panel")),
        sa.UniqueConstraint("form_key", name=op.f("uq_commissions_panel_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_commissions_panel_number")),
        comment="panels: the formal commission and where the panel stands",
    )
    op.create_index(
        op.f("ix_commissions_panel_adjudication_id"), "commissions_panel", ["adjudication_id"], unique=False
    )
    op.create_index(op.f("ix_commissions_panel_matter_id"), "commissions_panel", ["matter_id"], unique=False)
    op.create_index("ix_commissions_panel_org_id_state", "commissions_panel", ["org_id", "state"], unique=False)
    op.create_index(op.f("ix_commissions_panel_secretary_id"), "commissions_panel", ["secretary_id"], unique=False)
    op.create_index(
        "uq_commissions_panel_open",
        "commissions_panel",
        ["adjudication_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('SIGNED', 'ARCHIVED', 'CANCELLED', 'CLOSED_OTHER', 'ESCALATED')"),
        postgresql_where=sa.text("state NOT IN ('SIGNED', 'ARCHIVED', 'CANCELLED', 'CLOSED_OTHER', 'ESCALATED')"),
    )
    op.create_table(
        "roster_act",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("act", sa.String(length=20), nullable=False, comment="see Act"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="state after the act"),
        sa.Column("reason", sa.String(), nullable=False, comment="reason or opinion given"),
        sa.Column("document_no", sa.String(length=80), nullable=False, comment="number of the document"),
        sa.Column("until", sa.Date(), nullable=True, comment="last day, for a suspension"),
        sa.Column("by", sa.Integer(), nullable=True, comment="account that acted; empty for the system"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint(
            "act IN ('recommend', 'review', 'appoint', 'turn_down', 'suspend', 'resume', 'retire', 'dismiss', 'carry_over')",
            name=op.f("ck_roster_act_act"),
        ),
        sa.ForeignKeyConstraint(["by"], ["accounts_account.id"], name=op.f("fk_roster_act_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_act_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_act")),
        comment="steps in the life of an expert, with reason and document; append-only",
    )
    op.create_index(op.f("ix_roster_act_expert_id"), "roster_act", ["expert_id"], unique=False)
    op.create_table(
        "commissions_material",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the piece"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("no", sa.Integer(), nullable=False, comment="place in the list of the panel"),
        sa.Column("pack_no", sa.Integer(), nullable=True, comment="release it went out with; empty until released"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="what it is"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="kind of piece, see MaterialKind"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="where it comes from"),
        sa.Column("text", sa.String(), nullable=False, comment="text, where there is no file or beside it"),
        sa.Column("file_id", sa.Integer(), nullable=True, comment="stored file"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="digest of the file, or of the text"),
        sa.Column("from_round", sa.Integer(), nullable=False, comment="first round that weighs it"),
        sa.Column("added_by", sa.Integer(), nullable=False, comment="who added it"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when it was added"),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True, comment="who took it out before release"),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True, comment="when it was taken out"),
        sa.CheckConstraint("file_id IS NOT NULL OR text <> ''", name=op.f("ck_commissions_material_content")),
        sa.CheckConstraint(
            "kind IN ('background', 'evidence', 'standard', 'test_report', 'investigation_report')",
            name=op.f("ck_commissions_material_kind"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_commissions_material_withdrawn")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR pack_no IS NULL", name=op.f("ck_commissions_material_released_stays")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["accounts_account.id"], name=op.f("fk_commissions_material_added_by")),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_commissions_material_file_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_commissions_material_panel_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["accounts_account.id"], name=op.f("fk_commissions_material_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_material")),
        sa.UniqueConstraint("form_key", name=op.f("uq_commissions_material_form_key")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_commissions_material_panel_id_no")),
        comment="pieces of the material pack; a released one is never changed",
    )
    op.create_table(
        "commissions_pack",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the release"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("no", sa.Integer(), nullable=False, comment="1 the first release, then supplements"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="digest over all items released so far"),
        sa.Column("released_by", sa.Integer(), nullable=False, comment="who released it"),
        sa.Column("released_at", UtcDateTime(), nullable=False, comment="when it was released"),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_commissions_pack_panel_id")),
        sa.ForeignKeyConstraint(["released_by"], ["accounts_account.id"], name=op.f("fk_commissions_pack_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_pack")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_commissions_pack_panel_id_no")),
        comment="released material packs, one digest each; rows are never updated",
    )
    op.create_table(
        "commissions_waiver",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="what is asked for, see WaiverKind"),
        sa.Column("facts", JsonValue, nullable=False, comment="facts of the request"),
        sa.Column("reason", sa.String(), nullable=False, comment="why it is asked for"),
        sa.Column("requested_by", sa.Integer(), nullable=False, comment="who asks"),
        sa.Column("requested_at", UtcDateTime(), nullable=False, comment="when it was asked"),
        sa.Column("answer", sa.String(length=10), nullable=True, comment="agreed or refused; empty while open"),
        sa.Column("answer_reason", sa.String(), nullable=False, comment="the approver's words"),
        sa.Column("answered_by", sa.Integer(), nullable=True, comment="approver"),
        sa.Column("answered_at", UtcDateTime(), nullable=True, comment="when it was answered"),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('agreed', 'refused')", name=op.f("ck_commissions_waiver_answer")
        ),
        sa.CheckConstraint(
            "kind IN ('single_expert', 'correspondence', 'direct_appointment', 'redraw', 'cancel')",
            name=op.f("ck_commissions_waiver_kind"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_commissions_waiver_answered"),
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> requested_by", name=op.f("ck_commissions_waiver_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts_account.id"], name=op.f("fk_commissions_waiver_answered_by")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_commissions_waiver_panel_id")),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts_account.id"], name=op.f("fk_commissions_waiver_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_waiver")),
        sa.UniqueConstraint("form_key", name=op.f("uq_commissions_waiver_form_key")),
        comment="waivers and special requests: one asks, the approver decides",
    )
    op.create_index(op.f("ix_commissions_waiver_panel_id"), "commissions_waiver", ["panel_id"], unique=False)
    op.create_table(
        "draw_draw",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the draw"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("no", sa.Integer(), nullable=False, comment="first, second … draw of the panel"),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="by lot or direct"),
        sa.Column("purpose", sa.String(length=12), nullable=False, comment="first, again or added"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="prepared, done or dropped"),
        sa.Column("frozen", JsonValue, nullable=False, comment="pool and plan as labels; bound into the seed"),
        sa.Column("pool_sha256", sa.String(length=64), nullable=False, comment="digest of `frozen`"),
        sa.Column("names", JsonValue, nullable=False, comment="who stands behind each label, kept apart"),
        sa.Column("excluded", JsonValue, nullable=False, comment="who is not in the pool and why"),
        sa.Column("label_salt", sa.LargeBinary(length=32), nullable=False, comment="salt of the labels"),
        sa.Column(
            "seed", sa.String(length=64), nullable=True, comment="32 random bytes, hexadecimal; made when drawing"
        ),
        sa.Column("result", JsonValue, nullable=True, comment="members, reserves and steps"),
        sa.Column("record_sha256", sa.String(length=64), nullable=True, comment="digest of the whole record"),
        sa.Column("drawn_by", sa.Integer(), nullable=False, comment="secretary who drew, or official who proposed"),
        sa.Column("prepared_at", UtcDateTime(), nullable=False, comment="when the pool was frozen"),
        sa.Column("witness_id", sa.Integer(), nullable=True, comment="official who witnessed"),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="when it was drawn or appointed"),
        sa.Column("reason", sa.String(), nullable=False, comment="why direct, again or added"),
        sa.Column("approved_by", sa.Integer(), nullable=True, comment="approver of a direct appointment"),
        sa.CheckConstraint("(kind = 'random' AND state = 'done') = (seed IS NOT NULL)", name=op.f("ck_draw_draw_seed")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_draw_draw_done")),
        sa.CheckConstraint(
            "kind <> 'direct' OR (approved_by IS NOT NULL AND reason <> '')", name=op.f("ck_draw_draw_direct")
        ),
        sa.CheckConstraint(
            "kind <> 'random' OR state <> 'done' OR witness_id IS NOT NULL", name=op.f("ck_draw_draw_witnessed")
        ),
        sa.CheckConstraint("kind IN ('random', 'direct')", name=op.f("ck_draw_draw_kind")),
        sa.CheckConstraint("purpose IN ('first', 'again', 'added')", name=op.f("ck_draw_draw_purpose")),
        sa.CheckConstraint(
            "state <> 'done' OR (result IS NOT NULL AND record_sha256 IS NOT NULL)", name=op.f("ck_draw_draw_result")
        ),
        sa.CheckConstraint("state IN ('prepared', 'done', 'dropped')", name=op.f("ck_draw_draw_state")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drawn_by", name=op.f("ck_draw_draw_approval")),
        sa.CheckConstraint("seed IS NULL OR length(seed) = 64", name=op.f("ck_draw_draw_seed_hex")),
        sa.CheckConstraint("witness_id IS NULL OR witness_id <> drawn_by", name=op.f("ck_draw_draw_two_persons")),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts_account.id"], name=op.f("fk_draw_draw_approved_by")),
        sa.ForeignKeyConstraint(["drawn_by"], ["accounts_account.id"], name=op.f("fk_draw_draw_drawn_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_draw_draw_panel_id")),
        sa.ForeignKeyConstraint(["witness_id"], ["accounts_account.id"], name=op.f("fk_draw_draw_witness_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_draw")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_draw_draw_panel_id_no")),
        comment="draws: frozen pool, seed, outcome; a finished one is never updated",
    )
    op.create_index(
        "uq_draw_draw_one_prepared",
        "draw_draw",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("state = 'prepared'"),
        postgresql_where=sa.text("state = 'prepared'"),
    )
    op.create_table(
        "institutions_work_order",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("number", sa.String(length=60), nullable=True, comment="document number, given on approval"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("panel_id", sa.Integer(), nullable=True, comment="panel that waits for the report, if one does"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="ordering body"),
        sa.Column("institution_id", sa.Integer(), nullable=False, comment="institution"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see OrderKind"),
        sa.Column("items", JsonValue, nullable=False, comment="what is tested: item, method, criterion"),
        sa.Column("samples", JsonValue, nullable=False, comment="samples: name, lot, quantity, seal_no, condition"),
        sa.Column("basis", sa.String(), nullable=False, comment="why the work is needed and what it is to answer"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="last day for the report"),
        sa.Column("secrecy", sa.String(length=20), nullable=False, comment="code list secrecy, never classified"),
        sa.Column("may_subcontract", sa.Boolean(), nullable=False, comment="whether parts may be subcontracted"),
        sa.Column("sample_disposal", sa.String(), nullable=False, comment="what becomes of the rest of the samples"),
        sa.Column("storage", sa.String(), nullable=False, comment="storage conditions"),
        sa.Column("cost", sa.String(length=80), nullable=False, comment="cost agreed"),
        sa.Column(
            "ties",
            JsonValue,
            nullable=False,
            comment="ties found between institution and parties when the order was drafted",
        ),
        sa.Column("tie_reason", sa.String(), nullable=False, comment="why the institution is chosen in spite of a tie"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="see OrderState"),
        sa.Column("requested_by", sa.Integer(), nullable=False, comment="official who drafted it"),
        sa.Column("requested_at", UtcDateTime(), nullable=False, comment="when it was drafted"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="approver who decided"),
        sa.Column("decided_at", UtcDateTime(), nullable=True, comment="when it was approved or refused"),
        sa.Column("decision_reason", sa.String(), nullable=True, comment="reason of the decision"),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True, comment="contact who took it on"),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True, comment="when it was taken on"),
        sa.Column("acknowledged_note", sa.String(), nullable=False, comment="state of the samples on arrival"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)", name=op.f("ck_institutions_work_order_decided")
        ),
        sa.CheckConstraint(
            "(state IN ('acknowledged', 'reported', 'closed')) = (acknowledged_at IS NOT NULL)",
            name=op.f("ck_institutions_work_order_acknowledged"),
        ),
        sa.CheckConstraint(
            "(state IN ('pending', 'refused')) = (number IS NULL)", name=op.f("ck_institutions_work_order_number")
        ),
        sa.CheckConstraint(
            "kind IN ('quantitative', 'qualitative', 'appraisal', 'other')",
            name=op.f("ck_institutions_work_order_kind"),
        ),
        sa.CheckConstraint("secrecy <> 'classified'", name=op.f("ck_institutions_work_order_no_classified")),
        sa.CheckConstraint(
            "state <> 'refused' OR decision_reason IS NOT NULL", name=op.f("ck_institutions_work_order_refusal")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'refused', 'issued', 'acknowledged', 'reported', 'closed')",
            name=op.f("ck_institutions_work_order_state"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_institutions_work_order_decided_by")
        ),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_institutions_work_order_two_persons")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["accounts_account.id"], name=op.f("fk_institutions_work_order_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_account.id"], name=op.f("fk_institutions_work_order_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions_institution.id"], name=op.f("fk_institutions_work_order_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters_matter.id"], name=op.f("fk_institutions_work_order_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["accounts_organisation.id"], name=op.f("fk_institutions_work_order_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["commissions_panel.id"], name=op.f("fk_institutions_work_order_panel_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts_account.id"], name=op.f("fk_institutions_work_order_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_work_order")),
        sa.UniqueConstraint("form_key", name=op.f("uq_institutions_work_order_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_institutions_work_order_number")),
        comment="work orders to testing institutions (检测任务书)",
    )
    op.create_index(
        op.f("ix_institutions_work_order_institution_id"), "institutions_work_order", ["institution_id"], unique=False
    )
    op.create_index(
        op.f("ix_institutions_work_order_matter_id"), "institutions_work_order", ["matter_id"], unique=False
    )
    op.create_index(op.f("ix_institutions_work_order_org_id"), "institutions_work_order", ["org_id"], unique=False)
    op.create_index(op.f("ix_institutions_work_order_panel_id"), "institutions_work_order", ["panel_id"], unique=False)
    op.create_table(
        "roster_service",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("panel_id", sa.Integer(), nullable=True, comment="panel; empty for service before this system"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see Service"),
        sa.Column("note", sa.String(length=200), nullable=False, comment="what else is worth knowing"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when it happened"),
        sa.CheckConstraint(
            "kind IN ('invited', 'accepted', 'declined', 'no_answer', 'recused', 'released', 'attended', 'absent', 'voted', 'not_voted', 'signed', 'not_signed', 'concealed')",
            name=op.f("ck_roster_service_kind"),
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_service_expert_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_roster_service_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_service")),
        comment="integrity record: what an expert was asked and did; append-only",
    )
    op.create_index("ix_roster_service_expert_id_at", "roster_service", ["expert_id", "at"], unique=False)
    op.create_index(op.f("ix_roster_service_panel_id"), "roster_service", ["panel_id"], unique=False)
    op.create_table(
        "commissions_seat",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the seat"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account of the expert"),
        sa.Column("draw_id", sa.Integer(), nullable=False, comment="draw that gave the seat"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name at the time of the draw"),
        sa.Column("title", sa.String(length=60), nullable=False, comment="professional title at the time of the draw"),
        sa.Column("employer", sa.String(length=160), nullable=False, comment="employer at the time of the draw"),
        sa.Column("discipline", sa.String(length=10), nullable=False, comment="main discipline of the expert"),
        sa.Column("second_discipline", sa.String(length=10), nullable=False, comment="second discipline"),
        sa.Column(
            "discipline_group", sa.String(length=24), nullable=False, comment="technical, legal or public_management"
        ),
        sa.Column("region", sa.String(length=6), nullable=False, comment="region of the expert"),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="drawn as member or as reserve"),
        sa.Column("rank", sa.Integer(), nullable=True, comment="place in the order of the draw; empty when released"),
        sa.Column("state", sa.String(length=12), nullable=False, comment="where the expert stands, see SeatState"),
        sa.Column("invited_at", UtcDateTime(), nullable=True, comment="when invited"),
        sa.Column("answer_by", UtcDateTime(), nullable=True, comment="when the answer is due"),
        sa.Column("answered_at", UtcDateTime(), nullable=True, comment="when answered or expired"),
        sa.Column("reason", sa.String(), nullable=False, comment="why declined, recused or released"),
        sa.Column(
            "conflict_answers", JsonValue, nullable=False, comment="answers to the conflict questions, one by one"
        ),
        sa.Column("conflict_decision", sa.String(length=10), nullable=False, comment="approver on a soft conflict"),
        sa.Column("conflict_decided_by", sa.Integer(), nullable=True, comment="approver who decided"),
        sa.Column("conflict_decided_at", UtcDateTime(), nullable=True, comment="when it was decided"),
        sa.Column("conflict_reason", sa.String(), nullable=False, comment="why the approver decided so"),
        sa.Column(
            "undertaking_sha256", sa.String(length=64), nullable=True, comment="digest of the signed undertaking"
        ),
        sa.Column("signed_method", sa.String(length=20), nullable=False, comment="how identity was confirmed"),
        sa.Column("is_constituted", sa.Boolean(), nullable=False, comment="member of the constituted panel"),
        sa.CheckConstraint("(state = 'RELEASED') = (rank IS NULL)", name=op.f("ck_commissions_seat_rank")),
        sa.CheckConstraint(
            "NOT is_constituted OR state IN ('ACCEPTED', 'RECUSED')", name=op.f("ck_commissions_seat_constituted")
        ),
        sa.CheckConstraint("kind IN ('member', 'reserve')", name=op.f("ck_commissions_seat_kind")),
        sa.CheckConstraint(
            "state <> 'ACCEPTED' OR undertaking_sha256 IS NOT NULL", name=op.f("ck_commissions_seat_undertaking")
        ),
        sa.CheckConstraint(
            "state IN ('DRAWN', 'INVITED', 'ACCEPTED', 'DECLINED', 'RECUSED', 'NO_ANSWER', 'RELEASED')",
            name=op.f("ck_commissions_seat_state"),
        ),
        sa.CheckConstraint(
            "state IN ('DRAWN', 'RELEASED') OR invited_at IS NOT NULL", name=op.f("ck_commissions_seat_invited")
        ),
        sa.CheckConstraint("(invited_at IS NULL) = (answer_by IS NULL)", name=op.f("ck_commissions_seat_answer_by")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_commissions_seat_account_id")),
        sa.ForeignKeyConstraint(
            ["conflict_decided_by"], ["accounts_account.id"], name=op.f("fk_commissions_seat_conflict_decided_by")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draw_draw.id"], name=op.f("fk_commissions_seat_draw_id")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_commissions_seat_expert_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_commissions_seat_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_seat")),
        sa.UniqueConstraint("panel_id", "expert_id", name=op.f("uq_commissions_seat_panel_id_expert_id")),
        sa.UniqueConstraint("panel_id", "rank", name=op.f("uq_commissions_seat_panel_id_rank")),
        comment="seats: who was drawn, invited, and what they answered",
    )
    op.create_index("ix_commissions_seat_account_id_state", "commissions_seat", ["account_id", "state"], unique=False)
    op.create_index(op.f("ix_commissions_seat_expert_id"), "commissions_seat", ["expert_id"], unique=False)
    op.create_table(
        "institutions_report",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="work order"),
        sa.Column("version", sa.Integer(), nullable=False, comment="version from 1"),
        sa.Column("report_no", sa.String(length=80), nullable=False, comment="number of the report"),
        sa.Column(
            "qualification_no",
            sa.String(length=80),
            nullable=False,
            comment="CMA or other number that the report bears",
        ),
        sa.Column("method", sa.String(length=200), nullable=False, comment="method and its version"),
        sa.Column("sample_id", sa.String(length=120), nullable=False, comment="number of the sample tested"),
        sa.Column("is_seal_intact", sa.Boolean(), nullable=False, comment="seal checked on receipt and intact"),
        sa.Column("received_on", sa.Date(), nullable=True, comment="day the sample arrived"),
        sa.Column("tested_on", sa.Date(), nullable=True, comment="day of the test, its last one"),
        sa.Column(
            "calibration_ref", sa.String(length=200), nullable=False, comment="calibration of the instruments used"
        ),
        sa.Column("raw_data_keeper", sa.String(length=120), nullable=False, comment="who keeps the raw data"),
        sa.Column("tester", sa.String(length=80), nullable=False, comment="who tested"),
        sa.Column("reviewer", sa.String(length=80), nullable=False, comment="who reviewed"),
        sa.Column("signatory", sa.String(length=80), nullable=False, comment="authorised signatory"),
        sa.Column("is_stamped", sa.Boolean(), nullable=False, comment="bears the stamp for test reports"),
        sa.Column("subcontracted", sa.String(), nullable=False, comment="what was subcontracted, to whom"),
        sa.Column(
            "results", JsonValue, nullable=False, comment="results: item, value, unit, uncertainty, limit, finding"
        ),
        sa.Column("is_problem_found", sa.Boolean(), nullable=False, comment="whether a problem was found"),
        sa.Column("conclusion", sa.String(), nullable=False, comment="what the institution concludes"),
        sa.Column("suggestions", sa.String(), nullable=False, comment="what the institution suggests"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the report itself"),
        sa.Column("change_reason", sa.String(), nullable=False, comment="why there is a further version"),
        sa.Column("uploaded_by", sa.Integer(), nullable=False, comment="contact who uploaded it"),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False, comment="when it was uploaded"),
        sa.Column("accepted_by", sa.Integer(), nullable=True, comment="official who accepted"),
        sa.Column("accepted_at", UtcDateTime(), nullable=True, comment="when it was accepted"),
        sa.Column("returned_by", sa.Integer(), nullable=True, comment="official who returned"),
        sa.Column("returned_at", UtcDateTime(), nullable=True, comment="when it was returned"),
        sa.Column("returned_reason", sa.String(), nullable=True, comment="why it was returned"),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (report_no <> '' AND qualification_no <> '' AND method <> '' AND sample_id <> '' AND is_seal_intact AND received_on IS NOT NULL AND tested_on IS NOT NULL AND calibration_ref <> '' AND raw_data_keeper <> '' AND tester <> '' AND reviewer <> '' AND signatory <> '' AND is_stamped)",
            name=op.f("ck_institutions_report_traceable"),
        ),
        sa.CheckConstraint(
            "version >= 1 AND (version = 1) = (change_reason = '')", name=op.f("ck_institutions_report_version")
        ),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by IS NULL)", name=op.f("ck_institutions_report_accepted")
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_by IS NULL)", name=op.f("ck_institutions_report_returned")
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_reason IS NULL)", name=op.f("ck_institutions_report_returned_reason")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR returned_at IS NULL", name=op.f("ck_institutions_report_one_decision")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["accounts_account.id"], name=op.f("fk_institutions_report_accepted_by")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_institutions_report_file_id")),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["accounts_account.id"], name=op.f("fk_institutions_report_returned_by")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["accounts_account.id"], name=op.f("fk_institutions_report_uploaded_by")
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["institutions_work_order.id"], name=op.f("fk_institutions_report_work_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_report")),
        sa.UniqueConstraint("work_order_id", "version", name=op.f("uq_institutions_report_work_order_id_version")),
        comment="reports on work orders, version by version",
    )
    op.create_table(
        "institutions_retained_sample",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="work order whose report found the problem"),
        sa.Column("sample_no", sa.String(length=80), nullable=True, comment="number of the sample kept"),
        sa.Column("product", sa.String(length=120), nullable=False, comment="product"),
        sa.Column("lot", sa.String(length=80), nullable=False, comment="lot"),
        sa.Column("quantity", sa.String(length=60), nullable=False, comment="quantity"),
        sa.Column("seal_no", sa.String(length=60), nullable=False, comment="number of the seal"),
        sa.Column("sealed_by", sa.String(length=80), nullable=False, comment="who sealed it"),
        sa.Column("place", sa.String(length=120), nullable=False, comment="where and how it is kept"),
        sa.Column("keeper", sa.String(length=80), nullable=False, comment="who keeps it"),
        sa.Column("keep_until", sa.Date(), nullable=True, comment="last day it must be kept"),
        sa.Column("impossible_reason", sa.String(), nullable=True, comment="why no sample can be kept"),
        sa.Column("added_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.CheckConstraint(
            "sample_no IS NULL OR (quantity <> '' AND seal_no <> '' AND place <> '' AND keeper <> '' AND keep_until IS NOT NULL)",
            name=op.f("ck_institutions_retained_sample_complete"),
        ),
        sa.CheckConstraint(
            "(impossible_reason IS NULL) = (sample_no IS NOT NULL)",
            name=op.f("ck_institutions_retained_sample_sample_or_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by"], ["accounts_account.id"], name=op.f("fk_institutions_retained_sample_added_by")
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"],
            ["institutions_work_order.id"],
            name=op.f("fk_institutions_retained_sample_work_order_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions_retained_sample")),
        comment="samples kept after a problem was found (留样)",
    )
    op.create_index(
        op.f("ix_institutions_retained_sample_work_order_id"),
        "institutions_retained_sample",
        ["work_order_id"],
        unique=False,
    )
    op.create_table(
        "commissions_objection",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the objection"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("seat_id", sa.Integer(), nullable=False, comment="member objected to"),
        sa.Column("objector", sa.String(length=120), nullable=False, comment="who objects, in words"),
        sa.Column("ground", sa.String(length=12), nullable=False, comment="conflict ground, see Conflict"),
        sa.Column("reason", sa.String(), nullable=False, comment="reason in writing"),
        sa.Column("filed_by", sa.Integer(), nullable=False, comment="account that entered it"),
        sa.Column("filed_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("answer", sa.String(length=10), nullable=True, comment="upheld or rejected; empty while open"),
        sa.Column("answer_reason", sa.String(), nullable=False, comment="the approver's words"),
        sa.Column("answered_by", sa.Integer(), nullable=True, comment="approver"),
        sa.Column("answered_at", UtcDateTime(), nullable=True, comment="when it was decided"),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('upheld', 'rejected')", name=op.f("ck_commissions_objection_answer")
        ),
        sa.CheckConstraint(
            "ground IN ('employ', 'share', 'kin', 'competitor', 'complainant', 'lab', 'reporter', 'project', 'public', 'other')",
            name=op.f("ck_commissions_objection_ground"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_commissions_objection_answered"),
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> filed_by", name=op.f("ck_commissions_objection_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["accounts_account.id"], name=op.f("fk_commissions_objection_answered_by")
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["accounts_account.id"], name=op.f("fk_commissions_objection_filed_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_commissions_objection_panel_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_commissions_objection_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_objection")),
        sa.UniqueConstraint("form_key", name=op.f("uq_commissions_objection_form_key")),
        comment="objections to members and their decision",
    )
    op.create_index(op.f("ix_commissions_objection_panel_id"), "commissions_objection", ["panel_id"], unique=False)
    op.create_index(op.f("ix_commissions_objection_seat_id"), "commissions_objection", ["seat_id"], unique=False)
    op.create_table(
        "commissions_reading",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the receipt"),
        sa.Column("seat_id", sa.Integer(), nullable=False, comment="member"),
        sa.Column("material_id", sa.Integer(), nullable=False, comment="piece"),
        sa.Column("read_at", UtcDateTime(), nullable=False, comment="when it was confirmed"),
        sa.ForeignKeyConstraint(
            ["material_id"], ["commissions_material.id"], name=op.f("fk_commissions_reading_material_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["commissions_seat.id"], name=op.f("fk_commissions_reading_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions_reading")),
        sa.UniqueConstraint("seat_id", "material_id", name=op.f("uq_commissions_reading_seat_id_material_id")),
        comment="read receipts",
    )
    op.create_index(op.f("ix_commissions_reading_material_id"), "commissions_reading", ["material_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_commissions_reading_material_id"), table_name="commissions_reading")
    op.drop_table("commissions_reading")
    op.drop_index(op.f("ix_commissions_objection_seat_id"), table_name="commissions_objection")
    op.drop_index(op.f("ix_commissions_objection_panel_id"), table_name="commissions_objection")
    op.drop_table("commissions_objection")
    op.drop_index(op.f("ix_institutions_retained_sample_work_order_id"), table_name="institutions_retained_sample")
    op.drop_table("institutions_retained_sample")
    op.drop_table("institutions_report")
    op.drop_index(op.f("ix_commissions_seat_expert_id"), table_name="commissions_seat")
    op.drop_index("ix_commissions_seat_account_id_state", table_name="commissions_seat")
    op.drop_table("commissions_seat")
    op.drop_index(op.f("ix_roster_service_panel_id"), table_name="roster_service")
    op.drop_index("ix_roster_service_expert_id_at", table_name="roster_service")
    op.drop_table("roster_service")
    op.drop_index(op.f("ix_institutions_work_order_panel_id"), table_name="institutions_work_order")
    op.drop_index(op.f("ix_institutions_work_order_org_id"), table_name="institutions_work_order")
    op.drop_index(op.f("ix_institutions_work_order_matter_id"), table_name="institutions_work_order")
    op.drop_index(op.f("ix_institutions_work_order_institution_id"), table_name="institutions_work_order")
    op.drop_table("institutions_work_order")
    op.drop_index(
        "uq_draw_draw_one_prepared",
        table_name="draw_draw",
        sqlite_where=sa.text("state = 'prepared'"),
        postgresql_where=sa.text("state = 'prepared'"),
    )
    op.drop_table("draw_draw")
    op.drop_index(op.f("ix_commissions_waiver_panel_id"), table_name="commissions_waiver")
    op.drop_table("commissions_waiver")
    op.drop_table("commissions_pack")
    op.drop_table("commissions_material")
    op.drop_index(op.f("ix_roster_act_expert_id"), table_name="roster_act")
    op.drop_table("roster_act")
    op.drop_index(
        "uq_commissions_panel_open",
        table_name="commissions_panel",
        sqlite_where=sa.text("state NOT IN ('SIGNED', 'ARCHIVED', 'CANCELLED', 'CLOSED_OTHER', 'ESCALATED')"),
        postgresql_where=sa.text("state NOT IN ('SIGNED', 'ARCHIVED', 'CANCELLED', 'CLOSED_OTHER', 'ESCALATED')"),
    )
    op.drop_index(op.f("ix_commissions_panel_secretary_id"), table_name="commissions_panel")
    op.drop_index("ix_commissions_panel_org_id_state", table_name="commissions_panel")
    op.drop_index(op.f("ix_commissions_panel_matter_id"), table_name="commissions_panel")
    op.drop_index(op.f("ix_commissions_panel_adjudication_id"), table_name="commissions_panel")
    op.drop_table("commissions_panel")
