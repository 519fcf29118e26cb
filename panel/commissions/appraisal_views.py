"""Pages of the appraisals after a panel: who attended, and what its official thought of each."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.commissions import rules, service
from panel.commissions.blueprint import READERS, bp, sheet_of, show
from panel.commissions.facts import PanelState
from panel.commissions.queries import Sheet
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import NotAllowedError
from panel.roster import queries as roster
from panel.roster import standing_queries
from panel.roster.standing_forms import AppraiseExpertForm
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form


def _may_appraise(sheet: Sheet) -> bool:
    return rules.may_appraise(PanelState(sheet.panel.state), is_official=sheet.panel.drafted_by == actor().id)


@bp.get("/panels/<int:panel_id>/appraisals")
@allow(*READERS)
def show_appraisals(panel_id: int) -> ResponseReturnValue:
    """List the experts who attended, each with the appraisal or a way to it."""
    sheet = sheet_of(panel_id)
    attended = standing_queries.experts_who_attended(reading(), panel_id)
    experts = roster.experts_by_id(reading(), attended)
    return show(
        "appraisals.html",
        sheet,
        experts=sorted(experts.values(), key=lambda one: one.code),
        appraisals=standing_queries.appraisals_of_panel(reading(), panel_id),
        may_appraise=_may_appraise(sheet),
    )


@bp.route("/panels/<int:panel_id>/appraisals/<int:expert_id>", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def appraise_member(panel_id: int, expert_id: int) -> ResponseReturnValue:
    """Appraise one expert: a score and words."""
    sheet = sheet_of(panel_id)
    if not _may_appraise(sheet):
        raise NotAllowedError("APPRAISAL_NOT_OFFICIAL")
    form = AppraiseExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.appraise_member(
                work,
                panel_id,
                expert_id,
                score=form.score.data,
                words=form.words.data,
                actor=actor(),
                clock=clock(),
            )
        if not form.errors:
            return redirect_to("commissions.show_appraisals", said=_("评价已提交"), panel_id=panel_id)
    expert = roster.get_expert(reading(), expert_id)
    return render_form("commissions/appraise_member.html", form, sheet=sheet, panel=sheet.panel, expert=expert)
