"""Entering parties, screening experts against them, deciding on what was found, and the gate in front of seats."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.matters.number_rules import is_unified_code
from panel.recusal import queries, rules
from panel.recusal.facts import (
    ENTERED_GROUNDS,
    SCREENED,
    Decision,
    FindingState,
    Grade,
    Ground,
    Hit,
    Known,
    Party,
    PartyKind,
    Source,
)
from panel.recusal.match_rules import party_key
from panel.recusal.models import EnteredParty, Finding, Screening
from panel.roster import background_queries as backgrounds

REASON_LENGTH = 500


def checked_code(text: str, field: str = "unified_code") -> str:
    """Give a code as it is stored; one that fails its check digit is refused (`RECUSAL_CODE`)."""
    code = text.strip().upper()
    if code and not is_unified_code(code):
        raise BadInputError("RECUSAL_CODE", field=field)
    return code


# Parties


@cites("D-01", "S-10")
def enter_party(
    session: Session, matter_id: int, *, kind: PartyKind, name: str, unified_code: str, note: str, form_key: str,
    panel_id: int, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter a party that the matter's record does not name; earlier screenings no longer hold.

    The caller has asked whether the actor may. A party that is known already is refused (`PARTY_KNOWN`).
    """
    if (again := queries.find_party_by_form(session, form_key)) is not None:
        return again.id
    party = Party(kind, name.strip(), checked_code(unified_code))
    if not party.name:
        raise BadInputError("RECUSAL_NAME", field="name")
    if party_key(party) in {party_key(known) for known in queries.list_parties(session, matter_id)}:
        raise RuleViolatedError("PARTY_KNOWN", field="name", name=party.name)
    row = EnteredParty(
        form_key=form_key, matter_id=matter_id, kind=kind, name=party.name, unified_code=party.unified_code, note=note,
        entered_by=actor.id, entered_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.party.entered", by=actor, at=clock(), panel=panel_id, matter=matter_id, reason=note or None,
        after={"kind": kind.value, "name": row.name, "unified_code": row.unified_code}, party=row.id,
    )  # fmt: skip
    return row.id


@cites("D-01")
def end_party(
    session: Session, matter_id: int, party_id: int, *, reason: str, panel_id: int, actor: Actor, clock: Clock
) -> None:
    """Take an entered party out again, with the reason; what the record itself names stays."""
    row = queries.lock_party(session, matter_id, party_id)
    if row.ended_at is not None:
        raise RuleViolatedError("ENTRY_ENDED")
    row.ended_by, row.ended_at, row.end_reason = actor.id, clock(), checked_reason(reason)
    audit.record(
        session, "recusal.party.ended", by=actor, at=clock(), panel=panel_id, matter=matter_id, reason=reason,
        before={"kind": row.kind, "name": row.name, "unified_code": row.unified_code}, party=row.id,
    )  # fmt: skip


def checked_reason(reason: str) -> str:
    """Give a reason as it is stored; none, or one that does not fit, is refused."""
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    if len(reason.strip()) > REASON_LENGTH:
        raise BadInputError("REASON_TOO_LONG", field="reason", most=REASON_LENGTH)
    return reason.strip()


# Screening


@cites("D-01", "S-10")
def screen(
    session: Session, panel_id: int, matter_id: int, experts: Collection[int], *, actor: Actor, clock: Clock
) -> int:
    """Screen experts against the parties of a matter and put every hit on record; gives the screening.

    New hits are potential until a person decides. Pinned decisions stay, others while their evidence does.
    """
    parties = queries.list_parties(session, matter_id)
    case_on, since = queries.window_of(session, matter_id, clock())
    hits = queries.find_hits(session, parties, experts, since)
    changed = _take_in(session, panel_id, hits, clock)
    row = Screening(
        panel_id=panel_id, parties=[_shown(party) for party in parties], parties_sha256=rules.parties_digest(parties),
        case_on=case_on, since_on=since, expert_count=len(experts), hit_count=len(hits), screened_by=actor.id,
        screened_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.screening.run", by=actor, at=clock(), panel=panel_id, matter=matter_id, screening=row.id,
        parties_sha256=row.parties_sha256, since=since.isoformat(), experts=len(experts), hits=len(hits),
        after=changed,
    )  # fmt: skip
    return row.id


def _shown(party: Party) -> dict[str, str]:
    return {"kind": party.kind.value, "name": party.name, "unified_code": party.unified_code}


