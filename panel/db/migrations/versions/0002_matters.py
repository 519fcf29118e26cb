"""The main record of matters."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "matters_number",
        sa.Column("issuer", sa.String(length=20), nullable=False, comment="region code, or 机关代字"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="notice, 研委, 研结, 研检, 研查"),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False, comment="year of the series"),
        sa.Column("last", sa.Integer(), nullable=False, comment="last number given out"),
        sa.CheckConstraint("last > 0", name=op.f("ck_matters_number_last")),
        sa.PrimaryKeyConstraint("issuer", "kind", "year", name=op.f("pk_matters_number")),
        comment="gap-free series of notice and document numbers",
    )
    op.create_table(
        "matters_matter",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows with every act; a stale page is known by it"),
        sa.Column("notice_no", sa.String(length=30), nullable=False, comment="item 1, generated, with check digit"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="what the matter is called"),
        sa.Column("notifying_org_id", sa.Integer(), nullable=False, comment="item 2, notifying body"),
        sa.Column("notifying_country", sa.String(length=2), nullable=False, comment="item 3, ISO 3166-1 alpha-2"),
        sa.Column("noticed_on", sa.Date(), nullable=False, comment="item 4, date of the notice"),
        sa.Column("event_precision", sa.String(length=10), nullable=False, comment="item 5: day, month or unknown"),
        sa.Column("event_on", sa.Date(), nullable=True, comment="item 5, day of the event, or the first of its month"),
        sa.Column("source_class", sa.Integer(), nullable=False, comment="item 6, main source class 1-8"),
        sa.Column("source_sub", sa.String(length=10), nullable=False, comment="item 6, code of the list source_subs"),
        sa.Column("secondary_classes", JsonValue, nullable=False, comment="further source classes"),
        sa.Column("source_fields", JsonValue, nullable=False, comment="fields of the class, by code"),
        sa.Column(
            "domain", sa.String(length=20), nullable=False, comment="product, food, special_equipment, epidemic, other"
        ),
        sa.Column("product_category", sa.String(length=4), nullable=True, comment="item 7, code; needed to confirm"),
        sa.Column("product_name", sa.String(length=200), nullable=False, comment="item 7, name beside the code"),
        sa.Column("trade_mark", sa.String(length=100), nullable=False, comment="item 8, or 无"),
        sa.Column("spec", sa.String(length=200), nullable=False, comment="item 9, specification"),
        sa.Column("barcodes", JsonValue, nullable=False, comment="item 9, EAN codes"),
        sa.Column("lots", JsonValue, nullable=False, comment="item 9, lots"),
        sa.Column("industry", sa.String(length=3), nullable=True, comment="code of the list industries"),
        sa.Column("level", sa.Integer(), nullable=True, comment="item 11, 1 gravest to 3; set at confirmation"),
        sa.Column("risk_description", sa.String(), nullable=False, comment="item 12, features of the risk"),
        sa.Column("source_ref", sa.String(length=500), nullable=False, comment="item 13, what identifies the source"),
        sa.Column("domain_rows", JsonValue, nullable=False, comment="professional table of the domain"),
        sa.Column(
            "secrecy", sa.String(length=20), nullable=False, comment="open, internal, work_secret; never classified"
        ),
        sa.Column("search_text", sa.String(), nullable=False, comment="what the list searches, in lower case"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="where the matter stands"),
        sa.Column("owner_org_id", sa.Integer(), nullable=False, comment="body that handles it"),
        sa.Column(
            "origin_org_id", sa.Integer(), nullable=False, comment="body that handled it first; keeps sight of it"
        ),
        sa.Column("received_org_id", sa.Integer(), nullable=False, comment="unit or institution that entered it"),
        sa.Column("addressed_org_id", sa.Integer(), nullable=True, comment="department it was escalated to"),
        sa.Column("result_org_id", sa.Integer(), nullable=True, comment="body named to confirm a level-1 result"),
        sa.Column("received_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("discovered_at", UtcDateTime(), nullable=False, comment="when the unit first had it; never edited"),
        sa.Column("discovered_on", sa.Date(), nullable=False, comment="that day in Beijing, for the order of lists"),
        sa.Column(
            "food_rank", sa.Integer(), nullable=False, comment="1 food, 0 other: food first among matters of one day"
        ),
        sa.Column("due_at", UtcDateTime(), nullable=True, comment="overdue in lists after this"),
        sa.Column("merged_into_id", sa.Integer(), nullable=True, comment="matter merged into"),
        sa.Column("closure", sa.String(length=20), nullable=True, comment="why it was closed at screening"),
        sa.Column(
            "transferred_to", sa.String(length=120), nullable=True, comment="competent authority it was passed to"
        ),
        sa.Column("screened_by", sa.Integer(), nullable=True, comment="screener"),
        sa.Column("screened_at", UtcDateTime(), nullable=True, comment="when it was screened"),
        sa.Column("criteria", JsonValue, nullable=False, comment="criteria of the definition that are met"),
        sa.Column("screen_reason", sa.String(), nullable=True, comment="analysis of the screener"),
        sa.Column("handling_opinion", sa.String(), nullable=True, comment="opinion on handling; experts never see it"),
        sa.Column("is_competent", sa.Boolean(), nullable=True, comment="whether it is within the system's competence"),
        sa.Column("needs_pre_disposition", sa.Boolean(), nullable=True, comment="whether early measures are needed"),
        sa.Column("proposed_level", sa.Integer(), nullable=True, comment="level the grading rules propose"),
        sa.Column("proposal_rules", JsonValue, nullable=False, comment="rules that led to the proposal"),
        sa.Column("level_grounds", JsonValue, nullable=False, comment="grounds of level 1, by code"),
        sa.Column(
            "level_reason", sa.String(), nullable=True, comment="why the level is lighter than proposed, or was changed"
        ),
        sa.Column("level2_due_at", UtcDateTime(), nullable=True, comment="prescribed time of a level-2 matter"),
        sa.Column("is_level_by_result", sa.Boolean(), nullable=False, comment="the level was re-set by a result"),
        sa.Column("confirmed_by", sa.Integer(), nullable=True, comment="who confirmed it"),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True, comment="when it was confirmed"),
        sa.Column("is_emergency", sa.Boolean(), nullable=False, comment="measures came before adjudication"),
        sa.Column("is_complex", sa.Boolean(), nullable=False, comment="any tick of the complexity checklist"),
        sa.Column("complexity_grounds", JsonValue, nullable=False, comment="ticks of the complexity checklist"),
        sa.Column("adjudication_level", sa.Integer(), nullable=True, comment="level of the latest adjudication"),
        sa.Column("must_escalate", sa.Boolean(), nullable=False, comment="level 1 or 2 on tier 2: has to go up"),
        sa.Column("open_investigation_count", sa.Integer(), nullable=False, comment="investigations under way"),
        sa.Column("open_test_count", sa.Integer(), nullable=False, comment="test orders under way"),
        sa.CheckConstraint(
            "(event_precision = 'unknown') = (event_on IS NULL)", name=op.f("ck_matters_matter_event_date")
        ),
        sa.CheckConstraint(
            "(state = 'CLOSED_ROUTINE') = (closure IS NOT NULL)", name=op.f("ck_matters_matter_closure")
        ),
        sa.CheckConstraint("(state = 'MERGED') = (merged_into_id IS NOT NULL)", name=op.f("ck_matters_matter_merged")),
        sa.CheckConstraint(
            "(state IN ('INVESTIGATING','TESTING')) = (open_investigation_count + open_test_count > 0)",
            name=op.f("ck_matters_matter_inquiry_state"),
        ),
        sa.CheckConstraint("secrecy IN ('open','internal','work_secret')", name=op.f("ck_matters_matter_secrecy")),
        sa.CheckConstraint(
            "state IN ('RECEIVED','CLOSED_ROUTINE','MERGED','CONFIRMED','REPORTED','ADJUDICATING','ESCALATED_2','AWAITING_LEADER','INVESTIGATING','TESTING','ADJUDICATED')",
            name=op.f("ck_matters_matter_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('CONFIRMED','REPORTED','ADJUDICATED') OR level IS NOT NULL",
            name=op.f("ck_matters_matter_graded"),
        ),
        sa.CheckConstraint("(screened_at IS NULL) = (screened_by IS NULL)", name=op.f("ck_matters_matter_screened")),
        sa.CheckConstraint("adjudication_level IN (1, 2, 3)", name=op.f("ck_matters_matter_adjudication_level")),
        sa.CheckConstraint(
            "event_on IS NULL OR event_on <= noticed_on", name=op.f("ck_matters_matter_event_before_notice")
        ),
        sa.CheckConstraint(
            "level <> 2 OR level2_due_at IS NOT NULL OR is_level_by_result", name=op.f("ck_matters_matter_level2_due")
        ),
        sa.CheckConstraint("level IN (1, 2, 3)", name=op.f("ck_matters_matter_level")),
        sa.CheckConstraint(
            "open_investigation_count >= 0 AND open_test_count >= 0", name=op.f("ck_matters_matter_inquiries")
        ),
        sa.CheckConstraint("source_class BETWEEN 1 AND 8", name=op.f("ck_matters_matter_source_class")),
        sa.ForeignKeyConstraint(
            ["addressed_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_addressed_org_id")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts_account.id"], name=op.f("fk_matters_matter_confirmed_by")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["matters_matter.id"], name=op.f("fk_matters_matter_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["notifying_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_notifying_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["origin_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_origin_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["received_by"], ["accounts_account.id"], name=op.f("fk_matters_matter_received_by")),
        sa.ForeignKeyConstraint(
            ["received_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_received_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["result_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_matter_result_org_id")
        ),
        sa.ForeignKeyConstraint(["screened_by"], ["accounts_account.id"], name=op.f("fk_matters_matter_screened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_matter")),
        sa.UniqueConstraint("form_key", name=op.f("uq_matters_matter_form_key")),
        sa.UniqueConstraint("notice_no", name=op.f("uq_matters_matter_notice_no")),
        comment="main records of risk matters",
    )
    op.create_index(op.f("ix_matters_matter_addressed_org_id"), "matters_matter", ["addressed_org_id"], unique=False)
    op.create_index("ix_matters_matter_desk", "matters_matter", ["discovered_on", "food_rank", "id"], unique=False)
    op.create_index(op.f("ix_matters_matter_due_at"), "matters_matter", ["due_at"], unique=False)
    op.create_index(op.f("ix_matters_matter_level"), "matters_matter", ["level"], unique=False)
    op.create_index("ix_matters_matter_owner_org_id_state", "matters_matter", ["owner_org_id", "state"], unique=False)
    op.create_index(op.f("ix_matters_matter_received_by"), "matters_matter", ["received_by"], unique=False)
    op.create_table(
        "matters_secret_stub",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column(
            "reference_no", sa.String(length=80), nullable=False, comment="number of the document outside this system"
        ),
        sa.Column("keeper", sa.String(length=80), nullable=False, comment="who keeps it"),
        sa.Column("channel", sa.String(length=80), nullable=False, comment="channel it goes by"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="body"),
        sa.Column("noted_by", sa.Integer(), nullable=False, comment="who noted it"),
        sa.Column("noted_at", UtcDateTime(), nullable=False, comment="when it was noted"),
        sa.ForeignKeyConstraint(["noted_by"], ["accounts_account.id"], name=op.f("fk_matters_secret_stub_noted_by")),
        sa.ForeignKeyConstraint(["org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_secret_stub_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_secret_stub")),
        sa.UniqueConstraint("form_key", name=op.f("uq_matters_secret_stub_form_key")),
        comment="references to classified information kept outside this system",
    )
    op.create_index(op.f("ix_matters_secret_stub_org_id"), "matters_secret_stub", ["org_id"], unique=False)
    op.create_table(
        "matters_adjudication",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the adjudication"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column(
            "level",
            sa.Integer(),
            nullable=False,
            comment="level of adjudication: 3 bureau, 2 department, 1 after approval",
        ),
        sa.Column(
            "mode", sa.String(length=20), nullable=False, comment="work, expert, technical, investigative, concentrated"
        ),
        sa.Column("organiser_org_id", sa.Integer(), nullable=False, comment="body that organises it"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="open, suspended, concluded, closed_other"),
        sa.Column("opened_by", sa.Integer(), nullable=False, comment="who opened it"),
        sa.Column("opened_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("closed_at", UtcDateTime(), nullable=True, comment="when it was concluded or closed"),
        sa.Column("close_reason", sa.String(), nullable=True, comment="why another took its place"),
        sa.Column(
            "designated_result_org_id", sa.Integer(), nullable=True, comment="body named to confirm a level-1 result"
        ),
        sa.CheckConstraint(
            "(state IN ('concluded','closed_other')) = (closed_at IS NOT NULL)",
            name=op.f("ck_matters_adjudication_closed"),
        ),
        sa.CheckConstraint(
            "mode IN ('work','expert','technical','investigative','concentrated')",
            name=op.f("ck_matters_adjudication_mode"),
        ),
        sa.CheckConstraint(
            "state IN ('open','suspended','concluded','closed_other')", name=op.f("ck_matters_adjudication_state")
        ),
        sa.CheckConstraint(
            "level <> 1 OR designated_result_org_id IS NOT NULL", name=op.f("ck_matters_adjudication_level_1_approved")
        ),
        sa.CheckConstraint("level IN (1, 2, 3)", name=op.f("ck_matters_adjudication_level")),
        sa.ForeignKeyConstraint(
            ["designated_result_org_id"],
            ["accounts_organisation.id"],
            name=op.f("fk_matters_adjudication_designated_result_org_id"),
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_adjudication_matter_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts_account.id"], name=op.f("fk_matters_adjudication_opened_by")),
        sa.ForeignKeyConstraint(
            ["organiser_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_adjudication_organiser_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_adjudication")),
        comment="adjudications of a matter by level and mode",
    )
    op.create_index(op.f("ix_matters_adjudication_matter_id"), "matters_adjudication", ["matter_id"], unique=False)
    op.create_index(
        op.f("ix_matters_adjudication_organiser_org_id"), "matters_adjudication", ["organiser_org_id"], unique=False
    )
    op.create_index(
        "uq_matters_adjudication_open",
        "matters_adjudication",
        ["matter_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "matters_clue",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("by", sa.Integer(), nullable=False, comment="who"),
        sa.Column("what", sa.String(), nullable=False, comment="what happened or was found"),
        sa.Column("file_id", sa.Integer(), nullable=True, comment="attachment"),
        sa.Column("file_sha256", sa.String(length=64), nullable=True, comment="SHA-256 of the attachment"),
        sa.Column("from_matter_id", sa.Integer(), nullable=True, comment="matter whose trail this line came from"),
        sa.CheckConstraint("(file_id IS NULL) = (file_sha256 IS NULL)", name=op.f("ck_matters_clue_file")),
        sa.ForeignKeyConstraint(["by"], ["accounts_account.id"], name=op.f("fk_matters_clue_by")),
        sa.ForeignKeyConstraint(["file_id"], ["files_file.id"], name=op.f("fk_matters_clue_file_id")),
        sa.ForeignKeyConstraint(["from_matter_id"], ["matters_matter.id"], name=op.f("fk_matters_clue_from_matter_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_clue_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_clue")),
        comment="clue trail of a matter; rows are never updated",
    )
    op.create_index(op.f("ix_matters_clue_matter_id"), "matters_clue", ["matter_id"], unique=False)
    op.create_table(
        "matters_hand_over",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("from_org_id", sa.Integer(), nullable=False, comment="body that passed it on"),
        sa.Column("to_org_id", sa.Integer(), nullable=False, comment="new owner"),
        sa.Column("suggestion", sa.String(), nullable=False, comment="what the sender suggests"),
        sa.Column("sent_by", sa.Integer(), nullable=False, comment="who passed it on"),
        sa.Column("sent_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("accepted_by", sa.Integer(), nullable=True, comment="who took it"),
        sa.Column("accepted_at", UtcDateTime(), nullable=True, comment="when it was taken"),
        sa.CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name=op.f("ck_matters_hand_over_accepted")),
        sa.CheckConstraint("from_org_id <> to_org_id", name=op.f("ck_matters_hand_over_two_bodies")),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["accounts_account.id"], name=op.f("fk_matters_hand_over_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["from_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_hand_over_from_org_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_hand_over_matter_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["accounts_account.id"], name=op.f("fk_matters_hand_over_sent_by")),
        sa.ForeignKeyConstraint(
            ["to_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_hand_over_to_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_hand_over")),
        comment="hand-overs of matters between bodies",
    )
    op.create_index(op.f("ix_matters_hand_over_matter_id"), "matters_hand_over", ["matter_id"], unique=False)
    op.create_index(op.f("ix_matters_hand_over_to_org_id"), "matters_hand_over", ["to_org_id"], unique=False)
    op.create_index(
        "uq_matters_hand_over_open",
        "matters_hand_over",
        ["matter_id"],
        unique=True,
        sqlite_where=sa.text("accepted_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL"),
    )
    op.create_table(
        "matters_party",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("place", sa.Integer(), nullable=False, comment="order on the page"),
        sa.Column("role", sa.String(length=20), nullable=False, comment="what it has to do with the matter"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name"),
        sa.Column("unified_code", sa.String(length=18), nullable=False, comment="unified social credit code, or empty"),
        sa.Column("country", sa.String(length=2), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column(
            "foreign_registration", sa.String(length=40), nullable=False, comment="registration abroad, or empty"
        ),
        sa.CheckConstraint(
            "role IN ('producer','seller','importer','complainant','competitor','reporting_unit')",
            name=op.f("ck_matters_party_role"),
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_party_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_party")),
        comment="parties of a matter: producers, sellers, complainants and others",
    )
    op.create_index(op.f("ix_matters_party_matter_id"), "matters_party", ["matter_id"], unique=False)
    op.create_table(
        "matters_pre_disposition",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the row"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("measures", JsonValue, nullable=False, comment="codes of the list disposition_measures"),
        sa.Column("details", sa.String(), nullable=False, comment="what exactly was done"),
        sa.Column("executor", sa.String(length=120), nullable=False, comment="who carried it out"),
        sa.Column("taken_at", UtcDateTime(), nullable=False, comment="when it was carried out"),
        sa.Column("is_emergency", sa.Boolean(), nullable=False, comment="whether it could not wait"),
        sa.Column("recorded_by", sa.Integer(), nullable=False, comment="who recorded it"),
        sa.Column("recorded_at", UtcDateTime(), nullable=False, comment="when it was recorded"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_pre_disposition_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts_account.id"], name=op.f("fk_matters_pre_disposition_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_pre_disposition")),
        sa.UniqueConstraint("form_key", name="uq_matters_pre_disposition_form_key"),
        comment="early measures; rows are never updated",
    )
    op.create_index(
        op.f("ix_matters_pre_disposition_matter_id"), "matters_pre_disposition", ["matter_id"], unique=False
    )
    op.create_table(
        "matters_request",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="escalate_to_2 or level_1"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="drafted, sent, granted …"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="body that asks"),
        sa.Column(
            "target_org_id", sa.Integer(), nullable=True, comment="department asked to take it; empty for level 1"
        ),
        sa.Column(
            "state_before", sa.String(length=20), nullable=False, comment="state of the matter, to which a return leads"
        ),
        sa.Column("reason", sa.String(), nullable=False, comment="why, or which difficulty"),
        sa.Column("requested_by", sa.Integer(), nullable=False, comment="official who drafted it"),
        sa.Column("requested_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("head_by", sa.Integer(), nullable=True, comment="head who decided to send it"),
        sa.Column("head_at", UtcDateTime(), nullable=True, comment="when"),
        sa.Column("head_reason", sa.String(), nullable=True, comment="the head's words"),
        sa.Column("decided_by", sa.Integer(), nullable=True, comment="who answered"),
        sa.Column("decided_at", UtcDateTime(), nullable=True, comment="when"),
        sa.Column("answer", sa.String(), nullable=True, comment="words of the answer"),
        sa.Column("approval_no", sa.String(length=80), nullable=True, comment="number of the leader's approval"),
        sa.Column(
            "result_org_id", sa.Integer(), nullable=True, comment="body named to confirm and enter the level-1 result"
        ),
        sa.CheckConstraint("(state = 'drafted') = (head_by IS NULL)", name=op.f("ck_matters_request_endorsed")),
        sa.CheckConstraint(
            "(state IN ('granted','declined')) = (decided_by IS NOT NULL)", name=op.f("ck_matters_request_decided")
        ),
        sa.CheckConstraint(
            "kind <> 'level_1' OR state <> 'granted' OR (approval_no IS NOT NULL AND result_org_id IS NOT NULL)",
            name=op.f("ck_matters_request_level_1_approval"),
        ),
        sa.CheckConstraint("kind IN ('escalate_to_2','level_1')", name=op.f("ck_matters_request_kind")),
        sa.CheckConstraint(
            "state IN ('drafted','refused_by_head','sent','granted','declined')", name=op.f("ck_matters_request_state")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR (decided_by <> requested_by AND decided_by <> head_by)",
            name=op.f("ck_matters_request_decider_is_another"),
        ),
        sa.CheckConstraint(
            "head_by IS NULL OR head_by <> requested_by", name=op.f("ck_matters_request_head_is_another")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts_account.id"], name=op.f("fk_matters_request_decided_by")),
        sa.ForeignKeyConstraint(["head_by"], ["accounts_account.id"], name=op.f("fk_matters_request_head_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_request_matter_id")),
        sa.ForeignKeyConstraint(["org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_request_org_id")),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts_account.id"], name=op.f("fk_matters_request_requested_by")
        ),
        sa.ForeignKeyConstraint(
            ["result_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_request_result_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_request_target_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_request")),
        sa.UniqueConstraint("form_key", name=op.f("uq_matters_request_form_key")),
        comment="requests to escalate, with the head's endorsement and the answer",
    )
    op.create_index(op.f("ix_matters_request_matter_id"), "matters_request", ["matter_id"], unique=False)
    op.create_index(op.f("ix_matters_request_org_id"), "matters_request", ["org_id"], unique=False)
    op.create_index(op.f("ix_matters_request_state"), "matters_request", ["state"], unique=False)
    op.create_index(op.f("ix_matters_request_target_org_id"), "matters_request", ["target_org_id"], unique=False)
    op.create_index(
        "uq_matters_request_open",
        "matters_request",
        ["matter_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('drafted','sent')"),
        postgresql_where=sa.text("state IN ('drafted','sent')"),
    )
    op.create_table(
        "matters_result",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the block"),
        sa.Column("matter_id", sa.Integer(), nullable=False, comment="matter"),
        sa.Column("adjudication_id", sa.Integer(), nullable=False, comment="adjudication"),
        sa.Column("level", sa.Integer(), nullable=False, comment="level of the adjudication"),
        sa.Column("mode", sa.String(length=20), nullable=False, comment="mode of the adjudication"),
        sa.Column("organiser_org_id", sa.Integer(), nullable=False, comment="organiser"),
        sa.Column("concluded_on", sa.Date(), nullable=False, comment="date of the conclusion or the minutes"),
        sa.Column(
            "conclusion_no", sa.String(length=80), nullable=False, comment="number of the conclusion or the minutes"
        ),
        sa.Column("nature", sa.String(), nullable=False, comment="nature of the risk"),
        sa.Column("risk_level", sa.String(length=1), nullable=False, comment="1, 2, 3, or 0 for no risk"),
        sa.Column("tally", JsonValue, nullable=False, comment="votes per option; empty where none voted"),
        sa.Column("roll_count", sa.Integer(), nullable=True, comment="experts on the frozen roll"),
        sa.Column("round_count", sa.Integer(), nullable=True, comment="rounds held"),
        sa.Column(
            "has_dissent", sa.Boolean(), nullable=False, comment="whether a minority opinion stands in the conclusion"
        ),
        sa.Column("measures", JsonValue, nullable=False, comment="measures proposed, codes or words"),
        sa.Column("meeting_type", sa.String(length=20), nullable=True, comment="topical or joint, for a work meeting"),
        sa.Column("attendees", sa.String(), nullable=False, comment="who took part in a meeting"),
        sa.Column("entered_by", sa.Integer(), nullable=False, comment="who entered it"),
        sa.Column("entered_at", UtcDateTime(), nullable=False, comment="when"),
        sa.Column("reviewed_by", sa.Integer(), nullable=True, comment="who reviewed it"),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True, comment="when"),
        sa.Column("confirmed_by", sa.Integer(), nullable=True, comment="who confirmed it"),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True, comment="when"),
        sa.Column("returned_by", sa.Integer(), nullable=True, comment="who sent it back"),
        sa.Column("returned_at", UtcDateTime(), nullable=True, comment="when"),
        sa.Column("return_reason", sa.String(), nullable=True, comment="what has to be corrected"),
        sa.CheckConstraint("risk_level IN ('0','1','2','3')", name=op.f("ck_matters_result_risk_level")),
        sa.CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_matters_result_confirmed")),
        sa.CheckConstraint("(returned_by IS NULL) = (returned_at IS NULL)", name=op.f("ck_matters_result_returned")),
        sa.CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_matters_result_reviewed")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR (reviewed_by IS NOT NULL AND confirmed_by NOT IN (entered_by, reviewed_by))",
            name=op.f("ck_matters_result_confirmer_is_third"),
        ),
        sa.CheckConstraint("length(conclusion_no) > 0 AND length(nature) > 0", name=op.f("ck_matters_result_written")),
        sa.CheckConstraint(
            "returned_at IS NULL OR confirmed_at IS NULL", name=op.f("ck_matters_result_returned_or_confirmed")
        ),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR reviewed_by <> entered_by", name=op.f("ck_matters_result_reviewer_is_another")
        ),
        sa.ForeignKeyConstraint(
            ["adjudication_id"], ["matters_adjudication.id"], name=op.f("fk_matters_result_adjudication_id")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts_account.id"], name=op.f("fk_matters_result_confirmed_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts_account.id"], name=op.f("fk_matters_result_entered_by")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters_matter.id"], name=op.f("fk_matters_result_matter_id")),
        sa.ForeignKeyConstraint(
            ["organiser_org_id"], ["accounts_organisation.id"], name=op.f("fk_matters_result_organiser_org_id")
        ),
        sa.ForeignKeyConstraint(["returned_by"], ["accounts_account.id"], name=op.f("fk_matters_result_returned_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["accounts_account.id"], name=op.f("fk_matters_result_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters_result")),
        comment="result blocks by level; a confirmed row is never updated",
    )
    op.create_index(op.f("ix_matters_result_matter_id"), "matters_result", ["matter_id"], unique=False)
    op.create_index(
        "uq_matters_result_standing",
        "matters_result",
        ["adjudication_id"],
        unique=True,
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(
        "uq_matters_result_standing",
        table_name="matters_result",
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.drop_index(op.f("ix_matters_result_matter_id"), table_name="matters_result")
    op.drop_table("matters_result")
    op.drop_index(
        "uq_matters_request_open",
        table_name="matters_request",
        sqlite_where=sa.text("state IN ('drafted','sent')"),
        postgresql_where=sa.text("state IN ('drafted','sent')"),
    )
    op.drop_index(op.f("ix_matters_request_target_org_id"), table_name="matters_request")
    op.drop_index(op.f("ix_matters_request_state"), table_name="matters_request")
    op.drop_index(op.f("ix_matters_request_org_id"), table_name="matters_request")
    op.drop_index(op.f("ix_matters_request_matter_id"), table_name="matters_request")
    op.drop_table("matters_request")
    op.drop_index(op.f("ix_matters_pre_disposition_matter_id"), table_name="matters_pre_disposition")
    op.drop_table("matters_pre_disposition")
    op.drop_index(op.f("ix_matters_party_matter_id"), table_name="matters_party")
    op.drop_table("matters_party")
    op.drop_index(
        "uq_matters_hand_over_open",
        table_name="matters_hand_over",
        sqlite_where=sa.text("accepted_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL"),
    )
    op.drop_index(op.f("ix_matters_hand_over_to_org_id"), table_name="matters_hand_over")
    op.drop_index(op.f("ix_matters_hand_over_matter_id"), table_name="matters_hand_over")
    op.drop_table("matters_hand_over")
    op.drop_index(op.f("ix_matters_clue_matter_id"), table_name="matters_clue")
    op.drop_table("matters_clue")
    op.drop_index(
        "uq_matters_adjudication_open",
        table_name="matters_adjudication",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_matters_adjudication_organiser_org_id"), table_name="matters_adjudication")
    op.drop_index(op.f("ix_matters_adjudication_matter_id"), table_name="matters_adjudication")
    op.drop_table("matters_adjudication")
    op.drop_index(op.f("ix_matters_secret_stub_org_id"), table_name="matters_secret_stub")
    op.drop_table("matters_secret_stub")
    op.drop_index(op.f("ix_matters_matter_received_by"), table_name="matters_matter")
    op.drop_index("ix_matters_matter_owner_org_id_state", table_name="matters_matter")
    op.drop_index(op.f("ix_matters_matter_level"), table_name="matters_matter")
    op.drop_index(op.f("ix_matters_matter_due_at"), table_name="matters_matter")
    op.drop_index("ix_matters_matter_desk", table_name="matters_matter")
    op.drop_index(op.f("ix_matters_matter_addressed_org_id"), table_name="matters_matter")
    op.drop_table("matters_matter")
    op.drop_table("matters_number")
