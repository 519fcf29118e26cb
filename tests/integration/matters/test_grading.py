"""Screening, closing, merging, confirming, regrading, complexity and early measures."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from panel.kernel.errors import NotAllowedError, NotFoundError
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from panel.matters.facts import Closure, Grading, Screening
from tests.support.matters import LEVEL_3, SCREENING, Matters, refuses


def matter_of(matters: Matters, number: int) -> Any:
    with matters.session_of() as session:
        return queries.get_matter(session, number)


@pytest.mark.clause("2.1.0-a")
def test_screening_without_a_criterion_is_refused(matters: Matters) -> None:
    number = matters.received()
    with refuses("SCREEN_NO_CRITERION"):
        matters.act(service.screen_matter, number, screening=replace(SCREENING, criteria=()), by="u08")
    with refuses("CODE_UNKNOWN"):
        matters.act(service.screen_matter, number, screening=replace(SCREENING, criteria=("fun",)), by="u08")


@pytest.mark.clause("3.3.2-a", "2.2.0-a")
def test_screening_is_kept_with_the_proposal_and_its_rules(matters: Matters) -> None:
    number = matters.screened(
        screening=Screening(("life", "social"), "多地报告", "建议研判", needs_pre_disposition=True)
    )
    matter = matter_of(matters, number)
    assert (matter.proposed_level, matter.proposal_rules) == (2, ["G2-2"])
    assert matter.screened_by == matters.basis.account("u08")
    assert matter.needs_pre_disposition


@pytest.mark.clause("2.1.0-c", "2.1.0-e")
def test_routine_and_foreign_items_are_closed_with_a_reason_and_may_be_reopened(matters: Matters) -> None:
    number = matters.received()
    with refuses("REASON_MISSING"):
        matters.act(service.screen_out, number, closure=Closure.ROUTINE, reason="", by="u08")
    with refuses("TRANSFER_MISSING"):
        matters.act(service.screen_out, number, closure=Closure.NOT_COMPETENT, reason="属药品", by="u08")
    matters.act(
        service.screen_out, number, closure=Closure.NOT_COMPETENT, reason="属药品", transferred_to="药监局", by="u08"
    )
    matter = matter_of(matters, number)
    assert (matter.state, matter.closure, matter.transferred_to) == ("CLOSED_ROUTINE", "not_competent", "药监局")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u08")
    with refuses("REASON_MISSING"):
        matters.act(service.reopen_matter, number, reason=" ", by="u08")
    matters.act(service.reopen_matter, number, reason="又有新报告", by="u08")
    matter = matter_of(matters, number)
    assert (matter.state, matter.closure, matter.transferred_to) == ("RECEIVED", None, None)


@pytest.mark.clause("3.4.0-f14", "3.4.0-f01")
def test_merging_copies_the_trail_and_names_the_other_matter_by_its_number(matters: Matters) -> None:
    target, number = matters.received(), matters.received()
    matters.act(service.add_clue, number, what="第二次来电", by="u08")
    notice_no = matter_of(matters, target).notice_no
    own = matter_of(matters, number).notice_no

    def merge(typed: str) -> int:
        return int(matters.act(service.merge_matter, number, target_notice_no=typed, reason="同一事件", by="u08"))

    with refuses("NOTICE_NO_FORMAT"):
        merge(notice_no[:-1] + ("0" if notice_no[-1] != "0" else "1"))
    with refuses("MERGE_TARGET"):
        merge(own)
    with refuses("MERGE_TARGET"):
        merge("FX330000-2024-3-00031-5")
    assert merge(f" {notice_no.lower()} ") == target
    with matters.session_of() as session:
        assert queries.get_matter(session, number).state == "MERGED"
        trail = queries.list_clues(session, target)
        assert [(clue.what, clue.from_matter_id) for clue in trail] == [
            ("接收信息", None), ("接收信息", number), ("第二次来电", number),
        ]  # fmt: skip


def test_nothing_is_merged_into_a_closed_matter_or_one_of_another_bureau(matters: Matters) -> None:
    closed, other, number = matters.received(), matters.received("u05"), matters.received()
    matters.act(service.screen_out, closed, closure=Closure.ROUTINE, reason="一般工作", by="u08")
    for target in (closed, other):
        with refuses("MERGE_TARGET"):
            matters.act(
                service.merge_matter, number, target_notice_no=matter_of(matters, target).notice_no, reason="同一事件",
                by="u08",
            )  # fmt: skip


@pytest.mark.clause("1.3.0-b", "2.1.1-c", "2.1.1-b", "3.3.2-c")
def test_confirming_needs_screening_level_time_ground_and_reason(matters: Matters) -> None:
    number = matters.received()

    def confirm(grading: Grading) -> None:
        matters.act(service.confirm_matter, number, grading=grading, by="u08")

    with refuses("SCREEN_MISSING"):
        confirm(LEVEL_3)
    matters.act(service.screen_matter, number, screening=replace(SCREENING, criteria=("life", "social")), by="u08")
    with refuses("LEVEL_MISSING"):
        confirm(Grading(0))
    with refuses("L2_DUE_MISSING"):
        confirm(Grading(2))
    with refuses("LEVEL1_GROUND"):
        confirm(Grading(1))
    with refuses("CODE_UNKNOWN"):
        confirm(Grading(1, ("fun",)))
    with refuses("OVERRIDE_REASON"):
        confirm(LEVEL_3)
    confirm(Grading(3, override_reason="数量很少"))
    matter = matter_of(matters, number)
    assert (matter.state, matter.level, matter.level_reason) == ("CONFIRMED", 3, "数量很少")
    with refuses("ILLEGAL_TRANSITION"):
        confirm(LEVEL_3)


@pytest.mark.clause("3.4.1-a", "2.1.0-e")
def test_a_matter_without_category_or_competence_is_not_confirmed(matters: Matters) -> None:
    number = matters.screened(product_category=None)
    with refuses("CATEGORY_MISSING"):
        matters.act(service.confirm_matter, number, grading=LEVEL_3, by="u08")
    other = matters.screened(screening=replace(SCREENING, is_competent=False, criteria=()))
    with refuses("COMPETENCE_NO"):
        matters.act(service.confirm_matter, other, grading=LEVEL_3, by="u08")


@pytest.mark.clause("3.1.1-e")
def test_headquarters_do_not_keep_a_level_3_matter(matters: Matters) -> None:
    number = matters.screened("u01")
    with refuses("TIER1_LEVEL3"):
        matters.act(service.confirm_matter, number, grading=LEVEL_3, by="u01")


@pytest.mark.clause("3.1.1-c", "2.4.1-c")
def test_a_bureaus_level_2_matter_is_not_adjudicated_there_but_goes_up_and_comes_back_on_return(
    matters: Matters,
) -> None:
    number = matters.confirmed(grading=matters.level_2())
    assert matter_of(matters, number).must_escalate
    with refuses("TIER2_LEVEL3_ONLY"):
        matters.act(service.open_adjudication, number, level=3, mode="expert", by="u08")
    request = matters.act(
        service.request_escalation, number, form_key=new_key(), target_org_id=matters.basis.org_id("HQ-FOOD"),
        reason="定为二级", by="u08",
    )  # fmt: skip
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    matters.act(
        service.record_pre_disposition, number, **MEASURE, form_key=new_key(), taken_at=matters.clock(), by="u08"
    )
    matters.act(service.return_escalation, request, reason="请先调整级别", by="u01")
    assert matter_of(matters, number).state == "CONFIRMED"


MEASURE = {"measures": ["recall"], "details": "", "executor": "乙市局", "is_emergency": True}


@pytest.mark.clause("2.1.1-c", "3.3.2-c", "A-14", "3.1.1-c")
def test_regrading_needs_a_reason_keeps_the_stricter_time_and_below_the_proposal_the_head(matters: Matters) -> None:
    number = matters.confirmed(grading=matters.level_2())
    first = matter_of(matters, number).level2_due_at

    def regrade(grading: Grading, by: str = "u08", reason: str = "情况变化") -> None:
        matters.act(service.regrade_matter, number, grading=grading, reason=reason, by=by)

    with refuses("REGRADE_SAME"):
        regrade(matters.level_2())
    with refuses("REASON_MISSING"):
        regrade(LEVEL_3, reason="")
    regrade(LEVEL_3)
    matter = matter_of(matters, number)
    assert (matter.level, matter.must_escalate, matter.due_at) == (3, False, None)
    regrade(Grading(2, due_at=first + timedelta(days=30)))
    assert matter_of(matters, number).level2_due_at == first + timedelta(days=30)
    regrade(Grading(1, ("emergency",)))
    assert matter_of(matters, number).level_grounds == ["emergency"]


@pytest.mark.clause("3.3.2-c")
def test_only_the_head_regrades_below_the_proposal(matters: Matters) -> None:
    number = matters.screened(screening=Screening(("life", "social"), "多地报告", "建议研判"))
    matters.act(service.confirm_matter, number, grading=matters.level_2(), by="u08")
    with refuses("REGRADE_APPROVER"):
        matters.act(service.regrade_matter, number, grading=LEVEL_3, reason="缩小", by="u08")
    matters.act(service.regrade_matter, number, grading=LEVEL_3, reason="缩小", by="u09")
    assert matter_of(matters, number).level == 3


def test_another_body_that_sees_the_matter_does_not_regrade_it(matters: Matters) -> None:
    number = matters.confirmed("u21")
    with refuses("NOT_OWNER"):
        matters.act(service.regrade_matter, number, grading=matters.level_2(), reason="扩大", by="u21")
    with refuses("NOT_FOUND", NotFoundError):
        matters.act(service.regrade_matter, number, grading=matters.level_2(), reason="扩大", by="u05")


@pytest.mark.clause("A-12", "2.4.2-f")
def test_the_complexity_checklist_grows_and_after_the_draw_never_shrinks(matters: Matters) -> None:
    number = matters.confirmed(screening=replace(SCREENING, criteria=("life",)))
    assert not matter_of(matters, number).is_complex

    def assess(grounds: list[str], *, is_drawn: bool) -> bool:
        return bool(matters.act(
            service.assess_complexity, number, grounds=grounds, reason="核对清单", is_drawn=is_drawn, by="u08"
        ))  # fmt: skip

    assert assess(["joint"], is_drawn=False)
    assert not assess([], is_drawn=False)
    assert assess(["joint"], is_drawn=False)
    with refuses("COMPLEXITY_LOWERED"):
        assess([], is_drawn=True)
    matters.act(service.raise_complexity, number, grounds=["reports"], reason="报告相互矛盾", by="u09")
    assert matter_of(matters, number).complexity_grounds == ["joint", "reports"]
    with refuses("CODE_UNKNOWN"):
        assess(["fun"], is_drawn=False)
    with refuses("ROLE", NotAllowedError):
        matters.act(service.raise_complexity, number, grounds=["reports"], reason="", by="u10")


@pytest.mark.clause("A-12")
def test_levels_and_screening_tick_the_checklist_by_themselves(matters: Matters) -> None:
    grave = matters.confirmed("u01", matters.level_2(), screening=Screening(("systemic",), "系统性", "研判"))
    assert matter_of(matters, grave).complexity_grounds == ["level", "systemic"]
    assert matters.act(service.assess_complexity, grave, grounds=[], reason="", is_drawn=False, by="u01")
    assert matter_of(matters, grave).complexity_grounds == ["level", "systemic"]


@pytest.mark.clause("2.2.0-b", "2.5.1-d", "2.1.0-d")
def test_early_measures_are_recorded_in_any_open_state_and_once_per_click(matters: Matters) -> None:
    number = matters.received("u21")
    key = new_key()
    for _ in range(2):
        matters.act(service.record_pre_disposition, number, **MEASURE, form_key=key, taken_at=matters.clock(), by="u21")
    with matters.session_of() as session:
        assert len(queries.list_pre_dispositions(session, number)) == 1
        assert queries.get_matter(session, number).is_emergency


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measures": []}, "MEASURE_MISSING"),
        ({"measures": ["fun"]}, "CODE_UNKNOWN"),
        ({"executor": " "}, "EXECUTOR_MISSING"),
    ],
)
def test_an_early_measure_names_what_was_done_and_by_whom(matters: Matters, change: dict[str, Any], code: str) -> None:
    number = matters.received()
    facts = MEASURE | {"form_key": new_key(), "taken_at": matters.clock()} | change
    with refuses(code):
        matters.act(service.record_pre_disposition, number, **facts, by="u08")


@pytest.mark.clause("2.5.1-d")
def test_an_early_measure_in_the_future_or_on_a_closed_item_is_refused(matters: Matters) -> None:
    number = matters.received()
    facts = MEASURE | {"form_key": new_key()}
    with refuses("PRE_DISPOSITION_FUTURE"):
        later = matters.clock() + timedelta(seconds=1)
        matters.act(service.record_pre_disposition, number, **facts, taken_at=later, by="u08")
    matters.act(service.screen_out, number, closure=Closure.ROUTINE, reason="一般工作", by="u08")
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.record_pre_disposition, number, **facts, taken_at=matters.clock(), by="u08")
