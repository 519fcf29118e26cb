"""The conclusion from the count to the main record: who may do what, when, and what is kept of it (P33–P38)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from panel.audit.models import Event
from panel.conclusions import queries, service
from panel.conclusions.facts import SignatureAct
from panel.files import queries as files
from panel.kernel.canonical import sha256_hex
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, PanelError, RuleViolatedError
from panel.matters import queries as matter_queries
from panel.matters import service as matters
from panel.voting import queries as rolls
from panel.voting import result_queries as counted
from panel.voting import service as voting
from panel.voting.ballot_facts import ReviewAnswer
from tests.support.conclusions import PARTS, REVIEWER, SMALL, Conclusions
from tests.support.papers import lines_of
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY

SIGN, STATED, REFUSE = SignatureAct.SIGN, SignatureAct.SIGN_WITH_STATEMENT, SignatureAct.REFUSE


def refusal(act: Callable[..., Any], *args: Any, **facts: Any) -> PanelError:
    """Do what must be refused, and give the refusal."""
    with pytest.raises(PanelError) as refused:
        act(*args, **facts)
    return refused.value


def document(story: Conclusions, panel_id: int, version: int = 1) -> bytes:
    with story.app.app_context(), story.looking() as session:
        row = queries.list_versions(session, panel_id)[version - 1]
        return files.read_content(files.get_file(session, row.docx_file_id or 0))


def acts_of(story: Conclusions, panel_id: int) -> dict[str, str]:
    """Give what each member of the roll did, by name."""
    with story.looking() as session:
        row = queries.get_conclusion(session, panel_id)
        roll = {line.seat_id: line.name for line in rolls.roll_of(session, row.round_id)}
        return {roll[one.seat_id]: one.act for one in queries.list_signatures(session, row.id)}


# The draft


@pytest.mark.clause("2.4.3-c", "2.4.2-i", "A-09")
@pytest.mark.parametrize(
    ("ballots", "code"),
    [("22331", "MAJOR_DISAGREEMENT"), ("IIII2", "EVIDENCE_INSUFFICIENT")],
)
def test_a_red_count_blocks_the_draft(story: Conclusions, ballots: str, code: str) -> None:
    panel_id, _round = story.counted(ballots)
    assert refusal(story.act, service.draft_conclusion, panel_id, by=SECRETARY).code == code
    assert story.state(panel_id) == code


@pytest.mark.clause("2.4.3-c", "A-09")
def test_an_open_review_blocks_the_draft_until_it_is_answered(story: Conclusions) -> None:
    panel_id, round_id = story.counted("22333")
    assert refusal(story.act, service.draft_conclusion, panel_id, by=SECRETARY).code == "REVIEW_OPEN"
    story.act(
        voting.answer_review, round_id, answer=ReviewAnswer.PROCEED, reason="多数意见依据充分，同意形成结论。",
        graver_answer="二级意见的理由已由检测数据排除。", by=APPROVER,
    )  # fmt: skip
    story.act(service.draft_conclusion, panel_id, by=SECRETARY)
    assert story.state(panel_id) == "DRAFTED"


@pytest.mark.clause("2.4.3-c")
def test_nothing_is_drafted_before_the_count(story: Conclusions) -> None:
    panel_id, round_id = story.voting(SMALL, complexity_grounds=())
    assert refusal(story.act, service.draft_conclusion, panel_id, by=SECRETARY).code == "NOT_COUNTED"
    story.cast_all(round_id, "222", SMALL)
    story.act(service.draft_conclusion, panel_id, by=SECRETARY)
    assert story.state(panel_id) == "DRAFTED"


@pytest.mark.clause("2.4.3-c", "2.4.2-h", "D-06")
def test_the_draft_is_made_of_the_votes(story: Conclusions, decided: int) -> None:
    story.act(service.draft_conclusion, decided, by=SECRETARY)
    row = story.conclusion(decided)
    assert (row.version, row.state, row.option) == (1, "DRAFTED", "2")
    assert row.parts["nature"] == "健康危害"
    assert "三批次检测值均超出限值" in row.parts["level_reasons"]
    assert (row.drafted_by, row.drafted_at) == (story.basis.account(SECRETARY), story.clock())


@pytest.mark.clause("4.1.2-b", "2.4.3-c")
@pytest.mark.parametrize(
    ("who", "code"), [(OFFICIAL, "ROLE"), (APPROVER, "ROLE"), ("u16", "ROLE"), ("u07", "NOT_OF_PANEL")]
)
def test_only_the_secretary_of_the_panel_drafts(story: Conclusions, decided: int, who: str, code: str) -> None:
    assert refusal(story.act, service.draft_conclusion, decided, by=who).code == code


def test_a_second_draft_is_refused(story: Conclusions, drafted: int) -> None:
    assert refusal(story.act, service.draft_conclusion, drafted, by=SECRETARY).code == "ILLEGAL_TRANSITION"


@pytest.mark.clause("3.5.0-e")
def test_a_change_of_the_draft_is_on_record_before_and_after(story: Conclusions, drafted: int) -> None:
    story.act(service.edit_conclusion, drafted, {"nature": "另一种性质"}, by=SECRETARY)
    assert story.conclusion(drafted).parts == {**PARTS, "nature": "另一种性质"}
    with story.looking() as session:
        event = session.scalars(select(Event).where(Event.action == "conclusions.draft.changed")).all()[-1]
    assert (event.before["nature"], event.after["nature"]) == (PARTS["nature"], "另一种性质")  # type: ignore[index]


@pytest.mark.clause("2.4.0-c", "2.4.3-c", "4.1.2-d")
@pytest.mark.parametrize("part", ["nature", "level_reasons", "analysis", "suggestions"])
def test_a_conclusion_that_lacks_a_part_is_not_sent_to_review(story: Conclusions, drafted: int, part: str) -> None:
    empty: Any = [] if part == "suggestions" else " "
    story.act(service.edit_conclusion, drafted, {part: empty}, by=SECRETARY)
    refused = refusal(story.act, service.submit_conclusion, drafted, by=SECRETARY)
    assert (refused.code, refused.field) == ("CONCLUSION_PART", part)
    assert story.state(drafted) == "DRAFTED"


def test_every_missing_part_is_named_at_once(story: Conclusions, drafted: int) -> None:
    story.act(service.edit_conclusion, drafted, {"analysis": "", "suggestions": []}, by=SECRETARY)
    assert refusal(story.act, service.submit_conclusion, drafted, by=SECRETARY).facts == {"parts": "分析意见、建议措施"}


# The review


@pytest.mark.clause("2.4.3-c")
def test_the_text_is_frozen_from_review_on(story: Conclusions, in_review: int) -> None:
    for step in (None, (service.pass_review, REVIEWER)):
        if step:
            story.act(step[0], in_review, by=step[1])
        refused = refusal(story.act, service.edit_conclusion, in_review, {"nature": "改"}, by=SECRETARY)
        assert refused.code == "CONCLUSION_FROZEN"
    assert story.conclusion(in_review).parts == PARTS


@pytest.mark.clause("3.2.2-b")
def test_a_conclusion_goes_back_with_the_reason_and_comes_again(story: Conclusions, in_review: int) -> None:
    story.act(service.return_conclusion, in_review, reason="请补充暴露场景", by=REVIEWER)
    row = story.conclusion(in_review)
    assert (story.state(in_review), row.state, row.return_reason) == ("DRAFTED", "DRAFTED", "请补充暴露场景")
    story.act(service.edit_conclusion, in_review, {"analysis": "儿童暴露场景。"}, by=SECRETARY)
    story.act(service.submit_conclusion, in_review, by=SECRETARY)
    story.act(service.pass_review, in_review, by=REVIEWER)
    assert story.state(in_review) == "TO_SIGN"


@pytest.mark.clause("S-03", "3.2.2-b")
@pytest.mark.parametrize("act", [service.pass_review, service.return_conclusion])
@pytest.mark.parametrize(("who", "code"), [(SECRETARY, "SOD_CONCLUSION"), (APPROVER, "ROLE"), ("u05", "NOT_OF_PANEL")])
def test_only_another_official_of_the_department_reviews(
    story: Conclusions, in_review: int, act: Any, who: str, code: str
) -> None:
    reason = {"reason": "x"} if act is service.return_conclusion else {}
    assert refusal(story.act, act, in_review, by=who, **reason).code == code
    assert story.state(in_review) == "IN_REVIEW"


@pytest.mark.clause("D-07")
def test_passing_the_review_freezes_the_text_and_opens_the_time_for_signing(story: Conclusions, in_review: int) -> None:
    story.act(service.pass_review, in_review, by=REVIEWER)
    row = story.conclusion(in_review)
    assert row.reviewed_by == story.basis.account(REVIEWER)
    assert len(row.text_sha256 or "") == 64
    assert row.sign_until is not None
    assert row.sign_until.isoformat() == "2026-03-05T15:59:59+00:00"  # three working days, to the end of the day


# The signatures


@pytest.mark.clause("D-06", "D-07", "D-13")
def test_members_sign_sign_with_a_statement_or_refuse(story: Conclusions, to_sign: int) -> None:
    story.sign(to_sign, SMALL[0])
    story.sign(to_sign, SMALL[1], STATED, "保留对范围的看法")
    story.sign(to_sign, SMALL[2], REFUSE, " 暴露量证据不足 ")
    with story.looking() as session:
        row = queries.get_conclusion(session, to_sign)
        done = queries.list_signatures(session, row.id)
        assert [(one.act, one.statement, one.method) for one in done] == [
            ("sign", "", "password"),
            ("sign_with_statement", "保留对范围的看法", "password"),
            ("refuse", "暴露量证据不足", "password"),
        ]
        assert {one.text_sha256 for one in done} == {row.text_sha256}
        assert {one.at for one in done} == {story.clock()}
        assert session.scalars(select(Event.action).order_by(Event.id)).all()[-3:] == ["panel.sign"] * 3


@pytest.mark.clause("D-06")
@pytest.mark.parametrize("statement", ["", "  \n"])
def test_signing_with_a_statement_needs_one_and_refusing_does_not(
    story: Conclusions, to_sign: int, statement: str
) -> None:
    refused = refusal(story.sign, to_sign, SMALL[0], STATED, statement)
    assert (refused.code, refused.field) == ("STATEMENT_MISSING", "statement")
    story.sign(to_sign, SMALL[0], REFUSE, statement)


@pytest.mark.clause("D-07")
def test_nobody_signs_twice(story: Conclusions, to_sign: int) -> None:
    story.sign(to_sign, SMALL[0], REFUSE)
    assert refusal(story.sign, to_sign, SMALL[0]).code == "SIGNED_ALREADY"


@pytest.mark.clause("D-06", "S-04")
@pytest.mark.parametrize("who", [MEMBERS[3], "ZJ-0001", SECRETARY, OFFICIAL])
def test_only_members_of_the_deciding_roll_sign(story: Conclusions, to_sign: int, who: str) -> None:
    actor = story.expert(who) if who.startswith("ZJ-") else story.basis.actor(who)
    refused = refusal(
        story.act, service.sign_conclusion, to_sign, SIGN, statement="", proof=replace(story.proof(SMALL[0])), by=actor
    )
    assert (type(refused), refused.code) == (NotAllowedError, "NOT_ON_ROLL")


@pytest.mark.clause("D-13", "4.1.2-e")
@pytest.mark.parametrize(
    ("age", "code"), [(timedelta(minutes=2), None), (timedelta(minutes=2, seconds=1), "PROOF_STALE")]
)
def test_a_proof_holds_for_two_minutes(story: Conclusions, to_sign: int, age: timedelta, code: str | None) -> None:
    proof = replace(story.proof(SMALL[0]), at=story.clock() - age)
    if code is None:
        story.sign(to_sign, SMALL[0], proof=proof)
    else:
        assert refusal(story.sign, to_sign, SMALL[0], proof=proof).code == code


@pytest.mark.clause("D-13")
def test_a_proof_of_another_member_does_not_serve(story: Conclusions, to_sign: int) -> None:
    refused = refusal(story.sign, to_sign, SMALL[0], proof=story.proof(SMALL[1]))
    assert (refused.code, refused.field) == ("PROOF_STALE", "password")


@pytest.mark.clause("D-07")
@pytest.mark.parametrize(("late", "code"), [(0, None), (1, "SIGNING_OVER")])
def test_there_is_time_to_sign_until_the_last_second(
    story: Conclusions, to_sign: int, late: int, code: str | None
) -> None:
    until = story.conclusion(to_sign).sign_until
    assert until is not None
    story.clock.set(until + timedelta(seconds=late))
    if code is None:
        story.sign(to_sign, SMALL[0])
    else:
        assert refusal(story.sign, to_sign, SMALL[0]).code == code


def test_a_conclusion_that_is_not_out_for_signing_is_not_signed(story: Conclusions, in_review: int) -> None:
    assert refusal(story.sign, in_review, SMALL[0]).code == "ILLEGAL_TRANSITION"


# The issue


@pytest.mark.clause("D-07", "2.4.3-c")
def test_nothing_is_issued_while_a_member_may_still_sign(story: Conclusions, to_sign: int) -> None:
    story.sign(to_sign, SMALL[0])
    story.sign(to_sign, SMALL[1], REFUSE)
    refused = refusal(story.issue, to_sign)
    assert (refused.code, refused.facts) == ("SIGNATURES_OPEN", {"missing": 1})
    story.sign(to_sign, SMALL[2])
    assert story.issue(to_sign) == "湘研结〔2026〕1号"


@pytest.mark.clause("D-07")
def test_silence_past_the_limit_is_recorded_as_not_signed(story: Conclusions, to_sign: int) -> None:
    story.sign(to_sign, SMALL[0])
    until = story.conclusion(to_sign).sign_until
    assert until is not None
    story.clock.set(until)
    assert refusal(story.issue, to_sign).code == "SIGNATURES_OPEN"
    story.clock.move(seconds=1)
    story.issue(to_sign)
    assert sorted(acts_of(story, to_sign).values()) == ["not_signed", "not_signed", "sign"]
    printed = "\n".join(lines_of(document(story, to_sign)))
    assert printed.count("逾期未签署，未书面说明理由") == 2
    with story.looking() as session:
        silent = [one for one in queries.list_signatures(session, 1) if one.act == "not_signed"]
        assert {one.method for one in silent} == {"system"}


@pytest.mark.clause("S-03", "2.4.3-c")
@pytest.mark.parametrize(
    ("who", "code"),
    [(SECRETARY, "SOD_CONCLUSION"), (REVIEWER, "SOD_CONCLUSION"), (OFFICIAL, "ROLE"), ("u06", "NOT_OF_PANEL")],
)
def test_only_the_approver_as_third_person_issues(story: Conclusions, to_sign: int, who: str, code: str) -> None:
    for member in SMALL:
        story.sign(to_sign, member)
    assert refusal(story.act, service.issue_conclusion, to_sign, by=who).code == code
    assert story.state(to_sign) == "TO_SIGN"


@pytest.mark.clause("2.4.3-c", "3.5.0-c")
def test_the_issued_document_has_its_number_its_digest_and_all_that_was_decided(
    story: Conclusions, issued: int
) -> None:
    row, content = story.conclusion(issued), document(story, issued)
    assert (row.state, row.number, row.issued_by) == ("SIGNED", "湘研结〔2026〕1号", story.basis.account(APPROVER))
    assert row.sha256 == sha256_hex(content)
    printed = "\n".join(lines_of(content))
    with story.looking() as session:
        [result] = counted.list_results(session, issued)
        [dissent] = counted.dissents(session, issued)
        sentence = result.count.sentences["zh"]["majority"]
    for words in (
        row.number, "湘研委〔2026〕1号", "FX430000-2026-5-", sentence, PARTS["analysis"], "召回已售批次", dissent.name,
        dissent.ballot.reasons, "邹雨桐", "程听澜", "罗承志", "已签署",
    ):  # fmt: skip
        assert words in printed
    assert "待编号" not in printed
    assert "待签" not in printed
    with story.looking() as session:
        event = session.scalars(select(Event).where(Event.action == "conclusions.conclusion.issued")).one()
        assert event.after == {"number": row.number, "sha256": row.sha256, "version": 1}


@pytest.mark.clause("2.4.3-c")
def test_numbers_follow_one_another_without_a_gap(story: Conclusions, to_sign: int) -> None:
    other = story.to_sign()
    assert refusal(story.issue, to_sign).code == "SIGNATURES_OPEN"  # a refusal uses up no number
    for panel_id in (other, to_sign):
        for member in SMALL:
            story.sign(panel_id, member)
    assert [story.issue(other), story.issue(to_sign)] == ["湘研结〔2026〕1号", "湘研结〔2026〕2号"]


def test_an_issued_conclusion_is_not_issued_again(story: Conclusions, issued: int) -> None:
    assert refusal(story.issue, issued).code == "ILLEGAL_TRANSITION"


# The main record


@pytest.mark.clause("3.2.2-b", "S-05", "3.4.0-f15", "2.4.3-c", "3.3.3-a")
def test_the_result_is_entered_reviewed_and_confirmed_by_three_persons(story: Conclusions, issued: int) -> None:
    result_id = story.act(service.enter_on_record, issued, by=OFFICIAL)
    for who in (OFFICIAL,):
        assert refusal(story.act, matters.review_result, result_id, by=who).code == "SOD_RESULT"
    assert refusal(story.act, matters.confirm_result, result_id, by=APPROVER).code == "RESULT_UNREVIEWED"
    story.act(matters.review_result, result_id, by=REVIEWER)
    story.act(matters.confirm_result, result_id, by=APPROVER)
    with story.looking() as session:
        matter = matter_queries.get_matter(session, story.matter_id(issued))
        result = matter_queries.find_result(session, matter_queries.get_adjudication(session, 1).id)
        assert result is not None
        assert (matter.state, matter.level) == ("ADJUDICATED", 2)
        assert (result.conclusion_no, result.risk_level, result.nature) == ("湘研结〔2026〕1号", "2", PARTS["nature"])
        assert (result.roll_count, result.round_count, result.has_dissent) == (3, 1, True)
        assert {option: votes for option, votes in result.tally.items() if votes} == {"2": 2, "3": 1}
        assert list(result.measures) == PARTS["suggestions"]
        assert {result.entered_by, result.reviewed_by, result.confirmed_by} == {
            story.basis.account(who) for who in (OFFICIAL, REVIEWER, APPROVER)
        }


@pytest.mark.clause("2.4.3-c")
def test_nothing_is_entered_before_the_conclusion_is_issued(story: Conclusions, to_sign: int) -> None:
    refused = refusal(story.act, service.enter_on_record, to_sign, by=OFFICIAL)
    assert (type(refused), refused.code) == (RuleViolatedError, "CONCLUSION_MISSING")


def test_a_result_is_entered_once(story: Conclusions, issued: int) -> None:
    story.act(service.enter_on_record, issued, by=OFFICIAL)
    assert refusal(story.act, service.enter_on_record, issued, by=REVIEWER).code == "RESULT_STANDING"


@pytest.mark.clause("3.5.0-f", "3.1.1-g")
@pytest.mark.parametrize(("who", "code"), [("u05", "NOT_OF_PANEL"), (SECRETARY, "ROLE"), ("u18", "ROLE")])
def test_only_an_official_of_the_department_enters(story: Conclusions, issued: int, who: str, code: str) -> None:
    assert refusal(story.act, service.enter_on_record, issued, by=who).code == code


# The correction


@pytest.mark.clause("3.5.0-c")
def test_a_correction_is_a_new_version_and_the_original_stays(story: Conclusions, issued: int) -> None:
    before, first = document(story, issued), story.conclusion(issued)
    story.clock.move(days=1)
    story.act(service.correct_conclusion, issued, erratum="附件二页码有误", by=APPROVER)
    second = story.conclusion(issued)
    assert (second.version, second.number, second.state) == (2, first.number, "SIGNED")
    assert second.sha256 != first.sha256
    assert document(story, issued, 1) == before
    assert sha256_hex(before) == first.sha256
    corrected = document(story, issued, 2)
    assert sha256_hex(corrected) == second.sha256
    printed = "\n".join(lines_of(corrected))
    assert "更正说明：附件二页码有误" in printed
    assert printed.count("已签署") == len(SMALL)
    assert (story.state(issued), second.option, second.parts["analysis"]) == ("SIGNED", first.option, PARTS["analysis"])
    with story.looking() as session:
        event = session.scalars(select(Event).where(Event.action == "panel.correct")).one()
        assert event.reason == "附件二页码有误"


@pytest.mark.parametrize(
    ("who", "erratum", "code"),
    [
        (APPROVER, " ", "ERRATUM_MISSING"),
        (SECRETARY, "x", "ROLE"),
        (OFFICIAL, "x", "ROLE"),
        ("u06", "x", "NOT_OF_PANEL"),
    ],
)
def test_only_the_approver_corrects_and_says_what(
    story: Conclusions, issued: int, who: str, erratum: str, code: str
) -> None:
    assert refusal(story.act, service.correct_conclusion, issued, erratum=erratum, by=who).code == code


def test_what_was_not_issued_is_not_corrected(story: Conclusions, to_sign: int) -> None:
    refused = refusal(story.act, service.correct_conclusion, to_sign, erratum="x", by=APPROVER)
    assert refused.code == "CONCLUSION_MISSING"


# Who reads it


@pytest.mark.clause("D-11", "3.5.0-b")
def test_members_read_it_once_its_text_is_frozen_and_others_never(story: Conclusions, in_review: int) -> None:
    member, stranger = story.expert(SMALL[0]), story.expert("ZJ-0001")

    def readable(actor: Any) -> bool:
        with story.looking() as session:
            from panel.commissions import queries as commissions

            return queries.find_readable(session, commissions.get_panel(session, in_review), actor) is not None

    assert [readable(one) for one in (member, stranger, story.basis.actor(OFFICIAL))] == [False, False, True]
    story.act(service.pass_review, in_review, by=REVIEWER)
    assert [readable(one) for one in (member, stranger)] == [True, False]


@pytest.mark.clause("2.5.5-c")
def test_taking_the_document_is_on_record(story: Conclusions, issued: int) -> None:
    story.act(service.note_download, issued, by="u16")
    with story.looking() as session:
        event = session.scalars(select(Event).where(Event.action == "conclusions.document.taken")).one()
        assert (event.actor_id, event.facts["version"]) == (story.basis.account("u16"), 1)
    with pytest.raises(NotFoundError):
        story.act(service.note_download, issued, version=2, by="u16")
    with pytest.raises(NotFoundError):
        story.act(service.note_download, issued, by="u05")


def test_a_panel_without_a_conclusion_has_none_to_change(story: Conclusions, decided: int) -> None:
    for act, facts in ((service.submit_conclusion, {}), (service.edit_conclusion, {"parts": {}})):
        assert refusal(story.act, act, decided, by=SECRETARY, **facts).code == "NOT_FOUND"
    assert refusal(story.sign, decided, SMALL[0]).code == "NOT_FOUND"
    assert issubclass(BadInputError, PanelError)
