"""The life of an expert: terms, employers, interests, appraisals, imports."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime
from panel.db.migrations.changes import change_constraints, reword
from panel.kernel.errors import PanelError

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ACTS = "recommend review appoint turn_down suspend resume retire dismiss carry_over"
MORE_ACTS = "reexamine renew pledge return propose_dismissal keep edit contact employment interest"
SERVICE = (
    "invited accepted declined no_answer recused released attended absent voted not_voted signed not_signed concealed"
)

WORDS = {"code": "code shown in lists, e.g. ZJ-0011", "post": "post with the employer", "employer": "employer"}
NEW_WORDS = {
    "code": "code shown in lists, e.g. ZJ-0011; never changes",
    "post": "post with the main employer",
    "employer": "main employer today; the history is roster_employment",
}


def _one_of(column: str, words: str) -> str:
    return f"CHECK ({column} IN ({', '.join(repr(word) for word in words.split())}))"


def _none_yet() -> None:
    """Stop where experts were entered before this revision: their draws cannot be run again by the new rules."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM roster_expert").scalar():
        raise PanelError("DATABASE_FROM_TRIAL")



def upgrade() -> None:
    """Give experts a life: terms, employers, interests, suspensions, appraisals, imports; seal personal data."""
    _none_yet()
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
    op.add_column(
        "roster_expert",
        sa.Column(
            "further_disciplines", JsonValue, nullable=False, server_default="[]", comment="codes of the disciplines after the second"
        ),
    )
    op.add_column(
        "roster_expert",
        sa.Column(
            "practice_from", sa.Integer(), nullable=True, comment="year in which the professional practice began"
        ),
    )
    op.add_column(
        "roster_expert",
        sa.Column(
            "employer_opinion", sa.String(), nullable=False, server_default="", comment="opinion of the employer on the recommendation"
        ),
    )
    op.add_column(
        "roster_expert",
        sa.Column("recommending_opinion", sa.String(), nullable=False, server_default="", comment="opinion of the recommending body"),
    )
    op.add_column(
        "roster_expert",
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True, comment="telephone, encrypted; bound to the code"),
    )
    op.add_column(
        "roster_expert",
        sa.Column(
            "identity_sealed", sa.LargeBinary(), nullable=True, comment="identity number, encrypted; bound to the code"
        ),
    )
    op.add_column(
        "roster_expert",
        sa.Column(
            "identity_index",
            sa.String(length=64),
            nullable=True,
            comment="keyed digest of the identity number, to find the same person again",
        ),
    )
    op.drop_column("roster_expert", "declared_conflicts")
    op.drop_column("roster_expert", "phone")
    change_constraints(
        "roster_expert",
        add={
            "uq_roster_expert_identity_index": "UNIQUE (identity_index)",
            "ck_roster_expert_identity": "CHECK ((identity_sealed IS NULL) = (identity_index IS NULL))",
        },
    )
    _let("roster_act", "act", f"{ACTS} {MORE_ACTS}")
    _let("roster_service", "kind", f"{SERVICE} appraised")
    reword("roster_expert", NEW_WORDS)


def _let(table: str, column: str, words: str) -> None:
    """Let a column hold these words."""
    name = f"ck_{table}_{column}"
    change_constraints(table, drop=[name], add={name: _one_of(column, words)})


def downgrade() -> None:
    """Take the life of experts away again."""
    _none_yet()
    _let("roster_act", "act", ACTS)
    _let("roster_service", "kind", SERVICE)
    reword("roster_expert", WORDS)
    change_constraints("roster_expert", drop=["uq_roster_expert_identity_index", "ck_roster_expert_identity"])
    op.add_column("roster_expert", sa.Column("phone", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("roster_expert", sa.Column("declared_conflicts", JsonValue, nullable=False, server_default="[]"))
    op.drop_column("roster_expert", "identity_index")
    op.drop_column("roster_expert", "identity_sealed")
    op.drop_column("roster_expert", "phone_sealed")
    op.drop_column("roster_expert", "recommending_opinion")
    op.drop_column("roster_expert", "employer_opinion")
    op.drop_column("roster_expert", "practice_from")
    op.drop_column("roster_expert", "further_disciplines")
    op.drop_index(op.f("ix_roster_appraisal_panel_id"), table_name="roster_appraisal")
    op.drop_table("roster_appraisal")
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
    op.drop_index(op.f("ix_roster_import_uploaded_by"), table_name="roster_import")
    op.drop_table("roster_import")
