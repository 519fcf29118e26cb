"""Panels, seats, recusal, draws, material; integrity records and work orders."""

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
        "roster_import",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the import"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the upload, sealed"),
        sa.Column("file_name", sa.String(length=200), nullable=False, comment="name it was uploaded under"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the upload before it was sealed"),
        sa.Column(
            "uploaded_by", sa.Integer(), nullable=True, comment="account that uploaded; empty for the command line"
        ),
        sa.Column("address", sa.String(length=64), nullable=False, comment="network address, for the events"),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False, comment="when it was uploaded"),
        sa.Column("state", sa.String(length=12), nullable=False, comment="see ImportState"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often reading or writing was begun"),
        sa.Column("refusal", JsonValue, nullable=True, comment="why it cannot be read: code, facts"),
        sa.Column("notes", JsonValue, nullable=False, comment="what was not read: code, facts"),
        sa.Column("counts", JsonValue, nullable=False, comment="rows by verdict; after it, what was written"),
        sa.Column("is_1904", sa.Boolean(), nullable=False, comment="whether days count from 1904"),
        sa.Column(
            "is_stale", sa.Boolean(), nullable=False, comment="whether the roster changed under the first preview"
        ),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True, comment="when it was confirmed"),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="when it was written"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated upload recognisable"),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_roster_import_done")),
        sa.CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_roster_import_refusal")),
        sa.CheckConstraint("state <> 'writing' OR confirmed_at IS NOT NULL", name=op.f("ck_roster_import_confirmed")),
        sa.CheckConstraint(
            "state IN ('reading', 'ready', 'writing', 'done', 'refused', 'discarded')",
            name=op.f("ck_roster_import_state"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_roster_import_file_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["accounts_account.id"], name=op.f("fk_roster_import_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("form_key", name=op.f("uq_roster_import_form_key")),
        comment="uploaded workbooks with their previews",
        info={"technical": "a working paper: uploading and writing are recorded as events, and each expert's entry is"},
    )
    op.create_index(op.f("ix_roster_import_uploaded_by"), "roster_import", ["uploaded_by"], unique=False)
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
        sa.Column("quotas", JsonValue, nullable=False, comment="ranges and rules of the draw"),
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
            "act IN ('recommend', 'review', 'appoint', 'turn_down', 'suspend', 'resume', 'retire', 'dismiss', 'carry_over', 'reexamine', 'renew', 'pledge', 'return', 'propose_dismissal', 'keep', 'edit', 'contact', 'employment', 'interest')",
            name=op.f("ck_roster_act_act"),
        ),
        sa.ForeignKeyConstraint(["by"], ["accounts_account.id"], name=op.f("fk_roster_act_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_act_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_act")),
        comment="steps in the life of an expert, with reason and document; append-only",
    )
    op.create_index(op.f("ix_roster_act_expert_id"), "roster_act", ["expert_id"], unique=False)
    op.create_table(
        "roster_employment",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("employer", sa.String(length=120), nullable=False, comment="name of the employer"),
        sa.Column(
            "employer_code", sa.String(length=18), nullable=True, comment="unified social credit code of the employer"
        ),
        sa.Column("post", sa.String(length=60), nullable=False, comment="post held there"),
        sa.Column(
            "is_main", sa.Boolean(), nullable=False, comment="whether it is the main employer, not a further post"
        ),
        sa.Column("from_on", sa.Date(), nullable=True, comment="first day; empty where nobody stated it"),
        sa.Column("to_on", sa.Date(), nullable=True, comment="last day; empty while it lasts"),
        sa.Column("added_by", sa.Integer(), nullable=True, comment="account; empty for the system"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("struck_at", UtcDateTime(), nullable=True, comment="when it was struck as wrong"),
        sa.Column("struck_reason", sa.String(length=200), nullable=True, comment="why it was struck"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_reason IS NULL)", name=op.f("ck_roster_employment_struck")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_roster_employment_span")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts_account.id"], name=op.f("fk_roster_employment_added_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_employment_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_employment")),
        sa.UniqueConstraint("form_key", name=op.f("uq_roster_employment_form_key")),
        comment="employers of an expert over time, with unified social credit codes",
    )
    op.create_index("ix_roster_employment_employer_code", "roster_employment", ["employer_code"], unique=False)
    op.create_index(op.f("ix_roster_employment_expert_id"), "roster_employment", ["expert_id"], unique=False)
    op.create_index(
        "uq_roster_employment_main",
        "roster_employment",
        ["expert_id"],
        unique=True,
        sqlite_where=sa.text("is_main AND to_on IS NULL AND struck_at IS NULL"),
        postgresql_where=sa.text("is_main AND to_on IS NULL AND struck_at IS NULL"),
    )
    op.create_table(
        "roster_import_row",
        sa.Column("import_id", sa.Integer(), nullable=False, comment="import"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="row in the file"),
        sa.Column("verdict", sa.String(length=12), nullable=False, comment="see Verdict"),
        sa.Column("expert_id", sa.Integer(), nullable=True, comment="the person on the roster"),
        sa.Column(
            "may_update", sa.Boolean(), nullable=False, comment="whether the uploader may change that person's entry"
        ),
        sa.Column("choice", sa.String(length=8), nullable=True, comment="update or skip, for somebody on the roster"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="cells, faults and changes as JSON, sealed"),
        sa.CheckConstraint("choice IN ('update', 'skip')", name=op.f("ck_roster_import_row_choice")),
        sa.CheckConstraint(
            "verdict IN ('new', 'changed', 'possible', 'same', 'error', 'example')",
            name=op.f("ck_roster_import_row_verdict"),
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_import_row_expert_id")),
        sa.ForeignKeyConstraint(["import_id"], ["roster_import.id"], name=op.f("fk_roster_import_row_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_roster_import_row")),
        comment="rows of an upload as they were judged",
        info={"technical": "a working paper: uploading and writing are recorded as events, and each expert's entry is"},
    )
    op.create_index(
        "ix_roster_import_row_import_id_verdict", "roster_import_row", ["import_id", "verdict"], unique=False
    )
    op.create_table(
        "roster_interest",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="code list conflict_reasons"),
        sa.Column("body", sa.String(length=120), nullable=False, comment="name of the body the tie is to"),
        sa.Column(
            "unified_code", sa.String(length=18), nullable=True, comment="unified social credit code of the body"
        ),
        sa.Column("detail", sa.String(length=500), nullable=False, comment="the tie in words"),
        sa.Column("declared_on", sa.Date(), nullable=False, comment="day of the declaration"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="day the tie ended; empty while it lasts"),
        sa.Column("added_by", sa.Integer(), nullable=True, comment="account; empty for the system"),
        sa.Column("added_at", UtcDateTime(), nullable=False, comment="when it was entered"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.CheckConstraint("declared_on <= ended_on", name=op.f("ck_roster_interest_span")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts_account.id"], name=op.f("fk_roster_interest_added_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_interest_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_interest")),
        sa.UniqueConstraint("form_key", name=op.f("uq_roster_interest_form_key")),
        comment="interests declared by experts, present and past",
    )
    op.create_index(op.f("ix_roster_interest_expert_id"), "roster_interest", ["expert_id"], unique=False)
    op.create_index("ix_roster_interest_unified_code", "roster_interest", ["unified_code"], unique=False)
    op.create_table(
        "roster_suspension",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column(
            "rung", sa.Integer(), nullable=True, comment="rung of the ladder; empty for one of an earlier register"
        ),
        sa.Column("proposed_rung", sa.Integer(), nullable=True, comment="rung that the integrity record proposed"),
        sa.Column("from_on", sa.Date(), nullable=False, comment="first day"),
        sa.Column("until", sa.Date(), nullable=False, comment="last day"),
        sa.Column("return_by", sa.String(length=10), nullable=False, comment="see ReturnBy"),
        sa.Column("reason", sa.String(), nullable=False, comment="reason given"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="account; empty for the system"),
        sa.Column("decided_at", UtcDateTime(), nullable=False, comment="when it was decided"),
        sa.Column("pledge", sa.String(), nullable=True, comment="the expert's written pledge"),
        sa.Column("pledged_at", UtcDateTime(), nullable=True, comment="when the expert pledged"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it ended; empty while it runs"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="account; empty for the system"),
        sa.CheckConstraint(
            "return_by IN ('automatic', 'pledge', 'decision')", name=op.f("ck_roster_suspension_return_by")
        ),
        sa.CheckConstraint("(pledge IS NULL) = (pledged_at IS NULL)", name=op.f("ck_roster_suspension_pledge")),
        sa.CheckConstraint("from_on <= until", name=op.f("ck_roster_suspension_span")),
        sa.CheckConstraint("rung BETWEEN 1 AND 3", name=op.f("ck_roster_suspension_rung")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts_account.id"], name=op.f("fk_roster_suspension_decided_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts_account.id"], name=op.f("fk_roster_suspension_ended_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_suspension_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_suspension")),
        comment="suspensions of experts with rung, end and way back",
    )
    op.create_index(op.f("ix_roster_suspension_expert_id"), "roster_suspension", ["expert_id"], unique=False)
    op.create_index(
        "uq_roster_suspension_running",
        "roster_suspension",
        ["expert_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "roster_term",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("committee_id", sa.Integer(), nullable=False, comment="committee"),
        sa.Column("number", sa.String(length=80), nullable=False, comment="number of the letter of appointment"),
        sa.Column("term_from", sa.Date(), nullable=False, comment="first day of the term"),
        sa.Column("term_to", sa.Date(), nullable=False, comment="last day of the term"),
        sa.Column("is_renewal", sa.Boolean(), nullable=False, comment="whether it renews an earlier term"),
        sa.Column("reexamined_by", sa.Integer(), nullable=True, comment="account that re-examined"),
        sa.Column("reexamination", sa.String(), nullable=False, comment="opinion of the re-examination"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="account; empty for the system"),
        sa.Column("decided_at", UtcDateTime(), nullable=False, comment="when it was decided or carried over"),
        sa.Column(
            "letter_file_id",
            sa.Integer(),
            nullable=True,
            comment="letter as docx; empty where an earlier register wrote it",
        ),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="day it ended before its last day"),
        sa.CheckConstraint("is_renewal = (reexamined_by IS NOT NULL)", name=op.f("ck_roster_term_reexamined")),
        sa.CheckConstraint("reexamined_by <> decided_by", name=op.f("ck_roster_term_sod_renewed")),
        sa.CheckConstraint("term_from <= term_to", name=op.f("ck_roster_term_term")),
        sa.ForeignKeyConstraint(["committee_id"], ["roster_committee.id"], name=op.f("fk_roster_term_committee_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts_account.id"], name=op.f("fk_roster_term_decided_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_term_expert_id")),
        sa.ForeignKeyConstraint(["letter_file_id"], ["files_file.id"], name=op.f("fk_roster_term_letter_file_id")),
        sa.ForeignKeyConstraint(["reexamined_by"], ["accounts_account.id"], name=op.f("fk_roster_term_reexamined_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_term")),
        sa.UniqueConstraint("number", name=op.f("uq_roster_term_number")),
        comment="terms of experts in committees, one per letter of appointment",
    )
    op.create_index(op.f("ix_roster_term_expert_id"), "roster_term", ["expert_id"], unique=False)
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
        "draw_draw",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the draw"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("no", sa.Integer(), nullable=False, comment="first, second … draw of the panel"),
        sa.Column(
            "event", sa.Integer(), nullable=True, comment="place of its links in the parties' chains; none if direct"
        ),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="by lot or direct"),
        sa.Column("method", sa.String(length=10), nullable=False, comment="fair chances or order; empty if direct"),
        sa.Column("purpose", sa.String(length=12), nullable=False, comment="first, again or added"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="prepared, done or dropped"),
        sa.Column("frozen", JsonValue, nullable=False, comment="pool, policy and chances as labels"),
        sa.Column("pool_sha256", sa.String(length=64), nullable=False, comment="digest of pool, policy and exclusions"),
        sa.Column("names", JsonValue, nullable=False, comment="who stands behind each label, kept apart"),
        sa.Column("excluded", JsonValue, nullable=False, comment="who is not in the pool and why"),
        sa.Column("label_salt", sa.LargeBinary(length=32), nullable=False, comment="salt of the labels"),
        sa.Column("result", JsonValue, nullable=True, comment="members and reserves, by label"),
        sa.Column("record", JsonValue, nullable=True, comment="the draw's part of the transcript"),
        sa.Column("record_sha256", sa.String(length=64), nullable=True, comment="digest of the record"),
        sa.Column("drawn_by", sa.Integer(), nullable=False, comment="secretary who drew, or official who proposed"),
        sa.Column("prepared_at", UtcDateTime(), nullable=False, comment="when the pool was frozen"),
        sa.Column("witness_id", sa.Integer(), nullable=True, comment="who revealed for the witness"),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="when it was drawn or appointed"),
        sa.Column("reason", sa.String(), nullable=False, comment="why direct, again or added"),
        sa.Column("approved_by", sa.Integer(), nullable=True, comment="approver of a direct appointment"),
        sa.CheckConstraint("(kind = 'random') = (event IS NOT NULL)", name=op.f("ck_draw_draw_event")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_draw_draw_done")),
        sa.CheckConstraint(
            "kind <> 'direct' OR (approved_by IS NOT NULL AND reason <> '')", name=op.f("ck_draw_draw_direct")
        ),
        sa.CheckConstraint(
            "kind <> 'random' OR state <> 'done' OR witness_id IS NOT NULL", name=op.f("ck_draw_draw_witnessed")
        ),
        sa.CheckConstraint("kind IN ('random', 'direct')", name=op.f("ck_draw_draw_kind")),
        sa.CheckConstraint("method IN ('leximin', 'priority', '')", name=op.f("ck_draw_draw_method")),
        sa.CheckConstraint("purpose IN ('first', 'again', 'added')", name=op.f("ck_draw_draw_purpose")),
        sa.CheckConstraint(
            "state <> 'done' OR (result IS NOT NULL AND record_sha256 IS NOT NULL)", name=op.f("ck_draw_draw_result")
        ),
        sa.CheckConstraint("state IN ('prepared', 'done', 'dropped')", name=op.f("ck_draw_draw_state")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drawn_by", name=op.f("ck_draw_draw_approval")),
        sa.CheckConstraint("witness_id IS NULL OR witness_id <> drawn_by", name=op.f("ck_draw_draw_two_persons")),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts_account.id"], name=op.f("fk_draw_draw_approved_by")),
        sa.ForeignKeyConstraint(["drawn_by"], ["accounts_account.id"], name=op.f("fk_draw_draw_drawn_by")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_draw_draw_panel_id")),
        sa.ForeignKeyConstraint(["witness_id"], ["accounts_account.id"], name=op.f("fk_draw_draw_witness_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_draw")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_draw_draw_panel_id_no")),
        comment="draws: frozen pool, chances, outcome; a finished one is never updated",
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
    op.create_table(
        "roster_appraisal",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("panel_id", sa.Integer(), nullable=False, comment="panel"),
        sa.Column("score", sa.Integer(), nullable=False, comment="out of a hundred"),
        sa.Column("words", sa.String(), nullable=False, comment="the appraisal in words"),
        sa.Column("by", sa.Integer(), nullable=True, comment="official of the panel"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_roster_appraisal_score")),
        sa.ForeignKeyConstraint(["by"], ["accounts_account.id"], name=op.f("fk_roster_appraisal_by")),
        sa.ForeignKeyConstraint(["expert_id"], ["roster_expert.id"], name=op.f("fk_roster_appraisal_expert_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["commissions_panel.id"], name=op.f("fk_roster_appraisal_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_appraisal")),
        sa.UniqueConstraint("expert_id", "panel_id", name=op.f("uq_roster_appraisal_expert_id_panel_id")),
        comment="appraisals of experts after a panel; never changed",
    )
    op.create_index(op.f("ix_roster_appraisal_panel_id"), "roster_appraisal", ["panel_id"], unique=False)
    op.create_table(
        "roster_service",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("expert_id", sa.Integer(), nullable=False, comment="expert"),
        sa.Column("panel_id", sa.Integer(), nullable=True, comment="panel; empty for service before this system"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="see Service"),
        sa.Column("note", sa.String(length=200), nullable=False, comment="what else is worth knowing"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when it happened"),
        sa.CheckConstraint(
            "kind IN ('invited', 'accepted', 'declined', 'no_answer', 'recused', 'released', 'attended', 'absent', 'voted', 'not_voted', 'signed', 'not_signed', 'concealed', 'appraised')",
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
        sa.Column(
            "is_seal_explained",
            sa.Boolean(),
            nullable=False,
            comment="a fault of the seal was explained and the sample found usable, as known on acceptance",
        ),
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
            "accepted_at IS NULL OR (report_no <> '' AND qualification_no <> '' AND method <> '' AND sample_id <> '' AND (is_seal_intact OR is_seal_explained) AND received_on IS NOT NULL AND tested_on IS NOT NULL AND calibration_ref <> '' AND raw_data_keeper <> '' AND tester <> '' AND reviewer <> '' AND signatory <> '' AND is_stamped)",
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


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("institutions_handed_sample")
    op.drop_index(op.f("ix_commissions_reading_material_id"), table_name="commissions_reading")
    op.drop_table("commissions_reading")
    op.drop_index(op.f("ix_commissions_objection_seat_id"), table_name="commissions_objection")
    op.drop_index(op.f("ix_commissions_objection_panel_id"), table_name="commissions_objection")
    op.drop_table("commissions_objection")
    op.drop_index(op.f("ix_institutions_retained_sample_work_order_id"), table_name="institutions_retained_sample")
    op.drop_table("institutions_retained_sample")
    op.drop_table("institutions_report")
    op.drop_index(op.f("ix_institutions_message_work_order_id"), table_name="institutions_message")
    op.drop_table("institutions_message")
    op.drop_index(op.f("ix_institutions_handover_work_order_id"), table_name="institutions_handover")
    op.drop_table("institutions_handover")
    op.drop_index(op.f("ix_draw_reveal_draw_id"), table_name="draw_reveal")
    op.drop_table("draw_reveal")
    op.drop_index(op.f("ix_commissions_seat_expert_id"), table_name="commissions_seat")
    op.drop_index("ix_commissions_seat_account_id_state", table_name="commissions_seat")
    op.drop_table("commissions_seat")
    op.drop_index(op.f("ix_roster_service_panel_id"), table_name="roster_service")
    op.drop_index("ix_roster_service_expert_id_at", table_name="roster_service")
    op.drop_table("roster_service")
    op.drop_index(op.f("ix_roster_appraisal_panel_id"), table_name="roster_appraisal")
    op.drop_table("roster_appraisal")
    op.drop_index(op.f("ix_recusal_screening_panel_id"), table_name="recusal_screening")
    op.drop_table("recusal_screening")
    op.drop_index("ix_recusal_finding_panel_id_state", table_name="recusal_finding")
    op.drop_index(op.f("ix_recusal_finding_expert_id"), table_name="recusal_finding")
    op.drop_table("recusal_finding")
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
    op.drop_table("draw_commitment")
    op.drop_index(op.f("ix_commissions_waiver_panel_id"), table_name="commissions_waiver")
    op.drop_table("commissions_waiver")
    op.drop_table("commissions_pack")
    op.drop_table("commissions_material")
    op.drop_index(op.f("ix_roster_term_expert_id"), table_name="roster_term")
    op.drop_table("roster_term")
    op.drop_index(
        "uq_roster_suspension_running",
        table_name="roster_suspension",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_roster_suspension_expert_id"), table_name="roster_suspension")
    op.drop_table("roster_suspension")
    op.drop_index("ix_roster_interest_unified_code", table_name="roster_interest")
    op.drop_index(op.f("ix_roster_interest_expert_id"), table_name="roster_interest")
    op.drop_table("roster_interest")
    op.drop_index("ix_roster_import_row_import_id_verdict", table_name="roster_import_row")
    op.drop_table("roster_import_row")
    op.drop_index(
        "uq_roster_employment_main",
        table_name="roster_employment",
        sqlite_where=sa.text("is_main AND to_on IS NULL AND struck_at IS NULL"),
        postgresql_where=sa.text("is_main AND to_on IS NULL AND struck_at IS NULL"),
    )
    op.drop_index(op.f("ix_roster_employment_expert_id"), table_name="roster_employment")
    op.drop_index("ix_roster_employment_employer_code", table_name="roster_employment")
    op.drop_table("roster_employment")
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
    op.drop_index(op.f("ix_recusal_party_matter_id"), table_name="recusal_party")
    op.drop_table("recusal_party")
    op.drop_index(op.f("ix_recusal_group_member_group_id"), table_name="recusal_group_member")
    op.drop_table("recusal_group_member")
    op.drop_index(op.f("ix_institutions_designation_institution_id"), table_name="institutions_designation")
    op.drop_table("institutions_designation")
    op.drop_index(op.f("ix_roster_import_uploaded_by"), table_name="roster_import")
    op.drop_table("roster_import")
    op.drop_table("recusal_synonym")
    op.drop_table("recusal_group")
