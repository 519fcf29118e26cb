"""What must hold of investigations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.investigations.models import Investigation
from panel.matters.invariant_queries import list_gaps

KIND = "研查"


def list_violations(session: Session) -> list[str]:
    """Give one line per number of a plan that is missing or was not given out."""
    held = [number for number in session.scalars(select(Investigation.number)) if number is not None]
    return list_gaps(session, KIND, held)
