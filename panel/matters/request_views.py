"""Pages of the requests that lead upwards: escalation to level 2, approval of level 1."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts.queries import account_names, list_organisations, organisation_names
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.matters import queries, service, words
from panel.matters.acts import decides_next
from panel.matters.adjudication_rules import HQ_ORGANISERS
from panel.matters.blueprint import DEPARTMENTS, bp, matter_of, not_now
from panel.matters.facts import Mode, RequestKind, RequestState
from panel.matters.forms import AnswerForm, EndorseForm, EscalationForm, Level1DecisionForm, Level1Form, as_choice
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.widgets import SelectChoice


def departments() -> list[SelectChoice]:
    """Give headquarters' departments as choices."""
    return [as_choice(org.id, org.name) for org in list_organisations(reading(), kinds=HQ_ORGANISERS)]


@bp.route("/matters/<int:matter_id>/escalate", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def request_escalation(matter_id: int) -> ResponseReturnValue:
    """Draft the request that headquarters adjudicate."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M09-D")):
        return away
    form = EscalationForm(data={"target_org_id": service.proposed_department(reading(), matter)})
    form.target_org_id.choices = departments()
    if form.validate_on_submit():
        request_id = 0
        with refused_into(form), transaction() as session:
            request_id = service.request_escalation(
                session, matter_id, form_key=form.form_key.data, target_org_id=form.target_org_id.data,
                reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_request", request_id=request_id, said=_("已送本局负责人审核"))
    return render_form("matters/act.html", form, matter=matter, heading=_("提请总局研判"))


@bp.route("/matters/<int:matter_id>/level-1", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def request_level_1(matter_id: int) -> ResponseReturnValue:
    """Draft the request for a level-1 adjudication."""
    matter, form = matter_of(matter_id), Level1Form()
    if request.method == "GET" and (away := not_now(matter, "M11-D")):
        return away
    if form.validate_on_submit():
        request_id = 0
        with refused_into(form), transaction() as session:
            request_id = service.request_level_1(
                session, matter_id, form_key=form.form_key.data, difficulty=form.difficulty.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_request", request_id=request_id, said=_("已送部门负责人审核"))
    return render_form("matters/act.html", form, matter=matter, heading=_("提请一级研判"))


@bp.get("/requests/<int:request_id>")
@allow(*DEPARTMENTS)
def show_request(request_id: int) -> ResponseReturnValue:
    """Show a request with the form of whoever decides on it next."""
    found = queries.get_request(reading(), request_id, viewer=actor())
    return _page(found, _form_for(found))


def _form_for(found: Any) -> Form | None:
    """Give the form of the viewer's decision, or None where the next act is not theirs."""
    if not decides_next(found, actor()):
        return None
    if found.state == RequestState.DRAFTED:
        return EndorseForm()
    return _decision_form() if found.kind == RequestKind.LEVEL_1 else AnswerForm()


def _decision_form() -> Level1DecisionForm:
    form = Level1DecisionForm()
    form.result_org_id.choices = departments()
    return form


def _action(found: Any) -> str | None:
    """Name the act that a request waits for, or None when it has been answered."""
    if found.state == RequestState.DRAFTED:
        return "endorse_request"
    if found.state != RequestState.SENT:
        return None
    return "decide_level_1" if found.kind == RequestKind.LEVEL_1 else "answer_escalation"


def _past(found: Any, action: str) -> ResponseReturnValue | None:
    """Lead to the request when it no longer waits for this act, as after a second press of the button."""
    if _action(found) == action:
        return None
    return redirect_to("matters.show_request", request_id=found.id, said=_("该请求已办理，未再重复办理"))


def _page(found: Any, form: Form | None) -> ResponseReturnValue:
    session = reading()
    context = {
        "request_": found, "matter": queries.get_matter(session, found.matter_id), "words": words,
        "orgs": organisation_names(session),
        "people": account_names(session, [found.requested_by, found.head_by, found.decided_by]),
        "action": _action(found),
    }  # fmt: skip
    if form is None:
        return render_template("matters/show_request.html", form=None, **context)
    return render_form("matters/show_request.html", form, **context)


@bp.post("/requests/<int:request_id>/endorse")
@allow(Role.APPROVER)
def endorse_request(request_id: int) -> ResponseReturnValue:
    """Send a request of the own department upwards, or refuse it."""
    found, form = queries.get_request(reading(), request_id, viewer=actor()), EndorseForm()
    if away := _past(found, "endorse_request"):
        return away
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.endorse_request(
                session, request_id, is_endorsed=form.answer.data == "send", reason=form.reason.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_request", request_id=request_id, said=_("已提交"))
    return _page(found, form)


@bp.post("/requests/<int:request_id>/answer")
@allow(Role.OFFICIAL)
def answer_escalation(request_id: int) -> ResponseReturnValue:
    """Take the matter that a bureau escalated, or return it."""
    found, form = queries.get_request(reading(), request_id, viewer=actor()), AnswerForm()
    if away := _past(found, "answer_escalation"):
        return away
    accepts = form.answer.data == "accept"
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            if accepts:
                service.accept_escalation(
                    session, request_id, mode=form.mode.data or Mode.EXPERT, actor=actor(), clock=clock()
                )
            else:
                service.return_escalation(session, request_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors and accepts:
            return redirect_to("matters.show_matter", matter_id=found.matter_id, said=_("已接受，由本司局组织二级研判"))
        if not form.errors:  # what was returned is no longer the department's to see
            return redirect_to("matters.list_matters", said=_("已退回原局"))
    return _page(found, form)


@bp.post("/requests/<int:request_id>/decide")
@allow(Role.APPROVER)
def decide_level_1(request_id: int) -> ResponseReturnValue:
    """Approve or refuse a level-1 adjudication."""
    found, form = queries.get_request(reading(), request_id, viewer=actor()), _decision_form()
    if away := _past(found, "decide_level_1"):
        return away
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.decide_level_1(
                session, request_id, is_approved=form.answer.data == "approve", approval_no=form.approval_no.data,
                result_org_id=form.result_org_id.data, reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_request", request_id=request_id, said=_("已提交"))
    return _page(found, form)
