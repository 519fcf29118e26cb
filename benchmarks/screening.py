"""`python -m benchmarks.screening`: how long the screening of a roster takes, and how it grows."""

import statistics
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date

from panel.matters.number_rules import CREDIT_SIGNS, is_unified_code
from panel.recusal.facts import Background, Member, Party, PartyKind, Source, Synonym, Tie
from panel.recusal.match_rules import Links, PartyIndex
from panel.recusal.rules import screen

PARTIES, EMPLOYERS, ROUNDS = 40, 2_000, 5
SIZES = (1_000, 10_000, 50_000)
SIGNS = "恒瑞华盛金泰鼎源达远润禾信宏佳川安康"
CITIES = ("北京", "上海", "广州", "成都", "杭州", "武汉", "西安", "青岛", "长沙", "沈阳")
TRADES = ("酒业", "乳业", "食品", "电器", "纺织", "玩具", "机械", "医药", "化工", "家具")


def _code(number: int) -> str:
    head = f"91990000MA{number:07d}"
    return next(head + sign for sign in CREDIT_SIGNS if is_unified_code(head + sign))


def _name(number: int) -> str:
    brand = SIGNS[number % 18] + SIGNS[(number // 18) % 18] + SIGNS[(number // 324) % 18]
    return f"{CITIES[number % 10]}{brand}{TRADES[(number // 10) % 10]}有限公司"


def _employers() -> list[tuple[str, str]]:
    return [(_name(number), _code(number) if number % 2 else "") for number in range(EMPLOYERS)]


def _people(number: int) -> Iterator[Background]:
    """Give experts with a present employer, two earlier ones and, every tenth, a declared interest."""
    bodies = _employers()
    for place in range(number):
        own = bodies[place % EMPLOYERS]
        earlier = [bodies[(place * step + step) % EMPLOYERS] for step in (7, 13)]
        ties = [Tie(Source.EMPLOYER, *own)]
        ties += [Tie(Source.HISTORY, *body, until=date(2020 + place % 6, 6, 30)) for body in earlier]
        if place % 10 == 0:
            ties.append(Tie(Source.INTEREST, *bodies[(place * 3) % EMPLOYERS], kind="project"))
        yield Background(place, f"ZJ-{place:05d}", "某某", tuple(ties))


def _parties() -> tuple[list[Party], Links]:
    bodies = _employers()
    parties = [Party(PartyKind.PRODUCER, *bodies[number * 37 % EMPLOYERS]) for number in range(PARTIES)]
    synonyms = [Synonym(party.name, f"老{party.name[2:]}", party.unified_code) for party in parties]
    members = [Member(number, *bodies[number * 11 % EMPLOYERS]) for number in range(PARTIES)]
    return parties, Links(synonyms, members)


def measure(number: int) -> tuple[float, int]:
    """Screen so many experts several times; gives the median in seconds and the hits."""
    people = list(_people(number))
    parties, links = _parties()
    taken, hits = [], 0
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        hits = len(screen(people, PartyIndex(parties, links), date(2023, 3, 2)))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), hits


def peak_mib(number: int) -> float:
    """Give the most memory that a screening takes beside the roster itself, in MiB."""
    people = list(_people(number))
    parties, links = _parties()
    tracemalloc.start()
    screen(people, PartyIndex(parties, links), date(2023, 3, 2))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def lines() -> Iterator[str]:
    """Give the result line by line."""
    yield f"回避审查：{PARTIES} 个当事单位、{EMPLOYERS} 个任职单位，{ROUNDS} 次取中位数；目标：10 000 人 2 秒以内"
    for number in SIZES:
        seconds, hits = measure(number)
        yield f"  {number:>6} 人 {seconds:6.3f} 秒，命中 {hits} 项，内存峰值 {peak_mib(number):.1f} MiB"


if __name__ == "__main__":
    print("\n".join(lines()))
