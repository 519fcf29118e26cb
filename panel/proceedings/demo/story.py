"""The thread of a replay: one transaction, a clock that runs as the story tells it, people by their keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from panel.accounts.facts import Proof
from panel.kernel.actor import Actor
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock, StoryClock, beijing, beijing_date
from panel.kernel.errors import PanelError
from panel.proceedings.demo.basis import Basis, rows

Row = Mapping[str, Any]
PACE_MINUTES = 4


@dataclass
class Story:
    """Runs use cases one after another in the name of people of the basis.

    With a `StoryClock` every act takes a few minutes and the story goes on at `jumps_to` once the matter
    is taken in; with any other clock the acts happen at that clock's time, and nothing waits.
    """

    session: Session
    basis: Basis
    clock: Clock
    discovered_at: datetime | None = None
    jumps_to: datetime | None = None

    def actor(self, key: str) -> Actor:
        """Give a person by account key (`u08`) or expert code (`ZJ-0011`)."""
        return self.basis.expert_actor(key) if key.startswith("ZJ-") else self.basis.actor(key)

    def act(self, use_case: Callable[..., Any], *numbers: Any, by: str, **facts: Any) -> Any:
        """Run one use case and give what it gives; afterwards the session knows no row, as between two requests."""
        done = use_case(self.session, *numbers, **facts, actor=self.actor(by), clock=self.clock)
        self.session.flush()
        self.session.expunge_all()
        if isinstance(self.clock, StoryClock):
            self.clock.move(minutes=PACE_MINUTES)
        return done

    def must_refuse(self, code: str, use_case: Callable[..., Any], *numbers: Any, by: str, **facts: Any) -> None:
        """Try an act that the rules refuse with a code; it leaves no trace (`DEMO_NOT_REFUSED`)."""
        try:
            with self.session.begin_nested():
                use_case(self.session, *numbers, **facts, actor=self.actor(by), clock=self.clock)
                self.session.flush()
        except PanelError as error:
            self.session.expunge_all()
            if error.code != code:
                raise
        else:
            raise PanelError("DEMO_NOT_REFUSED", refusal=code, act=use_case.__name__)

    def at(self, instant: str | datetime) -> None:
        """Let the story go on at an instant that lies ahead; it never goes back."""
        to = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        if isinstance(self.clock, StoryClock) and to > self.clock():
            self.clock.set(to)

    def wait(self, **delta: float) -> None:
        """Let time pass."""
        if isinstance(self.clock, StoryClock):
            self.clock.move(**delta)

    def moved(self, due: datetime) -> datetime:
        """Give a due time that lies behind the story's jump as many days after it as it lay after the discovery."""
        day = self.moved_day(beijing_date(due))
        return beijing(due).replace(year=day.year, month=day.month, day=day.day)

    def moved_day(self, due: date) -> date:
        """Give a due day that lies behind the jump as many days after it as it lay after the discovery."""
        if self.jumps_to is None or self.discovered_at is None or due > beijing_date(self.jumps_to):
            return due
        return beijing_date(self.jumps_to) + (due - beijing_date(self.discovered_at))

    def day(self, value: str | int) -> date:
        """Read a day of the data: an ISO date, or a number of days from the story's today."""
        if isinstance(value, str):
            return date.fromisoformat(value)
        return beijing_date(self.clock()) + timedelta(days=value)

    def evening(self, days: int) -> datetime:
        """Give six o'clock in the evening, Beijing time, some days ahead."""
        return beijing(self.clock() + timedelta(days=days)).replace(hour=18, minute=0, second=0, microsecond=0)

    def proof(self, key: str) -> Proof:
        """Give the proof that a person was asked again just now."""
        return Proof(self.actor(key).id or 0, "password", self.clock())


def one_of(name: str, key: str, *, file: str = "") -> Row:
    """Give a row of the data by its key."""
    return next(row for row in rows(name, file) if row["key"] == key)


def key_of(*parts: str) -> str:
    """Give the form key of an act of the demo: 32 hexadecimal digits made from what the act is."""
    return sha256_hex("|".join(("demo", *parts)).encode())[:32]


def texts(values: Sequence[Any] | None) -> tuple[Any, ...]:
    """Give a list of the data as the use cases take it."""
    return tuple(values or ())
