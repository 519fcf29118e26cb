"""What a matter's page shows of its test orders: the orders, and the act that drafts one."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from panel.institutions import queries
from panel.institutions.order_views import order_state
from panel.kernel.actor import Actor, Role
from panel.matters.facts import IN_ADJUDICATION, MatterState
from panel.matters.links import Linked, LinkedAct, LinkedRecord, link_to_matters

READERS = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR, Role.INST_CONTACT})


def orders_of(session: Session, matter: Any, viewer: Actor) -> Linked:
    """Give the orders on a matter that a reader may know of; its owner's officials may draft one."""
    if viewer.role not in READERS:
        return Linked()
    records = [
        LinkedRecord(
            kind=_("检测任务"),
            title=order.number or _("待审批的任务书"),
            url=url_for("institutions.show_order", order_id=order.id),
            state=order_state(order)[0],
            colour=order_state(order)[1],
            at=order.requested_at,
        )
        for order in queries.list_orders(session, viewer, matter_id=matter.id)
    ]
    may_draft = viewer.role is Role.OFFICIAL and viewer.org_id == matter.owner_org_id
    if not may_draft or MatterState(matter.state) not in IN_ADJUDICATION:
        return Linked(records)
    url = url_for("institutions.draft_order", matter_id=matter.id)
    look = url_for("institutions.search_capability", matter=matter.id)
    return Linked(records, [LinkedAct(_l("起草检测任务书"), url), LinkedAct(_l("查找检测机构"), look)])


link_to_matters("institutions", orders_of)
