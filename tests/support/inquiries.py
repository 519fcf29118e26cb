"""Panels that could not decide, and the inquiries that follow, brought on through the use cases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from panel.bootstrap import create_app
from panel.commissions import queries as commissions
from panel.db import session as reading
from panel.db import transaction
from panel.db.work import EXTENSION
from panel.institutions import custody_queries
from panel.institutions import queries as institutions
from panel.institutions import service as institution_service
from panel.institutions.custody_facts import FoundSample, HandedOver, HandedSample, TakenIn
from panel.institutions.facts import OrderContent, OrderItem, OrderKind, ReportContent, Result, RetainedSampleEntry
from panel.investigations import queries, service
from panel.investigations.facts import Findings, Plan, WarningAnswer
from panel.kernel.clock import StoryClock, beijing_date
from panel.kernel.tokens import new_key
from panel.matters import queries as matters
from panel.proceedings.demo.basis import read_basis
from panel.settings import Settings
from panel.voting import service as voting
from tests.support.databases import MAKERS, START, make_basis
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY, Panels

CONTACT, INSTITUTION = "u33", "JG-0001"
PDF = b"%PDF-1.4 report"
SPLIT = "33022"
"""Two for level 3, two for level 2, one for no risk: no majority (RED-1)."""
WORDS = {
    "3": "现有数据提示存在风险，但暴露量有限，宜进一步研究后采取相应措施。",
    "0": "按现有暴露评估健康风险处于可接受水平，不构成需处置的风险信息。",
    "2": "危害明确、影响面较大，应在规定时限内采取召回等措施，避免风险扩大。",
    "I": "关键数据缺失，建议补充检测与现场调查后再作判断，不宜仓促定级。",
}
PLAN = Plan(
    questions=("迁移来源", "行业普遍性", "人群饮用量"), scope="省内三家白酒企业和输酒管供应商",
    method="现场核查、抽样、调取采购记录", schedule="2026年3月31日前完成", team=("戊（湖南局）", "己（湖南局稽查队）"),
)  # fmt: skip
FINDINGS = Findings(
    answers=("来自输酒塑料软管和瓶盖内垫", "属于行业共性问题", "人均每日不足五十毫升"),
    course="走访企业三家，抽样十二批次", unresolved="散装白酒的饮用量没有数据", analysis="迁移量与软管使用时间有关",
    evidence=("证1 采购记录 企业提供", "证2 抽样单 稽查队"), suggestions="限期更换软管", authors=("戊（湖南局）",),
)  # fmt: skip
SAMPLE = RetainedSampleEntry(
    sample_no="LY-1", product="白酒", lot="20260109", quantity="2 瓶", seal_no="F-1", sealed_by="庚", place="留样室",
    keeper="辛", keep_until=date(2027, 12, 31),
)  # fmt: skip


def order_content(today: date, items: Sequence[str] = ("DBP", "DEHP"), **changes: Any) -> OrderContent:
    """Give an order that is right in every item."""
    content = OrderContent(
        kind=OrderKind.QUANTITATIVE, items=tuple(OrderItem(item, "GB 5009.271") for item in items), samples=(),
        basis="查明酒中邻苯二甲酸酯类的含量", due_on=today + timedelta(days=20), secrecy="internal",
    )  # fmt: skip
    return replace(content, **changes)


def report_content(today: date, **changes: Any) -> ReportContent:
    """Give a report that can be traced in every item."""
    content = ReportContent(
        report_no="JG0001-2026-09", qualification_no="120000000001", method="GB 5009.271-2016", sample_id="S-1",
        is_seal_intact=True, received_on=today, tested_on=today, calibration_ref="校准证书 1 号", raw_data_keeper="壬",
        tester="癸", reviewer="子", signatory="丑", is_stamped=True,
        results=(Result("DBP", "1.01", "mg/kg"), Result("DEHP", "0.47", "mg/kg")), is_problem_found=True,
        conclusion="DBP 超出限量",
    )  # fmt: skip
    return replace(content, **changes)


@dataclass
class Inquiries(Panels):
    """Brings panels through disagreement; `contested` is one that a template holds already."""

    contested: int | None = None

    def split(self, options: str = SPLIT, *, prepared: bool = True, **changes: Any) -> int:
        """Give a panel whose first round was counted: some want tests, some an investigation first."""
        if prepared and self.contested and (options, changes) == (SPLIT, {}):
            usual, self.contested = self.contested, None
            return usual
        panel_id = self.in_session(**changes)
        self.vote(panel_id, options)
        return panel_id

    def vote(self, panel_id: int, options: str, members: Sequence[str] = MEMBERS) -> int:
        """Hold a round to its count; in a split one those for level 3 want a test and an investigation first."""
        round_id = self.open(panel_id)
        for code, option in zip(members, options, strict=True):
            wishes: dict[str, Any] = {"test_needed": True, "test_item": "DBP", "ask_investigation": True}
            more = wishes if option == "3" and options == SPLIT else {}
            self.cast(round_id, code, option, reasons=WORDS[option], **more)
        self.act(voting.close_and_count, round_id, by=SECRETARY)
        return round_id

    def matter_state(self, panel_id: int) -> str:
        """Give where the panel's matter stands."""
        with self.looking() as session:
            return matters.get_matter(session, commissions.get_panel(session, panel_id).matter_id).state

    def warned(self, panel_id: int) -> None:
        """Answer the warning question."""
        self.act(
            service.answer_warning, panel_id, WarningAnswer.PRECAUTION, content="通知企业停用塑料管道并自查",
            by=OFFICIAL,
        )  # fmt: skip

    def planned(self, panel_id: int, plan: Plan = PLAN, **changes: Any) -> int:
        """Draft the plan of an investigation."""
        facts = {"form_key": new_key(), "by": OFFICIAL} | changes
        investigation_id: int = self.act(service.order_investigation, panel_id, plan, **facts)
        return investigation_id

    def investigating(self, panel_id: int, plan: Plan = PLAN) -> int:
        """Have an investigation approved."""
        investigation_id = self.planned(panel_id, plan)
        self.act(service.approve_plan, panel_id, investigation_id, by=APPROVER)
        return investigation_id

    def file(self, panel_id: int, investigation_id: int, findings: Findings = FINDINGS, **changes: Any) -> None:
        """File an investigation's report."""
        facts = {"report_no": "湘研查〔2026〕1号-报告", "report": ("报告.pdf", PDF), "by": OFFICIAL} | changes
        self.act(service.file_findings, panel_id, investigation_id, findings, **facts)

    def order(self, panel_id: int, institution: str = INSTITUTION, **changes: Any) -> int:
        """Draft a test order."""
        content = order_content(beijing_date(self.clock()), **changes)
        order_id: int = self.act(
            service.order_test, panel_id, content, institution_id=self.basis.institution_id(institution),
            form_key=new_key(), by=OFFICIAL,
        )  # fmt: skip
        return order_id

    def ordered(self, panel_id: int) -> int:
        """Have a test order approved."""
        order_id = self.order(panel_id)
        self.act(service.approve_order, panel_id, order_id, by=APPROVER)
        return order_id

    def reported(self, order_id: int, *, sample: RetainedSampleEntry | None = SAMPLE, **changes: Any) -> int:
        """Have the institution take an order on and report."""
        with self.looking() as session:
            if institutions.get_order(session, order_id).state == "issued":
                self.act(
                    institution_service.acknowledge_order, order_id, is_impartial=True, note="样品完好", by=CONTACT
                )
                self._pass_samples(order_id, len(institutions.get_order(session, order_id).samples))
        report_id: int = self.act(
            institution_service.upload_report, order_id, report_content(beijing_date(self.clock()), **changes),
            file=("报告.pdf", PDF), sample=sample, by=CONTACT,
        )  # fmt: skip
        return report_id

    def _pass_samples(self, order_id: int, count: int) -> None:
        """Hand an order's samples over and take them in as S-1, S-2 and so on."""
        if not count:
            return
        sent = tuple(HandedSample(place, f"F-{place + 1}") for place in range(count))
        handover_id = self.act(
            institution_service.hand_over_samples, order_id, HandedOver("送样人", self.clock(), sent),
            form_key=new_key(), by=OFFICIAL,
        )  # fmt: skip
        with self.looking() as session:
            lines = custody_queries.get_passage(session, order_id, handover_id).lines
            found = tuple(FoundSample(one.id, one.seal_no, True, "完好", f"S-{one.place + 1}") for one in lines)
        taken = TakenIn("收样人", self.clock(), found)
        self.act(institution_service.take_in_samples, order_id, handover_id, taken, by=CONTACT)

    def findings_in(self, panel_id: int) -> None:
        """Have an investigation's report in, and nothing else open."""
        self.warned(panel_id)
        self.file(panel_id, self.investigating(panel_id))

    def sit_again(self, panel_id: int, members: Sequence[str] = MEMBERS) -> None:
        """Convene a panel again and bring it to where the next round can open."""
        self.act(service.reconvene, panel_id, by=OFFICIAL)
        for code in members:
            self.read(panel_id, code)
        self.act(voting.open_sitting, panel_id, by=SECRETARY)
        for code in members:
            self.act(voting.sign_in_member, panel_id, by=self.expert(code))

    def twice_undecided(self) -> int:
        """Give a panel with results in after a second round without a decision."""
        panel_id = self.split()
        self.findings_in(panel_id)
        self.sit_again(panel_id)
        self.vote(panel_id, SPLIT)
        self.warned(panel_id)
        self.file(panel_id, self.investigating(panel_id), report_no="湘研查〔2026〕2号-报告")
        return panel_id

    def work(self, panel_id: int) -> Any:
        """Count what is open for a panel."""
        with self.looking() as session:
            return queries.open_work(session, panel_id)


def make_contested(url: str, home: Path) -> None:
    """Make a database with the basis and one panel whose first round ended without a majority."""
    make_basis(url, home)
    clock = StoryClock(START)
    app = create_app(Settings(home=home, database=url, password_profile="cheap", clock=clock))

    @contextmanager
    def session_of() -> Iterator[Session]:
        with app.app_context(), transaction() as session:
            yield session

    with app.app_context():
        basis = read_basis(reading())
    Inquiries(app, session_of, basis, clock).split()
    app.extensions[EXTENSION].engine.dispose()


MAKERS["contested"] = make_contested
