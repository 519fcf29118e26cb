"""Pages of the roster: lists, one expert, the decisions on one, committees, and who could be drawn."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotAllowedError, NotFoundError
from panel.roster import queries, rules, service
from panel.roster.facts import ACT_LABELS, COURSE, SERVICE_LABELS, Act, ExpertState, Service
from panel.roster.forms import (
    AppointExpertForm,
    DismissExpertForm,
    EditExpertForm,
    ExpertFilterForm,
    LinkAccountForm,
    ReasonForm,
    RecommendExpertForm,
    ReviewExpertForm,
    SuspendExpertForm,
    filled_from,
)
from panel.roster.words import state_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.paging import offset_and_limit, page_of
from panel.web.row_numbers import row_number
from panel.web.widgets import SelectChoice

bp = Blueprint("roster", __name__)
OFFICE = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
# Who may do which act, and the page of each.
ACTS_BY_ROLE = {
    Role.OFFICIAL: {Act.REVIEW: "roster.review_expert"},
    Role.APPROVER: {
        Act.APPOINT: "roster.appoint_expert",
        Act.TURN_DOWN: "roster.turn_down_expert",
        Act.SUSPEND: "roster.suspend_expert",
        Act.RESUME: "roster.resume_expert",
        Act.RETIRE: "roster.retire_expert",
        Act.DISMISS: "roster.dismiss_expert",
    },
}


def today() -> date:
    """Give today's date in Beijing."""
    return beijing_date(clock()())


# Experts


@bp.get("/experts")
@allow(*OFFICE, Role.EXPERT)
def list_experts() -> ResponseReturnValue:
    """List the experts; an expert is led to the own record."""
    person = actor()
    if person.role is Role.EXPERT:
        own = queries.expert_of_account(reading(), person.id or 0)
        if own is None:
            raise NotFoundError("NOT_FOUND")
        return redirect_to("roster.show_expert", expert_id=own.id)
    committees = queries.list_committees(reading())
    form = ExpertFilterForm(request.args)
    form.committee.choices = [SelectChoice(str(one.id), one.name) for one in committees]
    wanted = queries.ExpertFilter(
        text=form.words.data, state=form.state.data or "", committee=row_number(form.committee.data),
        discipline=form.discipline.data or "", group=form.group.data or "", region=form.region.data or "",
    )  # fmt: skip
    total = queries.count_experts(reading(), wanted, on=today())
    offset, limit = offset_and_limit(total)
    found = queries.list_experts(reading(), wanted, on=today(), offset=offset, limit=limit)
    return render_template(
        "roster/experts.html", form=form, page=page_of(found, total),
        committees={one.id: one.name for one in committees}, shown_state=shown_state,
        may_recommend=_may_recommend(),
    )  # fmt: skip


def shown_state(expert: Any) -> tuple[str, str]:
    """Give the words and colour of an expert's state as it stands today."""
    return state_words(rules.state_on(ExpertState(expert.state), expert.term_to, today()))


def _may_recommend() -> bool:
    person = actor()
    if person.role is not Role.OFFICIAL or person.org_id is None:
        return False
    return rules.may_recommend(accounts.get_organisation(reading(), person.org_id).facts().kind)


@bp.get("/experts/<int:expert_id>")
@allow(*OFFICE, Role.EXPERT)
def show_expert(expert_id: int) -> ResponseReturnValue:
    """Show an expert with appointment, declared ties, integrity record and course."""
    person = actor()
    expert = queries.get_expert(reading(), expert_id, viewer=person)
    committee_id = expert.committee_id or expert.proposed_committee_id
    committee = queries.get_committee(reading(), committee_id) if committee_id else None
    served = queries.owners_served_by(reading(), person)
    owner = committee.owner_org_id if committee else None
    is_own = person.role is Role.EXPERT
    acts = queries.list_acts(reading(), expert_id)
    return render_template(
        "roster/expert.html", expert=expert, committee=committee, state=shown_state(expert),
        org_names=accounts.organisation_names(reading()),
        people=accounts.account_names(reading(), {act.by for act in acts}),
        sees_contact=any(rules.may_see_contact(person.role, org, owner, is_own=is_own) for org in served or {0}),
        masked=rules.masked, acts=acts, act_labels={act.value: words for act, words in ACT_LABELS.items()},
        counts=queries.count_service(reading(), expert_id), service=queries.list_service(reading(), expert_id, 20),
        service_labels=SERVICE_LABELS, kind_of=Service,
        recent=queries.count_recent_panels(reading(), [expert_id], today()).get(expert_id, 0),
        links=_open_acts(expert, owner in served), may_edit=_may_edit(expert, owner in served),
        may_link=person.role is Role.OFFICIAL and owner in served and expert.account_id is None,
    )  # fmt: skip


def _open_acts(expert: Any, is_in_charge: bool) -> list[tuple[str, str]]:
    """Give the acts that this person may do on an expert now: endpoint and words."""
    person, state = actor(), ExpertState(expert.state)
    if not is_in_charge:
        return []
    return [
        (endpoint, str(ACT_LABELS[act]))
        for act, endpoint in ACTS_BY_ROLE.get(person.role, {}).items()
        if state in COURSE[act][0] and rules.may_decide(act, person.id, expert.recommended_by, expert.reviewed_by)
    ]


def _is_in_charge(expert: Any) -> bool:
    """Tell whether the signed-in person's organisation acts for the owner of the expert's committee."""
    committee_id = expert.committee_id or expert.proposed_committee_id
    if committee_id is None:
        return False
    return queries.get_committee(reading(), committee_id).owner_org_id in queries.owners_served_by(reading(), actor())


