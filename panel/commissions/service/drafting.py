"""The formal commission: drafting, submitting, approving it, and what may still change afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.commissions import act_rules, documents, queries, rules
from panel.commissions.facts import SEATING, CommissionContent, Complexity, PanelState, Replay, SeatState, SessionMode
from panel.commissions.models import Panel, Seat
from panel.commissions.service.course import advance, must_be_current, must_be_in, must_be_on_duty, require
from panel.commissions.service.invitations import ACTIVE, fill_seats, send
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.matters import queries as matters
from panel.matters import service as matter_service
from panel.notices import service as notices


@cites("2.4.2-b", "A-17", "2.4.1-e", "A-12")
def draft_commission(
    session: Session, matter_id: int, content: CommissionContent, *, form_key: str, level: int | None = None,
    replay: Replay | None = None, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Draft a commission (P01) in the department that organises the adjudication; opens one where none is open.

    Level 1 needs the leader's approval first (`LEVEL1_APPROVAL`); another department than the
    organiser's is refused (`ORGANISER_ROLE`); one adjudication has one panel at a time (`PANEL_OPEN`),
    and none after a conclusion was issued (`PANEL_CONCLUDED`).
    """
    if (again := queries.find_panel_by_form(session, form_key)) is not None:
        return again.id
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    matter = matters.lock_matter(session, matter_id, viewer=actor)
    adjudication = matters.open_adjudication_of(session, matter_id)
    if adjudication is None and level != 1:
        number = matter_service.open_adjudication(
            session, matter_id, level=level or matter.level or 3, mode="expert", actor=actor, clock=clock
        )
        adjudication = matters.get_adjudication(session, number)
    if adjudication is None or (level == 1 and adjudication.level != 1):
        raise RuleViolatedError("LEVEL1_APPROVAL")
    if adjudication.organiser_org_id != actor.org_id:
        raise NotAllowedError("ORGANISER_ROLE")
    if adjudication.mode != "expert":
        raise RuleViolatedError("ADJUDICATION_MODE")
    earlier = queries.list_panels_of_matter(session, matter_id)
    _refuse_second_panel(session, adjudication.id)
    panel = Panel(
        form_key=form_key, matter_id=matter_id, adjudication_id=adjudication.id, org_id=actor.org_id,
        level=adjudication.level, state=PanelState.DRAFT, quotas={}, drafted_by=actor.id, drafted_at=clock(),
        has_disagreed=any(panel.has_disagreed for panel in earlier), is_replay=replay is not None,
        replay_on=replay.on if replay else None, replay_note=replay.note if replay else "",
    )  # fmt: skip
    _write(panel, content)
    _refuse_unwritable(panel, clock())
    session.add(panel)
    session.flush()
    audit.record(
        session, "panel.draft", by=actor, at=clock(), panel=panel.id, matter=matter_id,
        after=_shown(panel) | {"state": panel.state}, step="P01",
    )  # fmt: skip
    return panel.id


def _refuse_second_panel(session: Session, adjudication_id: int) -> None:
    if queries.open_panel_of(session, adjudication_id) is not None:
        raise RuleViolatedError("PANEL_OPEN")
    if queries.has_concluded_panel(session, adjudication_id):
        raise RuleViolatedError("PANEL_CONCLUDED")


