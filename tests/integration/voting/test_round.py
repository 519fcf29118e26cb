"""Opening a round, casting in it, more time, voiding, closing: success and refusal from the same set-up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from panel.accounts.facts import Proof
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.commissions.facts import Conflict, MaterialKind
from panel.kernel.actor import SYSTEM
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError
from panel.kernel.tokens import new_key
from panel.notices.models import Message
from panel.voting import queries, service
from panel.voting.ballot_facts import BallotContent, VoidGround
from panel.voting.models import Ballot, Draft
from panel.voting.sealing import SEALED_LENGTH
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, REASONS, RESERVES, SECRETARY, Panels

KEY = "ab" * 32


def refused(panels: Panels, round_id: int, code: str, **changes: object) -> str:
    with pytest.raises((RuleViolatedError, NotAllowedError)) as error:
        panels.cast(round_id, code, **changes)  # type: ignore[arg-type]
    return error.value.code


# Opening


@pytest.mark.clause("2.4.2-d", "A-02")
def test_an_even_roll_does_not_open_and_a_reserve_cures_it(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert (error.value.code, error.value.facts["present"]) == ("PANEL_EVEN", 4)
    panels.act(service.call_reserve, panel_id, by=SECRETARY)
    panels.accept(panel_id, RESERVES[0])
    panels.act(service.sign_in_member, panel_id, by=panels.expert(RESERVES[0]))
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert error.value.code == "UNREAD_MATERIAL"
    panels.read(panel_id, RESERVES[0])
    round_id = panels.open(panel_id)
    with panels.looking() as session:
        assert queries.get_round(session, round_id).roll_size == 5


@pytest.mark.clause("2.4.2-f")
def test_a_complex_panel_needs_five(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3])
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert error.value.code == "PANEL_MIN5"


@pytest.mark.clause("2.4.2-e")
def test_an_ordinary_panel_opens_with_three_and_not_with_one(panels: Panels) -> None:
    panel_id = panels.in_session(MEMBERS[:3], present=MEMBERS[:1], disciplines=(), complexity_grounds=())
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert error.value.code == "PANEL_MIN3"
    for code in MEMBERS[1:3]:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(code))
    panels.open(panel_id)
    assert panels.state(panel_id) == "ROUND_OPEN"


def test_a_supplement_to_the_pack_is_read_before_the_round(panels: Panels) -> None:
    panel_id = panels.in_session()
    panels.act(
        commission_service.add_material, panel_id, title="补充材料", kind=MaterialKind.BACKGROUND, text="补充（示例）",
        form_key=new_key(), by=SECRETARY,
    )  # fmt: skip
    panels.act(commission_service.release_materials, panel_id, by=SECRETARY)
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert (error.value.code, error.value.facts["count"]) == ("UNREAD_MATERIAL", 5)


@pytest.mark.clause("S-15")
def test_an_open_objection_keeps_the_round_shut(panels: Panels) -> None:
    panel_id = panels.in_session()
    objection = panels.act(
        commission_service.object_to_member, panel_id, panels.seat_id(panel_id, MEMBERS[0]), ground=Conflict.PUBLIC,
        reason="曾就本事项公开发表意见", objector="示例企业", form_key=new_key(), by=OFFICIAL,
    )  # fmt: skip
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert error.value.code == "OBJECTION_OPEN"
    panels.act(commission_service.answer_objection, objection, is_upheld=False, reason="不影响公正", by=APPROVER)
    panels.open(panel_id)
    assert panels.state(panel_id) == "ROUND_OPEN"


def test_a_round_needs_time_to_vote(panels: Panels) -> None:
    panel_id = panels.in_session()
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id, minutes=4, seconds=59)
    assert (error.value.code, error.value.field) == ("ROUND_ENDS_SOON", "ends_at")


def test_the_roll_question_and_pack_are_frozen(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    with panels.looking() as session:
        round_ = queries.get_round(session, round_id)
        assert [line.seat_id for line in queries.roll_of(session, round_id)] == [
            panels.seat_id(panel_id, code) for code in MEMBERS
        ]
        assert round_.pack_sha256 == commissions.pack_digest(session, panel_id)
        assert len(round_.pack_items) == 2
        assert len(round_.question_sha256) == 64


def test_every_member_of_the_roll_is_told_once(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    with panels.looking() as session:
        keys = session.scalars(select(Message.key).where(Message.key.startswith(f"round:{round_id}:"))).all()
    assert len(keys) == 5


# Casting


@pytest.mark.clause("D-08")
def test_a_cast_ballot_is_sealed_and_only_its_number_is_known(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    receipt = panels.cast(round_id, MEMBERS[0], reasons="这段理由在开票之前不应当出现在任何地方，请逐处查验。")
    with panels.looking() as session:
        stored = session.scalars(select(Ballot)).one()
        assert queries.cast_count(session, round_id) == 1
        own = queries.ballot_status_of(session, round_id, panels.expert(MEMBERS[0]).id)
        other = queries.ballot_status_of(session, round_id, panels.expert(MEMBERS[1]).id)
    assert len(stored.sealed) == SEALED_LENGTH + 48
    assert "开票".encode() not in stored.sealed
    assert own is not None
    assert own.receipt == receipt.code
    assert other is None


@pytest.mark.clause("D-08")
def test_a_replacement_is_a_further_version_and_counts_once(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    first = panels.cast(round_id, MEMBERS[0], "1")
    panels.clock.move(minutes=1)
    second = panels.cast(round_id, MEMBERS[0], "2")
    assert (first.version, second.version) == (1, 2)
    assert first.code != second.code
    with panels.looking() as session:
        assert queries.cast_count(session, round_id) == 1
        assert session.scalar(select(func.count()).select_from(Ballot)) == 2


def test_the_same_act_twice_gets_the_first_receipt(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    first = panels.cast(round_id, MEMBERS[0], "1", key="a" * 32)
    again = panels.cast(round_id, MEMBERS[0], "2", key="a" * 32)
    assert again == replace(first, is_first_answer=False)
    with panels.looking() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 1


def test_a_retry_after_the_end_still_gets_the_first_receipt(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    first = panels.cast(round_id, MEMBERS[0], key="a" * 32)
    panels.run_due(hours=2)
    assert panels.cast(round_id, MEMBERS[0], key="a" * 32).code == first.code
    assert refused(panels, round_id, MEMBERS[0], key="b" * 32) == "ROUND_NOT_OPEN"


def test_one_key_means_nothing_for_another_member(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    first = panels.cast(round_id, MEMBERS[0], key="a" * 32)
    assert panels.cast(round_id, MEMBERS[1], key="a" * 32).code != first.code


@pytest.mark.clause("D-08", "A-04")
def test_the_servers_clock_decides_to_the_second(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.clock.move(minutes=59, seconds=59)
    panels.cast(round_id, MEMBERS[0])
    panels.clock.move(seconds=1)
    assert refused(panels, round_id, MEMBERS[1]) == "ROUND_NOT_OPEN"
    panels.clock.move(seconds=1)
    assert refused(panels, round_id, MEMBERS[1]) == "ROUND_NOT_OPEN"


@pytest.mark.clause("4.1.2-c")
def test_an_incomplete_ballot_is_refused(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    assert refused(panels, round_id, MEMBERS[0], reasons="同意。") == "REASONS_SHORT"
    assert refused(panels, round_id, MEMBERS[0], option="4") == "BALLOT_OPTION"
    assert refused(panels, round_id, MEMBERS[0], test_needed=True) == "TEST_ITEM_MISSING"
    assert refused(panels, round_id, MEMBERS[0], evidence=(10**6,)) == "EVIDENCE_UNKNOWN"
    panels.cast(round_id, MEMBERS[0])


@pytest.mark.clause("D-13")
def test_an_identity_proved_long_ago_or_by_another_is_refused(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    old = panels.proof(MEMBERS[0])
    others = panels.proof(MEMBERS[1])
    panels.clock.move(minutes=2, seconds=1)
    content = BallotContent("2", REASONS)
    for proof in (old, others, Proof(panels.expert(MEMBERS[1]).id or 0, "password", panels.clock())):
        with pytest.raises(RuleViolatedError) as error:
            panels.act(service.cast_ballot, round_id, content, key=new_key(), proof=proof, by=panels.expert(MEMBERS[0]))
        assert error.value.code == "PROOF_STALE"


@pytest.mark.clause("S-04")
@pytest.mark.parametrize("who", [SECRETARY, OFFICIAL, APPROVER])
def test_nobody_of_the_department_votes(who: str, panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    proof = Proof(panels.basis.account(who), "password", panels.clock())
    with pytest.raises(NotAllowedError) as error:
        panels.act(service.cast_ballot, round_id, BallotContent("2", REASONS), key=new_key(), proof=proof, by=who)
    assert error.value.code == "ROLE"


@pytest.mark.clause("2.4.2-d")
def test_a_member_who_is_not_on_the_roll_does_not_vote(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3], disciplines=(), complexity_grounds=())
    round_id = panels.open(panel_id)
    assert refused(panels, round_id, MEMBERS[4]) == "NOT_ON_ROLL"


def test_an_expert_of_another_panel_does_not_learn_of_the_round(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    with pytest.raises(NotFoundError):
        panels.cast(round_id, "ZJ-0001")


# Drafts


@pytest.mark.clause("D-08")
def test_a_draft_is_kept_under_the_own_key_and_gone_once_cast(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    own = panels.expert(MEMBERS[0])
    for words in ("初稿", "改稿"):
        panels.act(service.save_draft, round_id, {"reasons": [words]}, draft_key=KEY, by=own)
    with panels.looking() as session:
        kept = service.read_draft(session, round_id, draft_key=KEY, actor=own)
        assert kept is not None
        assert (kept.typed, kept.is_complete) == ({"reasons": ["改稿"]}, False)
        assert service.read_draft(session, round_id, draft_key="cd" * 32, actor=own) is None
        assert service.read_draft(session, round_id, draft_key=None, actor=own) is None
        assert service.read_draft(session, round_id, draft_key=KEY, actor=panels.expert(MEMBERS[1])) is None
    panels.cast(round_id, MEMBERS[0])
    with panels.looking() as session:
        assert service.read_draft(session, round_id, draft_key=KEY, actor=own) is None


def test_the_end_of_a_round_clears_its_drafts(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.act(service.save_draft, round_id, {"reasons": ["未投出的草稿"]}, draft_key=KEY, by=panels.expert(MEMBERS[0]))
    panels.run_due(hours=2)
    with panels.looking() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.save_draft, round_id, {}, draft_key=KEY, by=panels.expert(MEMBERS[0]))
    assert error.value.code == "ROUND_NOT_OPEN"


def test_only_a_member_of_the_roll_keeps_a_draft(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    with pytest.raises(NotFoundError):
        panels.act(service.save_draft, round_id, {}, draft_key=KEY, by=panels.expert("ZJ-0001"))
    with pytest.raises(NotAllowedError):
        panels.act(service.save_draft, round_id, {}, draft_key=KEY, by=SECRETARY)


# More time


@pytest.mark.clause("D-10")
def test_more_than_a_third_asking_extends_the_round_once(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    with panels.looking() as session:
        before = queries.get_round(session, round_id).ends_at
    answers = [panels.act(service.ask_more_time, round_id, by=panels.expert(code)) for code in MEMBERS[:1] * 2]
    assert answers == [False, False]
    assert panels.act(service.ask_more_time, round_id, by=panels.expert(MEMBERS[1])) is True
    assert panels.act(service.ask_more_time, round_id, by=panels.expert(MEMBERS[2])) is False
    with panels.looking() as session:
        round_ = queries.get_round(session, round_id)
        assert round_.ends_at - before == timedelta(hours=1)
        assert round_.first_ends_at == before
    panels.clock.move(minutes=90)
    panels.cast(round_id, MEMBERS[0])


def test_asking_after_the_end_is_too_late(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.clock.move(hours=1)
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.ask_more_time, round_id, by=panels.expert(MEMBERS[0]))
    assert error.value.code == "ROUND_NOT_OPEN"
    with pytest.raises(NotAllowedError):
        panels.act(service.ask_more_time, round_id, by=SECRETARY)


# Reminders


@pytest.mark.clause("D-08")
def test_a_reminder_goes_to_those_missing_and_tells_only_their_number(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.cast(round_id, MEMBERS[0])
    assert panels.act(service.remind_members, round_id, by=SECRETARY) == 4
    assert panels.act(service.remind_members, round_id, by=SECRETARY) == 4
    with panels.looking() as session:
        keys = session.scalars(select(Message.key).where(Message.key.contains(":remind:"))).all()
        assert set(session.scalars(select(Message.private_until).where(Message.key.contains(":remind:")))) == {
            queries.get_round(session, round_id).ends_at
        }
        assert not session.scalars(
            select(Message.key).where(Message.private_until.is_not(None), ~Message.key.contains(":remind:"))
        ).all()
    assert len(keys) == 4
    with pytest.raises(NotAllowedError):
        panels.act(service.remind_members, round_id, by=OFFICIAL)
    panels.clock.move(hours=1)
    with pytest.raises(RuleViolatedError):
        panels.act(service.remind_members, round_id, by=SECRETARY)


# Void


def ask_void(panels: Panels, panel_id: int, round_id: int, ground: VoidGround, code: str = MEMBERS[0]) -> int:
    number: int = panels.act(
        service.request_void, round_id, ground=ground, seat_id=panels.seat_id(panel_id, code),
        reason="书面说明（示例）", by=SECRETARY,
    )  # fmt: skip
    return number


@pytest.mark.clause("D-04", "A-03")
def test_a_void_round_keeps_its_ballots_sealed_and_a_new_one_follows(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    panels.cast(round_id, MEMBERS[1])
    ask_void(panels, panel_id, round_id, VoidGround.MEMBER_LEFT)
    panels.act(service.answer_void, round_id, is_granted=True, answer="同意", by=APPROVER)
    assert panels.state(panel_id) == "IN_SESSION"
    assert refused(panels, round_id, MEMBERS[2]) == "ROUND_NOT_OPEN"
    with pytest.raises(RuleViolatedError) as error:
        panels.open(panel_id)
    assert error.value.code == "PANEL_EVEN"
    panels.act(service.call_reserve, panel_id, by=SECRETARY)
    panels.accept(panel_id, RESERVES[0])
    panels.read(panel_id, RESERVES[0])
    panels.act(service.sign_in_member, panel_id, by=panels.expert(RESERVES[0]))
    second = panels.open(panel_id)
    panels.cast_all(second, "22222", (*MEMBERS[1:], RESERVES[0]))
    with panels.looking() as session:
        rounds = queries.list_rounds(session, panel_id)
        assert [(one.no, one.state) for one in rounds] == [(1, "VOID"), (2, "COUNTED")]
        assert session.scalar(select(func.count()).select_from(Ballot).where(Ballot.round_id == round_id)) == 1
    with pytest.raises(RuleViolatedError) as error:
        panels.count(round_id)
    assert error.value.code == "ROUND_NOT_CLOSED"


@pytest.mark.clause("D-04")
def test_a_member_found_in_conflict_is_recused_and_a_reserve_invited(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    ask_void(panels, panel_id, round_id, VoidGround.CONFLICT_FOUND)
    panels.act(service.answer_void, round_id, is_granted=True, answer="同意", by=APPROVER)
    with panels.looking() as session:
        seats = {seat.id: seat.state for seat in commissions.list_seats(session, panel_id)}
    assert seats[panels.seat_id(panel_id, MEMBERS[0])] == "RECUSED"
    assert seats[panels.seat_id(panel_id, RESERVES[0])] == "INVITED"


def test_a_refused_request_lets_the_round_go_on(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    request = ask_void(panels, panel_id, round_id, VoidGround.TECHNICAL_FAILURE)
    assert ask_void(panels, panel_id, round_id, VoidGround.TECHNICAL_FAILURE) == request
    panels.act(service.answer_void, round_id, is_granted=False, answer="已恢复", by=APPROVER)
    panels.cast(round_id, MEMBERS[0])
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.answer_void, round_id, is_granted=True, answer="再议", by=APPROVER)
    assert error.value.code == "NO_VOID_REQUEST"


def test_a_waiting_request_holds_up_the_end_and_the_count(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    ask_void(panels, panel_id, round_id, VoidGround.CONFLICT_FOUND)
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.close_and_count, round_id, by=SECRETARY)
    assert error.value.code == "VOID_PENDING"
    assert panels.run_due(hours=2) == 0
    assert panels.state(panel_id) == "ROUND_OPEN"
    panels.act(service.answer_void, round_id, is_granted=False, answer="经查不属实", by=APPROVER)
    assert panels.run_due(seconds=1) == 1
    assert panels.state(panel_id) == "DECIDED"


@pytest.mark.clause("S-08")
def test_who_asks_for_a_void_does_not_decide_and_a_member_must_be_named(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    with pytest.raises(RuleViolatedError) as error:
        panels.act(
            service.request_void, round_id, ground=VoidGround.MEMBER_LEFT, seat_id=None, reason="有人退出",
            by=SECRETARY,
        )  # fmt: skip
    assert (error.value.code, error.value.field) == ("VOID_MEMBER", "seat_id")
    ask_void(panels, panel_id, round_id, VoidGround.MEMBER_LEFT)
    for who in (SECRETARY, OFFICIAL, "u06"):
        with pytest.raises(NotAllowedError):
            panels.act(service.answer_void, round_id, is_granted=True, answer="同意", by=who)


# Closing


@pytest.mark.clause("A-04")
def test_the_secretary_ends_a_round_early_only_when_all_ballots_are_in(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "2222-")
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.close_round, round_id, by=SECRETARY)
    assert (error.value.code, error.value.facts["cast"]) == ("ROUND_NOT_OVER", 4)
    panels.cast(round_id, MEMBERS[4])
    panels.act(service.close_and_count, round_id, by=SECRETARY)
    assert panels.state(panel_id) == "DECIDED"


@pytest.mark.clause("A-04")
def test_the_scheduler_ends_a_round_at_its_time_and_not_before(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "222--")
    assert panels.run_due(minutes=59, seconds=59) == 0
    assert panels.state(panel_id) == "ROUND_OPEN"
    with pytest.raises(RuleViolatedError):
        panels.act(service.close_round, round_id, by=SYSTEM)
    assert panels.run_due(seconds=1) == 1
    assert panels.state(panel_id) == "REVIEW"
    assert panels.run_due(hours=1) == 0


def test_the_system_does_not_end_a_round_early(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    with pytest.raises(RuleViolatedError) as error:
        panels.act(service.close_round, round_id, by=SYSTEM)
    assert error.value.code == "ROUND_NOT_OVER"


def test_nobody_else_ends_a_round(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    for who in (OFFICIAL, APPROVER, "u07"):
        with pytest.raises(NotAllowedError):
            panels.act(service.close_round, round_id, by=who)


def test_an_open_round_is_not_counted(panels: Panels) -> None:
    _panel_id, round_id = panels.voting()
    with pytest.raises(RuleViolatedError) as error:
        panels.count(round_id)
    assert error.value.code == "ROUND_NOT_CLOSED"
