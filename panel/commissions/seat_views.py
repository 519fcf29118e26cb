"""Pages of the seats: appointing, inviting, constituting."""

import re
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel.commissions import queries, service
from panel.commissions.blueprint import PANEL_READERS, bp, not_now, sheet_of, show, turn_away
from panel.commissions.facts import Act, PanelState
from panel.commissions.forms import AppointForm, ConstituteForm, ReasonForm
from panel.commissions.rules import may_see_names
from panel.commissions.words import SEAT_KINDS, SEAT_STATES
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError, RuleViolatedError
from panel.roster import queries as roster
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.widgets import SelectChoice


@bp.route("/panels/<int:panel_id>/appoint", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def propose_appointment(panel_id: int) -> ResponseReturnValue:
    """Propose experts for direct appointment."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.APPOINT, "show_draws"):
        return away
    form = AppointForm()
    choices = _choices(sheet.panel)
    form.members.choices, form.reserves.choices = (
        choices,
        [SelectChoice(c.value, c.label, c.render_kw) for c in choices],
    )
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.propose_appointment(
                session, panel_id, members=[*form.members.data, *_ids_of(session, form.other_members.data)],
                reserves=[*form.reserves.data, *_ids_of(session, form.other_reserves.data)], reason=form.reason.data,
                form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_requests", panel_id=panel_id, said=_("已报负责人审批"))
    return render_form("commissions/propose_appointment.html", form, panel=sheet.panel)


def _choices(panel: Any) -> list[SelectChoice]:
    """Offer the experts who could be drawn; others are named by their codes."""
    pool = service.appointable(reading(), panel, beijing_date(clock()()))
    return [SelectChoice(one.id, f"{one.name}（{one.code}，{one.employer}）") for one in pool]


def _ids_of(session: Session, typed: str) -> list[int]:
    """Give the experts of codes as they were typed; a code that is nobody's is number 0, which no roster has."""
    found = (roster.find_expert_by_code(session, code.upper()) for code in re.split(r"[\s,，、;；]+", typed) if code)
    return [expert.id if expert else 0 for expert in found]


@bp.get("/panels/<int:panel_id>/seats")
@allow(*PANEL_READERS)
def show_seats(panel_id: int) -> ResponseReturnValue:
    """Show the experts of a panel and where each invitation stands; to members who sat, after the conclusion."""
    sheet = sheet_of(panel_id)
    if not may_see_names(actor().role, PanelState(sheet.panel.state)):
        raise NotFoundError("NOT_FOUND")
    if actor().role is Role.EXPERT:
        queries.accepted_seat(reading(), panel_id, actor())
    return show("seats.html", sheet, states=SEAT_STATES, kinds=SEAT_KINDS)


@bp.post("/panels/<int:panel_id>/invite")
@allow(Role.SECRETARY)
def invite(panel_id: int) -> ResponseReturnValue:
    """Invite the members drawn."""
    sheet_of(panel_id)
    with transaction() as session:
        service.invite(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("commissions.show_seats", panel_id=panel_id, said=_("邀请已发出"))


@bp.route("/panels/<int:panel_id>/constitute", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def constitute(panel_id: int) -> ResponseReturnValue:
    """Constitute the panel from those who accepted."""
    sheet = sheet_of(panel_id)
    if sheet.panel.state != "INVITING":
        return turn_away("ILLEGAL_TRANSITION", panel_id, "show_seats")
    form = ConstituteForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.constitute(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("commissions.show_seats", panel_id=panel_id, said=_("专家组已组成，名单已固定"))
    fault = service.reasons_against(reading(), sheet.panel, clock())
    warnings = service.warnings_of(reading(), sheet.panel, clock())
    return render_form(
        "commissions/constitute.html", form, panel=sheet.panel, sheet=sheet, acts=sheet.acts, kinds=SEAT_KINDS,
        members=queries.list_members(reading(), panel_id),
        fault=words_of(RuleViolatedError(fault.code, **fault.facts)) if fault else None,
        warnings=[words_of(RuleViolatedError(code, **facts)) for code, facts in warnings.items()],
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/reconvene", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def reconvene(panel_id: int) -> ResponseReturnValue:
    """Convene the panel again with the findings."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.RECONVENE):
        return away
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.reconvene(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("commissions.show_panel", panel_id=panel_id, said=_("专家组已重新召集，新材料已发放"))
    return render_form(
        "commissions/reconvene.html", form, panel=sheet.panel, members=queries.list_members(reading(), panel_id),
        waiting=queries.list_materials(reading(), panel_id, is_released=False),
    )  # fmt: skip
