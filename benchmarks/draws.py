"""`python -m benchmarks.draws`: how long a draw takes: the chances, the draw itself, its check, one more seat."""

import copy
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

from panel.draw import chain, rules, verify_draw
from tests.support.lots import AT, SECRETS, nine_of, roster, transcript

ROUNDS = 3
SIZES = ((1_000, 400), (10_000, 2_000), (50_000, 10_000))
"""Experts and their employers."""
CASE = {"commission": "研委〔2026〕1号", "draw": 1, "purpose": "first"}
AIMS = {"机会": 3.0, "抽取": 1.0, "重新演算": 5.0, "补抽一人": 0.5}
"""Seconds at the middle size."""


def links(event: int) -> list[dict[str, str]]:
    """Give what both parties reveal for a draw."""
    return [
        {"party": party, "link": chain.link_at(secret, event).hex(), "via": "party", "at": AT}
        for party, secret in SECRETS.items()
    ]


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Run an act several times; gives the median in seconds and the last result."""
    taken, result = [], None
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        result = act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), result


def one_more(pool: list[dict[str, Any]], done: dict[str, Any]) -> Callable[[], Any]:
    """Give the draw of one further seat: eight stay, the ninth and all who were called before do not come again."""
    members = done["result"]["members"]
    gone = {members[-1], *done["result"]["reserves"]}
    left = [dict(one) | ({"fixed": True} if one["label"] in members[:-1] else {}) for one in pool]
    left = [one for one in left if one["label"] not in gone]
    policy = nine_of(pool, reserves=0)
    return lambda: rules.finish(rules.freeze(CASE | {"draw": 2}, left, [], policy, event=2, frozen_at=AT), links(2))


def measure(experts: int, employers: int) -> dict[str, float]:
    """Give the seconds of each step with so many experts in 31 regions and nine seats."""
    pool = roster(experts, employers)
    policy = nine_of(pool)
    chances, frozen = timed(lambda: rules.freeze(CASE, pool, [], policy, event=1, frozen_at=AT))
    drawing, done = timed(lambda: rules.finish(copy.copy(frozen), links(1)))
    written = transcript(done)
    checking, _panels = timed(lambda: verify_draw.verify(written))
    further, _draw = timed(one_more(pool, done))
    return {"机会": chances, "抽取": drawing, "重新演算": checking, "补抽一人": further}


def peak_mib(experts: int, employers: int) -> float:
    """Give the most memory that chances, draw and check take beside the roster itself, in MiB."""
    pool = roster(experts, employers)
    tracemalloc.start()
    frozen = rules.freeze(CASE, pool, [], nine_of(pool), event=1, frozen_at=AT)
    verify_draw.verify(transcript(rules.finish(frozen, links(1))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def lines() -> Iterator[str]:
    """Give the result line by line."""
    aims = "，".join(f"{name} {seconds:g} 秒" for name, seconds in AIMS.items())
    yield f"抽取：31 个地区、九个席位、六个学科，{ROUNDS} 次取中位数；目标（10 000 人）：{aims}"
    for experts, employers in SIZES:
        steps = "，".join(f"{name} {seconds:.3f} 秒" for name, seconds in measure(experts, employers).items())
        yield f"  {experts:>6} 人、{employers} 个单位：{steps}，内存峰值 {peak_mib(experts, employers):.0f} MiB"


if __name__ == "__main__":
    print("\n".join(lines()))
