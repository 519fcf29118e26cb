"""The page on which an official looks for a laboratory."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from panel.db import session as reading
from panel.guidance import parameter
from panel.institutions.capability_queries import search_capabilities
from panel.institutions.forms import CapabilityForm
from panel.institutions.registry_views import OFFICE, bp, today
from panel.kernel.actor import Role
from panel.matters import queries as matters
from panel.matters.facts import IN_ADJUDICATION, MatterState
from panel.matters.queries import MatterFilters
from panel.roster import queries as roster
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.widgets import SelectChoice

MOST_MATTERS = 200


@bp.get("/institutions/capability")
@allow(*OFFICE)
def search_capability() -> ResponseReturnValue:
    """Look for institutions by product, item or method, for a matter if one is chosen."""
    person, form = actor(), CapabilityForm(request.args)
    chosen = None
    if form.matter.data:
        chosen = matters.get_matter(reading(), form.matter.data, viewer=person)
    own = _matters(person.org_id)
    form.matter.choices = [SelectChoice(number, title) for number, title in own.items()]
    if chosen is not None and chosen.id not in own:
        form.matter.choices.append(SelectChoice(chosen.id, chosen.title))
    days = parameter("institution_warning_days", on=today())
    found = None
    if form.words.data:
        found = search_capabilities(
            reading(), form.words.data, today(), days, chain=roster.chain_of(reading(), person.org_id or 0),
            matter_id=chosen.id if chosen else None,
        )  # fmt: skip
    may_draft = (
        chosen is not None and person.role is Role.OFFICIAL and chosen.owner_org_id == person.org_id
        and MatterState(chosen.state) in IN_ADJUDICATION
    )  # fmt: skip
    return render_template("institutions/capability.html", form=form, found=found, matter=chosen, may_draft=may_draft)


def _matters(org_id: int | None) -> dict[int, str]:
    """Give the reader's own matters that are being adjudicated, the latest first."""
    rows = matters.list_matters(
        reading(), actor(), MatterFilters(owner_org_id=org_id), (0, MOST_MATTERS), now=clock()()
    )
    return {row.id: row.title for row in rows if MatterState(row.state) in IN_ADJUDICATION}
