"""Reading work orders, reports and retained samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.institutions import custody_queries as custody
from panel.institutions.custody_facts import Side
from panel.institutions.facts import OPEN_STATES, WITH_NUMBER, OrderState, ReportContent, Result
from panel.institutions.models import Institution, Report, RetainedSample, WorkOrder
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import end_of_day
from panel.kernel.errors import NotFoundError, RuleViolatedError
from panel.kernel.tasks import Task

OFFICE = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY})
ISSUED_STATES = [state.value for state in WITH_NUMBER]


@dataclass(frozen=True, slots=True)
class Source:
    """Who stands behind a test report: the institution and the people who signed it."""

    name: str
    unified_code: str | None
    people: tuple[str, ...]


def _visible(session: Session, viewer: Actor | None) -> list[ColumnElement[bool]]:
    """Give the conditions under which a viewer knows of an order.

    The ordering body's people see it, an institution's contact what was issued to it, an auditor
    the orders of the own organisation and all below.
    """
    if viewer is None or viewer.role is Role.SYSTEM:
        return []
    if viewer.role in OFFICE:
        return [WorkOrder.org_id == viewer.org_id]
    if viewer.role is Role.INST_CONTACT:
        own = select(Institution.id).where(Institution.org_id == viewer.org_id)
        return [WorkOrder.institution_id.in_(own), WorkOrder.state.in_(ISSUED_STATES)]
    if viewer.role is Role.AUDITOR and viewer.org_id is not None:
        return [WorkOrder.org_id.in_(accounts.subtree_ids(session, viewer.org_id))]
    return [false()]


def get_order(session: Session, order_id: int, viewer: Actor | None = None) -> WorkOrder:
    """Give a work order that the viewer may know of."""
    chosen = select(WorkOrder).where(WorkOrder.id == order_id, *_visible(session, viewer))
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def lock_order(session: Session, order_id: int, viewer: Actor | None = None) -> WorkOrder:
    """Give a work order for a decision; nobody else decides on it meanwhile."""
    chosen = select(WorkOrder).where(WorkOrder.id == order_id, *_visible(session, viewer))
    found = session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_order_to_report_on(session: Session, order_id: int, viewer: Actor) -> WorkOrder:
    """Give the own institution's order for an upload; one that is not issued is no order (`ORDER_MISSING`)."""
    own = select(Institution.id).where(Institution.org_id == viewer.org_id)
    found = session.scalar(select(WorkOrder).where(WorkOrder.id == order_id, WorkOrder.institution_id.in_(own)))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    if found.state not in ISSUED_STATES:
        raise RuleViolatedError("ORDER_MISSING")
    return found


def find_order_by_form(session: Session, form_key: str) -> WorkOrder | None:
    """Give the order that a form has drafted already, or None."""
    return session.scalar(select(WorkOrder).where(WorkOrder.form_key == form_key))


def list_orders(
    session: Session, viewer: Actor | None = None, *, panel_id: int | None = None, matter_id: int | None = None,
    institution_id: int | None = None, state: str = "",
) -> Sequence[WorkOrder]:  # fmt: skip
    """Give the orders a viewer may know of, the latest first: all, or those of a panel, matter or institution."""
    chosen = select(WorkOrder).where(*_visible(session, viewer)).order_by(WorkOrder.id.desc())
    wanted = {WorkOrder.panel_id: panel_id, WorkOrder.matter_id: matter_id, WorkOrder.institution_id: institution_id}
    for column, value in wanted.items():
        if value is not None:
            chosen = chosen.where(column == value)
    if state:
        chosen = chosen.where(WorkOrder.state == state)
    return session.scalars(chosen).all()


def open_orders_of_panel(session: Session, panel_id: int) -> Sequence[WorkOrder]:
    """Give a panel's orders that are still under way."""
    states = [state.value for state in OPEN_STATES]
    chosen = select(WorkOrder).where(WorkOrder.panel_id == panel_id, WorkOrder.state.in_(states))
    return session.scalars(chosen.order_by(WorkOrder.id)).all()


def list_open_orders(session: Session, viewer: Actor | None = None) -> Sequence[WorkOrder]:
    """Give the orders a viewer may know of that are still under way, the one due first before the others."""
    states = [state.value for state in OPEN_STATES]
    chosen = select(WorkOrder).where(WorkOrder.state.in_(states), *_visible(session, viewer))
    return session.scalars(chosen.order_by(WorkOrder.due_on, WorkOrder.id)).all()


# Reports and samples


def list_reports(session: Session, order_id: int) -> Sequence[Report]:
    """Give the versions of an order's report, the first one first."""
    return session.scalars(select(Report).where(Report.work_order_id == order_id).order_by(Report.version)).all()


