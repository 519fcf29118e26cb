"""Nothing of a ballot or a draft is readable anywhere before the count: tables, files, log, mail, pages."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from panel.db import Base
from panel.settings import Settings
from tests.integration.voting.test_pages import ANSWERS, cast, expert
from tests.support.databases import files_of
from tests.support.sittings import MEMBERS, Panels
from tests.support.visitor import Visitor
from tests.support.workbooks import unpacked

CANARY = "金丝雀唯一标记文本"
REASONS = f"{CANARY}：本段只应在开票之后出现，此前任何地方都不应当找到。"
READERS = ("u08", "u09", "u10", "u07", "u16", "u18", "u33")


def everything_stored(app: Flask) -> Iterator[str]:
    """Give every value of every table, bytes as the letters they would spell."""
    with app.app_context(), app.extensions["panel.db"].engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def everything_on_disk(app: Flask, settings: Settings) -> Iterator[bytes]:
    """Give the content of every file of the installation, and of an embedded database with its log."""
    for path in files_of(app, settings.home):
        yield path.read_bytes()


def pages_of(app: Flask, panel_id: int, round_id: int) -> list[str]:
    """Give the addresses of this room's pages, and of the panel's other pages, that need no more than its number."""
    known = {"panel_id": panel_id, "round_id": round_id, "no": 1}
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        for rule in rules
        if rule.arguments <= set(known) and rule.endpoint != "static"
    ]


@pytest.mark.clause("D-08")
def test_a_ballot_and_a_draft_are_found_nowhere_before_the_count(
    panels: Panels, visit: Callable[..., Visitor], app: Flask, settings: Settings, caplog: Any
) -> None:
    caplog.set_level(logging.INFO)
    panel_id, round_id = panels.voting()
    caster, drafter, watcher = (expert(panels, visit, place) for place in range(3))
    cast(caster, round_id, reasons=REASONS, nature=CANARY, other_measures=CANARY, reservation=CANARY)
    drafter.post(f"/ballot/{round_id}/draft", data={**ANSWERS, "reasons": REASONS})
    refused = drafter.post(f"/ballot/{round_id}", data={**ANSWERS, "reasons": CANARY})
    assert refused.status_code == 303
    assert not any(CANARY in text for text in everything_stored(app))
    assert not any(CANARY.encode() in content for content in everything_on_disk(app, settings))
    assert CANARY not in caplog.text
    readers = [caster, watcher, visit(), *(visit(f"{key}@example.org") for key in READERS)]
    for page in pages_of(app, panel_id, round_id):
        for reader in readers:
            answer = reader.get(page)
            assert CANARY not in unpacked(answer.data), page
            assert CANARY not in str(answer.headers), page
    panels.cast_all_open(round_id, "-2222")
    panels.close(round_id)
    assert any(CANARY in text for text in everything_stored(app)), "the canary must be seen once it may be"
    assert CANARY in visit("u10@example.org").get(f"/panels/{panel_id}/results").get_data(as_text=True)


@pytest.mark.clause("D-08")
def test_pages_tell_no_difference_between_two_open_rounds(panels: Panels, visit: Callable[..., Visitor]) -> None:
    panel_id, round_id = panels.voting()
    secretary = visit("u10@example.org")
    panels.cast_all_open(round_id, "1----")
    one = secretary.get(f"/panels/{panel_id}/rounds/1").get_data()
    panels.cast(round_id, MEMBERS[0], "0", reasons="完全相反的意见和一段明显更长的理由，" * 20)
    other = secretary.get(f"/panels/{panel_id}/rounds/1").get_data()
    assert len(one) == len(other)
