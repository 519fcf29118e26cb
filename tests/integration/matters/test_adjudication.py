"""Opening adjudications, asking higher places, inquiries, and results, each refusal with its code."""

from dataclasses import replace
from typing import Any

import pytest

from panel.kernel.errors import NotAllowedError, NotFoundError
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from panel.matters.facts import Mode
from tests.support.matters import BLOCK, Matters, refuses


def state_of(matters: Matters, number: int) -> str:
    with matters.session_of() as session:
        return queries.get_matter(session, number).state


def escalate(
    matters: Matters, number: int, *, by: str = "u08", target: str = "HQ-FOOD", reason: str = "需全国部署"
) -> int:
    return int(matters.act(
        service.request_escalation, number, form_key=new_key(), target_org_id=matters.basis.org_id(target),
        reason=reason, by=by,
    ))  # fmt: skip


def ask_level_1(matters: Matters, number: int, *, difficulty: str = "多部门处置") -> int:
    return int(matters.act(
        service.request_level_1, number, form_key=new_key(), difficulty=difficulty, by="u01"
    ))  # fmt: skip


# Opening


@pytest.mark.clause("2.4.1-e")
def test_level_1_without_the_leaders_approval_is_refused(matters: Matters) -> None:
    number = matters.confirmed("u01", matters.level_2())
    with refuses("LEVEL1_APPROVAL"):
        matters.act(service.open_adjudication, number, level=1, mode="expert", by="u01")


@pytest.mark.clause("2.4.1-a", "2.4.1-b")
def test_each_level_is_refused_to_the_wrong_body(matters: Matters) -> None:
    number = matters.confirmed("u21")
    with refuses("LEVEL3_ORGANISER"):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u21")
    with refuses("LEVEL_TIER"):
        matters.act(service.open_adjudication, number, level=2, mode="expert", by="u08")
    with refuses("LEVEL_MISSING"):
        matters.act(service.open_adjudication, number, level=4, mode="expert", by="u08")
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u05")
    with refuses("ROLE", NotAllowedError):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u10")
    matters.act(service.open_adjudication, number, level=3, mode="expert", by="u08")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u08")


@pytest.mark.clause("2.4.2-m", "2.4.0-a")
def test_another_mode_takes_the_place_of_an_adjudication_on_the_same_level(matters: Matters) -> None:
    number, first = matters.adjudicating()
    with refuses("REASON_MISSING"):
        matters.act(service.replace_adjudication, first, mode=Mode.WORK, reason="", by="u08")
    second = matters.act(service.replace_adjudication, first, mode=Mode.WORK, reason="改开联席会议", by="u08")
    with refuses("ADJUDICATION_CLOSED"):
        matters.act(service.replace_adjudication, first, mode=Mode.WORK, reason="再来", by="u08")
    with matters.session_of() as session:
        found = [(one.id, one.mode, one.level, one.state) for one in queries.list_adjudications(session, number)]
    assert found == [(first, "expert", 3, "closed_other"), (second, "work", 3, "open")]


# Escalation


