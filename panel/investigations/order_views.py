"""Pages of a panel's test orders: draft with what ballots asked for, decide, check the report."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.db import session as reading
from panel.db import transaction
from panel.institutions import queries as institutions
from panel.institutions.facts import ORDER_LABELS, TRACE_LABELS, OrderState
from panel.institutions.order_forms import DraftOrderForm
from panel.investigations import queries, service
from panel.investigations.blueprint import bp
from panel.investigations.forms import CheckReportForm, DecideForm
from panel.investigations.inquiry_views import back_to_tab, seen_panel
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.roster import queries as roster
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import refused_into, render_form
from panel.web.lines import as_lines
from panel.web.widgets import SelectChoice


@bp.route("/panels/<int:panel_id>/inquiries/orders/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def order_test(panel_id: int) -> ResponseReturnValue:
    """Draft a test order, filled with the items that ballots asked for."""
    panel = seen_panel(panel_id)
    wishes = [one.wish.item for one in queries.list_wishes(reading(), panel_id) if one.answer is None]
    latest = queries.undecided_round(reading(), panel_id)
    form = DraftOrderForm(data={"items": as_lines([(item,) for item in wishes]), "basis": _basis(latest)})
    form.institution.choices = _institution_choices()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.order_test(
                session, panel_id, form.content(), institution_id=form.institution.data,
                form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return back_to_tab(panel_id, _("检测任务书已提交审批"))
    return render_form("investigations/order_test.html", form, panel=panel, latest=latest, wishes=wishes)


def _basis(latest: Any) -> str:
    """Say why the test is needed, in the words of the document."""
    if latest is None:
        return ""
    return f"第{latest.round.no}轮专家表决未能形成决定，需要通过检测查明：{latest.round.question}"


def _institution_choices() -> list[SelectChoice]:
    """Offer the institutions that the reader's department may order from, with what stands against each."""
    chain = roster.chain_of(reading(), actor().org_id or 0)
    return [
        SelectChoice(offer.id, f"{offer.name} — {offer.against.words}" if offer.against else offer.name)
        for offer in institutions.list_offers(reading(), beijing_date(clock()()), chain=chain)
    ]


def _panel_order(panel_id: int, order_id: int) -> Any:
    """Give a work order of this panel; another's is not found."""
    order = institutions.get_order(reading(), order_id, viewer=actor())
    if order.panel_id != panel_id:
        raise NotFoundError("NOT_FOUND")
    return order


@bp.route("/panels/<int:panel_id>/inquiries/orders/<int:order_id>/decision", methods=["GET", "POST"])
@allow(Role.APPROVER)
def decide_order(panel_id: int, order_id: int) -> ResponseReturnValue:
    """Approve and issue a panel's test order, or send it back."""
    panel, order, form = seen_panel(panel_id), _panel_order(panel_id, order_id), DecideForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            who: dict[str, Any] = {"actor": actor(), "clock": clock()}
            if form.is_approved:
                service.approve_order(session, panel_id, order_id, **who)
            else:
                service.refuse_order(session, panel_id, order_id, reason=form.reason.data, **who)
        if not form.errors:
            return back_to_tab(panel_id, _("任务书已批准，已下达机构") if form.is_approved else _("任务书已退回"))
    return render_form(
        "investigations/decide_order.html", form, panel=panel, order=order, is_open=order.state == OrderState.PENDING,
        institution=institutions.get_institution(reading(), order.institution_id).name,
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/inquiries/orders/<int:order_id>/report", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def check_report(panel_id: int, order_id: int) -> ResponseReturnValue:
    """Accept the latest version of a report, or return it to the institution."""
    panel, order, form = seen_panel(panel_id), _panel_order(panel_id, order_id), CheckReportForm()
    reports = institutions.list_reports(reading(), order_id)
    report = reports[-1] if reports else None
    if report is not None and form.validate_on_submit():
        with refused_into(form), transaction() as session:
            who: dict[str, Any] = {"actor": actor(), "clock": clock()}
            if form.decision.data == "accept":
                service.accept_test_report(session, panel_id, order_id, report.id, **who)
            else:
                service.return_test_report(
                    session, panel_id, order_id, report.id, reason=form.reason.data, **who
                )  # fmt: skip
        if not form.errors:
            is_accepted = form.decision.data == "accept"
            return back_to_tab(panel_id, _("报告已接收并列入材料") if is_accepted else _("报告已退回机构"))
    return render_form(
        "investigations/check_report.html", form, panel=panel, order=order, report=report, checks=_checks(report),
        institution=institutions.get_institution(reading(), order.institution_id).name,
        samples=institutions.list_samples(reading(), order_id), is_open=order.state == OrderState.REPORTED,
        is_answered=queries.standing_of(reading(), panel_id, clock()()).is_warning_answered, labels=ORDER_LABELS,
    )  # fmt: skip


def _checks(report: Any) -> list[tuple[str, Any]]:
    """Give the intake check line by line: what is asked and what the report says (F-14)."""
    if report is None:
        return []
    return [(str(words), getattr(report, name)) for name, words in TRACE_LABELS.items()]
