"""The count (P21 to P25): unseal all at once, decide by the rules, store the result in numbers and words."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.guidance import cites
from panel.kernel.actor import SYSTEM, Actor
from panel.kernel.canonical import digest
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.roster import service as roster
from panel.roster.facts import Service
from panel.voting import queries, record_queries, rules
from panel.voting.ballot_facts import BallotContent, RoundState, ballot_from_json
from panel.voting.facts import Decision, Method, Outcome, Tally, Thresholds
from panel.voting.models import Ballot, Count, OpenedBallot, Roll, Round, Sitting
from panel.voting.round_service import close_round
from panel.voting.sealing import Binding, Opened, installation_box, open_round_key, unseal
from panel.voting.thresholds import thresholds_on
from panel.voting.words import Gettext, chinese, explain
from panel.web.language import catalogue

NEXT_STEP = {
    Outcome.DECIDED: "P22",
    Outcome.MAJOR_DISAGREEMENT: "P23",
    Outcome.REVIEW: "P24",
    Outcome.EVIDENCE_INSUFFICIENT: "P25",
}


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A member's current ballot, opened."""

    line: Roll
    ballot: Ballot
    opened: Opened
    content: BallotContent


@cites("A-04", "2.4.2-g")
def close_and_count(session: Session, round_id: int, *, actor: Actor, clock: Clock) -> int:
    """End a round and count it in one act, and give the count."""
    close_round(session, round_id, actor=actor, clock=clock)
    return count_round(session, round_id, clock=clock)


@cites("2.4.2-g", "2.4.2-h", "A-09", "A-22", "D-05", "D-08")
def count_round(session: Session, round_id: int, *, clock: Clock) -> int:
    """Count a closed round (P21) and move the panel to what the rules say (P22 to P25).

    All or nothing, and once: a second count gives the first. A ballot that does not open, or does
    not answer to its commitment, stops the whole count (`BALLOT_BROKEN`), and so does one that does not
    belong to the record of its casting (`BALLOT_UNRECORDED`).
    """
    round_ = queries.lock_round(session, round_id)
    panel = commissions.lock_panel(session, round_.panel_id)
    if (earlier := session.scalar(select(Count.id).where(Count.round_id == round_id))) is not None:
        return earlier
    if round_.state != RoundState.CLOSED:
        raise RuleViolatedError("ROUND_NOT_CLOSED")
    rows = _open_ballots(session, round_)
    if unrecorded := record_queries.count_unrecorded(session, round_):
        raise RuleViolatedError("BALLOT_UNRECORDED", count=unrecorded)
    thresholds = thresholds_on(beijing_date(clock()))
    decision = _decide(round_, rows, thresholds)
    count = _store(session, round_, rows, decision=decision, thresholds=thresholds, clock=clock)
    round_.state, round_.counted_at = RoundState.COUNTED, clock()
    sitting = session.get_one(Sitting, round_.sitting_id)
    sitting.closed_at = clock()
    _note_service(session, round_, rows, clock)
    commission_service.advance(session, panel, "P21", actor=SYSTEM, clock=clock)
    commission_service.advance(session, panel, NEXT_STEP[decision.state], actor=SYSTEM, clock=clock)
    audit.record(
        session, "voting.round.counted", by=SYSTEM, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"state": count.state, "majority": count.majority, "triggers": count.triggers},
        round=round_.no, roll=count.roll, cast=count.cast_count, tally=count.tally,
        ballots=digest(sorted(row.ballot.commitment for row in rows)),
    )  # fmt: skip
    return count.id


