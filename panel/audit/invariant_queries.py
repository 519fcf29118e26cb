"""What must hold of the log itself."""

from sqlalchemy.orm import Session

from panel.audit.queries import list_broken_events


def list_violations(session: Session) -> list[str]:
    """Give one line per event whose columns, bytes and digest no longer belong together."""
    return [f"事件 {event.id}（{event.action}）与其摘要不符" for event in list_broken_events(session)]
