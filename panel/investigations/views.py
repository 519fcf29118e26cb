"""The pages of inquiries and their tab on a panel."""

from typing import Any

from flask_babel import lazy_gettext as _l

from panel.investigations import inquiry_views, onward_views, order_views, plan_views
from panel.investigations.blueprint import bp
from panel.kernel.actor import Role
from panel.web.context import actor
from panel.web.tabs import panel_tab

__all__ = ["bp", "inquiry_views", "onward_views", "order_views", "plan_views"]


def _has_counted(panel: Any) -> bool:
    """Show the tab from the first count on; experts read results in their material pack."""
    return panel.counted_rounds > 0 and actor().role is not Role.EXPERT


panel_tab(
    65, _l("调查与检测"), "investigations.show_inquiries", visible=_has_counted,
    also=(
        "investigations.answer_warning", "investigations.answer_test_wish", "investigations.order_investigation",
        "investigations.show_investigation", "investigations.decide_plan", "investigations.file_findings",
        "investigations.order_test", "investigations.decide_order", "investigations.check_report",
        "investigations.reconvene", "investigations.propose_other_adjudication",
        "investigations.propose_escalation", "investigations.decide_request",
    ),
)  # fmt: skip
