"""Asking the signed-in person again before an act that binds them, the way views do it."""

from flask import session as browser

from panel.accounts import queries, service, try_service
from panel.accounts.facts import Proof
from panel.accounts.sign_in import TOKEN
from panel.db import session as reading
from panel.db import transaction
from panel.guidance import cites
from panel.kernel.canonical import sha256_hex
from panel.web.context import actor, clock
from panel.web.forms import Form, refused_into


@cites("D-13")
def ask_again(form: Form, password: str, *, field: str = "password") -> Proof | None:
    """Give the proof, or None when the form now says why not; a wrong password is counted.

    The try is counted in a transaction of its own, before the password is looked at: so tries sent at the
    same time are counted too, a refusal does not undo it, and the hashing does not hold up the writers.
    """
    proof = None
    with refused_into(form):
        proof = _asked(password, field)
    return proof  # noqa: RET504  # a refusal leaves it None


def _asked(password: str, field: str) -> Proof:
    login = queries.get_account(reading(), actor().id or 0).login
    sign_in = sha256_hex(browser.get(TOKEN, "").encode())
    with transaction() as session:
        try_service.take_confirmation(
            session, sign_in, login=login, address=actor().address, field=field, clock=clock()
        )
    proof = service.confirm_identity(reading(), password, field=field, actor=actor(), clock=clock())
    with transaction() as session:
        try_service.forget_confirmations(session, sign_in)
    return proof
