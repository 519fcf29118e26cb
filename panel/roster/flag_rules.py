"""What of an expert counts for rules that no network of seats expresses: a senior title, a post in the system."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from panel.accounts.facts import OrgFacts, OrgKind
from panel.guidance import cites
from panel.roster.rules import bare_name

SENIOR = re.compile(
    r"^(?:正高级|教授级|研究员级|高级(?!工$|技工$|技师$))"
    r"|^副?教授$|^副?研究员$|^(?:特聘|讲席)教授$|^副?主任[医药护技法]|^[一二]级(?:律师|公证员)$|^律师\([一二]级\)$"
)
NOTE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
SHORTEST_HEAD = 5
"""A shorter name, such as 标准委, begins the names of bodies outside too; it counts only as a whole."""


@cites("4.1.1-c")
@lru_cache(maxsize=4096)
def is_senior_title(title: str) -> bool:
    """正高级和副高级职称计为高级职称，中级和工人技术等级不计。

    By the words of the title, since a register that was carried over may hold titles outside the code list:
    professors, research fellows and chief physicians with their deputies, and whatever is called 高级.
    """
    return SENIOR.search(unicodedata.normalize("NFKC", title).strip()) is not None


def _bare(name: str) -> str:
    """Give a name without what stands in brackets; NFKC first, so that every kind of bracket is one."""
    return bare_name(NOTE.sub("", unicodedata.normalize("NFKC", name)))


class SystemBodies:
    """The administrative bodies of the system and what bears their name; testing institutions are none of them."""

    def __init__(self, organisations: Iterable[OrgFacts]) -> None:
        """Take the organisation tree."""
        inside = {_bare(org.name) for org in organisations if org.kind is not OrgKind.INSTITUTION} - {""}
        self._names = frozenset(inside)
        self._heads = tuple(sorted(name for name in inside if len(name) >= SHORTEST_HEAD))
        self._known: dict[str, bool] = {}

    @cites("D-17")
    def __contains__(self, employer: str) -> bool:
        """任职于组织机构树中的行政机关、委管单位，或者名称以其全称开头的内设、直属单位的，为系统内专家。

        The tree has no credit codes, so names decide. A designated testing institution is managed by a bureau but is
        not thereby part of it; one that is bears the bureau's name.
        """
        if employer not in self._known:
            bare = _bare(employer)
            self._known[employer] = bool(bare) and (bare in self._names or bare.startswith(self._heads))
        return self._known[employer]
