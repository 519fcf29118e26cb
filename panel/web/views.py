"""Language and type size: two choices that a visitor keeps in the browser session."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from panel.web.access import public

bp = Blueprint("web", __name__)


def back() -> ResponseReturnValue:
    """Go back to the page the choice was made on, if it is one of ours."""
    path = urlsplit(request.form.get("back", "")).path
    safe = path.startswith("/") and not path.startswith(("//", "/\\"))
    return redirect(path if safe else url_for("proceedings.home"), 303)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Show pages in Chinese or English from now on."""
    session["language"] = "en" if request.form.get("language") == "en" else "zh"
    return back()


@bp.post("/type-size")
@public
def set_type_size() -> ResponseReturnValue:
    """Show pages in large or ordinary type from now on (大字版)."""
    session["large_type"] = request.form.get("large_type") == "1"
    return back()
