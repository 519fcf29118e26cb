"""Pages of intake: entry, correction, clues, attachments, hand-over, the register of classified references."""

from io import BytesIO
from typing import Any

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts.queries import list_organisations
from panel.db import session as reading
from panel.db import transaction
from panel.files.queries import get_file, read_content
from panel.guidance.code_lists import is_code
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.matters import queries, service
from panel.matters.blueprint import bp, matter_of, not_now
from panel.matters.facts import MatterContent
from panel.matters.forms import ClueForm, DispatchForm, StubForm, as_choice
from panel.matters.intake_forms import (
    ChooseForm,
    IntakeBase,
    asks_for_row,
    class_choices,
    intake_form,
    values_of,
)
from panel.matters.intake_service import DISPATCH_KINDS
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.row_numbers import row_number

LABORATORY = 4


@bp.get("/matters/new")
@allow(Role.OFFICIAL, Role.INST_CONTACT)
def new_matter() -> ResponseReturnValue:
    """Choose where the information comes from and what it is about."""
    form = ChooseForm(request.args)
    is_contact = actor().role is Role.INST_CONTACT
    form.source_class.choices = [one for one in class_choices() if not is_contact or one.value == str(LABORATORY)]
    if request.args and form.validate():
        chosen = {"source_class": form.source_class.data, "domain": form.domain.data}
        return redirect(url_for("matters.receive_matter", **chosen), 303)
    return render_form("matters/new_matter.html", form)


@bp.route("/matters/new/<int:source_class>/<domain>", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.INST_CONTACT)
def receive_matter(source_class: int, domain: str) -> ResponseReturnValue:
    """Take a piece of risk information in."""
    if not is_code("source_classes", source_class) or not is_code("domains", domain):
        raise NotFoundError("NOT_FOUND")
    form = intake_form(source_class, domain, _notifiers(), data=_beforehand())
    if asks_for_row():
        return render_form("matters/receive_matter.html", form)
    if form.is_submitted() and (content := _content(form, has_capture=form.capture.data is not None)):
        matter_id = 0
        with refused_into(form), transaction() as session:
            matter_id = service.receive_matter(
                session, content, form_key=form.form_key.data, capture=_capture(form), actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已接收，信息通报号已生成"))
    return render_form("matters/receive_matter.html", form)


def _notifiers() -> list[tuple[int, str]]:
    """Give the bodies that may be named as notifying; a contact speaks for the own institution."""
    orgs = list_organisations(reading())
    if actor().role is Role.INST_CONTACT:
        orgs = [org for org in orgs if org.id == actor().org_id]
    return [(org.id, org.name) for org in orgs]


def _beforehand() -> dict[str, Any]:
    return {"notifying_org_id": actor().org_id, "noticed_on": beijing_date(clock()())}


def _content(form: IntakeBase, *, has_capture: bool) -> MatterContent | None:
    """Give the entry if nothing is wrong with it; otherwise every fault is put on its field."""
    form.validate()
    content = form.content()
    checked = content or form.content(stand_in=beijing_date(clock()()))
    if checked is not None:
        for fault in service.faults_of(checked, clock=clock(), has_capture=has_capture):
            place = form.place_of(fault)
            if place not in form.errors:
                form.refuse(words_of(service.error_of(fault)), place)
    return None if form.errors else content


def _capture(form: Any) -> tuple[str, bytes] | None:
    upload = form.capture.data
    return (upload.filename, upload.read()) if upload else None


@bp.route("/matters/<int:matter_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.INST_CONTACT)
def edit_matter(matter_id: int) -> ResponseReturnValue:
    """Correct an entry that is not yet confirmed."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M01-E")):
        return away
    form = _edit_form(matter)
    if asks_for_row():
        return render_form("matters/edit_matter.html", form, matter=matter)
    if form.is_submitted() and (content := _content(form, has_capture=_has_capture(matter_id))):
        version = row_number(form.version.data) or 0
        with refused_into(form), transaction() as session:
            service.edit_matter(session, matter_id, content, version=version, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已更正"))
    return render_form("matters/edit_matter.html", form, matter=matter)


def _edit_form(matter: Any) -> IntakeBase:
    form = intake_form(
        matter.source_class, matter.domain, _notifiers(), parties=len(matter.parties), rows=len(matter.domain_rows),
        data=values_of(matter),
    )  # fmt: skip
    del form.capture  # a file goes to the trail as a line of its own
    return form


def _has_capture(matter_id: int) -> bool:
    return any(clue.file_id for clue in queries.list_clues(reading(), matter_id))


@bp.route("/matters/<int:matter_id>/clues", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def add_clue(matter_id: int) -> ResponseReturnValue:
    """Add a line to the clue trail."""
    matter, form = matter_of(matter_id), ClueForm()
    if request.method == "GET" and (away := not_now(matter, "M01-C")):
        return away
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.add_clue(session, matter_id, form.what.data, capture=_capture(form), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("matters.show_trail", matter_id=matter_id, said=_("线索已保存"))
    return render_form("matters/act.html", form, matter=matter, heading=_("补充线索"))


@bp.post("/matters/<int:matter_id>/clues/<int:clue_id>/file")
@allow(Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
def download_clue_file(matter_id: int, clue_id: int) -> ResponseReturnValue:
    """Hand out an attachment of the trail; who took it is recorded."""
    with transaction() as session:
        file_id = service.note_download(session, matter_id, clue_id, actor=actor(), clock=clock())
    file = get_file(reading(), file_id)
    return send_file(BytesIO(read_content(file)), file.media_type, as_attachment=True, download_name=file.name)


@bp.route("/matters/<int:matter_id>/dispatch", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def dispatch_matter(matter_id: int) -> ResponseReturnValue:
    """Pass a matter on to the body whose business it is."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M02")):
        return away
    proposed = service.proposed_department(reading(), matter)
    form = DispatchForm(data={"to_org_id": proposed})
    orgs = list_organisations(reading(), kinds=DISPATCH_KINDS)
    form.to_org_id.choices = [as_choice(org.id, org.name) for org in orgs if org.id != matter.owner_org_id]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.dispatch_matter(
                session, matter_id, to_org_id=form.to_org_id.data, suggestion=form.suggestion.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已转交，等待对方接收"))
    return render_form("matters/act.html", form, matter=matter, heading=_("转交其他部门"))


@bp.post("/matters/<int:matter_id>/accept")
@allow(Role.OFFICIAL)
def accept_hand_over(matter_id: int) -> ResponseReturnValue:
    """Take a matter that was passed on."""
    with transaction() as session:
        service.accept_hand_over(session, matter_id, actor=actor(), clock=clock())
    return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已接收"))


@bp.route("/matters/classified", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def note_secret_stub() -> ResponseReturnValue:
    """Register the reference of classified information; its content stays outside."""
    form = StubForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.note_secret_stub(
                session, form_key=form.form_key.data, reference_no=form.reference_no.data, keeper=form.keeper.data,
                channel=form.channel.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.note_secret_stub", said=_("已登记"))
    stubs = queries.list_stubs(reading(), [actor().org_id or 0])
    return render_form("matters/note_secret_stub.html", form, stubs=stubs)
