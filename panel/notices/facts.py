"""Values of mail that waits."""

from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands; a failed one was given up and can be asked for again."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
