"""The servers under measurement, and the processor time that a tree of processes has used (Linux)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import exchange, request_bytes

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PROCESSES, THREADS = 2, 4
START_SECONDS = 60


def _processes() -> tuple[dict[int, list[int]], dict[int, float]]:
    """Give every process's children, and the seconds each has used, those of ended children included."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue  # it ended meanwhile
        children[int(fields[1])].append(int(folder.name))
        used[int(folder.name)] = sum(map(int, fields[11:15])) / TICKS
    return children, used


def cpu_seconds(pid: int) -> float:
    """Give the processor seconds used so far by a process and all below it."""
    children, used = _processes()
    waiting, found = [pid], 0.0
    while waiting:
        number = waiting.pop()
        found += used.get(number, 0.0)
        waiting += children.get(number, [])
    return found


def machine_seconds() -> tuple[float, float]:
    """Give the seconds that all processors together have been busy, and all their seconds."""
    numbers = [int(number) / TICKS for number in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(numbers) - numbers[3] - numbers[4], sum(numbers)


@dataclass(slots=True)
class Server:
    """A gunicorn of two processes with four threads each, on a port that the system chose."""

    target: str
    database: str
    home: Path
    pid: int = 0
    address: tuple[str, int] = ("127.0.0.1", 0)

    def start(self, path: str) -> None:
        """Start it and wait until a path answers."""
        with socket.create_server(self.address, backlog=512) as listening:
            self.address = ("127.0.0.1", listening.getsockname()[1])
            command = [
                sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}", "--workers", str(PROCESSES),
                "--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "error",
                f"benchmarks.wsgi:{self.target}()",
            ]  # fmt: skip
            environ = os.environ | {"BENCH_DATABASE": self.database, "BENCH_HOME": str(self.home)}
            with (self.home / f"{self.target}.log").open("ab") as log:
                started = subprocess.Popen(
                    command, cwd=ROOT, env=environ, pass_fds=[listening.fileno()], stdout=log, stderr=log
                )
        self.pid = started.pid
        self._wait(started, path)

    def _wait(self, started: "subprocess.Popen[bytes]", path: str) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends and started.poll() is None:
            try:
                if exchange(self.address, request_bytes("GET", path, "")).startswith(b"HTTP/1.1 "):
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.target} did not start:\n{(self.home / f'{self.target}.log').read_text()[-3000:]}")

    def stop(self) -> None:
        """End it and wait until it is gone."""
        try:
            os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return
