"""What waits for officials and approvers because a panel could not decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.institutions import queries as institutions
from panel.institutions.facts import OrderState
from panel.investigations import gathering_rules
from panel.investigations.facts import INQUIRY_STATES, ORDERED_STATES, WARNING_STATES, InvestigationState, RequestKind
from panel.investigations.models import Investigation, Request, TestAnswer, WarningDecision
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import end_of_day
from panel.kernel.tasks import Task
from panel.voting import result_queries as results

WISH_STATES = WARNING_STATES | {PanelState.REVIEW, PanelState.DECIDED}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a department has under way: its panels by number, plans, proposals, and the orders of panels."""

    titles: Mapping[int, str]
    states: Mapping[int, PanelState]
    plans: Sequence[Investigation]
    requests: Sequence[Request]
    orders: Sequence[Any]


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give what waits for an official or an approver in this room; others have nothing here."""
    if actor.role not in {Role.OFFICIAL, Role.APPROVER} or actor.org_id is None:
        return []
    panels = commissions.list_panels_in(session, actor.org_id, WISH_STATES)
    if not panels:
        return []
    ids = [panel.id for panel in panels]
    titles = {panel.id: panel.title for panel in panels}
    states = {panel.id: PanelState(panel.state) for panel in panels}
    open_plans = [InvestigationState.PLANNED, InvestigationState.APPROVED]
    desk = Desk(
        titles=titles, states=states,
        plans=session.scalars(
            select(Investigation).where(Investigation.panel_id.in_(ids), Investigation.state.in_(open_plans))
        ).all(),
        requests=session.scalars(
            select(Request).where(Request.panel_id.in_(ids), Request.decided_at.is_(None))
        ).all(),
        orders=[order for order in institutions.list_open_orders(session, actor) if order.panel_id in titles],
    )  # fmt: skip
    return _tasks_of_approver(desk, actor) if actor.role is Role.APPROVER else _tasks_of_official(session, desk)


# The approver


def _tasks_of_approver(desk: Desk, actor: Actor) -> list[Task]:
    plans = [
        Task(
            title=_("审批专项调查方案"), about=desk.titles[plan.panel_id], endpoint="investigations.decide_plan",
            values={"panel_id": plan.panel_id, "investigation_id": plan.id}, since=plan.drafted_at, is_urgent=True,
        )
        for plan in desk.plans
        if plan.state == InvestigationState.PLANNED and plan.drafted_by != actor.id
    ]  # fmt: skip
    requests = [
        Task(
            title=_request_title(request), about=desk.titles[request.panel_id],
            endpoint="investigations.decide_request",
            values={"panel_id": request.panel_id, "request_id": request.id}, since=request.requested_at,
            is_urgent=True,
        )
        for request in desk.requests
        if request.requested_by != actor.id
    ]  # fmt: skip
    orders = [
        _order_task(order, _("审批检测任务书"), "decide_order")
        for order in desk.orders
        if order.state == OrderState.PENDING and order.requested_by != actor.id
    ]
    return plans + orders + requests


def _request_title(request: Request) -> str:
    return _("审批升级研判") if request.kind == RequestKind.ESCALATION else _("审批其他研判方式")


def _order_task(order: Any, title: str, page: str) -> Task:
    return Task(
        title=title, about=order.number or "、".join(line["item"] for line in order.items),
        endpoint=f"investigations.{page}", values={"panel_id": order.panel_id, "order_id": order.id},
        since=order.requested_at, due_at=end_of_day(order.due_on),
    )  # fmt: skip


# The official


def _tasks_of_official(session: Session, desk: Desk) -> list[Task]:
    rounds = results.latest_counted_rounds(session, desk.titles)
    filing = [
        Task(
            title=_("提交专项调查报告"), about=plan.number or desk.titles[plan.panel_id],
            endpoint="investigations.file_findings",
            values={"panel_id": plan.panel_id, "investigation_id": plan.id}, since=plan.decided_at,
        )
        for plan in desk.plans
        if plan.state == InvestigationState.APPROVED
    ]  # fmt: skip
    return [
        *_warning_tasks(session, desk, rounds),
        *_panel_tasks(desk),
        *filing,
        *(
            _order_task(order, _("审核检验报告"), "check_report")
            for order in desk.orders
            if order.state == OrderState.REPORTED
        ),
        *_wish_tasks(session, desk, rounds),
    ]


def _warning_tasks(session: Session, desk: Desk, rounds: Mapping[int, int]) -> list[Task]:
    asked = {panel_id: rounds[panel_id] for panel_id, state in desk.states.items() if state in WARNING_STATES}
    chosen = select(WarningDecision.round_id).where(WarningDecision.round_id.in_(asked.values()))
    answered = set(session.scalars(chosen))
    return [
        _on_panel(_("答复是否发布预警或者采取防范措施"), panel_id, desk, "answer_warning", is_urgent=True)
        for panel_id, round_id in asked.items()
        if round_id not in answered
    ]


def _panel_tasks(desk: Desk) -> list[Task]:
    """Give the panels for which nothing is under way although something is owed."""
    busy = {one.panel_id for one in (*desk.plans, *desk.requests, *desk.orders)}
    idle = {panel_id: state for panel_id, state in desk.states.items() if panel_id not in busy}
    words = {
        **dict.fromkeys(INQUIRY_STATES - ORDERED_STATES, _("安排专项调查、检测或者提请上级")),
        PanelState.FINDINGS_IN: _("决定调查检测之后如何研判"),
    }
    return [
        _on_panel(words[state], panel_id, desk, "show_inquiries", is_urgent=True)
        for panel_id, state in idle.items()
        if state in words
    ]


def _wish_tasks(session: Session, desk: Desk, rounds: Mapping[int, int]) -> list[Task]:
    asked = results.tests_asked(session, rounds.values())
    if not asked:
        return []
    rows = session.execute(select(TestAnswer.round_id, TestAnswer.item).where(TestAnswer.round_id.in_(asked)))
    answered = set(rows)
    return [
        _on_panel(_("答复专家提出的检测要求"), panel_id, desk, "show_inquiries")
        for panel_id, round_id in rounds.items()
        if any((round_id, wish.item) not in answered for wish in gathering_rules.wishes_of(asked.get(round_id, ())))
    ]


def _on_panel(title: str, panel_id: int, desk: Desk, page: str, *, is_urgent: bool = False) -> Task:
    return Task(
        title=title, about=desk.titles[panel_id], endpoint=f"investigations.{page}", values={"panel_id": panel_id},
        is_urgent=is_urgent,
    )  # fmt: skip
