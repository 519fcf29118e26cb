"""What must hold of work orders."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from panel.institutions.facts import OrderState
from panel.institutions.models import Report, WorkOrder
from panel.matters.invariant_queries import list_gaps

KIND = "研检"


def list_violations(session: Session) -> list[str]:
    """Ask orders for gaps in their numbers, and finished ones for an accepted report."""
    held = [number for number in session.scalars(select(WorkOrder.number)) if number is not None]
    accepted = exists(select(Report.id).where(Report.work_order_id == WorkOrder.id, Report.accepted_at.is_not(None)))
    closed = select(WorkOrder.number).where(WorkOrder.state == OrderState.CLOSED.value, ~accepted)
    without = [f"检测任务书 {number} 已完成，却没有接收的报告" for number in session.scalars(closed)]
    return [*list_gaps(session, KIND, held), *without]
