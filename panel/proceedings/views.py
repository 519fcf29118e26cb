"""The home page with the desk 待我办理."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from panel.db import session as reading
from panel.proceedings import queries
from panel.web.access import signed_in
from panel.web.context import actor, clock

bp = Blueprint("proceedings", __name__)


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Show what waits for the signed-in person."""
    now = clock()()
    return render_template("proceedings/home.html", tasks=queries.list_tasks(reading(), actor(), now), now=now)
