"""What an entry must hold, item by item, each boundary from both sides."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from panel.guidance.code_lists import codes, codes_in
from panel.matters.facts import EventPrecision, MatterContent, Party, PartyRole
from panel.matters.intake_rules import (
    faults_of_content,
    is_category,
    is_handler,
    masked,
    proposed_department,
    reasons_against_dispatch,
    reasons_against_entry,
)

TODAY = date(2026, 3, 2)
PRODUCER = Party(PartyRole.PRODUCER, "示范酒业（虚构）", "Y1990000F00000050Y")
RIGHT = MatterContent(
    title="白酒检出邻苯二甲酸酯类", notifying_org_id=1, notifying_country="CN", noticed_on=TODAY, source_class=2,
    source_sub="206", domain="food", product_name="白酒", risk_description="字" * 20, source_ref="报告编号1",
    event_precision=EventPrecision.DAY, event_on=TODAY, product_category="0108", barcodes=("2000000000053",),
    industry="C15", parties=(PRODUCER,),
)  # fmt: skip


def faults(content: MatterContent, *, has_capture: bool = False) -> list[tuple[str, str]]:
    found = faults_of_content(content, today=TODAY, least_characters=20, has_capture=has_capture)
    return [(fault.code, fault.where) for fault in found]


def test_an_entry_that_is_right_in_every_item_has_no_fault() -> None:
    assert faults(RIGHT) == []


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"notifying_country": "XX"}, "CODE_UNKNOWN", "notifying_country"),
    ({"noticed_on": date(2026, 3, 3)}, "NOTICE_DATE_FUTURE", "noticed_on"),
    ({"event_on": date(2026, 3, 3)}, "EVENT_AFTER_NOTICE", "event_on"),
    ({"event_on": None}, "EVENT_DATE_MISSING", "event_on"),
    ({"event_precision": EventPrecision.MONTH, "event_on": date(2026, 4, 1)}, "EVENT_AFTER_NOTICE", "event_on"),
    ({"source_class": 9}, "CODE_UNKNOWN", "source_class"),
    ({"source_sub": "101"}, "SOURCE_SUB", "source_sub"),
    ({"secondary_classes": (2,)}, "SECONDARY_CLASS", "secondary_classes"),
    ({"secondary_classes": (9,)}, "SECONDARY_CLASS", "secondary_classes"),
    ({"domain": "drugs"}, "CODE_UNKNOWN", "domain"),
    ({"product_category": "0199x"}, "CODE_UNKNOWN", "product_category"),
    ({"product_category": "01"}, "CODE_UNKNOWN", "product_category"),
    ({"industry": "ZZ"}, "CODE_UNKNOWN", "industry"),
    ({"barcodes": ("2000000000054",)}, "BARCODE_CHECK", "barcodes"),
    ({"domain_rows": ({"analyte": "DBP"}, {"disease": "疫"})}, "TABLE_COLUMN", "domain_rows"),
    ({"parties": ()}, "PRODUCER_MISSING", "parties"),
    ({"parties": (replace(PRODUCER, role=PartyRole.SELLER),)}, "PRODUCER_MISSING", "parties"),
    ({"parties": (replace(PRODUCER, name=" "),)}, "PARTY_NAME", "parties"),
    ({"parties": (replace(PRODUCER, country="ZZ"),)}, "CODE_UNKNOWN", "parties"),
    ({"parties": (replace(PRODUCER, unified_code="Y1990000F00000050X"),)}, "PARTY_CODE", "parties"),
    ({"title": " "}, "TEXT_MISSING", "title"),
    ({"product_name": ""}, "TEXT_MISSING", "product_name"),
    ({"trade_mark": ""}, "TEXT_MISSING", "trade_mark"),
    ({"source_ref": ""}, "TEXT_MISSING", "source_ref"),
    ({"risk_description": "字" * 19}, "DESCRIPTION_SHORT", "risk_description"),
    ({"risk_description": "字 " * 19}, "DESCRIPTION_SHORT", "risk_description"),
    ({"secrecy": "classified"}, "CLASSIFIED_CONTENT", "secrecy"),
    ({"secrecy": "top"}, "CODE_UNKNOWN", "secrecy"),
]  # fmt: skip


@pytest.mark.clause(
    "3.4.0-f03", "3.4.0-f04", "3.4.0-f05", "3.4.0-f06", "3.4.0-f07", "3.4.0-f08", "3.4.0-f09", "3.4.0-f10",
    "3.4.0-f12", "3.4.0-f13", "2.3.6-a", "D-15", "2.1.2-0", "2.1.0-b", "3.4.1-a", "3.4.1-c",
)  # fmt: skip
@pytest.mark.parametrize(("change", "code", "where"), WRONG)
def test_a_wrong_item_is_named_with_its_field(change: dict[str, Any], code: str, where: str) -> None:
    assert faults(replace(RIGHT, **change)) == [(code, where)]


RIGHT_TOO: list[dict[str, Any]] = [
    {"noticed_on": date(2026, 3, 1), "event_on": date(2026, 3, 1)},
    {"event_precision": EventPrecision.MONTH, "event_on": date(2026, 3, 1)},
    {"event_precision": EventPrecision.UNKNOWN, "event_on": None},
    {"secondary_classes": (1, 8)},
    {"product_category": None},
    {"industry": None},
    {"domain_rows": ({"analyte": "DBP", "value": "1.04"},)},
    {"barcodes": ()},
    {"parties": (replace(PRODUCER, unified_code=""),)},
    {"parties": (PRODUCER, replace(PRODUCER, name="另一家"))},
    {"trade_mark": "无"},
    {"secrecy": "work_secret"},
]  # fmt: skip


@pytest.mark.parametrize("change", RIGHT_TOO)
def test_the_other_side_of_each_boundary_passes(change: dict[str, Any]) -> None:
    assert faults(replace(RIGHT, **change)) == []


def test_every_fault_is_found_at_once() -> None:
    wrong = replace(RIGHT, title="", notifying_country="XX", parties=(), risk_description="")
    assert len(faults(wrong)) == 4


GIVEN = {
    "1": {}, "2": {}, "3": {"monitoring_task_no": "P-07"}, "4": {"reporting_institution": "检测院"},
    "5": {"media_outlet": "网", "media_title": "题", "media_date": "2026-03-01", "media_url": "https://a.example"},
    "6": {"foreign_notifier": "DE", "foreign_reference": "2024.1"},
    "7": {"domestic_notifier": "协会", "domestic_document_no": "1号"},
    "8": {"transferring_organ": "办公厅", "transfer_instruction": "请处理", "reply_by": "2026-04-01"},
}  # fmt: skip


def of_class(number: str, fields: dict[str, str]) -> MatterContent:
    first = codes_in("source_subs", number)[0].code
    return replace(RIGHT, source_class=int(number), source_sub=first, source_fields=fields)


@pytest.mark.clause("2.1.2-1", "2.1.2-2", "2.1.2-3", "2.1.2-4", "2.1.2-5", "2.1.2-6", "2.1.2-7", "2.1.2-8")
@pytest.mark.parametrize("number", [code.code for code in codes("source_classes")])
def test_each_class_asks_for_its_own_fields_and_names_each_that_is_missing(number: str) -> None:
    assert faults(of_class(number, GIVEN[number])) == []
    needed = [entry.code for entry in codes_in("source_fields", number) if entry.extra["required"]]
    assert faults(of_class(number, {})) == [("SOURCE_FIELD_MISSING", code) for code in needed]


@pytest.mark.clause("2.1.2-5")
def test_a_media_item_without_an_address_needs_a_captured_copy() -> None:
    fields = {code: text for code, text in GIVEN["5"].items() if code != "media_url"}
    assert faults(of_class("5", fields)) == [("SOURCE_FIELD_MISSING", "media_url")]
    assert faults(of_class("5", fields), has_capture=True) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("media_date", "昨天"),
        ("media_url", "news.example.org"),
        ("media_url", "ftp://a.example"),
        ("media_url", "http://"),
    ],
)
def test_a_field_of_a_class_with_the_wrong_shape_is_named(code: str, text: str) -> None:
    assert faults(of_class("5", GIVEN["5"] | {code: text})) == [("SOURCE_FIELD_SHAPE", code)]


@pytest.mark.clause("3.4.0-f07")
def test_a_category_is_one_of_the_finer_codes() -> None:
    assert is_category("0108")
    assert not is_category("01")
    assert not is_category("9998")


@pytest.mark.clause("3.1.1-a", "2.2.4-a")
def test_only_an_information_officer_or_a_contact_enters() -> None:
    assert reasons_against_entry(is_official=True, is_info_officer=False) == "INFO_OFFICER"
    assert reasons_against_entry(is_official=True, is_info_officer=True) is None
    assert reasons_against_entry(is_official=False, is_info_officer=False) is None


@pytest.mark.clause("2.3.2-b")
def test_the_receiving_unit_handles_a_matter_until_it_is_passed_on() -> None:
    assert is_handler(1, owner=1, origin=1, received=2)
    assert is_handler(2, owner=1, origin=1, received=2)
    assert not is_handler(2, owner=3, origin=1, received=2)
    assert not is_handler(1, owner=3, origin=1, received=1)


@pytest.mark.clause("2.2.5-c")
def test_passing_on_needs_a_suggestion_and_another_body() -> None:
    assert reasons_against_dispatch(suggestion=" ", target_is_owner=False) == "SUGGESTION_MISSING"
    assert reasons_against_dispatch(suggestion="请核实", target_is_owner=True) == "DISPATCH_SAME"
    assert reasons_against_dispatch(suggestion="请核实", target_is_owner=False) is None


@pytest.mark.clause("3.1.1-b", "2.2.6-d")
@pytest.mark.parametrize(
    ("domain", "category", "source_class", "department"),
    [
        ("food", "0108", 5, "HQ-FOOD"), ("food", "0110", 6, "HQ-IEF"), ("product", "0601", 6, "HQ-INSP"),
        ("special_equipment", "1204", 7, "HQ-SE"), ("product", "0303", 3, "HQ-QS"), ("epidemic", None, 1, "HQ-AP"),
        ("other", None, 1, "HQ-QS"),
    ],
)  # fmt: skip
def test_a_department_is_proposed_by_category(
    domain: str, category: str | None, source_class: int, department: str
) -> None:
    assert proposed_department(domain, category, source_class) == department


@pytest.mark.clause("2.2.1-a")
def test_a_masked_text_shows_its_first_sign_only() -> None:
    assert masked("王某 13900000000") == "王＊＊＊"
    assert masked("") == "＊＊＊"
