"""Lists in pages: a page's number is read from the address, and a wrong one is the nearest there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

Item = TypeVar("Item")

PAGE_ARGUMENT = "page"
PER_PAGE = 20
MOST_PAGES = 100_000
OURS = frozenset({PAGE_ARGUMENT, "endpoint"})  # `endpoint` and `_…` are arguments of url_for itself


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: its items, its number from 1, how many pages and items there are."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """Give the place of the page's first item in the list, from 1; 0 in an empty list."""
        if self.number == self.pages:
            return self.total - len(self.items) + 1 if self.total else 0
        return (self.number - 1) * len(self.items) + 1

    @property
    def links(self) -> list[int | None]:
        """Give the page numbers to show: the ends, the neighbours, and None for a gap."""
        near = {1, self.pages, self.number - 1, self.number, self.number + 1}
        shown: list[int | None] = []
        for number in sorted(number for number in near if 1 <= number <= self.pages):
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_number() -> int:
    """Read the page asked for; anything that is no number from 1 is the first page."""
    asked = request.args.get(PAGE_ARGUMENT, "")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def offset_and_limit(total: int, per_page: int = PER_PAGE) -> tuple[int, int]:
    """Give what a query needs for the page asked for, the last page when that is past the end."""
    pages = max(1, -(-total // per_page))
    return (min(page_number(), pages) - 1) * per_page, per_page


def page_of(items: Iterable[Item], total: int, per_page: int = PER_PAGE) -> Page[Item]:
    """Make the page asked for from the items that a query found for it."""
    pages = max(1, -(-total // per_page))
    return Page(tuple(items), min(page_number(), pages), pages, total)


def paginate(everything: Sequence[Item], per_page: int = PER_PAGE) -> Page[Item]:
    """Cut the page asked for out of a list that is in memory."""
    offset, limit = offset_and_limit(len(everything), per_page)
    return page_of(everything[offset : offset + limit], len(everything), per_page)


def page_url(number: int) -> str:
    """Give the address of another page of the list shown, with the filters kept."""
    kept = {name: values for name, values in request.args.lists() if not name.startswith("_") and name not in OURS}
    return url_for(request.endpoint or "", **{**kept, **(request.view_args or {}), PAGE_ARGUMENT: number})
