"""Matters for tests: an entry that is right in every item, and matters brought to the state a test needs."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from panel.guidance.refusals import sentence
from panel.kernel.clock import StoryClock, beijing_date
from panel.kernel.errors import PanelError
from panel.kernel.tokens import new_key
from panel.matters import service
from panel.matters.facts import (
    EventPrecision,
    Grading,
    MatterContent,
    Mode,
    Party,
    PartyRole,
    ResultBlock,
    Screening,
)
from panel.proceedings.demo.basis import Basis
from tests.support.visitor import visible_text

DESCRIPTION = "网络报道称某品牌白酒中塑化剂含量明显偏高，疑为塑料管道迁移，涉及面广，社会关注度高。"
SCREENING = Screening(("social", "trade"), "可能对产业有重大影响", "建议组织专家研判")
LEVEL_3 = Grading(3)
BLOCK = ResultBlock(
    conclusion_no="湘研结〔2026〕1号", concluded_on=date(2026, 3, 2), nature="化学污染物迁移", risk_level="3",
    measures=("interview",), tally={"3": 4, "0": 1}, roll=5, rounds=2, has_dissent=True,
)  # fmt: skip


def content_of(basis: Basis, org: str = "B-430", **changes: Any) -> MatterContent:
    """Give an entry of a body that is right in every item; keywords change single ones."""
    enterprise = basis.enterprise("QY-05")
    entry = MatterContent(
        title="白酒检出邻苯二甲酸酯类", notifying_org_id=basis.org_id(org), notifying_country="CN",
        noticed_on=date(2026, 3, 2), event_precision=EventPrecision.DAY, event_on=date(2026, 3, 1), source_class=5,
        source_sub="504", source_fields={
            "media_outlet": "示例网", "media_title": "白酒含塑化剂", "media_date": "2026-03-01",
            "media_url": "https://news.example.org/1",
        },
        secondary_classes=(4,), domain="food", product_category="0108", product_name="浓香型白酒50度",
        trade_mark="示范坊", spec="500 ml", barcodes=("2000000000053",), lots=("20260109",), industry="C15",
        risk_description=DESCRIPTION, source_ref="https://news.example.org/1",
        parties=(Party(PartyRole.PRODUCER, enterprise["name"], enterprise["unified_code"]),),
        domain_rows=({"analyte": "DBP", "value": "1.04", "unit": "mg/kg", "limit": "0.3"},),
    )  # fmt: skip
    if changes.get("domain", "food") != "food":
        changes = {"domain_rows": ()} | changes
    return replace(entry, **changes)


@dataclass
class Matters:
    """Brings matters to a state through the use cases; the people are named by their keys in the basis."""

    session_of: Callable[[], AbstractContextManager[Session]]
    basis: Basis
    clock: StoryClock

    def act(self, use_case: Callable[..., Any], number: int | None = None, *, by: str, **facts: Any) -> Any:
        """Run one act in a transaction of its own."""
        with self.session_of() as session:
            first = () if number is None else (number,)
            return use_case(session, *first, **facts, actor=self.basis.actor(by), clock=self.clock)

    def received(self, by: str = "u08", **changes: Any) -> int:
        """Take a matter in."""
        org = next(code for code, number in self.basis.orgs.items() if number == self.basis.actor(by).org_id)
        content = content_of(self.basis, org, **{"noticed_on": beijing_date(self.clock()), **changes})
        with self.session_of() as session:
            return service.receive_matter(
                session, content, form_key=new_key(), actor=self.basis.actor(by), clock=self.clock
            )

    def screened(self, by: str = "u08", screening: Screening = SCREENING, **changes: Any) -> int:
        """Take a matter in and screen it."""
        number = self.received(by, **changes)
        self.act(service.screen_matter, number, screening=screening, by=by)
        return number

    def confirmed(self, by: str = "u08", grading: Grading = LEVEL_3, **changes: Any) -> int:
        """Confirm a matter."""
        number = self.screened(by, **changes)
        self.act(service.confirm_matter, number, grading=grading, by=by)
        return number

    def level_2(self) -> Grading:
        """Give level 2 with a prescribed time a week ahead, as rules need it above the proposal."""
        return Grading(2, due_at=self.clock() + timedelta(days=7))

    def adjudicating(
        self, by: str = "u08", *, level: int = 3, mode: Mode = Mode.EXPERT, grading: Grading = LEVEL_3, **changes: Any
    ) -> tuple[int, int]:
        """Open an adjudication; gives the numbers of matter and adjudication."""
        number = self.confirmed(by, grading, **changes)
        return number, self.act(service.open_adjudication, number, level=level, mode=mode, by=by)


@contextmanager
def refuses(code: str, kind: type[PanelError] = PanelError) -> Iterator[None]:
    """Expect the act inside to be refused with a code."""
    with pytest.raises(kind) as refused:
        yield
    assert refused.value.code == code, refused.value


def says(response: TestResponse, code: str, **facts: object) -> bool:
    """Tell whether a page says the refusal of a code in Chinese, with its clause."""
    return " ".join(refusal_text(code, **facts).split()) in visible_text(response)


def refusal_text(code: str, **facts: object) -> str:
    """Give the sentence of a refusal as pages begin it."""
    return sentence(code, "zh", **facts).text
