"""Reading conclusions and signatures, and what waits for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.commissions.queries import PanelFilter
from panel.conclusions.facts import SignatureAct
from panel.conclusions.models import Conclusion, Signature
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError
from panel.kernel.tasks import Task
from panel.matters import queries as matters
from panel.voting import queries as voting

MOST_TASKS = 50


def find_conclusion(session: Session, panel_id: int) -> Conclusion | None:
    """Give the panel's newest conclusion, or None before one is drafted."""
    newest = select(Conclusion).where(Conclusion.panel_id == panel_id).order_by(Conclusion.version.desc()).limit(1)
    return session.scalar(newest)


def get_conclusion(session: Session, panel_id: int) -> Conclusion:
    """Give the panel's newest conclusion."""
    found = find_conclusion(session, panel_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_versions(session: Session, panel_id: int) -> Sequence[Conclusion]:
    """Give all versions of a panel's conclusion, the first first."""
    chosen = select(Conclusion).where(Conclusion.panel_id == panel_id).order_by(Conclusion.version)
    return session.scalars(chosen).all()


def list_signatures(session: Session, conclusion_id: int) -> Sequence[Signature]:
    """Give what members did with a conclusion, in the order they did it."""
    chosen = select(Signature).where(Signature.conclusion_id == conclusion_id).order_by(Signature.id)
    return session.scalars(chosen).all()


def find_signature(session: Session, conclusion_id: int, seat_id: int) -> Signature | None:
    """Give what a member did with a conclusion, or None."""
    chosen = select(Signature).where(Signature.conclusion_id == conclusion_id, Signature.seat_id == seat_id)
    return session.scalar(chosen)


def signing_state(session: Session, conclusion: Conclusion) -> dict[int, SignatureAct | None]:
    """Give, for each seat of the deciding roll, what its member did; None for nothing yet."""
    done = {row.seat_id: SignatureAct(row.act) for row in list_signatures(session, conclusion.id)}
    return {line.seat_id: done.get(line.seat_id) for line in voting.roll_of(session, conclusion.round_id)}


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give what waits in this room: to draft, review, sign, issue, and enter on the main record."""
    find = {
        Role.SECRETARY: _secretary_tasks, Role.OFFICIAL: _official_tasks,
        Role.APPROVER: _approver_tasks, Role.EXPERT: _expert_tasks,
    }.get(actor.role)  # fmt: skip
    return find(session, actor) if find else []


def _panels(session: Session, actor: Actor, state: PanelState, *, is_mine: bool = False) -> Sequence[Any]:
    wanted = PanelFilter(course=state.value, is_mine=is_mine)
    return commissions.list_panels(session, actor, wanted, limit=MOST_TASKS)


def _task(panel: Any, title: str, endpoint: str, due_at: datetime | None = None) -> Task:
    about = f"{panel.number} {panel.title}"
    return Task(title=title, about=about, endpoint=endpoint, values={"panel_id": panel.id}, due_at=due_at)


def _secretary_tasks(session: Session, actor: Actor) -> list[Task]:
    to_draft = _panels(session, actor, PanelState.DECIDED, is_mine=True)
    to_finish = _panels(session, actor, PanelState.DRAFTED, is_mine=True)
    return [
        *(_task(one, _("起草研判结论书"), "conclusions.show_conclusion") for one in to_draft),
        *(_task(one, _("完善结论书并送审"), "conclusions.edit_conclusion") for one in to_finish),
    ]


def _official_tasks(session: Session, actor: Actor) -> list[Task]:
    to_review = [one for one in _panels(session, actor, PanelState.IN_REVIEW) if one.org_id == actor.org_id]
    signed = [one for one in _panels(session, actor, PanelState.SIGNED) if one.org_id == actor.org_id]
    to_enter = [one for one in signed if matters.get_result(session, one.adjudication_id) is None]
    return [
        *(_task(one, _("审核研判结论书"), "conclusions.show_conclusion") for one in to_review),
        *(_task(one, _("将研判结果录入主记录"), "conclusions.show_conclusion") for one in to_enter),
    ]


def _approver_tasks(session: Session, actor: Actor) -> list[Task]:
    tasks = []
    for one in _panels(session, actor, PanelState.TO_SIGN):
        conclusion = get_conclusion(session, one.id)
        is_signed = None not in signing_state(session, conclusion).values()
        if one.org_id == actor.org_id and is_signed:
            tasks.append(_task(one, _("签发研判结论书"), "conclusions.show_conclusion"))
    return tasks


def _expert_tasks(session: Session, actor: Actor) -> list[Task]:
    tasks = []
    for one in _panels(session, actor, PanelState.TO_SIGN):
        conclusion = get_conclusion(session, one.id)
        seat = commissions.seat_of_account(session, one.id, actor.id or 0)
        waiting = signing_state(session, conclusion)
        if seat is not None and seat.id in waiting and waiting[seat.id] is None:
            tasks.append(_task(one, _("签署研判结论书"), "conclusions.sign_conclusion", conclusion.sign_until))
    return tasks
