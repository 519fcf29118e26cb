"""The decision against a second reading of the same text, for every roll from 1 to 15.

The second reading is written on single ballots instead of tallies, with fractions and brute force
instead of integers and closed forms, and knows its numbers from the text instead of from a file.
It shares nothing with the rules but the words of the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import comb

import pytest

from panel.commissions.facts import Method
from panel.voting.facts import Tally
from panel.voting.rules import decide
from tests.support.voting import THRESHOLDS

SILENT = None
OPTIONS = ("1", "2", "3", "0", "I")
HOW_GRAVE = {"1": 3, "2": 2, "3": 1, "0": 0}
FIFTH, THIRD, HALF, TWO_THIRDS = Fraction(1, 5), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)

Answer = tuple[str, str | None, list[str]]


@dataclass
class Reading:
    """What the text says about one set of ballots, before anybody asks for an investigation."""

    members: int
    majority: str | None
    red: list[str]
    amber: list[str]

    def answer(self, asking: int) -> Answer:
        """Apply the precedence, given how many ask for an investigation."""
        if self.majority == "I":
            return "EVIDENCE_INSUFFICIENT", "I", ["RED-4"]
        if self.red:
            return "MAJOR_DISAGREEMENT", self.majority, self.red
        amber = self.amber + ["AMB-6"] * (asking >= 2 and Fraction(asking, self.members) >= THIRD)
        return ("REVIEW" if amber else "DECIDED"), self.majority, amber


class Ballots:
    """The ballots of a round, one entry per member of the roll; a silent member's is None."""

    def __init__(self, ballots: list[str | None]) -> None:
        self.ballots = ballots
        self.members = len(ballots)
        self.grades = [HOW_GRAVE[ballot] for ballot in ballots if ballot in HOW_GRAVE]
        self.shares = {option: Fraction(ballots.count(option), self.members) for option in OPTIONS}

    @cached_property
    def contrast(self) -> Fraction | None:
        """Compare the sum of distances over all pairs with the largest that as many voters can make."""
        voters = len(self.grades)
        largest = max(3 * end * (voters - end) for end in range(voters + 1))
        if not largest:
            return None
        return Fraction(sum(abs(one - other) for one, other in combinations(self.grades, 2)), largest)

    @cached_property
    def has_opposite_ends(self) -> bool:
        """Tell whether level 1 and no risk both have a voice, from ten members on a tenth each."""
        if self.members >= 10:
            return min(self.shares["1"], self.shares["0"]) >= Fraction(1, 10)
        return {"1", "0"} <= set(self.ballots)

    @cached_property
    def has_opposite_blocs(self) -> bool:
        """Tell whether a third, to the nearest member, stands at or above a level and as many two below."""
        bloc = max(round(Fraction(self.members, 3)), 1)
        return any(
            sum(grade >= level for grade in self.grades) >= bloc
            and sum(grade <= level - 2 for grade in self.grades) >= bloc
            for level in range(4)
        )

    def majority(self, cumulative: bool) -> tuple[str | None, Fraction]:
        """Give the option that more than half of the members support, and the share that does."""
        if cumulative:
            for graver in (("1",), ("1", "2"), ("1", "2", "3")):
                share = sum((self.shares[option] for option in graver), Fraction(0))
                if share > HALF:
                    return graver[-1], share
        for option, share in self.shares.items():
            if share > HALF:
                return option, share
        return None, Fraction(0)

    def read(self, cumulative: bool, ordinal: bool) -> Reading:
        """Go through every sign of disagreement in the order of their names."""
        majority, support = self.majority(cumulative)
        unsure = self.shares["I"]
        contrast = self.contrast or Fraction(0)
        off = [abs(grade - HOW_GRAVE[majority]) for grade in self.grades] if majority in HOW_GRAVE else []
        red = {
            "RED-1": majority is None,
            "RED-2": ordinal and self.has_opposite_ends,
            "RED-3": ordinal and self.has_opposite_blocs,
            "RED-4": unsure > THIRD,
            "RED-5": ordinal and contrast >= TWO_THIRDS,
        }
        amber = {
            "AMB-1": support < TWO_THIRDS,
            "AMB-2": ordinal and max(off, default=0) >= 2,
            "AMB-3": ordinal and contrast > THIRD,
            "AMB-4": unsure >= FIFTH,
        }
        return Reading(
            self.members, majority, [name for name in red if red[name]], [name for name in amber if amber[name]]
        )


def splits(roll: int) -> Iterator[tuple[int, ...]]:
    """Give every way in which a roll falls on the options; the rest is silent."""

    def fall(rest: int, options: int) -> Iterator[tuple[int, ...]]:
        if not options:
            yield ()
            return
        for votes in range(rest + 1):
            for others in fall(rest - votes, options - 1):
                yield (votes, *others)

    return fall(roll, len(OPTIONS))


def ballots_of(split: tuple[int, ...], roll: int) -> list[str | None]:
    """Lay the ballots of a split out one by one, the silent members last."""
    cast = [option for option, votes in zip(OPTIONS, split, strict=True) for _ in range(votes)]
    return [*cast, *[SILENT] * (roll - len(cast))]


def decided(tally: Tally, method: Method, ordinal: bool) -> Answer:
    """Ask the rules."""
    decision = decide(tally, thresholds=THRESHOLDS, method=method, ordinal=ordinal)
    return decision.state, decision.majority, [*decision.triggers]


SINGLE = (Method.SINGLE_MAJORITY, True)
OTHER_WAYS = ((Method.ORDINAL_CUMULATIVE, True), (Method.SINGLE_MAJORITY, False))


def requests(roll: int, way: tuple[Method, bool]) -> list[int]:
    """Give the numbers of requests to try: all, but on large rolls of the rarer ways the two about the bar."""
    if way == SINGLE or roll <= 9:
        return list(range(roll + 1))
    bar = -(-roll // 3)
    return [bar - 1, bar]


@pytest.mark.clause("2.4.2-g", "2.4.2-h", "A-04", "A-05", "A-06", "A-07", "A-08", "A-09", "A-22")
@pytest.mark.parametrize("roll", range(1, 16))
def test_the_rules_equal_a_second_reading_for_every_split_and_request(roll: int) -> None:
    """Compare all three ways of counting.

    A question off the scale is counted with the same names, to see that `1` and `0` mean nothing there.
    """
    for split in splits(roll):
        ballots = Ballots(ballots_of(split, roll))
        counts = {option: votes for option, votes in zip(OPTIONS, split, strict=True) if votes}
        for way in (SINGLE, *OTHER_WAYS):
            method, ordinal = way
            reading = ballots.read(method is Method.ORDINAL_CUMULATIVE, ordinal)
            for asking in requests(roll, way):
                found = decided(Tally(roll, counts, asking), method, ordinal)
                assert found == reading.answer(asking), (split, asking, way)


def test_the_splits_are_all_there_are() -> None:
    """A roll over five options and silence: stars and bars."""
    assert [sum(1 for _split in splits(roll)) for roll in range(1, 16)] == [comb(roll + 5, 5) for roll in range(1, 16)]
