"""Max-min fair chances: worked cases to the last digit, clashes by name, and the table's own checks."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest

from panel.draw.lottery import weigh
from panel.draw.network import Seating
from panel.draw.verify_draw import Broken, check_fairness, check_weights
from tests.support.lots import candidate, policy


def chances(pool: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, Fraction]:
    """Give the chance of each label."""
    weights = weigh(pool, asked)
    return {label: Fraction(int(share), int(weights["unit"])) for label, share in weights["shares"].items()}


def fractions(text: str) -> list[Fraction]:
    return [Fraction(word) for word in text.split()]


def three_from_one_employer() -> list[dict[str, Any]]:
    seats = [("a1", "A", "X"), ("a2", "A", "X"), ("a3", "A", "X"), ("a4", "A", "Y"), ("b1", "B", "X"), ("b2", "B", "Y")]
    return [candidate(*seat) for seat in (*seats, ("b3", "B", "Z"))]


@pytest.mark.clause("D-02", "D-17")
def test_who_is_in_every_panel_is_certain_and_who_is_in_none_is_named() -> None:
    pool = three_from_one_employer()
    asked = policy(pool, size=3, disciplines={"A": [2, 2], "B": [1, 1]})
    weights = weigh(pool, asked)
    assert (weights["unit"], list(weights["shares"].values())) == ("3", ["1", "1", "1", "3", "0", "0", "3"])
    assert weights["unselectable"] == ["b1", "b2"]


def test_the_smallest_chance_is_raised_before_any_other() -> None:
    seats = "a1AX a2AX a3AY a4AZ b1BX b2BY b3BZ c1CX c2CW"
    pool = [candidate(word[:2], word[2], word[3]) for word in seats.split()]
    asked = policy(pool, size=3, disciplines={"A": [1, 1], "B": [1, 1], "C": [1, 1]})
    assert list(chances(pool, asked).values()) == fractions("1/4 1/4 1/4 1/4 1/4 3/8 3/8 1/4 3/4")


def example_small() -> list[dict[str, Any]]:
    """Make the public pool of the paper: one person is the only one of a kind, and still has the common chance."""
    kinds = [("female liberal", 99), ("female conservative", 1), ("male conservative", 100)]
    names = [kind for kind, count in kinds for _one in range(count)]
    return [
        candidate(f"p{place:03}", sex_and_view.split()[0], f"e{place}", sex_and_view.split()[1])
        for place, sex_and_view in enumerate(names)
    ]


def test_the_only_one_of_a_kind_has_the_chance_of_everybody() -> None:
    pool = example_small()
    ranges = {name: [9, 20] for name in ("female", "male")}
    views = {name: [9, 20] for name in ("liberal", "conservative")}
    found = chances(pool, policy(pool, size=20, disciplines=ranges, regions=views))
    assert set(found.values()) == {Fraction(1, 10)}


def test_somebody_of_two_disciplines_fills_one_of_them() -> None:
    pool = [candidate("ab", "AB", "X"), candidate("a", "A", "Y"), candidate("b", "B", "Z")]
    asked = policy(pool, size=2, disciplines={"A": [1, 1], "B": [1, 1]})
    assert set(chances(pool, asked).values()) == {Fraction(2, 3)}


def test_who_sits_already_is_certain_and_takes_from_the_limits() -> None:
    pool = [candidate("a", "A", "X", fixed=True), candidate("b", "A", "X"), candidate("c", "A", "Y")]
    assert chances(pool, policy(pool, size=2)) == {"a": 1, "b": 0, "c": 1}


CLASHES = {
    "one employer": ("a1AX a2AX b1BY", 2, {"A": [2, 2]}, {}, {"discipline_min A 2", "employer_max X 1"}),
    "one region": ("a1AX1 a2AY1 a3AZ1", 2, {}, {"1": [0, 1]}, {"size_min  2", "region_max 1 1"}),
    "a discipline nobody has": ("a1AX a2AY a3AZ", 3, {"B": [1, 1]}, {}, {"discipline_min B 1"}),
    "too few people": ("a1AX a2AY", 3, {}, {}, {"size_min  3"}),
}


@pytest.mark.clause("D-02", "D-17")
@pytest.mark.parametrize("name", CLASHES)
def test_limits_that_clash_are_named(name: str) -> None:
    seats, size, disciplines, regions, wanted = CLASHES[name]
    pool = [candidate(word[:2], word[2], word[3], word[4:] or "0") for word in seats.split()]
    shortage = Seating(pool, policy(pool, size=size, disciplines=disciplines, regions=regions)).shortage()
    assert shortage is not None
    assert shortage.most < shortage.needed
    assert wanted <= {" ".join(map(str, limit)) for limit in shortage.limits}


def spoilt(weights: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    """Copy a table with one thing changed."""
    if not path:
        return value  # type: ignore[no-any-return]
    copy: Any = list(weights) if isinstance(weights, list) else dict(weights)
    copy[path[0]] = spoilt(copy[path[0]], *path[1:], value=value)
    return copy  # type: ignore[no-any-return]


SPOILT: Iterable[tuple[tuple[Any, ...], Any]] = [
    (("shares", "a1"), "2"), (("shares", "b3"), "2"), (("unit",), "4"), (("flows", 0, 2), "5"),
    (("levels", 0, "value"), "1/4"), (("levels", 0, "employers"), []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), SPOILT)
def test_a_table_that_was_changed_does_not_pass(path: tuple[Any, ...], value: Any) -> None:
    pool = three_from_one_employer()
    asked = policy(pool, size=3, disciplines={"A": [2, 2], "B": [1, 1]})
    draw = {"pool": pool, "policy": asked, "weights": weigh(pool, asked)}
    check_weights(draw)
    check_fairness(draw)
    with pytest.raises(Broken):
        changed = {**draw, "weights": spoilt(draw["weights"], *path, value=value)}  # type: ignore[arg-type]
        check_weights(changed)
        check_fairness(changed)
