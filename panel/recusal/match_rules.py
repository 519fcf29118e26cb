"""Finding in a list of parties the ones that a name means, without comparing every pair."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from panel.guidance import cites
from panel.matters.number_rules import is_unified_code
from panel.recusal.facts import GRADE_ORDER, Grade, Member, Party, Synonym, Verdict
from panel.recusal.name_rules import compare, take_apart

Key = TypeVar("Key", bound=Hashable)


@cites("D-01")
def key_of(name: str) -> str:
    """写明一个名称规范化后的样子：地区和名称本身，不含公司形式。

    Two names of one key are one body as far as names can tell.
    """
    taken = take_apart(name)
    return "/".join((*sorted(taken.regions), taken.core))


@cites("D-01")
def party_key(party: Party) -> str:
    """当事单位以统一社会信用代码识别，没有代码的以规范化名称识别。"""
    return f"{party.kind}:{_code(party.unified_code) or key_of(party.name)}"


def _code(text: str) -> str:
    """Give a code that can be one; a code that fails its check digit tells nothing."""
    bare = text.strip().upper()
    return bare if is_unified_code(bare) else ""


class Links:
    """Which names and codes belong to one body, and which bodies to one group.

    Names and codes are nodes; a synonym joins its two names, and its code where one is given.
    """

    def __init__(self, synonyms: Iterable[Synonym] = (), members: Iterable[Member] = ()) -> None:
        self._above: dict[str, str] = {}
        self._joined: set[str] = set()
        for synonym in synonyms:
            self._join(f"n:{key_of(synonym.name)}", f"n:{key_of(synonym.other)}")
            if code := _code(synonym.unified_code):
                self._join(f"n:{key_of(synonym.name)}", f"c:{code}")
        self._coded = {self._top(node) for node in self._joined if node.startswith("c:")}
        groups: defaultdict[str, set[int]] = defaultdict(set)
        for member in members:
            for body in self.bodies_of(member.name, member.unified_code):
                groups[body].add(member.group_id)
        self._groups = dict(groups)

    def _top(self, node: str) -> str:
        while (above := self._above.get(node, node)) != node:
            node = above
        return node

    def _join(self, one: str, other: str) -> None:
        self._joined |= {one, other}
        self._above[self._top(one)] = self._top(other)

    def bodies_of(self, name: str, code: str) -> frozenset[str]:
        """写明一个名称和代码所指的单位；有代码的以代码为准，名称只通过登记的别名对应。

        A name that is entered for a body of another code says nothing: two firms may share it.
        """
        return self._nodes_of(name, code, is_joined_only=True)

    def _nodes_of(self, name: str, code: str, *, is_joined_only: bool) -> frozenset[str]:
        known, named = _code(code), f"n:{key_of(name)}"
        if not known:
            return frozenset({self._top(named)})
        own, told = self._top(f"c:{known}"), self._top(named)
        is_other = told in self._coded or (is_joined_only and named not in self._joined)
        return frozenset({own} if is_other else {own, told})

    def groups_of(self, name: str, code: str) -> frozenset[int]:
        """写明一个单位所属的企业集团；集团成员只登记名称的，名称相同即可。"""
        bodies = self._nodes_of(name, code, is_joined_only=False)
        return frozenset(group for body in bodies for group in self._groups.get(body, ()))


class PartyIndex:
    """The parties of a matter, found by code, by name, by synonym, by group and by likeness."""

    def __init__(self, parties: Sequence[Party], links: Links) -> None:
        self._parties, self._links = parties, links
        self._names = [take_apart(party.name) for party in parties]
        self._by_code = _listed((_code(party.unified_code), place) for place, party in enumerate(parties))
        self._by_body = _listed(
            (body, place)
            for place, party in enumerate(parties)
            for body in links.bodies_of(party.name, party.unified_code)
        )
        self._by_group = _listed(
            (group, place)
            for place, party in enumerate(parties)
            for group in links.groups_of(party.name, party.unified_code)
        )
        self._by_head = _listed((_head(taken.core), place) for place, taken in enumerate(self._names))
        self._latin = [place for place, taken in enumerate(self._names) if taken.words]
        self._seen: dict[tuple[str, str], tuple[Verdict, ...]] = {}

    @cites("D-01", "S-10")
    def verdicts(self, name: str, code: str = "") -> tuple[Verdict, ...]:
        """代码相同的确定为同一单位；代码不同的，只有登记为同一单位或者同一集团的才算；没有代码的比对名称。

        At most one verdict per party, the surest.
        """
        asked = (name, code)
        if asked not in self._seen:
            self._seen[asked] = tuple(self._find(name, code))
        return self._seen[asked]

    def _find(self, name: str, code: str) -> Iterator[Verdict]:
        found: dict[int, Grade] = {}
        for place, grade in self._graded(name, code):
            if place not in found or GRADE_ORDER[grade] < GRADE_ORDER[found[place]]:
                found[place] = grade
        for place in sorted(found):
            yield Verdict(self._parties[place], found[place])

    def _graded(self, name: str, code: str) -> Iterator[tuple[int, Grade]]:
        known = _code(code)
        yield from ((place, Grade.CERTAIN) for place in (self._by_code.get(known, ()) if known else ()))
        taken = take_apart(name)
        near = self._latin if taken.words else self._by_head.get(_head(taken.core), [])
        for place in near:
            if self._may_be_one(place, known, is_branch=taken.is_branch or self._names[place].is_branch):
                grade = compare(taken, self._names[place])
                if grade is not None:
                    yield place, grade
        for body in self._links.bodies_of(name, code):
            yield from ((place, Grade.SYNONYM) for place in self._by_body.get(body, ()))
        for group in self._links.groups_of(name, code):
            yield from ((place, Grade.GROUP) for place in self._by_group.get(group, ()))

    def _may_be_one(self, place: int, code: str, *, is_branch: bool) -> bool:
        """Ask whether names may decide: not where two different codes do, unless one is a company's branch."""
        other = _code(self._parties[place].unified_code)
        return not code or not other or code == other or is_branch


def _listed(pairs: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for key, place in pairs:
        found[key].append(place)
    return dict(found)


def _head(core: str) -> str:
    """Give the first two characters of a name: names that can be one, or a part of one, share them."""
    return core[:2]
