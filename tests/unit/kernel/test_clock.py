"""Time is an aware instant inside and Beijing time for people."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.kernel.clock import (
    StoryClock,
    beijing,
    beijing_date,
    end_of_day,
    from_beijing,
    system_clock,
    written,
)

MIDNIGHT = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # 00:00 on 2 March in Beijing
INSTANTS = st.datetimes(datetime(1992, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert system_clock().tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        beijing(datetime(2026, 3, 2))  # noqa: DTZ001  # that is the point


def test_beijing_is_eight_hours_ahead() -> None:
    assert beijing(MIDNIGHT).isoformat() == "2026-03-02T00:00:00+08:00"
    assert from_beijing(datetime(2026, 3, 2)) == MIDNIGHT  # noqa: DTZ001  # a wall clock in Beijing
    assert from_beijing(datetime(2026, 3, 2)).tzinfo is UTC  # noqa: DTZ001


def test_the_day_begins_at_midnight_in_beijing() -> None:
    assert beijing_date(MIDNIGHT - timedelta(microseconds=1)) == date(2026, 3, 1)
    assert beijing_date(MIDNIGHT) == date(2026, 3, 2)


def test_the_end_of_a_day_is_the_next_midnight() -> None:
    assert end_of_day(beijing_date(MIDNIGHT)) == MIDNIGHT + timedelta(days=1)


def test_an_instant_is_written_as_pages_show_it() -> None:
    assert written(datetime(2026, 3, 2, 1, 5, 59, tzinfo=UTC)) == "2026-03-02 09:05"


def test_the_story_clock_stands_until_it_is_moved() -> None:
    clock = StoryClock(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8))))
    assert clock() == clock() == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert clock.move(days=1, minutes=5) == clock() == datetime(2026, 3, 3, 1, 5, tzinfo=UTC)
    clock.set(MIDNIGHT)
    assert clock() == MIDNIGHT


@given(INSTANTS)
def test_every_instant_survives_the_way_to_beijing_and_back(instant: datetime) -> None:
    assert from_beijing(beijing(instant).replace(tzinfo=None)) == instant
    assert timedelta(0) < end_of_day(beijing_date(instant)) - instant <= timedelta(days=1)
