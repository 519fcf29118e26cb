"""What a panel's volume is made of: the kinds of items, in the order of the volume (form F-21)."""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """Kinds of items, in the order in which they stand in the volume."""

    MATTER = "matter"
    COMMISSION = "commission"
    DRAW = "draw"
    INVITATIONS = "invitations"
    UNDERTAKINGS = "undertakings"
    OBJECTIONS = "objections"
    SIGN_IN = "sign_in"
    MATERIALS = "materials"
    MATERIAL_FILE = "material_file"
    BALLOTS = "ballots"
    COUNTS = "counts"
    APPROVALS = "approvals"
    INVESTIGATIONS = "investigations"
    ORDERS = "orders"
    WARNINGS = "warnings"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"
    SIGNATURES = "signatures"
    RESULT = "result"
    OTHER = "other"
    EVENTS = "events"


class VolumeState(StrEnum):
    """The life of a volume: filed by the secretary, then archived or sent back by the official."""

    FILED = "FILED"
    RETURNED = "RETURNED"
    ARCHIVED = "ARCHIVED"


class Retention(StrEnum):
    """Classes of keeping time."""

    PERMANENT = "permanent"
    YEARS_30 = "years_30"
    YEARS_10 = "years_10"


ORDER = {kind: place for place, kind in enumerate(ItemKind)}
ALWAYS = (
    ItemKind.MATTER, ItemKind.COMMISSION, ItemKind.DRAW, ItemKind.INVITATIONS, ItemKind.UNDERTAKINGS,
    ItemKind.SIGN_IN, ItemKind.MATERIALS, ItemKind.BALLOTS, ItemKind.COUNTS, ItemKind.MINUTES,
    ItemKind.CONCLUSION, ItemKind.SIGNATURES, ItemKind.RESULT, ItemKind.EVENTS,
)  # fmt: skip
NEVER_EXCUSED = frozenset({ItemKind.RESULT})  # a panel ends on the main record, confirmed


@dataclass(frozen=True, slots=True)
class Owed:
    """What the course of a panel makes the volume owe beyond what is always owed."""

    has_disagreed: bool
    has_investigation: bool
    has_order: bool
