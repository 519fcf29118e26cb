"""Values of a written conclusion: its states, its parts, and the paper it is printed on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class ConclusionState(StrEnum):
    """The life of a conclusion (P33–P38)."""

    DRAFTED = "DRAFTED"
    IN_REVIEW = "IN_REVIEW"
    TO_SIGN = "TO_SIGN"
    SIGNED = "SIGNED"


class SignatureAct(StrEnum):
    """What a member did with the conclusion (P37, D-06, D-07)."""

    SIGN = "sign"
    SIGN_WITH_STATEMENT = "sign_with_statement"
    REFUSE = "refuse"
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as printed: no phone, no mail, nothing that does not belong in a document."""

    name: str
    employer: str
    discipline: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class RoundBlock:
    """A round as printed: who was on the roll, how they voted, what the rule made of it."""

    no: int
    opened_at: datetime
    closed_at: datetime
    roll: int
    cast: int
    needed: int
    tally: tuple[tuple[str, int], ...]
    majority_sentence: str
    trigger_sentences: tuple[str, ...]
    outcome: str
    review: str = ""


@dataclass(frozen=True, slots=True)
class DissentLine:
    """A minority opinion with its reasons (D-06)."""

    name: str
    option: str
    reasons: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """What a member did, when, and the statement added."""

    name: str
    act: str
    at: datetime | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class ConclusionPaper:
    """All that a printed conclusion says; every text is printed whole."""

    org_name: str
    number: str
    dated: date
    matter_title: str
    notice_no: str
    product: str
    producers: str
    information_level: str
    adjudication: str
    commission_no: str
    commissioned_on: date
    question: str
    options: tuple[str, ...]
    method: str
    selection: str
    lead: str
    members: tuple[MemberLine, ...]
    waivers: tuple[str, ...]
    materials: tuple[str, ...]
    inquiries: tuple[str, ...]
    rounds: tuple[RoundBlock, ...]
    analysis: str
    nature: str
    level: str
    level_reasons: str
    suggestions: tuple[str, ...]
    uncertainty: str
    dissents: tuple[DissentLine, ...]
    suggestion_sources: tuple[tuple[str, str], ...]
    signatures: tuple[SignatureLine, ...]
    drafter: str
    reviewer: str
    issuer: str
    is_single_expert: bool = False
    is_food: bool = False
    notes: tuple[str, ...] = field(default=())
