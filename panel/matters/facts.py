"""The values of a matter: states, kinds, the transition table, and what neighbours may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from panel.kernel.actor import Role


class MatterState(StrEnum):
    """Where a matter stands (domain §2.2); what follows adjudication is the disposition's part."""

    RECEIVED = "RECEIVED"
    CLOSED_ROUTINE = "CLOSED_ROUTINE"
    MERGED = "MERGED"
    CONFIRMED = "CONFIRMED"
    ADJUDICATING = "ADJUDICATING"
    ESCALATED_2 = "ESCALATED_2"
    AWAITING_LEADER = "AWAITING_LEADER"
    INVESTIGATING = "INVESTIGATING"
    TESTING = "TESTING"
    ADJUDICATED = "ADJUDICATED"


CLOSED_STATES = frozenset({MatterState.CLOSED_ROUTINE, MatterState.MERGED})
OPEN_STATES = frozenset(MatterState) - CLOSED_STATES
IN_ADJUDICATION = frozenset({MatterState.ADJUDICATING, MatterState.INVESTIGATING, MatterState.TESTING})


class PartyRole(StrEnum):
    """What an enterprise or body has to do with the matter; all of them count for recusal (D-01)."""

    PRODUCER = "producer"
    SELLER = "seller"
    IMPORTER = "importer"
    COMPLAINANT = "complainant"
    COMPETITOR = "competitor"
    REPORTING_UNIT = "reporting_unit"


class EventPrecision(StrEnum):
    """How well the date of the event is known."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


class Closure(StrEnum):
    """Why an item was closed without becoming risk information."""

    ROUTINE = "routine"
    NOT_COMPETENT = "not_competent"


class Mode(StrEnum):
    """How an adjudication is held, the second of its two axes (2.4.0-a)."""

    WORK = "work"
    EXPERT = "expert"
    TECHNICAL = "technical"
    INVESTIGATIVE = "investigative"
    CONCENTRATED = "concentrated"


MEETING_MODES = frozenset({Mode.WORK, Mode.CONCENTRATED})


class AdjudicationState(StrEnum):
    """Where an adjudication stands; `closed_other` is one that another has taken the place of."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CONCLUDED = "concluded"
    CLOSED_OTHER = "closed_other"


class RequestKind(StrEnum):
    """What is asked of a higher place."""

    ESCALATE_TO_2 = "escalate_to_2"
    LEVEL_1 = "level_1"


