"""What the tests of the count share: the thresholds of A-09 in plain sight, and the vectors."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from panel.voting.facts import SCALE, Decision, Outcome, Tally, Thresholds

DATA = Path(__file__).resolve().parents[1] / "data"

THRESHOLDS = Thresholds(
    panel_min=3,
    panel_min_complex=5,
    extension_share=Fraction(1, 3),
    clear_majority=Fraction(2, 3),
    insufficient_red=Fraction(1, 3),
    insufficient_amber=Fraction(1, 5),
    contrast_red=Fraction(2, 3),
    contrast_amber=Fraction(1, 3),
    opposite_from_roll=10,
    opposite_share=Fraction(1, 10),
    ask_amber_count=2,
    ask_amber_share=Fraction(1, 3),
)

COLOURS = {
    Outcome.DECIDED: "GREEN",
    Outcome.REVIEW: "AMBER",
    Outcome.MAJOR_DISAGREEMENT: "RED",
    Outcome.EVIDENCE_INSUFFICIENT: "RED",
}


def cases(file: str, key: str = "vectors") -> list[dict[str, Any]]:
    """Read the cases of a file in `tests/data`."""
    found: list[dict[str, Any]] = json.loads((DATA / file).read_text(encoding="utf-8"))[key]
    return found


def split(*levels: int, insufficient: int = 0, silent: int = 0, asking: int = 0) -> Tally:
    """Make a tally of the votes for level 1, 2, 3 and no risk; the rest of the roll is named too."""
    ballots = {**dict(zip(SCALE, levels, strict=True)), "I": insufficient}
    return Tally(sum(ballots.values()) + silent, ballots, asking)


def colour(decision: Decision) -> str:
    """Give a decision's colour: green is decided, amber asks the approver, red leads to an investigation."""
    return COLOURS[decision.state]
