"""The life of an expert on a phone: the own data, a suspension with its pledge, a look at a number, appraisals."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.browser import PHONE
from tests.support.demo import Demo
from tests.support.desks import Desk

Opens = Callable[..., Any]


@pytest.fixture
def desk(open_window: Opens) -> Callable[[str], Desk]:
    """Give a window of a telephone's width to somebody; every page that opens in it is checked."""
    seen: set[str] = set()
    return lambda login: Desk(open_window, login, seen, width=PHONE)


@pytest.mark.clause("3.5.0-a", "D-01")
def test_an_expert_keeps_the_own_data_on_a_phone(desk: Callable[[str], Desk], demo: Demo) -> None:
    own = desk("e11")
    path = f"/experts/{demo.basis.expert_id('ZJ-0011')}"
    own.go(f"{path}/contact").fill(phone="13987654321", email="new@example.org").press("保存")
    own.look().sees("139****21")
    own.go(f"{path}/interests/new").choose(kind="share").fill(body="示范酒业（虚构）").press("申报")
    own.look().sees("示范酒业（虚构）")
    own.go(f"{path}/employments/new").choose(is_main="further").fill(employer="示范公司（虚构）")
    own.fill(from_on="2024-01-01").press("申报")
    own.look().sees("示范公司（虚构）")
    own.page.get_by_role("link", name="录错撤销").click()
    own.look().fill(reason="录错").press("撤销")
    assert "示范公司（虚构）" not in own.page.locator("main table").first.inner_text()


@pytest.mark.clause("D-18", "S-14")
def test_a_suspension_goes_from_the_head_to_the_pledge_and_back(desk: Callable[[str], Desk], demo: Demo) -> None:
    head, own = desk("u02"), desk("e11")
    path = f"/experts/{demo.basis.expert_id('ZJ-0011')}"
    head.go(f"{path}/suspend").choose(rung="2").fill(reason="多次缺席").press("暂停")
    head.look().sees("暂停至")
    own.go("/").sees("提交书面承诺")
    own.go(f"{path}/pledge").fill(words="今后按时参加").press("提交承诺")
    head.go(f"{path}/resume").fill(reason="已承诺").press("确定")
    head.look().sees("在聘")
    head.go(f"{path}/reveal").choose(wanted="phone").fill(reason="核对聘任材料").press("查看")
    head.look().sees("本次查看已连同理由记录")


@pytest.mark.clause("D-18")
def test_the_official_appraises_who_attended(desk: Callable[[str], Desk], demo: Demo) -> None:
    official = desk("u08")
    official.go(f"/panels/{demo.panels['PN-05']}/appraisals")
    official.page.locator("main td a").first.click()
    official.look().fill(score="92", words="准备充分，按时表决").press("提交评价")
    official.look().sees("准备充分，按时表决")
