"""Filling the seats: the draw by secretary and witness, another draw, direct appointment."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries
from panel.commissions.facts import SEATING, Complexity, PanelState, SeatKind, SeatState, WaiverKind
from panel.commissions.models import Panel, Seat, Waiver
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty, require
from panel.commissions.service.drafting import set_complex
from panel.commissions.service.invitations import fill_seats
from panel.draw import queries as draws
from panel.draw import rules as draw_rules
from panel.draw import service as draw_service
from panel.draw.facts import Plan, Purpose
from panel.guidance import cites, parameter
from panel.guidance.code_lists import get_code
from panel.institutions import order_queries as orders
from panel.institutions import queries as institutions
from panel.institutions.facts import InstitutionFacts
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.matters import queries as matters
from panel.roster import queries as roster
from panel.roster.facts import REASON_LABELS, Exclusion, ExpertFacts, Need, PartyName, Pool, Reason

SEATED = (SeatState.INVITED, SeatState.ACCEPTED)
Drawn = tuple[Purpose, Plan, list[ExpertFacts], Pool]


@cites("D-02", "S-02", "S-10", "A-26")
def need_of(session: Session, panel: Panel, on: date, *, excluded: frozenset[int] = frozenset()) -> Need:
    """Write down what a panel needs of its experts and who must stay away from it."""
    parties = matters.parties_of(session, panel.matter_id)
    officials = {panel.drafted_by, panel.approved_by, panel.secretary_id} - {None}
    return Need(
        on=panel.replay_on or on, org_id=panel.org_id,
        allowed_committee_owner_ids=roster.committee_owners_open_to(session, panel.org_id),
        disciplines=frozenset({panel.main_discipline, *panel.disciplines}),
        parties=tuple(PartyName(party.name, party.unified_code or None, str(party.role)) for party in parties),
        testing_institution_names=tuple(
            PartyName(body.name, body.unified_code, "lab") for body in _testing_bodies(session, panel.matter_id)
        ),
        official_account_ids=frozenset(number for number in officials if number is not None),
        already_excluded=excluded,
    )  # fmt: skip


def _testing_bodies(session: Session, matter_id: int) -> list[InstitutionFacts]:
    """Give the institutions that test, or have tested, for a matter."""
    asked = {order.institution_id for order in orders.list_orders(session, matter_id=matter_id)}
    return institutions.institution_facts(session, asked) if asked else []


def _purpose_of(panel: Panel) -> Purpose:
    """Tell what a draw in the panel's present state is for."""
    must_be_in(panel, PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING)
    if panel.state in SEATING:
        return Purpose.ADDED
    return Purpose.FIRST if panel.state == PanelState.COMMISSIONED else Purpose.AGAIN


def _plan(session: Session, panel: Panel, now: date) -> Drawn:
    """Work out what is to be drawn now: from whom, how many, beside whom."""
    purpose = _purpose_of(panel)
    seats = queries.list_seats(session, panel.id) if purpose is Purpose.ADDED else []
    seated = [seat for seat in seats if seat.state in SEATED]
    waiting = sum(seat.state == SeatState.DRAWN for seat in seats)
    wanted, reserves = panel.seats_wanted - len(seated), max(0, panel.reserves_wanted - waiting)
    fixed = roster.expert_facts(session, [seat.expert_id for seat in seated], now) if seated else []
    main = draw_rules.main_discipline_needed(panel.seats_wanted, parameter("main_discipline_share", on=now))
    has_main = sum(panel.main_discipline in {one.main_discipline, one.second_discipline} for one in fixed)
    plan = Plan(
        seats=max(0, wanted), reserves=reserves, main_discipline=panel.main_discipline,
        main_at_least=min(main, has_main + max(0, wanted)),
        employer_at_most=draw_rules.employer_limit(panel.seats_wanted, parameter("employer_share_warn", on=now)),
    )  # fmt: skip
    need = need_of(session, panel, now, excluded=frozenset(seat.expert_id for seat in seats))
    return purpose, plan, fixed, roster.pool(session, need)


def _case(panel: Panel, purpose: Purpose, no: int) -> dict[str, str | int]:
    return {"commission": panel.number or "", "draw": no, "purpose": purpose.value}


