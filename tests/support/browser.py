"""A real Chromium: finding it, pages at a width, and what every page must be."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

DESKTOP = 1280
PHONE = 375
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
GROUPS_WITHOUT_LEGEND = """() => {
    const inputs = [...document.querySelectorAll("input[type=radio], input[type=checkbox]")];
    const size = input => inputs.filter(other => other.form === input.form && other.name === input.name).length;
    const bare = inputs.filter(input => {
        if (input.type === "checkbox" && size(input) === 1) return false;
        const legend = input.closest("fieldset")?.querySelector(":scope > legend");
        return !legend || !legend.textContent.trim();
    });
    return [...new Set(bare.map(input => input.name))];
}"""
STICKS_OUT = """() => {
    const {clientWidth, scrollWidth} = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const wide = [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().left + element.scrollWidth > clientWidth + 1)
        .slice(-3).map(element => element.outerHTML.slice(0, 120));
    return `${scrollWidth} px in ${clientWidth}: ${wide.join(" ")}`;
}"""
VIOLATIONS = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.map(found =>
    `${found.id} (${found.impact}): ${found.nodes.map(node => node.html.slice(0, 160)).join("; ")}`))"""
_WITHOUT_JAVASCRIPT: WeakSet[BrowserContext] = WeakSet()


def find_chromium(playwright: Playwright) -> str | None:
    """Give the path of a Chromium: the one `CHROMIUM` names, the system's, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).exists() else None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start a Chromium that asks nothing of the outside world; it only ever sees pages of ours, so no sandbox."""
    return playwright.chromium.launch(executable_path=executable, args=QUIET, chromium_sandbox=False)


class Window:
    """One person's browser window with cookies of its own, and what went wrong in it."""

    def __init__(self, browser: Browser, base_url: str, *, width: int = DESKTOP, javascript: bool = True) -> None:
        """Open a window of a width; at a phone's width it is a phone with a touch screen."""
        is_phone = width <= PHONE
        self.context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": 800},
            is_mobile=is_phone,
            has_touch=is_phone,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        if not javascript:
            _WITHOUT_JAVASCRIPT.add(self.context)
        self.faults: list[str] = []
        self.base_url = base_url
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_message)
        self.context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))
        self.page = self.context.new_page()

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.base_url, "data:", "blob:")):
            self.faults.append(f"asked the outside world for {request.url}")

    def _note_message(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)


def axe_violations(page: Page) -> list[str]:
    """Run axe on a page and say what it finds: rule, gravity, and the elements."""
    if page.context in _WITHOUT_JAVASCRIPT:
        raise ValueError("axe is a script: check the page in a window that runs scripts")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS)  # nothing else of the answer, which is large, comes over
    return found


def assert_no_sideways_scroll(page: Page) -> None:
    """Fail when a page is wider than its window, and name what sticks out."""
    wide = page.evaluate(STICKS_OUT)
    assert wide is None, f"{page.url} scrolls sideways, {wide}"


def assert_groups_have_legends(page: Page) -> None:
    """Fail when a group of radios or checkboxes stands outside a fieldset with a legend."""
    bare = page.evaluate(GROUPS_WITHOUT_LEGEND)
    assert not bare, f"{page.url} has groups without a legend: {bare}"


def assert_page_is_sound(page: Page) -> None:
    """Fail unless a page passes axe, fits its window, and names its groups."""
    violations = axe_violations(page)
    assert not violations, f"{page.url}: " + "\n".join(violations)
    assert_no_sideways_scroll(page)
    assert_groups_have_legends(page)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine meanwhile, and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