def edit_commission(
    session: Session, panel_id: int, content: CommissionContent, *, version: int | None = None, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Change a draft; once it is approved, question, options and method stand for good."""
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P02", actor)
    must_be_current(panel, version)
    before = _shown(panel)
    _write(panel, content)
    _refuse_unwritable(panel, clock())
    panel.version += 1
    after = _shown(panel)
    changed = [name for name in after if after[name] != before[name]]
    audit.record(
        session, "commissions.commission.edited", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip


def _write(panel: Panel, content: CommissionContent) -> None:
    """Put the content into the row; grounds that follow from the commission itself are ticked here."""
    for name, value in asdict(content).items():
        setattr(panel, name, value)
    panel.options = [{"code": option.code, "label": option.label} for option in content.options]
    panel.disciplines = [code for code in content.disciplines if code != content.main_discipline]
    required = rules.required_grounds(panel.level, is_joint=content.is_joint, has_disagreed=bool(panel.has_disagreed))
    panel.complexity_grounds = _in_order({*content.complexity_grounds, *required})
    panel.is_complex = rules.is_complex(panel.complexity_grounds)


def _in_order(grounds: Collection[str]) -> list[str]:
    return [ground.value for ground in Complexity if ground in grounds]


def _shown(panel: Panel) -> dict[str, Any]:
    """Give the content of a commission for the log."""
    content = queries.content_of(panel)
    shown = asdict(content) | {"is_complex": panel.is_complex}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in shown.items()}


def _refuse_unwritable(panel: Panel, now: datetime) -> None:
    """Refuse what not even a draft may say; what it merely lacks waits until it is submitted."""
    for fault in queries.list_faults(panel, now):
        if fault.code in rules.UNWRITABLE:
            raise RuleViolatedError(fault.code, field=fault.field, **fault.facts)


def _refuse_faults(session: Session, panel: Panel, now: datetime) -> None:
    if faults := queries.list_faults(panel, now):
        raise RuleViolatedError(faults[0].code, field=faults[0].field or None, **faults[0].facts)
    if panel.level == 1 and matters.get_adjudication(session, panel.adjudication_id).level != 1:
        raise RuleViolatedError("LEVEL1_APPROVAL")
    secretary = accounts.get_account(session, panel.secretary_id or 0)
    if secretary.role != Role.SECRETARY or not secretary.is_active:
        raise RuleViolatedError("SECRETARY_ROLE", field="secretary_id", name=secretary.name)


@cites("4.1.2-a", "2.4.3-d", "2.4.2-c")
def submit_commission(
    session: Session, panel_id: int, *, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """Send a complete draft to the approver (P02)."""
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P02", actor)
    must_be_current(panel, version)
    _refuse_faults(session, panel, clock())
    panel.submitted_at = clock()
    advance(session, panel, "P02", actor=actor, clock=clock)


@cites("4.1.2-a", "S-01", "D-09", "A-17")
def approve_commission(
    session: Session, panel_id: int, *, is_neutral: bool, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """Approve the commission (P03): another person than the drafter, the question found neutral; it gets its number."""
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P03", actor)
    must_be_current(panel, version)
    if code := rules.reasons_against_approval(panel.drafted_by, actor.id or 0, is_neutral=is_neutral):
        raise RuleViolatedError(code, field="is_neutral" if code == "NEUTRALITY_UNCHECKED" else None)
    _refuse_faults(session, panel, clock())
    panel.number = matter_service.next_number(session, panel.org_id, "研委", beijing_date(clock()).year)
    panel.approved_by, panel.approved_at, panel.neutrality_checked = actor.id, clock(), True
    advance(session, panel, "P03", actor=actor, clock=clock, number=panel.number)


def reject_commission(
    session: Session, panel_id: int, *, reason: str, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """Send the commission back to its drafter with a reason (P04)."""
    panel = queries.lock_panel(session, panel_id)
    require(panel, "P04", actor)
    must_be_current(panel, version)
    if not reason.strip():
        raise RuleViolatedError("REASON_MISSING", field="reason")
    panel.reject_reason, panel.submitted_at = reason, None
    advance(session, panel, "P04", actor=actor, clock=clock, reason=reason)


@cites("A-12", "2.4.2-f")
def raise_complexity(
    session: Session, panel_id: int, *, grounds: Collection[str], note: str, actor: Actor, clock: Clock
) -> None:
    """Add grounds of complexity until a round opens; nothing is taken away.

    Five members become the least; where experts are being invited, reserves follow in their order.
    """
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *act_rules.BEFORE_ROUND, PanelState.FINDINGS_IN)
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if not set(grounds) - set(panel.complexity_grounds):
        raise RuleViolatedError("COMPLEXITY_SAME", field="grounds")
    set_complex(session, panel, grounds, note=note, actor=actor, clock=clock)
    panel.version += 1
    if panel.state in SEATING and panel.state != PanelState.FINDINGS_IN:
        fill_seats(session, panel, actor=actor, clock=clock)


def set_complex(
    session: Session, panel: Panel, grounds: Collection[str], *, note: str = "", actor: Actor, clock: Clock
) -> None:
    """Add grounds of complexity and enlarge the panel where it is too small for them."""
    least = parameter("panel_min_complex", on=beijing_date(clock()))
    before = {"grounds": list(panel.complexity_grounds), "seats_wanted": panel.seats_wanted}
    panel.complexity_grounds = _in_order({*panel.complexity_grounds, *grounds})
    panel.is_complex = True
    panel.complexity_note = "\n".join(part for part in (panel.complexity_note, note.strip()) if part)
    panel.seats_wanted = rules.seats_for_reconvening(panel.seats_wanted, least)
    audit.record(
        session, "commissions.complexity.raised", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before=before, after={"grounds": panel.complexity_grounds, "seats_wanted": panel.seats_wanted},
        reason=note or None,
    )  # fmt: skip


def set_meeting(
    session: Session, panel_id: int, *, session_mode: SessionMode, held_at: datetime | None, place: str, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Set or move time, place and form of the meeting; correspondence takes the approver's consent (F-18)."""
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING)
    if actor.role not in {Role.OFFICIAL, Role.SECRETARY}:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if session_mode is SessionMode.CORRESPONDENCE and panel.session_mode != session_mode:
        raise RuleViolatedError("MODE_BY_WAIVER", field="session_mode")
    seats = queries.list_seats(session, panel.id)
    if held_at != panel.held_at:
        _refuse_meeting(panel, seats, held_at, clock())
    before = {"held_at": _iso(panel.held_at), "place": panel.place, "session_mode": panel.session_mode}
    panel.held_at, panel.place, panel.session_mode = held_at, place, session_mode
    panel.version += 1
    audit.record(
        session, "commissions.meeting.set", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id, before=before,
        after={"held_at": _iso(held_at), "place": place, "session_mode": session_mode.value},
    )  # fmt: skip
    url = notices.address(f"/panels/{panel.id}")
    for seat in seats:
        if seat.state in ACTIVE:
            mail = documents.meeting_mail(seat.name, panel.number or "", held_at, url)
            send(session, panel, seat, mail, key=f"meeting:{seat.id}:{panel.version}", clock=clock)


def _refuse_meeting(panel: Panel, seats: Sequence[Seat], held_at: datetime | None, now: datetime) -> None:
    open_until = [one.answer_by for one in seats if one.state == SeatState.INVITED and one.answered_at is None]
    answers_by = max((until for until in open_until if until is not None), default=None)
    if fault := rules.reasons_against_meeting(held_at, now=now, deadline=panel.deadline, answers_by=answers_by):
        raise RuleViolatedError(fault.code, field=fault.field, **fault.facts)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
