"""Pages of the own data: contact, posts, declared ties, and a number in full for a stated reason."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import NotAllowedError
from panel.roster import career_queries, personal_queries, personal_rules, queries, service
from panel.roster.expert_views import bp, is_in_charge, may_tend
from panel.roster.facts import PERSONAL_LABELS, PersonalField
from panel.roster.personal_forms import (
    ContactForm,
    EmploymentForm,
    EndForm,
    InterestForm,
    RevealForm,
    StrikeForm,
)
from panel.roster.standing_views import decided
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import refused_into, render_form
from panel.web.widgets import SelectChoice

TENDING = (Role.OFFICIAL, Role.EXPERT)


@bp.route("/experts/<int:expert_id>/reveal", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.APPROVER, Role.SECRETARY)
def reveal(expert_id: int) -> ResponseReturnValue:
    """Show a number in full to somebody who says why; the answer to the form is the only page that has it."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    offered = [
        one for one in PersonalField if personal_rules.may_reveal(one, actor().role, is_in_charge=is_in_charge(expert))
    ]
    if not offered:
        raise NotAllowedError("REVEAL_NOT_ALLOWED", name=expert.name)
    form = RevealForm()
    form.wanted.choices = [SelectChoice(one.value, PERSONAL_LABELS[one]) for one in offered]
    if form.validate_on_submit():
        number, wanted = "", PersonalField(form.wanted.data)
        with refused_into(form), transaction() as work:
            number = service.reveal(work, expert_id, wanted, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            label = PERSONAL_LABELS[wanted]
            return render_template("roster/revealed.html", expert=expert, label=label, number=number)
    return render_form("roster/decide_expert.html", form, expert=expert, title=_("查看完整号码"), warning="")


def tended(expert_id: int) -> Any:
    """Give the expert whose own data this person may keep: the expert, or the office in charge."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    if not may_tend(expert):
        raise NotAllowedError("NOT_OWN_RECORD")
    return expert


@bp.route("/experts/<int:expert_id>/contact", methods=["GET", "POST"])
@allow(*TENDING)
def edit_contact(expert_id: int) -> ResponseReturnValue:
    """Correct telephone and mail address."""
    expert = tended(expert_id)
    form = ContactForm(email=expert.email)
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.edit_contact(
                work, expert_id, phone=form.phone.data, email=form.email.data, actor=actor(), clock=clock()
            )
    kept = personal_queries.masked(expert).phone
    warning = _("现登记的联系电话：%(phone)s", phone=kept) if kept else ""
    return decided(expert_id, form, _("修改联系方式"), _("已保存"), warning)


@bp.route("/experts/<int:expert_id>/employments/new", methods=["GET", "POST"])
@allow(*TENDING)
def declare_employment(expert_id: int) -> ResponseReturnValue:
    """Enter a post, present or past."""
    tended(expert_id)
    form = EmploymentForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.declare_employment(
                work, expert_id, form.told(expert_id), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
    return decided(expert_id, form, _("申报任职"), _("任职已登记"))


@bp.route("/experts/<int:expert_id>/employments/<int:row_id>/end", methods=["GET", "POST"])
@allow(*TENDING)
def end_employment(expert_id: int, row_id: int) -> ResponseReturnValue:
    """End a further post."""
    tended(expert_id)
    row = career_queries.get_employment(reading(), expert_id, row_id)
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.end_employment(work, expert_id, row_id, to_on=form.on.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("结束任职：%(name)s", name=row.employer), _("已登记结束"))


@bp.route("/experts/<int:expert_id>/employments/<int:row_id>/strike", methods=["GET", "POST"])
@allow(*TENDING)
def strike_employment(expert_id: int, row_id: int) -> ResponseReturnValue:
    """Strike a post that was entered by mistake."""
    tended(expert_id)
    row = career_queries.get_employment(reading(), expert_id, row_id)
    form = StrikeForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.strike_employment(work, expert_id, row_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("撤销任职记录：%(name)s", name=row.employer), _("已撤销"))


@bp.route("/experts/<int:expert_id>/interests/new", methods=["GET", "POST"])
@allow(*TENDING)
def declare_interest(expert_id: int) -> ResponseReturnValue:
    """Declare a tie to a body."""
    tended(expert_id)
    form = InterestForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.declare_interest(
                work, expert_id, form.told(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
    return decided(expert_id, form, _("申报利害关系"), _("利害关系已登记"))


@bp.route("/experts/<int:expert_id>/interests/<int:row_id>/end", methods=["GET", "POST"])
@allow(*TENDING)
def end_interest(expert_id: int, row_id: int) -> ResponseReturnValue:
    """State that a declared tie has ended."""
    tended(expert_id)
    row = career_queries.get_interest(reading(), expert_id, row_id)
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.end_interest(work, expert_id, row_id, ended_on=form.on.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("结束利害关系：%(name)s", name=row.body), _("已登记结束"))