def _take_in(session: Session, panel_id: int, hits: Sequence[Hit], clock: Clock) -> dict[str, list[int]]:
    """Bring the findings on record in line with what was found now; gives what became of which."""
    rows = {row.facts().key: row for row in queries.list_findings(session, panel_id)}
    found = {hit.key: hit for hit in hits}
    changed: dict[str, list[int]] = {}
    for key, row in rows.items():
        state = rules.state_after_screening(row.facts(), found.get(key))
        if state != row.state:
            _reset(row, state)
            changed.setdefault(state.value, []).append(row.id)
        if key not in found and row.source in SCREENED:
            row.is_hard = False  # what the rule rested on is gone: who may decide, may decide otherwise
        if key in found and not row.is_pinned and row.source not in {Source.ACCEPTANCE, Source.OBJECTION}:
            _write(row, found[key])
    for hit in (hit for key, hit in found.items() if key not in rows):
        row = Finding(
            panel_id=panel_id, expert_id=hit.expert_id, ground=hit.ground, party_key=hit.party_key,
            state=FindingState.POTENTIAL, found_at=clock(),
        )  # fmt: skip
        _write(row, hit)
        session.add(row)
        session.flush()
        changed.setdefault("new", []).append(row.id)
    session.flush()
    return changed


def _reset(row: Finding, state: FindingState) -> None:
    """Open a finding again, or let it lapse; the decision it had stands in the log."""
    row.state, row.is_pinned = state, False
    row.decided_by, row.decided_at, row.reason = None, None, ""


def _write(row: Finding, hit: Hit) -> None:
    row.party_kind, row.party_name, row.party_code = hit.party.kind, hit.party.name, hit.party.unified_code
    row.source, row.grade, row.is_hard = hit.source, hit.grade, hit.is_hard
    row.evidence = [dict(line) for line in hit.evidence]


# Findings of people