def get_report(session: Session, report_id: int) -> Report:
    """Give a version of a report by its number."""
    found = session.get(Report, report_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_report(session: Session, order_id: int, version: int) -> Report | None:
    """Give a version of an order's report, or None."""
    return session.scalar(select(Report).where(Report.work_order_id == order_id, Report.version == version))


def contents_of(report: Report) -> ReportContent:
    """Give a stored version as the rules see it."""
    return ReportContent(
        report_no=report.report_no, qualification_no=report.qualification_no, method=report.method,
        sample_id=report.sample_id, is_seal_intact=report.is_seal_intact, received_on=report.received_on,
        tested_on=report.tested_on, calibration_ref=report.calibration_ref, raw_data_keeper=report.raw_data_keeper,
        tester=report.tester, reviewer=report.reviewer, signatory=report.signatory, is_stamped=report.is_stamped,
        results=tuple(Result(**line) for line in report.results), is_problem_found=report.is_problem_found,
        conclusion=report.conclusion, suggestions=report.suggestions, subcontracted=report.subcontracted,
        change_reason=report.change_reason,
    )  # fmt: skip


def report_sources(session: Session, matter_id: int) -> list[Source]:
    """Give who stands behind the accepted reports on a matter: they do not vote on them (D-12)."""
    chosen = (
        select(Report, Institution)
        .join(WorkOrder, WorkOrder.id == Report.work_order_id)
        .join(Institution, Institution.id == WorkOrder.institution_id)
        .where(WorkOrder.matter_id == matter_id, Report.accepted_at.is_not(None))
        .order_by(Report.id)
    )
    return [
        Source(made_by.name, made_by.unified_code, (report.tester, report.reviewer, report.signatory))
        for report, made_by in session.execute(chosen)
    ]


def list_samples(session: Session, order_id: int) -> Sequence[RetainedSample]:
    """Give the samples kept for an order, and statements why none is."""
    chosen = select(RetainedSample).where(RetainedSample.work_order_id == order_id).order_by(RetainedSample.id)
    return session.scalars(chosen).all()


def has_sample(session: Session, order_id: int) -> bool:
    """Tell whether an order has a retained sample or the statement why not."""
    return bool(list_samples(session, order_id))


# The desk


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:  # noqa: ARG001  # one shape in all rooms
    """Give what waits: orders to approve, to take on, to report on, samples on their way, questions to answer.

    Orders of a panel are approved and their reports accepted on the panel's pages, so these are not listed here.
    """
    waiting = _waiting(actor)
    if not waiting:
        return []
    conditions = list(waiting.values())
    chosen = select(WorkOrder, Institution.name, *conditions).join(
        Institution, Institution.id == WorkOrder.institution_id
    )
    chosen = chosen.where(or_(*conditions), *_visible(session, actor)).order_by(WorkOrder.due_on, WorkOrder.id)
    return [
        _task(order, name, title)
        for order, name, *asked in session.execute(chosen)
        for title, is_asked in zip(waiting, asked, strict=True)
        if is_asked
    ]


def _waiting(actor: Actor) -> dict[str, ColumnElement[bool]]:
    """Give what an order may ask of a person, each with the condition under which it does."""
    alone = WorkOrder.panel_id.is_(None)
    if actor.role is Role.APPROVER:
        return {
            _("审批检测任务书"): and_(_is(OrderState.PENDING), alone),
            _("说明封样异常"): custody.awaits_explanation(actor.id),
        }
    if actor.role is Role.OFFICIAL:
        return {
            _("审核检验报告"): and_(_is(OrderState.REPORTED), alone),
            _("交接样品"): custody.awaits_handover(),
            _("说明封样异常"): custody.awaits_explanation(actor.id),
            _("答复机构的问题"): custody.awaits_answer(Side.DEPARTMENT),
        }
    if actor.role is Role.INST_CONTACT:
        return {
            _("受理检测任务"): _is(OrderState.ISSUED),
            _("上传检验报告"): _is(OrderState.ACKNOWLEDGED),
            _("登记收样"): custody.awaits_receipt(),
            _("答复委托部门的问题"): custody.awaits_answer(Side.INSTITUTION),
        }
    return {}


def _is(state: OrderState) -> ColumnElement[bool]:
    return WorkOrder.state == state.value


def _task(order: WorkOrder, institution: str, title: str) -> Task:
    return Task(
        title=title, about=order.number or institution, endpoint="institutions.show_order",
        values={"order_id": order.id}, due_at=end_of_day(order.due_on), since=order.requested_at,
    )  # fmt: skip
