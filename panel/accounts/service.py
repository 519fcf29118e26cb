"""Signing in and out, confirming an act, granting and making accounts."""

import secrets

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries, rules
from panel.accounts.facts import OrgKind, Proof
from panel.accounts.models import Account, Grant, Organisation, SignIn, Try
from panel.accounts.passwords import hash_password, is_password, nobodys_hash
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotFoundError, RuleViolatedError
from panel.kernel.tokens import new_token


def actor_of(account: Account, address: str = "") -> Actor:
    """Give an account as the use cases see the person who acts."""
    return Actor(account.id, account.name, Role(account.role), account.org_id, frozenset(account.attributes), address)


def recognise(session: Session, login: str, password: str) -> Account:
    """Give the account that a login and a password belong to; changes nothing.

    An unknown login, a closed account and a wrong password take the same time and are refused in the same
    words (`SIGN_IN_WRONG`); the caller counts the try beforehand by `try_service.take_try`.
    """
    account = queries.find_account_by_login(session, login)
    fits = is_password(account.password_hash if account else nobodys_hash(), password)
    if account is None or not account.is_active or not fits:
        raise BadInputError("SIGN_IN_WRONG", field="login")
    return account


def sign_in(session: Session, account_id: int, *, address: str, clock: Clock) -> str:
    """Open a sign-in for an account that was recognised, and give the browser's token."""
    account = queries.get_account(session, account_id)
    token = new_token()
    session.execute(delete(Try).where(Try.login == account.login, Try.address == address, Try.sign_in.is_(None)))
    session.add(
        SignIn(account_id=account.id, token_hash=sha256_hex(token.encode()), started_at=clock(), address=address)
    )
    audit.record(session, "accounts.sign_in.started", by=actor_of(account, address), at=clock())
    return token


def sign_out(session: Session, token: str, *, actor: Actor, clock: Clock) -> None:
    """End the sign-in of a browser's token."""
    ended = update(SignIn).where(SignIn.token_hash == sha256_hex(token.encode()), SignIn.ended_at.is_(None))
    session.execute(ended.values(ended_at=clock()))
    audit.record(session, "accounts.sign_in.ended", by=actor, at=clock())


@cites("D-13")
def confirm_identity(session: Session, password: str, *, field: str = "password", actor: Actor, clock: Clock) -> Proof:
    """Ask the signed-in person again and give the proof that an act which binds them needs; changes nothing.

    A wrong password is refused (`PASSWORD_WRONG`) on the `field` it was typed into. The caller counts the
    try beforehand by `try_service.take_confirmation`, as `asking_views.ask_again` does.
    """
    account = queries.get_account(session, actor.id or 0)
    if not is_password(account.password_hash, password):
        raise BadInputError("PASSWORD_WRONG", field=field)
    return Proof(account.id, "password", clock())


