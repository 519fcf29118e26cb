"""Reading adjudications, requests and results."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from panel.kernel.actor import Actor
from panel.kernel.errors import NotFoundError
from panel.matters.facts import AdjudicationState, Mode, RequestKind, RequestState
from panel.matters.models import Adjudication, Matter, Request, Result
from panel.matters.sight_queries import visible

Row = TypeVar("Row", Adjudication, Request, Result)


def _one(session: Session, table: type[Row], number: int, viewer: Actor | None, *, is_locked: bool) -> Row:
    chosen = select(table).where(table.id == number)
    if viewer is not None:
        chosen = chosen.join(Matter, Matter.id == table.matter_id).where(visible(session, viewer))
    if is_locked:
        chosen = chosen.with_for_update(of=table).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_adjudication(session: Session, adjudication_id: int, viewer: Actor | None = None) -> Adjudication:
    """Give an adjudication; `NOT_FOUND` too where the viewer may not know of its matter."""
    return _one(session, Adjudication, adjudication_id, viewer, is_locked=False)


def lock_adjudication(session: Session, adjudication_id: int) -> Adjudication:
    """Give an adjudication to decide on."""
    return _one(session, Adjudication, adjudication_id, None, is_locked=True)


def open_adjudication_of(session: Session, matter_id: int) -> Adjudication | None:
    """Give the adjudication that is open, or None; there is never more than one."""
    chosen = select(Adjudication).where(
        Adjudication.matter_id == matter_id, Adjudication.state == AdjudicationState.OPEN
    )
    return session.scalar(chosen)


def list_expert_adjudications(session: Session, org_id: int) -> Sequence[tuple[Adjudication, str]]:
    """Give the open adjudications by experts that a body organises, each with its matter's title, the oldest first."""
    chosen = (
        select(Adjudication, Matter.title)
        .join(Matter, Matter.id == Adjudication.matter_id)
        .where(
            Adjudication.organiser_org_id == org_id, Adjudication.state == AdjudicationState.OPEN,
            Adjudication.mode == Mode.EXPERT,
        )
        .order_by(Adjudication.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(chosen)]


def find_suspended_adjudication(session: Session, matter_id: int) -> Adjudication | None:
    """Give the latest adjudication that was suspended by an escalation, or None."""
    chosen = select(Adjudication).where(
        Adjudication.matter_id == matter_id, Adjudication.state == AdjudicationState.SUSPENDED
    )
    return session.scalar(chosen.order_by(Adjudication.id.desc()).limit(1))


def list_adjudications(session: Session, matter_id: int) -> Sequence[Adjudication]:
    """Give a matter's adjudications in the order they were opened."""
    return _of_matter(session, Adjudication, matter_id)


def list_requests(session: Session, matter_id: int) -> Sequence[Request]:
    """Give a matter's requests in their order."""
    return _of_matter(session, Request, matter_id)


def list_results(session: Session, matter_id: int) -> Sequence[Result]:
    """Give a matter's result blocks in their order, those sent back too."""
    return _of_matter(session, Result, matter_id)


def _of_matter(session: Session, table: type[Row], matter_id: int) -> Sequence[Row]:
    return session.scalars(select(table).where(table.matter_id == matter_id).order_by(table.id)).all()


def get_request(session: Session, request_id: int, viewer: Actor | None = None) -> Request:
    """Give a request; `NOT_FOUND` too where the viewer may not know of its matter."""
    return _one(session, Request, request_id, viewer, is_locked=False)


def lock_request(session: Session, request_id: int, viewer: Actor | None = None) -> Request:
    """Give a request to decide on."""
    return _one(session, Request, request_id, viewer, is_locked=True)


def find_request_by_key(session: Session, form_key: str) -> Request | None:
    """Give the request that a form's key already made, or None."""
    return session.scalar(select(Request).where(Request.form_key == form_key))


def find_granted_level_1(session: Session, matter_id: int) -> Request | None:
    """Give the latest leader's approval of level 1, or None."""
    granted = and_(Request.kind == RequestKind.LEVEL_1, Request.state == RequestState.GRANTED)
    chosen = select(Request).where(Request.matter_id == matter_id, granted)
    return session.scalar(chosen.order_by(Request.id.desc()).limit(1))


def find_open_request(session: Session, matter_id: int) -> Request | None:
    """Give the request that is not yet answered, or None."""
    waiting = Request.state.in_([RequestState.DRAFTED, RequestState.SENT])
    return session.scalar(select(Request).where(Request.matter_id == matter_id, waiting))


def get_result(session: Session, adjudication_id: int) -> Result | None:
    """Give the standing result block of an adjudication, or None where none was entered."""
    return session.scalar(select(Result).where(Result.adjudication_id == adjudication_id, Result.returned_at.is_(None)))


def get_result_by_id(session: Session, result_id: int, viewer: Actor | None = None) -> Result:
    """Give a result block; `NOT_FOUND` too where the viewer may not know of its matter."""
    return _one(session, Result, result_id, viewer, is_locked=False)


def lock_result(session: Session, result_id: int, viewer: Actor | None = None) -> Result:
    """Give a result block to decide on."""
    return _one(session, Result, result_id, viewer, is_locked=True)


def find_latest_result(session: Session, matter_id: int) -> Result | None:
    """Give the latest confirmed result of a matter, or None."""
    chosen = select(Result).where(Result.matter_id == matter_id, Result.confirmed_at.is_not(None))
    return session.scalar(chosen.order_by(Result.id.desc()).limit(1))
