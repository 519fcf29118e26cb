"""Pages of what follows an inquiry: the panel again, another way to adjudicate, a higher place."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgKind
from panel.db import session as reading
from panel.db import transaction
from panel.investigations import page_queries, queries, service
from panel.investigations.blueprint import bp
from panel.investigations.facts import OtherMode
from panel.investigations.forms import MODE_LABELS, DecideRequestForm, EscalateForm, OtherForm, ReconveneForm
from panel.investigations.inquiry_views import back_to_tab, seen_panel
from panel.kernel.actor import Role
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import refused_into, render_form
from panel.web.widgets import SelectChoice


@bp.route("/panels/<int:panel_id>/inquiries/reconvening", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def reconvene(panel_id: int) -> ResponseReturnValue:
    """Convene the panel again, five at least, with the results in its pack."""
    panel, form = seen_panel(panel_id), ReconveneForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.reconvene(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return back_to_tab(panel_id, _("已重新召集专家组，调查检测结果已发给成员"))
    return render_form(
        "investigations/reconvene.html", form, panel=panel,
        ready=page_queries.readiness(reading(), panel, clock()()),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/inquiries/other", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def propose_other_adjudication(panel_id: int) -> ResponseReturnValue:
    """Propose that others judge the results."""
    panel, form = seen_panel(panel_id), OtherForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.propose_other_adjudication(
                session, panel_id, OtherMode(form.mode.data), reason=form.reason.data, form_key=form.form_key.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("已提交负责人决定"))
    return render_form("investigations/propose_other.html", form, panel=panel)


@bp.route("/panels/<int:panel_id>/inquiries/escalation", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def propose_escalation(panel_id: int) -> ResponseReturnValue:
    """Propose that a higher place adjudicates."""
    panel, form = seen_panel(panel_id), EscalateForm()
    if panel.level == 3:
        departments = accounts.list_organisations(reading(), kinds={OrgKind.HQ_DEPT, OrgKind.COMMISSION})
        form.target_org_id.choices = [SelectChoice(org.id, org.name) for org in departments]
    else:
        del form.target_org_id
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.propose_escalation(
                session, panel_id, target_org_id=form.target_org_id.data if "target_org_id" in form else None,
                reason=form.reason.data, form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("已提交负责人决定"))
    standing = queries.standing_of(reading(), panel_id, clock()())
    return render_form("investigations/propose_escalation.html", form, panel=panel, standing=standing)


@bp.route("/panels/<int:panel_id>/inquiries/proposals/<int:request_id>", methods=["GET", "POST"])
@allow(Role.APPROVER)
def decide_request(panel_id: int, request_id: int) -> ResponseReturnValue:
    """Decide on another way to adjudicate, or on going up."""
    panel, form = seen_panel(panel_id), DecideRequestForm()
    row = queries.get_request(reading(), panel_id, request_id)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.decide_request(
                session, panel_id, request_id, is_granted=form.is_approved, reason=form.reason.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("已同意") if form.is_approved else _("已答复不同意"))
    return render_form(
        "investigations/decide_request.html", form, panel=panel, row=row, mode_labels=MODE_LABELS,
        names=accounts.account_names(reading(), {row.requested_by}),
        target=accounts.get_organisation(reading(), row.target_org_id).name if row.target_org_id else None,
        standing=queries.standing_of(reading(), panel_id, clock()()),
    )  # fmt: skip
