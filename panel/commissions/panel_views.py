"""Pages of panels and their commission: list, overview, draft, approval, meeting, complexity."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.commissions import queries, service
from panel.commissions.blueprint import PANEL_READERS, READERS, bp, not_now, sheet_of, show
from panel.commissions.facts import Act, Complexity, PanelState, SessionMode
from panel.commissions.forms import (
    ApproveForm,
    CommissionForm,
    ComplexityForm,
    MeetingForm,
    StepForm,
    listed,
    values_of,
)
from panel.commissions.queries import PanelFilter, Sheet
from panel.commissions.quota_words import conditions_of
from panel.commissions.rules import leading_words, required_grounds
from panel.commissions.words import ADJUDICATION_LEVELS, METHODS, NEXT, PEERS, stages_of
from panel.db import session as reading
from panel.db import transaction
from panel.draw.facts import quotas_of
from panel.draw.words import METHODS as DRAW_METHODS
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.matters import queries as matters
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.labels import PANEL_STATES
from panel.web.paging import offset_and_limit, page_of
from panel.web.row_numbers import asked_number, row_number
from panel.web.widgets import SelectChoice


@bp.get("/panels")
@allow(*READERS)
def list_panels() -> ResponseReturnValue:
    """Show the panels the reader may know of, with search and filters."""
    level = request.args.get("level", "")
    course = request.args.get("course", "")
    wanted = PanelFilter(
        text=request.args.get("text", "")[:100],
        course=course if course in {"open", "ended", *PANEL_STATES} else "",
        level=int(level) if level in {"1", "2", "3"} else None,
        is_mine=request.args.get("mine") == "1",
    )
    total = queries.count_panels(reading(), actor(), wanted)
    offset, limit = offset_and_limit(total)
    found = queries.list_panels(reading(), actor(), wanted, offset=offset, limit=limit)
    return render_template(
        "commissions/panels.html", page=page_of(found, total), wanted=wanted, states=PANEL_STATES,
        names=accounts.organisation_names(reading()), levels=ADJUDICATION_LEVELS,
    )  # fmt: skip


@bp.get("/panels/<int:panel_id>")
@allow(*PANEL_READERS)
def show_panel(panel_id: int) -> ResponseReturnValue:
    """Show a panel: where it stands, what is next and who does it, and what this reader may do."""
    sheet = sheet_of(panel_id)
    panel = sheet.panel
    state = PanelState(panel.state)
    own = next((seat for seat in sheet.seats if seat.account_id == actor().id), None)
    matter = matters.get_matter(reading(), panel.matter_id)
    return show(
        "panel.html", sheet, matter=matter, own=own, people=_people(sheet), levels=ADJUDICATION_LEVELS,
        org=accounts.get_organisation(reading(), panel.org_id), next_step=NEXT[state],
        stages=stages_of(state, had_inquiry=panel.has_disagreed or panel.counted_rounds > 1),
    )  # fmt: skip


def _people(sheet: Sheet) -> Any:
    panel = sheet.panel
    return accounts.account_names(
        reading(), [panel.drafted_by, panel.approved_by, panel.secretary_id, panel.constituted_by]
    )


@bp.get("/panels/<int:panel_id>/commission")
@allow(*PANEL_READERS)
def show_commission(panel_id: int) -> ResponseReturnValue:
    """Show the formal commission; to an expert once the invitation is accepted."""
    sheet = sheet_of(panel_id)
    if actor().role is Role.EXPERT:
        _must_have_accepted(sheet)
    return show(
        "commission.html", sheet, people=_people(sheet), methods=METHODS, peers=PEERS, levels=ADJUDICATION_LEVELS,
        matter=matters.get_matter(reading(), sheet.panel.matter_id), leading=leading_words(sheet.panel.question),
        org=accounts.get_organisation(reading(), sheet.panel.org_id), form=StepForm(version=str(sheet.panel.version)),
        faults=[words_of(RuleViolatedError(fault.code, **fault.facts)) for fault in sheet.faults],
        **_conditions(sheet.panel),
    )  # fmt: skip


def _conditions(panel: Any) -> dict[str, Any]:
    """Give the quotas in words and the method that follows; to an expert without the names of others."""
    quotas = quotas_of(panel.quotas)
    words = conditions_of(quotas, has_names=actor().role is not Role.EXPERT)
    on = beijing_date(panel.approved_at or clock()())
    limits = queries.general_limits(panel, on)
    return {"conditions": words, "draw_method": DRAW_METHODS[quotas.method], "general": limits}


def _must_have_accepted(sheet: Sheet) -> None:
    """Turn an expert away who has not accepted: the commission follows the undertaking."""
    queries.accepted_seat(reading(), sheet.panel.id, actor())


def _filled_in(form: CommissionForm, org_id: int) -> CommissionForm:
    """Offer the department's secretaries, and those of the tier where it has none of its own."""
    people = accounts.list_accounts(reading(), role=Role.SECRETARY)
    orgs = accounts.organisation_names(reading())
    ours = [one for one in people if one.org_id == org_id] or list(people)
    form.secretary_id.choices = [
        SelectChoice(one.id, f"{one.name}（{orgs.get(one.org_id, '')}）") for one in ours if one.is_active
    ]
    return form


