"""Reading employers over time and declared interests, of one expert or of many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from panel.kernel.errors import NotFoundError
from panel.roster.facts import DeclaredConflict, Employment, Interest
from panel.roster.models import EmploymentRow, InterestRow

EMPLOYMENT = (
    EmploymentRow.expert_id,
    EmploymentRow.employer,
    EmploymentRow.employer_code,
    EmploymentRow.post,
    EmploymentRow.is_main,
    EmploymentRow.from_on,
    EmploymentRow.to_on,
    EmploymentRow.id,
)
INTEREST = (
    InterestRow.expert_id,
    InterestRow.kind,
    InterestRow.body,
    InterestRow.unified_code,
    InterestRow.detail,
    InterestRow.declared_on,
    InterestRow.ended_on,
    InterestRow.id,
)


def employments_of(
    session: Session, ids: Collection[int] | None, *, since: date | None = None
) -> dict[int, list[Employment]]:
    """Give the posts of several experts, or of all, by expert, in the order of their entry.

    With `since` those that ended before that day are left out. Struck entries never count.
    """
    chosen = select(*EMPLOYMENT).where(EmploymentRow.struck_at.is_(None)).order_by(EmploymentRow.id)
    if ids is not None:
        chosen = chosen.where(EmploymentRow.expert_id.in_(ids))
    if since is not None:
        chosen = chosen.where(or_(EmploymentRow.to_on.is_(None), EmploymentRow.to_on >= since))
    found: defaultdict[int, list[Employment]] = defaultdict(list)
    for row in session.execute(chosen):
        found[row[0]].append(Employment(*row))
    return dict(found)


def interests_of(session: Session, ids: Collection[int] | None, *, on: date | None = None) -> dict[int, list[Interest]]:
    """Give the declared interests of several experts, or of all, by expert, in the order of their entry.

    With `on` those that ended before that day are left out.
    """
    chosen = select(*INTEREST).order_by(InterestRow.id)
    if ids is not None:
        chosen = chosen.where(InterestRow.expert_id.in_(ids))
    if on is not None:
        chosen = chosen.where(or_(InterestRow.ended_on.is_(None), InterestRow.ended_on >= on))
    found: defaultdict[int, list[Interest]] = defaultdict(list)
    for row in session.execute(chosen):
        found[row[0]].append(Interest(*row))
    return dict(found)


def list_employments(session: Session, expert_id: int) -> Sequence[Employment]:
    """Give an expert's posts, the main one first, then the latest."""
    found = employments_of(session, [expert_id]).get(expert_id, [])
    return sorted(found, key=lambda one: (one.to_on is not None, not one.is_main, -one.id))


def list_interests(session: Session, expert_id: int, *, is_standing: bool = False) -> Sequence[Interest]:
    """Give an expert's declared interests, all or only those that have not ended."""
    found = interests_of(session, [expert_id]).get(expert_id, [])
    return [one for one in found if one.ended_on is None] if is_standing else found


def as_conflicts(ties: Iterable[Interest]) -> tuple[DeclaredConflict, ...]:
    """Give declared interests as the draw's rules take them."""
    return tuple(DeclaredConflict(tie.body, tie.unified_code, tie.kind, tie.detail) for tie in ties)


# Rows for the acts


def find_main_employment(session: Session, expert_id: int) -> EmploymentRow | None:
    """Give the post with the main employer of today, or None."""
    chosen = select(EmploymentRow).where(
        EmploymentRow.expert_id == expert_id,
        EmploymentRow.is_main,
        EmploymentRow.to_on.is_(None),
        EmploymentRow.struck_at.is_(None),
    )
    return session.scalar(chosen)


def get_main_employment(session: Session, expert_id: int) -> EmploymentRow:
    """Give the post with the main employer of today."""
    found = find_main_employment(session, expert_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_employment(session: Session, expert_id: int, row_id: int) -> EmploymentRow:
    """Give a post of an expert."""
    found = session.get(EmploymentRow, row_id)
    if found is None or found.expert_id != expert_id:
        raise NotFoundError("NOT_FOUND")
    return found


def get_interest(session: Session, expert_id: int, row_id: int) -> InterestRow:
    """Give a declared interest of an expert."""
    found = session.get(InterestRow, row_id)
    if found is None or found.expert_id != expert_id:
        raise NotFoundError("NOT_FOUND")
    return found


def find_employment_by_form(session: Session, form_key: str) -> EmploymentRow | None:
    """Give the post that a form has entered already, or None."""
    return session.scalar(select(EmploymentRow).where(EmploymentRow.form_key == form_key))


def find_interest_by_form(session: Session, form_key: str) -> InterestRow | None:
    """Give the interest that a form has declared already, or None."""
    return session.scalar(select(InterestRow).where(InterestRow.form_key == form_key))
