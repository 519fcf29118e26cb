"""Institutions and their orders through the pages, from the draft to the accepted report, by every role."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from panel.audit import queries as audit
from panel.institutions import queries
from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import Basis
from tests.support.counting import Counted
from tests.support.matters import Matters
from tests.support.visitor import Visitor, document, error_summary, visible_text
from tests.support.wire import on_the_wire, posted

Visit = Callable[..., Visitor]
SessionOf = Callable[[], AbstractContextManager[Session]]
ORDER = {
    "kind": "quantitative",
    "items": "DBP | GB 5009.271\nDEHP ｜ GB 5009.271 ｜ GB 9685",
    "basis": "确认迁移量",
    "samples": "白酒 | 20260109 | 6 瓶 | F-01 | 完好",
    "due_on": "2026-03-20",
    "secrecy": "internal",
}
REPORT = {
    "report_no": "JG0001-2026-0310-09",
    "qualification_no": "210000119901",
    "method": "GB 5009.271-2016",
    "sample_id": "S-01",
    "is_seal_intact": "y",
    "received_on": "2026-03-01",
    "tested_on": "2026-03-02",
    "calibration_ref": "JZ-2025-17",
    "raw_data_keeper": "档案室",
    "tester": "检测人甲",
    "reviewer": "审核人乙",
    "signatory": "授权签字人01",
    "is_stamped": "y",
    "problem": "yes",
    "conclusion": "DBP 超出参考值",
    "value_0": "1.01",
    "unit_0": "mg/kg",
    "value_1": "0.47",
    "unit_1": "mg/kg",
}
SAMPLE = {
    "sample_no": "LY-01",
    "product": "白酒",
    "quantity": "3 瓶",
    "seal_no": "F-02",
    "place": "留样室",
    "keeper": "保管人丙",
    "keep_until": "2026-09-02",
}


def pdf(name: str = "报告.pdf") -> tuple[io.BytesIO, str]:
    """Give a small upload."""
    return io.BytesIO(b"%PDF-1.7 test report"), name


@pytest.fixture
def matter_id(session_of: SessionOf, basis: Basis, clock: StoryClock) -> int:
    """Give a matter of the Hunan bureau under adjudication."""
    return Matters(session_of, basis, clock).adjudicating("u08")[0]


@pytest.fixture
def desk(basis: Basis, visit: Visit) -> Callable[[str], Visitor]:
    """Give the way to bring in people, each with one set of cookies."""
    known: dict[str, Visitor] = {}

    def of(who: str) -> Visitor:
        if who not in known:
            known[who] = visit(basis.login(who))
        return known[who]

    return of


def draft(desk: Callable[[str], Visitor], basis: Basis, matter_id: int, code: str = "JG-0001", **changes: Any) -> Any:
    data = ORDER | {"institution": str(basis.institution_id(code))} | changes
    return desk("u08").submit(f"/matters/{matter_id}/orders/new", data)


def acknowledged(desk: Callable[[str], Visitor], basis: Basis, matter_id: int) -> str:
    """Bring an order to the institution's bench, by the pages; gives its address."""
    path: str = draft(desk, basis, matter_id).request.path
    desk("u09").post(f"{path}/approve")
    desk("u33").submit(f"{path}/acknowledge", {"is_impartial": "y"})
    pass_samples(desk, path)
    return path


def pass_samples(desk: Callable[[str], Visitor], path: str) -> None:
    """Hand the one sample of an order over and take it in, by the pages."""
    assert "待收样" in visible_text(desk("u08").submit(f"{path}/handovers/new", {}))
    receipt = next(link for _, _, link, _ in document(desk("u33").get(path)).iterlinks() if link.endswith("/receipt"))
    page = document(desk("u33").get(receipt))
    names = [one.name for one in page.forms[-1].inputs if one.name and one.name.rpartition("_")[2].isdigit()]
    typed = {"seal": "F-01", "is_whole": "yes", "condition": "六瓶，常温", "lab_no": "S-01"}
    answer = desk("u33").submit(receipt, {name: typed[name.rpartition("_")[0]] for name in names})
    assert "完好一致" in visible_text(answer)


# Orders