def _open_ballots(session: Session, round_: Round) -> list[OpenedRow]:
    """Open each member's latest ballot; earlier versions stay sealed."""
    lines = {line.id: line for line in queries.roll_of(session, round_.id)}
    latest: dict[int, Ballot] = {}
    for ballot in session.scalars(select(Ballot).where(Ballot.round_id == round_.id).order_by(Ballot.version)):
        latest[ballot.roll_id] = ballot
    key = open_round_key(installation_box(), round_.sealed_private_key)
    rows = []
    for roll_id, ballot in sorted(latest.items()):
        line = lines[roll_id]
        binding = Binding(round_.id, line.seat_id, ballot.version, round_.question_sha256, round_.pack_sha256)
        opened = unseal(ballot.sealed, ballot.commitment, binding, key)
        rows.append(OpenedRow(line, ballot, opened, ballot_from_json(opened.content)))
    return rows


def _decide(round_: Round, rows: list[OpenedRow], thresholds: Thresholds) -> Decision:
    """Ask the rules; options of a free question go by their words, so that sentences read well."""
    votes = Counter(row.content.option for row in rows)
    names = option_names(round_)
    tally = Tally(
        roll=round_.roll_size,
        ballots={names[option["code"]]: votes[option["code"]] for option in round_.options},
        ask_investigation=sum(row.content.ask_investigation for row in rows),
    )
    return rules.decide(tally, thresholds=thresholds, method=Method(round_.method), ordinal=round_.is_ordinal)


def option_names(round_: Round) -> dict[str, str]:
    """Give the option that the rules count for each code: the code itself on the scale, else its words."""
    return {
        option["code"]: option["code"] if round_.is_ordinal or option["code"] == "I" else option["label"]
        for option in round_.options
    }


def _store(
    session: Session, round_: Round, rows: list[OpenedRow], *, decision: Decision, thresholds: Thresholds, clock: Clock
) -> Count:
    for row in rows:
        session.add(
            OpenedBallot(
                round_id=round_.id, roll_id=row.line.id, ballot_id=row.ballot.id, nonce=row.opened.nonce,
                **row.content.as_json(),
            )
        )  # fmt: skip
    codes = {name: code for code, name in option_names(round_).items()}
    tally = decision.standing.tally
    count = Count(
        round_id=round_.id, state=decision.state.value,
        majority=codes[decision.majority] if decision.majority else None, support=decision.support,
        roll=decision.roll, needed=decision.needed, cast_count=decision.cast, asking=tally.ask_investigation,
        tally={codes[name]: votes for name, votes in tally.ballots.items()},
        triggers=[trigger.value for trigger in decision.triggers],
        also_held=[finding.trigger.value for finding in decision.also_held],
        graver_minority=graver_minority(decision), sentences=sentences(decision),
        parameters={name: str(value) for name, value in asdict(thresholds).items()}, counted_at=clock(),
    )  # fmt: skip
    session.add(count)
    session.flush()
    return count


def graver_minority(decision: Decision) -> int:
    """Count the votes two or more levels graver than the majority, which AMB-2 has answered."""
    found = (finding.numbers.get("graver", 0) for finding in decision.findings if finding.trigger == "AMB-2")
    return int(next(found, 0))


def sentences(decision: Decision) -> dict[str, Any]:
    """Say the result in both languages, to be kept as it was said."""
    return {language: _said(decision, gettext) for language, gettext in (("zh", chinese), ("en", _english))}


def _said(decision: Decision, gettext: Gettext) -> dict[str, Any]:
    said = explain(decision, gettext=gettext)
    return {
        "majority": said.majority, "votes": said.votes, "outcome": said.outcome,
        "triggers": dict(said.triggers), "also_held": dict(said.also_held),
    }  # fmt: skip


def _english(message: str, /, **variables: object) -> str:
    return chinese(catalogue("en").gettext(message), **variables)


def _note_service(session: Session, round_: Round, rows: list[OpenedRow], clock: Clock) -> None:
    """Put on the integrity record who voted in time and who did not."""
    voted = {row.line.id for row in rows}
    for line in queries.roll_of(session, round_.id):
        kind = Service.VOTED if line.id in voted else Service.NOT_VOTED
        roster.note_service(session, line.expert_id, kind, panel_id=round_.panel_id, at=clock())
