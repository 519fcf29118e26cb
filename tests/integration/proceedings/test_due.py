"""Acts that time brings about: one leader, each act once, and none that stops the others."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from panel.audit.models import Event
from panel.kernel.errors import RuleViolatedError
from panel.proceedings import due, jobs
from panel.proceedings.due import run_due_acts
from panel.proceedings.jobs import ADVISORY_KEY, Leader, start_scheduler
from panel.voting import jobs as voting_jobs
from tests.support.conclusions import SMALL, Conclusions

ONLY_POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


def release(leader: Leader) -> None:
    """End a leader as the end of its process would."""
    if leader._file is not None:
        leader._file.close()
    if leader._connection is not None and not leader._connection.closed:
        leader._connection.invalidate()
        leader._connection.close()


def comes_to_lead(leader: Leader, within: float = 10.0) -> bool:
    """Look until the leader has the lead: a server gives a lock free a moment after its connection's end."""
    end = time.monotonic() + within
    while not leader.leads() and time.monotonic() < end:
        time.sleep(0.02)
    return leader.leads()


@pytest.fixture
def leaders(app: Flask) -> Any:
    """Give two leaders of one installation."""
    home = app.extensions["panel.settings"].home
    pair = (Leader(home), Leader(home))
    yield pair
    for leader in pair:
        release(leader)


@pytest.mark.clause("3.5.0-d")
def test_one_of_two_leads_and_the_other_follows_when_it_has_gone(app: Flask, leaders: tuple[Leader, Leader]) -> None:
    first, second = leaders
    with app.app_context():
        assert [first.leads(), second.leads(), first.leads()] == [True, False, True]
        release(first)
        assert comes_to_lead(second)


@ONLY_POSTGRES
@pytest.mark.clause("3.5.0-d")
def test_a_leader_whose_connection_was_cut_has_lost_the_lead(app: Flask, leaders: tuple[Leader, Leader]) -> None:
    first, second = leaders
    with app.app_context():
        assert first.leads()
        with app.extensions["panel.db"].engine.connect() as admin:
            admin.execute(
                text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                    "(SELECT oid FROM pg_database WHERE datname = current_database()) AND objid = :low"
                ),
                {"low": ADVISORY_KEY & 0xFFFFFFFF},
            )
            admin.commit()
        assert not first.leads()
        assert comes_to_lead(second)
        assert not first.leads()


@pytest.mark.clause("3.5.0-d")
def test_what_is_due_is_done_once_by_two_at_the_same_time(story: Conclusions, app: Flask) -> None:
    panel_id, round_id = story.voting(SMALL, complexity_grounds=())
    story.cast_all_open(round_id, "22-", SMALL)
    story.clock.move(hours=1, seconds=1)
    settings, barrier = app.extensions["panel.settings"], threading.Barrier(2)

    def look() -> None:
        barrier.wait(10)
        with app.app_context():
            run_due_acts(settings)

    lookers = [threading.Thread(target=look) for _number in range(2)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join(30)
    with story.looking() as session:
        for action in ("voting.round.closed", "voting.round.counted"):
            assert session.scalar(select(func.count()).select_from(Event).where(Event.action == action)) == 1
    assert story.state(panel_id) == "DECIDED"


@pytest.mark.clause("3.5.0-d")
def test_a_second_look_does_nothing_more(story: Conclusions, app: Flask) -> None:
    story.voting(SMALL, complexity_grounds=())
    story.clock.move(hours=2)
    settings = app.extensions["panel.settings"]
    with app.app_context():
        run_due_acts(settings)
    with story.looking() as session:
        before = session.scalar(select(func.count()).select_from(Event))
    with app.app_context():
        run_due_acts(settings)
    with story.looking() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == before


@pytest.mark.clause("3.5.0-d")
def test_an_act_that_fails_and_a_room_that_fails_stop_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fails() -> None:
        raise ZeroDivisionError("of an act")

    def too_late() -> None:
        raise RuleViolatedError("ROUND_NOT_OPEN")

    def broken_room(_settings: object) -> list[Callable[[], object]]:
        raise ZeroDivisionError("of a room")

    monkeypatch.setattr("panel.notices.jobs.due_acts", broken_room)
    monkeypatch.setattr(
        "panel.voting.jobs.due_acts", lambda _settings: [fails, too_late, lambda: done.append("the other")]
    )
    with app.app_context(), caplog.at_level(logging.INFO, logger="panel.jobs"):
        count = run_due_acts(app.extensions["panel.settings"])
    assert done == ["the other"]
    assert count == 3  # the other, the invitations, and the experts who return
    assert "of an act" in caplog.text
    assert "of a room" in caplog.text
    assert "no longer possible: ROUND_NOT_OPEN" in caplog.text


@pytest.mark.clause("3.5.0-d")
def test_a_round_that_cannot_be_counted_holds_up_no_other(
    story: Conclusions, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = [story.voting(SMALL, complexity_grounds=())[1] for _number in range(2)]
    for round_id in rounds:
        story.cast_all_open(round_id, "222", SMALL)
    story.clock.move(hours=1, seconds=1)
    count = voting_jobs.count_round

    def broken(session: Any, round_id: int, **facts: Any) -> Any:
        if round_id == rounds[0]:
            raise ValueError("this round's key is gone")
        return count(session, round_id, **facts)

    monkeypatch.setattr(voting_jobs, "count_round", broken)
    with app.app_context(), caplog.at_level(logging.ERROR):
        run_due_acts(app.extensions["panel.settings"])
    assert "this round's key is gone" in caplog.text
    assert [story.state(number) for number in (1, 2)] == ["ROUND_CLOSED", "DECIDED"]


def test_the_scheduler_looks_again_and_again_and_survives_a_failure(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[float] = []

    def look(_settings: object) -> int:
        looks.append(time.monotonic())
        if len(looks) == 1:
            raise ZeroDivisionError("the first look")
        return 0

    monkeypatch.setattr(jobs, "EVERY_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "run_due_acts", look)
    scheduler = start_scheduler(app)
    try:
        deadline = time.monotonic() + 20
        while len(looks) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        scheduler.shutdown(wait=True)
    assert len(looks) >= 3
    assert "the first look" in caplog.text


def test_every_room_that_has_due_acts_is_asked() -> None:
    from pathlib import Path

    rooms = {path.parent.name for path in Path(due.__file__).parents[1].glob("*/jobs.py")} - {"proceedings"}
    assert rooms == set(due.ROOMS)
    assert timedelta(seconds=jobs.EVERY_SECONDS) <= timedelta(minutes=1)