@cites("D-01")
def enter_finding(
    session: Session, panel_id: int, matter_id: int, expert_id: int, *, ground: Ground, party: Party, detail: str,
    form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter a conflict that no screening can see, such as kinship; another person decides on it."""
    if (again := queries.find_finding_by_form(session, form_key)) is not None:
        return again.id
    if ground not in ENTERED_GROUNDS:
        raise BadInputError("RECUSAL_GROUND", field="ground")
    if not detail.strip():
        raise RuleViolatedError("REASON_MISSING", field="detail")
    return _note(
        session, panel_id, matter_id, expert_id, ground=ground, party=party, key=party_key(party),
        source=Source.ENTERED, detail=detail, form_key=form_key, actor=actor, clock=clock,
    )  # fmt: skip


@cites("D-01", "S-15")
def note_declared(
    session: Session, panel_id: int, matter_id: int, expert_id: int, *, ground: Ground, source: Source, key: str,
    kind: str, detail: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Put a tie declared at the acceptance, or an objection, beside the other findings; `key` is its own number."""
    return _note(
        session, panel_id, matter_id, expert_id, ground=ground, party=None, key=key, source=source, detail=detail,
        kind=kind, form_key=None, actor=actor, clock=clock,
    )  # fmt: skip


def _note(
    session: Session, panel_id: int, matter_id: int, expert_id: int, *, ground: Ground, party: Party | None, key: str,
    source: Source, detail: str, form_key: str | None, actor: Actor, clock: Clock, kind: str = "",
) -> int:  # fmt: skip
    known = {row.facts().key: row for row in queries.list_findings(session, panel_id)}
    if (before := known.get((expert_id, ground.value, key))) is not None:
        raise RuleViolatedError("FINDING_KNOWN", field="party", number=before.id)
    told = {"source": source.value, "name": party.name if party else "", "detail": detail, "kind": kind}
    row = Finding(
        form_key=form_key, panel_id=panel_id, expert_id=expert_id, ground=ground, party_key=key,
        party_kind=party.kind if party else None, party_name=party.name if party else "",
        party_code=party.unified_code if party else "", source=source, grade=Grade.STATED,
        evidence=[{name: value for name, value in told.items() if value}], state=FindingState.POTENTIAL,
        entered_by=actor.id, found_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "recusal.finding.entered", by=actor, at=clock(), panel=panel_id, matter=matter_id, finding=row.id,
        expert=expert_id, ground=ground.value, source=source.value,
        reason=None if source is Source.ACCEPTANCE else detail,
    )  # fmt: skip
    return row.id


# Deciding


@cites("D-01", "S-15", "S-10")
def decide(
    session: Session, panel_id: int, matter_id: int, findings: Collection[int], *, is_confirmed: bool, is_pinned: bool,
    reason: str, actor: Actor, clock: Clock,
) -> list[int]:  # fmt: skip
    """Decide on hits for one reason; gives the experts concerned.

    Another's hits only (`SOD_RECUSAL`), not those with a page of their own (`RECUSAL_ELSEWHERE`), and a present
    employee of a party cannot be let in (`RECUSAL_HARD`).
    """
    if not findings:
        raise BadInputError("FINDINGS_NONE", field="findings")
    kept = checked_reason(reason)
    rows = queries.lock_findings(session, panel_id, findings)
    people = {one.id: one.name for one in backgrounds.list_people(session, {row.expert_id for row in rows})}
    for row in rows:
        _refuse(row.facts(), people.get(row.expert_id, ""), actor, is_confirmed=is_confirmed)
    decision = Decision(is_confirmed, kept, actor.id, is_pinned)
    for row in rows:
        _settle(session, row, decision, matter_id=matter_id, actor=actor, clock=clock)
    session.flush()
    return sorted({row.expert_id for row in rows})


def _refuse(known: Known, name: str, actor: Actor, *, is_confirmed: bool) -> None:
    code = rules.reasons_against_deciding(known, actor.role, actor.id, is_confirmed=is_confirmed)
    if code == "ROLE":
        raise NotAllowedError(code)
    if code is not None:
        raise RuleViolatedError(code, field="findings", name=name)


def _settle(session: Session, row: Finding, decision: Decision, *, matter_id: int, actor: Actor, clock: Clock) -> None:
    before = row.state
    row.state = FindingState.CONFIRMED if decision.is_confirmed else FindingState.DISMISSED
    row.reason, row.decided_by, row.decided_at = decision.reason, decision.by, clock()
    row.is_pinned = decision.is_pinned
    audit.record(
        session, "recusal.finding.decided", by=actor, at=clock(), panel=row.panel_id, matter=matter_id,
        before={"state": before}, after={"state": row.state, "pinned": row.is_pinned}, reason=row.reason,
        finding=row.id, expert=row.expert_id, ground=row.ground,
    )  # fmt: skip


@cites("D-01", "S-15")
def settle_declared(
    session: Session, panel_id: int, matter_id: int, expert_id: int, *, keys: Collection[str], is_confirmed: bool,
    reason: str, by_rule: bool = False, actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """Carry the answer to a declaration or an objection over to its findings; a hard tie is decided by the rule."""
    for row in queries.list_findings(session, panel_id):
        if row.expert_id == expert_id and row.party_key in keys and row.state == FindingState.POTENTIAL:
            by = None if by_rule else actor.id
            decision = Decision(is_confirmed, checked_reason(reason), by, is_pinned=True)
            _settle(session, row, decision, matter_id=matter_id, actor=actor, clock=clock)
    session.flush()


# The gate


@cites("D-01", "S-10")
def reason_to_wait(
    session: Session, panel_id: int, matter_id: int, experts: Collection[int]
) -> tuple[str, dict[str, Any]] | None:
    """Name why the experts concerned may not be drawn, appointed or invited yet, with the facts of the sentence.

    They are screened once more on the spot: what has changed since the last screening is not let through.
    """
    screening = queries.find_latest_screening(session, panel_id)
    if screening is None:
        return "SCREENING_MISSING", {}
    parties = queries.list_parties(session, matter_id)
    hits = queries.find_hits(session, parties, experts, screening.since_on)
    known = queries.known_findings(session, panel_id)
    concerned = [one for one in known if one.expert_id in set(experts)]
    waiting = [one for one in concerned if one.state is FindingState.POTENTIAL]
    code = rules.reasons_against_going_on(
        screening.parties_sha256, rules.parties_digest(parties), waiting,
        list(rules.unseen(hits, {one.key: one for one in known})),
    )  # fmt: skip
    if code is None:
        return None
    people = {one.id: one.name for one in backgrounds.list_people(session, {one.expert_id for one in waiting})}
    facts = {"count": len(waiting), "names": queries.names_of(waiting, people)} if code == "CONFLICT_UNRESOLVED" else {}
    return code, facts


@cites("D-01", "S-10")
def must_be_cleared(session: Session, panel_id: int, matter_id: int, experts: Collection[int]) -> None:
    """Refuse to go on with experts whose conflicts are not settled.

    `SCREENING_MISSING`, `SCREENING_STALE` when parties or ties have changed since, `CONFLICT_UNRESOLVED`.
    """
    waiting = reason_to_wait(session, panel_id, matter_id, experts)
    if waiting is not None:
        raise RuleViolatedError(waiting[0], **waiting[1])