@pytest.mark.clause("4.2.2-a", "4.2.2-c", "4.2.2-f", "2.3.7-a")
def test_an_order_runs_through_the_pages_of_four_people(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int, session_of: SessionOf, app: Flask
) -> None:
    path = draft(desk, basis, matter_id).request.path
    assert desk("u33").get(path).status_code == 404
    assert "审批检测任务书" in visible_text(desk("u09").get("/"))
    desk("u09").post(f"{path}/approve")
    assert "湘研检〔2026〕1号" in visible_text(desk("u33").get("/"))
    assert "受理检测任务" in visible_text(desk("u33").get("/"))
    answer = desk("u33").submit(f"{path}/acknowledge", {"is_impartial": "y"})
    assert "检测中" in visible_text(answer)
    pass_samples(desk, path)
    desk("u33").submit(f"{path}/questions/new", {"text": "瓶盖内垫是什么材质？"})
    asked = document(desk("u08").get(path)).xpath("//a[contains(@href, '/answer')]/@href")[0]
    answer = desk("u08").submit(asked, {"text": "聚乙烯，见附件", "file": pdf("内垫.pdf")})
    assert "下载附件：内垫.pdf" in visible_text(answer)
    assert desk("u33").get(asked).status_code == 200
    assert desk("u33").submit(asked, {"text": "自答"}).status_code == 422
    answer = desk("u33").submit(f"{path}/report", REPORT | {"file": pdf(), "signatory": ""})
    assert "不可溯源，缺少" in visible_text(answer)
    refused = desk("u08").post(f"{path}/reports/1/accept")
    assert refused.status_code == 409
    assert "授权签字人" in visible_text(refused)
    desk("u08").submit(f"{path}/reports/1/return", {"reason": "缺授权签字人"})
    assert "缺授权签字人" in visible_text(desk("u33").get(f"{path}/report"))
    desk("u33").submit(f"{path}/report", REPORT | SAMPLE | {"file": pdf(), "change_reason": "补签字"})
    assert "审核检验报告" in visible_text(desk("u08").get("/"))
    assert desk("u08").post(f"{path}/reports/2/accept").status_code == 303
    text = visible_text(desk("u08").get(path))
    assert "已完成" in text
    assert "第 1 版" in text
    assert "缺授权签字人" in text
    assert "LY-01" in text
    with on_the_wire(app) as server:
        status, headers, content = posted(server, desk("u08"), f"{path}/reports/1/file")
    assert (status, content) == (200, b"%PDF-1.7 test report")
    assert "filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf" in headers["Content-Disposition"]
    assert desk("u08").post(f"{path}/reports/3/file").status_code == 404
    with session_of() as session:
        events = audit.list_matter_events(session, matter_id)
    taken = [event.actor_name for event in events if event.action == "institutions.report.downloaded"]
    assert taken == [basis.actor("u08").name]


@pytest.mark.clause("2.4.2-i", "D-22")
@pytest.mark.parametrize("code", ["JG-0006", "JG-0009", "JG-0010"])
def test_the_page_refuses_an_unqualified_institution_with_the_clause(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int, code: str
) -> None:
    answer = draft(desk, basis, matter_id, code)
    assert answer.status_code == 422
    assert set(error_summary(answer)) == {"institution"}
    assert "2.4.2-i" in answer.get_data(as_text=True)
    assert "确认迁移量" in answer.get_data(as_text=True)


def test_the_form_says_what_stands_against_an_institution(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int
) -> None:
    options = document(desk("u08").get(f"/matters/{matter_id}/orders/new")).xpath(
        "//select[@name='institution']/option"
    )
    offered = {option.get("value"): option.text_content().strip() for option in options}
    assert "由其他单位确定" in offered[str(basis.institution_id("JG-0002"))]
    assert "CNAS 认可不能代替" in offered[str(basis.institution_id("JG-0010"))]
    assert "—" not in offered[str(basis.institution_id("JG-0001"))]


def test_a_wrong_order_names_each_field_and_keeps_what_was_typed(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int
) -> None:
    answer = draft(desk, basis, matter_id, items="甲 | 乙 | 丙 | 丁", due_on="明天", samples="")
    assert answer.status_code == 422
    assert {"items", "due_on", "samples"} <= set(error_summary(answer))
    assert "甲 | 乙 | 丙 | 丁" in answer.get_data(as_text=True)


