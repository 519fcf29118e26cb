"""The bytes of an event and their digest: written once, so that recording and checking cannot drift apart."""

import hashlib
from collections.abc import Mapping
from typing import Any

from panel.kernel.canonical import canonical_bytes

LEAF_PREFIX = b"\x00"
STATED = (
    "action", "at", "actor_id", "actor_name", "actor_role", "actor_org_id", "address", "panel_id", "matter_id",
    "before", "after", "reason", "facts",
)  # fmt: skip
"""The columns that an event's bytes hold."""


def entry_of(event: Mapping[str, Any]) -> bytes:
    """Give the canonical bytes (RFC 8785) of an event's columns, the instant to the microsecond."""
    stated = {name: event[name] for name in STATED}
    return canonical_bytes(stated | {"at": event["at"].isoformat(timespec="microseconds")})


def leaf_of(entry: bytes) -> bytes:
    """Give the leaf hash of an event's bytes: SHA-256 over 0x00 and the bytes (RFC 9162 §2.1.1)."""
    return hashlib.sha256(LEAF_PREFIX + entry).digest()
