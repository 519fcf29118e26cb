"""Asking the signed-in person again before an act that binds them, the way views do it."""

from panel.accounts import queries, service
from panel.accounts.facts import Proof
from panel.db import session as reading
from panel.db import transaction
from panel.guidance import cites
from panel.kernel.errors import BadInputError
from panel.web.context import actor, clock
from panel.web.forms import Form, refused_into


@cites("D-13")
def ask_again(form: Form, password: str, *, field: str = "password") -> Proof | None:
    """Give the proof, or None when the form now says why not; a wrong password is counted.

    The count is kept in a transaction of its own, before the act that wanted the proof and outside it:
    a refusal would undo it, and the hashing would hold up the writers.
    """
    proof = None
    with refused_into(form):
        proof = _asked(password, field)
    return proof  # noqa: RET504  # a refusal leaves it None


def _asked(password: str, field: str) -> Proof:
    try:
        return service.confirm_identity(reading(), password, field=field, actor=actor(), clock=clock())
    except BadInputError:
        login = queries.get_account(reading(), actor().id or 0).login
        with transaction() as session:
            service.note_try(session, login, address=actor().address, clock=clock())
        raise
