"""Filling the seats: the draw by secretary and witness, another draw, direct appointment."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries, row_rules
from panel.commissions.act_rules import PARTIES
from panel.commissions.facts import SEATING, Complexity, PanelState, SeatKind, SeatState, WaiverKind
from panel.commissions.models import Panel, Seat, Waiver
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty, require
from panel.commissions.service.drafting import set_complex
from panel.commissions.service.invitations import fill_seats
from panel.draw import queries as draws
from panel.draw import service as draw_service
from panel.draw.facts import Party, Plan, Purpose, Quotas, Via, quotas_of
from panel.guidance import cites, parameter
from panel.guidance.code_lists import get_code
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError, StaleError
from panel.recusal import queries as recusals
from panel.recusal import service as recusal
from panel.recusal.facts import PartyKind
from panel.roster import queries as roster
from panel.roster.facts import REASON_LABELS, Exclusion, ExpertFacts, Need, PartyName, Pool, Reason

if TYPE_CHECKING:
    from panel.draw.models import Draw

SEATED = (SeatState.INVITED, SeatState.ACCEPTED)
CONFLICTS = frozenset({Reason.PARTY, Reason.TESTING, Reason.CONFLICT, Reason.RECUSED})
Drawn = tuple[Purpose, Plan, list[ExpertFacts], Pool]


@cites("D-02", "S-02", "S-10", "A-26")
def need_of(session: Session, panel: Panel, on: date, *, excluded: frozenset[int] = frozenset()) -> Need:
    """Write down what a panel needs of its experts and who must stay away from it."""
    parties = [
        PartyName(party.name, party.unified_code or None, party.kind.value)
        for party in recusals.list_parties(session, panel.matter_id)
    ]
    officials = {panel.drafted_by, panel.approved_by, panel.secretary_id} - {None}
    return Need(
        on=panel.replay_on or on, org_id=panel.org_id,
        allowed_committee_owner_ids=roster.committee_owners_open_to(session, panel.org_id),
        disciplines=frozenset({panel.main_discipline, *panel.disciplines}),
        parties=tuple(party for party in parties if party.role != PartyKind.LAB),
        testing_institution_names=tuple(party for party in parties if party.role == PartyKind.LAB),
        official_account_ids=frozenset(number for number in officials if number is not None),
        already_excluded=excluded, in_a_row=_in_a_row(session, panel, on),
    )  # fmt: skip


def _in_a_row(session: Session, panel: Panel, on: date) -> dict[int, str]:
    """Give who has sat on as many panels of the department in succession as one may; a replay stands in no row."""
    if panel.is_replay:
        return {}
    most = parameter("max_consecutive_panels", on=on)
    return row_rules.rest_after_panels(queries.last_sittings(session, panel, most), most)


@cites("D-01")
def pool_of(session: Session, panel: Panel, on: date, *, excluded: frozenset[int] = frozenset()) -> Pool:
    """Give who could be drawn now; whoever was found to be recused is left out with the grounds."""
    pool = roster.pool(session, need_of(session, panel, on, excluded=excluded))
    recused = {
        number: Exclusion(Reason.RECUSED, words)
        for number, words in recusals.confirmed_grounds(session, panel.id).items()
    }
    left_out = [(one, (*reasons, *filter(None, [recused.get(one.id)]))) for one, reasons in pool.excluded]
    left_out += [(one, (recused[one.id],)) for one in pool.eligible if one.id in recused]
    return Pool(
        eligible=[one for one in pool.eligible if one.id not in recused],
        excluded=sorted(left_out, key=lambda pair: pair[0].code),
    )


def _concerned(pool: Pool) -> list[int]:
    """Give whose conflicts must be settled before the pool is frozen: all who could be in it but for a conflict."""
    kept_out = [one.id for one, reasons in pool.excluded if {reason.code for reason in reasons} <= CONFLICTS]
    return [*(one.id for one in pool.eligible), *kept_out]


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
    has_main = sum(panel.main_discipline in {one.main_discipline, one.second_discipline} for one in fixed)
    plan = plan_of(panel, quotas_of(panel.quotas), now, seats=max(0, wanted), reserves=reserves, has_main=has_main)
    return purpose, plan, fixed, pool_of(session, panel, now, excluded=frozenset(seat.expert_id for seat in seats))


def plan_of(panel: Panel, quotas: Quotas, on: date, *, seats: int, reserves: int, has_main: int = 0) -> Plan:
    """Write down what a draw must give: the commission's quotas within the limits that hold for every panel."""
    main, employer = queries.general_limits(panel, on)
    return Plan(
        seats=seats, reserves=reserves, main_discipline=panel.main_discipline,
        main_at_least=min(main, has_main + seats), employer_at_most=min(employer, quotas.employer_max or employer),
        quotas=quotas, admitted=frozenset({panel.main_discipline, *panel.disciplines}),
    )  # fmt: skip


def _case(panel: Panel, purpose: Purpose, no: int) -> dict[str, str | int]:
    return {"commission": panel.number or "", "draw": no, "purpose": purpose.value}


def party_of(panel: Panel, actor: Actor) -> Party:
    """Tell which of the two parties somebody is: the panel's secretary draws, its official witnesses (S-12)."""
    must_be_on_duty(panel, actor)
    if actor.role not in PARTIES:
        raise NotAllowedError("ROLE")
    return PARTIES[actor.role]


