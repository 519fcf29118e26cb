"""Canonical bytes and digests: RFC 8785 JSON over UTF-8 in Unicode form NFC."""

import hashlib
import unicodedata
from collections.abc import Mapping

import rfc8785


def nfc(value: object) -> object:
    """Bring every string in a JSON value, keys included, to Unicode form NFC.

    Two keys that become one are a ValueError: one of the two values would be lost without a word.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        found = {nfc(key): nfc(item) for key, item in value.items()}
        if len(found) < len(value):
            raise ValueError("two keys of an object are the same text")
        return found
    if isinstance(value, list | tuple):
        return [nfc(item) for item in value]
    return value


def canonical_bytes(value: object) -> bytes:
    """Serialise a JSON value as RFC 8785 does; raises ValueError on what JSON cannot hold."""
    return rfc8785.dumps(nfc(value))  # type: ignore[arg-type]  # its parameter is a recursive alias


def sha256_hex(data: bytes) -> str:
    """Give the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """Give the SHA-256 of a JSON value's canonical bytes, in hexadecimal."""
    return sha256_hex(canonical_bytes(value))
