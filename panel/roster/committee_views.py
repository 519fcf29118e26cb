"""Pages of committees, and of who could be drawn for a panel."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgKind
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.roster import queries, service
from panel.roster.expert_views import OFFICE, bp, shown_state, today
from panel.roster.facts import Exclusion, ExpertState, Need, Reason
from panel.roster.forms import CommitteeForm, PoolForm
from panel.roster.words import reason_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.paging import offset_and_limit, page_of
from panel.web.widgets import SelectChoice

COMMISSIONING = (OrgKind.HQ_DEPT, OrgKind.PROVINCIAL_BUREAU, OrgKind.DIRECT_BUREAU)


@bp.get("/committees")
@allow(*OFFICE)
def list_committees() -> ResponseReturnValue:
    """List the expert committees with their terms and members."""
    person = actor()
    counts = queries.count_members(reading())
    is_owner = person.role is Role.APPROVER and bool(queries.owners_served_by(reading(), person))
    return render_template(
        "roster/committees.html", committees=queries.list_committees(reading()), today=today(),
        counts=counts, states=ExpertState, org_names=accounts.organisation_names(reading()), may_add=is_owner,
    )  # fmt: skip


@bp.get("/committees/<int:committee_id>")
@allow(*OFFICE)
def show_committee(committee_id: int) -> ResponseReturnValue:
    """Show a committee with its members."""
    committee = queries.get_committee(reading(), committee_id)
    wanted = queries.ExpertFilter(committee=committee_id)
    total = queries.count_experts(reading(), wanted, on=today())
    offset, limit = offset_and_limit(total)
    found = queries.list_experts(reading(), wanted, on=today(), offset=offset, limit=limit)
    return render_template(
        "roster/committee.html", committee=committee, page=page_of(found, total), shown_state=shown_state,
        owner=accounts.get_organisation(reading(), committee.owner_org_id), today=today(),
    )  # fmt: skip


@bp.route("/committees/new", methods=["GET", "POST"])
@allow(Role.APPROVER)
def add_committee() -> ResponseReturnValue:
    """Set up the committee of the own bureau, or of headquarters for its departments."""
    owners = sorted(queries.owners_served_by(reading(), actor()))
    form = CommitteeForm()
    if form.validate_on_submit():
        committee_id = 0
        with refused_into(form), transaction() as work:
            committee_id = service.add_committee(
                work, code=form.code.data, name=form.name.data, owner_org_id=_owner(owners),
                term_from=form.term_from.data, term_to=form.term_to.data, document_no=form.document_no.data,
                form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("roster.show_committee", said=_("委员会已建立"), committee_id=committee_id)
    return render_form("roster/add_committee.html", form)


def _owner(served: list[int]) -> int:
    """Give the body that can own a committee among those a person acts for."""
    for org_id in served:
        if accounts.get_organisation(reading(), org_id).kind in {kind.value for kind in service.OWNERS}:
            return org_id
    raise NotFoundError("NOT_FOUND")


@bp.get("/experts/pool")
@allow(*OFFICE)
def show_pool() -> ResponseReturnValue:
    """Show who could be drawn for a need, and for everybody else every reason against."""
    form = PoolForm(request.args)
    bodies = accounts.list_organisations(reading(), kinds=[kind.value for kind in COMMISSIONING])
    form.org.choices = [SelectChoice(org.id, org.name) for org in bodies]
    pool = None
    if request.args and form.validate():
        org_id = form.org.data or actor().org_id or 0
        need = Need(
            on=form.on.data or today(), org_id=org_id,
            allowed_committee_owner_ids=queries.committee_owners_open_to(reading(), org_id),
            disciplines=form.disciplines, parties=form.names(form.parties, "producer"),
            testing_institution_names=form.names(form.testing, "testing"),
        )  # fmt: skip
        pool = queries.pool(reading(), need)
    return render_template(
        "roster/pool.html", form=form, complaints=form.complaints, pool=pool, reason_words=reason_words,
        near=[row for row in pool.excluded if not _is_far(row[1])] if pool else [],
        far=[row for row in pool.excluded if _is_far(row[1])] if pool else [],
    )  # fmt: skip


def _is_far(reasons: tuple[Exclusion, ...]) -> bool:
    """Tell whether an expert's discipline is not wanted at all: of less interest than every other reason."""
    return any(reason.code is Reason.DISCIPLINE for reason in reasons)
