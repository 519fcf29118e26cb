"""The quota network of a pool: whether a panel can be seated, and which limits clash where it cannot.

Nodes: start - disciplines - sets of disciplines - employers - regions - end, and a return from end to start that
carries exactly as many seats as the panel has. Whole panels are the whole-numbered circulations.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from panel.draw.verify_draw import END, START, Cut, Limit, Node, Policy, Pool, group_of


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why no panel can be seated: what is demanded across a border of limits, what can be had, and the limits.

    First the limits that demand seats, then those that forbid them; `pool_max` counts the people there are.
    """

    needed: int
    most: int
    limits: tuple[Limit, ...]


class Circulation:
    """A whole-numbered circulation that is mended edge by edge until every lower limit holds."""

    def __init__(self) -> None:
        """Begin without edges."""
        self.ends: list[tuple[Node, Node]] = []
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.flow: list[int] = []
        self._at: dict[Node, list[int]] = defaultdict(list)

    def add(self, tail: Node, head: Node, lower: int, upper: int) -> int:
        """Add an edge with its limits and give its number."""
        edge = len(self.ends)
        self.ends.append((tail, head))
        self.lower.append(lower)
        self.upper.append(upper)
        self.flow.append(0)
        self._at[tail].append(edge)
        self._at[head].append(edge)
        return edge

    def mend(self, edges: Iterable[int]) -> set[Node] | None:
        """Raise edges to their lower limits; give the nodes beyond which nothing more can go, or None when done."""
        for edge in edges:
            while self.flow[edge] < self.lower[edge]:
                if (stuck := self._raise(edge)) is not None:
                    return stuck
        return None

    def _raise(self, edge: int) -> set[Node] | None:
        """Send more through an edge, around a cycle of edges with room: as much as goes and as is lacking."""
        tail, head = self.ends[edge]
        came: dict[Node, tuple[int, int]] = {head: (-1, 0)}
        waiting = deque([head])
        while waiting and tail not in came:
            node = waiting.popleft()
            for other in self._at[node]:
                start, end = self.ends[other]
                if start == node and end not in came and self.flow[other] < self.upper[other]:
                    came[end] = (other, 1)
                    waiting.append(end)
                elif end == node and start not in came and self.flow[other] > self.lower[other]:
                    came[start] = (other, -1)
                    waiting.append(start)
        if tail not in came:
            return set(came)
        cycle, node = [(edge, 1)], tail
        while node != head:
            other, sign = came[node]
            cycle.append((other, sign))
            node = self.ends[other][0 if sign > 0 else 1]
        lacking = self.lower[edge] - self.flow[edge]
        amount = min(lacking, *(self._room(one, sign) for one, sign in cycle))
        for one, sign in cycle:
            self.flow[one] += sign * amount
        return None

    def _room(self, edge: int, sign: int) -> int:
        """Give how much an edge can still take or give back."""
        return self.upper[edge] - self.flow[edge] if sign > 0 else self.flow[edge] - self.lower[edge]


class Seating:
    """The circulation of one pool: seats given so far, and whether the rest can still be seated."""

    def __init__(self, pool: Pool, policy: Policy) -> None:
        """Build the network; those who sit already are seated first."""
        self.policy, self._net = policy, Circulation()
        self.employers = {one["employer"]: one["region"] for one in pool}
        self._size: dict[Any, int] = defaultdict(int)
        for one in pool:
            self._size[group_of(one)] += 1
        self._edge = self._build()

    def _build(self) -> dict[Any, int]:
        net, size = self._net, self.policy["size"]
        self._return = net.add(END, START, size, size)
        for name, (least, most) in self.policy["disciplines"].items():
            net.add(START, ("discipline", name), least, most)
        for names in {group[0] for group in self._size}:
            for name in names:
                net.add(("discipline", name), ("set", *names), 0, size)
        edges = {
            group: net.add(("set", *group[0]), ("employer", group[1]), count if group[2] else 0, count)
            for group, count in sorted(self._size.items())
        }
        for name, region in self.employers.items():
            beyond = ("region", region) if region in self.policy["regions"] else END
            net.add(("employer", name), beyond, 0, self.policy["employer_max"])
        for name, (least, most) in self.policy["regions"].items():
            net.add(("region", name), END, least, most)
        return edges

    def shortage(self) -> Shortage | None:
        """Give what stands against any panel at all, or None where one can be seated."""
        stuck = self._net.mend(range(len(self._net.ends)))
        return None if stuck is None else self._shortage(stuck)

    def take(self, one: Mapping[str, Any]) -> Shortage | None:
        """Seat a candidate for good, or leave the candidate out for good and give what stands against it."""
        edge = self._edge[group_of(one)]
        self._net.lower[edge] += 1
        stuck = self._net.mend([edge])
        if stuck is None:
            return None
        self._net.lower[edge] -= 1
        self._net.upper[edge] -= 1
        return self._shortage(stuck)

    def _shortage(self, stuck: set[Node]) -> Shortage:
        """Put the border of the nodes that can be reached no more into limits."""
        cut = Cut(
            {name for name in self.policy["disciplines"] if ("discipline", name) not in stuck},
            {name for name in self.employers if ("employer", name) not in stuck},
            {name for name in self.policy["regions"] if ("region", name) not in stuck},
            START not in stuck, END not in stuck,
        )  # fmt: skip
        most, needed = cut.around_limits(self.policy, self.employers)
        spare = 0
        for group, edge in self._edge.items():
            side = cut.side_of(group)
            needed += self._net.lower[edge] if side > 0 else 0
            spare += self._net.upper[edge] if side < 0 else 0
        border = [limit for limit in cut.border(self.policy, self.employers) if limit[2] or limit[0].endswith("_max")]
        pool = [("pool_max", "", spare)] if spare else []
        return Shortage(needed, most + spare, (*sorted(border, key=_is_forbidding), *pool))


def _is_forbidding(limit: Limit) -> bool:
    return limit[0].endswith("_max")
