"""What happens to an account after it was made: a new first password, and its end."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries, rules
from panel.accounts.models import Account, Reset, SignIn
from panel.accounts.passwords import hash_password
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError


@cites("S-07", "3.5.0-g")
def ask_reset(session: Session, account_id: int, *, form_key: str, reason: str, actor: Actor, clock: Clock) -> int:
    """Ask for a new first password for somebody of the head's own organisation."""
    if (again := queries.find_reset_by_form(session, form_key)) is not None:
        return again.id
    account = queries.get_account_in_sight(session, account_id, viewer=actor)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    if not account.is_active:
        raise RuleViolatedError("ACCOUNT_CLOSED", name=account.name)
    reset = Reset(form_key=form_key, account_id=account.id, reason=reason, asked_by=actor.id, asked_at=clock())
    session.add(reset)
    session.flush()
    audit.record(session, "accounts.reset.asked", by=actor, at=clock(), reason=reason, account=account.id)
    return reset.id


@cites("S-07", "3.5.0-g")
def carry_out_reset(session: Session, reset_id: int, *, actor: Actor, clock: Clock) -> tuple[Account, str]:
    """Give the account a new first password; it can be done again until the person has chosen an own one."""
    reset = session.get(Reset, reset_id, with_for_update=True)
    if reset is None:
        raise NotFoundError("NOT_FOUND")
    account = _for_administration(session, reset.account_id, actor)
    if actor.id == reset.asked_by:
        raise RuleViolatedError("SOD_ADMIN")
    if not account.is_active:
        raise RuleViolatedError("ACCOUNT_CLOSED", name=account.name)
    if reset.done_at is not None and not account.has_first_password:
        raise RuleViolatedError("RESET_DONE", name=account.name)
    password = give_first_password(session, account, at=clock())
    if reset.done_at is None:
        reset.done_by, reset.done_at = actor.id, clock()
    audit.record(session, "accounts.reset.carried_out", by=actor, at=clock(), reset=reset.id, account=account.id)
    return account, password


def give_first_password(session: Session, account: Account, *, at: datetime) -> str:
    """Replace an account's password by a new first one within a recorded act; its sign-ins end."""
    password = secrets.token_urlsafe(12)
    account.password_hash, account.draft_salt = hash_password(password), secrets.token_bytes(16)
    account.has_first_password = True
    end_sign_ins(session, account, at=at)
    return password


def end_sign_ins(session: Session, account: Account, *, at: datetime) -> None:
    """End every sign-in of an account within a recorded act."""
    own = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    session.execute(own.values(ended_at=at))


@cites("3.5.0-a", "3.5.0-g")
def close_account(session: Session, account_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Close an account for good: nobody signs in with it any more; what it did stays on record."""
    account = _for_administration(session, account_id, actor)
    if code := rules.reasons_against_closing(account.id, actor.id or 0, is_active=account.is_active):
        raise RuleViolatedError(code, name=account.name)
    account.is_active = False
    end_sign_ins(session, account, at=clock())
    audit.record(
        session, "accounts.account.closed", by=actor, at=clock(), reason=reason,
        before={"is_active": True}, after={"is_active": False}, account=account.id, login=account.login,
    )  # fmt: skip


def _for_administration(session: Session, account_id: int, actor: Actor) -> Account:
    """Lock an account of the tree that an administrator serves."""
    if actor.role is not Role.IT_ADMIN:
        raise NotAllowedError("ROLE")
    queries.get_account_in_sight(session, account_id, viewer=actor)
    return session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
