"""The count: all at once, once, by the rules, and what is said after it."""

from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from panel import audit as audit_log
from panel.audit import queries as audit
from panel.commissions import queries as commissions
from panel.commissions.facts import Method, Option
from panel.kernel.actor import SYSTEM
from panel.kernel.canonical import canonical_bytes, sha256_hex
from panel.kernel.errors import NotAllowedError, PanelError, RuleViolatedError
from panel.roster.models import ServiceRecord
from panel.voting import queries, result_queries, service
from panel.voting.ballot_facts import BallotContent, ReviewAnswer
from panel.voting.invariant_queries import list_violations
from panel.voting.models import Ballot, OpenedBallot, Roll
from panel.voting.sealing import Binding, seal
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, REASONS, SECRETARY, Panels


def result(panels: Panels, panel_id: int) -> result_queries.RoundResult:
    with panels.looking() as session:
        found = result_queries.find_latest_result(session, panel_id)
        assert found is not None
        return found


def against(panels: Panels, panel_id: int) -> str | None:
    with panels.looking() as session:
        return result_queries.reasons_against_conclusion(session, panel_id)


@pytest.mark.clause("2.4.2-g", "2.4.2-h", "A-09", "A-22")
@pytest.mark.parametrize(
    ("options", "state", "majority", "triggers"),
    [
        ("22223", "DECIDED", "2", []),
        ("22233", "REVIEW", "2", ["AMB-1"]),
        ("33331", "REVIEW", "3", ["AMB-2", "AMB-3"]),
        ("33220", "MAJOR_DISAGREEMENT", None, ["RED-1"]),
        ("00001", "MAJOR_DISAGREEMENT", "0", ["RED-2", "RED-5"]),
        ("IIII2", "EVIDENCE_INSUFFICIENT", "I", ["RED-4"]),
        ("2222-", "DECIDED", "2", []),
        ("-----", "MAJOR_DISAGREEMENT", None, ["RED-1"]),
    ],
)
def test_the_panel_goes_where_the_count_says(
    options: str, state: str, majority: str | None, triggers: list[str], panels: Panels
) -> None:
    panel_id, round_id = panels.counted(options)
    found = result(panels, panel_id)
    assert panels.state(panel_id) == state
    assert (found.count.state, found.count.majority, found.count.triggers) == (state, majority, triggers)
    assert (found.count.roll, found.count.needed, found.count.cast_count) == (5, 3, 5 - options.count("-"))
    assert found.count.tally == {option: options.count(option) for option in "1230I"}
    assert found.round.id == round_id
    assert against(panels, panel_id) == (None if state == "DECIDED" else {"REVIEW": "REVIEW_OPEN"}.get(state, state))


def plant_ballot(panels: Panels, round_id: int, code: str, version: int, option: str) -> None:
    """Seal a ballot with the round's public key, as whoever writes to the database can, and store it."""
    with panels.session_of() as session:
        round_ = queries.get_round(session, round_id)
        line = next(one for one in queries.roll_of(session, round_id) if one.expert_id == panels.basis.expert_id(code))
        binding = Binding(round_id, line.seat_id, version, round_.question_sha256, round_.pack_sha256)
        content = BallotContent(option, REASONS, nature="健康危害", severity="3")
        envelope = seal(content.as_json(), binding, round_.public_key)
        session.add(
            Ballot(
                round_id=round_id, roll_id=line.id, version=version, sealed=envelope.sealed,
                commitment=envelope.commitment, cast_at=panels.clock(), method="password", key="planted",
            )
        )  # fmt: skip
        audit_log.record(session, "test.ballot.planted", by=SYSTEM, at=panels.clock())


