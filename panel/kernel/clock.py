"""Time as an argument: aware UTC instants inside, 北京时间 for people."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

BEIJING = ZoneInfo("Asia/Shanghai")


def system_clock() -> datetime:
    """Give the server's present instant, aware and in UTC."""
    return datetime.now(UTC)


def beijing(instant: datetime) -> datetime:
    """Give an aware instant in Beijing time; a naive one is refused with ValueError."""
    if instant.tzinfo is None:
        raise ValueError("a naive time has no place here")
    return instant.astimezone(BEIJING)


def beijing_date(instant: datetime) -> date:
    """Give the calendar day of an instant in Beijing."""
    return beijing(instant).date()


def from_beijing(local: datetime) -> datetime:
    """Read a naive wall-clock time as Beijing time and give it in UTC."""
    return local.replace(tzinfo=BEIJING).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """Give the day some months later, or earlier for a negative number; a day that month lacks is its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_day(day: date) -> datetime:
    """Give 24:00 Beijing time of a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING).astimezone(UTC)


def written(instant: datetime) -> str:
    """Write an instant the way pages do: `2025-06-15 09:30`, Beijing time."""
    return beijing(instant).isoformat(" ", "minutes")[:16]


class StoryClock:
    """A clock that stands still until it is moved; for tests and for replayed panels."""

    def __init__(self, now: datetime) -> None:
        """Start at an aware instant."""
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        """Give the instant the clock stands at."""
        return self.now

    def move(self, **delta: float) -> datetime:
        """Go forward by a `timedelta` given as keywords, and give the new instant."""
        self.now += timedelta(**delta)
        return self.now

    def set(self, now: datetime) -> None:
        """Jump to an aware instant, forwards or backwards."""
        self.now = now.astimezone(UTC)
