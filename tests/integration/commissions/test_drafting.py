"""Drafting, submitting and approving a commission: what is refused, and what is frozen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from panel.commissions import queries, service
from panel.commissions.facts import Method, Option, PanelState, SessionMode
from panel.kernel.errors import NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.matters import service as matter_service
from panel.matters.facts import Mode
from panel.notices.models import Message
from tests.support.matters import Matters
from tests.support.panels import Panels

FREE_QUESTION: dict[str, Any] = {
    "is_ordinal": False, "options": (Option("A", "充电部件"), Option("B", "电池"), Option("I", "现有证据不足")),
}  # fmt: skip


def refusal(panels: Panels, use_case: Any, *numbers: int, by: str, **facts: Any) -> str:
    with pytest.raises((RuleViolatedError, NotAllowedError, NotFoundError, StaleError)) as refused:
        panels.act(use_case, *numbers, by=by, **facts)
    return refused.value.code


@pytest.mark.clause("2.4.2-b", "A-17")
def test_the_commission_opens_the_adjudication_of_a_confirmed_matter(panels: Panels) -> None:
    matter = Matters(panels.session_of, panels.basis, panels.clock).confirmed()
    number = panels.drafted(matter)
    assert panels.panel(number).state == PanelState.DRAFT
    assert panels.panel(number).level == 3


@pytest.mark.clause("2.4.1-e")
def test_level_1_without_the_leaders_approval_is_refused(panels: Panels) -> None:
    matter = panels.matter()
    code = refusal(
        panels, service.draft_commission, matter, content=panels.content(), form_key=new_key(), level=1, by="u08"
    )
    assert code == "LEVEL1_APPROVAL"


@pytest.mark.clause("2.4.2-b")
def test_only_an_official_of_the_organising_department_drafts(panels: Panels) -> None:
    matters = Matters(panels.session_of, panels.basis, panels.clock)
    matter = matters.confirmed("u21")
    facts = {"content": panels.content(), "form_key": new_key()}
    assert refusal(panels, service.draft_commission, matter, by="u21", **facts) == "LEVEL3_ORGANISER"
    matters.act(matter_service.open_adjudication, matter, level=3, mode=Mode.EXPERT, by="u08")
    assert refusal(panels, service.draft_commission, matter, by="u10", **facts) == "ROLE"
    assert refusal(panels, service.draft_commission, matter, by="u21", **facts) == "ORGANISER_ROLE"
    assert refusal(panels, service.draft_commission, matter, by="u05", **facts) == "NOT_FOUND"


@pytest.mark.clause("2.4.0-a")
def test_an_adjudication_in_another_mode_has_no_panel(panels: Panels) -> None:
    matters = Matters(panels.session_of, panels.basis, panels.clock)
    matter, _adjudication = matters.adjudicating(mode=Mode.WORK)
    code = refusal(panels, service.draft_commission, matter, content=panels.content(), form_key=new_key(), by="u08")
    assert code == "ADJUDICATION_MODE"


def test_one_adjudication_has_one_panel_at_a_time_and_a_double_click_one_draft(panels: Panels) -> None:
    matter, key = panels.matter(), new_key()
    facts = {"content": panels.content(), "form_key": key}
    first = panels.act(service.draft_commission, matter, by="u08", **facts)
    assert panels.act(service.draft_commission, matter, by="u08", **facts) == first
    assert refusal(panels, service.draft_commission, matter, by="u08", **(facts | {"form_key": new_key()})) == (
        "PANEL_OPEN"
    )


@pytest.mark.clause("4.1.2-a", "A-17")
def test_an_adjudication_by_experts_waits_on_its_departments_desks_until_it_has_a_panel(panels: Panels) -> None:
    matter = panels.matter()

    def waits(key: str) -> list[Any]:
        with panels.session_of() as session:
            listed = queries.list_tasks(session, panels.basis.actor(key), panels.clock())
            return [task.values for task in listed if task.endpoint == "commissions.draft_commission"]

    assert [waits(key) for key in ("u08", "u28", "u09", "u21")] == [[{"matter": matter}], [{"matter": matter}], [], []]
    panels.drafted(matter)
    assert waits("u08") == []


@pytest.mark.clause("4.1.2-a", "2.4.2-c", "2.4.3-d")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"session_mode": SessionMode.CORRESPONDENCE}, "MODE_WAIVER"),
        ({"is_joint": True, "seats_wanted": 5}, "JOINT_LEAD"),
        ({"secretary_id": None}, "SECRETARY_MISSING"),
        ({"deadline": None}, "DEADLINE_MISSING"),
    ],
)
def test_an_incomplete_draft_is_kept_and_not_submitted(panels: Panels, changes: dict[str, Any], code: str) -> None:
    number = panels.drafted(**changes)
    assert refusal(panels, service.submit_commission, number, by="u08") == code
    assert panels.panel(number).state == PanelState.DRAFT


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f", "A-08")
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"seats_wanted": 4}, "SEATS_EVEN", "seats_wanted"),
        ({"seats_wanted": 1}, "SEATS_FEW", "seats_wanted"),
        ({"seats_wanted": 3, "complexity_grounds": ("trade",)}, "SEATS_FEW", "seats_wanted"),
        ({"seats_wanted": 3, "is_joint": True, "lead_name": "方"}, "SEATS_FEW", "seats_wanted"),
        ({**FREE_QUESTION, "decision_method": Method.ORDINAL_CUMULATIVE}, "METHOD_ORDINAL", "decision_method"),
    ],
)
def test_a_size_or_method_that_cannot_be_is_refused_already_in_the_draft(
    panels: Panels, changes: dict[str, Any], code: str, field: str
) -> None:
    matter = panels.matter()
    with pytest.raises(RuleViolatedError) as refused:
        panels.drafted(matter, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    number = panels.drafted(matter)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.edit_commission, number, content=panels.content(**changes), by="u08")
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_secretary_has_to_be_one(panels: Panels) -> None:
    number = panels.drafted(secretary_id=panels.basis.account("u09"))
    assert refusal(panels, service.submit_commission, number, by="u08") == "SECRETARY_ROLE"


@pytest.mark.clause("S-01", "D-09", "A-17")
def test_another_person_approves_finds_it_neutral_and_gives_the_number(panels: Panels) -> None:
    number = panels.submitted()
    assert refusal(panels, service.approve_commission, number, is_neutral=True, by="u08") == "ROLE"
    assert refusal(panels, service.approve_commission, number, is_neutral=True, by="u06") == "NOT_OF_PANEL"
    assert refusal(panels, service.approve_commission, number, is_neutral=False, by="u09") == "NEUTRALITY_UNCHECKED"
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    panel = panels.panel(number)
    assert (panel.state, panel.number, panel.neutrality_checked) == ("COMMISSIONED", "湘研委〔2026〕1号", True)
    again = refusal(panels, service.approve_commission, number, is_neutral=True, by="u09")
    assert again == "ILLEGAL_TRANSITION"


@pytest.mark.clause("4.1.2-a", "D-09")
def test_question_options_and_method_are_frozen_by_the_approval(panels: Panels) -> None:
    number = panels.commissioned()
    changed = panels.content(question="另一个问题？")
    assert refusal(panels, service.edit_commission, number, content=changed, by="u08") == "ILLEGAL_TRANSITION"
    assert panels.panel(number).question != "另一个问题？"


def test_a_rejected_commission_comes_back_with_its_reason_and_can_be_changed(panels: Panels) -> None:
    number = panels.submitted()
    assert refusal(panels, service.reject_commission, number, reason=" ", by="u09") == "REASON_MISSING"
    panels.act(service.reject_commission, number, reason="问题应当更具体", by="u09")
    assert (panels.panel(number).state, panels.panel(number).reject_reason) == ("DRAFT", "问题应当更具体")
    panels.act(service.edit_commission, number, content=panels.content(question="属于哪一级？"), by="u08")
    assert panels.panel(number).question == "属于哪一级？"


def test_a_page_that_shows_an_earlier_version_changes_nothing(panels: Panels) -> None:
    number = panels.drafted()
    shown = panels.panel(number).version
    panels.act(service.edit_commission, number, content=panels.content(place="第二会议室"), version=shown, by="u08")
    stale = refusal(panels, service.edit_commission, number, content=panels.content(), version=shown, by="u08")
    assert stale == "STALE"
    assert panels.panel(number).place == "第二会议室"


@pytest.mark.clause("A-12", "2.1.1-b")
def test_grounds_that_follow_from_the_commission_cannot_be_unticked(panels: Panels) -> None:
    joint = {
        "is_joint": True, "joint_partners": "卫生部门", "lead_name": "方", "lead_unit": "局", "lead_post": "处长",
        "lead_phone": "0731-0000", "complexity_grounds": (),
    }  # fmt: skip
    number = panels.drafted(**joint, seats_wanted=5)
    assert panels.panel(number).is_complex
    assert panels.panel(number).complexity_grounds == ["joint"]


@pytest.mark.clause("A-12", "2.4.2-f")
def test_complexity_is_raised_until_the_round_and_never_lowered(panels: Panels) -> None:
    number = panels.invited()
    before = {code for code, seat in panels.seats(number).items() if seat.state == "INVITED"}
    panels.act(service.raise_complexity, number, grounds=["systemic"], note="涉及多省", by="u08")
    panel = panels.panel(number)
    assert (panel.is_complex, panel.seats_wanted, panel.complexity_grounds) == (True, 5, ["systemic"])
    invited = {code for code, seat in panels.seats(number).items() if seat.state == "INVITED"}
    assert invited - before == {"ZJ-0016", "ZJ-0012"}
    code = refusal(panels, service.raise_complexity, number, grounds=["systemic"], note="", by="u08")
    assert code == "COMPLEXITY_SAME"


def test_time_and_place_can_move_and_correspondence_takes_a_request(panels: Panels) -> None:
    number = panels.invited()
    later = panels.clock() + timedelta(days=4)
    facts = {"session_mode": SessionMode.VIDEO, "held_at": later, "place": "视频会议室"}
    panels.act(service.set_meeting, number, by="u10", **facts)
    assert (panels.panel(number).held_at, panels.panel(number).session_mode) == (later, "video")
    with panels.session_of() as session:
        told = session.scalars(select(Message.to).where(Message.key.startswith("meeting:"))).all()
    assert len(told) == 3
    letter = facts | {"session_mode": SessionMode.CORRESPONDENCE}
    assert refusal(panels, service.set_meeting, number, by="u10", **letter) == "MODE_BY_WAIVER"
    assert refusal(panels, service.set_meeting, number, by="u07", **facts) == "NOT_OF_PANEL"
    assert refusal(panels, service.set_meeting, number, by="u09", **facts) == "ROLE"


@pytest.mark.clause("2.4.2-c")
def test_a_meeting_is_not_set_in_the_past_nor_before_invitations_are_to_be_answered(panels: Panels) -> None:
    past = panels.drafted(held_at=panels.clock() - timedelta(days=2000))
    assert refusal(panels, service.submit_commission, past, by="u08") == "MEETING_PAST"
    number = panels.invited()
    facts = {"session_mode": SessionMode.ON_SITE, "place": "第一会议室"}
    answer_by = max(seat.answer_by for seat in panels.seats(number).values() if seat.answer_by is not None)
    for held_at, code in (
        (panels.clock() - timedelta(seconds=1), "MEETING_PAST"),
        (answer_by - timedelta(seconds=1), "MEETING_BEFORE_ANSWERS"),
        (panels.panel(number).deadline + timedelta(seconds=1), "HELD_AFTER_DEADLINE"),
    ):
        assert refusal(panels, service.set_meeting, number, by="u10", held_at=held_at, **facts) == code
    panels.act(service.set_meeting, number, by="u10", held_at=answer_by, **facts)
    assert panels.panel(number).held_at == answer_by


def test_content_reads_back_as_it_was_written(panels: Panels) -> None:
    content = panels.content(seats_wanted=5, complexity_grounds=("systemic",))
    number = panels.drafted(seats_wanted=5, complexity_grounds=("systemic",))
    with panels.session_of() as session:
        read = queries.content_of(queries.get_panel(session, number))
    assert replace(read, disciplines=tuple(read.disciplines), complexity_grounds=tuple(read.complexity_grounds)) == (
        replace(content, disciplines=("T01", "T06", "T07"))
    )


@pytest.mark.clause("3.1.0-b")
def test_no_step_is_taken_from_a_wrong_state(panels: Panels) -> None:
    number = panels.drafted()
    for use_case, by in ((service.invite, "u10"), (service.constitute, "u08"), (service.release_materials, "u10")):
        assert refusal(panels, use_case, number, by=by) in {"COMMISSION_MISSING", "ILLEGAL_TRANSITION"}
    assert refusal(panels, service.invite, number, by="u10") == "COMMISSION_MISSING"
