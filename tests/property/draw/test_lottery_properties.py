"""The lottery against a second reading over all panels, and the rounding against its own chances."""

import itertools
import math
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from panel.draw.lottery import weigh
from panel.draw.network import Seating
from panel.draw.priority import Completion, take_in_order
from panel.draw.verify_draw import Stream, line_of, round_weights
from tests.support.lots import candidate, nine_of, policy, roster

Pool = list[dict[str, Any]]
POOLS, NEAR = 200, 1e-7


def keeps(members: Pool, asked: dict[str, Any]) -> bool:
    """Read the limits a second time: somebody's discipline is any one of theirs, all ways are tried."""
    labels = {one["label"] for one in members}
    homes = Counter(one["region"] for one in members)
    rules = asked.get("rules", {})
    ways = itertools.product(*(one["disciplines"] for one in members))
    return (
        len(labels) == asked["size"]
        and max(Counter(one["employer"] for one in members).values()) <= asked["employer_max"]
        and all(least <= homes[name] <= most for name, (least, most) in asked["regions"].items())
        and sum("senior" in one for one in members) >= rules.get("senior_min", 0)
        and sum("insider" in one for one in members) <= rules.get("insider_max", 99)
        and not any(set(pair) <= labels for pair in rules.get("apart", []))
        and any(
            all(least <= Counter(way)[name] <= most for name, (least, most) in asked["disciplines"].items())
            for way in ways
        )
    )


def panels_of(pool: Pool, asked: dict[str, Any]) -> list[frozenset[str]]:
    """Give every panel that keeps the limits."""
    seated = [one for one in pool if one.get("fixed")]
    free = [one for one in pool if not one.get("fixed")]
    found = []
    for chosen in itertools.combinations(free, max(0, asked["size"] - len(seated))):
        if keeps([*seated, *chosen], asked):
            found.append(frozenset(one["label"] for one in (*seated, *chosen)))
    return found


def fairest(labels: list[str], panels: list[frozenset[str]]) -> dict[str, float]:
    """Work out max-min fair chances from the list of all panels, one programme for each person at each level."""
    member = np.array([[label in panel for panel in panels] for label in labels], float)
    settled: dict[int, float] = {}
    one = np.ones((1, len(panels)))
    while len(settled) < len(labels):
        free = [place for place in range(len(labels)) if place not in settled]
        known = [place for place in range(len(labels)) if place in settled]
        column = np.array([[1.0]] * len(free) + [[0.0]] * len(known))
        rows = np.hstack([-member[free + known], column])
        bounds = [0.0] * len(free) + [-settled[place] + NEAR / 100 for place in known]
        aim = np.append(np.zeros(len(panels)), -1.0)
        level = linprog(aim, A_ub=rows, b_ub=bounds, A_eq=np.hstack([one, [[0.0]]]), b_eq=[1.0]).x[-1]
        floor = np.array([settled.get(place, level) - NEAR / 100 for place in range(len(labels))])
        stuck = [
            place
            for place in free
            if -linprog(-member[place], A_ub=-member, b_ub=-floor, A_eq=one, b_eq=[1.0]).fun < level + 1e-5
        ]
        assert stuck
        settled |= dict.fromkeys(stuck, level)
    return {labels[place]: value for place, value in settled.items()}


def small_pools(seed: int) -> Iterator[tuple[Pool, dict[str, Any]]]:
    """Make small pools with all kinds of limits, some of which clash."""
    lots = random.Random(seed)
    while True:
        employers = "XYZWVU"[: lots.randint(2, 6)]
        home = {name: lots.choice("12") for name in employers}
        names = "ABC"[: lots.randint(1, 3)]
        size = lots.choice([2, 3, 3, 4, 5])
        pool = []
        for number in range(lots.randint(4, 10)):
            employer = lots.choice(employers)
            codes = "".join(sorted(set(lots.choices(names, k=lots.choice([1, 1, 2])))))
            pool.append(candidate(f"m{number}", codes, employer, home[employer]))
        if lots.random() < 0.25:
            lots.choice(pool)["fixed"] = True
        ranges = {}
        for name in names:
            least = lots.randint(0, 1)
            ranges[name] = [least, lots.randint(max(1, least), size)]
        regions = {"1": [lots.randint(0, 1), lots.randint(1, size)]} if lots.random() < 0.5 else {}
        limit = lots.choice([1, 1, 2])
        yield pool, policy(pool, size=size, employer_max=limit, disciplines=ranges, regions=regions)


