"""How well names are told apart: 500 labelled pairs, 100 of them one body or one group, made here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

import pytest

from panel.matters.number_rules import CREDIT_SIGNS, is_unified_code
from panel.recusal.facts import Member, Party, PartyKind, Synonym
from panel.recusal.match_rules import Links, PartyIndex

BRANDS = [first + second for first, second in product("恒瑞华盛金泰鼎源", "达远润禾信宏佳川安康")]
TRADES = ("酒业", "乳业", "食品", "电器", "纺织", "玩具", "机械", "医药", "化工", "家具")
CITIES = ("北京", "上海", "广州", "成都", "杭州", "武汉", "西安", "青岛", "长沙", "沈阳")
FULL_WIDTH = {ord(half): chr(ord(half) + 0xFEE0) for half in "ABCDEFGHIJKLMNOPQRSTUVWXYZ()0123456789"}

HALF_WIDTH = str.maketrans("（）", "()")


def code(number: int) -> str:
    """Give a valid credit code."""
    head = f"91990000MA{number:07d}"
    return next(head + sign for sign in CREDIT_SIGNS if is_unified_code(head + sign))


@dataclass(frozen=True)
class Pair:
    kind: str
    party: tuple[str, str]
    employer: tuple[str, str]
    is_conflict: bool


def bases() -> "Iterator[Firm]":
    """Give firm after firm."""
    for number, brand in enumerate(brand for _again in range(20) for brand in BRANDS):
        yield Firm(number, brand, TRADES[(number * 7) % 10], CITIES[(number * 3) % 10])


@dataclass
class Firm:
    """A firm to make pairs of: its name, the codes and other names it can have."""

    number: int
    brand: str
    trade: str
    city: str

    def __post_init__(self) -> None:
        self.full = f"{self.city}{self.brand}{self.trade}有限公司"
        self.own, self.other = code(self.number), code(20_000 + self.number)
        self.elsewhere = CITIES[(CITIES.index(self.city) + 1) % 10]
        self.another = BRANDS[(BRANDS.index(self.brand) + 1) % len(BRANDS)]
        self.trade2 = TRADES[(TRADES.index(self.trade) + 3) % 10]
        self.former = f"国营{self.city}第{self.number}{self.trade}厂"
        self.short = f"{self.brand}{self.trade[0]}"
        self.daughter = f"{self.brand}贸易（海南）有限公司"
        self.lettered = f"A{self.number}{self.brand}{self.trade}({self.city})有限公司"

    @property
    def party(self) -> tuple[str, str]:
        return self.full, self.own


Names = tuple[tuple[str, str], tuple[str, str]]
PLANTED: tuple[tuple[str, Callable[[Firm], Names]], ...] = (
    ("renamed, same code", lambda one: (one.party, (f"{one.brand[::-1]}控股集团有限公司", one.own))),
    ("former name", lambda one: (one.party, (one.former, ""))),
    ("subsidiary, own code", lambda one: (one.party, (one.daughter.translate(HALF_WIDTH), one.other))),
    ("abbreviation", lambda one: (one.party, (one.short, ""))),
    ("region in brackets", lambda one: (one.party, (f"{one.brand}{one.trade}（{one.city}）有限责任公司", ""))),
    ("full and half width", lambda one: ((one.lettered, ""), (one.lettered.translate(FULL_WIDTH), ""))),
    ("form and blanks", lambda one: ((one.full, ""), (f" {one.city}市 {one.brand}{one.trade} 股份有限公司", ""))),
    ("foreign name", lambda one: (one.party, (f"BRAND{one.number} FOODS OF CHINA", ""))),
    ("branch", lambda one: (one.party, (f"{one.full}武汉分公司", one.other))),
    ("region left out", lambda one: (one.party, (f"{one.brand}{one.trade}有限公司", ""))),
)
STRANGERS: tuple[tuple[str, Callable[[Firm], Names]], ...] = (
    ("other city", lambda one: ((one.full, ""), (f"{one.elsewhere}{one.brand}{one.trade}有限公司", ""))),
    ("other city in brackets", lambda one: (one.party, (f"{one.brand}{one.trade}（{one.elsewhere}）有限公司", ""))),
    ("one sign differs", lambda one: ((one.full, ""), (f"{one.city}{one.another}{one.trade}有限公司", ""))),
    ("other trade", lambda one: ((one.full, ""), (f"{one.city}{one.brand}{one.trade2}有限公司", ""))),
    ("same name, other code", lambda one: (one.party, (one.full, one.other))),
    (
        "public body elsewhere",
        lambda one: ((f"{one.city}食品检验研究院", ""), (f"{one.elsewhere}食品检验研究院", "")),
    ),
    ("university elsewhere", lambda one: ((f"{one.city}理工大学", ""), ("中国理工大学", ""))),
    ("nothing shared", lambda one: (one.party, (f"{one.elsewhere}{one.another}{one.trade2}研究所", ""))),
)


def links_of(firms: Iterable[Firm]) -> Links:
    """Enter what officials would know of the firms: former names, abbreviations, foreign names, daughters."""
    synonyms: list[Synonym] = []
    members: list[Member] = []
    for one in firms:
        synonyms += [
            Synonym(one.full, one.former, one.own), Synonym(one.full, one.short),
            Synonym(one.full, f"Brand{one.number} Foods of China Co., Ltd."),
        ]  # fmt: skip
        members += [Member(one.number, one.full, one.own), Member(one.number, one.daughter, one.other)]
    return Links(synonyms, members)


def labelled() -> tuple[list[Pair], Links]:
    firms = list(islice(bases(), 500))
    pairs = []
    for place, firm in enumerate(firms):
        ways, is_conflict = (PLANTED, True) if place < 100 else (STRANGERS, False)
        kind, make = ways[place % len(ways)]
        pairs.append(Pair(kind, *make(firm), is_conflict))
    return pairs, links_of(firms[:100])


@pytest.mark.clause("D-01", "S-10")
def test_of_500_labelled_pairs_conflicts_are_found_and_few_strangers_with_them() -> None:
    pairs, links = labelled()
    found: Counter[tuple[bool, bool]] = Counter()
    wrong: Counter[str] = Counter()
    for pair in pairs:
        index = PartyIndex([Party(PartyKind.PRODUCER, *pair.party)], links)
        is_hit = bool(index.verdicts(*pair.employer))
        found[pair.is_conflict, is_hit] += 1
        if is_hit is not pair.is_conflict:
            wrong[pair.kind] += 1
    recall = found[True, True] / 100
    precision = found[True, True] / (found[True, True] + found[False, True])
    print(f"pairs {len(pairs)}, conflicts 100: recall {recall:.3f}, precision {precision:.3f}, wrong {dict(wrong)}")
    assert (len(pairs), found[True, True] + found[True, False]) == (500, 100)
    assert recall >= 0.98
    assert precision >= 0.80


@pytest.mark.clause("D-01")
def test_all_pairs_against_all_parties_at_once_stay_apart() -> None:
    pairs, links = labelled()
    conflicts = [pair for pair in pairs if pair.is_conflict]
    index = PartyIndex([Party(PartyKind.PRODUCER, *pair.party) for pair in conflicts], links)
    hits = sum(verdict.party.name == pair.party[0] for pair in conflicts for verdict in index.verdicts(*pair.employer))
    assert hits >= 98
    assert sum(bool(index.verdicts(*pair.employer)) for pair in pairs if pair.kind == "nothing shared") == 0