def test_the_matter_leads_to_its_orders(basis: Basis, desk: Callable[[str], Visitor], matter_id: int) -> None:
    page = f"/matters/{matter_id}"
    new = f"{page}/orders/new"
    assert new in desk("u08").get(page).get_data(as_text=True)
    path = draft(desk, basis, matter_id).request.path
    assert path in desk("u09").get(page).get_data(as_text=True)
    assert new not in desk("u09").get(page).get_data(as_text=True)


def test_an_order_can_be_refused_with_a_reason(basis: Basis, desk: Callable[[str], Visitor], matter_id: int) -> None:
    path = draft(desk, basis, matter_id).request.path
    answer = desk("u09").submit(f"{path}/refuse", {"reason": "先核实样品来源"})
    assert "先核实样品来源" in visible_text(answer)
    assert desk("u09").post(f"{path}/approve").status_code == 409


@pytest.mark.clause("4.2.2-a")
def test_a_contact_without_an_order_is_told_so(basis: Basis, desk: Callable[[str], Visitor], matter_id: int) -> None:
    path = draft(desk, basis, matter_id).request.path
    for method in ("get", "post"):
        answer = getattr(desk("u33"), method)(f"{path}/report")
        assert answer.status_code == 409
        assert "没有经批准的检测任务书" in answer.get_data(as_text=True)
    assert desk("u32").get(f"{path}/report").status_code == 404


@pytest.mark.clause("2.4.2-j")
def test_a_measurement_without_its_unit_is_refused_and_nothing_typed_is_lost(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int
) -> None:
    path = acknowledged(desk, basis, matter_id)
    answer = desk("u33").submit(f"{path}/report", REPORT | {"file": pdf(), "unit_1": ""})
    assert answer.status_code == 422
    assert "DEHP" in visible_text(answer)
    assert "DBP 超出参考值" in answer.get_data(as_text=True)
    wrong = desk("u33").submit(f"{path}/report", REPORT | {"file": (io.BytesIO(b"MZ"), "报告.exe")})
    assert set(error_summary(wrong)) == {"file"}
    forged = desk("u33").submit(f"{path}/report", REPORT | {"file": (io.BytesIO(b"MZ"), "报告.pdf")})
    assert set(error_summary(forged)) == {"file"}


@pytest.mark.clause("2.3.7-a")
def test_the_official_enters_a_missing_sample(basis: Basis, desk: Callable[[str], Visitor], matter_id: int) -> None:
    path = acknowledged(desk, basis, matter_id)
    desk("u33").submit(f"{path}/report", REPORT | {"file": pdf()})
    assert desk("u08").post(f"{path}/reports/1/accept").status_code == 409
    assert desk("u08").submit(f"{path}/samples/new", {}).status_code == 422
    answer = desk("u08").submit(f"{path}/samples/new", {"impossible_reason": "样品检测中全部耗尽"})
    assert "样品检测中全部耗尽" in visible_text(answer)
    assert desk("u08").post(f"{path}/reports/1/accept").status_code == 303


def test_orders_are_seen_by_those_concerned_only(basis: Basis, desk: Callable[[str], Visitor], matter_id: int) -> None:
    path = acknowledged(desk, basis, matter_id)
    seen = {who: desk(who).get(path).status_code for who in ("u08", "u09", "u10", "u16", "u33")}
    assert set(seen.values()) == {200}, seen
    hidden = {who: desk(who).get(path).status_code for who in ("u05", "u17", "u32")}
    assert set(hidden.values()) == {404}, hidden
    barred = {who: desk(who).get(path).status_code for who in ("e11", "u18")}
    assert set(barred.values()) == {403}, barred
    assert "湘研检〔2026〕1号" in visible_text(desk("u10").get("/orders"))
    assert "湘研检〔2026〕1号" not in visible_text(desk("u05").get("/orders"))


# The registry


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=酒类+DBP", {"JG-0001", "JG-0002", "JG-0003"}),
        ("words=GB/T+2912.1&region=310000", {"JG-0004"}),
        ("text=JG-0007", {"JG-0007"}),
        ("text=电池", {"JG-0005"}),
        ("state=suspended", {"JG-0012"}),
        ("words=没有这个项目", set()),
    ],
)
def test_institutions_are_found_by_what_they_can_test(
    basis: Basis, desk: Callable[[str], Visitor], query: str, found: set[str]
) -> None:
    del basis
    rows = document(desk("u08").get(f"/institutions?{query}")).xpath("//main//tbody/tr/th/span")
    assert {row.text_content().split()[0] for row in rows} == found


