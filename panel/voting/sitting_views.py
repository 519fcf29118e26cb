"""Pages of the sitting: the sign-in sheet and the acts upon it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions.facts import SeatState
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.voting import queries, service, sitting_queries
from panel.voting.ballot_facts import AttendanceState
from panel.voting.blueprint import bp
from panel.voting.forms import AdjournForm, LeaveForm, ObserverForm
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Complaint, Form, redirect_to, refused_into, render_form

READERS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.AUDITOR)


def seen_panel(panel_id: int) -> Any:
    """Give a panel whose sitting and rounds the reader may see."""
    panel = commissions.get_panel(reading(), panel_id, viewer=actor())
    sitting_queries.must_take_part(reading(), panel_id, actor())
    return panel


def is_secretary(panel: Any) -> bool:
    """Tell whether the reader runs this panel."""
    return actor().role is Role.SECRETARY and panel.secretary_id == actor().id


@bp.get("/panels/<int:panel_id>/sitting")
@allow(*READERS)
def show_sitting(panel_id: int) -> ResponseReturnValue:
    """Show the sitting: who is expected, who is there, what can be done next."""
    return sitting_page(panel_id)


def sitting_page(panel_id: int, complaints: Sequence[Complaint] = ()) -> ResponseReturnValue:
    """Show the sitting's page, with what was refused."""
    panel = seen_panel(panel_id)
    sittings = queries.list_sittings(reading(), panel_id)
    current = sittings[-1] if sittings else None
    lines = sitting_queries.sheet(reading(), panel_id, current) if current else []
    own = commissions.seat_of_account(reading(), panel_id, actor().id or 0) if actor().role is Role.EXPERT else None
    page = render_template(
        "voting/sitting.html", panel=panel, sittings=sittings, sitting=current, lines=lines,
        gate=sitting_queries.gate_now(reading(), panel_id, lines, clock()()) if current else None,
        reserves_left=sitting_queries.count_reserves_left(reading(), panel_id), is_secretary=is_secretary(panel),
        rounds=queries.list_rounds(reading(), panel_id), present=AttendanceState.PRESENT, own=own,
        own_line=next((line for line in lines if own is not None and line.seat_id == own.id), None),
        opens_at=sitting_queries.opens_later(panel, clock()()),
        may_sign_in=own is not None and own.state == SeatState.ACCEPTED, complaints=complaints,
    )  # fmt: skip
    return page, 422 if complaints else 200


def act_on_sitting(panel_id: int, said: str, act: Callable[[Session], object]) -> ResponseReturnValue:
    """Do an act that is one button; a refusal is shown on the sitting's page."""
    seen_panel(panel_id)
    form = Form()
    with refused_into(form), transaction() as session:
        act(session)
    if form.errors:
        return sitting_page(panel_id, form.complaints)
    return redirect_to("voting.show_sitting", said=said, panel_id=panel_id)


@bp.post("/panels/<int:panel_id>/sitting")
@allow(Role.SECRETARY)
def open_sitting(panel_id: int) -> ResponseReturnValue:
    """Open the sign-in."""
    return act_on_sitting(
        panel_id, _("会议已开始，可以签到"),
        lambda session: service.open_sitting(session, panel_id, actor=actor(), clock=clock()),
    )  # fmt: skip


@bp.post("/panels/<int:panel_id>/sitting/sign-in")
@allow(Role.EXPERT)
def sign_in_self(panel_id: int) -> ResponseReturnValue:
    """Sign the reader in."""
    return act_on_sitting(
        panel_id, _("您已签到"),
        lambda session: service.sign_in_member(session, panel_id, actor=actor(), clock=clock()),
    )  # fmt: skip


@bp.post("/panels/<int:panel_id>/sitting/seats/<int:seat_id>/sign-in")
@allow(Role.SECRETARY)
def sign_in_member(panel_id: int, seat_id: int) -> ResponseReturnValue:
    """Record on site that a member has come."""
    return act_on_sitting(
        panel_id, _("已登记签到"),
        lambda session: service.sign_in_member(session, panel_id, seat_id=seat_id, actor=actor(), clock=clock()),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/sitting/seats/<int:seat_id>/leave", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def sign_out_member(panel_id: int, seat_id: int) -> ResponseReturnValue:
    """Record that a member leaves."""
    form, panel = LeaveForm(), seen_panel(panel_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.sign_out_member(
                session, panel_id, seat_id, reason=form.reason.data, actor=actor(), clock=clock()
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_sitting", said=_("已登记离会"), panel_id=panel_id)
    return render_form(
        "voting/sitting_form.html", form, panel=panel, title=_("登记离会"), who=_name_of(panel_id, seat_id)
    )


@bp.route("/panels/<int:panel_id>/sitting/seats/<int:seat_id>/excuse", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def excuse_member(panel_id: int, seat_id: int) -> ResponseReturnValue:
    """Record a leave of absence."""
    form, panel = LeaveForm(), seen_panel(panel_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.excuse_member(session, panel_id, seat_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("voting.show_sitting", said=_("已登记请假"), panel_id=panel_id)
    return render_form(
        "voting/sitting_form.html", form, panel=panel, title=_("登记请假"), who=_name_of(panel_id, seat_id)
    )


def _name_of(panel_id: int, seat_id: int) -> str:
    """Name the member of a seat of this panel."""
    return commissions.get_seat(reading(), panel_id, seat_id).name


@bp.route("/panels/<int:panel_id>/sitting/observers", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def add_observer(panel_id: int) -> ResponseReturnValue:
    """Record an observer."""
    form, panel = ObserverForm(), seen_panel(panel_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.add_observer(
                session, panel_id, name=form.name.data, unit=form.unit.data, actor=actor(), clock=clock()
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_sitting", said=_("已登记列席人员"), panel_id=panel_id)
    return render_form("voting/sitting_form.html", form, panel=panel, title=_("登记列席人员"), who="")


@bp.post("/panels/<int:panel_id>/sitting/reserve")
@allow(Role.SECRETARY)
def call_reserve(panel_id: int) -> ResponseReturnValue:
    """Call the next reserve in drawn order."""
    return act_on_sitting(
        panel_id, _("已按抽取次序通知下一位候补"),
        lambda session: service.call_reserve(session, panel_id, actor=actor(), clock=clock()),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/sitting/adjourn", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def adjourn(panel_id: int) -> ResponseReturnValue:
    """Adjourn the sitting."""
    form, panel = AdjournForm(), seen_panel(panel_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.adjourn(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("voting.show_sitting", said=_("会议已延期"), panel_id=panel_id)
    return render_form("voting/sitting_form.html", form, panel=panel, title=_("会议延期"), who="")
