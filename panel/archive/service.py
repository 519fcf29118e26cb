"""Filing a panel's volume, checking it, and archiving the panel (P39)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.archive import queries, rules
from panel.archive.facts import ItemKind, Owed, VolumeState
from panel.archive.gathering_queries import JSON_TYPE, Piece, digest_of, gather
from panel.archive.models import Attachment, Item, Volume
from panel.archive.words import kinds_named
from panel.commissions import queries as commissions
from panel.commissions import service as panels
from panel.commissions.facts import PanelState
from panel.conclusions import queries as conclusions
from panel.files import service as files
from panel.guidance import cites
from panel.institutions import order_queries as orders
from panel.investigations import queries as investigations
from panel.kernel.actor import Actor
from panel.kernel.canonical import digest
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, RuleViolatedError


@cites("2.4.3-b")
def attach_paper(
    session: Session, panel_id: int, *, form_key: str, kind: ItemKind, title: str, name: str, content: bytes,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Add a paper made outside the system, such as the signed minutes, before the volume is filed.

    A volume that waits for its check or is archived takes nothing in any more (`VOLUME_STANDING`).
    """
    panel = commissions.lock_panel(session, panel_id)
    panels.must_be_on_duty(panel, actor)
    if (again := queries.find_attachment_by_form(session, form_key)) is not None:
        return again.id
    _must_be_open(session, panel)
    file_id = files.keep_file(session, name, content, actor=actor, clock=clock)
    row = Attachment(
        form_key=form_key, panel_id=panel_id, kind=kind.value, title=title, file_id=file_id, added_by=actor.id,
        added_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "archive.paper.attached", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        after={"title": title, "kind": kind.value, "file": file_id},
    )  # fmt: skip
    return row.id


def _must_be_open(session: Session, panel: Any) -> None:
    """Refuse to file a panel before its conclusion is issued, or beside a volume that stands."""
    standing = queries.find_volume(session, panel.id)
    if standing is not None and standing.state != VolumeState.RETURNED:
        raise RuleViolatedError("VOLUME_STANDING")
    if panel.state != PanelState.SIGNED:
        raise RuleViolatedError("NOT_TO_ARCHIVE")


def owed_by(session: Session, panel_id: int) -> tuple[ItemKind, ...]:
    """Give what the panel's course makes its volume owe."""
    return rules.owed_items(
        Owed(
            has_disagreed=bool(commissions.get_panel(session, panel_id).has_disagreed),
            has_investigation=bool(investigations.list_investigations(session, panel_id)),
            has_order=bool(orders.list_orders(session, panel_id=panel_id)),
        )
    )


def missing_from(session: Session, panel_id: int, clock: Clock) -> tuple[ItemKind, ...]:
    """Give the kinds that the volume would lack, were it filed now."""
    held = {piece.kind for piece in gather(session, panel_id, clock())}
    return rules.missing_items(owed_by(session, panel_id), held, {})


@cites("2.4.3-b", "D-14")
def file_volume(
    session: Session, panel_id: int, *, not_applicable: Mapping[ItemKind, str], note: str, actor: Actor, clock: Clock
) -> int:
    """Put the volume together: every record and file with its digest; a missing one is named (`FILE_INCOMPLETE`)."""
    panel = commissions.lock_panel(session, panel_id)
    panels.must_be_on_duty(panel, actor)
    _must_be_open(session, panel)
    pieces = gather(session, panel_id, clock())
    held = {piece.kind for piece in pieces}
    if missing := rules.missing_items(owed_by(session, panel_id), held, not_applicable):
        raise RuleViolatedError("FILE_INCOMPLETE", items=kinds_named(missing))
    volume = _add_volume(session, panel_id, not_applicable=not_applicable, note=note, actor=actor, clock=clock)
    author = accounts.get_organisation(session, panel.org_id).name
    items = _add_items(session, volume.id, pieces, author=author, actor=actor, clock=clock)
    volume.sha256 = digest([[item.no, item.kind, item.title, item.sha256] for item in items])
    audit.record(
        session, "archive.volume.filed", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        after={"no": volume.no, "items": len(items), "sha256": volume.sha256, "retention": volume.retention},
    )  # fmt: skip
    return volume.id


