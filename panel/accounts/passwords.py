"""Passwords: Argon2id, and the key that a person's own drafts are kept under."""

import hashlib
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw
from flask import current_app

PROFILES = {  # memory in KiB, passes, lanes
    "standard": (19 * 1024, 2, 1),  # the OWASP minimum for Argon2id
    "cheap": (64, 1, 1),  # tests only
}
_AT_ONCE = threading.Semaphore(2)  # hashing is heavy: more at once would starve the ballots


def _costs() -> tuple[int, int, int]:
    return PROFILES[current_app.extensions["panel.settings"].password_profile]


def hash_password(password: str) -> str:
    """Hash a password for storage."""
    memory, passes, lanes = _costs()
    with _AT_ONCE:
        return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes).hash(password)


@cache
def nobodys_hash() -> str:
    """Give the hash of a password nobody has, at the cost of real ones: an unknown login takes as long as a known."""
    return hash_password(secrets.token_hex(32))


def is_password(password_hash: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    try:
        with _AT_ONCE:
            return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def draft_key(password: str, salt: bytes) -> str:
    """Derive the 32-byte key, in hexadecimal, that a person's drafts are sealed under.

    The server does not store it: it lives in the browser's signed cookie while the sign-in lasts,
    so that neither the database nor the configuration opens a draft.
    """
    memory, passes, lanes = _costs()
    with _AT_ONCE:
        raw = hash_secret_raw(
            hashlib.sha256(b"draft" + password.encode()).digest(), salt,
            time_cost=passes, memory_cost=memory, parallelism=lanes, hash_len=32, type=Type.ID,
        )  # fmt: skip
    return raw.hex()
