"""Freezing a pool, drawing from it before a witness, and recording a direct appointment."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.draw import queries, rules
from panel.draw.facts import Candidate, DrawKind, DrawState, Plan, Purpose
from panel.draw.models import Draw
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.canonical import digest
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError, StaleError
from panel.roster.facts import ExpertFacts, Pool

Case = Mapping[str, str | int]


@cites("D-02", "S-12")
def prepare_draw(
    session: Session, panel_id: int, *, case: Case, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts],
    purpose: Purpose, reason: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Freeze the pool and the plan; who may be drawn and how many is settled from here on.

    Refuses a plan that no panel can satisfy and names what clashes (`INFEASIBLE_…`), before any
    randomness is used.
    """
    if queries.prepared_draw(session, panel_id) is not None:
        raise StaleError("DRAW_PREPARED")
    salt = secrets.token_bytes(rules.SEED_BYTES)
    frozen = _frozen(case, pool, plan, fixed, salt)
    if clash := rules.reasons_against_draw(*rules.read_frozen(frozen)):
        raise RuleViolatedError(clash.code, **clash.facts)
    everybody = [*pool.eligible, *(expert for expert, _reasons in pool.excluded), *fixed]
    draw = Draw(
        panel_id=panel_id, no=queries.next_no(session, panel_id), kind=DrawKind.RANDOM, purpose=purpose,
        state=DrawState.PREPARED, frozen=frozen, pool_sha256=digest(frozen), names=_names(everybody, salt),
        excluded=_excluded(pool), label_salt=salt, drawn_by=actor.id, prepared_at=clock(), reason=reason,
    )  # fmt: skip
    session.add(draw)
    session.flush()
    audit.record(
        session, "draw.draw.prepared", by=actor, at=clock(), panel=panel_id, reason=reason or None, no=draw.no,
        purpose=purpose.value, eligible=len(pool.eligible), excluded=len(pool.excluded), pool_sha256=draw.pool_sha256,
    )  # fmt: skip
    return draw.id


@cites("D-02", "S-12")
def perform_draw(
    session: Session, draw: Draw, *, case: Case, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts], actor: Actor,
    clock: Clock,
) -> tuple[list[int], list[int]]:  # fmt: skip
    """Draw before the witness and give the experts drawn: members and reserves, in order.

    The pool is asked for once more: where it is no longer the frozen one, nothing is drawn
    (`DRAW_POOL_CHANGED`). The seed is made here, after the pool was fixed, and nobody can choose it.
    """
    if actor.id == draw.drawn_by:
        raise RuleViolatedError("SOD_DRAW")
    if digest(_frozen(case, pool, plan, fixed, draw.label_salt)) != draw.pool_sha256:
        raise StaleError("DRAW_POOL_CHANGED")
    seed = secrets.token_bytes(rules.SEED_BYTES)
    result = rules.draw_order(draw.frozen, seed)
    draw.seed, draw.result = seed.hex(), rules.written_result(result)
    draw.state, draw.done_at, draw.witness_id = DrawState.DONE, clock(), actor.id
    draw.record_sha256 = digest(rules.record_of(draw.frozen, draw.pool_sha256, draw.seed, draw.result))
    audit.record(
        session, "draw.draw.performed", by=actor, at=clock(), panel=draw.panel_id, no=draw.no, seed=draw.seed,
        pool_sha256=draw.pool_sha256, record_sha256=draw.record_sha256, members=list(result.members),
        reserves=list(result.reserves),
    )  # fmt: skip
    behind = {label: int(person["expert_id"]) for label, person in draw.names.items()}
    return [behind[label] for label in result.members], [behind[label] for label in result.reserves]


def drop_draw(session: Session, draw: Draw, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Give up a prepared draw undone; its frozen pool stays on record."""
    draw.state, draw.reason = DrawState.DROPPED, reason
    audit.record(session, "draw.draw.dropped", by=actor, at=clock(), panel=draw.panel_id, reason=reason, no=draw.no)


@cites("D-02")
def record_appointment(
    session: Session, panel_id: int, *, case: Case, members: Sequence[ExpertFacts], reserves: Sequence[ExpertFacts],
    plan: Plan, reason: str, proposed_by: int, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Record a direct appointment with its reason, who proposed it, and the approver, who acts here."""
    salt = secrets.token_bytes(rules.SEED_BYTES)
    chosen = [*members, *reserves]
    frozen = _frozen(case, Pool(eligible=list(chosen)), plan, (), salt)
    result = {
        "members": [_label(salt, one) for one in members], "reserves": [_label(salt, one) for one in reserves],
        "steps": [],
    }  # fmt: skip
    draw = Draw(
        panel_id=panel_id, no=queries.next_no(session, panel_id), kind=DrawKind.DIRECT, purpose=Purpose.FIRST,
        state=DrawState.DONE, frozen=frozen, pool_sha256=digest(frozen), names=_names(chosen, salt), excluded=[],
        label_salt=salt, result=result, drawn_by=proposed_by, prepared_at=clock(), done_at=clock(), reason=reason,
        approved_by=actor.id,
        record_sha256=digest(rules.record_of(frozen, digest(frozen), "", result)),
    )  # fmt: skip
    session.add(draw)
    session.flush()
    audit.record(
        session, "draw.draw.appointed", by=actor, at=clock(), panel=panel_id, reason=reason, no=draw.no,
        proposed_by=proposed_by, members=[one.code for one in members], reserves=[one.code for one in reserves],
        record_sha256=draw.record_sha256,
    )  # fmt: skip
    return draw.id


def _label(salt: bytes, expert: ExpertFacts) -> str:
    return rules.label_of(salt, "expert", expert.code)


def _candidate(salt: bytes, expert: ExpertFacts) -> Candidate:
    return Candidate(
        _label(salt, expert), expert.main_discipline, expert.second_discipline or "",
        rules.label_of(salt, "employer", expert.employer_code or expert.employer),
    )  # fmt: skip


def _frozen(case: Case, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts], salt: bytes) -> dict[str, Any]:
    """Write pool, exclusions and plan as labels."""
    excluded = [
        {"label": _label(salt, expert), "reasons": sorted({reason.code.value for reason in reasons})}
        for expert, reasons in pool.excluded
    ]
    seated = Plan(
        plan.seats, plan.reserves, plan.main_discipline, plan.main_at_least, plan.employer_at_most,
        tuple(_candidate(salt, one) for one in fixed),
    )  # fmt: skip
    return rules.frozen_form(case, [_candidate(salt, one) for one in pool.eligible], excluded, seated)


def _names(experts: Sequence[ExpertFacts], salt: bytes) -> dict[str, Any]:
    """Write who stands behind each label."""
    return {
        _label(salt, one): {"expert_id": one.id, "code": one.code, "name": one.name, "employer": one.employer}
        for one in experts
    }


def _excluded(pool: Pool) -> list[dict[str, Any]]:
    """Write who is not in the pool and why, with the particulars of each reason."""
    return [
        {"expert_id": expert.id, "code": expert.code, "reasons": [reason.as_json() for reason in reasons]}
        for expert, reasons in pool.excluded
    ]
