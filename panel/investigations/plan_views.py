"""Pages of a special investigation: draft the plan, decide on it, file what was found."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.investigations import gathering_rules, page_queries, queries, service
from panel.investigations.blueprint import bp
from panel.investigations.facts import Act, InvestigationState, text_of
from panel.investigations.forms import DecideForm, PlanForm, findings_form, plan_values
from panel.investigations.inquiry_views import READERS, back_to_tab, seen_panel
from panel.kernel.actor import Role
from panel.voting import queries as voting
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import refused_into, render_form


@bp.route("/panels/<int:panel_id>/inquiries/plan", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def order_investigation(panel_id: int) -> ResponseReturnValue:
    """Draft the plan, filled with the contested questions or with the plan that was sent back."""
    panel = seen_panel(panel_id)
    latest = queries.undecided_round(reading(), panel_id)
    gathering = queries.gathering_of(reading(), latest) if latest else None
    returned = _last_returned(panel_id)
    form = PlanForm(data=plan_values(returned, gathering_rules.questions_from(gathering) if gathering else ()))
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.order_investigation(
                session, panel_id, form.content(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return back_to_tab(panel_id, _("专项调查方案已提交审批"))
    return render_form(
        "investigations/order_investigation.html", form, panel=panel, latest=latest, gathering=gathering,
        returned=returned,
    )  # fmt: skip


def _last_returned(panel_id: int) -> object:
    """Give the panel's latest plan if it was sent back, so that its words need not be typed again."""
    plans = queries.list_investigations(reading(), panel_id)
    return plans[-1] if plans and plans[-1].state == InvestigationState.REFUSED else None


@bp.get("/panels/<int:panel_id>/inquiries/investigations/<int:investigation_id>")
@allow(*READERS)
def show_investigation(panel_id: int, investigation_id: int) -> ResponseReturnValue:
    """Show an investigation: its plan, the decision on it, and what it found."""
    panel = seen_panel(panel_id)
    row = queries.get_investigation(reading(), panel_id, investigation_id)
    acts = page_queries.acts_of(panel, queries.standing_of(reading(), panel_id, clock()()), actor())
    is_planned = row.state == InvestigationState.PLANNED
    return render_template(
        "investigations/investigation.html", panel=panel, row=row,
        names=accounts.account_names(reading(), {row.drafted_by, row.decided_by, row.filed_by}),
        round=voting.get_round(reading(), row.round_id),
        may_decide=Act.DECIDE_PLAN in acts and is_planned and row.drafted_by != actor().id,
        may_file=Act.FILE_FINDINGS in acts and row.state == InvestigationState.APPROVED,
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/inquiries/investigations/<int:investigation_id>/decision", methods=["GET", "POST"])
@allow(Role.APPROVER)
def decide_plan(panel_id: int, investigation_id: int) -> ResponseReturnValue:
    """Approve a plan, or send it back."""
    panel, form = seen_panel(panel_id), DecideForm()
    row = queries.get_investigation(reading(), panel_id, investigation_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            who: dict[str, Any] = {"actor": actor(), "clock": clock()}
            if form.is_approved:
                service.approve_plan(session, panel_id, investigation_id, **who)
            else:
                service.return_plan(session, panel_id, investigation_id, reason=form.reason.data, **who)
        if not form.errors:
            return back_to_tab(panel_id, _("方案已批准") if form.is_approved else _("方案已退回"))
    return render_form(
        "investigations/decide_plan.html", form, panel=panel, row=row,
        names=accounts.account_names(reading(), {row.drafted_by}), round=voting.get_round(reading(), row.round_id),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/inquiries/investigations/<int:investigation_id>/findings", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def file_findings(panel_id: int, investigation_id: int) -> ResponseReturnValue:
    """File the report of an investigation, question by question."""
    panel = seen_panel(panel_id)
    row = queries.get_investigation(reading(), panel_id, investigation_id)
    suggested = {
        "report_no": _("%(number)s-报告", number=row.number) if row.number else "",
        "authors": text_of(row.team),
    }
    form = findings_form(row.questions, data=suggested)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.file_findings(
                session, panel_id, investigation_id, form.content(), report_no=form.report_no.data,
                report=form.uploaded(), actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("调查报告已提交，并已列入专家组材料"))
    is_answered = queries.standing_of(reading(), panel_id, clock()()).is_warning_answered
    return render_form("investigations/file_findings.html", form, panel=panel, row=row, is_answered=is_answered)
