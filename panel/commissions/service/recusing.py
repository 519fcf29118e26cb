"""Parties, screening and decisions on conflicts, as acts on a panel."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from panel.commissions import act_rules, queries
from panel.commissions.facts import SEATING, PanelState, SeatState
from panel.commissions.models import Panel
from panel.commissions.service.course import must_be_in, must_be_on_duty
from panel.commissions.service.drawing import pool_of
from panel.commissions.service.invitations import ACTIVE, fill_seats, leave_seat
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError
from panel.recusal import queries as recusals
from panel.recusal import service as recusal
from panel.recusal.facts import Ground, Party, PartyKind
from panel.roster import queries as roster
from panel.roster.facts import Reason

NAMERS = frozenset({Role.OFFICIAL, Role.SECRETARY})
DECIDERS = frozenset({Role.OFFICIAL, Role.APPROVER})
SCREENED_TOO = frozenset({Reason.DISCIPLINE, Reason.PARTY, Reason.TESTING, Reason.CONFLICT, Reason.RECUSED})
"""Reasons that do not keep an expert out of a screening: conflicts themselves, and what a direct appointment admits."""


def _panel_for(
    session: Session, panel_id: int, states: Collection[PanelState], roles: Collection[Role], actor: Actor
) -> Panel:
    """Give the panel, locked, to somebody who may act on it now."""
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *states)
    if actor.role not in roles:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    return panel


@cites("D-01", "S-10")
def enter_party(
    session: Session, panel_id: int, *, kind: PartyKind, name: str, unified_code: str, note: str, form_key: str,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter a party that the matter's record does not name; what was screened before has to be screened again."""
    panel = _panel_for(session, panel_id, act_rules.NAMING, NAMERS, actor)
    return recusal.enter_party(
        session, panel.matter_id, kind=kind, name=name, unified_code=unified_code, note=note, form_key=form_key,
        panel_id=panel.id, actor=actor, clock=clock,
    )  # fmt: skip


def end_party(session: Session, panel_id: int, party_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Take an entered party out again."""
    panel = _panel_for(session, panel_id, act_rules.NAMING, NAMERS, actor)
    recusal.end_party(session, panel.matter_id, party_id, reason=reason, panel_id=panel.id, actor=actor, clock=clock)


@cites("D-01", "S-10")
def screen_experts(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Screen everybody who could be drawn or appointed, and who is seated, against the parties; gives the screening.

    Reserves that waited for this are invited where nothing is left to decide.
    """
    panel = _panel_for(session, panel_id, act_rules.SCREENING, NAMERS, actor)
    number = recusal.screen(
        session, panel.id, panel.matter_id, _candidates(session, panel, clock), actor=actor, clock=clock
    )
    _go_on(session, panel, actor, clock)
    return number


def _candidates(session: Session, panel: Panel, clock: Clock) -> list[int]:
    """Give whom a screening is about: the eligible, those kept out by a conflict or their discipline, the seated."""
    pool = pool_of(session, panel, beijing_date(clock()))
    admitted = [one.id for one, reasons in pool.excluded if {reason.code for reason in reasons} <= SCREENED_TOO]
    seated = [
        seat.expert_id
        for seat in queries.list_seats(session, panel.id)
        if seat.state in {*ACTIVE, SeatState.DRAWN}
    ]  # fmt: skip
    return list(dict.fromkeys([*(one.id for one in pool.eligible), *admitted, *seated]))


def _go_on(session: Session, panel: Panel, actor: Actor, clock: Clock) -> None:
    """Tell open pages that the panel has changed, and invite who waited for it."""
    panel.version += 1
    if panel.state in SEATING and any(seat.state == SeatState.DRAWN for seat in queries.list_seats(session, panel.id)):
        fill_seats(session, panel, actor=actor, clock=clock)


@cites("D-01")
def enter_finding(
    session: Session, panel_id: int, *, expert_code: str, ground: Ground, party_key: str, detail: str, form_key: str,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Enter a conflict that no screening can see; `party_key` names one of the matter's parties."""
    panel = _panel_for(session, panel_id, act_rules.SCREENING, NAMERS, actor)
    expert = roster.find_expert_by_code(session, expert_code.strip().upper())
    if expert is None:
        raise RuleViolatedError("NOT_ON_ROSTER", field="expert")
    return recusal.enter_finding(
        session, panel.id, panel.matter_id, expert.id, ground=ground, party=named_party(session, panel, party_key),
        detail=detail, form_key=form_key, actor=actor, clock=clock,
    )  # fmt: skip


def named_party(session: Session, panel: Panel, key: str) -> Party:
    """Give the party of a panel's matter that a key means."""
    known = {f"{party.kind}:{party.name}": party for party in recusals.list_parties(session, panel.matter_id)}
    if key not in known:
        raise NotFoundError("NOT_FOUND")
    return known[key]


@cites("D-01", "S-15", "S-10")
def decide_findings(
    session: Session, panel_id: int, findings: Collection[int], *, is_confirmed: bool, is_pinned: bool, reason: str,
    actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """Confirm or dismiss hits for one reason: the panel's official or the head, never the secretary who draws.

    A confirmed expert who was drawn gives the seat up; one who was invited or accepted is recused by the head only
    (`RECUSAL_SEATED`).
    """
    panel = _panel_for(session, panel_id, act_rules.SCREENING, DECIDERS, actor)
    experts = recusal.decide(
        session, panel.id, panel.matter_id, findings, is_confirmed=is_confirmed, is_pinned=is_pinned, reason=reason,
        actor=actor, clock=clock,
    )  # fmt: skip
    if is_confirmed:
        _empty_seats(session, panel, experts, reason, actor=actor, clock=clock)
    _go_on(session, panel, actor, clock)


def _empty_seats(
    session: Session, panel: Panel, experts: Collection[int], reason: str, *, actor: Actor, clock: Clock
) -> None:
    for seat in queries.list_seats(session, panel.id):
        if seat.expert_id not in experts:
            continue
        if seat.state == SeatState.DRAWN:
            seat.state, seat.rank, seat.reason = SeatState.RELEASED, None, reason
        elif seat.state in ACTIVE and actor.role is not Role.APPROVER:
            raise RuleViolatedError("RECUSAL_SEATED", field="findings", name=seat.name)
        elif seat.state in ACTIVE:
            leave_seat(session, panel, seat, SeatState.RECUSED, reason, actor=actor, clock=clock)
    session.flush()
