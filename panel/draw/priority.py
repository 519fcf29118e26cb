"""Drawing by order: down the line, each candidate is taken whose taking still allows a whole panel.

For rules that the network cannot express (seniors across disciplines, insiders, people who may not sit together).
Whether a panel is still possible is asked of an integer programme. The chances are nearly, not exactly, max-min
fair; the page says so.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from panel.draw.verify_draw import Candidate, Policy, Pool
from panel.guidance import cites
from panel.kernel.errors import PanelError

INFEASIBLE = 2
Kind = tuple[tuple[str, ...], str, bool, bool, str]
"""Candidates alike to every rule: disciplines, employer, senior, insider, and the label where pairs need it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Who was taken down the line, in order, and who was passed over on the way."""

    labels: list[str]
    passed: list[str]


@dataclass(slots=True)
class _Rows:
    """The rows of a programme, gathered as sums of columns between two bounds."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, columns: Mapping[int, float], least: float, most: float) -> None:
        """Bound a weighted sum of columns."""
        self.entries += [(len(self.lower), column, weight) for column, weight in columns.items()]
        self.lower.append(least)
        self.upper.append(most)

    def constraint(self, width: int) -> LinearConstraint:
        """Give the rows as the solver wants them."""
        rows, columns, values = zip(*self.entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.lower), width)).tocsc()
        return LinearConstraint(matrix, self.lower, self.upper)


class Completion:
    """The integer programme of a pool: whether those taken can be completed to a panel that keeps every rule."""

    def __init__(self, pool: Pool, policy: Policy) -> None:
        """Lay out kinds of candidates and rows; those who sit already are taken."""
        self.policy = policy
        self._paired = {label for pair in policy.get("rules", {}).get("apart", []) for label in pair}
        self._count = Counter(self.kind_of(one) for one in pool)
        self._kinds = sorted(self._count)
        self._taken = Counter(self.kind_of(one) for one in pool if one.get("fixed"))
        self._regions = {one["employer"]: one["region"] for one in pool}
        self._column = {kind: place for place, kind in enumerate(self._kinds)}
        pairs = sorted({(kind[0], name) for kind in self._kinds for name in kind[0]})
        self._flow = {pair: len(self._kinds) + place for place, pair in enumerate(pairs)}
        self._width = len(self._kinds) + len(pairs)
        self._limits = self._rows().constraint(self._width)
        self._plan: Counter[Kind] = Counter()
        self._refused: set[Kind] = set()

    def kind_of(self, one: Candidate) -> Kind:
        """Give the kind of a candidate."""
        label = one["label"] if one["label"] in self._paired else ""
        return (
            tuple(one["disciplines"]), one["employer"], bool(one.get("senior")), bool(one.get("insider")), label,
        )  # fmt: skip

    def _rows(self) -> _Rows:
        rows, policy = _Rows(), self.policy
        size, rules = policy["size"], policy.get("rules", {})
        self._network(rows)
        seniors = self._chosen(lambda kind: kind[2])
        insiders = self._chosen(lambda kind: kind[3])
        if rules.get("senior_min"):
            rows.add(seniors, rules["senior_min"], size)
        if "insider_max" in rules:
            rows.add(insiders, 0, rules["insider_max"])
        present = {kind[4] for kind in self._kinds}
        for first, second in rules.get("apart", []):
            if {first, second} <= present:
                rows.add(self._chosen(lambda kind, pair=(first, second): kind[4] in pair), 0, 1)
        return rows

    def _network(self, rows: _Rows) -> None:
        policy, size = self.policy, self.policy["size"]
        rows.add(self._chosen(lambda _kind: True), size, size)
        by_employer: dict[str, dict[int, float]] = defaultdict(dict)
        by_region: dict[str, dict[int, float]] = defaultdict(dict)
        by_set: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
        by_discipline: dict[str, dict[int, float]] = defaultdict(dict)
        for kind, column in self._column.items():
            by_employer[kind[1]][column] = by_region[self._regions[kind[1]]][column] = by_set[kind[0]][column] = 1
        for (names, name), column in self._flow.items():
            by_set[names][column] = -1
            by_discipline[name][column] = 1
        for columns in by_employer.values():
            rows.add(columns, 0, policy["employer_max"])
        for columns in by_set.values():
            rows.add(columns, 0, 0)
        for name, (least, most) in policy["disciplines"].items():
            rows.add(by_discipline[name], least, most)
        for name, (least, most) in policy["regions"].items():
            rows.add(by_region[name], least, most)

    def _chosen(self, is_wanted: Any) -> dict[int, float]:
        return {column: 1.0 for kind, column in self._column.items() if is_wanted(kind)}

    def is_possible(self) -> bool:
        """Tell whether those taken so far can be completed; remembers the completion it found."""
        least = [self._taken[kind] for kind in self._kinds] + [0] * len(self._flow)
        most = [self._count[kind] for kind in self._kinds] + [self.policy["size"]] * len(self._flow)
        answer = milp(
            np.zeros(self._width), constraints=self._limits, bounds=Bounds(least, most),
            integrality=np.concatenate([np.ones(len(self._kinds)), np.zeros(len(self._flow))]),
        )  # fmt: skip
        if answer.status == INFEASIBLE:
            return False
        if answer.status != 0:
            raise PanelError("DRAW_UNSOLVED", detail=answer.message)
        seats = np.rint(answer.x[: len(self._kinds)]).astype(int)
        self._plan = Counter({kind: int(number) for kind, number in zip(self._kinds, seats, strict=True) if number})
        return True

    def take(self, one: Candidate) -> bool:
        """Take a candidate for good if a whole panel is still possible, or leave the candidate out for good."""
        kind = self.kind_of(one)
        if kind in self._refused:  # with more people taken nothing becomes possible that was not
            return False
        self._taken[kind] += 1
        if self._plan[kind] >= self._taken[kind] or self.is_possible():
            return True
        self._taken[kind] -= 1
        self._refused.add(kind)
        return False


@cites("D-02", "D-03", "D-17")
def take_in_order(line: Sequence[Candidate], pool: Pool, policy: Policy) -> Taken:
    """按次序逐一确定：确定后仍能组成符合全部条件的专家组的才确定，否则跳过并记录。

    The pool must allow a panel at all (`Completion.is_possible`).
    """
    completion = Completion(pool, policy)
    wanted = policy["size"] - sum(bool(one.get("fixed")) for one in pool)
    taken = Taken([], [])
    for one in line:
        if len(taken.labels) == wanted:
            break
        (taken.labels if completion.take(one) else taken.passed).append(one["label"])
    return taken
