"""What waits at each role's desk: commissions, draws, invitations, requests, packs."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from panel.commissions.facts import ENDED, PanelState, SeatState
from panel.commissions.models import Material, Objection, Panel, Reading, Seat, Waiver
from panel.draw.facts import DrawState
from panel.draw.queries import panels_with
from panel.guidance import parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import beijing_date
from panel.kernel.tasks import Task
from panel.matters import queries as matters


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give what waits for the signed-in person, panel by panel."""
    by_role: dict[Role, Callable[[Session, Actor, datetime], list[Task]]] = {
        Role.OFFICIAL: _of_official,
        Role.APPROVER: _of_approver,
        Role.SECRETARY: _of_secretary,
        Role.EXPERT: _of_expert,
    }
    listed = by_role.get(actor.role)
    return listed(session, actor, now) if listed else []


def _panels(session: Session, *conditions: ColumnElement[bool]) -> list[Panel]:
    return list(session.scalars(select(Panel).where(*conditions).order_by(Panel.id)))


def _task(
    title: str, panel: Panel, endpoint: str, *, since: datetime | None = None, due: datetime | None = None
) -> Task:
    return Task(
        title, panel.title, endpoint, {"panel_id": panel.id}, due_at=due, since=since, is_urgent=panel.level < 3
    )


def _of_official(session: Session, actor: Actor, _now: datetime) -> list[Task]:
    """List what is to be commissioned, and the drafter's own panels: to finish, to witness, to constitute."""
    own = Panel.drafted_by == actor.id
    drafts = _panels(session, own, Panel.state == PanelState.DRAFT)
    waiting = _panels(session, own, Panel.id.in_(panels_with(DrawState.PREPARED)))
    answered = _panels(session, own, Panel.state == PanelState.INVITING, ~_has_seat(SeatState.INVITED))
    return [
        *_to_draft(session, actor.org_id),
        *(
            _task(_("完善并提交委托书"), panel, "commissions.show_commission", since=panel.drafted_at)
            for panel in drafts
        ),
        *(_task(_("见证专家抽取"), panel, "commissions.show_draws") for panel in waiting),
        *(_task(_("组成专家组"), panel, "commissions.constitute") for panel in answered),
    ]


def _to_draft(session: Session, org_id: int | None) -> list[Task]:
    """List the department's adjudications by experts that have no panel yet: the commission comes next."""
    opened = matters.list_expert_adjudications(session, org_id) if org_id is not None else []
    ids = [one.id for one, _title in opened]
    left = [state.value for state in ENDED - {PanelState.SIGNED, PanelState.ARCHIVED}]
    taken = select(Panel.adjudication_id).where(Panel.adjudication_id.in_(ids), Panel.state.not_in(left))
    has_panel = set(session.scalars(taken)) if ids else set()
    return [
        Task(
            _("起草专家研判委托书"), title, "commissions.draft_commission", {"matter": one.matter_id},
            since=one.opened_at, is_urgent=one.level < 3,
        )
        for one, title in opened
        if one.id not in has_panel
    ]  # fmt: skip


def _has_seat(state: SeatState) -> ColumnElement[bool]:
    return exists(select(Seat.id).where(Seat.panel_id == Panel.id, Seat.state == state))


