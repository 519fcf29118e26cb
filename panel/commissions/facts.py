"""Values of commissions, panels, seats and the material pack."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from panel.commissions.course_facts import (
    BEFORE_SIGNED,
    ENDED,
    INQUIRY,
    PANEL_TRANSITIONS,
    SEATING,
    PanelState,
    Transition,
)
from panel.draw.facts import Party
from panel.kernel.actor import Role

__all__ = [
    "BEFORE_SIGNED",
    "ENDED",
    "HARD_CONFLICTS",
    "INQUIRY",
    "INSUFFICIENT",
    "ORDINAL_CODES",
    "PANEL_TRANSITIONS",
    "SEATING",
    "Act",
    "CommissionContent",
    "Complexity",
    "Conflict",
    "ConflictAnswer",
    "Fault",
    "Judgement",
    "MaterialKind",
    "Method",
    "Option",
    "PanelFacts",
    "PanelState",
    "PeerVisibility",
    "Replay",
    "SeatFacts",
    "SeatKind",
    "SeatState",
    "Secrecy",
    "SessionMode",
    "Standing",
    "Transition",
    "WaiverKind",
]


class SeatState(StrEnum):
    """Where a drawn expert stands."""

    DRAWN = "DRAWN"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    RECUSED = "RECUSED"
    NO_ANSWER = "NO_ANSWER"
    RELEASED = "RELEASED"


class SeatKind(StrEnum):
    """What a seat was drawn as; a reserve who is called keeps the kind and gains the seat."""

    MEMBER = "member"
    RESERVE = "reserve"


class SessionMode(StrEnum):
    """How a panel meets (A-18), code list `meeting_forms`; correspondence is the exception that needs a reason."""

    ON_SITE = "on_site"
    VIDEO = "video"
    ONLINE = "online"
    CORRESPONDENCE = "correspondence"


class Method(StrEnum):
    """How a majority is found (A-08); fixed in the commission before any ballot."""

    SINGLE_MAJORITY = "single_majority"
    ORDINAL_CUMULATIVE = "ordinal_cumulative"


class Secrecy(StrEnum):
    """How far content may travel; state secrets may not be entered at all (D-15)."""

    OPEN = "open"
    INTERNAL = "internal"
    WORK_SECRET = "work_secret"  # noqa: S105  # a grade, not a secret


class PeerVisibility(StrEnum):
    """How fellow members see ballots after close (A-19)."""

    ANONYMOUS = "anonymous"
    NAMED = "named"


class WaiverKind(StrEnum):
    """What one person asks for and the approver decides (F-18)."""

    SINGLE_EXPERT = "single_expert"
    CORRESPONDENCE = "correspondence"
    DIRECT_APPOINTMENT = "direct_appointment"
    REDRAW = "redraw"
    CANCEL = "cancel"


class MaterialKind(StrEnum):
    """What a piece of the pack is; the last two come from an inquiry."""

    BACKGROUND = "background"
    EVIDENCE = "evidence"
    STANDARD = "standard"
    TEST_REPORT = "test_report"
    INVESTIGATION_REPORT = "investigation_report"


class Conflict(StrEnum):
    """The ten conflict questions of D-01, code list `conflict_reasons`."""

    EMPLOY = "employ"
    SHARE = "share"
    KIN = "kin"
    COMPETITOR = "competitor"
    COMPLAINANT = "complainant"
    LAB = "lab"
    REPORTER = "reporter"
    PROJECT = "project"
    PUBLIC = "public"
    OTHER = "other"


HARD_CONFLICTS = frozenset(Conflict) - {Conflict.PROJECT, Conflict.PUBLIC, Conflict.OTHER}


class Complexity(StrEnum):
    """What makes a matter complex (A-12), code list `complexity_criteria`; any one is enough."""

    LEVEL = "level"
    DISCIPLINES = "disciplines"
    STANDARD = "standard"
    SYSTEMIC = "systemic"
    JOINT = "joint"
    TRADE = "trade"
    EARLIER = "earlier"
    REPORTS = "reports"
    JUDGEMENT = "judgement"


class Judgement(StrEnum):
    """What an expert's answers to the conflict questions lead to."""

    FREE = "free"
    APPROVER_DECIDES = "approver_decides"
    RECUSED = "recused"