def _add_volume(
    session: Session, panel_id: int, *, not_applicable: Mapping[ItemKind, str], note: str, actor: Actor, clock: Clock
) -> Volume:
    panel = commissions.get_panel(session, panel_id)
    conclusion = conclusions.get_conclusion(session, panel_id)
    has_warning = any(row.answer == "warning" for row in investigations.list_warnings(session, panel_id))
    volume = Volume(
        panel_id=panel_id, no=queries.next_no(session, panel_id), state=VolumeState.FILED.value,
        title=f"{panel.title}（{panel.number}）专家研判案卷",
        retention=rules.retention_of(conclusion.option, has_warning).value,
        not_applicable={kind.value: reason.strip() for kind, reason in not_applicable.items() if reason.strip()},
        note=note, sha256="0" * 64, filed_by=actor.id, filed_at=clock(),
    )  # fmt: skip
    session.add(volume)
    session.flush()
    return volume


def _add_items(
    session: Session, volume_id: int, pieces: Sequence[Piece], *, author: str, actor: Actor, clock: Clock
) -> list[Item]:
    items = []
    for no, piece in enumerate(pieces, start=1):
        file_id = piece.file_id or files.keep_made_file(
            session, f"{no:02}_{piece.title}.json", piece.content, JSON_TYPE, actor=actor, clock=clock
        )
        sha256, size = digest_of(session, file_id)
        items.append(
            Item(
                volume_id=volume_id, no=no, kind=piece.kind.value, number=piece.number, author=author,
                title=piece.title, dated=piece.dated, file_id=file_id, sha256=sha256, size=size,
            )
        )  # fmt: skip
    session.add_all(items)
    session.flush()
    return items


@cites("2.4.3-b")
def archive_panel(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> None:
    """Check the volume and archive the panel (P39): from now on nothing of it changes."""
    panel = commissions.lock_panel(session, panel_id)
    volume = _to_check(session, panel_id, actor)
    panels.advance(session, panel, "P39", actor=actor, clock=clock, volume=volume.no, sha256=volume.sha256)
    volume.state, volume.checked_by, volume.checked_at = VolumeState.ARCHIVED.value, actor.id, clock()


@cites("2.4.3-b")
def return_volume(session: Session, panel_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Send the volume back to the secretary with the reason; a new one is filed in its place."""
    panel = commissions.lock_panel(session, panel_id)
    panels.must_be_on_duty(panel, actor)
    volume = _to_check(session, panel_id, actor)
    volume.state, volume.checked_by, volume.checked_at = VolumeState.RETURNED.value, actor.id, clock()
    volume.return_reason = reason
    audit.record(
        session, "archive.volume.returned", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        reason=reason, no=volume.no,
    )  # fmt: skip


def _to_check(session: Session, panel_id: int, actor: Actor) -> Volume:
    volume = queries.get_volume(session, panel_id)
    if volume.state != VolumeState.FILED:
        raise RuleViolatedError("VOLUME_CHECKED")
    if code := rules.reasons_against_checker(volume.filed_by, actor.id or 0):
        raise NotAllowedError(code)
    return volume


@cites("2.5.5-c")
def note_taking(session: Session, panel_id: int, item_id: int, *, actor: Actor, clock: Clock) -> Item:
    """Record that an item was taken out of the system, and give it."""
    panel = commissions.get_panel(session, panel_id, viewer=actor)
    item = queries.get_item(session, panel_id, item_id)
    audit.record(
        session, "archive.item.taken", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        item=item.no, sha256=item.sha256,
    )  # fmt: skip
    return item
