"""Pages of the draw and the seats: freezing, witnessing, appointing, inviting, constituting."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.commissions import queries, service
from panel.commissions.blueprint import PANEL_READERS, READERS, bp, not_now, sheet_of, show, turn_away
from panel.commissions.facts import Act, PanelState
from panel.commissions.forms import AppointForm, ConstituteForm, ReasonForm
from panel.commissions.rules import may_see_names
from panel.commissions.words import OUTCOMES, PURPOSES, SEAT_KINDS, SEAT_STATES
from panel.db import session as reading
from panel.db import transaction
from panel.draw import queries as draws
from panel.draw import rules as draw_rules
from panel.guidance.code_lists import label
from panel.kernel.actor import Role
from panel.kernel.canonical import canonical_bytes
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError, RuleViolatedError
from panel.roster import queries as roster
from panel.roster.facts import REASON_LABELS, STATE_LABELS, ExpertState, Reason
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.language import language
from panel.web.paging import paginate
from panel.web.widgets import SelectChoice


@bp.get("/panels/<int:panel_id>/draw")
@allow(*READERS)
def show_draws(panel_id: int) -> ResponseReturnValue:
    """Show the draws of a panel and what can be done next."""
    sheet = sheet_of(panel_id)
    found = draws.list_draws(reading(), panel_id)
    return show("draws.html", sheet, draws=found, people=_signers(found), purposes=PURPOSES, form=ReasonForm())


def _signers(found: Sequence[Any]) -> Mapping[int, str]:
    """Give the names of those who drew, witnessed or approved."""
    return accounts.account_names(
        reading(), [number for draw in found for number in (draw.drawn_by, draw.witness_id, draw.approved_by)]
    )


@bp.get("/panels/<int:panel_id>/draw/<int:no>")
@allow(*READERS)
def show_draw(panel_id: int, no: int) -> ResponseReturnValue:
    """Show the record of one draw: who could be drawn, who not and why, the order, the steps."""
    sheet = sheet_of(panel_id)
    draw = draws.get_draw(reading(), panel_id, no)
    by_code = {person["code"]: person for person in draw.names.values()}
    excluded = [(by_code[row["code"]], _reasons(row["reasons"])) for row in draw.excluded]
    result = draw.result or {"members": [], "reserves": [], "steps": []}
    return show(
        "draw.html", sheet, draw=draw, people=_signers([draw]), purposes=PURPOSES, outcomes=OUTCOMES,
        excluded=paginate(excluded, 50), problems=draws.problems_of(draw), disciplines=_disciplines(draw.frozen),
        steps=[(draw.names[step[1]], step) for step in result["steps"]],
        chosen=[(kind, draw.names[label]) for kind in ("members", "reserves") for label in result[kind]],
    )  # fmt: skip


def _disciplines(frozen: dict[str, Any]) -> dict[str, str]:
    """Give the main discipline behind each label."""
    return {one["label"]: one["discipline"] for one in (*frozen["pool"], *frozen["plan"]["fixed"])}


def _reasons(reasons: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Put the reasons of an exclusion into words."""
    return [(str(REASON_LABELS[Reason(one["code"])]), _detail(Reason(one["code"]), one["detail"])) for one in reasons]


def _detail(reason: Reason, detail: str) -> str:
    """Put the particulars of a reason into words: a state or a discipline stands there as its code."""
    if reason is Reason.STATE:
        state, _blank, until = detail.partition(" ")
        return f"{STATE_LABELS[ExpertState(state)]} {until}".strip()
    return label("disciplines", detail, language()) if reason is Reason.DISCIPLINE else detail


@bp.get("/panels/<int:panel_id>/draw/<int:no>/record.json")
@allow(*READERS)
def get_draw_record(panel_id: int, no: int) -> ResponseReturnValue:
    """Give the record that anyone can run again: canonical JSON, labels instead of names."""
    sheet_of(panel_id)
    draw = draws.get_draw(reading(), panel_id, no)
    if draw.result is None:
        raise NotFoundError("NOT_FOUND")
    record = draw_rules.record_of(draw.frozen, draw.pool_sha256, draw.seed or "", draw.result)
    body = canonical_bytes(record)
    headers = {"Content-Disposition": f'attachment; filename="draw-{panel_id}-{no}.json"'}
    return Response(body, mimetype="application/json", headers=headers)


@bp.post("/panels/<int:panel_id>/draw/prepare")
@allow(Role.SECRETARY)
def prepare_draw(panel_id: int) -> ResponseReturnValue:
    """Freeze the pool."""
    sheet = sheet_of(panel_id)
    form = ReasonForm()
    with refused_into(form), transaction() as session:
        service.prepare_draw(session, panel_id, reason=form.reason.data or "", actor=actor(), clock=clock())
    if form.errors:
        return _draws_again(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("名单已固定，等待业务人员见证抽取"))


def _draws_again(sheet: Any, form: Any) -> ResponseReturnValue:
    """Show the page of draws with what was refused, and what was typed."""
    found = draws.list_draws(reading(), sheet.panel.id)
    return render_form(
        "commissions/draws.html", form, sheet=sheet, panel=sheet.panel, acts=sheet.acts, draws=found,
        people=_signers(found), purposes=PURPOSES,
    )  # fmt: skip


@bp.post("/panels/<int:panel_id>/draw/witness")
@allow(Role.OFFICIAL)
def witness_draw(panel_id: int) -> ResponseReturnValue:
    """Witness the draw, which is performed now."""
    sheet = sheet_of(panel_id)
    form = ReasonForm()
    with refused_into(form), transaction() as session:
        service.witness_draw(session, panel_id, actor=actor(), clock=clock())
    if form.errors:
        return _draws_again(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("已见证，抽取完成"))


@bp.post("/panels/<int:panel_id>/draw/drop")
@allow(Role.SECRETARY)
def drop_draw(panel_id: int) -> ResponseReturnValue:
    """Give up a prepared draw."""
    sheet = sheet_of(panel_id)
    form = ReasonForm()
    with refused_into(form), transaction() as session:
        service.drop_draw(session, panel_id, reason=form.reason.data or "", actor=actor(), clock=clock())
    if form.errors:
        return _draws_again(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("已放弃本次准备"))


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
