"""The database: base class, column types, the reading session and the one way to write."""

from panel.db.base import Base, JsonValue, UtcDateTime, one_of, technical
from panel.db.work import database, hold, session, transaction

__all__ = [
    "Base",
    "JsonValue",
    "UtcDateTime",
    "database",
    "hold",
    "one_of",
    "session",
    "technical",
    "transaction",
]
