"""Reading what ties experts to bodies outside: employers, declared interests, other committees."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.roster.career_queries import employments_of, interests_of
from panel.roster.models import Expert

__all__ = ["Person", "employments_of", "interests_of", "list_people"]


@dataclass(frozen=True, slots=True)
class Person:
    """An expert as far as a screening needs to know: who, and with whom now."""

    id: int
    code: str
    name: str
    employer: str
    employer_code: str | None
    post: str
    other_committees: list[str]


def list_people(session: Session, ids: Collection[int] | None) -> list[Person]:
    """Give experts by code: those named, or all; columns only, since it may be the whole roster."""
    chosen = select(
        Expert.id, Expert.code, Expert.name, Expert.employer, Expert.employer_code, Expert.post,
        Expert.other_committees,
    ).order_by(Expert.code)  # fmt: skip
    if ids is not None:
        chosen = chosen.where(Expert.id.in_(ids))
    return [Person(*row) for row in session.execute(chosen)]
