"""The main navigation: a fixed order of pages, of which each person sees those their role may enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from panel.kernel.actor import Role
from panel.web.access import mark_of
from panel.web.language import lazy_words as _l

ENTRIES = (  # endpoint, words, and the blueprints whose pages belong under it
    ("proceedings.home", _l("工作台"), ()),
    ("matters.list_matters", _l("风险事项"), ("matters",)),
    (
        "commissions.list_panels",
        _l("专家研判"),
        ("commissions", "recusal", "draw", "voting", "investigations", "conclusions"),
    ),
    ("commissions.list_invitations", _l("我的邀请"), ()),
    ("roster.list_experts", _l("专家库"), ("roster",)),
    ("institutions.list_institutions", _l("检测机构"), ("institutions",)),
    ("archive.list_volumes", _l("档案"), ("archive",)),
    ("guidance.rulebook", _l("规则手册"), ("guidance",)),
    ("accounts.list_accounts", _l("账号"), ("accounts",)),
)
EXTENSION = "panel.navigation"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry as the page shows it."""

    label: str
    url: str
    active: bool


def navigation() -> Sequence[NavigationItem]:
    """Give the entries of the signed-in person; nothing for somebody who has not signed in."""
    if not current_user.is_authenticated:
        return []
    endpoint, room = request.endpoint, request.blueprint
    named = any(endpoint == entry for entry, _words, _rooms in ENTRIES)
    known, role = current_app.extensions[EXTENSION], current_user.role
    entries = known[role] if role in known else known.setdefault(role, _entries_of(role))
    return [
        NavigationItem(str(words), url_for(entry), entry == endpoint or (not named and room in rooms))
        for entry, words, rooms in entries
    ]


def _entries_of(role: Role) -> list[tuple[str, Any, tuple[str, ...]]]:
    """Choose a role's entries; asked once, since marks do not change while the application runs."""
    marks = {entry[0]: mark_of(current_app, entry[0]) for entry in ENTRIES if entry[0] in current_app.view_functions}
    return [entry for entry in ENTRIES if (mark := marks.get(entry[0])) is not None and role in mark.roles]


def init_navigation(app: Flask) -> None:
    """Offer `navigation()` to the templates."""
    app.extensions[EXTENSION] = {}
    app.jinja_env.globals["navigation"] = navigation
