"""A small table typed as text: one row per line, its columns parted by a stroke."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from panel.web.fields import LongTextField, Validator

STROKE = re.compile(r"[|｜\t]")
LONGEST = 4000


class LinesField(LongTextField):
    """Several rows of a few columns; `rows_given` is the table, short rows filled up with empty texts."""

    def __init__(
        self,
        label: Any = "",
        validators: Sequence[Validator] = (),
        *,
        columns: int = 1,
        least: int = 1,
        most_rows: int = 40,
        **kwargs: Any,
    ) -> None:
        """Take the number of columns, how many of them every row must have, and how many rows at most."""
        kwargs.setdefault("max_length", 0)  # rows are counted, not characters
        super().__init__(label, validators, **kwargs)
        self.columns = columns
        self.least = least
        self.most_rows = most_rows

    @property
    def rows_given(self) -> list[tuple[str, ...]]:
        """Give the rows as typed, each with all its columns."""
        return [_cells(line, self.columns) for line in str(self.data or "").split("\n") if line.strip()]

    def complaints(self, typed: str) -> list[str]:
        """Say which row has too few or too many columns."""
        found: list[str] = super().complaints(typed)
        lines = [line for line in str(self.data or "").split("\n") if line.strip()]
        if len(str(self.data or "")) > LONGEST:
            found.append(_("“%(label)s”不能超过 %(count)s 字", label=self.bare_label, count=LONGEST))
        if len(lines) > self.most_rows:
            found.append(_("“%(label)s”最多 %(count)s 行", label=self.bare_label, count=self.most_rows))
        for number, line in enumerate(lines, 1):
            given = [cell.strip() for cell in STROKE.split(line)]
            if len(given) > self.columns or not all(given[: self.least]) or len(given) < self.least:
                found.append(_("“%(label)s”第 %(row)s 行须有 %(least)s 至 %(most)s 栏，以“|”分隔",
                               label=self.bare_label, row=number, least=self.least, most=self.columns))  # fmt: skip
        return found


def _cells(line: str, columns: int) -> tuple[str, ...]:
    given = [cell.strip() for cell in STROKE.split(line)][:columns]
    return tuple(given + [""] * (columns - len(given)))


def as_lines(rows: Sequence[Sequence[object]]) -> str:
    """Write a table the way it is typed, for a form filled in beforehand."""
    return "\n".join(" | ".join(str(cell or "") for cell in row).rstrip(" |") for row in rows)
