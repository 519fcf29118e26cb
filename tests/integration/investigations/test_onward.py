"""After the results: the panel again, another way to adjudicate, a higher place."""

from dataclasses import replace
from functools import partialmethod

import pytest

from panel.commissions import queries as commissions
from panel.investigations import queries, service
from panel.investigations.facts import OtherMode
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.matters import queries as matters
from tests.support import sittings
from tests.support.inquiries import PLAN, Inquiries
from tests.support.matters import Matters
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL


def propose(panels: Inquiries, panel_id: int, mode: OtherMode = OtherMode.WORK, **changes: object) -> int:
    facts = {"reason": "分歧在于政策取舍", "form_key": new_key(), "by": OFFICIAL} | changes
    request_id: int = panels.act(service.propose_other_adjudication, panel_id, mode, **facts)
    return request_id


def go_up(panels: Inquiries, panel_id: int, **changes: object) -> int:
    facts = {
        "target_org_id": panels.basis.org_id("HQ-FOOD"), "reason": "缺少限量标准", "form_key": new_key(),
        "by": OFFICIAL,
    }  # fmt: skip
    request_id: int = panels.act(service.propose_escalation, panel_id, **facts | changes)
    return request_id


# The panel again


@pytest.mark.clause("A-21", "2.4.2-m")
def test_the_panel_votes_again_with_the_findings_in_its_pack(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    panels.act(service.reconvene, panel_id, by=OFFICIAL)
    assert panels.state(panel_id) == "MATERIALS"
    with panels.looking() as session:
        released = commissions.list_released_materials(session, panel_id)
        assert released[-1].kind == "investigation_report"
        assert len(commissions.list_packs(session, panel_id)) == 2


@pytest.mark.clause("2.4.2-m")
def test_the_panel_does_not_vote_again_before_the_results(panels: Inquiries) -> None:
    panel_id = panels.split()
    for act in (lambda: panels.act(service.reconvene, panel_id, by=OFFICIAL), lambda: propose(panels, panel_id)):
        with pytest.raises(RuleViolatedError) as refused:
            act()
        assert refused.value.code == "FINDINGS_MISSING"


@pytest.mark.clause("A-21")
def test_after_two_rounds_without_a_decision_the_same_panel_votes_no_more(panels: Inquiries) -> None:
    panel_id = panels.twice_undecided()
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.reconvene, panel_id, by=OFFICIAL)
    assert (refused.value.code, refused.value.facts) == ("ROUNDS_EXHAUSTED", {"rounds": 2})
    panels.act(
        service.decide_request, panel_id, go_up(panels, panel_id, reason="两轮未决"), is_granted=True, by=APPROVER
    )
    assert panels.state(panel_id) == "ESCALATED"


@pytest.mark.clause("A-21", "2.4.2-f", "2.4.2-d")
def test_a_panel_of_three_is_enlarged_to_five_before_it_votes_again(panels: Inquiries) -> None:
    panel_id = panels.in_session(MEMBERS[:3], complexity_grounds=(), disciplines=("T03", "T06", "T07"))
    panels.vote(panel_id, "320", MEMBERS[:3])
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"
    panels.findings_in(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.reconvene, panel_id, by=OFFICIAL)
    assert refused.value.code == "PANEL_MIN5"
    assert panels.state(panel_id) == "FINDINGS_IN"


# Another way to adjudicate


@pytest.mark.clause("2.4.2-m")
@pytest.mark.parametrize("mode", list(OtherMode))
def test_another_adjudication_takes_the_panel_s_place_and_cites_the_reports(panels: Inquiries, mode: OtherMode) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    request_id = propose(panels, panel_id, mode)
    assert panels.state(panel_id) == "FINDINGS_IN"
    panels.act(service.decide_request, panel_id, request_id, is_granted=True, by=APPROVER)
    with panels.looking() as session:
        panel = commissions.get_panel(session, panel_id)
        now = matters.open_adjudication_of(session, panel.matter_id)
        old = matters.get_adjudication(session, panel.adjudication_id)
        row = queries.get_request(session, panel_id, request_id)
    assert now is not None
    assert (panel.state, now.mode, now.level, row.adjudication_id) == ("CLOSED_OTHER", mode.value, 3, now.id)
    assert old.state == "closed_other"
    assert "湘研查〔2026〕1号-报告" in old.close_reason
    assert panels.matter_state(panel_id) == "ADJUDICATING"