INSUFFICIENT = "I"
ORDINAL_CODES = ("1", "2", "3", "0", INSUFFICIENT)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a refusal code, the form field it concerns, the facts of its sentence."""

    code: str
    field: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of the question put to the vote: its code on the ballot and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ConflictAnswer:
    """An expert's answer to one conflict question; a yes needs its particulars."""

    code: Conflict
    is_yes: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CommissionContent:
    """All that a draft commission says; what is frozen by the approval."""

    title: str
    question: str
    options: Sequence[Option]
    is_ordinal: bool
    decision_method: Method
    session_mode: SessionMode
    mode_reason: str
    held_at: datetime | None
    place: str
    deadline: datetime | None
    secrecy: Secrecy
    secrecy_note: str
    is_joint: bool
    joint_partners: str
    lead_name: str
    lead_unit: str
    lead_post: str
    lead_phone: str
    seats_wanted: int
    reserves_wanted: int
    main_discipline: str
    disciplines: Sequence[str]
    complexity_grounds: Sequence[str]
    complexity_note: str
    secretary_id: int | None
    peer_visibility: PeerVisibility = PeerVisibility.ANONYMOUS


class Act(StrEnum):
    """What somebody may do to a panel from one of its pages."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    PREPARE_DRAW = "prepare_draw"
    DROP_DRAW = "drop_draw"
    COMMIT = "commit"
    RECEIVE_ENVELOPE = "receive_envelope"
    REVEAL = "reveal"
    OPEN_DEPOSIT = "open_deposit"
    APPOINT = "appoint"
    INVITE = "invite"
    CONSTITUTE = "constitute"
    ADD_MATERIAL = "add_material"
    RELEASE = "release"
    RECONVENE = "reconvene"
    RAISE_COMPLEXITY = "raise_complexity"
    SET_MEETING = "set_meeting"
    ASK_SINGLE = "ask_single"
    ASK_CORRESPONDENCE = "ask_correspondence"
    ASK_REDRAW = "ask_redraw"
    ASK_CANCEL = "ask_cancel"
    OBJECT = "object"
    DECIDE = "decide"
    ENTER_PARTY = "enter_party"
    SCREEN = "screen"
    DECIDE_FINDINGS = "decide_findings"


@dataclass(frozen=True, slots=True)
class Replay:
    """That a panel re-enacts a past one: the day on which terms are judged, and what it stands for."""

    on: date
    note: str


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """A panel as the rules and upper rooms see it."""

    id: int
    matter_id: int
    adjudication_id: int
    org_id: int
    number: str | None
    title: str
    state: PanelState
    level: int
    is_complex: bool
    is_joint: bool
    has_lead: bool
    secretary_id: int | None
    drafted_by: int
    approved_by: int | None
    question: str
    options: tuple[Option, ...]
    is_ordinal: bool
    decision_method: Method
    session_mode: SessionMode
    mode_reason: str
    seats_wanted: int
    reserves_wanted: int
    main_discipline: str
    deadline: datetime | None
    peer_visibility: PeerVisibility
    counted_rounds: int
    has_disagreed: bool
    is_replay: bool
    replay_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides what a person may do to a panel now."""

    panel: PanelFacts
    role: Role
    actor_id: int | None
    org_id: int | None
    grounds: frozenset[str]
    is_complete: bool
    drawn_by: int | None
    committed: frozenset[Party]
    awaited_envelopes: frozenset[Party]
    revealed: frozenset[Party]
    redraw_consents: int
    open_waivers: frozenset[WaiverKind]
    seats: Mapping[SeatState, int]
    pending: int
    reserves_left: int
    has_objection: bool
    has_single_waiver: bool
    unreleased: int
    unresolved: int
    panel_min: int
    panel_min_complex: int
    allow_single: bool


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat as the rules see it."""

    id: int
    expert_id: int
    account_id: int
    kind: SeatKind
    rank: int | None
    state: SeatState
    discipline: str
    second_discipline: str
    group: str
    employer: str
    is_constituted: bool
