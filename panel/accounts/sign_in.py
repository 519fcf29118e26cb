"""Who is signed in: from the browser's cookie to an account, on every request."""

from flask import Flask, session
from flask_login import LoginManager, UserMixin

from panel.accounts import queries
from panel.accounts.models import Account
from panel.accounts.service import actor_of
from panel.db import session as reading
from panel.kernel.actor import Actor, Role

TOKEN = "sign_in"  # noqa: S105  # the name of the cookie's entry
DRAFT_KEY = "draft_key"


class Person(UserMixin):
    """The signed-in person, as Flask-Login and the pages see one."""

    def __init__(self, account: Account) -> None:
        """Wrap an account."""
        self.account = account
        self.role = Role(account.role)
        self.name = account.name
        self.has_first_password = account.has_first_password
        self._actor: Actor | None = None

    def get_id(self) -> str:
        """Give the number Flask-Login keeps; the token beside it is what counts."""
        return str(self.account.id)

    def actor(self, address: str) -> Actor:
        """Give the person as the use cases see one, at the one address that a request comes from."""
        if self._actor is None or self._actor.address != address:
            self._actor = actor_of(self.account, address)
        return self._actor


def _load(_number: str) -> Person | None:
    """Find the account of the cookie's token; an ended sign-in or a closed account is nobody."""
    found = queries.find_signed_in(reading(), session.get(TOKEN, ""))
    return Person(found) if found else None


def init_sign_in(app: Flask) -> None:
    """Install Flask-Login."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token is the protection; an address may change on a phone
    manager.user_loader(_load)
