"""Reading institutions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.institutions.models import Institution
from panel.kernel.errors import NotFoundError


def get_institution(session: Session, institution_id: int) -> Institution:
    """Give an institution by its number."""
    found = session.get(Institution, institution_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_institution_by_code(session: Session, code: str) -> Institution | None:
    """Give the institution of a code, or None."""
    return session.scalar(select(Institution).where(Institution.code == code))


def list_all_institutions(session: Session) -> Sequence[Institution]:
    """Give every institution by code."""
    return session.scalars(select(Institution).order_by(Institution.code)).all()
