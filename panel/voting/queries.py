"""Reading sittings, rounds and rolls; locking a round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, text
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.kernel.actor import Actor
from panel.kernel.errors import NotFoundError
from panel.voting.ballot_facts import AttendanceState, RoundState
from panel.voting.models import (
    Attendance,
    Author,
    Ballot,
    Roll,
    Round,
    Sitting,
    TimeRequest,
    VoidRequest,
)
from panel.voting.sealing import receipt_code

ROUND_BY_NO = select(Round).where(Round.panel_id == bindparam("panel_id"), Round.no == bindparam("no"))
BALLOT_LOCKS = 8270
"""The first half of our advisory lock numbers on PostgreSQL; the second is the round."""


def is_postgres(session: Session) -> bool:
    """Tell whether the session speaks to PostgreSQL; SQLite's writers queue by themselves."""
    return session.get_bind().dialect.name == "postgresql"


def share_round(session: Session, round_id: int) -> None:
    """Join those who cast in a round: many at once, but none while it is being closed.

    An advisory lock, because PostgreSQL hands it out in a fair queue: with FOR SHARE on the row a
    stream of ballots would keep the close waiting for ever.
    """
    if is_postgres(session):
        session.execute(
            text("SELECT pg_advisory_xact_lock_shared(:room, :round)"), {"room": BALLOT_LOCKS, "round": round_id}
        )


