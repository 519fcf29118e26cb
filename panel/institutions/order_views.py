"""Pages of work orders and reports."""

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.institutions import custody_queries, custody_rules, queries, rules, service
from panel.institutions.custody_views import custody_context
from panel.institutions.facts import ORDER_LABELS, TRACE_LABELS, OrderKind, OrderState
from panel.institutions.forms import ReasonForm
from panel.institutions.order_forms import (
    AcknowledgeOrderForm,
    AddRetainedSampleForm,
    DraftOrderForm,
    OrderFilterForm,
    report_form_for,
)
from panel.institutions.registry_views import OFFICE, bp, today
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.matters import queries as matters
from panel.roster import queries as roster
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form
from panel.web.paging import paginate
from panel.web.widgets import SelectChoice

AGAINST_EVIDENCE = {
    "HANDOVER_MISSING": _l("样品交接登记"), "REPORT_SAMPLE_UNKNOWN": _l("与收样登记一致的样品编号"),
    "SEAL_UNEXPLAINED": _l("封样异常的说明"), "SAMPLE_EXCLUDED": _l("可以作为依据的样品"),
}  # fmt: skip
COLOURS = {
    OrderState.PENDING: "yellow",
    OrderState.REFUSED: "red",
    OrderState.ISSUED: "yellow",
    OrderState.ACKNOWLEDGED: "blue",
    OrderState.REPORTED: "yellow",
    OrderState.CLOSED: "green",
}


def order_state(order: Any) -> tuple[str, str]:
    """Give the words and colour of an order's state."""
    state = OrderState(order.state)
    return str(ORDER_LABELS[state]), COLOURS[state]


@bp.get("/orders")
@allow(*OFFICE, Role.INST_CONTACT)
def list_orders() -> ResponseReturnValue:
    """List the work orders of the own organisation, of the own institution, or those an auditor may see."""
    form = OrderFilterForm(request.args)
    page = paginate(queries.list_orders(reading(), actor(), state=form.state.data or ""))
    names = queries.institution_names(reading(), [order.institution_id for order in page.items])
    titles = matters.matter_titles(reading(), [order.matter_id for order in page.items])
    return render_template(
        "institutions/orders.html",
        form=form,
        page=page,
        names=names,
        titles=titles,
        order_state=order_state,
        may_search=actor().role is not Role.INST_CONTACT,
    )


@bp.get("/orders/<int:order_id>")
@allow(*OFFICE, Role.INST_CONTACT)
def show_order(order_id: int) -> ResponseReturnValue:
    """Show a work order with its reports and retained samples."""
    person = actor()
    order = queries.get_order(reading(), order_id, viewer=person)
    facts = queries.institution_facts(reading(), [order.institution_id])[0]
    reports = queries.list_reports(reading(), order_id)
    people = [order.requested_by, order.decided_by, order.acknowledged_by]
    people += [one for report in reports for one in (report.uploaded_by, report.accepted_by, report.returned_by)]
    state, custody = OrderState(order.state), custody_context(order, person.role)
    file_ids = [report.file_id for report in reports] + custody["attached"]
    return render_template(
        "institutions/order.html", order=order, state=order_state(order), institution=facts,
        matter=matters.matter_titles(reading(), [order.matter_id])[order.matter_id],
        org=accounts.get_organisation(reading(), order.org_id),
        people=accounts.account_names(reading(), people + custody["named"]),
        warnings=[lack.words for lack in rules.days_to_warn_of(facts, order.due_on)], reports=reports,
        files=files.files_by_id(reading(), file_ids),
        samples=queries.list_samples(reading(), order_id), missing=_missing(reports, order),
        is_late=order.due_on < today(),
        may=_open_acts(person.role, state, is_own_desk=order.panel_id is None),
        may_follow=person.role is not Role.INST_CONTACT, reader_id=person.id, **custody,
    )  # fmt: skip


def _missing(reports: Any, order: Any) -> list[str]:
    """Give what the latest version lacks for its trace, and what stands against the sample it rests on."""
    if not reports or reports[-1].accepted_at is not None:
        return []
    content, samples = queries.contents_of(reports[-1]), custody_queries.custody_of(reading(), order.id)
    is_explained = custody_rules.is_seal_accounted_for(samples, content.sample_id)
    names = rules.missing_for_trace(content, is_seal_explained=is_explained)
    found = [str(TRACE_LABELS[name]) for name in names]
    against = custody_rules.reasons_against_evidence(samples, content.sample_id, has_samples=bool(order.samples))
    return found + ([str(AGAINST_EVIDENCE[against[0]])] if against else [])


def _open_acts(role: Role, state: OrderState, *, is_own_desk: bool) -> frozenset[str]:
    """Give what this role may do on an order in this state.

    An order of a panel is decided, and its report accepted, on the panel's own pages.
    """
    found = {
        (Role.APPROVER, OrderState.PENDING): {"decide"} if is_own_desk else set(),
        (Role.OFFICIAL, OrderState.REPORTED): {"return", "sample"} | ({"accept"} if is_own_desk else set()),
        (Role.INST_CONTACT, OrderState.ISSUED): {"acknowledge"},
        (Role.INST_CONTACT, OrderState.ACKNOWLEDGED): {"upload"},
        (Role.INST_CONTACT, OrderState.REPORTED): {"upload", "sample"},
    }
    return frozenset(found.get((role, state), set()))


