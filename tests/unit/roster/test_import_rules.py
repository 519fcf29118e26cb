"""What a row comes to: new, changed, possibly the same person, unchanged, wrong, or the example."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from panel.roster.facts import DeclaredConflict, ExpertEntry
from panel.roster.import_facts import Body, Choice, Judged, Known, OpenCommittee, Register, SheetRow, Verdict
from panel.roster.import_rules import first_choice, judge_row, judge_rows, reasons_against_import
from tests.support.workbooks import person

TODAY = date(2026, 3, 2)
OWN, OTHER = Body(1, "湖南局", frozenset({10, 11})), Body(2, "浙江局", frozenset({10, 12}))
OURS = OpenCommittee(5, "C-430", "湖南局委员会", 11, date(2028, 12, 31))
THEIRS = OpenCommittee(6, "C-330", "浙江局委员会", 12, date(2028, 12, 31))
ENDED = OpenCommittee(7, "C-OLD", "旧委员会", 11, date(2026, 3, 1))
ENTRY = ExpertEntry(
    name="老同志", gender="男", birth_year=1960, main_discipline="T06", second_discipline="T01", title="教授",
    post="所长", employer="示范酒业研究所（示例）", employer_code=None, region="430000", email="old@example.org",
    phone="13800000001", education="博士", further_disciplines=("T20",),
    declared_conflicts=(DeclaredConflict("甲", None, "employ", ""),),
)  # fmt: skip
TEXTS = {
    "code": "ZJ-0001", "name": "老同志", "gender": "男", "birth_year": "1960", "main_discipline": "酿酒工程",
    "second_discipline": "食品化学与分析", "title": "教授", "post": "所长", "employer": "示范酒业研究所（示例）",
    "region": "湖南省", "email": "old@example.org", "phone": "138****01", "education": "博士",
    "further_disciplines": "标准化", "declared_conflicts": "甲 | 任职", "workload_limit": "6",
    "committee": "湖南局委员会", "recommended_by": "湖南局", "recommended_on": "2020-01-01",
}  # fmt: skip
KNOWN = Known(21, "ZJ-0001", ENTRY, TEXTS, may_edit=True)


def register(known: Known | None = KNOWN, own: Body | None = OWN) -> Register:
    return Register(
        today=TODAY,
        by_code={known.code: known} if known else {},
        by_person={("老同志", "示范酒业研究所示例"): known} if known else {},
        committees={word: one for one in (OURS, THEIRS, ENDED) for word in (one.code, one.name)},
        bodies={body.name: body for body in (OWN, OTHER)},
        own_body=own,
    )


def judge(cells: Mapping[str, Any], on: Register | None = None, **more: Any) -> Judged:
    return judge_row(SheetRow(2, cells, **more), on or register())


def codes_of(judged: Judged) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in judged.faults]


# Somebody new


@pytest.mark.clause("4.1.1-b")
def test_a_whole_row_is_a_new_recommendation_of_the_own_body() -> None:
    found = judge(person(recommended_by="湖南局", recommended_on="2026-03-01"))
    assert (found.verdict, found.faults) == (Verdict.NEW, ())
    assert (found.body_id, found.committee_id, found.recommended_on) == (1, 5, date(2026, 3, 1))
    assert found.entry is not None
    assert (found.entry.main_discipline, found.entry.phone, found.entry.workload_limit) == ("T06", "13900000001", 6)


def test_what_is_left_out_takes_its_default() -> None:
    found = judge(person())
    assert (found.body_id, found.recommended_on) == (1, TODAY)
    assert found.entry is not None
    assert found.entry.second_discipline is None


def test_every_missing_cell_is_named_at_once() -> None:
    found = judge({"name": "新同志", "phone": "x"})
    assert found.verdict is Verdict.ERROR
    assert ("phone", "IMPORT_PHONE") in codes_of(found)
    assert ("phone", "IMPORT_REQUIRED") not in codes_of(found)
    assert {column for column, code in codes_of(found) if code == "IMPORT_REQUIRED"} == {
        "gender", "birth_year", "employer", "post", "title", "main_discipline", "region", "email", "committee",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"committee": "C-330"}, ("committee", "COMMITTEE_NOT_OPEN")),
        ({"committee": "无此委员会"}, ("committee", "IMPORT_COMMITTEE_UNKNOWN")),
        ({"committee": "C-OLD"}, ("committee", "IMPORT_COMMITTEE_ENDED")),
        ({"committee": "=A1"}, ("committee", "IMPORT_FORMULA")),
        ({"recommended_by": "浙江局"}, ("recommended_by", "IMPORT_BODY_OTHER")),
        ({"recommended_by": "某学会"}, ("recommended_by", "EXPERT_RECOMMENDATION")),
        ({"recommended_on": "2026-03-03"}, ("recommended_on", "DAY_AHEAD")),
        ({"second_discipline": "T06"}, ("second_discipline", "IMPORT_DISCIPLINE_TWICE")),
        ({"further_disciplines": "酿酒工程"}, ("further_disciplines", "IMPORT_DISCIPLINE_TWICE")),
        ({"code": "ZJ-9999"}, ("code", "IMPORT_CODE_UNKNOWN")),
    ],
)
def test_what_cannot_enter_is_an_error_of_its_cell(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    found = judge(person(**changes))
    assert (found.verdict, codes_of(found)) == (Verdict.ERROR, [fault])


def test_without_an_own_body_every_row_names_one() -> None:
    on = register(own=None)
    assert codes_of(judge(person(), on)) == [("recommended_by", "IMPORT_BODY_MISSING")]
    assert codes_of(judge(person(recommended_by="=A1"), on)) == [("recommended_by", "IMPORT_FORMULA")]
    assert judge(person(recommended_by="浙江局", committee="C-330"), on).body_id == 2


# Somebody on the roster


def test_the_row_of_an_export_changes_nothing() -> None:
    assert judge(TEXTS).verdict is Verdict.SAME


def test_an_empty_cell_changes_nothing() -> None:
    assert judge({"code": "ＺＪ-0001"}).verdict is Verdict.SAME


def test_a_masked_number_stays_and_the_full_one_is_no_change() -> None:
    assert judge({"code": "ZJ-0001", "phone": "138****01"}).verdict is Verdict.SAME
    assert judge({"code": "ZJ-0001", "phone": 13800000001}).verdict is Verdict.SAME


def test_a_change_gives_before_and_after_and_masks_numbers() -> None:
    found = judge({"code": "ZJ-0001", "post": "院长", "phone": "13700000002", "declared_conflicts": "（清空）"})
    assert found.verdict is Verdict.CHANGED
    assert found.changes == {
        "post": ("所长", "院长"), "phone": ("138****01", "137****02"), "declared_conflicts": ("甲 | 任职", ""),
    }  # fmt: skip
    assert found.entry == replace(ENTRY, post="院长", phone="13700000002", declared_conflicts=())
    assert first_choice(found) is Choice.UPDATE


@pytest.mark.parametrize("key", ["committee", "recommended_by", "recommended_on"])
def test_what_has_acts_of_its_own_is_not_changed_by_an_import(key: str) -> None:
    other = {"committee": "C-330", "recommended_by": "浙江局", "recommended_on": "2026-01-01"}[key]
    assert codes_of(judge({**TEXTS, key: other})) == [(key, "IMPORT_FIXED")]


def test_an_entry_of_another_body_stays_as_it_is() -> None:
    on = register(replace(KNOWN, may_edit=False))
    assert judge(TEXTS, on).verdict is Verdict.SAME
    assert codes_of(judge({**TEXTS, "post": "院长"}, on)) == [("post", "COMMITTEE_NOT_OWNED")]


def test_a_cell_that_does_not_suit_is_an_error_of_a_known_person_too() -> None:
    found = judge({"code": "ZJ-0001", "phone": "x", "post": "院长"})
    assert (found.verdict, found.expert_id, codes_of(found)) == (Verdict.ERROR, 21, [("phone", "IMPORT_PHONE")])


def test_disciplines_are_compared_with_those_that_stay() -> None:
    assert codes_of(judge({"code": "ZJ-0001", "main_discipline": "T01"})) == [
        ("second_discipline", "IMPORT_DISCIPLINE_TWICE")
    ]


def test_the_same_name_and_employer_is_put_to_a_choice() -> None:
    cells = person(name="老同志", employer="示范酒业研究所(示例)", committee="C-430")
    found = judge(cells)
    assert (found.verdict, found.expert_id, found.may_update) == (Verdict.POSSIBLE, 21, True)
    assert "employer" in found.changes
    assert first_choice(found) is None
    assert not judge(cells, register(replace(KNOWN, may_edit=False))).may_update


def test_the_same_person_without_a_code_and_without_a_change_is_unchanged() -> None:
    assert judge({key: text for key, text in TEXTS.items() if key != "code"}).verdict is Verdict.SAME


# Rows beside each other


def test_the_example_and_hidden_rows_are_told_apart() -> None:
    assert judge(person(code="示例行，不导入")).verdict is Verdict.EXAMPLE
    assert codes_of(judge(person(), is_hidden=True)) == [("", "IMPORT_HIDDEN_ROW")]


def test_one_person_stands_in_one_row_only() -> None:
    rows = [
        SheetRow(2, person()), SheetRow(3, person(2)), SheetRow(4, person(employer="示范轻工大学(示例)")),
        SheetRow(5, {"code": "ZJ-0001"}), SheetRow(6, {**TEXTS, "code": ""}), SheetRow(7, {"post": "x"}),
        SheetRow(8, person(code="示例")), SheetRow(9, person(code="示例")),
    ]  # fmt: skip
    found = judge_rows(rows, register())
    assert [one.verdict for one in found] == [
        Verdict.NEW, Verdict.NEW, Verdict.ERROR, Verdict.SAME, Verdict.ERROR, Verdict.ERROR, Verdict.EXAMPLE,
        Verdict.EXAMPLE,
    ]  # fmt: skip
    assert [found[place].faults[-1].facts for place in (2, 4)] == [{"row": 2}, {"row": 5}]


# The confirmation


@pytest.mark.parametrize(
    ("counts", "choices", "code"),
    [
        ({Verdict.NEW: 1}, [], None),
        ({Verdict.NEW: 9, Verdict.ERROR: 1}, [], "IMPORT_HAS_ERRORS"),
        ({Verdict.NEW: 9, Verdict.POSSIBLE: 2}, [(Verdict.POSSIBLE, None)], "IMPORT_CHOICE_OPEN"),
        ({Verdict.POSSIBLE: 1}, [(Verdict.POSSIBLE, Choice.SKIP)], "IMPORT_NOTHING"),
        ({Verdict.POSSIBLE: 1}, [(Verdict.POSSIBLE, Choice.UPDATE)], None),
        ({Verdict.CHANGED: 1, Verdict.SAME: 4}, [(Verdict.CHANGED, Choice.UPDATE)], None),
        ({Verdict.SAME: 4}, [], "IMPORT_NOTHING"),
        ({}, [], "IMPORT_NOTHING"),
    ],
)
def test_a_file_enters_whole_or_not_at_all(counts: dict[Verdict, int], choices: list[Any], code: str | None) -> None:
    assert reasons_against_import(counts, choices) == code
