"""The tab of a panel that could not decide, and the two questions that its count asks of the department."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.commissions import queries as commissions
from panel.db import session as reading
from panel.db import transaction
from panel.investigations import page_queries, queries, service
from panel.investigations.blueprint import bp
from panel.investigations.facts import WarningAnswer
from panel.investigations.forms import MODE_LABELS, WARNING_LABELS, WarningForm, WishForm
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form

READERS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)


def seen_panel(panel_id: int) -> Any:
    """Give a panel that the reader may know of."""
    return commissions.get_panel(reading(), panel_id, viewer=actor())


def back_to_tab(panel_id: int, said: str) -> ResponseReturnValue:
    """Go back to the panel's tab and say what was done."""
    return redirect_to("investigations.show_inquiries", said=said, panel_id=panel_id)


@bp.get("/panels/<int:panel_id>/inquiries")
@allow(*READERS)
def show_inquiries(panel_id: int) -> ResponseReturnValue:
    """Show what a panel's disagreement led to, what is owed now, and what the reader may do."""
    panel = seen_panel(panel_id)
    page = page_queries.inquiry_page(reading(), panel, actor(), clock()())
    return render_template(
        "investigations/inquiries.html", panel=panel, page=page, warning_labels=WARNING_LABELS,
        mode_labels=MODE_LABELS,
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/inquiries/warning", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def answer_warning(panel_id: int) -> ResponseReturnValue:
    """Answer whether to warn or to take precautions."""
    panel, form = seen_panel(panel_id), WarningForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_warning(
                session, panel_id, WarningAnswer(form.answer.data), content=form.content.data,
                reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("已答复预警与防范措施"))
    latest = queries.undecided_round(reading(), panel_id)
    return render_form("investigations/answer_warning.html", form, panel=panel, latest=latest)


@bp.route("/panels/<int:panel_id>/inquiries/tests/<int:place>", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def answer_test_wish(panel_id: int, place: int) -> ResponseReturnValue:
    """Answer a test that ballots asked for; `place` is its place in the panel's list, from 1."""
    panel, form = seen_panel(panel_id), WishForm()
    wishes = queries.list_wishes(reading(), panel_id)
    if not 1 <= place <= len(wishes):
        raise NotFoundError("NOT_FOUND")
    wish = wishes[place - 1]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_test_wish(
                session, panel_id, wish.round_id, wish.wish.item, is_ordered=form.is_ordered.data == "yes",
                reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("已答复专家的检测要求"))
    return render_form("investigations/answer_test_wish.html", form, panel=panel, wish=wish)
