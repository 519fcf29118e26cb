"""Values of an expert's standing: the ladder of suspensions, the integrity record, a letter of appointment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from panel.roster.facts import Service

DISMISSAL_RUNG = 4
"""The rung after the three suspensions: it is not a suspension, it ends the membership."""


class ReturnBy(StrEnum):
    """How a suspended expert comes back."""

    AUTOMATIC = "automatic"
    PLEDGE = "pledge"
    DECISION = "decision"


RETURN_LABELS = {
    ReturnBy.AUTOMATIC: _l("到期自动恢复"),
    ReturnBy.PLEDGE: _l("本人书面承诺后由负责人决定恢复"),
    ReturnBy.DECISION: _l("到期后由负责人决定恢复"),
}
FAULTS = (Service.NO_ANSWER, Service.ABSENT, Service.NOT_VOTED, Service.NOT_SIGNED)
"""What an expert is answerable for; declining in time and recusing oneself are not among them."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder in force: months of each suspension, and from which rung a pledge is needed."""

    months: tuple[int, int, int]
    pledge_from: int

    def months_of(self, rung: int) -> int:
        """Give the months of a rung, 1 to 3."""
        return self.months[rung - 1]


@dataclass(frozen=True, slots=True)
class IntegrityTally:
    """What an expert's record says since the last sanction, and how far up the ladder that one was."""

    counts: Mapping[Service, int] = field(default_factory=dict)
    poor_appraisals: int = 0
    last_rung: int = 0

    @property
    def faults(self) -> int:
        """Count what the expert is answerable for, concealed ties apart."""
        return sum(self.counts.get(kind, 0) for kind in FAULTS) + self.poor_appraisals

    @property
    def concealed(self) -> int:
        """Count the ties that were concealed and later confirmed."""
        return self.counts.get(Service.CONCEALED, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter of appointment says (form F-02)."""

    number: str
    name: str
    committee: str
    owner: str
    term_from: date
    term_to: date
    dated: date
    is_renewal: bool
