"""Reading matters: one, a list, and what hangs on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer, selectinload

from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.errors import NotFoundError
from panel.matters.adjudication_queries import (
    find_latest_result,
    find_open_request,
    get_adjudication,
    get_request,
    get_result,
    get_result_by_id,
    list_adjudications,
    list_expert_adjudications,
    list_requests,
    list_results,
    lock_adjudication,
    lock_request,
    lock_result,
    open_adjudication_of,
)
from panel.matters.code_facts import CATEGORY_HINTS, DISCIPLINE_HINTS
from panel.matters.facts import MatterFacts, MatterState, Party, PartyRole
from panel.matters.models import Clue, HandOver, Matter, MatterParty, PreDisposition, SecretStub
from panel.matters.sight_queries import visible
from panel.matters.task_queries import list_tasks, waiting

__all__ = [
    "MatterFilters", "count_matters", "find_by_form_key", "find_by_notice_no", "find_latest_result",
    "find_open_hand_over", "find_open_request", "find_stub_by_form_key", "get_adjudication", "get_clue", "get_matter",
    "get_request", "get_result", "get_result_by_id", "has_pre_disposition", "list_adjudications", "list_clues",
    "list_expert_adjudications", "list_hand_overs", "list_matters", "list_pre_dispositions", "list_requests",
    "list_results", "list_stubs", "list_tasks", "lock_adjudication", "lock_matter", "lock_request", "lock_result",
    "matter_facts", "matter_titles", "open_adjudication_of", "parties_of", "visible",
]  # fmt: skip

LONG_COLUMNS = (Matter.risk_description, Matter.domain_rows, Matter.source_fields, Matter.handling_opinion)


@dataclass(frozen=True, slots=True)
class MatterFilters:
    """What a list is narrowed to; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    level: int | None = None
    source_class: int | None = None
    domain: str = ""
    owner_org_id: int | None = None
    is_overdue: bool = False
    waits_for_me: bool = False


def get_matter(session: Session, matter_id: int, viewer: Actor | None = None) -> Matter:
    """Give a matter with its parties; `NOT_FOUND` too where the viewer may not know of it."""
    return _one(session, matter_id, viewer, is_locked=False)


def lock_matter(session: Session, matter_id: int, viewer: Actor | None = None) -> Matter:
    """Give a matter to decide on: nobody else changes it until the act ends."""
    return _one(session, matter_id, viewer, is_locked=True)


