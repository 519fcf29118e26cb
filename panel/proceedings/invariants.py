"""Questions that the stored data must answer with yes, at any time, on a live database too."""

from sqlalchemy.orm import Session

from panel.audit import queries as audit_queries


def list_violations(session: Session) -> list[str]:
    """Give one line per thing that does not hold; an empty list is the good answer."""
    broken = audit_queries.list_broken_events(session)
    return [f"事件 {event.id}（{event.action}）与其摘要不符" for event in broken]
