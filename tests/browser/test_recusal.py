"""Screening in a browser: run, tick, decide together, pin; sound on a desktop and on a phone."""

from typing import Any

import pytest

from panel.commissions import service
from panel.kernel.tokens import new_key
from panel.proceedings.demo import DEMO_PASSWORD
from panel.recusal import body_service
from panel.recusal.facts import PartyKind, SynonymKind
from tests.support.browser import DESKTOP, PHONE, assert_page_is_sound
from tests.support.panels import Panels

LIKE = "示范食品风险评估所销售有限公司"


@pytest.fixture
def panels(session_of: Any, basis: Any, clock: Any) -> Panels:
    """Give the way to bring panels to a state."""
    return Panels(session_of, basis, clock)


def sign_in(page: Any, key: str) -> Any:
    page.goto("/sign-in")
    page.fill("input[name=login]", f"{key}@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


@pytest.mark.clause("D-01", "S-10")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_official_screens_and_decides_on_several_hits_at_once(panels: Panels, open_window: Any, width: int) -> None:
    number = panels.submitted()
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    panels.act(
        service.enter_party, number, kind=PartyKind.SELLER, name=LIKE, unified_code="", note="台账", form_key=new_key(),
        by="u08",
    )  # fmt: skip
    page = sign_in(open_window(width=width).page, "u08")
    page.goto(f"/panels/{number}/recusal")
    assert page.get_by_text("还没有审查", exact=False).first.is_visible()
    assert_page_is_sound(page)
    page.get_by_role("button", name="运行审查").click()
    assert_page_is_sound(page)
    for name in ("卢清和", "丁可为"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("radio", name="不需回避").check()
    page.get_by_label("理由").fill("与该公司同名，不是同一单位")
    page.get_by_role("checkbox", name="锁定").check()
    page.get_by_role("button", name="审定所选情形").click()
    assert page.get_by_text("已审定 2 项").is_visible()
    page.get_by_role("checkbox", name="鲁一鸣").check()
    page.get_by_role("radio", name="应当回避").check()
    page.get_by_label("理由").fill("本人申报属实")
    page.get_by_role("button", name="审定所选情形").click()
    assert page.get_by_text("命中的情形都已审定", exact=False).is_visible()
    assert page.get_by_text("已锁定").count() == 2
    assert_page_is_sound(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_forms_and_the_page_of_names_are_sound(panels: Panels, open_window: Any, width: int) -> None:
    number = panels.commissioned()
    shown = {"evidence": "登记机关公示信息，2026年3月1日查询", "by": "u08"}
    party = panels.act(
        service.enter_party, number, kind=PartyKind.SELLER, name=LIKE, unified_code="", note="台账", form_key=new_key(),
        by="u08",
    )  # fmt: skip
    group = panels.act(body_service.add_group, name="示范酒业集团", form_key=new_key(), **shown)
    panels.act(
        body_service.add_member, group, name="示范酒业贸易有限公司", unified_code="", form_key=new_key(), **shown
    )
    synonym = panels.act(
        body_service.add_synonym, name="示范酒业股份有限公司", unified_code="", other="示酒", form_key=new_key(),
        kind=SynonymKind.ABBREVIATION, **shown,
    )  # fmt: skip
    page = sign_in(open_window(width=width).page, "u08")
    paths = [
        f"/panels/{number}/recusal/parties/new", f"/panels/{number}/recusal/findings/new",
        f"/panels/{number}/recusal/parties/{party}/end", "/recusal/bodies", "/recusal/groups/new",
        "/recusal/synonyms/new", f"/recusal/groups/{group}/members/new", f"/recusal/synonym/{synonym}/end",
    ]  # fmt: skip
    for path in paths:
        page.goto(path)
        assert_page_is_sound(page)