def test_the_registry_says_why_an_institution_cannot_work_now(basis: Basis, desk: Callable[[str], Visitor]) -> None:
    text = visible_text(desk("u16").get(f"/institutions/{basis.institution_id('JG-0006')}"))
    assert "资质已于 2025-11-10 到期" in text
    assert "目前不能承担任务" not in visible_text(desk("u16").get(f"/institutions/{basis.institution_id('JG-0001')}"))


def test_a_contact_finds_the_own_institution_only(basis: Basis, desk: Callable[[str], Visitor]) -> None:
    own = basis.institution_id("JG-0001")
    assert desk("u33").get("/institutions").headers["Location"].endswith(f"/institutions/{own}")
    assert desk("u33").get(f"/institutions/{own}").status_code == 200
    assert desk("u33").get(f"/institutions/{basis.institution_id('JG-0002')}").status_code == 404
    assert desk("e11").get("/institutions").status_code == 403
    assert desk("u18").get("/institutions").status_code == 403


@pytest.mark.clause("4.2.1-a", "D-22")
def test_an_institution_is_corrected_by_the_official_and_designated_by_the_head(
    basis: Basis, desk: Callable[[str], Visitor], session_of: SessionOf
) -> None:
    number = basis.institution_id("JG-0003")
    path = f"/institutions/{number}"
    answer = desk("u08").submit(f"{path}/edit", {"cma_no": "12"})
    assert set(error_summary(answer)) == {"cma_no"}
    desk("u08").submit(f"{path}/edit", {"valid_until": "2028-12-31", "ties": "示范酒业 | 年度合同"})
    facts = {"recommended_by": str(basis.org_id("B-430")), "number": "湘质检〔2026〕1号", "until": "2028-12-31"}
    facts |= {"issued_by": str(basis.org_id("B-430")), "dated_on": "2026-02-27", "file": pdf("确定文件.pdf")}
    assert "湘质检〔2026〕1号" in visible_text(desk("u09").submit(f"{path}/designate", facts))
    page = document(desk("u33").get(f"/institutions/{basis.institution_id('JG-0001')}"))
    assert "由原名册转入" in page.text_content()
    paper = document(desk("u08").get(path)).xpath("//form[contains(@action, '/designations/')]/@action")[0]
    assert desk("u08").post(paper).get_data() == b"%PDF-1.7 test report"
    assert "暂停" in visible_text(desk("u09").submit(f"{path}/suspend", {"reason": "能力验证不满意"}))
    assert "已确定" in visible_text(desk("u09").submit(f"{path}/resume", {"reason": "整改完成"}))
    assert desk("u08").get(f"{path}/designate").status_code == 403
    assert desk("u06").submit(f"{path}/suspend", {"reason": "别局"}).status_code == 403
    with session_of() as session:
        entry = queries.entry_of(session, queries.get_institution(session, number))
    assert len(entry.capabilities) == 2
    assert entry.capabilities[1].technique == "分光光度法"


def test_an_official_registers_an_institution(basis: Basis, desk: Callable[[str], Visitor]) -> None:
    del basis
    data = {
        "name": "示范新检测院（示例）",
        "unified_code": "Y1990000F00000093D",
        "region": "430000",
        "cma_no": "201820119999",
        "valid_from": "2025-01-01",
        "valid_until": "2030-12-31",
        "capabilities": "酒类 | 甲醇 | GB 5009.266 | | | 否",
        "contact_name": "联络人",
        "contact_phone": "1",
        "contact_email": "jg@example.org",
    }
    answer = desk("u08").submit("/institutions/new", data)
    assert set(error_summary(answer)) == {"unified_code"}
    answer = desk("u08").submit("/institutions/new", data | {"unified_code": "Y1990000F00000093C"})
    assert "尚未确定为承检机构" in visible_text(answer)
    assert "范围外" in visible_text(answer)


@pytest.mark.parametrize("path", ["/institutions", "/institutions?words=DBP", "/orders"])
def test_a_list_page_takes_at_most_eight_statements(
    basis: Basis, desk: Callable[[str], Visitor], matter_id: int, path: str,
    counted: Callable[[], AbstractContextManager[Counted]],
) -> None:  # fmt: skip
    acknowledged(desk, basis, matter_id)
    desk("u08").get(path)
    with counted() as statements:
        assert desk("u08").get(path).status_code == 200
    assert len(statements) <= 8, str(statements)
