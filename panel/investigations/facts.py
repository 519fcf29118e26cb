"""Values of investigations, of the warning question, and of the ways on from findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from panel.commissions.facts import PanelState


class InvestigationState(StrEnum):
    """The life of an investigation: planned, approved or sent back, filed."""

    PLANNED = "PLANNED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    FILED = "FILED"


class WarningAnswer(StrEnum):
    """The answers to the question of clause 二(五)三."""

    WARNING = "warning"
    PRECAUTION = "precaution"
    NOT_NEEDED = "not_needed"


class RequestKind(StrEnum):
    """What an official proposes and the approver decides: another way to adjudicate, or a higher place."""

    OTHER = "other_adjudication"
    ESCALATION = "escalation"


class OtherMode(StrEnum):
    """What may follow an investigation instead of another vote of this panel (clause 2.4.2-m)."""

    WORK = "work"
    TECHNICAL = "technical"
    NEW_PANEL = "expert"


class Act(StrEnum):
    """What can be done about an inquiry, by the names of its pages."""

    ANSWER_WARNING = "answer_warning"
    ORDER_INVESTIGATION = "order_investigation"
    DECIDE_PLAN = "decide_plan"
    ORDER_TEST = "order_test"
    DECIDE_ORDER = "decide_order"
    FILE_FINDINGS = "file_findings"
    CHECK_REPORT = "check_report"
    ANSWER_TEST_WISH = "answer_test_wish"
    RECONVENE = "reconvene"
    OTHER_ADJUDICATION = "propose_other_adjudication"
    ESCALATE = "propose_escalation"
    DECIDE_REQUEST = "decide_request"


INQUIRY_STATES = frozenset(
    {PanelState.MAJOR_DISAGREEMENT, PanelState.EVIDENCE_INSUFFICIENT, PanelState.INVESTIGATING, PanelState.TESTING}
)
"""Where inquiries are ordered and run."""
ORDERED_STATES = frozenset({PanelState.INVESTIGATING, PanelState.TESTING})
WARNING_STATES = INQUIRY_STATES | {PanelState.FINDINGS_IN, PanelState.ESCALATED}
"""Where the question whether to warn may wait for its answer; from FINDINGS_IN on it has one."""
UNDECIDED = frozenset({"MAJOR_DISAGREEMENT", "EVIDENCE_INSUFFICIENT"})
"""Outcomes of a counted round that decide nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An investigation's plan as typed (form F-15)."""

    questions: tuple[str, ...]
    scope: str
    method: str
    schedule: str
    team: tuple[str, ...]
    secrecy: str = ""
    is_joint: bool = False
    partners: str = ""
    lead_name: str = ""
    lead_unit: str = ""
    lead_post: str = ""
    lead_phone: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What an investigation found, question by question (form F-16).

    `authors` wrote the report; they and the team have no vote on it.
    """

    answers: tuple[str, ...]
    course: str
    unresolved: str
    analysis: str
    evidence: tuple[str, ...] = ()
    suggestions: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What is still under way for a panel, counted: what runs, and what waits for the approver."""

    investigations: int = 0
    orders: int = 0
    plans_waiting: int = 0
    orders_waiting: int = 0
    reports_waiting: int = 0
    requests_waiting: int = 0

    @property
    def waits_for_approver(self) -> bool:
        """Tell whether a plan or an order has been proposed and not decided."""
        return bool(self.plans_waiting or self.orders_waiting)

    @property
    def is_none(self) -> bool:
        """Tell whether no inquiry is proposed or runs."""
        return not (self.investigations or self.orders or self.waits_for_approver)


@dataclass(frozen=True, slots=True)
class Standing:
    """A panel as the rules on inquiries see it.

    `undecided_rounds` counts its counted rounds that decided nothing, `most_rounds` is how many of
    them send the matter up (A-21); `open_wishes` counts requests for tests without an answer.
    """

    state: PanelState
    level: int
    undecided_rounds: int
    most_rounds: int
    is_warning_answered: bool
    work: OpenWork
    open_wishes: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """A counted ballot without its person, as far as an inquiry needs it."""

    option: str
    label: str
    reasons: str
    test_item: str = ""
    asks_investigation: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: an option, how many chose it, and their reasons, each once."""

    option: str
    label: str
    votes: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestWish:
    """A test that ballots asked for, and how many did."""

    __test__ = False  # not a test case, whatever its name says to the test runner

    item: str
    votes: int


@dataclass(frozen=True, slots=True)
class Gathering:
    """What a round leaves to be cleared up: its sides, the tests wished for, who asked to investigate first."""

    sides: tuple[Side, ...]
    wishes: tuple[TestWish, ...]
    asking: int

    @property
    def is_contested(self) -> bool:
        """Tell whether there is more than one side."""
        return len(self.sides) > 1


def lines_of(text: str) -> tuple[str, ...]:
    """Read a list that was typed one entry per line; blank lines count for nothing."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def text_of(lines: Sequence[str]) -> str:
    """Write a list one entry per line, for a form."""
    return "\n".join(lines)
