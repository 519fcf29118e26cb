"""Signing in and out: what a stranger learns, what a cookie is worth, and where one lands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.accounts import queries, service, try_service
from panel.accounts.models import Account, SignIn, Try
from panel.accounts.passwords import is_password
from panel.accounts.rules import TRIES_PER_ADDRESS, TRIES_PER_LOGIN, TRY_WINDOW_MINUTES
from panel.audit.models import Event
from panel.bootstrap import create_app
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, RuleViolatedError
from panel.proceedings.demo.basis import Basis
from panel.settings import Settings
from tests.support.visitor import PASSWORD, Visitor, document, error_summary, sign_in, visible_text, visitor

SessionOf = Callable[[], AbstractContextManager[Session]]
LOGIN = "u08@example.org"
WRONG = "登录名或口令不正确。请检查后重新输入；忘记口令请联系信息主管部门。"


GUESS = "not-the-password"


def try_in(client: Visitor, login: str = LOGIN, password: str = GUESS) -> Any:
    return client.submit("/sign-in", {"login": login, "password": password}, follow=False)


def contents(app: Flask, client: Visitor) -> dict[str, Any]:
    """Read the visitor's cookie as the server does."""
    cookie = client.get_cookie("panel_session")
    assert cookie is not None
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    found: dict[str, Any] = serializer.loads(cookie.value)
    return found


def close_account(session_of: SessionOf, login: str) -> None:
    with session_of() as session:
        account = queries.find_account_by_login(session, login)
        assert account is not None
        account.is_active = False
        from panel import audit
        from panel.kernel.actor import SYSTEM

        audit.record(session, "test.account.closed", by=SYSTEM, at=account.created_at)


