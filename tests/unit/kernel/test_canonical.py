"""What is hashed has one form: RFC 8785 JSON over NFC text, and nothing that JSON cannot hold."""

import hashlib
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from panel.kernel.canonical import canonical_bytes, digest, nfc, sha256_hex

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)

ASCII_KEYS = st.text(st.characters(max_codepoint=127))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(ASCII_KEYS, inner) | st.tuples(inner, inner),
    max_leaves=20,
)


def test_the_example_of_the_standard_comes_out_byte_by_byte() -> None:
    given_text = """{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }"""
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_bytes(json.loads(given_text)) == expected.encode()


def test_keys_stand_in_the_order_of_utf_16() -> None:
    mixed = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    keys = list(json.loads(canonical_bytes(mixed)))
    assert [mixed[unicodedata.normalize("NFC", key)] for key in keys if key in mixed] == [2, 4, 6, 7, 1, 5]


def test_one_text_in_two_unicode_forms_has_one_digest() -> None:
    composed, decomposed = "Zürich 镕", unicodedata.normalize("NFD", "Zürich 镕")
    assert composed != decomposed
    assert digest({composed: [composed]}) == digest({decomposed: [decomposed]})


@given(PLAIN)
def test_the_short_way_for_plain_values_writes_what_the_standard_says(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(nfc(value))


def test_the_order_of_keys_and_the_kind_of_sequence_make_no_difference() -> None:
    assert digest({"a": 1, "b": (2, 3)}) == digest({"b": [2, 3], "a": 1})


def test_rare_han_letters_pass_unchanged() -> None:
    assert canonical_bytes("镕喆𬭎㛃") == '"镕喆𬭎㛃"'.encode()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, -(2**53), {1: "a"}, {"a"}, b"a", "\ud800", object()]
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the library's own message
        canonical_bytes({"value": value} if not isinstance(value, dict) else value)


def test_the_largest_exact_integer_is_taken() -> None:
    assert canonical_bytes([2**53 - 1, -(2**53) + 1]) == b"[9007199254740991,-9007199254740991]"


def test_two_keys_that_become_one_are_refused() -> None:
    with pytest.raises(ValueError, match="two keys"):
        canonical_bytes({"\u00e9": 1, "e\u0301": 2})


def test_a_digest_is_the_sha_256_of_the_canonical_bytes() -> None:
    assert digest({"b": 1, "a": 2}) == sha256_hex(b'{"a":2,"b":1}') == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


def _with_keys_apart(value: Any) -> bool:
    try:
        nfc(value)
    except ValueError:
        return False
    return True


@given(VALUES.filter(_with_keys_apart))
def test_canonical_bytes_read_back_give_the_same_bytes(value: object) -> None:
    once = canonical_bytes(value)
    assert json.loads(once) == nfc(value)
    assert canonical_bytes(json.loads(once)) == once
