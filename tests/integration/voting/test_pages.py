"""The pages of sitting, ballot and result, through HTTP: whole acts, refusals, and who sees what."""

from collections.abc import Callable
from typing import Any

import pytest

from panel.commissions.facts import PeerVisibility
from panel.voting import queries, service
from tests.support.sittings import MEMBERS, REASONS, RESERVES, Panels
from tests.support.visitor import PASSWORD, Visitor, document, error_summary, visible_text

ANSWERS = {
    "option": "2", "nature": "健康危害", "severity": "3", "probability": "5", "spread": "regional",
    "confidence": "medium", "reasons": REASONS, "measures": ["recall", "spot_check"],
}  # fmt: skip
SECRETARY, OFFICIAL, APPROVER, AUDITOR = (f"{key}@example.org" for key in ("u10", "u08", "u09", "u16"))
Visit = Callable[..., Visitor]


def expert(panels: Panels, visit: Visit, place: int = 0) -> Visitor:
    return visit(panels.basis.login(panels.basis.expert_keys[MEMBERS[place]]))


def cast(member: Visitor, round_id: int, **changes: Any) -> Any:
    member.submit(f"/ballot/{round_id}", {**ANSWERS, **changes})
    return member.submit(f"/ballot/{round_id}/review", {"password": PASSWORD}, form="投出")


# The whole way


def test_a_sitting_from_opening_to_result(panels: Panels, visit: Visit) -> None:
    panel_id = panels.with_materials()
    secretary, first = visit(SECRETARY), expert(panels, visit)
    at = f"/panels/{panel_id}"
    assert "会议已开始" in visible_text(secretary.submit(f"{at}/sitting", form="开始会议"))
    assert "您已于" in visible_text(first.submit(f"{at}/sitting", form="sign-in"))
    for code in MEMBERS[1:]:
        seat = panels.seat_id(panel_id, code)
        secretary.submit(f"{at}/sitting", form=f"/seats/{seat}/sign-in")
    page = secretary.submit(f"{at}/rounds/new", {})
    assert "0 / 5" in visible_text(page)
    round_id = 1
    assert "您的表决票已投出" in visible_text(cast(first, round_id))
    assert "1 / 5" in visible_text(secretary.get(f"{at}/rounds/1"))
    for code in MEMBERS[1:]:
        panels.cast(round_id, code, "2")
    result = visible_text(secretary.submit(f"{at}/rounds/1", form="/close"))
    assert "5 位专家列入名册，5 位认为二级" in result
    assert REASONS in result


@pytest.mark.clause("A-02")
def test_an_even_attendance_offers_a_reserve_or_adjourning_and_nothing_else(panels: Panels, visit: Visit) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    secretary = visit(SECRETARY)
    page = secretary.get(f"/panels/{panel_id}/sitting")
    words = visible_text(page)
    assert "参加表决的专家有 4 人，是双数" in words
    actions = document(page).xpath("//div[contains(@class, 'panel-actions')]")[0]
    assert [" ".join(one.split()) for one in actions.xpath(".//button//text() | .//a//text()") if one.strip()] == [
        "通知下一位候补（还有 2 位）", "延期",
    ]  # fmt: skip
    refused = secretary.post(f"/panels/{panel_id}/rounds/new", data={"ends_at": "2026-03-02T11:00"})
    assert refused.status_code == 422
    assert "是双数" in visible_text(refused)
    assert "2.4.2-d" in visible_text(refused)
    called = visible_text(secretary.submit(f"/panels/{panel_id}/sitting", form="reserve"))
    assert "已按抽取次序通知下一位候补" in called
    assert "已通知，待接受" in called
    assert panels.basis.expert_id(RESERVES[0])


