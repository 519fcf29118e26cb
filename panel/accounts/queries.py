"""Reading organisations and accounts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from panel.accounts.models import Account, Grant, Organisation, SignIn, Try
from panel.accounts.rules import TRY_WINDOW_MINUTES
from panel.kernel.actor import Actor, Role
from panel.kernel.canonical import sha256_hex
from panel.kernel.errors import NotFoundError
from panel.kernel.tasks import Task

# Written once: every page asks the first, every casting the second.
SIGNED_IN = (
    select(Account)
    .join(SignIn, SignIn.account_id == Account.id)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None), Account.is_active)
)
TRIES = select(func.count().filter(Try.login == bindparam("login")), func.count(), func.max(Try.at)).where(
    Try.address == bindparam("address"), Try.at > bindparam("since"), Try.sign_in.is_(None)
)
CONFIRMATIONS = select(func.count()).where(Try.sign_in == bindparam("sign_in"), Try.at > bindparam("since"))


def get_organisation(session: Session, org_id: int) -> Organisation:
    """Give an organisation by its number."""
    found = session.get(Organisation, org_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_organisation_by_code(session: Session, code: str) -> Organisation:
    """Give an organisation by its code."""
    found = session.scalar(select(Organisation).where(Organisation.code == code))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_organisations(session: Session, *, kinds: Collection[str] | None = None) -> Sequence[Organisation]:
    """Give the organisations in the order of their codes, all or those of some kinds."""
    chosen = select(Organisation).order_by(Organisation.tier, Organisation.code)
    if kinds is not None:
        chosen = chosen.where(Organisation.kind.in_(kinds))
    return session.scalars(chosen).all()


def organisation_names(session: Session) -> Mapping[int, str]:
    """Give every organisation's name by number."""
    return dict(session.execute(select(Organisation.id, Organisation.name)).all())


def subtree_ids(session: Session, org_id: int) -> frozenset[int]:
    """Give the numbers of an organisation and of all below it."""
    parents = session.execute(select(Organisation.id, Organisation.parent_id)).all()
    found = {org_id}
    grown = True
    while grown:
        more = {child for child, parent in parents if parent in found} - found
        found |= more
        grown = bool(more)
    return frozenset(found)


def bureau_of(session: Session, org: Organisation) -> Organisation:
    """Give the bureau a grass-roots unit belongs to; any other organisation stands for itself."""
    if org.kind == "grassroots" and org.parent_id is not None:
        return get_organisation(session, org.parent_id)
    return org


def get_account(session: Session, account_id: int) -> Account:
    """Give an account by its number."""
    found = session.get(Account, account_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_account_by_login(session: Session, login: str) -> Account | None:
    """Give the account of a login, in any case of letters, or None."""
    return session.scalar(select(Account).where(Account.login == login.strip().lower()))


def list_accounts(
    session: Session, *, org_ids: Collection[int] | None = None, role: Role | None = None
) -> Sequence[Account]:
    """Give accounts by name, all or those of some organisations and a role."""
    chosen = select(Account).order_by(Account.name)
    if org_ids is not None:
        chosen = chosen.where(Account.org_id.in_(org_ids))
    if role is not None:
        chosen = chosen.where(Account.role == role.value)
    return session.scalars(chosen).all()


def account_names(session: Session, ids: Collection[int | None]) -> Mapping[int, str]:
    """Give the names of several accounts by number."""
    wanted = {number for number in ids if number is not None}
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())


def find_signed_in(session: Session, token: str) -> Account | None:
    """Give the active account of a browser's token while its sign-in lasts, or None."""
    return session.scalar(SIGNED_IN, {"token_hash": sha256_hex(token.encode())})


def count_tries(session: Session, login: str, address: str, now: datetime) -> tuple[int, int, datetime | None]:
    """Count the failed tries to sign in from an address within the window that ends now.

    Gives those of one login, all of them, and when the last one was.
    """
    since = now - timedelta(minutes=TRY_WINDOW_MINUTES)
    of_login, of_address, last = session.execute(TRIES, {"login": login, "address": address, "since": since}).one()
    return of_login, of_address, last


def count_confirmations(session: Session, sign_in: str, now: datetime) -> int:
    """Count the failed confirmations of a sign-in, named by its token's digest, within the window that ends now."""
    since = now - timedelta(minutes=TRY_WINDOW_MINUTES)
    return session.scalar(CONFIRMATIONS, {"sign_in": sign_in, "since": since}) or 0


def has_signed_in_from(session: Session, login: str, address: str) -> bool:
    """Tell whether the account of a login has ever signed in from an address."""
    own = select(SignIn.id).join(Account, Account.id == SignIn.account_id)
    return session.scalar(own.where(Account.login == login, SignIn.address == address).limit(1)) is not None


def find_grant_by_form(session: Session, form_key: str) -> Grant | None:
    """Give the grant that a form has made already, or None."""
    return session.scalar(select(Grant).where(Grant.form_key == form_key))


def list_grants(session: Session, *, org_ids: Collection[int] | None, is_open: bool | None = None) -> Sequence[Grant]:
    """Give grants, the newest first; `is_open` keeps those not yet carried out."""
    chosen = select(Grant).order_by(Grant.id.desc())
    if org_ids is not None:
        chosen = chosen.where(Grant.org_id.in_(org_ids))
    if is_open:
        chosen = chosen.where(Grant.done_at.is_(None))
    return session.scalars(chosen).all()


def account_scope(session: Session, actor: Actor) -> frozenset[int]:
    """Give the organisations whose accounts a person may see: a head the own one, others their whole tree.

    An information department serves the organisation it belongs to, so its tree begins one level up.
    """
    own = get_organisation(session, actor.org_id or 0)
    if actor.role is Role.APPROVER:
        return frozenset({own.id})
    top = own.parent_id if actor.role is Role.IT_ADMIN and own.parent_id else own.id
    return subtree_ids(session, top)


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give the administrator the grants that wait to be carried out."""
    if actor.role is not Role.IT_ADMIN or actor.org_id is None:
        return []
    waiting = list_grants(session, org_ids=account_scope(session, actor), is_open=True)
    return [
        Task(
            title=_("按授予开通账号"), about=grant.name, endpoint="accounts.show_grants",
            values={}, since=grant.granted_at,
        )
        for grant in waiting
    ]  # fmt: skip
