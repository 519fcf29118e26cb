"""Drawing, appointing, inviting, answering: who gets a seat, and who follows whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from panel.accounts.facts import Proof
from panel.commissions import documents, queries, service
from panel.commissions.facts import Conflict, SeatState, WaiverKind
from panel.commissions.jobs import expire_due_invitations
from panel.draw import queries as draws
from panel.draw.models import Draw
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.notices.models import Message
from panel.roster import service as roster
from panel.roster.facts import Service
from panel.roster.models import ServiceRecord
from tests.support.panels import MEMBERS, RESERVES, Panels, answers

REFUSALS = (RuleViolatedError, NotAllowedError, NotFoundError, StaleError, BadInputError)


def refusal(panels: Panels, use_case: Any, *numbers: int, by: str, **facts: Any) -> str:
    with pytest.raises(REFUSALS) as refused:
        panels.act(use_case, *numbers, by=by, **facts)
    return refused.value.code  # type: ignore[attr-defined]


def states(panels: Panels, number: int) -> dict[str, str]:
    return {code: seat.state for code, seat in panels.seats(number).items()}


def service_of(panels: Panels, code: str) -> list[str]:
    chosen = select(ServiceRecord.kind).where(ServiceRecord.expert_id == panels.basis.expert_id(code))
    with panels.session_of() as session:
        return list(session.scalars(chosen.where(ServiceRecord.panel_id.is_not(None)).order_by(ServiceRecord.id)))


SECRET = b"\x05" * 32


def suspend(panels: Panels, code: str) -> None:
    """Suspend an expert of the system committee, as a department of headquarters does."""
    panels.act(roster.suspend_expert, panels.basis.expert_id(code), rung=2, reason="健康原因", by="u02")


# Direct appointment


def propose(panels: Panels, number: int, **changes: Any) -> dict[str, Any]:
    return {
        "members": [panels.basis.expert_id(code) for code in MEMBERS[:3]],
        "reserves": [panels.basis.expert_id(code) for code in RESERVES], "reason": "专业特殊", "form_key": new_key(),
    } | changes  # fmt: skip


@pytest.mark.clause("D-02", "S-08")
def test_a_direct_appointment_is_proposed_with_a_reason_and_approved_by_another(panels: Panels) -> None:
    number = panels.commissioned()
    facts = propose(panels, number)
    assert refusal(panels, service.propose_appointment, number, by="u08", **(facts | {"reason": ""})) == (
        "REASON_MISSING"
    )
    waiver = panels.act(service.propose_appointment, number, by="u08", **facts)
    assert panels.act(service.propose_appointment, number, by="u08", **facts) == waiver
    assert refusal(panels, service.propose_appointment, number, by="u08", **propose(panels, number)) == "WAIVER_OPEN"
    assert refusal(panels, service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u08") == "ROLE"
    panels.act(service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
    assert refusal(panels, service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09") == (
        "WAIVER_ANSWERED"
    )
    assert list(panels.seats(number)) == [*MEMBERS[:3], *RESERVES]
    assert panels.panel(number).state == "DRAWN"


@pytest.mark.clause("D-02", "1.3.0-e", "4.1.1-c")
@pytest.mark.parametrize(
    ("members", "code"),
    [
        (("ZJ-0011", "ZJ-0014", "ZJ-0005"), "EXPERT_NOT_ELIGIBLE"),
        (("ZJ-0011", "ZJ-0014", "ZJ-0022"), "EXPERT_NOT_ELIGIBLE"),
        (("ZJ-0011", "ZJ-0014"), "APPOINT_COUNT"),
        (("ZJ-0011", "ZJ-0014", "ZJ-0016"), "APPOINT_TWICE"),
    ],
)
def test_who_cannot_be_drawn_cannot_be_appointed(panels: Panels, members: tuple[str, ...], code: str) -> None:
    number = panels.commissioned()
    chosen = [panels.basis.expert_id(one) for one in members]
    facts = propose(panels, number, members=chosen)
    assert refusal(panels, service.propose_appointment, number, by="u08", **facts) == code


@pytest.mark.clause("1.3.0-e")
def test_somebody_who_is_not_on_the_roster_is_refused(panels: Panels) -> None:
    number = panels.commissioned()
    facts = propose(panels, number, members=[999_999, *propose(panels, number)["members"][1:]])
    assert refusal(panels, service.propose_appointment, number, by="u08", **facts) == "NOT_ON_ROSTER"
    few = propose(panels, number, reserves=[])
    assert refusal(panels, service.propose_appointment, number, by="u08", **few) == "RESERVES_FEW"


@pytest.mark.clause("D-02")
def test_eligibility_is_asked_again_on_the_day_of_the_decision(panels: Panels) -> None:
    number = panels.commissioned()
    waiver = panels.act(service.propose_appointment, number, by="u08", **propose(panels, number))
    suspend(panels, "ZJ-0011")
    code = refusal(panels, service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
    assert code == "EXPERT_NOT_ELIGIBLE"
    assert panels.panel(number).state == "COMMISSIONED"


# Invitations


@pytest.mark.clause("4.1.2-a", "4.1.2-c")
def test_members_are_invited_with_a_time_to_answer_and_a_mail_without_the_matter(panels: Panels) -> None:
    number = panels.invited()
    seats = panels.seats(number)
    assert [seats[code].state for code in MEMBERS[:3]] == ["INVITED"] * 3
    assert [seats[code].state for code in RESERVES] == ["DRAWN"] * 2
    assert seats["ZJ-0011"].answer_by == panels.clock() + timedelta(hours=24)
    with panels.session_of() as session:
        mails = list(session.scalars(select(Message)))
    assert {mail.to for mail in mails} == {f"{code.replace('-', '').lower()}@example.org" for code in MEMBERS[:3]}
    assert all("白酒" not in mail.body and "塑化剂" not in mail.body for mail in mails)


@pytest.mark.clause("D-01", "4.1.2-c", "4.1.2-e", "D-13")
def test_an_answer_needs_every_question_a_fresh_proof_and_the_shown_undertaking(panels: Panels) -> None:
    number = panels.invited()
    seat, panel = panels.seats(number)["ZJ-0011"], panels.panel(number)
    actor = panels.basis.expert_actor("ZJ-0011")
    digest = documents.undertaking_digest(panel.number or "", panel.title, seat.name)
    facts = {
        "answers": answers(), "undertaking_sha256": digest, "proof": Proof(actor.id or 0, "password", panels.clock()),
    }  # fmt: skip
    accept = service.accept_invitation
    assert refusal(panels, accept, seat.id, by="ZJ-0014", **facts) == "NOT_FOUND"
    assert refusal(panels, accept, seat.id, by="ZJ-0011", **(facts | {"answers": answers()[1:]})) == (
        "CONFLICT_UNANSWERED"
    )
    other = Proof(panels.basis.account("u08"), "password", panels.clock())
    assert refusal(panels, accept, seat.id, by="ZJ-0011", **(facts | {"proof": other})) == "PROOF_STALE"
    old = Proof(actor.id or 0, "password", panels.clock() - timedelta(minutes=2, seconds=1))
    assert refusal(panels, accept, seat.id, by="ZJ-0011", **(facts | {"proof": old})) == "PROOF_STALE"
    assert refusal(panels, accept, seat.id, by="ZJ-0011", **(facts | {"undertaking_sha256": "0" * 64})) == (
        "UNDERTAKING_CHANGED"
    )
    assert panels.act(accept, seat.id, by="ZJ-0011", **facts) is SeatState.ACCEPTED
    assert refusal(panels, accept, seat.id, by="ZJ-0011", **facts) == "INVITATION_ANSWERED"
    assert panels.seats(number)["ZJ-0011"].undertaking_sha256 == digest
    assert service_of(panels, "ZJ-0011") == [Service.INVITED, Service.ACCEPTED]


@pytest.mark.clause("D-01", "S-10", "A-02")
def test_a_hard_tie_recuses_at_once_and_the_next_reserve_is_invited(panels: Panels) -> None:
    number = panels.invited()
    assert panels.accept(number, "ZJ-0011", Conflict.SHARE) is SeatState.RECUSED
    assert states(panels, number)["ZJ-0011"] == "RECUSED"
    assert states(panels, number)["ZJ-0016"] == "INVITED"
    assert states(panels, number)["ZJ-0012"] == "DRAWN"
    assert service_of(panels, "ZJ-0011") == [Service.INVITED, Service.RECUSED]


@pytest.mark.clause("D-01", "S-15")
@pytest.mark.parametrize(("is_admitted", "after"), [(True, "ACCEPTED"), (False, "RECUSED")])
def test_a_soft_tie_waits_for_the_approver(panels: Panels, is_admitted: bool, after: str) -> None:
    number = panels.invited()
    assert panels.accept(number, "ZJ-0011", Conflict.PROJECT) is SeatState.INVITED
    seat = panels.seats(number)["ZJ-0011"]
    facts = {"is_admitted": is_admitted, "reason": "项目已结束三年以上"}
    assert refusal(panels, service.decide_conflict, number, seat.id, by="u08", **facts) == "ROLE"
    assert refusal(panels, service.decide_conflict, number, seat.id, by="u09", **(facts | {"reason": ""})) == (
        "REASON_MISSING"
    )
    panels.act(service.decide_conflict, number, seat.id, by="u09", **facts)
    assert states(panels, number)["ZJ-0011"] == after
    assert states(panels, number)["ZJ-0016"] == ("DRAWN" if is_admitted else "INVITED")
    assert refusal(panels, service.decide_conflict, number, seat.id, by="u09", **facts) == "CONFLICT_DECIDED"


@pytest.mark.clause("A-02")
def test_whoever_declines_is_followed_in_the_order_of_the_draw(panels: Panels) -> None:
    number = panels.invited()
    seats = panels.seats(number)
    assert refusal(panels, service.decline_invitation, seats["ZJ-0011"].id, reason=" ", by="ZJ-0011") == (
        "REASON_MISSING"
    )
    panels.act(service.decline_invitation, seats["ZJ-0011"].id, reason="出差", by="ZJ-0011")
    panels.accept(number, "ZJ-0014")
    panels.act(service.decline_invitation, seats["ZJ-0014"].id, reason="临时有会", by="ZJ-0014")
    found = states(panels, number)
    assert [found[code] for code in ("ZJ-0011", "ZJ-0014", "ZJ-0016", "ZJ-0012")] == [
        "DECLINED", "DECLINED", "INVITED", "INVITED",
    ]  # fmt: skip


@pytest.mark.clause("A-02")
def test_an_invitation_expires_at_its_time_and_not_before(panels: Panels, app: Flask) -> None:
    number = panels.invited()
    panels.accept(number, "ZJ-0014")
    seat = panels.seats(number)["ZJ-0011"]

    def run() -> int:
        with app.app_context():
            return expire_due_invitations(panels.clock)

    panels.clock.move(hours=24, seconds=-1)
    assert run() == 0
    panels.clock.move(seconds=2)
    panel = panels.panel(number)
    digest = documents.undertaking_digest(panel.number or "", panel.title, seat.name)
    late = {
        "answers": answers(), "undertaking_sha256": digest,
        "proof": Proof(seat.account_id, "password", panels.clock()),
    }  # fmt: skip
    assert refusal(panels, service.accept_invitation, seat.id, by="ZJ-0011", **late) == "INVITATION_EXPIRED"
    assert run() == 2
    found = states(panels, number)
    assert found["ZJ-0011"] == found["ZJ-0004"] == "NO_ANSWER"
    assert found["ZJ-0016"] == found["ZJ-0012"] == "INVITED"
    assert service_of(panels, "ZJ-0011") == [Service.INVITED, Service.NO_ANSWER]
    assert run() == 0


@pytest.mark.clause("A-02", "D-02")
def test_when_reserves_run_out_further_seats_are_drawn_and_invited(panels: Panels) -> None:
    number = panels.invited()
    for code in ("ZJ-0011", "ZJ-0016", "ZJ-0012"):
        panels.act(service.decline_invitation, panels.seats(number)[code].id, reason="出差", by=code)
    assert refusal(panels, service.prepare_draw, number, by="u10") == "REASON_MISSING"
    panels.act(service.prepare_draw, number, reason="候补已用完", by="u10")
    panels.reveal(number)
    seats = panels.seats(number)
    fresh = [code for code in seats if code not in {*MEMBERS[:3], *RESERVES}]
    assert len(fresh) == 3
    assert [seats[code].state for code in fresh] == ["INVITED", "DRAWN", "DRAWN"]
    assert [seats[code].rank for code in fresh] == [6, 7, 8]
    with panels.session_of() as session:
        (_appointed, added) = draws.list_draws(session, number)
        seated = {label for label, one in added.names.items() if one["code"] in MEMBERS[1:3]}
        assert {one["label"] for one in added.frozen["pool"] if one.get("fixed")} == seated
        assert not seated & {one["label"] for one in added.frozen["excluded"]}
        assert draws.problems_of(session, number) == []
    assert refusal(panels, service.prepare_draw, number, reason="再抽", by="u10") == "SEATS_FILLED"


# Constitution


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "A-10")
def test_the_gate_is_passed_at_the_constitution(panels: Panels) -> None:
    number = panels.invited()
    assert refusal(panels, service.constitute, number, by="u08") == "ANSWERS_OUTSTANDING"
    panels.accept(number, "ZJ-0011")
    for code in ("ZJ-0014", "ZJ-0004", *RESERVES):
        panels.act(service.decline_invitation, panels.seats(number)[code].id, reason="出差", by=code)
    assert refusal(panels, service.constitute, number, by="u08") == "PANEL_MIN3"
    asked = {"kind": WaiverKind.SINGLE_EXPERT, "reason": "产品即将上市", "form_key": new_key()}
    waiver = panels.act(service.request_waiver, number, by="u08", **asked)
    assert panels.act(service.request_waiver, number, by="u08", **asked) == waiver
    panels.act(service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
    assert refusal(panels, service.constitute, number, by="u08") == "WARNING_REASON"
    panels.act(service.constitute, number, reason="时间紧迫", by="u08")
    panel = panels.panel(number)
    assert (panel.state, panel.constitution_reason) == ("CONSTITUTED", "时间紧迫")
    assert "FEWER_THAN_WANTED" in panel.constitution_warnings


@pytest.mark.clause("2.4.2-f", "A-11")
def test_a_complex_matter_has_no_single_expert_and_no_three(panels: Panels) -> None:
    number = panels.accepted(members=MEMBERS, complexity_grounds=("systemic",))
    asked = {"kind": WaiverKind.SINGLE_EXPERT, "reason": "紧急", "form_key": new_key()}
    assert refusal(panels, service.request_waiver, number, by="u08", **asked) == "SINGLE_COMPLEX"
    for code in MEMBERS[3:]:
        panels.act(service.decline_invitation, panels.seats(number)[code].id, reason="出差", by=code)
    for code in RESERVES:
        panels.act(service.decline_invitation, panels.seats(number)[code].id, reason="出差", by=code)
    assert refusal(panels, service.constitute, number, reason="人选比较过", by="u08") == "PANEL_MIN5"


@pytest.mark.clause("2.4.2-d")
def test_an_even_number_is_not_constituted(panels: Panels) -> None:
    number = panels.accepted(members=MEMBERS, complexity_grounds=("systemic",))
    for code in (MEMBERS[4], *RESERVES):
        panels.act(service.decline_invitation, panels.seats(number)[code].id, reason="出差", by=code)
    assert refusal(panels, service.constitute, number, reason="人选比较过", by="u08") == "PANEL_EVEN"


def test_members_are_frozen_by_the_constitution(panels: Panels) -> None:
    number = panels.constituted()
    seat = panels.seats(number)["ZJ-0011"]
    assert seat.is_constituted
    assert refusal(panels, service.decline_invitation, seat.id, reason="有事", by="ZJ-0011") == "SEAT_CONSTITUTED"
    assert states(panels, number)["ZJ-0016"] == "DRAWN"


@pytest.mark.clause("A-02", "2.4.2-d")
def test_the_next_reserve_is_called_to_the_sitting_and_is_a_member_once_accepted(panels: Panels) -> None:
    number = panels.with_materials()
    assert refusal(panels, service.call_reserve, number, by="u08") == "ROLE"
    panels.act(service.call_reserve, number, by="u10")
    assert states(panels, number)["ZJ-0016"] == "INVITED"
    panels.accept(number, "ZJ-0016")
    assert panels.seats(number)["ZJ-0016"].is_constituted
    panels.act(service.call_reserve, number, by="u10")
    assert refusal(panels, service.call_reserve, number, by="u10") == "NO_RESERVE"


# Objections and requests


@pytest.mark.clause("D-01", "S-15", "D-18")
def test_an_upheld_objection_recuses_and_marks_a_denied_tie(panels: Panels) -> None:
    number = panels.accepted()
    seat = panels.seats(number)["ZJ-0011"]
    facts = {
        "ground": Conflict.PROJECT, "reason": "去年为该企业出具过报告", "objector": "某酒业公司", "form_key": new_key(),
    }  # fmt: skip
    assert refusal(panels, service.object_to_member, number, seat.id, by="ZJ-0014", **facts) == "ROLE"
    objection = panels.act(service.object_to_member, number, seat.id, by="u10", **facts)
    assert panels.act(service.object_to_member, number, seat.id, by="u10", **facts) == objection
    assert refusal(panels, service.constitute, number, reason="人选比较过", by="u08") == "CONFLICT_UNDECIDED"
    decided = {"is_upheld": True, "reason": "情况属实"}
    assert refusal(panels, service.answer_objection, objection, by="u08", **decided) == "ROLE"
    panels.act(service.answer_objection, objection, by="u09", **decided)
    assert states(panels, number)["ZJ-0011"] == "RECUSED"
    assert states(panels, number)["ZJ-0016"] == "INVITED"
    assert service_of(panels, "ZJ-0011")[-2:] == [Service.CONCEALED, Service.RECUSED]
    assert refusal(panels, service.answer_objection, objection, by="u09", **decided) == "WAIVER_ANSWERED"


@pytest.mark.clause("D-01")
def test_a_member_may_ask_to_stand_down_and_a_rejected_objection_changes_nothing(panels: Panels) -> None:
    number = panels.constituted()
    seat = panels.seats(number)["ZJ-0011"]
    objection = panels.act(
        service.object_to_member, number, seat.id, ground=Conflict.PUBLIC, reason="接受过采访", objector="",
        form_key=new_key(), by="ZJ-0011",
    )  # fmt: skip
    panels.act(service.answer_objection, objection, is_upheld=False, reason="未涉及本事项", by="u09")
    assert states(panels, number)["ZJ-0011"] == "ACCEPTED"
    with panels.session_of() as session:
        assert not queries.has_open_objection(session, number)


@pytest.mark.clause("2.4.2-c")
def test_correspondence_takes_the_approvers_consent(panels: Panels) -> None:
    number = panels.invited()
    waiver = panels.act(
        service.request_waiver, number, kind=WaiverKind.CORRESPONDENCE, reason="疫情期间不能集中", form_key=new_key(),
        by="u10",
    )  # fmt: skip
    panels.act(service.answer_waiver, waiver, is_agreed=False, reason="改为视频", by="u09")
    assert panels.panel(number).session_mode == "on_site"
    again = panels.act(
        service.request_waiver, number, kind=WaiverKind.CORRESPONDENCE, reason="视频条件不具备", form_key=new_key(),
        by="u10",
    )  # fmt: skip
    panels.act(service.answer_waiver, again, is_agreed=True, reason="同意", by="u09")
    assert (panels.panel(number).session_mode, panels.panel(number).mode_reason) == (
        "correspondence", "视频条件不具备",
    )  # fmt: skip


@pytest.mark.clause("2.4.3-b")
def test_a_panel_is_cancelled_by_two_people_and_its_file_kept(panels: Panels) -> None:
    number = panels.invited()
    asked = {"kind": WaiverKind.CANCEL, "reason": "事项并入他案", "form_key": new_key()}
    assert refusal(panels, service.request_waiver, number, by="u10", **asked) == "ROLE"
    waiver = panels.act(service.request_waiver, number, by="u08", **asked)
    assert refusal(panels, service.request_waiver, number, by="u08", **(asked | {"form_key": new_key()})) == (
        "WAIVER_OPEN"
    )
    panels.act(service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
    assert panels.panel(number).state == "CANCELLED"
    assert set(states(panels, number).values()) == {"RELEASED"}
    assert refusal(panels, service.request_waiver, number, by="u08", **(asked | {"form_key": new_key()})) == (
        "ILLEGAL_TRANSITION"
    )
    assert panels.drafted(panels.panel(number).matter_id) != number


def test_a_finished_draw_cannot_lose_its_witness(panels: Panels) -> None:
    number = panels.drawn()
    with pytest.raises(IntegrityError), panels.session_of() as session:
        session.execute(update(Draw).where(Draw.panel_id == number).values(witness_id=None))


def test_two_secretaries_at_once_freeze_one_pool(panels: Panels, app: Any) -> None:
    number = panels.commissioned()

    def freeze(_turn: int) -> str:
        try:
            panels.act(service.prepare_draw, number, by="u10")
        except StaleError as error:
            return error.code
        return "frozen"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(freeze, range(2))) == ["DRAW_PREPARED", "frozen"]
