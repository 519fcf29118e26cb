"""The clauses this system carries out: what must hold, where it is written, how near the centre it is."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SCOPES = ("CENTRE", "SUPPORT", "CONTEXT")
KINDS = (
    "hard",
    "in-principle",
    "duty",
    "deadline",
    "role",
    "permission",
    "data item",
    "derived",
    "reading",
    "separation of duty",
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in our words.

    `id` is `2.4.2-g` for a rule of the guidance, `D-05` for a derived rule, `A-09` for a reading and
    `S-03` for a separation of duty; `path` is the place in the guidance; `constraints` are the table
    constraints that enforce it; `by_hand` and `by_hand_en` say who fulfils it where only people can.
    """

    id: str
    path: str
    kind: str
    scope: str
    zh: str
    en: str
    constraints: tuple[str, ...] = ()
    by_hand: str = ""
    by_hand_en: str = ""

    @property
    def is_rule(self) -> bool:
        """Tell whether it is a rule, written or derived, rather than a reading or a duty."""
        return self.kind not in {"reading", "separation of duty"}

    @property
    def number(self) -> str:
        """Give the number as it is quoted outside: rules of the guidance with their `R-`."""
        return f"R-{self.id}" if self.id[0].isdigit() else self.id

    @property
    def chapter(self) -> str:
        """Give the chapter: `0` the covering notice, `1` to `5` the guidance, or `D`, `A`, `S`."""
        return self.id[0]

    def says(self, language: str = "zh") -> str:
        """Say the clause in a language: `en` is English, anything else Chinese."""
        return self.en if language.startswith("en") else self.zh

    def left_to(self, language: str = "zh") -> str:
        """Say in a language who fulfils the clause by hand; nothing where software can."""
        return self.by_hand_en if language.startswith("en") else self.by_hand


@cache
def all_clauses() -> tuple[Clause, ...]:
    """Give every clause in the order of the file; an id that stands twice is a ValueError."""
    text = files("panel.guidance").joinpath("clauses.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)["clause"]
    found = tuple(Clause(**table | {"constraints": tuple(table.get("constraints", ()))}) for table in tables)
    if len({clause.id for clause in found}) != len(found):
        raise ValueError("two clauses share an id")
    return found


@cache
def _by_id() -> dict[str, Clause]:
    return {clause.id: clause for clause in all_clauses()}


def get_clause(clause_id: str) -> Clause:
    """Give a clause by its id, with or without `R-`; an unknown id is a KeyError."""
    return _by_id()[clause_id.removeprefix("R-")]


def is_clause(clause_id: str) -> bool:
    """Tell whether there is such a clause."""
    return clause_id.removeprefix("R-") in _by_id()
