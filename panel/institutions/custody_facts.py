"""Values of samples on their way: who handed them over, who took them, what the seals were like, and questions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class SealFault(StrEnum):
    """What can be wrong with a seal on arrival: it is broken, or it is not the one that was sent."""

    BROKEN = "broken"
    OTHER_NUMBER = "other_number"


FAULT_LABELS = {SealFault.BROKEN: _l("封样破损"), SealFault.OTHER_NUMBER: _l("封样号不符")}


@dataclass(frozen=True, slots=True)
class HandedSample:
    """A sample as it is given away; `place` is its line in the order, from 0."""

    place: int
    seal_no: str
    quantity: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class FoundSample:
    """A sample as it is found on arrival: the seal is read off anew; `lab_no` is the institution's own number."""

    line_id: int
    seal_no: str
    is_whole: bool
    condition: str
    lab_no: str


@dataclass(frozen=True, slots=True)
class Custody:
    """A sample that was taken in, as the rules see it; `is_usable` is None until a fault is explained."""

    name: str
    lab_no: str
    fault: SealFault | None = None
    is_usable: bool | None = None

    @property
    def is_unexplained(self) -> bool:
        """Tell whether a fault of the seal still waits for its explanation."""
        return self.fault is not None and self.is_usable is None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who gave samples away, and when; `note` says how they travel."""

    by: str
    at: datetime
    samples: tuple[HandedSample, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Who took samples in, and when."""

    by: str
    at: datetime
    samples: tuple[FoundSample, ...]


class Side(StrEnum):
    """Who speaks on an order: the department that ordered, or the institution."""

    DEPARTMENT = "department"
    INSTITUTION = "institution"
