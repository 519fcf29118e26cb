"""Organisations, accounts, the event log, files and mail."""

import sqlalchemy as sa
from alembic import op

from panel.db.base import JsonValue, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts_organisation",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the organisation"),
        sa.Column("code", sa.String(length=20), nullable=False, comment="stable code, e.g. B-330"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="full name"),
        sa.Column("short_name", sa.String(length=20), nullable=False, comment="机关代字 used in document numbers"),
        sa.Column("tier", sa.Integer(), nullable=False, comment="1 headquarters, 2 bureaux and below"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="kind of organisation, see OrgKind"),
        sa.Column("parent_id", sa.Integer(), nullable=True, comment="organisation above; empty only at the top"),
        sa.Column(
            "region",
            sa.String(length=6),
            nullable=False,
            comment="GB/T 2260 code of the region, 000000 the whole country",
        ),
        sa.CheckConstraint("(kind = 'hq') = (parent_id IS NULL)", name=op.f("ck_accounts_organisation_parent")),
        sa.CheckConstraint("tier IN (1, 2)", name=op.f("ck_accounts_organisation_tier")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["accounts_organisation.id"], name=op.f("fk_accounts_organisation_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_accounts_organisation_code")),
        comment="organisation tree: headquarters, departments, bureaux, grass-roots units, institutions",
    )
    op.create_table(
        "accounts_try",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the try"),
        sa.Column("login", sa.String(length=120), nullable=False, comment="login that was given"),
        sa.Column("address", sa.String(length=64), nullable=False, comment="network address"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_try")),
        comment="failed sign-in tries",
        info={"technical": "kept for minutes to slow guessing"},
    )
    op.create_index(op.f("ix_accounts_try_address"), "accounts_try", ["address"], unique=False)
    op.create_index(op.f("ix_accounts_try_at"), "accounts_try", ["at"], unique=False)
    op.create_index(op.f("ix_accounts_try_login"), "accounts_try", ["login"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False, comment="order of arrival"),
        sa.Column("action", sa.String(length=80), nullable=False, comment="room.noun.verb, e.g. voting.round.closed"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="server time of the act"),
        sa.Column("actor_id", sa.Integer(), nullable=True, comment="account that acted; empty for the system"),
        sa.Column("actor_name", sa.String(length=80), nullable=False, comment="name at the time of the act"),
        sa.Column("actor_role", sa.String(length=20), nullable=False, comment="role at the time of the act"),
        sa.Column("actor_org_id", sa.Integer(), nullable=True, comment="organisation at the time of the act"),
        sa.Column("address", sa.String(length=64), nullable=False, comment="network address the act came from"),
        sa.Column("panel_id", sa.Integer(), nullable=True, comment="panel concerned"),
        sa.Column("matter_id", sa.Integer(), nullable=True, comment="matter concerned"),
        sa.Column("before", JsonValue, nullable=True, comment="values before the act"),
        sa.Column("after", JsonValue, nullable=True, comment="values after the act"),
        sa.Column("reason", sa.String(), nullable=True, comment="reason given"),
        sa.Column("facts", JsonValue, nullable=False, comment="further facts of the act"),
        sa.Column("entry", sa.LargeBinary(), nullable=False, comment="RFC 8785 bytes of the whole event"),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False, comment="RFC 9162 leaf hash of entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        comment="append-only log of every act",
    )
    op.create_index("ix_audit_event_matter_id_id", "audit_event", ["matter_id", "id"], unique=False)
    op.create_index("ix_audit_event_panel_id_id", "audit_event", ["panel_id", "id"], unique=False)
    op.create_table(
        "files_file",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the file"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the bytes, hexadecimal"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="name to show and to download under"),
        sa.Column(
            "media_type", sa.String(length=120), nullable=False, comment="media type, decided by us from the content"
        ),
        sa.Column("stored_by", sa.Integer(), nullable=True, comment="account that stored it; empty for the system"),
        sa.Column("stored_at", UtcDateTime(), nullable=False, comment="when it was stored"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_files_file_sha256_hex")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_files_file_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_file")),
        comment="files kept with a panel or matter; rows are never updated",
    )
    op.create_index(op.f("ix_files_file_sha256"), "files_file", ["sha256"], unique=False)
    op.create_table(
        "notices_message",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the message"),
        sa.Column("key", sa.String(length=120), nullable=False, comment="names the occasion; a second one is dropped"),
        sa.Column("to", sa.String(length=200), nullable=False, comment="mail address"),
        sa.Column("subject", sa.String(length=200), nullable=False, comment="subject line"),
        sa.Column("body", sa.String(), nullable=False, comment="plain text"),
        sa.Column("panel_id", sa.Integer(), nullable=True, comment="panel concerned"),
        sa.Column("org_id", sa.Integer(), nullable=True, comment="organisation whose secretaries see it"),
        sa.Column("state", sa.String(length=8), nullable=False, comment="waiting, sent or failed"),
        sa.Column("queued_at", UtcDateTime(), nullable=False, comment="when it was asked for"),
        sa.Column("due_at", UtcDateTime(), nullable=False, comment="when it is tried next"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="times tried"),
        sa.Column("sent_at", UtcDateTime(), nullable=True, comment="when the mail server took it"),
        sa.Column("last_error", sa.String(length=300), nullable=False, comment="what the mail server said last"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_notices_message_sent")),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_notices_message_state")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_notices_message_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_message")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_message_key")),
        comment="mail that waits or went",
        info={"technical": "an outbox: the act that caused a mail has its own event"},
    )
    op.create_index(op.f("ix_notices_message_org_id"), "notices_message", ["org_id"], unique=False)
    op.create_index(op.f("ix_notices_message_panel_id"), "notices_message", ["panel_id"], unique=False)
    op.create_index("ix_notices_message_state_due_at", "notices_message", ["state", "due_at"], unique=False)
    op.create_table(
        "accounts_account",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the account"),
        sa.Column("login", sa.String(length=120), nullable=False, comment="mail address, lower case"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name of the person"),
        sa.Column("role", sa.String(length=20), nullable=False, comment="the one role of the account"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="organisation"),
        sa.Column("post", sa.String(length=60), nullable=False, comment="post, as printed in documents"),
        sa.Column("phone", sa.String(length=40), nullable=False, comment="office telephone"),
        sa.Column("attributes", JsonValue, nullable=False, comment="info_officer, hq_leader …"),
        sa.Column("password_hash", sa.String(length=200), nullable=False, comment="Argon2id hash"),
        sa.Column(
            "draft_salt",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="salt of the key that drafts are kept under",
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="may sign in"),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="when the account was made"),
        sa.Column("granted_by", sa.Integer(), nullable=True, comment="business head who granted the role"),
        sa.Column("created_by", sa.Integer(), nullable=True, comment="administrator who made the account"),
        sa.CheckConstraint(
            "role IN ('official','approver','secretary','expert','inst_contact','auditor','it_admin')",
            name=op.f("ck_accounts_account_role"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["accounts_account.id"], name=op.f("fk_accounts_account_created_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["accounts_account.id"], name=op.f("fk_accounts_account_granted_by")),
        sa.ForeignKeyConstraint(["org_id"], ["accounts_organisation.id"], name=op.f("fk_accounts_account_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_account")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_account_login")),
        comment="people who sign in",
    )
    op.create_index(op.f("ix_accounts_account_org_id"), "accounts_account", ["org_id"], unique=False)
    op.create_table(
        "accounts_grant",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the grant"),
        sa.Column("form_key", sa.String(length=40), nullable=False, comment="makes a repeated act recognisable"),
        sa.Column("login", sa.String(length=120), nullable=False, comment="mail address of the account to be"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="name of the person"),
        sa.Column("role", sa.String(length=20), nullable=False, comment="role granted"),
        sa.Column("attributes", JsonValue, nullable=False, comment="attributes granted"),
        sa.Column("org_id", sa.Integer(), nullable=False, comment="organisation"),
        sa.Column("post", sa.String(length=60), nullable=False, comment="post of the person"),
        sa.Column("reason", sa.String(), nullable=False, comment="why the account is needed"),
        sa.Column("granted_by", sa.Integer(), nullable=False, comment="head who granted"),
        sa.Column("granted_at", UtcDateTime(), nullable=False, comment="when it was granted"),
        sa.Column("done_by", sa.Integer(), nullable=True, comment="administrator"),
        sa.Column("done_at", UtcDateTime(), nullable=True, comment="when it was carried out"),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_accounts_grant_done")),
        sa.CheckConstraint("done_by IS NULL OR done_by <> granted_by", name=op.f("ck_accounts_grant_two_persons")),
        sa.ForeignKeyConstraint(["done_by"], ["accounts_account.id"], name=op.f("fk_accounts_grant_done_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["accounts_account.id"], name=op.f("fk_accounts_grant_granted_by")),
        sa.ForeignKeyConstraint(["org_id"], ["accounts_organisation.id"], name=op.f("fk_accounts_grant_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_grant")),
        sa.UniqueConstraint("form_key", name=op.f("uq_accounts_grant_form_key")),
        comment="grants of accounts: head grants, administrator executes",
    )
    op.create_table(
        "accounts_sign_in",
        sa.Column("id", sa.Integer(), nullable=False, comment="number of the sign-in"),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account"),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the browser's token"),
        sa.Column("started_at", UtcDateTime(), nullable=False, comment="when it began"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="when it was ended; empty while it lasts"),
        sa.Column("address", sa.String(length=64), nullable=False, comment="network address it began from"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts_account.id"], name=op.f("fk_accounts_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accounts_sign_in_token_hash")),
        comment="sign-ins of the browser sessions",
        info={"technical": "sign-ins come and go; their beginning and end are events"},
    )
    op.create_index(op.f("ix_accounts_sign_in_account_id"), "accounts_sign_in", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_accounts_sign_in_account_id"), table_name="accounts_sign_in")
    op.drop_table("accounts_sign_in")
    op.drop_table("accounts_grant")
    op.drop_index(op.f("ix_accounts_account_org_id"), table_name="accounts_account")
    op.drop_table("accounts_account")
    op.drop_index("ix_notices_message_state_due_at", table_name="notices_message")
    op.drop_index(op.f("ix_notices_message_panel_id"), table_name="notices_message")
    op.drop_index(op.f("ix_notices_message_org_id"), table_name="notices_message")
    op.drop_table("notices_message")
    op.drop_index(op.f("ix_files_file_sha256"), table_name="files_file")
    op.drop_table("files_file")
    op.drop_index("ix_audit_event_panel_id_id", table_name="audit_event")
    op.drop_index("ix_audit_event_matter_id_id", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index(op.f("ix_accounts_try_login"), table_name="accounts_try")
    op.drop_index(op.f("ix_accounts_try_at"), table_name="accounts_try")
    op.drop_index(op.f("ix_accounts_try_address"), table_name="accounts_try")
    op.drop_table("accounts_try")
    op.drop_table("accounts_organisation")
