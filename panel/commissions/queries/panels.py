"""Reading panels: one, many, and who may know of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.commissions.facts import ENDED, CommissionContent, PanelFacts, PanelState
from panel.commissions.models import Panel, Seat
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.errors import NotFoundError
from panel.matters import sight_queries as sight

ONE_PANEL = select(Panel).where(Panel.id == bindparam("panel_id"))


@dataclass(frozen=True, slots=True)
class PanelFilter:
    """What a list of panels is narrowed to; an empty value narrows nothing.

    `course` is `open`, `ended` or one state; `is_mine` keeps panels the reader drafts, approves or runs.
    """

    text: str = ""
    course: str = ""
    level: int | None = None
    is_mine: bool = False


@cites("3.5.0-a", "D-11", "2.4.1-c", "S-06")
def visible_to(session: Session, viewer: Actor) -> ColumnElement[bool]:
    """只有委托部门、本组秘书、受邀专家、有权的上级和审计人员知道有这个专家组。

    A condition for SQL. An expert is in it from the invitation on; administrators and institutions never are.
    """
    return _in_sight(viewer.role, is_leader=viewer.has("hq_leader"), **_told_of(session, viewer))


def _told_of(session: Session, viewer: Actor) -> dict[str, Any]:
    """Give what the condition asks of a viewer: account, organisation, and for an auditor the organisations below."""
    below = accounts.subtree_ids(session, viewer.org_id or 0) if viewer.role is Role.AUDITOR else ()
    return {"viewer_id": viewer.id, "org_id": viewer.org_id or 0, "below": list(below)}


def _in_sight(role: Role, *, is_leader: bool, viewer_id: Any, org_id: Any, below: Any) -> ColumnElement[bool]:
    """Write the condition for a role; the values may be parameters of a statement written beforehand."""
    if role is Role.SYSTEM:
        return true()
    if role is Role.EXPERT:
        invited = select(Seat.panel_id).where(Seat.account_id == viewer_id, Seat.invited_at.is_not(None))
        return Panel.id.in_(invited)
    if role is Role.AUDITOR:
        return Panel.org_id.in_(below)
    if role is Role.SECRETARY:
        return or_(Panel.org_id == org_id, Panel.secretary_id == viewer_id)
    if role in {Role.OFFICIAL, Role.APPROVER}:
        above = or_(
            Panel.matter_id.in_(sight.matters_organised_by(org_id)),
            Panel.adjudication_id.in_(sight.adjudications_resulting_in(org_id)),
        )
        leads = and_(Panel.level == 1, true() if is_leader else false())
        return or_(Panel.org_id == org_id, and_(Panel.approved_at.is_not(None), or_(above, leads)))
    return false()


@cache
def _one_in_sight(role: Role, *, is_leader: bool) -> Select[Panel]:
    """Write the statement for one panel; every page of a panel begins with it, and writing takes longer than asking."""
    told: dict[str, Any] = {
        "viewer_id": bindparam("viewer_id"), "org_id": bindparam("org_id"),
        "below": bindparam("below", expanding=True),
    }  # fmt: skip
    return select(Panel).where(Panel.id == bindparam("panel_id"), _in_sight(role, is_leader=is_leader, **told))


def get_panel(session: Session, panel_id: int, viewer: Actor | None = None) -> Panel:
    """Give a panel; one that the viewer may not know of is not found."""
    if viewer is None:
        found = session.scalar(ONE_PANEL, {"panel_id": panel_id})
    else:
        wanted = _one_in_sight(viewer.role, is_leader=viewer.has("hq_leader"))
        found = session.scalar(wanted, {"panel_id": panel_id} | _told_of(session, viewer))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_panel(session: Session, panel_id: int) -> Panel:
    """Give a panel for a decision; nobody else decides on the same one meanwhile."""
    found = session.get(Panel, panel_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def panel_facts(panel: Panel) -> PanelFacts:
    """Give a panel as the rules see it."""
    return panel.facts()


def content_of(panel: Panel) -> CommissionContent:
    """Read a commission's content back from its row."""
    facts = panel.facts()
    names = CommissionContent.__dataclass_fields__
    return CommissionContent(
        **{name: getattr(facts, name) if hasattr(facts, name) else getattr(panel, name) for name in names}
    )


def has_ended(panel: Panel) -> bool:
    """Tell whether a panel's work is over."""
    return panel.state in ENDED


def find_panel_by_form(session: Session, form_key: str) -> Panel | None:
    """Give the panel that a form has made already, or None."""
    return session.scalar(select(Panel).where(Panel.form_key == form_key))


def list_panels_of_matter(session: Session, matter_id: int, viewer: Actor | None = None) -> Sequence[Panel]:
    """Give the panels of a matter, the latest first."""
    chosen = select(Panel).where(Panel.matter_id == matter_id).order_by(Panel.id.desc())
    if viewer is not None:
        chosen = chosen.where(visible_to(session, viewer))
    return session.scalars(chosen).all()


def open_panel_of(session: Session, adjudication_id: int) -> Panel | None:
    """Give the panel under way of an adjudication, or None; there is never more than one."""
    ended = [str(state) for state in ENDED]
    return session.scalar(select(Panel).where(Panel.adjudication_id == adjudication_id, Panel.state.not_in(ended)))


def has_concluded_panel(session: Session, adjudication_id: int) -> bool:
    """Tell whether a panel of an adjudication has ended in an issued conclusion; no other is commissioned then."""
    concluded = [PanelState.SIGNED.value, PanelState.ARCHIVED.value]
    chosen = select(Panel.id).where(Panel.adjudication_id == adjudication_id, Panel.state.in_(concluded)).limit(1)
    return session.scalar(chosen) is not None


def _narrowed(session: Session, chosen: Select[Panel], viewer: Actor, wanted: PanelFilter) -> Select[Panel]:
    conditions = [visible_to(session, viewer)]
    for word in wanted.text.split():
        conditions.append(
            or_(Panel.title.icontains(word, autoescape=True), Panel.number.icontains(word, autoescape=True))
        )
    ended = [str(state) for state in ENDED]
    if wanted.course == "open":
        conditions.append(Panel.state.not_in(ended))
    elif wanted.course == "ended":
        conditions.append(Panel.state.in_(ended))
    elif wanted.course:
        conditions.append(Panel.state == wanted.course)
    if wanted.level is not None:
        conditions.append(Panel.level == wanted.level)
    if wanted.is_mine:
        conditions.append(or_(*(who == viewer.id for who in (Panel.drafted_by, Panel.approved_by, Panel.secretary_id))))
    return chosen.where(*conditions)


def count_panels(session: Session, viewer: Actor, wanted: PanelFilter) -> int:
    """Count the panels that a filter leaves to a reader."""
    return session.scalar(_narrowed(session, select(func.count(Panel.id)), viewer, wanted)) or 0


def list_panels(
    session: Session, viewer: Actor, wanted: PanelFilter, *, offset: int = 0, limit: int = 20
) -> Sequence[Panel]:
    """Give a part of the panels that a filter leaves to a reader, the latest first."""
    chosen = _narrowed(session, select(Panel), viewer, wanted).order_by(Panel.id.desc())
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def list_panels_in(session: Session, org_id: int, states: Collection[PanelState]) -> Sequence[Panel]:
    """Give a department's panels that stand in some states, the oldest first."""
    chosen = select(Panel).where(Panel.org_id == org_id, Panel.state.in_([str(state) for state in states]))
    return session.scalars(chosen.order_by(Panel.id)).all()
