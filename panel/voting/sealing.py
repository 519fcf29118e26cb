"""Sealing of ballots: a key pair for each round, constant length, a commitment, and own drafts.

A ballot is canonical JSON with a random nonce, padded to a fixed length and sealed to the round's
X25519 key (libsodium's sealed box). The round's private key lies under a key of the installation,
so that neither the database nor a copy of it opens anything. The commitment is the SHA-256 of the
canonical JSON; because of the nonce it tells nothing before the count and binds after it.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from flask import current_app
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from panel.guidance import cites
from panel.kernel.canonical import canonical_bytes, sha256_hex
from panel.kernel.errors import BadInputError, PanelError

RoundKey = SealedBox[PrivateKey]
SEALED_LENGTH = 16 * 1024
DRAFT_LENGTH = 32 * 1024
"""Longer than a ballot: a draft may hold texts that are too long to be cast, so that they can be cut."""
FORMAT = "ballot-1"
NONCE_BYTES = 32
RECEIPT_BYTES = 10
"""80 bits give 16 letters; a receipt is looked up, never guessed at."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed ballot and the commitment to what is in it."""

    sealed: bytes
    commitment: str


@dataclass(frozen=True, slots=True)
class Binding:
    """What a ballot belongs to, sealed with it, so that it cannot be moved to another place."""

    round_id: int
    seat_id: int
    version: int
    question_sha256: str
    pack_sha256: str

    def as_json(self) -> dict[str, Any]:
        """Give the binding as a JSON value."""
        return {
            "format": FORMAT, "round": self.round_id, "seat": self.seat_id, "version": self.version,
            "question": self.question_sha256, "pack": self.pack_sha256,
        }  # fmt: skip


def installation_box() -> SecretBox:
    """Give the box of the installation's own key, which lies beside the database, never in it."""
    return SecretBox(current_app.extensions["panel.settings"].secret("sealing.key"))


def new_round_keys(box: SecretBox) -> tuple[bytes, bytes]:
    """Make a round's key pair: the public key, and the private one under the installation's key."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(box.encrypt(bytes(private)))


@cites("D-08", "4.1.2-e")
def seal(content: dict[str, Any], binding: Binding, public_key: bytes) -> Envelope:
    """Seal a ballot to the round's key; a text too long for the envelope is `BALLOT_TOO_LONG`."""
    plain = canonical_bytes(binding.as_json() | {"nonce": secrets.token_hex(NONCE_BYTES), "content": content})
    if len(plain) >= SEALED_LENGTH:
        raise BadInputError("BALLOT_TOO_LONG", field="reasons")
    padded = sodium_pad(plain, SEALED_LENGTH)
    return Envelope(bytes(SealedBox(PublicKey(public_key)).encrypt(padded)), sha256_hex(plain))


def open_round_key(box: SecretBox, sealed_private_key: bytes) -> RoundKey:
    """Open a round's private key; only the count does this."""
    return SealedBox(PrivateKey(box.decrypt(sealed_private_key)))


@dataclass(frozen=True, slots=True)
class Opened:
    """The plaintext of a ballot: its content and the nonce that its commitment needs."""

    content: dict[str, Any]
    nonce: str


@cites("D-08", "D-13")
def unseal(sealed: bytes, commitment: str, binding: Binding, key: RoundKey) -> Opened:
    """Open one ballot and check its commitment and its place; any difference is `BALLOT_BROKEN`."""
    try:
        plain = sodium_unpad(key.decrypt(sealed), SEALED_LENGTH)
    except (CryptoError, ValueError) as error:
        raise PanelError("BALLOT_BROKEN", seat=binding.seat_id) from error
    value = json.loads(plain)
    told = {name: value.get(name) for name in binding.as_json()}
    if sha256_hex(plain) != commitment or told != binding.as_json():
        raise PanelError("BALLOT_BROKEN", seat=binding.seat_id)
    return Opened(value["content"], value["nonce"])


def receipt_code(commitment: str) -> str:
    """Write a commitment as the short code of a receipt: `ABCD-EFGH-IJKL-MNOP`."""
    letters = base64.b32encode(bytes.fromhex(commitment)[:RECEIPT_BYTES]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def seal_draft(content: dict[str, Any], key: str, round_id: int) -> bytes:
    """Seal a draft under a person's own key (hexadecimal), which the server does not keep."""
    plain = canonical_bytes(content)
    if len(plain) >= DRAFT_LENGTH:
        raise BadInputError("BALLOT_TOO_LONG", field="reasons")
    return bytes(_draft_box(key, round_id).encrypt(sodium_pad(plain, DRAFT_LENGTH)))


def open_draft(sealed: bytes, key: str, round_id: int) -> bytes | None:
    """Open a draft to its canonical bytes, or give None when the key is not the one it was sealed under."""
    try:
        return bytes(sodium_unpad(_draft_box(key, round_id).decrypt(sealed), DRAFT_LENGTH))
    except (CryptoError, ValueError):
        return None


def _draft_box(key: str, round_id: int) -> SecretBox:
    """Give each round a key of its own, so that a draft cannot be moved between rounds."""
    return SecretBox(hashlib.sha256(f"draft {round_id} {key}".encode()).digest())
