"""What must hold of draws."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.draw import queries, rules
from panel.draw.facts import DrawState
from panel.draw.models import Draw
from panel.draw.verify_draw import digest

PARTS = ("case", "policy", "pool", "excluded", "method")


def list_violations(session: Session) -> list[str]:
    """Run every panel's draws again, and compare rows, names and reveals with the records."""
    found = []
    draws = session.scalars(select(Draw).order_by(Draw.panel_id, Draw.no)).all()
    for panel_id in dict.fromkeys(draw.panel_id for draw in draws):
        if problems := queries.problems_of(session, panel_id):
            found.append(f"专家组 {panel_id} 的抽取不能重新演算：{problems[0]}")
    for draw in draws:
        found += [f"专家组 {draw.panel_id} 第 {draw.no} 次抽取{fault}" for fault in _faults(session, draw)]
    return found


def _faults(session: Session, draw: Draw) -> Iterator[str]:
    """Name what one draw does not keep; a row that somebody altered may lack anything."""
    if digest([draw.frozen.get(part) for part in PARTS]) != draw.pool_sha256:
        yield "冻结的名单与登记的摘要不符"
    if any(rules.label_of(draw.label_salt, "expert", one["code"]) != label for label, one in draw.names.items()):
        yield "的代号与专家编号对不上"
    if draw.state != DrawState.DONE:
        return
    record = draw.record or {}
    if digest(draw.record) != draw.record_sha256 or record.get("result") != draw.result:
        yield "的记录与登记的摘要不符"
    links = {party.value: one.link for party, one in queries.reveals_of(session, draw.id).items()}
    if draw.event is not None and links != {one["party"]: one["link"] for one in record.get("reveals", [])}:
        yield "公开的密码与记录不符"
