"""Ordering a test for a panel (P28) and taking its report in (P29), round the institutions' own acts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from panel.commissions import service as commission_service
from panel.commissions.facts import MaterialKind
from panel.files import queries as files
from panel.guidance import cites
from panel.institutions import custody_queries as custody
from panel.institutions import queries as institutions
from panel.institutions import service as institution_service
from panel.institutions.facts import OrderContent
from panel.investigations import queries, rules
from panel.investigations.answer_service import note_test_answer
from panel.investigations.models import Order
from panel.investigations.result_service import must_be_answered, settle_after_refusal, take_result_in
from panel.investigations.taking_service import take_panel, take_round
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotFoundError, RuleViolatedError
from panel.matters import service as matter_service


@cites("2.4.2-i", "2.4.2-i0", "4.2.2-a", "2.4.2-h", "A-22")
def order_test(
    session: Session, panel_id: int, content: OrderContent, *, institution_id: int, form_key: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Draft a test order for what a round left open and send it to the approver.

    The institutions' act asks whether the institution may take it (`INST_QUALIFIED`, `INST_DESIGNATED` …).
    Tests that ballots asked for and the order holds are answered with it.
    """
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    if (again := institutions.find_order_by_form(session, form_key)) is not None:
        return again.id
    if code := rules.reasons_against_ordering(queries.standing_of(session, panel_id, clock())):
        raise RuleViolatedError(code)
    latest = take_round(session, panel_id)
    order_id = institution_service.draft_order(
        session, panel.matter_id, content, institution_id=institution_id, panel_id=panel_id, form_key=form_key,
        actor=actor, clock=clock,
    )  # fmt: skip
    session.add(Order(panel_id=panel_id, round_id=latest.round.id, work_order_id=order_id))
    session.flush()
    _answer_wishes(session, panel_id, content, actor=actor, clock=clock)
    return order_id


def _answer_wishes(session: Session, panel_id: int, content: OrderContent, *, actor: Actor, clock: Clock) -> None:
    """Answer the wishes that the order holds item by item."""
    ordered = {line.item.strip() for line in content.items}
    for wish in queries.list_wishes(session, panel_id):
        if wish.answer is None and wish.wish.item in ordered:
            note_test_answer(
                session, panel_id, wish.round_id, wish.wish.item, is_ordered=True, reason="已列入检测任务书",
                actor=actor, clock=clock,
            )  # fmt: skip


def _own_order(session: Session, panel_id: int, order_id: int) -> Any:
    """Give a work order of this panel; another's is not found."""
    order = institutions.get_order(session, order_id)
    if order.panel_id != panel_id:
        raise NotFoundError("NOT_FOUND")
    return order


@cites("2.4.2-i", "4.2.2-a")
def approve_order(session: Session, panel_id: int, order_id: int, *, actor: Actor, clock: Clock) -> None:
    """Approve and issue a panel's test order: the panel waits for its report (P28), the matter follows (M15)."""
    panel = take_panel(session, panel_id, Role.APPROVER, actor)
    _own_order(session, panel_id, order_id)
    institution_service.approve_order(session, order_id, actor=actor, clock=clock)
    commission_service.advance(session, panel, "P28", actor=actor, clock=clock, order=order_id)
    matter_service.advance_matter(session, panel.matter_id, "M15", actor=actor, clock=clock)


@cites("4.2.2-a")
def refuse_order(session: Session, panel_id: int, order_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Refuse a panel's test order with the reason."""
    panel = take_panel(session, panel_id, Role.APPROVER, actor)
    _own_order(session, panel_id, order_id)
    if not reason.strip():
        raise RuleViolatedError("RETURN_REASON", field="reason")
    institution_service.refuse_order(session, order_id, reason=reason, actor=actor, clock=clock)
    settle_after_refusal(session, panel, actor=actor, clock=clock)


@cites("2.4.2-m", "4.2.2-c", "2.5.3-a", "D-12", "S-11")
def accept_test_report(
    session: Session, panel_id: int, order_id: int, report_id: int, *, actor: Actor, clock: Clock
) -> None:
    """Accept a report: traceable, with its sample; it becomes material of the panel (P29), the matter follows (M16).

    The institution's people and the report's signatories are kept off the next roll by the rule that reads
    accepted reports, so no list has to be kept here.
    """
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    order = _own_order(session, panel_id, order_id)
    report = institutions.get_report(session, report_id)
    if report.work_order_id != order.id:
        raise NotFoundError("NOT_FOUND")
    must_be_answered(session, panel_id)
    institution_service.accept_report(session, report_id, actor=actor, clock=clock)
    maker = institutions.get_institution(session, order.institution_id).name
    take_result_in(
        session, panel, "M16", kind=MaterialKind.TEST_REPORT, title=f"检验报告 {report.report_no}",
        source=maker, text="\n".join([_said(report.results, report.conclusion), *_seals(session, order_id)]),
        file_id=report.file_id, key=f"test-report-{report.id}", attached=_papers(session, order_id), actor=actor,
        clock=clock,
    )  # fmt: skip


def _said(lines: Sequence[dict[str, Any]], conclusion: str) -> str:
    """Write a report's results and conclusion as the experts read them."""
    measured = [(line["item"], f"{line['value']} {line['unit']}".strip() or line["finding"]) for line in lines]
    return "\n".join([*(f"{item}：{found}" for item, found in measured), f"检测结论：{conclusion}"])


def _seals(session: Session, order_id: int) -> list[str]:
    """Say which samples arrived with a seal at fault and were found usable all the same."""
    return [
        f"封样：样品 {one.lab_no} 收样时封样异常，经说明可以作为依据"
        for one in custody.custody_of(session, order_id)
        if one.fault is not None and one.is_usable
    ]


@cites("4.2.2-b")
def _papers(session: Session, order_id: int) -> dict[int, str]:
    """Give the files that department and institution sent each other: the panel sees them too."""
    talks = custody.list_talks(session, order_id)
    sent = [said.file_id for talk in talks for said in (talk.question, *talk.answers) if said.file_id is not None]
    return {file.id: f"检测工作材料：{file.name}" for file in files.files_by_id(session, sent).values()}


@cites("4.2.2-c")
def return_test_report(
    session: Session, panel_id: int, order_id: int, report_id: int, *, reason: str, actor: Actor, clock: Clock
) -> None:
    """Return a report to the institution with the reason; the order stays open."""
    take_panel(session, panel_id, Role.OFFICIAL, actor)
    order = _own_order(session, panel_id, order_id)
    if institutions.get_report(session, report_id).work_order_id != order.id:
        raise NotFoundError("NOT_FOUND")
    if not reason.strip():
        raise RuleViolatedError("RETURN_REASON", field="reason")
    institution_service.return_report(session, report_id, reason=reason, actor=actor, clock=clock)
