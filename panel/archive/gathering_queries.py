"""Gathering what a volume holds: every record of a panel as canonical JSON, and every file."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.archive.facts import ORDER, ItemKind
from panel.archive.queries import list_attachments
from panel.audit import queries as events
from panel.commissions import queries as commissions
from panel.conclusions import queries as conclusions
from panel.draw import queries as draws
from panel.files import queries as files
from panel.institutions import custody_queries as custody
from panel.institutions import order_queries as orders
from panel.investigations import queries as investigations
from panel.kernel.canonical import canonical_bytes
from panel.matters import queries as matters
from panel.voting import queries as voting
from panel.voting import result_queries as counted

JSON_TYPE = "application/json"
KEYS = frozenset({"sealed", "sealed_private_key", "label_salt", "form_key"})
TITLES = {
    ItemKind.MATTER: "风险信息主记录", ItemKind.COMMISSION: "专家研判委托书", ItemKind.DRAW: "专家抽取记录",
    ItemKind.INVITATIONS: "邀请与回执", ItemKind.UNDERTAKINGS: "回避声明与承诺书", ItemKind.OBJECTIONS: "异议及处理",
    ItemKind.SIGN_IN: "签到表", ItemKind.MATERIALS: "材料清单与阅读记录", ItemKind.BALLOTS: "表决票",
    ItemKind.COUNTS: "表决统计", ItemKind.APPROVALS: "豁免与分歧审批", ItemKind.INVESTIGATIONS: "专项调查方案与报告",
    ItemKind.ORDERS: "检测任务书与检验报告", ItemKind.WARNINGS: "预警或者防范措施决定",
    ItemKind.SIGNATURES: "成员签署记录", ItemKind.RESULT: "主记录结果", ItemKind.EVENTS: "过程记录",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be filed: bytes made now, or a stored file by its number."""

    kind: ItemKind
    title: str
    dated: datetime
    number: str = ""
    content: bytes = b""
    file_id: int | None = None


