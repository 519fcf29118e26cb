"""Bringing a panel of the data together: commission, seats, answers, constitution, pack."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from panel.commissions import documents, queries, service
from panel.commissions.facts import (
    ORDINAL_CODES,
    CommissionContent,
    Conflict,
    ConflictAnswer,
    MaterialKind,
    Method,
    Option,
    Replay,
    SeatState,
    Secrecy,
    SessionMode,
)
from panel.commissions.service.following import next_in_order
from panel.guidance.code_lists import codes
from panel.kernel.clock import beijing, beijing_date
from panel.proceedings.demo.story import Row, Story, key_of, texts
from panel.recusal import queries as recusals
from panel.recusal.facts import FindingState, PartyKind

NO_TIES = tuple(ConflictAnswer(code, is_yes=False) for code in Conflict)
CONFIRMED = "任职或者申报属实，应当回避"
DISMISSED = "经核对不属于同一单位，不影响公正"
NO_JOINT = {"partners": "", "name": "", "unit": "", "post": "", "phone": ""}


def levels() -> tuple[Option, ...]:
    """Give the answers of a question of level."""
    return tuple(Option(code.code, code.zh) for code in codes("ballot_options") if code.code in ORDINAL_CODES)


def draft(story: Story, row: Row, matter_id: int) -> int:
    """Draft the commission and give the panel's number; a row with a day of replay says so."""
    on = row.get("replay_as_of")
    replay = Replay(on=date.fromisoformat(on), note=row["note"]) if on else None
    panel_id: int = story.act(
        service.draft_commission, matter_id, content_of(story, row), form_key=key_of(row["key"], "panel"),
        level=row["level"], replay=replay, by=row["official"],
    )  # fmt: skip
    return panel_id


def submit(story: Story, row: Row, panel_id: int) -> None:
    """Send the draft to the approver."""
    story.act(service.submit_commission, panel_id, by=row["official"])


def approve(story: Story, row: Row, panel_id: int) -> None:
    """Approve the commission, the question found neutral."""
    story.act(service.approve_commission, panel_id, is_neutral=True, by=row["approver"])


def content_of(story: Story, row: Row) -> CommissionContent:
    """Read what a commission says; its days count from the story's today."""
    asked: Row = row["commission"]
    joint = asked["joint"] or NO_JOINT
    return CommissionContent(
        title=asked["title"], question=asked["question"], options=levels(), is_ordinal=True,
        decision_method=Method(asked["method"]), session_mode=SessionMode(asked["mode"]), mode_reason="",
        held_at=held_at(story, asked), place=asked["place"],
        deadline=story.evening(asked["deadline_in_days"]), secrecy=Secrecy(asked["secrecy"]),
        secrecy_note=asked["secrecy_note"], is_joint=asked["joint"] is not None, joint_partners=joint["partners"],
        lead_name=joint["name"], lead_unit=joint["unit"], lead_post=joint["post"], lead_phone=joint["phone"],
        seats_wanted=asked.get("seats_wanted", len(row.get("members", ()))),
        reserves_wanted=asked.get("reserves_wanted", len(row.get("reserves", ()))),
        main_discipline=asked["main_discipline"], disciplines=texts(asked["disciplines"]),
        complexity_grounds=texts(asked["complexity_grounds"]), complexity_note=asked["complexity_note"],
        secretary_id=story.basis.account(row["secretary"]),
    )  # fmt: skip


def held_at(story: Story, asked: Row) -> datetime:
    """Give when the panel is to meet: half past nine of a day ahead, or now where the meeting goes on."""
    days = asked["held_in_days"]
    morning = beijing(story.clock()).replace(hour=9, minute=30, second=0, microsecond=0)
    return morning + timedelta(days=days) if days else story.clock()


# Seats


def screen(story: Story, row: Row, panel_id: int) -> None:
    """Enter the parties the row names and screen the experts."""
    for party in row.get("parties", ()):
        story.act(
            service.enter_party, panel_id, kind=PartyKind(party["kind"]), name=party["name"],
            unified_code=party.get("unified_code") or "", note=party["note"],
            form_key=key_of(row["key"], "party", party["name"]), by=row["official"],
        )  # fmt: skip
    story.act(service.screen_experts, panel_id, by=row["secretary"])


def clear(story: Story, row: Row, panel_id: int) -> None:
    """Screen the experts and decide on every hit.

    A present employee of a party is to be recused in any case; of the rest whom the row says.
    """
    screen(story, row, panel_id)
    recused = [story.basis.expert_id(code) for code in row.get("recused", ())]
    waiting = [
        (found.id, found.is_hard or found.expert_id in recused)
        for found in recusals.list_findings(story.session, panel_id)
        if found.state == FindingState.POTENTIAL
    ]
    for is_confirmed, reason in ((True, CONFIRMED), (False, DISMISSED)):
        if findings := [number for number, is_out in waiting if is_out is is_confirmed]:
            story.act(
                service.decide_findings, panel_id, findings, is_confirmed=is_confirmed, is_pinned=False,
                reason=reason, by=row["official"],
            )  # fmt: skip


