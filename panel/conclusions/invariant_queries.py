"""What must hold of conclusions: the majority, the document, three persons, the main record."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.conclusions.facts import ConclusionState
from panel.conclusions.models import Conclusion
from panel.files import queries as files
from panel.kernel.canonical import digest
from panel.matters import queries as matters
from panel.matters.invariant_queries import list_gaps
from panel.voting import result_queries as counted

KIND = "研结"


def list_violations(session: Session) -> list[str]:
    """Give one line per conclusion or number that does not hold."""
    rows = session.scalars(select(Conclusion).order_by(Conclusion.id)).all()
    found = list_gaps(session, KIND, {row.number for row in rows if row.number is not None})
    for row in rows:
        name = f"专家组 {row.panel_id} 的结论书{f'（{row.number}）' if row.number else ''}"
        found += [f"{name}：{words}" for words in (*_against_majority(session, row), *_against_text(session, row))]
    return found


def _against_majority(session: Session, row: Conclusion) -> Iterator[str]:
    """Compare the conclusion with the majority of the last count, and the main record with both."""
    latest = counted.find_latest_result(session, row.panel_id)
    if latest is None or latest.round.id != row.round_id or latest.count.majority != row.option:
        yield f"结论 {row.option} 不是最后一轮的多数意见"
        return
    panel = commissions.get_panel(session, row.panel_id)
    result = matters.find_result(session, panel.adjudication_id)
    if result is None or row.state != ConclusionState.SIGNED:
        return
    entered = (result.risk_level, result.tally, result.roll_count)
    if entered != (row.option, latest.count.tally, latest.count.roll):
        yield f"主记录的结果 {entered} 与结论不一致"


def _against_text(session: Session, row: Conclusion) -> Iterator[str]:
    """Ask for three persons, the signed words unchanged, and the issued file as it was."""
    if row.text_sha256 is not None:
        panel = commissions.get_panel(session, row.panel_id)
        parts = {name: value for name, value in row.parts.items() if name != "erratum"}
        if digest({"panel": panel.number, "option": row.option, "parts": parts}) != row.text_sha256:
            yield "签署以后文字有改动"
    if row.state != ConclusionState.SIGNED:
        return
    if len({row.drafted_by, row.reviewed_by, row.issued_by}) < 3:
        yield "拟稿、审核、签发不是三人"
    if files.get_file(session, row.docx_file_id or 0).sha256 != row.sha256:
        yield "签发的文件与登记的摘要不符"
