"""Which institution may be given work, and when its report may be used, each boundary from both sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from panel.accounts.facts import OrgFacts, OrgKind
from panel.institutions import rules
from panel.institutions.facts import (
    Capability,
    Designation,
    InstitutionFacts,
    InstitutionState,
    OrderKind,
    Problem,
    Qualification,
    ReportContent,
    Result,
    RetainedSampleEntry,
    Shortfall,
    Tie,
)
from panel.roster.facts import PartyName

ON = date(2026, 3, 2)
HELD = Qualification("210000119901", "L99901", None, date(2021, 5, 10), date(2027, 5, 9))
LIQUOR = Capability("酒类", "邻苯二甲酸酯类（DBP、DEHP）", "GB 5009.271", "GC-MS")
LAB = InstitutionFacts(
    id=1,
    code="JG-0001",
    name="示范国家食品质量监督检验中心（示例）",
    unified_code="Y1990000F000050112",
    state=InstitutionState.DESIGNATED,
    managed_by_org_id=1,
    designation_no="国质检示〔2021〕91号",
    designated_until=date(2027, 5, 9),
    qualification=HELD,
    capabilities=(LIQUOR, Capability("移动电源", "过充、外部短路、热滥用、挤压", "GB 31241")),
)
HQ = OrgFacts(1, "HQ", "总局", 1, OrgKind.HQ, None, "000000")
HUNAN = OrgFacts(3, "B-430", "湖南局", 2, OrgKind.PROVINCIAL_BUREAU, 1, "430000")
ZHEJIANG = OrgFacts(4, "B-330", "浙江局", 2, OrgKind.PROVINCIAL_BUREAU, 1, "330000")
REPORT = ReportContent(
    report_no="JG0001-2026-0301-01",
    qualification_no="210000119901",
    method="GB 5009.271-2016",
    sample_id="S-01",
    is_seal_intact=True,
    received_on=date(2026, 2, 20),
    tested_on=date(2026, 3, 1),
    calibration_ref="JZ-2025-17",
    raw_data_keeper="档案室",
    tester="甲",
    reviewer="乙",
    signatory="丙",
    is_stamped=True,
    results=(Result("DBP", "1.01", "mg/kg"),),
    is_problem_found=True,
    conclusion="检出 DBP",
)
SAMPLE = RetainedSampleEntry("LY-01", "白酒", "L1", "6 瓶", "F-01", "甲", "留样室", "乙", date(2026, 9, 2))


def lacking(institution: InstitutionFacts = LAB, items: tuple[str, ...] = ("DBP",), on: date = ON) -> object:
    found = rules.against_qualification(institution, items, on)
    return found and found.problem


# Qualification


@pytest.mark.clause("D-22", "A-23")
def test_cnas_alone_is_no_statutory_basis() -> None:
    assert rules.has_statutory_basis(HELD)
    assert rules.has_statutory_basis(replace(HELD, cma_no=None, other="特种设备检验核准"))
    assert not rules.has_statutory_basis(replace(HELD, cma_no=None))
    assert lacking(replace(LAB, qualification=replace(HELD, cma_no=None))) is Problem.NO_BASIS
    assert lacking(replace(LAB, qualification=replace(HELD, valid_from=None))) is Problem.NO_BASIS
    assert lacking(replace(LAB, qualification=replace(HELD, valid_until=None))) is Problem.NO_BASIS


@pytest.mark.clause("2.4.2-i")
@pytest.mark.parametrize(
    ("on", "problem"),
    [
        (date(2021, 5, 9), Problem.NOT_YET),
        (date(2021, 5, 10), None),
        (date(2027, 5, 9), None),
        (date(2027, 5, 10), Problem.EXPIRED),
    ],
)
def test_the_qualification_must_be_valid_on_the_day_of_the_order(on: date, problem: Problem | None) -> None:
    assert lacking(on=on) is problem


@pytest.mark.clause("2.4.2-i", "4.2.1-b")
@pytest.mark.parametrize(
    ("item", "is_covered"),
    [("DBP", True), ("dehp", True), ("邻苯二甲酸酯类", True), ("热滥用复测", True), ("甲醛", False), ("", False)],
)
def test_the_qualification_must_cover_every_item(item: str, is_covered: bool) -> None:
    assert rules.covers(LAB.capabilities, item) is is_covered
    assert lacking(items=("DBP", item)) is (None if is_covered else Problem.NOT_COVERED)


def test_a_line_outside_the_statutory_scope_covers_nothing() -> None:
    assert not rules.covers([replace(LIQUOR, is_in_scope=False)], "DBP")


def test_a_cma_number_has_twelve_digits() -> None:
    assert rules.is_cma_number("210000119901")
    assert not rules.is_cma_number("21000011990")
    assert not rules.is_cma_number("21000011990X")
    assert not rules.is_cma_number("２１００００１１９９０１")


@pytest.mark.clause("4.2.1-b")
def test_all_words_of_a_search_stand_in_one_line() -> None:
    assert [line.product for line in rules.lines_found(LAB.capabilities, "酒类 DBP")] == ["酒类"]
    assert rules.lines_found(LAB.capabilities, "gb31241")
    assert not rules.lines_found(LAB.capabilities, "酒类 热滥用")


# Designation


@pytest.mark.clause("4.2.1-a")
@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"state": InstitutionState.SUSPENDED}, Problem.SUSPENDED),
        ({"state": InstitutionState.REGISTERED_ONLY}, Problem.NOT_DESIGNATED),
        ({"designation_no": None}, Problem.NOT_DESIGNATED),
        ({"state": InstitutionState.EXPIRED}, Problem.TERM_OVER),
        ({"designated_until": None}, Problem.TERM_OVER),
        ({"designated_until": ON}, None),
        ({"designated_until": date(2026, 3, 1)}, Problem.TERM_OVER),
    ],
)
def test_only_a_designated_institution_in_its_term_takes_work(
    changed: dict[str, object], problem: Problem | None
) -> None:
    found = rules.against_designation(replace(LAB, **changed), ON)  # type: ignore[arg-type]
    assert (found and found.problem) is problem


@pytest.mark.clause("4.2.1-a", "D-22")
def test_a_designation_needs_recommendation_basis_and_a_day_ahead() -> None:
    designation = Designation(3, "国质检示〔2026〕1号", ON)
    assert rules.reasons_against_designation(OrgKind.HQ, HELD, designation, ON) is None
    assert rules.reasons_against_designation(OrgKind.DIRECT_BUREAU, HELD, designation, ON) is None
    assert rules.reasons_against_designation(OrgKind.GRASSROOTS, HELD, designation, ON) == "INST_RECOMMENDATION"
    only_cnas = replace(HELD, cma_no=None)
    assert rules.reasons_against_designation(OrgKind.HQ, only_cnas, designation, ON) == "INST_NO_BASIS"
    assert rules.reasons_against_designation(OrgKind.HQ, HELD, designation, date(2026, 3, 3)) == "DESIGNATION_PAST"


@pytest.mark.clause("4.2.1-c")
def test_a_bureaus_own_institution_serves_that_bureau_only() -> None:
    assert rules.is_open_to(HQ, (HUNAN, HQ))
    assert rules.is_open_to(HUNAN, (HUNAN, HQ))
    assert not rules.is_open_to(ZHEJIANG, (HUNAN, HQ))


@pytest.mark.clause("2.4.2-i")
def test_what_ends_before_the_order_is_due_warns() -> None:
    assert rules.days_to_warn_of(LAB, date(2027, 5, 9)) == []
    assert [one.problem for one in rules.days_to_warn_of(LAB, date(2027, 5, 10))] == [
        Problem.EXPIRES_BEFORE_DUE,
        Problem.TERM_ENDS_BEFORE_DUE,
    ]
    bare = replace(LAB, qualification=replace(HELD, valid_until=None), designated_until=None)
    assert rules.days_to_warn_of(bare, date(2030, 1, 1)) == []


@pytest.mark.clause("2.4.2-i", "4.2.1-a")
@pytest.mark.parametrize(
    ("on", "problems"),
    [
        (date(2027, 3, 9), []),  # sixty-one days ahead
        (date(2027, 3, 10), [Problem.EXPIRES_SOON, Problem.TERM_ENDS_SOON]),
        (date(2027, 5, 9), [Problem.EXPIRES_SOON, Problem.TERM_ENDS_SOON]),
        (date(2027, 5, 10), []),  # ended: another rule tells
    ],
)
def test_what_ends_within_the_days_of_the_parameter_is_told_ahead(on: date, problems: list[Problem]) -> None:
    assert [lack.problem for lack in rules.days_that_lapse_soon(LAB, on, 60)] == problems


@pytest.mark.clause("4.2.1-a", "4.0.0-a")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"dated_on": None}, "DESIGNATION_DOCUMENT"),
        ({"issued_by_org_id": None}, "DESIGNATION_DOCUMENT"),
        ({"issued_by_org_id": 4}, "DESIGNATION_ISSUER"),
        ({"dated_on": ON + timedelta(days=1)}, "DESIGNATION_DATED"),
    ],
)
def test_a_designation_rests_on_a_document_of_the_managing_body_or_one_above(
    changes: dict[str, object], code: str | None
) -> None:
    document = Designation(3, "湘质检〔2026〕1号", date(2028, 1, 1), ON, 1)
    assert rules.reasons_against_document(replace(document, **changes), (3, 1), ON) == code


def test_a_shortfall_says_what_it_rests_on() -> None:
    assert Shortfall(Problem.EXPIRED, "2025-02-01").words == "资质已于 2025-02-01 到期"
    assert "CNAS" in Shortfall(Problem.NO_BASIS).words


# Ties


@pytest.mark.clause("4.2.2-d")
def test_a_tie_with_a_party_is_found_and_the_party_itself_too() -> None:
    maker = PartyName("示范酒业股份有限公司（虚构）", "Y1990000F00000050Y")
    tie = Tie("示范酒业", "Y1990000F00000050Y", "年度委托检验合同")
    assert rules.ties_with(replace(LAB, ties=(tie,)), (maker,)) == [tie]
    assert rules.ties_with(replace(LAB, ties=(tie,)), (PartyName("示范乳业"),)) == []
    assert [one.is_self for one in rules.plain_relations(LAB, (maker, PartyName(LAB.name)))] == [True]
    assert not rules.plain_relations(LAB, (maker,))


# Reports


@pytest.mark.clause("2.4.2-j")
@pytest.mark.parametrize(
    ("kind", "line", "lacking"),
    [
        (OrderKind.QUANTITATIVE, Result("DBP", "1.01", "mg/kg"), None),
        (OrderKind.QUANTITATIVE, Result("DBP", "<0.05", "mg/kg"), None),
        (OrderKind.QUANTITATIVE, Result("DBP", "1.01", ""), "DBP"),
        (OrderKind.QUANTITATIVE, Result("DBP", "", "mg/kg"), "DBP"),
        (OrderKind.QUANTITATIVE, Result("DBP", "较高", "mg/kg"), "DBP"),
        (OrderKind.QUANTITATIVE, Result("DBP", finding="检出"), "DBP"),
        (OrderKind.QUANTITATIVE, Result("DBP", "未检出", "mg/kg", limit="0.05"), None),
        (OrderKind.QUANTITATIVE, Result("DBP", "ND", "mg/kg"), "DBP"),
        (OrderKind.QUALITATIVE, Result("沙门氏菌", finding="检出"), None),
        (OrderKind.QUALITATIVE, Result("沙门氏菌", "1", "CFU"), "沙门氏菌"),
        (OrderKind.APPRAISAL, Result("", finding="隔膜绝缘失效"), ""),
        (OrderKind.OTHER, Result("外观", finding="正常"), None),
    ],
)
def test_a_measurement_needs_value_and_unit_and_anything_else_a_finding(
    kind: OrderKind, line: Result, lacking: str | None
) -> None:
    assert rules.against_results(kind, [line]) == lacking


def test_a_report_without_any_result_lacks_one() -> None:
    assert rules.against_results(OrderKind.OTHER, []) == ""


@pytest.mark.clause("4.2.2-c")
def test_a_complete_report_can_be_traced() -> None:
    assert rules.missing_for_trace(REPORT) == []


@pytest.mark.clause("4.2.2-c", "D-16")
@pytest.mark.parametrize("name", rules.TRACED)
def test_each_missing_item_is_named(name: str) -> None:
    empty = {"is_seal_intact": False, "is_stamped": False, "received_on": None, "tested_on": None}.get(name, "")
    assert rules.missing_for_trace(replace(REPORT, **{name: empty})) == [name]


@pytest.mark.clause("4.2.2-c")
def test_a_test_is_not_dated_ahead_nor_before_the_sample_came() -> None:
    assert rules.against_dates(REPORT, date(2026, 3, 1)) is None
    assert rules.against_dates(REPORT, date(2026, 2, 28)) == "TESTED_AHEAD"
    assert rules.against_dates(replace(REPORT, tested_on=date(2026, 2, 20)), ON) is None
    assert rules.against_dates(replace(REPORT, tested_on=date(2026, 2, 19)), ON) == "TESTED_BEFORE_RECEIPT"
    assert rules.against_dates(replace(REPORT, received_on=None), ON) is None
    assert rules.against_dates(replace(REPORT, tested_on=None), ON) is None


@pytest.mark.clause("2.3.7-a")
@pytest.mark.parametrize(("found", "has", "missing"), [(True, False, True), (True, True, False), (False, False, False)])
def test_a_problem_found_needs_a_retained_sample(found: bool, has: bool, missing: bool) -> None:
    assert rules.sample_is_missing(is_problem_found=found, has_sample_or_statement=has) is missing


@pytest.mark.clause("2.3.7-a", "A-24")
def test_a_retained_sample_is_complete_and_kept_long_enough() -> None:
    least = date(2026, 9, 2)
    assert rules.against_sample(SAMPLE, least) is None
    assert rules.against_sample(replace(SAMPLE, keep_until=date(2026, 9, 1)), least) == "SAMPLE_KEEP_SHORT"
    assert rules.against_sample(replace(SAMPLE, keep_until=None), least) == "SAMPLE_INCOMPLETE"
    assert rules.against_sample(replace(SAMPLE, seal_no=""), least) == "SAMPLE_INCOMPLETE"


@pytest.mark.clause("2.3.7-a")
def test_a_statement_stands_for_a_sample_but_not_beside_one() -> None:
    assert rules.against_sample(RetainedSampleEntry(impossible_reason="样品全部耗尽"), ON) is None
    assert rules.against_sample(replace(SAMPLE, impossible_reason="样品全部耗尽"), ON) == "SAMPLE_OR_STATEMENT"


@pytest.mark.clause("A-24")
@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2025, 12, 15), date(2026, 6, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, later: date) -> None:
    assert rules.months_later(day, 6) == later