def test_the_forms_around_a_sitting(panels: Panels, visit: Visit) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3])
    secretary, at = visit(SECRETARY), f"/panels/{panel_id}/sitting"
    assert error_summary(secretary.submit(f"{at}/observers", {"name": "", "unit": ""})).keys() == {"name", "unit"}
    assert "林列席" in visible_text(secretary.submit(f"{at}/observers", {"name": "林列席", "unit": "某处"}))
    left = panels.seat_id(panel_id, MEMBERS[0])
    assert "已离会" in visible_text(secretary.submit(f"{at}/seats/{left}/leave", {"reason": "身体不适"}))
    away = panels.seat_id(panel_id, MEMBERS[4])
    assert "请假" in visible_text(secretary.submit(f"{at}/seats/{away}/excuse", {"reason": "出差"}))
    assert "会议已于" in visible_text(secretary.submit(f"{at}/adjourn", {"reason": "人数不足"}))


def test_a_refused_button_says_why_on_the_page_it_stood_on(panels: Panels, visit: Visit) -> None:
    panel_id = panels.in_session(present=())
    secretary = visit(SECRETARY)
    page = secretary.post(f"/panels/{panel_id}/sitting", data={})
    assert page.status_code == 422
    assert "签到表" in visible_text(page)


# The ballot


