"""Committing, freezing a pool, revealing, and recording a direct appointment."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from nacl.secret import SecretBox
from sqlalchemy.orm import Session

from panel import audit
from panel.draw import chain, queries, rules
from panel.draw.facts import Clash, DrawKind, DrawState, Kept, Outlook, Party, Plan, Purpose, Via
from panel.draw.models import Commitment, Draw, Reveal
from panel.draw.verify_draw import SECRET_BYTES, digest
from panel.draw.words import limits_in_words
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotFoundError, RuleViolatedError, StaleError
from panel.roster.facts import ExpertFacts, Pool

Case = Mapping[str, str | int]


def deposit_box() -> SecretBox:
    """Give the box of the key that deposits lie under: the installation's, beside the database, never in it."""
    return SecretBox(current_app.extensions["panel.settings"].secret("deposit.key"))


# Commitments


@cites("D-02", "S-12")
def publish_commitment(
    session: Session, panel_id: int, party: Party, *, tip: str | None, actor: Actor, clock: Clock
) -> None:
    """Publish a party's commitment: the tip it brings, or one whose secret the system makes and keeps sealed.

    A party commits once per panel (`COMMITMENT_THERE`), the same person not for both (`SOD_DRAW`).
    """
    there = queries.commitments_of(session, panel_id)
    if party in there:
        raise StaleError("COMMITMENT_THERE")
    if any(one.account_id == actor.id for one in there.values()):
        raise RuleViolatedError("SOD_DRAW")
    if tip is not None and (code := _fault_of_tip(tip, [one.tip for one in there.values()])):
        raise BadInputError(code, field="tip")
    sealed = None
    if tip is None:
        secret = secrets.token_bytes(SECRET_BYTES)
        tip, sealed = chain.link_at(secret, 0).hex(), chain.deposit(deposit_box(), secret, panel_id, party)
    kept = Kept.OWN if sealed is None else Kept.SYSTEM
    session.add(
        Commitment(
            panel_id=panel_id, party=party, account_id=actor.id, tip=tip.strip().lower(), kept=kept, sealed=sealed,
            published_at=clock(),
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        session, "draw.commitment.published", by=actor, at=clock(), panel=panel_id, party=party.value,
        tip=tip.strip().lower(), kept=kept.value,
    )  # fmt: skip


def _fault_of_tip(tip: str, others: Sequence[str]) -> str | None:
    """Name what is wrong with a tip: its form, or that it was made from the other party's and hides nothing."""
    try:
        own = bytes.fromhex(tip.strip())
    except ValueError:
        return "LINK_FORM"
    if len(own) != SECRET_BYTES:
        return "LINK_FORM"
    is_made_from_other = any(chain.is_behind(own, bytes.fromhex(other)) for other in others)
    return "TIP_DERIVED" if is_made_from_other else None


def receive_envelope(session: Session, panel_id: int, party: Party, *, actor: Actor, clock: Clock) -> None:
    """Note that the approver took the sealed envelope of a party that keeps its secret itself."""
    commitment = queries.commitments_of(session, panel_id).get(party)
    if commitment is None or commitment.kept != Kept.OWN:
        raise NotFoundError("NOT_FOUND")
    if commitment.received_by is not None:
        raise StaleError("ENVELOPE_RECEIVED")
    commitment.received_by, commitment.received_at = actor.id, clock()
    audit.record(
        session, "draw.envelope.received", by=actor, at=clock(), panel=panel_id, party=party.value, tip=commitment.tip
    )


def _require_commitments(session: Session, panel_id: int) -> None:
    there = queries.commitments_of(session, panel_id)
    if set(there) != set(Party):
        raise RuleViolatedError("COMMITMENT_MISSING")
    if any(one.kept == Kept.OWN and one.received_by is None for one in there.values()):
        raise RuleViolatedError("ENVELOPE_MISSING")


# The draw


@cites("D-02", "S-12")
def prepare_draw(
    session: Session, panel_id: int, *, case: Case, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts],
    purpose: Purpose, reason: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Freeze the pool, the conditions and everybody's chance; who may be drawn is settled from here on.

    Both parties have committed before (`COMMITMENT_MISSING`). A plan that no panel can satisfy is refused with
    the limits that clash (`INFEASIBLE_LIMITS`), before any link is revealed.
    """
    if queries.find_prepared(session, panel_id) is not None:
        raise StaleError("DRAW_PREPARED")
    _require_commitments(session, panel_id)
    salt = secrets.token_bytes(rules.SALT_BYTES)
    event = queries.next_event(session, panel_id)
    everybody = [*pool.eligible, *(expert for expert, _reasons in pool.excluded), *fixed]
    candidates, policy = _asked(salt, pool, plan, fixed)
    if clash := rules.reasons_against_draw(candidates, policy):
        raise _infeasible(clash, {_employer(salt, one): one.employer for one in everybody})
    excluded = _excluded_labels(salt, pool)
    frozen = rules.freeze(case, candidates, excluded, policy, event=event, frozen_at=clock().isoformat())
    draw = Draw(
        panel_id=panel_id, no=queries.next_no(session, panel_id), event=event, kind=DrawKind.RANDOM,
        method=frozen["method"], purpose=purpose, state=DrawState.PREPARED, frozen=frozen,
        pool_sha256=frozen["pool_sha256"], names=_names(everybody, salt), label_salt=salt,
        excluded=_excluded(pool, fixed), drawn_by=actor.id, prepared_at=clock(), reason=reason,
    )  # fmt: skip
    session.add(draw)
    session.flush()
    audit.record(
        session, "draw.draw.prepared", by=actor, at=clock(), panel=panel_id, reason=reason or None, no=draw.no,
        purpose=purpose.value, method=draw.method, eligible=len(pool.eligible), excluded=len(pool.excluded),
        pool_sha256=draw.pool_sha256, weights_sha256=frozen["weights_sha256"],
    )  # fmt: skip
    return draw.id


def _infeasible(clash: Clash, employers: Mapping[str, str]) -> RuleViolatedError:
    words = limits_in_words(clash.limits, employers)
    return RuleViolatedError("INFEASIBLE_LIMITS", needed=clash.needed, most=clash.most, limits=words)


def outlook(pool: Pool, plan: Plan) -> Outlook:
    """Tell beforehand whether a panel could be drawn, and what clashes if not; nothing is kept, no lot is cast."""
    candidates, policy = _asked(b"", pool, plan, ())
    method = rules.method_of(policy)
    disciplines = Counter(name for one in candidates for name in one["disciplines"])
    regions = Counter(one["region"] for one in candidates)
    clash = rules.reasons_against_draw(candidates, policy)
    if clash is None:
        return Outlook(method, len(candidates), disciplines, regions)
    words = limits_in_words(clash.limits, {_employer(b"", one): one.employer for one in pool.eligible})
    return Outlook(method, len(candidates), disciplines, regions, clash.needed, clash.most, words)


def is_as_frozen(draw: Draw, *, case: Case, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts]) -> bool:
    """Tell whether the roster, asked once more, gives the pool that was frozen."""
    candidates, policy = _asked(draw.label_salt, pool, plan, fixed)
    now = rules.freeze(
        case, candidates, _excluded_labels(draw.label_salt, pool), policy, event=draw.event or 0,
        frozen_at=draw.frozen["frozen_at"],
    )  # fmt: skip
    return bool(now["pool_sha256"] == draw.pool_sha256)


@cites("D-02", "S-12")
def reveal_link(
    session: Session, draw: Draw, party: Party, *, link: str | None, via: Via, reason: str, actor: Actor, clock: Clock
) -> bool:
    """Reveal a party's link for a prepared draw, and tell whether both are there now.

    Where the system keeps the secret, its link is taken and `link` is not looked at. A link that does not hash
    to the last public one is refused (`LINK_MISMATCH`); so is a second one of the same party (`LINK_REVEALED`).
    """
    commitment = queries.commitments_of(session, draw.panel_id)[party]
    if party in queries.reveals_of(session, draw.id):
        raise StaleError("LINK_REVEALED")
    if commitment.sealed is not None:
        secret = chain.open_deposit(deposit_box(), commitment.sealed, draw.panel_id, party)
        link = chain.link_at(secret, draw.event or 0).hex()
    if link is None or not link.strip():
        raise BadInputError("LINK_MISSING", field="link")
    if code := rules.reason_against_link(link, queries.published_link(session, commitment)):
        raise BadInputError(code, field="link")
    session.add(
        Reveal(
            draw_id=draw.id, party=party, link=link.strip().lower(), via=via, revealed_by=actor.id,
            revealed_at=clock(), reason=reason,
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        session, "draw.link.revealed", by=actor, at=clock(), panel=draw.panel_id, no=draw.no, party=party.value,
        via=via.value, link=link.strip().lower(), reason=reason or None,
    )  # fmt: skip
    return len(queries.reveals_of(session, draw.id)) == len(Party)


@cites("D-02", "S-12")
def finish_draw(session: Session, draw: Draw, *, actor: Actor, clock: Clock) -> tuple[list[int], list[int]]:
    """Work out whom pool, chances and links give, and give the experts drawn: members and reserves, in order."""
    reveals = queries.reveals_of(session, draw.id)
    written = [
        {"party": party.value, "link": one.link, "via": one.via, "at": one.revealed_at.isoformat()}
        for party, one in sorted(reveals.items())
    ]
    record = rules.finish(draw.frozen, written)
    draw.record, draw.result, draw.record_sha256 = record, record["result"], digest(record)
    draw.state, draw.done_at, draw.witness_id = DrawState.DONE, clock(), reveals[Party.WITNESS].revealed_by
    session.flush()
    audit.record(
        session, "draw.draw.performed", by=actor, at=clock(), panel=draw.panel_id, no=draw.no,
        pool_sha256=draw.pool_sha256, record_sha256=draw.record_sha256, members=record["result"]["members"],
        reserves=record["result"]["reserves"],
    )  # fmt: skip
    behind = {label: int(person["expert_id"]) for label, person in draw.names.items()}
    return tuple([behind[label] for label in record["result"][kind]] for kind in ("members", "reserves"))  # type: ignore[return-value]


@cites("D-11", "3.5.0-e")
def note_download(session: Session, draw: Draw, *, actor: Actor, clock: Clock) -> None:
    """Record who took the record of a draw on paper, which bears names."""
    audit.record(session, "draw.record.downloaded", by=actor, at=clock(), panel=draw.panel_id, no=draw.no)


def drop_draw(session: Session, draw: Draw, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Give up a prepared draw; once a link is public it has to be finished (`LINK_REVEALED`)."""
    if queries.reveals_of(session, draw.id):
        raise StaleError("LINK_REVEALED")
    draw.state, draw.reason = DrawState.DROPPED, reason
    audit.record(session, "draw.draw.dropped", by=actor, at=clock(), panel=draw.panel_id, reason=reason, no=draw.no)


@cites("D-02")
def record_appointment(
    session: Session, panel_id: int, *, case: Case, members: Sequence[ExpertFacts], reserves: Sequence[ExpertFacts],
    reason: str, proposed_by: int, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Record a direct appointment with its reason, who proposed it, and the approver, who acts here."""
    salt = secrets.token_bytes(rules.SALT_BYTES)
    chosen = [*members, *reserves]
    candidates = _candidates(salt, Pool(eligible=list(chosen)), ())
    frozen = {
        "case": dict(case), "policy": {}, "pool": sorted(candidates, key=lambda one: str(one["label"])),
        "excluded": [], "method": "",
    }  # fmt: skip
    result = {
        "members": [_label(salt, one) for one in members],
        "reserves": [_label(salt, one) for one in reserves],
    }
    record = frozen | {"result": result}
    draw = Draw(
        panel_id=panel_id, no=queries.next_no(session, panel_id), kind=DrawKind.DIRECT, purpose=Purpose.FIRST,
        state=DrawState.DONE, frozen=frozen, pool_sha256=digest(list(frozen.values())), names=_names(chosen, salt),
        excluded=[], label_salt=salt, result=result, record=record, record_sha256=digest(record),
        drawn_by=proposed_by, prepared_at=clock(), done_at=clock(), reason=reason, approved_by=actor.id,
    )  # fmt: skip
    session.add(draw)
    session.flush()
    audit.record(
        session, "draw.draw.appointed", by=actor, at=clock(), panel=panel_id, reason=reason, no=draw.no,
        proposed_by=proposed_by, members=[one.code for one in members], reserves=[one.code for one in reserves],
        record_sha256=draw.record_sha256,
    )  # fmt: skip
    return draw.id


# Experts as labels


def _label(salt: bytes, expert: ExpertFacts) -> str:
    return rules.label_of(salt, "expert", expert.code)


def _employer(salt: bytes, expert: ExpertFacts) -> str:
    return rules.label_of(salt, "employer", expert.employer_code or expert.employer)


def _asked(
    salt: bytes, pool: Pool, plan: Plan, fixed: Sequence[ExpertFacts]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Write candidates and policy of a plan; what the quotas do not ask for is not told of anybody."""
    candidates = _candidates(salt, pool, fixed)
    quotas, by_label = plan.quotas, {one["label"]: one for one in candidates}
    for expert in (*pool.eligible, *fixed):
        one = by_label[_label(salt, expert)]
        one |= {"senior": True} if quotas.senior_min and expert.is_senior else {}
        one |= {"insider": True} if quotas.insider_max is not None and expert.is_insider else {}
    apart = [
        (rules.label_of(salt, "expert", pair.first), rules.label_of(salt, "expert", pair.second))
        for pair in quotas.apart
    ]
    return candidates, rules.policy_of(plan, candidates, apart)


def _candidates(salt: bytes, pool: Pool, fixed: Sequence[ExpertFacts]) -> list[dict[str, Any]]:
    """Write everybody who can be drawn or sits already as a candidate; an employer counts for one region."""
    region: dict[str, str] = {}
    for one in sorted([*pool.eligible, *fixed], key=lambda one: one.code):
        region.setdefault(_employer(salt, one), one.region)
    seated = {one.id for one in fixed}
    return [
        {
            "label": _label(salt, one),
            "disciplines": sorted(one.disciplines),
            "employer": _employer(salt, one),
            "region": region[_employer(salt, one)],
        }
        | ({"fixed": True} if one.id in seated else {})
        for one in (*pool.eligible, *fixed)
    ]


def _excluded_labels(salt: bytes, pool: Pool) -> list[dict[str, Any]]:
    return [
        {"label": _label(salt, expert), "reasons": sorted({reason.code.value for reason in reasons})}
        for expert, reasons in pool.excluded
    ]


def _names(experts: Sequence[ExpertFacts], salt: bytes) -> dict[str, Any]:
    """Write who stands behind each label."""
    return {
        _label(salt, one): {"expert_id": one.id, "code": one.code, "name": one.name, "employer": one.employer}
        for one in experts
    }


def _excluded(pool: Pool, fixed: Sequence[ExpertFacts]) -> list[dict[str, Any]]:
    """Write who is not in the pool and why, with the particulars of each reason; who sits already stands in it."""
    seated = {one.id for one in fixed}
    return [
        {"expert_id": expert.id, "code": expert.code, "reasons": [reason.as_json() for reason in reasons]}
        for expert, reasons in pool.excluded
        if expert.id not in seated
    ]
