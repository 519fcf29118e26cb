"""The material pack: adding, taking out, releasing, reading, downloading."""

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import act_rules, documents, queries, rules
from panel.commissions.facts import MaterialKind, PanelState, SeatState
from panel.commissions.models import Material, Pack, Panel, Reading
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty
from panel.commissions.service.invitations import send
from panel.files import queries as files
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.canonical import digest, sha256_hex
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError
from panel.matters import queries as matters
from panel.notices import service as notices


@cites("D-09", "2.4.3-b")
def add_material(
    session: Session, panel_id: int, *, title: str, kind: MaterialKind, source: str = "", text: str = "",
    file_id: int | None = None, form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Add a piece to the pack: a stored file, a text, or both; it goes out with the next release.

    The department's opinion on how to handle the matter is not put before the experts (`MATERIAL_OPINION`).
    """
    if (again := queries.find_material_by_form(session, form_key)) is not None:
        return again.id
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *act_rules.ADDING)
    if actor.role not in {Role.OFFICIAL, Role.SECRETARY}:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if file_id is None and not text.strip():
        raise RuleViolatedError("MATERIAL_EMPTY", field="text")
    opinion = matters.get_matter(session, panel.matter_id).handling_opinion
    least = parameter("opinion_least_characters", on=beijing_date(clock()))
    if rules.holds_opinion(f"{title}\n{text}", opinion or "", least=least):
        raise RuleViolatedError("MATERIAL_OPINION", field="text")
    sha256 = files.get_file(session, file_id).sha256 if file_id is not None else sha256_hex(text.encode())
    material = Material(
        form_key=form_key, panel_id=panel.id, no=queries.next_material_no(session, panel.id), title=title, kind=kind,
        source=source, text=text, file_id=file_id, sha256=sha256, from_round=panel.counted_rounds + 1,
        added_by=actor.id, added_at=clock(),
    )  # fmt: skip
    session.add(material)
    session.flush()
    audit.record(
        session, "commissions.material.added", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"no": material.no, "title": title, "kind": kind.value, "sha256": sha256}, material=material.id,
    )  # fmt: skip
    return material.id


def withdraw_material(session: Session, panel_id: int, material_id: int, *, actor: Actor, clock: Clock) -> None:
    """Take a piece out again before it was released; a released one stays (`MATERIAL_RELEASED`)."""
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *act_rules.ADDING)
    if actor.role not in {Role.OFFICIAL, Role.SECRETARY}:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    material = queries.get_material(session, material_id)
    if material.panel_id != panel.id:
        raise NotFoundError("NOT_FOUND")
    if material.pack_no is not None:
        raise RuleViolatedError("MATERIAL_RELEASED")
    if material.withdrawn_at is None:
        material.withdrawn_by, material.withdrawn_at = actor.id, clock()
        audit.record(
            session, "commissions.material.withdrawn", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
            before={"no": material.no, "title": material.title, "sha256": material.sha256}, material=material.id,
        )  # fmt: skip


@cites("D-09", "D-11", "2.5.5-c")
def release_materials(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> None:
    """Release the pack to the members (P13), or a supplement until a round opens; the secretary's act."""
    panel = queries.lock_panel(session, panel_id)
    must_be_in(panel, *act_rules.CALLING)
    if actor.role is not Role.SECRETARY:
        raise NotAllowedError("ROLE")
    must_be_on_duty(panel, actor)
    if not queries.list_materials(session, panel.id, is_released=False):
        raise RuleViolatedError("MATERIAL_NONE")
    if panel.state == PanelState.CONSTITUTED:
        advance(session, panel, "P13", actor=actor, clock=clock)
    else:
        panel.version += 1
    release_waiting(session, panel, actor=actor, clock=clock)


def release_waiting(session: Session, panel: Panel, *, actor: Actor, clock: Clock) -> None:
    """Release what waits, fix everything released so far by one digest, and tell the members."""
    last = queries.latest_pack(session, panel.id)
    no = last.no + 1 if last else 1
    for material in queries.list_materials(session, panel.id, is_released=False):
        material.pack_no = no
    session.flush()
    released = queries.list_released_materials(session, panel.id)
    sha256 = digest(documents.pack_items([(one.no, one.title, one.sha256) for one in released]))
    session.add(Pack(panel_id=panel.id, no=no, sha256=sha256, released_by=actor.id, released_at=clock()))
    session.flush()
    audit.record(
        session, "commissions.pack.released", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id, no=no,
        sha256=sha256, items=len(released),
    )  # fmt: skip
    url = notices.address(f"/panels/{panel.id}/materials")
    for seat in queries.list_members(session, panel.id):
        mail = documents.material_mail(seat.name, panel.number or "", url)
        send(session, panel, seat, mail, key=f"pack:{seat.id}:{no}", clock=clock)


def _own_released(
    session: Session, panel_id: int, material_id: int, actor: Actor
) -> tuple[Panel, Material, int | None]:
    """Give panel and piece to a reader who may have it, with the seat of a member."""
    panel = queries.get_panel(session, panel_id, viewer=actor)
    material = queries.get_material(session, material_id)
    seat = queries.seat_of_account(session, panel_id, actor.id or 0) if actor.role is Role.EXPERT else None
    is_member = seat is not None and seat.state == SeatState.ACCEPTED
    hidden = actor.role is Role.EXPERT and material.pack_no is None
    if material.panel_id != panel.id or hidden or not rules.may_read_pack(actor.role, is_member=is_member):
        raise NotFoundError("NOT_FOUND")
    return panel, material, seat.id if seat else None


@cites("4.1.2-c", "D-12")
def mark_read(session: Session, panel_id: int, material_id: int, *, actor: Actor, clock: Clock) -> None:
    """Confirm having read a piece; a second confirmation changes nothing, and one after the end is refused."""
    panel, material, seat_id = _own_released(session, panel_id, material_id, actor)
    if seat_id is None:
        raise NotAllowedError("ROLE")
    queries.lock_seat(session, seat_id)
    if material.id in queries.read_ids(session, seat_id):
        return
    if queries.has_ended(panel):
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=panel.state)
    session.add(Reading(seat_id=seat_id, material_id=material.id, read_at=clock()))
    session.flush()
    audit.record(
        session, "commissions.material.read", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        material=material.id, sha256=material.sha256, seat=seat_id,
    )  # fmt: skip


@cites("D-11", "3.5.0-e")
def download_material(session: Session, panel_id: int, material_id: int, *, actor: Actor, clock: Clock) -> Material:
    """Give a piece for download and put the download on record."""
    panel, material, _seat_id = _own_released(session, panel_id, material_id, actor)
    if material.file_id is None:
        raise NotFoundError("NOT_FOUND")
    audit.record(
        session, "commissions.material.downloaded", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        material=material.id, sha256=material.sha256,
    )  # fmt: skip
    return material