def test_an_incomplete_ballot_names_each_field_and_keeps_what_was_typed(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    page = member.submit(f"/ballot/{round_id}", {"nature": "火灾", "reasons": "太短", "test_needed": "y"})
    assert page.status_code == 422
    assert error_summary(page).keys() >= {"option", "severity", "probability", "spread", "confidence", "measures"}
    assert "test_item" in error_summary(page)
    assert "火灾" in page.get_data(as_text=True)
    assert "火灾" in member.get(f"/ballot/{round_id}").get_data(as_text=True)


def test_a_reload_after_errors_brings_the_newest_draft_and_sends_nothing_again(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    refused = member.submit(f"/ballot/{round_id}", {"reasons": "太短"}, follow=False)
    assert refused.status_code == 303
    assert "reasons" in error_summary(member.get(refused.location))
    member.post(f"/ballot/{round_id}/draft", data={**ANSWERS, "nature": "后来填写的性质"})
    reloaded = member.get(refused.location)
    assert "后来填写的性质" in reloaded.get_data(as_text=True)
    assert error_summary(reloaded) == {}


def test_short_reasons_and_what_is_missing_are_named_together(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    page = expert(panels, visit).submit(f"/ballot/{round_id}", {"nature": "火灾", "reasons": "太短"})
    assert {"option", "reasons"} <= error_summary(page).keys()


@pytest.mark.clause("4.1.2-c")
def test_short_reasons_are_refused_with_the_clause_beside_the_field(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    page = member.submit(f"/ballot/{round_id}", {**ANSWERS, "reasons": "同意多数意见。"})
    words = error_summary(page)["reasons"]
    assert "20" in words
    assert "4.1.2-c" in words


@pytest.mark.clause("A-06")
def test_whoever_cannot_judge_needs_only_reasons(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    page = member.submit(f"/ballot/{round_id}", {"option": "I", "reasons": REASONS})
    assert "投出前请核对" in visible_text(page)
    assert "现有证据不足" in visible_text(page)


def test_nothing_is_chosen_beforehand(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    tree = document(expert(panels, visit).get(f"/ballot/{round_id}"))
    assert tree.xpath("//main//input[@checked]") == []
    assert len(tree.xpath("//main//input[@name='option']")) == 5
    assert len(tree.xpath("//main//input[@name='probability']")) == 8
    assert len(tree.xpath("//main//input[@name='evidence']")) == 2


def test_a_draft_comes_back_and_the_review_leads_to_each_field(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    saved = member.post(f"/ballot/{round_id}/draft", data={"reasons": "半成品的理由", "measures": ["recall"]})
    assert saved.status_code == 204
    page = member.get(f"/ballot/{round_id}")
    assert "半成品的理由" in page.get_data(as_text=True)
    assert document(page).xpath("//input[@name='measures'][@checked]/@value") == ["recall"]
    other = expert(panels, visit, 1)
    assert "半成品的理由" not in other.get(f"/ballot/{round_id}").get_data(as_text=True)
    review = member.submit(f"/ballot/{round_id}", ANSWERS)
    links = document(review).xpath("//dd/a/@href")
    assert f"/ballot/{round_id}#reasons" in links
    ids = set(document(member.get(f"/ballot/{round_id}")).xpath("//@id"))
    assert {link.partition("#")[2] for link in links} - {""} <= ids


@pytest.mark.clause("D-13")
def test_casting_asks_for_the_password_again(panels: Panels, visit: Visit) -> None:
    panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    member.submit(f"/ballot/{round_id}", ANSWERS)
    review = f"/ballot/{round_id}/review"
    assert "password" in error_summary(member.submit(review, {"password": ""}, form="投出"))
    wrong = member.submit(review, {"password": "wrong-password"}, form="投出")
    assert "口令不正确" in error_summary(wrong)["password"]
    assert REASONS in visible_text(wrong)
    assert "0 / 5" in visible_text(visit(SECRETARY).get(f"/panels/{panel_id}/rounds/1"))
    done = member.submit(review, {"password": PASSWORD}, form="投出")
    assert "您的表决票已投出" in visible_text(done)


def test_pressing_twice_the_back_button_and_a_stale_window_end_in_one_ballot(panels: Panels, visit: Visit) -> None:
    panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    member.submit(f"/ballot/{round_id}", ANSWERS)
    page = document(member.get(f"/ballot/{round_id}/review"))
    sent = {one.get("name"): one.get("value") for one in page.xpath("//main//form//input[@type='hidden']")}
    sent["password"] = PASSWORD
    answers = [member.post(f"/ballot/{round_id}/review", data=sent) for _again in range(3)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/ballot/{round_id}/receipt")] * 3
    back = member.get(f"/ballot/{round_id}/review", follow_redirects=True)
    assert "没有待核对的表决票" in back.get_data(as_text=True)
    assert "您已投票" in visible_text(back)
    assert "1 / 5" in visible_text(visit(SECRETARY).get(f"/panels/{panel_id}/rounds/1"))


def test_a_draft_changed_in_another_window_is_shown_again_before_casting(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    member = expert(panels, visit)
    member.submit(f"/ballot/{round_id}", ANSWERS)
    page = document(member.get(f"/ballot/{round_id}/review"))
    sent = {one.get("name"): one.get("value") for one in page.xpath("//main//form//input[@type='hidden']")}
    member.submit(f"/ballot/{round_id}", {**ANSWERS, "nature": "改过的性质"})
    stale = member.post(f"/ballot/{round_id}/review", data=sent | {"password": PASSWORD})
    assert stale.status_code == 422
    assert "在别的窗口改过" in visible_text(stale)
    assert "改过的性质" in visible_text(stale)


@pytest.mark.clause("D-08")
def test_after_the_end_the_form_is_closed_and_a_late_text_is_not_lost(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    late, silent = expert(panels, visit), expert(panels, visit, 1)
    late.submit(f"/ballot/{round_id}", ANSWERS)
    page = document(late.get(f"/ballot/{round_id}/review"))
    sent = {one.get("name"): one.get("value") for one in page.xpath("//main//form//input[@type='hidden']")}
    token = silent.token()
    panels.clock.move(hours=1)
    refused = silent.post(f"/ballot/{round_id}", data={**ANSWERS, "csrf_token": token})
    assert refused.status_code == 422
    assert "已截止" in visible_text(refused)
    assert REASONS in refused.get_data(as_text=True)
    assert late.post(f"/ballot/{round_id}/review", data=sent | {"password": PASSWORD}).status_code == 422
    panels.run_due()
    closed = late.post(f"/ballot/{round_id}/review", data=sent | {"password": PASSWORD})
    assert closed.status_code == 409
    assert "已截止" in visible_text(closed)
    assert "您在本轮没有投票" in visible_text(silent.get(f"/ballot/{round_id}"))
    assert silent.post(f"/ballot/{round_id}/draft", data={"reasons": "晚了"}).status_code == 409


def test_more_time_is_asked_for_on_the_ballots_page(panels: Panels, visit: Visit) -> None:
    _panel_id, round_id = panels.voting()
    first, second = expert(panels, visit), expert(panels, visit, 1)
    assert "已登记您的延长申请" in first.submit(f"/ballot/{round_id}", form="time").get_data(as_text=True)
    assert "您已申请延长" in visible_text(first.get(f"/ballot/{round_id}"))
    page = second.submit(f"/ballot/{round_id}", form="time").get_data(as_text=True)
    assert "本轮已延长" in page
    assert "2026-03-02 11:00" in page


def test_nobody_else_reaches_a_ballot(panels: Panels, visit: Visit) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3], disciplines=(), complexity_grounds=())
    round_id = panels.open(panel_id)
    pages = (f"/ballot/{round_id}", f"/ballot/{round_id}/review", f"/ballot/{round_id}/receipt")
    off_roll, stranger, secretary = expert(panels, visit, 4), visit("e01@example.org"), visit(SECRETARY)
    for page in pages:
        assert off_roll.get(page).status_code == 403
        assert stranger.get(page).status_code == 404
        assert secretary.get(page).status_code == 403
    assert secretary.post(f"/ballot/{round_id}/draft", data={}).status_code == 403
    assert expert(panels, visit).get(f"/ballot/{round_id}/receipt").location == f"/ballot/{round_id}"


# The round and what follows


def test_ending_early_is_refused_on_the_rounds_page(panels: Panels, visit: Visit) -> None:
    panel_id, _round_id = panels.voting()
    page = visit(SECRETARY).post(f"/panels/{panel_id}/rounds/1/close")
    assert page.status_code == 422
    assert "已投 0 人，名册 5 人" in visible_text(page)


def test_reminding_tells_a_number_and_no_names(panels: Panels, visit: Visit) -> None:
    panel_id, round_id = panels.voting()
    panels.cast(round_id, MEMBERS[0])
    page = visit(SECRETARY).submit(f"/panels/{panel_id}/rounds/1", form="remind")
    assert "已提醒 4 位" in visible_text(page)
    with panels.looking() as session:
        names = [line.name for line in queries.roll_of(session, round_id)]
    assert not any(name in visible_text(page) for name in names)


def test_a_void_is_asked_for_and_decided_on_its_pages(panels: Panels, visit: Visit) -> None:
    panel_id, _round_id = panels.voting()
    at, secretary, approver = f"/panels/{panel_id}/rounds/1/void", visit(SECRETARY), visit(APPROVER)
    assert "seat_id" in error_summary(secretary.submit(at, {"ground": "member_left", "reason": "成员退出"}))
    seat = panels.seat_id(panel_id, MEMBERS[0])
    asked = secretary.submit(at, {"ground": "member_left", "seat_id": str(seat), "reason": "成员退出"})
    assert "待审批人决定" in visible_text(asked)
    assert error_summary(approver.submit(f"{at}/answer", {"answer": ""})).keys() == {"decision", "answer"}
    done = approver.submit(f"{at}/answer", {"decision": "grant", "answer": "同意作废"})
    assert "本轮已于" in visible_text(done)
    assert "永久密封" in visible_text(done)
    assert "没有待决定的申请" in visible_text(approver.get(f"{at}/answer"))


@pytest.mark.clause("A-19")
def test_names_are_for_the_department_and_the_auditor_members_see_reasons(panels: Panels, visit: Visit) -> None:
    panel_id, round_id = panels.voting()
    for place, code in enumerate(MEMBERS):
        panels.cast(
            round_id, code, "2" if place else "3", reasons=f"第 {place} 位成员的理由，写满二十个字以便通过校验。"
        )
    panels.close(round_id)
    with panels.looking() as session:
        names = [line.name for line in queries.roll_of(session, round_id)]
    for page in (f"/panels/{panel_id}/results", f"/panels/{panel_id}/rounds/1"):
        for login in (SECRETARY, OFFICIAL, APPROVER):
            assert all(name in visible_text(visit(login).get(page)) for name in names)
        member = visible_text(expert(panels, visit).get(page))
        assert not any(name in member for name in names)
        assert all(f"第 {place} 位成员的理由" in member for place in range(5))
        assert "我的意见" in member


@pytest.mark.clause("A-19")
def test_members_see_names_where_the_commission_says_so(panels: Panels, visit: Visit) -> None:
    panel_id, round_id = panels.counted("22222", peer_visibility=PeerVisibility.NAMED)
    with panels.looking() as session:
        names = [line.name for line in queries.roll_of(session, round_id)]
    words = visible_text(expert(panels, visit).get(f"/panels/{panel_id}/results"))
    assert all(name in words for name in names)


def test_a_review_is_answered_and_a_declaration_made_on_their_pages(panels: Panels, visit: Visit) -> None:
    panel_id, _round_id = panels.counted("33331")
    approver, at = visit(APPROVER), f"/panels/{panel_id}/rounds/1"
    assert "更重的意见：一级" in visible_text(approver.get(f"{at}/review"))
    refused = approver.submit(f"{at}/review", {"answer": "proceed", "reason": "多数明确"})
    assert "A-09" in error_summary(refused)["graver_answer"]
    assert "多数明确" in refused.get_data(as_text=True)
    done = approver.submit(
        f"{at}/review", {"answer": "proceed", "reason": "多数明确", "graver_answer": "已有措施覆盖所述情形"}
    )
    assert "审批人的书面答复" in visible_text(done)
    declared = visit(OFFICIAL).submit(f"{at}/declare", {"reason": "会后发现数据来源不一"})
    assert "RED-6" in visible_text(declared)
    assert panels.state(panel_id) == "MAJOR_DISAGREEMENT"


def test_before_the_first_sitting_and_count_the_pages_say_so(panels: Panels, visit: Visit) -> None:
    panel_id = panels.with_materials()
    assert "会议尚未开始" in visible_text(visit(OFFICIAL).get(f"/panels/{panel_id}/sitting"))
    assert "还没有计票结果" in visible_text(visit(OFFICIAL).get(f"/panels/{panel_id}/results"))
    assert visit(SECRETARY).get(f"/panels/{panel_id}/rounds/1").status_code == 404


def test_an_expert_without_a_seat_taken_sees_nothing_of_the_sitting(panels: Panels, visit: Visit) -> None:
    panel_id, _round_id = panels.voting()
    reserve = visit(panels.basis.login(panels.basis.expert_keys[RESERVES[0]]))
    for page in ("sitting", "rounds/1", "results"):
        assert reserve.get(f"/panels/{panel_id}/{page}").status_code == 404


def test_the_desk_tells_each_what_waits(panels: Panels, visit: Visit) -> None:
    panel_id = panels.in_session(present=MEMBERS[1:])
    first, secretary, approver = expert(panels, visit), visit(SECRETARY), visit(APPROVER)
    assert "研判会议签到" in visible_text(first.get("/"))
    assert "办理签到，开启表决" in visible_text(secretary.get("/"))
    panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[0]))
    assert "研判会议签到" not in visible_text(first.get("/"))
    round_id = panels.open(panel_id)
    assert "投票（第 1 轮）" in visible_text(first.get("/"))
    panels.cast_all_open(round_id, "22233")
    assert "投票（第 1 轮）" not in visible_text(first.get("/"))
    assert "结束表决并计票" in visible_text(secretary.get("/"))
    panels.close(round_id)
    assert "书面答复分歧" in visible_text(approver.get("/"))


# How much is asked of the database


def test_the_pages_ask_the_database_a_fixed_number_of_questions(panels: Panels, visit: Visit, counted: Any) -> None:
    panel_id, round_id = panels.voting()
    member, secretary = expert(panels, visit), visit(SECRETARY)
    with counted() as ballot:
        member.get(f"/ballot/{round_id}")
    assert len(ballot) <= 12, str(ballot)
    panels.cast_all(round_id, "22222")
    with counted() as results:
        secretary.get(f"/panels/{panel_id}/results")
    assert len(results) <= 12, str(results)


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_casting_takes_few_statements(panels: Panels, counted: Any) -> None:
    _panel_id, round_id = panels.voting()
    with counted() as statements:
        panels.cast(round_id, MEMBERS[0])
    assert len(statements) <= 5, str(statements)
