"""When a mail that was not taken is tried again, and when it is given up."""

from datetime import timedelta

PAUSES = (1, 5, 30, 120, 360, 1440)  # minutes after the first, second … failed try


def pause_after(tries: int) -> timedelta | None:
    """通知未能送出的，逐次延长间隔后重试；多次不成的停止重试，提示人工联系。

    `tries` were made so far, at least one; None means that the message is given up.
    """
    return timedelta(minutes=PAUSES[tries - 1]) if tries <= len(PAUSES) else None
