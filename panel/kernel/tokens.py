"""Random tokens from the operating system's generator."""

import secrets


def new_token() -> str:
    """Give an unguessable URL-safe token of 256 bits."""
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """Give a key that makes a repeated act recognisable (128 bits, hexadecimal)."""
    return secrets.token_hex(16)
