"""Pages of names and groups of companies, by which the screening knows one body under several names."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.recusal import body_queries, body_service, laboratory_queries
from panel.recusal.facts import SynonymKind
from panel.recusal.forms import EndForm, GroupForm, MemberForm, SynonymForm
from panel.recusal.words import SYNONYM_KINDS
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form

bp = Blueprint("recusal", __name__)

RELATIONS = laboratory_queries.relations_of  # registers itself with the room below
READERS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
PAGE = "recusal.list_bodies"
FORM = "recusal/body_form.html"


@bp.get("/recusal/bodies")
@allow(*READERS)
def list_bodies() -> ResponseReturnValue:
    """List groups with their companies, and bodies with further names."""
    session = reading()
    groups, members = body_queries.list_groups(session), body_queries.list_group_members(session)
    synonyms = body_queries.list_synonyms(session)
    return render_template(
        "recusal/bodies.html", groups=groups, synonyms=synonyms, synonym_kinds=SYNONYM_KINDS,
        members={group.id: [one for one in members if one.group_id == group.id] for group in groups},
        people=accounts.account_names(session, _signers(groups, members, synonyms)),
        may_keep=actor().role is Role.OFFICIAL,
    )  # fmt: skip


def _signers(*lists: Iterable[Any]) -> list[int]:
    """Give who entered what is listed."""
    return [entry.entered_by for entries in lists for entry in entries]


@bp.route("/recusal/groups/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def add_group() -> ResponseReturnValue:
    """Enter a group of companies."""
    form = GroupForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            body_service.add_group(
                session, name=form.name.data, evidence=form.evidence.data, form_key=form.form_key.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, said=_("已登记集团"))
    return render_form(FORM, form, words=_("登记企业集团"), caption="")


@bp.route("/recusal/groups/<int:group_id>/members/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def add_member(group_id: int) -> ResponseReturnValue:
    """Enter a company of a group."""
    group = body_queries.get_group(reading(), group_id)
    form = MemberForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            body_service.add_member(
                session, group_id, name=form.name.data, unified_code=form.unified_code.data or "",
                evidence=form.evidence.data, form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, said=_("已登记成员企业"))
    return render_form(FORM, form, words=_("登记成员企业"), caption=group.name)


@bp.route("/recusal/synonyms/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def add_synonym() -> ResponseReturnValue:
    """Enter another name of a body."""
    form = SynonymForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            body_service.add_synonym(
                session, name=form.name.data, unified_code=form.unified_code.data or "", other=form.other.data,
                kind=SynonymKind(form.kind.data), evidence=form.evidence.data, form_key=form.form_key.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to(PAGE, said=_("已登记名称"))
    return render_form(FORM, form, words=_("登记曾用名、简称或者外文名称"), caption="")


@bp.route("/recusal/<kind>/<int:number>/end", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def end_entry(kind: str, number: int) -> ResponseReturnValue:
    """End a group, a company of one, or a name."""
    entry = body_queries.get_entry(reading(), kind, number)
    form = EndForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            body_service.end_entry(session, kind, number, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to(PAGE, said=_("已停用"))
    return render_form(FORM, form, words=_("停用条目"), caption=entry.name)
