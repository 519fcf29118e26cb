"""The ballot in a real browser: on a phone, with and without JavaScript, and every page of the room as it must be."""

from collections.abc import Callable
from typing import Any

import pytest

from panel.voting import service
from tests.support.browser import DESKTOP, PHONE, assert_page_is_sound
from tests.support.sittings import APPROVER, MEMBERS, REASONS, SECRETARY, Panels
from tests.support.visitor import PASSWORD

Enter = Callable[..., Any]


def key_of(panels: Panels, place: int) -> str:
    return panels.basis.expert_keys[MEMBERS[place]]


def fill(page: Any) -> None:
    """Fill a ballot in as a person does, by the words on the page."""
    page.get_by_label("二级（重大）").check(force=True)
    page.get_by_label("风险性质").fill("健康危害")
    page.get_by_label("3 严重").check(force=True)
    page.get_by_label("大于 1/10 000").check(force=True)
    page.get_by_label("区域").check(force=True)
    page.get_by_label("一般", exact=True).check(force=True)
    page.get_by_label("理由").fill(REASONS)
    page.get_by_label("召回").check(force=True)


@pytest.mark.clause("D-08", "D-13")
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_member_votes(width: int, javascript: bool, panels: Panels, enter: Enter) -> None:
    panel_id = panels.with_materials()
    panels.act(service.open_sitting, panel_id, by=SECRETARY)
    page = enter(key_of(panels, 0), width=width, javascript=javascript)
    page.goto(f"/panels/{panel_id}/sitting")
    page.get_by_role("button", name="签到").click()
    assert "您已于" in page.inner_text("main")
    for code in MEMBERS[1:]:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(code))
    round_id = panels.open(panel_id)
    page.goto(f"/panels/{panel_id}/rounds/1")
    page.get_by_role("button", name="去投票").click()
    page.get_by_role("button", name="继续").click()
    assert "请选择一项意见" in page.inner_text(".govuk-error-summary")
    fill(page)
    page.get_by_role("button", name="继续").click()
    assert page.url.endswith(f"/ballot/{round_id}/review")
    assert REASONS in page.inner_text("main")
    page.get_by_label("请再次输入口令").fill(PASSWORD)
    page.get_by_role("button", name="投出表决票").click()
    assert page.url.endswith(f"/ballot/{round_id}/receipt")
    assert "您的表决票已投出" in page.inner_text("h1")
    page.go_back()
    assert "您已投票" in page.inner_text("main")


def test_what_is_typed_on_a_phone_is_kept_while_writing(panels: Panels, enter: Enter) -> None:
    _panel_id, round_id = panels.voting()
    page = enter(key_of(panels, 0), width=PHONE)
    page.goto(f"/ballot/{round_id}")
    page.get_by_label("理由").fill("写到一半就被叫走了")
    page.get_by_label("二级（重大）").check(force=True)
    page.get_by_text("已自动保存").wait_for()
    page.goto("/")
    page.goto(f"/ballot/{round_id}")
    assert page.get_by_label("理由").input_value() == "写到一半就被叫走了"
    assert page.get_by_label("二级（重大）").is_checked()


def test_a_double_press_is_one_ballot(panels: Panels, enter: Enter) -> None:
    panel_id, round_id = panels.voting()
    page = enter(key_of(panels, 0), javascript=False)
    page.goto(f"/ballot/{round_id}")
    fill(page)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("请再次输入口令").fill(PASSWORD)
    page.get_by_role("button", name="投出表决票").dblclick()
    page.wait_for_url("**/receipt")
    secretary = enter(SECRETARY)
    secretary.goto(f"/panels/{panel_id}/rounds/1")
    assert "1 / 5" in secretary.inner_text("main")


def test_every_page_of_the_room_is_sound(panels: Panels, enter: Enter) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    secretary, member = enter(SECRETARY), enter(key_of(panels, 0), width=PHONE)
    approver, official = enter(APPROVER), enter("u08")
    at = f"/panels/{panel_id}"

    def look(page: Any, *paths: str) -> None:
        for path in paths:
            page.goto(path)
            assert_page_is_sound(page)

    look(secretary, f"{at}/sitting", f"{at}/sitting/observers", f"{at}/sitting/adjourn")
    look(member, f"{at}/sitting")
    panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[4]))
    look(secretary, f"{at}/sitting", f"{at}/rounds/new")
    round_id = panels.open(panel_id)
    look(secretary, f"{at}/rounds/1", f"{at}/rounds/1/void", f"{at}/sitting")
    look(member, f"/ballot/{round_id}", f"{at}/rounds/1")
    member.goto(f"/ballot/{round_id}")
    member.get_by_role("button", name="继续").click()
    assert_page_is_sound(member)
    fill(member)
    member.get_by_role("button", name="继续").click()
    assert_page_is_sound(member)
    member.get_by_label("请再次输入口令").fill(PASSWORD)
    member.get_by_role("button", name="投出表决票").click()
    assert_page_is_sound(member)
    panels.cast_all(round_id, "2331-")
    look(secretary, f"{at}/results", f"{at}/rounds/1", f"{at}/sitting")
    look(member, f"{at}/results", f"{at}/rounds/1", f"/ballot/{round_id}")
    look(approver, f"{at}/results")
    look(official, f"{at}/rounds/1/declare")
