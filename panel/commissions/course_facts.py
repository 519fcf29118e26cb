"""The course of a panel (P01 to P41, domain §2.3) as data: what may follow what, and who moves it."""

from dataclasses import dataclass
from enum import StrEnum

from panel.kernel.actor import Role


class PanelState(StrEnum):
    """Where a panel stands (domain §2.3)."""

    DRAFT = "DRAFT"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    COMMISSIONED = "COMMISSIONED"
    DRAWN = "DRAWN"
    INVITING = "INVITING"
    CONSTITUTED = "CONSTITUTED"
    MATERIALS = "MATERIALS"
    IN_SESSION = "IN_SESSION"
    ROUND_OPEN = "ROUND_OPEN"
    ROUND_CLOSED = "ROUND_CLOSED"
    COUNTED = "COUNTED"
    DECIDED = "DECIDED"
    REVIEW = "REVIEW"
    MAJOR_DISAGREEMENT = "MAJOR_DISAGREEMENT"
    EVIDENCE_INSUFFICIENT = "EVIDENCE_INSUFFICIENT"
    INVESTIGATING = "INVESTIGATING"
    TESTING = "TESTING"
    FINDINGS_IN = "FINDINGS_IN"
    CLOSED_OTHER = "CLOSED_OTHER"
    ESCALATED = "ESCALATED"
    DRAFTED = "DRAFTED"
    IN_REVIEW = "IN_REVIEW"
    TO_SIGN = "TO_SIGN"
    SIGNED = "SIGNED"
    ARCHIVED = "ARCHIVED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a panel's course: from where, to where, by whom, resting on what."""

    id: str
    event: str
    sources: frozenset[PanelState]
    targets: tuple[PanelState, ...]
    roles: frozenset[Role]
    clauses: tuple[str, ...]


_S = PanelState
_OFFICIAL, _APPROVER, _SECRETARY, _EXPERT, _SYSTEM = (
    Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.SYSTEM,
)  # fmt: skip
ENDED = frozenset({_S.SIGNED, _S.ARCHIVED, _S.CANCELLED, _S.CLOSED_OTHER, _S.ESCALATED})
BEFORE_SIGNED = frozenset(_S) - ENDED
SEATING = frozenset({_S.INVITING, _S.CONSTITUTED, _S.MATERIALS, _S.IN_SESSION, _S.FINDINGS_IN})
"""Where seats are still filled: members answer, reserves follow, an enlarged panel finds its new members."""
INQUIRY = frozenset({_S.MAJOR_DISAGREEMENT, _S.EVIDENCE_INSUFFICIENT, _S.INVESTIGATING, _S.TESTING})


Row = tuple[str, str, frozenset[PanelState], tuple[PanelState, ...], set[Role], tuple[str, ...]]


def _course(*rows: Row) -> dict[str, Transition]:
    return {row[0]: Transition(row[0], row[1], row[2], row[3], frozenset(row[4]), row[5]) for row in rows}


def _from(*states: PanelState) -> frozenset[PanelState]:
    return frozenset(states)