class RequestState(StrEnum):
    """Where a request stands: drafted, endorsed by the head and sent, then answered."""

    DRAFTED = "drafted"
    REFUSED_BY_HEAD = "refused_by_head"
    SENT = "sent"
    GRANTED = "granted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the matter's table: from where, by which act of whom, to where, on which clauses.

    A letter after a number marks a part of that act. No `sources` means that the act makes the matter,
    no `targets` that the state stays.
    """

    id: str
    event: str
    sources: frozenset[MatterState]
    targets: frozenset[MatterState]
    roles: frozenset[Role]
    clauses: tuple[str, ...]


def _row(
    number: str, event: str, sources: set[MatterState] | frozenset[MatterState], targets: set[MatterState],
    roles: set[Role], *clauses: str,
) -> Transition:  # fmt: skip
    return Transition(number, event, frozenset(sources), frozenset(targets), frozenset(roles), clauses)


_S = MatterState
_OFFICIAL, _HEAD = {Role.OFFICIAL}, {Role.OFFICIAL, Role.APPROVER}
_BEFORE = {_S.CONFIRMED, _S.ADJUDICATING, _S.ADJUDICATED}
_GRADED = IN_ADJUDICATION | {_S.CONFIRMED, _S.AWAITING_LEADER}

MATTER_TRANSITIONS: Mapping[str, Transition] = {
    row.id: row
    for row in (
        _row("M01", "receive", set(), {_S.RECEIVED}, {Role.OFFICIAL, Role.INST_CONTACT}, "3.3.1-a", "3.1.1-a"),
        _row("M01-E", "edit", {_S.RECEIVED}, set(), {Role.OFFICIAL, Role.INST_CONTACT}, "3.4.0-f14"),
        _row("M01-C", "add_clue", OPEN_STATES, set(), _OFFICIAL, "3.4.0-f14"),
        _row("M01-S", "screen", {_S.RECEIVED}, set(), _OFFICIAL, "2.2.0-a", "2.1.0-a"),
        _row("M02", "dispatch", {_S.RECEIVED}, set(), _OFFICIAL, "2.2.5-c", "2.2.6-d", "2.2.7-a", "3.1.1-b"),
        _row("M03", "screen_out", {_S.RECEIVED}, {_S.CLOSED_ROUTINE}, _OFFICIAL, "2.1.0-c", "2.1.0-e"),
        _row("M03-R", "reopen", {_S.CLOSED_ROUTINE}, {_S.RECEIVED}, _OFFICIAL, "2.1.0-c"),
        _row("M04", "merge", {_S.RECEIVED}, {_S.MERGED}, _OFFICIAL, "3.4.0-f14"),
        _row("M05", "confirm", {_S.RECEIVED}, {_S.CONFIRMED}, _OFFICIAL, "2.1.0-a", "2.1.0-e", "1.3.0-b"),
        _row("M06", "pre_dispose", OPEN_STATES, set(), _OFFICIAL, "2.2.0-b", "2.5.1-d"),
        _row("M08", "open_adjudication", {_S.CONFIRMED}, {_S.ADJUDICATING}, _HEAD, "2.4.1-a", "2.4.0-a"),
        _row("M09", "escalate_to_2", _BEFORE, {_S.ESCALATED_2}, {Role.APPROVER}, "2.4.1-c", "3.1.1-d"),
        _row("M09-D", "request_escalation", _BEFORE, set(), _OFFICIAL, "2.4.1-c"),
        _row("M10-A", "accept", {_S.ESCALATED_2}, {_S.ADJUDICATING}, _OFFICIAL, "2.4.1-c"),
        _row("M10-R", "return", {_S.ESCALATED_2}, _BEFORE, _OFFICIAL, "2.4.1-c"),
        _row("M11", "send_level_1_request", {_S.ADJUDICATING}, {_S.AWAITING_LEADER}, {Role.APPROVER}, "2.4.1-e"),
        _row("M11-D", "request_level_1", {_S.ADJUDICATING}, set(), _OFFICIAL, "2.4.1-e"),
        _row("M12", "decide_level_1", {_S.AWAITING_LEADER}, {_S.ADJUDICATING}, {Role.APPROVER}, "2.4.1-e", "3.1.1-g"),
        _row("M13", "open_investigation", IN_ADJUDICATION, {_S.INVESTIGATING}, _HEAD, "2.4.2-k", "2.4.2-l"),
        _row("M14", "file_investigation", {_S.INVESTIGATING, _S.TESTING}, set(IN_ADJUDICATION), _HEAD, "2.4.2-m"),
        _row("M15", "order_test", IN_ADJUDICATION, {_S.TESTING}, _HEAD, "2.4.2-i"),
        _row("M16", "accept_report", {_S.INVESTIGATING, _S.TESTING}, set(IN_ADJUDICATION), _HEAD, "4.2.2-c"),
        _row("M17", "conclude", {_S.ADJUDICATING}, {_S.ADJUDICATED}, _HEAD, "2.4.3-c", "3.2.2-b", "3.4.0-f15"),
        _row("A12", "raise_complexity", _GRADED, set(), _HEAD, "A-12"),
        _row("M24", "regrade", _GRADED, set(), _HEAD, "2.1.1-b", "2.1.1-c", "3.1.1-c", "3.3.2-c"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise or body of the matter; `unified_code` is empty where there is none or it is not known."""

    role: PartyRole
    name: str
    unified_code: str = ""
    country: str = "CN"
    foreign_registration: str = ""


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """A matter as rooms above see it.

    `level` is the level of the information (None before confirmation), `adjudication_level` that of
    the latest adjudication (A-13). `discipline_hints` are codes of the list `disciplines`, the most
    fitting first.
    """

    id: int
    notice_no: str
    title: str
    state: MatterState
    level: int | None
    adjudication_level: int | None
    is_complex: bool
    complexity_grounds: tuple[str, ...]
    owner_org_id: int
    origin_org_id: int
    domain: str
    product_category: str | None
    product_name: str
    discipline_hints: tuple[str, ...]
    parties: tuple[Party, ...]
    must_escalate: bool
    secrecy: str
    discovered_at: datetime


@dataclass(frozen=True, slots=True)
class MatterContent:
    """What intake asks: the subject-table items that people enter (three (four), items 2 to 13).

    `source_fields` holds the fields of the source class by code, dates as ISO text; `domain_rows` the
    rows of the professional table by column; `event_on` is the first of the month where only the
    month is known.
    """

    title: str
    notifying_org_id: int
    notifying_country: str
    noticed_on: date
    source_class: int
    source_sub: str
    domain: str
    product_name: str
    risk_description: str
    source_ref: str
    event_precision: EventPrecision = EventPrecision.UNKNOWN
    event_on: date | None = None
    secondary_classes: tuple[int, ...] = ()
    source_fields: Mapping[str, str] = field(default_factory=dict)
    product_category: str | None = None
    trade_mark: str = "无"
    spec: str = ""
    barcodes: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    industry: str | None = None
    parties: tuple[Party, ...] = ()
    domain_rows: tuple[Mapping[str, str], ...] = ()
    secrecy: str = "internal"


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening found: criteria of the definition, why, competence, opinion on handling."""

    criteria: tuple[str, ...]
    reason: str
    handling_opinion: str
    is_competent: bool = True
    needs_pre_disposition: bool = False


@dataclass(frozen=True, slots=True)
class Grading:
    """A level with what it needs: grounds for level 1, a prescribed time for level 2, a reason when lighter."""

    level: int
    grounds: tuple[str, ...] = ()
    due_at: datetime | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """The level that the grading rules propose, with the rules that led to it."""

    level: int
    rule_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """One level's result for the subject table (item 15).

    `risk_level` is `1`, `2`, `3`, or `0` for no risk. `tally` maps option to votes and `roll` is the
    frozen roll; both are empty where no panel voted. `attendees` and `meeting_type` belong to meetings.
    """

    conclusion_no: str
    concluded_on: date
    nature: str
    risk_level: str
    measures: tuple[str, ...] = ()
    tally: Mapping[str, int] = field(default_factory=dict)
    roll: int | None = None
    rounds: int | None = None
    has_dissent: bool = False
    meeting_type: str | None = None
    attendees: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was entered: a refusal code, where it stands, the facts."""

    code: str
    where: str
    facts: Mapping[str, object] = field(default_factory=dict)
