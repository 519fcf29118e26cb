"""What must hold of rounds: rolls, ballots, commitments, and counts recomputed from the opened ballots."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.audit import queries as audit
from panel.commissions import queries as commissions
from panel.kernel.canonical import canonical_bytes, sha256_hex
from panel.kernel.clock import beijing_date
from panel.voting import rules
from panel.voting.ballot_facts import CONTENT_FIELDS, RoundState, ballot_from_json
from panel.voting.facts import Method, Tally
from panel.voting.models import Ballot, Count, OpenedBallot, Roll, Round
from panel.voting.queries import roll_of
from panel.voting.record_queries import count_unrecorded
from panel.voting.sealing import Binding
from panel.voting.thresholds import thresholds_on

RAISED = "commissions.complexity.raised"


def list_violations(session: Session) -> list[str]:
    """Give one line per round, ballot or count that does not hold."""
    found: list[str] = []
    for round_ in session.scalars(select(Round).order_by(Round.id)):
        name = f"专家组 {round_.panel_id} 第 {round_.no} 轮"
        opened = session.scalars(select(OpenedBallot).where(OpenedBallot.round_id == round_.id)).all()
        found += [f"{name}：{words}" for words in _against_round(session, round_, opened)]
    return found


def _against_round(session: Session, round_: Round, opened: Sequence[OpenedBallot]) -> Iterator[str]:
    roll = roll_of(session, round_.id)
    yield from _against_roll(session, round_, len(roll))
    if unrecorded := count_unrecorded(session, round_):
        yield f"{unrecorded} 张表决票与投票时的过程记录不符"
    if round_.state != RoundState.COUNTED:
        if opened:
            yield "未计票的轮次有已开封的表决票"
        return
    count = session.scalar(select(Count).where(Count.round_id == round_.id))
    if count is None:
        yield "已计票的轮次没有统计"
        return
    yield from _against_count(round_, count, opened)
    yield from _against_ballots(session, round_, opened, {line.id: line for line in roll})


def _against_roll(session: Session, round_: Round, lines: int) -> Iterator[str]:
    """Ask the roll for its size, and the gate about it.

    A ground of complexity that was added after the round opened asks nothing of that round.
    """
    if lines != round_.roll_size:
        yield f"名册 {lines} 人，登记为 {round_.roll_size} 人"
    panel = commissions.get_panel(session, round_.panel_id)
    raised = [event for event in audit.list_panel_events(session, panel.id) if event.action == RAISED]
    was_complex = panel.is_complex and not any(event.at > round_.opened_at for event in raised)
    code = rules.gate(
        is_complex=was_complex, present=lines, has_waiver=round_.has_waiver,
        thresholds=thresholds_on(beijing_date(round_.opened_at)),
    )  # fmt: skip
    if code is not None:
        yield f"名册 {lines} 人，不符合人数要求（{code}）"


def _against_count(round_: Round, count: Count, opened: Sequence[OpenedBallot]) -> Iterator[str]:
    """Count the opened ballots again under the rules of the day."""
    votes = Counter(ballot.option for ballot in opened)
    tally = {option["code"]: votes[option["code"]] for option in round_.options}
    asking = sum(ballot.ask_investigation for ballot in opened)
    if tally != count.tally or sum(votes.values()) != count.cast_count or asking != count.asking:
        yield f"统计票数 {count.tally} 与开封的表决票 {tally} 不符"
        return
    decision = rules.decide(
        Tally(round_.roll_size, tally, asking), thresholds=thresholds_on(beijing_date(count.counted_at)),
        method=Method(round_.method), ordinal=round_.is_ordinal,
    )  # fmt: skip
    stored = (count.state, count.majority, count.triggers, count.roll, count.needed, count.support)
    computed = (
        decision.state.value, decision.majority, [trigger.value for trigger in decision.triggers], decision.roll,
        decision.needed, decision.support,
    )  # fmt: skip
    if stored != computed:
        yield f"统计结果 {stored} 与按规则重新计算的 {computed} 不符"


def _against_ballots(
    session: Session, round_: Round, opened: Sequence[OpenedBallot], roll: dict[int, Roll]
) -> Iterator[str]:
    """Ask that each member's last ballot counts, and only that, and that it answers to its commitment."""
    latest = select(func.max(Ballot.id)).where(Ballot.round_id == round_.id).group_by(Ballot.roll_id)
    ballots = {ballot.id: ballot for ballot in session.scalars(select(Ballot).where(Ballot.id.in_(latest)))}
    if {one.ballot_id for one in opened} != set(ballots) or len(opened) != len(ballots):
        yield "开封的表决票与各成员最后一次投出的票不一致"
        return
    for one in opened:
        ballot, line = ballots[one.ballot_id], roll.get(one.roll_id)
        if line is None or ballot.roll_id != one.roll_id:
            yield f"表决票 {one.id} 不属于名册上的成员"
        elif _commitment(round_, ballot, line, one) != ballot.commitment:
            yield f"{line.name}的表决票与投票时的承诺值不符"


def _commitment(round_: Round, ballot: Ballot, line: Roll, opened: OpenedBallot) -> str:
    """Compute the commitment anew from the opened ballot and where it belongs."""
    binding = Binding(round_.id, line.seat_id, ballot.version, round_.question_sha256, round_.pack_sha256)
    content = ballot_from_json({name: getattr(opened, name) for name in CONTENT_FIELDS})
    return sha256_hex(canonical_bytes(binding.as_json() | {"nonce": opened.nonce, "content": content.as_json()}))
