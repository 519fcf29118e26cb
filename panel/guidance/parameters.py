"""Dated parameters: every threshold that no text gives, with its plan number and its days in force."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from panel.guidance.citation import cites

SHARE = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter and the day from which it holds.

    `basis` is the clause or reading it fills in; `plan` the implementation plan that set it.
    """

    name: str
    value: Any
    since: date
    basis: str
    plan: str
    zh: str
    en: str


def _exact(value: object) -> object:
    match = SHARE.fullmatch(value) if isinstance(value, str) else None
    return Fraction(int(match[1]), int(match[2])) if match else value


def read_parameters(text: str) -> dict[str, tuple[Parameter, ...]]:
    """Read a parameter file; each name leads to its values, the earliest first."""
    tables = tomllib.loads(text)["parameter"]
    return {name: tuple(_entries(name, entries)) for name, entries in tables.items()}


def _entries(name: str, entries: list[dict[str, Any]]) -> list[Parameter]:
    parameters = [
        Parameter(name, _exact(e["value"]), e["from"], e["basis"], e["plan"], e["zh"], e["en"]) for e in entries
    ]
    return sorted(parameters, key=lambda parameter: parameter.since)


def in_force(values: tuple[Parameter, ...], on: date) -> Parameter | None:
    """Give the value that holds on a day: the latest whose first day is not after it."""
    return next((value for value in reversed(values) if value.since <= on), None)


@cache
def all_parameters() -> dict[str, tuple[Parameter, ...]]:
    """Give every parameter with all its values, the earliest first."""
    return read_parameters(files("panel.guidance").joinpath("parameters.toml").read_text(encoding="utf-8"))


@cites("5.6.0-a")
def parameter(name: str, *, on: date) -> Any:
    """Give a parameter's value on a day, a share as a `Fraction`.

    An unknown name, or a day before the first value, is a KeyError.
    """
    found = in_force(all_parameters()[name], on)
    if found is None:
        raise KeyError(f"{name} has no value on {on}")
    return found.value


def list_parameters(*, on: date) -> list[Parameter]:
    """List the parameters in force on a day, in the order of the file."""
    found = (in_force(values, on) for values in all_parameters().values())
    return [each for each in found if each is not None]
