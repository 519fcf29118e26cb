"""Pages of requests, objections and declared ties: asking, and the approver's answer."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.commissions import queries, service
from panel.commissions.blueprint import READERS, STAFF, bp, not_now, sheet_of, show, turn_away
from panel.commissions.facts import Act, Conflict, SeatState, WaiverKind
from panel.commissions.forms import AnswerForm, ObjectionForm, WaiverForm
from panel.commissions.words import OBJECTION_ANSWERS, WAIVER_ANSWERS, WAIVER_KINDS
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.roster import queries as roster
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.widgets import SelectChoice

ASKS = {
    WaiverKind.SINGLE_EXPERT: Act.ASK_SINGLE,
    WaiverKind.CORRESPONDENCE: Act.ASK_CORRESPONDENCE,
    WaiverKind.REDRAW: Act.ASK_REDRAW,
    WaiverKind.CANCEL: Act.ASK_CANCEL,
}
PAGE = "show_requests"


@bp.get("/panels/<int:panel_id>/requests")
@allow(*READERS)
def show_requests(panel_id: int) -> ResponseReturnValue:
    """Show what was asked of the approver about a panel, and every answer."""
    sheet = sheet_of(panel_id)
    people = accounts.account_names(
        reading(),
        [
            *(number for one in sheet.waivers for number in (one.requested_by, one.answered_by)),
            *(number for one in sheet.objections for number in (one.filed_by, one.answered_by)),
            *(seat.conflict_decided_by for seat in sheet.seats),
        ],
    )
    tied = [seat for seat in sheet.seats if any(one["is_yes"] for one in seat.conflict_answers)]
    return show(
        "requests.html", sheet, people=people, tied=tied, kinds=WAIVER_KINDS, answers=WAIVER_ANSWERS,
        decisions=OBJECTION_ANSWERS, asks=[kind for kind, act in ASKS.items() if act in sheet.acts],
        names={seat.id: seat.name for seat in sheet.seats}, experts=_proposed(sheet),
        may_decide=Act.DECIDE in sheet.acts,
    )  # fmt: skip


def _proposed(sheet: Any) -> dict[int, str]:
    """Give the names of the experts proposed for direct appointment."""
    wanted = {
        number
        for one in sheet.waivers
        if one.kind == WaiverKind.DIRECT_APPOINTMENT
        for number in (*one.facts["members"], *one.facts["reserves"])
    }
    if not wanted:
        return {}
    experts = roster.expert_facts(reading(), wanted, beijing_date(clock()()))
    return {one.id: f"{one.name}（{one.code}）" for one in experts}


@bp.route("/panels/<int:panel_id>/requests/new", methods=["GET", "POST"])
@allow(*STAFF)
def request_waiver(panel_id: int) -> ResponseReturnValue:
    """Ask the approver for something out of the ordinary."""
    sheet = sheet_of(panel_id)
    kind = next((kind for kind in ASKS if kind == request.args.get("kind")), None)
    if kind is None:
        raise NotFoundError("NOT_FOUND")
    if away := not_now(sheet, ASKS[kind], PAGE):
        return away
    form = WaiverForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.request_waiver(
                session, panel_id, kind=kind, reason=form.reason.data, form_key=form.form_key.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("申请已提交部门负责人"))
    return render_form("commissions/request_waiver.html", form, panel=sheet.panel, kind=WAIVER_KINDS[kind], code=kind)


@bp.route("/panels/<int:panel_id>/requests/<int:waiver_id>", methods=["GET", "POST"])
@allow(Role.APPROVER)
def answer_waiver(panel_id: int, waiver_id: int) -> ResponseReturnValue:
    """Answer a request."""
    sheet = sheet_of(panel_id)
    waiver = next((one for one in sheet.waivers if one.id == waiver_id), None)
    if waiver is None:
        raise NotFoundError("NOT_FOUND")
    if Act.DECIDE not in sheet.acts or waiver.answer is not None or waiver.requested_by == actor().id:
        return turn_away("WAIVER_ANSWERED" if waiver.answer else "SOD_WAIVER", panel_id, PAGE)
    form = AnswerForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_waiver(
                session, waiver_id, is_agreed=form.answer.data == "agreed", reason=form.reason.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("意见已提交"))
    people = accounts.account_names(reading(), [waiver.requested_by])
    return render_form(
        "commissions/answer_waiver.html", form, panel=sheet.panel, waiver=waiver, kinds=WAIVER_KINDS, people=people,
        experts=_proposed(sheet),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/objections/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def object_to_member(panel_id: int) -> ResponseReturnValue:
    """Enter a written objection to a member."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.OBJECT, PAGE):
        return away
    form = ObjectionForm()
    seated = [seat for seat in sheet.seats if seat.state in {SeatState.INVITED, SeatState.ACCEPTED}]
    form.seat_id.choices = [SelectChoice(seat.id, f"{seat.name}（{seat.employer}）") for seat in seated]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.object_to_member(
                session, panel_id, form.seat_id.data, ground=Conflict(form.ground.data), reason=form.reason.data,
                objector=form.objector.data, form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("异议已记录，由部门负责人决定"))
    return render_form("commissions/object_to_member.html", form, panel=sheet.panel)


@bp.route("/panels/<int:panel_id>/objections/<int:objection_id>", methods=["GET", "POST"])
@allow(Role.APPROVER)
def answer_objection(panel_id: int, objection_id: int) -> ResponseReturnValue:
    """Decide on an objection."""
    sheet = sheet_of(panel_id)
    objection = next((one for one in sheet.objections if one.id == objection_id), None)
    if objection is None:
        raise NotFoundError("NOT_FOUND")
    if Act.DECIDE not in sheet.acts or objection.answer is not None:
        return turn_away("WAIVER_ANSWERED", panel_id, PAGE)
    form = _decision_form(_("异议成立，该专家回避"), _("异议不成立"))
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_objection(
                session, objection_id, is_upheld=form.answer.data == "agreed", reason=form.reason.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("决定已记录"))
    seat = next(seat for seat in sheet.seats if seat.id == objection.seat_id)
    return render_form("commissions/answer_objection.html", form, panel=sheet.panel, objection=objection, seat=seat)


def _decision_form(yes: str, no: str) -> AnswerForm:
    form = AnswerForm()
    form.answer.choices = [SelectChoice("agreed", yes), SelectChoice("refused", no)]
    return form


@bp.route("/panels/<int:panel_id>/conflicts/<int:seat_id>", methods=["GET", "POST"])
@allow(Role.APPROVER)
def decide_conflict(panel_id: int, seat_id: int) -> ResponseReturnValue:
    """Decide on a tie that an expert declared."""
    sheet = sheet_of(panel_id)
    seat = queries.get_seat(reading(), panel_id, seat_id)
    if Act.DECIDE not in sheet.acts or seat.state != SeatState.INVITED or seat.answered_at is None:
        return turn_away("CONFLICT_DECIDED", panel_id, PAGE)
    form = _decision_form(_("可以参加研判"), _("应当回避"))
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.decide_conflict(
                session, panel_id, seat_id, is_admitted=form.answer.data == "agreed", reason=form.reason.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("决定已记录"))
    return render_form("commissions/decide_conflict.html", form, panel=sheet.panel, seat=seat)
