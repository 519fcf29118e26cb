"""The six sample panels, replayed through the use cases: each story ends as the guidance says it must."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session

from panel.archive import queries as archive
from panel.audit import queries as audit
from panel.commissions import queries as commissions
from panel.conclusions import queries as conclusions
from panel.db import session as reading
from panel.draw import queries as draws
from panel.files import queries as files
from panel.institutions import queries as institutions
from panel.investigations import queries as investigations
from panel.kernel.clock import beijing_date
from panel.matters import queries as matters
from panel.proceedings.demo.basis import rows
from panel.proceedings.demo.story import one_of
from panel.voting import queries as voting
from panel.voting import result_queries
from tests.support.demo import Demo

ENDS = {  # panel: its state, the matter's state, level of the information, level of the adjudication
    "PN-01": ("ARCHIVED", "ADJUDICATED", 1, 1),
    "PN-02": ("ARCHIVED", "ADJUDICATED", 3, 3),
    "PN-03": ("ARCHIVED", "ADJUDICATED", 2, 2),
    "PN-04": ("ARCHIVED", "ADJUDICATED", 2, 2),
    "PN-05": ("ARCHIVED", "ADJUDICATED", 3, 3),
    "PN-06": ("SIGNED", "ESCALATED_2", 2, 3),
}
COURSES = {  # what happens between the first round and the conclusion
    "PN-01": ["decide"],
    "PN-02": ["decide"],
    "PN-03": ["insufficient", "order_test", "file_result", "reconvene", "decide"],
    "PN-04": ["review", "answer"],
    "PN-05": ["flag", "order_investigation", "order_test", "file_result", "file_result", "reconvene", "decide"],
    "PN-06": ["decide"],
}
BETWEEN = {step for steps in COURSES.values() for step in steps}


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield reading()


def steps_of(session: Session, panel_id: int) -> list[str]:
    """Give the steps of a panel's course as the log has them."""
    actions = [event.action for event in audit.list_panel_events(session, panel_id)]
    return [action.removeprefix("panel.") for action in actions if action.startswith("panel.")]


@pytest.mark.clause("2.4.2-b", "2.4.2-g", "2.4.2-h", "2.4.2-m", "2.4.3-c", "A-09", "A-22")
@pytest.mark.parametrize("key", sorted(ENDS))
def test_a_sample_panel_takes_its_course_to_its_end(key: str, demo: Demo, session: Session) -> None:
    row = one_of("panels", key)
    panel = commissions.get_panel(session, demo.panels[key])
    matter = matters.get_matter(session, panel.matter_id)
    assert (panel.state, matter.state, matter.level, matter.adjudication_level) == ENDS[key]
    assert [step for step in steps_of(session, panel.id) if step in BETWEEN] == COURSES[key]
    results = result_queries.list_results(session, panel.id)
    counted = [
        {"state": one.count.state, "majority": one.count.majority, "triggers": one.count.triggers} for one in results
    ]
    assert counted == [held["expected"] for held in row["rounds"]]
    assert panel.is_replay
    assert panel.replay_on.isoformat() == row["replay_as_of"]
    assert beijing_date(matter.discovered_at) < panel.replay_on <= beijing_date(panel.drafted_at)
    draw = draws.list_draws(session, panel.id)[-1]
    assert (draw.kind, draw.approved_by) == ("direct", demo.basis.account(row["approver"]))


@pytest.mark.clause("2.4.3-c", "D-06", "D-07", "S-03", "S-05", "3.4.0-f15")
@pytest.mark.parametrize("key", sorted(ENDS))
def test_its_conclusion_says_what_was_counted_and_stands_on_the_record(key: str, demo: Demo, session: Session) -> None:
    row = one_of("panels", key)
    panel = commissions.get_panel(session, demo.panels[key])
    conclusion = conclusions.get_conclusion(session, panel.id)
    last = result_queries.list_results(session, panel.id)[-1]
    assert conclusion.option == last.count.majority == row["rounds"][-1]["expected"]["majority"]
    text = text_of(files.read_content(files.get_file(session, conclusion.docx_file_id)))
    assert panel.replay_note in text
    assert last.count.sentences["zh"]["majority"] in text
    assert all(vote.name in text and vote.ballot.reasons in text for vote in result_queries.dissents(session, panel.id))
    result = matters.find_result(session, panel.adjudication_id)
    assert (result.risk_level, result.tally, result.round_count) == (
        conclusion.option, last.count.tally, len(row["rounds"]),
    )  # fmt: skip
    assert result.has_dissent == bool(result_queries.dissents(session, panel.id))
    assert {result.entered_by, result.reviewed_by, result.confirmed_by} == {
        demo.basis.account(hand) for hand in row["record"].values()
    }


