"""Values of recusal: grounds, parties, ties, hits, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from panel.kernel.actor import Role


class Ground(StrEnum):
    """The thirteen grounds of recusal; what each is called stands in `words`."""

    LABOUR = "R1"
    OFFICE = "R2"
    CONTROL = "R3"
    KIN = "R4"
    COMPETITOR = "R5"
    PAID_WORK = "R6"
    DISPUTE = "R7"
    EARLIER_STAGE = "R8"
    SHARES = "R9"
    SAME_HOLDING = "R10"
    REQUEST = "R11"
    DECLARATION = "R12"
    OTHER = "R13"


@dataclass(frozen=True, slots=True)
class GroundRule:
    """Who decides on a ground."""

    deciders: frozenset[Role]


BOTH = frozenset({Role.OFFICIAL, Role.APPROVER})
HEAD = frozenset({Role.APPROVER})
GROUND_RULES: Mapping[Ground, GroundRule] = {
    Ground.LABOUR: GroundRule(BOTH),
    Ground.OFFICE: GroundRule(BOTH),
    Ground.CONTROL: GroundRule(BOTH),
    Ground.KIN: GroundRule(BOTH),
    Ground.COMPETITOR: GroundRule(BOTH),
    Ground.PAID_WORK: GroundRule(BOTH),
    Ground.DISPUTE: GroundRule(BOTH),
    Ground.EARLIER_STAGE: GroundRule(BOTH),
    Ground.SHARES: GroundRule(BOTH),
    Ground.SAME_HOLDING: GroundRule(BOTH),
    Ground.REQUEST: GroundRule(HEAD),
    Ground.DECLARATION: GroundRule(HEAD),
    Ground.OTHER: GroundRule(BOTH),
}
ENTERED_GROUNDS = tuple(ground for ground in Ground if GROUND_RULES[ground].deciders is BOTH)
"""Grounds that a person may enter; a request and a declaration come by their own pages."""


class PartyKind(StrEnum):
    """What a party has to do with the matter."""

    PRODUCER = "producer"
    SELLER = "seller"
    IMPORTER = "importer"
    COMPLAINANT = "complainant"
    REPORTING_UNIT = "reporting_unit"
    COMPETITOR = "competitor"
    GROUP = "group"
    LAB = "lab"


class Origin(StrEnum):
    """How a party came to be known: from the matter, as who reported or tests it, or entered by a person."""

    MATTER = "matter"
    REPORT = "report"
    ORDER = "order"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Party:
    """A body that nobody on the panel may have to do with; `id` is set where a person entered it."""

    kind: PartyKind
    name: str
    unified_code: str = ""
    origin: Origin = Origin.MATTER
    id: int | None = None
    note: str = ""


class Source(StrEnum):
    """What a finding rests on."""

    EMPLOYER = "employer"
    HISTORY = "history"
    INTEREST = "interest"
    COMMITTEE = "committee"
    ENTERED = "entered"
    ACCEPTANCE = "acceptance"
    OBJECTION = "objection"


SCREENED = frozenset({Source.EMPLOYER, Source.HISTORY, Source.INTEREST, Source.COMMITTEE})


class Grade(StrEnum):
    """How sure it is that two names mean one body, the surest first; `STATED` where a person says so."""

    CERTAIN = "certain"
    SAME_NAME = "same_name"
    NORMALISED = "normalised"
    SYNONYM = "synonym"
    GROUP = "group"
    NEAR = "near"
    STATED = "stated"


GRADE_ORDER = {grade: place for place, grade in enumerate(Grade)}


class SynonymKind(StrEnum):
    """Why one body has two names."""

    FORMER = "former"
    ABBREVIATION = "abbreviation"
    ENGLISH = "english"
    OTHER = "other"


class FindingState(StrEnum):
    """Where a finding stands; `LAPSED` is an undecided or unpinned one that a later screening no longer found."""

    POTENTIAL = "potential"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Tie:
    """A body that an expert has, or had, to do with; `until` is empty while it lasts."""

    source: Source
    name: str
    unified_code: str = ""
    kind: str = ""
    detail: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """An expert with every tie known of them."""

    expert_id: int
    code: str
    name: str
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Synonym:
    """Two names of one body."""

    name: str
    other: str
    unified_code: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A company of a group."""

    group_id: int
    name: str
    unified_code: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """That a name means a party, and how sure that is."""

    party: Party
    grade: Grade


@dataclass(frozen=True, slots=True)
class Hit:
    """A tie of an expert to a party, as the screening found it."""

    expert_id: int
    ground: Ground
    party: Party
    party_key: str
    source: Source
    grade: Grade
    is_hard: bool
    evidence: tuple[Mapping[str, str], ...] = field(default_factory=tuple)

    @property
    def key(self) -> tuple[int, str, str]:
        """Give what makes two findings of a panel the same: expert, ground, party."""
        return (self.expert_id, self.ground.value, self.party_key)


@dataclass(frozen=True, slots=True)
class Known:
    """A finding on record, as the rules see it."""

    id: int
    expert_id: int
    ground: Ground
    party_key: str
    source: Source
    state: FindingState
    is_pinned: bool
    is_hard: bool
    entered_by: int | None
    evidence: tuple[Mapping[str, str], ...] = ()

    @property
    def key(self) -> tuple[int, str, str]:
        """Give what makes two findings of a panel the same: expert, ground, party."""
        return (self.expert_id, self.ground.value, self.party_key)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on findings: recused or not, why, by whom (None: the rule itself), and whether for good."""

    is_confirmed: bool
    reason: str
    by: int | None
    is_pinned: bool
