"""A closed loop of clients in a process of its own: each sends its next request when the last is answered."""

import re
import socket
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle

TIMING = re.compile(rb"\r\nServer-Timing: wall;dur=([0-9.]+), own;dur=([0-9.]+)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """What the clients do: a list of ready requests for each, sent once or over and over.

    An answer is good when it begins with `status` and holds `marker`.
    """

    address: tuple[str, int]
    requests: list[list[bytes]]
    seconds: float
    status: bytes
    marker: bytes
    is_once: bool = False


@dataclass(slots=True)
class Answers:
    """What came back: times in milliseconds of the good answers, the bad ones counted and one of them kept."""

    http: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    thread: list[float] = field(default_factory=list)
    size: int = 0
    bad: int = 0
    example: str = ""
    seconds: float = 0.0


def request_bytes(method: str, path: str, cookie: str, body: str = "") -> bytes:
    """Write a request as a browser would send it, on a connection of its own."""
    head = [
        f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Connection: close",
        "Accept: text/html", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5",
    ]  # fmt: skip
    if method == "POST":
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def exchange(address: tuple[str, int], request: bytes) -> bytes:
    """Send one request and give the whole answer."""
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        parts = []
        while part := connection.recv(262144):
            parts.append(part)
    return b"".join(parts)


def drive(plan: Plan) -> Answers:
    """Run all clients until the time is over, or until what may be sent once is sent."""
    answers, lock = Answers(), threading.Lock()
    began = time.perf_counter()
    ends = began + plan.seconds
    threads = [
        threading.Thread(target=_client, args=(plan, requests, ends, answers, lock)) for requests in plan.requests
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.seconds = time.perf_counter() - began
    return answers


def _client(plan: Plan, requests: list[bytes], ends: float, answers: Answers, lock: threading.Lock) -> None:
    own = Answers()
    for request in requests if plan.is_once else cycle(requests):
        sent = time.perf_counter()
        if sent >= ends:
            break
        try:
            answer = exchange(plan.address, request)
        except OSError as error:
            answer = repr(error).encode()
        _note(own, plan, answer, (time.perf_counter() - sent) * 1000)
    with lock:
        for name in ("http", "server", "thread"):
            getattr(answers, name).extend(getattr(own, name))
        answers.bad += own.bad
        answers.size, answers.example = own.size or answers.size, own.example or answers.example


def _note(own: Answers, plan: Plan, answer: bytes, took: float) -> None:
    timing, length = TIMING.search(answer), LENGTH.search(answer)
    if not answer.startswith(plan.status) or plan.marker not in answer or timing is None or length is None:
        own.bad += 1
        own.example = answer[:2000].decode(errors="replace")
        return
    own.http.append(took)
    own.server.append(float(timing[1]))
    own.thread.append(float(timing[2]))
    own.size = int(length[1])
