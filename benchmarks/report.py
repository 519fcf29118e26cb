"""Figures and words: medians, shares of the floor round by round, the table and what it means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from benchmarks.measure import BALLOT_FLOOR, CAST, PAGE_FLOOR, RESULT, Run

RESTLESS = 0.25
CLIENTS = (1, 8)
FLOORS = frozenset({BALLOT_FLOOR, PAGE_FLOOR})


class Aim(NamedTuple):
    """What is aimed at: a case at a number of clients, compared with its floor by `rate` or `cpu`."""

    case: str
    clients: int
    what: str
    bound: float


AIMS = (
    Aim(CAST, 1, "rate", 0.5),
    Aim(CAST, 8, "rate", 0.5),
    Aim(RESULT, 1, "cpu", 3.5),
    Aim(RESULT, 8, "cpu", 3.5),
)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of the values lies, interpolated; 0 where there is none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one case at one number of clients over all rounds; times in milliseconds."""

    case: str
    backend: str
    clients: int
    jobs: int
    bad: int
    short: int
    size: int
    server_p50: float
    server_p95: float
    http_p50: float
    http_p95: float
    thread: float
    cpu: float
    database_cpu: float
    rate: float
    rate_share: tuple[float, float, float]
    cpu_share: tuple[float, float, float]
    restless: int


def figures(runs: Sequence[Run], floors: Mapping[str, str]) -> list[Figures]:
    """Work out the figures; shares of the floor are taken round by round, then their median, least and most."""
    by_place = {(run.backend, run.case, run.clients, run.round): run for run in runs}
    found = []
    for backend, case, clients in dict.fromkeys((run.backend, run.case, run.clients) for run in runs):
        own = [run for run in runs if (run.backend, run.case, run.clients) == (backend, case, clients)]
        beside = [by_place[backend, floors[case], clients, run.round] for run in own]
        pairs = [(run, floor) for run, floor in zip(own, beside, strict=True) if run.jobs and floor.jobs]
        http, server = _all(own, "http"), _all(own, "server")
        found.append(
            Figures(
                case, backend, clients, sum(run.jobs for run in own), sum(run.bad for run in own),
                sum(run.short for run in own), max(run.size for run in own), percentile(server, 0.5),
                percentile(server, 0.95), percentile(http, 0.5), percentile(http, 0.95),
                percentile(_all(own, "thread"), 0.5), median(run.cpu for run in own),
                median(run.database_cpu for run in own), median(_rate(run) for run in own),
                _spread(_rate(run) / _rate(floor) for run, floor in pairs),
                _spread(run.cpu / max(floor.cpu, 0.001) for run, floor in pairs),
                sum(run.others > RESTLESS for run in own),
            )
        )  # fmt: skip
    return found


def _all(runs: Iterable[Run], name: str) -> list[float]:
    return [value for run in runs for value in getattr(run, name)]


def _rate(run: Run) -> float:
    return run.jobs / max(run.seconds, 0.001)


def _spread(values: Iterable[float]) -> tuple[float, float, float]:
    found = list(values)
    return (median(found), min(found), max(found)) if found else (0.0, 0.0, 0.0)


def _wide(words: str, width: int) -> str:
    """Fill up with blanks to a width in columns; a Han letter takes two."""
    return words + " " * max(0, width - sum(1 + (east_asian_width(sign) in "WF") for sign in words))


HEAD = (
    ("", 27), ("客户", 5), ("次数", 6), ("服务端 p50/p95", 16), ("HTTP p50/p95", 16), ("CPU", 7), ("库CPU", 7),
    ("速率为最低线的", 19), ("CPU 为最低线的", 19), ("KB", 4), ("坏", 3), ("缺", 3),
)  # fmt: skip


def table(found: Sequence[Figures], backend: str) -> list[str]:
    """Write the table of one backend, a line for each case and number of clients."""
    widths = [width for _words, width in HEAD]
    rows = [[words for words, _width in HEAD]]
    for one in sorted(found, key=lambda figure: (figure.clients, figure.case not in FLOORS)):
        if one.backend == backend:
            is_floor = one.case in FLOORS
            rows.append([
                one.case, str(one.clients), str(one.jobs), _pair(one.server_p50, one.server_p95),
                _pair(one.http_p50, one.http_p95), f"{one.cpu:.2f}", f"{one.database_cpu:.2f}",
                "1" if is_floor else _share(one.rate_share), "1" if is_floor else _share(one.cpu_share),
                f"{one.size / 1024:.0f}", str(one.bad), str(one.short),
            ])  # fmt: skip
    return ["".join(_wide(words, width) for words, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _pair(low: float, high: float) -> str:
    return f"{low:.1f} / {high:.1f}"


def _share(spread: tuple[float, float, float]) -> str:
    return f"{spread[0]:.2f} [{spread[1]:.2f}..{spread[2]:.2f}]"


def aims(found: Sequence[Figures]) -> list[str]:
    """Compare the figures with what is aimed at."""
    return [
        _reached(aim, one)
        for aim in AIMS
        for one in sorted(found, key=lambda figure: figure.backend, reverse=True)
        if (one.case, one.clients) == (aim.case, aim.clients)
    ]


def _reached(aim: Aim, one: Figures) -> str:
    """Tell whether an aim is reached: a rate must be at least so high, processor time at most."""
    value = one.rate_share[0] if aim.what == "rate" else one.cpu_share[0]
    is_reached = value >= aim.bound if aim.what == "rate" else value <= aim.bound
    words, sign = ("速率", "≥") if aim.what == "rate" else ("CPU", "≤")
    return (
        f"{'达到　' if is_reached else '未达到'}　{one.backend}，{aim.clients} 个客户："
        f"“{aim.case}”的{words}为最低线的 {value:.2f} 倍（目标 {sign} {aim.bound}）"
    )


def as_json(runs: Sequence[Run], found: Sequence[Figures], told: Mapping[str, Any]) -> dict[str, Any]:
    """Give everything, round by round, without the single times."""
    single = [
        {name: value for name, value in asdict(run).items() if name not in {"http", "server", "thread"}}
        | {"server_p50": percentile(run.server, 0.5), "server_p95": percentile(run.server, 0.95),
           "http_p50": percentile(run.http, 0.5), "http_p95": percentile(run.http, 0.95)}
        for run in runs
    ]  # fmt: skip
    return {"told": dict(told), "figures": [asdict(one) for one in found], "runs": single}
