"""The home page with the desk 待我办理, and the course of a panel as a timeline."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from panel.commissions import queries as commissions
from panel.db import session as reading
from panel.kernel.actor import Role
from panel.proceedings import queries
from panel.proceedings.timeline_queries import panel_timeline
from panel.web.access import allow, signed_in
from panel.web.context import actor, clock
from panel.web.tabs import panel_tab

bp = Blueprint("proceedings", __name__)
panel_tab(90, _l("过程记录"), "proceedings.show_course")


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Show what waits for the signed-in person."""
    now = clock()()
    return render_template("proceedings/home.html", tasks=queries.list_tasks(reading(), actor(), now), now=now)


@bp.get("/panels/<int:panel_id>/events")
@allow(Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.AUDITOR)
def show_course(panel_id: int) -> ResponseReturnValue:
    """Show a panel's events: all to the auditor, their own to others."""
    panel = commissions.get_panel(reading(), panel_id, viewer=actor())
    moments = panel_timeline(reading(), panel_id, actor())
    return render_template("proceedings/course.html", panel=panel, moments=moments, role=actor().role)
