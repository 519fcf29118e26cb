"""The acts on reports: upload a version, accept or return it, keep a sample."""

from dataclasses import asdict
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel import audit
from panel.files import service as files
from panel.guidance import cites, parameter
from panel.institutions import custody_queries, custody_rules, queries, rules
from panel.institutions.facts import (
    TRACE_LABELS,
    WITH_NUMBER,
    OrderKind,
    OrderState,
    ReportContent,
    RetainedSampleEntry,
)
from panel.institutions.models import Report, RetainedSample, WorkOrder
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.matters import service as matters_service


@cites("4.2.2-a", "4.2.2-e", "4.2.2-f", "2.4.2-j")
def upload_report(
    session: Session, order_id: int, content: ReportContent, *, file: tuple[str, bytes],
    sample: RetainedSampleEntry | None = None, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Upload a report, or a further version of one with the reason; earlier versions stay.

    `file` is name and bytes. Without an issued order nothing is taken in (`ORDER_MISSING`).
    """
    order = _order_to_report_on(session, order_id, actor)
    versions = queries.list_reports(session, order.id)
    if versions and not content.change_reason:
        raise BadInputError("CHANGE_REASON_MISSING", field="change_reason", version=len(versions) + 1)
    lacking = rules.against_results(OrderKind(order.kind), content.results)
    if lacking is not None:
        raise BadInputError(_result_code(order), field="results", item=lacking or _("（无）"))
    if code := rules.against_dates(content, beijing_date(clock())):
        raise BadInputError(code, field="tested_on")
    file_id = files.keep_file(session, *file, actor=actor, clock=clock)
    report = _new_report(order, content, len(versions) + 1)
    report.file_id, report.uploaded_by, report.uploaded_at = file_id, actor.id or 0, clock()
    session.add(report)
    order.state = OrderState.REPORTED.value
    session.flush()
    if sample is not None:
        _keep_sample(session, order, sample, actor=actor, clock=clock)
    _record(
        session,
        order,
        report,
        "institutions.report.uploaded",
        actor=actor,
        clock=clock,
        reason=content.change_reason or None,
    )
    return report.id


def _order_to_report_on(session: Session, order_id: int, actor: Actor) -> WorkOrder:
    if actor.role is not Role.INST_CONTACT:
        raise NotAllowedError("ROLE")
    order = queries.lock_order(session, order_id)
    if queries.get_institution(session, order.institution_id).org_id != actor.org_id:
        raise NotFoundError("NOT_FOUND")
    state = OrderState(order.state)
    if state not in WITH_NUMBER:
        raise RuleViolatedError("ORDER_MISSING")
    if state is OrderState.ISSUED:
        raise RuleViolatedError("ORDER_NOT_TAKEN_ON", number=order.number)
    if state is OrderState.CLOSED:
        raise StaleError("ORDER_CLOSED", number=order.number)
    return order


def _result_code(order: WorkOrder) -> str:
    return "RESULT_NEEDS_VALUE" if order.kind == OrderKind.QUANTITATIVE.value else "RESULT_NEEDS_FINDING"


def _new_report(order: WorkOrder, content: ReportContent, version: int) -> Report:
    values = asdict(content) | {"results": [asdict(line) for line in content.results]}
    if version == 1:
        values["change_reason"] = ""
    return Report(**values, work_order_id=order.id, version=version)


@cites("4.2.2-c", "2.3.7-a")
def accept_report(session: Session, report_id: int, *, actor: Actor, clock: Clock) -> None:
    """Accept the latest version: traceable in every item, with a retained sample where a problem was found.

    An order without a panel gives its matter back to adjudication here (M16).
    """
    order, report = _latest(session, report_id, actor)
    samples = custody_queries.custody_of(session, order.id)
    report.is_seal_explained = custody_rules.is_seal_accounted_for(samples, report.sample_id)
    if missing := rules.missing_for_trace(queries.contents_of(report), is_seal_explained=report.is_seal_explained):
        names = "、".join(str(TRACE_LABELS[name]) for name in missing)
        raise RuleViolatedError("REPORT_TRACEABLE", report=report.report_no, missing=names)
    if against := custody_rules.reasons_against_evidence(samples, report.sample_id, has_samples=bool(order.samples)):
        raise RuleViolatedError(against[0], report=report.report_no, sample=against[1])
    has_sample = queries.has_sample(session, order.id)
    if rules.sample_is_missing(is_problem_found=report.is_problem_found, has_sample_or_statement=has_sample):
        raise RuleViolatedError("SAMPLE_MISSING", report=report.report_no)
    report.accepted_by, report.accepted_at = actor.id, clock()
    order.state = OrderState.CLOSED.value
    _record(session, order, report, "institutions.report.accepted", actor=actor, clock=clock)
    if order.panel_id is None:
        matters_service.advance_matter(session, order.matter_id, "M16", actor=actor, clock=clock)


@cites("4.2.2-c")
def return_report(session: Session, report_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Return the latest version to the institution with the reason."""
    order, report = _latest(session, report_id, actor)
    report.returned_by, report.returned_at, report.returned_reason = actor.id, clock(), reason
    order.state = OrderState.ACKNOWLEDGED.value
    _record(session, order, report, "institutions.report.returned", actor=actor, clock=clock, reason=reason)


@cites("2.5.5-c", "3.5.0-e")
def note_download(session: Session, order_id: int, version: int, *, actor: Actor, clock: Clock) -> int:
    """Record who took the file of a version of a report, and give the file's number."""
    order = queries.get_order(session, order_id, viewer=actor)
    report = queries.find_report(session, order.id, version)
    if report is None:
        raise NotFoundError("NOT_FOUND")
    audit.record(
        session, "institutions.report.downloaded", by=actor, at=clock(), matter=order.matter_id, panel=order.panel_id,
        order=order.id, report=report.id, version=version, file=report.file_id,
    )  # fmt: skip
    return report.file_id


def _latest(session: Session, report_id: int, actor: Actor) -> tuple[WorkOrder, Report]:
    """Give order and report for a decision of the ordering body, if the report is the one in question."""
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    order = queries.lock_order(session, queries.get_report(session, report_id).work_order_id, viewer=actor)
    report = queries.list_reports(session, order.id)[-1]
    if order.state != OrderState.REPORTED.value or report.id != report_id:
        raise StaleError("REPORT_SUPERSEDED")
    return order, report


@cites("2.3.7-a", "A-24")
def add_retained_sample(
    session: Session, order_id: int, entry: RetainedSampleEntry, *, actor: Actor, clock: Clock
) -> int:
    """Enter a retained sample, or why none can be kept: the institution's contact or the ordering official."""
    if actor.role not in {Role.OFFICIAL, Role.INST_CONTACT}:
        raise NotAllowedError("ROLE")
    order = queries.lock_order(session, order_id, viewer=actor)
    return _keep_sample(session, order, entry, actor=actor, clock=clock)


def _keep_sample(session: Session, order: WorkOrder, entry: RetainedSampleEntry, *, actor: Actor, clock: Clock) -> int:
    today = beijing_date(clock())
    least = rules.months_later(today, parameter("sample_keep_months", on=today))
    if code := rules.against_sample(entry, least):
        field = "keep_until" if code == "SAMPLE_KEEP_SHORT" else "sample_no"
        raise BadInputError(code, field=field, least=least.isoformat())
    values = asdict(entry) | {
        "sample_no": entry.sample_no or None,
        "impossible_reason": entry.impossible_reason or None,
    }
    row = RetainedSample(**values, work_order_id=order.id, added_by=actor.id, added_at=clock())
    session.add(row)
    session.flush()
    audit.record(
        session, "institutions.sample.kept", by=actor, at=clock(), matter=order.matter_id, panel=order.panel_id,
        order=order.id, after={"sample_no": row.sample_no, "keep_until": _iso(row.keep_until)},
        reason=row.impossible_reason,
    )  # fmt: skip
    return row.id


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(
    session: Session, order: WorkOrder, report: Report, action: str, *, actor: Actor, clock: Clock,
    reason: str | None = None,
) -> None:  # fmt: skip
    audit.record(
        session, action, by=actor, at=clock(), matter=order.matter_id, panel=order.panel_id,
        order=order.id, number=order.number, report=report.id, version=report.version, file=report.file_id,
        reason=reason, after={"state": order.state, "report_no": report.report_no},
    )  # fmt: skip