@pytest.mark.clause("2.4.1-c", "3.1.1-d")
def test_an_escalation_is_drafted_endorsed_by_another_and_suspends_the_bureaus_adjudication(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    with refuses("ESCALATION_TARGET"):
        escalate(matters, number, target="B-330")
    with refuses("REASON_MISSING"):
        escalate(matters, number, reason=" ")
    with refuses("ROLE", NotAllowedError):
        escalate(matters, number, by="u09")
    request = escalate(matters, number)
    with refuses("REQUEST_OPEN"):
        escalate(matters, number)
    with refuses("ROLE", NotAllowedError):
        matters.act(service.endorse_request, request, is_endorsed=True, by="u28")
    with refuses("REASON_MISSING"):
        matters.act(service.endorse_request, request, is_endorsed=False, by="u09")
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    with refuses("REQUEST_DONE"):
        matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    with matters.session_of() as session:
        assert queries.get_adjudication(session, adjudication).state == "suspended"
    assert state_of(matters, number) == "ESCALATED_2"


def test_a_request_that_the_head_refuses_changes_nothing_and_may_be_drafted_anew(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    request = escalate(matters, number)
    matters.act(service.endorse_request, request, is_endorsed=False, reason="本局可以判断", by="u09")
    assert state_of(matters, number) == "ADJUDICATING"
    escalate(matters, number)


def test_a_second_press_of_the_button_gives_the_same_request(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    key = new_key()
    facts = {"form_key": key, "target_org_id": matters.basis.org_id("HQ-FOOD"), "reason": "需全国部署"}
    first = matters.act(service.request_escalation, number, **facts, by="u08")
    assert matters.act(service.request_escalation, number, **facts, by="u08") == first


@pytest.mark.clause("2.4.1-c")
def test_only_the_department_addressed_answers_and_a_return_needs_a_reason(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    request = escalate(matters, number)
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.accept_escalation, request, by="u01")
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.accept_escalation, request, by="u22")
    with refuses("NOT_ADDRESSED"):
        matters.act(service.accept_escalation, request, by="u08")
    with refuses("REASON_MISSING"):
        matters.act(service.return_escalation, request, reason="", by="u01")
    matters.act(service.return_escalation, request, reason="本局先作研判", by="u01")
    assert state_of(matters, number) == "ADJUDICATING"
    with matters.session_of() as session:
        assert queries.get_adjudication(session, adjudication).state == "open"
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.accept_escalation, request, by="u01")


@pytest.mark.clause("2.4.1-c")
def test_while_escalated_the_bureau_only_records_measures(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    request = escalate(matters, number)
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.regrade_matter, number, grading=matters.level_2(), reason="扩大", by="u08")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    matters.act(
        service.record_pre_disposition, number, form_key=new_key(), measures=["recall"], details="", executor="市局",
        taken_at=matters.clock(), is_emergency=False, by="u08",
    )  # fmt: skip
    second = matters.act(service.accept_escalation, request, by="u01")
    with refuses("REQUEST_DONE"):
        matters.act(service.accept_escalation, request, by="u01")
    with matters.session_of() as session:
        assert queries.get_adjudication(session, adjudication).state == "closed_other"
        assert queries.get_adjudication(session, second).organiser_org_id == matters.basis.org_id("HQ-FOOD")
    with refuses("NOT_OWNER"):
        matters.act(service.regrade_matter, number, grading=matters.level_2(), reason="扩大", by="u08")


# Level 1


@pytest.mark.clause("2.4.1-e", "A-28", "S-09")
def test_level_1_is_asked_from_level_2_and_decided_by_a_leader_with_number_and_body(matters: Matters) -> None:
    number, second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    with refuses("REASON_MISSING"):
        ask_level_1(matters, number, difficulty="")
    request = ask_level_1(matters, number)
    decide: dict[str, Any] = {"is_approved": True, "approval_no": "1号", "result_org_id": matters.basis.org_id("HQ-GO")}
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.decide_level_1, request, **decide, by="u03")
    matters.act(service.endorse_request, request, is_endorsed=True, by="u02")
    with refuses("HQ_LEADER"):
        matters.act(service.decide_level_1, request, **decide, by="u02")
    with refuses("APPROVAL_NO"):
        matters.act(service.decide_level_1, request, **decide | {"approval_no": ""}, by="u03")
    with refuses("RESULT_BODY"):
        matters.act(service.decide_level_1, request, **decide | {"result_org_id": None}, by="u03")
    with refuses("RESULT_BODY"):
        org = matters.basis.org_id("B-430")
        matters.act(service.decide_level_1, request, **decide | {"result_org_id": org}, by="u03")
    with refuses("REASON_MISSING"):
        matters.act(service.decide_level_1, request, is_approved=False, by="u03")
    matters.act(service.decide_level_1, request, is_approved=False, reason="二级可以解决", by="u03")
    with refuses("REQUEST_DONE"):
        matters.act(service.decide_level_1, request, **decide, by="u03")
    with matters.session_of() as session:
        assert queries.get_matter(session, number).state == "ADJUDICATING"
        assert queries.get_adjudication(session, second).state == "open"


