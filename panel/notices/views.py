"""The page of mail that could not be delivered."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.notices import queries, service
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to
from panel.web.paging import offset_and_limit, page_of

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@allow(Role.SECRETARY, Role.IT_ADMIN)
def list_undelivered() -> ResponseReturnValue:
    """Show the messages that could not be delivered: to whom, since when, and what the mail server said."""
    now = clock()()
    total = queries.count_undelivered(reading(), actor(), now)
    offset, limit = offset_and_limit(total)
    found = queries.list_undelivered(reading(), actor(), now, offset=offset, limit=limit)
    return render_template(
        "notices/undelivered.html", page=page_of(found, total), waiting=queries.count_waiting(reading(), actor(), now),
        has_server=bool(current_app.extensions["panel.settings"].smtp_host),
        sees_subject=actor().role is Role.SECRETARY,
    )  # fmt: skip


@bp.post("/notices/<int:message_id>/again")
@allow(Role.SECRETARY, Role.IT_ADMIN)
def send_again(message_id: int) -> ResponseReturnValue:
    """Put a message first in line again."""
    with transaction() as session:
        service.send_again(session, message_id, actor=actor(), clock=clock())
    return redirect_to("notices.list_undelivered", said=_("已安排重新发送"))
