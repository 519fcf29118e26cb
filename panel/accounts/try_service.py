"""Slowing guessing down: a try is counted before its password is looked at, so that many at once are counted too.

Tries to sign in and confirmations within a sign-in are counted apart: a stranger who guesses keeps nobody
who has signed in from voting.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from panel.accounts import queries, rules
from panel.accounts.models import Try
from panel.db import hold
from panel.guidance import cites
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError

WINDOW = timedelta(minutes=rules.TRY_WINDOW_MINUTES)


@cites("3.5.0-a")
def take_try(session: Session, login: str, *, address: str, clock: Clock) -> None:
    """Count a try to sign in as failed until `service.sign_in` says otherwise.

    Refuses one too many of a login from an address (`TOO_MANY_TRIES`), and one too soon after many from an
    address (`TRY_LATER`); whoever has signed in from that address before does not wait for others there.
    """
    name, now = login.strip().lower()[:120], clock()
    hold(session, f"accounts.try {address}")
    _forget_old(session, now)
    own, of_address, last = queries.count_tries(session, name, address, now)
    if rules.must_wait(own):
        raise RuleViolatedError("TOO_MANY_TRIES", minutes=rules.TRY_WINDOW_MINUTES)
    seconds = rules.seconds_to_wait(of_address, now - last) if last else 0
    if seconds and not queries.has_signed_in_from(session, name, address):
        raise RuleViolatedError("TRY_LATER", seconds=seconds)
    session.add(Try(login=name, address=address, at=now))


@cites("D-13", "3.5.0-a")
def take_confirmation(session: Session, sign_in: str, *, login: str, address: str, field: str, clock: Clock) -> None:
    """Count a confirmation within a sign-in as failed until it succeeds (`TOO_MANY_TRIES`)."""
    now = clock()
    hold(session, f"accounts.try {sign_in}")
    _forget_old(session, now)
    if rules.must_wait(queries.count_confirmations(session, sign_in, now)):
        raise RuleViolatedError("TOO_MANY_TRIES", field=field, minutes=rules.TRY_WINDOW_MINUTES)
    session.add(Try(login=login, address=address, at=now, sign_in=sign_in))


def forget_confirmations(session: Session, sign_in: str) -> None:
    """Forget what was counted within a sign-in, since the right password was given."""
    session.execute(delete(Try).where(Try.sign_in == sign_in))


def _forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(Try).where(Try.at <= now - WINDOW))
