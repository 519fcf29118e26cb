"""Measuring: which pages, for whom, in which order, and what is noted of each run."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.client import Answers, Plan, drive, request_bytes
from benchmarks.floor import CASES
from benchmarks.servers import Server, cpu_seconds, machine_seconds
from benchmarks.visits import Browser, page_requests
from benchmarks.world import Backend, World

BALLOT_FLOOR, PAGE_FLOOR = "最低线：投票", "最低线：页面"
CAST = "投出表决票"
RESULT = "计票结果（25 票）"
SEARCH = "塑化剂 白酒"
OK, SEE_OTHER, CREATED = b"HTTP/1.1 200", b"HTTP/1.1 303", b"HTTP/1.1 201"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure: what is asked of which server, and which answer is a good one."""

    name: str
    backend: str
    target: str
    floor: str
    requests: Callable[[int], list[list[bytes]]]
    status: bytes = OK
    marker: bytes = b"</html>"
    is_casting: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What one case did in one round: milliseconds, and processor milliseconds for each good answer."""

    case: str
    backend: str
    clients: int
    round: int
    jobs: int
    bad: int
    short: int
    seconds: float
    size: int
    http: list[float]
    server: list[float]
    thread: list[float]
    cpu: float
    database_cpu: float
    others: float
    example: str


def cases_of(backend: Backend, world: World) -> list[Case]:
    """List what is measured on a backend, the floors first."""
    return [
        Case(
            BALLOT_FLOOR, backend.name, "floor", BALLOT_FLOOR, lambda clients: _floor_ballots(backend, clients),
            CREATED, b"\r\n\r\n", is_casting=True,
        ),
        Case(PAGE_FLOOR, backend.name, "floor", PAGE_FLOOR, lambda clients: _floor_pages(backend, clients)),
        *(
            Case(name, backend.name, "product", PAGE_FLOOR, _pages(visits), marker=words.encode())
            for name, visits, words in _visits(world)
        ),
        Case(
            CAST, backend.name, "product", BALLOT_FLOOR, backend.voters.requests, SEE_OTHER, b"/receipt\r\n",
            is_casting=True,
        ),
    ]  # fmt: skip


def _pages(visits: Sequence[tuple[Browser, str]]) -> Callable[[int], list[list[bytes]]]:
    return lambda clients: page_requests(visits, clients)


def _visits(world: World) -> list[tuple[str, list[tuple[Browser, str]], str]]:
    """Give each page with who opens it where, and words that stand on it."""
    official, auditor, expert = (world.browsers[name] for name in ("official", "auditor", "expert"))
    panels = [(one, world.counted[place % len(world.counted)]) for place, one in enumerate(official)]
    voting = list(zip(expert, world.places, strict=True))
    search = f"/matters?words={quote(SEARCH)}"
    return [
        ("工作台（业务人员）", [(one, "/") for one in official], "待我办理"),
        ("工作台（专家）", [(one, "/") for one in expert[:200]], "待我办理"),
        ("事项列表和检索（审计）", [(one, search) for one in auditor], "白酒塑化剂超标"),
        ("专家组页面（25 人）", [(one, f"/panels/{number}") for one, number in panels], "</html>"),
        (RESULT, [(one, f"/panels/{number}/rounds/1") for one, number in panels], "第25位专家的意见"),
        ("表决票", [(one, f"/ballot/{place.round_id}") for one, place in voting], "reasons"),
    ]


def _floor_ballots(backend: Backend, clients: int) -> list[list[bytes]]:
    words = "The evidence supports this. " * 10
    every = [
        request_bytes(
            "POST", "/ballot", f"sid={token}",
            urlencode({"csrf": csrf, "round": number, "option": "2", "reasons": f"Opinion {place}. {words}"}),
        )
        for place, (token, csrf, number) in enumerate(backend.people)
    ]  # fmt: skip
    return [every[client::clients] for client in range(clients)]


def _floor_pages(backend: Backend, clients: int) -> list[list[bytes]]:
    every = [
        request_bytes("GET", f"/case/{place % CASES + 1}", f"sid={token}")
        for place, (token, _csrf, _number) in enumerate(backend.people)
    ]
    return [every[client::clients] for client in range(clients)]


class Measurer:
    """Runs one case at a time against servers that stand ready."""

    def __init__(self, pool: Executor, servers: dict[tuple[str, str], Server], backends: dict[str, Backend]) -> None:
        """Take the process that plays the clients, the servers by backend and target, and the backends."""
        self.pool = pool
        self.servers = servers
        self.backends = backends

    def run(self, case: Case, clients: int, seconds: float, round_no: int) -> Run:
        """Measure a case once."""
        backend, server = self.backends[case.backend], self.servers[case.backend, case.target]
        is_cast = case.is_casting and case.target == "product"
        if is_cast:
            backend.voters.fill()
        before = backend.stored(case.target) if case.is_casting else 0
        plan = Plan(server.address, case.requests(clients), seconds, case.status, case.marker, is_once=is_cast)
        base, client_pid = _postmaster(case, server), self.pool.submit(os.getpid).result()
        used = [cpu_seconds(server.pid), cpu_seconds(base) if base else 0.0, cpu_seconds(client_pid)]
        machine = machine_seconds()
        answers: Answers = self.pool.submit(drive, plan).result()
        busy, whole = (after - first for after, first in zip(machine_seconds(), machine, strict=True))
        now = [cpu_seconds(server.pid), cpu_seconds(base) if base else 0.0, cpu_seconds(client_pid)]
        own = [after - first for after, first in zip(now, used, strict=True)]
        jobs = len(answers.http)
        short = max(0, jobs - (backend.stored(case.target) - before)) if case.is_casting else 0
        return Run(
            case.name, case.backend, clients, round_no, jobs, answers.bad, short, answers.seconds, answers.size,
            answers.http, answers.server, answers.thread, cpu=own[0] * 1000 / max(jobs, 1),
            database_cpu=own[1] * 1000 / max(jobs, 1), others=max(0.0, busy - sum(own)) / max(whole, 0.01),
            example=answers.example,
        )  # fmt: skip


def _postmaster(case: Case, server: Server) -> int:
    """Give the database server's process, 0 where the database lives in the application."""
    if case.backend != "postgres":
        return 0
    return int(Path(server.home.parent, "data", "postmaster.pid").read_text().split("\n", 1)[0])
