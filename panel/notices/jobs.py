"""Delivering the mail that waits; run by the scheduler in one process, harmless in several."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from panel.db import database, transaction
from panel.kernel.clock import Clock
from panel.notices import queries, rules
from panel.notices.facts import MessageState
from panel.notices.models import Message
from panel.settings import Settings

log = logging.getLogger("panel.notices")
AT_ONCE = 20
LEASE = timedelta(minutes=10)
PATIENCE_SECONDS = 20


def due_acts(settings: Settings) -> list[Callable[[], object]]:
    """Give what this room does when its time has come."""
    return [lambda: deliver_waiting(settings, settings.clock)]


def deliver_waiting(settings: Settings, clock: Clock) -> int:
    """Send what is due and give how many mails the server took; nothing is sent where no server is set.

    A message is leased in a transaction of its own before it is sent, so that two workers never send
    the same one, and no lock is held while the mail server answers. Needs the application's context.
    """
    if not settings.smtp_host or not _is_anything_due(clock):
        return 0
    with transaction() as session:
        due = list(queries.lock_due(session, clock(), AT_ONCE))
        for message in due:
            message.due_at = clock() + LEASE
            message.tries += 1
    taken = 0
    for message in due:
        error = _send(settings, message, clock)
        with transaction() as session:
            kept = session.get_one(Message, message.id)
            kept.last_error = error[:300]
            _settle(kept, bool(error), clock)
        taken += not error
    return taken


def _is_anything_due(clock: Clock) -> bool:
    """Look before asking for the right to write."""
    with database().reading() as session:
        return queries.is_anything_due(session, clock())


def _settle(message: Message, has_failed: bool, clock: Clock) -> None:
    """Note a try's end: sent, to be tried again after a pause, or given up."""
    if not has_failed:
        message.state, message.sent_at = MessageState.SENT, clock()
        return
    pause = rules.pause_after(message.tries)
    if pause is None:
        message.state = MessageState.FAILED
    else:
        message.due_at = clock() + pause


def _send(settings: Settings, message: Message, clock: Clock) -> str:
    """Hand one mail to the server; give what went wrong, or an empty text."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = message.subject, settings.mail_from, message.to
    mail["Date"] = format_datetime(clock())
    mail["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or None)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=PATIENCE_SECONDS) as server:
            server.send_message(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("message %s was not taken: %s", message.id, type(error).__name__)
        return f"{type(error).__name__}: {error}"
    return ""
