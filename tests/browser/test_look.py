"""The look: axe at both widths, languages and type sizes; the keyboard; pages without scripts; drafts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.browser import DESKTOP, PHONE, Window, assert_page_is_sound, served
from tests.support.gallery import make_gallery

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, select, input:not([type=hidden]), a.govuk-button, .panel-nav__link")]
    .filter(element => element.checkVisibility() && !element.closest(".govuk-details, .govuk-skip-link"))
    .filter(element => element.getBoundingClientRect().height < 43.5)
    .map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def open_gallery(browser: Any) -> Iterator[Callable[..., Window]]:
    """Give the way to open windows on the gallery; a fault in one fails the test."""
    windows: list[Window] = []
    with served(make_gallery()) as address:

        def opened(**choices: Any) -> Window:
            windows.append(Window(browser, address, **choices))
            return windows[-1]

        yield opened
        for window in windows:
            window.close()
    assert not [fault for window in windows for fault in window.faults]


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("press", ["", "大字版", "English"])
def test_every_page_is_sound(open_gallery: Callable[..., Window], width: int, press: str) -> None:
    page = open_gallery(width=width).page
    page.goto("/")
    if press:
        page.get_by_role("button", name=press).click()
    for path in ("/", "/form"):
        page.goto(path)
        assert_page_is_sound(page)
    page.locator("#submit").click()
    page.locator(".govuk-error-summary").wait_for()
    assert_page_is_sound(page)


def test_the_focus_goes_to_the_summary_and_from_there_to_the_field(open_gallery: Callable[..., Window]) -> None:
    page = open_gallery().page
    page.goto("/form")
    page.locator("#submit").click()
    page.locator(".govuk-error-summary:focus").wait_for()
    page.get_by_role("link", name="请填写“理由”").click()
    page.locator("#reasons:focus").wait_for()


def test_a_score_is_chosen_with_the_arrow_keys(open_gallery: Callable[..., Window]) -> None:
    page = open_gallery().page
    page.goto("/form")
    page.locator("#severity").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.locator("#severity-2").is_checked()


def test_targets_on_a_phone_are_high_enough_for_a_finger(open_gallery: Callable[..., Window]) -> None:
    page = open_gallery(width=PHONE).page
    for path in ("/", "/form"):
        page.goto(path)
        assert page.evaluate(SMALL_TARGETS) == []


def test_the_button_of_a_form_stays_in_sight_on_a_phone_and_hides_no_focused_field(
    open_gallery: Callable[..., Window],
) -> None:
    page = open_gallery(width=PHONE).page
    page.goto("/form")
    bar = page.locator(".panel-submit-bar").bounding_box()
    assert bar["y"] + bar["height"] <= 801
    page.locator("#reasons").focus()
    field, bar = page.locator("#reasons").bounding_box(), page.locator(".panel-submit-bar").bounding_box()
    assert field["y"] < bar["y"]


def test_a_draft_is_kept_and_the_state_is_shown(open_gallery: Callable[..., Window]) -> None:
    page = open_gallery().page
    page.goto("/form")
    with page.expect_request("**/draft") as sent:
        page.locator("#reasons").fill("磁力珠可吸附肠壁")
        page.locator("#password").fill("secret")
    page.get_by_text("已自动保存").wait_for()
    assert "reasons=" in sent.value.post_data
    assert "secret" not in sent.value.post_data


def test_a_draft_that_could_not_be_kept_says_so_and_is_sent_when_the_network_is_back(
    open_gallery: Callable[..., Window],
) -> None:
    window = open_gallery()
    page = window.page
    page.goto("/form")
    window.context.set_offline(True)
    page.locator("#reasons").fill("磁力珠可吸附肠壁")
    page.get_by_text("未能自动保存").wait_for()
    window.context.set_offline(False)
    page.get_by_text("已自动保存").wait_for()


def test_two_presses_send_a_form_once(open_gallery: Callable[..., Window]) -> None:
    page = open_gallery().page
    page.goto("/refused")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.evaluate("document.querySelector('#submit').click(); document.querySelector('#submit').click()")
    page.locator(".govuk-error-summary").wait_for()
    assert len(posts) == 1


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_everything_works_without_scripts(open_gallery: Callable[..., Window], width: int) -> None:
    page = open_gallery(width=width, javascript=False).page
    page.goto("/")
    if width == PHONE:
        page.locator(".panel-nav__menu > summary").click()
        assert page.locator(".panel-nav__menu").get_by_role("link", name="档案").is_visible()
    page.locator("summary", has_text="宣布本轮无效").click()
    page.get_by_role("button", name="确认宣布本轮无效").click()
    page.goto("/refused")
    page.locator("#number").fill("4")
    page.locator("#submit").click()
    assert page.locator("#number-error").is_visible()
    assert page.locator("#number").input_value() == "4"
