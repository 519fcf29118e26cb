"""What gunicorn serves in a measurement: the product or the floor, each timed from inside.

`Server-Timing` in the answer tells how long the application took and how much processor time its
thread used; the client reads both. What the server itself does before and after is not in them.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.floor import create_floor
from panel.bootstrap import create_app
from panel.settings import Settings

Wsgi = Callable[..., Iterable[bytes]]


def timed(application: Wsgi) -> Wsgi:
    """Wrap an application so that each answer says what it took."""

    def answer(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        began, used = time.perf_counter(), time.thread_time()
        told: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
            told[:] = status, headers

        parts = application(environ, keep)
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        status, headers = told
        wall, own = time.perf_counter() - began, time.thread_time() - used
        start_response(status, [*headers, ("Server-Timing", f"wall;dur={wall * 1000:.3f}, own;dur={own * 1000:.3f}")])
        return [body]

    return answer


def product() -> Wsgi:
    """Give the product on a database that is already filled."""
    settings = Settings(
        home=Path(os.environ["BENCH_HOME"]), database=os.environ["BENCH_DATABASE"], password_profile="cheap"
    )
    return timed(create_app(settings))


def floor() -> Wsgi:
    """Give the floor on its own database."""
    return timed(create_floor(os.environ["BENCH_DATABASE"]))
