"""The demo as a whole: loaded once or not at all, something at every desk, nothing that does not hold."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.audit.models import Event
from panel.commissions import queries as commissions
from panel.commissions.queries import PanelFilter
from panel.db import session as reading
from panel.draw import queries as draws
from panel.kernel.actor import SYSTEM, Role
from panel.kernel.clock import StoryClock
from panel.kernel.errors import PanelError
from panel.notices.models import Message
from panel.proceedings import queries as desks
from panel.proceedings.demo import DEMO_PASSWORD
from panel.proceedings.demo.basis import Basis
from panel.proceedings.demo.loading import load_demo
from panel.proceedings.demo.people import DESKS, desk_people
from panel.proceedings.demo.present import set_desks
from panel.proceedings.demo.replays import Replay
from panel.proceedings.demo.story import Story
from panel.proceedings.invariants import list_violations
from panel.settings import Settings
from panel.voting import queries as voting
from panel.voting.jobs import close_due_rounds
from tests.support.demo import Demo
from tests.support.visitor import visible_text

WAITING = {
    "u08": {"筛查", "公布抽取承诺", "审定回避情形", "组成专家组"}, "u09": {"审批委托书"}, "u10": {"公布抽取承诺"},
    "e11": {"投票（第 1 轮）", "答复专家研判邀请"}, "u33": {"受理检测任务", "上传检验报告"}, "u16": {"查阅归档案卷"},
    "u18": {"按授予开通账号"}, "u03": {"决定是否进行一级研判", "续办检测机构确定"},
    "u15": {"立卷归档"}, "u34": {"答复提请的二级研判", "更新检测机构资质"},
}  # fmt: skip


def test_nothing_of_the_demo_breaks_an_invariant(demo: Demo, app: Flask) -> None:
    with app.app_context():
        assert list_violations(reading()) == []


def test_every_role_finds_something_to_do(demo: Demo, app: Flask, clock: StoryClock) -> None:
    with app.test_request_context():
        found = {
            key: {str(task.title) for task in desks.list_tasks(reading(), demo.actor(key), clock())} for key in WAITING
        }
    assert found == WAITING
    assert {demo.actor(key).role for key in DESKS} == set(Role) - {Role.SYSTEM}


def test_the_home_page_lists_what_waits(demo: Demo, visit: Any) -> None:
    for key, titles in WAITING.items():
        page = visit(demo.basis.login(key)).get("/")
        assert page.status_code == 200
        assert all(title in visible_text(page) for title in titles)


def test_deadlines_of_the_present_lie_ahead(demo: Demo, app: Flask, clock: StoryClock) -> None:
    with app.test_request_context():
        tasks = desks.list_tasks(reading(), demo.actor("e11"), clock())
    assert all(task.due_at is not None and task.due_at >= clock() + timedelta(hours=20) for task in tasks)


def test_one_panel_was_really_drawn_and_its_record_can_be_run_again(demo: Demo, app: Flask) -> None:
    with app.app_context():
        panel = commissions.get_panel(reading(), demo.panels["XP-4"])
        (draw,) = draws.list_draws(reading(), panel.id)
        assert (draw.kind, draw.state, draws.problems_of(reading(), panel.id)) == ("random", "done", [])
        assert (draw.drawn_by, draw.witness_id) == (demo.basis.account("u10"), demo.basis.account("u08"))
        states = [seat.state for seat in commissions.list_seats(reading(), panel.id)]
    assert not panel.is_replay
    assert sorted(states) == ["ACCEPTED"] * 5 + ["DECLINED", "DRAWN"]


def test_the_open_round_of_the_demo_can_be_counted(demo: Demo, app: Flask, clock: StoryClock) -> None:
    clock.move(days=6)
    with app.app_context():
        assert close_due_rounds(clock) == 1
        assert list_violations(reading()) == []
        (round_,) = voting.list_rounds(reading(), demo.panels["XP-5"])
    assert round_.state == "COUNTED"


def test_a_replay_writes_to_nobody(demo: Demo, app: Flask) -> None:
    with app.app_context():
        told = set(reading().scalars(select(Message.panel_id)))
        assert told
        assert not told & {demo.panels[f"PN-0{number}"] for number in range(1, 7)}


def test_existing_data_is_never_touched(demo: Demo, app: Flask, settings: Settings) -> None:
    said: list[str] = []
    with app.app_context():
        before = reading().scalar(select(func.count(Event.id)))
        assert not load_demo(settings, say=said.append)
        assert reading().scalar(select(func.count(Event.id))) == before
    assert said == []


def test_an_interrupted_load_leaves_nothing_behind(app: Flask, settings: Settings) -> None:
    def interrupt(line: str) -> None:
        if "PN-01" in line:
            raise KeyboardInterrupt

    with app.app_context():
        with pytest.raises(KeyboardInterrupt):
            load_demo(settings, say=interrupt)
        assert not accounts.list_organisations(reading())
        assert reading().scalar(select(func.count(Event.id))) == 0


def test_a_count_that_is_not_the_expected_one_stops_the_replay(basis: Basis, session_of: Any) -> None:
    with session_of() as session:
        replay = Replay(session, basis, "PN-02")
        held = dict(replay.row["rounds"][0]) | {"expected": {"state": "DECIDED", "majority": "2", "triggers": []}}
        replay.row = dict(replay.row) | {"rounds": [held]}
        with pytest.raises(PanelError) as refused:
            replay.run()
    assert refused.value.code == "DEMO_DIFFERS"
    assert refused.value.facts["found"]["majority"] == "3"


def test_an_act_that_should_have_been_refused_stops_the_replay(basis: Basis, session_of: Any) -> None:
    with session_of() as session:
        replay = Replay(session, basis, "PN-02")
        replay.row = dict(replay.row) | {"excluded": ["ZJ-0032"]}
        with pytest.raises(PanelError) as refused:
            replay.run(until="pack")
    assert refused.value.code == "DEMO_NOT_REFUSED"


def test_what_the_terms_do_not_allow_any_more_is_left_out_and_said(
    basis: Basis, app: Flask, session_of: Any, clock: StoryClock
) -> None:
    years_later = clock().replace(year=2029)
    with session_of() as session:
        said = list(set_desks(Story(session, basis, lambda: years_later)))
    assert any("瓶装饮用水溴酸盐风险研判：未装入" in line for line in said)
    with app.app_context():
        assert {panel.title for panel in list_drafts(reading())} == {"电动自行车充电起火风险研判"}
        assert list_violations(reading()) == []


def list_drafts(session: Session) -> list[Any]:
    """Give the panels whose commission waits for its approval."""
    return list(commissions.list_panels(session, SYSTEM, PanelFilter(course="PENDING_APPROVAL")))


def test_the_people_printed_at_the_start_have_a_full_desk(demo: Demo, app: Flask, clock: StoryClock) -> None:
    with app.test_request_context():
        head, *lines = desk_people(reading(), clock)
    assert DEMO_PASSWORD in head
    assert [line.split("@")[0].strip() for line in lines] == list(DESKS)
    assert all("待办" in line for line in lines)
