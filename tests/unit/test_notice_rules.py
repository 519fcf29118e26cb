"""When a mail is tried again."""

from datetime import timedelta

from panel.notices.rules import PAUSES, pause_after


def test_pauses_grow_and_end() -> None:
    pauses = [pause_after(tries) for tries in range(1, len(PAUSES) + 1)]
    assert pauses == sorted(pauses, key=lambda pause: pause or timedelta())
    assert pauses[0] == timedelta(minutes=1)
    assert pause_after(len(PAUSES) + 1) is None
