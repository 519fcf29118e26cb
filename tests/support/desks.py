"""People at their desks in a real browser: sign in, fill forms by their fields, press buttons, look."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from tests.support.browser import DESKTOP, assert_page_is_sound
from tests.support.visitor import PASSWORD

NUMBER = re.compile(r"\d+")


class Desk:
    """One person's window; each kind of page is checked for soundness the first time anybody opens it."""

    def __init__(self, open_window: Callable[..., Any], login: str, seen: set[str], **choices: Any) -> None:
        """Open a window and sign in."""
        self.window = open_window(**choices)
        self.page = self.window.page
        self.width = choices.get("width", DESKTOP)
        self.seen = seen
        self.go("/sign-in").fill(login=f"{login}@example.org", password=PASSWORD).press("登录")

    def go(self, path: str) -> "Desk":
        """Open a page of ours."""
        self.page.goto(path)
        return self.look()

    def look(self) -> "Desk":
        """Check the page at hand, once for its kind and this width."""
        path = NUMBER.sub("#", self.page.url.split("/", 3)[-1].split("?")[0])
        key = f"{path} {self.width}"
        if key not in self.seen:
            self.seen.add(key)
            assert_page_is_sound(self.page)
        return self

    def fill(self, **values: str) -> "Desk":
        """Type into text fields, or choose in pull-downs, by name."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']").first
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def pick(self, name: str, words: str) -> "Desk":
        """Choose the line of a pull-down that bears these words."""
        options = self.page.locator(f"main select[name='{name}'] option")
        value = options.filter(has_text=words).first.get_attribute("value")
        self.page.locator(f"main select[name='{name}']").select_option(value)
        return self

    def choose(self, **values: str) -> "Desk":
        """Press radios, by name and value."""
        for name, value in values.items():
            self.page.locator(f"main input[type=radio][name='{name}'][value='{value}']").check()
        return self

    def tick(self, *names: str, **values: str) -> "Desk":
        """Tick a checkbox by name, or one of several by name and value."""
        for name in names:
            self.page.locator(f"main input[type=checkbox][name='{name}']").first.check()
        for name, value in values.items():
            self.page.locator(f"main input[type=checkbox][name='{name}'][value='{value}']").check()
        return self

    def upload(self, name: str, path: Path) -> "Desk":
        """Choose a file."""
        self.page.locator(f"main input[type=file][name='{name}']").set_input_files(path)
        return self

    def press(self, words: str) -> "Desk":
        """Press the button or follow the link that bears these words, opening its fold if it stands in one."""
        button = self.page.locator("main").get_by_role("button", name=words, exact=True)
        if not button.count():
            button = self.page.locator("main").get_by_role("link", name=words, exact=True)
        return self.leave_by(button.first)

    def confirm(self, words: str) -> "Desk":
        """Open an act's fold and press the button inside, which says it again."""
        fold = self.page.locator("main details.panel-confirm", has=self.page.locator("summary", has_text=words)).first
        fold.locator("summary").click()
        return self.leave_by(fold.locator("button[type=submit]"))

    def leave_by(self, way: Locator) -> "Desk":
        """Press what leads to another page and wait until that page stands, or the next step would run into it."""
        with self.page.expect_navigation():
            way.click()
        return self.look()

    def sees(self, *words: str) -> "Desk":
        """Check that the page shows these words."""
        text = self.page.locator("main").inner_text()
        for one in words:
            assert one in text, f"{one!r} is not on {self.page.url}:\n{text[:1500]}"
        return self

    def sees_not(self, *words: str) -> "Desk":
        """Check that the page does not show these words."""
        text = self.page.locator("main").inner_text()
        for one in words:
            assert one not in text, f"{one!r} is on {self.page.url}"
        return self

    @property
    def number(self) -> int:
        """Give the last number in the page's address."""
        return int(NUMBER.findall(self.page.url.split("/", 3)[-1])[-1])
