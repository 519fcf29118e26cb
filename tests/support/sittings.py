"""Panels for the tests of sittings and rounds, brought to the state a test starts from through the use cases."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from panel.accounts.facts import Proof
from panel.bootstrap import create_app
from panel.commissions import documents
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.commissions.facts import (
    ORDINAL_CODES,
    CommissionContent,
    Conflict,
    ConflictAnswer,
    MaterialKind,
    Method,
    Option,
    Secrecy,
    SessionMode,
)
from panel.db import database, transaction
from panel.db import session as reading
from panel.db.work import EXTENSION
from panel.guidance.code_lists import codes
from panel.kernel.actor import Actor
from panel.kernel.clock import StoryClock
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis, read_basis
from panel.settings import Settings
from panel.voting import service
from panel.voting.ballot_facts import BallotContent, Receipt
from panel.voting.jobs import close_due_rounds
from tests.support.databases import MAKERS, START, make_basis
from tests.support.matters import Matters
from tests.support.screening import screen

OFFICIAL, APPROVER, SECRETARY = "u08", "u09", "u10"
MEMBERS = ("ZJ-0011", "ZJ-0021", "ZJ-0004", "ZJ-0025", "ZJ-0014")
RESERVES = ("ZJ-0015", "ZJ-0016")
REASONS = "三批次检测值均超出限值，暴露人群以儿童为主，危害明确，应在限定时间内处置。"
NO_TIES = tuple(ConflictAnswer(code, is_yes=False) for code in Conflict)


def levels() -> tuple[Option, ...]:
    """Give the options of a question of level."""
    return tuple(Option(code.code, code.zh) for code in codes("ballot_options") if code.code in ORDINAL_CODES)


def content_of(basis: Basis, clock: StoryClock, **changes: Any) -> CommissionContent:
    """Give a commission that is right in every item; keywords change single ones."""
    content = CommissionContent(
        title="白酒中邻苯二甲酸酯类风险研判", question="该批白酒的风险信息属于哪一级？", options=levels(),
        is_ordinal=True, decision_method=Method.SINGLE_MAJORITY, session_mode=SessionMode.ON_SITE, mode_reason="",
        held_at=clock(), place="第一会议室", deadline=clock() + timedelta(days=20), secrecy=Secrecy.INTERNAL,
        secrecy_note="", is_joint=False, joint_partners="", lead_name="", lead_unit="", lead_post="", lead_phone="",
        seats_wanted=5, reserves_wanted=2, main_discipline="T01", disciplines=("T03", "T06", "T07"),
        complexity_grounds=("disciplines",), complexity_note="", secretary_id=basis.account(SECRETARY),
    )  # fmt: skip
    return replace(content, **changes)


@dataclass
class Panels:
    """Brings panels to a state; people are named by their keys in the basis, experts by their codes."""

    app: Flask
    session_of: Callable[[], AbstractContextManager[Session]]
    basis: Basis
    clock: StoryClock
    prepared: int | None = None
    """A panel of the usual members with its pack read, from the template of the database."""

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Open a session for reading."""
        with self.app.app_context(), database().reading() as session:
            yield session

    def state(self, panel_id: int) -> str:
        """Give where a panel stands."""
        with self.looking() as session:
            return commissions.get_panel(session, panel_id).state

    def act(self, use_case: Callable[..., Any], *args: Any, by: str | Actor, **facts: Any) -> Any:
        """Run one act in a transaction of its own."""
        actor = by if isinstance(by, Actor) else self.basis.actor(by)
        with self.session_of() as session:
            return use_case(session, *args, **facts, actor=actor, clock=self.clock)

    def expert(self, code: str) -> Actor:
        """Give the person of an expert."""
        return self.basis.expert_actor(code)

    def commissioned(self, **changes: Any) -> int:
        """Draft, submit and approve a commission."""
        matter_id, _adjudication = Matters(self.session_of, self.basis, self.clock).adjudicating(OFFICIAL)
        content = content_of(self.basis, self.clock, **changes)
        panel_id: int = self.act(
            commission_service.draft_commission, matter_id, content, form_key=new_key(), by=OFFICIAL
        )
        self.act(commission_service.submit_commission, panel_id, by=OFFICIAL)
        self.act(commission_service.approve_commission, panel_id, is_neutral=True, by=APPROVER)
        screen(self.act, self.session_of, panel_id, secretary=SECRETARY, official=OFFICIAL)
        return panel_id

    def with_materials(
        self, members: Sequence[str] = MEMBERS, reserves: Sequence[str] = RESERVES, **changes: Any
    ) -> int:
        """Bring a panel to MATERIALS, everybody seated and the pack read by all members."""
        if self.prepared and (members, reserves, changes) == (MEMBERS, RESERVES, {}):
            usual, self.prepared = self.prepared, None
            return usual
        panel_id = self.commissioned(**{"seats_wanted": len(members), "reserves_wanted": len(reserves), **changes})
        waiver_id = self.act(
            commission_service.propose_appointment, panel_id, reason="按示例组成",
            members=[self.basis.expert_id(code) for code in members],
            reserves=[self.basis.expert_id(code) for code in reserves], form_key=new_key(), by=OFFICIAL,
        )  # fmt: skip
        self.act(commission_service.answer_waiver, waiver_id, is_agreed=True, reason="同意", by=APPROVER)
        self.act(commission_service.invite, panel_id, by=SECRETARY)
        for code in members:
            self.accept(panel_id, code)
        self.act(commission_service.constitute, panel_id, reason="按示例组成", by=OFFICIAL)
        for title in ("检测数据汇总", "标准限值说明"):
            self.act(
                commission_service.add_material, panel_id, title=title, kind=MaterialKind.BACKGROUND,
                text=f"{title}（示例）", form_key=new_key(), by=SECRETARY,
            )  # fmt: skip
        self.act(commission_service.release_materials, panel_id, by=SECRETARY)
        for code in members:
            self.read(panel_id, code)
        return panel_id

    def seat_id(self, panel_id: int, code: str) -> int:
        """Give the seat of an expert."""
        with self.looking() as session:
            seats = commissions.list_seats(session, panel_id)
            return next(seat.id for seat in seats if seat.expert_id == self.basis.expert_id(code))

    def accept(self, panel_id: int, code: str) -> None:
        """Accept an invitation, without ties."""
        with self.looking() as session:
            panel = commissions.get_panel(session, panel_id)
            seat = commissions.get_seat(session, panel_id, self.seat_id(panel_id, code))
            text = documents.undertaking_digest(panel.number or "", panel.title, seat.name)
        self.act(
            commission_service.accept_invitation, seat.id, answers=NO_TIES, undertaking_sha256=text,
            proof=self.proof(code), by=self.expert(code),
        )  # fmt: skip

    def read(self, panel_id: int, code: str) -> None:
        """Confirm every piece of the pack."""
        with self.looking() as session:
            pieces = [piece.id for piece in commissions.list_released_materials(session, panel_id)]
        for piece in pieces:
            self.act(commission_service.mark_read, panel_id, piece, by=self.expert(code))

    def in_session(
        self, members: Sequence[str] = MEMBERS, *, present: Sequence[str] | None = None, **changes: Any
    ) -> int:
        """Open a sitting and sign the members in."""
        panel_id = self.with_materials(members, **changes)
        self.act(service.open_sitting, panel_id, by=SECRETARY)
        for code in members if present is None else present:
            self.act(service.sign_in_member, panel_id, by=self.expert(code))
        return panel_id

    def open(self, panel_id: int, **length: float) -> int:
        """Open a round, an hour long unless told."""
        ends_at = self.clock() + timedelta(**(length or {"hours": 1}))
        round_id: int = self.act(service.open_round, panel_id, ends_at=ends_at, by=SECRETARY)
        return round_id

    def voting(self, members: Sequence[str] = MEMBERS, **changes: Any) -> tuple[int, int]:
        """Bring a panel to an open round; gives the numbers of panel and round."""
        panel_id = self.in_session(members, **changes)
        return panel_id, self.open(panel_id)

    def proof(self, code: str) -> Proof:
        """Give the proof that an expert was asked again just now."""
        return Proof(self.expert(code).id or 0, "password", self.clock())

    def cast(self, round_id: int, code: str, option: str = "2", *, key: str = "", **changes: Any) -> Receipt:
        """Cast an expert's ballot."""
        content = replace(BallotContent(option, REASONS, nature="健康危害", severity="3"), **changes)
        receipt: Receipt = self.act(
            service.cast_ballot, round_id, content, key=key or new_key(), proof=self.proof(code), by=self.expert(code)
        )
        return receipt

    def count(self, round_id: int) -> int:
        """Count a closed round, as the system does."""
        with self.session_of() as session:
            return service.count_round(session, round_id, clock=self.clock)

    def close(self, round_id: int) -> None:
        """End a round whose ballots are all in, and count it."""
        self.act(service.close_and_count, round_id, by=SECRETARY)

    def counted(self, ballots: str, members: Sequence[str] = MEMBERS, **changes: Any) -> tuple[int, int]:
        """Hold a round to its count; `ballots` holds a letter per member, `-` for one who does not vote."""
        panel_id, round_id = self.voting(members, **changes)
        self.cast_all(round_id, ballots, members)
        return panel_id, round_id

    def cast_all_open(self, round_id: int, options: str, members: Sequence[str] = MEMBERS) -> None:
        """Cast everybody's ballot and leave the round open."""
        for code, option in zip(members, options, strict=True):
            if option != "-":
                self.cast(round_id, code, option)

    def cast_all(self, round_id: int, options: str, members: Sequence[str] = MEMBERS) -> None:
        """Cast everybody's ballot and end the round: by the secretary when all are in, else by time."""
        self.cast_all_open(round_id, options, members)
        if "-" in options:
            self.run_due(hours=2)
        else:
            self.close(round_id)

    def run_due(self, **later: float) -> int:
        """Let time pass and the scheduler look; gives the rounds counted."""
        self.clock.move(**later)
        with self.app.app_context():
            return close_due_rounds(self.clock)


def make_seated(url: str, home: Path) -> None:
    """Make a database with the basis and one panel of the usual members whose pack is read."""
    make_basis(url, home)
    clock = StoryClock(START)
    app = create_app(Settings(home=home, database=url, password_profile="cheap", clock=clock))

    @contextmanager
    def session_of() -> Iterator[Session]:
        with app.app_context(), transaction() as session:
            yield session

    with app.app_context():
        basis = read_basis(reading())
    Panels(app, session_of, basis, clock).with_materials()
    app.extensions[EXTENSION].engine.dispose()


MAKERS["seated"] = make_seated
