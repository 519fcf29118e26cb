"""Values of a draw: what it is for, who reveals, and what a panel must look like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DrawKind(StrEnum):
    """How seats were filled: by lot, or by direct appointment (D-02)."""

    RANDOM = "random"
    DIRECT = "direct"


class Method(StrEnum):
    """How the lot is cast: by max-min fair chances, or down a random line where further rules need it."""

    LEXIMIN = "leximin"
    PRIORITY = "priority"


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


class Party(StrEnum):
    """The two who commit beforehand and reveal: the secretary who draws, the official who witnesses (S-12)."""

    ORGANISER = "organiser"
    WITNESS = "witness"


class Kept(StrEnum):
    """Where a party's secret lies: sealed in the system, or with the party, a sealed envelope with the approver."""

    SYSTEM = "system"
    OWN = "own"


class Via(StrEnum):
    """How a link came to light: by the party's own act, or from the deposit after a refusal."""

    PARTY = "party"
    DEPOSIT = "deposit"


Range = tuple[int, int | None]
"""Seats at least and at most; None where nothing limits them from above."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two experts, by their codes, who may not sit together, and why."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class Quotas:
    """What a commission asks of a panel beyond its size: ranges of seats by code, and further rules.

    `employer_max` is stricter than the general limit or None. `senior_min` counts senior titles across all
    disciplines, `insider_max` people from inside the system; both and `apart` go beyond a network of seats.
    """

    disciplines: Mapping[str, Range] = field(default_factory=dict)
    regions: Mapping[str, Range] = field(default_factory=dict)
    employer_max: int | None = None
    senior_min: int = 0
    insider_max: int | None = None
    apart: tuple[Pair, ...] = ()

    @property
    def method(self) -> Method:
        """Give how a panel under these quotas is drawn."""
        is_beyond = bool(self.senior_min or self.apart) or self.insider_max is not None
        return Method.PRIORITY if is_beyond else Method.LEXIMIN

    def as_json(self) -> dict[str, Any]:
        """Give the quotas as a JSON value."""
        return {
            "disciplines": {code: list(bounds) for code, bounds in self.disciplines.items()},
            "regions": {code: list(bounds) for code, bounds in self.regions.items()},
            "employer_max": self.employer_max,
            "senior_min": self.senior_min,
            "insider_max": self.insider_max,
            "apart": [[pair.first, pair.second, pair.reason] for pair in self.apart],
        }


def quotas_of(value: Mapping[str, Any]) -> Quotas:
    """Read quotas back from a JSON value; an empty one asks for nothing."""
    return Quotas(
        {code: (least, most) for code, (least, most) in value.get("disciplines", {}).items()},
        {code: (least, most) for code, (least, most) in value.get("regions", {}).items()},
        value.get("employer_max"),
        value.get("senior_min", 0),
        value.get("insider_max"),
        tuple(Pair(*pair) for pair in value.get("apart", ())),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draw must give: seats and reserves to be drawn, beside `seated` who sit already, under the quotas.

    `main_at_least` seats of the whole panel go to the main discipline, `employer_at_most` to any one employer.
    Where the quotas limit disciplines, seats are given to the `admitted` ones only; empty admits all.
    """

    seats: int
    reserves: int
    main_discipline: str
    main_at_least: int
    employer_at_most: int
    quotas: Quotas = Quotas()
    admitted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no valid panel can be drawn: seats needed and seats possible, and the limits that clash."""

    needed: int
    most: int
    limits: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a draw under given quotas would meet with: who could be drawn, by which method, what clashes if anything.

    `limits` is in words, empty where a panel can be seated.
    """

    method: Method
    eligible: int
    disciplines: Mapping[str, int]
    regions: Mapping[str, int]
    needed: int = 0
    most: int = 0
    limits: str = ""


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """What the record of a draw says on paper (F-04); every text is in words already."""

    number: str
    title: str
    no: int
    drawn_at: str
    way: str
    reason: str
    conditions: tuple[str, ...]
    method: str
    eligible: int
    excluded: tuple[tuple[str, int], ...]
    pool_sha256: str
    weights_sha256: str
    record_sha256: str
    steps: tuple[tuple[str, str], ...]
    """What happened, in words, and the digest or password that became public with it, which may be empty."""
    chosen: tuple[tuple[str, str, str, str, str], ...]
    """Rows of name, employer, disciplines, kind, chance, in the order of the draw."""
    drawn_by: str
    witnessed_by: str
    opened_by: str
    """Who opened a deposit, where a party did not reveal."""
    approved_by: str
