"""What waits for somebody: the matters, requests and results in which the next act is theirs."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from panel.kernel.actor import Actor, Role
from panel.kernel.tasks import Task
from panel.matters.facts import MatterState, RequestKind, RequestState
from panel.matters.models import HandOver, Matter, Request, Result

MOST_TASKS = 20


def _handled_by(org_id: int) -> ColumnElement[bool]:
    is_own = Matter.owner_org_id == org_id
    is_first = and_(Matter.received_org_id == org_id, Matter.owner_org_id == Matter.origin_org_id)
    return or_(is_own, is_first)


def _asked() -> ColumnElement[bool]:
    """Find matters on which a request is under way: the next act is somebody else's."""
    open_states = [RequestState.DRAFTED, RequestState.SENT]
    return exists(select(Request.id).where(Request.matter_id == Matter.id, Request.state.in_(open_states)))


def _to_work_on(org_id: int) -> ColumnElement[bool]:
    """Find matters in which an official of a body has the next act."""
    is_own = Matter.owner_org_id == org_id
    to_open = and_(is_own, Matter.state == MatterState.CONFIRMED, ~_asked())
    to_upload = and_(is_own, Matter.must_escalate, Matter.state == MatterState.ADJUDICATED, ~_asked())
    to_answer = and_(Matter.addressed_org_id == org_id, Matter.state == MatterState.ESCALATED_2)
    return or_(and_(Matter.state == MatterState.RECEIVED, _handled_by(org_id)), to_open, to_upload, to_answer)


def _requests(viewer: Actor) -> ColumnElement[bool]:
    """Find requests that wait for a head's endorsement or a leader's decision."""
    if viewer.role is not Role.APPROVER:
        return false()
    of_head = and_(
        Request.state == RequestState.DRAFTED, Request.org_id == viewer.org_id, Request.requested_by != viewer.id
    )
    of_leader = and_(Request.state == RequestState.SENT, Request.kind == RequestKind.LEVEL_1)
    return or_(of_head, of_leader) if viewer.has("hq_leader") else of_head


def _results(viewer: Actor) -> ColumnElement[bool]:
    """Find result blocks that wait for this person's review or confirmation."""
    if viewer.role not in {Role.OFFICIAL, Role.APPROVER}:
        return false()
    standing = and_(Result.returned_at.is_(None), Result.confirmed_at.is_(None), Result.entered_by != viewer.id)
    by_body = and_(Result.level == 1, Matter.result_org_id == viewer.org_id)
    is_own = Result.organiser_org_id == viewer.org_id
    to_confirm = and_(Result.reviewed_at.is_not(None), Result.reviewed_by != viewer.id, by_body)
    if viewer.role is Role.APPROVER:
        to_confirm = or_(to_confirm, and_(Result.reviewed_at.is_not(None), Result.level != 1, is_own))
        return and_(standing, to_confirm)
    to_review = and_(Result.reviewed_at.is_(None), or_(is_own, by_body))
    return and_(standing, or_(to_review, to_confirm))


def waiting(viewer: Actor) -> ColumnElement[bool]:
    """Find the matters in which the next act is the viewer's."""
    asked = exists(select(Request.id).where(Request.matter_id == Matter.id, _requests(viewer)))
    entered = exists(select(Result.id).where(Result.matter_id == Matter.id, _results(viewer)))
    if viewer.role is Role.OFFICIAL and viewer.org_id is not None:
        return or_(_to_work_on(viewer.org_id), asked, entered)
    return or_(asked, entered)


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give what waits for somebody in this room, the most pressing first."""
    if actor.role not in {Role.OFFICIAL, Role.APPROVER} or actor.org_id is None:
        return []
    tasks = _matter_tasks(session, actor, now) + _request_tasks(session, actor) + _result_tasks(session, actor)
    return sorted(tasks, key=lambda task: (not task.is_urgent, task.due_at is None, task.due_at or task.since or now))


def _matter_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    if actor.role is not Role.OFFICIAL or actor.org_id is None:
        return []
    to_take = and_(HandOver.matter_id == Matter.id, HandOver.accepted_at.is_(None), HandOver.to_org_id == actor.org_id)
    chosen = (
        select(
            Matter.id, Matter.title, Matter.state, Matter.screened_at, Matter.must_escalate, Matter.due_at,
            Matter.discovered_at, Matter.level, HandOver.id.label("hand_over_id"),
        )
        .outerjoin(HandOver, to_take)
        .where(_to_work_on(actor.org_id))
        .order_by(Matter.due_at.is_(None), Matter.due_at, Matter.food_rank.desc(), Matter.id)
        .limit(MOST_TASKS)
    )  # fmt: skip
    return [_matter_task(row, now) for row in session.execute(chosen)]


def _matter_task(row: Any, now: datetime) -> Task:
    title, endpoint = _next_act(row)
    is_urgent = row.level in {1, 2} or (row.due_at is not None and row.due_at < now)
    return Task(
        title=title, about=row.title, endpoint=endpoint, values={"matter_id": row.id}, due_at=row.due_at,
        since=row.discovered_at, is_urgent=is_urgent,
    )  # fmt: skip


def _next_act(row: Any) -> tuple[str, str]:
    if row.state == MatterState.RECEIVED:
        if row.hand_over_id is not None:
            return _("接收转来的事项"), "matters.show_matter"
        if row.screened_at is None:
            return _("筛查"), "matters.screen_matter"
        return _("定级并确认"), "matters.confirm_matter"
    if row.state == MatterState.ESCALATED_2:
        return _("答复提请的二级研判"), "matters.show_matter"
    if row.must_escalate:
        return _("提请总局研判"), "matters.request_escalation"
    return _("组织研判"), "matters.show_matter"


def _request_tasks(session: Session, actor: Actor) -> list[Task]:
    chosen = select(Request, Matter.title).join(Matter, Matter.id == Request.matter_id).where(_requests(actor))
    rows = session.execute(chosen.order_by(Request.id).limit(MOST_TASKS)).all()
    return [
        Task(
            title=_("决定是否进行一级研判") if request.state == RequestState.SENT else _("审核研判请求"),
            about=title, endpoint="matters.show_request", values={"request_id": request.id},
            since=request.requested_at, is_urgent=True,
        )
        for request, title in rows
    ]  # fmt: skip


def _result_tasks(session: Session, actor: Actor) -> list[Task]:
    chosen = select(Result, Matter.title).join(Matter, Matter.id == Result.matter_id).where(_results(actor))
    rows = session.execute(chosen.order_by(Result.id).limit(MOST_TASKS)).all()
    return [
        Task(
            title=_("审核研判结果") if result.reviewed_at is None else _("确认研判结果"),
            about=title, endpoint="matters.show_result", values={"result_id": result.id}, since=result.entered_at,
        )
        for result, title in rows
    ]  # fmt: skip
