"""A visitor without a browser: Flask's test client that fills in forms as pages offer them."""

from typing import Any
from urllib.parse import urljoin

from flask import Flask, url_for
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from panel.proceedings.demo import DEMO_PASSWORD

PASSWORD = DEMO_PASSWORD
SKIPPED = {"submit", "button", "image", "reset", "file"}


class Visitor(FlaskClient):
    """Flask's test client with real CSRF protection: `post` brings the token, `submit` the whole form."""

    _token: str | None = None

    def token(self) -> str:
        """Give this visitor's CSRF token, from a form of the page they are sent to first."""
        if self._token is None:
            found = document(self.get("/", follow_redirects=True)).xpath("//input[@name='csrf_token']/@value")
            self._token = found[0]
        return self._token

    def post(self, *args: Any, csrf: bool = True, **kw: Any) -> TestResponse:
        """Post; form data is given the token unless `csrf` is false."""
        data = kw.get("data")
        if csrf and "json" not in kw and (data is None or isinstance(data, dict)):
            kw["data"] = {"csrf_token": self.token()} | (data or {})
        return super().post(*args, **kw)

    def submit(
        self, path: str, data: dict[str, Any] | None = None, *, form: str | None = None, follow: bool = True
    ) -> TestResponse:
        """Open a page, fill in its form as a person would, and send it.

        What is not in `data` is sent as the page gives it. On a page with several forms it is the first
        that has the fields of `data`; `form` is
        a part of the action, or the words on the button, of the one meant. `follow` goes on to the
        page that a redirect leads to.
        """
        page = self.get(path)
        if page.status_code != 200:
            raise AssertionError(f"{path} answered {page.status_code}: {visible_text(page)}")
        chosen = _choose_form(document(page), form, set(data or {}))
        action = urljoin(path, chosen.get("action") or path)
        return super().post(action, data=_values(chosen) | (data or {}), follow_redirects=follow)


def sign_in(client: FlaskClient, login: str, password: str = PASSWORD) -> TestResponse:
    """Sign somebody in through the page; anything but a welcome fails here, not later."""
    assert isinstance(client, Visitor)
    client._token = None
    with client.application.test_request_context():
        path = url_for("accounts.sign_in")
    answer = client.submit(path, {"login": login, "password": password}, follow=False)
    if answer.status_code != 303:
        raise AssertionError(f"{login} could not sign in: {visible_text(answer)}")
    return answer


def visitor(app: Flask, login: str | None = None) -> Visitor:
    """Give a new visitor with cookies of their own, signed in if a login is given."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    if login:
        sign_in(client, login)
    return client


def document(response: TestResponse) -> Any:
    """Give a page as a tree."""
    return html.document_fromstring(response.get_data(as_text=True))


def visible_text(response: TestResponse) -> str:
    """Give the words of a page's main part, on one line."""
    tree = document(response)
    main = next(iter(tree.xpath("//main")), tree)
    return " ".join(main.text_content().split())


def error_summary(response: TestResponse) -> dict[str, str]:
    """Give the errors listed at the top of a form: the field each link leads to, and its words."""
    links = document(response).xpath("//*[contains(@class, 'govuk-error-summary')]//a")
    return {link.get("href", "").removeprefix("#"): link.text_content().strip() for link in links}


def _choose_form(tree: Any, wanted: str | None, names: set[str]) -> Any:
    forms = [form for form in tree.forms if (form.get("method") or "").lower() == "post"]
    if wanted is None:
        forms = [form for form in forms if form.xpath("ancestor::main")]
    else:
        forms = [form for form in forms if wanted in (form.get("action") or "") or _is_on_a_button(wanted, form)]
    if not forms:
        raise AssertionError(f"no such form on the page: {wanted or 'any in its main part'}")
    return next((form for form in forms if names <= set(form.fields)), forms[0])


def _is_on_a_button(words: str, form: Any) -> bool:
    buttons = form.xpath(".//button | .//input[@type='submit']")
    return any(words in (button.text_content() + (button.get("value") or "")) for button in buttons)


def _values(form: Any) -> dict[str, Any]:
    """Give what a browser would send of an untouched form."""
    values: dict[str, list[str]] = {}
    for field in form.inputs:
        name, kind = field.name, field.get("type")
        if not name or field.get("disabled") is not None or kind in SKIPPED or field.tag == "button":
            continue
        if kind in {"checkbox", "radio"} and field.get("checked") is None:
            continue
        found = field.value
        values.setdefault(name, []).extend([found or ""] if found is None or isinstance(found, str) else found)
    return {name: given if len(given) > 1 else given[0] for name, given in values.items() if given}
