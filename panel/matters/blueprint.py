"""The room's blueprint, and what its views share: taking the matter of a page, and turning people away."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from panel.db import session as reading
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.matters import queries, rules
from panel.matters.facts import MATTER_TRANSITIONS, MatterState
from panel.web.context import actor
from panel.web.forms import words_of

bp = Blueprint("matters", __name__)

DEPARTMENTS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
READERS = (*DEPARTMENTS, Role.INST_CONTACT)


def matter_of(matter_id: int) -> Any:
    """Give the matter of a page, if the person may know of it."""
    return queries.get_matter(reading(), matter_id, viewer=actor())


def not_now(matter: Any, number: str) -> ResponseReturnValue | None:
    """Lead back to the matter when an act's page is opened in a state in which the act is not open.

    A page left open, or a link in a mail, would otherwise offer a form that can only be refused.
    """
    row = MATTER_TRANSITIONS[number]
    if rules.is_open_transition(row, MatterState(matter.state), actor().role):
        return None
    return turn_away("ILLEGAL_TRANSITION", matter.id)


def turn_away(code: str, matter_id: int) -> ResponseReturnValue:
    """Lead back to the matter and say there why an act is not open."""
    flash(words_of(RuleViolatedError(code)), "info")
    return redirect(url_for("matters.show_matter", matter_id=matter_id), 303)
