"""The pages of an inquiry, as the people see and send them."""

from io import BytesIO
from typing import Any

import pytest

from panel.investigations import queries
from tests.support.inquiries import FINDINGS, PDF, PLAN, Inquiries
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY
from tests.support.visitor import document, error_summary, visible_text

PLAN_FIELDS = {
    "questions": "迁移来源\n行业普遍性", "scope": "三家企业", "method": "现场核查", "schedule": "三月底前",
    "team": "戊（湖南局）",
}  # fmt: skip


@pytest.fixture
def enter(visit: Any, basis: Any) -> Any:
    """Sign somebody in by key."""
    return lambda who: visit(basis.login(who))


def test_the_tab_says_what_is_owed_and_what_the_reader_may_do(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    page = enter(OFFICIAL).get(f"/panels/{panel_id}/inquiries")
    text = visible_text(page)
    assert "第 1 轮表决意见分歧较大" in text
    assert "答复是否发布预警或者采取防范措施" in text
    assert "安排专项调查，或者委托检测，也可以同时进行" in text
    assert {"拟定专项调查方案", "委托检测", "提请上级研判"} <= set(buttons(page))
    for who in (APPROVER, SECRETARY, "u16"):
        assert buttons(enter(who).get(f"/panels/{panel_id}/inquiries")) == []


def buttons(page: Any) -> list[str]:
    return [link.text_content().strip() for link in document(page).xpath("//main//a[contains(@class, 'govuk-button')]")]


def test_reasons_are_gathered_without_names(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    text = visible_text(enter(OFFICIAL).get(f"/panels/{panel_id}/inquiries/plan"))
    assert "主张“三级（重要）”的依据是否成立：现有数据提示存在风险" in text
    assert "需要检测或者查证：DBP" in text
    for code in MEMBERS:
        assert panels.expert(code).name not in text


@pytest.mark.clause("2.4.2-k")
def test_a_plan_is_drafted_returned_and_drafted_again_with_its_words(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, approver = enter(OFFICIAL), enter(APPROVER)
    page = official.submit(f"/panels/{panel_id}/inquiries/plan", PLAN_FIELDS)
    assert "专项调查方案已提交审批" in visible_text(page)
    with panels.looking() as session:
        (row,) = queries.list_investigations(session, panel_id)
    path = f"/panels/{panel_id}/inquiries/investigations/{row.id}/decision"
    refused = approver.submit(path, {"decision": "return"}, follow=False)
    assert (refused.status_code, set(error_summary(refused))) == (422, {"reason"})
    assert "方案已退回" in visible_text(approver.submit(path, {"decision": "return", "reason": "补充抽样"}))
    again = official.get(f"/panels/{panel_id}/inquiries/plan")
    assert "补充抽样" in visible_text(again)
    assert "三家企业" in visible_text(again)
    official.submit(f"/panels/{panel_id}/inquiries/plan", {})
    with panels.looking() as session:
        row = queries.list_investigations(session, panel_id)[-1]
    path = f"/panels/{panel_id}/inquiries/investigations/{row.id}/decision"
    assert "方案已批准" in visible_text(approver.submit(path, {"decision": "approve"}))
    assert panels.state(panel_id) == "INVESTIGATING"
    assert "已经审批过" in visible_text(approver.get(path))


@pytest.mark.clause("2.4.2-l")
def test_a_refused_plan_keeps_what_was_typed_and_names_the_field(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    fields = PLAN_FIELDS | {"is_joint": "y", "partners": "省卫生厅", "lead_name": "寅"}
    page = enter(OFFICIAL).submit(f"/panels/{panel_id}/inquiries/plan", fields, follow=False)
    assert page.status_code == 422
    assert set(error_summary(page)) == {"lead_unit"}
    assert "省卫生厅" in page.text
    assert "行业普遍性" in page.text


def test_a_double_click_and_a_stale_tab_end_in_one_act(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, other = enter(OFFICIAL), enter("u28")
    fields = PLAN_FIELDS | {"form_key": "a" * 32}
    for _press in range(2):
        assert official.post(f"/panels/{panel_id}/inquiries/plan", data=fields).status_code == 303
    stale = other.post(f"/panels/{panel_id}/inquiries/plan", data=PLAN_FIELDS | {"form_key": "b" * 32})
    assert stale.status_code == 422
    assert "本组已有一项专项调查在办理" in visible_text(stale)
    with panels.looking() as session:
        assert len(queries.list_investigations(session, panel_id)) == 1


@pytest.mark.clause("2.5.3-a")
def test_the_warning_is_answered_on_its_page(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, path = enter(OFFICIAL), f"/panels/{panel_id}/inquiries/warning"
    page = official.submit(path, {"answer": "not_needed", "content": "无"}, follow=False)
    assert (page.status_code, set(error_summary(page))) == (422, {"reason"})
    page = official.submit(path, {"answer": "precaution", "content": "通知企业停用塑料管道"})
    assert "通知企业停用塑料管道" in visible_text(page)
    late = official.submit(path, {"answer": "warning", "content": "又一次"}, follow=False)
    assert late.status_code == 422
    assert "已经答复，不能更改" in visible_text(late)


@pytest.mark.clause("2.5.3-a", "2.4.2-m")
def test_findings_are_filed_on_their_page(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    investigation_id = panels.investigating(panel_id)
    official, path = enter(OFFICIAL), f"/panels/{panel_id}/inquiries/investigations/{investigation_id}/findings"
    assert "请先答复预警与防范措施" in visible_text(official.get(path))
    fields = {f"answer_{place}": answer for place, answer in enumerate(FINDINGS.answers)} | {
        "report_no": "湘研查〔2026〕1号-报告", "course": FINDINGS.course, "unresolved": "无",
        "analysis": FINDINGS.analysis, "authors": "戊", "evidence": "证1 采购记录",
    }  # fmt: skip
    page = official.submit(path, fields | {"report": (BytesIO(PDF), "报告.pdf")}, follow=False)
    assert page.status_code == 422
    assert "尚未答复" in visible_text(page)
    assert FINDINGS.course in page.text
    panels.warned(panel_id)
    page = official.submit(path, fields | {"answer_1": "", "report": (BytesIO(PDF), "报告.pdf")}, follow=False)
    assert set(error_summary(page)) == {"answer_1"}
    page = official.submit(path, fields | {"report": (BytesIO(b"nothing"), "报告.pdf")}, follow=False)
    assert page.status_code == 422
    page = official.submit(path, fields | {"report": (BytesIO(PDF), "报告.pdf")})
    assert "调查报告已提交，并已列入专家组材料" in visible_text(page)
    assert panels.state(panel_id) == "FINDINGS_IN"
    shown = visible_text(official.get(path.removesuffix("/findings")))
    assert FINDINGS.answers[0] in shown
    assert "报告已经提交" in visible_text(official.get(path))


@pytest.mark.clause("2.4.2-i", "2.4.2-i0")
def test_a_test_is_ordered_approved_and_its_report_accepted(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, approver = enter(OFFICIAL), enter(APPROVER)
    path = f"/panels/{panel_id}/inquiries/orders/new"
    assert "DBP" in document(official.get(path)).xpath("//textarea[@name='items']")[0].text_content()
    fields = {"institution": str(panels.basis.institution_id("JG-0009")), "kind": "quantitative", "samples": "白酒 | 1",
              "due_on": "2026-03-20"}  # fmt: skip
    page = official.submit(path, fields, follow=False)
    assert (page.status_code, set(error_summary(page))) == (422, {"institution"})
    page = official.submit(path, fields | {"institution": str(panels.basis.institution_id("JG-0001"))})
    assert "检测任务书已提交审批" in visible_text(page)
    order_id = 1
    path = f"/panels/{panel_id}/inquiries/orders/{order_id}"
    assert "任务书已批准" in visible_text(approver.submit(f"{path}/decision", {"decision": "approve"}))
    assert "已经审批过" in visible_text(approver.get(f"{path}/decision"))
    assert panels.state(panel_id) == "TESTING"
    assert "还没有上传报告" in visible_text(official.get(f"{path}/report"))
    panels.reported(order_id, calibration_ref="")
    page = official.submit(f"{path}/report", {"decision": "return"}, follow=False)
    assert set(error_summary(page)) == {"reason"}
    panels.warned(panel_id)
    page = official.submit(f"{path}/report", {"decision": "accept"}, follow=False)
    assert page.status_code == 422
    assert "报告已退回机构" in visible_text(
        official.submit(f"{path}/report", {"decision": "return", "reason": "缺少校准依据"})
    )
    panels.reported(order_id, change_reason="补正")
    assert "报告已接收并列入材料" in visible_text(official.submit(f"{path}/report", {"decision": "accept"}))
    assert panels.state(panel_id) == "FINDINGS_IN"
    assert "已完成" in visible_text(official.get(f"{path}/report"))


def test_an_order_is_sent_back_with_a_reason(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    order_id = panels.order(panel_id)
    path = f"/panels/{panel_id}/inquiries/orders/{order_id}/decision"
    page = enter(APPROVER).submit(path, {"decision": "return", "reason": "已有数据"})
    assert "任务书已退回" in visible_text(page)
    assert "已有数据" in visible_text(page)


@pytest.mark.clause("2.4.2-i0")
def test_a_wish_for_a_test_is_answered_on_its_page(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, path = enter(OFFICIAL), f"/panels/{panel_id}/inquiries/tests/1"
    page = official.submit(path, {"is_ordered": "no"}, follow=False)
    assert set(error_summary(page)) == {"reason"}
    assert "已有同批次报告" in visible_text(official.submit(path, {"is_ordered": "no", "reason": "已有同批次报告"}))
    assert official.post(path, data={"is_ordered": "no", "reason": "再答"}).status_code == 422
    assert official.get(f"/panels/{panel_id}/inquiries/tests/2").status_code == 404


@pytest.mark.clause("2.4.2-m", "A-21")
def test_the_panel_is_convened_again_on_its_page(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, path = enter(OFFICIAL), f"/panels/{panel_id}/inquiries/reconvening"
    assert official.post(path, data={}).status_code == 422
    panels.findings_in(panel_id)
    assert "专项调查报告 湘研查〔2026〕1号-报告" in visible_text(official.get(path))
    page = official.submit(path, {"reason": "来源已经查明"})
    assert "已重新召集专家组" in visible_text(page)
    assert "以下为当时的记录" in visible_text(page)


@pytest.mark.clause("2.4.2-m")
def test_another_way_is_proposed_and_decided_on_the_pages(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    official, approver = enter(OFFICIAL), enter(APPROVER)
    page = official.submit(f"/panels/{panel_id}/inquiries/other", {"mode": "work", "reason": "属政策取舍"})
    assert "已提交负责人决定" in visible_text(page)
    path = f"/panels/{panel_id}/inquiries/proposals/1"
    page = approver.submit(path, {"decision": "return"}, follow=False)
    assert set(error_summary(page)) == {"reason"}
    assert "已同意" in visible_text(approver.submit(path, {"decision": "approve"}))
    assert panels.state(panel_id) == "CLOSED_OTHER"
    assert "已经作出决定" in visible_text(approver.get(path))


@pytest.mark.clause("2.4.1-c")
def test_going_up_is_proposed_and_decided_on_the_pages(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official, path = enter(OFFICIAL), f"/panels/{panel_id}/inquiries/escalation"
    page = official.submit(path, {"reason": "缺少限量标准"}, follow=False)
    assert set(error_summary(page)) == {"target_org_id"}
    official.submit(path, {"target_org_id": str(panels.basis.org_id("HQ-FOOD")), "reason": "缺少限量标准"})
    page = enter(APPROVER).submit(f"/panels/{panel_id}/inquiries/proposals/1", {"decision": "approve"})
    assert "已同意" in visible_text(page)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("ESCALATED", "ESCALATED_2")


@pytest.mark.clause("2.4.2-m")
def test_a_conclusion_on_findings_alone_is_refused_at_the_door(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    page = enter(SECRETARY).post(f"/panels/{panel_id}/conclusion/draft", data={})
    assert page.status_code == 409
    assert "专项调查本身不能结案" in visible_text(page)


@pytest.mark.clause("3.5.0-a")
def test_strangers_find_nothing_and_wrong_roles_are_refused(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    investigation_id, order_id = panels.planned(panel_id, PLAN), panels.order(panel_id)
    base = f"/panels/{panel_id}/inquiries"
    official = [f"{base}/warning", f"{base}/plan", f"{base}/orders/new", f"{base}/reconvening", f"{base}/other",
                f"{base}/escalation", f"{base}/tests/1",
                f"{base}/investigations/{investigation_id}/findings", f"{base}/orders/{order_id}/report"]  # fmt: skip
    approver = [f"{base}/investigations/{investigation_id}/decision", f"{base}/orders/{order_id}/decision"]
    readers = [base, f"{base}/investigations/{investigation_id}"]
    strange_official, strange_approver = enter("u05"), enter("u06")
    for path in official + readers:
        assert strange_official.get(path).status_code == 404, path
    for path in approver:
        assert strange_approver.get(path).status_code == 404, path
    expert = enter("e11")
    for path in official + approver + readers:
        assert expert.get(path).status_code == 403, path
    secretary = enter(SECRETARY)
    for path in official + approver:
        assert secretary.get(path).status_code == 403, path
    for path in readers:
        assert secretary.get(path).status_code == 200, path
    assert "调查与检测" not in visible_text(expert.get(f"/panels/{panel_id}"))


def test_the_tab_of_a_panel_that_decided_is_empty(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split("33333", prepared=False)
    assert "没有需要调查或者检测的分歧" in visible_text(enter(OFFICIAL).get(f"/panels/{panel_id}/inquiries"))


def test_forms_out_of_their_time_say_so(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split("33333", prepared=False)
    official = enter(OFFICIAL)
    assert "没有待答复的问题" in visible_text(official.get(f"/panels/{panel_id}/inquiries/warning"))
    for path in ("plan", "orders/new", "reconvening", "other", "escalation"):
        assert official.get(f"/panels/{panel_id}/inquiries/{path}").status_code == 200


def test_the_tab_speaks_english(panels: Inquiries, enter: Any) -> None:
    panel_id = panels.split()
    official = enter(OFFICIAL)
    official.post("/language", data={"language": "en", "back": "/"})
    assert official.get(f"/panels/{panel_id}/inquiries").status_code == 200


def test_the_tab_takes_few_queries(panels: Inquiries, enter: Any, counted: Any) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    panels.investigating(panel_id)
    panels.ordered(panel_id)
    official = enter(OFFICIAL)
    with counted() as statements:
        assert official.get(f"/panels/{panel_id}/inquiries").status_code == 200
    assert len(statements) <= 28, str(statements)