# fmt: off
PANEL_TRANSITIONS = _course(
    ("P01", "draft", _from(), (_S.DRAFT,), {_OFFICIAL}, ("2.4.2-b", "A-17")),
    ("P02", "submit", _from(_S.DRAFT), (_S.PENDING_APPROVAL,), {_OFFICIAL}, ("4.1.2-a", "2.4.3-d")),
    ("P03", "approve", _from(_S.PENDING_APPROVAL), (_S.COMMISSIONED,), {_APPROVER}, ("4.1.2-a", "D-09")),
    ("P04", "reject", _from(_S.PENDING_APPROVAL), (_S.DRAFT,), {_APPROVER}, ("4.1.2-a",)),
    ("P05", "draw", _from(_S.COMMISSIONED), (_S.DRAWN,), {_SECRETARY, _OFFICIAL, _APPROVER}, ("D-02", "S-12")),
    ("P06", "appoint_directly", _from(_S.COMMISSIONED), (_S.DRAWN,), {_APPROVER}, ("D-02",)),
    ("P07", "redraw", _from(_S.DRAWN), (_S.DRAWN,), {_SECRETARY, _OFFICIAL, _APPROVER}, ("D-02", "S-12")),
    ("P08", "invite", _from(_S.DRAWN), (_S.INVITING,), {_SECRETARY}, ("4.1.2-a",)),
    ("P09", "accept", SEATING, tuple(sorted(SEATING)), {_EXPERT}, ("D-01", "4.1.2-c")),
    ("P10", "decline", SEATING, tuple(sorted(SEATING)), {_EXPERT, _SYSTEM, _APPROVER}, ("D-01", "A-02")),
    ("P11", "object", SEATING, tuple(sorted(SEATING)), {_OFFICIAL, _SECRETARY, _EXPERT}, ("D-01", "S-15")),
    ("P12", "constitute", _from(_S.INVITING), (_S.CONSTITUTED,), {_OFFICIAL},
     ("2.4.2-d", "2.4.2-e", "2.4.2-f", "D-03")),
    ("P13", "release_materials", _from(_S.CONSTITUTED), (_S.MATERIALS,), {_SECRETARY}, ("D-09", "2.5.5-c")),
    ("P14", "open_session", _from(_S.MATERIALS), (_S.IN_SESSION,), {_SECRETARY}, ("2.4.2-c",)),
    ("P15", "open_round", _from(_S.IN_SESSION), (_S.ROUND_OPEN,), {_SECRETARY}, ("2.4.2-d", "2.4.2-e", "2.4.2-f")),
    ("P16", "adjourn", _from(_S.IN_SESSION), (_S.IN_SESSION, _S.MATERIALS), {_SECRETARY}, ("A-02",)),
    ("P17", "cast", _from(_S.ROUND_OPEN), (_S.ROUND_OPEN,), {_EXPERT}, ("4.1.2-c", "D-08", "D-13")),
    ("P18", "ask_more_time", _from(_S.ROUND_OPEN), (_S.ROUND_OPEN,), {_EXPERT}, ("D-10",)),
    ("P19", "void", _from(_S.ROUND_OPEN), (_S.IN_SESSION,), {_APPROVER}, ("D-04", "A-03")),
    ("P20", "close", _from(_S.ROUND_OPEN), (_S.ROUND_CLOSED,), {_SECRETARY, _SYSTEM}, ("A-04",)),
    ("P21", "count", _from(_S.ROUND_CLOSED), (_S.COUNTED,), {_SYSTEM}, ("2.4.2-g", "2.4.2-h")),
    ("P22", "decide", _from(_S.COUNTED), (_S.DECIDED,), {_SYSTEM}, ("2.4.2-g",)),
    ("P23", "flag", _from(_S.COUNTED, _S.DECIDED, _S.REVIEW), (_S.MAJOR_DISAGREEMENT,), {_SYSTEM, _OFFICIAL},
     ("2.4.2-h", "2.5.3-a")),
    ("P24", "review", _from(_S.COUNTED), (_S.REVIEW,), {_SYSTEM}, ("A-09",)),
    ("P25", "insufficient", _from(_S.COUNTED), (_S.EVIDENCE_INSUFFICIENT,), {_SYSTEM}, ("A-22",)),
    ("P26", "answer", _from(_S.REVIEW), (_S.DECIDED, _S.MAJOR_DISAGREEMENT, _S.IN_SESSION), {_APPROVER}, ("A-09",)),
    ("P27", "order_investigation", INQUIRY, (_S.INVESTIGATING,), {_OFFICIAL, _APPROVER}, ("2.4.2-h", "2.4.2-k")),
    ("P28", "order_test", INQUIRY, (_S.TESTING,), {_OFFICIAL, _APPROVER}, ("2.4.2-i", "4.2.2-a")),
    # the approver too: sending back the last open proposal lets a panel go on whose results are in
    ("P29", "file_result", _from(_S.INVESTIGATING, _S.TESTING), (_S.FINDINGS_IN, _S.INVESTIGATING, _S.TESTING),
     {_OFFICIAL, _APPROVER}, ("2.4.2-m", "4.2.2-c")),
    ("P30", "reconvene", _from(_S.FINDINGS_IN), (_S.MATERIALS,), {_OFFICIAL}, ("2.4.2-m", "A-21")),
    ("P31", "other_adjudication", _from(_S.FINDINGS_IN), (_S.CLOSED_OTHER,), {_APPROVER}, ("2.4.2-m",)),
    ("P32", "escalate", _from(_S.MAJOR_DISAGREEMENT, _S.FINDINGS_IN), (_S.ESCALATED,), {_APPROVER},
     ("2.4.1-c", "2.4.1-e")),
    ("P33", "draft_conclusion", _from(_S.DECIDED), (_S.DRAFTED,), {_SECRETARY}, ("2.4.3-c", "D-06")),
    ("P34", "submit_review", _from(_S.DRAFTED), (_S.IN_REVIEW,), {_SECRETARY}, ("2.4.0-c",)),
    ("P35", "return", _from(_S.IN_REVIEW), (_S.DRAFTED,), {_OFFICIAL}, ("3.2.2-b",)),
    ("P36", "pass_review", _from(_S.IN_REVIEW), (_S.TO_SIGN,), {_OFFICIAL}, ("3.2.2-b",)),
    ("P37", "sign", _from(_S.TO_SIGN), (_S.TO_SIGN,), {_EXPERT}, ("D-06", "D-07", "D-13")),
    ("P38", "issue", _from(_S.TO_SIGN), (_S.SIGNED,), {_APPROVER}, ("2.4.3-c", "3.3.3-a")),
    ("P39", "archive", _from(_S.SIGNED), (_S.ARCHIVED,), {_OFFICIAL, _SECRETARY}, ("2.4.3-b",)),
    ("P40", "cancel", BEFORE_SIGNED, (_S.CANCELLED,), {_APPROVER}, ("2.4.3-b",)),
    ("P41", "correct", _from(_S.SIGNED, _S.ARCHIVED), (_S.SIGNED, _S.ARCHIVED), {_APPROVER}, ("3.5.0-c",)),
)
# fmt: on
