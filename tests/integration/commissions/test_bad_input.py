"""Forms that are wrong, pressed twice, or stale: nothing typed is lost and one act is one act."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from panel.commissions import service
from panel.commissions.models import Material, Panel
from tests.support.panels import Panels
from tests.support.visitor import PASSWORD, document, error_summary, visible_text

Person = Callable[[str], Any]


def key_on(page: Any) -> str:
    return str(document(page).xpath("//main//input[@name='form_key']/@value")[0])


def test_a_wrong_commission_names_each_field_and_keeps_what_was_typed(panels: Panels, person: Person) -> None:
    matter = panels.matter()
    answer = person("u08").submit(
        f"/panels/new?matter={matter}",
        {"title": "", "question": "属于哪一级？", "kind": "free", "options": "只有一个", "deadline": "明天",
         "seats_wanted": "三", "secretary_id": "999", "main_discipline": "X99"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert set(error_summary(answer)) >= {
        "title", "options", "deadline", "seats_wanted", "secretary_id", "main_discipline",
    }  # fmt: skip
    shown = answer.get_data(as_text=True)
    assert all(typed in shown for typed in ("属于哪一级？", "只有一个", "明天"))
    with panels.session_of() as session:
        assert session.scalar(select(func.count(Panel.id))) == 0


def test_odd_parts_of_a_form_are_refused_and_break_nothing(panels: Panels, person: Person) -> None:
    matter, number = panels.matter(), panels.constituted()
    odd = {"title": ["a", "b"], "disciplines": "\x00", "seats_wanted": "9" * 30, "version": "x" * 5000, "kind": "no"}
    assert person("u08").post(f"/panels/new?matter={matter}", data=odd).status_code == 422
    assert person("u10").post(f"/panels/{number}/materials/new", data={"kind": "nothing"}).status_code == 422
    assert person("u09").get(f"/panels/{number}/requests/1").status_code == 303
    for query in ("page=0", "page=x", "level=7", "course=%27", "text=%25"):
        assert person("u08").get(f"/panels?{query}").status_code == 200


@pytest.mark.parametrize("version", ["²", "9" * 5000])
def test_a_version_that_is_no_number_is_no_failure(panels: Panels, person: Person, version: str) -> None:
    path = f"/panels/{panels.drafted()}/commission/edit"
    assert person("u08").submit(path, {"version": version}, follow=False).status_code in {303, 422}


def test_a_double_click_adds_one_piece(panels: Panels, person: Person) -> None:
    number = panels.constituted()
    secretary = person("u10")
    path = f"/panels/{number}/materials/new"
    given = {"form_key": key_on(secretary.get(path)), "title": "检测报告", "kind": "evidence", "text": "三批检出。"}
    assert [secretary.post(path, data=given).status_code for _click in range(2)] == [303, 303]
    with panels.session_of() as session:
        assert session.scalar(select(func.count(Material.id)).where(Material.panel_id == number)) == 1


def test_an_upload_of_the_wrong_kind_is_refused_beside_its_field(panels: Panels, person: Person) -> None:
    number = panels.constituted()
    given = {"title": "报告", "kind": "evidence", "text": "正文保留", "file": (BytesIO(b"MZ"), "报告.pdf")}
    answer = person("u10").submit(f"/panels/{number}/materials/new", given)
    assert answer.status_code == 422
    assert "file" in error_summary(answer)
    assert "正文保留" in answer.get_data(as_text=True)


def test_a_stale_tab_approves_nothing(panels: Panels, person: Person) -> None:
    number = panels.submitted()
    approver = person("u09")
    shown = document(approver.get(f"/panels/{number}/commission/approve")).xpath("//input[@name='version']/@value")[0]
    panels.act(service.reject_commission, number, reason="请修改", by="u09")
    panels.act(service.submit_commission, number, by="u08")
    stale = {"version": shown, "is_neutral": "y", "approve": "1"}
    answer = approver.post(f"/panels/{number}/commission/approve", data=stale)
    assert answer.status_code == 422
    assert "其他人已先行办理" in visible_text(answer)
    assert panels.panel(number).state == "PENDING_APPROVAL"


@pytest.mark.clause("D-01", "D-13")
def test_a_reply_with_gaps_keeps_the_answers_and_names_the_questions(panels: Panels, person: Person) -> None:
    number = panels.invited()
    seat = panels.seats(number)["ZJ-0011"]
    given = {"employ": "no", "share": "yes", "share_detail": "", "password": PASSWORD, "agrees": "y"}
    answer = person("ZJ-0011").submit(f"/invitations/{seat.id}", given, form="签署")
    assert answer.status_code == 422
    assert {"kin", "other"} <= set(error_summary(answer))
    chosen = document(answer).xpath("//input[@name='share' and @value='yes']/@checked")
    assert len(chosen) == 1
    assert PASSWORD not in answer.get_data(as_text=True)
    vague = dict.fromkeys(NAMES, "no") | given
    answer = person("ZJ-0011").submit(f"/invitations/{seat.id}", vague, form="签署")
    assert "share_detail" in error_summary(answer)
    assert panels.seats(number)["ZJ-0011"].state == "INVITED"


NAMES = ("employ", "share", "kin", "competitor", "complainant", "lab", "reporter", "project", "public", "other")


def test_an_answer_pressed_twice_is_one_answer_and_a_clear_page(panels: Panels, person: Person) -> None:
    number = panels.invited()
    seat = panels.seats(number)["ZJ-0011"]
    expert = person("ZJ-0011")
    digest = document(expert.get(f"/invitations/{seat.id}")).xpath("//input[@name='undertaking']/@value")[0]
    given = dict.fromkeys(NAMES, "no") | {"agrees": "y", "password": PASSWORD, "undertaking": digest}
    first = expert.post(f"/invitations/{seat.id}/accept", data=given)
    second = expert.post(f"/invitations/{seat.id}/accept", data=given)
    assert (first.status_code, second.status_code) == (303, 422)
    assert "已经答复" in visible_text(second)
    declined = expert.submit(f"/invitations/{seat.id}", {"no-reason": "临时出差"}, form="不能参加")
    assert "已答复不能参加" in visible_text(declined)


def test_experts_outside_the_disciplines_are_appointed_by_code(panels: Panels, person: Person) -> None:
    number = panels.commissioned()
    ids = {code: str(panels.basis.expert_id(code)) for code in ("ZJ-0011", "ZJ-0014", "ZJ-0012", "ZJ-0004")}
    given = {
        "members": [ids["ZJ-0011"], ids["ZJ-0014"]], "other_members": "zj-0048", "reserves": [ids["ZJ-0012"]],
        "other_reserves": "ZJ-0049", "reason": "涉及动物检疫",
    }  # fmt: skip
    wrong = person("u08").submit(f"/panels/{number}/appoint", given | {"other_reserves": "ZJ-9999"})
    assert wrong.status_code == 422
    assert "不在专家名册" in visible_text(wrong)
    assert "已报负责人审批" in visible_text(person("u08").submit(f"/panels/{number}/appoint", given))