@pytest.mark.clause("D-02", "D-17")
@pytest.mark.parametrize("part", range(4))
def test_the_chances_of_small_pools_equal_those_over_all_panels(part: int) -> None:
    compared = 0
    for pool, asked in small_pools(part):
        panels, shortage = panels_of(pool, asked), Seating(pool, asked).shortage()
        assert (shortage is None) == bool(panels)
        if shortage is not None:
            assert shortage.most < shortage.needed
            continue
        weights = weigh(pool, asked)
        expected = fairest([one["label"] for one in pool], panels)
        for label, share in weights["shares"].items():
            assert math.isclose(int(share) / int(weights["unit"]), expected[label], abs_tol=NEAR * 10)
        compared += 1
        if compared == POOLS // 4:
            return


@pytest.mark.clause("D-02")
@pytest.mark.parametrize("part", range(5))
def test_a_hundred_thousand_draws_keep_every_limit_and_the_chances(part: int) -> None:
    """Fifty pools in five parts, two thousand draws each; frequencies within 4.5 standard errors."""
    tried, draws = 0, 2_000
    for pool, asked in small_pools(100 + part):
        if Seating(pool, asked).shortage() is not None:
            continue
        weights, panels = weigh(pool, asked), set(panels_of(pool, asked))
        seated = frozenset(one["label"] for one in pool if one.get("fixed"))
        counted: Counter[str] = Counter()
        for number in range(draws):
            drawn = round_weights(pool, asked, weights, Stream(f"{part} {tried} {number}".encode()))
            assert seated | set(drawn) in panels
            counted.update(drawn)
        for one in pool:
            chance = Fraction(int(weights["shares"][one["label"]]), int(weights["unit"]))
            if one["label"] not in seated:
                error = math.sqrt(float(chance * (1 - chance)) / draws)
                assert abs(counted[one["label"]] / draws - chance) <= 4.5 * error
        tried += 1
        if tried == 10:
            return


@pytest.mark.clause("D-02")
def test_six_thousand_draws_of_nine_from_two_hundred_keep_every_quota() -> None:
    """Never ten of nine: start and end of the network are two nodes."""
    pool = roster(200, 60, seed=15)
    asked = nine_of(pool)
    weights, draws = weigh(pool, asked), 6_000
    by_label = {one["label"]: one for one in pool}
    counted: Counter[str] = Counter()
    for number in range(draws):
        drawn = round_weights(pool, asked, weights, Stream(f"fifteen {number}".encode()))
        if number % 20 == 0:
            assert keeps([by_label[label] for label in drawn], asked)
        assert len(drawn) == 9
        counted.update(drawn)
    for label, share in weights["shares"].items():
        chance = int(share) / int(weights["unit"])
        error = math.sqrt(chance * (1 - chance) / draws)
        assert abs(counted[label] / draws - chance) <= 4.5 * error


def test_drawing_by_order_takes_whoever_can_still_be_completed() -> None:
    lots = random.Random(9)
    found = 0
    for _turn in range(150):
        pool = [
            candidate(
                f"m{number}", "".join(sorted(set(lots.choices("AB", k=lots.choice([1, 2]))))), lots.choice("XYZW")
            )
            for number in range(lots.randint(5, 9))
        ]
        for one in pool:
            one.update({flag: True for flag, share in (("senior", 0.4), ("insider", 0.5)) if lots.random() < share})
        extra = {"senior_min": 1, "insider_max": 2, "apart": [["m0", "m1"]]}
        asked = policy(pool, size=3, disciplines={"A": [1, 2]}, extra=extra)
        panels = panels_of(pool, asked)
        assert Completion(pool, asked).is_possible() == bool(panels)
        if not panels:
            continue
        line = line_of(pool, lots.randbytes(32))
        expected: list[str] = []
        for one in line:
            if len(expected) < 3 and any({*expected, one["label"]} <= panel for panel in panels):
                expected.append(one["label"])
        assert take_in_order(line, pool, asked).labels == expected
        found += 1
    assert found > 50