@bp.route("/panels/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def draft_commission() -> ResponseReturnValue:
    """Draft a commission for a matter."""
    matter_id = asked_number("matter") or 0
    matter = matters.get_matter(reading(), matter_id, viewer=actor())
    facts = matters.matter_facts(matter)
    adjudication = matters.open_adjudication_of(reading(), matter_id)
    level = adjudication.level if adjudication else facts.level or 3
    grounds = {*facts.complexity_grounds, *required_grounds(level, is_joint=False, has_disagreed=False)}
    hints = facts.discipline_hints
    given = {
        "title": _("%(product)s质量安全风险研判", product=facts.product_name), "complexity_grounds": sorted(grounds),
        "seats_wanted": 5 if grounds else 3, "reserves_wanted": 2, "main_discipline": hints[0] if hints else None,
        "disciplines": [], "kind": "ordinal",
    }  # fmt: skip
    form = _filled_in(CommissionForm(data=given), actor().org_id or 0)
    if form.validate_on_submit():
        panel_id = 0
        with refused_into(form), transaction() as session:
            panel_id = service.draft_commission(
                session, matter_id, form.content(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to(
                "commissions.show_commission", panel_id=panel_id, said=_("委托书已保存，请核对后提交审批")
            )
    return render_form("commissions/draft_commission.html", form, matter=matter, level=level, panel=None)


@bp.route("/panels/<int:panel_id>/commission/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def edit_commission(panel_id: int) -> ResponseReturnValue:
    """Change a draft."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.EDIT, "show_commission"):
        return away
    given = values_of(queries.content_of(sheet.panel)) | {"version": str(sheet.panel.version)}
    form = _filled_in(CommissionForm(data=given), sheet.panel.org_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.edit_commission(
                session, panel_id, form.content(), version=_version(form), actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("commissions.show_commission", panel_id=panel_id, said=_("委托书已保存"))
    matter = matters.get_matter(reading(), sheet.panel.matter_id)
    return render_form(
        "commissions/draft_commission.html", form, matter=matter, level=sheet.panel.level, panel=sheet.panel
    )


def _version(form: Any) -> int | None:
    """Read the version the page stood on; without a readable one the state alone decides."""
    return row_number(form.version.data)


@bp.post("/panels/<int:panel_id>/commission/submit")
@allow(Role.OFFICIAL)
def submit_commission(panel_id: int) -> ResponseReturnValue:
    """Send a complete draft to the approver."""
    form = StepForm()
    sheet_of(panel_id)
    with transaction() as session:
        service.submit_commission(session, panel_id, version=_version(form), actor=actor(), clock=clock())
    return redirect_to("commissions.show_commission", panel_id=panel_id, said=_("已提交部门负责人审批"))


@bp.route("/panels/<int:panel_id>/commission/approve", methods=["GET", "POST"])
@allow(Role.APPROVER)
def approve_commission(panel_id: int) -> ResponseReturnValue:
    """Approve a commission, or send it back."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.APPROVE, "show_commission"):
        return away
    form = ApproveForm(version=str(sheet.panel.version))
    if form.validate_on_submit():
        is_rejected = bool(form.reject.data)
        with refused_into(form), transaction() as session:
            if is_rejected:
                service.reject_commission(
                    session, panel_id, reason=form.reason.data, version=_version(form), actor=actor(), clock=clock()
                )
            else:
                service.approve_commission(
                    session, panel_id, is_neutral=form.is_neutral.data, version=_version(form), actor=actor(),
                    clock=clock(),
                )  # fmt: skip
        if not form.errors:
            said = _("已退回起草人") if is_rejected else _("委托已批准并编号")
            return redirect_to("commissions.show_commission", panel_id=panel_id, said=said)
    quotas, on = quotas_of(sheet.panel.quotas), beijing_date(clock()())
    return render_form(
        "commissions/approve_commission.html", form, panel=sheet.panel, people=_people(sheet), methods=METHODS,
        outlook=service.try_quotas(reading(), sheet.panel, quotas, on), **_conditions(sheet.panel),
        matter=matters.get_matter(reading(), sheet.panel.matter_id), leading=leading_words(sheet.panel.question),
        levels=ADJUDICATION_LEVELS, peers=PEERS,
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/complexity", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def raise_complexity(panel_id: int) -> ResponseReturnValue:
    """Add grounds of complexity."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.RAISE_COMPLEXITY):
        return away
    form = ComplexityForm()
    standing = [ground for ground in Complexity if ground.value in sheet.panel.complexity_grounds]
    form.grounds.choices = listed("complexity_criteria", without=standing)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.raise_complexity(
                session, panel_id, grounds=form.grounds.data, note=form.note.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("commissions.show_panel", panel_id=panel_id, said=_("已列为复杂问题，专家不少于五人"))
    return render_form("commissions/raise_complexity.html", form, panel=sheet.panel)


@bp.route("/panels/<int:panel_id>/meeting", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def set_meeting(panel_id: int) -> ResponseReturnValue:
    """Set time, place and form of the meeting."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.SET_MEETING):
        return away
    panel = sheet.panel
    form = MeetingForm(data={"session_mode": panel.session_mode, "held_at": panel.held_at, "place": panel.place})
    by_letter = panel.session_mode == SessionMode.CORRESPONDENCE
    form.session_mode.choices = listed("meeting_forms", without=[] if by_letter else ["correspondence"])
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.set_meeting(
                session, panel_id, session_mode=SessionMode(form.session_mode.data), held_at=form.held_at.data,
                place=form.place.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_panel", panel_id=panel_id, said=_("会议安排已保存"))
    return render_form("commissions/set_meeting.html", form, panel=panel)
