"""Pages of the result: all rounds side by side, one round in full, and what is answered to them."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.commissions.facts import PeerVisibility
from panel.commissions.rules import may_see_whose_ballot
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.voting import queries, result_queries, service
from panel.voting.ballot_facts import ReviewAnswer
from panel.voting.blueprint import bp
from panel.voting.forms import ANSWER_LABELS, DeclareForm, ReviewForm
from panel.voting.result_documents import round_shown
from panel.voting.sitting_views import READERS, seen_panel
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form


def _is_named(panel: Any) -> bool:
    """Tell whether the reader sees whose ballot is whose: fellow members only if the commission says so."""
    return may_see_whose_ballot(actor().role, PeerVisibility(panel.peer_visibility))


def _shown(panel: Any, result: result_queries.RoundResult) -> dict[str, Any]:
    votes = result_queries.opened_ballots(reading(), result.round.id)
    is_full = result.count.cast_count == result.count.roll
    absent = [] if is_full else result_queries.list_not_voted(reading(), result.round.id)
    return round_shown(result, votes, [line.name for line in absent], is_named=_is_named(panel), reader=actor().id)


def _duties(panel: Any, result: result_queries.RoundResult) -> dict[str, bool]:
    """Tell what the reader may do about the latest round."""
    same_org = panel.org_id == actor().org_id
    return {
        "may_answer": result.is_review_open and same_org and actor().role is Role.APPROVER
        and panel.drafted_by != actor().id,
        "may_declare": panel.state in {"DECIDED", "REVIEW"} and same_org and actor().role is Role.OFFICIAL,
    }  # fmt: skip


@bp.get("/panels/<int:panel_id>/results")
@allow(*READERS)
def show_results(panel_id: int) -> ResponseReturnValue:
    """Show every counted round, the latest first in words and all of them side by side."""
    panel = seen_panel(panel_id)
    results = result_queries.list_results(reading(), panel_id)
    return render_template(
        "voting/results.html", panel=panel, shown=[_shown(panel, result) for result in results],
        latest=results[-1] if results else None, duties=_duties(panel, results[-1]) if results else {},
        answers=ANSWER_LABELS, rounds=queries.list_rounds(reading(), panel_id),
    )  # fmt: skip


def result_page(panel: Any, round_: Any) -> ResponseReturnValue:
    """Show one counted round in full."""
    results = result_queries.list_results(reading(), panel.id)
    result = next(one for one in results if one.round.id == round_.id)
    is_latest = results[-1] is result
    return render_template(
        "voting/result.html", panel=panel, shown=_shown(panel, result), result=result, answers=ANSWER_LABELS,
        duties=_duties(panel, result) if is_latest else {},
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/rounds/<int:no>/declare", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def declare_disagreement(panel_id: int, no: int) -> ResponseReturnValue:
    """Declare in writing that opinions diverge widely."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    form = DeclareForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.declare_disagreement(
                session, round_.id, reason=form.reason.data, actor=actor(), clock=clock()
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_results", said=_("已书面认定意见分歧较大"), panel_id=panel_id)
    return render_form("voting/declare.html", form, panel=panel, round=round_)


@bp.route("/panels/<int:panel_id>/rounds/<int:no>/review", methods=["GET", "POST"])
@allow(Role.APPROVER)
def answer_review(panel_id: int, no: int) -> ResponseReturnValue:
    """Answer a round in review in writing."""
    panel = seen_panel(panel_id)
    round_ = queries.get_round_by_no(reading(), panel_id, no)
    result = next((one for one in result_queries.list_results(reading(), panel_id) if one.round.id == round_.id), None)
    form = ReviewForm()
    if result is None or not result.count.graver_minority:
        del form.graver_answer
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.answer_review(
                session, round_.id, answer=ReviewAnswer(form.answer.data), reason=form.reason.data,
                graver_answer=form.graver_answer.data if form.graver_answer else None, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("voting.show_results", said=_("已作出书面答复"), panel_id=panel_id)
    return render_form(
        "voting/answer_review.html", form, panel=panel, round=round_, result=result,
        shown=_shown(panel, result) if result else None,
    )  # fmt: skip
