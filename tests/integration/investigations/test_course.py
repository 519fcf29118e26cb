"""From a split vote through investigation and test back to the panel: the states, and what moves them."""

from dataclasses import replace

import pytest

from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.conclusions import service as conclusions
from panel.files import queries as files
from panel.institutions import queries as institutions
from panel.investigations import queries, service
from panel.investigations.facts import WarningAnswer
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.voting import evidence_queries, result_queries
from panel.voting import service as voting
from panel.voting.ballot_facts import ReviewAnswer
from tests.support.inquiries import FINDINGS, PDF, PLAN, Inquiries, order_content
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY


@pytest.mark.clause("2.4.2-h", "2.4.2-k", "2.4.2-i", "2.4.2-m", "A-21")
def test_investigation_and_test_lead_back_to_a_deciding_round(panels: Inquiries) -> None:
    panel_id = panels.split()
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("MAJOR_DISAGREEMENT", "ADJUDICATING")
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("TESTING", "TESTING")
    investigation_id = panels.investigating(panel_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("INVESTIGATING", "INVESTIGATING")
    panels.act(service.accept_test_report, panel_id, order_id, panels.reported(order_id), by=OFFICIAL)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("INVESTIGATING", "INVESTIGATING")
    panels.file(panel_id, investigation_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("FINDINGS_IN", "ADJUDICATING")
    panels.sit_again(panel_id)
    panels.vote(panel_id, "33330")
    assert panels.state(panel_id) == "DECIDED"
    with panels.looking() as session:
        first, second = result_queries.list_results(session, panel_id)
    assert (first.count.tally, first.count.triggers) == ({"1": 0, "2": 2, "3": 2, "0": 1, "I": 0}, ["RED-1"])
    assert second.count.majority == "3"


@pytest.mark.clause("2.4.2-m")
def test_the_other_inquiry_keeps_the_panel_waiting_in_either_order(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id, order_id = panels.investigating(panel_id), panels.ordered(panel_id)
    panels.file(panel_id, investigation_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("TESTING", "TESTING")
    panels.act(service.accept_test_report, panel_id, order_id, panels.reported(order_id), by=OFFICIAL)
    assert panels.state(panel_id) == "FINDINGS_IN"


@pytest.mark.clause("A-22")
def test_insufficient_evidence_leads_to_a_test_too(panels: Inquiries) -> None:
    panel_id = panels.split("IIII2", prepared=False)
    assert panels.state(panel_id) == "EVIDENCE_INSUFFICIENT"
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    panels.act(service.accept_test_report, panel_id, order_id, panels.reported(order_id), by=OFFICIAL)
    assert panels.state(panel_id) == "FINDINGS_IN"


def test_a_panel_that_decided_has_nothing_to_inquire_into(panels: Inquiries) -> None:
    panel_id = panels.split("33333", prepared=False)
    assert panels.state(panel_id) == "DECIDED"
    with pytest.raises(RuleViolatedError) as refused:
        panels.planned(panel_id)
    assert refused.value.code == "INQUIRY_CLOSED"
    with pytest.raises(RuleViolatedError) as refused:
        panels.warned(panel_id)
    assert refused.value.code == "NOTHING_CONTESTED"


# The plan


@pytest.mark.clause("2.4.2-k")
def test_a_plan_waits_for_its_approval_and_then_has_a_number(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.planned(panel_id)
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"
    panels.act(service.approve_plan, panel_id, investigation_id, by=APPROVER)
    with panels.looking() as session:
        row = queries.get_investigation(session, panel_id, investigation_id)
        assert (row.state, row.number) == ("APPROVED", "湘研查〔2026〕1号")
        assert row.questions == list(PLAN.questions)


def test_drafting_the_same_plan_twice_gives_one(panels: Inquiries) -> None:
    panel_id = panels.split()
    first = panels.planned(panel_id, form_key="a" * 32)
    assert panels.planned(panel_id, form_key="a" * 32) == first


def test_a_panel_has_one_investigation_at_a_time(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.planned(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.planned(panel_id)
    assert refused.value.code == "PLAN_OPEN"


@pytest.mark.clause("2.4.2-l", "2.4.3-d")
def test_a_joint_investigation_without_its_lead_is_refused(panels: Inquiries) -> None:
    panel_id = panels.split()
    with pytest.raises(RuleViolatedError) as refused:
        panels.planned(panel_id, replace(PLAN, is_joint=True, partners="省卫生厅"))
    assert (refused.value.code, refused.value.field) == ("JOINT_LEAD", "lead_name")
    lead = {"lead_name": "寅", "lead_unit": "稽查处", "lead_post": "处长", "lead_phone": "0731-1"}
    panels.planned(panel_id, replace(PLAN, is_joint=True, partners="省卫生厅", **lead))


@pytest.mark.clause("2.4.2-k")
def test_a_plan_without_a_schedule_is_refused(panels: Inquiries) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        panels.planned(panels.split(), replace(PLAN, schedule=" "))
    assert (refused.value.code, refused.value.field) == ("PLAN_INCOMPLETE", "schedule")


@pytest.mark.clause("2.4.2-k")
def test_a_returned_plan_has_a_reason_and_may_be_drafted_anew(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.planned(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.return_plan, panel_id, investigation_id, reason=" ", by=APPROVER)
    assert (refused.value.code, refused.value.field) == ("RETURN_REASON", "reason")
    panels.act(service.return_plan, panel_id, investigation_id, reason="范围过大", by=APPROVER)
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"
    assert panels.investigating(panel_id) != investigation_id


def test_a_plan_is_decided_once(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.investigating(panel_id)
    with pytest.raises(StaleError) as refused:
        panels.act(service.approve_plan, panel_id, investigation_id, by=APPROVER)
    assert refused.value.code == "PLAN_DECIDED"


@pytest.mark.clause("2.4.2-k")
def test_nobody_approves_the_own_plan_even_with_the_role(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.planned(panel_id)
    drafter = replace(panels.basis.actor(APPROVER), id=panels.basis.account(OFFICIAL))
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.approve_plan, panel_id, investigation_id, by=drafter)
    assert refused.value.code == "SOD_PLAN"


@pytest.mark.clause("3.5.0-a")
def test_other_roles_and_departments_do_not_order(panels: Inquiries) -> None:
    panel_id = panels.split()
    for who in (APPROVER, SECRETARY, panels.expert(MEMBERS[0]), "u16"):
        with pytest.raises(NotAllowedError):
            panels.planned(panel_id, by=who)
    with pytest.raises(NotFoundError):
        panels.planned(panel_id, by="u05")
    investigation_id = panels.planned(panel_id)
    with pytest.raises(NotAllowedError):
        panels.act(service.approve_plan, panel_id, investigation_id, by="u28")
    with pytest.raises(NotFoundError):
        panels.act(service.approve_plan, panel_id, investigation_id, by="u06")


def test_an_investigation_of_another_panel_is_not_found(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.planned(panel_id)
    with pytest.raises(NotFoundError):
        panels.act(service.approve_plan, panels.split("33022", prepared=False), investigation_id, by=APPROVER)
    with pytest.raises(NotFoundError), panels.looking() as session:
        queries.lock_investigation(session, 999)


# Findings


@pytest.mark.clause("2.4.2-m")
def test_findings_become_material_of_the_next_round(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    with panels.looking() as session:
        piece = commissions.list_materials(session, panel_id)[-1]
        row = queries.list_investigations(session, panel_id)[-1]
    assert (piece.kind, piece.from_round, piece.pack_no) == ("investigation_report", 2, None)
    assert "1. 迁移来源\n来自输酒塑料软管和瓶盖内垫" in piece.text
    assert (row.state, row.findings["unresolved"]) == ("FILED", FINDINGS.unresolved)


@pytest.mark.clause("2.5.3-a")
def test_nothing_is_filed_before_the_warning_question_is_answered(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id, order_id = panels.investigating(panel_id), panels.ordered(panel_id)
    report_id = panels.reported(order_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.file(panel_id, investigation_id)
    assert refused.value.code == "WARN_DECISION"
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    assert refused.value.code == "WARN_DECISION"
    panels.warned(panel_id)
    panels.file(panel_id, investigation_id)


@pytest.mark.clause("2.4.2-m")
def test_every_question_needs_its_answer(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id = panels.investigating(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.file(panel_id, investigation_id, replace(FINDINGS, answers=FINDINGS.answers[:2]))
    assert (refused.value.code, refused.value.field) == ("FINDINGS_INCOMPLETE", "answer_2")
    with pytest.raises(RuleViolatedError) as refused:
        panels.file(panel_id, investigation_id, report_no=" ")
    assert refused.value.field == "report_no"


def test_findings_are_filed_once_and_only_on_an_approved_plan(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id = panels.planned(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.file(panel_id, investigation_id)
    assert refused.value.code == "PLAN_NOT_APPROVED"
    panels.act(service.approve_plan, panel_id, investigation_id, by=APPROVER)
    panels.file(panel_id, investigation_id, replace(FINDINGS, suggestions=""))
    with pytest.raises(StaleError) as stale:
        panels.file(panel_id, investigation_id)
    assert stale.value.code == "FINDINGS_FILED"


@pytest.mark.clause("D-12", "S-11")
def test_who_investigated_or_wrote_the_report_has_no_vote_on_it(panels: Inquiries) -> None:
    panel_id = panels.split()
    with panels.looking() as session:
        members = commissions.list_members(session, panel_id)
        first, second = members[0], members[1]
    panels.warned(panel_id)
    investigation_id = panels.investigating(panel_id, replace(PLAN, team=(f"{first.name}（湖南局）",)))
    panels.file(panel_id, investigation_id, replace(FINDINGS, authors=(second.name,)))
    with panels.looking() as session:
        panel = commissions.get_panel(session, panel_id)
        barred = evidence_queries.bars(session, panel, commissions.list_members(session, panel_id))
    assert set(barred) == {first.id, second.id}


@pytest.mark.clause("2.4.2-m")
def test_an_inquiry_never_ends_the_matter(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(conclusions.draft_conclusion, panel_id, by=SECRETARY)
    assert refused.value.code == "INVESTIGATION_NOT_FINAL"
    assert panels.state(panel_id) == "FINDINGS_IN"


@pytest.mark.clause("2.4.2-h")
def test_no_conclusion_without_an_inquiry_after_a_split_vote(panels: Inquiries) -> None:
    panel_id = panels.split()
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(conclusions.draft_conclusion, panel_id, by=SECRETARY)
    assert refused.value.code == "MAJOR_DISAGREEMENT"


def test_a_cancelled_panel_still_lets_its_matter_go_on(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id = panels.investigating(panel_id)
    with panels.session_of() as session:
        panel = commissions.lock_panel(session, panel_id)
        commission_service.advance(session, panel, "P40", actor=panels.basis.actor(APPROVER), clock=panels.clock)
    panels.file(panel_id, investigation_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("CANCELLED", "ADJUDICATING")


# The questions that a count asks of the department


@pytest.mark.clause("2.5.3-a")
def test_the_warning_question_is_answered_once_with_what_it_needs(panels: Inquiries) -> None:
    panel_id = panels.split()
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.answer_warning, panel_id, WarningAnswer.WARNING, by=OFFICIAL)
    assert (refused.value.code, refused.value.field) == ("WARNING_CONTENT", "content")
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.answer_warning, panel_id, WarningAnswer.NOT_NEEDED, by=OFFICIAL)
    assert (refused.value.code, refused.value.field) == ("WARNING_REASON_MISSING", "reason")
    panels.act(service.answer_warning, panel_id, WarningAnswer.NOT_NEEDED, reason="产品已全部封存", by=OFFICIAL)
    with pytest.raises(StaleError) as stale:
        panels.warned(panel_id)
    assert stale.value.code == "WARNING_ANSWERED"
    with panels.looking() as session:
        assert [(one.answer, one.reason) for one in queries.list_warnings(session, panel_id)] == [
            ("not_needed", "产品已全部封存")
        ]


@pytest.mark.clause("2.4.2-i0")
def test_every_test_that_ballots_asked_for_is_answered_with_a_reason(panels: Inquiries) -> None:
    panel_id = panels.split()
    with panels.looking() as session:
        (wish,) = queries.list_wishes(session, panel_id)
    assert (wish.wish.item, wish.wish.votes, wish.answer) == ("DBP", 2, None)
    facts = {"is_ordered": False, "reason": "已有同批次报告", "by": OFFICIAL}
    with pytest.raises(NotFoundError):
        panels.act(service.answer_test_wish, panel_id, wish.round_id, "铅", **facts)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.answer_test_wish, panel_id, wish.round_id, "DBP", **facts | {"reason": ""})
    assert refused.value.code == "WISH_REASON"
    panels.act(service.answer_test_wish, panel_id, wish.round_id, "DBP", **facts)
    with pytest.raises(StaleError) as stale:
        panels.act(service.answer_test_wish, panel_id, wish.round_id, "DBP", **facts)
    assert stale.value.code == "WISH_ANSWERED"
    with panels.looking() as session:
        (wish,) = queries.list_wishes(session, panel_id)
    assert wish.answer is not None
    assert (wish.answer.is_ordered, wish.answer.reason) == (False, "已有同批次报告")


# Test orders


@pytest.mark.clause("2.4.2-i0")
def test_ordering_a_test_answers_the_ballots_that_asked_for_it(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.order(panel_id)
    with panels.looking() as session:
        (wish,) = queries.list_wishes(session, panel_id)
        rounds = queries.list_order_rounds(session, panel_id)
    assert wish.answer is not None
    assert wish.answer.is_ordered
    assert list(rounds.values()) == [wish.round_id]


@pytest.mark.clause("2.4.2-i", "4.2.1-a")
@pytest.mark.parametrize(("institution", "code"), [("JG-0009", "INST_QUALIFIED"), ("JG-0005", "INST_QUALIFIED")])
def test_an_institution_without_valid_qualification_gets_no_order(
    panels: Inquiries, institution: str, code: str
) -> None:
    panel_id = panels.split()
    with pytest.raises(RuleViolatedError) as refused:
        panels.order(panel_id, institution)
    assert refused.value.code == code
    assert panels.work(panel_id).is_none


@pytest.mark.clause("2.4.2-i")
def test_the_qualification_is_asked_again_on_approval(panels: Inquiries) -> None:
    panel_id = panels.split()
    order_id = panels.order(panel_id, "JG-0003", items=("DBP",))
    panels.clock.move(days=200)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.approve_order, panel_id, order_id, by=APPROVER)
    assert refused.value.code == "INST_QUALIFIED"
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"


def test_ordering_the_same_test_twice_gives_one(panels: Inquiries) -> None:
    panel_id = panels.split()
    content = order_content(panels.clock().date())
    facts = {"institution_id": panels.basis.institution_id("JG-0001"), "form_key": "b" * 32, "by": OFFICIAL}
    first = panels.act(service.order_test, panel_id, content, **facts)
    assert panels.act(service.order_test, panel_id, content, **facts) == first


def test_a_refused_order_takes_a_reason_and_leaves_the_panel_where_it_stands(panels: Inquiries) -> None:
    panel_id = panels.split()
    order_id = panels.order(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.refuse_order, panel_id, order_id, reason="", by=APPROVER)
    assert refused.value.code == "RETURN_REASON"
    panels.act(service.refuse_order, panel_id, order_id, reason="已有数据", by=APPROVER)
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"
    assert panels.work(panel_id).is_none


@pytest.mark.clause("2.4.2-m")
def test_a_waiting_order_holds_a_panel_whose_findings_are_in_until_it_is_decided(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id = panels.investigating(panel_id)
    order_id = panels.order(panel_id)
    panels.file(panel_id, investigation_id)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("INVESTIGATING", "ADJUDICATING")
    panels.act(service.refuse_order, panel_id, order_id, reason="已经查明", by=APPROVER)
    assert panels.state(panel_id) == "FINDINGS_IN"


def test_a_waiting_order_may_still_be_approved_after_the_findings(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    investigation_id = panels.investigating(panel_id)
    order_id = panels.order(panel_id)
    panels.file(panel_id, investigation_id)
    panels.act(service.approve_order, panel_id, order_id, by=APPROVER)
    assert (panels.state(panel_id), panels.matter_state(panel_id)) == ("TESTING", "TESTING")


def test_a_returned_plan_lets_a_panel_go_on_whose_test_is_in(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    investigation_id = panels.planned(panel_id)
    panels.act(service.accept_test_report, panel_id, order_id, panels.reported(order_id), by=OFFICIAL)
    assert panels.state(panel_id) == "TESTING"
    panels.act(service.return_plan, panel_id, investigation_id, reason="检测已经说明", by=APPROVER)
    assert panels.state(panel_id) == "FINDINGS_IN"


@pytest.mark.clause("4.2.2-c", "2.3.7-a")
def test_a_report_without_trace_or_sample_is_not_accepted(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    report_id = panels.reported(order_id, calibration_ref="")
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    assert refused.value.code == "REPORT_TRACEABLE"
    report_id = panels.reported(order_id, sample=None, change_reason="补正")
    panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    assert panels.state(panel_id) == "FINDINGS_IN"


def test_a_returned_report_keeps_the_order_open(panels: Inquiries) -> None:
    panel_id = panels.split()
    order_id = panels.ordered(panel_id)
    report_id = panels.reported(order_id)
    facts = {"by": OFFICIAL}
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.return_test_report, panel_id, order_id, report_id, reason=" ", **facts)
    assert refused.value.code == "RETURN_REASON"
    panels.act(service.return_test_report, panel_id, order_id, report_id, reason="样品编号不符", **facts)
    assert panels.state(panel_id) == "TESTING"
    assert (panels.work(panel_id).orders, panels.work(panel_id).reports_waiting) == (1, 0)


@pytest.mark.clause("D-12", "S-11")
def test_the_testing_institution_s_report_is_material_and_its_people_have_no_vote(panels: Inquiries) -> None:
    panel_id = panels.split()
    with panels.looking() as session:
        member = commissions.list_members(session, panel_id)[2]
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    report_id = panels.reported(order_id, signatory=member.name)
    panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    with panels.looking() as session:
        panel = commissions.get_panel(session, panel_id)
        barred = evidence_queries.bars(session, panel, commissions.list_members(session, panel_id))
        piece = commissions.list_materials(session, panel_id)[-1]
        assert institutions.get_order(session, order_id).state == "closed"
    assert set(barred) == {member.id}
    assert (piece.kind, piece.text) == (
        "test_report",
        "DBP：1.01 mg/kg\nDEHP：0.47 mg/kg\n检测结论：DBP 超出限量",
    )


def test_orders_and_reports_of_another_panel_are_not_found(panels: Inquiries) -> None:
    panel_id, other_id = panels.split(), panels.split("33022", prepared=False)
    order_id, other_order = panels.ordered(panel_id), panels.ordered(other_id)
    report_id = panels.reported(order_id)
    panels.warned(other_id)
    acts = (
        (service.approve_order, (other_id, order_id), {"by": APPROVER}),
        (service.accept_test_report, (other_id, order_id, report_id), {"by": OFFICIAL}),
        (service.accept_test_report, (other_id, other_order, report_id), {"by": OFFICIAL}),
        (service.return_test_report, (other_id, other_order, report_id), {"reason": "误", "by": OFFICIAL}),
    )
    for act, ids, facts in acts:
        with pytest.raises(NotFoundError):
            panels.act(act, *ids, **facts)


def test_the_report_is_kept_as_a_file(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.findings_in(panel_id)
    with panels.looking() as session:
        row = queries.list_investigations(session, panel_id)[0]
        file = files.get_file(session, row.report_file_id)
    with panels.app.app_context():
        assert (file.name, files.read_content(file)) == ("报告.pdf", PDF)


@pytest.mark.clause("A-09", "2.4.2-h")
def test_a_review_treated_as_major_leads_to_an_inquiry_too(panels: Inquiries) -> None:
    panel_id = panels.split("33322", prepared=False)
    assert panels.state(panel_id) == "REVIEW"
    with panels.looking() as session:
        latest = result_queries.find_latest_result(session, panel_id)
        assert latest is not None
        assert queries.undecided_round(session, panel_id) is None
    panels.act(
        voting.answer_review, latest.round.id, answer=ReviewAnswer.TREAT_AS_MAJOR, reason="差距过大",
        graver_answer=None, by=APPROVER,
    )  # fmt: skip
    panels.findings_in(panel_id)
    assert panels.state(panel_id) == "FINDINGS_IN"
