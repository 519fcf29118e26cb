"""Casting: drafts under the person's own key, and the ballot itself (P17).

`cast_ballot` is the hot path: SQLAlchemy Core and, on PostgreSQL, five statements. Its members
meet on a shared advisory lock that only the close takes alone.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts.facts import Proof
from panel.accounts.rules import is_fresh_proof
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError
from panel.voting import casting_queries, queries, round_rules
from panel.voting.ballot_facts import BallotContent, KeptDraft, Receipt, RoundFacts, RoundState
from panel.voting.casting_queries import AnyRow
from panel.voting.models import Draft, Roll
from panel.voting.sealing import Binding, open_draft, receipt_code, seal, seal_draft

TRIES = 3


@cites("2.4.2-g", "4.1.2-c", "4.1.2-e", "D-08", "D-13")
def cast_ballot(
    session: Session, round_id: int, content: BallotContent, *, key: str, proof: Proof, actor: Actor, clock: Clock
) -> Receipt:
    """Cast the own ballot, or replace it, and give the receipt.

    `key` names the act: a double click or a retry with the same key gets the first receipt, also
    after the round has ended. The clock is read once the round cannot be closed under us, so that
    a ballot is either in time and counted, or refused (`ROUND_NOT_OPEN`).
    """
    if actor.role is not Role.EXPERT:
        raise NotAllowedError("ROLE")
    queries.share_round(session, round_id)
    now = clock()
    for attempt in range(TRIES):
        place = _place(session, round_id, actor, key)
        if place.first_version is not None:
            if attempt:  # the same act was stored by another hand while this one waited
                _record(
                    session,
                    "voting.ballot.repeated",
                    place,
                    by=actor,
                    at=now,
                    round=round_id,
                    version=place.first_version,
                )
            return _first_receipt(place)
        _refuse(place, content, proof, actor, now)
        receipt = _store(session, round_id, place, content=content, key=key, method=proof.method, now=now)
        if receipt is not None:
            casting_queries.drop_draft(session, round_id, actor.id)
            _record(
                session, "voting.ballot.cast", place, by=actor, at=now, round=round_id,
                version=receipt.version, commitment=receipt.commitment, method=proof.method,
            )  # fmt: skip
            return receipt
    raise StaleError("STALE")


def _record(session: Session, action: str, place: AnyRow, *, by: Actor, at: datetime, **facts: Any) -> None:
    audit.record(session, action, by=by, at=at, panel=place.panel_id, **facts)


def _place(session: Session, round_id: int, actor: Actor, key: str) -> AnyRow:
    found = casting_queries.find_casting_place(session, round_id, actor.id, key)
    if found is not None:
        return found
    queries.get_round(session, round_id, viewer=actor)
    raise NotAllowedError("NOT_ON_ROLL")


def _first_receipt(place: AnyRow) -> Receipt:
    commitment = place.first_commitment
    return Receipt(receipt_code(commitment), commitment, place.first_version, place.first_cast_at, False)


def _refuse(place: AnyRow, content: BallotContent, proof: Proof, actor: Actor, now: datetime) -> None:
    """Refuse a round that has ended, an identity not just proved, and an incomplete ballot."""
    if not round_rules.is_open_for_ballots(RoundFacts(RoundState(place.state), place.ends_at, place.roll_size, 0), now):
        raise RuleViolatedError("ROUND_NOT_OPEN")
    if not is_fresh_proof(proof.account_id, actor.id or 0, proof.at, now):
        raise RuleViolatedError("PROOF_STALE", field="password")
    _refuse_content(content, place.options, place.pack_items, now)


def _refuse_content(content: BallotContent, options: list[dict[str, Any]], pack: list[int], now: datetime) -> None:
    least = int(parameter("reasons_min_characters", on=beijing_date(now)))
    codes = {option["code"] for option in options}
    reason = round_rules.reasons_against_ballot(content, options=codes, least_reasons=least, pack=pack)
    if reason:
        code, field = reason
        raise RuleViolatedError(code, field=field, least=least)


@cites("4.1.2-c")
def check_ballot(session: Session, round_id: int, content: BallotContent, *, clock: Clock) -> None:
    """Refuse what casting would refuse of a ballot's content, before the member is asked for the password."""
    round_ = queries.get_round(session, round_id)
    _refuse_content(content, round_.options, round_.pack_items, clock())


def _store(
    session: Session, round_id: int, place: AnyRow, *, content: BallotContent, key: str, method: str, now: datetime
) -> Receipt | None:
    """Seal and store the next version; None when the same member stored one at the same moment."""
    binding = Binding(round_id, place.seat_id, place.versions + 1, place.question_sha256, place.pack_sha256)
    envelope = seal(content.as_json(), binding, place.public_key)
    values = {
        "round_id": round_id, "roll_id": place.roll_id, "version": binding.version, "sealed": envelope.sealed,
        "commitment": envelope.commitment, "cast_at": now, "method": method, "key": key,
    }  # fmt: skip
    if not casting_queries.add_ballot(session, values):
        return None
    return Receipt(receipt_code(envelope.commitment), envelope.commitment, binding.version, now, True)


@cites("D-08")
def save_draft(
    session: Session, round_id: int, typed: dict[str, Any], *, draft_key: str, is_complete: bool = False,
    actor: Actor, clock: Clock,
) -> datetime:  # fmt: skip
    """Keep what was typed, sealed under the person's own key, and give when.

    `typed` holds the form's fields as texts and lists of texts; it need not make a valid ballot. One
    that does, as `as_typed` writes it, is kept as complete.
    """
    place = session.execute(select(Roll.id).where(Roll.round_id == round_id, Roll.account_id == actor.id)).first()
    if place is None or actor.role is not Role.EXPERT:
        queries.get_round(session, round_id, viewer=actor)
        raise NotAllowedError("NOT_ON_ROLL")
    round_ = queries.get_round(session, round_id)
    now = clock()
    if not round_rules.is_open_for_ballots(round_.facts(0), now):
        raise RuleViolatedError("ROUND_NOT_OPEN")
    sealed = seal_draft({"typed": typed, "is_complete": is_complete}, draft_key, round_id)
    values = {"round_id": round_id, "account_id": actor.id, "sealed": sealed, "saved_at": now}
    add = (postgresql.insert if queries.is_postgres(session) else sqlite.insert)(Draft).values(**values)
    session.execute(
        add.on_conflict_do_update(
            index_elements=[Draft.round_id, Draft.account_id],
            set_={"sealed": add.excluded.sealed, "saved_at": add.excluded.saved_at},
        )
    )
    return now


def read_draft(session: Session, round_id: int, *, draft_key: str | None, actor: Actor) -> KeptDraft | None:
    """Give the person's own draft, or None when there is none, the key is another, or they do not take part."""
    sealed = casting_queries.find_draft(session, round_id, actor.id)
    plain = open_draft(sealed, draft_key, round_id) if sealed and draft_key else None
    return KeptDraft(**json.loads(plain), sha256=sha256_hex(plain)) if plain else None
