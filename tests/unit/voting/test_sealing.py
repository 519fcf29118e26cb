"""Sealing: constant length, a binding commitment, one place, and keys that open only what they should."""

import json
from dataclasses import replace

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from panel.kernel.canonical import canonical_bytes, sha256_hex
from panel.kernel.errors import BadInputError, PanelError
from panel.voting.ballot_facts import CONTENT_FIELDS, BallotContent, ballot_from_json
from panel.voting.forms import BallotForm
from panel.voting.sealing import (
    SEALED_LENGTH,
    Binding,
    new_round_keys,
    open_draft,
    open_round_key,
    receipt_code,
    seal,
    seal_draft,
    unseal,
)

BINDING = Binding(round_id=3, seat_id=7, version=1, question_sha256="a" * 64, pack_sha256="b" * 64)
SHORT = BallotContent("2", "检测结果三批次均超出限值，暴露人群为儿童。").as_json()
KEY = "0" * 63 + "1"


@pytest.fixture
def private() -> PrivateKey:
    return PrivateKey.generate()


def test_what_was_sealed_opens_and_answers_to_its_commitment(private: PrivateKey) -> None:
    envelope = seal(SHORT, BINDING, bytes(private.public_key))
    opened = unseal(envelope.sealed, envelope.commitment, BINDING, SealedBox(private))
    assert opened.content == SHORT
    plain = canonical_bytes(BINDING.as_json() | {"nonce": opened.nonce, "content": SHORT})
    assert sha256_hex(plain) == envelope.commitment
    assert ballot_from_json(opened.content) == BallotContent("2", SHORT["reasons"])


@pytest.mark.clause("D-08")
def test_every_sealed_ballot_is_of_the_same_length(private: PrivateKey) -> None:
    key = bytes(private.public_key)
    long = BallotContent("I", "字" * 2000, reservation="字" * 500, evidence=(1, 2, 3), measures=("recall",)).as_json()
    lengths = {len(seal(content, BINDING, key).sealed) for content in (SHORT, long)}
    assert lengths == {SEALED_LENGTH + 48}


def test_the_longest_ballot_the_form_takes_fits_the_envelope(private: PrivateKey) -> None:
    texts = {
        name: "𠀀" * getattr(BallotForm, name).kwargs["max_length"]
        for name in CONTENT_FIELDS
        if "max_length" in getattr(BallotForm, name).kwargs
    }
    assert set(texts) == {"reasons", "nature", "evidence_text", "other_measures", "test_item", "reservation"}
    measures = tuple(f"measure_with_a_long_code_{number}" for number in range(20))
    content = BallotContent("I", **texts, measures=measures, evidence=tuple(range(10**6, 10**6 + 20)))
    seal(content.as_json(), BINDING, bytes(private.public_key))


def test_a_ballot_too_long_for_the_envelope_is_refused(private: PrivateKey) -> None:
    with pytest.raises(BadInputError) as refused:
        seal({"reasons": "字" * 6000}, BINDING, bytes(private.public_key))
    assert refused.value.code == "BALLOT_TOO_LONG"


def test_the_same_ballot_twice_shows_no_likeness(private: PrivateKey) -> None:
    first, second = (seal(SHORT, BINDING, bytes(private.public_key)) for _ in range(2))
    assert first.commitment != second.commitment
    assert first.sealed != second.sealed


@pytest.mark.clause("D-08")
def test_nothing_of_a_ballot_is_readable_in_its_envelope(private: PrivateKey) -> None:
    envelope = seal(SHORT, BINDING, bytes(private.public_key))
    assert "超出限值".encode() not in envelope.sealed
    assert b"content" not in envelope.sealed


@pytest.mark.clause("D-13")
@pytest.mark.parametrize(
    "change",
    [{"seat_id": 8}, {"round_id": 4}, {"version": 2}, {"question_sha256": "c" * 64}, {"pack_sha256": "c" * 64}],
)
def test_a_ballot_moved_to_another_place_does_not_open(change: dict[str, object], private: PrivateKey) -> None:
    envelope = seal(SHORT, BINDING, bytes(private.public_key))
    with pytest.raises(PanelError) as broken:
        unseal(envelope.sealed, envelope.commitment, replace(BINDING, **change), SealedBox(private))  # type: ignore[arg-type]
    assert broken.value.code == "BALLOT_BROKEN"


@pytest.mark.clause("D-13")
@pytest.mark.parametrize("place", [0, 40, SEALED_LENGTH])
def test_a_changed_byte_is_found(place: int, private: PrivateKey) -> None:
    envelope = seal(SHORT, BINDING, bytes(private.public_key))
    changed = bytearray(envelope.sealed)
    changed[place] ^= 1
    with pytest.raises(PanelError) as broken:
        unseal(bytes(changed), envelope.commitment, BINDING, SealedBox(private))
    assert broken.value.code == "BALLOT_BROKEN"


def test_an_exchanged_commitment_is_found(private: PrivateKey) -> None:
    key = bytes(private.public_key)
    one, other = seal(SHORT, BINDING, key), seal(SHORT, BINDING, key)
    with pytest.raises(PanelError) as broken:
        unseal(one.sealed, other.commitment, BINDING, SealedBox(private))
    assert broken.value.code == "BALLOT_BROKEN"


@pytest.mark.clause("D-08")
def test_a_rounds_key_opens_only_under_the_installations_own() -> None:
    own, other = SecretBox(random(32)), SecretBox(random(32))
    public, sealed = new_round_keys(own)
    envelope = seal(SHORT, BINDING, public)
    assert unseal(envelope.sealed, envelope.commitment, BINDING, open_round_key(own, sealed)).content == SHORT
    with pytest.raises(CryptoError):
        open_round_key(other, sealed)


def test_a_receipt_is_sixteen_letters_and_the_same_each_time() -> None:
    code = receipt_code("0f" * 32)
    assert code == receipt_code("0f" * 32) != receipt_code("0e" * 32)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]


@pytest.mark.clause("D-08")
def test_a_draft_opens_for_its_own_key_and_round_only() -> None:
    typed = {"reasons": ["草稿中的理由"], "measures": ["recall", "interview"]}
    sealed = seal_draft(typed, KEY, 3)
    assert open_draft(sealed, KEY, 3) == canonical_bytes(typed)
    assert open_draft(sealed, KEY, 4) is None
    assert open_draft(sealed, "1" + KEY[1:], 3) is None
    assert "草稿中的理由".encode() not in sealed
    assert json.dumps(typed).encode() not in sealed


def test_drafts_are_of_one_length_and_may_hold_more_than_a_ballot() -> None:
    lengths = {len(seal_draft({"reasons": ["字" * count]}, KEY, 3)) for count in (1, 9000)}
    assert len(lengths) == 1
    with pytest.raises(BadInputError) as refused:
        seal_draft({"reasons": ["字" * 12000]}, KEY, 3)
    assert refused.value.code == "BALLOT_TOO_LONG"
