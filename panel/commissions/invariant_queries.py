"""What must hold of panels: their course, their packs, their numbers."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit import queries as audit
from panel.commissions import documents
from panel.commissions.facts import PANEL_TRANSITIONS, PanelState
from panel.commissions.models import Material, Pack, Panel
from panel.files import queries as files
from panel.kernel.canonical import digest, sha256_hex
from panel.matters.invariant_queries import list_gaps

STEPS = {f"panel.{step.event}": step for step in PANEL_TRANSITIONS.values()}
KIND = "研委"


def list_violations(session: Session) -> list[str]:
    """Give one line per panel, piece, pack or number that does not hold."""
    held = [number for number in session.scalars(select(Panel.number)) if number is not None]
    return [
        *list_gaps(session, KIND, held), *_against_courses(session), *_against_materials(session),
        *_against_packs(session),
    ]  # fmt: skip


def _against_courses(session: Session) -> Iterator[str]:
    """Follow each panel's recorded steps through the table of its course, up to the state it stands in."""
    for panel in session.scalars(select(Panel).order_by(Panel.id)):
        at: str | None = None
        for event in audit.list_panel_events(session, panel.id):
            if event.action not in STEPS or event.after is None:
                continue
            before, after = (event.before or {}).get("state"), event.after["state"]
            if before != at or not _is_step(event.action, before, after):
                yield f"专家组 {panel.id} 的过程不成立：事件 {event.id}（{event.action}）从 {before} 到 {after}"
            at = after
        if at != panel.state:
            yield f"专家组 {panel.id} 的状态 {panel.state} 与过程记录 {at} 不符"


def _is_step(action: str, before: str | None, after: str) -> bool:
    """Tell whether a step may lead from one state to another."""
    step = STEPS[action]
    begins = before is None if not step.sources else before in step.sources
    return begins and PanelState(after) in step.targets


def _against_materials(session: Session) -> Iterator[str]:
    """Compare each piece with its digest."""
    for piece in session.scalars(select(Material).order_by(Material.id)):
        is_file = piece.file_id is not None
        sha256 = files.get_file(session, piece.file_id or 0).sha256 if is_file else sha256_hex(piece.text.encode())
        if sha256 != piece.sha256:
            yield f"专家组 {piece.panel_id} 的第 {piece.no} 件材料与登记的摘要不符"


def _against_packs(session: Session) -> Iterator[str]:
    """Compare each release with its digest."""
    for pack in session.scalars(select(Pack).order_by(Pack.id)):
        released = select(Material).where(Material.panel_id == pack.panel_id, Material.pack_no <= pack.no)
        rows = session.scalars(released.order_by(Material.no)).all()
        if digest(documents.pack_items([(row.no, row.title, row.sha256) for row in rows])) != pack.sha256:
            yield f"专家组 {pack.panel_id} 第 {pack.no} 次发放的材料与登记的摘要不符"