@cites("D-02", "S-12")
def publish_commitment(session: Session, panel_id: int, *, tip: str | None = None, actor: Actor, clock: Clock) -> None:
    """Publish one's commitment for the panel's draws, before any pool is frozen.

    With a `tip` the party keeps its secret itself and hands a sealed envelope to the approver; without one the
    system makes the secret and keeps it sealed.
    """
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING)
    draw_service.publish_commitment(session, panel.id, party_of(panel, actor), tip=tip, actor=actor, clock=clock)


@cites("D-02", "S-12")
def receive_envelope(session: Session, panel_id: int, party: Party, *, actor: Actor, clock: Clock) -> None:
    """Note that the approver holds the sealed envelope of a party that keeps its secret itself."""
    panel = queries.lock_panel(session, panel_id)
    _must_be_approver(panel, actor)
    draw_service.receive_envelope(session, panel.id, party, actor=actor, clock=clock)


def _must_be_approver(panel: Panel, actor: Actor) -> None:
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)


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
    recusal.must_be_cleared(session, panel.id, panel.matter_id, _concerned(pool))
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


def _prepared(session: Session, panel: Panel) -> "Draw":
    draw = draws.find_prepared(session, panel.id, is_locked=True)
    if draw is None:
        raise RuleViolatedError("DRAW_NOT_PREPARED")
    return draw


@cites("D-02", "S-12")
def reveal_link(session: Session, panel_id: int, *, link: str | None = None, actor: Actor, clock: Clock) -> bool:
    """Reveal one's link for the prepared draw (P05, P07), and tell whether the draw is done by it.

    Before the first link is public the pool is asked for once more: where it is no longer the frozen one, nothing
    is revealed (`DRAW_POOL_CHANGED`). With the second link the panel is drawn.
    """
    panel = queries.lock_panel(session, panel_id)
    draw = _prepared(session, panel)
    party = party_of(panel, actor)
    _check_pool(session, panel, draw, beijing_date(clock()))
    is_whole = draw_service.reveal_link(
        session, draw, party, link=link, via=Via.PARTY, reason="", actor=actor, clock=clock
    )
    if is_whole:
        _seat_result(session, panel, draw, actor, clock)
    return is_whole


@cites("D-02", "S-12")
def open_deposit(
    session: Session, panel_id: int, *, reason: str, link: str | None = None, actor: Actor, clock: Clock
) -> None:
    """Open the deposit of the party that does not reveal (the approver's act), which finishes the draw.

    Only while the other party's link is public (`NO_REFUSAL`): nobody can look at a draw before it is under way.
    A party that keeps its secret itself left an envelope; the link in it is typed in.
    """
    panel = queries.lock_panel(session, panel_id)
    draw = _prepared(session, panel)
    _must_be_approver(panel, actor)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    revealed = set(draws.reveals_of(session, draw.id))
    if len(revealed) != 1:
        raise RuleViolatedError("NO_REFUSAL")
    (missing,) = set(Party) - revealed
    draw_service.reveal_link(
        session, draw, missing, link=link, via=Via.DEPOSIT, reason=reason, actor=actor, clock=clock
    )
    _seat_result(session, panel, draw, actor, clock)


def _check_pool(session: Session, panel: Panel, draw: "Draw", on: date) -> None:
    """Refuse to begin a draw from a pool that is no longer what was frozen; one that has begun goes on."""
    if draws.reveals_of(session, draw.id):
        return
    purpose, plan, fixed, pool = _plan(session, panel, on)
    recusal.must_be_cleared(session, panel.id, panel.matter_id, _concerned(pool))
    case = _case(panel, purpose, draw.no)
    if not draw_service.is_as_frozen(draw, case=case, pool=pool, plan=plan, fixed=fixed):
        raise StaleError("DRAW_POOL_CHANGED")


def _seat_result(session: Session, panel: Panel, draw: "Draw", actor: Actor, clock: Clock) -> None:
    """Seat those drawn; of a panel drawn again the earlier seats are released, further members are invited at once."""
    members, reserves = draw_service.finish_draw(session, draw, actor=actor, clock=clock)
    if draw.purpose == Purpose.AGAIN:
        release_drawn(session, panel)
    seat_drawn(session, panel, draw.id, members, reserves)
    if draw.purpose == Purpose.ADDED:
        panel.version += 1
        fill_seats(session, panel, actor=actor, clock=clock)
    else:
        step = "P05" if draw.purpose == Purpose.FIRST else "P07"
        advance(session, panel, step, actor=actor, clock=clock, reason=draw.reason, draw=draw.no)


def drop_draw(session: Session, panel_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Give up a prepared draw, such as one whose pool has changed meanwhile."""
    panel = queries.lock_panel(session, panel_id)
    draw = _prepared(session, panel)
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
    pool = pool_of(session, panel, on)
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
    recusal.must_be_cleared(session, panel.id, panel.matter_id, chosen)
    return [facts[number] for number in chosen]


def appointable(session: Session, panel: Panel, on: date) -> list[ExpertFacts]:
    """Give the experts of the disciplines asked for who may be appointed directly."""
    return pool_of(session, panel, on).eligible


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
    if (open_draw := draws.find_prepared(session, panel.id, is_locked=True)) is not None:
        draw_service.drop_draw(session, open_draw, reason=waiver.reason, actor=actor, clock=clock)
    draw_id = draw_service.record_appointment(
        session, panel.id, case=_case(panel, Purpose.FIRST, draws.next_no(session, panel.id)),
        members=chosen[: len(members)], reserves=chosen[len(members) :], reason=waiver.reason,
        proposed_by=waiver.requested_by, actor=actor, clock=clock,
    )  # fmt: skip
    seat_drawn(session, panel, draw_id, members, reserves)
    advance(session, panel, "P06", actor=actor, clock=clock, reason=waiver.reason)
