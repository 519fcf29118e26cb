"""The papers of a draw: the record on paper, the transcript, and the program that checks it."""

from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Response, send_file
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from panel.accounts import queries as accounts
from panel.commissions.blueprint import READERS, bp, sheet_of
from panel.commissions.draw_views import chance_in_words, limits_in_force
from panel.commissions.draw_words import course_of, eligible_of, people_of
from panel.commissions.words import PURPOSES
from panel.db import session as reading
from panel.db import transaction
from panel.draw import queries as draws
from panel.draw import service as draw_service
from panel.draw import verify_draw
from panel.draw.facts import DrawKind, Party, RecordSheet, Via
from panel.draw.record_documents import build_record
from panel.draw.words import METHODS
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
    kind = "抽取" if draw.kind == DrawKind.RANDOM else "直接确定"
    name = f"专家{kind}记录表（{sheet.panel.number} 第{no}次）.docx"
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name)


def _sheet(panel: Any, draw: Any) -> RecordSheet:
    """Put a finished draw into the words of the form."""
    commitments, reveals = draws.commitments_of(reading(), draw.panel_id), draws.reveals_of(reading(), draw.id)
    people = accounts.account_names(reading(), people_of([draw], commitments, reveals))
    is_random = draw.kind == DrawKind.RANDOM
    counted = Counter(Reason(reason["code"]) for row in draw.excluded for reason in row["reasons"])
    opened = next((one.revealed_by for one in reveals.values() if one.via == Via.DEPOSIT), 0)
    steps = course_of(draw, commitments, reveals, people) if is_random else []
    return RecordSheet(
        number=panel.number or "", title=panel.title, no=draw.no, drawn_at=written(draw.done_at),
        way=str(PURPOSES[draw.purpose]) if is_random else "直接确定", reason=draw.reason,
        conditions=tuple(limits_in_force(draw)), method="：".join(map(str, METHODS[draw.method])) if is_random else "",
        eligible=len(eligible_of(draw)) if is_random else 0,
        excluded=tuple((str(REASON_LABELS[reason]), count) for reason, count in counted.most_common()),
        pool_sha256=draw.pool_sha256, weights_sha256=draw.frozen.get("weights_sha256", ""),
        record_sha256=draw.record_sha256 or "",
        steps=tuple((f"{written(step.at)}，{step.words}", step.digest) for step in steps), chosen=tuple(_rows(draw)),
        drawn_by=people.get(draw.drawn_by, ""), witnessed_by=_witness(commitments, reveals, people),
        opened_by=people.get(opened, ""), approved_by=people.get(draw.approved_by or 0, ""),
    )  # fmt: skip


def _witness(commitments: Mapping[Party, Any], reveals: Mapping[Party, Any], people: Mapping[int, str]) -> str:
    """Name the witness: who revealed for that party, or, where it did not reveal, who had committed for it."""
    revealed = reveals.get(Party.WITNESS)
    if revealed is None:
        return ""
    number = revealed.revealed_by if revealed.via == Via.PARTY else commitments[Party.WITNESS].account_id
    return people.get(number, "")


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
