"""What a cell says: numbers, days, full-width signs, codes and words, and the way back."""

from datetime import date
from typing import Any

import pytest

from panel.guidance.refusals import sentence
from panel.roster.cell_rules import Reading, cell_text, kept_text, masked, offered_words, read_cell, written
from panel.roster.facts import DeclaredConflict
from panel.roster.import_facts import BY_KEY, CLEARED, COLUMNS, Kind


def read(key: str, cell: Any, **more: Any) -> Reading:
    return read_cell(BY_KEY[key], cell, **more)


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("name", " 张 三 ", "张 三"),
        ("name", 7, "7"),
        ("gender", "女", "女"),
        ("birth_year", 1980.0, 1980),
        ("birth_year", "１９８０年", 1980),
        ("workload_limit", "６", 6),
        ("workload_limit", 60, 60),
        ("phone", 1.3900000001e10, "13900000001"),
        ("phone", 13900000001, "13900000001"),
        ("phone", "＋86－010－12345678", "+86-010-12345678"),
        ("phone", "010-12345678转801", "010-12345678转801"),
        ("email", "Ａ@example.org", "A@example.org"),
        ("employer_code", "91330000ma27xy8t3a", "91330000MA27XY8T3A"),
        ("employer_code", "９１３３００００ MA27 XY8T3A", "91330000MA27XY8T3A"),
        ("title", "教授", "教授"),
        ("title", "律师(一级)", "律师（一级）"),
        ("main_discipline", "酿酒工程", "T06"),
        ("main_discipline", "T06", "T06"),
        ("main_discipline", "营养与临床医学(儿科、肾内)", "T05"),
        ("further_disciplines", "营养与临床医学（儿科、肾内）\n计量；T20\n计量", ("T05", "T21", "T20")),
        ("region", 330000, "330000"),
        ("region", "浙江省", "330000"),
        ("other_committees", "甲委员会\r\n\n乙委员会", ("甲委员会", "乙委员会")),
        ("recommended_on", "2026-3-1", date(2026, 3, 1)),
        ("recommended_on", "2026年3月1日", date(2026, 3, 1)),
        ("recommended_on", "2026 年 3 月 1 日", date(2026, 3, 1)),
        ("recommended_on", "2026/03/01", date(2026, 3, 1)),
        ("recommended_on", "2026.3.1", date(2026, 3, 1)),
        ("recommended_on", "20260301", date(2026, 3, 1)),
        ("recommended_on", "２０２６－０３－０１", date(2026, 3, 1)),
        ("recommended_on", {"date": "2026-03-01"}, date(2026, 3, 1)),
        ("recommended_on", 46082, date(2026, 3, 1)),
        ("recommended_on", 46082.5, date(2026, 3, 1)),
    ],
)
def test_a_cell_is_read_as_its_column_wants(key: str, cell: Any, value: Any) -> None:
    assert read(key, cell) == Reading(value, is_given=True)


def test_a_serial_number_counts_from_1904_where_the_book_says_so() -> None:
    assert read("recommended_on", 46082 - 1462, is_1904=True).value == date(2026, 3, 1)
    assert kept_text(BY_KEY["recommended_on"], 46082 - 1462, is_1904=True) == "2026-03-01"
    assert kept_text(BY_KEY["phone"], 1.3900000001e10) == "13900000001"


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("name", "=1+1", "IMPORT_FORMULA"),
        ("name", "  =cmd|x", "IMPORT_FORMULA"),
        ("name", {"formula": "=A1"}, "IMPORT_FORMULA"),
        ("name", {"error": "#N/A"}, "IMPORT_ERROR_VALUE"),
        ("name", {"flag": True}, "IMPORT_FLAG"),
        ("post", {"date": "2026-03-01"}, "IMPORT_BECAME_DATE"),
        ("recommended_on", {"formula": "=TODAY()"}, "IMPORT_FORMULA"),
        ("employer_code", 913300000000000000, "IMPORT_DIGITS_LOST"),
        ("phone", -(10**15), "IMPORT_DIGITS_LOST"),
        ("name", "张" * 81, "IMPORT_TOO_LONG"),
        ("other_committees", "\n".join(str(number) for number in range(41)), "IMPORT_TOO_MANY_LINES"),
        ("birth_year", 1899, "IMPORT_YEAR"),
        ("birth_year", 2021, "IMPORT_YEAR"),
        ("birth_year", "1980-01", "IMPORT_YEAR"),
        ("workload_limit", 0, "IMPORT_NUMBER"),
        ("workload_limit", 61, "IMPORT_NUMBER"),
        ("workload_limit", 6.5, "IMPORT_NUMBER"),
        ("workload_limit", "六", "IMPORT_NUMBER"),
        ("gender", "不详", "IMPORT_NOT_ON_LIST"),
        ("title", "院长", "IMPORT_NOT_ON_LIST"),
        ("main_discipline", "玄学", "IMPORT_NOT_ON_LIST"),
        ("further_disciplines", "计量\n玄学", "IMPORT_NOT_ON_LIST"),
        ("region", "浙江", "IMPORT_NOT_ON_LIST"),
        ("employer_code", "91330000MA27XY8T3", "IMPORT_CREDIT_CODE"),
        ("employer_code", "91330000MA27XY8TIO", "IMPORT_CREDIT_CODE"),
        ("phone", "四四四四四四", "IMPORT_PHONE"),
        ("phone", "1234", "IMPORT_PHONE"),
        ("phone", "1" * 41, "IMPORT_PHONE"),
        ("phone", "139****01", "IMPORT_PHONE"),
        ("email", "nobody", "IMPORT_EMAIL"),
        ("email", "a@b", "IMPORT_EMAIL"),
        ("email", f"{'a' * 120}@example.org", "IMPORT_EMAIL"),
        ("recommended_on", "上周", "IMPORT_DAY"),
        ("recommended_on", "2026-02-30", "IMPORT_DAY"),
        ("recommended_on", "1979-12-31", "IMPORT_DAY"),
        ("recommended_on", "2101-01-01", "IMPORT_DAY"),
        ("recommended_on", 12, "IMPORT_DAY"),
        ("declared_conflicts", "某公司", "IMPORT_TIE"),
        ("declared_conflicts", " | 任职", "IMPORT_TIE"),
        ("declared_conflicts", "某公司 | ", "IMPORT_TIE"),
        ("declared_conflicts", "某公司 | 任职 | a | b | c", "IMPORT_TIE"),
        ("declared_conflicts", f"{'某' * 121} | 任职", "IMPORT_TIE"),
        ("declared_conflicts", f"某公司 | 任职 | {'9' * 19}", "IMPORT_TIE"),
        ("declared_conflicts", f"某公司 | 任职 |  | {'某' * 501}", "IMPORT_TIE"),
        ("declared_conflicts", "某公司 | 同学", "IMPORT_TIE_KIND"),
        ("name", CLEARED, "IMPORT_MUST_STAY"),
        ("committee", CLEARED, "IMPORT_MUST_STAY"),
        ("recommended_on", CLEARED, "IMPORT_MUST_STAY"),
        ("workload_limit", CLEARED, "IMPORT_MUST_STAY"),
    ],
)
def test_a_cell_that_does_not_suit_is_named_with_its_reason(key: str, cell: Any, code: str) -> None:
    fault = read(key, cell).fault
    assert fault is not None
    assert (fault.column, fault.code) == (key, code)
    assert "{" not in sentence(code, "zh", **fault.facts).text


