"""Holding the rounds of the data: sign-in, the gate, ballots, the count against what is expected, the review."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from panel.commissions import queries as commissions
from panel.kernel.errors import PanelError
from panel.proceedings.demo.panel_story import accept, code_of, read_all
from panel.proceedings.demo.story import Row, Story, key_of, texts
from panel.voting import queries, result_queries, service
from panel.voting.ballot_facts import BallotContent, ReviewAnswer

LENGTH = timedelta(hours=2)
WORDS = ("nature", "severity", "probability", "spread", "confidence")


def sit(story: Story, row: Row, panel_id: int, present: Sequence[str]) -> None:
    """Open the sitting and sign in those who come."""
    held_at = commissions.get_panel(story.session, panel_id).held_at
    story.at(held_at or story.clock())
    story.act(service.open_sitting, panel_id, by=row["secretary"])
    for code in present:
        story.act(service.sign_in_member, panel_id, by=code)


def try_to_open(story: Story, row: Row, panel_id: int, code: str) -> None:
    """Try to open the round with those who came, which the gate refuses."""
    story.must_refuse(code, service.open_round, panel_id, ends_at=story.clock() + LENGTH, by=row["secretary"])


def call_reserve(story: Story, row: Row, panel_id: int) -> None:
    """Call the next reserve to the sitting, who accepts, reads the pack and signs in."""
    seat_id: int = story.act(service.call_reserve, panel_id, by=row["secretary"])
    code = code_of(story, commissions.get_seat(story.session, panel_id, seat_id).expert_id)
    accept(story, panel_id, code)
    read_all(story, panel_id)
    story.act(service.sign_in_member, panel_id, by=code)


def open_round(story: Story, row: Row, panel_id: int, *, ends_at: datetime | None = None) -> int:
    """Open a round on the roll of those present, two hours long unless told, and give its number."""
    until = ends_at or story.clock() + LENGTH
    round_id: int = story.act(service.open_round, panel_id, ends_at=until, by=row["secretary"])
    return round_id


def cast(story: Story, panel_id: int, round_id: int, ballot: Row) -> None:
    """Cast the ballot of a row; the evidence is named by the numbers of the pack."""
    pack = {piece.no: piece.id for piece in commissions.list_released_materials(story.session, panel_id)}
    content = BallotContent(
        ballot["option"], ballot["reasons"], **{name: ballot[name] for name in WORDS if name in ballot},
        evidence=tuple(pack[number] for number in ballot.get("evidence", ())), measures=texts(ballot.get("measures")),
        test_needed=ballot.get("test_needed", False), test_item=ballot.get("test_item", ""),
        ask_investigation=ballot.get("ask_investigation", False), reservation=ballot.get("reservation", ""),
    )  # fmt: skip
    expert = ballot["expert"]
    story.act(
        service.cast_ballot, round_id, content, key=key_of("ballot", str(round_id), expert), proof=story.proof(expert),
        by=expert,
    )  # fmt: skip


def hold_round(story: Story, row: Row, panel_id: int, held: Row) -> int:
    """Hold a round from the sign-in to its count and give its number."""
    sit(story, row, panel_id, held["present"])
    for attempt in held.get("attempts", ()):
        try_to_open(story, row, panel_id, attempt["code"])
    for _called in held.get("called", ()):
        call_reserve(story, row, panel_id)
    round_id = open_round(story, row, panel_id)
    for ballot in held["ballots"]:
        cast(story, panel_id, round_id, ballot)
    story.act(service.close_and_count, round_id, by=row["secretary"])
    _compare(story, row, panel_id, held)
    return round_id


def _compare(story: Story, row: Row, panel_id: int, held: Row) -> None:
    """Refuse to go on when the count is not what the data expects (`DEMO_DIFFERS`)."""
    count = result_queries.latest_count(story.session, panel_id)
    expected = held["expected"]
    found = {"state": count.state, "majority": count.majority, "triggers": count.triggers} if count else {}
    roll = {code_of(story, line.expert_id) for line in queries.roll_of(story.session, count.round_id)} if count else {}
    if found != expected or roll != {ballot["expert"] for ballot in held["ballots"]}:
        raise PanelError("DEMO_DIFFERS", panel=row["key"], round=held["no"], expected=expected, found=found)


def answer_review(story: Story, row: Row, round_id: int, review: Row) -> None:
    """Have the approver answer where opinions differ."""
    story.act(
        service.answer_review, round_id, answer=ReviewAnswer(review["answer"]), reason=review["reason"],
        graver_answer=review.get("graver_answer"), by=row["approver"],
    )  # fmt: skip
