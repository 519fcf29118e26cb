"""Constituting the panel, and convening it again after findings."""

from typing import Any

from sqlalchemy.orm import Session

from panel.commissions import queries, rules
from panel.commissions.facts import Complexity, Fault, PanelState, SeatState
from panel.commissions.models import Panel
from panel.commissions.service.course import advance, require
from panel.commissions.service.drafting import set_complex
from panel.commissions.service.materials import release_waiting
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.recusal import service as recusal


@cites("2.4.2-d", "2.4.2-e", "2.4.2-f", "2.4.3-d", "4.1.2-b", "D-03", "A-01")
def constitute(session: Session, panel_id: int, *, reason: str = "", actor: Actor, clock: Clock) -> None:
    """Constitute the panel from those who accepted (P12); the member list is frozen, reserves stay in their order.

    Refused by the gate (`PANEL_EVEN`, `PANEL_MIN3`, `PANEL_MIN5`) and what else stands in the way, such as a party
    or a tie that came up since the last screening (`SCREENING_STALE`); warnings take a reason (`WARNING_REASON`).
    """
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P12", actor)
    _refuse(session, panel, clock)
    seated = [seat.expert_id for seat in queries.list_seats(session, panel.id) if seat.state == SeatState.ACCEPTED]
    recusal.must_be_cleared(session, panel.id, panel.matter_id, seated)
    warnings = warnings_of(session, panel, clock)
    if warnings and not reason.strip():
        raise RuleViolatedError("WARNING_REASON", field="reason")
    panel.constituted_by, panel.constituted_at = actor.id, clock()
    panel.constitution_warnings, panel.constitution_reason = sorted(warnings), reason if warnings else ""
    members = _freeze_members(session, panel)
    advance(
        session, panel, "P12", actor=actor, clock=clock, reason=reason, members=members, warnings=sorted(warnings),
        is_single=len(members) == 1,
    )  # fmt: skip


def _freeze_members(session: Session, panel: Panel) -> list[int]:
    members = queries.list_members(session, panel.id)
    for seat in members:
        seat.is_constituted = True
    session.flush()
    return [seat.id for seat in members]


def reasons_against(session: Session, panel: Panel, clock: Clock) -> Fault | None:
    """Name what stands in the way of the constitution, or None."""
    on = beijing_date(clock())
    counts = queries.count_by_state(session, panel.id)
    pending = len(queries.pending_conflicts(session, panel.id))
    undecided = pending + queries.has_open_objection(session, panel.id) + queries.count_unresolved(session, panel.id)
    return rules.reasons_against_constitution(
        panel.facts(), counts[SeatState.ACCEPTED], unanswered=counts[SeatState.INVITED] - pending, undecided=undecided,
        has_waiver=queries.has_single_expert_waiver(session, panel.id), panel_min=parameter("panel_min", on=on),
        panel_min_complex=parameter("panel_min_complex", on=on),
    )  # fmt: skip


def _refuse(session: Session, panel: Panel, clock: Clock) -> None:
    fault = reasons_against(session, panel, clock)
    if fault is not None:
        raise RuleViolatedError(fault.code, field=fault.field or None, **fault.facts)


def warnings_of(session: Session, panel: Panel, clock: Clock) -> dict[str, dict[str, Any]]:
    """Give the warnings that the present members raise, with the numbers of each."""
    on = beijing_date(clock())
    members = [seat.facts() for seat in queries.list_members(session, panel.id)]
    return rules.constitution_warnings(
        panel.facts(), members, main_share=parameter("main_discipline_share", on=on),
        technical_share=parameter("technical_share", on=on), employer_share=parameter("employer_share_warn", on=on),
    )  # fmt: skip


@cites("2.4.2-m", "A-21", "A-12")
def reconvene(session: Session, panel_id: int, *, reason: str = "", actor: Actor, clock: Clock) -> None:
    """Convene the panel again with the findings in its pack (P30): the same members, and five at least.

    A smaller panel is enlarged first by a draw of further seats; what was added since the last round
    goes out to the members with a new digest.
    """
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P30", actor)
    least = parameter("panel_min_complex", on=beijing_date(clock()))
    if not panel.is_complex or panel.seats_wanted < least:
        set_complex(session, panel, [Complexity.EARLIER], actor=actor, clock=clock)
    _refuse(session, panel, clock)
    if not queries.list_materials(session, panel.id, is_released=False):
        raise RuleViolatedError("FINDINGS_NOT_IN_PACK")
    members = _freeze_members(session, panel)
    advance(session, panel, "P30", to=PanelState.MATERIALS, actor=actor, clock=clock, reason=reason, members=members)
    release_waiting(session, panel, actor=actor, clock=clock)
