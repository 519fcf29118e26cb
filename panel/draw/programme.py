"""The linear programme of one level: the greatest chance that all whose chance is open can have at once.

Columns: what each open group has beyond the common chance, what each set of disciplines gives to each discipline,
and the common chance itself. Rows: sets, disciplines, employers, regions, all seats, and the groups that would
have more than one seat a head. Amounts are scaled so that the average chance of the pool is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from panel.draw.verify_draw import Cut, Group, Policy
from panel.kernel.errors import PanelError

NEAR = 1e-9  # what floating point may be off by; every chance is made exact afterwards


class Programme:
    """The programme of a pool, solved once per level with the chances settled so far."""

    def __init__(self, sizes: Mapping[Group, int], policy: Policy, employers: Mapping[str, str]) -> None:
        """Lay out groups, sets, disciplines, employers and regions as numbers."""
        self.groups, self.policy = list(sizes), policy
        self.count = np.array([sizes[group] for group in self.groups], float)
        self.scale = float(self.count.sum()) / policy["size"]
        self.sets = sorted({group[0] for group in self.groups})
        self.disciplines, self.regions = list(policy["disciplines"]), list(policy["regions"])
        self.employers = list(employers)
        self.set_of = _places(self.sets, [group[0] for group in self.groups])
        self.employer_of = _places(self.employers, [group[1] for group in self.groups])
        self.region_of_employer = _places(self.regions, [employers[name] for name in self.employers])
        self.region_of = self.region_of_employer[self.employer_of]
        pairs = [(place, name) for place, names in enumerate(self.sets) for name in names]
        self.flow_set = np.array([place for place, _name in pairs])
        self.flow_discipline = _places(self.disciplines, [name for _place, name in pairs])
        widths = [len(self.sets), len(self.disciplines), len(self.employers), len(self.regions), 1]
        self.row = np.concatenate([[0], np.cumsum(widths)])

    def solve(self, settled: Mapping[Group, Fraction], full: frozenset[int] = frozenset()) -> list[Cut]:
        """Give the borders of tight limits at the optimum; on one of them at least the level hangs.

        `full` are the groups that may not have more than one seat a head; the others are looked at afterwards.
        """
        is_open = np.array([group not in settled for group in self.groups])
        owed = np.array([float(settled.get(group, 0)) for group in self.groups]) * self.count * self.scale
        opened = np.flatnonzero(is_open)
        bounded = np.array(sorted(place for place in full if is_open[place]), int)
        matrix, lower, upper = self._rows(opened, owed, bounded)
        answer, prices = _solve(matrix, lower, upper)
        amount = owed.copy()
        amount[opened] = self.count[opened] * answer[-1] + answer[: len(opened)]
        over = {int(place) for place in np.flatnonzero(is_open & (amount > self.count * self.scale * (1 + NEAR)))}
        if over - full:
            return self.solve(settled, full | over)
        return list(self._cuts(prices))

    def _rows(self, opened: Any, owed: Any, bounded: Any) -> tuple[Any, Any, Any]:
        sets, disciplines, employers, regions, total, end = self.row
        columns = len(opened) + len(self.flow_set)
        region = self.region_of[opened]
        inside = region >= 0
        amounts = np.arange(len(opened))
        flows = len(opened) + np.arange(len(self.flow_set))
        entries = [
            (sets + self.set_of[opened], amounts, 1.0),
            (sets + self.flow_set, flows, -1.0),
            (disciplines + self.flow_discipline, flows, 1.0),
            (employers + self.employer_of[opened], amounts, 1.0),
            (regions + region[inside], amounts[inside], 1.0),
            (np.full(len(opened), total), amounts, 1.0),
            (end + np.arange(len(bounded)), np.searchsorted(opened, bounded), 1.0),
        ]
        heights = int(end) + len(bounded)
        rows = np.concatenate([row for row, _column, _value in entries])
        places = np.concatenate([column for _row, column, _value in entries])
        values = np.concatenate([np.full(len(row), value) for row, _column, value in entries])
        plain = coo_array((values, (rows, places)), shape=(heights, columns)).tocsr()
        heads = np.zeros(columns)
        heads[: len(opened)] = self.count[opened]
        level = coo_array((plain @ heads).reshape(-1, 1))
        lower, upper = self._limits(owed)
        room = self.count[bounded] * self.scale
        matrix = coo_array(_beside(plain, level)).tocsr()
        return matrix, np.concatenate([lower, np.full(len(bounded), -np.inf)]), np.concatenate([upper, room])

    def _limits(self, owed: Any) -> tuple[Any, Any]:
        """Give the least and the greatest sum of each row, less what the settled groups already have."""
        policy, inside = self.policy, self.region_of >= 0
        by_set = np.bincount(self.set_of, owed, len(self.sets))
        by_employer = np.bincount(self.employer_of, owed, len(self.employers))
        by_region = np.bincount(self.region_of[inside], owed[inside], len(self.regions))[: len(self.regions)]
        disciplines = np.array([policy["disciplines"][name] for name in self.disciplines], float).reshape(-1, 2)
        regions = np.array([policy["regions"][name] for name in self.regions], float).reshape(-1, 2)
        seats = [policy["size"] * self.scale - owed.sum()]
        lower = [-by_set, disciplines[:, 0] * self.scale, np.full(len(self.employers), -np.inf)]
        upper = [-by_set, disciplines[:, 1] * self.scale, policy["employer_max"] * self.scale - by_employer]
        lower += [regions[:, 0] * self.scale - by_region, seats]
        upper += [regions[:, 1] * self.scale - by_region, seats]
        return np.concatenate(lower), np.concatenate(upper)

    def _cuts(self, prices: Any) -> Iterator[Cut]:
        """Read the prices as heights of the nodes; each step between two heights is a border of tight limits."""
        _sets, disciplines, employers, regions, total, _end = self.row
        start = prices[total]
        height_d = start + prices[disciplines:employers]
        height_r = -prices[regions:total]
        beyond = np.append(height_r, 0.0)[self.region_of_employer]  # -1, no region, takes the last: the end
        height_e = beyond - prices[employers:regions]
        heights = np.unique(np.concatenate([[0.0, start], height_d, height_r, height_e]))
        least_step = NEAR + 1e-6 * float(np.abs(heights).max())
        for low, high in pairwise(heights):
            if high - low > least_step:
                middle = (low + high) / 2
                yield Cut(
                    _named(self.disciplines, height_d > middle), _named(self.employers, height_e > middle),
                    _named(self.regions, height_r > middle), bool(start > middle), bool(middle < 0),
                )  # fmt: skip


def _places(names: Sequence[Any], wanted: Sequence[Any]) -> Any:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place.get(name, -1) for name in wanted], int)


def _named(names: Sequence[str], chosen: Any) -> list[str]:
    return [name for name, is_chosen in zip(names, chosen, strict=True) if is_chosen]


def _beside(plain: Any, column: Any) -> Any:
    plain, column = plain.tocoo(), column.tocoo()
    rows = np.concatenate([plain.row, column.row])
    columns = np.concatenate([plain.col, np.full(len(column.row), plain.shape[1])])
    values = np.concatenate([plain.data, column.data])
    return values, (rows, columns)


def _solve(matrix: Any, lower: Any, upper: Any) -> tuple[Any, Any]:
    """Raise the last column as far as it goes; give the columns and the price of each row."""
    is_equal = lower == upper
    above, below = (upper < np.inf) & ~is_equal, (lower > -np.inf) & ~is_equal
    aim = np.zeros(matrix.shape[1])
    aim[-1] = -1.0
    answer = linprog(
        aim, A_ub=vstack([matrix[above], -matrix[below]]), b_ub=np.concatenate([upper[above], -lower[below]]),
        A_eq=matrix[is_equal], b_eq=lower[is_equal], bounds=(0, None), method="highs-ds",
    )  # fmt: skip
    if answer.status != 0:
        raise PanelError("DRAW_UNSOLVED", detail=answer.message)
    prices = np.zeros(len(lower))
    count = int(above.sum())
    prices[above] -= answer.ineqlin.marginals[:count]
    prices[below] += answer.ineqlin.marginals[count:]
    prices[is_equal] = -answer.eqlin.marginals
    return answer.x, prices
