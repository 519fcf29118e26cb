"""The rules of a round's life: who takes part, when ballots are taken, when it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from panel.voting import round_rules as rules
from panel.voting.ballot_facts import (
    BallotContent,
    CloseCause,
    EvidenceSource,
    Participant,
    ReviewAnswer,
    RoundFacts,
    RoundState,
    VoidGround,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ENDS = NOW + timedelta(hours=1)
OPEN = RoundFacts(RoundState.OPEN, ENDS, roll=5, cast=3)
SECOND = timedelta(seconds=1)
REASONS = "检测结果三批次均超出限值，暴露人群为儿童，危害明确。"
CONTENT = BallotContent("2", REASONS)
LABORATORY = EvidenceSource("（示例）省检测院", "Y1990000000000001X", ("韩测", "卫审"))


def bars(member: Participant, *sources: EvidenceSource) -> dict[int, str]:
    return rules.barred_authors([member], sources)


@pytest.mark.clause("D-12", "S-11")
def test_staff_of_the_testing_body_are_barred_by_its_code() -> None:
    member = Participant(7, "甲", "别的名称", "Y1990000000000001X")
    assert bars(member, LABORATORY) == {7: "（示例）省检测院"}


@pytest.mark.clause("D-12")
def test_staff_are_barred_by_the_bodys_name_where_a_code_is_missing() -> None:
    assert bars(Participant(7, "甲", "（示例）省检测院"), LABORATORY) == {7: "（示例）省检测院"}


@pytest.mark.clause("D-12", "S-11")
def test_width_spaces_and_punctuation_hide_neither_a_body_nor_an_author() -> None:
    assert bars(Participant(7, "甲", "(示例)省检测院 "), LABORATORY) == {7: "（示例）省检测院"}
    assert bars(Participant(8, "韩 测", "某大学"), LABORATORY) == {8: "（示例）省检测院"}
    assert bars(Participant(9, "甲", "( )"), EvidenceSource("", None, ("",))) == {}


@pytest.mark.clause("D-12")
def test_another_code_outweighs_the_same_name() -> None:
    assert bars(Participant(7, "甲", "（示例）省检测院", "Y1990000000000009X"), LABORATORY) == {}


@pytest.mark.clause("S-11")
def test_whoever_signed_the_report_is_barred() -> None:
    assert bars(Participant(7, "韩测", "某大学"), LABORATORY) == {7: "（示例）省检测院"}
    assert bars(Participant(8, "周查", "某大学"), EvidenceSource("", None, ("周查",))) == {8: "周查"}


@pytest.mark.clause("D-12")
def test_nobody_else_is_barred() -> None:
    assert bars(Participant(7, "甲", "某大学"), LABORATORY, EvidenceSource("", None, ("乙",))) == {}
    assert bars(Participant(7, "甲", ""), EvidenceSource("", None, ())) == {}


@pytest.mark.clause("A-10")
@pytest.mark.parametrize(
    ("changed", "holds"),
    [({}, True), ({"is_granted": False}, False), ({"level": 2}, False), ({"is_complex": True}, False),
     ({"counted_rounds": 1}, False)],
)  # fmt: skip
def test_a_waiver_holds_for_the_first_round_of_an_ordinary_level_3_panel(
    changed: dict[str, object], holds: bool
) -> None:
    facts: dict[str, object] = {"is_granted": True, "level": 3, "is_complex": False, "counted_rounds": 0}
    assert rules.waiver_holds(**{**facts, **changed}) is holds  # type: ignore[arg-type]


def test_a_round_lasts_at_least_five_minutes_and_at_most_thirty_days() -> None:
    five, thirty = NOW + timedelta(minutes=5), NOW + timedelta(days=30)
    assert rules.reasons_against_end(NOW, five - SECOND) == "ROUND_ENDS_SOON"
    assert rules.reasons_against_end(NOW, five) is None
    assert rules.reasons_against_end(NOW, thirty) is None
    assert rules.reasons_against_end(NOW, thirty + SECOND) == "ROUND_ENDS_LATE"


@pytest.mark.clause("D-08", "A-04")
def test_ballots_are_taken_until_the_end_and_not_at_it() -> None:
    assert rules.is_open_for_ballots(OPEN, ENDS - SECOND)
    assert not rules.is_open_for_ballots(OPEN, ENDS)
    assert not rules.is_open_for_ballots(OPEN, ENDS + SECOND)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.COUNTED, RoundState.VOID])
def test_a_round_that_has_ended_takes_no_ballot(state: RoundState) -> None:
    assert not rules.is_open_for_ballots(replace(OPEN, state=state), NOW)


@pytest.mark.clause("A-04")
def test_a_round_ends_by_time_or_when_all_ballots_are_in() -> None:
    assert rules.close_cause(OPEN, ENDS - SECOND) is None
    assert rules.close_cause(OPEN, ENDS) is CloseCause.TIME
    assert rules.close_cause(replace(OPEN, cast=4), NOW) is None
    assert rules.close_cause(replace(OPEN, cast=5), NOW) is CloseCause.ALL_IN
    assert rules.close_cause(replace(OPEN, cast=5), ENDS) is CloseCause.TIME


def ballot_refused(content: BallotContent) -> tuple[str, str] | None:
    return rules.reasons_against_ballot(content, options=["1", "2", "3", "0", "I"], least_reasons=20, pack=[11, 12])


@pytest.mark.clause("4.1.2-c")
def test_reasons_need_twenty_characters_blanks_not_counted() -> None:
    assert ballot_refused(replace(CONTENT, reasons="字" * 20)) is None
    assert ballot_refused(replace(CONTENT, reasons="字" * 19)) == ("REASONS_SHORT", "reasons")
    assert ballot_refused(replace(CONTENT, reasons="字 \n　" * 19)) == ("REASONS_SHORT", "reasons")


@pytest.mark.clause("A-06")
def test_there_is_no_abstaining_but_evidence_can_be_found_insufficient() -> None:
    assert ballot_refused(replace(CONTENT, option="")) == ("BALLOT_OPTION", "option")
    assert ballot_refused(replace(CONTENT, option="abstain")) == ("BALLOT_OPTION", "option")
    assert ballot_refused(replace(CONTENT, option="I")) is None


@pytest.mark.clause("2.4.2-i0")
def test_a_test_asked_for_is_named() -> None:
    assert ballot_refused(replace(CONTENT, test_needed=True, test_item=" ")) == ("TEST_ITEM_MISSING", "test_item")
    assert ballot_refused(replace(CONTENT, test_needed=True, test_item="DBP 含量")) is None


def test_evidence_comes_from_the_pack() -> None:
    assert ballot_refused(replace(CONTENT, evidence=(11, 12))) is None
    assert ballot_refused(replace(CONTENT, evidence=(11, 99))) == ("EVIDENCE_UNKNOWN", "evidence")


@pytest.mark.clause("D-10")
def test_a_round_is_extended_once() -> None:
    assert rules.must_be_extended(2, OPEN, is_enough=True, extensions=0)
    assert not rules.must_be_extended(2, OPEN, is_enough=True, extensions=1)
    assert not rules.must_be_extended(2, OPEN, is_enough=False, extensions=0)
    assert not rules.must_be_extended(0, OPEN, is_enough=True, extensions=0)
    assert not rules.must_be_extended(2, replace(OPEN, state=RoundState.CLOSED), is_enough=True, extensions=0)


@pytest.mark.clause("D-04")
def test_a_void_names_the_member_it_concerns() -> None:
    assert rules.reasons_against_void_request(VoidGround.TECHNICAL_FAILURE, None, {1, 2}) is None
    assert rules.reasons_against_void_request(VoidGround.MEMBER_LEFT, 2, {1, 2}) is None
    assert rules.reasons_against_void_request(VoidGround.MEMBER_LEFT, None, {1, 2}) == "VOID_MEMBER"
    assert rules.reasons_against_void_request(VoidGround.CONFLICT_FOUND, 3, {1, 2}) == "VOID_MEMBER"


@pytest.mark.clause("D-04", "A-03")
def test_a_member_on_an_open_roll_does_not_simply_leave() -> None:
    assert rules.may_leave(is_on_open_roll=False)
    assert not rules.may_leave(is_on_open_roll=True)


@pytest.mark.clause("A-09", "S-08")
def test_a_review_is_answered_by_somebody_else_than_the_organiser() -> None:
    def refused(
        answer: ReviewAnswer, *, answerer: int = 2, graver: int = 0, reply: str | None = None
    ) -> tuple[str, str | None] | None:
        return rules.reasons_against_review(
            answer, answerer=answerer, organiser=1, graver_minority=graver, graver_answer=reply
        )

    assert refused(ReviewAnswer.PROCEED) is None
    assert refused(ReviewAnswer.PROCEED, answerer=1) == ("SOD_REVIEW", None)
    assert refused(ReviewAnswer.PROCEED, graver=1) == ("GRAVER_UNANSWERED", "graver_answer")
    assert refused(ReviewAnswer.PROCEED, graver=1, reply=" ") == ("GRAVER_UNANSWERED", "graver_answer")
    assert refused(ReviewAnswer.PROCEED, graver=1, reply="其理由为……") is None
    assert refused(ReviewAnswer.TREAT_AS_MAJOR, graver=1) is None
    assert refused(ReviewAnswer.ANOTHER_ROUND, graver=1) is None


@pytest.mark.clause("2.4.2-c")
def test_signing_in_opens_two_hours_before_the_meeting() -> None:
    held_at = NOW + timedelta(hours=2)
    assert rules.is_too_early(NOW - SECOND, held_at)
    assert not rules.is_too_early(NOW, held_at)
    assert not rules.is_too_early(NOW, None)


def test_whoever_cannot_judge_is_not_asked_for_scores() -> None:
    assert rules.is_full_ballot_asked("2")
    assert rules.is_full_ballot_asked(None)
    assert not rules.is_full_ballot_asked("I")
