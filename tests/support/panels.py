"""Panels for tests: a commission that is right in every item, and panels brought to the state a test needs."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from panel.accounts.facts import Proof
from panel.commissions import documents, queries, service
from panel.commissions.course_facts import PANEL_TRANSITIONS
from panel.commissions.facts import (
    CommissionContent,
    Conflict,
    ConflictAnswer,
    MaterialKind,
    Method,
    Option,
    Secrecy,
    SessionMode,
)
from panel.commissions.models import Panel, Seat
from panel.kernel.actor import SYSTEM, Role
from panel.kernel.clock import StoryClock
from panel.kernel.tokens import new_key
from panel.matters.facts import Mode
from panel.proceedings.demo.basis import Basis
from tests.support.matters import Matters
from tests.support.screening import screen

LEVELS = (
    Option("1", "一级（特别重大）"), Option("2", "二级（重大）"), Option("3", "三级（重要）"),
    Option("0", "不构成风险信息"),
    Option("I", "现有证据不足，需补充检测或调查"),
)  # fmt: skip
FREE = tuple(ConflictAnswer(code, is_yes=False) for code in Conflict)
MEMBERS = ("ZJ-0011", "ZJ-0014", "ZJ-0004", "ZJ-0025", "ZJ-0021")
RESERVES = ("ZJ-0016", "ZJ-0012")


def answers(*ties: Conflict) -> list[ConflictAnswer]:
    """Answer the ten conflict questions with no, but for the ties named."""
    return [ConflictAnswer(code, code in ties, "近三年有合作" if code in ties else "") for code in Conflict]


@dataclass
class Panels:
    """Brings panels to a state through the use cases; official u08, approver u09 and secretary u10 of B-430."""

    session_of: Callable[[], AbstractContextManager[Session]]
    basis: Basis
    clock: StoryClock

    def act(self, use_case: Callable[..., Any], *numbers: int, by: str, **facts: Any) -> Any:
        """Run one act in a transaction of its own; `by` is an account's key or an expert's code."""
        actor = self.basis.expert_actor(by) if by.startswith("ZJ-") else self.basis.actor(by)
        with self.session_of() as session:
            return use_case(session, *numbers, **facts, actor=actor, clock=self.clock)

    def content(self, **changes: Any) -> CommissionContent:
        """Give a commission that is right in every item; keywords change single ones."""
        content = CommissionContent(
            title="白酒塑化剂风险研判", question="该批次产品是否构成风险信息，属于哪一级？", options=LEVELS,
            is_ordinal=True, decision_method=Method.SINGLE_MAJORITY, session_mode=SessionMode.ON_SITE, mode_reason="",
            held_at=self.clock() + timedelta(days=3), place="第一会议室", deadline=self.clock() + timedelta(days=7),
            secrecy=Secrecy.INTERNAL, secrecy_note="企业名称不对外", is_joint=False, joint_partners="", lead_name="",
            lead_unit="", lead_post="", lead_phone="", seats_wanted=3, reserves_wanted=2, main_discipline="T03",
            disciplines=("T01", "T06", "T07"), complexity_grounds=(), complexity_note="",
            secretary_id=self.basis.account("u10"),
        )  # fmt: skip
        return replace(content, **changes)

    def matter(self, **changes: Any) -> int:
        """Bring a matter into adjudication by experts on level 3."""
        matters = Matters(self.session_of, self.basis, self.clock)
        grading = changes.pop("grading", None)
        more = {"grading": grading} if grading else {}
        number, _adjudication = matters.adjudicating(mode=Mode.EXPERT, **more, **changes)
        return number

    def drafted(self, matter: int | None = None, **changes: Any) -> int:
        """Draft a commission."""
        return self.act(
            service.draft_commission, matter or self.matter(), content=self.content(**changes), form_key=new_key(),
            by="u08",
        )  # fmt: skip

    def submitted(self, **changes: Any) -> int:
        """Draft a commission and send it to the approver."""
        number = self.drafted(**changes)
        self.act(service.submit_commission, number, by="u08")
        return number

    def commissioned(self, **changes: Any) -> int:
        """Have a commission approved and the experts screened, nothing left to decide."""
        number = self.submitted(**changes)
        self.act(service.approve_commission, number, is_neutral=True, by="u09")
        for party in ("u10", "u08"):
            self.act(service.publish_commitment, number, by=party)
        self.screened(number)
        return number

    def screened(self, number: int) -> None:
        """Have the experts screened, and every hit decided on."""
        screen(self.act, self.session_of, number, secretary="u10", official="u08")

    def drawn(self, **changes: Any) -> int:
        """Draw the panel by secretary and witness."""
        number = self.commissioned(**changes)
        self.act(service.prepare_draw, number, by="u10")
        self.reveal(number)
        return number

    def reveal(self, number: int) -> None:
        """Have both parties reveal their links, which draws the panel."""
        self.act(service.reveal_link, number, by="u10")
        self.act(service.reveal_link, number, by="u08")

    def appointed(
        self, members: Sequence[str] = MEMBERS[:3], reserves: Sequence[str] = RESERVES, **changes: Any
    ) -> int:
        """Appoint the panel directly."""
        number = self.commissioned(**{"seats_wanted": len(members), **changes})
        waiver = self.act(
            service.propose_appointment, number, members=[self.basis.expert_id(code) for code in members],
            reserves=[self.basis.expert_id(code) for code in reserves], reason="专业特殊，名册中人选有限",
            form_key=new_key(), by="u08",
        )  # fmt: skip
        self.act(service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
        return number

    def invited(self, **changes: Any) -> int:
        """Appoint and invite."""
        number = self.appointed(**changes)
        self.act(service.invite, number, by="u10")
        return number

    def seats(self, panel_id: int) -> dict[str, Seat]:
        """Give a panel's seats by the code of the expert."""
        codes = {number: code for code, number in self.basis.experts.items()}
        with self.session_of() as session:
            return {codes[seat.expert_id]: seat for seat in queries.list_seats(session, panel_id)}

    def panel(self, panel_id: int) -> Panel:
        """Give a panel as it stands."""
        with self.session_of() as session:
            return queries.get_panel(session, panel_id)

    def accept(self, panel_id: int, code: str, *ties: Conflict) -> Any:
        """Have an expert answer and sign."""
        panel, seat = self.panel(panel_id), self.seats(panel_id)[code]
        actor = self.basis.expert_actor(code)
        return self.act(
            service.accept_invitation, seat.id, answers=answers(*ties),
            undertaking_sha256=documents.undertaking_digest(panel.number or "", panel.title, seat.name),
            proof=Proof(actor.id or 0, "password", self.clock()), by=code,
        )  # fmt: skip

    def accepted(self, **changes: Any) -> int:
        """Have every invited member accept."""
        number = self.invited(**changes)
        for code, seat in self.seats(number).items():
            if seat.state == "INVITED":
                self.accept(number, code)
        return number

    def constituted(self, **changes: Any) -> int:
        """Constitute the panel; any warning is answered."""
        number = self.accepted(**changes)
        self.act(service.constitute, number, reason="人选经过比较", by="u08")
        return number

    def add_text(self, panel_id: int, title: str = "检测报告摘要", kind: MaterialKind = MaterialKind.EVIDENCE) -> int:
        """Add a text to the pack."""
        return self.act(
            service.add_material, panel_id, title=title, kind=kind, text=f"{title}：样品三批，结果见附表。",
            source="JG-0005", form_key=new_key(), by="u10",
        )  # fmt: skip

    def with_materials(self, **changes: Any) -> int:
        """Release a pack of one text."""
        number = self.constituted(**changes)
        self.add_text(number)
        self.act(service.release_materials, number, by="u10")
        return number

    def move(self, panel_id: int, *steps: str) -> None:
        """Take steps of the course as the role that may, where a test needs only the state they lead to."""
        people = {Role.OFFICIAL: "u08", Role.APPROVER: "u09", Role.SECRETARY: "u10"}
        for step in steps:
            roles = PANEL_TRANSITIONS[step].roles
            actor = SYSTEM if Role.SYSTEM in roles else self.basis.actor(people[next(iter(sorted(roles)))])
            with self.session_of() as session:
                panel = queries.lock_panel(session, panel_id)
                target = PANEL_TRANSITIONS[step].targets[0]
                service.advance(session, panel, step, to=target, actor=actor, clock=self.clock)

    def with_findings(self, **changes: Any) -> int:
        """Bring a panel through a disputed round and an investigation to its findings."""
        number = self.with_materials(**changes)
        self.move(number, "P14", "P15", "P20", "P21", "P23", "P27", "P29")
        return number
