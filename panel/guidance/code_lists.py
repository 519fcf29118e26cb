"""Code lists: closed, versioned, with a Chinese and an English label per code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list; `group` is the code above it, `extra` what only this list has."""

    code: str
    zh: str
    en: str
    group: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def label(self, language: str = "zh") -> str:
        """Give the label in a language: `en` is English, anything else Chinese."""
        return self.en if language.startswith("en") else self.zh


@cache
def _document() -> dict[str, Any]:
    text = files("panel.guidance").joinpath("code_lists.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def version() -> str:
    """Give the version of the code lists, to be kept with what was coded by them."""
    return str(_document()["version"])


def list_names() -> tuple[str, ...]:
    """Give the names of all lists."""
    return tuple(_document()["lists"])


@cache
def codes(list_name: str) -> tuple[Code, ...]:
    """Give the entries of a list in its order; an unknown list is a KeyError."""
    known = {"code", "zh", "en", "group"}
    return tuple(
        Code(
            entry["code"],
            entry["zh"],
            entry["en"],
            entry.get("group"),
            MappingProxyType({key: value for key, value in entry.items() if key not in known}),
        )
        for entry in _document()["lists"][list_name]["entries"]
    )


def codes_in(list_name: str, group: str) -> tuple[Code, ...]:
    """Give the entries of a list that belong to one group."""
    return tuple(code for code in codes(list_name) if code.group == group)


@cache
def _by_code(list_name: str) -> dict[str, Code]:
    return {code.code: code for code in codes(list_name)}


def get_code(list_name: str, code: str | int) -> Code:
    """Give one entry; an unknown list or code is a KeyError."""
    return _by_code(list_name)[str(code)]


def is_code(list_name: str, code: str | int) -> bool:
    """Tell whether a list has a code."""
    return str(code) in _by_code(list_name)


def label(list_name: str, code: str | int, language: str = "zh") -> str:
    """Give the label of a code in a language; an unknown list or code is a KeyError."""
    return get_code(list_name, code).label(language)


def find_code(list_name: str, zh: str, *, group: str | None = None) -> str | None:
    """Find the code that bears a Chinese label, for texts that carry labels instead of codes."""
    found = (code.code for code in codes(list_name) if code.zh == zh and group in {None, code.group})
    return next(found, None)
