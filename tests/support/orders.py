"""A work order brought to a state through the use cases, by people of the basis."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.institutions import custody_queries, queries, service
from panel.institutions.custody_facts import FoundSample, HandedOver, HandedSample, TakenIn
from panel.institutions.facts import (
    OrderContent,
    OrderItem,
    OrderKind,
    ReportContent,
    Result,
    RetainedSampleEntry,
    Sample,
)
from panel.institutions.models import Institution
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import StoryClock
from panel.kernel.tokens import new_key
from panel.matters import queries as matters
from panel.proceedings.demo.basis import Basis
from tests.support.matters import Matters

SessionOf = Callable[[], AbstractContextManager[Session]]
PDF = ("报告.pdf", b"%PDF-1.7 test report")
ORDER = OrderContent(
    kind=OrderKind.QUANTITATIVE,
    items=(OrderItem("DBP", "GB 5009.271"), OrderItem("DEHP", "GB 5009.271")),
    samples=(Sample("白酒", "20260109", "6 瓶", "F-01", "完好"),),
    basis="确认迁移量",
    due_on=date(2026, 3, 20),
    secrecy="internal",
)
REPORT = ReportContent(
    report_no="JG0001-2026-0310-09",
    qualification_no="210000119901",
    method="GB 5009.271-2016",
    sample_id="S-01",
    is_seal_intact=True,
    received_on=date(2026, 3, 1),
    tested_on=date(2026, 3, 2),
    calibration_ref="JZ-2025-17",
    raw_data_keeper="档案室",
    tester="检测人甲",
    reviewer="审核人乙",
    signatory="授权签字人01",
    is_stamped=True,
    results=(Result("DBP", "1.01", "mg/kg"), Result("DEHP", "0.47", "mg/kg")),
    is_problem_found=True,
    conclusion="DBP 超出参考值",
    suggestions="建议排查塑料管道",
)
SAMPLE = RetainedSampleEntry(
    "LY-01", "白酒", "20260109", "3 瓶", "F-02", "检测人甲", "JG-0001 留样室", "保管人丙", date(2026, 9, 2)
)


class Orders:
    """Acts on orders, each in a transaction of its own; people are named by their keys in the basis."""

    def __init__(self, session_of: SessionOf, basis: Basis, clock: StoryClock) -> None:
        self.session_of, self.basis, self.clock = session_of, basis, clock
        self.matter = Matters(session_of, basis, clock).adjudicating("u08")[0]
        self.id = 0

    def act(self, use_case: Callable[..., Any], number: int, by: str, **facts: Any) -> Any:
        with self.session_of() as session:
            return use_case(session, number, actor=self.basis.actor(by), clock=self.clock, **facts)

    def draft(self, institution: str = "JG-0001", content: OrderContent = ORDER, by: str = "u08", **facts: Any) -> int:
        facts = {"form_key": new_key()} | facts
        self.id = self.act(
            service.draft_order, self.matter, by, content=content,
            institution_id=self.basis.institution_id(institution), **facts,
        )  # fmt: skip
        return self.id

    def issued(self, content: OrderContent = ORDER, institution: str = "JG-0001") -> int:
        self.draft(institution, content)
        self.act(service.approve_order, self.id, "u09")
        return self.id

    def taken_on(self, content: OrderContent = ORDER) -> int:
        self.issued(content)
        self.act(service.acknowledge_order, self.id, "u33", is_impartial=True, note="六瓶，封样完好")
        self.take_in(self.hand_over())
        return self.id

    def designated_again(self, code: str) -> None:
        """Let an institution be designated under what the registry says of it now."""
        with self.session_of() as session:
            row = session.get_one(Institution, self.basis.institution_id(code))
            row.state = "designated"
            audit.record(session, "institutions.institution.designated", by=SYSTEM, at=self.clock(), institution=row.id)

    def hand_over(self, seal: str = "F-01", place: int = 0, **changes: Any) -> int:
        handed = replace(HandedOver("送样人", self.clock(), (HandedSample(place, seal, "6 瓶", "完好"),)), **changes)
        found: int = self.act(service.hand_over_samples, self.id, "u08", handed=handed, form_key=new_key())
        return found

    def take_in(self, handover: int, seal: str = "F-01", *, is_whole: bool = True, lab_no: str = "S-01") -> int:
        with self.session_of() as session:
            line = custody_queries.get_passage(session, self.id, handover).lines[0].id
        taken = TakenIn("收样人", self.clock(), (FoundSample(line, seal, is_whole, "六瓶", lab_no),))
        self.act(service.take_in_samples, self.id, "u33", handover_id=handover, taken=taken)
        return line

    def upload(self, content: ReportContent = REPORT, by: str = "u33", **facts: Any) -> int:
        found: int = self.act(service.upload_report, self.id, by, content=content, **({"file": PDF} | facts))
        return found

    def reported(self, content: ReportContent = REPORT, **facts: Any) -> int:
        self.taken_on()
        return self.upload(content, **facts)

    def order(self) -> Any:
        with self.session_of() as session:
            return queries.get_order(session, self.id)

    def matter_state(self) -> str:
        with self.session_of() as session:
            return matters.get_matter(session, self.matter).state
