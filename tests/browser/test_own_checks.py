"""The checks that every page passes do find what they are for: each sees a planted fault."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.support.browser import (
    PHONE,
    Window,
    assert_groups_have_legends,
    assert_no_sideways_scroll,
    assert_page_is_sound,
    axe_violations,
    served,
)

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><title>页</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>标题</h1>%s</main></body></html>"""
SOUND = """<fieldset><legend>意见</legend><label><input type="radio" name="a" value="1">是</label>
<label><input type="radio" name="a" value="2">否</label></fieldset>"""
UNNAMED = '<input type="text" name="b">'
BARE_GROUP = SOUND.replace("fieldset", "div").replace("legend", "p")
WIDE = f"<p>{'x' * 400}</p>"
FROM_OUTSIDE = '<img src="http://127.0.0.1:9/seal.png" alt="">'
BROKEN_SCRIPT = "<script>nothing.here()</script>"


@pytest.fixture
def window_on(browser: Any) -> Iterator[Callable[..., Window]]:
    """Give the way to open a page of our making."""
    app, windows = Flask(__name__), []
    app.add_url_rule("/<path:name>", "page", lambda name: PAGE % app.config[name])
    with served(app) as address:

        def opened(body: str, **choices: Any) -> Window:
            app.config["shown"] = body
            windows.append(Window(browser, address, **choices))
            windows[-1].page.goto("/shown")
            return windows[-1]

        yield opened
        for window in windows:
            window.close()


def test_a_sound_page_passes(window_on: Callable[..., Window]) -> None:
    window = window_on(SOUND, width=PHONE)
    assert_page_is_sound(window.page)
    assert not window.faults


def test_axe_finds_a_field_without_a_name(window_on: Callable[..., Window]) -> None:
    assert "label (critical)" in axe_violations(window_on(UNNAMED).page)[0]


def test_a_group_without_a_legend_is_found(window_on: Callable[..., Window]) -> None:
    with pytest.raises(AssertionError, match="without a legend"):
        assert_groups_have_legends(window_on(BARE_GROUP).page)


def test_a_page_wider_than_a_phone_is_found(window_on: Callable[..., Window]) -> None:
    with pytest.raises(AssertionError, match="scrolls sideways"):
        assert_no_sideways_scroll(window_on(WIDE, width=PHONE).page)


def test_a_page_is_measured_without_scripts_but_axe_needs_them(window_on: Callable[..., Window]) -> None:
    window = window_on(SOUND + BROKEN_SCRIPT, javascript=False)
    assert_no_sideways_scroll(window.page)
    assert_groups_have_legends(window.page)
    assert not window.faults
    with pytest.raises(ValueError, match="axe is a script"):
        axe_violations(window.page)


@pytest.mark.parametrize("fault", [FROM_OUTSIDE, BROKEN_SCRIPT])
def test_a_window_notes_what_goes_wrong_in_it(window_on: Callable[..., Window], fault: str) -> None:
    assert len(window_on(SOUND + fault).faults) == 1