def _may_edit(expert: Any, is_in_charge: bool) -> bool:
    person = actor()
    return person.role is Role.OFFICIAL and (is_in_charge or person.org_id == expert.recommended_by_org_id)


@bp.route("/experts/recommend", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def recommend_expert() -> ResponseReturnValue:
    """Recommend a person for a committee (form F-01)."""
    form = RecommendExpertForm(recommended_on=today())
    open_to = queries.list_open_committees(reading(), actor().org_id or 0)
    form.committee.choices = [SelectChoice(one.id, one.name) for one in open_to if one.term_to >= today()]
    if form.validate_on_submit():
        expert_id = 0
        with refused_into(form), transaction() as work:
            expert_id = service.recommend_expert(
                work, form.entry(), committee_id=form.committee.data, recommended_on=form.recommended_on.data,
                form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("roster.show_expert", said=_("已提交推荐，等待审核"), expert_id=expert_id)
    return render_form("roster/recommend_expert.html", form)


@bp.route("/experts/<int:expert_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def edit_expert(expert_id: int) -> ResponseReturnValue:
    """Correct what the register says of a person."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    if not _may_edit(expert, _is_in_charge(expert)):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")  # the form shows contact data that the page masks
    form = EditExpertForm(data=filled_from(queries.entry_of(expert)))
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.edit_expert(work, expert_id, form.entry(), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("roster.show_expert", said=_("已保存"), expert_id=expert_id)
    return render_form("roster/edit_expert.html", form, expert=expert)


@bp.route("/experts/<int:expert_id>/account", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def link_account(expert_id: int) -> ResponseReturnValue:
    """Tie a person on the roster to the account they sign in with."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    form = LinkAccountForm()
    form.account.choices = [
        SelectChoice(number, login) for number, login in queries.list_linkable_accounts(reading(), expert.name)
    ]
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.link_account(work, expert_id, form.account.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("roster.show_expert", said=_("账号已关联"), expert_id=expert_id)
    return render_form("roster/decide_expert.html", form, expert=expert, title=_("关联账号"), warning="")


# Decisions


@bp.route("/experts/<int:expert_id>/review", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def review_expert(expert_id: int) -> ResponseReturnValue:
    """Review a recommendation: pass it on, or end it."""
    form = ReviewExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            if form.answer.data == "pass":
                service.review_expert(work, expert_id, opinion=form.opinion.data, actor=actor(), clock=clock())
            else:
                service.turn_down_expert(work, expert_id, reason=form.opinion.data, actor=actor(), clock=clock())
    return _decided(expert_id, form, _("审核推荐"), _("审核意见已提交"))


@bp.route("/experts/<int:expert_id>/appoint", methods=["GET", "POST"])
@allow(Role.APPROVER)
def appoint_expert(expert_id: int) -> ResponseReturnValue:
    """Appoint a reviewed person."""
    form = AppointExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.appoint_expert(
                work, expert_id, number=form.number.data, term_from=form.term_from.data, term_to=form.term_to.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
    return _decided(expert_id, form, _("聘任专家"), _("已聘任"))


@bp.route("/experts/<int:expert_id>/turn-down", methods=["GET", "POST"])
@allow(Role.APPROVER)
def turn_down_expert(expert_id: int) -> ResponseReturnValue:
    """End a recommendation without an appointment."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.turn_down_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _decided(expert_id, form, _("不予聘任"), _("已记录，不予聘任"))


@bp.route("/experts/<int:expert_id>/suspend", methods=["GET", "POST"])
@allow(Role.APPROVER)
def suspend_expert(expert_id: int) -> ResponseReturnValue:
    """Suspend a member until a day."""
    form = SuspendExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.suspend_expert(
                work, expert_id, until=form.until.data, reason=form.reason.data, actor=actor(), clock=clock()
            )
    return _decided(expert_id, form, _("暂停专家"), _("已暂停"), _("暂停期间不会被抽取；已加入的专家组不受影响。"))


@bp.route("/experts/<int:expert_id>/resume", methods=["GET", "POST"])
@allow(Role.APPROVER)
def resume_expert(expert_id: int) -> ResponseReturnValue:
    """End a suspension."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.resume_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _decided(expert_id, form, _("恢复专家"), _("已恢复"))


@bp.route("/experts/<int:expert_id>/retire", methods=["GET", "POST"])
@allow(Role.APPROVER)
def retire_expert(expert_id: int) -> ResponseReturnValue:
    """Let a member leave the committee."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.retire_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _decided(expert_id, form, _("专家退出"), _("已办理退出"), _("退出后不能恢复，须重新推荐。"))


@bp.route("/experts/<int:expert_id>/dismiss", methods=["GET", "POST"])
@allow(Role.APPROVER)
def dismiss_expert(expert_id: int) -> ResponseReturnValue:
    """Dismiss a member by a document."""
    form = DismissExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.dismiss_expert(
                work, expert_id, reason=form.reason.data, document_no=form.document_no.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
    return _decided(expert_id, form, _("解聘专家"), _("已解聘"), _("解聘后不能恢复。"))


def _decided(expert_id: int, form: Form, title: str, said: str, warning: str = "") -> ResponseReturnValue:
    """Go back to the expert when the decision went through; show the form, with what was refused, otherwise."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    if request.method == "POST" and not form.errors:
        return redirect_to("roster.show_expert", said=said, expert_id=expert_id)
    return render_form("roster/decide_expert.html", form, expert=expert, title=title, warning=warning)
