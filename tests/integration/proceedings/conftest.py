"""Panels in the states that these tests start from."""

from tests.support.concluded import archived, database, decided, issued, story, to_sign

__all__ = ["archived", "database", "decided", "issued", "story", "to_sign"]