@pytest.mark.clause("D-08", "3.5.0-e")
@pytest.mark.parametrize("what", ["planted", "removed", "moved"])
def test_a_ballot_that_does_not_belong_to_its_record_stops_the_count(panels: Panels, what: str) -> None:
    panel_id, round_id = panels.voting()
    for code in MEMBERS[:4]:
        panels.cast(round_id, code, "2")
    if what == "planted":
        plant_ballot(panels, round_id, MEMBERS[4], 1, "1")
    with panels.session_of() as session:
        if what == "removed":
            session.execute(delete(Ballot).where(Ballot.id == select(func.max(Ballot.id)).scalar_subquery()))
        if what == "moved":
            other = panels.basis.account("u05")
            session.execute(update(Roll).where(Roll.round_id == round_id).values(account_id=other + Roll.id))
        audit_log.record(session, "test.tables.changed", by=SYSTEM, at=panels.clock())
    with panels.looking() as session:
        assert "与投票时的过程记录不符" in "".join(list_violations(session))
    panels.clock.move(hours=1)
    with pytest.raises(RuleViolatedError) as refused:
        panels.close(round_id)
    assert refused.value.code == "BALLOT_UNRECORDED"
    with panels.looking() as session:
        assert result_queries.find_latest_counted(session, panel_id) is None


@pytest.mark.clause("A-08")
def test_the_cumulative_method_is_the_commissions_choice(panels: Panels) -> None:
    panel_id, _round = panels.counted("12223", decision_method=Method.ORDINAL_CUMULATIVE)
    found = result(panels, panel_id)
    assert (found.count.majority, found.count.support, found.count.triggers) == ("2", 4, ["AMB-3"])


def test_a_free_question_is_counted_by_its_own_options(panels: Panels) -> None:
    options = (Option("a", "继续销售"), Option("b", "停止销售"), Option("I", "现有证据不足"))
    panel_id, _round = panels.counted("aabbb", options=options, is_ordinal=False)
    found = result(panels, panel_id)
    assert (found.count.majority, found.count.tally) == ("b", {"a": 2, "b": 3, "I": 0})
    assert "“停止销售”" in found.count.sentences["zh"]["majority"]


def test_the_result_is_said_in_words_the_majority_first(panels: Panels) -> None:
    panel_id, _round = panels.counted("22233")
    said = result(panels, panel_id).count.sentences
    assert said["zh"]["majority"].startswith("5 位专家列入名册，3 位认为二级")
    assert said["zh"]["triggers"].keys() == {"AMB-1"}
    assert said["en"].keys() == said["zh"].keys()


@pytest.mark.clause("D-08", "D-13")
def test_every_opened_ballot_answers_to_the_commitment_it_was_cast_with(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    receipts = {code: panels.cast(round_id, code, "2", test_needed=True, test_item="DBP") for code in MEMBERS}
    panels.act(service.close_and_count, round_id, by=SECRETARY)
    with panels.looking() as session:
        votes = result_queries.opened_ballots(session, round_id)
        round_ = queries.get_round(session, round_id)
    assert {vote.receipt for vote in votes} == {receipt.code for receipt in receipts.values()}
    for vote in votes:
        content = {name: getattr(vote.ballot, name) for name in OpenedBallot.__table__.columns.keys()}  # noqa: SIM118
        content = {n: v for n, v in content.items() if n not in {"id", "round_id", "roll_id", "ballot_id", "nonce"}}
        binding = Binding(round_id, vote.seat_id, vote.version, round_.question_sha256, round_.pack_sha256)
        plain = binding.as_json() | {"nonce": vote.ballot.nonce, "content": content}
        assert sha256_hex(canonical_bytes(plain)) == vote.commitment
    del panel_id


@pytest.mark.clause("D-08")
def test_only_the_last_version_of_a_ballot_is_opened(panels: Panels) -> None:
    panel_id, round_id = panels.voting()
    panels.cast(round_id, MEMBERS[0], "1", reasons="第一张表决票的理由已被后一张替换，不应当被开启出来。")
    panels.cast_all(round_id, "22222")
    with panels.looking() as session:
        reasons = session.scalars(select(OpenedBallot.reasons)).all()
        assert session.scalar(select(func.count()).select_from(Ballot)) == 6
    assert len(reasons) == 5
    assert not any("第一张" in reason for reason in reasons)
    assert result(panels, panel_id).count.tally["1"] == 0


def test_a_second_count_gives_the_first(panels: Panels) -> None:
    panel_id, round_id = panels.counted("22222")
    first = result(panels, panel_id).count.id
    assert panels.count(round_id) == first
    assert panels.count(round_id) == first


@pytest.mark.clause("D-13")
def test_a_ballot_that_was_tampered_with_stops_the_count(panels: Panels, app: Any) -> None:
    panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    engine = app.extensions["panel.db"].engine
    with engine.begin() as connection:
        one, other = connection.execute(select(Ballot.id, Ballot.sealed).order_by(Ballot.id).limit(2)).all()
        connection.execute(update(Ballot).where(Ballot.id == one.id).values(sealed=other.sealed))
    with pytest.raises(PanelError) as broken:
        panels.act(service.close_and_count, round_id, by=SECRETARY)
    assert broken.value.code == "BALLOT_BROKEN"
    assert panels.state(panel_id) == "ROUND_OPEN"
    assert panels.run_due(hours=2) == 0
    assert panels.state(panel_id) == "ROUND_CLOSED"
    assert against(panels, panel_id) == "NOT_COUNTED"
    with engine.begin() as connection:
        connection.execute(update(Ballot).where(Ballot.id == one.id).values(sealed=one.sealed))
    assert panels.run_due(seconds=10) == 1
    assert panels.state(panel_id) == "DECIDED"


@pytest.mark.clause("D-18", "A-04")
def test_attendance_and_votes_stand_on_the_integrity_record(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3], complexity_grounds=(), disciplines=())
    round_id = panels.open(panel_id)
    panels.cast_all(round_id, "22-", MEMBERS[:3])
    with panels.looking() as session:
        kinds = session.execute(
            select(ServiceRecord.expert_id, ServiceRecord.kind).where(
                ServiceRecord.panel_id == panel_id,
                ServiceRecord.kind.in_(["attended", "absent", "voted", "not_voted"]),
            )
        ).all()
    expected = {(panels.basis.expert_id(code), "attended") for code in MEMBERS[:3]}
    expected |= {(panels.basis.expert_id(code), "absent") for code in MEMBERS[3:]}
    expected |= {(panels.basis.expert_id(code), "voted") for code in MEMBERS[:2]}
    expected |= {(panels.basis.expert_id(MEMBERS[2]), "not_voted")}
    assert {tuple(row) for row in kinds} == expected
    assert len(kinds) == len(expected)


