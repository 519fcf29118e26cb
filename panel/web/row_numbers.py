"""Numbers of rows, as they come in addresses and forms: none is larger than the database can hold."""

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest number a column of whole numbers holds on every database of ours."""


class RowNumberConverter(IntegerConverter):
    """The part `<int:…>` of an address; a number that no row can have leads to no page."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  # the base class names it
        """Bound the number where the address does not do so itself."""
        super().__init__(map, *args, **{"max": LARGEST} | kwargs)


def init_row_numbers(app: Flask) -> None:
    """Bound the numbers in every address; before the first address is added."""
    app.url_map.converters["int"] = RowNumberConverter


def row_number(text: str | None) -> int | None:
    """Read a row's number; anything that cannot be one is None."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def asked_number(name: str) -> int | None:
    """Read a row's number from the address's query; anything that cannot be one is None."""
    return row_number(request.args.get(name))
