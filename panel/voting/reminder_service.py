"""Letting the members of a roll know that a round is open, and reminding those whose ballot is missing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.notices import service as notices
from panel.roster import queries as roster
from panel.voting import queries, round_rules
from panel.voting.mail_documents import opened_mail, reminder_mail
from panel.voting.models import Roll, Round
from panel.voting.sitting_service import must_be_secretary

Words = Callable[[str, str, int, datetime, str], tuple[str, str]]


def tell_roll(session: Session, round_: Round, *, at: datetime) -> None:
    """Tell every member of a round's roll that it is open."""
    _send(session, round_, queries.roll_of(session, round_.id), occasion="opened", words=opened_mail, at=at)


@cites("D-08")
def remind_members(session: Session, round_id: int, *, actor: Actor, clock: Clock) -> int:
    """Remind those whose ballot is missing and give how many they are; who they are is not told.

    One mail an hour at most goes to each, however often the button is pressed.
    """
    round_ = queries.get_round(session, round_id)
    panel = commissions.get_panel(session, round_.panel_id)
    must_be_secretary(panel, actor)
    now = clock()
    if not round_rules.is_open_for_ballots(round_.facts(0), now):
        raise RuleViolatedError("ROUND_NOT_OPEN")
    missing = queries.list_missing(session, round_id)
    _send(session, round_, missing, occasion=f"remind:{now:%Y%m%d%H}", words=reminder_mail, at=now, is_private=True)
    audit.record(
        session, "voting.round.reminded", by=actor, at=now, panel=panel.id, matter=panel.matter_id,
        round=round_.no, count=len(missing),
    )  # fmt: skip
    return len(missing)


def keep_reminders_private(session: Session, round_: Round) -> None:
    """Show nobody whom the reminders of a round went to before its end, which has been moved."""
    notices.keep_private(session, f"round:{round_.id}:remind:", until=round_.ends_at)


def _send(
    session: Session, round_: Round, lines: Sequence[Roll], *, occasion: str, words: Words, at: datetime,
    is_private: bool = False,
) -> None:  # fmt: skip
    """Queue a mail to each; a replay writes to nobody.

    To whom a private one goes is shown to nobody before the round has ended.
    """
    panel = commissions.get_panel(session, round_.panel_id)
    if panel.is_replay:
        return
    url = notices.address(f"/ballot/{round_.id}")
    for line in lines:
        subject, body = words(line.name, panel.number or "", round_.no, round_.ends_at, url)
        notices.enqueue(
            session, key=f"round:{round_.id}:{occasion}:{line.id}", to=roster.get_expert(session, line.expert_id).email,
            subject=subject, body=body, panel_id=panel.id, org_id=panel.org_id, at=at,
            private_until=round_.ends_at if is_private else None,
        )  # fmt: skip
