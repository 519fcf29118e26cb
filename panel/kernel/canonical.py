"""Canonical bytes and digests: RFC 8785 JSON over UTF-8 in Unicode form NFC."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping

import rfc8785

SAFE = 2**53 - 1


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
    """Serialise a JSON value as RFC 8785 does; raises ValueError on what JSON cannot hold.

    Most values hold no more than texts, whole numbers, and objects with plain keys: those the encoder of
    the standard library writes just so, many times faster.
    """
    try:
        return _ENCODER.encode(_plain(value)).encode()
    except _NotPlainError:
        return rfc8785.dumps(nfc(value))  # type: ignore[arg-type]  # its parameter is a recursive alias


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class _NotPlainError(Exception):
    """The value holds something whose form the two encoders could see differently."""


def _plain(value: object) -> object:
    """Bring a value to NFC if it is plain: keys in ASCII, no fractions, no numbers beyond 53 bits."""
    kind = type(value)
    if kind is str:
        text = str(value)
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if value is None or kind is bool or (kind is int and -SAFE <= value <= SAFE):  # type: ignore[operator]  # an int
        return value
    if kind is list or kind is tuple:
        return [_plain(item) for item in value]  # type: ignore[attr-defined]  # a list or a tuple
    if kind is dict and all(type(key) is str and key.isascii() for key in value):  # type: ignore[attr-defined]
        return {key: _plain(item) for key, item in value.items()}  # type: ignore[attr-defined]
    raise _NotPlainError


def sha256_hex(data: bytes) -> str:
    """Give the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """Give the SHA-256 of a JSON value's canonical bytes, in hexadecimal."""
    return sha256_hex(canonical_bytes(value))
