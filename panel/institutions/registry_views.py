"""Pages of the registry of institutions."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgKind
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.guidance import parameter
from panel.institutions import queries, rules, service
from panel.institutions.facts import INSTITUTION_LABELS, InstitutionFacts, InstitutionState, Shortfall
from panel.institutions.forms import (
    DesignateInstitutionForm,
    InstitutionFilterForm,
    InstitutionForm,
    ReasonForm,
    filled_from,
)
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.roster import queries as roster
from panel.roster.facts import RECOMMENDERS
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.paging import paginate
from panel.web.widgets import SelectChoice

bp = Blueprint("institutions", __name__)
OFFICE = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
COLOURS = {
    InstitutionState.REGISTERED_ONLY: "grey",
    InstitutionState.DESIGNATED: "green",
    InstitutionState.SUSPENDED: "red",
    InstitutionState.EXPIRED: "grey",
}


def today() -> date:
    """Give today's date in Beijing."""
    return beijing_date(clock()())


def shown_state(row: Any) -> tuple[str, str]:
    """Give the words and colour of an institution's state."""
    state = InstitutionState(row.state)
    return str(INSTITUTION_LABELS[state]), COLOURS[state]


def remarks(row: Any) -> list[str]:
    """Give what stands today against ordering from an institution."""
    facts = queries.facts_of(row)
    found = [rules.against_qualification(facts, [], today()), rules.against_designation(facts, today())]
    return [lack.words for lack in found if lack is not None]


def lapses(institution: InstitutionFacts) -> list[Shortfall]:
    """Give what of an institution ends within the days that the parameter sets."""
    day = today()
    return rules.days_that_lapse_soon(institution, day, parameter("institution_warning_days", on=day))


def soon(row: Any) -> list[str]:
    """Say what of an institution ends before long."""
    return [lack.words for lack in lapses(queries.facts_of(row))]


@bp.get("/institutions")
@allow(*OFFICE, Role.INST_CONTACT)
def list_institutions() -> ResponseReturnValue:
    """List the institutions, also by what they can test; a contact is led to the own one."""
    person = actor()
    if person.role is Role.INST_CONTACT:
        own = queries.institution_of_org(reading(), person.org_id or 0)
        if own is None:
            raise NotFoundError("NOT_FOUND")
        return redirect_to("institutions.show_institution", institution_id=own.id)
    form = InstitutionFilterForm(request.args)
    wanted = queries.InstitutionFilter(
        text=form.text.data, state=form.state.data or "", region=form.region.data or "", words=form.words.data
    )
    return render_template(
        "institutions/institutions.html", form=form, page=paginate(queries.list_institutions(reading(), wanted)),
        shown_state=shown_state, remarks=remarks, soon=soon, may_register=person.role is Role.OFFICIAL,
    )  # fmt: skip


@bp.get("/institutions/<int:institution_id>")
@allow(*OFFICE, Role.INST_CONTACT)
def show_institution(institution_id: int) -> ResponseReturnValue:
    """Show an institution: qualification, designation, what it can test, its orders."""
    person = actor()
    row = queries.get_institution(reading(), institution_id, viewer=person)
    documents = queries.list_designations(reading(), institution_id)
    is_in_charge = row.managed_by_org_id in roster.owners_served_by(reading(), person)
    return render_template(
        "institutions/institution.html", institution=row, state=shown_state(row), remarks=remarks(row),
        org_names=accounts.organisation_names(reading()), lines=queries.list_capabilities(reading(), institution_id),
        orders=queries.list_orders(reading(), person, institution_id=institution_id),
        documents=documents,
        files=files.files_by_id(reading(), [one.file_id for one in documents]) if documents else {},
        soon=soon(row),
        may_edit=is_in_charge and person.role is Role.OFFICIAL,
        may_decide=is_in_charge and person.role is Role.APPROVER,
    )  # fmt: skip


@bp.route("/institutions/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def register_institution() -> ResponseReturnValue:
    """Enter an institution."""
    form = InstitutionForm()
    if form.validate_on_submit():
        institution_id = 0
        with refused_into(form), transaction() as work:
            institution_id = service.register_institution(
                work, form.entry(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            said = _("已登记；确定为承检机构后才能承担任务")
            return redirect_to("institutions.show_institution", said=said, institution_id=institution_id)
    return render_form("institutions/edit_institution.html", form, institution=None)


@bp.route("/institutions/<int:institution_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def edit_institution(institution_id: int) -> ResponseReturnValue:
    """Correct what the registry says of an institution."""
    row = queries.get_institution(reading(), institution_id, viewer=actor())
    form = InstitutionForm(data=filled_from(queries.entry_of(reading(), row)))
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.edit_institution(work, institution_id, form.entry(), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("institutions.show_institution", said=_("已保存"), institution_id=institution_id)
    return render_form("institutions/edit_institution.html", form, institution=row)


@bp.route("/institutions/<int:institution_id>/designate", methods=["GET", "POST"])
@allow(Role.APPROVER)
def designate_institution(institution_id: int) -> ResponseReturnValue:
    """Designate an institution, or renew the designation."""
    form = DesignateInstitutionForm()
    kinds = [OrgKind.HQ.value, *(kind.value for kind in RECOMMENDERS)]
    bodies = accounts.list_organisations(reading(), kinds=kinds)
    form.recommended_by.choices = [SelectChoice(org.id, org.name) for org in bodies]
    row = queries.get_institution(reading(), institution_id, viewer=actor())
    issuers = roster.chain_of(reading(), row.managed_by_org_id)
    form.issued_by.choices = [SelectChoice(org.id, org.name) for org in issuers]
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.designate_institution(
                work, institution_id, form.designation(), file=form.upload(), actor=actor(), clock=clock()
            )
    return _decided(institution_id, form, _("确定承检机构"), _("已确定为承检机构"))


@bp.post("/institutions/<int:institution_id>/designations/<int:designation_id>/file")
@allow(*OFFICE, Role.INST_CONTACT)
def download_document(institution_id: int, designation_id: int) -> ResponseReturnValue:
    """Give the file of a designating document; who took it is recorded."""
    with transaction() as work:
        file_id = service.note_document_download(work, institution_id, designation_id, actor=actor(), clock=clock())
    file = files.get_file(reading(), file_id)
    content = BytesIO(files.read_content(file))
    return send_file(content, file.media_type, as_attachment=True, download_name=file.name)


@bp.route("/institutions/<int:institution_id>/suspend", methods=["GET", "POST"])
@allow(Role.APPROVER)
def suspend_institution(institution_id: int) -> ResponseReturnValue:
    """Stop an institution from taking work."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.suspend_institution(work, institution_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _decided(institution_id, form, _("暂停承担任务"), _("已暂停"))


@bp.route("/institutions/<int:institution_id>/resume", methods=["GET", "POST"])
@allow(Role.APPROVER)
def resume_institution(institution_id: int) -> ResponseReturnValue:
    """Let a suspended institution take work again."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.resume_institution(work, institution_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _decided(institution_id, form, _("恢复承担任务"), _("已恢复"))


def _decided(institution_id: int, form: Form, title: str, said: str) -> ResponseReturnValue:
    """Go back to the institution when the decision went through; show the form otherwise."""
    row = queries.get_institution(reading(), institution_id, viewer=actor())
    if request.method == "POST" and not form.errors:
        return redirect_to("institutions.show_institution", said=said, institution_id=institution_id)
    return render_form("institutions/decide_institution.html", form, institution=row, title=title, remarks=remarks(row))
