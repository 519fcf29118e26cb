"""Pages of an expert: the own invitations, the reply with its ten questions, declining, standing down."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.accounts.asking_views import ask_again
from panel.commissions import documents, queries, service
from panel.commissions.blueprint import bp
from panel.commissions.facts import SEATING, Conflict, SeatState
from panel.commissions.forms import DeclineForm, OwnRecusalForm, accept_form, answers_of
from panel.commissions.words import ADJUDICATION_LEVELS, SEAT_STATES
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.matters import queries as matters
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of


@bp.get("/invitations")
@allow(Role.EXPERT)
def list_invitations() -> ResponseReturnValue:
    """Show the own invitations, the latest first."""
    found = queries.list_invitations(reading(), actor().id or 0)
    return render_template("commissions/invitations.html", found=found, states=SEAT_STATES)


def _context(seat: Any) -> dict[str, Any]:
    """Give what an invitation tells: the matter and its parties, nothing of anybody's opinion."""
    panel = queries.get_panel(reading(), seat.panel_id)
    return {
        "panel": panel, "seat": seat, "matter": matters.get_matter(reading(), panel.matter_id),
        "parties": matters.parties_of(reading(), panel.matter_id), "levels": ADJUDICATION_LEVELS, "states": SEAT_STATES,
        "org": accounts.get_organisation(reading(), panel.org_id), "is_open": _is_open(panel, seat),
        "may_withdraw": seat.state == SeatState.ACCEPTED and not seat.is_constituted and panel.state in SEATING,
        "may_recuse": seat.state == SeatState.ACCEPTED and panel.state in SEATING,
    }  # fmt: skip


def _is_open(panel: Any, seat: Any) -> bool:
    """Tell whether the invitation can still be answered."""
    unanswered = seat.state == SeatState.INVITED and seat.answered_at is None
    return unanswered and panel.state in SEATING and seat.answer_by > clock()()


@bp.get("/invitations/<int:seat_id>")
@allow(Role.EXPERT)
def show_invitation(seat_id: int) -> ResponseReturnValue:
    """Show an invitation with the reply form while it is open."""
    seat = queries.own_seat(reading(), seat_id, actor())
    return _page(seat, accept_form(), DeclineForm(prefix="no"))


def _page(seat: Any, form: Any, decline: Any) -> ResponseReturnValue:
    context = _context(seat)
    panel = context["panel"]
    text = documents.undertaking_text(panel.number or "", panel.title, seat.name)
    form.undertaking.data = documents.undertaking_digest(panel.number or "", panel.title, seat.name)
    return render_form(
        "commissions/invitation.html", form, decline=decline, undertaking=text, conflicts=list(Conflict), **context
    )


@bp.post("/invitations/<int:seat_id>/accept")
@allow(Role.EXPERT)
def accept_invitation(seat_id: int) -> ResponseReturnValue:
    """Take the answers and the signed undertaking."""
    seat = queries.own_seat(reading(), seat_id, actor())
    form = accept_form()
    if form.validate_on_submit() and (proof := ask_again(form, form.password.data)):
        state = SeatState.INVITED
        with refused_into(form), transaction() as session:
            state = service.accept_invitation(
                session, seat_id, answers=answers_of(form), undertaking_sha256=form.undertaking.data, proof=proof,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_invitation", seat_id=seat_id, said=_said(state))
    return _page(seat, form, DeclineForm(formdata=None, prefix="no"))


def _said(state: SeatState) -> str:
    if state is SeatState.RECUSED:
        return words_of(RuleViolatedError("EXPERT_CONFLICT"))
    if state is SeatState.ACCEPTED:
        return _("已接受邀请，承诺书已签署")
    return _("已答复；您申报的情形由部门负责人审定")


@bp.post("/invitations/<int:seat_id>/decline")
@allow(Role.EXPERT)
def decline_invitation(seat_id: int) -> ResponseReturnValue:
    """Decline with a reason, or withdraw before the panel is constituted."""
    seat = queries.own_seat(reading(), seat_id, actor())
    form = DeclineForm(prefix="no")
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.decline_invitation(session, seat_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("commissions.show_invitation", seat_id=seat_id, said=_("已答复不能参加"))
    page = accept_form()
    for words in form.errors.get("reason", []):
        page.refuse(words)
    for words in form.form_errors:
        page.refuse(words)
    return _page(seat, page, form)


@bp.route("/invitations/<int:seat_id>/recuse", methods=["GET", "POST"])
@allow(Role.EXPERT)
def ask_recusal(seat_id: int) -> ResponseReturnValue:
    """Ask to stand down because of a tie that has come up since."""
    seat = queries.own_seat(reading(), seat_id, actor())
    context = _context(seat)
    if not context["may_recuse"]:
        return redirect_to("commissions.show_invitation", seat_id=seat_id)
    form = OwnRecusalForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.object_to_member(
                session, seat.panel_id, seat_id, ground=Conflict(form.ground.data), reason=form.reason.data,
                objector="", form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(
                "commissions.show_invitation", seat_id=seat_id, said=_("已提出回避申请，由部门负责人决定")
            )
    return render_form("commissions/ask_recusal.html", form, **context)
