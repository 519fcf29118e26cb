"""Published vectors: RFC 3797, draft-thomson-elegy-vrs-00, canonical bytes."""

import hashlib
from itertools import islice

import pytest

from panel.draw import chain, rfc3797, verify_draw

KEY_2022 = "7.8.11.18.28.40.48./15.16.21.31.36.65./8.12.13.17.21.26.35.42./1.5.10.13.14.16.21.25.27./"
KEY_2023 = "2.4.8.11.12.19.38./3.8.10.17.55.66./5.26.29.31.34.37.41.42./1.11.13.23.27.28.29.30.34./"
KEY_2010 = "1.8.9.14.17.20.23./76998828./79622755./6.20.21.23.38.42./"


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def test_the_worked_example_of_rfc_3797_comes_out_whole() -> None:
    key = rfc3797.key_of([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]])
    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    expected = "17 7 2 16 25 23 8 24 19 13 22 5 18 9 1 4 12 15 20 14 11 3 6 21 10"
    assert rfc3797.select(25, key, 25) == numbers(expected)


def test_a_public_draw_of_2022_passes_over_those_who_declined() -> None:
    expected = numbers("171 245 68 190 70 126 110 128 138 173 89 86 41 118")
    assert list(islice(rfc3797.order_of(267, KEY_2022), 14)) == expected
    final = rfc3797.select(267, KEY_2022, 10, frozenset({110, 89, 86, 41}))
    assert final == numbers("171 245 68 190 70 126 128 138 173 118")


def test_a_public_draw_of_2023_passes_over_a_third_of_one_employer() -> None:
    members = numbers("155 56 225 180 24 169 128 175 32 163")
    assert rfc3797.select(258, KEY_2023, 10) == members
    over = frozenset({37, 34, 212})
    assert rfc3797.select(258, KEY_2023, 13, over)[10:] == numbers("229 176 223")
    assert rfc3797.select(258, KEY_2023, 10, frozenset({128}))[9:] == [37]


def test_a_public_draw_of_2010_comes_out() -> None:
    assert rfc3797.select(101, KEY_2010, 10) == numbers("87 25 14 46 79 31 75 91 47 23")


def test_the_randomness_that_a_selection_needs_is_that_of_the_table() -> None:
    pools = numbers("20 25 30 35 40 50 60 75 100 120")
    assert [rfc3797.entropy_needed(pool, 10) for pool in pools] == numbers("18 22 25 28 30 34 37 40 44 47")


@pytest.mark.parametrize("size", [0, 0x10000])
def test_a_pool_that_the_rfc_has_no_number_for_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        next(rfc3797.order_of(size, "1./"))


VRS_SECRET = b"totally not a bikeshed"
VRS_PUBLIC = b"1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"
VRS_LINKS = {
    10: "950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488",
    9: "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456",
    8: "2f70f884997ce80771adbefbbbc6c71a1b921da71896c25ca0f64966bfd0c8ce",
}
VRS_PLACES = {
    9: {
        "lavenderblush": "002ed527ae0a44a86c205d1cdba6", "blue": "03f710be2b61", "darkgoldenrod": "08bab81380d7",
        "mediumvioletred": "0c26494fa81f", "bisque": "0e1af5d1ccfd", "lightpink": "13a07cc9abf3",
    },
    8: {"aqua": "00d1c59a9f1b", "darkgray": "02b514b0b180", "cornflowerblue": "0337add95eac"},
}  # fmt: skip


def test_the_chain_of_the_draft_comes_out() -> None:
    link, found = VRS_SECRET, {}
    for turn in range(1, 11):
        link = verify_draw.link_before(link)
        found[turn] = link.hex()
    assert {turn: found[turn] for turn in VRS_LINKS} == VRS_LINKS
    assert chain.follows(bytes.fromhex(VRS_LINKS[9]), bytes.fromhex(VRS_LINKS[10]))


@pytest.mark.parametrize("turn", VRS_PLACES)
def test_the_places_of_the_draft_come_out(turn: int) -> None:
    key = verify_draw.extract(bytes.fromhex(VRS_LINKS[turn]), VRS_PUBLIC)
    for name, head in VRS_PLACES[turn].items():
        assert verify_draw.expand(key, name.encode()).hex().startswith(head)


def test_a_label_is_hashed_as_its_utf_8_bytes_not_as_their_digits() -> None:
    label = "石黒 一雄7623.10"
    bytes_hash = "962f88a5e49bbbd451012213260ff190ce2aab580fb8c0686bd1d9588f94c3bb"
    assert verify_draw.link_before(label.encode()).hex() == bytes_hash
    of_its_digits = hashlib.sha256(label.encode().hex().encode()).hexdigest()
    assert of_its_digits == "f2e0d3bbd8eac635d799702bead0fbdf07ff79ef94a261789de50e81adb38a13"
