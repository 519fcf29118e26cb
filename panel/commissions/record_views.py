"""The papers of a draw: the record on paper, the transcript, and the program that checks it."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Response, send_file
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from panel.accounts import queries as accounts
from panel.commissions.blueprint import READERS, bp, sheet_of
from panel.commissions.draw_views import chance_in_words, limits_in_force
from panel.commissions.words import PURPOSES
from panel.db import session as reading
from panel.db import transaction
from panel.draw import queries as draws
from panel.draw import service as draw_service
from panel.draw import verify_draw
from panel.draw.facts import DrawKind, Party, RecordSheet
from panel.draw.record_documents import build_record
from panel.draw.words import KEPT, METHODS, PARTIES, VIA
from panel.guidance.code_lists import label
from panel.kernel.canonical import canonical_bytes
from panel.kernel.clock import written
from panel.kernel.errors import NotFoundError
from panel.roster.facts import REASON_LABELS, Reason
from panel.web.access import allow
from panel.web.context import actor, clock

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/panels/<int:panel_id>/draw/transcript.json")
@allow(*READERS)
def get_transcript(panel_id: int) -> ResponseReturnValue:
    """Give the transcript that anyone can run again: canonical JSON, labels instead of names."""
    sheet_of(panel_id)
    transcript = draws.transcript_of(reading(), panel_id)
    if not transcript["draws"]:
        raise NotFoundError("NOT_FOUND")
    headers = {"Content-Disposition": f'attachment; filename="draw-{panel_id}.json"'}
    return Response(canonical_bytes(transcript), mimetype="application/json", headers=headers)


@bp.get("/panels/<int:panel_id>/draw/verify_draw.py")
@allow(*READERS)
def get_verifier(panel_id: int) -> ResponseReturnValue:
    """Give the program that checks a transcript by itself, with Python alone."""
    sheet_of(panel_id)
    headers = {"Content-Disposition": 'attachment; filename="verify_draw.py"'}
    return Response(Path(verify_draw.__file__).read_bytes(), mimetype="text/x-python", headers=headers)


@bp.post("/panels/<int:panel_id>/draw/<int:no>/record")
@allow(*READERS)
def download_record(panel_id: int, no: int) -> ResponseReturnValue:
    """Give the record of a draw as a Word document; it bears names, so who took it is recorded."""
    sheet = sheet_of(panel_id)
    draw = draws.get_draw(reading(), panel_id, no)
    if draw.result is None:
        raise NotFoundError("NOT_FOUND")
    with force_locale("zh"):
        content = build_record(_sheet(sheet.panel, draw))
    with transaction() as session:
        draw_service.note_download(session, draw, actor=actor(), clock=clock())
    name = f"专家抽取记录表（{sheet.panel.number} 第{no}次）.docx"
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name)


def _sheet(panel: Any, draw: Any) -> RecordSheet:
    """Put a finished draw into the words of the form."""
    commitments, reveals = draws.commitments_of(reading(), draw.panel_id), draws.reveals_of(reading(), draw.id)
    ids = [draw.drawn_by, draw.witness_id, draw.approved_by, *(one.account_id for one in commitments.values())]
    people = accounts.account_names(reading(), [*ids, *(one.revealed_by for one in reveals.values())])
    is_random = draw.kind == DrawKind.RANDOM
    counted = Counter(Reason(reason["code"]) for row in draw.excluded for reason in row["reasons"])
    return RecordSheet(
        number=panel.number or "", title=panel.title, drawn_at=written(draw.done_at),
        way=str(PURPOSES[draw.purpose]) if is_random else "直接确定", reason=draw.reason,
        conditions=tuple(limits_in_force(draw)), method=str(METHODS[draw.method][0]) if is_random else "",
        eligible=len(draw.frozen["pool"]) if is_random else 0,
        excluded=tuple((str(REASON_LABELS[reason]), count) for reason, count in counted.most_common()),
        pool_sha256=draw.pool_sha256, weights_sha256=draw.frozen.get("weights_sha256", ""),
        record_sha256=draw.record_sha256 or "", steps=tuple(_steps(draw, commitments, reveals, people)),
        chosen=tuple(_rows(draw)), drawn_by=people.get(draw.drawn_by, ""),
        witnessed_by=people.get(draw.witness_id or 0, ""), approved_by=people.get(draw.approved_by or 0, ""),
    )  # fmt: skip


def _steps(draw: Any, commitments: Any, reveals: Any, people: Any) -> list[str]:
    if draw.kind != DrawKind.RANDOM:
        return []
    published = [
        f"{written(one.published_at)}，{PARTIES[party]}{people[one.account_id]}公布承诺（{KEPT[one.kept]}）：{one.tip}"
        for party, one in commitments.items()
    ]
    frozen = f"{written(draw.prepared_at)}，固定名单和每人的机会。"
    revealed = [
        f"{written(one.revealed_at)}，{PARTIES[Party(party)]}{people[one.revealed_by]}：{VIA[one.via]}"
        f"{f'（{one.reason}）' if one.reason else ''}：{one.link}"
        for party, one in reveals.items()
    ]
    return [*published, frozen, *revealed]


def _rows(draw: Any) -> list[tuple[str, str, str, str, str]]:
    by_label = {one["label"]: one for one in draw.frozen["pool"]}
    chances = draws.chances_of(draw)
    return [
        (
            draw.names[one]["name"], draw.names[one]["employer"],
            "、".join(label("disciplines", code, "zh") for code in by_label[one]["disciplines"]),
            words, chance_in_words(*chances[one]) if one in chances else "—",
        )
        for kind, words in (("members", "正选"), ("reserves", "候补"))
        for one in draw.result[kind]
    ]  # fmt: skip