def add_organisation(
    session: Session, *, code: str, name: str, short_name: str, tier: int, kind: str, parent: str | None,
    region: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Add a node to the organisation tree; only the top has no parent (database constraint)."""
    above = queries.get_organisation_by_code(session, parent).id if parent else None
    org = Organisation(
        code=code, name=name, short_name=short_name, tier=tier, kind=kind, parent_id=above, region=region
    )
    session.add(org)
    session.flush()
    audit.record(session, "accounts.organisation.added", by=actor, at=clock(), after={"code": code, "name": name})
    return org.id


def add_account(
    session: Session, *, login: str, name: str, role: Role, org_id: int, password: str, attributes: list[str],
    post: str = "", phone: str = "", granted_by: int | None = None, password_hash: str = "", actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Make an account; the login must be free (`LOGIN_TAKEN`) and the password long enough.

    `password_hash` is a hash of the password made before, for many accounts of one password at once.
    """
    if code := rules.reasons_against_password(password, login):
        raise BadInputError(code, field="password", least=rules.SHORTEST_PASSWORD)
    if queries.find_account_by_login(session, login):
        raise BadInputError("LOGIN_TAKEN", field="login", login=login)
    account = Account(
        login=login.strip().lower(), name=name, role=role.value, org_id=org_id, attributes=sorted(attributes),
        post=post, phone=phone, password_hash=password_hash or hash_password(password),
        draft_salt=secrets.token_bytes(16), created_at=clock(), granted_by=granted_by, created_by=actor.id,
    )  # fmt: skip
    session.add(account)
    session.flush()
    facts = {"account": account.id, "login": account.login, "role": role.value, "attributes": sorted(attributes)}
    audit.record(session, "accounts.account.added", by=actor, at=clock(), after=facts, granted_by=granted_by)
    return account.id


@cites("S-07", "3.5.0-g")
def grant_account(
    session: Session, *, form_key: str, login: str, name: str, role: Role, attributes: list[str], post: str,
    reason: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Grant an account in the head's own organisation; an administrator carries it out."""
    if code := rules.reasons_against_grant(actor.role, actor.id or 0):
        raise RuleViolatedError(code)
    if (again := queries.find_grant_by_form(session, form_key)) is not None:
        return again.id
    org = queries.get_organisation(session, actor.org_id or 0)
    if code := rules.reasons_against_duties(attributes, role, OrgKind(org.kind), org.tier):
        raise RuleViolatedError(code, field="attributes")
    if queries.find_account_by_login(session, login):
        raise BadInputError("LOGIN_TAKEN", field="login", login=login)
    grant = Grant(
        form_key=form_key, login=login.strip().lower(), name=name, role=role.value, attributes=sorted(attributes),
        org_id=actor.org_id, post=post, reason=reason, granted_by=actor.id, granted_at=clock(),
    )  # fmt: skip
    session.add(grant)
    session.flush()
    audit.record(
        session, "accounts.grant.given", by=actor, at=clock(), reason=reason,
        after={"login": grant.login, "role": role.value, "attributes": grant.attributes},
    )  # fmt: skip
    return grant.id


@cites("S-07", "3.5.0-g")
def carry_out_grant(session: Session, grant_id: int, *, actor: Actor, clock: Clock) -> tuple[Account, str]:
    """Make the granted account and give it with its first password, which is shown once."""
    grant = session.get(Grant, grant_id, with_for_update=True)
    if grant is None:
        raise NotFoundError("NOT_FOUND")
    if grant.done_at is not None:
        raise RuleViolatedError("GRANT_DONE", name=grant.name)
    granter = queries.get_account(session, grant.granted_by)
    if code := rules.reasons_against_grant(Role(granter.role), granter.id, actor.id):
        raise RuleViolatedError(code)
    if grant.org_id not in queries.account_scope(session, actor):
        raise NotFoundError("NOT_FOUND")
    password = secrets.token_urlsafe(12)
    account_id = add_account(
        session, login=grant.login, name=grant.name, role=Role(grant.role), org_id=grant.org_id, password=password,
        attributes=list(grant.attributes), post=grant.post, granted_by=grant.granted_by, actor=actor, clock=clock,
    )  # fmt: skip
    grant.done_by, grant.done_at = actor.id, clock()
    audit.record(session, "accounts.grant.carried_out", by=actor, at=clock(), grant=grant.id, account=account_id)
    return queries.get_account(session, account_id), password


@cites("D-13")
def change_password(session: Session, new: str, *, proof: Proof, actor: Actor, clock: Clock) -> None:
    """Change the own password after the old one was asked for; every sign-in of the account ends.

    Drafts sealed under the old password stay closed for good: the key to them came from it.
    """
    if not rules.is_fresh_proof(proof.account_id, actor.id or 0, proof.at, clock()):
        raise RuleViolatedError("PROOF_STALE", field="old_password")
    account = queries.get_account(session, actor.id or 0)
    if code := rules.reasons_against_password(new, account.login):
        raise BadInputError(code, field="password", least=rules.SHORTEST_PASSWORD)
    account.password_hash, account.draft_salt = hash_password(new), secrets.token_bytes(16)
    session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=clock())
    )
    audit.record(session, "accounts.password.changed", by=actor, at=clock())
