"""Pages of the decisions on an expert: the way in, the term, suspension and the way back, leaving."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.guidance import parameter
from panel.kernel.actor import Role
from panel.roster import queries, service, standing_queries, standing_rules
from panel.roster.expert_views import OFFICE, bp, today
from panel.roster.standing_facts import RETURN_LABELS
from panel.roster.standing_forms import (
    AppointExpertForm,
    DismissExpertForm,
    LinkAccountForm,
    PledgeForm,
    ReasonForm,
    ReexamineExpertForm,
    ReviewExpertForm,
    SuspendExpertForm,
)
from panel.roster.words import remark_words, rung_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.widgets import SelectChoice

# The way in


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
    return decided(expert_id, form, _("审核推荐"), _("审核意见已提交"), _remarks(expert_id))


def _remarks(expert_id: int) -> str:
    """Say what a reviewer should look at twice: it stops nothing."""
    expert, day = queries.get_expert(reading(), expert_id, viewer=actor()), today()
    found = (
        standing_rules.remarks_on_age(expert.birth_year, day, parameter("expert_age_hint", on=day)),
        standing_rules.remarks_on_practice(expert.practice_from, day, parameter("expert_practice_years", on=day)),
    )
    return " ".join(remark_words(code) for code in found if code)


@bp.route("/experts/<int:expert_id>/appoint", methods=["GET", "POST"])
@allow(Role.APPROVER)
def appoint_expert(expert_id: int) -> ResponseReturnValue:
    """Appoint a reviewed person; the letter is made at once."""
    form = AppointExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.appoint_expert(
                work, expert_id, term_from=form.term_from.data, term_to=form.term_to.data, actor=actor(), clock=clock()
            )
    return decided(expert_id, form, _("聘任专家"), _("已聘任，聘书已生成"), _("聘书文号由系统按年连续编号。"))


@bp.route("/experts/<int:expert_id>/turn-down", methods=["GET", "POST"])
@allow(Role.APPROVER)
def turn_down_expert(expert_id: int) -> ResponseReturnValue:
    """End a recommendation without an appointment."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.turn_down_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("不予聘任"), _("已记录，不予聘任"))


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
    return decided(expert_id, form, _("关联账号"), _("账号已关联"))


# The term


