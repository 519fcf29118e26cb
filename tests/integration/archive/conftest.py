"""Panels at the end of their course, ready to start from."""

from tests.support.concluded import (
    archived,
    database,
    decided,
    drafted,
    entered,
    filed,
    in_review,
    issued,
    story,
    to_sign,
)

__all__ = [
    "archived", "database", "decided", "drafted", "entered", "filed", "in_review", "issued", "story", "to_sign",
]  # fmt: skip