@cites("D-02", "S-12", "A-21")
def prepare_draw(session: Session, panel_id: int, *, reason: str = "", actor: Actor, clock: Clock) -> int:
    """Freeze the pool for a draw (first part of P05, P07, or of further seats): the secretary's part.

    Another draw instead of the first needs the approver's consent (`REDRAW_CONSENT`). Further seats are
    drawn where reserves ran out, or for an enlarged panel; then a reason is needed.
    """
    panel = queries.lock_panel(session, panel_id)
    purpose = _purpose_of(panel)
    if actor.role is not Role.SECRETARY:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    on = beijing_date(clock())
    if purpose is Purpose.AGAIN:
        reason = _consent_to_redraw(session, panel).reason
    if panel.state == PanelState.FINDINGS_IN:
        _enlarge(session, panel, actor, clock)
    purpose, plan, fixed, pool = _plan(session, panel, on)
    if purpose is Purpose.ADDED and not plan.seats + plan.reserves:
        raise RuleViolatedError("SEATS_FILLED")
    if purpose is Purpose.ADDED and not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    case = _case(panel, purpose, draws.next_no(session, panel.id))
    return draw_service.prepare_draw(
        session, panel.id, case=case, pool=pool, plan=plan, fixed=fixed, purpose=purpose, reason=reason, actor=actor,
        clock=clock,
    )  # fmt: skip


def _enlarge(session: Session, panel: Panel, actor: Actor, clock: Clock) -> None:
    """Make a panel that votes again after findings a complex one of five at least (A-21)."""
    least = parameter("panel_min_complex", on=beijing_date(clock()))
    if not panel.is_complex or panel.seats_wanted < least:
        set_complex(session, panel, [Complexity.EARLIER], actor=actor, clock=clock)


def _consent_to_redraw(session: Session, panel: Panel) -> Waiver:
    """Give the approver's consent to another draw; each consent covers one draw."""
    agreed = [one for one in queries.list_waivers(session, panel.id, WaiverKind.REDRAW) if one.answer == "agreed"]
    used = draws.count_redraws(draws.list_draws(session, panel.id))
    if len(agreed) <= used:
        raise RuleViolatedError("REDRAW_CONSENT")
    return agreed[used]


