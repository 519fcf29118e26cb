"""The room's blueprint, and what its views share: the panel of a page, and turning people away."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from panel.commissions import queries
from panel.commissions.facts import Act
from panel.commissions.queries import Sheet
from panel.db import session as reading
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.web.context import actor, clock
from panel.web.forms import words_of

bp = Blueprint("commissions", __name__)

STAFF = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY)
READERS = (*STAFF, Role.AUDITOR)
PANEL_READERS = (*READERS, Role.EXPERT)


def sheet_of(panel_id: int) -> Sheet:
    """Give the panel of a page with what the reader may do to it; unknown to whoever may not know of it."""
    return queries.get_sheet(reading(), panel_id, actor(), clock()())


def show(template: str, sheet: Sheet, **context: Any) -> str:
    """Draw a page of a panel."""
    return render_template(f"commissions/{template}", sheet=sheet, panel=sheet.panel, acts=sheet.acts, **context)


def not_now(sheet: Sheet, act: Act, endpoint: str = "show_panel") -> ResponseReturnValue | None:
    """Lead back to the panel when the page of an act is opened that is not open to this person now.

    A page left open, or a link in a mail, would otherwise offer a form that can only be refused.
    """
    if act in sheet.acts:
        return None
    return turn_away("ILLEGAL_TRANSITION", sheet.panel.id, endpoint)


def turn_away(code: str, panel_id: int, endpoint: str = "show_panel") -> ResponseReturnValue:
    """Lead back to a page of the panel and say there why an act is not open."""
    flash(words_of(RuleViolatedError(code)), "info")
    return redirect(url_for(f"commissions.{endpoint}", panel_id=panel_id), 303)
