"""Reading results: counts, opened ballots, dissent, and whether a conclusion may be drafted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from panel.kernel.errors import RuleViolatedError
from panel.voting.ballot_facts import ReviewAnswer, RoundState
from panel.voting.facts import Outcome
from panel.voting.models import Ballot, Count, Declaration, OpenedBallot, Review, Roll, Round
from panel.voting.outcome_rules import reasons_against_conclusion as judged
from panel.voting.outcome_rules import settled_outcome
from panel.voting.sealing import receipt_code

# Written once, since writing a statement takes longer than reading its rows.
RESULTS = (
    select(Round, Count, Declaration, Review)
    .join(Count, Count.round_id == Round.id)
    .outerjoin(Declaration, Declaration.round_id == Round.id)
    .outerjoin(Review, Review.round_id == Round.id)
    .where(Round.panel_id == bindparam("panel_id"))
    .order_by(Round.no)
)
OPENED = (  # without the sealed envelopes, which are long
    select(
        Roll.id, Roll.seat_id, Roll.expert_id, Roll.account_id, Roll.name, Roll.unit, Roll.discipline,
        Ballot.cast_at, Ballot.version, Ballot.commitment, OpenedBallot,
    )
    .select_from(OpenedBallot)
    .join(Roll, Roll.id == OpenedBallot.roll_id)
    .join(Ballot, Ballot.id == OpenedBallot.ballot_id)
    .where(OpenedBallot.round_id == bindparam("round_id"))
    .order_by(Roll.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenedVote:
    """A counted ballot with the member who cast it; `ballot` holds what was answered."""

    roll_id: int
    seat_id: int
    expert_id: int
    account_id: int
    name: str
    unit: str
    discipline: str
    cast_at: datetime
    version: int
    commitment: str
    ballot: OpenedBallot

    @property
    def receipt(self) -> str:
        """Give the short code that the member was given."""
        return receipt_code(self.commitment)


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A counted round with all that followed from it."""

    round: Round
    count: Count
    declaration: Declaration | None
    review: Review | None

    @property
    def outcome(self) -> Outcome | None:
        """Give what the round stands for now; None when it was given up for one more round."""
        answer = ReviewAnswer(self.review.answer) if self.review else None
        return settled_outcome(Outcome(self.count.state), is_declared=self.declaration is not None, answer=answer)

    @property
    def is_review_open(self) -> bool:
        """Tell whether the approver has still to answer."""
        return self.count.state == Outcome.REVIEW and self.review is None and self.declaration is None


def find_latest_counted(session: Session, panel_id: int) -> tuple[Round, Count] | None:
    """Give the panel's latest counted round with its count."""
    counted = select(Round, Count).join(Count, Count.round_id == Round.id).where(Round.panel_id == panel_id)
    found = session.execute(counted.order_by(Round.no.desc()).limit(1)).first()
    return (found[0], found[1]) if found else None


def latest_count(session: Session, panel_id: int) -> Count | None:
    """Give the panel's latest count."""
    found = find_latest_counted(session, panel_id)
    return found[1] if found else None


def list_results(session: Session, panel_id: int) -> list[RoundResult]:
    """Give the panel's counted rounds in their order, each with what followed."""
    return [RoundResult(*row) for row in session.execute(RESULTS, {"panel_id": panel_id})]


def find_latest_result(session: Session, panel_id: int) -> RoundResult | None:
    """Give the panel's latest counted round with what followed."""
    found = list_results(session, panel_id)
    return found[-1] if found else None


def opened_ballots(session: Session, round_id: int) -> list[OpenedVote]:
    """Give the ballots of a counted round, named, in the order of the roll."""
    return [OpenedVote(*row) for row in session.execute(OPENED, {"round_id": round_id})]


def dissents(session: Session, panel_id: int) -> list[OpenedVote]:
    """Give the ballots of the latest counted round that differ from its majority, with their reasons."""
    latest = find_latest_counted(session, panel_id)
    if latest is None:
        return []
    round_, count = latest
    return [vote for vote in opened_ballots(session, round_.id) if vote.ballot.option != count.majority]


def list_not_voted(session: Session, round_id: int) -> Sequence[Roll]:
    """Give the members of a counted round who cast no ballot."""
    cast = select(OpenedBallot.roll_id).where(OpenedBallot.round_id == round_id)
    return session.scalars(select(Roll).where(Roll.round_id == round_id, Roll.id.not_in(cast)).order_by(Roll.id)).all()


def reasons_against_conclusion(session: Session, panel_id: int) -> str | None:
    """Give the code that stands against drafting a conclusion, None when nothing does."""
    running = select(Round.id).where(Round.panel_id == panel_id, Round.state.in_((RoundState.OPEN, RoundState.CLOSED)))
    latest = find_latest_result(session, panel_id)
    return judged(
        is_running=session.scalar(running) is not None,
        outcome=latest.outcome if latest else None,
        is_review_open=latest is not None and latest.is_review_open,
    )


def must_allow_conclusion(session: Session, panel_id: int) -> None:
    """Refuse a conclusion that the latest round does not carry, with the round's number."""
    if code := reasons_against_conclusion(session, panel_id):
        latest = find_latest_result(session, panel_id)
        raise RuleViolatedError(code, round=latest.round.no if latest else 1)


def latest_counted_rounds(session: Session, panel_ids: Collection[int]) -> Mapping[int, int]:
    """Give the number of the latest counted round of each of several panels, by panel."""
    counted = (Round.panel_id.in_(panel_ids), Round.state == RoundState.COUNTED)
    latest = select(Round.panel_id, func.max(Round.id)).where(*counted).group_by(Round.panel_id)
    return dict(session.execute(latest).all())


def tests_asked(session: Session, round_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Give the tests that the ballots of several counted rounds asked for, each as often as it was asked."""
    asked = select(OpenedBallot.round_id, OpenedBallot.test_item).where(
        OpenedBallot.round_id.in_(round_ids), OpenedBallot.test_needed, OpenedBallot.test_item != ""
    )
    found: dict[int, list[str]] = {}
    for round_id, item in session.execute(asked.order_by(OpenedBallot.id)):
        found.setdefault(round_id, []).append(item)
    return found
