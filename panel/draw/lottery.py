"""The fair lottery: max-min fair chances for every expert of a pool, as exact whole numbers.

Ranges of disciplines and regions and a limit per employer form a network, whose fractional circulations are
mixtures of whole panels. So the best chances (leximin: first the smallest as large as can be, then the next)
come from a few linear programmes instead of a list of all panels. A programme is solved in floating point, but
only its border of tight limits is taken from it; the chance itself is worked out from that border in fractions,
and the whole table is checked in whole numbers before anybody sees it.

The aim is that of Flanigan and others, Nature 596 (2021); the form as a network with cuts is ours.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from panel.draw.network import Circulation
from panel.draw.programme import Programme
from panel.draw.verify_draw import (
    END,
    START,
    Broken,
    Cut,
    Group,
    Policy,
    Pool,
    check_fairness,
    check_weights,
    groups_of,
    level_of,
    regions_of,
)
from panel.guidance import cites
from panel.kernel.errors import PanelError


@cites("D-02", "D-17")
def weigh(pool: Pool, policy: Policy) -> dict[str, Any]:
    """每名专家被抽中的机会尽可能均等：先使最小的机会最大，再使次小的最大，依次类推。

    Gives the table of chances: `unit`, the `shares` by label (chance = share / unit), the `flows` from sets of
    disciplines to disciplines, the `levels` with the limits that settle each, and the labels of those who are in
    no valid panel at all (`unselectable`). Numbers are decimal strings, for they outgrow JSON's. The pool must
    allow a panel (`Seating.shortage`).
    """
    groups, employers = groups_of(pool), regions_of(pool)
    sizes = {group: len(labels) for group, labels in groups.items()}
    chances, levels = _levels(sizes, policy, employers)
    unit = lcm(*(chance.denominator for chance in chances.values()))
    shares = {label: int(chances[group] * unit) for group, labels in groups.items() for label in labels}
    weights = {
        "unit": str(unit),
        "shares": {label: str(share) for label, share in sorted(shares.items())},
        "flows": _flows(chances, sizes, policy, unit),
        "levels": levels,
        "unselectable": sorted(label for label, share in shares.items() if not share),
    }
    try:
        draw = {"pool": pool, "policy": policy, "weights": weights}
        check_weights(draw)
        check_fairness(draw)
    except Broken as broken:
        raise PanelError("DRAW_UNSOLVED", detail=str(broken)) from broken
    return weights


def _levels(
    sizes: Mapping[Group, int], policy: Policy, employers: Mapping[str, str]
) -> tuple[dict[Group, Fraction], list[dict[str, Any]]]:
    """Settle the chances level by level, from the smallest up; those that nothing limits are certain."""
    programme = Programme(sizes, policy, employers)
    settled = {group: Fraction(1) for group in sizes if group[2]}
    levels: list[dict[str, Any]] = []
    full = _full_bodies(sizes, policy, employers)
    nothing, leaving = level_of(full, policy, employers, sizes, settled)
    if nothing == 0:
        settled.update(dict.fromkeys(leaving, nothing))
        levels.append(_written(full, nothing))
    while len(settled) < len(sizes):
        tight = _tight(programme.solve(settled), sizes, policy, employers, settled)
        if not tight:
            settled.update({group: Fraction(1) for group in sizes if group not in settled})
        for cut, value in tight:
            again, leaving = level_of(cut, policy, employers, sizes, settled)
            if again == value:
                settled.update(dict.fromkeys(leaving, value))
                levels.append(_written(cut, value))
    return settled, levels


def _full_bodies(sizes: Mapping[Group, int], policy: Policy, employers: Mapping[str, str]) -> Cut:
    """Give the border around every employer and region whose seats are all taken by those who sit already.

    It settles at once what each further seat would otherwise need a programme for.
    """
    held: Counter[str] = Counter()
    for group, number in sizes.items():
        held[group[1]] += number if group[2] else 0
    by_region: Counter[str] = Counter()
    for name, number in held.items():
        by_region[employers[name]] += number
    regions = {name for name, (_least, most) in policy["regions"].items() if by_region[name] < most}
    closed = set(policy["regions"]) - regions
    able = {name for name, number in held.items() if number < policy["employer_max"] and employers[name] not in closed}
    return Cut(policy["disciplines"], able, regions, has_start=True, has_end=True)


def _tight(
    cuts: Sequence[Cut], sizes: Mapping[Group, int], policy: Policy, employers: Mapping[str, str],
    settled: Mapping[Group, Fraction],
) -> list[tuple[Cut, Fraction]]:  # fmt: skip
    """Give the cuts that allow least, with what they allow; none, where nothing but one seat a head is left."""
    values = [(cut, level_of(cut, policy, employers, sizes, settled)[0]) for cut in cuts]
    known = [(cut, value) for cut, value in values if value is not None and value <= 1]
    least = min((value for _cut, value in known), default=None)
    return [(cut, value) for cut, value in known if value == least]


def _written(cut: Cut, value: Fraction) -> dict[str, Any]:
    return {
        "value": str(value), "disciplines": sorted(cut.disciplines), "employers": sorted(cut.employers),
        "regions": sorted(cut.regions), "start": cut.has_start, "end": cut.has_end,
    }  # fmt: skip


def _flows(chances: Mapping[Group, Fraction], sizes: Mapping[Group, int], policy: Policy, unit: int) -> list[list[Any]]:
    """Work out, in whole numbers, what each set of disciplines gives to each discipline."""
    wanted: Counter[tuple[str, ...]] = Counter()
    for group, chance in chances.items():
        wanted[group[0]] += int(chance * unit) * sizes[group]
    edges: dict[tuple[tuple[str, ...], str], int] = {}
    net, total = Circulation(), sum(wanted.values())
    for name, (least, most) in policy["disciplines"].items():
        net.add(START, ("discipline", name), least * unit, most * unit)
    for names, amount in sorted(wanted.items()):
        for name in names:
            edges[names, name] = net.add(("discipline", name), ("set", *names), 0, total)
        net.add(("set", *names), END, amount, amount)
    net.add(END, START, total, total)
    net.mend(range(len(net.ends)))
    return [[list(names), name, str(net.flow[edge])] for (names, name), edge in sorted(edges.items()) if net.flow[edge]]
