"""Pages of the written conclusion: read, draft, review, sign, issue, enter, correct."""

import io
from typing import Any

from flask import Blueprint, flash, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.accounts.asking_views import ask_again
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState, PeerVisibility
from panel.commissions.rules import may_see_whose_ballot
from panel.conclusions import page_queries, queries, service
from panel.conclusions.facts import SignatureAct
from panel.conclusions.forms import ConclusionForm, CorrectForm, ReturnForm, SignForm
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.row_numbers import row_number
from panel.web.tabs import panel_tab

bp = Blueprint("conclusions", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READERS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.AUDITOR)
SHOWN_FROM = frozenset(
    {PanelState.DECIDED, PanelState.DRAFTED, PanelState.IN_REVIEW, PanelState.TO_SIGN, PanelState.SIGNED,
     PanelState.ARCHIVED}
)  # fmt: skip
panel_tab(
    75, _l("结论"), "conclusions.show_conclusion",
    visible=lambda panel: panel.state in SHOWN_FROM,
    also=("conclusions.edit_conclusion", "conclusions.return_conclusion", "conclusions.sign_conclusion",
          "conclusions.correct_conclusion"),
)  # fmt: skip


@bp.get("/panels/<int:panel_id>/conclusion")
@allow(*READERS)
def show_conclusion(panel_id: int) -> ResponseReturnValue:
    """Show the conclusion as it stands, and what this person may do with it."""
    panel, page = _page(panel_id)
    return render_template("conclusions/conclusion.html", panel=panel, page=page)


def _page(panel_id: int) -> tuple[Any, page_queries.ConclusionPage]:
    panel = commissions.get_panel(reading(), panel_id, viewer=actor())
    return panel, page_queries.conclusion_page(reading(), panel, actor(), clock()())


def _not_now(page: page_queries.ConclusionPage, act: str, panel_id: int, code: str) -> ResponseReturnValue | None:
    """Lead back when the form of an act is opened that is not open now; what was sent is always answered in full."""
    if act in page.acts or request.method == "POST":
        return None
    flash(words_of(RuleViolatedError(code)), "info")
    return redirect_to("conclusions.show_conclusion", panel_id=panel_id)


