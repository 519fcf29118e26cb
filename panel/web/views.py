"""Language and type size: two choices that a visitor keeps in the browser session."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from panel.web.access import public
from panel.web.language import LANGUAGE_KEY, LARGE_TYPE_KEY

bp = Blueprint("web", __name__)


def own_page(target: str) -> str | None:
    """Give an address back if it is a page of ours that can be looked at, None otherwise.

    A whole address, one that begins with two strokes, and one with a sign that browsers drop or turn
    into a stroke would lead elsewhere.
    """
    if not target.startswith("/") or target[1:2] in {"/", "\\"} or not target.isprintable():
        return None
    try:
        current_app.create_url_adapter(request).match(urlsplit(target).path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, ValueError):
        return None
    return target


def back() -> ResponseReturnValue:
    """Go back to the page the choice was made on, if it is one of ours."""
    return redirect(own_page(request.form.get("back", "")) or url_for("proceedings.home"), 303)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Show pages in Chinese or English from now on."""
    session[LANGUAGE_KEY] = "en" if request.form.get("language") == "en" else "zh"
    return back()


@bp.post("/type-size")
@public
def set_type_size() -> ResponseReturnValue:
    """Show pages in large or ordinary type from now on (大字版)."""
    session[LARGE_TYPE_KEY] = request.form.get("large_type") == "1"
    return back()
