"""A work order through real pages: issued by two people, taken on, samples under seal, a question, the report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import Basis
from tests.support.browser import PHONE
from tests.support.desks import Desk
from tests.support.matters import Matters

ORDER = {
    "items": "DBP | GB 5009.271 | GB 9685", "basis": "确认迁移量", "samples": "白酒 | 20260109 | 6 瓶 | F-01 | 完好",
    "due_on": "2026-03-20",
}  # fmt: skip
REPORT = {
    "report_no": "JG0001-2026-0310-09", "qualification_no": "210000119901", "method": "GB 5009.271-2016",
    "sample_id": "S-01", "received_on": "2026-03-02", "tested_on": "2026-03-02", "calibration_ref": "JZ-2025-17",
    "raw_data_keeper": "档案室", "tester": "检测人甲", "reviewer": "审核人乙", "signatory": "授权签字人01",
    "conclusion": "DBP 超出参考值", "value_0": "1.01", "unit_0": "mg/kg", "impossible_reason": "样品检测中全部耗尽",
}  # fmt: skip


@pytest.mark.clause("4.2.2-a", "4.2.2-b", "4.2.2-c", "2.4.2-i")
def test_an_order_goes_from_issue_to_the_accepted_report_of_the_contact(
    open_window: Callable[..., Any], session_of: Any, basis: Basis, clock: StoryClock, tmp_path: Path
) -> None:
    matter = Matters(session_of, basis, clock).adjudicating("u08")[0]
    seen: set[str] = set()
    official = Desk(open_window, "u08", seen)
    official.go(f"/matters/{matter}/orders/new").pick("institution", "示范国家食品质量监督检验中心")
    official.choose(kind="quantitative").fill(**ORDER).press("提交审批")
    order = official.page.url.split("?")[0]

    approver = Desk(open_window, "u09", seen).go(order)
    approver.page.locator("summary", has_text="批准并下达").click()
    approver.press("确认批准并下达").sees("待机构受理")

    contact = Desk(open_window, "u33", seen, width=PHONE).go(order)
    contact.press("受理任务")
    contact.page.get_by_role("checkbox").check()
    contact.press("受理任务").sees("检测中")

    official.go(order).press("交接样品")
    official.fill(note="专人送达").press("登记交样").sees("待收样")
    contact.go(order).press("登记收样")
    contact.page.get_by_label("实际封样号").fill("F-01")
    contact.page.get_by_role("radio", name="破损或已开启").check()
    contact.page.get_by_label("收样时的状态").fill("外封口翘起，瓶封完好")
    contact.page.get_by_label("样品编号").fill("S-01")
    contact.press("登记收样").sees("说明之前不能作为依据")

    contact.press("提问")
    contact.fill(text="瓶盖内垫是什么材质？").press("发送").sees("尚未答复")
    official.go(order).press("答复")
    paper = tmp_path / "内垫.pdf"
    paper.write_bytes(b"%PDF-1.7 liner")
    official.fill(text="聚乙烯，见附件").page.locator("input[type=file]").set_input_files(paper)
    official.press("发送").sees("下载附件：内垫.pdf")

    contact.go(order.replace("?", "")).press("上传报告")
    contact.fill(**REPORT).choose(problem="yes").page.locator("input[name=is_stamped]").check()
    report = tmp_path / "报告.pdf"
    report.write_bytes(b"%PDF-1.7 report")
    contact.page.locator("input[type=file]").set_input_files(report)
    contact.press("上传报告").sees("待审核")

    official.go(order).sees("封样核对、封样异常的说明")
    approver.go(order).leave_by(approver.page.get_by_role("link", name="说明情况"))
    approver.fill(explanation="外箱受压，瓶封完好，已与交样人核对").choose(is_usable="yes").press("确定")
    approver.sees("可以作为依据")
    official.go(order).press("接收报告").sees("已完成")
    contact.go(order).sees("已接收")