@pytest.mark.parametrize("cell", [None, "", "  ", "\n"])
def test_an_empty_cell_is_not_given(cell: Any) -> None:
    assert read("name", cell) == Reading()


@pytest.mark.parametrize(
    ("key", "value"),
    [("education", ""), ("second_discipline", None), ("employer_code", None), ("practice_from", None),
     ("other_committees", ()), ("declared_conflicts", ()), ("further_disciplines", ())],
)  # fmt: skip
def test_a_cell_may_say_that_a_field_is_to_be_emptied(key: str, value: Any) -> None:
    assert read(key, CLEARED) == Reading(value, is_given=True)


def test_ties_are_read_with_short_and_long_kinds_each_once() -> None:
    ties = read("declared_conflicts", "甲 | 任职\n乙｜持有涉事企业股份或权益｜９１｜说明\n甲 | 任职").value
    assert ties == (DeclaredConflict("甲", None, "employ", ""), DeclaredConflict("乙", "91", "share", "说明"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (1.5, "1.5"), (1e20, "100000000000000000000"), ({"flag": False}, "FALSE"), ({"formula": "=A1"}, "=A1"),
     ("a_x000D_\r\nb", "a\nb")],
)  # fmt: skip
def test_the_text_of_a_cell_is_what_was_kept(cell: Any, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("name", "张三", "张三"),
        ("birth_year", 1980, "1980"),
        ("second_discipline", None, ""),
        ("education", "", ""),
        ("main_discipline", "T05", "营养与临床医学（儿科、肾内）"),
        ("main_discipline", "T99", "T99"),
        ("further_disciplines", ("T05", "T20"), "营养与临床医学（儿科、肾内）\n标准化"),
        ("other_committees", ("甲", "乙"), "甲\n乙"),
        (
            "declared_conflicts",
            (DeclaredConflict("甲", None, "employ", ""), DeclaredConflict("乙", "91", "lab", "说明")),
            "甲 | 任职\n乙 | 系承检机构人员或报告编制人 | 91 | 说明",
        ),
    ],
)
def test_what_is_written_is_read_back_as_the_same(key: str, value: Any, text: str) -> None:
    column = BY_KEY[key]
    assert written(column, value) == text
    if text and text != "T99":
        assert read(key, text).value == value


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [("phone", "13900000001", "139****01"), ("phone", "1234567", "****"), ("email", "abc@ex.org", "a***@ex.org"),
     ("name", "张三", "张三"), ("phone", "", "")],
)  # fmt: skip
def test_numbers_and_addresses_are_shown_in_part(key: str, text: str, shown: str) -> None:
    assert masked(BY_KEY[key], text) == shown


def test_every_column_names_a_field_or_is_fixed_and_every_list_has_words() -> None:
    from dataclasses import fields

    from panel.roster.facts import ExpertEntry

    known = {field.name for field in fields(ExpertEntry)}
    assert [column.key for column in COLUMNS if not column.is_fixed and column.key not in known] == []
    assert offered_words("gender") == ("男", "女")
    assert all(
        offered_words(column.list_name) for column in COLUMNS if column.kind in {Kind.WORD, Kind.CODE, Kind.CODES}
    )
