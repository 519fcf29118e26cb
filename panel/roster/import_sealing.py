"""Sealing of uploads and their rows: what people put into a workbook is personal data until it stands in the roster."""

import json
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from panel.kernel.errors import PanelError
from panel.roster.personal import SECRET

NONCE_BYTES = 12
KEY_BYTES = 32
PURPOSE = b"roster import: uploads and rows 1"


class Sealer:
    """Encrypts with AES-256-GCM under a key that serves this purpose only; taken once for many values."""

    def __init__(self, cipher: AESGCM) -> None:
        """Take the cipher with its key."""
        self._cipher = cipher

    def seal(self, content: bytes) -> bytes:
        """Encrypt bytes."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, PURPOSE)

    def unseal(self, sealed: bytes) -> bytes:
        """Decrypt what `seal` gave; bytes that were changed, or sealed elsewhere, are `IMPORT_BROKEN`."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
        except (InvalidTag, ValueError) as error:
            raise PanelError("IMPORT_BROKEN") from error

    def seal_value(self, value: Any) -> bytes:
        """Encrypt a JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def unseal_value(self, sealed: bytes) -> Any:
        """Give back a JSON value that was sealed."""
        return json.loads(self.unseal(sealed))


def sealer() -> Sealer:
    """Give the running installation's sealer."""
    return _sealer_of(current_app.extensions["panel.settings"].secret(SECRET))


@cache
def _sealer_of(secret: bytes) -> Sealer:
    return Sealer(AESGCM(HKDF(SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(secret)))
