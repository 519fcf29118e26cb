"""What must hold of draws."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.draw import rules
from panel.draw.facts import DrawState
from panel.draw.models import Draw
from panel.draw.queries import problems_of
from panel.kernel.canonical import digest


def list_violations(session: Session) -> list[str]:
    """Run every draw again, and compare frozen pool and record with their digests."""
    found = []
    for draw in session.scalars(select(Draw).order_by(Draw.id)):
        name = f"专家组 {draw.panel_id} 第 {draw.no} 次抽取"
        if digest(draw.frozen) != draw.pool_sha256:
            found.append(f"{name}冻结的名单与登记的摘要不符")
        if problems := problems_of(draw):
            found.append(f"{name}不能重新演算，不符之处：{'、'.join(problems)}")
        if draw.state == DrawState.DONE and draw.result is not None:
            record = rules.record_of(draw.frozen, draw.pool_sha256, draw.seed or "", draw.result)
            if digest(record) != draw.record_sha256:
                found.append(f"{name}的记录与登记的摘要不符")
    return found
