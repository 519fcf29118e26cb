"""Refusals are put into words, whatever facts come with them."""

import pytest

from panel.guidance.refusals import Entry, catalogue, sentence


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plant one code with a placeholder, so that the tests need no room's own file."""
    entry = Entry(
        code="PLANTED",
        room="test",
        zh="到会 {present} 人，为双数。",
        en="{present} are present: an even number.",
        clause="2.4.2-d",
        todo_zh="请递补 {reserve:.0f} 人。",
        todo_en="Call {reserve} of the reserves.",
    )
    monkeypatch.setattr("panel.guidance.refusals.catalogue", lambda: catalogue() | {"PLANTED": entry})


@pytest.mark.usefixtures("planted")
def test_the_facts_fill_the_sentence_in_either_language() -> None:
    refusal = sentence("PLANTED", "zh", present=4, reserve=1)
    assert refusal.text == "到会 4 人，为双数。"
    assert refusal.todo == "请递补 1 人。"
    assert sentence("PLANTED", "en", present=4).text == "4 are present: an even number."


@pytest.mark.usefixtures("planted")
def test_a_locale_counts_by_its_language() -> None:
    assert sentence("PLANTED", "en_GB", present=4).text.endswith("an even number.")
    assert sentence("PLANTED", "zh_Hans_CN", present=4).text.startswith("到会")


@pytest.mark.usefixtures("planted")
def test_a_missing_fact_leaves_its_placeholder_readable() -> None:
    assert sentence("PLANTED", "zh").text == "到会 {present} 人，为双数。"


@pytest.mark.usefixtures("planted")
def test_a_fact_that_does_not_suit_its_format_is_shown_as_it_is() -> None:
    assert sentence("PLANTED", "zh", reserve="一").todo == "请递补 一 人。"
    assert sentence("PLANTED", "zh").todo == "请递补 {reserve} 人。"


@pytest.mark.usefixtures("planted")
def test_a_fact_may_bear_the_name_of_an_argument() -> None:
    assert sentence("PLANTED", "zh", code="x", language="en", present=4).text == "到会 4 人，为双数。"


@pytest.mark.usefixtures("planted")
def test_the_clause_is_cited_by_place_and_number() -> None:
    refusal = sentence("PLANTED", "zh")
    assert refusal.clause == "2.4.2-d"
    assert refusal.citation == "二(四)2 专家研判（R-2.4.2-d）"


def test_without_a_clause_nothing_is_cited() -> None:
    assert sentence("STALE").citation == ""


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        sentence("NO_SUCH_CODE", "zh")
