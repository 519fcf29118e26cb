"""Pages of the roster: the list, one expert, the way in, and the decisions on one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.guidance import parameter
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotAllowedError, NotFoundError
from panel.roster import (
    career_queries,
    personal_queries,
    personal_rules,
    queries,
    rules,
    service,
    standing_queries,
    standing_rules,
)
from panel.roster.facts import ACT_LABELS, COURSE, MEMBERS, SERVICE_LABELS, Act, ExpertState, PersonalField, Service
from panel.roster.forms import EditExpertForm, ExpertFilterForm, RecommendExpertForm, filled_from
from panel.roster.standing_facts import RETURN_LABELS, ReturnBy
from panel.roster.words import state_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.paging import offset_and_limit, page_of
from panel.web.widgets import SelectChoice

bp = Blueprint("roster", __name__)
OFFICE = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
# Who may do which act, and the page of each.
ACTS_BY_ROLE = {
    Role.OFFICIAL: {
        Act.REVIEW: "roster.review_expert",
        Act.REEXAMINE: "roster.reexamine_expert",
        Act.PROPOSE_DISMISSAL: "roster.propose_dismissal",
    },
    Role.APPROVER: {
        Act.APPOINT: "roster.appoint_expert",
        Act.TURN_DOWN: "roster.turn_down_expert",
        Act.RENEW: "roster.renew_expert",
        Act.RESUME: "roster.resume_expert",
        Act.DISMISS: "roster.dismiss_expert",
        Act.KEEP: "roster.keep_expert",
        Act.SUSPEND: "roster.suspend_expert",
        Act.RETIRE: "roster.retire_expert",
    },
}
ANSWERED = {Act.RENEW: Act.REEXAMINE, Act.DISMISS: Act.PROPOSE_DISMISSAL, Act.KEEP: Act.PROPOSE_DISMISSAL}
OWN_CHANGE_DAYS = 30


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
        text=form.words.data, state=form.state.data or "", committee=_number(form.committee.data),
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


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


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
    """Show an expert with career, terms, sanctions, integrity record and course."""
    person = actor()
    expert = queries.get_expert(reading(), expert_id, viewer=person)
    committees = {one.id: one for one in queries.list_committees(reading())}
    acts = queries.list_acts(reading(), expert_id)
    return render_template(
        "roster/expert.html", expert=expert, committees=committees, state=shown_state(expert), today=today(),
        committee=committees.get(expert.committee_id or expert.proposed_committee_id or 0),
        org_names=accounts.organisation_names(reading()),
        people=accounts.account_names(reading(), {act.by for act in acts}), acts=acts,
        act_labels={act.value: words for act, words in ACT_LABELS.items()}, own_acts=_own_acts(expert, acts),
        masked=personal_queries.masked(expert), sees_mail=_sees_mail(expert), mask_mail=rules.masked,
        may_reveal=[one for one in PersonalField if personal_rules.may_reveal(one, person.role, is_in_charge=is_in_charge(expert))],
        employments=career_queries.list_employments(reading(), expert_id),
        interests=career_queries.list_interests(reading(), expert_id), standing=standing_of(expert),
        links=open_acts(expert), may_edit=may_edit(expert), may_tend=may_tend(expert),
        may_link=person.role is Role.OFFICIAL and is_in_charge(expert) and expert.account_id is None,
    )  # fmt: skip


def standing_of(expert: Any) -> dict[str, Any]:
    """Give what a page shows of an expert's terms, sanctions and integrity record."""
    number = expert.id
    return {
        "terms": standing_queries.list_terms(reading(), number),
        "suspensions": standing_queries.list_suspensions(reading(), number),
        "return_labels": {one.value: label for one, label in RETURN_LABELS.items()},
        "counts": queries.count_service(reading(), number),
        "record": queries.list_service(reading(), number, 20),
        "appraisals": standing_queries.list_appraisals(reading(), number),
        "labels": SERVICE_LABELS,
        "kind_of": Service,
        "proposed": standing_queries.proposed_rung(reading(), number, today())
        if ExpertState(expert.state) in MEMBERS
        else None,
        "recent": queries.count_recent_panels(reading(), [number], today()).get(number, 0),
    }


def _own_acts(expert: Any, acts: Sequence[Any]) -> list[Any]:
    """Give what the expert changed without the office in the last days, the latest first."""
    since = clock()() - timedelta(days=OWN_CHANGE_DAYS)
    return [act for act in reversed(acts) if act.by is not None and act.by == expert.account_id and act.at >= since]


def _sees_mail(expert: Any) -> bool:
    """Tell whether the page shows the mail address in full."""
    person = actor()
    return rules.may_see_contact(person.role, is_own=person.role is Role.EXPERT, is_in_charge=is_in_charge(expert))


def open_acts(expert: Any) -> list[tuple[str, str]]:
    """Give the acts that this person may do on an expert now: endpoint and words."""
    person, state = actor(), ExpertState(expert.state)
    if person.role is Role.EXPERT:
        held = standing_queries.find_running_suspension(reading(), expert.id)
        waits = held is not None and held.return_by == ReturnBy.PLEDGE and held.pledged_at is None
        return [("roster.pledge", str(ACT_LABELS[Act.PLEDGE]))] if waits else []
    if not is_in_charge(expert):
        return []
    return [
        (endpoint, str(ACT_LABELS[act]))
        for act, endpoint in ACTS_BY_ROLE.get(person.role, {}).items()
        if state in COURSE[act][0]
        and rules.may_decide(act, person.id, expert.recommended_by, expert.reviewed_by)
        and _is_asked(expert, act)
    ]


def _is_asked(expert: Any, act: Act) -> bool:
    """Tell whether the proposal that an act answers, or repeats, is there, or not."""
    if act in ANSWERED:
        return standing_queries.find_open_proposal(reading(), expert.id, ANSWERED[act]) is not None
    if act in standing_queries.CLOSERS:
        if standing_queries.find_open_proposal(reading(), expert.id, act) is not None:
            return False
        days = parameter("term_warning_days", on=today())
        return act is not Act.REEXAMINE or standing_rules.is_term_ending(expert.term_to, today(), days)
    return True


def is_in_charge(expert: Any) -> bool:
    """Tell whether the signed-in person's organisation acts for the owner of the expert's committee."""
    committee_id = expert.committee_id or expert.proposed_committee_id
    if committee_id is None:
        return False
    return queries.get_committee(reading(), committee_id).owner_org_id in queries.owners_served_by(reading(), actor())


def may_edit(expert: Any) -> bool:
    """Tell whether this person corrects what the register says of an expert."""
    person = actor()
    return person.role is Role.OFFICIAL and (is_in_charge(expert) or person.org_id == expert.recommended_by_org_id)


def may_tend(expert: Any) -> bool:
    """Tell whether this person keeps contact data, posts and declared ties: the expert and the office."""
    return actor().role is Role.EXPERT or may_edit(expert)


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
    if not may_edit(expert):
        raise NotAllowedError("COMMITTEE_NOT_OWNED")
    form = EditExpertForm(data=filled_from(queries.entry_of(reading(), expert)))
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.edit_expert(work, expert_id, form.entry(), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("roster.show_expert", said=_("已保存"), expert_id=expert_id)
    return render_form("roster/edit_expert.html", form, expert=expert)
