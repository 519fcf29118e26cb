"""Reading what people type: clean text, dates and times in the ways they are written here."""

import re
import unicodedata
from datetime import date, datetime

from panel.kernel.clock import from_beijing

FIRST_YEAR, LAST_YEAR = 1900, 2199
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
TIME = re.compile(r"(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*:\s*\d{1,2}(?:\.\d+)?)?\s*分?")
# Controls but for the line break and the tab, halves of pairs, signs that are none, and the marks that turn
# the direction of writing, which make a name read as another one.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def has_forbidden(text: str) -> bool:
    """Tell whether a text holds a character that has no place in a record."""
    return FORBIDDEN.search(text) is not None


def without_forbidden(text: str) -> str:
    """Give a text without the characters that have no place in a record."""
    return FORBIDDEN.sub("", text)


def clean(text: str) -> str:
    """Write a text as NFC with plain line ends and without blanks at the ends of its lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def plain(text: str) -> str:
    """Write digits and signs in their half-width form."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(typed: str) -> date | None:
    """Read 2025-06-15, 2025/6/15 or 2025年6月15日; None when it is no day of our years."""
    if not (match := DATE.fullmatch(typed)):
        return None
    year, month, day = map(int, match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_instant(typed: str) -> datetime | None:
    """Read a day and time as Beijing time and give it in UTC; None when it is none."""
    if not (day := DATE.match(typed)) or not (on := read_date(day.group())):
        return None
    if not (time := TIME.fullmatch(typed[day.end() :].lstrip("T "))):
        return None
    hour, minute = int(time[1]), int(time[2])
    if hour > 23 or minute > 59:
        return None
    return from_beijing(datetime(on.year, on.month, on.day, hour, minute))  # noqa: DTZ001  # read as Beijing time
