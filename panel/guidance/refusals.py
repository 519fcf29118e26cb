"""The words of refusals: one catalogue, a sentence per code and language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from panel.guidance.clauses import get_clause


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue as it is written; `room` is the file it stands in."""

    code: str
    room: str
    zh: str
    en: str
    clause: str | None = None
    todo_zh: str = ""
    todo_en: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal put into words: what is wrong, what to do about it, and the clause it rests on."""

    text: str
    todo: str
    clause: str | None

    @property
    def citation(self) -> str:
        """Give the clause as a reader looks it up, place and number; empty when it rests on none."""
        if self.clause is None:
            return ""
        found = get_clause(self.clause)
        return f"{found.path}（{found.number}）"


class _Readable(Formatter):
    """Fill placeholders, and leave one readable that no fact fills."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Give the fact of a placeholder, or its name in braces when the fact is missing."""
        try:
            found = super().get_field(field_name, args, kwargs)
        except (KeyError, IndexError, AttributeError):
            return "{" + field_name + "}", field_name
        return found

    def format_field(self, value: object, format_spec: str) -> str:
        """Format a value; one that does not suit its format is shown as it is."""
        try:
            return str(super().format_field(value, format_spec))
        except (TypeError, ValueError):
            return str(value)


@cache
def catalogue() -> dict[str, Entry]:
    """Give every code of every room; a code that stands twice is a ValueError."""
    found: dict[str, Entry] = {}
    folder = files("panel.guidance").joinpath("refusals")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"{code} stands in {found[code].room} and in {file.name}")
            found[code] = Entry(code=code, room=file.name.removesuffix(".toml"), **words)
    return found


def sentence(code: str, language: str = "zh", /, **facts: object) -> Refusal:
    """Put a code and its facts into a language; an unknown code is a KeyError, a missing fact is not.

    Anything but `en` is Chinese.
    """
    entry = catalogue()[code]
    text, todo = (entry.en, entry.todo_en) if language.startswith("en") else (entry.zh, entry.todo_zh)
    return Refusal(_filled(text, facts), _filled(todo, facts), entry.clause)


def _filled(text: str, facts: dict[str, object]) -> str:
    return _Readable().vformat(text, (), facts)
