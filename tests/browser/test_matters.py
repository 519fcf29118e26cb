"""The pages of matters in a browser: sound at a desk, and an entry made without JavaScript."""

from typing import Any

import pytest

from panel.kernel.tokens import new_key
from panel.matters import service
from panel.matters.facts import Mode
from panel.proceedings.demo import DEMO_PASSWORD
from tests.support.browser import DESKTOP, PHONE, assert_no_sideways_scroll, assert_page_is_sound
from tests.support.matters import BLOCK, Matters


@pytest.fixture
def matters(session_of: Any, basis: Any, clock: Any) -> Matters:
    """Give the way to bring matters to a state."""
    return Matters(session_of, basis, clock)


def sign_in(page: Any, key: str) -> Any:
    page.goto("/sign-in")
    page.fill("input[name=login]", f"{key}@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def test_every_page_of_the_room_is_sound_on_a_desk(matters: Matters, open_window: Any) -> None:
    received, screened, confirmed = matters.received(), matters.screened(), matters.confirmed()
    number, adjudication = matters.adjudicating()
    closing = {"form_key": new_key(), "target_org_id": matters.basis.org_id("HQ-FOOD"), "reason": "需全国部署"}
    other, _work = matters.adjudicating(mode=Mode.WORK)
    matters.act(service.request_escalation, other, **closing, by="u08")
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u28")
    page = sign_in(open_window(width=DESKTOP).page, "u08")
    paths = [
        "/matters", "/matters?words=无", "/matters/new", "/matters/new/5/food", "/matters/new/8/special_equipment",
        "/matters/classified", f"/matters/{received}", f"/matters/{received}/edit", f"/matters/{received}/screen",
        f"/matters/{received}/dispatch", f"/matters/{received}/merge", f"/matters/{received}/screen-out",
        f"/matters/{screened}/grade", f"/matters/{confirmed}/adjudications", f"/matters/{confirmed}/regrade",
        f"/matters/{confirmed}/complexity", f"/matters/{confirmed}/pre-dispositions", f"/matters/{confirmed}/clues",
        f"/matters/{number}", f"/matters/{number}/trail", f"/matters/{number}/log", f"/matters/{number}/escalate",
        f"/matters/{other}/result", f"/results/{result}", "/requests/1",
    ]  # fmt: skip
    for path in paths:
        page.goto(path)
        assert_page_is_sound(page)


def test_an_entry_is_made_without_javascript_and_a_row_added_on_the_way(matters: Matters, open_window: Any) -> None:
    page = sign_in(open_window(width=PHONE, javascript=False).page, "u08")
    page.goto("/matters/new")
    page.get_by_label("执法监管信息").check()
    page.get_by_label("食品", exact=True).check()
    page.get_by_role("button", name="继续").click()
    page.get_by_label("事项名称").fill("抽查不合格")
    page.get_by_role("button", name="再加一家").click()
    assert page.get_by_label("事项名称").input_value() == "抽查不合格"
    page.get_by_label("监督抽查").check()
    page.get_by_label("风险特征描述说明").fill("监督抽查发现某品牌白酒塑化剂含量偏高，涉及多个批次，流通范围较广。")
    page.get_by_label("信息来源标识").fill("抽查报告1号")
    page.get_by_label("产品名称").fill("白酒")
    page.locator("#party_0_name").fill("示范酒业（虚构）")
    page.locator("#party_2_name").fill("第三家（虚构）")
    page.locator("#party_2_role").select_option("seller")
    page.get_by_role("button", name="提交", exact=True).last.click()
    assert page.get_by_role("heading", name="抽查不合格").is_visible()
    assert page.get_by_text("第三家（虚构）").is_visible()
    assert_no_sideways_scroll(page)
