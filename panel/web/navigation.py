"""The main navigation: a fixed order of pages, of which each person sees those their role may enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from panel.web.access import mark_of

ENTRIES = (  # endpoint, words, and the blueprints whose pages belong under it
    ("proceedings.home", _l("工作台"), ()),
    ("matters.list_matters", _l("风险事项"), ("matters",)),
    (
        "commissions.list_panels",
        _l("专家研判"),
        ("commissions", "draw", "voting", "investigations", "conclusions"),
    ),
    ("commissions.list_invitations", _l("我的邀请"), ()),
    ("roster.list_experts", _l("专家库"), ("roster",)),
    ("institutions.list_institutions", _l("检测机构"), ("institutions",)),
    ("archive.list_volumes", _l("档案"), ("archive",)),
    ("guidance.rulebook", _l("规则手册"), ("guidance",)),
    ("accounts.list_accounts", _l("账号"), ("accounts",)),
)


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
    named = any(endpoint == request.endpoint for endpoint, _words, _rooms in ENTRIES)
    return [
        NavigationItem(
            label=str(words),
            url=url_for(endpoint),
            active=request.endpoint == endpoint or (not named and request.blueprint in rooms),
        )
        for endpoint, words, rooms in ENTRIES
        if _may_enter(endpoint)
    ]


def _may_enter(endpoint: str) -> bool:
    if endpoint not in current_app.view_functions:
        return False
    mark = mark_of(current_app, endpoint)
    return mark is not None and current_user.role in mark.roles


def init_navigation(app: Flask) -> None:
    """Offer `navigation()` to the templates."""
    app.jinja_env.globals["navigation"] = navigation
