"""Reading conclusions and signatures, and what waits for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState, SeatState
from panel.commissions.queries import PanelFilter
from panel.conclusions import rules
from panel.conclusions.facts import SignatureAct
from panel.conclusions.models import Conclusion, Signature
from panel.guidance import cites
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


@cites("D-11", "3.5.0-b")
def find_readable(session: Session, panel: Any, viewer: Actor) -> Conclusion | None:
    """Give the newest conclusion if there is one that a reader may see.

    Experts see it only as members who accepted, and only once its text is frozen.
    """
    newest = find_conclusion(session, panel.id)
    if newest is None or viewer.role is not Role.EXPERT:
        return newest
    seat = commissions.seat_of_account(session, panel.id, viewer.id or 0)
    is_member = seat is not None and seat.state == SeatState.ACCEPTED
    return newest if is_member and newest.text_sha256 is not None else None


def get_version(session: Session, panel: Any, version: int | None, viewer: Actor) -> Conclusion:
    """Give a version of a conclusion that a reader may see, the newest unless one is named."""
    newest = find_readable(session, panel, viewer)
    rows = list_versions(session, panel.id) if newest is not None else ()
    chosen = [row for row in rows if version in {None, row.version}]
    if not chosen:
        raise NotFoundError("NOT_FOUND")
    return chosen[-1]


def list_signatures(session: Session, conclusion_id: int) -> Sequence[Signature]:
    """Give what members did with a conclusion, in the order they did it."""
    chosen = select(Signature).where(Signature.conclusion_id == conclusion_id).order_by(Signature.id)
    return session.scalars(chosen).all()


def signing_state(session: Session, conclusion: Conclusion) -> dict[int, SignatureAct | None]:
    """Give, for each seat of the deciding roll, what its member did; None for nothing yet."""
    done = {row.seat_id: SignatureAct(row.act) for row in list_signatures(session, conclusion.id)}
    return {line.seat_id: done.get(line.seat_id) for line in voting.roll_of(session, conclusion.round_id)}


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give what waits in this room: to draft, review, sign, issue, and enter on the main record."""
    find = {
        Role.SECRETARY: _secretary_tasks, Role.OFFICIAL: _official_tasks,
        Role.APPROVER: _approver_tasks, Role.EXPERT: _expert_tasks,
    }.get(actor.role)  # fmt: skip
    return find(session, actor, now) if find else []


def _panels(session: Session, actor: Actor, state: PanelState, *, is_mine: bool = False) -> Sequence[Any]:
    wanted = PanelFilter(course=state.value, is_mine=is_mine)
    return commissions.list_panels(session, actor, wanted, limit=MOST_TASKS)


def _task(panel: Any, title: str, endpoint: str, due_at: datetime | None = None) -> Task:
    about = f"{panel.number} {panel.title}"
    return Task(title=title, about=about, endpoint=endpoint, values={"panel_id": panel.id}, due_at=due_at)


def _secretary_tasks(session: Session, actor: Actor, _now: datetime) -> list[Task]:
    to_draft = _panels(session, actor, PanelState.DECIDED, is_mine=True)
    to_finish = _panels(session, actor, PanelState.DRAFTED, is_mine=True)
    return [
        *(_task(one, _("起草研判结论书"), "conclusions.show_conclusion") for one in to_draft),
        *(_task(one, _("完善结论书并送审"), "conclusions.edit_conclusion") for one in to_finish),
    ]


def _official_tasks(session: Session, actor: Actor, _now: datetime) -> list[Task]:
    to_review = [one for one in _panels(session, actor, PanelState.IN_REVIEW) if one.org_id == actor.org_id]
    signed = [one for one in _panels(session, actor, PanelState.SIGNED) if one.org_id == actor.org_id]
    to_enter = [one for one in signed if matters.find_result(session, one.adjudication_id) is None]
    return [
        *(_task(one, _("审核研判结论书"), "conclusions.show_conclusion") for one in to_review),
        *(_task(one, _("将研判结果录入主记录"), "conclusions.show_conclusion") for one in to_enter),
    ]


def _approver_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    waiting = [one for one in _panels(session, actor, PanelState.TO_SIGN) if one.org_id == actor.org_id]
    ready = [one for one in waiting if may_be_issued(session, get_conclusion(session, one.id), now)]
    return [_task(one, _("签发研判结论书"), "conclusions.show_conclusion") for one in ready]


def is_signing_over(conclusion: Conclusion, now: datetime) -> bool:
    """Tell whether the time for signing has run out."""
    return conclusion.sign_until is not None and now > conclusion.sign_until


def may_be_issued(session: Session, conclusion: Conclusion, now: datetime) -> bool:
    """Tell whether everybody has acted, or the time for it is over."""
    acts = list(signing_state(session, conclusion).values())
    return rules.reasons_against_issue(acts, is_time_over=is_signing_over(conclusion, now)) is None


def may_sign(session: Session, panel: Any, conclusion: Conclusion, actor: Actor, now: datetime) -> bool:
    """Tell whether a conclusion waits for a member's signature, and there is time for it."""
    seat = commissions.seat_of_account(session, panel.id, actor.id or 0)
    waiting = signing_state(session, conclusion)
    is_waited_for = seat is not None and seat.id in waiting and waiting[seat.id] is None
    return is_waited_for and not is_signing_over(conclusion, now)


def _expert_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    tasks = []
    for one in _panels(session, actor, PanelState.TO_SIGN):
        conclusion = get_conclusion(session, one.id)
        if may_sign(session, one, conclusion, actor, now):
            tasks.append(_task(one, _("签署研判结论书"), "conclusions.sign_conclusion", conclusion.sign_until))
    return tasks
