"""The event log: what is recorded, that it only grows, and that a change of it shows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from panel import audit
from panel.audit import queries
from panel.audit.models import Event
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.canonical import canonical_bytes
from panel.kernel.clock import StoryClock
from panel.kernel.errors import PanelError
from panel.proceedings.invariants import list_violations

SessionOf = Callable[[], AbstractContextManager[Session]]
WANG = Actor(7, "王镕", Role.OFFICIAL, 3, frozenset({"reviewer"}), "192.0.2.7")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
FACTS = st.dictionaries(
    TEXTS.filter(lambda key: key.isascii()),
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS | st.lists(TEXTS, max_size=3),
    max_size=4,
)


def record(session: Session, clock: StoryClock, **facts: Any) -> None:
    audit.record(session, "test.thing.done", by=WANG, at=clock(), **facts)


def only(session_of: SessionOf) -> Event:
    with session_of() as session:
        return session.scalars(select(Event)).one()


def tamper(app: Flask, statement: str) -> None:
    """Change the table behind the application's back, as somebody with the database's password could."""
    raw = app.extensions["panel.db"].engine.raw_connection()
    try:
        raw.cursor().execute(statement)
        raw.commit()
    finally:
        raw.close()


@pytest.mark.clause("3.5.0-e")
def test_an_event_says_who_did_what_to_what_from_what_to_what_when_and_why(
    session_of: SessionOf, clock: StoryClock
) -> None:
    with session_of() as session:
        record(
            session, clock, panel=4, matter=5, before={"is_complex": False}, after={"is_complex": True},
            reason="涉及三个以上专业", seats=5,
        )  # fmt: skip
    event = only(session_of)
    assert (event.action, event.at) == ("test.thing.done", clock())
    assert (event.actor_id, event.actor_name, event.actor_role) == (7, "王镕", "official")
    assert (event.actor_org_id, event.address) == (3, "192.0.2.7")
    assert (event.panel_id, event.matter_id) == (4, 5)
    assert (event.before, event.after) == ({"is_complex": False}, {"is_complex": True})
    assert (event.reason, event.facts) == ("涉及三个以上专业", {"seats": 5})
    assert queries.is_intact(event)


def test_the_system_acts_without_an_account(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        audit.record(session, "test.thing.done", by=SYSTEM, at=clock())
    event = only(session_of)
    assert (event.actor_id, event.actor_role, event.address) == (None, "system", "")
    assert queries.is_intact(event)


def test_what_json_cannot_hold_is_not_recorded(session_of: SessionOf, clock: StoryClock) -> None:
    with pytest.raises(ValueError), session_of() as session:  # noqa: PT011  # the library's own message
        record(session, clock, when=clock())


@pytest.mark.clause("3.5.0-c")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.none() | FACTS, after=st.none() | FACTS, reason=st.none() | TEXTS)
def test_whatever_is_recorded_is_read_back_intact(
    session_of: SessionOf, clock: StoryClock, before: Any, after: Any, reason: str | None
) -> None:
    clock.move(microseconds=1)
    with session_of() as session:
        audit.record(session, "test.thing.done", by=WANG, at=clock(), before=before, after=after, reason=reason)
    with session_of() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert queries.is_intact(event)


@pytest.mark.clause("3.5.0-e", "3.5.0-c")
@pytest.mark.parametrize("change", [update(Event).values(reason="另一个理由"), delete(Event)])
def test_the_log_only_grows(session_of: SessionOf, clock: StoryClock, change: Any) -> None:
    with session_of() as session:
        record(session, clock, reason="理由")
    with pytest.raises(PanelError) as refused, session_of() as session:
        session.execute(change)
    assert refused.value.code == "LOG_ONLY_GROWS"
    assert only(session_of).reason == "理由"


@pytest.mark.clause("3.5.0-e")
def test_an_event_that_was_read_cannot_be_changed_either(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        record(session, clock, reason="理由")
    with pytest.raises(PanelError) as refused, session_of() as session:
        session.scalars(select(Event)).one().reason = "另一个理由"
    assert refused.value.code == "LOG_ONLY_GROWS"


@pytest.mark.clause("3.5.0-e")
def test_a_change_cannot_pass_under_the_cover_of_a_change_to_the_log(session_of: SessionOf) -> None:
    with pytest.raises(PanelError) as refused, session_of() as session:
        session.execute(text("UPDATE audit_event SET reason = reason"))
    assert refused.value.code == "LOG_ONLY_GROWS"


@pytest.mark.clause("3.5.0-c")
@pytest.mark.parametrize(
    "change",
    [
        "reason = 'another'",
        "actor_name = 'other'",
        "actor_id = 8",
        "panel_id = 5",
        "before = NULL",
        "after = '{\"level\": 2}'",
        "facts = '{}'",
        "action = 'test.thing.undone'",
        "at = '2026-03-02 01:00:00.000001'",
        "entry = CAST('{}' AS {bytes})",
        "leaf_hash = CAST('00000000000000000000000000000000' AS {bytes})",
    ],
)
def test_an_event_that_was_changed_behind_our_back_is_named(
    app: Flask, database: str, session_of: SessionOf, clock: StoryClock, change: str
) -> None:
    with session_of() as session:
        record(session, clock, panel=4, before={"level": 1}, after={"level": 3}, reason="why", seats=5)
        record(session, clock, panel=4)
    with session_of() as session:
        first, _second = session.scalars(select(Event).order_by(Event.id)).all()
        assert queries.list_broken_events(session) == []
    of_bytes = "blob" if database.startswith("sqlite") else "bytea"
    tamper(app, f"UPDATE audit_event SET {change.replace('{bytes}', of_bytes)} WHERE id = {first.id}")
    with session_of() as session:
        assert [event.id for event in queries.list_broken_events(session)] == [first.id]
        assert any(str(first.id) in line for line in list_violations(session))


@pytest.mark.clause("3.5.0-c")
def test_columns_and_bytes_changed_together_still_break_the_leaf_hash(
    app: Flask, session_of: SessionOf, clock: StoryClock
) -> None:
    with session_of() as session:
        record(session, clock, reason="why")
    event = only(session_of)
    forged = event.entry.replace(b'"why"', b'"who"')
    assert forged != event.entry
    tamper(app, "UPDATE audit_event SET reason = 'who', entry = " + _literal(app, forged))
    with session_of() as session:
        [broken] = queries.list_broken_events(session)
        assert broken.reason == "who"


def _literal(app: Flask, data: bytes) -> str:
    is_sqlite = app.extensions["panel.db"].is_sqlite
    return f"x'{data.hex()}'" if is_sqlite else f"'\\x{data.hex()}'::bytea"


def test_events_of_a_panel_a_matter_and_a_person_are_found_in_their_order(
    session_of: SessionOf, clock: StoryClock
) -> None:
    other = Actor(8, "李", Role.SECRETARY)
    with session_of() as session:
        audit.record(session, "test.a.done", by=WANG, at=clock(), panel=1, matter=9)
        audit.record(session, "test.b.done", by=other, at=clock(), panel=2, matter=9)
        audit.record(session, "test.c.done", by=WANG, at=clock(), panel=1)
    with session_of() as session:
        assert [one.action for one in queries.list_panel_events(session, 1)] == ["test.a.done", "test.c.done"]
        assert [one.action for one in queries.list_matter_events(session, 9)] == ["test.a.done", "test.b.done"]


def test_an_entry_is_the_canonical_form_of_its_event(session_of: SessionOf, clock: StoryClock) -> None:
    with session_of() as session:
        record(session, clock, reason="理由", b=1, a=2)
    event = only(session_of)
    assert event.entry.startswith(b'{"action":"test.thing.done","actor_id":7,')
    assert canonical_bytes({"a": 2, "b": 1}) in event.entry
