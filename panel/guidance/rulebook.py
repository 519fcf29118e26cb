"""The rulebook: each clause with what enforces it, and how much is enforced so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from panel.guidance.clauses import Clause, all_clauses
from panel.guidance.evidence import Evidence, evidence


@dataclass(frozen=True, slots=True)
class Row:
    """A clause, what enforces it (functions, then table constraints), and the tests that show it.

    `sentences` are the first docstring lines of the enforcing functions, without repetition.
    """

    clause: Clause
    enforced_by: tuple[str, ...]
    tests: tuple[str, ...]
    sentences: tuple[str, ...] = ()

    @property
    def is_enforced(self) -> bool:
        """Tell whether anything in the code or the tables enforces the clause."""
        return bool(self.enforced_by)


@dataclass(frozen=True, slots=True)
class Share:
    """How many rules of a scope are enforced, how many of those have a test, how many are left to people."""

    enforced: int
    tested: int
    by_hand: int
    total: int

    @property
    def percent(self) -> int:
        """Give the enforced share in whole percent, rounded down so that 100 means all."""
        return self.enforced * 100 // self.total if self.total else 0


def rulebook(found: Evidence | None = None) -> tuple[Row, ...]:
    """Give every clause with its evidence, in the order of the guidance."""
    found = evidence() if found is None else found
    return tuple(_row(clause, found) for clause in all_clauses())


def _row(clause: Clause, found: Evidence) -> Row:
    names = found.enforced_by.get(clause.id, [])
    sentences = dict.fromkeys(found.sentences.get(name, "") for name in names)
    return Row(
        clause=clause,
        enforced_by=(*names, *clause.constraints),
        tests=tuple(found.tests.get(clause.id, ())),
        sentences=tuple(sentence for sentence in sentences if sentence),
    )


def share(rows: Iterable[Row], scope: str) -> Share:
    """Count what is enforced among the rules of one scope, written and derived; readings and duties do not count."""
    rules = [row for row in rows if row.clause.is_rule and row.clause.scope == scope]
    return Share(
        enforced=sum(row.is_enforced for row in rules),
        tested=sum(row.is_enforced and bool(row.tests) for row in rules),
        by_hand=sum(bool(row.clause.by_hand) and not row.is_enforced for row in rules),
        total=len(rules),
    )


def select(
    rows: Iterable[Row], *, chapter: str = "", scope: str = "", state: str = "", words: str = ""
) -> tuple[Row, ...]:
    """Choose the rows of a chapter, a scope and a state (`enforced` or `open`) that hold every word.

    An empty choice is no limit.
    """
    limits = {(chapter, "chapter"), (scope, "scope"), (state, "state")}
    wanted = {(value, name) for value, name in limits if value}
    sought = words.lower().split()
    return tuple(row for row in rows if wanted <= _features(row) and all(word in _searchable(row) for word in sought))


def _features(row: Row) -> set[tuple[str, str]]:
    state = "enforced" if row.is_enforced else "open"
    return {(row.clause.chapter, "chapter"), (row.clause.scope, "scope"), (state, "state")}


def _searchable(row: Row) -> str:
    clause = row.clause
    return " ".join((clause.number, clause.path, clause.zh, clause.en, *row.enforced_by)).lower()


def as_json(rows: Iterable[Row]) -> dict[str, Any]:
    """Give the table as `expert-panel rulebook --json` prints it."""
    listed = tuple(rows)
    return {
        "rules": [_json_row(row) for row in listed if row.clause.is_rule],
        "readings": [_json_row(row) for row in listed if row.clause.kind == "reading"],
        "duties": [_json_row(row) for row in listed if row.clause.kind == "separation of duty"],
        "share": {scope: _json_share(share(listed, scope)) for scope in ("CENTRE", "SUPPORT")},
    }


def _json_row(row: Row) -> dict[str, Any]:
    clause = row.clause
    fields = {
        "id": clause.number,
        "scope": clause.scope,
        "enforced_by": list(row.enforced_by),
        "tests": list(row.tests),
    }
    fields |= {"path": clause.path, "kind": clause.kind, "zh": clause.zh, "en": clause.en}
    by_hand = {"by_hand": clause.by_hand, "by_hand_en": clause.by_hand_en}
    return fields | (by_hand if clause.by_hand else {})


def _json_share(counted: Share) -> dict[str, int]:
    return {
        "enforced": counted.enforced,
        "tested": counted.tested,
        "by_hand": counted.by_hand,
        "total": counted.total,
        "percent": counted.percent,
    }
