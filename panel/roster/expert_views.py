"""Pages of the roster: the list, one expert, the way in, and the decisions on one."""

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
from panel.roster.facts import ExpertState
from panel.roster.forms import EditExpertForm, ExpertFilterForm, RecommendExpertForm, filled_from
from panel.roster.words import state_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.paging import offset_and_limit, page_of
from panel.web.row_numbers import row_number
from panel.web.widgets import SelectChoice

bp = Blueprint("roster", __name__)
OFFICE = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)


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


def is_in_charge(expert: Any) -> bool:
    """Tell whether the signed-in person's organisation acts for the owner of the expert's committee."""
    committee_id = expert.committee_id or expert.proposed_committee_id
    if committee_id is None:
        return False
    return queries.get_committee(reading(), committee_id).owner_org_id in queries.owners_served_by(reading(), actor())


def may_edit(expert: Any) -> bool:
    """Tell whether this person corrects what the register says of an expert."""
    person = actor()
    return person.role is Role.OFFICIAL and (person.org_id == expert.recommended_by_org_id or is_in_charge(expert))


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
