"""Stating the quotas of a commission while it is a draft, and trying them against the roster."""

from datetime import date

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries
from panel.commissions.models import Panel
from panel.commissions.service.course import must_be_current, require
from panel.commissions.service.drawing import plan_of, pool_of
from panel.draw import service as draw_service
from panel.draw.facts import Outlook, Quotas
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import RuleViolatedError


@cites("D-02", "D-03", "D-17", "4.1.2-a")
def set_quotas(
    session: Session, panel_id: int, quotas: Quotas, *, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """State what the panel must look like; like the rest of the commission it stands for good once approved.

    Quotas that contradict themselves or the commission are refused (`QUOTA_…`); whether the roster can meet them is
    told beforehand and asked again when the pool is frozen.
    """
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P02", actor)
    must_be_current(panel, version)
    if faults := queries.list_quota_faults(session, panel, quotas, beijing_date(clock())):
        raise RuleViolatedError(faults[0].code, field=faults[0].field, **faults[0].facts)
    before = dict(panel.quotas)
    panel.quotas = {} if quotas == Quotas() else quotas.as_json()
    panel.version += 1
    audit.record(
        session, "commissions.quotas.set", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={"quotas": before}, after={"quotas": panel.quotas},
    )  # fmt: skip


@cites("D-02")
def try_quotas(session: Session, panel: Panel, quotas: Quotas, on: date) -> Outlook:
    """Tell whether today's roster could give a panel under these quotas, and what clashes if not.

    Experts whose ties have not been screened yet are counted in.
    """
    plan = plan_of(panel, quotas, on, seats=panel.seats_wanted, reserves=panel.reserves_wanted)
    return draw_service.outlook(pool_of(session, panel, on), plan)
