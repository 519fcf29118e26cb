"""Panels of 25: some counted, some with an open round in which every member may cast."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from benchmarks.data import PANEL_DISCIPLINES, acting, login_key, writing
from benchmarks.rows import PanelCopier, table
from panel.guidance.code_lists import codes
from panel.kernel.clock import StoryClock
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.voting import service
from panel.voting.ballot_facts import BallotContent
from tests.support.sittings import SECRETARY, Panels

ROLL = 25
SPLIT = "2" * 16 + "1" * 5 + "3" * 4
REASONS = (
    "第{number}位专家的意见：三批次样品的检测值均高于限值，最高一批为限值的三倍；该产品面向家庭销售，儿童和老人都会使用，"
    "暴露途径明确。现有投诉和医疗机构报告相互印证，没有发现运输和储存造成的影响。生产企业的原料进货记录显示同一供应商的"
    "批次集中在这一时段，问题属于系统性的而不是偶发的。按照材料包所附标准的评价方法，应当在限定的时间内处置，先下架封存，"
    "再扩大抽样，并把结果通报有关地区。{more}"
)
MORE = ("建议同时检查上游原料。", "暴露量估算的不确定度较大，但不影响结论。", "对儿童人群应当按更低的限值评价。", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in an open round."""

    round_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Sat:
    """What the measurements visit: counted panels, and places in open rounds."""

    counted: list[int]
    places: list[Place]


def ballot(number: int, option: str) -> BallotContent:
    """Give a full ballot, a little different for each member."""
    measures = [code.code for code in codes("disposition_measures")]
    return BallotContent(
        option, REASONS.format(number=number, more=MORE[number % len(MORE)]), nature="健康危害",
        severity=str(number % 4 + 1), probability=str(number % 8 + 1), spread="regional", confidence="medium",
        evidence_text="同类产品既往监测数据", measures=tuple(measures[number % 3 : number % 3 + 2]),
        test_needed=number % 4 == 0, test_item="邻苯二甲酸酯含量" if number % 4 == 0 else "",
    )  # fmt: skip


def hold_panels(app: Flask, basis: Basis, experts: Sequence[str], now: datetime, *, counted: int, rounds: int) -> Sat:
    """Hold one counted and one open panel through the use cases, and copy them with other members."""
    keys = {code: login_key(code) for code in experts}
    panels = Panels(
        app, lambda: acting(app), replace(basis, expert_keys={**basis.expert_keys, **keys}), StoryClock(now)
    )
    fitting = _fitting(app, experts)
    members, reserves, others = fitting[:ROLL], fitting[-2:], fitting[ROLL:-2]
    done, round_id = panels.voting(members, reserves=reserves)
    for number, (code, option) in enumerate(zip(members, SPLIT, strict=True), 1):
        panels.act(
            service.cast_ballot, round_id, ballot(number, option), key=new_key(), proof=panels.proof(code),
            by=panels.expert(code),
        )  # fmt: skip
    panels.act(service.close_and_count, round_id, by=SECRETARY)
    going = panels.in_session(members, reserves=reserves)
    panels.act(service.open_round, going, ends_at=now + timedelta(days=2), by=SECRETARY)
    with writing(app) as connection:
        finished = PanelCopier(connection, done)
        numbers = [done, *(finished.copy({})["commissions_panel"][done] for _ in range(counted - 1))]
        running = PanelCopier(connection, going)
        for first in range(0, (rounds - 1) * ROLL, ROLL):
            next_ones = [others[place % len(others)] for place in range(first, first + ROLL)]
            running.copy(_others(basis, panels, members, next_ones))
    return Sat(numbers, _places(app))


def _fitting(app: Flask, experts: Sequence[str]) -> list[str]:
    rows = table("roster_expert")
    with writing(app) as connection:
        chosen = select(rows.c.code).where(rows.c.code.in_(experts), rows.c.main_discipline.in_(PANEL_DISCIPLINES))
        return list(connection.scalars(chosen.order_by(rows.c.id)))


def _others(basis: Basis, panels: Panels, members: Sequence[str], others: Sequence[str]) -> dict[str, dict[int, int]]:
    """Put other people in the members' places."""
    pairs = list(zip(members, others, strict=True))
    return {
        "roster_expert": {basis.expert_id(old): basis.expert_id(new) for old, new in pairs},
        "accounts_account": {panels.expert(old).id or 0: panels.expert(new).id or 0 for old, new in pairs},
    }


def _places(app: Flask) -> list[Place]:
    rolls, rounds = table("voting_roll"), table("voting_round")
    chosen = select(rolls.c.round_id, rolls.c.account_id).join(rounds, rounds.c.id == rolls.c.round_id)
    with writing(app) as connection:
        found = connection.execute(chosen.where(rounds.c.state == "OPEN").order_by(rolls.c.id))
        return [Place(*row) for row in found]
