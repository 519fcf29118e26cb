"""Sealing of personal data: encrypted at rest, found again by a keyed digest.

Both keys come from one secret of the installation by HKDF (RFC 5869) under different names, so that
neither tells anything of the other. The secret lies beside the database, never in it: a copy of the
database alone opens nothing. AES-256-GCM binds each value to the expert's code and the field, so that
a value moved to another row or column does not open.
"""

import hmac
import os
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from panel.kernel.canonical import canonical_bytes
from panel.kernel.errors import PanelError
from panel.roster.facts import PersonalField

SECRET = "personal.key"  # noqa: S105  # the name of a file
FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Vault:
    """The two keys of an installation: one seals, one makes digests to look for."""

    sealing: bytes
    indexing: bytes

    def seal(self, code: str, field: PersonalField, text: str) -> bytes:
        """Encrypt a value for one field of one expert; the same value never gives the same bytes twice."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + AESGCM(self.sealing).encrypt(nonce, text.encode(), _place(code, field))

    def open(self, code: str, field: PersonalField, sealed: bytes) -> str:
        """Decrypt a value; one that was changed, moved or sealed under another key is `PERSONAL_BROKEN`."""
        nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != FORMAT:
            raise PanelError("PERSONAL_BROKEN", expert=code)
        try:
            return AESGCM(self.sealing).decrypt(nonce, content, _place(code, field)).decode()
        except (InvalidTag, ValueError) as error:
            raise PanelError("PERSONAL_BROKEN", expert=code) from error

    def index(self, field: PersonalField, text: str) -> str:
        """Give the keyed digest (HMAC-SHA-256, hexadecimal) by which a value is found without being opened."""
        return hmac.new(self.indexing, f"{field.value}|{text}".encode(), "sha256").hexdigest()


def vault() -> Vault:
    """Give the running installation's vault."""
    return vault_of(current_app.extensions["panel.settings"].secret(SECRET))


@cache
def vault_of(secret: bytes) -> Vault:
    """Derive the keys of a secret."""
    return Vault(
        _derived(secret, b"roster personal data: sealing 1"), _derived(secret, b"roster personal data: index 1")
    )


def _derived(secret: bytes, name: bytes) -> bytes:
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=name).derive(secret)


def _place(code: str, field: PersonalField) -> bytes:
    return canonical_bytes({"table": "roster_expert", "row": code, "field": field.value})