@bp.post("/panels/<int:panel_id>/conclusion/draft")
@allow(Role.SECRETARY)
def draft_conclusion(panel_id: int) -> ResponseReturnValue:
    """Start the draft from the data of the deciding round."""
    commissions.get_panel(reading(), panel_id, viewer=actor())
    with transaction() as session:
        service.draft_conclusion(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("conclusions.edit_conclusion", panel_id=panel_id, said=_("草稿已按表决数据生成，请完善"))


@bp.route("/panels/<int:panel_id>/conclusion/edit", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def edit_conclusion(panel_id: int) -> ResponseReturnValue:
    """Write the parts of the draft, and send it to review."""
    panel, page = _page(panel_id)
    if away := _not_now(page, "edit", panel_id, "CONCLUSION_FROZEN"):
        return away
    row = queries.get_conclusion(reading(), panel_id)
    form = ConclusionForm(data=row.parts | {"suggestions": "\n".join(row.parts.get("suggestions", ()))})
    if form.validate_on_submit() and _saved(panel_id, form):
        said = _("已送审") if form.submit.data else _("草稿已保存")
        return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=said)
    return render_form("conclusions/edit_conclusion.html", form, panel=panel, row=row)


def _saved(panel_id: int, form: ConclusionForm) -> bool:
    """Save the draft and then, if asked, send it to review; what was saved stays when it is not complete yet."""
    with refused_into(form):
        with transaction() as session:
            service.edit_conclusion(session, panel_id, form.parts(), actor=actor(), clock=clock())
        if form.submit.data:
            with transaction() as session:
                service.submit_conclusion(session, panel_id, actor=actor(), clock=clock())
    return not form.errors


@bp.route("/panels/<int:panel_id>/conclusion/return", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def return_conclusion(panel_id: int) -> ResponseReturnValue:
    """Send the conclusion back to the drafter."""
    panel, page = _page(panel_id)
    if away := _not_now(page, "review", panel_id, "ILLEGAL_TRANSITION"):
        return away
    form = ReturnForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.return_conclusion(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=_("已退回修改"))
    return render_form("conclusions/return_conclusion.html", form, panel=panel)


@bp.post("/panels/<int:panel_id>/conclusion/pass")
@allow(Role.OFFICIAL)
def pass_review(panel_id: int) -> ResponseReturnValue:
    """Pass the review: the text is frozen and goes to the members."""
    commissions.get_panel(reading(), panel_id, viewer=actor())
    with transaction() as session:
        service.pass_review(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=_("审核通过，已送成员签署"))


@bp.route("/panels/<int:panel_id>/conclusion/sign", methods=["GET", "POST"])
@allow(Role.EXPERT)
def sign_conclusion(panel_id: int) -> ResponseReturnValue:
    """Sign, sign with a statement, or refuse, after the password."""
    panel, page = _page(panel_id)
    if away := _not_now(page, "sign", panel_id, "NOT_TO_SIGN"):
        return away
    form = SignForm()
    if form.validate_on_submit() and (proof := ask_again(form, form.password.data)):
        with refused_into(form), transaction() as session:
            service.sign_conclusion(
                session, panel_id, SignatureAct(form.act.data), statement=form.statement.data, proof=proof,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=_("您的签署意见已记录"))
    return render_form("conclusions/sign_conclusion.html", form, panel=panel, page=page)


@bp.post("/panels/<int:panel_id>/conclusion/issue")
@allow(Role.APPROVER)
def issue_conclusion(panel_id: int) -> ResponseReturnValue:
    """Issue the conclusion under its number."""
    commissions.get_panel(reading(), panel_id, viewer=actor())
    with transaction() as session:
        number = service.issue_conclusion(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=_("已签发：%(number)s", number=number))


@bp.post("/panels/<int:panel_id>/conclusion/enter")
@allow(Role.OFFICIAL)
def enter_on_record(panel_id: int) -> ResponseReturnValue:
    """Enter the result on the matter's main record."""
    panel = commissions.get_panel(reading(), panel_id, viewer=actor())
    with transaction() as session:
        service.enter_on_record(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("matters.show_matter", matter_id=panel.matter_id, said=_("结果已录入主记录，等待审核和确认"))


@bp.route("/panels/<int:panel_id>/conclusion/correct", methods=["GET", "POST"])
@allow(Role.APPROVER)
def correct_conclusion(panel_id: int) -> ResponseReturnValue:
    """Correct a clerical error by a new version."""
    panel, page = _page(panel_id)
    if away := _not_now(page, "correct", panel_id, "CONCLUSION_MISSING"):
        return away
    form = CorrectForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.correct_conclusion(session, panel_id, erratum=form.erratum.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("conclusions.show_conclusion", panel_id=panel_id, said=_("更正版已出具，原件保留"))
    return render_form("conclusions/correct_conclusion.html", form, panel=panel)


@bp.post("/panels/<int:panel_id>/conclusion/document")
@allow(*READERS)
def take_document(panel_id: int) -> ResponseReturnValue:
    """Hand out the document; the taking is recorded, so this is a POST."""
    panel = commissions.get_panel(reading(), panel_id, viewer=actor())
    version = row_number(request.form.get("version"))
    row = queries.get_version(reading(), panel, version, viewer=actor())
    is_named = may_see_whose_ballot(actor().role, PeerVisibility(panel.peer_visibility))
    if row.docx_file_id is None or not is_named:
        name = _("结论书（草稿）.docx") if row.docx_file_id is None else _("结论书（成员阅读件）.docx")
        content = service.draft_document(reading(), row, is_named=is_named)
    else:
        file = files.get_file(reading(), row.docx_file_id)
        content, name = files.read_content(file), file.name
    with transaction() as session:
        service.note_download(session, panel_id, version=row.version, actor=actor(), clock=clock())
    return send_file(io.BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=name)
