"""Pages of a round: opening it, watching it, ending it, giving it up."""

from datetime import timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.voting import queries, result_views, service, sitting_queries
from panel.voting.ballot_facts import RoundState, VoidGround
from panel.voting.blueprint import bp
from panel.voting.forms import GROUND_LABELS, OpenRoundForm, VoidAnswerForm, VoidForm
from panel.voting.sitting_views import READERS, is_secretary, seen_panel
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.widgets import SelectChoice

USUAL_LENGTH = timedelta(minutes=60)


@bp.route("/panels/<int:panel_id>/rounds/new", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def open_round(panel_id: int) -> ResponseReturnValue:
    """Freeze the roll and open a round."""
    form, panel = OpenRoundForm(), seen_panel(panel_id)
    if form.validate_on_submit():
        round_id = 0
        with refused_into(form), transaction() as session:
            round_id = service.open_round(session, panel_id, ends_at=form.ends_at.data, actor=actor(), clock=clock())
        if not form.errors:
            no = queries.get_round(reading(), round_id).no
            return redirect_to("voting.show_round", said=_("名册已冻结，表决开始"), panel_id=panel_id, no=no)
    elif not form.is_submitted():
        form.ends_at.data = clock()() + USUAL_LENGTH
    sitting = queries.find_open_sitting(reading(), panel_id)
    lines = sitting_queries.sheet(reading(), panel_id, sitting) if sitting else []
    return render_form(
        "voting/open_round.html", form, panel=panel,
        gate=sitting_queries.gate_now(reading(), panel_id, lines, clock()()),
        taking_part=[line for line in lines if line.state == "present" and line.is_voting],
    )  # fmt: skip


@bp.get("/panels/<int:panel_id>/rounds/<int:no>")
@allow(*READERS)
def show_round(panel_id: int, no: int) -> ResponseReturnValue:
    """Show a round: before the count only how many ballots are in, after it the result."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    if round_.state == RoundState.COUNTED:
        return result_views.result_page(panel, round_)
    return round_page(panel, round_)


def round_page(panel: Any, round_: Any, form: Form | None = None) -> ResponseReturnValue:
    """Show a round that is not counted, with what was refused."""
    cast = queries.cast_count(reading(), round_.id)
    is_over = round_.state == RoundState.OPEN and clock()() >= round_.ends_at
    on_roll = queries.find_roll_line(reading(), round_.id, actor().id) if actor().role is Role.EXPERT else None
    page = render_template(
        "voting/round.html", panel=panel, round=round_, cast=cast, is_over=is_over,
        is_secretary=is_secretary(panel), on_roll=on_roll,
        own=queries.ballot_status_of(reading(), round_.id, actor().id) if on_roll else None,
        void_requests=queries.list_void_requests(reading(), [round_.id]).get(round_.id, []), grounds=GROUND_LABELS,
        may_answer_void=actor().role is Role.APPROVER and panel.org_id == actor().org_id,
        complaints=form.complaints if form else (),
    )  # fmt: skip
    return page, 422 if form and form.errors else 200


@bp.post("/panels/<int:panel_id>/rounds/<int:no>/close")
@allow(Role.SECRETARY)
def close_round(panel_id: int, no: int) -> ResponseReturnValue:
    """End a round all of whose ballots are in, and count it."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    form = Form()
    with refused_into(form), transaction() as session:
        service.close_and_count(session, round_.id, actor=actor(), clock=clock())
    if form.errors:
        return round_page(panel, queries.get_round(reading(), round_.id), form)
    return redirect_to("voting.show_results", said=_("表决已结束并计票"), panel_id=panel_id)


@bp.post("/panels/<int:panel_id>/rounds/<int:no>/remind")
@allow(Role.SECRETARY)
def remind_members(panel_id: int, no: int) -> ResponseReturnValue:
    """Remind those whose ballot is missing, without telling who they are."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    form, count = Form(), 0
    with refused_into(form), transaction() as session:
        count = service.remind_members(session, round_.id, actor=actor(), clock=clock())
    if form.errors:
        return round_page(panel, queries.get_round(reading(), round_.id), form)
    said = ngettext("已提醒 %(num)s 位尚未投票的成员", "已提醒 %(num)s 位尚未投票的成员", count)
    return redirect_to("voting.show_round", said=said, panel_id=panel_id, no=no)


@bp.route("/panels/<int:panel_id>/rounds/<int:no>/void", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def request_void(panel_id: int, no: int) -> ResponseReturnValue:
    """Ask that an open round be made void."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    form = VoidForm()
    form.seat_id.choices = [SelectChoice(line.seat_id, line.name) for line in queries.roll_of(reading(), round_.id)]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.request_void(
                session, round_.id, ground=VoidGround(form.ground.data), seat_id=form.seat_id.data,
                reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_round", said=_("已报审批人决定"), panel_id=panel_id, no=no)
    return render_form("voting/void.html", form, panel=panel, round=round_)


@bp.route("/panels/<int:panel_id>/rounds/<int:no>/void/answer", methods=["GET", "POST"])
@allow(Role.APPROVER)
def answer_void(panel_id: int, no: int) -> ResponseReturnValue:
    """Decide whether an open round is void."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    form = VoidAnswerForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_void(
                session, round_.id, is_granted=form.decision.data == "grant", answer=form.answer.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_round", said=_("已作出决定"), panel_id=panel_id, no=no)
    request = queries.find_void_request(reading(), round_.id)
    names = {line.seat_id: line.name for line in queries.roll_of(reading(), round_.id)}
    return render_form(
        "voting/void_answer.html", form, panel=panel, round=round_, request=request, grounds=GROUND_LABELS,
        concerned=names.get(request.seat_id) if request and request.seat_id else None,
    )  # fmt: skip