def test_a_level_3_matter_does_not_skip_to_level_1(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    with refuses("LEVEL1_STATE"):
        matters.act(service.request_level_1, number, form_key=new_key(), difficulty="难", by="u08")


def test_an_escalation_is_not_decided_as_level_1(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    request = escalate(matters, number)
    with refuses("ROLE", NotAllowedError):
        matters.act(service.decide_level_1, request, is_approved=True, by="u09")


# Inquiries


@pytest.mark.clause("2.4.2-k", "2.4.2-m", "2.4.2-i")
def test_a_test_and_an_investigation_may_run_at_once_and_both_must_end(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    course = (("M15", "TESTING"), ("M13", "INVESTIGATING"), ("M16", "INVESTIGATING"))
    for event, state in course:
        with matters.session_of() as session:
            service.advance_matter(session, number, event, actor=matters.basis.actor("u08"), clock=matters.clock)
        assert state_of(matters, number) == state
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    with refuses("ILLEGAL_TRANSITION"), matters.session_of() as session:
        service.advance_matter(session, number, "M16", actor=matters.basis.actor("u08"), clock=matters.clock)
    with matters.session_of() as session:
        service.advance_matter(session, number, "M14", actor=matters.basis.actor("u08"), clock=matters.clock)
    assert state_of(matters, number) == "ADJUDICATING"


def test_an_inquiry_is_opened_by_the_owner_in_adjudication_only(matters: Matters) -> None:
    number = matters.confirmed("u21")
    with refuses("ILLEGAL_TRANSITION"), matters.session_of() as session:
        service.advance_matter(session, number, "M13", actor=matters.basis.actor("u08"), clock=matters.clock)
    matters.act(service.open_adjudication, number, level=3, mode="expert", by="u08")
    with refuses("NOT_OWNER"), matters.session_of() as session:
        service.advance_matter(session, number, "M13", actor=matters.basis.actor("u21"), clock=matters.clock)


# Results


@pytest.mark.clause("2.4.3-c", "2.4.0-c", "2.4.2-m")
def test_a_result_without_a_conclusion_number_is_refused(matters: Matters) -> None:
    _number, adjudication = matters.adjudicating()
    with refuses("CONCLUSION_MISSING"):
        matters.act(service.enter_result, adjudication, block=replace(BLOCK, conclusion_no=""), by="u08")
    with refuses("NATURE_MISSING"):
        matters.act(service.enter_result, adjudication, block=replace(BLOCK, nature=""), by="u08")


@pytest.mark.clause("2.4.2-m")
def test_an_investigation_does_not_conclude(matters: Matters) -> None:
    _number, adjudication = matters.adjudicating(mode=Mode.INVESTIGATIVE)
    with refuses("INVESTIGATION_NOT_FINAL"):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")


@pytest.mark.clause("3.2.2-b", "S-05")
def test_entry_review_and_confirmation_are_three_persons(matters: Matters) -> None:
    _number, adjudication = matters.adjudicating()
    with refuses("ROLE", NotAllowedError):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u10")
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    with refuses("RESULT_STANDING"):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u28")
    with refuses("SOD_RESULT"):
        matters.act(service.review_result, result, by="u08")
    with refuses("RESULT_UNREVIEWED"):
        matters.act(service.confirm_result, result, by="u09")
    matters.act(service.review_result, result, by="u28")
    with refuses("RESULT_REVIEWED"):
        matters.act(service.review_result, result, by="u28")
    with refuses("RESULT_BY_HEAD"):
        matters.act(service.confirm_result, result, by="u28")
    matters.act(service.confirm_result, result, by="u09")
    with refuses("RESULT_DONE"):
        matters.act(service.confirm_result, result, by="u09")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")


def test_a_result_that_is_sent_back_is_kept_and_entered_anew(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    first = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    with refuses("SOD_RESULT"):
        matters.act(service.return_result, first, reason="票数有误", by="u08")
    with refuses("REASON_MISSING"):
        matters.act(service.return_result, first, reason="", by="u28")
    matters.act(service.return_result, first, reason="票数有误", by="u28")
    with refuses("RESULT_DONE"):
        matters.act(service.review_result, first, by="u28")
    second = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    with matters.session_of() as session:
        assert [one.id for one in queries.list_results(session, number)] == [first, second]
        standing = queries.find_result(session, adjudication)
        assert standing is not None
        assert standing.id == second


@pytest.mark.clause("3.1.1-f")
def test_a_level_2_result_is_not_entered_or_confirmed_by_another_department(matters: Matters) -> None:
    number, _third = matters.adjudicating("u08")
    request = escalate(matters, number)
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    second = matters.act(service.accept_escalation, request, by="u01")
    with refuses("RESULT_ENTRY_L2"):
        matters.act(service.enter_result, second, block=BLOCK, by="u08")
    result = matters.act(service.enter_result, second, block=BLOCK, by="u01")
    with refuses("RESULT_ENTRY_L2"):
        matters.act(service.review_result, result, by="u28")
    matters.act(service.review_result, result, by="u26")
    with refuses("RESULT_ENTRY_L2"):
        matters.act(service.confirm_result, result, by="u09")
    matters.act(service.confirm_result, result, by="u02")
    with matters.session_of() as session:
        latest = queries.find_latest_result(session, number)
        assert latest is not None
        assert latest.level == 2


@pytest.mark.clause("3.1.1-g")
def test_a_level_1_result_is_confirmed_by_the_body_named_and_not_by_the_department(matters: Matters) -> None:
    number, _second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    request = ask_level_1(matters, number)
    matters.act(service.endorse_request, request, is_endorsed=True, by="u02")
    first = matters.act(
        service.decide_level_1, request, is_approved=True, approval_no="1号",
        result_org_id=matters.basis.org_id("HQ-GO"), by="u03",
    )  # fmt: skip
    result = matters.act(service.enter_result, first, block=replace(BLOCK, risk_level="1"), by="u01")
    matters.act(service.review_result, result, by="u26")
    with refuses("RESULT_ENTRY_L1"):
        matters.act(service.confirm_result, result, by="u02")
    matters.act(service.confirm_result, result, by="u27")


@pytest.mark.clause("2.4.2-a")
def test_a_meeting_is_concluded_with_its_kind_and_its_attendees(matters: Matters) -> None:
    number, adjudication = matters.adjudicating(mode=Mode.WORK)
    minutes = replace(BLOCK, tally={}, roll=None, rounds=None, conclusion_no="会议纪要1号", risk_level="0")
    with refuses("MEETING_MISSING"):
        matters.act(service.enter_result, adjudication, block=minutes, by="u08")
    held = replace(minutes, meeting_type="joint", attendees="石伯安、程听澜、卫生部门")
    result = matters.act(service.enter_result, adjudication, block=held, by="u08")
    matters.act(service.review_result, result, by="u28")
    matters.act(service.confirm_result, result, by="u09")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.state, matter.level) == ("ADJUDICATED", 3)
