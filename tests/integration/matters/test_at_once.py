"""Two people, or two clicks, at the same moment: one act, one number each, and a clear answer for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from panel.db import transaction
from panel.kernel.errors import PanelError
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from tests.support.matters import BLOCK, LEVEL_3, Matters, content_of


def at_once(app: Flask, acts: list[Callable[[Any], Any]]) -> list[Any]:
    """Run acts in threads that start together; a refusal is given as its code."""
    gate = Barrier(len(acts))

    def run(act: Callable[[Any], Any]) -> Any:
        gate.wait()
        try:
            with app.app_context(), transaction() as session:
                return act(session)
        except PanelError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_clicks_at_once_make_one_matter(matters: Matters, app: Flask) -> None:
    key, actor = new_key(), matters.basis.actor("u08")
    content = content_of(matters.basis)

    def receive(session: Any) -> int:
        return service.receive_matter(session, content, form_key=key, actor=actor, clock=matters.clock)

    assert set(at_once(app, [receive] * 4)) == {1}


def test_entries_at_once_get_serials_without_gap_or_double(matters: Matters, app: Flask) -> None:
    content = content_of(matters.basis)

    def receive(session: Any) -> str:
        number = service.receive_matter(
            session, content, form_key=new_key(), actor=matters.basis.actor("u08"), clock=matters.clock
        )
        return queries.get_matter(session, number).notice_no

    numbers = at_once(app, [receive] * 6)
    assert sorted(number.split("-")[3] for number in numbers) == [f"{n:05d}" for n in range(1, 7)]


def test_two_officials_who_confirm_at_once_confirm_once(matters: Matters, app: Flask) -> None:
    number = matters.screened()

    def confirm(key: str) -> Callable[[Any], Any]:
        actor = matters.basis.actor(key)
        return lambda session: service.confirm_matter(session, number, LEVEL_3, actor=actor, clock=matters.clock)

    assert sorted(map(str, at_once(app, [confirm("u08"), confirm("u28")]))) == ["ILLEGAL_TRANSITION", "None"]


def test_two_officials_who_open_at_once_open_one_adjudication(matters: Matters, app: Flask) -> None:
    number = matters.confirmed()

    def opened(key: str) -> Callable[[Any], Any]:
        actor = matters.basis.actor(key)
        return lambda session: service.open_adjudication(
            session, number, level=3, mode="expert", actor=actor, clock=matters.clock
        )

    answers = at_once(app, [opened("u08"), opened("u28")])
    assert answers.count("ILLEGAL_TRANSITION") == 1


def test_two_officials_who_enter_at_once_enter_one_result(matters: Matters, app: Flask) -> None:
    _number, adjudication = matters.adjudicating()

    def enter(key: str) -> Callable[[Any], Any]:
        actor = matters.basis.actor(key)
        return lambda session: service.enter_result(session, adjudication, BLOCK, actor=actor, clock=matters.clock)

    answers = at_once(app, [enter("u08"), enter("u28")])
    assert answers.count("RESULT_STANDING") == 1


def test_a_reviewer_and_a_returner_at_once_do_not_both_succeed(matters: Matters, app: Flask) -> None:
    _number, adjudication = matters.adjudicating()
    result = matters.act(service.enter_result, adjudication, block=BLOCK, by="u08")
    matters.act(service.review_result, result, by="u28")
    head, clock = matters.basis.actor("u09"), matters.clock
    answers = at_once(app, [
        lambda session: service.confirm_result(session, result, actor=head, clock=clock),
        lambda session: service.return_result(session, result, reason="票数有误", actor=head, clock=clock),
    ])  # fmt: skip
    assert answers.count("RESULT_DONE") == 1
