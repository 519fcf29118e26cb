"""Who reads which events of a matter or panel they know of."""

from panel.guidance import cites
from panel.kernel.actor import Actor, Role


@cites("3.5.0-a")
def may_read_event(viewer: Actor, *, actor_id: int | None, actor_org_id: int | None) -> bool:
    """督查审计人员查阅全部过程记录，负责人查阅本单位人员的，其他人员只查阅自己的。

    `actor_id` and `actor_org_id` are those of whoever acted; what the system did is read by auditors only.
    """
    if viewer.role is Role.AUDITOR:
        return True
    is_of_own_unit = actor_org_id is not None and actor_org_id == viewer.org_id
    return (viewer.role is Role.APPROVER and is_of_own_unit) or (actor_id is not None and actor_id == viewer.id)
