"""Tables of organisations, accounts, sign-ins and failed tries."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.accounts.facts import OrgFacts, OrgKind
from panel.db import Base, JsonValue, UtcDateTime, technical


class Organisation(Base):
    """A node of the organisation tree."""

    __tablename__ = "accounts_organisation"
    __table_args__ = (
        CheckConstraint("tier IN (1, 2)", name="tier"),
        CheckConstraint("(kind = 'hq') = (parent_id IS NULL)", name="parent"),
        {"comment": "organisation tree: headquarters, departments, bureaux, grass-roots units, institutions"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the organisation")
    code: Mapped[str] = mapped_column(String(20), unique=True, comment="stable code, e.g. B-330")
    name: Mapped[str] = mapped_column(String(120), comment="full name")
    short_name: Mapped[str] = mapped_column(String(20), comment="机关代字 used in document numbers")
    tier: Mapped[int] = mapped_column(comment="1 headquarters, 2 bureaux and below")
    kind: Mapped[str] = mapped_column(String(20), comment="kind of organisation, see OrgKind")
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="organisation above; empty only at the top"
    )
    region: Mapped[str] = mapped_column(String(6), comment="GB/T 2260 code of the region, 000000 the whole country")

    def facts(self) -> OrgFacts:
        """Give the organisation as the rules see it."""
        return OrgFacts(self.id, self.code, self.name, self.tier, OrgKind(self.kind), self.parent_id, self.region)


class Account(Base):
    """A person who signs in, with one role."""

    __tablename__ = "accounts_account"
    __table_args__ = (
        CheckConstraint(
            "role IN ('official','approver','secretary','expert','inst_contact','auditor','it_admin')", name="role"
        ),
        {"comment": "people who sign in"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the account")
    login: Mapped[str] = mapped_column(String(120), unique=True, comment="mail address, lower case")
    name: Mapped[str] = mapped_column(String(80), comment="name of the person")
    role: Mapped[str] = mapped_column(String(20), comment="the one role of the account")
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), index=True, comment="organisation")
    post: Mapped[str] = mapped_column(String(60), default="", comment="post, as printed in documents")
    phone: Mapped[str] = mapped_column(String(40), default="", comment="office telephone")
    attributes: Mapped[list[str]] = mapped_column(JsonValue, default=list, comment="info_officer, hq_leader …")
    password_hash: Mapped[str] = mapped_column(String(200), comment="Argon2id hash")
    draft_salt: Mapped[bytes] = mapped_column(LargeBinary(16), comment="salt of the key that drafts are kept under")
    is_active: Mapped[bool] = mapped_column(default=True, comment="may sign in")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when the account was made")
    granted_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="business head who granted the role"
    )
    created_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="administrator who made the account"
    )


class Grant(Base):
    """A business head's written grant of an account, carried out by an administrator."""

    __tablename__ = "accounts_grant"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
        CheckConstraint("done_by IS NULL OR done_by <> granted_by", name="two_persons"),
        {"comment": "grants of accounts: head grants, administrator executes"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the grant")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    login: Mapped[str] = mapped_column(String(120), comment="mail address of the account to be")
    name: Mapped[str] = mapped_column(String(80), comment="name of the person")
    role: Mapped[str] = mapped_column(String(20), comment="role granted")
    attributes: Mapped[list[str]] = mapped_column(JsonValue, default=list, comment="attributes granted")
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="organisation")
    post: Mapped[str] = mapped_column(String(60), default="", comment="post of the person")
    reason: Mapped[str] = mapped_column(comment="why the account is needed")
    granted_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="head who granted")
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was granted")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_account.id"), comment="administrator")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was carried out")


class SignIn(Base):
    """A sign-in that lasts: the browser holds the token, we hold its hash."""

    __tablename__ = "accounts_sign_in"
    __table_args__: Any = technical("sign-ins come and go; their beginning and end are events") | {
        "comment": "sign-ins of the browser sessions"
    }

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the sign-in")
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), index=True, comment="account")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the browser's token")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it began")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was ended; empty while it lasts")
    address: Mapped[str] = mapped_column(String(64), comment="network address it began from")


class Try(Base):
    """A failed try to sign in or to confirm an act, kept to slow guessing down."""

    __tablename__ = "accounts_try"
    __table_args__: Any = technical("kept for minutes to slow guessing") | {"comment": "failed sign-in tries"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the try")
    login: Mapped[str] = mapped_column(String(120), index=True, comment="login that was given")
    address: Mapped[str] = mapped_column(String(64), index=True, comment="network address")
    sign_in: Mapped[str | None] = mapped_column(
        String(64), index=True, comment="token digest of the sign-in that was to be confirmed; empty for a sign-in"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, comment="when")