def _one(session: Session, matter_id: int, viewer: Actor | None, *, is_locked: bool) -> Matter:
    chosen = select(Matter).where(Matter.id == matter_id).options(selectinload(Matter.parties))
    if viewer is not None:
        chosen = chosen.where(visible(session, viewer))
    if is_locked:
        chosen = chosen.with_for_update(of=Matter).execution_options(populate_existing=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_by_form_key(session: Session, form_key: str) -> Matter | None:
    """Give the matter that a form's key already made, or None."""
    return session.scalar(select(Matter).where(Matter.form_key == form_key))


def find_by_notice_no(session: Session, notice_no: str, viewer: Actor) -> Matter | None:
    """Give the matter of a notice number, locked, if the viewer may know of it, or None."""
    chosen = select(Matter).where(Matter.notice_no == notice_no, visible(session, viewer))
    return session.scalar(chosen.with_for_update(of=Matter))


def matter_titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """Give the titles of several matters by number."""
    chosen = select(Matter.id, Matter.title).where(Matter.id.in_(set(ids)))
    return dict(iter(session.execute(chosen)))


def matter_facts(matter: Matter) -> MatterFacts:
    """Give a matter as rooms above see it; it must have come with its parties."""
    return MatterFacts(
        id=matter.id, notice_no=matter.notice_no, title=matter.title, state=MatterState(matter.state),
        level=matter.level, adjudication_level=matter.adjudication_level, is_complex=matter.is_complex,
        complexity_grounds=tuple(matter.complexity_grounds), owner_org_id=matter.owner_org_id,
        origin_org_id=matter.origin_org_id, domain=matter.domain, product_category=matter.product_category,
        product_name=matter.product_name, discipline_hints=_hints(matter.domain, matter.product_category),
        parties=tuple(map(_party, matter.parties)), must_escalate=matter.must_escalate, secrecy=matter.secrecy,
        discovered_at=matter.discovered_at,
    )  # fmt: skip


@cites("2.1.0-b")
def _hints(domain: str, category: str | None) -> tuple[str, ...]:
    """按领域和产品类别建议专家学科，最贴近的在前。"""
    of_category = CATEGORY_HINTS.get(category or "") or CATEGORY_HINTS.get((category or "")[:2], ())
    of_domain = DISCIPLINE_HINTS.get(domain, ())
    return tuple(dict.fromkeys((*of_category, *of_domain)))


def _party(row: MatterParty) -> Party:
    return Party(PartyRole(row.role), row.name, row.unified_code, row.country, row.foreign_registration)


def parties_of(session: Session, matter_id: int) -> list[Party]:
    """Give the parties of a matter in their order."""
    chosen = select(MatterParty).where(MatterParty.matter_id == matter_id).order_by(MatterParty.place)
    return [_party(row) for row in session.scalars(chosen)]


@cites("1.2.0-b", "2.5.7-a")
def list_matters(
    session: Session, viewer: Actor, filters: MatterFilters, page: tuple[int, int], *, now: datetime
) -> Sequence[Matter]:
    """按获知日期从新到旧列出，同一天的食品事项在前；可以按编号、名称和企业检索。

    Gives the matters a viewer may know of; `page` is offset and limit. Long texts are left out: to
    read one here is an error, not a query per row.
    """
    chosen = select(Matter).where(_narrowed(session, viewer, filters, now))
    chosen = chosen.order_by(Matter.discovered_on.desc(), Matter.food_rank.desc(), Matter.id.desc())
    offset, limit = page
    loaded = chosen.options(*(defer(column, raiseload=True) for column in LONG_COLUMNS))
    return session.scalars(loaded.offset(offset).limit(limit)).all()


def count_matters(session: Session, viewer: Actor, filters: MatterFilters, *, now: datetime) -> int:
    """Count what `list_matters` would give on all its pages."""
    chosen = select(func.count()).select_from(Matter).where(_narrowed(session, viewer, filters, now))
    return session.scalar(chosen) or 0


def _narrowed(session: Session, viewer: Actor, filters: MatterFilters, now: datetime) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [visible(session, viewer)]
    for word in filters.words.lower().split():
        asked.append(Matter.search_text.contains(word, autoescape=True))
    columns = {
        Matter.state: filters.state, Matter.level: filters.level, Matter.source_class: filters.source_class,
        Matter.domain: filters.domain, Matter.owner_org_id: filters.owner_org_id,
    }  # fmt: skip
    asked += [column == value for column, value in columns.items() if value not in {None, ""}]
    if filters.is_overdue:
        asked.append(Matter.due_at < now)
    if filters.waits_for_me:
        asked.append(waiting(viewer))
    return and_(*asked)


def list_clues(session: Session, matter_id: int) -> Sequence[Clue]:
    """Give the clue trail in the order it grew."""
    return session.scalars(select(Clue).where(Clue.matter_id == matter_id).order_by(Clue.id)).all()


def get_clue(session: Session, matter_id: int, clue_id: int) -> Clue:
    """Give a line of a matter's trail."""
    found = session.scalar(select(Clue).where(Clue.id == clue_id, Clue.matter_id == matter_id))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_hand_overs(session: Session, matter_id: int) -> Sequence[HandOver]:
    """Give a matter's hand-overs in their order."""
    return session.scalars(select(HandOver).where(HandOver.matter_id == matter_id).order_by(HandOver.id)).all()


def find_open_hand_over(session: Session, matter_id: int) -> HandOver | None:
    """Give the hand-over whose receipt is still missing, or None."""
    return session.scalar(select(HandOver).where(HandOver.matter_id == matter_id, HandOver.accepted_at.is_(None)))


def has_pre_disposition(session: Session, form_key: str) -> bool:
    """Tell whether a form's key has already made an early measure."""
    return session.scalar(select(PreDisposition.id).where(PreDisposition.form_key == form_key)) is not None


def list_pre_dispositions(session: Session, matter_id: int) -> Sequence[PreDisposition]:
    """Give a matter's early measures in the order they were recorded."""
    chosen = select(PreDisposition).where(PreDisposition.matter_id == matter_id).order_by(PreDisposition.id)
    return session.scalars(chosen).all()


def find_stub_by_form_key(session: Session, form_key: str) -> SecretStub | None:
    """Give the stub that a form's key already made, or None."""
    return session.scalar(select(SecretStub).where(SecretStub.form_key == form_key))


def list_stubs(session: Session, org_ids: Collection[int]) -> Sequence[SecretStub]:
    """Give the references to classified information that some bodies noted, the newest first."""
    chosen = select(SecretStub).where(SecretStub.org_id.in_(org_ids)).order_by(SecretStub.id.desc())
    return session.scalars(chosen).all()
