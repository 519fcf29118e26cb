"""Every page of the product on a phone: axe finds nothing, nothing sticks out, every group has its legend."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from panel.db import database as store
from tests.policy.test_access import table
from tests.support.access import PEOPLE, Walk, values_of, walks
from tests.support.browser import PHONE, assert_page_is_sound
from tests.support.demo import Demo
from tests.support.desks import Desk
from tests.support.visitor import Visitor, document

AT_A_PANEL = ("official", "approver", "secretary", "expert")


@pytest.fixture
def stands(demo: Demo, app: Flask) -> list[dict[str, int | str]]:
    """Give what fills an address, for the archived panel first and then for every other one of the demo."""
    with app.app_context(), store().reading() as session:
        archived = values_of(session)
        return [archived, *(values_of(session, panel) for panel in sorted(demo.panels.values()))]


def pages_of(who: str, app: Flask, stands: list[dict[str, int | str]]) -> Iterator[Walk]:
    """Give the pages this person is the first of all to enter; those at the panel, every panel's pages too.

    An administrator is nowhere the first, and what is to be carried out stands on no other's page: all theirs.
    """
    rows = table()
    for values in stands[: None if who in AT_A_PANEL else 1]:
        for walk in walks(app, values):
            enter = [one for one in PEOPLE if rows[walk.name][one] == "Y"]
            is_of_panel = walk.rule.startswith(("/panels/", "/ballot/")) and who in enter
            is_first = values is stands[0] and who in enter[: None if who == "admin" else 1]
            if walk.method == "GET" and (is_first or is_of_panel):
                yield walk


def shape_of(walk: Walk, page: Any) -> tuple[str, frozenset[tuple[str, str, str]]]:
    """Give what a page is built of: pages of one address that are built of the same parts are sound together."""
    parts = (part for part in page.iter() if isinstance(part.tag, str))
    return walk.rule, frozenset((part.tag, part.get("class", ""), part.get("type", "")) for part in parts)


def test_every_page_is_sound_on_a_phone(
    open_window: Callable[..., Any], visit: Callable[..., Visitor], stands: list[dict[str, int | str]], app: Flask
) -> None:
    seen, unsound = set(), []
    for who in [one for one in PEOPLE if one not in {"elsewhere", "outsider"}]:
        login = PEOPLE[who] and f"{PEOPLE[who]}@example.org"
        visitor, tried = visit(login) if login else visit(), 0
        page = Desk(open_window, PEOPLE[who], set(), width=PHONE).page if login else open_window(width=PHONE).page
        for walk in pages_of(who, app, stands):
            answer = visitor.get(walk.path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            tried += 1
            shape = shape_of(walk, document(answer))
            if shape in seen:
                continue
            seen.add(shape)
            page.goto(walk.path)
            try:
                assert_page_is_sound(page)
            except AssertionError as fault:
                unsound.append(f"{who} {walk.path}: {fault}")
        assert tried, f"{who} has no page to look at"
    assert not unsound, "\n".join(unsound)