@cites("D-02", "S-12")
def witness_draw(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Witness the prepared draw, which is performed by this act (P05, P07): the official's part.

    The earlier draw of a panel that is drawn again stays on record, its seats are released. Members
    drawn for further seats are invited at once.
    """
    panel = queries.lock_panel(session, panel_id)
    draw = draws.prepared_draw(session, panel.id, is_locked=True)
    if draw is None:
        raise RuleViolatedError("DRAW_NOT_PREPARED")
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    on = beijing_date(clock())
    purpose, plan, fixed, pool = _plan(session, panel, on)
    members, reserves = draw_service.perform_draw(
        session, draw, case=_case(panel, purpose, draw.no), pool=pool, plan=plan, fixed=fixed, actor=actor, clock=clock
    )
    if purpose is Purpose.AGAIN:
        release_drawn(session, panel)
    seat_drawn(session, panel, draw.id, members, reserves)
    if purpose is Purpose.ADDED:
        panel.version += 1
        fill_seats(session, panel, actor=actor, clock=clock)
    else:
        step = "P05" if purpose is Purpose.FIRST else "P07"
        advance(session, panel, step, actor=actor, clock=clock, reason=draw.reason, draw=draw.no)
    return draw.id


def drop_draw(session: Session, panel_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Give up a prepared draw, such as one whose pool has changed meanwhile."""
    panel = queries.lock_panel(session, panel_id)
    draw = draws.prepared_draw(session, panel.id, is_locked=True)
    if draw is None:
        raise RuleViolatedError("DRAW_NOT_PREPARED")
    if actor.role is not Role.SECRETARY:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    draw_service.drop_draw(session, draw, reason=reason, actor=actor, clock=clock)


def release_drawn(session: Session, panel: Panel) -> None:
    """Release the seats that were drawn and not invited."""
    for seat in queries.list_seats(session, panel.id):
        if seat.state == SeatState.DRAWN:
            seat.state, seat.rank = SeatState.RELEASED, None
    session.flush()


def seat_drawn(session: Session, panel: Panel, draw_id: int, members: Sequence[int], reserves: Sequence[int]) -> None:
    """Give seats to the experts of a draw, behind those that are seated; a released seat is taken up again."""
    known = {seat.expert_id: seat for seat in queries.list_seats(session, panel.id)}
    last = max((seat.rank or 0 for seat in known.values()), default=0)
    kinds = [(number, SeatKind.MEMBER) for number in members] + [(number, SeatKind.RESERVE) for number in reserves]
    for rank, (expert_id, kind) in enumerate(kinds, last + 1):
        expert = roster.get_expert(session, expert_id)
        seat = known.get(expert_id) or Seat(panel_id=panel.id, expert_id=expert_id)
        seat.account_id, seat.draw_id = expert.account_id or 0, draw_id
        seat.name, seat.title, seat.employer, seat.region = expert.name, expert.title, expert.employer, expert.region
        seat.discipline, seat.second_discipline = expert.main_discipline, expert.second_discipline or ""
        seat.discipline_group = get_code("disciplines", expert.main_discipline).group or ""
        seat.kind, seat.rank, seat.state = kind, rank, SeatState.DRAWN
        session.add(seat)
    session.flush()


@cites("D-02", "4.1.1-c", "1.3.0-e")
def check_chosen(session: Session, panel: Panel, chosen: Sequence[int], on: date) -> list[ExpertFacts]:
    """Refuse people who are not on the roster (`NOT_ON_ROSTER`) or cannot be drawn (`EXPERT_NOT_ELIGIBLE`).

    The discipline is the approver's to judge: a direct appointment is for the case the pool does not meet.
    """
    pool = roster.pool(session, need_of(session, panel, on))
    facts = {one.id: one for one in (*pool.eligible, *(expert for expert, _reasons in pool.excluded))}
    against = {expert.id: _standing(reasons) for expert, reasons in pool.excluded}
    for number in chosen:
        if number not in facts:
            raise RuleViolatedError("NOT_ON_ROSTER", field="members")
        if against.get(number):
            words = "、".join(str(REASON_LABELS[reason.code]) for reason in against[number])
            expert = facts[number]
            raise RuleViolatedError(
                "EXPERT_NOT_ELIGIBLE", field="members", name=expert.name, number=expert.code, reasons=words
            )
    return [facts[number] for number in chosen]


def appointable(session: Session, panel: Panel, on: date) -> list[ExpertFacts]:
    """Give the experts of the disciplines asked for who may be appointed directly."""
    return roster.pool(session, need_of(session, panel, on)).eligible


def _standing(reasons: Sequence[Exclusion]) -> list[Exclusion]:
    return [reason for reason in reasons if reason.code is not Reason.DISCIPLINE]


@cites("D-02")
def propose_appointment(
    session: Session, panel_id: int, *, members: Sequence[int], reserves: Sequence[int], reason: str, form_key: str,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Ask the approver to appoint these experts directly instead of a draw (first part of P06)."""
    if (again := queries.find_waiver_by_form(session, form_key)) is not None:
        return again.id
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, PanelState.COMMISSIONED)
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if queries.open_waiver(session, panel.id, WaiverKind.DIRECT_APPOINTMENT) is not None:
        raise RuleViolatedError("WAIVER_OPEN")
    _check_appointment(session, panel, members, reserves, reason=reason, on=beijing_date(clock()))
    waiver = Waiver(
        form_key=form_key, panel_id=panel.id, kind=WaiverKind.DIRECT_APPOINTMENT, reason=reason,
        facts={"members": list(members), "reserves": list(reserves)}, requested_by=actor.id, requested_at=clock(),
    )  # fmt: skip
    session.add(waiver)
    session.flush()
    audit.record(
        session, "commissions.appointment.proposed", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        reason=reason, members=list(members), reserves=list(reserves),
    )  # fmt: skip
    return waiver.id


def _check_appointment(
    session: Session, panel: Panel, members: Sequence[int], reserves: Sequence[int], *, reason: str, on: date
) -> list[ExpertFacts]:
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    if len(members) != panel.seats_wanted:
        raise RuleViolatedError("APPOINT_COUNT", field="members", count=len(members), wanted=panel.seats_wanted)
    least = parameter("reserves_min", on=on)
    if len(reserves) < least:
        raise RuleViolatedError("RESERVES_FEW", field="reserves", minimum=least)
    if len({*members, *reserves}) < len(members) + len(reserves):
        raise RuleViolatedError("APPOINT_TWICE", field="reserves")
    return check_chosen(session, panel, [*members, *reserves], on)


@cites("D-02", "S-08")
def appoint_directly(session: Session, panel: Panel, waiver: Waiver, *, actor: Actor, clock: Clock) -> None:
    """Appoint the experts proposed (P06); eligibility is asked once more on the day of the decision."""
    require(panel, "P06", actor)
    on = beijing_date(clock())
    members, reserves = waiver.facts["members"], waiver.facts["reserves"]
    chosen = _check_appointment(session, panel, members, reserves, reason=waiver.reason, on=on)
    plan = Plan(
        len(members), len(reserves), panel.main_discipline,
        draw_rules.main_discipline_needed(panel.seats_wanted, parameter("main_discipline_share", on=on)),
        draw_rules.employer_limit(panel.seats_wanted, parameter("employer_share_warn", on=on)),
    )  # fmt: skip
    if (open_draw := draws.prepared_draw(session, panel.id, is_locked=True)) is not None:
        draw_service.drop_draw(session, open_draw, reason=waiver.reason, actor=actor, clock=clock)
    draw_id = draw_service.record_appointment(
        session, panel.id, case=_case(panel, Purpose.FIRST, draws.next_no(session, panel.id)),
        members=chosen[: len(members)], reserves=chosen[len(members) :], plan=plan, reason=waiver.reason,
        proposed_by=waiver.requested_by, actor=actor, clock=clock,
    )  # fmt: skip
    seat_drawn(session, panel, draw_id, members, reserves)
    advance(session, panel, "P06", actor=actor, clock=clock, reason=waiver.reason)
