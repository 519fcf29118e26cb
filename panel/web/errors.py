"""Refusals and failures as pages, caught in one place, in the reader's language."""

import logging
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from panel.guidance.refusals import Refusal, sentence
from panel.kernel.errors import NotFoundError, PanelError
from panel.web.language import language

log = logging.getLogger("panel.web")
HIDDEN = frozenset({"csrf_token", "form_key", "submit", "back"})
CODES_BY_STATUS = {403: "ROLE", 404: "NOT_FOUND", 405: "METHOD", 413: "REQUEST_TOO_LARGE", 400: "BAD_INPUT"}


def init_errors(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(PanelError, show_refusal)
    app.register_error_handler(CSRFError, show_expired)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(OverflowError, show_too_large)
    app.register_error_handler(Exception, show_failure)


def words(error: PanelError) -> Refusal:
    """Give an error's sentence, advice and clause in the page's language."""
    return sentence(error.code, language(), **error.facts)


def kept_input() -> list[tuple[str, str]]:
    """Give what was typed into a form that could not be taken, so that the page can show it again.

    Never a password: the name of every field that holds one says `password`. What another site sent is not
    shown: nobody typed it here.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return []
    try:
        typed = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [(name, value) for name, value in typed if value.strip() and name not in HIDDEN and "password" not in name]


def show_refusal(error: PanelError) -> ResponseReturnValue:
    """Show a refusal that no form caught."""
    if error.status >= 500:
        log.error("failure %s", error.code, exc_info=error)
    if error.status == 403:
        log.warning("refused %s: %s %r by account %s", error.code, request.method, request.path, _who())
    page = "errors/sign_in_again.html" if error.code == "SIGNED_OUT" else "errors/error.html"
    return render_template(page, refusal=words(error), code=error.code, kept=kept_input()), error.status


def _who() -> object:
    return current_user.get_id() if current_user.is_authenticated else None


def show_expired(_error: CSRFError) -> ResponseReturnValue:
    """Show what was typed when the form's token no longer fits the sign-in."""
    return render_template(
        "errors/kept_input.html", refusal=words(PanelError("CSRF")), code="CSRF", kept=kept_input()
    ), 400


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show an HTTP error of the framework in our words; redirects pass through."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    code = CODES_BY_STATUS.get(status, "FAILURE")
    limit = current_app.extensions["panel.settings"].upload_limit
    facts: dict[str, Any] = {"limit_mib": limit // 2**20} if code == "REQUEST_TOO_LARGE" else {}
    page = render_template("errors/error.html", refusal=words(PanelError(code, **facts)), code=code, kept=[])
    headers = {"Allow": ", ".join(error.valid_methods or ())} if status == 405 else {}  # type: ignore[attr-defined]
    return page, status, headers


def show_too_large(error: OverflowError) -> ResponseReturnValue:
    """Answer a number that no row can have: there is no such thing."""
    log.warning("number out of range at %r: %s", request.path, error)
    return show_refusal(NotFoundError("NOT_FOUND"))


def show_failure(error: Exception) -> ResponseReturnValue:
    """Show a failure we did not foresee: logged with its trace, never shown with one."""
    log.error("unforeseen failure at %r", request.path, exc_info=error)
    refusal = words(PanelError("FAILURE"))
    return render_template("errors/error.html", refusal=refusal, code="FAILURE", kept=kept_input()), 500
