"""Who may know of which matter: the scope of every list and of every single page."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from panel.accounts.facts import BUREAUX, OrgKind
from panel.accounts.queries import get_organisation, subtree_ids
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.matters.facts import RequestKind, RequestState
from panel.matters.models import Adjudication, Matter, Request

DEPARTMENT_ROLES = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY})
SIDES = (
    Matter.owner_org_id, Matter.origin_org_id, Matter.received_org_id, Matter.addressed_org_id, Matter.result_org_id,
)  # fmt: skip


@cites("2.3.2-b", "1.3.0-d", "3.5.0-a", "3.5.0-b", "S-06")
def visible(session: Session, viewer: Actor) -> ColumnElement[bool]:
    """只列出本单位有权知悉的事项。

    Bureaux see what they and their grass-roots units have to do with, departments what is theirs or
    addressed to them, headquarters' leaders what is asked of level 1, an institution's contact the
    own findings, auditors their subtree; experts and administrators nothing.
    """
    if viewer.role is Role.SYSTEM:
        return true()
    if viewer.org_id is None:
        return false()
    if viewer.role is Role.INST_CONTACT:
        return Matter.received_by == viewer.id
    if viewer.role is Role.AUDITOR:
        return _audited(session, viewer.org_id)
    if viewer.role in DEPARTMENT_ROLES:
        return _of_department(session, viewer.org_id, viewer.role)
    return false()


def _audited(session: Session, org_id: int) -> ColumnElement[bool]:
    kind, below = _place(session, org_id)
    return true() if kind is OrgKind.HQ else _touches(below)


def _of_department(session: Session, org_id: int, role: Role) -> ColumnElement[bool]:
    kind, below = _place(session, org_id)
    if kind is OrgKind.HQ:
        return _asked_of_level_1() if role is Role.APPROVER else false()
    return _touches(below if kind in BUREAUX else frozenset({org_id}))


def _place(session: Session, org_id: int) -> tuple[OrgKind, frozenset[int]]:
    """Give a body's kind and its subtree, asked once per session: a page asks for several lists."""
    kept: dict[int, tuple[OrgKind, frozenset[int]]] = session.info.setdefault("matters.places", {})
    if org_id not in kept:
        kept[org_id] = OrgKind(get_organisation(session, org_id).kind), subtree_ids(session, org_id)
    return kept[org_id]


def _touches(org_ids: frozenset[int]) -> ColumnElement[bool]:
    """Ask each side as a sum, which no index serves.

    Five indexes joined by OR would give thousands of rows to sort for one page; so the list walks its
    own order and stops when the page is full.
    """
    return or_(*((side + 0).in_(org_ids) for side in SIDES))


def _asked_of_level_1() -> ColumnElement[bool]:
    """Keep a matter in the leaders' sight from the moment the head has sent the request."""
    asked = aliased(Request)  # the query around may itself be about requests
    sent = and_(
        asked.matter_id == Matter.id, asked.kind == RequestKind.LEVEL_1,
        asked.state.in_([RequestState.SENT, RequestState.GRANTED, RequestState.DECLINED]),
    )  # fmt: skip
    return exists(select(asked.id).where(sent))


def organises_above(org_id: Any, matter_id: Any, level: Any) -> ColumnElement[bool]:
    """Ask whether a body organises an adjudication of a matter on a level, or on a higher one.

    It reads the panels held before below it. A body below reads what the higher one found on the matter,
    without the names of those who voted.
    """
    own = (Adjudication.matter_id == matter_id, Adjudication.organiser_org_id == org_id, Adjudication.level <= level)
    return exists(select(Adjudication.id).where(*own))


def adjudications_resulting_in(org_id: int) -> Select[int]:
    """Choose the level-1 adjudications whose result a body is named to confirm and enter."""
    return select(Adjudication.id).where(Adjudication.designated_result_org_id == org_id)
