"""What a sitting, a round and a ballot are made of: states, grounds, and the content of a ballot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class RoundState(StrEnum):
    """The life of a round of sealed ballots."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    COUNTED = "COUNTED"
    VOID = "VOID"


class AttendanceKind(StrEnum):
    """Who sits in the room: members of the panel, and observers (列席) without a vote."""

    MEMBER = "member"
    OBSERVER = "observer"


class AttendanceState(StrEnum):
    """Whether a person is there: signed in, left again, or excused (请假)."""

    PRESENT = "present"
    LEFT = "left"
    EXCUSED = "excused"


class CloseCause(StrEnum):
    """Why a round ended: its time was over, or every ballot of the roll was in."""

    TIME = "time"
    ALL_IN = "all_in"


class VoidGround(StrEnum):
    """Why an open round must be given up (D-04)."""

    MEMBER_LEFT = "member_left"
    CONFLICT_FOUND = "conflict_found"
    TECHNICAL_FAILURE = "technical_failure"


class ReviewAnswer(StrEnum):
    """What the approver answers where opinions differ (P26)."""

    PROCEED = "proceed"
    TREAT_AS_MAJOR = "treat_as_major"
    ANOTHER_ROUND = "another_round"


LONGEST_REASONS = 2000
LONGEST_NATURE = 60
LONGEST_RESERVATION = 500
LONGEST_EVIDENCE_TEXT = 500
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class BallotContent:
    """What a member answers.

    `evidence` holds numbers of the pack's items, `measures` codes of `disposition_measures`.
    `severity`, `probability`, `spread` and `confidence` are codes of the lists of those names;
    they are shown, never counted.
    """

    option: str
    reasons: str
    nature: str = ""
    severity: str | None = None
    probability: str | None = None
    spread: str | None = None
    confidence: str | None = None
    evidence: tuple[int, ...] = ()
    evidence_text: str = ""
    measures: tuple[str, ...] = ()
    other_measures: str = ""
    test_needed: bool = False
    test_item: str = ""
    ask_investigation: bool = False
    reservation: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the content as a JSON value."""
        values = {name: getattr(self, name) for name in CONTENT_FIELDS}
        return values | {name: list(values[name]) for name in LISTS}


def ballot_from_json(value: Mapping[str, Any]) -> BallotContent:
    """Read a content that `as_json` wrote; a name that is not known is a TypeError."""
    lists = {name: tuple(value[name]) for name in ("evidence", "measures")}
    return BallotContent(**{**value, **lists})


CONTENT_FIELDS = tuple(field.name for field in fields(BallotContent))
TICKS = ("test_needed", "ask_investigation")
LISTS: Mapping[str, Callable[[str], Any]] = {"evidence": int, "measures": str}


def as_typed(content: BallotContent) -> dict[str, list[str]]:
    """Write a content the way its form is sent: lists of texts, without what is empty."""
    typed = {name: [str(one) for one in getattr(content, name)] for name in LISTS}
    typed |= {name: ["y"] if getattr(content, name) else [] for name in TICKS}
    typed |= {name: [str(getattr(content, name) or "")] for name in CONTENT_FIELDS if name not in typed}
    return {name: values for name, values in typed.items() if values and values != [""]}


def content_of(typed: Mapping[str, Sequence[str]]) -> BallotContent:
    """Read a content that `as_typed` wrote; it was a form's own before, so nothing is checked again."""
    content: dict[str, Any] = {name: values[0] for name, values in typed.items() if name not in LISTS}
    content |= {name: True for name in TICKS if name in typed}
    return BallotContent(**content | {name: tuple(map(kind, typed.get(name, ()))) for name, kind in LISTS.items()})


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it was kept: what was typed, whether it could be cast as it is, and the digest of both."""

    typed: dict[str, list[str]]
    is_complete: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """An open round as the rules see it; `roll` and `cast` are counts of members."""

    state: RoundState
    ends_at: datetime
    roll: int
    cast: int


@dataclass(frozen=True, slots=True)
class Participant:
    """A member who signed in, as the rule on authors of the evidence sees one."""

    seat_id: int
    name: str
    employer: str
    employer_code: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """Where a piece of evidence comes from: the body that made it and the people who signed it."""

    body: str
    code: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member holds after casting: a short code made from the commitment, and when."""

    code: str
    commitment: str
    version: int
    cast_at: datetime
    is_first_answer: bool
    """False when the same act was repeated and this is the receipt of the first time."""


class PanelRow(Protocol):
    """What this room reads of a panel's row."""

    @property
    def id(self) -> int:
        """Number of the panel."""

    @property
    def matter_id(self) -> int:
        """Matter judged."""

    @property
    def title(self) -> str:
        """Name of the commission."""

    @property
    def level(self) -> int:
        """Level of adjudication."""

    @property
    def held_at(self) -> datetime | None:
        """When the panel is to meet."""

    @property
    def org_id(self) -> int:
        """Commissioning department."""

    @property
    def secretary_id(self) -> int | None:
        """Secretary of the panel."""

    @property
    def drafted_by(self) -> int:
        """Official who drafted the commission."""


class SeatRow(Protocol):
    """What this room reads of a seat's row."""

    @property
    def id(self) -> int:
        """Number of the seat."""

    @property
    def expert_id(self) -> int:
        """Expert."""

    @property
    def account_id(self) -> int:
        """Account of the expert."""

    @property
    def name(self) -> str:
        """Name at the time of the draw."""

    @property
    def employer(self) -> str:
        """Employer at the time of the draw."""

    @property
    def discipline(self) -> str:
        """Main discipline."""

    @property
    def state(self) -> str:
        """Where the expert stands."""

    @property
    def kind(self) -> str:
        """Drawn as member or as reserve."""

    @property
    def title(self) -> str:
        """Professional title."""
