"""The statements of casting: plain ones over the tables, written once, since a whole roll casts together."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.db import Base
from panel.voting.models import Ballot, Draft, Roll, Round

AnyRow = Row[*tuple[Any, ...]]
rounds, rolls, ballots, drafts = (Base.metadata.tables[one.__tablename__] for one in (Round, Roll, Ballot, Draft))
earlier = ballots.alias()

ON_ROLL = and_(rolls.c.round_id == rounds.c.id, rolls.c.account_id == bindparam("account_id"))
VERSIONS = select(func.coalesce(func.max(earlier.c.version), 0)).where(earlier.c.roll_id == rolls.c.id)
PLACE = (
    select(
        rounds.c.panel_id, rounds.c.state, rounds.c.ends_at, rounds.c.roll_size, rounds.c.options,
        rounds.c.pack_items, rounds.c.question_sha256, rounds.c.pack_sha256, rounds.c.public_key,
        rolls.c.id.label("roll_id"), rolls.c.seat_id, VERSIONS.scalar_subquery().label("versions"),
        ballots.c.version.label("first_version"), ballots.c.commitment.label("first_commitment"),
        ballots.c.cast_at.label("first_cast_at"),
    )
    .select_from(
        rounds.join(rolls, ON_ROLL).outerjoin(
            ballots, and_(ballots.c.roll_id == rolls.c.id, ballots.c.key == bindparam("key"))
        )
    )
    .where(rounds.c.id == bindparam("round_id"))
)  # fmt: skip
TAKES_PART = rounds.c.panel_id.in_(commissions.panels_accepted(bindparam("account_id")))
DRAFT = (
    select(drafts.c.sealed)
    .select_from(
        rounds.join(rolls, ON_ROLL).join(
            drafts, and_(drafts.c.round_id == rounds.c.id, drafts.c.account_id == rolls.c.account_id)
        )
    )
    .where(rounds.c.id == bindparam("round_id"), TAKES_PART)
)
ADD = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(ballots).on_conflict_do_nothing().returning(ballots.c.id)
    for dialect in (postgresql, sqlite)
}
DROP_DRAFT = delete(drafts).where(
    drafts.c.round_id == bindparam("of_round"), drafts.c.account_id == bindparam("of_account")
)


def find_casting_place(session: Session, round_id: int, account_id: int | None, key: str) -> AnyRow | None:
    """Give, in one statement, all that casting needs: round, line on the roll, versions so far.

    `first_*` is the ballot already stored under the same key, if this act is a repetition.
    """
    asked = {"round_id": round_id, "account_id": account_id, "key": key}
    return session.connection().execute(PLACE, asked).first()


def find_draft(session: Session, round_id: int, account_id: int | None) -> bytes | None:
    """Give a person's draft, still sealed; None without one, or for somebody who does not take part in the vote."""
    return session.connection().scalar(DRAFT, {"round_id": round_id, "account_id": account_id})


def add_ballot(session: Session, values: dict[str, Any]) -> bool:
    """Store a ballot, and tell whether its version and its key were still free."""
    connection = session.connection()
    return connection.execute(ADD[connection.dialect.name], values).first() is not None


def drop_draft(session: Session, round_id: int, account_id: int | None) -> None:
    """Delete a person's draft."""
    session.connection().execute(DROP_DRAFT, {"of_round": round_id, "of_account": account_id})
