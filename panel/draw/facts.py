"""Values of a draw: candidates without names, what is wanted, and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class DrawKind(StrEnum):
    """How seats were filled: by lot, or by direct appointment (D-02)."""

    RANDOM = "random"
    DIRECT = "direct"


class Purpose(StrEnum):
    """What a draw is for: the panel's first one, another in its place, or further seats."""

    FIRST = "first"
    AGAIN = "again"
    ADDED = "added"


class DrawState(StrEnum):
    """Where a draw stands: the pool is frozen, the draw is done, or it was given up undone."""

    PREPARED = "prepared"
    DONE = "done"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What became of a candidate in the order of the draw."""

    MEMBER = "member"
    RESERVE = "reserve"
    SKIPPED_EMPLOYER = "skipped_employer"
    SKIPPED_MAIN = "skipped_main"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An eligible expert behind a label; nothing here names the person."""

    label: str
    discipline: str
    second_discipline: str
    employer: str

    def has_discipline(self, code: str) -> bool:
        """Tell whether a discipline is the candidate's main or second one."""
        return code in {self.discipline, self.second_discipline}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draw must give: seats, reserves, and the two limits.

    `main_at_least` seats go to the main discipline, `employer_at_most` to any one employer; both
    count the `fixed` members who sit already. `seats` are the ones to be drawn.
    """

    seats: int
    reserves: int
    main_discipline: str
    main_at_least: int
    employer_at_most: int
    fixed: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no valid panel can be drawn: a refusal code and the facts of its sentence."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One candidate in the order of the draw: place from 1, position on the hash line, outcome."""

    place: int
    label: str
    position: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DrawResult:
    """What a draw gave: labels of members and reserves in order, and every step."""

    members: tuple[str, ...]
    reserves: tuple[str, ...]
    steps: Sequence[Step]