@bp.route("/experts/<int:expert_id>/reexamine", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def reexamine_expert(expert_id: int) -> ResponseReturnValue:
    """Give the opinion of the re-examination before a renewal."""
    form = ReexamineExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.reexamine_expert(work, expert_id, opinion=form.opinion.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("任期届满复审"), _("复审意见已提交，等待负责人决定续聘"))


@bp.route("/experts/<int:expert_id>/renew", methods=["GET", "POST"])
@allow(Role.APPROVER)
def renew_expert(expert_id: int) -> ResponseReturnValue:
    """Renew a term after its re-examination."""
    form = AppointExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.renew_expert(
                work, expert_id, term_from=form.term_from.data, term_to=form.term_to.data, actor=actor(), clock=clock()
            )
    return decided(
        expert_id,
        form,
        _("续聘专家"),
        _("已续聘，聘书已生成"),
        _("新任期从原任期届满之后开始；聘书文号由系统按年连续编号。"),
    )


@bp.route("/experts/<int:expert_id>/retire", methods=["GET", "POST"])
@allow(Role.APPROVER)
def retire_expert(expert_id: int) -> ResponseReturnValue:
    """Let a member leave the committee."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.retire_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("专家退出"), _("已办理退出"), _("退出后不能恢复，须重新推荐。"))


@bp.post("/experts/<int:expert_id>/letters/<int:term_id>")
@allow(*OFFICE, Role.EXPERT)
def take_letter(expert_id: int, term_id: int) -> ResponseReturnValue:
    """Give a letter of appointment; who took it is recorded."""
    with transaction() as work:
        file_id = service.note_letter_taken(work, expert_id, term_id, actor=actor(), clock=clock())
    file = files.get_file(reading(), file_id)
    answer = Response(files.read_content(file), content_type=file.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


# Sanctions


@bp.route("/experts/<int:expert_id>/suspend", methods=["GET", "POST"])
@allow(Role.APPROVER)
def suspend_expert(expert_id: int) -> ResponseReturnValue:
    """Suspend a member by a rung of the ladder; the one that the record proposes is chosen beforehand."""
    ladder = standing_queries.ladder(today())
    proposed = standing_queries.proposed_rung(reading(), expert_id, today())
    form = SuspendExpertForm(rung=proposed)
    form.rung.choices = [
        SelectChoice(
            rung,
            _("第%(rung)s档：%(months)s个月", rung=rung, months=months),
            render_kw={"hint": RETURN_LABELS[standing_rules.way_back(rung, ladder)]},
        )
        for rung, months in enumerate(ladder.months, 1)
    ]
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.suspend_expert(
                work, expert_id, rung=form.rung.data, reason=form.reason.data, actor=actor(), clock=clock()
            )
    hint = _("履职记录建议：%(rung)s。由您决定，可以不同。", rung=rung_words(proposed)) if proposed else ""
    warning = " ".join(filter(None, (hint, _("暂停期间不会被抽取；已加入的专家组不受影响。"))))
    return decided(expert_id, form, _("暂停专家"), _("已暂停"), warning)


@bp.route("/experts/<int:expert_id>/resume", methods=["GET", "POST"])
@allow(Role.APPROVER)
def resume_expert(expert_id: int) -> ResponseReturnValue:
    """End a suspension."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.resume_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("恢复专家"), _("已恢复"))


@bp.route("/experts/<int:expert_id>/pledge", methods=["GET", "POST"])
@allow(Role.EXPERT)
def pledge(expert_id: int) -> ResponseReturnValue:
    """Give the written pledge that a return needs."""
    queries.get_expert(reading(), expert_id, viewer=actor())
    form = PledgeForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.pledge(work, expert_id, words=form.words.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("书面承诺"), _("承诺已提交，由负责人决定恢复"))


@bp.route("/experts/<int:expert_id>/propose-dismissal", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def propose_dismissal(expert_id: int) -> ResponseReturnValue:
    """Propose to dismiss a member."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.propose_dismissal(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("建议解聘"), _("建议已提交，等待负责人决定"))


@bp.route("/experts/<int:expert_id>/dismiss", methods=["GET", "POST"])
@allow(Role.APPROVER)
def dismiss_expert(expert_id: int) -> ResponseReturnValue:
    """Dismiss a member on a proposal, by a document."""
    form = DismissExpertForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.dismiss_expert(
                work,
                expert_id,
                reason=form.reason.data,
                document_no=form.document_no.data,
                actor=actor(),
                clock=clock(),
            )
    return decided(expert_id, form, _("解聘专家"), _("已解聘"), _("解聘后不能恢复。"))


@bp.route("/experts/<int:expert_id>/keep", methods=["GET", "POST"])
@allow(Role.APPROVER)
def keep_expert(expert_id: int) -> ResponseReturnValue:
    """Answer a proposal to dismiss by keeping the member."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.keep_expert(work, expert_id, reason=form.reason.data, actor=actor(), clock=clock())
    return decided(expert_id, form, _("不予解聘"), _("已记录，不予解聘"))


def decided(expert_id: int, form: Form, title: str, said: str, warning: str = "") -> ResponseReturnValue:
    """Go back to the expert when the decision went through; show the form, with what was refused, otherwise."""
    expert = queries.get_expert(reading(), expert_id, viewer=actor())
    if request.method == "POST" and not form.errors:
        return redirect_to("roster.show_expert", said=said, expert_id=expert_id)
    return render_form("roster/decide_expert.html", form, expert=expert, title=title, warning=warning)
