"""Recording an event, in the transaction of the act it describes."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from panel.audit.entries import entry_of, leaf_of
from panel.audit.models import Event
from panel.db import Base
from panel.guidance import cites
from panel.kernel.actor import Actor

ADD = insert(Base.metadata.tables[Event.__tablename__]).inline()


@cites("3.5.0-e", "3.5.0-c")
def record(
    session: Session,
    action: str,
    *,
    by: Actor,
    at: datetime,
    panel: int | None = None,
    matter: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Add an event: who, in which role, what, from what to what, when, and why.

    `before`, `after` and the facts hold JSON values only; never the content of a ballot before
    its count, a password or a token.
    """
    event = {
        "action": action, "at": at, "actor_id": by.id,
        "actor_name": by.name, "actor_role": by.role.value, "actor_org_id": by.org_id,
        "address": by.address, "panel_id": panel, "matter_id": matter,
        "before": before, "after": after, "reason": reason, "facts": facts,
    }  # fmt: skip
    entry = entry_of(event)
    session.flush()  # the act first, its event after it
    session.connection().execute(ADD, event | {"entry": entry, "leaf_hash": leaf_of(entry)})