def lock_round(session: Session, round_id: int) -> Round:
    """Keep everybody else out of a round and give it as it now stands."""
    if is_postgres(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:room, :round)"), {"room": BALLOT_LOCKS, "round": round_id})
    found = session.get(Round, round_id, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_round(session: Session, round_id: int, viewer: Actor | None = None) -> Round:
    """Give a round; with a viewer, only one of a panel that the viewer may know of."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    if viewer is not None:
        commissions.get_panel(session, found.panel_id, viewer=viewer)
    return found


def get_round_by_no(session: Session, panel_id: int, no: int) -> Round:
    """Give a panel's round by its number within the panel."""
    found = session.scalar(ROUND_BY_NO, {"panel_id": panel_id, "no": no})
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_rounds(session: Session, panel_id: int) -> Sequence[Round]:
    """Give a panel's rounds in their order, void ones included."""
    return session.scalars(select(Round).where(Round.panel_id == panel_id).order_by(Round.no)).all()


def find_running_round(session: Session, panel_id: int) -> Round | None:
    """Give the panel's round that is open or waits for its count, if there is one."""
    running = Round.state.in_((RoundState.OPEN, RoundState.CLOSED))
    return session.scalar(select(Round).where(Round.panel_id == panel_id, running))


def list_due_rounds(session: Session, now: datetime) -> Sequence[int]:
    """Give the open rounds whose time is over and that no request to void them holds up."""
    asked = select(VoidRequest.round_id).where(VoidRequest.answered_at.is_(None))
    due = select(Round.id).where(Round.state == RoundState.OPEN, Round.ends_at <= now, Round.id.not_in(asked))
    return session.scalars(due.order_by(Round.ends_at, Round.id)).all()


def list_uncounted_rounds(session: Session) -> Sequence[int]:
    """Give the rounds that are closed and not counted yet."""
    return session.scalars(select(Round.id).where(Round.state == RoundState.CLOSED).order_by(Round.id)).all()


def roll_of(session: Session, round_id: int) -> Sequence[Roll]:
    """Give a round's frozen roll."""
    return session.scalars(select(Roll).where(Roll.round_id == round_id).order_by(Roll.id)).all()


def find_roll_line(session: Session, round_id: int, account_id: int | None) -> Roll | None:
    """Give an account's line on a round's roll, if it stands there."""
    return session.scalar(select(Roll).where(Roll.round_id == round_id, Roll.account_id == account_id))


def cast_count(session: Session, round_id: int) -> int:
    """Count the members whose ballot is in; replacements count once."""
    count = select(func.count(func.distinct(Ballot.roll_id))).where(Ballot.round_id == round_id)
    return session.scalar(count) or 0


def list_missing(session: Session, round_id: int) -> Sequence[Roll]:
    """Give the members whose ballot is missing: for reminders only, never for a page."""
    cast = select(Ballot.roll_id).where(Ballot.round_id == round_id)
    return session.scalars(select(Roll).where(Roll.round_id == round_id, Roll.id.not_in(cast))).all()


@dataclass(frozen=True, slots=True)
class BallotStatus:
    """What a member may know of the own ballot before the count: that it is in, since when, its receipt."""

    version: int
    cast_at: datetime
    receipt: str


def ballot_status_of(session: Session, round_id: int, account_id: int | None) -> BallotStatus | None:
    """Give the state of an account's own ballot in a round, None before the first."""
    own = (
        select(Ballot.version, Ballot.cast_at, Ballot.commitment)
        .join(Roll, Roll.id == Ballot.roll_id)
        .where(Ballot.round_id == round_id, Roll.account_id == account_id)
        .order_by(Ballot.version.desc())
        .limit(1)
    )
    found = session.execute(own).first()
    return BallotStatus(found.version, found.cast_at, receipt_code(found.commitment)) if found else None


def count_time_requests(session: Session, round_id: int) -> int:
    """Count the members who ask for more time."""
    return session.scalar(select(func.count()).select_from(TimeRequest).where(TimeRequest.round_id == round_id)) or 0


def has_asked_for_time(session: Session, round_id: int, roll_id: int) -> bool:
    """Tell whether a member has asked for more time in a round."""
    asked = select(TimeRequest.id).where(TimeRequest.round_id == round_id, TimeRequest.roll_id == roll_id)
    return session.scalar(asked) is not None


def find_void_request(session: Session, round_id: int) -> VoidRequest | None:
    """Give the request to void a round that waits for its answer."""
    return session.scalar(
        select(VoidRequest).where(VoidRequest.round_id == round_id, VoidRequest.answered_at.is_(None))
    )


def list_void_requests(session: Session, round_ids: Collection[int]) -> Mapping[int, Sequence[VoidRequest]]:
    """Give the requests to void some rounds, by round, in the order they were made."""
    rows = session.scalars(select(VoidRequest).where(VoidRequest.round_id.in_(round_ids)).order_by(VoidRequest.id))
    found: dict[int, list[VoidRequest]] = {}
    for row in rows:
        found.setdefault(row.round_id, []).append(row)
    return found


def find_open_sitting(session: Session, panel_id: int) -> Sitting | None:
    """Give the panel's sitting that is going on."""
    is_open = and_(Sitting.adjourned_at.is_(None), Sitting.closed_at.is_(None))
    return session.scalar(select(Sitting).where(Sitting.panel_id == panel_id, is_open))


def list_sittings(session: Session, panel_id: int) -> Sequence[Sitting]:
    """Give a panel's sittings in their order."""
    return session.scalars(select(Sitting).where(Sitting.panel_id == panel_id).order_by(Sitting.no)).all()


def list_attendance(session: Session, sitting_id: int) -> Sequence[Attendance]:
    """Give a sitting's sign-in sheet in the order of signing in."""
    lines = select(Attendance).where(Attendance.sitting_id == sitting_id)
    in_order = lines.order_by(Attendance.signed_in_at.is_(None), Attendance.signed_in_at, Attendance.id)
    return session.scalars(in_order).all()


def find_attendance(session: Session, sitting_id: int, seat_id: int) -> Attendance | None:
    """Give a member's line on a sign-in sheet."""
    return session.scalar(select(Attendance).where(Attendance.sitting_id == sitting_id, Attendance.seat_id == seat_id))


def voting_present(session: Session, sitting_id: int) -> list[Attendance]:
    """Give those who take part in the vote: signed in, not gone, not barred."""
    lines = list_attendance(session, sitting_id)
    return [line for line in lines if line.state == AttendanceState.PRESENT and line.is_voting]


def list_authors(session: Session, panel_id: int) -> Sequence[Author]:
    """Give the bodies and people noted as authors of a panel's evidence."""
    return session.scalars(select(Author).where(Author.panel_id == panel_id).order_by(Author.id)).all()


def has_cast_with(session: Session, round_id: int, account_id: int | None, key: str | None) -> bool:
    """Tell whether an account's ballot of this round was cast by the act that bears a key."""
    own = (
        select(Ballot.id)
        .join(Roll, Roll.id == Ballot.roll_id)
        .where(Ballot.round_id == round_id, Roll.account_id == account_id, Ballot.key == (key or ""))
    )
    return session.scalar(own) is not None