def text_of(content: bytes) -> str:
    """Give all words of a document, tables too."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.clause("2.4.1-e", "2.4.3-d", "3.1.1-g", "2.4.1-c", "2.4.1-a", "3.1.1-c")
def test_level_1_is_approved_and_confirmed_above_and_levels_climb(demo: Demo, session: Session) -> None:
    first = commissions.get_panel(session, demo.panels["PN-01"])
    adjudication = matters.get_adjudication(session, first.adjudication_id)
    assert (adjudication.level, adjudication.designated_result_org_id) == (1, demo.basis.org_id("HQ-GO"))
    assert (first.is_joint, first.lead_name, bool(first.joint_partners)) == (True, "方秉文", True)
    assert matters.find_result(session, adjudication.id).confirmed_by == demo.basis.account("u27")
    lift = matters.list_adjudications(session, demo.matters["MT-04"])
    assert [(one.level, one.mode, one.state) for one in lift] == [
        (3, "work", "closed_other"),
        (2, "expert", "concluded"),
    ]
    forced = matters.get_matter(session, demo.matters["MT-06"])
    assert (forced.must_escalate, forced.is_level_by_result) == (True, True)
    assert forced.addressed_org_id == demo.basis.org_id("HQ-IEF")


@pytest.mark.clause("2.1.1-c", "A-14")
def test_a_due_date_that_lies_behind_the_jump_moves_with_it(demo: Demo, session: Session) -> None:
    for key in ("MT-03", "MT-04"):
        due_at = matters.get_matter(session, demo.matters[key]).level2_due_at
        assert due_at.isoformat() == "2025-06-22T10:00:00+00:00"
    order = institutions.list_orders(session, panel_id=demo.panels["PN-05"])[0]
    assert order.due_on.isoformat() == "2025-07-01"
    assert institutions.list_orders(session, panel_id=demo.panels["PN-03"])[0].due_on.isoformat() == "2025-06-20"


@pytest.mark.clause("A-02", "2.4.2-d")
def test_an_absent_member_is_replaced_by_the_first_reserve_in_order(demo: Demo, session: Session) -> None:
    panel_id = demo.panels["PN-04"]
    seats = commissions.list_seats(session, panel_id)
    codes = {number: code for code, number in demo.basis.experts.items()}
    on_roll = {codes[line.expert_id] for line in voting.roll_of(session, voting.list_rounds(session, panel_id)[0].id)}
    assert on_roll == {"ZJ-0042", "ZJ-0045", "ZJ-0046", "ZJ-0054", "ZJ-0038"}
    assert {codes[seat.expert_id]: seat.state for seat in seats if codes[seat.expert_id] in {"ZJ-0036", "ZJ-0055"}} == {
        "ZJ-0036": "ACCEPTED", "ZJ-0055": "DRAWN",
    }  # fmt: skip
    review = result_queries.find_latest_result(session, panel_id).review
    assert (review.answer, review.answered_by) == ("proceed", demo.basis.account("u12"))


@pytest.mark.clause("2.5.3-a", "2.4.2-k", "2.4.2-m", "D-12")
def test_findings_come_back_to_the_same_panel_as_material(demo: Demo, session: Session) -> None:
    panel_id = demo.panels["PN-05"]
    assert [one.answer for one in investigations.list_warnings(session, panel_id)] == ["precaution"]
    assert [one.state for one in investigations.list_investigations(session, panel_id)] == ["FILED"]
    kinds = [piece.kind for piece in commissions.list_released_materials(session, panel_id)]
    assert sorted(kinds[-2:]) == ["investigation_report", "test_report"]
    assert [pack.no for pack in commissions.list_packs(session, panel_id)] == [1, 2]
    first, second = voting.list_rounds(session, panel_id)
    assert len(second.pack_items) == len(first.pack_items) + 2
    assert [round_.state for round_ in (first, second)] == ["COUNTED", "COUNTED"]


@pytest.mark.clause("D-06", "D-07")
@pytest.mark.parametrize(
    ("key", "code", "act"),
    [
        ("PN-01", "ZJ-0057", "sign_with_statement"), ("PN-04", "ZJ-0038", "not_signed"),
        ("PN-05", "ZJ-0014", "refuse"),
    ],
)  # fmt: skip
def test_who_does_not_simply_sign_is_on_record(key: str, code: str, act: str, demo: Demo, session: Session) -> None:
    conclusion = conclusions.get_conclusion(session, demo.panels[key])
    done = {row.seat_id: row.act for row in conclusions.list_signatures(session, conclusion.id)}
    seat = commissions.seat_of_account(session, demo.panels[key], demo.actor(code).id)
    assert done.pop(seat.id) == act
    assert set(done.values()) == {"sign"}


@pytest.mark.clause("2.4.3-b", "D-14")
def test_the_archived_volumes_are_complete_and_one_waits_to_be_filed(demo: Demo, session: Session) -> None:
    kept = {}
    for key in ENDS:
        volume = archive.find_volume(session, demo.panels[key])
        kept[key] = volume and (volume.state, volume.retention, sorted(volume.not_applicable))
    assert kept == {
        "PN-01": ("ARCHIVED", "permanent", []), "PN-02": ("ARCHIVED", "years_30", ["minutes"]),
        "PN-03": ("ARCHIVED", "permanent", []), "PN-04": ("ARCHIVED", "permanent", []),
        "PN-05": ("ARCHIVED", "years_30", []), "PN-06": None,
    }  # fmt: skip


def test_the_stories_hold_the_facts_of_their_files() -> None:
    experts = {row["code"] for row in rows("experts")}
    for row in rows("panels"):
        named: list[Any] = [*row["members"], *row["reserves"], *row["excluded"]]
        assert set(named) <= experts
        assert len(row["members"]) % 2 == 1
        for held in row["rounds"]:
            assert all(len(ballot["reasons"]) >= 20 for ballot in held["ballots"])
            assert len({ballot["reasons"] for ballot in held["ballots"]}) == len(held["ballots"])
