"""Telling from two names whether they mean one body."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from panel.guidance import cites
from panel.recusal.facts import Grade
from panel.recusal.name_facts import (
    BRACKET_NOTES,
    FORMS,
    GENERIC_WORDS,
    LATIN_FORMS,
    LATIN_STOP,
    PROVINCE_OF,
    REGION_SUFFIXES,
    TRADE_WORDS,
    UNIT_WORDS,
    BodyName,
)

BRACKETS = re.compile(r"[(\[{【〔〈《<]([^()\[\]{}【】〔〕〈〉《》<>]*)[)\]}】〕〉》>]")
NOISE = re.compile(r"[\W_]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORDS = re.compile(r"[a-z0-9]+")
PARTS = re.compile(r"[,、;/\s]+")
BRANCH = re.compile(r"^(.+?公司).*分公司$")
NAMED_REGION = re.compile(r"^([\u3400-\u9fff]{2})(?:省|市(?!场|政|民)|县)")
LONGEST_REGION = max(map(len, PROVINCE_OF))
SHORTEST_CORE = 2
SHORTEST_BASE = 3
SHORTEST_WHOLE = 4


@cites("D-01", "S-10")
@lru_cache(maxsize=65536)
def take_apart(name: str) -> BodyName:
    """比对名称时统一全角半角，略去空格、标点和公司形式，把地区单独列出。

    A region counts wherever it stands: before the name or in brackets, with or without 省 and 市.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text, regions = _without_brackets(text)
    if not CHINESE.search(text):
        words = _latin_words(text)
        return BodyName("".join(words), "".join(words), frozenset(regions), words)
    whole = NOISE.sub("", text)
    branch = BRANCH.match(whole)
    core, found = _without_region(_without_form(branch[1] if branch else whole))
    return BodyName(whole, core, frozenset({*regions, *found}), is_branch=branch is not None)


def _without_brackets(text: str) -> tuple[str, set[str]]:
    """Take regions and notes out of brackets; anything else in them stays part of the name."""
    regions: set[str] = set()

    def kept(match: re.Match[str]) -> str:
        rest = []
        for part in filter(None, PARTS.split(match[1])):
            region = region_of(part)
            if region is not None:
                regions.add(region)
            elif part not in BRACKET_NOTES:
                rest.append(part)
        return "".join(rest)

    return BRACKETS.sub(kept, text), regions


def region_of(text: str) -> str | None:
    """写明地区的通用简称；不是地区的不作地区处理。

    `四川省`, `成都市` and `成都` are regions; a longer word that begins with one is not.
    """
    if text in PROVINCE_OF:
        return text
    for suffix in REGION_SUFFIXES:
        if text.endswith(suffix) and text.removesuffix(suffix) in PROVINCE_OF:
            return text.removesuffix(suffix)
    return None


def _without_form(text: str) -> str:
    """Take the form of a company off the end, and a second one behind it, such as 集团 before 有限公司."""
    for _twice in range(2):
        form = next((form for form in FORMS if text.endswith(form) and len(text) - len(form) >= SHORTEST_CORE), "")
        text = text.removesuffix(form)
    return text


def _without_region(text: str) -> tuple[str, set[str]]:
    """Take regions off the head, as long as a name is left."""
    regions: set[str] = set()
    while (cut := _region_ahead(text)) is not None and len(text) - cut[1] >= SHORTEST_CORE:
        regions.add(cut[0])
        text = text[cut[1] :]
    return text, regions


def _region_ahead(text: str) -> tuple[str, int] | None:
    """Give the region a name begins with and how many signs it takes."""
    for length in range(LONGEST_REGION, 1, -1):
        if text[:length] in PROVINCE_OF:
            rest = text[length:]
            suffix = next((one for one in REGION_SUFFIXES if rest.startswith(one)), "")
            return text[:length], length + len(suffix)
    named = NAMED_REGION.match(text)
    return (named[1], named.end()) if named else None


def _latin_words(text: str) -> tuple[str, ...]:
    """Give the words of a foreign name without articles and forms; `S.A.` is one word."""
    bare = re.sub(r"\b([a-z])\.", r"\1", text)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", bare) if not unicodedata.combining(sign))
    words = tuple(WORDS.findall(plain))
    return tuple(word for word in words if word not in LATIN_STOP | LATIN_FORMS) or words


@cites("D-01", "S-10")
def compare(one: BodyName, other: BodyName) -> Grade | None:
    """名称完全相同、规范化后相同或者相近的，分别写明；地区不同的不是同一单位。

    Gives `SAME_NAME`, `NORMALISED`, `NEAR` or None. A region that only one name states leaves them near; one
    character that differs in the name itself makes another firm, since that is how firms are told apart.
    """
    if not one.core or not other.core:
        return None
    if one.whole == other.whole and one.regions == other.regions:
        return Grade.SAME_NAME
    if one.words and other.words:
        return Grade.NEAR if are_abbreviated(one.words, other.words) else None
    if not _regions_fit(one, other):
        return None
    if one.core == other.core:
        return _grade_of_regions(one, other)
    return Grade.NEAR if _is_extended(one, other) or _is_extended(other, one) else None


def _grade_of_regions(one: BodyName, other: BodyName) -> Grade | None:
    """Judge two names of one core: sure where the regions agree, near where one tells more than the other."""
    if one.regions == other.regions:
        return Grade.NORMALISED
    return None if is_generic(one.core) else Grade.NEAR


def _regions_fit(one: BodyName, other: BodyName) -> bool:
    """Ask whether one name's regions hold the other's: a city lies in its province, no region fits any."""
    first, second = _widened(one.regions), _widened(other.regions)
    return first <= second or second <= first


def _widened(regions: frozenset[str]) -> frozenset[str]:
    return frozenset({*regions, *(PROVINCE_OF.get(region, region) for region in regions)})


def _is_extended(base: BodyName, longer: BodyName) -> bool:
    """Ask whether a name is another one and a trade word or the word of a part behind it."""
    if not longer.core.startswith(base.core):
        return False
    rest = longer.core[len(base.core) :]
    is_trade = rest in TRADE_WORDS and len(base.core) >= SHORTEST_BASE and not is_generic(base.core)
    is_told_apart = len(base.core) >= SHORTEST_WHOLE and not is_generic(base.core)
    is_placed = bool(base.regions) and base.regions == longer.regions
    return is_trade or (rest.endswith(UNIT_WORDS) and (is_told_apart or is_placed))


@cites("D-01")
@lru_cache(maxsize=4096)
def is_generic(core: str) -> bool:
    """只由“大学”“检验”“研究院”一类通用词组成的名称，没有地区就不能区分单位。"""
    for word in GENERIC_WORDS:
        core = core.replace(word, "")
    return len(core) < SHORTEST_CORE


@cites("D-01")
def are_abbreviated(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """外文名称逐词相同，或者一方的词是另一方连续几个词首字母的缩写，且全部对应的，视为相近。

    `CUHK` is 'Chinese University of Hong Kong' and not 'University of Hong Kong'; `UW Madison` is
    'University of Wisconsin-Madison' and not 'University of Washington'.
    """
    if not one or not other:
        return not one and not other
    return any(are_abbreviated(one[taken:], other[given:]) for taken, given in _first_matches(one, other))


def _first_matches(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Give how many words of each the first words can stand for."""
    if one[0] == other[0]:
        yield 1, 1
    if 1 < (length := len(one[0])) <= len(other) and _initials(other[:length]) == one[0]:
        yield 1, length
    if 1 < (length := len(other[0])) <= len(one) and _initials(one[:length]) == other[0]:
        yield length, 1


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)
