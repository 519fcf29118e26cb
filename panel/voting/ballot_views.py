"""The member's own pages: filling in, reviewing, casting, the receipt."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from panel.accounts.asking_views import ask_again
from panel.accounts.sign_in import DRAFT_KEY
from panel.commissions import queries as commissions
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError
from panel.voting import queries, round_rules, service, sitting_queries
from panel.voting.ballot_facts import BallotContent, KeptDraft, as_typed, content_of
from panel.voting.blueprint import bp
from panel.voting.facts import INSUFFICIENT
from panel.voting.forms import BallotForm, CastForm, summary_of, typed_of
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form, words_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member votes: the panel, the round, and the pack to rely on."""

    panel: Any
    round: Any
    pack: list[tuple[int, str]]
    own: queries.BallotStatus | None
    is_open: bool


def _place(round_id: int) -> Place:
    """Give the reader's place in a round, or refuse somebody who is not on its roll."""
    round_ = queries.get_round(reading(), round_id, viewer=actor())
    sitting_queries.must_take_part(reading(), round_.panel_id, actor())
    if queries.find_roll_line(reading(), round_id, actor().id) is None:
        raise NotAllowedError("NOT_ON_ROLL")
    pack = [
        (piece.id, f"{piece.no}. {piece.title}")
        for piece in commissions.list_released_materials(reading(), round_.panel_id)
        if piece.id in round_.pack_items
    ]
    return Place(
        panel=commissions.get_panel(reading(), round_.panel_id), round=round_, pack=pack,
        own=queries.ballot_status_of(reading(), round_id, actor().id),
        is_open=round_rules.is_open_for_ballots(round_.facts(0), clock()()),
    )  # fmt: skip


def _draft(round_id: int) -> KeptDraft | None:
    return service.read_draft(reading(), round_id, draft_key=session.get(DRAFT_KEY), actor=actor())


def _keep_draft(round_id: int, typed: dict[str, list[str]], *, is_complete: bool = False) -> None:
    """Keep what was typed under the browser session's own key, which is made here if it is missing."""
    key = session.setdefault(DRAFT_KEY, secrets.token_hex(32))
    with transaction() as work:
        service.save_draft(
            work, round_id, typed, draft_key=key, is_complete=is_complete, actor=actor(), clock=clock()
        )  # fmt: skip


@bp.route("/ballot/<int:round_id>", methods=["GET", "POST"])
@allow(Role.EXPERT)
def fill_ballot(round_id: int) -> ResponseReturnValue:
    """Fill in the ballot; what was typed is kept as a draft before anything is refused.

    What is missing is shown by a page of its own that reads the draft: a reload then asks for the
    newest draft, and never sends an older ballot over it.
    """
    place = _place(round_id)
    if request.method == "POST":
        form = BallotForm(place.round.options, place.pack)
        is_complete = _is_complete(form, round_id)
        is_kept = False
        with refused_into(form):
            typed = as_typed(form.content()) if is_complete else typed_of(request.form)
            _keep_draft(round_id, typed, is_complete=is_complete)
            is_kept = True
        if is_kept:
            checked = {} if is_complete else {"check": 1}
            return redirect_to(f"voting.{'cast' if is_complete else 'fill'}_ballot", round_id=round_id, **checked)
    else:
        form = _begun(place)
    page = "voting/ballot.html" if place.is_open or form.errors else "voting/ballot_closed.html"
    return render_form(page, form, place=place, panel=place.panel, round=place.round, asked=_has_asked(place))


def _begun(place: Place) -> BallotForm:
    """Give the form with the draft in it, and with what it lacks where the page was asked for that."""
    draft = _draft(place.round.id) if place.is_open else None
    typed = MultiDict(draft.typed | {"csrf_token": [generate_csrf()]}) if draft else None
    form = BallotForm(place.round.options, place.pack, formdata=typed)
    if draft and "check" in request.args:
        _is_complete(form, place.round.id)
    return form


def _is_complete(form: BallotForm, round_id: int) -> bool:
    """Tell whether a ballot could be cast as it is; all that is missing stands on its fields at once."""
    is_valid, content = form.validate(), form.content()
    if not is_valid and not content.option:
        content = replace(content, option=INSUFFICIENT)
    try:
        service.check_ballot(reading(), round_id, content, clock=clock())
    except RuleViolatedError as error:
        if error.field is None or not form[error.field].errors:
            form.refuse(words_of(error), error.field)
    return not form.errors


def _has_asked(place: Place) -> bool:
    line = queries.find_roll_line(reading(), place.round.id, actor().id)
    return line is not None and queries.has_asked_for_time(reading(), place.round.id, line.id)