def test_a_person_signs_in_with_login_and_password(basis: Basis, client: Visitor, session_of: SessionOf) -> None:
    answer = try_in(client, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    page = client.get("/")
    assert page.status_code == 200
    assert "石伯安" in page.text
    with session_of() as session:
        [event] = session.scalars(select(Event).where(Event.action == "accounts.sign_in.started"))
        assert (event.actor_id, event.address) == (basis.account("u08"), "127.0.0.1")


def test_a_login_is_read_in_any_case_and_with_blanks_around_it(basis: Basis, client: Visitor) -> None:
    assert try_in(client, " U08@Example.ORG ", PASSWORD).status_code == 303


@pytest.mark.parametrize("login", [LOGIN, "nobody@example.org", "u08@example.org\x00", "x" * 120])
def test_a_wrong_password_and_an_unknown_login_are_refused_in_the_same_words(
    basis: Basis, client: Visitor, tries: Callable[[], int], login: str
) -> None:
    answer = try_in(client, login)
    assert answer.status_code == 422
    if "\x00" not in login:
        assert error_summary(answer) == {"login": WRONG}
        assert tries() == 1
    assert PASSWORD not in answer.text
    assert "not-the-password" not in answer.text


def test_a_closed_account_is_refused_in_the_same_words(basis: Basis, client: Visitor, session_of: SessionOf) -> None:
    close_account(session_of, LOGIN)
    assert error_summary(try_in(client, password=PASSWORD)) == {"login": WRONG}


def test_an_unknown_login_costs_as_much_work_as_a_known_one(
    basis: Basis, app: Flask, session_of: SessionOf, clock: StoryClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both paths hash once, at the same cost."""
    hashes: list[str] = []

    def watched(password_hash: str, password: str) -> bool:
        hashes.append(password_hash)
        return is_password(password_hash, password)

    monkeypatch.setattr(service, "is_password", watched)
    for login in (LOGIN, "nobody@example.org"):
        with pytest.raises(BadInputError), session_of() as session:
            service.recognise(session, login, "wrong")
    assert len(hashes) == 2
    costs = [hash_.split("$")[1:4] for hash_ in hashes]
    assert costs[0] == costs[1]
    assert hashes[0] != hashes[1]


@pytest.mark.clause("3.5.0-a")
def test_after_ten_wrong_tries_even_the_right_password_waits(
    basis: Basis, client: Visitor, clock: StoryClock, tries: Callable[[], int]
) -> None:
    for _number in range(TRIES_PER_LOGIN - 1):
        try_in(client)
    assert try_in(client, password=PASSWORD).status_code == 303
    assert tries() == 0  # a success forgives
    client.submit("/", form="退出")
    for _number in range(TRIES_PER_LOGIN):
        try_in(client)
    answer = try_in(client, password=PASSWORD)
    assert answer.status_code == 422
    assert "尝试次数过多" in visible_text(answer)
    clock.move(minutes=TRY_WINDOW_MINUTES)
    assert try_in(client, password=PASSWORD).status_code == 303


def take_tries(session_of: SessionOf, clock: StoryClock, number: int, login: str = "{}@example.org") -> None:
    for one in range(number):
        with session_of() as session:
            try_service.take_try(session, login.format(one), address="192.0.2.1", clock=clock)


def refusal_of(session_of: SessionOf, clock: StoryClock, login: str = LOGIN, address: str = "192.0.2.1") -> str | None:
    try:
        with session_of() as session:
            try_service.take_try(session, login, address=address, clock=clock)
    except RuleViolatedError as refused:
        return refused.code
    return None


@pytest.mark.clause("3.5.0-a")
def test_an_address_that_tries_many_logins_is_slowed_down_and_not_locked_out(
    basis: Basis, session_of: SessionOf, clock: StoryClock
) -> None:
    take_tries(session_of, clock, TRIES_PER_ADDRESS)
    assert refusal_of(session_of, clock) == "TRY_LATER"
    assert refusal_of(session_of, clock, address="192.0.2.2") is None
    clock.move(seconds=1)
    assert refusal_of(session_of, clock) is None


@pytest.mark.clause("3.5.0-a")
def test_whoever_has_signed_in_from_an_address_does_not_wait_for_strangers_there(
    basis: Basis, session_of: SessionOf, clock: StoryClock
) -> None:
    with session_of() as session:
        service.sign_in(session, basis.account("u08"), address="192.0.2.1", clock=clock)
    take_tries(session_of, clock, TRIES_PER_ADDRESS)
    assert refusal_of(session_of, clock, "u09@example.org") == "TRY_LATER"
    assert refusal_of(session_of, clock) is None


@pytest.mark.clause("3.5.0-a")
def test_ten_wrong_tries_from_elsewhere_keep_nobody_out(
    basis: Basis, client: Visitor, session_of: SessionOf, clock: StoryClock
) -> None:
    take_tries(session_of, clock, TRIES_PER_LOGIN, LOGIN)
    assert refusal_of(session_of, clock) == "TOO_MANY_TRIES"
    assert try_in(client, password=PASSWORD).status_code == 303


@pytest.mark.clause("3.5.0-a", "D-13")
def test_strangers_who_guess_do_not_stop_an_act_of_somebody_who_has_signed_in(
    basis: Basis, visit: Callable[..., Visitor], tries: Callable[[], int]
) -> None:
    """The guesses come from the very address, as they do behind a proxy that is not named in the settings."""
    here, stranger = visit(LOGIN), visit()
    for _number in range(TRIES_PER_LOGIN + 1):
        answer = try_in(stranger)
    assert "尝试次数过多" in visible_text(answer)
    assert "口令不正确" in error_summary(change(here, "wrong", "a-new-password"))["old_password"]
    assert change(here, PASSWORD, "a-new-password").status_code == 303
    assert tries() == TRIES_PER_LOGIN  # the stranger's: what was confirmed is forgiven apart


@pytest.mark.clause("3.5.0-a")
def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(
    basis: Basis, session_of: SessionOf, clock: StoryClock
) -> None:
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _number: refusal_of(session_of, clock), range(24)))
    assert found.count(None) == TRIES_PER_LOGIN
    assert found.count("TOO_MANY_TRIES") == 24 - TRIES_PER_LOGIN


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_an_address_is_taken_from_as_many_proxies_as_the_settings_name(
    settings: Settings, basis: Basis, session_of: SessionOf, proxies: int, seen: str
) -> None:
    application = create_app(replace(settings, trusted_proxies=proxies))
    application.test_client_class = Visitor
    said = {"X-Forwarded-For": "192.0.2.66, 203.0.113.9, 198.51.100.7"}
    answer = visitor(application).post("/sign-in", data={"login": LOGIN, "password": GUESS}, headers=said)
    assert answer.status_code == 422
    with session_of() as session:
        assert session.scalars(select(Try.address)).all() == [seen]


def test_tries_are_dropped_when_they_no_longer_count(
    basis: Basis, session_of: SessionOf, clock: StoryClock, tries: Callable[[], int]
) -> None:
    for _number in range(3):
        with session_of() as session:
            try_service.take_try(session, LOGIN, address="192.0.2.1", clock=clock)
    assert tries() == 3
    clock.move(minutes=TRY_WINDOW_MINUTES)
    with session_of() as session:
        try_service.take_try(session, LOGIN, address="192.0.2.1", clock=clock)
    assert tries() == 1


def test_the_cookie_of_before_is_worth_nothing_after_signing_in(app: Flask, basis: Basis, client: Visitor) -> None:
    client.token()
    before = contents(app, client)
    sign_in(client, LOGIN)
    after = contents(app, client)
    assert before["csrf_token"] != after.get("csrf_token")
    assert "sign_in" not in before
    stranger = app.test_client()
    stranger.set_cookie("panel_session", _cookie_of(app, before))
    assert stranger.get("/account").status_code == 303


def _cookie_of(app: Flask, values: dict[str, Any]) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(values))


def test_two_sign_ins_have_two_tokens_of_which_the_database_holds_only_digests(
    app: Flask, basis: Basis, client: Visitor, session_of: SessionOf
) -> None:
    sign_in(client, LOGIN)
    first = contents(app, client)["sign_in"]
    sign_in(client, LOGIN)
    assert contents(app, client)["sign_in"] != first
    with session_of() as session:
        hashes = session.scalars(select(SignIn.token_hash)).all()
    assert len(set(hashes)) == 2
    assert first not in hashes


def test_the_cookie_holds_no_password_and_is_not_readable_by_scripts(app: Flask, basis: Basis, client: Visitor) -> None:
    answer = try_in(client, password=PASSWORD)
    assert PASSWORD not in str(contents(app, client))
    [cookie] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("panel_session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_signing_out_ends_the_token_for_everybody_who_holds_it(
    app: Flask, basis: Basis, client: Visitor, session_of: SessionOf, clock: StoryClock
) -> None:
    sign_in(client, LOGIN)
    stolen = client.get_cookie("panel_session")
    assert stolen is not None
    assert client.get("/account").status_code == 200
    answer = client.submit("/account", form="退出")
    assert "已退出登录" in visible_text(answer)
    assert client.get("/account").status_code == 303
    thief = app.test_client()
    thief.set_cookie("panel_session", stolen.value)
    assert thief.get("/account").status_code == 303
    with session_of() as session:
        assert session.scalars(select(SignIn.ended_at)).all() == [clock()]
        assert session.scalars(select(Event.action).order_by(Event.id.desc())).first() == "accounts.sign_in.ended"


def test_signing_out_keeps_language_and_type_size(basis: Basis, client: Visitor) -> None:
    sign_in(client, LOGIN)
    client.submit("/", form="English")
    client.submit("/", form="/type-size")
    page = client.submit("/account", form="/sign-out")
    assert 'lang="en"' in page.text
    assert "panel-large" in page.text


def test_a_closed_account_is_nobody_at_once(basis: Basis, client: Visitor, session_of: SessionOf) -> None:
    sign_in(client, LOGIN)
    close_account(session_of, LOGIN)
    assert client.get("/account").status_code == 303


def test_a_cookie_that_was_tampered_with_is_nobody(app: Flask, basis: Basis, client: Visitor) -> None:
    sign_in(client, LOGIN)
    cookie = client.get_cookie("panel_session")
    assert cookie is not None
    client.set_cookie("panel_session", cookie.value[:-2] + ("AA" if cookie.value[-2:] != "AA" else "BB"))
    assert client.get("/account").status_code == 303


# Where one lands


@pytest.mark.parametrize("path", ["/account", "/panels?text=%E7%99%BD%E9%85%92"])
def test_one_lands_on_the_page_one_was_sent_away_from(basis: Basis, client: Visitor, path: str) -> None:
    sent = client.get(path)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/sign-in")
    answer = try_in(client, password=PASSWORD)
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    assert answer.headers["Location"].partition("?")[0] == path.partition("?")[0]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example/", "/\t/evil.example/", "evil.example",
        "javascript:alert(1)", "/does/not/exist", "/sign-out", "", "/\n/evil.example",
    ],
)  # fmt: skip
def test_one_never_lands_outside_or_on_a_page_that_cannot_be_looked_at(
    app: Flask, basis: Basis, client: Visitor, target: str
) -> None:
    client.get("/account")
    client.set_cookie("panel_session", _cookie_of(app, contents(app, client) | {"next": target}))
    client._token = None
    answer = try_in(client, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["//evil.example/account", "/\\evil.example"])
def test_an_address_that_leads_outside_is_not_kept(app: Flask, basis: Basis, client: Visitor, path: str) -> None:
    client.get(path)
    assert try_in(client, password=PASSWORD).headers["Location"] == "/"


# The own password


def change(client: Visitor, old: str, new: str, repeated: str | None = None) -> Any:
    typed = {"old_password": old, "password": new, "repeated_password": new if repeated is None else repeated}
    return client.submit("/account/password", typed, follow=False)


def test_a_changed_password_ends_every_sign_in_and_closes_the_drafts(
    app: Flask, basis: Basis, visit: Callable[..., Visitor], session_of: SessionOf
) -> None:
    here, there = visit(LOGIN), visit(LOGIN)
    key = contents(app, here)["draft_key"]
    with session_of() as session:
        salt = session.scalars(select(Account.draft_salt).where(Account.login == LOGIN)).one()
    assert change(here, PASSWORD, "a-new-password").status_code == 303
    assert here.get("/account").status_code == there.get("/account").status_code == 303
    assert try_in(here, password=PASSWORD).status_code == 422
    assert try_in(here, password="a-new-password").status_code == 303
    assert contents(app, here)["draft_key"] != key
    with session_of() as session:
        assert session.scalars(select(Account.draft_salt).where(Account.login == LOGIN)).one() != salt
        assert "accounts.password.changed" in session.scalars(select(Event.action)).all()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("wrong", "a-new-password"), "old_password", "口令不正确"),
        ((PASSWORD, "short"), "password", "至少需要 8 个字符"),
        ((PASSWORD, LOGIN), "password", "不能与登录名相同"),
        ((PASSWORD, "a-new-password", "another-password"), "repeated_password", "不一致"),
        ((PASSWORD, ""), "password", "请填写"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_at_its_field(
    basis: Basis, visit: Callable[..., Visitor], typed: tuple[str, ...], field: str, words: str
) -> None:
    client = visit(LOGIN)
    answer = change(client, *typed)
    assert answer.status_code == 422
    assert words in error_summary(answer)[field]
    assert not document(answer).xpath("//main//input[@type='password' and @value]")
    assert client.get("/account").status_code == 200


@pytest.mark.clause("3.5.0-a", "D-13")
def test_the_old_password_cannot_be_guessed_on_the_page_that_changes_it(
    basis: Basis, visit: Callable[..., Visitor], tries: Callable[[], int]
) -> None:
    client = visit(LOGIN)
    for number in range(TRIES_PER_LOGIN):
        assert "口令不正确" in error_summary(change(client, "wrong", "a-new-password"))["old_password"]
        assert tries() == number + 1
    assert "尝试次数过多" in error_summary(change(client, PASSWORD, "a-new-password"))["old_password"]


# A sign-in that has ended


def test_a_look_after_the_end_leads_to_the_sign_in_page(basis: Basis, client: Visitor) -> None:
    answer = client.get("/panels")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize("has_cookie", [True, False])
def test_what_was_sent_after_the_end_is_shown_again_without_the_passwords(
    basis: Basis, client: Visitor, has_cookie: bool
) -> None:
    """The sign-in has ended, or the whole cookie has: both say so, and nothing typed is lost."""
    sign_in(client, LOGIN)
    token = client.token()
    client.submit("/account", form="退出")
    if not has_cookie:
        client.delete_cookie("panel_session")
    typed = {
        "csrf_token": token, "reason": "涉及三个以上专业的理由 <b>", "old_password": "old-secret", "password": "secret",
        "repeated_password": "new-secret", "barcodes": "2000000000053", "form_key": "f" * 32,
    }  # fmt: skip
    answer = client.post("/account/password", data=typed)
    assert answer.status_code == 403
    text = visible_text(answer)
    assert "您尚未登录，或者登录已经失效" in text
    assert "涉及三个以上专业的理由 <b>" in text
    assert "2000000000053" in text
    for hidden in ("secret", token, "f" * 32):
        assert hidden not in text


def test_a_failed_try_is_technical_and_leaves_no_event(basis: Basis, client: Visitor, session_of: SessionOf) -> None:
    try_in(client)
    with session_of() as session:
        assert session.scalars(select(Try.login)).all() == [LOGIN]
        assert "accounts.sign_in.started" not in session.scalars(select(Event.action)).all()
