"""The mark that ties code to the clause it enforces."""

from collections.abc import Callable
from typing import TypeVar

Decorated = TypeVar("Decorated", bound=Callable[..., object] | type)


def cites(*clauses: str) -> Callable[[Decorated], Decorated]:
    """Mark a function or class as enforcing clauses of `clauses.toml`.

    A clause is written without its `R-`: `2.4.2-g`; derived rules are `D-05`, readings `A-09`,
    separations of duty `S-03`. The rulebook finds the marks by reading the source.
    """

    def mark(target: Decorated) -> Decorated:
        target.__cites__ = clauses  # type: ignore[union-attr]  # functions and classes take attributes
        return target

    return mark