@pytest.mark.clause("D-06")
def test_dissent_is_what_differs_from_the_majority(panels: Panels) -> None:
    panel_id, _round = panels.counted("22223")
    with panels.looking() as session:
        votes = result_queries.dissents(session, panel_id)
        names = [vote.name for vote in votes]
        member = commissions.get_seat(session, panel_id, panels.seat_id(panel_id, MEMBERS[4])).name
    assert names == [member]


def test_the_log_says_who_did_what_and_nothing_of_a_ballot(panels: Panels) -> None:
    panel_id, _round = panels.counted("22222")
    with panels.looking() as session:
        events = audit.list_panel_events(session, panel_id)
        actions = [event.action for event in events]
        text = "".join(event.entry.decode() for event in events if event.action == "voting.ballot.cast")
    assert actions.count("voting.ballot.cast") == 5
    wanted = ["panel.open_session", "voting.round.opened", "voting.round.closed", "panel.count", "voting.round.counted"]
    places = [actions.index(action) for action in wanted]
    assert places == sorted(places)
    assert "健康危害" not in text


# What is said after the count


@pytest.mark.clause("2.4.2-h", "A-09")
@pytest.mark.parametrize("options", ["22222", "22233"])
def test_the_organiser_declares_major_disagreement_in_writing(options: str, panels: Panels) -> None:
    panel_id, round_id = panels.counted(options)
    for who in (APPROVER, SECRETARY, "u05"):
        with pytest.raises(NotAllowedError):
            panels.act(service.declare_disagreement, round_id, reason="新情况", by=who)
    panels.act(service.declare_disagreement, round_id, reason="会后发现关键数据来源不一", by=OFFICIAL)
    found = result(panels, panel_id)
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"
    assert found.count.state in {"DECIDED", "REVIEW"}
    assert found.outcome == "MAJOR_DISAGREEMENT"
    assert against(panels, panel_id) == "MAJOR_DISAGREEMENT"
    with pytest.raises(RuleViolatedError):
        panels.act(service.declare_disagreement, round_id, reason="再次认定", by=OFFICIAL)


