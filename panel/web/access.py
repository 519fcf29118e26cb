"""Who may enter a view: every view carries a mark, and the application does not start without it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from panel.guidance import cites
from panel.kernel.actor import Role
from panel.kernel.errors import NotAllowedError

View = TypeVar("View", bound=Callable[..., object])
BEFORE_OWN_PASSWORD = frozenset({"accounts.change_password", "accounts.sign_out"})
"""All that a first password opens, besides the public pages: an administrator has seen it."""
PEOPLE = frozenset(role for role in Role if role is not Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Access:
    """The mark: the roles that may enter, or everybody when `is_public`."""

    roles: frozenset[Role]
    is_public: bool = False


def allow(*roles: Role) -> Callable[[View], View]:
    """Let in the roles named, and nobody else."""

    def mark(view: View) -> View:
        view.access = Access(frozenset(roles))  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def signed_in(view: View) -> View:
    """Let in everybody who has signed in."""
    view.access = Access(PEOPLE)  # type: ignore[attr-defined]  # functions take attributes
    return view


def public(view: View) -> View:
    """Let in everybody."""
    view.access = Access(PEOPLE, is_public=True)  # type: ignore[attr-defined]  # functions take attributes
    return view


def mark_of(app: Flask, endpoint: str) -> Access | None:
    """Give an endpoint's mark; Flask's own static files are public."""
    if endpoint == "static":
        return Access(PEOPLE, is_public=True)
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_unmarked_views(app: Flask) -> None:
    """Stop the start of an application that has a view without a mark."""
    unmarked = [rule.endpoint for rule in app.url_map.iter_rules() if mark_of(app, rule.endpoint) is None]
    if unmarked:
        raise RuntimeError(f"views without an access mark: {', '.join(sorted(set(unmarked)))}")


@cites("3.5.0-a")
def check_access() -> Response | None:
    """Refuse by default: send the unknown to sign in, and tell the wrong role so (403).

    A POST from somebody whose sign-in has ended is not thrown away: the error page shows what
    was typed, so that it can be copied (`SIGNED_OUT`).
    """
    if request.endpoint is None:
        return None  # an address that does not exist becomes a 404 by itself
    mark = mark_of(current_app, request.endpoint)
    if mark is None:
        raise NotAllowedError("ROLE")
    if mark.is_public:
        return None
    if not current_user.is_authenticated:
        if request.method in {"GET", "HEAD"}:
            session["next"] = request.full_path if request.query_string else request.path
            return redirect(url_for("accounts.sign_in"), 303)
        raise NotAllowedError("SIGNED_OUT")
    if current_user.has_first_password and request.endpoint not in BEFORE_OWN_PASSWORD:
        return redirect(url_for("accounts.change_password"), 303)
    if current_user.role not in mark.roles:
        raise NotAllowedError("ROLE")
    return None
