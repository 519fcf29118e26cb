"""Forms keep what was typed and show refusals with their clause; lists, tabs and templates do what they say."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient

from panel.kernel.actor import Role
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.web import labels, tabs
from panel.web.forms import Form, refused_into
from panel.web.language import html_lang
from panel.web.paging import Page, paginate
from panel.web.templating import ROOT, beijing_full, beijing_time, code_label, day, filesize, remaining
from panel.web.widgets import TextField
from tests.support.gallery import make_gallery

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def gallery() -> Flask:
    made = make_gallery()
    made.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
    return made


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    return gallery.test_client()


@pytest.fixture
def request_context(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/"):
        yield


def english(visitor: FlaskClient) -> FlaskClient:
    visitor.post("/language", data={"language": "en", "back": "/"})
    return visitor


# Forms


def test_a_refused_form_keeps_everything_typed(visitor: FlaskClient) -> None:
    page = visitor.post(
        "/form",
        data={"name": "磁力珠", "level": "2", "measures": ["stop", "warn"], "severity": "7", "province": "44"},
    )
    assert page.status_code == 422
    assert 'value="磁力珠"' in page.text
    assert re.findall(r'<input[^>]*value="(\w+)"[^>]* checked', page.text) == ["2", "stop", "warn", "7"]
    assert re.search(r'<option value="44" selected', page.text)


def test_the_summary_links_each_error_to_its_field(visitor: FlaskClient) -> None:
    page = visitor.post("/form", data={}).text
    anchors = re.findall(r'<li><a href="#(\w+)">', page)
    assert {"name", "level", "measures", "ends_at", "agreed"} <= set(anchors)
    assert all(re.search(rf'id="{anchor}"', page) for anchor in anchors)
    assert "<title>错误：" in page


def test_a_valid_form_goes_on_and_says_what_was_done(visitor: FlaskClient) -> None:
    answer = visitor.post("/refused", data={"number": "5"})
    assert answer.status_code == 303
    assert "govuk-notification-banner--success" in visitor.get("/").text


def test_a_refusal_stands_beside_its_field_with_its_clause(visitor: FlaskClient) -> None:
    page = visitor.post("/refused", data={"number": "4"})
    assert page.status_code == 422
    assert '<a href="#number">' in page.text
    assert 'id="number-error"' in page.text
    assert "R-2.4.2-d" in page.text
    assert 'value="4"' in page.text


def test_a_refusal_about_no_field_of_the_form_stands_at_the_top(visitor: FlaskClient) -> None:
    page = visitor.post("/refused", data={"number": "0"}).text
    assert "R-2.4.2-d" in page
    assert '<a href="#' not in re.findall(r"(?s)error-summary__list.*?</ul>", page)[0]


@pytest.mark.usefixtures("request_context")
def test_an_error_that_is_no_refusal_passes_through() -> None:
    with pytest.raises(NotAllowedError), refused_into(Form()):
        raise NotAllowedError("ROLE")


@pytest.mark.usefixtures("request_context")
def test_a_refusal_in_a_form_does_not_pass_through() -> None:
    class Asked(Form):
        number = TextField("人数")

    form = Asked()
    with refused_into(form):
        raise RuleViolatedError("PANEL_EVEN", field="number", present=4)
    assert len(form.number.errors) == 1


def test_the_key_of_a_form_is_kept_and_a_wrong_one_is_replaced(visitor: FlaskClient) -> None:
    key = re.compile(r'name="form_key"[^>]*value="([0-9a-f]{32})"')
    first = key.search(visitor.get("/refused").text)
    assert first
    kept = key.search(visitor.post("/refused", data={"form_key": first[1]}).text)
    assert kept
    assert kept[1] == first[1]
    assert key.search(visitor.post("/refused", data={"form_key": "<script>"}).text)


def test_a_json_body_is_an_empty_form(visitor: FlaskClient) -> None:
    assert visitor.post("/form", json=[1, 2]).status_code == 422


def test_the_token_of_the_page_is_asked_for(gallery: Flask) -> None:
    gallery.config["WTF_CSRF_ENABLED"] = True
    visitor = gallery.test_client()
    assert visitor.post("/refused", data={"number": "5"}).status_code == 400
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get("/refused").text)
    assert token
    assert visitor.post("/refused", data={"number": "5", "csrf_token": token[1]}).status_code == 303


def test_an_autosave_form_says_where_and_in_which_words(visitor: FlaskClient) -> None:
    page = visitor.get("/form").text
    assert 'data-autosave="/draft"' in page
    assert "已自动保存 {time}" in page


# Pages


@pytest.mark.parametrize("path", ["/", "/form", "/refused"])
def test_a_page_has_no_inline_style_or_script(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path).text
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href)="https?:', page)


def test_the_page_follows_language_and_type_size(visitor: FlaskClient) -> None:
    assert '<html lang="zh-CN" class="govuk-template">' in visitor.get("/").text
    english(visitor)
    visitor.post("/type-size", data={"large_type": "1", "back": "/"})
    assert '<html lang="en" class="govuk-template panel-large">' in visitor.get("/").text


@pytest.mark.usefixtures("request_context")
def test_every_error_page_can_be_drawn(gallery: Flask) -> None:
    refusal = {"text": "不可以。", "todo": "请返回。", "clause": "2.4.2-d"}
    for name in ("error", "kept_input", "sign_in_again"):
        page = render_template(f"errors/{name}.html", refusal=refusal, code="ROLE", kept=[("理由", "<b>一\n二</b>")])
        assert "&lt;b&gt;一" in page
    assert gallery.config["WTF_CSRF_TIME_LIMIT"] is None


def test_what_another_site_sent_cannot_be_sent_again_with_one_press(gallery: Flask) -> None:
    refusal = {"text": "已过期。", "todo": "", "clause": None}
    for origin, shown in (("http://localhost", True), ("http://evil.example", False)):
        with gallery.test_request_context("/form", method="POST", headers={"Origin": origin}):
            page = render_template("errors/kept_input.html", refusal=refusal, code="CSRF", kept=[("reasons", "一")])
        assert ("重新提交" in page) is shown


def test_a_context_variable_of_a_room_is_not_hidden_by_the_frame(gallery: Flask) -> None:
    source = "{% extends 'layout.html' %}{% block main %}[{{ items }} {{ head }} {{ person }} {{ now }}]{% endblock %}"
    with gallery.test_request_context("/"):
        page = render_template_string(source, items="甲", head="乙", person="丙", now="丁")
    assert "[甲 乙 丙 丁]" in page


def test_an_act_with_a_confirmation_needs_no_script(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    fold = re.search(r"(?s)<details class=\"panel-confirm\">(.*?)</details>", page)
    assert fold
    assert 'method="post"' in fold[1]
    assert "csrf_token" in fold[1]


# Lists


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("?page=3", 3), ("?page=0", 1), ("?page=-2", 1), ("?page=x", 1), ("?page=９", 1)]
)
def test_a_page_number_is_read_safely(gallery: Flask, asked: str, number: int) -> None:
    with gallery.test_request_context(f"/{asked}"):
        assert paginate(range(187)).number == number


def test_a_page_past_the_end_is_the_last_one(gallery: Flask) -> None:
    with gallery.test_request_context("/?page=99999999999"):
        assert paginate(range(41)).number == 1
    with gallery.test_request_context("/?page=900"):
        page = paginate(range(41))
    assert (page.number, list(page.items), page.first) == (3, [40], 41)


def test_an_empty_list_has_one_page(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        page = paginate([])
    assert (page.number, page.pages, page.total, page.first) == (1, 1, 0, 0)


def test_links_show_the_ends_the_neighbours_and_the_gaps() -> None:
    assert Page((), 5, 10, 200).links == [1, None, 4, 5, 6, None, 10]
    assert Page((), 1, 3, 60).links == [1, 2, 3]


def test_the_way_to_another_page_keeps_the_filters(gallery: Flask) -> None:
    with gallery.test_request_context("/?state=DRAFT&endpoint=x&_external=1&page=2"):
        page = render_template_string("{{ page_url(3) }}")
    assert page == "/?state=DRAFT&amp;page=3"


# Words


def test_filters_write_as_people_read() -> None:
    gallery = make_gallery()
    with gallery.test_request_context("/"):
        assert beijing_time(NOW) == "2026-03-02 09:00"
        assert beijing_full(NOW) == "北京时间 2026-03-02 09:00"
        assert day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == "2026-03-02"
        assert day(date(2026, 3, 2)) == "2026-03-02"
        assert [filesize(count) for count in (640, 12 * 1024, 3565200, None)] == ["640 B", "12 KB", "3.4 MB", "—"]
        assert (beijing_time(None), beijing_full(None), day(None)) == ("—", "—", "—")
        assert code_label("1", "risk_levels") == "一级（特别重大）"
        assert code_label(None, "risk_levels") == "—"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3), "剩余 2 天 3 小时"),
        (timedelta(hours=5, seconds=1), "剩余 5 小时 1 分钟"),
        (timedelta(seconds=1), "剩余 1 分钟"),
        (timedelta(0), "已截止"),
    ],
)
@pytest.mark.usefixtures("request_context")
def test_the_time_left_is_said_in_the_two_largest_units(left: timedelta, words: str) -> None:
    assert remaining(NOW + left, NOW) == words
    assert html_lang() == "zh-CN"


# Tabs


def test_tabs_stand_in_order_and_only_where_they_are_visible(gallery: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_TABS", {})
    tabs.panel_tab(20, "材料", "gallery.show_materials")
    tabs.panel_tab(10, "基本情况", "gallery.show", visible=lambda panel: panel.id == 2)
    shown = SimpleNamespace(id=1)
    with gallery.test_request_context("/materials/1"):
        links = tabs.panel_tabs(shown)
    assert [(link.label, link.url, link.active) for link in links] == [("材料", "/materials/1", True)]


def test_the_head_of_a_panel_names_it_its_state_and_its_pages(gallery: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_TABS", {})
    tabs.panel_tab(20, "材料", "gallery.show_materials")
    source = "{% extends 'layout.html' %}{% block heading %}{% include 'panel_head.html' %}{% endblock %}"
    panel = SimpleNamespace(id=1, title="磁力珠", number="〔2026〕17 号", state="TO_SIGN")
    with gallery.test_request_context("/materials/1"):
        page = render_template_string(source, panel=panel)
    assert "待签署" in page
    assert re.search(r'href="/materials/1" aria-current="page">材料', page)


def test_every_state_of_the_two_courses_has_words_and_a_known_colour() -> None:
    colours = {"grey", "blue", "yellow", "green", "red", "purple"}
    shown = [*labels.PANEL_STATES.values(), *labels.MATTER_STATES.values()]
    assert {colour for _words, colour in shown} <= colours
    assert len(labels.PANEL_STATES) == 26
    assert set(labels.ROLES) == set(Role)


# What is vendored


def test_nothing_vendored_reaches_outside_or_carries_the_font() -> None:
    for path in (ROOT / "static").rglob("*"):
        if path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert "@font-face" not in text
            assert "GDS Transport" not in text
            assert not re.search(r"url\(|@import", text)


def test_every_vendored_folder_has_its_licence_and_is_described() -> None:
    vendor = ROOT / "static" / "vendor"
    note = (vendor / "VENDOR.md").read_text(encoding="utf-8")
    folders = [path for path in vendor.iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").exists()
        assert folder.name in note