@pytest.mark.clause("A-09")
@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (ReviewAnswer.PROCEED, "DECIDED", None),
        (ReviewAnswer.TREAT_AS_MAJOR, "MAJOR_DISAGREEMENT", "MAJOR_DISAGREEMENT"),
        (ReviewAnswer.ANOTHER_ROUND, "IN_SESSION", "NOT_COUNTED"),
    ],
)
def test_the_approver_answers_a_review(answer: ReviewAnswer, state: str, code: str | None, panels: Panels) -> None:
    panel_id, round_id = panels.counted("22233")
    panels.act(service.answer_review, round_id, answer=answer, reason="理由（示例）", graver_answer="", by=APPROVER)
    assert panels.state(panel_id) == state
    assert against(panels, panel_id) == code


@pytest.mark.clause("A-09")
def test_one_more_round_is_held_in_a_new_sitting_and_leaves_the_first_untouched(panels: Panels) -> None:
    panel_id, round_id = panels.counted("22233")
    with panels.looking() as session:
        before = [(v.name, v.ballot.reasons, v.commitment) for v in result_queries.opened_ballots(session, round_id)]
    panels.act(
        service.answer_review, round_id, answer=ReviewAnswer.ANOTHER_ROUND, reason="再议一次", graver_answer=None,
        by=APPROVER,
    )  # fmt: skip
    for code in MEMBERS:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(code))
    panels.cast_all(panels.open(panel_id), "22222")
    with panels.looking() as session:
        results = result_queries.list_results(session, panel_id)
        after = [(v.name, v.ballot.reasons, v.commitment) for v in result_queries.opened_ballots(session, round_id)]
        assert [one.no for one in queries.list_sittings(session, panel_id)] == [1, 2]
    assert [(one.round.no, one.outcome) for one in results] == [(1, None), (2, "DECIDED")]
    assert before == after
    assert against(panels, panel_id) is None
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.declare_disagreement, round_id, reason="旧轮次", by=OFFICIAL)
    assert refused.value.code == "ROUND_NOT_LATEST"


@pytest.mark.clause("A-09")
def test_a_graver_minority_is_answered_before_going_on(panels: Panels) -> None:
    panel_id, round_id = panels.counted("33331")
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(
            service.answer_review, round_id, answer=ReviewAnswer.PROCEED, reason="多数明确", graver_answer=" ",
            by=APPROVER,
        )  # fmt: skip
    assert (refused.value.code, refused.value.field) == ("GRAVER_UNANSWERED", "graver_answer")
    panels.act(
        service.answer_review, round_id, answer=ReviewAnswer.PROCEED, reason="多数明确",
        graver_answer="所述情形已有处置措施覆盖", by=APPROVER,
    )  # fmt: skip
    assert panels.state(panel_id) == "DECIDED"


def test_only_a_head_of_the_department_answers_a_review(panels: Panels) -> None:
    _panel_id, round_id = panels.counted("22233")
    for who in (OFFICIAL, SECRETARY, "u06", "u16"):
        with pytest.raises(NotAllowedError):
            panels.act(
                service.answer_review, round_id, answer=ReviewAnswer.PROCEED, reason="同意", graver_answer=None,
                by=who,
            )  # fmt: skip


def test_a_decided_round_needs_no_answer(panels: Panels) -> None:
    _panel_id, round_id = panels.counted("22222")
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(
            service.answer_review, round_id, answer=ReviewAnswer.PROCEED, reason="同意", graver_answer=None,
            by=APPROVER,
        )  # fmt: skip
    assert refused.value.code == "ILLEGAL_TRANSITION"


@pytest.mark.clause("2.4.2-h")
def test_a_conclusion_is_refused_by_code_and_round(panels: Panels) -> None:
    panel_id, _round = panels.counted("33220")
    with panels.looking() as session, pytest.raises(RuleViolatedError) as refused:
        result_queries.must_allow_conclusion(session, panel_id)
    assert (refused.value.code, refused.value.facts["round"]) == ("MAJOR_DISAGREEMENT", 1)


def test_before_any_count_there_is_nothing_to_conclude(panels: Panels) -> None:
    panel_id, _round = panels.voting()
    assert against(panels, panel_id) == "NOT_COUNTED"
    with panels.looking() as session:
        assert result_queries.latest_count(session, panel_id) is None
        assert result_queries.dissents(session, panel_id) == []
        assert result_queries.find_latest_result(session, panel_id) is None
