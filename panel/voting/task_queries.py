"""What waits in this room, for the desk of each role."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState, SeatState
from panel.commissions.queries import PanelFilter
from panel.kernel.actor import Actor, Role
from panel.kernel.tasks import Task
from panel.voting.ballot_facts import AttendanceState, PanelRow, RoundState
from panel.voting.models import Attendance, Ballot, Roll, Round, Sitting, VoidRequest

SHOWN = 50
Lister = Callable[[Session, Actor, datetime], list[Task]]


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give what waits for the signed-in person, panel by panel."""
    by_role: dict[Role, Lister] = {
        Role.SECRETARY: _of_secretary,
        Role.EXPERT: _of_expert,
        Role.APPROVER: _of_approver,
    }
    listed = by_role.get(actor.role)
    return listed(session, actor, now) if listed else []


def _task(
    title: str, panel: PanelRow, endpoint: str, *, no: int | None = None, due: datetime | None = None,
    since: datetime | None = None, is_urgent: bool = False,
) -> Task:  # fmt: skip
    values = {"panel_id": panel.id} if no is None else {"panel_id": panel.id, "no": no}
    return Task(title, panel.title, endpoint, values, due_at=due, since=since, is_urgent=is_urgent or panel.level < 3)


def _of_secretary(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """List the own panels that are to sit, to vote, or whose ballots are all in."""
    found = []
    for panel in _run_by(session, actor, PanelState.MATERIALS):
        if panel.held_at is None or panel.held_at <= now + timedelta(days=1):
            found.append(_task(_("开始研判会议"), panel, "voting.show_sitting", due=panel.held_at))
    for panel in _run_by(session, actor, PanelState.IN_SESSION):
        found.append(_task(_("办理签到，开启表决"), panel, "voting.show_sitting", is_urgent=True))
    for panel in _run_by(session, actor, PanelState.ROUND_OPEN):
        round_, cast = _running(session, panel.id)
        if cast == round_.roll_size or now >= round_.ends_at:
            found.append(
                _task(_("结束表决并计票"), panel, "voting.show_round", no=round_.no, due=round_.ends_at, is_urgent=True)
            )
    return found


def _run_by(session: Session, actor: Actor, state: PanelState) -> list[PanelRow]:
    wanted = PanelFilter(course=state.value, is_mine=True)
    return list(commissions.list_panels(session, actor, wanted, limit=SHOWN))


def _running(session: Session, panel_id: int) -> tuple[Round, int]:
    cast = select(func.count(func.distinct(Ballot.roll_id))).where(Ballot.round_id == Round.id).scalar_subquery()
    open_round = select(Round, cast).where(Round.panel_id == panel_id, Round.state == RoundState.OPEN)
    found = session.execute(open_round).one()
    return found[0], found[1]


def _of_expert(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """List ballots to cast, then sittings to sign in to."""
    cast = exists(select(Ballot.id).where(Ballot.roll_id == Roll.id))
    waiting = (
        select(Round)
        .join(Roll, Roll.round_id == Round.id)
        .where(Roll.account_id == actor.id, Round.state == RoundState.OPEN, Round.ends_at > now, ~cast)
        .order_by(Round.ends_at)
    )
    return [
        Task(
            _("投票（第 %(no)s 轮）", no=round_.no), commissions.get_panel(session, round_.panel_id).title,
            "voting.fill_ballot", {"round_id": round_.id}, due_at=round_.ends_at, since=round_.opened_at,
            is_urgent=True,
        )
        for round_ in session.scalars(waiting)
    ] + _sign_ins(session, actor)  # fmt: skip


def _sign_ins(session: Session, actor: Actor) -> list[Task]:
    seats = {
        seat.id: panel
        for seat, panel in commissions.list_invitations(session, actor.id or 0)
        if seat.state == SeatState.ACCEPTED and panel.state == PanelState.IN_SESSION
    }
    there = select(Attendance.seat_id).where(
        Attendance.seat_id.in_(seats), Attendance.state == AttendanceState.PRESENT,
        Attendance.sitting_id.in_(select(Sitting.id).where(_is_going_on())),
    )  # fmt: skip
    signed_in = set(session.scalars(there)) if seats else set()
    return [
        _task(_("研判会议签到"), panel, "voting.show_sitting", is_urgent=True)
        for seat_id, panel in seats.items()
        if seat_id not in signed_in
    ]


def _is_going_on() -> ColumnElement[bool]:
    return and_(Sitting.adjourned_at.is_(None), Sitting.closed_at.is_(None))


def _of_approver(session: Session, actor: Actor, _now: datetime) -> list[Task]:
    """List rounds in review to answer, and requests to make a round void."""
    org_id = actor.org_id or 0
    reviews = [
        _task(_("书面答复分歧"), panel, "voting.show_results")
        for panel in commissions.list_panels_in(session, org_id, [PanelState.REVIEW])
        if panel.drafted_by != actor.id
    ]
    asked = {panel.id: panel for panel in commissions.list_panels_in(session, org_id, [PanelState.ROUND_OPEN])}
    waiting = (
        select(Round, VoidRequest)
        .join(VoidRequest, VoidRequest.round_id == Round.id)
        .where(Round.panel_id.in_(asked), VoidRequest.answered_at.is_(None))
    )
    return reviews + [
        _task(
            _("决定表决是否作废"), asked[round_.panel_id], "voting.answer_void", no=round_.no,
            since=request.requested_at, is_urgent=True,
        )
        for round_, request in (session.execute(waiting) if asked else ())
    ]  # fmt: skip
