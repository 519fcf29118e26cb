"""Recording an event, in the transaction of the act it describes."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.db import Base
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.canonical import canonical_bytes

LEAF_PREFIX = b"\x00"
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
    its count, a password or a token. The leaf hash is SHA-256 over 0x00 and the canonical bytes
    (RFC 9162 §2.1.1).
    """
    event = {
        "action": action, "at": at.isoformat(timespec="microseconds"), "actor_id": by.id,
        "actor_name": by.name, "actor_role": by.role.value, "actor_org_id": by.org_id,
        "address": by.address, "panel_id": panel, "matter_id": matter,
        "before": before, "after": after, "reason": reason, "facts": facts,
    }  # fmt: skip
    entry = canonical_bytes(event)
    leaf = hashlib.sha256(LEAF_PREFIX + entry).digest()
    session.flush()  # the act first, its event after it
    session.connection().execute(ADD, event | {"at": at, "entry": entry, "leaf_hash": leaf})