def test_a_refused_proposal_takes_a_reason_and_leaves_the_panel_open(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    request_id = propose(panels, panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.decide_request, panel_id, request_id, is_granted=False, by=APPROVER)
    assert refused.value.code == "RETURN_REASON"
    panels.act(service.decide_request, panel_id, request_id, is_granted=False, reason="先由本组再议", by=APPROVER)
    assert panels.state(panel_id) == "FINDINGS_IN"
    panels.act(service.reconvene, panel_id, by=OFFICIAL)


def test_proposing_twice_with_one_form_is_one_proposal(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    first = propose(panels, panel_id, form_key="c" * 32)
    assert propose(panels, panel_id, form_key="c" * 32) == first
    with pytest.raises(RuleViolatedError) as refused:
        propose(panels, panel_id)
    assert refused.value.code == "PROPOSAL_OPEN"
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.reconvene, panel_id, by=OFFICIAL)
    assert refused.value.code == "PROPOSAL_OPEN"


@pytest.mark.clause("2.4.2-m")
def test_a_proposal_is_decided_once_and_by_another_person(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    request_id = propose(panels, panel_id)
    proposer = replace(panels.basis.actor(APPROVER), id=panels.basis.account(OFFICIAL))
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.decide_request, panel_id, request_id, is_granted=True, by=proposer)
    assert refused.value.code == "SOD_PROPOSAL"
    with pytest.raises(NotAllowedError):
        panels.act(service.decide_request, panel_id, request_id, is_granted=True, by=OFFICIAL)
    panels.act(service.decide_request, panel_id, request_id, is_granted=True, by=APPROVER)
    with pytest.raises(StaleError) as stale:
        panels.act(service.decide_request, panel_id, request_id, is_granted=True, by=APPROVER)
    assert stale.value.code == "PROPOSAL_DECIDED"


def test_a_proposal_without_a_reason_or_of_another_panel_is_refused(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        propose(panels, panel_id, reason=" ")
    assert refused.value.code == "PROPOSAL_REASON"
    with pytest.raises(NotFoundError):
        panels.act(service.decide_request, panel_id, 999, is_granted=True, by=APPROVER)
    with pytest.raises(NotFoundError), panels.looking() as session:
        queries.lock_request(session, 999)


# A higher place


@pytest.mark.clause("2.4.1-c", "A-21")
def test_a_level_3_matter_goes_up_to_the_department_named(panels: Inquiries) -> None:
    panel_id = panels.split()
    request_id = go_up(panels, panel_id)
    panels.act(service.decide_request, panel_id, request_id, is_granted=True, reason="同意", by=APPROVER)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("ESCALATED", "ESCALATED_2")
    with panels.looking() as session:
        row = queries.get_request(session, panel_id, request_id)
        asked = matters.get_request(session, row.matter_request_id or 0)
        adjudication = matters.get_adjudication(session, commissions.get_panel(session, panel_id).adjudication_id)
    assert (asked.state, asked.target_org_id) == ("sent", panels.basis.org_id("HQ-FOOD"))
    assert (asked.requested_by, asked.head_by) == (panels.basis.account(OFFICIAL), panels.basis.account(APPROVER))
    assert "已进行1轮表决" in asked.reason
    assert adjudication.state == "suspended"


@pytest.mark.clause("2.4.1-c")
def test_a_level_3_matter_needs_a_department_to_go_to(panels: Inquiries) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        go_up(panels, panels.split(), target_org_id=None)
    assert (refused.value.code, refused.value.field) == ("ESCALATE_TARGET", "target_org_id")


@pytest.mark.clause("A-21")
def test_going_up_after_one_round_takes_the_difficulty_and_after_two_a_reason(panels: Inquiries) -> None:
    panel_id = panels.split()
    with pytest.raises(RuleViolatedError) as refused:
        go_up(panels, panel_id, reason=" ")
    assert (refused.value.code, refused.value.field) == ("ESCALATE_GROUND", "reason")


@pytest.mark.clause("A-21")
def test_even_after_two_rounds_the_request_says_why(panels: Inquiries) -> None:
    panel_id = panels.twice_undecided()
    with pytest.raises(RuleViolatedError) as refused:
        go_up(panels, panel_id, reason=" ")
    assert refused.value.code == "PROPOSAL_REASON"


def test_one_form_goes_up_once(panels: Inquiries) -> None:
    panel_id = panels.split()
    first = go_up(panels, panel_id, form_key="d" * 32)
    assert go_up(panels, panel_id, form_key="d" * 32) == first
    with pytest.raises(RuleViolatedError) as refused:
        panels.planned(panel_id)
    assert refused.value.code == "PROPOSAL_OPEN"


def test_a_waiting_plan_is_decided_before_the_matter_goes_up(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.planned(panel_id, PLAN)
    with pytest.raises(RuleViolatedError) as refused:
        go_up(panels, panel_id)
    assert refused.value.code == "INQUIRY_PENDING"


@pytest.mark.clause("2.4.1-e")
def test_a_level_2_matter_goes_up_to_the_leaders(panels: Inquiries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sittings, "OFFICIAL", "u01")
    monkeypatch.setattr(sittings, "APPROVER", "u02")
    monkeypatch.setattr(sittings, "SECRETARY", "u04")
    grading = Matters(panels.session_of, panels.basis, panels.clock).level_2()
    monkeypatch.setattr(Matters, "adjudicating", partialmethod(Matters.adjudicating, level=2, grading=grading))
    panel_id = panels.in_session(secretary_id=panels.basis.account("u04"))
    round_id = panels.open(panel_id)
    for code, option in zip(MEMBERS, "33022", strict=True):
        panels.cast(round_id, code, option)
    panels.act(sittings.service.close_and_count, round_id, by="u04")
    request_id = go_up(panels, panel_id, by="u01")
    panels.act(service.decide_request, panel_id, request_id, is_granted=True, by="u02")
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("ESCALATED", "AWAITING_LEADER")