def _of_approver(session: Session, actor: Actor, _now: datetime) -> list[Task]:
    """List the department's commissions to approve, requests and objections to answer, ties to decide on."""
    ours = Panel.org_id == actor.org_id
    pending = _panels(session, ours, Panel.state == PanelState.PENDING_APPROVAL, Panel.drafted_by != actor.id)
    asked = select(Panel, Waiver).join(Waiver, Waiver.panel_id == Panel.id)
    asked = asked.where(ours, Waiver.answer.is_(None), Waiver.requested_by != actor.id).order_by(Waiver.id)
    tied = select(Panel, Seat).join(Seat, Seat.panel_id == Panel.id)
    tied = tied.where(ours, Seat.state == SeatState.INVITED, Seat.answered_at.is_not(None)).order_by(Seat.id)
    objected = select(Panel, Objection).join(Objection, Objection.panel_id == Panel.id)
    objected = objected.where(ours, Objection.answer.is_(None)).order_by(Objection.id)
    return [
        *(
            _task(_("审批委托书"), panel, "commissions.approve_commission", since=panel.submitted_at)
            for panel in pending
        ),
        *(
            _task(_("答复申请"), panel, "commissions.show_requests", since=waiver.requested_at)
            for panel, waiver in session.execute(asked)
        ),
        *(
            _task(_("审定利害关系"), panel, "commissions.show_requests", since=seat.answered_at)
            for panel, seat in session.execute(tied)
        ),
        *(
            _task(_("决定回避申请"), panel, "commissions.show_requests", since=objection.filed_at)
            for panel, objection in session.execute(objected)
        ),
    ]


def _of_secretary(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """List the secretary's own panels: a draw to prepare, invitations to send, seats to fill, a pack to release."""
    own = Panel.secretary_id == actor.id
    least = parameter("panel_min_complex", on=beijing_date(now))
    prepared = Panel.id.in_(panels_with(DrawState.PREPARED))
    seated = select(func.count(Seat.id)).where(
        Seat.panel_id == Panel.id, Seat.state.in_([SeatState.INVITED, SeatState.ACCEPTED])
    )
    missing = seated.scalar_subquery() < Panel.seats_wanted
    steps: list[tuple[str, str, tuple[ColumnElement[bool], ...]]] = [
        (_("准备专家抽取"), "commissions.show_draws", (Panel.state == PanelState.COMMISSIONED, ~prepared)),
        (_("发出专家邀请"), "commissions.show_seats", (Panel.state == PanelState.DRAWN, ~prepared)),
        (
            _("补充抽取专家"),
            "commissions.show_draws",
            (Panel.state == PanelState.INVITING, ~prepared, missing),
        ),
        (
            _("扩大专家组"),
            "commissions.show_draws",
            (Panel.state == PanelState.FINDINGS_IN, ~prepared, seated.scalar_subquery() < least),
        ),
        (_("发放研判材料"), "commissions.show_materials", (Panel.state == PanelState.CONSTITUTED,)),
    ]
    return [
        _task(title, panel, endpoint)
        for title, endpoint, conditions in steps
        for panel in _panels(session, own, *conditions)
    ]


def _of_expert(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """List an expert's open invitations, and packs not yet read."""
    open_ones: Select[Seat, Panel] = select(Seat, Panel).join(Panel, Panel.id == Seat.panel_id)
    open_ones = open_ones.where(
        Seat.account_id == actor.id, Seat.state == SeatState.INVITED, Seat.answered_at.is_(None), Seat.answer_by > now
    )
    unread = (
        select(Panel, func.count(Material.id))
        .join(Seat, Seat.panel_id == Panel.id)
        .join(Material, Material.panel_id == Panel.id)
        .outerjoin(Reading, (Reading.material_id == Material.id) & (Reading.seat_id == Seat.id))
        .where(
            Seat.account_id == actor.id,
            Seat.state == SeatState.ACCEPTED,
            Panel.state.in_([PanelState.MATERIALS, PanelState.IN_SESSION]),
            Material.pack_no.is_not(None),
            Reading.id.is_(None),
        )
        .group_by(Panel.id)
    )
    return [
        *(
            Task(
                _("答复专家研判邀请"),
                panel.title,
                "commissions.show_invitation",
                {"seat_id": seat.id},
                due_at=seat.answer_by,
                since=seat.invited_at,
                is_urgent=panel.level < 3,
            )
            for seat, panel in session.execute(open_ones.order_by(Seat.answer_by))
        ),
        *(
            _task(
                _("阅读研判材料（%(number)s 件）", number=number),
                panel,
                "commissions.show_materials",
                due=panel.held_at,
            )
            for panel, number in session.execute(unread.order_by(Panel.id))
        ),
    ]