@bp.route("/matters/<int:matter_id>/orders/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def draft_order(matter_id: int) -> ResponseReturnValue:
    """Draft a work order on a matter."""
    matter = matters.get_matter(reading(), matter_id, viewer=actor())
    form = DraftOrderForm(data={"institution": request.args.get("institution", type=int)})
    form.institution.choices = institution_choices()
    if form.validate_on_submit():
        order_id = 0
        with refused_into(form), transaction() as work:
            order_id = service.draft_order(
                work, matter_id, form.content(), institution_id=form.institution.data,
                form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("institutions.show_order", said=_("已提交审批"), order_id=order_id)
    return render_form("institutions/draft_order.html", form, matter=matter)


def institution_choices() -> list[SelectChoice]:
    """Give the institutions, the fit ones first, each of the others with what stands against it."""
    chain = roster.chain_of(reading(), actor().org_id or 0)
    return [
        SelectChoice(offer.id, f"{offer.name} — {offer.against.words}" if offer.against else offer.name)
        for offer in queries.list_offers(reading(), today(), chain=chain)
    ]


@bp.post("/orders/<int:order_id>/approve")
@allow(Role.APPROVER)
def approve_order(order_id: int) -> ResponseReturnValue:
    """Approve and issue an order that no panel waits for."""
    _refuse_panel_order(order_id)
    with transaction() as work:
        service.approve_order(work, order_id, actor=actor(), clock=clock())
    return redirect_to("institutions.show_order", said=_("任务书已批准，已下达机构"), order_id=order_id)


@bp.route("/orders/<int:order_id>/refuse", methods=["GET", "POST"])
@allow(Role.APPROVER)
def refuse_order(order_id: int) -> ResponseReturnValue:
    """Refuse an order that no panel waits for."""
    _refuse_panel_order(order_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.refuse_order(work, order_id, reason=form.reason.data, actor=actor(), clock=clock())
    return _done(order_id, form, _("不批准任务书"), _("已退回，未批准"))


def _refuse_panel_order(order_id: int) -> None:
    """Leave a panel's order to the panel's pages: deciding it moves the panel too."""
    if queries.get_order(reading(), order_id, viewer=actor()).panel_id is not None:
        raise NotFoundError("NOT_FOUND")


@bp.route("/orders/<int:order_id>/acknowledge", methods=["GET", "POST"])
@allow(Role.INST_CONTACT)
def acknowledge_order(order_id: int) -> ResponseReturnValue:
    """Take an order on for the institution."""
    form = AcknowledgeOrderForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.acknowledge_order(
                work, order_id, is_impartial=form.is_impartial.data, note=form.note.data, actor=actor(), clock=clock()
            )
    return _done(order_id, form, _("受理任务"), _("任务已受理"))


# Reports


@bp.route("/orders/<int:order_id>/report", methods=["GET", "POST"])
@allow(Role.INST_CONTACT)
def upload_report(order_id: int) -> ResponseReturnValue:
    """Upload a report, or a further version of one."""
    order = queries.get_order_to_report_on(reading(), order_id, viewer=actor())
    versions = queries.list_reports(reading(), order_id)
    form = report_form_for(OrderKind(order.kind), [line["item"] for line in order.items])()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.upload_report(
                work, order_id, form.content(), file=form.upload(), sample=form.sample(), actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("institutions.show_order", said=_("报告已上传，等待委托部门审核"), order_id=order_id)
    return render_form(
        "institutions/upload_report.html", form, order=order, version=len(versions) + 1,
        returned=versions[-1].returned_reason if versions else None,
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/reports/<int:version>/file")
@allow(*OFFICE, Role.INST_CONTACT)
def download_report(order_id: int, version: int) -> ResponseReturnValue:
    """Give the file of a version of a report; who took it is recorded."""
    with transaction() as work:
        file_id = service.note_download(work, order_id, version, actor=actor(), clock=clock())
    file = files.get_file(reading(), file_id)
    content = BytesIO(files.read_content(file))
    return send_file(content, file.media_type, as_attachment=True, download_name=file.name)


@bp.post("/orders/<int:order_id>/reports/<int:version>/accept")
@allow(Role.OFFICIAL)
def accept_report(order_id: int, version: int) -> ResponseReturnValue:
    """Accept a report on an order that no panel waits for."""
    _refuse_panel_order(order_id)
    report = queries.find_report(reading(), order_id, version)
    if report is None:
        raise NotFoundError("NOT_FOUND")
    with transaction() as work:
        service.accept_report(work, report.id, actor=actor(), clock=clock())
    return redirect_to("institutions.show_order", said=_("报告已接收"), order_id=order_id)


@bp.route("/orders/<int:order_id>/reports/<int:version>/return", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def return_report(order_id: int, version: int) -> ResponseReturnValue:
    """Return a report to the institution."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    report = queries.find_report(reading(), order.id, version)
    if report is None:
        raise NotFoundError("NOT_FOUND")
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.return_report(work, report.id, reason=form.reason.data, actor=actor(), clock=clock())
    return _done(order_id, form, _("退回报告"), _("报告已退回机构"))


@bp.route("/orders/<int:order_id>/samples/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.INST_CONTACT)
def add_retained_sample(order_id: int) -> ResponseReturnValue:
    """Enter a retained sample, or why none can be kept."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    form = AddRetainedSampleForm()
    if form.validate_on_submit():
        if (sample := form.sample()) is None:
            form.refuse(_("请填写留样情况，或说明不能留样的原因"), "sample_no")
        else:
            with refused_into(form), transaction() as work:
                service.add_retained_sample(work, order.id, sample, actor=actor(), clock=clock())
    return _done(order_id, form, _("登记留样"), _("留样已登记"))


def _done(order_id: int, form: Form, title: str, said: str) -> ResponseReturnValue:
    """Go back to the order when the act went through; show the form, with what was refused, otherwise."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    if request.method == "POST" and not form.errors:
        return redirect_to("institutions.show_order", said=said, order_id=order_id)
    return render_form("institutions/decide_order.html", form, order=order, title=title)
