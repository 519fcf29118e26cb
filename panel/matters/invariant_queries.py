"""What must hold of matters and of the numbers that are given out."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit import queries as audit
from panel.matters import number_rules
from panel.matters.facts import AdjudicationState
from panel.matters.models import Adjudication, Matter, NumberSeries, Result
from panel.matters.number_service import NOTICE


def list_violations(session: Session) -> list[str]:
    """Give one line per matter, number or result that does not hold."""
    return [*_against_notice_numbers(session), *_against_courses(session), *_against_results(session)]


def _against_notice_numbers(session: Session) -> Iterator[str]:
    """Ask notice numbers for their check digit, and each body's serials of a year for gaps."""
    serials: dict[tuple[str, int], set[int]] = {}
    for notice_no in session.scalars(select(Matter.notice_no).order_by(Matter.id)):
        if not number_rules.is_notice_number(notice_no):
            yield f"通报号 {notice_no} 格式或者校验码不对"
            continue
        organ, year, _source, serial, _check = notice_no.removeprefix("FX").split("-")
        serials.setdefault((organ, int(year)), set()).add(int(serial))
    for series in session.scalars(select(NumberSeries).where(NumberSeries.kind == NOTICE)):
        missing = set(range(1, series.last + 1)) - serials.get((series.issuer, series.year), set())
        yield from (f"通报号缺号：{series.issuer} 在 {series.year} 年的第 {serial} 号" for serial in sorted(missing))


def list_gaps(session: Session, kind: str, held: Collection[str]) -> list[str]:
    """Compare the numbers given out of a kind of document with those that its documents bear.

    `held` are the numbers that the documents of a kind bear, for the room that issues them.
    """
    given = {
        number_rules.document_number(series.issuer, kind, series.year, serial)
        for series in session.scalars(select(NumberSeries).where(NumberSeries.kind == kind))
        for serial in range(1, series.last + 1)
    }
    missing = [f"文书缺号：{number} 已给出但没有文书" for number in sorted(given - set(held))]
    return missing + [f"文书编号 {number} 不是系统给出的" for number in sorted(set(held) - given)]


def _against_courses(session: Session) -> Iterator[str]:
    """Follow each matter's recorded acts: one begins where the last ended, and the last gives the state."""
    for matter_id, notice_no, state in session.execute(select(Matter.id, Matter.notice_no, Matter.state)):
        at = None
        for event in audit.list_matter_events(session, matter_id):
            before, after = (event.before or {}).get("state"), (event.after or {}).get("state")
            if not event.action.startswith("matters.") or before is None or after is None:
                continue
            if at is not None and before != at:
                yield f"事项 {notice_no} 的过程不衔接：事件 {event.id} 从 {before} 开始，此前为 {at}"
            at = after
        if at != state:
            yield f"事项 {notice_no} 的状态 {state} 与过程记录 {at} 不符"


def _against_results(session: Session) -> Iterator[str]:
    """Ask confirmed results for their three persons and for the end of their adjudication."""
    chosen = select(Result, Adjudication.state, Matter.notice_no).join(
        Adjudication, Adjudication.id == Result.adjudication_id
    )
    chosen = chosen.join(Matter, Matter.id == Result.matter_id).where(Result.confirmed_at.is_not(None))
    for result, state, notice_no in session.execute(chosen):
        if len({result.entered_by, result.reviewed_by, result.confirmed_by}) < 3:
            yield f"事项 {notice_no} 的结果 {result.id} 不是由三人办理"
        if state != AdjudicationState.CONCLUDED:
            yield f"事项 {notice_no} 的结果 {result.id} 已确认，研判却未办结（{state}）"
