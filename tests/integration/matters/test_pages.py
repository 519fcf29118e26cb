"""The pages of matters as people use them: right and wrong forms, stale tabs, double clicks, other people's roles."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from panel.matters import queries, service
from tests.support.matters import BLOCK, DESCRIPTION, LEVEL_3, SCREENING, Matters, says
from tests.support.visitor import Visitor, document, error_summary, visible_text

Visit = Callable[..., Visitor]

ENTRY = {
    "title": "白酒检出邻苯二甲酸酯类", "risk_description": DESCRIPTION, "secrecy": "internal", "source_sub": "504",
    "media_outlet": "示例网", "media_title": "题", "media_date": "2026-03-01", "media_url": "https://news.example.org/1",
    "source_ref": "https://news.example.org/1", "event_on": "2026-02", "product_name": "浓香型白酒",
    "product_category": "0108", "barcodes": "2000000000053\n", "lots": "20260109\n20260110",
    "party_0_name": "示范酒业（虚构）", "party_0_unified_code": "y1990000f00000050y", "row_0_analyte": "DBP",
    "row_0_value": "1.04",
}  # fmt: skip
NEW = "/matters/new/5/food"


def official(visit: Visit, key: str = "u08") -> Visitor:
    return visit(f"{key}@example.org")


# Intake


def test_the_first_step_leads_to_the_form_of_the_class_and_domain(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    page = client.get("/matters/new")
    assert len(document(page).xpath("//input[@name='source_class']")) == 8
    chosen = client.get("/matters/new?source_class=5&domain=food")
    assert (chosen.status_code, chosen.headers["Location"]) == (303, NEW)
    assert "请选择“来源类别”" in visible_text(client.get("/matters/new?domain=food"))
    assert client.get("/matters/new/9/food").status_code == 404
    assert client.get("/matters/new/5/drugs").status_code == 404


@pytest.mark.clause("3.4.0-f01", "3.4.0-f05", "3.4.0-f09", "3.4.0-f10", "3.4.1-c")
def test_an_entry_through_the_page_is_read_as_it_was_meant(matters: Matters, visit: Visit) -> None:
    page = official(visit).submit(NEW, ENTRY)
    assert page.status_code == 200
    assert "已接收" in page.get_data(as_text=True)
    with matters.session_of() as session:
        matter = queries.get_matter(session, 1)
        assert (matter.event_precision, str(matter.event_on)) == ("month", "2026-02-01")
        assert (matter.barcodes, matter.lots) == (["2000000000053"], ["20260109", "20260110"])
        assert [(one.role, one.unified_code) for one in matter.parties] == [("producer", "Y1990000F00000050Y")]
        assert matter.domain_rows == [{"analyte": "DBP", "value": "1.04"}]
        assert matter.source_fields["media_date"] == "2026-03-01"


def test_a_wrong_entry_names_every_field_at_once_and_keeps_what_was_typed(matters: Matters, visit: Visit) -> None:
    wrong = ENTRY | {
        "title": "", "risk_description": "太短", "barcodes": "123", "event_on": "去年", "media_outlet": "",
        "party_0_unified_code": "Y1990000F00000050X", "noticed_on": "2026-03-03", "source_ref": "报告9号",
    }  # fmt: skip
    page = official(visit).submit(NEW, wrong)
    assert page.status_code == 422
    assert set(error_summary(page)) == {
        "title", "event_on", "media_outlet", "risk_description", "barcodes", "party_0_unified_code", "noticed_on",
    }  # fmt: skip
    again = official(visit).submit(NEW, wrong | {"event_on": ""})
    assert set(error_summary(again)) == {
        "title", "risk_description", "barcodes", "media_outlet", "party_0_unified_code", "noticed_on",
    }  # fmt: skip
    assert document(again).xpath("//input[@name='source_ref']/@value") == ["报告9号"]
    assert document(again).xpath("//textarea[@name='barcodes']/text()")[0].strip() == "123"
    with matters.session_of() as session:
        assert queries.find_by_notice_no(session, "", matters.basis.actor("u08")) is None


@pytest.mark.clause("2.1.2-5")
def test_a_media_item_without_address_takes_a_file_instead(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    page = client.submit(NEW, ENTRY | {"media_url": ""})
    assert set(error_summary(page)) == {"media_url"}
    file = (BytesIO("报道全文".encode()), "剪报.txt")
    page = client.submit(NEW, ENTRY | {"media_url": "", "capture": file})
    assert page.status_code == 200
    trail = client.get("/matters/1/trail")
    assert "SHA-256" in visible_text(trail)
    taken = client.submit("/matters/1/trail", form="/file")
    assert taken.get_data() == "报道全文".encode()
    assert "attachment" in taken.headers["Content-Disposition"]


def test_a_file_of_another_kind_is_refused_and_the_entry_kept(matters: Matters, visit: Visit) -> None:
    page = official(visit).submit(NEW, ENTRY | {"capture": (BytesIO(b"MZ"), "a.exe")})
    assert set(error_summary(page)) == {"capture"}
    fake = official(visit).submit(NEW, ENTRY | {"capture": (BytesIO(b"no pdf"), "a.pdf")})
    assert fake.status_code == 422
    assert "内容与扩展名不一致" in visible_text(fake)


@pytest.mark.clause("2.3.6-a")
def test_classified_content_is_refused_and_the_register_takes_the_stub(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    page = client.submit(NEW, ENTRY | {"secrecy": "classified"})
    assert page.status_code == 422
    assert says(page, "CLASSIFIED_CONTENT")
    noted = client.submit("/matters/classified", {"reference_no": "密字1号", "keeper": "机要室", "channel": "机要交换"})
    assert "密字1号" in visible_text(noted)
    assert "密字1号" not in visible_text(official(visit, "u05").get("/matters/classified"))


def test_a_row_is_added_without_losing_what_was_typed(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    page = client.submit(NEW, ENTRY | {"add_party": "1", "title": "半成品"})
    assert page.status_code == 200
    assert error_summary(page) == {}
    tree = document(page)
    assert tree.xpath("//input[@name='title']/@value") == ["半成品"]
    assert tree.xpath("//input[@name='party_2_name']")
    assert not tree.xpath("//input[@name='party_3_name']")
    rows = client.submit(NEW, ENTRY | {"add_row": "1", "table_rows": "19"})
    assert document(rows).xpath("//input[@name='row_19_analyte']")
    most = client.submit(NEW, ENTRY | {"add_row": "1", "table_rows": "999"})
    assert not document(most).xpath("//input[@name='row_20_analyte']")


def test_a_double_click_on_the_entry_makes_one_matter(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    key = document(client.get(NEW)).xpath("//input[@name='form_key']/@value")[0]
    for _ in range(2):
        assert client.submit(NEW, ENTRY | {"form_key": key}).status_code == 200
    with matters.session_of() as session:
        total = queries.count_matters(session, matters.basis.actor("u08"), queries.MatterFilters(), now=matters.clock())
    assert total == 1


@pytest.mark.clause("3.1.1-a")
def test_an_official_who_is_no_information_officer_is_told_so(matters: Matters, visit: Visit) -> None:
    client = official(visit, "u28")
    assert "录入风险信息" not in visible_text(client.get("/matters"))
    assert says(client.submit(NEW, ENTRY), "INFO_OFFICER")


@pytest.mark.clause("2.2.4-a", "2.3.1-b")
def test_a_contact_enters_laboratory_findings_and_sees_what_was_entered_only(matters: Matters, visit: Visit) -> None:
    client = official(visit, "u32")
    assert len(document(client.get("/matters/new")).xpath("//input[@name='source_class']")) == 1
    entry = ENTRY | {"source_sub": "401", "reporting_institution": "检测中心", "institution_report_no": "1号"}
    page = client.submit("/matters/new/4/food", entry)
    assert page.status_code == 200
    matters.act(service.screen_matter, 1, screening=SCREENING, by="u01")
    shown = visible_text(client.get("/matters/1"))
    assert "检测中心" in shown
    assert SCREENING.handling_opinion not in shown
    assert client.get("/matters/1/log").status_code == 403
    assert client.submit("/matters/1/edit", {"title": "更正后的名称"}).status_code == 200
    assert "更正后的名称" in visible_text(client.get("/matters/1"))


@pytest.mark.clause("2.2.1-a")
def test_who_complained_is_masked_for_those_who_do_not_handle_the_matter(matters: Matters, visit: Visit) -> None:
    fields = {"complainant": "王某某 0571-0000"}
    number = matters.received(source_class=1, source_sub="101", source_fields=fields)
    assert "王某某" in visible_text(official(visit).get(f"/matters/{number}"))
    for other in ("u10", "u16"):
        shown = visible_text(official(visit, other).get(f"/matters/{number}"))
        assert "王某某" not in shown
        assert "王＊＊＊" in shown


def test_a_screening_names_its_missing_parts_at_once(matters: Matters, visit: Visit) -> None:
    number = matters.received()
    page = official(visit).submit(f"/matters/{number}/screen", {"is_competent": "yes"})
    assert error_summary(page).keys() == {"criteria", "reason", "handling_opinion", "needs_pre_disposition"}


def test_a_form_is_sent_to_its_page_and_not_to_a_row_added_before(matters: Matters, visit: Visit) -> None:
    client = official(visit)
    page = client.submit(NEW, {"add_party": "1"})
    assert document(page).xpath("//main//form[@method='post']/@action") == [NEW]


# Refusals through the pages


@pytest.mark.clause("2.1.0-a")
def test_screening_without_a_criterion_is_refused_beside_the_field(matters: Matters, visit: Visit) -> None:
    number = matters.received()
    answers = {"is_competent": "yes", "needs_pre_disposition": "no", "reason": "理由", "handling_opinion": "意见"}
    page = official(visit).submit(f"/matters/{number}/screen", answers)
    assert says(page, "SCREEN_NO_CRITERION")
    assert set(error_summary(page)) == {"criteria"}
    assert document(page).xpath("//textarea[@name='reason']/text()")[0].strip() == "理由"


@pytest.mark.parametrize(
    ("answers", "follows"),
    [
        ({"is_competent": "no", "needs_pre_disposition": "no"}, "screen-out"),
        ({"is_competent": "yes", "needs_pre_disposition": "yes", "criteria": ["life"]}, "pre-dispositions"),
        ({"is_competent": "yes", "needs_pre_disposition": "no", "criteria": ["life"]}, "grade"),
    ],
)
def test_screening_leads_on_to_what_it_asks_for(
    matters: Matters, visit: Visit, answers: dict[str, Any], follows: str
) -> None:
    number = matters.received()
    page = official(visit).submit(f"/matters/{number}/screen", answers | {"reason": "理由", "handling_opinion": "意见"})
    assert page.request.path == f"/matters/{number}/{follows}"


@pytest.mark.clause("2.1.1-c", "2.1.1-b", "3.3.2-c")
def test_a_level_without_its_time_ground_or_reason_is_refused_beside_the_field(matters: Matters, visit: Visit) -> None:
    number = matters.screened(screening=replace(SCREENING, criteria=("life", "social")))
    client = official(visit)
    path = f"/matters/{number}/grade"
    for answers, code, field in (
        ({"level": "2"}, "L2_DUE_MISSING", "due_at"),
        ({"level": "2", "due_at": "2026-03-02T09:00"}, "L2_DUE_PAST", "due_at"),
        ({"level": "1"}, "LEVEL1_GROUND", "grounds"),
        ({"level": "3"}, "OVERRIDE_REASON", "override_reason"),
    ):
        page = client.submit(path, answers)
        assert says(page, code, proposed=2)
        assert set(error_summary(page)) == {field}
    assert client.submit(path, {"level": "2", "due_at": "2026-03-02T09:01"}).request.path == f"/matters/{number}"


@pytest.mark.clause("2.4.1-e")
def test_level_1_without_the_leaders_approval_is_refused_on_the_page(matters: Matters, visit: Visit) -> None:
    number = matters.confirmed("u01", matters.level_2())
    page = official(visit, "u01").submit(f"/matters/{number}/adjudications", {"level": "1", "mode": "expert"})
    assert page.status_code == 422
    assert says(page, "LEVEL1_APPROVAL")


@pytest.mark.clause("2.4.1-a", "2.4.1-b", "3.1.1-c")
@pytest.mark.parametrize(
    ("by", "level", "code"),
    [("u21", "3", "LEVEL3_ORGANISER"), ("u08", "2", "LEVEL_TIER"), ("u08", "3", "TIER2_LEVEL3_ONLY")],
)
def test_a_level_of_another_body_is_refused_on_the_page(
    matters: Matters, visit: Visit, by: str, level: str, code: str
) -> None:
    number = matters.confirmed("u21", matters.level_2() if code == "TIER2_LEVEL3_ONLY" else LEVEL_3)
    page = official(visit, by).submit(f"/matters/{number}/adjudications", {"level": level, "mode": "expert"})
    assert says(page, code, level=level)


def test_a_panels_result_is_not_typed(matters: Matters, visit: Visit) -> None:
    number, _adjudication = matters.adjudicating()
    client = official(visit)
    assert says(client.get(f"/matters/{number}/result", follow_redirects=True), "RESULT_BY_CONCLUSION")
    refused = client.post(f"/matters/{number}/result", data={"conclusion_no": "1号"})
    assert refused.status_code == 409
    assert says(refused, "RESULT_BY_CONCLUSION")


# A whole course through the pages


def press(client: Visitor, path: str, form: str) -> Any:
    return client.submit(path, form=form)


@pytest.mark.clause("2.4.1-c", "2.4.1-e", "3.1.1-g", "3.2.2-b", "2.4.2-a")
def test_a_matter_climbs_from_a_bureau_to_level_1_through_the_pages(matters: Matters, visit: Visit) -> None:
    bureau, head, department, chief = (official(visit, key) for key in ("u08", "u09", "u01", "u02"))
    leader, body, second = (official(visit, key) for key in ("u03", "u27", "u26"))
    bureau.submit(NEW, ENTRY)
    path = "/matters/1"
    screened = {
        "is_competent": "yes", "needs_pre_disposition": "yes", "criteria": ["life"], "reason": "理由",
        "handling_opinion": "意见",
    }  # fmt: skip
    bureau.submit(f"{path}/screen", screened)
    bureau.submit(f"{path}/pre-dispositions", {"measures": ["recall"], "executor": "市局", "is_emergency": "y"})
    bureau.submit(f"{path}/grade", {"level": "3"})
    bureau.submit(f"{path}/adjudications", {"level": "3", "mode": "work"})
    bureau.submit(f"{path}/complexity", {"grounds": ["joint"], "reason": "多部门"})
    asked = bureau.submit(f"{path}/escalate", {"target_org_id": str(matters.basis.org_id("HQ-FOOD")), "reason": "难"})
    assert asked.request.path == "/requests/1"
    assert "待您办理" not in visible_text(asked)
    assert says(head.submit("/requests/1", {"answer": "refuse"}), "REASON_MISSING")
    head.submit("/requests/1", {"answer": "send"})
    assert says(department.submit("/requests/1", {"answer": "return"}), "REASON_MISSING")
    taken = department.submit("/requests/1", {"answer": "accept", "mode": "work"})
    assert taken.request.path == path
    for person, act in ((head, "endorse"), (department, "answer")):
        for data in ({"answer": "accept", "mode": "work"}, {}):  # a second press, whole or not
            again = person.post(f"/requests/1/{act}", data=data, follow_redirects=True)
            assert (again.status_code, again.request.path) == (200, "/requests/1")
            assert "该请求已办理" in again.text
    department.submit(f"{path}/level-1", {"difficulty": "需多部门共同处置"})
    chief.submit("/requests/2", {"answer": "send"})
    assert says(leader.submit("/requests/2", {"answer": "approve"}), "APPROVAL_NO")
    approval = {"answer": "approve", "approval_no": "总局批〔2026〕1号"}
    assert says(leader.submit("/requests/2", approval), "RESULT_BODY")
    leader.submit("/requests/2", approval | {"result_org_id": str(matters.basis.org_id("HQ-GO"))})
    minutes = {"conclusion_no": "纪要1号", "nature": "化学污染", "risk_level": "1"}
    assert says(department.submit(f"{path}/result", minutes), "MEETING_MISSING")
    department.submit(f"{path}/result", minutes | {"meeting_type": "joint", "attendees": "各部门"})
    press(second, "/results/1", "审核通过")
    confirmed = press(body, "/results/1", "/results/1/confirm")
    assert "已确认" in visible_text(confirmed)
    page = visible_text(bureau.get(path))
    assert "已形成研判结论" in page
    assert "一级研判" in page


@pytest.mark.clause("3.2.2-b", "S-05")
def test_whoever_entered_a_result_is_told_who_reviews_it_and_is_not_asked(matters: Matters, visit: Visit) -> None:
    number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    first, second = official(visit, "u08"), official(visit, "u28")
    assert "待您办理" not in visible_text(first.get(f"/matters/{number}"))
    told = visible_text(first.get(f"/results/{result}"))
    assert "审核通过" not in told
    assert "现在可以办理的人：程听澜" in told
    assert "待您办理" in visible_text(second.get(f"/matters/{number}"))
    assert "审核研判结果" in visible_text(second.get("/"))
    assert "审核通过" in visible_text(second.get(f"/results/{result}"))
    matters.act(service.review_result, result, by="u28")
    told = visible_text(first.get(f"/results/{result}"))
    assert "由第三人确认" in told
    assert matters.basis.actor("u09").name in told


@pytest.mark.clause("3.4.0-f15")
def test_the_votes_stand_beside_their_level_on_the_main_record(matters: Matters, visit: Visit) -> None:
    number, adjudication = matters.adjudicating()
    block = replace(BLOCK, tally={"3": 1, "2": 2}, roll=3)
    matters.act(service.enter_result, adjudication, block=block, by="u08")
    assert "一级 0、二级 2、三级 1" in visible_text(official(visit, "u08").get(f"/matters/{number}"))


def test_a_returned_result_is_corrected_through_the_page(matters: Matters, visit: Visit) -> None:
    _number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    second = official(visit, "u28")
    page = second.submit(f"/results/{result}", {"reason": ""}, form="/return")
    assert page.status_code == 422
    assert "已退回" in visible_text(second.submit(f"/results/{result}", {"reason": "票数有误"}, form="/return"))
    again = second.post(f"/results/{result}/review")
    assert (again.status_code, says(again, "RESULT_DONE")) == (409, True)


def test_a_matter_is_passed_on_taken_merged_and_regraded_through_the_pages(matters: Matters, visit: Visit) -> None:
    first = matters.received()
    number = matters.received("u22")
    sender, taker = official(visit, "u22"), official(visit)
    target = str(matters.basis.org_id("B-430"))
    sender.submit(f"/matters/{number}/dispatch", {"to_org_id": target, "suggestion": "请核实"})
    assert "等待接收" in visible_text(sender.get(f"/matters/{number}"))
    press(taker, f"/matters/{number}", "/accept")
    again = taker.post(f"/matters/{number}/accept")
    assert (again.status_code, says(again, "STALE")) == (409, True)
    with matters.session_of() as session:
        notice_no = queries.get_matter(session, first).notice_no
    wrong = taker.submit(f"/matters/{number}/merge", {"target_notice_no": "FX1", "reason": "同一事件"})
    assert says(wrong, "NOTICE_NO_FORMAT", notice_no="FX1")
    merged = taker.submit(f"/matters/{number}/merge", {"target_notice_no": notice_no, "reason": "同一事件"})
    assert merged.request.path == f"/matters/{first}"
    closed = taker.submit(f"/matters/{first}/screen-out", {"closure": "routine", "reason": "一般工作"})
    assert "一般工作信息" in visible_text(closed)
    assert taker.submit(f"/matters/{first}/reopen", {"reason": "又有报告"}).request.path == f"/matters/{first}"
    graded = matters.confirmed()
    same = taker.submit(f"/matters/{graded}/regrade", {"level": "3", "reason": "复核"})
    assert says(same, "REGRADE_SAME")
    clue = taker.submit(f"/matters/{graded}/clues", {"what": "企业来函"})
    assert "企业来函" in visible_text(clue)


# Roles


@pytest.mark.parametrize("key", ["e11", "u18"])
def test_experts_and_administrators_stay_outside(matters: Matters, visit: Visit, key: str) -> None:
    number = matters.received()
    client = official(visit, key)
    for path in ("/matters", f"/matters/{number}", "/matters/new", f"/matters/{number}/log"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("key", ["u09", "u10", "u16"])
def test_heads_secretaries_and_auditors_read_and_do_not_write(matters: Matters, visit: Visit, key: str) -> None:
    number = matters.received()
    client = official(visit, key)
    for path in ("/matters", f"/matters/{number}", f"/matters/{number}/trail", f"/matters/{number}/log"):
        assert client.get(path).status_code == 200
    for act in ("screen", "grade", "clues", "dispatch", "adjudications", "edit"):
        assert client.get(f"/matters/{number}/{act}").status_code == 403
        assert client.post(f"/matters/{number}/{act}").status_code == 403


@pytest.mark.clause("2.3.2-b")
def test_another_bureau_finds_nothing_under_the_number(matters: Matters, visit: Visit) -> None:
    number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    client = official(visit, "u05")
    for path in (f"/matters/{number}", f"/matters/{number}/trail", f"/matters/{number}/screen", f"/results/{result}"):
        assert client.get(path).status_code == 404
    assert client.post(f"/results/{result}/review").status_code == 404


@pytest.mark.clause("3.5.0-e")
def test_the_log_shows_auditors_all_heads_the_unit_and_others_their_own(matters: Matters, visit: Visit) -> None:
    number = matters.received("u21")
    matters.act(service.screen_matter, number, screening=SCREENING, by="u08")
    expected = {"u16": (True, True), "u09": (False, True), "u08": (False, True), "u21": (True, False)}
    for key, (sees_entry, sees_screening) in expected.items():
        shown = visible_text(official(visit, key).get(f"/matters/{number}/log"))
        assert ("接收信息" in shown, "概念标准" in shown) == (sees_entry, sees_screening), key
