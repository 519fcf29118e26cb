"""Two acts at once: one round, one end, one count, one ballot per act, and no ballot after the end."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from panel.db import transaction
from panel.kernel.actor import SYSTEM
from panel.kernel.errors import PanelError
from panel.voting import service
from panel.voting.ballot_facts import BallotContent, Receipt
from panel.voting.models import Ballot, Count, OpenedBallot
from panel.voting.round_service import close_round
from tests.support.sittings import MEMBERS, REASONS, SECRETARY, Panels


def together(app: Flask, *acts: Callable[[Any], Any]) -> list[Any]:
    """Run acts at the same moment, each in a thread and transaction of its own; gives results and refusals."""
    start = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[Any], Any]) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    found[place] = act(session)
            except PanelError as error:
                found[place] = error.code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "an act did not come back"
    return found


def casting(panels: Panels, round_id: int, code: str, key: str, option: str = "2") -> Callable[[Any], Receipt]:
    proof, actor = panels.proof(code), panels.expert(code)

    def act(session: Any) -> Receipt:
        content = BallotContent(option, REASONS)
        return service.cast_ballot(session, round_id, content, key=key, proof=proof, actor=actor, clock=panels.clock)

    return act


def test_two_closes_end_the_round_once(panels: Panels, app: Flask) -> None:
    _panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    secretary = panels.basis.actor(SECRETARY)

    def end(session: Any) -> int:
        return service.close_and_count(session, round_id, actor=secretary, clock=panels.clock)

    found = together(app, end, end, end)
    assert sorted(map(str, found))[-2:] == ["ROUND_NOT_OPEN"] * 2
    with panels.looking() as session:
        assert session.scalar(select(func.count()).select_from(Count)) == 1
        assert session.scalar(select(func.count()).select_from(OpenedBallot)) == 5


def test_two_workers_count_once(panels: Panels, app: Flask) -> None:
    _panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    panels.clock.move(hours=2)
    with app.app_context(), transaction() as session:
        close_round(session, round_id, actor=SYSTEM, clock=panels.clock)

    def count(session: Any) -> int:
        return service.count_round(session, round_id, clock=panels.clock)

    found = together(app, count, count, count, count)
    assert len(set(found)) == 1
    with panels.looking() as session:
        assert session.scalar(select(func.count()).select_from(OpenedBallot)) == 5


def test_the_same_act_from_many_hands_is_one_ballot(panels: Panels, app: Flask) -> None:
    _panel_id, round_id = panels.voting()
    act = casting(panels, round_id, MEMBERS[0], "a" * 32)
    found = together(app, *[act] * 8)
    assert len({receipt.code for receipt in found}) == 1
    assert sum(receipt.is_first_answer for receipt in found) == 1
    with panels.looking() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 1


def test_two_windows_of_one_member_make_two_versions(panels: Panels, app: Flask) -> None:
    _panel_id, round_id = panels.voting()
    found = together(app, *[casting(panels, round_id, MEMBERS[0], f"{number}" * 32) for number in range(3)])
    assert sorted(receipt.version for receipt in found) == [1, 2, 3]


@pytest.mark.clause("D-08")
def test_a_ballot_beside_the_end_is_counted_or_refused(panels: Panels, app: Flask) -> None:
    panel_id, round_id = panels.voting()
    panels.cast_all_open(round_id, "22222")
    secretary = panels.basis.actor(SECRETARY)

    def end(session: Any) -> int:
        return service.close_and_count(session, round_id, actor=secretary, clock=panels.clock)

    voices = [casting(panels, round_id, code, "b" * 32, "3") for code in MEMBERS]
    found = together(app, end, *voices)
    accepted = sum(isinstance(answer, Receipt) for answer in found[1:])
    assert found[1:].count("ROUND_NOT_OPEN") == 5 - accepted
    with panels.looking() as session:
        count = session.scalars(select(Count)).one()
        assert session.scalar(select(func.count()).select_from(Ballot)) == 5 + accepted
    assert count.tally["3"] == accepted
    assert panels.state(panel_id) in {"DECIDED", "REVIEW"}


@pytest.mark.clause("D-10")
def test_two_who_ask_at_once_extend_the_round_once(panels: Panels, app: Flask) -> None:
    _panel_id, round_id = panels.voting()

    def asking(code: str) -> Callable[[Any], bool]:
        actor = panels.expert(code)
        return lambda session: service.ask_more_time(session, round_id, actor=actor, clock=panels.clock)

    found = together(app, *[asking(code) for code in MEMBERS])
    assert sorted(found) == [False] * 4 + [True]


def test_one_round_opens_however_often_the_button_is_pressed(panels: Panels, app: Flask) -> None:
    panel_id = panels.in_session()
    secretary, ends_at = panels.basis.actor(SECRETARY), panels.clock() + timedelta(hours=1)

    def begin(session: Any) -> int:
        return service.open_round(session, panel_id, ends_at=ends_at, actor=secretary, clock=panels.clock)

    found = together(app, begin, begin, begin)
    assert sum(isinstance(answer, int) for answer in found) == 1
    assert found.count("ILLEGAL_TRANSITION") == 2
