"""What a count is made of: options, tallies, thresholds, findings and the decision.

Options are strings on the ballot: `1`, `2`, `3` the levels (gravest first), `0` no risk,
`I` evidence insufficient. A question that is not ordinal has free option names beside `I`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from panel.commissions.facts import Method

LEVEL_1 = "1"
LEVEL_2 = "2"
LEVEL_3 = "3"
NO_RISK = "0"

LEVELS = (LEVEL_1, LEVEL_2, LEVEL_3)
SCALE = (*LEVELS, NO_RISK)
"""The ordinal options from the gravest to none; neighbours are one level apart."""


class Outcome(StrEnum):
    """What a counted round ends in."""

    DECIDED = "DECIDED"
    REVIEW = "REVIEW"
    MAJOR_DISAGREEMENT = "MAJOR_DISAGREEMENT"
    EVIDENCE_INSUFFICIENT = "EVIDENCE_INSUFFICIENT"


class Trigger(StrEnum):
    """The signs of disagreement (A-09): RED is major disagreement, AMB asks the approver.

    AMB-5 is missing on purpose: the ballot has no 1-9 scores that could stand at opposite ends.
    """

    RED_1 = "RED-1"
    RED_2 = "RED-2"
    RED_3 = "RED-3"
    RED_4 = "RED-4"
    RED_5 = "RED-5"
    RED_6 = "RED-6"
    AMB_1 = "AMB-1"
    AMB_2 = "AMB-2"
    AMB_3 = "AMB-3"
    AMB_4 = "AMB-4"
    AMB_6 = "AMB-6"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the gate and of A-09 in force on a day; shares are of the roll."""

    panel_min: int
    panel_min_complex: int
    extension_share: Fraction
    clear_majority: Fraction
    insufficient_red: Fraction
    insufficient_amber: Fraction
    contrast_red: Fraction
    contrast_amber: Fraction
    opposite_from_roll: int
    opposite_share: Fraction
    ask_amber_count: int
    ask_amber_share: Fraction


@dataclass(frozen=True, slots=True)
class Tally:
    """The counted ballots of one round: the frozen roll, votes per option, requests for investigation."""

    roll: int
    ballots: Mapping[str, int]
    ask_investigation: int = 0

    @property
    def cast(self) -> int:
        """Count the members who cast a ballot."""
        return sum(self.ballots.values())

    @property
    def not_voted(self) -> int:
        """Count the members of the roll whose ballot is missing; they stay in the roll."""
        return self.roll - self.cast

    @property
    def levels(self) -> tuple[int, ...]:
        """Give the votes along the scale, from level 1 to no risk."""
        return tuple([self.ballots.get(option, 0) for option in SCALE])


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a tally cannot be counted: a refusal code and the facts of its sentence."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One trigger that holds, with the numbers that its sentence needs."""

    trigger: Trigger
    numbers: Mapping[str, int | Fraction]

    @property
    def is_red(self) -> bool:
        """Tell whether the finding makes a major disagreement."""
        return self.trigger.startswith("RED")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the votes stand before the disagreement test.

    `majority` is the option that more than half of the roll supports, `support` its votes
    (under the cumulative method the votes for it or a graver level); without a majority
    `support` is 0. `contrast` is None off the scale and below two valid votes.
    """

    tally: Tally
    method: Method
    ordinal: bool
    needed: int
    majority: str | None
    support: int
    levels: tuple[int, ...]
    insufficient: int
    contrast: Fraction | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The computed result of a round and everything that explains it.

    `findings` decide the state, in the order of the triggers; `also_held` are triggers that
    hold too but change nothing, because a graver state comes first.
    """

    state: Outcome
    standing: Standing
    findings: tuple[Finding, ...]
    also_held: tuple[Finding, ...]

    @property
    def majority(self) -> str | None:
        """Give the option that a majority of the roll supports, if there is one."""
        return self.standing.majority

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Name the triggers that decide the state."""
        return tuple(finding.trigger for finding in self.findings)

    @property
    def roll(self) -> int:
        """Count the members on the frozen roll."""
        return self.standing.tally.roll

    @property
    def needed(self) -> int:
        """Count the votes a majority of the roll takes."""
        return self.standing.needed

    @property
    def cast(self) -> int:
        """Count the ballots cast."""
        return self.standing.tally.cast

    @property
    def not_voted(self) -> int:
        """Count the members who did not vote."""
        return self.standing.tally.not_voted

    @property
    def support(self) -> int:
        """Count the votes behind the majority; 0 without one."""
        return self.standing.support

    @property
    def share(self) -> Fraction:
        """Give the share of the roll behind the majority; 0 without one."""
        return Fraction(self.standing.support, self.roll)
