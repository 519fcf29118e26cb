"""The list a department works from, the desk, and how many statements they take."""

from typing import Any

import pytest
from sqlalchemy import insert

from panel import audit
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import beijing_date
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from panel.matters.models import Matter
from panel.matters.queries import MatterFilters
from tests.support.matters import BLOCK, SCREENING, Matters
from tests.support.visitor import Visitor, document, visible_text

MANY = 10_000


def found(matters: Matters, by: str = "u08", **filters: Any) -> list[int]:
    with matters.session_of() as session:
        viewer, now = matters.basis.actor(by), matters.clock()
        asked = MatterFilters(**filters)
        rows = queries.list_matters(session, viewer, asked, (0, 100), now=now)
        assert queries.count_matters(session, viewer, asked, now=now) == len(rows)
        return [row.id for row in rows]


@pytest.mark.clause("1.2.0-b")
def test_the_newest_day_comes_first_and_food_first_within_a_day(matters: Matters) -> None:
    old_food = matters.received()
    matters.clock.move(days=1)
    furniture = matters.received(domain="product", product_category="0701")
    food = matters.received()
    later = matters.received(domain="product", product_category="0701")
    assert found(matters) == [food, later, furniture, old_food]


@pytest.mark.clause("2.5.7-a")
def test_words_are_searched_in_number_title_product_and_parties(matters: Matters) -> None:
    number = matters.received(title="100%纯棉T恤", product_name="儿童T恤")
    other = matters.received()
    with matters.session_of() as session:
        notice_no = queries.get_matter(session, number).notice_no
    assert found(matters, words="纯棉") == [number]
    assert found(matters, words="100%") == [number]
    assert found(matters, words="t恤 示范酒业") == [number]
    assert found(matters, words=notice_no.lower()) == [number]
    assert set(found(matters, words="y1990000f00000050y")) == {number, other}
    assert found(matters, words="没有") == []


def test_filters_narrow_by_state_level_class_domain_and_owner(matters: Matters) -> None:
    received = matters.received("u21", domain="product", product_category="0601")
    confirmed = matters.confirmed()
    assert found(matters, state="CONFIRMED") == [confirmed]
    assert found(matters, level=3) == [confirmed]
    assert found(matters, domain="product") == [received]
    assert found(matters, source_class=6) == []
    assert set(found(matters, owner_org_id=matters.basis.org_id("B-430"))) == {received, confirmed}
    assert found(matters, owner_org_id=matters.basis.org_id("B-330")) == []


@pytest.mark.clause("2.2.0-a", "2.1.1-c")
def test_overdue_are_unscreened_items_after_four_hours_and_level_2_after_its_time(matters: Matters) -> None:
    received = matters.received()
    grave = matters.confirmed(grading=matters.level_2())
    matters.clock.move(hours=4)
    assert found(matters, is_overdue=True) == []
    matters.clock.move(seconds=1)
    assert found(matters, is_overdue=True) == [received]
    matters.clock.move(days=8)
    assert set(found(matters, is_overdue=True)) == {received, grave}


def tasks(matters: Matters, by: str) -> list[tuple[str, str]]:
    with matters.session_of() as session:
        return [
            (task.title, task.endpoint)
            for task in queries.list_tasks(session, matters.basis.actor(by), matters.clock())
        ]


def test_the_desk_follows_a_matter_from_hand_to_hand(matters: Matters) -> None:
    number = matters.received("u22")
    assert tasks(matters, "u22") == [("筛查", "matters.screen_matter")]
    matters.act(service.dispatch_matter, number, to_org_id=matters.basis.org_id("B-430"), suggestion="请核实", by="u22")
    assert tasks(matters, "u22") == []
    assert tasks(matters, "u08") == [("接收转来的事项", "matters.show_matter")]
    matters.act(service.accept_hand_over, number, by="u08")
    matters.act(service.screen_matter, number, screening=SCREENING, by="u08")
    assert tasks(matters, "u08") == [("定级并确认", "matters.confirm_matter")]
    matters.act(service.confirm_matter, number, grading=matters.level_2(), by="u08")
    assert tasks(matters, "u08") == [("提请总局研判", "matters.request_escalation")]
    request = matters.act(
        service.request_escalation, number, form_key=new_key(), target_org_id=matters.basis.org_id("HQ-FOOD"),
        reason="定为二级", by="u08",
    )  # fmt: skip
    assert tasks(matters, "u08") == []
    assert tasks(matters, "u09") == [("审核研判请求", "matters.show_request")]
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    assert tasks(matters, "u09") == []
    assert tasks(matters, "u01") == [("答复提请的二级研判", "matters.show_matter")]
    assert found(matters, "u01", waits_for_me=True) == [number]
    assert found(matters, "u08", waits_for_me=True) == []


