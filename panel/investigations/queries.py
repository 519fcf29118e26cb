"""Reading investigations, warning decisions, test wishes and proposals; how a panel stands; the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.guidance import parameter
from panel.institutions import queries as institutions
from panel.institutions.facts import OPEN_STATES, OrderState
from panel.investigations import gathering_rules, rules
from panel.investigations.facts import Gathering, InvestigationState, OpenWork, Standing, TestWish, Vote
from panel.investigations.models import Investigation, Order, Request, TestAnswer, WarningDecision
from panel.investigations.task_queries import list_tasks
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError, RuleViolatedError
from panel.voting import result_queries as results
from panel.voting.result_queries import RoundResult

__all__ = [
    "Wish", "find_by_form", "find_open_request", "find_request_by_form", "find_warning",
    "gathering_of", "get_investigation", "get_request", "list_investigations", "list_order_rounds", "list_requests",
    "list_tasks", "list_warnings", "list_wishes", "lock_investigation", "lock_request", "must_allow_conclusion",
    "open_work", "standing_of", "undecided_round",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A test that the ballots of a round asked for, with the department's answer if there is one."""

    round_id: int
    round_no: int
    wish: TestWish
    answer: TestAnswer | None


# Investigations


def get_investigation(session: Session, panel_id: int, investigation_id: int) -> Investigation:
    """Give an investigation of a panel; whether the reader may see the panel is the caller's question."""
    found = session.get(Investigation, investigation_id)
    if found is None or found.panel_id != panel_id:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_investigation(session: Session, investigation_id: int) -> Investigation:
    """Give an investigation for a decision; the caller has locked its panel."""
    found = session.get(Investigation, investigation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_by_form(session: Session, form_key: str) -> Investigation | None:
    """Give the investigation that a form has drafted already, or None."""
    return session.scalar(select(Investigation).where(Investigation.form_key == form_key))


def list_investigations(session: Session, panel_id: int) -> Sequence[Investigation]:
    """Give a panel's investigations in the order they were drafted, those sent back too."""
    return session.scalars(
        select(Investigation).where(Investigation.panel_id == panel_id).order_by(Investigation.id)
    ).all()


# Orders, warnings, proposals


def list_order_rounds(session: Session, panel_id: int) -> Mapping[int, int]:
    """Give the round that each of a panel's work orders goes back to, by work order."""
    chosen = select(Order.work_order_id, Order.round_id).where(Order.panel_id == panel_id)
    return {row[0]: row[1] for row in session.execute(chosen)}


def find_warning(session: Session, round_id: int) -> WarningDecision | None:
    """Give the answer to the warning question that a round raised, or None."""
    return session.scalar(select(WarningDecision).where(WarningDecision.round_id == round_id))


def list_warnings(session: Session, panel_id: int) -> Sequence[WarningDecision]:
    """Give a panel's warning decisions in their order."""
    chosen = select(WarningDecision).where(WarningDecision.panel_id == panel_id)
    return session.scalars(chosen.order_by(WarningDecision.id)).all()


def get_request(session: Session, panel_id: int, request_id: int) -> Request:
    """Give a panel's proposal; whether the reader may see the panel is the caller's question."""
    found = session.get(Request, request_id)
    if found is None or found.panel_id != panel_id:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_request(session: Session, request_id: int) -> Request:
    """Give a proposal for its decision; the caller has locked its panel."""
    found = session.get(Request, request_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_request_by_form(session: Session, form_key: str) -> Request | None:
    """Give the proposal that a form has made already, or None."""
    return session.scalar(select(Request).where(Request.form_key == form_key))


def find_open_request(session: Session, panel_id: int) -> Request | None:
    """Give the panel's proposal that waits for the approver, or None."""
    return session.scalar(select(Request).where(Request.panel_id == panel_id, Request.decided_at.is_(None)))


def list_requests(session: Session, panel_id: int) -> Sequence[Request]:
    """Give a panel's proposals in their order."""
    return session.scalars(select(Request).where(Request.panel_id == panel_id).order_by(Request.id)).all()


# Tests that ballots asked for


def list_wishes(session: Session, panel_id: int) -> list[Wish]:
    """Give the tests that the panel's counted rounds asked for, each with its answer."""
    rounds = {result.round.id: result.round.no for result in results.list_results(session, panel_id)}
    asked = results.tests_asked(session, rounds)
    if not asked:
        return []
    rows = session.scalars(select(TestAnswer).where(TestAnswer.panel_id == panel_id))
    answers = {(row.round_id, row.item): row for row in rows}
    return [
        Wish(round_id, rounds[round_id], wish, answers.get((round_id, wish.item)))
        for round_id, items in asked.items()
        for wish in gathering_rules.wishes_of(items)
    ]


# How a panel stands


def undecided_round(session: Session, panel_id: int) -> RoundResult | None:
    """Give the panel's latest counted round, if it decided nothing."""
    latest = results.find_latest_result(session, panel_id)
    return latest if latest is not None and rules.count_undecided([latest.outcome]) else None


def open_work(session: Session, panel_id: int) -> OpenWork:
    """Count what is under way for a panel: what runs, and what waits for the approver."""
    chosen = select(Investigation.state).where(Investigation.panel_id == panel_id)
    states = session.scalars(chosen).all()
    orders = [OrderState(order.state) for order in institutions.open_orders_of_panel(session, panel_id)]
    return OpenWork(
        investigations=states.count(InvestigationState.APPROVED),
        plans_waiting=states.count(InvestigationState.PLANNED),
        orders=sum(state in OPEN_STATES - {OrderState.PENDING} for state in orders),
        orders_waiting=orders.count(OrderState.PENDING),
        reports_waiting=orders.count(OrderState.REPORTED),
        requests_waiting=int(find_open_request(session, panel_id) is not None),
    )


def standing_of(session: Session, panel_id: int, now: datetime) -> Standing:
    """Give a panel as the rules on inquiries see it."""
    panel = commissions.get_panel(session, panel_id)
    rounds = results.list_results(session, panel_id)
    latest = rounds[-1] if rounds else None
    is_answered = latest is None or not rules.count_undecided([latest.outcome])
    return Standing(
        state=PanelState(panel.state), level=panel.level,
        undecided_rounds=rules.count_undecided(result.outcome for result in rounds),
        most_rounds=parameter("max_rounds_before_escalation", on=beijing_date(now)),
        is_warning_answered=is_answered or (latest is not None and find_warning(session, latest.round.id) is not None),
        work=open_work(session, panel_id),
        open_wishes=sum(wish.answer is None for wish in list_wishes(session, panel_id)),
    )  # fmt: skip


def gathering_of(session: Session, result: RoundResult) -> Gathering:
    """Give what a counted round leaves to be cleared up, without names."""
    labels = {option["code"]: option["label"] for option in result.round.options}
    votes = [
        Vote(
            option=vote.ballot.option, label=labels.get(vote.ballot.option, vote.ballot.option),
            reasons=vote.ballot.reasons, test_item=vote.ballot.test_item if vote.ballot.test_needed else "",
            asks_investigation=vote.ballot.ask_investigation,
        )
        for vote in results.opened_ballots(session, result.round.id)
    ]  # fmt: skip
    places = {option["code"]: place for place, option in enumerate(result.round.options)}
    return gathering_rules.gather(sorted(votes, key=lambda vote: places.get(vote.option, len(places))))


def must_allow_conclusion(session: Session, panel_id: int) -> None:
    """Refuse to conclude on what an inquiry found without another adjudication (`INVESTIGATION_NOT_FINAL`)."""
    state = PanelState(commissions.get_panel(session, panel_id).state)
    if code := rules.reasons_against_concluding(state):
        raise RuleViolatedError(code)
