"""Pages of results: entry of those that no panel voted on, review, return and confirmation of all."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts.queries import account_names, list_accounts, organisation_names
from panel.accounts.service import actor_of
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.matters import queries, service, words
from panel.matters.acts import result_act
from panel.matters.blueprint import DEPARTMENTS, bp, matter_of, not_now, turn_away
from panel.matters.facts import MEETING_MODES, Mode
from panel.matters.forms import ReasonForm, ResultForm
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form

TYPED_MODES = frozenset({*MEETING_MODES, Mode.TECHNICAL})


@bp.route("/matters/<int:matter_id>/result", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def enter_result(matter_id: int) -> ResponseReturnValue:
    """Enter the result of a meeting or a technical adjudication; a panel's comes from its conclusion."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M17")):
        return away
    adjudication = _typed_adjudication(matter_id)
    if adjudication is None and request.method == "GET":
        return turn_away("RESULT_BY_CONCLUSION", matter_id)
    if adjudication is None:
        raise RuleViolatedError("RESULT_BY_CONCLUSION")
    form = _result_form(Mode(adjudication.mode))
    if form.validate_on_submit():
        result_id = 0
        with refused_into(form), transaction() as session:
            result_id = service.enter_result(session, adjudication.id, form.block(), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("matters.show_result", result_id=result_id, said=_("已录入，等待另一名同事审核"))
    return render_form("matters/act.html", form, matter=matter, heading=_("录入研判结果"))


def _typed_adjudication(matter_id: int) -> Any:
    """Give the open adjudication if its result is typed in, or None."""
    found = queries.open_adjudication_of(reading(), matter_id)
    return found if found is not None and Mode(found.mode) in TYPED_MODES else None


def _result_form(mode: Mode) -> ResultForm:
    form = ResultForm(data={"concluded_on": beijing_date(clock()())})
    if mode not in MEETING_MODES:
        del form.meeting_type, form.attendees
    return form


@bp.get("/results/<int:result_id>")
@allow(*DEPARTMENTS)
def show_result(result_id: int) -> ResponseReturnValue:
    """Show a result block with the buttons of whoever reviews or confirms it next."""
    return _page(queries.get_result_by_id(reading(), result_id, viewer=actor()), ReasonForm())


def _page(result: Any, form: ReasonForm) -> ResponseReturnValue:
    session, viewer = reading(), actor()
    matter = queries.get_matter(session, result.matter_id)
    state = words.result_state(result)
    act = result_act(result, matter.result_org_id, viewer)
    is_hand = viewer.id in {result.entered_by, result.reviewed_by}
    is_body = viewer.org_id in {result.organiser_org_id, matter.result_org_id}
    may_return = is_body and not is_hand and viewer.role in {Role.OFFICIAL, Role.APPROVER}
    return render_form(
        "matters/show_result.html", form, result=result, matter=matter, state=state, words=words,
        orgs=organisation_names(session), may_return=may_return and state in {"entered", "reviewed"}, act=act,
        next_hands=_next_hands(result, matter.result_org_id) if state in {"entered", "reviewed"} else (),
        people=account_names(
            session, [result.entered_by, result.reviewed_by, result.confirmed_by, result.returned_by]
        ),
    )  # fmt: skip


def _next_hands(result: Any, result_org_id: int | None) -> list[str]:
    """Name those who may review or confirm the result now, so that whoever entered it knows whom to ask."""
    bodies = {org for org in (result.organiser_org_id, result_org_id) if org is not None}
    people = list_accounts(reading(), org_ids=bodies)
    return [one.name for one in people if one.is_active and result_act(result, result_org_id, actor_of(one))]


@bp.post("/results/<int:result_id>/review")
@allow(Role.OFFICIAL)
def review_result(result_id: int) -> ResponseReturnValue:
    """Pass a result that a colleague entered."""
    with transaction() as session:
        service.review_result(session, result_id, actor=actor(), clock=clock())
    return redirect_to("matters.show_result", result_id=result_id, said=_("已审核，等待确认"))


@bp.post("/results/<int:result_id>/confirm")
@allow(Role.OFFICIAL, Role.APPROVER)
def confirm_result(result_id: int) -> ResponseReturnValue:
    """Confirm a reviewed result: the matter is adjudicated."""
    with transaction() as session:
        service.confirm_result(session, result_id, actor=actor(), clock=clock())
    return redirect_to("matters.show_result", result_id=result_id, said=_("结果已确认，事项已形成研判结论"))


@bp.post("/results/<int:result_id>/return")
@allow(Role.OFFICIAL, Role.APPROVER)
def return_result(result_id: int) -> ResponseReturnValue:
    """Send a result back to be entered again."""
    result, form = queries.get_result_by_id(reading(), result_id, viewer=actor()), ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.return_result(session, result_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("matters.show_result", result_id=result_id, said=_("已退回"))
    return _page(result, form)
