"""Who has to do with whom, for how long it counts, and who decides on what was found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from panel.guidance import cites
from panel.kernel.actor import Role
from panel.kernel.canonical import digest
from panel.kernel.clock import months_after
from panel.recusal.facts import (
    GRADE_ORDER,
    GROUND_RULES,
    SCREENED,
    Background,
    FindingState,
    Grade,
    Ground,
    Hit,
    Known,
    Party,
    PartyKind,
    Source,
    Tie,
    Verdict,
)
from panel.recusal.match_rules import PartyIndex, party_key
from panel.roster.facts import PartyName
from panel.roster.rules import is_same_body

INTEREST_GROUNDS: Mapping[str, Ground] = {
    "employ": Ground.LABOUR, "share": Ground.SHARES, "kin": Ground.KIN, "competitor": Ground.COMPETITOR,
    "lab": Ground.PAID_WORK, "reporter": Ground.LABOUR, "project": Ground.PAID_WORK,
}  # fmt: skip
OFFICE_WORDS = ("董事", "监事", "理事")
CONTROL_WORDS = ("法定代表人", "控股", "实际控制", "股东")


# The window of employment


@cites("D-01")
def window_start(on: date, months: int) -> date:
    """回溯期自事项发现之日向前推算规定的月数；恰满规定月数的仍在回溯期内。

    Gives the first day that counts. The day of the month is kept, or the month's last where it has no such day.
    """
    return months_after(on, -months)


@cites("D-01")
def counts(tie: Tie, since: date) -> bool:
    """现在的关系，以及回溯期内结束的关系，都应回避。"""
    return tie.until is None or tie.until >= since


# Screening


@cites("D-01", "S-10")
def screen(people: Iterable[Background], index: PartyIndex, since: date) -> list[Hit]:
    """逐人比对现任单位、任职经历、申报的利害关系和其他委员会任职，写明依据。

    One hit per expert, ground and party; of several ties the surest grade counts and all are evidence.
    """
    found: dict[tuple[int, str, str], Hit] = {}
    for person in people:
        for tie in person.ties:
            if not counts(tie, since):
                continue
            for verdict in index.verdicts(tie.name, tie.unified_code):
                hit = _hit(person.expert_id, tie, verdict)
                before = found.get(hit.key)
                found[hit.key] = hit if before is None else _joined(before, hit)
    return list(found.values())


def _hit(expert_id: int, tie: Tie, verdict: Verdict) -> Hit:
    return Hit(
        expert_id, ground_of(tie, verdict), verdict.party, party_key(verdict.party), tie.source, verdict.grade,
        _is_hard(tie, verdict.party), (_evidence(tie, verdict),),
    )  # fmt: skip


def _joined(one: Hit, other: Hit) -> Hit:
    """Join two hits of one expert, ground and party."""
    surer = min((one, other), key=lambda hit: GRADE_ORDER[hit.grade])
    evidence = (*one.evidence, *(line for line in other.evidence if line not in one.evidence))
    return replace(surer, is_hard=one.is_hard or other.is_hard, evidence=evidence)


def _evidence(tie: Tie, verdict: Verdict) -> dict[str, str]:
    told = {
        "source": tie.source.value, "name": tie.name, "code": tie.unified_code, "kind": tie.kind, "detail": tie.detail,
        "since": tie.since.isoformat() if tie.since else "", "until": tie.until.isoformat() if tie.until else "",
        "grade": verdict.grade.value,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


@cites("S-10", "D-12")
def _is_hard(tie: Tie, party: Party) -> bool:
    """现任职单位或者现有申报就是当事单位本身的，当然回避，不得排除。"""
    is_standing = tie.source in {Source.EMPLOYER, Source.INTEREST} and tie.until is None
    return is_standing and is_same_body(
        tie.name, tie.unified_code or None, PartyName(party.name, party.unified_code or None)
    )


@cites("D-01")
def ground_of(tie: Tie, verdict: Verdict) -> Ground:
    """按关系的性质确定回避情形：劳动关系、任职、控股、亲属、竞争、有偿服务、持股、同一集团等。"""
    if tie.source is Source.INTEREST:
        return INTEREST_GROUNDS.get(tie.kind, Ground.OTHER)
    if tie.source is Source.COMMITTEE:
        return Ground.OTHER
    if verdict.grade is Grade.GROUP or verdict.party.kind is PartyKind.GROUP:
        return Ground.SAME_HOLDING
    if verdict.party.kind is PartyKind.COMPETITOR:
        return Ground.COMPETITOR
    if any(word in tie.detail for word in CONTROL_WORDS):
        return Ground.CONTROL
    return Ground.OFFICE if any(word in tie.detail for word in OFFICE_WORDS) else Ground.LABOUR


# What a new screening does to what is on record


@cites("D-01")
def state_after_screening(known: Known, hit: Hit | None) -> FindingState:
    """重新审查时，已锁定的决定不变；依据未变的决定不变；依据变化的重新审定；不再命中的失效，认定应当回避的除外。

    What a person decided against an expert falls by a person's decision only, not because a party or a post was
    struck from the record. Findings that a person entered, declared or requested are not the screening's to change.
    """
    if known.is_pinned or known.source not in SCREENED:
        return known.state
    if hit is None:
        return known.state if known.state is FindingState.CONFIRMED else FindingState.LAPSED
    is_same = _said(known.evidence) == _said(hit.evidence)
    return known.state if is_same and known.state is not FindingState.LAPSED else FindingState.POTENTIAL


def _said(evidence: Iterable[Mapping[str, str]]) -> frozenset[tuple[tuple[str, str], ...]]:
    return frozenset(tuple(sorted(line.items())) for line in evidence)


@cites("D-01")
def parties_digest(parties: Sequence[Party]) -> str:
    """当事单位有任何变化，以前的审查即不再有效。"""
    return digest(sorted([party_key(party), party.name.strip(), party.unified_code] for party in parties))


@cites("D-01")
def unseen(hits: Iterable[Hit], known: Mapping[tuple[int, str, str], Known]) -> Iterator[Hit]:
    """列出审查以后才出现、还没有登记的情形。"""
    for hit in hits:
        before = known.get(hit.key)
        if before is None or state_after_screening(before, hit) is not before.state:
            yield hit


@cites("D-01", "S-10")
def reasons_against_going_on(
    screened: str | None, parties: str, open_findings: Collection[Known], unseen_hits: Collection[Hit]
) -> str | None:
    """固定名单、公开第一个密码、直接确定、发出邀请和候补递补之前，须按现在的当事单位审查过，且有关专家的情形都已审定。

    `screened` and `parties` are the digests of the parties at the last screening and now.
    """
    if screened is None:
        return "SCREENING_MISSING"
    if screened != parties or unseen_hits:
        return "SCREENING_STALE"
    return "CONFLICT_UNRESOLVED" if open_findings else None


# Deciding


@cites("D-01", "S-15", "S-10")
def reasons_against_deciding(known: Known, role: Role, actor: int | None, *, is_confirmed: bool) -> str | None:
    """每一情形由承办人或者负责人审定，登记人本人不审定；当事单位现职人员不得认定为不需回避。

    A request and a declaration have the approver's own pages; the secretary, who draws, decides nothing.
    """
    if known.source in {Source.ACCEPTANCE, Source.OBJECTION} or known.state is FindingState.LAPSED:
        return "RECUSAL_ELSEWHERE"
    if role not in GROUND_RULES[known.ground].deciders:
        return "ROLE"
    if known.entered_by is not None and known.entered_by == actor:
        return "SOD_RECUSAL"
    return "RECUSAL_HARD" if known.is_hard and not is_confirmed else None
