"""The pack: what goes in, what goes out, who reads it; and convening again after findings."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from panel.audit import queries as audit
from panel.commissions import queries, service
from panel.commissions.documents import pack_items
from panel.commissions.facts import MaterialKind
from panel.files import service as files
from panel.kernel.canonical import digest
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError
from panel.kernel.tokens import new_key
from tests.support.panels import MEMBERS, Panels
from tests.support.wire import on_the_wire, posted

REFUSALS = (RuleViolatedError, NotAllowedError, NotFoundError, BadInputError)


def refusal(panels: Panels, use_case: Any, *numbers: int, by: str, **facts: Any) -> str:
    with pytest.raises(REFUSALS) as refused:
        panels.act(use_case, *numbers, by=by, **facts)
    return refused.value.code  # type: ignore[attr-defined]


def piece(**changes: Any) -> dict[str, Any]:
    given = {"title": "检测报告", "kind": MaterialKind.EVIDENCE, "text": "三批样品检出。", "form_key": new_key()}
    return given | changes


@pytest.mark.clause("D-09")
def test_the_departments_opinion_does_not_go_into_the_pack(panels: Panels) -> None:
    number = panels.commissioned()
    opinion = piece(text="情况说明。建议组织专家研判。")
    assert refusal(panels, service.add_material, number, by="u08", **opinion) == "MATERIAL_OPINION"
    assert refusal(panels, service.add_material, number, by="u08", **piece(text=" ")) == "MATERIAL_EMPTY"
    assert refusal(panels, service.add_material, number, by="u09", **piece()) == "ROLE"
    with panels.session_of() as session:
        assert queries.list_materials(session, number) == []


def test_a_piece_is_added_once_and_can_be_taken_out_until_it_went_out(panels: Panels) -> None:
    number = panels.constituted()
    given = piece()
    first = panels.act(service.add_material, number, by="u10", **given)
    assert panels.act(service.add_material, number, by="u10", **given) == first
    second = panels.add_text(number)
    panels.act(service.withdraw_material, number, first, by="u10")
    panels.act(service.release_materials, number, by="u10")
    assert refusal(panels, service.withdraw_material, number, second, by="u10") == "MATERIAL_RELEASED"
    with panels.session_of() as session:
        assert [one.id for one in queries.list_materials(session, number)] == [second]


@pytest.mark.clause("4.1.2-c", "D-09", "2.5.5-c")
def test_the_pack_goes_out_once_constituted_with_one_digest(panels: Panels) -> None:
    number = panels.accepted()
    panels.add_text(number)
    assert refusal(panels, service.release_materials, number, by="u10") == "ILLEGAL_TRANSITION"
    panels.act(service.constitute, number, reason="人选比较过", by="u08")
    assert refusal(panels, service.release_materials, number, by="u08") == "ROLE"
    panels.act(service.release_materials, number, by="u10")
    assert refusal(panels, service.release_materials, number, by="u10") == "MATERIAL_NONE"
    with panels.session_of() as session:
        released = queries.list_released_materials(session, number)
        first = queries.pack_digest(session, number)
    assert first == digest(pack_items([(one.no, one.title, one.sha256) for one in released]))
    panels.add_text(number, "补充材料")
    panels.act(service.release_materials, number, by="u10")
    with panels.session_of() as session:
        assert queries.pack_digest(session, number) != first
        assert [pack.no for pack in queries.list_packs(session, number)] == [1, 2]


@pytest.mark.clause("4.1.2-c", "D-11")
def test_only_members_confirm_reading_and_each_piece_once(panels: Panels) -> None:
    number = panels.constituted()
    waiting = panels.add_text(number)
    assert refusal(panels, service.mark_read, number, waiting, by="ZJ-0011") == "NOT_FOUND"
    panels.act(service.release_materials, number, by="u10")
    assert refusal(panels, service.mark_read, number, waiting, by="ZJ-0016") == "NOT_FOUND"
    assert refusal(panels, service.mark_read, number, waiting, by="u08") == "ROLE"
    with panels.session_of() as session:
        assert len(queries.unread_seats(session, number)) == 3
    for _again in range(2):
        panels.act(service.mark_read, number, waiting, by="ZJ-0011")
    seat = panels.seats(number)["ZJ-0011"]
    with panels.session_of() as session:
        assert seat.id not in queries.unread_seats(session, number)
        assert [reading.seat_id for reading in queries.list_readings(session, number)] == [seat.id]


@pytest.mark.clause("3.5.0-e", "D-11")
def test_a_download_is_on_record_and_kept_from_strangers(panels: Panels) -> None:
    number = panels.constituted()
    with panels.session_of() as session:
        actor = panels.basis.actor("u10")
        file_id = files.keep_file(session, "报告.txt", "检出 1.04 mg/kg".encode(), actor=actor, clock=panels.clock)
        piece_id = service.add_material(
            session, number, **piece(text="", file_id=file_id), actor=actor, clock=panels.clock
        )
        service.release_materials(session, number, actor=actor, clock=panels.clock)
    panels.act(service.download_material, number, piece_id, by="ZJ-0011")
    assert refusal(panels, service.download_material, number, piece_id, by="u05") == "NOT_FOUND"
    assert refusal(panels, service.download_material, number, piece_id, by="u18") == "NOT_FOUND"
    with panels.session_of() as session:
        last = audit.list_panel_events(session, number)[-1]
    assert (last.action, last.actor_id) == (
        "commissions.material.downloaded", panels.basis.expert_actor("ZJ-0011").id,
    )  # fmt: skip


def test_a_file_with_a_chinese_name_comes_over_the_wire(
    panels: Panels, person: Callable[[str], Any], app: Flask
) -> None:
    number = panels.constituted()
    actor = panels.basis.actor("u10")
    with panels.session_of() as session:
        file_id = files.keep_file(session, "报告（一）.txt", b"1.04 mg/kg", actor=actor, clock=panels.clock)
        piece_id = service.add_material(
            session, number, **piece(text="", file_id=file_id), actor=actor, clock=panels.clock
        )
    with on_the_wire(app) as server:
        status, headers, content = posted(server, person("u10"), f"/panels/{number}/materials/{piece_id}/download")
    assert status == 200
    assert f"filename*=UTF-8''{quote('报告（一）.txt')}" in headers["Content-Disposition"]
    assert content.endswith(b"1.04 mg/kg")


# After findings


@pytest.mark.clause("2.4.2-m", "A-21")
def test_five_members_meet_again_with_the_findings_in_the_pack(panels: Panels) -> None:
    number = panels.with_findings(members=MEMBERS, complexity_grounds=("systemic",))
    assert panels.panel(number).state == "FINDINGS_IN"
    assert panels.panel(number).has_disagreed
    assert refusal(panels, service.reconvene, number, by="u08") == "FINDINGS_NOT_IN_PACK"
    panels.add_text(number, "专项调查报告", MaterialKind.INVESTIGATION_REPORT)
    assert refusal(panels, service.reconvene, number, by="u10") == "ROLE"
    panels.act(service.reconvene, number, reason="据调查结果再次表决", by="u08")
    assert panels.panel(number).state == "MATERIALS"
    with panels.session_of() as session:
        assert [one.from_round for one in queries.list_released_materials(session, number)] == [1, 2]
        assert len(queries.unread_seats(session, number)) == 5


@pytest.mark.clause("A-21", "A-12", "2.4.2-f")
def test_a_panel_of_three_is_enlarged_to_five_by_a_further_draw_first(panels: Panels) -> None:
    number = panels.with_findings()
    panels.add_text(number, "专项调查报告", MaterialKind.INVESTIGATION_REPORT)
    assert refusal(panels, service.reconvene, number, by="u08") == "PANEL_MIN5"
    panels.act(service.prepare_draw, number, reason="扩大专家组", by="u10")
    panels.act(service.witness_draw, number, by="u08")
    panel = panels.panel(number)
    assert (panel.is_complex, panel.seats_wanted, panel.complexity_grounds) == (True, 5, ["earlier"])
    fresh = [code for code, seat in panels.seats(number).items() if seat.state == "INVITED"]
    assert len(fresh) == 2
    assert refusal(panels, service.reconvene, number, by="u08") == "ANSWERS_OUTSTANDING"
    for code in fresh:
        panels.accept(number, code)
    panels.act(service.reconvene, number, reason="扩大后再次表决", by="u08")
    with panels.session_of() as session:
        members = queries.list_members(session, number)
    assert len(members) == 5
    assert all(seat.is_constituted for seat in members)


def test_counted_rounds_are_kept_by_the_course(panels: Panels) -> None:
    number = panels.with_materials()
    panels.move(number, "P14", "P15", "P20", "P21", "P22")
    assert (panels.panel(number).counted_rounds, panels.panel(number).has_disagreed) == (1, False)