def appoint(story: Story, row: Row, panel_id: int) -> None:
    """Seat the panel by direct appointment: the official proposes, the approver decides (P06).

    Whoever the row names as excluded is refused on the way, as on the page.
    """
    clear(story, row, panel_id)
    members = [story.basis.expert_id(code) for code in row["members"]]
    reserves = [story.basis.expert_id(code) for code in row["reserves"]]
    for code in row.get("excluded", ()):
        story.must_refuse(
            "EXPERT_NOT_ELIGIBLE", service.propose_appointment, panel_id,
            members=[story.basis.expert_id(code), *members[1:]], reserves=reserves, reason=row["appointment_reason"],
            form_key=key_of(row["key"], code), by=row["official"],
        )  # fmt: skip
    waiver_id: int = story.act(
        service.propose_appointment, panel_id, members=members, reserves=reserves, reason=row["appointment_reason"],
        form_key=key_of(row["key"], "appointment"), by=row["official"],
    )  # fmt: skip
    story.act(service.answer_waiver, waiver_id, is_agreed=True, reason=row["appointment_answer"], by=row["approver"])


def draw(story: Story, row: Row, panel_id: int) -> None:
    """Seat the panel by lot (P05): both commit, the secretary freezes the pool, both reveal."""
    clear(story, row, panel_id)
    parties = (row["secretary"], row["official"])
    for party in parties:
        story.act(service.publish_commitment, panel_id, by=party)
    story.act(service.prepare_draw, panel_id, by=row["secretary"])
    for party in parties:
        story.act(service.reveal_link, panel_id, by=party)


def invite(story: Story, row: Row, panel_id: int) -> None:
    """Send the invitations."""
    story.act(service.invite, panel_id, by=row["secretary"])


def accept_all(story: Story, panel_id: int, *, but: Sequence[str] = ()) -> None:
    """Have everybody invited accept, except for the experts named."""
    waiting = [story.basis.expert_id(code) for code in but]
    for expert_id in _experts_in(story, panel_id, SeatState.INVITED):
        if expert_id not in waiting:
            accept(story, panel_id, code_of(story, expert_id))


def code_of(story: Story, expert_id: int) -> str:
    """Give an expert's code."""
    return next(code for code, number in story.basis.experts.items() if number == expert_id)


def _experts_in(story: Story, panel_id: int, state: SeatState) -> list[int]:
    return [seat.expert_id for seat in queries.list_seats(story.session, panel_id) if seat.state == state]


def seat_id_of(story: Story, panel_id: int, code: str) -> int:
    """Give the seat of an expert."""
    wanted = story.basis.expert_id(code)
    return next(seat.id for seat in queries.list_seats(story.session, panel_id) if seat.expert_id == wanted)


def accept(story: Story, panel_id: int, code: str) -> None:
    """Have an expert answer the conflict questions, sign the undertaking and accept."""
    panel = queries.get_panel(story.session, panel_id)
    seat_id = seat_id_of(story, panel_id, code)
    seat = queries.get_seat(story.session, panel_id, seat_id)
    signed = documents.undertaking_digest(panel.number or "", panel.title, seat.name)
    story.act(
        service.accept_invitation, seat_id, answers=NO_TIES, undertaking_sha256=signed, proof=story.proof(code), by=code
    )


def decline_first(story: Story, panel_id: int, reason: str) -> None:
    """Have the first one invited decline whose place a reserve may take; that reserve is called by itself."""
    panel, seats = queries.get_panel(story.session, panel_id), list(queries.list_seats(story.session, panel_id))
    on = beijing_date(story.clock())
    invited = [seat for seat in seats if seat.state == SeatState.INVITED]
    followed = (
        seat
        for seat in invited
        if next_in_order(story.session, panel, [one for one in seats if one is not seat], 1, on)
    )
    code = code_of(story, next(followed, invited[0]).expert_id)
    story.act(service.decline_invitation, seat_id_of(story, panel_id, code), reason=reason, by=code)


def constitute(story: Story, row: Row, panel_id: int) -> None:
    """Constitute the panel; warnings are answered with the row's reason."""
    story.act(service.constitute, panel_id, reason=row["constitution_reason"], by=row["official"])


# The pack


def release_pack(story: Story, row: Row, panel_id: int) -> None:
    """Put the pack together, release it, and have every member confirm each piece."""
    for number, piece in enumerate(row["materials"], 1):
        story.act(
            service.add_material, panel_id, title=piece["title"], kind=MaterialKind(piece["kind"]),
            source=piece["source"], text=piece["text"], form_key=key_of(row["key"], "piece", str(number)),
            by=row["secretary"],
        )  # fmt: skip
    story.act(service.release_materials, panel_id, by=row["secretary"])
    read_all(story, panel_id)


def read_all(story: Story, panel_id: int, *, but: Sequence[str] = ()) -> None:
    """Have the members confirm what they have not read yet, except for the experts named."""
    pieces = [piece.id for piece in queries.list_released_materials(story.session, panel_id)]
    members = [(seat.id, seat.expert_id) for seat in queries.list_members(story.session, panel_id)]
    for seat_id, expert_id in members:
        code = code_of(story, expert_id)
        unread = [piece for piece in pieces if piece not in queries.read_ids(story.session, seat_id)]
        for piece in unread if code not in but else ():
            story.act(service.mark_read, panel_id, piece, by=code)
