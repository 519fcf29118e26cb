"""A matter's course from intake to the confirmed result, on every level."""

from dataclasses import replace

import pytest

from panel.kernel.tokens import new_key
from panel.matters import queries, service
from tests.support.matters import BLOCK, Matters


def state_of(matters: Matters, number: int) -> str:
    with matters.session_of() as session:
        return queries.get_matter(session, number).state


@pytest.mark.clause("3.2.2-b", "3.4.0-f15", "S-05")
def test_a_level_3_matter_runs_to_a_result_confirmed_by_three_persons(matters: Matters) -> None:
    number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    matters.act(service.review_result, result, by="u28")
    matters.act(service.confirm_result, result, by="u09")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.state, matter.level, matter.must_escalate) == ("ADJUDICATED", 3, False)
        assert queries.get_adjudication(session, adjudication).state == "concluded"


@pytest.mark.clause("2.4.1-c", "3.1.1-c", "A-13")
def test_a_result_of_level_2_on_tier_2_forces_the_escalation_and_the_department_takes_it(matters: Matters) -> None:
    number, adjudication = matters.adjudicating("u13")
    result = matters.act(service.enter_result, adjudication, block=replace(BLOCK, risk_level="2"), by="u13")
    matters.act(service.review_result, result, by="u31")
    matters.act(service.confirm_result, result, by="u14")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.state, matter.level, matter.must_escalate) == ("ADJUDICATED", 2, True)
    request = matters.act(
        service.request_escalation, number, form_key=new_key(), target_org_id=matters.basis.org_id("HQ-SE"),
        reason="结论重新定为二级", by="u13",
    )  # fmt: skip
    matters.act(service.endorse_request, request, is_endorsed=True, by="u14")
    assert state_of(matters, number) == "ESCALATED_2"
    second = matters.act(service.accept_escalation, request, by="u11")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.state, matter.adjudication_level, matter.must_escalate) == ("ADJUDICATING", 2, False)
        assert matter.owner_org_id == matters.basis.org_id("HQ-SE")
        assert queries.get_adjudication(session, second).level == 2


@pytest.mark.clause("2.4.1-e", "A-28", "S-09", "3.1.1-g")
def test_level_1_opens_by_the_leaders_approval_and_its_result_is_confirmed_by_the_body_named(matters: Matters) -> None:
    number, second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    request = matters.act(service.request_level_1, number, form_key=new_key(), difficulty="需多部门共同处置", by="u01")
    matters.act(service.endorse_request, request, is_endorsed=True, by="u02")
    assert state_of(matters, number) == "AWAITING_LEADER"
    first = matters.act(
        service.decide_level_1, request, is_approved=True, approval_no="总局批〔2026〕1号",
        result_org_id=matters.basis.org_id("HQ-GO"), by="u03",
    )  # fmt: skip
    with matters.session_of() as session:
        assert queries.get_adjudication(session, second).state == "closed_other"
        assert queries.get_matter(session, number).adjudication_level == 1
    result = matters.act(service.enter_result, first, block=replace(BLOCK, risk_level="1"), by="u01")
    matters.act(service.review_result, result, by="u26")
    matters.act(service.confirm_result, result, by="u27")
    assert state_of(matters, number) == "ADJUDICATED"
