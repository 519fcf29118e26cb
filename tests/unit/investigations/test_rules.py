"""The rules on inquiries: what a plan and findings hold, what is open when, what ballots leave to clear up."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from panel.commissions.facts import PanelState
from panel.investigations import rules
from panel.investigations.facts import (
    Act,
    Findings,
    OpenWork,
    Plan,
    Standing,
    WarningAnswer,
)
from panel.kernel.actor import Role

PLAN = Plan(
    questions=("迁移来源", "行业普遍性"), scope="三家企业", method="现场核查", schedule="三月底前", team=("甲",)
)  # fmt: skip
JOINT = replace(
    PLAN, is_joint=True, partners="省卫生厅", lead_name="丁", lead_unit="稽查处", lead_post="处长", lead_phone="0731-1"
)
FINDINGS = Findings(
    answers=("来自输酒软管", "各地普遍存在"), course="走访三家企业", unresolved="无", analysis="属于共性问题",
    authors=("甲",),
)  # fmt: skip
STANDING = Standing(
    state=PanelState.MAJOR_DISAGREEMENT, level=3, undecided_rounds=1, most_rounds=2, is_warning_answered=True,
    work=OpenWork(),
)  # fmt: skip
FINDINGS_IN = replace(STANDING, state=PanelState.FINDINGS_IN)


def with_work(standing: Standing, **counts: int) -> Standing:
    return replace(standing, work=OpenWork(**counts))


# Plan, findings, warning


def test_a_whole_plan_lacks_nothing() -> None:
    assert rules.missing_in_plan(PLAN) is None
    assert rules.missing_in_plan(JOINT) is None


def missing(questions: Sequence[str], findings: Findings) -> str | None:
    return rules.missing_in_findings(questions, findings, least=4)


@pytest.mark.clause("2.4.2-k")
@pytest.mark.parametrize("part", ["scope", "method", "schedule"])
def test_a_plan_without_a_part_is_not_whole(part: str) -> None:
    assert rules.missing_in_plan(replace(PLAN, **{part: "  "})) == part


@pytest.mark.clause("2.4.2-k")
@pytest.mark.parametrize("part", ["questions", "team"])
def test_a_plan_without_questions_or_team_is_not_whole(part: str) -> None:
    assert rules.missing_in_plan(replace(PLAN, **{part: (" ",)})) == part


@pytest.mark.clause("2.4.2-l", "2.4.3-d")
@pytest.mark.parametrize("part", ["partners", "lead_name", "lead_unit", "lead_post", "lead_phone"])
def test_a_joint_investigation_names_partners_and_the_person_responsible(part: str) -> None:
    assert rules.missing_in_plan(replace(JOINT, **{part: ""})) == part
    assert rules.missing_in_plan(replace(JOINT, is_joint=False, **{part: ""})) is None


@pytest.mark.clause("2.4.2-k")
def test_nobody_approves_the_own_plan() -> None:
    assert rules.reasons_against_plan_approver(8, 8) == "SOD_PLAN"
    assert rules.reasons_against_plan_approver(8, 9) is None


@pytest.mark.clause("2.4.2-m")
def test_nobody_decides_on_the_own_proposal() -> None:
    assert rules.reasons_against_request_approver(8, 8) == "SOD_PROPOSAL"
    assert rules.reasons_against_request_approver(8, 9) is None


@pytest.mark.clause("2.4.2-m")
def test_findings_answer_every_question() -> None:
    assert missing(PLAN.questions, FINDINGS) is None
    assert missing(PLAN.questions, replace(FINDINGS, answers=("来自输酒软管",))) == "answer_1"
    assert missing(PLAN.questions, replace(FINDINGS, answers=("—", "各地普遍存在"))) == "answer_0"


@pytest.mark.clause("2.4.2-m")
def test_an_answer_has_at_least_four_characters() -> None:
    assert missing(("来源",), replace(FINDINGS, answers=("不知道",))) == "answer_0"
    assert missing(("来源",), replace(FINDINGS, answers=("尚不清楚",))) is None


@pytest.mark.parametrize("part", ["course", "unresolved", "analysis"])
def test_findings_without_a_part_are_not_whole(part: str) -> None:
    assert missing(PLAN.questions, replace(FINDINGS, **{part: " "})) == part


@pytest.mark.clause("S-11")
def test_findings_name_their_authors() -> None:
    assert missing(PLAN.questions, replace(FINDINGS, authors=())) == "authors"


@pytest.mark.clause("D-12", "S-11")
def test_people_are_kept_off_the_roll_by_name_whatever_stands_behind_it() -> None:
    lines = ["戊（湖南局）", " 己 稽查队", "庚，处长", "戊", "（不具名）", ""]
    assert rules.names_of(lines) == ("戊", "己", "庚")


@pytest.mark.clause("2.5.3-a")
def test_a_warning_says_what_and_a_refusal_to_warn_says_why() -> None:
    assert rules.missing_in_warning(WarningAnswer.WARNING, "", "有理由") == "content"
    assert rules.missing_in_warning(WarningAnswer.PRECAUTION, "停止使用", "") is None
    assert rules.missing_in_warning(WarningAnswer.NOT_NEEDED, "有内容", " ") == "reason"
    assert rules.missing_in_warning(WarningAnswer.NOT_NEEDED, "", "风险可控") is None


@pytest.mark.clause("2.5.3-a")
def test_nothing_is_filed_before_the_warning_question_is_answered() -> None:
    assert rules.reasons_against_filing(is_warning_answered=False) == "WARN_DECISION"
    assert rules.reasons_against_filing(is_warning_answered=True) is None


# The course


@pytest.mark.clause("2.4.2-h", "A-22")
@pytest.mark.parametrize("state", list(PanelState))
def test_inquiries_are_ordered_from_four_states_only(state: PanelState) -> None:
    is_open = state in {
        PanelState.MAJOR_DISAGREEMENT, PanelState.EVIDENCE_INSUFFICIENT, PanelState.INVESTIGATING, PanelState.TESTING,
    }  # fmt: skip
    wanted = None if is_open else "INQUIRY_CLOSED"
    assert rules.reasons_against_ordering(replace(STANDING, state=state)) == wanted
    assert rules.reasons_against_planning(replace(STANDING, state=state)) == wanted


def test_a_proposal_that_waits_stops_further_orders() -> None:
    assert rules.reasons_against_ordering(with_work(STANDING, requests_waiting=1)) == "PROPOSAL_OPEN"


@pytest.mark.parametrize("counts", [{"investigations": 1}, {"plans_waiting": 1}])
def test_a_panel_has_one_investigation_at_a_time_and_tests_beside_it(counts: dict[str, int]) -> None:
    assert rules.reasons_against_planning(with_work(STANDING, **counts)) == "PLAN_OPEN"
    assert rules.reasons_against_ordering(with_work(STANDING, **counts)) is None


@pytest.mark.clause("2.4.2-m")
def test_the_panel_goes_on_only_when_no_inquiry_is_left() -> None:
    now = PanelState.INVESTIGATING
    assert rules.state_after_result(now, OpenWork(investigations=1, orders=1)) is PanelState.INVESTIGATING
    assert rules.state_after_result(now, OpenWork(orders=1)) is PanelState.TESTING
    assert rules.state_after_result(now, OpenWork(orders_waiting=1)) is PanelState.INVESTIGATING
    assert rules.state_after_result(PanelState.TESTING, OpenWork(plans_waiting=1)) is PanelState.TESTING
    assert rules.state_after_result(now, OpenWork()) is PanelState.FINDINGS_IN


def test_a_refused_last_proposal_lets_a_panel_with_results_go_on() -> None:
    assert rules.findings_are_in(PanelState.TESTING, OpenWork())
    assert not rules.findings_are_in(PanelState.TESTING, OpenWork(orders=1))
    assert not rules.findings_are_in(PanelState.TESTING, OpenWork(plans_waiting=1))
    assert not rules.findings_are_in(PanelState.MAJOR_DISAGREEMENT, OpenWork())


@pytest.mark.clause("A-21")
def test_the_same_panel_votes_again_until_its_rounds_are_used_up() -> None:
    assert rules.reasons_against_reconvening(FINDINGS_IN) is None
    assert rules.reasons_against_reconvening(replace(FINDINGS_IN, undecided_rounds=2)) == "ROUNDS_EXHAUSTED"
    assert rules.reasons_against_reconvening(replace(FINDINGS_IN, undecided_rounds=2, most_rounds=3)) is None


@pytest.mark.clause("2.4.2-m")
def test_nothing_follows_before_the_results_are_in() -> None:
    assert rules.reasons_against_reconvening(STANDING) == "FINDINGS_MISSING"
    assert rules.reasons_against_other_adjudication(STANDING) == "FINDINGS_MISSING"


def test_two_ways_on_are_not_open_at_once() -> None:
    waiting = with_work(FINDINGS_IN, requests_waiting=1)
    assert rules.reasons_against_reconvening(waiting) == "PROPOSAL_OPEN"
    assert rules.reasons_against_other_adjudication(waiting) == "PROPOSAL_OPEN"
    assert rules.reasons_against_escalation(waiting, "难") == "PROPOSAL_OPEN"
    assert rules.reasons_against_other_adjudication(FINDINGS_IN) is None


@pytest.mark.clause("A-21", "2.4.1-c")
def test_going_up_takes_two_rounds_or_the_difficulty_in_words() -> None:
    assert rules.reasons_against_escalation(STANDING, " ") == "ESCALATE_GROUND"
    assert rules.reasons_against_escalation(STANDING, "标准缺失") is None
    assert rules.reasons_against_escalation(replace(FINDINGS_IN, undecided_rounds=2), "") is None


@pytest.mark.clause("2.4.1-e")
def test_there_is_no_place_above_level_1() -> None:
    assert rules.reasons_against_escalation(replace(STANDING, level=1), "难") == "ESCALATE_TOP"


@pytest.mark.parametrize("state", [PanelState.INVESTIGATING, PanelState.TESTING, PanelState.EVIDENCE_INSUFFICIENT])
def test_a_running_inquiry_is_finished_before_going_up(state: PanelState) -> None:
    assert rules.reasons_against_escalation(replace(STANDING, state=state), "难") == "ESCALATE_STATE"


@pytest.mark.parametrize("counts", [{"plans_waiting": 1}, {"orders_waiting": 1}])
def test_a_waiting_plan_or_order_is_decided_before_going_up(counts: dict[str, int]) -> None:
    assert rules.reasons_against_escalation(with_work(STANDING, **counts), "难") == "INQUIRY_PENDING"


@pytest.mark.clause("2.4.2-m")
@pytest.mark.parametrize("state", list(PanelState))
def test_an_inquiry_never_ends_a_matter(state: PanelState) -> None:
    inquiry = {PanelState.INVESTIGATING, PanelState.TESTING, PanelState.FINDINGS_IN}
    assert rules.reasons_against_concluding(state) == ("INVESTIGATION_NOT_FINAL" if state in inquiry else None)


# Who may do what


@pytest.mark.clause("2.4.2-h", "2.5.3-a")
def test_after_a_disagreement_the_official_answers_and_orders() -> None:
    standing = replace(STANDING, is_warning_answered=False, open_wishes=1)
    wanted = {Act.ANSWER_WARNING, Act.ANSWER_TEST_WISH, Act.ORDER_INVESTIGATION, Act.ORDER_TEST, Act.ESCALATE}
    assert rules.open_acts(standing, Role.OFFICIAL) == wanted


@pytest.mark.clause("A-22")
def test_insufficient_evidence_has_the_same_exits_but_going_up() -> None:
    standing = replace(STANDING, state=PanelState.EVIDENCE_INSUFFICIENT)
    assert rules.open_acts(standing, Role.OFFICIAL) == {Act.ORDER_INVESTIGATION, Act.ORDER_TEST}


def test_running_inquiries_are_reported_on() -> None:
    work = {"investigations": 1, "orders": 1, "reports_waiting": 1}
    standing = with_work(replace(STANDING, state=PanelState.INVESTIGATING), **work)
    assert rules.open_acts(standing, Role.OFFICIAL) == {Act.ORDER_TEST, Act.FILE_FINDINGS, Act.CHECK_REPORT}


@pytest.mark.clause("2.4.2-m")
def test_after_the_results_there_are_three_ways_on() -> None:
    ways = {Act.RECONVENE, Act.OTHER_ADJUDICATION, Act.ESCALATE}
    assert rules.open_acts(FINDINGS_IN, Role.OFFICIAL) == ways
    assert rules.open_acts(replace(FINDINGS_IN, undecided_rounds=2), Role.OFFICIAL) == ways - {Act.RECONVENE}
    assert rules.open_acts(replace(FINDINGS_IN, undecided_rounds=2, level=1), Role.OFFICIAL) == {Act.OTHER_ADJUDICATION}


def test_the_approver_decides_what_waits() -> None:
    assert rules.open_acts(STANDING, Role.APPROVER) == frozenset()
    waiting = with_work(STANDING, plans_waiting=1, orders_waiting=1, requests_waiting=1)
    assert rules.open_acts(waiting, Role.APPROVER) == {Act.DECIDE_PLAN, Act.DECIDE_ORDER, Act.DECIDE_REQUEST}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.EXPERT])
def test_others_only_read(role: Role) -> None:
    assert rules.open_acts(FINDINGS_IN, role) == frozenset()


@pytest.mark.clause("2.4.2-h")
def test_an_inquiry_is_owed_from_the_count_until_something_is_under_way() -> None:
    assert rules.owes_inquiry(STANDING)
    assert not rules.owes_inquiry(with_work(STANDING, plans_waiting=1))
    assert not rules.owes_inquiry(with_work(STANDING, requests_waiting=1))
    assert not rules.owes_inquiry(replace(STANDING, state=PanelState.INVESTIGATING))
    assert not rules.owes_inquiry(FINDINGS_IN)


@pytest.mark.clause("A-21")
def test_a_panel_that_must_go_up_owes_no_further_inquiry_unless_there_is_no_higher_place() -> None:
    assert not rules.owes_inquiry(replace(STANDING, undecided_rounds=2))
    assert rules.owes_inquiry(replace(STANDING, undecided_rounds=2, level=1))


def test_rounds_without_a_decision_are_counted() -> None:
    assert rules.count_undecided(["MAJOR_DISAGREEMENT", None, "EVIDENCE_INSUFFICIENT", "DECIDED"]) == 2
