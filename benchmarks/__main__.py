"""`python -m benchmarks`: fill the databases, measure in rounds, print the table and what it means."""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from benchmarks import draws, imports, report, screening, world
from benchmarks.measure import Case, Measurer, Run, cases_of
from benchmarks.servers import PROCESSES, THREADS, Server
from panel.accounts.passwords import PROFILES

INTRODUCTION = """\
数据：{demo} {matters} 件风险事项、{experts} 名专家、{counted} 个已计票和 {open_rounds} 个表决中的 25 人专家组（均为虚构）。
办法：gunicorn {processes} 个进程、各 {threads} 个线程，1 个和 8 个客户闭环请求，{rounds} 轮，每轮每项 {seconds} 秒，次序逐轮轮换；
　　　最低线与系统在同一轮中交替测量，倍数逐轮相除，取中位数 [最小..最大]。时间单位毫秒。
　　　“服务端”是应用内的时间，“HTTP”是客户所见；“CPU”是服务器各进程每次请求的处理器时间，“库CPU”是 PostgreSQL 的。
　　　“坏”是不对的回答，“缺”是已确认而没有存下的票；两者都应为 0。"""
FULL = world.Size()
QUICK = world.Size(matters=1_000, experts=300, counted=2, open_rounds=6, rounds=3, seconds=0.35, has_demo=False)
PASSWORD_CHECKS = 15
BACKENDS = ("sqlite", "postgres")


def say(words: str) -> None:
    """Tell on standard error what is going on, so that standard output holds the result only."""
    print(words, file=sys.stderr, flush=True)


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="性能测量：页面和投票，与最低线交替进行")
    parser.add_argument("--quick", action="store_true", help="数据少、轮次少，一分半钟以内")
    parser.add_argument("--database", choices=(*BACKENDS, "both"), default="both", help="在哪种数据库上测量")
    parser.add_argument("--json", type=Path, metavar="FILE", help="把每一轮的数据写入文件")
    parser.add_argument("--only", metavar="WORDS", default="", help="只测名称含这些字的页面")
    for name in ("matters", "experts", "rounds"):
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"改变 {name} 的数量")
    return parser.parse_args(arguments)


def size_of(asked: argparse.Namespace) -> world.Size:
    """Give the size that the command line asks for."""
    given = {name: getattr(asked, name) for name in ("matters", "experts", "rounds") if getattr(asked, name)}
    return replace(QUICK if asked.quick else FULL, **given)


@contextmanager
def running(backends: Sequence[world.Backend], home: Path) -> Iterator[dict[tuple[str, str], Server]]:
    """Keep a server of the product and one of the floor ready for each backend."""
    servers: dict[tuple[str, str], Server] = {}
    try:
        for one in backends:
            for target, url, path in (("product", one.product, "/sign-in"), ("floor", one.floor, "/case/1")):
                servers[one.name, target] = Server(target, url, home)
                servers[one.name, target].start(path)
        yield servers
    finally:
        for server in servers.values():
            server.stop()


def _is_wanted(case: Case, words: str) -> bool:
    return case.target == "floor" or words in case.name


def rounds(measurer: Measurer, cases: Sequence[Case], size: world.Size) -> list[Run]:
    """Measure every case once in each round, in an order that moves on from round to round."""
    runs: list[Run] = []
    for case in cases:
        measurer.run(case, 4, min(0.4, size.seconds), 0)  # warms up: templates, statements, connections
    for number in range(1, size.rounds + 1):
        say(f"第 {number} 轮，共 {size.rounds} 轮……")
        shift = number * 5 % len(cases)
        for clients in report.CLIENTS:
            runs += [measurer.run(case, clients, size.seconds, number) for case in (*cases[shift:], *cases[:shift])]
    return runs


def password_check() -> float:
    """Give the milliseconds of processor time that one check of a password takes at the standard cost."""
    memory, passes, lanes = PROFILES["standard"]
    hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)
    hashed, taken = hasher.hash("measured"), []
    for _ in range(PASSWORD_CHECKS):
        began = time.process_time()
        hasher.verify(hashed, "measured")
        taken.append((time.process_time() - began) * 1000)
    return report.percentile(taken, 0.5)


def measure(
    asked: argparse.Namespace, size: world.Size, pool: Executor
) -> tuple[list[Run], list[Case], dict[str, Any]]:
    """Fill, serve and measure; gives the runs with what was read back from the databases."""
    folder = world.new_folder()
    try:
        filled, visited = world.build(folder / "home", size, say)
        names = BACKENDS if asked.database == "both" else (asked.database,)
        backends = [world.open_backend(name, folder, filled, visited) for name in names]
        cases = [case for one in backends for case in cases_of(one, visited) if _is_wanted(case, asked.only)]
        told = {one.name: one.read_back() for one in backends}
        with running(backends, folder / "home") as servers:
            return rounds(Measurer(pool, servers, {one.name: one for one in backends}), cases, size), cases, told
    finally:
        world.remove(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit 1 where an answer was bad or an acknowledged ballot is not stored."""
    asked = options(arguments)
    size = size_of(asked)
    began = time.monotonic()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        runs, cases, told = measure(asked, size, pool)
    found = report.figures(runs, {case.name: case.floor for case in cases})
    check = password_check()
    print("\n".join(words_of(found, told, size, check)))
    say(f"用时 {time.monotonic() - began:.0f} 秒。")
    for run in runs:
        if run.example:
            say(f"坏的回答（{run.case}，{run.backend}）：{run.example[:300]}")
    if asked.json:
        known = {"databases": told, "password_check_ms": check, "size": asdict(size)}
        asked.json.write_text(json.dumps(report.as_json(runs, found, known), ensure_ascii=False, indent=1))
    return 1 if any(one.bad or one.short for one in found) else 0


def words_of(found: Sequence[report.Figures], told: dict[str, Any], size: world.Size, check: float) -> Iterator[str]:
    """Write the whole report: what was measured and how, the tables, the aims, and what is not in them."""
    yield from INTRODUCTION.format(
        processes=PROCESSES, threads=THREADS, demo="示例数据，另加" if size.has_demo else "示例人员，另加",
        **asdict(size),
    ).splitlines()  # fmt: skip
    for backend, settings in told.items():
        yield f"\n{backend}（{'，'.join(f'{name}={value}' for name, value in settings.items())}）"
        yield from report.table(found, backend)
    yield ""
    yield from report.aims(found)
    yield from screening.lines()
    yield from draws.lines()
    yield from imports.lines()
    restless, whole = sum(one.restless for one in found), len(found) * size.rounds
    yield f"口令核对不在以上数字内：标准参数下每次另用 {check:.1f} 毫秒 CPU。"
    yield f"{whole} 次测量中有 {restless} 次，别的程序占用了处理器的四分之一以上；这样的数字只看倍数，不看毫秒。"
    yield "不在测量之内：静态文件、浏览器、反向代理、TLS、发信；首次启动；数据库和服务器分开时的网络。"


if __name__ == "__main__":
    sys.exit(main())
