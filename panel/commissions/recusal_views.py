"""The page of recusal on a panel: parties, screening, what was found, and the decisions."""

from collections.abc import Collection
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.commissions import service
from panel.commissions.act_rules import SCREENING
from panel.commissions.blueprint import READERS, bp, not_now, sheet_of
from panel.commissions.facts import Act
from panel.commissions.recusal_forms import DecideForm, FindingForm, PartyForm
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.recusal import queries as recusals
from panel.recusal.facts import FindingState, Ground, PartyKind
from panel.recusal.forms import EndForm
from panel.recusal.rules import parties_digest
from panel.recusal.words import GRADES, GROUNDS, ORIGINS, PARTY_KINDS, STATES, evidence_words
from panel.roster import background_queries as backgrounds
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.widgets import SelectChoice

PAGE = "commissions.show_recusal"


@bp.get("/panels/<int:panel_id>/recusal")
@allow(*READERS)
def show_recusal(panel_id: int) -> ResponseReturnValue:
    """Show the parties, the last screening, and every hit by where it stands."""
    return _page(sheet_of(panel_id), DecideForm())


def _page(sheet: Any, form: Any, chosen: Collection[int] = ()) -> ResponseReturnValue:
    session, panel = reading(), sheet.panel
    findings = recusals.list_findings(session, panel.id)
    screening = recusals.find_latest_screening(session, panel.id)
    parties = recusals.list_parties(session, panel.matter_id)
    experts = backgrounds.list_people(session, {one.expert_id for one in findings}) if findings else []
    signers = [*(one.decided_by for one in findings), *(one.entered_by for one in findings)]
    return render_form(
        "commissions/recusal.html", form, sheet=sheet, panel=panel, acts=sheet.acts, parties=parties,
        screening=screening, is_under_way=panel.state in SCREENING,
        is_stale=screening is not None and screening.parties_sha256 != parties_digest(parties),
        by_state={state: [one for one in findings if one.state == state] for state in FindingState},
        experts={one.id: one for one in experts}, chosen=set(chosen), grounds=GROUNDS, kinds=PARTY_KINDS,
        origins=ORIGINS, grades=GRADES, states=STATES, evidence_words=evidence_words,
        people=accounts.account_names(session, [*signers, screening.screened_by if screening else None]),
    )  # fmt: skip


@bp.post("/panels/<int:panel_id>/recusal/screen")
@allow(Role.OFFICIAL, Role.SECRETARY)
def screen_experts(panel_id: int) -> ResponseReturnValue:
    """Screen everybody who could sit on the panel."""
    sheet = sheet_of(panel_id)
    form = DecideForm(formdata=None)
    with refused_into(form), transaction() as session:
        service.screen_experts(session, panel_id, actor=actor(), clock=clock())
    if form.errors:
        return _page(sheet, form)
    return redirect_to(PAGE, panel_id=panel_id, said=_("审查完成，请逐项审定命中的情形"))


@bp.post("/panels/<int:panel_id>/recusal/decide")
@allow(Role.OFFICIAL, Role.APPROVER)
def decide_findings(panel_id: int) -> ResponseReturnValue:
    """Decide on the hits that were ticked."""
    sheet = sheet_of(panel_id)
    form = DecideForm()
    chosen = request.form.getlist("findings", type=int)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.decide_findings(
                session, panel_id, chosen, is_confirmed=form.outcome.data == "confirmed",
                is_pinned=bool(form.is_pinned.data), reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, panel_id=panel_id, said=_("已审定 %(count)s 项", count=len(chosen)))
    return _page(sheet, form, chosen)


@bp.route("/panels/<int:panel_id>/recusal/parties/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def enter_party(panel_id: int) -> ResponseReturnValue:
    """Enter a party that the matter's record does not name."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.ENTER_PARTY, "show_recusal"):
        return away
    form = PartyForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.enter_party(
                session, panel_id, kind=PartyKind(form.kind.data), name=form.name.data, note=form.note.data or "",
                unified_code=form.unified_code.data or "", form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, panel_id=panel_id, said=_("已登记，请重新运行审查"))
    return render_form("commissions/recusal_form.html", form, panel=sheet.panel, words=_("登记当事单位"))


@bp.route("/panels/<int:panel_id>/recusal/parties/<int:party_id>/end", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def end_party(panel_id: int, party_id: int) -> ResponseReturnValue:
    """Take an entered party out again."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.ENTER_PARTY, "show_recusal"):
        return away
    entered = recusals.list_entered(reading(), sheet.panel.matter_id)
    party = next((one for one in entered if one.id == party_id and one.ended_at is None), None)
    if party is None:
        raise NotFoundError("NOT_FOUND")
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.end_party(session, panel_id, party_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to(PAGE, panel_id=panel_id, said=_("已停用，请重新运行审查"))
    return render_form(
        "commissions/recusal_form.html", form, panel=sheet.panel, words=_("停用当事单位：%(name)s", name=party.name)
    )


@bp.route("/panels/<int:panel_id>/recusal/findings/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def enter_finding(panel_id: int) -> ResponseReturnValue:
    """Enter a conflict that no screening can see."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.SCREEN, "show_recusal"):
        return away
    form = FindingForm()
    form.party.choices = [
        SelectChoice(f"{one.kind}:{one.name}", f"{one.name}（{PARTY_KINDS[one.kind]}）")
        for one in recusals.list_parties(reading(), sheet.panel.matter_id)
    ]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.enter_finding(
                session, panel_id, expert_code=form.expert.data, ground=Ground(form.ground.data),
                party_key=form.party.data, detail=form.detail.data, form_key=form.form_key.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, panel_id=panel_id, said=_("已登记，由其他承办人或者负责人审定"))
    return render_form("commissions/recusal_form.html", form, panel=sheet.panel, words=_("登记回避情形"))
