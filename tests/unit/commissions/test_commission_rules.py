"""What a commission must say, who decides, when a panel is constituted: each boundary from both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from panel.commissions import rules
from panel.commissions.course_facts import PANEL_TRANSITIONS
from panel.commissions.facts import (
    CommissionContent,
    Complexity,
    Conflict,
    ConflictAnswer,
    Judgement,
    Method,
    Option,
    PanelFacts,
    PanelState,
    PeerVisibility,
    SeatFacts,
    SeatKind,
    SeatState,
    Secrecy,
    SessionMode,
)
from panel.kernel.actor import Role

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
LEVELS = tuple(Option(code, code) for code in ("1", "2", "3", "0", "I"))
FREE = (Option("A", "召回"), Option("B", "不召回"), Option("I", "证据不足"))
CONTENT = CommissionContent(
    title="题", question="属于哪一级？", options=LEVELS, is_ordinal=True, decision_method=Method.SINGLE_MAJORITY,
    session_mode=SessionMode.ON_SITE, mode_reason="", held_at=NOW + timedelta(days=1), place="",
    deadline=NOW + timedelta(days=2), secrecy=Secrecy.INTERNAL, secrecy_note="", is_joint=False, joint_partners="",
    lead_name="", lead_unit="", lead_post="", lead_phone="", seats_wanted=3, reserves_wanted=2, main_discipline="T03",
    disciplines=(), complexity_grounds=(), complexity_note="", secretary_id=7,
)  # fmt: skip
PANEL = PanelFacts(
    id=1, matter_id=2, adjudication_id=3, org_id=4, number="湘研委〔2026〕1号", title="题", state=PanelState.INVITING,
    level=3, is_complex=False, is_joint=False, has_lead=False, secretary_id=7, drafted_by=8, approved_by=9,
    question="问", options=LEVELS, is_ordinal=True, decision_method=Method.SINGLE_MAJORITY,
    session_mode=SessionMode.ON_SITE, mode_reason="", seats_wanted=3, reserves_wanted=2, main_discipline="T03",
    deadline=None, peer_visibility=PeerVisibility.ANONYMOUS, counted_rounds=0, has_disagreed=False, is_replay=False,
    replay_on=None,
)  # fmt: skip


def faults(content: CommissionContent, *, is_complex: bool = False) -> list[tuple[str, str]]:
    found = rules.reasons_against_commission(
        content, is_complex=is_complex, panel_min=3, panel_min_complex=5, reserves_min=2, now=NOW
    )
    return [(fault.code, fault.field) for fault in found]


def test_a_commission_that_is_right_in_every_item_has_no_fault() -> None:
    assert faults(CONTENT) == []


@pytest.mark.clause("4.1.2-a", "2.4.2-c", "2.4.3-d", "4.1.2-b", "A-02")
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"question": "  "}, "QUESTION_MISSING", "question"),
        ({"options": LEVELS[:4]}, "OPTION_INSUFFICIENT", "options"),
        ({"options": LEVELS[1:]}, "OPTIONS_ORDINAL", "options"),
        ({"is_ordinal": False, "options": FREE[1:]}, "OPTIONS_FEW", "options"),
        ({"is_ordinal": False, "options": (Option("A", " "), *FREE[1:])}, "OPTIONS_FEW", "options"),
        ({"is_ordinal": False, "options": (Option("A", "不召回"), *FREE[1:])}, "OPTION_TWICE", "options"),
        ({"is_ordinal": False, "options": (Option("B", "召回"), *FREE[1:])}, "OPTION_TWICE", "options"),
        (
            {"is_ordinal": False, "options": FREE, "decision_method": Method.ORDINAL_CUMULATIVE},
            "METHOD_ORDINAL", "decision_method",
        ),
        ({"session_mode": SessionMode.CORRESPONDENCE}, "MODE_WAIVER", "mode_reason"),
        ({"deadline": None}, "DEADLINE_MISSING", "deadline"),
        ({"deadline": NOW, "held_at": None}, "DEADLINE_PAST", "deadline"),
        ({"held_at": NOW + timedelta(days=3)}, "HELD_AFTER_DEADLINE", "held_at"),
        ({"is_joint": True, "lead_name": "方"}, "JOINT_LEAD", "lead_name"),
        ({"secretary_id": None}, "SECRETARY_MISSING", "secretary_id"),
        ({"seats_wanted": 4}, "SEATS_EVEN", "seats_wanted"),
        ({"seats_wanted": 1}, "SEATS_FEW", "seats_wanted"),
        ({"reserves_wanted": 1}, "RESERVES_FEW", "reserves_wanted"),
        ({"main_discipline": ""}, "MAIN_DISCIPLINE_MISSING", "main_discipline"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_field(changes: dict[str, Any], code: str, field: str) -> None:
    assert faults(replace(CONTENT, **changes)) == [(code, field)]


@pytest.mark.parametrize(
    "changes",
    [
        {"is_ordinal": False, "options": FREE},
        {"decision_method": Method.ORDINAL_CUMULATIVE},
        {"session_mode": SessionMode.CORRESPONDENCE, "mode_reason": "专家在外地，事情紧急"},
        {"deadline": NOW + timedelta(seconds=1), "held_at": None},
        {"held_at": NOW + timedelta(days=2)},
        {"is_joint": True, "lead_name": "方", "lead_unit": "司", "lead_post": "司长", "lead_phone": "010"},
    ],
)
def test_what_is_complete_is_not_refused(changes: dict[str, Any]) -> None:
    assert faults(replace(CONTENT, **changes)) == []


@pytest.mark.clause("2.4.2-f")
def test_a_complex_matter_asks_for_five_members() -> None:
    assert faults(CONTENT, is_complex=True) == [("SEATS_FEW", "seats_wanted")]
    assert faults(replace(CONTENT, seats_wanted=5), is_complex=True) == []


@pytest.mark.clause("A-12")
@pytest.mark.parametrize(
    ("level", "is_joint", "has_disagreed", "expected"),
    [
        (3, False, False, set()),
        (2, False, False, {Complexity.LEVEL}),
        (1, True, True, {Complexity.LEVEL, Complexity.JOINT, Complexity.EARLIER}),
    ],
)
def test_grave_joint_and_disputed_matters_are_complex_by_themselves(
    level: int, is_joint: bool, has_disagreed: bool, expected: set[Complexity]
) -> None:
    grounds = rules.required_grounds(level, is_joint=is_joint, has_disagreed=has_disagreed)
    assert grounds == expected
    assert rules.is_complex(grounds) is bool(expected)


@pytest.mark.clause("D-09")
def test_words_that_lead_are_pointed_out() -> None:
    assert rules.leading_words("是否同意认定为三级？") == ("是否同意",)
    assert rules.leading_words("是否构成风险信息？") == ()


@pytest.mark.clause("S-01", "D-09")
@pytest.mark.parametrize(
    ("approver", "is_neutral", "code"),
    [(8, True, "SOD_COMMISSION"), (9, False, "NEUTRALITY_UNCHECKED"), (9, True, None)],
)
def test_another_person_approves_and_finds_the_question_neutral(
    approver: int, is_neutral: bool, code: str | None
) -> None:
    assert rules.reasons_against_approval(8, approver, is_neutral=is_neutral) == code


# The course


@pytest.mark.clause("3.1.0-b")
def test_every_step_of_the_course_is_there_once() -> None:
    assert list(PANEL_TRANSITIONS) == [f"P{number:02d}" for number in range(1, 42)]
    assert all(step.id == number for number, step in PANEL_TRANSITIONS.items())


@pytest.mark.parametrize(
    ("step", "state", "role", "code"),
    [
        ("P02", PanelState.DRAFT, Role.OFFICIAL, None),
        ("P02", PanelState.COMMISSIONED, Role.OFFICIAL, "ILLEGAL_TRANSITION"),
        ("P02", PanelState.DRAFT, Role.APPROVER, "ROLE"),
        ("P40", PanelState.DECIDED, Role.APPROVER, None),
        ("P40", PanelState.SIGNED, Role.APPROVER, "ILLEGAL_TRANSITION"),
        ("P28", PanelState.INVESTIGATING, Role.APPROVER, None),
        ("P21", PanelState.ROUND_CLOSED, Role.SYSTEM, None),
        ("P21", PanelState.ROUND_CLOSED, Role.SECRETARY, "ROLE"),
    ],
)
def test_a_step_starts_from_its_states_and_by_its_roles(
    step: str, state: PanelState, role: Role, code: str | None
) -> None:
    assert rules.reasons_against_move(PANEL_TRANSITIONS[step], state, role) == code


@pytest.mark.parametrize(
    ("step", "state", "to", "target"),
    [
        ("P02", PanelState.DRAFT, None, PanelState.PENDING_APPROVAL),
        ("P26", PanelState.REVIEW, PanelState.DECIDED, PanelState.DECIDED),
        ("P26", PanelState.REVIEW, PanelState.SIGNED, None),
        ("P26", PanelState.REVIEW, None, None),
        ("P16", PanelState.IN_SESSION, None, PanelState.IN_SESSION),
        ("P41", PanelState.ARCHIVED, None, PanelState.ARCHIVED),
    ],
)
def test_a_step_with_several_ends_is_told_which(
    step: str, state: PanelState, to: PanelState | None, target: PanelState | None
) -> None:
    assert rules.target_of(PANEL_TRANSITIONS[step], state, to) is target


@pytest.mark.clause("3.5.0-a", "4.1.2-b")
@pytest.mark.parametrize(
    ("role", "actor", "org", "expected"),
    [
        (Role.OFFICIAL, 8, 4, True), (Role.OFFICIAL, 8, 5, False), (Role.APPROVER, 9, 5, False),
        (Role.SECRETARY, 7, 5, True), (Role.SECRETARY, 6, 4, False), (Role.EXPERT, 1, None, True),
        (Role.SYSTEM, None, None, True),
    ],
)  # fmt: skip
def test_only_the_department_and_the_named_secretary_are_on_duty(
    role: Role, actor: int | None, org: int | None, expected: bool
) -> None:
    assert rules.is_on_duty(PANEL, role, actor, org) is expected


def test_without_a_secretary_no_secretary_is_on_duty() -> None:
    assert not rules.is_on_duty(replace(PANEL, secretary_id=None), Role.SECRETARY, None, 4)


# Conflicts


def answers(*ties: Conflict, detail: str = "说明") -> list[ConflictAnswer]:
    return [ConflictAnswer(code, code in ties, detail if code in ties else "") for code in Conflict]


@pytest.mark.clause("D-01")
def test_every_question_is_answered_and_a_tie_has_its_particulars() -> None:
    assert rules.reasons_against_answers(answers()) == []
    assert [fault.field for fault in rules.reasons_against_answers(answers()[2:])] == ["employ", "share"]
    vague = rules.reasons_against_answers(answers(Conflict.PROJECT, detail=" "))
    assert [(fault.code, fault.field) for fault in vague] == [("CONFLICT_DETAIL", "project_detail")]


@pytest.mark.clause("D-01", "S-10")
@pytest.mark.parametrize("tie", list(Conflict))
def test_hard_ties_recuse_and_soft_ones_go_to_the_approver(tie: Conflict) -> None:
    soft = tie in {Conflict.PROJECT, Conflict.PUBLIC, Conflict.OTHER}
    assert rules.judge_conflicts(answers(tie)) is (Judgement.APPROVER_DECIDES if soft else Judgement.RECUSED)
    assert rules.judge_conflicts(answers()) is Judgement.FREE


@pytest.mark.clause("S-08", "S-15")
def test_whoever_asked_does_not_answer() -> None:
    assert rules.reasons_against_answering({8, None}, 8) == "SOD_WAIVER"
    assert rules.reasons_against_answering({8}, 9) is None


@pytest.mark.clause("A-10", "A-11")
@pytest.mark.parametrize(
    ("changes", "is_allowed", "code"),
    [
        ({}, True, None), ({}, False, "SINGLE_NOT_ALLOWED"), ({"is_complex": True}, True, "SINGLE_COMPLEX"),
        ({"level": 2}, True, "SINGLE_COMPLEX"), ({"counted_rounds": 1}, True, "SINGLE_REVOTE"),
    ],
)  # fmt: skip
def test_a_single_expert_judges_only_a_simple_level_3_matter_not_voted_on_yet(
    changes: dict[str, Any], is_allowed: bool, code: str | None
) -> None:
    assert rules.reasons_against_single_expert(replace(PANEL, **changes), is_allowed=is_allowed) == code


# Constitution


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f", "A-10", "A-11")
@pytest.mark.parametrize(
    ("is_complex", "present", "has_waiver", "code"),
    [
        (False, 0, True, "PANEL_MIN3"), (False, 1, False, "PANEL_MIN3"), (False, 1, True, None),
        (False, 2, True, "PANEL_EVEN"), (False, 3, False, None), (False, 4, False, "PANEL_EVEN"),
        (True, 0, False, "PANEL_MIN5"), (True, 1, True, "PANEL_MIN5"), (True, 3, True, "PANEL_MIN5"),
        (True, 5, False, None), (True, 6, False, "PANEL_EVEN"), (True, 7, False, None),
    ],
)  # fmt: skip
def test_the_gate_asks_for_odd_numbers_and_the_minimum(
    is_complex: bool, present: int, has_waiver: bool, code: str | None
) -> None:
    found = rules.gate(is_complex=is_complex, present=present, has_waiver=has_waiver, panel_min=3, panel_min_complex=5)
    assert found == code


@pytest.mark.clause("4.1.2-b", "2.4.3-d", "2.4.2-c")
@pytest.mark.parametrize(
    ("changes", "members", "unanswered", "undecided", "code"),
    [
        ({}, 3, 0, 0, None),
        ({}, 3, 1, 1, "ANSWERS_OUTSTANDING"),
        ({}, 3, 0, 1, "CONFLICT_UNDECIDED"),
        ({}, 2, 0, 0, "PANEL_EVEN"),
        ({"is_complex": True}, 3, 0, 0, "PANEL_MIN5"),
        ({"secretary_id": None}, 3, 0, 0, "SECRETARY_MISSING"),
        ({"is_joint": True}, 3, 0, 0, "JOINT_LEAD"),
        ({"is_joint": True, "has_lead": True}, 3, 0, 0, None),
        ({"session_mode": SessionMode.CORRESPONDENCE}, 3, 0, 0, "MODE_WAIVER"),
        ({"session_mode": SessionMode.CORRESPONDENCE, "mode_reason": "急"}, 3, 0, 0, None),
    ],
)
def test_a_panel_is_constituted_only_when_nothing_stands_in_the_way(
    changes: dict[str, Any], members: int, unanswered: int, undecided: int, code: str | None
) -> None:
    fault = rules.reasons_against_constitution(
        replace(PANEL, **changes), members, unanswered=unanswered, undecided=undecided, has_waiver=False, panel_min=3,
        panel_min_complex=5,
    )  # fmt: skip
    assert (fault.code if fault else None) == code


def seat(discipline: str = "T03", second: str = "", group: str = "technical", employer: str = "甲") -> SeatFacts:
    return SeatFacts(
        id=1, expert_id=1, account_id=1, kind=SeatKind.MEMBER, rank=1, state=SeatState.ACCEPTED, discipline=discipline,
        second_discipline=second, group=group, employer=employer, is_constituted=False,
    )  # fmt: skip


def warnings(*seats: SeatFacts) -> set[str]:
    shares = {"main_share": Fraction(1, 2), "technical_share": Fraction(1, 2), "employer_share": Fraction(1, 3)}
    return set(rules.constitution_warnings(PANEL, seats, **shares))


@pytest.mark.clause("D-03", "A-27", "D-17")
def test_a_panel_that_is_thin_somewhere_brings_a_warning() -> None:
    good = (seat(employer="甲"), seat("T01", "T03", employer="乙"), seat("T06", employer="丙"))
    assert warnings(*good) == set()
    assert warnings(good[0], seat("T01", employer="乙"), seat("T06", employer="丙")) == {"MAIN_DISCIPLINE"}
    lawyers = (seat(group="legal", employer="乙"), seat(group="legal", employer="丙"))
    assert warnings(good[0], *lawyers) == {"TECHNICAL_MINORITY"}
    assert warnings(good[0], seat("T03", employer="甲"), good[2]) == {"EMPLOYER_SHARE"}
    assert warnings(good[0]) == {"FEWER_THAN_WANTED"}
    assert "FEWER_THAN_WANTED" in warnings()


@pytest.mark.clause("A-21")
@pytest.mark.parametrize(("members", "wanted"), [(3, 5), (5, 5), (6, 7), (7, 7)])
def test_a_panel_that_votes_again_has_five_members_or_more_and_an_odd_number(members: int, wanted: int) -> None:
    assert rules.seats_for_reconvening(members, 5) == wanted


def test_grave_matters_are_answered_sooner() -> None:
    assert [rules.answer_hours(level, 24, 4) for level in (1, 2, 3)] == [4, 4, 24]


# The pack


@pytest.mark.clause("D-09")
@pytest.mark.parametrize(
    ("text", "opinion", "expected"),
    [
        ("本件：建议责令企业召回该批次产品。", "建议责令企业召回该批次产品", True),
        ("建议 责令，企业召回\n该批次产品", "建议责令企业召回该批次产品。", True),
        ("检测结果见附表", "建议责令企业召回该批次产品", False),
        ("建议召回", "建议召回", False),
        ("任何内容", "", False),
    ],
)
def test_the_departments_opinion_is_found_in_a_text(text: str, opinion: str, expected: bool) -> None:
    assert rules.holds_opinion(text, opinion, least=8) is expected


@pytest.mark.clause("D-09", "D-11")
@pytest.mark.parametrize(
    ("role", "is_member", "expected"),
    [
        (Role.EXPERT, True, True), (Role.EXPERT, False, False), (Role.OFFICIAL, False, True),
        (Role.AUDITOR, False, True), (Role.INST_CONTACT, False, False), (Role.IT_ADMIN, False, False),
    ],
)  # fmt: skip
def test_the_pack_is_for_members_and_the_department(role: Role, is_member: bool, expected: bool) -> None:
    assert rules.may_read_pack(role, is_member=is_member) is expected
