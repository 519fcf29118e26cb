"""What must hold of draws."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.draw import queries
from panel.draw.facts import DrawState, Party
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
        name = f"专家组 {draw.panel_id} 第 {draw.no} 次抽取"
        if digest([draw.frozen[part] for part in PARTS]) != draw.pool_sha256:
            found.append(f"{name}冻结的名单与登记的摘要不符")
        if draw.state == DrawState.DONE and (
            digest(draw.record) != draw.record_sha256 or (draw.record or {}).get("result") != draw.result
        ):
            found.append(f"{name}的记录与登记的摘要不符")
        if draw.state == DrawState.DONE and draw.event is not None:
            links = {party: one.link for party, one in queries.reveals_of(session, draw.id).items()}
            if links != {Party(one["party"]): one["link"] for one in (draw.record or {}).get("reveals", [])}:
                found.append(f"{name}公开的密码与记录不符")
    return found
