"""Values of investigations, of the warning question, and of the ways on from findings."""

from dataclasses import dataclass
from enum import StrEnum


class InvestigationState(StrEnum):
    """The life of an investigation: planned, approved or sent back, filed."""

    PLANNED = "PLANNED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    FILED = "FILED"


class WarningAnswer(StrEnum):
    """The answers to the question of clause 二(五)三."""

    WARNING = "warning"
    PRECAUTION = "precaution"
    NOT_NEEDED = "not_needed"


class OtherMode(StrEnum):
    """What may follow an investigation instead of another vote of this panel (clause 2.4.2-m)."""

    WORK = "work"
    TECHNICAL = "technical"
    NEW_PANEL = "expert"


@dataclass(frozen=True, slots=True)
class Plan:
    """An investigation's plan as typed (form F-15)."""

    questions: tuple[str, ...]
    scope: str
    method: str
    schedule: str
    team: tuple[str, ...]
    is_joint: bool = False
    partners: str = ""
    lead_name: str = ""
    lead_unit: str = ""
    lead_post: str = ""
    lead_phone: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What an investigation found, question by question (form F-16)."""

    answers: tuple[str, ...]
    course: str
    unresolved: str
    analysis: str
    suggestions: str = ""
    authors: tuple[str, ...] = ()
