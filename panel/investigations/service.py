"""The acts of this room, by the names the guidance gives them; each stands in the module of its stage."""

from panel.investigations.answer_service import answer_test_wish, answer_warning
from panel.investigations.findings_service import file_findings
from panel.investigations.onward_service import (
    decide_request,
    propose_escalation,
    propose_other_adjudication,
    reconvene,
)
from panel.investigations.order_service import (
    accept_test_report,
    approve_order,
    order_test,
    refuse_order,
    return_test_report,
)
from panel.investigations.plan_service import approve_plan, order_investigation, return_plan

__all__ = [
    "accept_test_report", "answer_test_wish", "answer_warning", "approve_order", "approve_plan", "decide_request",
    "file_findings", "order_investigation", "order_test", "propose_escalation", "propose_other_adjudication",
    "reconvene", "refuse_order", "return_plan", "return_test_report",
]  # fmt: skip
