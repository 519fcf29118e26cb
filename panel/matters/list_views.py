"""The list of matters and the pages of one: its record, its trail, its log."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts.queries import account_names, organisation_names
from panel.audit.queries import list_matter_events
from panel.db import session as reading
from panel.kernel.actor import Actor, Role
from panel.kernel.tasks import Task
from panel.matters import queries, words
from panel.matters.acts import Situation, acts_for, decides_next, result_act
from panel.matters.blueprint import DEPARTMENTS, READERS, bp, matter_of
from panel.matters.code_facts import DOMAIN_COLUMNS
from panel.matters.forms import as_choice, filter_form
from panel.matters.intake_forms import written_event
from panel.matters.intake_rules import masked
from panel.matters.links import linked
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.paging import offset_and_limit, page_of
from panel.web.tabs import TabLink

MORE_FILTERS = ("level", "source_class", "domain", "owner", "overdue")
PRIVATE_FIELDS = frozenset({"complainant"})


@bp.get("/matters")
@allow(*READERS)
def list_matters() -> ResponseReturnValue:
    """List the matters a person may know of, narrowed by what they ask for."""
    names = organisation_names(reading())
    form = filter_form([as_choice(number, name) for number, name in names.items()])
    now, viewer, filters = clock()(), actor(), form.filters()
    total = queries.count_matters(reading(), viewer, filters, now=now)
    found = queries.list_matters(reading(), viewer, filters, offset_and_limit(total), now=now)
    may_enter = viewer.has("info_officer") or viewer.role is Role.INST_CONTACT
    return render_template(
        "matters/list_matters.html", form=form, page=page_of(found, total), names=names, now=now, may_enter=may_enter,
        is_narrowed=filters != queries.MatterFilters(), has_more=any(form[name].data for name in MORE_FILTERS),
    )  # fmt: skip


@bp.get("/matters/<int:matter_id>")
@allow(*READERS)
def show_matter(matter_id: int) -> ResponseReturnValue:
    """Show a matter's main record with the fifteen items, and what may be done next.

    An institution's contact sees what was entered, not what the department makes of it.
    """
    matter, session, viewer = matter_of(matter_id), reading(), actor()
    adjudications = queries.list_adjudications(session, matter_id)
    requests = queries.list_requests(session, matter_id)
    results = queries.list_results(session, matter_id)
    situation = Situation(
        matter, viewer,
        has_open_hand_over=_has_open_hand_over(matter),
        has_open_request=any(one.state in {"drafted", "sent"} for one in requests),
        open_mode=next((one.mode for one in adjudications if one.state == "open"), None),
        has_result=_has_standing_result(adjudications, results),
    )  # fmt: skip
    people = [matter.received_by, matter.screened_by, matter.confirmed_by, *(one.entered_by for one in results)]
    return render_template(
        "matters/show_matter.html", matter=matter, adjudications=adjudications, requests=requests, results=results,
        situation=situation, acts=acts_for(situation), linked=linked(session, matter, viewer),
        tabs=[] if viewer.role is Role.INST_CONTACT else _tabs(matter_id, "matters.show_matter"),
        is_contact=viewer.role is Role.INST_CONTACT, orgs=organisation_names(session),
        people=account_names(session, people), words=words, columns=DOMAIN_COLUMNS[matter.domain],
        event=written_event(matter.event_precision, matter.event_on), fields=_shown_fields(matter, viewer),
        waits=_waits(viewer, requests, results, situation),
        merged=queries.matter_titles(session, [matter.merged_into_id]) if matter.merged_into_id else {},
    )  # fmt: skip


def _has_open_hand_over(matter: Any) -> bool:
    """Ask for a receipt only where the matter has been passed on."""
    if matter.owner_org_id == matter.origin_org_id:
        return False
    return queries.find_open_hand_over(reading(), matter.id) is not None


def _has_standing_result(adjudications: Sequence[Any], results: Sequence[Any]) -> bool:
    standing = {one.adjudication_id for one in results if one.returned_at is None}
    return any(one.id in standing for one in adjudications if one.state == "open")


def _shown_fields(matter: Any, viewer: Actor) -> dict[str, str]:
    """Give the fields of the source class; who complained is masked for other bodies than the handling ones."""
    knows = viewer.org_id in {matter.owner_org_id, matter.received_org_id} and viewer.role is not Role.SECRETARY
    return {
        code: masked(text) if code in PRIVATE_FIELDS and not knows else text
        for code, text in matter.source_fields.items()
    }


def _waits(viewer: Actor, requests: Sequence[Any], results: Sequence[Any], situation: Situation) -> list[Task]:
    """Give what on this page waits for the viewer in somebody else's act: requests and results."""
    found = [
        Task(str(words.REQUEST_KINDS[one.kind]), "", "matters.show_request", {"request_id": one.id})
        for one in requests
        if decides_next(one, viewer)
    ]
    titles = {"review": _("审核研判结果"), "confirm": _("确认研判结果")}
    for one in results:
        if act := result_act(one, situation.matter.result_org_id, viewer):
            found.append(Task(titles[act], "", "matters.show_result", {"result_id": one.id}))
    return found


def _tabs(matter_id: int, current: str) -> list[TabLink]:
    pages = {
        "matters.show_matter": _("主记录"),
        "matters.show_trail": _("线索与先行处置"),
        "matters.show_log": _("操作记录"),
    }
    return [TabLink(title, url_for(name, matter_id=matter_id), name == current) for name, title in pages.items()]


@bp.get("/matters/<int:matter_id>/trail")
@allow(*DEPARTMENTS)
def show_trail(matter_id: int) -> ResponseReturnValue:
    """Show the clue trail, the hand-overs and the early measures."""
    matter, session = matter_of(matter_id), reading()
    clues = queries.list_clues(session, matter_id)
    hand_overs = queries.list_hand_overs(session, matter_id)
    measures = queries.list_pre_dispositions(session, matter_id)
    people = account_names(
        session, [one.by for one in clues] + [one.recorded_by for one in measures] + [one.sent_by for one in hand_overs]
    )
    return render_template(
        "matters/show_trail.html", matter=matter, clues=clues, hand_overs=hand_overs, measures=measures, people=people,
        orgs=organisation_names(session), tabs=_tabs(matter_id, "matters.show_trail"), words=words,
        taken_from=queries.matter_titles(session, [one.from_matter_id for one in clues if one.from_matter_id]),
    )  # fmt: skip


@bp.get("/matters/<int:matter_id>/log")
@allow(*DEPARTMENTS)
def show_log(matter_id: int) -> ResponseReturnValue:
    """Show what was done with the matter: all of it to auditors, the unit's acts to heads, the own to others."""
    matter, viewer = matter_of(matter_id), actor()
    events = [one for one in list_matter_events(reading(), matter_id) if one.panel_id is None and _may_see(one, viewer)]
    return render_template(
        "matters/show_log.html", matter=matter, events=events, tabs=_tabs(matter_id, "matters.show_log"), words=words,
        orgs=organisation_names(reading()),
    )  # fmt: skip


def _may_see(event: Any, viewer: Actor) -> bool:
    if viewer.role is Role.AUDITOR:
        return True
    if viewer.role is Role.APPROVER:
        return bool(event.actor_org_id == viewer.org_id)
    return bool(event.actor_id == viewer.id)