def values_of(row: Any) -> dict[str, Any]:
    """Give a row's columns as JSON values; keys and salts stay out, other bytes become hexadecimal."""
    columns = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    return {name: _plain(getattr(row, name)) for name in columns if name not in KEYS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def gather(session: Session, panel_id: int, now: datetime) -> list[Piece]:
    """Give every piece of a panel's file, in the order of the volume; empty records are left out."""
    panel = commissions.get_panel(session, panel_id)
    made = [_record(kind, rows, now, panel.number or "") for kind, rows in _records(session, panel) if rows]
    pieces = [*made, *_files(session, panel)]
    return sorted(pieces, key=lambda piece: ORDER[piece.kind])


def _record(kind: ItemKind, rows: Sequence[Any], now: datetime, number: str) -> Piece:
    return Piece(kind, TITLES[kind], now, number, canonical_bytes(json.loads(json.dumps(list(rows)))))


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [values_of(row) for row in rows]


def _records(session: Session, panel: Any) -> list[tuple[ItemKind, list[Any]]]:
    seats = commissions.list_seats(session, panel.id)
    rounds = voting.list_rounds(session, panel.id)
    waivers = commissions.list_waivers(session, panel.id)
    conclusion = conclusions.get_conclusion(session, panel.id)
    result = matters.find_result(session, panel.adjudication_id)
    return [
        (ItemKind.MATTER, [_matter(session, panel.matter_id)]),
        (ItemKind.COMMISSION, _rows([panel])),
        (ItemKind.DRAW, _rows(draws.list_draws(session, panel.id))),
        (ItemKind.INVITATIONS, _rows(seats)),
        (ItemKind.UNDERTAKINGS, [_undertaking(seat) for seat in seats if seat.undertaking_sha256]),
        (ItemKind.OBJECTIONS, _rows(commissions.list_objections(session, panel.id))),
        (ItemKind.SIGN_IN, _sign_in(session, panel.id)),
        (ItemKind.MATERIALS, _materials(session, panel.id)),
        (ItemKind.BALLOTS, [ballot for round_ in rounds for ballot in _ballots(session, round_)]),
        (ItemKind.COUNTS, [_count(one) for one in counted.list_results(session, panel.id)]),
        (ItemKind.APPROVALS, _rows(waivers) + _rows(investigations.list_requests(session, panel.id))),
        (ItemKind.INVESTIGATIONS, _rows(investigations.list_investigations(session, panel.id))),
        (ItemKind.ORDERS, _orders(session, panel.id)),
        (ItemKind.WARNINGS, _rows(investigations.list_warnings(session, panel.id))),
        (ItemKind.SIGNATURES, _rows(conclusions.list_signatures(session, conclusion.id))),
        (ItemKind.RESULT, _rows([result]) if result is not None and result.confirmed_at is not None else []),
        (ItemKind.EVENTS, _rows(events.list_panel_events(session, panel.id))),
    ]


def _matter(session: Session, matter_id: int) -> dict[str, Any]:
    matter = matters.get_matter(session, matter_id)
    owner = accounts.get_organisation(session, matter.owner_org_id).name
    return values_of(matter) | {"owner": owner, "clues": _rows(matters.list_clues(session, matter_id))}


def _undertaking(seat: Any) -> dict[str, Any]:
    names = ("id", "name", "employer", "answered_at", "conflict_answers", "undertaking_sha256", "signed_method")
    return {name: _plain(getattr(seat, name)) for name in names}


def _sign_in(session: Session, panel_id: int) -> list[dict[str, Any]]:
    return [
        values_of(sitting) | {"lines": _rows(voting.list_attendance(session, sitting.id))}
        for sitting in voting.list_sittings(session, panel_id)
    ]


def _materials(session: Session, panel_id: int) -> list[dict[str, Any]]:
    return [
        *_rows(commissions.list_materials(session, panel_id, is_released=True)),
        *_rows(commissions.list_readings(session, panel_id)),
        *_rows(commissions.list_packs(session, panel_id)),
    ]


def _ballots(session: Session, round_: Any) -> list[dict[str, Any]]:
    """Give the opened ballots of a round by name; a void round's stay sealed and are not opened here."""
    head = {"round": round_.no, "state": round_.state}
    return [
        head
        | {"name": vote.name, "unit": vote.unit, "cast_at": vote.cast_at.isoformat(), "version": vote.version}
        | {"commitment": vote.commitment, "ballot": values_of(vote.ballot)}
        for vote in counted.opened_ballots(session, round_.id)
    ]


def _count(result: Any) -> dict[str, Any]:
    parts = {"round": values_of(result.round), "count": values_of(result.count)}
    extra = {"declaration": result.declaration, "review": result.review}
    return parts | {name: values_of(row) for name, row in extra.items() if row is not None}


def _orders(session: Session, panel_id: int) -> list[dict[str, Any]]:
    return [
        values_of(order)
        | {"reports": _rows(orders.list_reports(session, order.id))}
        | {"samples": _rows(orders.list_samples(session, order.id))}
        | {"handovers": [_handover(passage) for passage in custody.list_handovers(session, order.id)]}
        | {"questions": [_talk(talk) for talk in custody.list_talks(session, order.id)]}
        for order in orders.list_orders(session, panel_id=panel_id)
    ]


def _handover(passage: custody.Passage) -> dict[str, Any]:
    return values_of(passage.handover) | {"samples": _rows(passage.lines)}


def _talk(talk: custody.Talk) -> dict[str, Any]:
    return values_of(talk.question) | {"answers": _rows(talk.answers)}


def _files(session: Session, panel: Any) -> list[Piece]:
    """Give the stored files: material, reports, every version of the conclusion, and what was attached."""
    pieces = [
        Piece(ItemKind.MATERIAL_FILE, piece.title, piece.added_at, file_id=piece.file_id)
        for piece in commissions.list_materials(session, panel.id, is_released=True)
        if piece.file_id is not None
    ]
    pieces += [
        Piece(ItemKind.CONCLUSION, "专家研判结论书", row.issued_at, row.number or "", file_id=row.docx_file_id)
        for row in conclusions.list_versions(session, panel.id)
        if row.issued_at is not None
    ]
    pieces += [
        Piece(ItemKind(row.kind), row.title, row.added_at, file_id=row.file_id)
        for row in list_attachments(session, panel.id)
    ]
    return pieces


def digest_of(session: Session, file_id: int) -> tuple[str, int]:
    """Give a stored file's digest and size."""
    file = files.get_file(session, file_id)
    return file.sha256, file.size