@bp.post("/ballot/<int:round_id>/draft")
@allow(Role.EXPERT)
def save_draft(round_id: int) -> ResponseReturnValue:
    """Keep a draft while the member is writing."""
    _keep_draft(round_id, typed_of(request.form))
    return "", 204


@bp.route("/ballot/<int:round_id>/review", methods=["GET", "POST"])
@allow(Role.EXPERT)
def cast_ballot(round_id: int) -> ResponseReturnValue:
    """Show the ballot as it would be cast, and cast it once the member has given the password again."""
    form, draft = CastForm(), _draft(round_id)
    if draft is not None and form.validate_on_submit() and _cast(form, round_id, draft):
        return redirect_to("voting.show_receipt", round_id=round_id)
    return _review_page(round_id, form, draft)


def _cast(form: CastForm, round_id: int, draft: KeptDraft) -> bool:
    """Cast what the page showed, and tell whether it is in.

    A draft that was changed elsewhere meanwhile is shown again first.
    """
    content = _content(round_id, draft)
    if content is None:
        return False
    if form.draft_sha256.data != draft.sha256:
        form.refuse(words_of(StaleError("BALLOT_CHANGED")))
        return False
    if (proof := ask_again(form, form.password.data)) is None:
        return False
    with refused_into(form), transaction() as work:
        service.cast_ballot(work, round_id, content, key=form.form_key.data, proof=proof, actor=actor(), clock=clock())
    return not form.errors


def _content(round_id: int, draft: KeptDraft) -> BallotContent | None:
    """Give the content of a draft, None where it could not be cast; only an autosaved one has to be asked."""
    if draft.is_complete:
        return content_of(draft.typed)
    ballot = _ballot(_place(round_id), draft)
    return ballot.content() if _is_complete(ballot, round_id) else None


def _ballot(place: Place, draft: KeptDraft) -> BallotForm:
    return BallotForm(place.round.options, place.pack, formdata=MultiDict(draft.typed), meta={"csrf": False})


def _review_page(round_id: int, form: CastForm, draft: KeptDraft | None) -> ResponseReturnValue:
    """Show the ballot as it would be cast, with what was refused."""
    place = _place(round_id)
    if draft is None:
        return _nothing_to_review(place, form)
    ballot = _ballot(place, draft)
    if not _is_complete(ballot, round_id):
        flash(_("表决票还不完整，请补充后再核对"), "info")
        return redirect_to("voting.fill_ballot", round_id=round_id)
    form.draft_sha256.data = draft.sha256
    return render_form(
        "voting/review.html", form, place=place, panel=place.panel, round=place.round,
        summary=summary_of(ballot, url_for("voting.fill_ballot", round_id=round_id)),
    )  # fmt: skip


def _nothing_to_review(place: Place, form: CastForm) -> ResponseReturnValue:
    """Lead a repeated press to the first receipt, a late one to a clear refusal, and others back to the form."""
    form.validate_on_submit()
    if queries.has_cast_with(reading(), place.round.id, actor().id, form.form_key.data):
        return redirect_to("voting.show_receipt", round_id=place.round.id)
    if request.method == "POST" and not place.is_open:
        raise RuleViolatedError("ROUND_NOT_OPEN")
    flash(_("没有待核对的表决票，请先填写"), "info")
    return redirect_to("voting.fill_ballot", round_id=place.round.id)


@bp.get("/ballot/<int:round_id>/receipt")
@allow(Role.EXPERT)
def show_receipt(round_id: int) -> ResponseReturnValue:
    """Show that the ballot is in, and how it can be recognised."""
    place = _place(round_id)
    if place.own is None:
        flash(_("您还没有投票"), "info")
        return redirect_to("voting.fill_ballot", round_id=round_id)
    return render_template("voting/receipt.html", place=place, panel=place.panel, round=place.round)


@bp.post("/ballot/<int:round_id>/time")
@allow(Role.EXPERT)
def ask_more_time(round_id: int) -> ResponseReturnValue:
    """Ask for more time."""
    place, form, extended = _place(round_id), Form(), False
    with refused_into(form), transaction() as work:
        extended = service.ask_more_time(work, round_id, actor=actor(), clock=clock())
    if form.errors:
        return render_form("voting/ballot_closed.html", form, place=place, panel=place.panel, round=place.round)
    said = _("申请人数已超过三分之一，本轮已延长") if extended else _("已登记您的延长申请")
    return redirect_to("voting.fill_ballot", said=said, round_id=round_id)