def test_results_and_leaders_decisions_wait_on_the_right_desks(matters: Matters) -> None:
    number, _second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    request = matters.act(service.request_level_1, number, form_key=new_key(), difficulty="多部门", by="u01")
    assert tasks(matters, "u02") == [("审核研判请求", "matters.show_request")]
    matters.act(service.endorse_request, request, is_endorsed=True, by="u02")
    assert tasks(matters, "u03") == [("决定是否进行一级研判", "matters.show_request")]
    assert found(matters, "u03", waits_for_me=True) == [number]
    first = matters.act(
        service.decide_level_1, request, is_approved=True, approval_no="1号",
        result_org_id=matters.basis.org_id("HQ-GO"), by="u03",
    )  # fmt: skip
    result = matters.act(service.enter_result, first, block=BLOCK, by="u01")
    assert tasks(matters, "u01") == []
    assert tasks(matters, "u26") == [("审核研判结果", "matters.show_result")]
    matters.act(service.review_result, result, by="u26")
    assert tasks(matters, "u02") == []
    assert tasks(matters, "u27") == [("确认研判结果", "matters.show_result")]
    matters.act(service.confirm_result, result, by="u27")
    assert tasks(matters, "u27") == []


def test_other_roles_have_no_tasks_here(matters: Matters) -> None:
    matters.received()
    for by in ("u10", "u16", "u18", "u32", "e11"):
        assert tasks(matters, by) == []


def many(matters: Matters) -> None:
    """Copy one matter ten thousand times, as an import would."""
    number = matters.received("u08")
    with matters.session_of() as session:
        first = queries.get_matter(session, number)
        row = {column.key: getattr(first, column.key) for column in Matter.__table__.columns if column.key != "id"}
        day = beijing_date(matters.clock())
        session.execute(insert(Matter), [
            row | {"form_key": f"k{n}", "notice_no": f"N{n}", "title": f"事项{n}", "search_text": f"n{n}\n事项{n}",
                   "discovered_on": day, "food_rank": n % 2}
            for n in range(MANY)
        ])  # fmt: skip
        audit.record(session, "matters.copied", by=SYSTEM, at=matters.clock())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_with_ten_thousand_matters_the_list_takes_few_statements_and_walks_an_index(
    matters: Matters, visit: Any, counted: Any
) -> None:
    many(matters)
    client: Visitor = visit("u08@example.org")
    with counted() as statements:
        page = client.get("/matters?words=事项77&page=2")
    assert page.status_code == 200
    assert len(statements) <= 6, str(statements)
    assert "第 21–40 条" in visible_text(page)
    shown = statements[-1]
    with matters.session_of() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {shown}", (0,) * shown.count("?"))
        steps = " ".join(str(row) for row in plan)
    assert "ix_matters_matter_desk" in steps
    assert "TEMP B-TREE" not in steps


def test_a_matters_page_and_the_desk_take_few_statements(matters: Matters, visit: Any, counted: Any) -> None:
    number, adjudication = matters.adjudicating()
    matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    client: Visitor = visit("u08@example.org")
    for path, most in ((f"/matters/{number}", 16), (f"/matters/{number}/trail", 12), ("/matters", 6)):
        with counted() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= most, str(statements)
    with matters.session_of() as session, counted() as statements:
        queries.list_tasks(session, matters.basis.actor("u08"), matters.clock())
    assert len(statements) <= 3, str(statements)


def test_the_list_page_keeps_the_filters_and_says_when_nothing_fits(matters: Matters, visit: Any) -> None:
    matters.received()
    client: Visitor = visit("u08@example.org")
    assert "没有符合条件的事项" in visible_text(client.get("/matters?words=冰箱"))
    page = client.get("/matters?words=白酒&state=RECEIVED&level=9&owner=x&mine=y")
    assert page.status_code == 200
    assert document(page).xpath("//input[@name='words']/@value") == ["白酒"]
    assert "白酒检出邻苯二甲酸酯类" in visible_text(page)
