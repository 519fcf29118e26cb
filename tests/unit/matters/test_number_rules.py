"""Check digits and numbers, with the numbers of the sample data as vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.matters.number_rules import (
    check_digit,
    document_number,
    is_barcode,
    is_notice_number,
    is_unified_code,
    notice_number,
)

NOTICES = (
    "FX000000-2008-2-00012-6", "FX330000-2024-3-00031-5", "FX000000-2025-5-00058-2", "FX330000-2021-7-00009-1",
    "FX430000-2012-5-00077-2", "FX310000-2024-6-00204-5",
)  # fmt: skip


@pytest.mark.clause("3.4.0-f01")
@pytest.mark.parametrize("number", NOTICES)
def test_a_notice_number_is_made_from_its_parts_and_recognised(number: str) -> None:
    organ, year, source_class, serial, _digit = number[2:].split("-")
    assert notice_number(organ, int(year), int(source_class), int(serial)) == number
    assert is_notice_number(number)


@pytest.mark.clause("3.4.0-f01")
@given(st.text("0123456789", min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 9))
def test_the_check_digit_finds_every_single_wrong_digit(digits: str, place: int, shift: int) -> None:
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert check_digit(wrong) != check_digit(digits)


@pytest.mark.clause("3.4.0-f01")
@pytest.mark.parametrize(
    "text",
    ["", "FX430000-2012-5-00077-3", "FX430000-2012-9-00077-2", "FX43000-2012-5-00077-2", "430000-2012-5-00077-2"],
)
def test_what_breaks_the_format_of_a_notice_number_is_refused(text: str) -> None:
    assert not is_notice_number(text)


@pytest.mark.clause("3.4.0-f09")
@pytest.mark.parametrize("code", ["2000000000015", "2000000000060", "96385074", "036000291452", "10614141000415"])
def test_a_barcode_of_each_length_passes(code: str) -> None:
    assert is_barcode(code)


@pytest.mark.clause("3.4.0-f09")
@pytest.mark.parametrize("code", ["2000000000016", "200000000001", "", "20000000000１5", "２000000000015", "abcdefgh"])
def test_a_barcode_with_a_wrong_digit_length_or_sign_is_refused(code: str) -> None:
    assert not is_barcode(code)


@pytest.mark.clause("3.4.0-f10")
@pytest.mark.parametrize(
    "code", ["Y1990000F00000018K", "Y1990000F00000026E", "Y1990000F000000349", "Y1990000F00000050Y"]
)
def test_a_unified_code_passes(code: str) -> None:
    assert is_unified_code(code)


@pytest.mark.clause("3.4.0-f10")
@pytest.mark.parametrize(
    "code", ["Y1990000F00000018L", "Y1990000F0000001K", "Y1990000I00000018K", "y1990000f00000018k", ""]
)
def test_a_unified_code_with_a_wrong_sign_length_or_check_is_refused(code: str) -> None:
    assert not is_unified_code(code)


@pytest.mark.clause("3.1.0-c")
def test_a_document_number_names_issuer_kind_year_and_serial() -> None:
    assert document_number("浙", "研委", 2026, 4) == "浙研委〔2026〕4号"
