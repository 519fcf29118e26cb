"""Two people at once: each recommendation gets its own code, and a decision is made once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

from flask import Flask

from panel.db import session as reading
from panel.db import transaction
from panel.kernel.clock import StoryClock
from panel.kernel.errors import StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.roster import queries, service
from panel.roster.facts import ExpertEntry

ENTRY = ExpertEntry(
    name="新同志",
    gender="女",
    birth_year=1980,
    main_discipline="T06",
    second_discipline=None,
    title="教授",
    post="系主任",
    employer="示范轻工大学（示例）",
    employer_code=None,
    region="430000",
    email="new@example.org",
    phone="+86-000-0000-9001",
)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Run acts in threads that start together; an error is given as a result."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            with app.app_context():
                return act()
        except StaleError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_recommendations_at_once_get_codes_of_their_own(app: Flask, basis: Basis, clock: StoryClock) -> None:
    def recommend(number: int) -> Callable[[], int]:
        def act() -> int:
            with transaction() as session:
                return service.recommend_expert(
                    session,
                    replace(ENTRY, name=f"新同志{number}"),
                    committee_id=basis.committee_id("C-430"),
                    recommended_on=date(2026, 3, 1),
                    form_key=new_key(),
                    actor=basis.actor("u08"),
                    clock=clock,
                )

        return act

    made = at_once(app, [recommend(number) for number in range(4)])
    with app.app_context():
        found = queries.experts_by_id(reading(), [number for number in made if isinstance(number, int)])
    assert sorted(expert.code for expert in found.values()) == ["ZJ-0061", "ZJ-0062", "ZJ-0063", "ZJ-0064"]


def test_a_member_is_dismissed_or_retired_but_not_both(app: Flask, basis: Basis, clock: StoryClock) -> None:
    expert_id = basis.expert_id("ZJ-0037")
    facts = {"reason": "示例", "actor": basis.actor("u09"), "clock": clock}
    with app.app_context(), transaction() as session:
        service.propose_dismissal(session, expert_id, reason="示例", actor=basis.actor("u08"), clock=clock)

    def retire() -> str:
        with transaction() as session:
            service.retire_expert(session, expert_id, **facts)  # type: ignore[arg-type]
        return "done"

    def dismiss() -> str:
        with transaction() as session:
            service.dismiss_expert(session, expert_id, document_no="1", **facts)  # type: ignore[arg-type]
        return "done"

    assert sorted(map(str, at_once(app, [retire, dismiss]))) == ["EXPERT_STATE_CHANGED", "done"]
