"""What every answer carries, and what a page says when something is refused, missing or too large."""

import io
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from panel.kernel.errors import PanelError
from panel.proceedings.demo.basis import Basis
from panel.settings import Settings
from panel.web.access import public
from panel.web.security import CONTENT_SECURITY_POLICY
from tests.support.visitor import Visitor, document, visible_text

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Give each test an application of its own: some add pages to it."""
    return own_app


@pytest.fixture
def broken(app: Flask) -> Flask:
    """Give the application with two pages that fail, one of them in a way of ours."""

    @app.route("/breaks", methods=["GET", "POST"])
    @public
    def breaks() -> str:
        raise ZeroDivisionError("the secret of the trace")

    @app.route("/fails")
    @public
    def fails() -> str:
        raise PanelError("FILE_CHANGED", name="检验报告.pdf")

    @app.route("/tea")
    @public
    def tea() -> str:
        from flask import abort

        abort(418)

    return app


def too_large(settings: Settings) -> dict[str, Any]:
    return {"file": (io.BytesIO(b"x" * (settings.upload_limit + 2 * 2**20)), "a.pdf")}


# Headers


def test_every_kind_of_answer_carries_the_headers(
    broken: Flask, basis: Basis, visit: Callable[..., Visitor], settings: Settings
) -> None:
    stranger, official = visit(), visit(basis.login("u08"))
    answers = {
        "a page": stranger.get("/sign-in"),
        "a redirect": stranger.get("/"),
        "a page of somebody signed in": official.get("/"),
        "a refusal of a role": official.get("/accounts"),
        "no such page": official.get("/no/such/page"),
        "no such method": official.get("/sign-out"),
        "no token": official.post("/sign-out", csrf=False),
        "not signed in": stranger.post("/sign-out", csrf=False),
        "a form with errors": stranger.post("/sign-in", data={}),
        "too large": official.post("/account/password", data=too_large(settings)),
        "a failure": official.get("/breaks"),
        "a failure of ours": official.get("/fails"),
        "an odd answer": official.get("/tea"),
        "a file": stranger.get("/static/panel.css"),
        "no such file": stranger.get("/static/none.css"),
    }
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses == {
        "a page": 200, "a redirect": 303, "a page of somebody signed in": 200, "a refusal of a role": 403,
        "no such page": 404, "no such method": 405, "no token": 400, "not signed in": 403, "a form with errors": 422,
        "too large": 413, "a failure": 500, "a failure of ours": 500, "an odd answer": 418, "a file": 200,
        "no such file": 404,
    }  # fmt: skip
    for name, answer in answers.items():
        assert {key: answer.headers.get(key) for key in HEADERS} == HEADERS, name
        assert "camera=()" in answer.headers["Permissions-Policy"], name
        assert ("no-store" in answer.headers.get("Cache-Control", "")) is (name != "a file"), name


def test_a_browser_keeps_a_file_only_under_an_address_that_changes_with_it(app: Flask) -> None:
    kept = {
        address: "immutable" in app.test_client().get(address).headers.get("Cache-Control", "")
        for address in (
            "/static/panel.css?v=1", "/static/vendor/govuk-frontend-6.3.0/govuk-frontend.min.js", "/static/panel.css",
            "/static/none.css?v=1",
        )
    }  # fmt: skip
    assert list(kept.values()) == [True, True, False, False]


def test_the_policy_lets_in_nothing_from_outside_and_nothing_inline() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("is_https", [True, False])
def test_over_https_cookies_travel_only_so(settings: Settings, is_https: bool) -> None:
    from dataclasses import replace

    from panel.bootstrap import create_app

    client = create_app(replace(settings, is_https=is_https)).test_client()
    answer = client.get("/", base_url="https://localhost" if is_https else "http://localhost")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert ("Secure" in cookie) is is_https
    assert ("Strict-Transport-Security" in answer.headers) is is_https


# Errors as pages


@pytest.mark.parametrize("language", ["zh", "en"])
def test_errors_are_pages_in_the_readers_language(
    broken: Flask, basis: Basis, visit: Callable[..., Visitor], settings: Settings, language: str
) -> None:
    client = visit(basis.login("u08"))
    client.post("/language", data={"language": language})
    said = {
        "zh": {403: "您的角色不能办理", 404: "没有找到该内容", 405: "不接受这种提交方式", 413: "文件合计不超过 20 MB",
               500: "系统出现未预料的错误", 400: "页面打开时间过长"},
        "en": {403: "Your role may not do this", 404: "There is no such thing", 405: "does not take requests",
               413: "files up to 20 MB", 500: "Something unforeseen", 400: "The page was open too long"},
    }[language]  # fmt: skip
    answers = [
        client.get("/accounts"), client.get("/no/such/page"), client.get("/sign-out"),
        client.post("/account/password", data=too_large(settings)), client.get("/breaks"),
        client.post("/account/password", data={}, csrf=False),
    ]  # fmt: skip
    for answer in answers:
        assert said[answer.status_code] in visible_text(answer)
        tree = document(answer)
        assert tree.get("lang") == {"zh": "zh-CN", "en": "en"}[language]
        assert tree.xpath("//h1")
        assert tree.xpath("//header")
    assert len({answer.status_code for answer in answers}) == len(said)


def test_an_answer_that_a_method_is_not_taken_names_those_that_are(basis: Basis, client: Visitor) -> None:
    assert set(client.get("/language").headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_a_failure_is_logged_with_its_trace_and_shown_without(
    broken: Flask, basis: Basis, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    client = visit(basis.login("u08"))
    with caplog.at_level(logging.ERROR, logger="panel.web"):
        answer = client.post("/breaks", data={"reason": "打了很久的字"})
    assert answer.status_code == 500
    assert "the secret of the trace" in caplog.text
    assert "the secret of the trace" not in answer.text
    assert "Traceback" not in answer.text
    assert "打了很久的字" in visible_text(answer)


def test_a_failure_of_ours_says_its_code_its_words_and_its_clause(broken: Flask, client: Visitor) -> None:
    text = visible_text(client.get("/fails"))
    assert "FILE_CHANGED" in text
    assert "文件“检验报告.pdf”的内容与登记的摘要不符" in text
    assert "R-3.5.0-c" in text


@pytest.mark.clause("3.5.0-a")
def test_a_refusal_of_a_role_is_logged_with_the_account(
    basis: Basis, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    client = visit(basis.login("u08"))
    with caplog.at_level(logging.WARNING, logger="panel.web"):
        assert client.get("/accounts").status_code == 403
    assert f"refused ROLE: GET '/accounts' by account {basis.account('u08')}" in caplog.text


def test_what_a_stranger_writes_into_an_address_cannot_begin_a_line_of_the_log(
    client: Visitor, broken: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="panel.web"):
        assert client.post("/matters/new/1/x%0aFORGED", data={}, csrf=False).status_code == 403
        assert client.get("/breaks?x=%0aFORGED").status_code == 500
    assert "FORGED" in caplog.text
    assert not any(line.startswith("FORGED") for line in caplog.text.splitlines())


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_number_that_no_row_can_have_is_an_unknown_one(
    app: Flask, basis: Basis, visit: Callable[..., Visitor], number: int
) -> None:
    values = {"domain": "food", "filename": "panel.css"}
    people = [visit(basis.login(who)) for who in ("u08", "u10")]
    for rule in app.url_map.iter_rules():
        parts = {name: values.get(name, number) for name in rule.arguments}
        path = re.sub("<[^>]*?([a-z_]+)>", lambda part, parts=parts: str(parts[part[1]]), rule.rule)
        if path == rule.rule:
            continue
        for person in people:
            for ask in (person.get, person.post):
                assert ask(path).status_code < 500, path
    official = people[0]
    assert official.get(f"/panels/new?matter={number}").status_code == 404
    assert official.get(f"/experts?committee={number}").status_code == 200
    assert official.get(f"/experts/pool?org={number}").status_code < 500
    assert official.get(f"/matters?owner={number}&level={number}&source={number}").status_code == 200
    assert official.get(f"/panels?page={number}").status_code == 200


def test_the_largest_number_a_row_can_have_is_asked_for(basis: Basis, visit: Callable[..., Visitor]) -> None:
    assert visit(basis.login("u08")).get(f"/panels/{2**31 - 1}").status_code == 404


def test_a_stranger_who_sends_too_much_gets_a_clear_page(client: Visitor, settings: Settings) -> None:
    for data in (too_large(settings), {"reason": "字" * 2**20}):
        answer = client.post("/account/password", data=data, csrf=False)
        assert answer.status_code in {403, 413}
        assert document(answer).xpath("//h1")


def test_a_form_with_too_many_parts_is_refused_and_not_a_failure(basis: Basis, visit: Callable[..., Visitor]) -> None:
    client = visit(basis.login("u08"))
    answer = client.post(
        "/account/password", data={f"field{number}": "x" for number in range(1100)},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.status_code == 413


# Tokens


@pytest.mark.parametrize("token", [None, "", "not-the-token"])
def test_a_form_without_its_token_is_shown_again_with_what_was_typed(
    basis: Basis, visit: Callable[..., Visitor], token: str | None
) -> None:
    client = visit(basis.login("u09"))
    typed = {"name": "新人", "reason": "打了很久的理由", "password": "secret", "form_key": "f" * 32}
    if token is not None:
        typed["csrf_token"] = token
    answer = client.post("/grants/new", data=typed, csrf=False)
    assert answer.status_code == 400
    text = visible_text(answer)
    assert "打了很久的理由" in text
    assert "secret" not in answer.text


def test_what_another_site_sent_is_not_shown_as_typed_here(basis: Basis, visit: Callable[..., Visitor]) -> None:
    client = visit(basis.login("u09"))
    answer = client.post(
        "/grants/new", data={"reason": "别处写的话"}, csrf=False, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert "别处写的话" not in answer.text


def test_what_our_own_page_sent_too_late_is_sent_again_with_one_press(
    basis: Basis, visit: Callable[..., Visitor]
) -> None:
    client = visit(basis.login("u09"))
    typed = {"name": "新人", "login": "new@example.org", "role": "official", "reason": "新调入", "csrf_token": "old"}
    answer = client.post("/grants/new", data=typed, csrf=False, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    [form] = [form for form in document(answer).forms if form.get("action") == "/grants/new"]
    again = client.post("/grants/new", data=dict(form.form_values()), csrf=False)
    assert (again.status_code, again.headers["Location"]) == (303, "/grants")


# Two choices that a visitor keeps


def test_language_and_type_size_are_switched_on_the_page_one_is_on(basis: Basis, visit: Callable[..., Visitor]) -> None:
    client = visit(basis.login("u08"))
    english = client.submit("/panels?text=%E9%85%92&page=1", form="English", follow=False)
    assert (english.status_code, english.headers["Location"]) == (303, "/panels?text=%E9%85%92&page=1")
    assert 'lang="en"' in client.get("/").text
    large = client.submit("/panels", form="/type-size", follow=False)
    assert large.headers["Location"] == "/panels"
    assert "panel-large" in client.get("/").text
    assert "panel-large" not in client.submit("/", form="/type-size").text
    assert 'lang="zh-CN"' in client.submit("/", form="中文").text


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\tevil",
        "/no/such/page",
        "/sign-out",
        "",
        "panels",
    ],
)
def test_a_choice_leads_home_when_one_could_not_look_at_where_one_was(client: Visitor, back: str) -> None:
    answer = client.post("/language", data={"language": "en", "back": back})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(("sent", "shown"), [("en", "en"), ("zh", "zh-CN"), ("xx", "zh-CN"), ("", "zh-CN")])
def test_a_language_we_do_not_speak_is_chinese(client: Visitor, sent: str, shown: str) -> None:
    client.post("/language", data={"language": sent})
    assert document(client.get("/sign-in")).get("lang") == shown


# Marks


@pytest.mark.clause("3.5.0-a")
def test_an_application_with_a_view_without_a_mark_does_not_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panel import bootstrap
    from panel.web import views

    def unmarked() -> str:
        return "open to all"

    real = bootstrap.refuse_unmarked_views

    def with_one_more(app: Flask) -> None:
        app.add_url_rule("/unmarked", view_func=unmarked)
        real(app)

    monkeypatch.setattr(bootstrap, "refuse_unmarked_views", with_one_more)
    with pytest.raises(RuntimeError, match="without an access mark: unmarked"):
        bootstrap.create_app(settings)
    assert views.bp.name == "web"


@pytest.mark.clause("3.5.0-a")
def test_a_view_added_later_without_a_mark_lets_nobody_in(
    app: Flask, basis: Basis, visit: Callable[..., Visitor]
) -> None:
    app.add_url_rule("/unmarked", view_func=lambda: "open to all", endpoint="unmarked")
    for visitor in (visit(), visit(basis.login("u03"))):
        assert visitor.get("/unmarked").status_code == 403


@pytest.mark.clause("3.5.0-a", "S-06")
def test_each_role_finds_its_own_pages_in_the_navigation(basis: Basis, visit: Callable[..., Visitor]) -> None:
    for who in ("u08", "u09", "u10", "e11", "u33", "u16", "u18"):
        client = visit(basis.login(who))
        links = document(client.get("/")).xpath("//nav//li/a/@href")
        assert links
        assert {client.get(link, follow_redirects=True).status_code for link in set(links)} == {200}, who
