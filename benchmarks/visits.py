"""Signed-in browsers without a browser: their cookies and tokens, and the requests they send."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from benchmarks.client import request_bytes
from benchmarks.data import writing
from benchmarks.panels import Place, ballot
from benchmarks.rows import Row, insert, table
from panel.accounts.sign_in import DRAFT_KEY, TOKEN
from panel.kernel.canonical import digest, sha256_hex
from panel.kernel.tokens import new_key, new_token
from panel.proceedings.demo import DEMO_PASSWORD
from panel.voting.ballot_facts import as_typed
from panel.voting.sealing import seal_draft


@dataclass(frozen=True, slots=True)
class Browser:
    """Who is signed in, and what the browser holds."""

    account_id: int
    cookie: str
    csrf: str
    draft_key: str


def sign_in(app: Flask, accounts: Sequence[int], now: datetime) -> list[Browser]:
    """Begin a sign-in for each account number given; one number may come several times."""
    tokens = [new_token() for _ in accounts]
    rows: list[Row] = [
        {"account_id": account, "token_hash": sha256_hex(token.encode()), "started_at": now, "address": "127.0.0.1"}
        for account, token in zip(accounts, tokens, strict=True)
    ]
    with writing(app) as connection:
        insert(connection, "accounts_sign_in", rows)
    return [_browser(app, account, token) for account, token in zip(accounts, tokens, strict=True)]


def _browser(app: Flask, account: int, token: str) -> Browser:
    key = secrets.token_hex(32)
    with app.test_request_context():
        session.update({"_user_id": str(account), "_fresh": True, TOKEN: token, DRAFT_KEY: key})
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
    return Browser(account, cookie, csrf, key)


def page_requests(visits: Sequence[tuple[Browser, str]], clients: int) -> list[list[bytes]]:
    """Share visits out among clients: each repeats its own, with browsers that no other client uses."""
    every = [request_bytes("GET", path, browser.cookie) for browser, path in visits]
    return [every[client::clients] for client in range(clients)]


class Voters:
    """Members with an open round before them: their drafts are laid down anew before each measurement."""

    def __init__(self, app: Flask, places: Sequence[Place], browsers: Sequence[Browser], now: datetime) -> None:
        """Seal a draft for every place under its browser's key."""
        self.app = app
        self.places = list(zip(places, browsers, strict=True))
        ballots = (ballot(number, "1230I"[number % 4]) for number in range(len(places)))
        self.kept = [{"typed": as_typed(one), "is_complete": True} for one in ballots]
        self.drafts: list[Row] = [
            {
                "round_id": place.round_id, "account_id": place.account_id, "saved_at": now,
                "sealed": seal_draft(kept, browser.draft_key, place.round_id),
            }
            for (place, browser), kept in zip(self.places, self.kept, strict=True)
        ]  # fmt: skip

    def fill(self) -> None:
        """Lay every draft down again, as if all had just filled in their ballots."""
        with writing(self.app) as connection:
            connection.execute(table("voting_draft").delete())
            insert(connection, "voting_draft", self.drafts)

    def requests(self, clients: int) -> list[list[bytes]]:
        """Give each client the castings of its own members, every one with a new key."""
        every = [_cast(*visit, digest(kept)) for visit, kept in zip(self.places, self.kept, strict=True)]
        return [every[client::clients] for client in range(clients)]


def _cast(place: Place, browser: Browser, shown: str) -> bytes:
    body = {
        "csrf_token": browser.csrf, "form_key": new_key(), "draft_sha256": shown, "password": DEMO_PASSWORD,
        "submit": "1",
    }  # fmt: skip
    return request_bytes("POST", f"/ballot/{place.round_id}/review", browser.cookie, urlencode(body))
