"""What a cell of the roster's workbook says: from what a spreadsheet keeps to a value of the register."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from panel.guidance.code_lists import codes
from panel.roster.facts import DeclaredConflict
from panel.roster.import_facts import CLEARED, Cell, Column, Fault, Kind
from panel.roster.personal_rules import masked_phone
from panel.roster.rules import masked as masked_address

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; what comes after them is lost."""

MARK_OF_FORMULA = "="
UNTRUSTED = {
    "formula": "IMPORT_FORMULA", "error": "IMPORT_ERROR_VALUE", "flag": "IMPORT_FLAG", "date": "IMPORT_BECAME_DATE",
}  # fmt: skip
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
EARLIEST_DAY, LATEST_DAY = date(1980, 1, 1), date(2100, 12, 31)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})")
YEAR = re.compile(r"(\d{4})年?")
PHONE = re.compile(r"\+?[\d ()-]+(?:(?:转|ext\.?|x) ?\d+)?")
EMAIL = re.compile(r"[^\s@<>,;:\"']+@[^\s@<>,;:\"'.]+(?:\.[^\s@<>,;:\"'.]+)+")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
STROKE = re.compile(r"[|｜\t]")
SEPARATOR = re.compile(r"[;；\n]")
GENDERS = ("男", "女")
GROUNDS = {"任职": "employ", "持股": "share", "亲属": "kin", "竞争": "competitor", "项目": "project", "其他": "other"}
MOST_IN_TIE = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell comes to: a value, an empty one (`is_given` false), or a fault."""

    value: Any = None
    is_given: bool = False
    fault: Fault | None = None


class _Wrong(Exception):  # noqa: N818  # it is an answer, not a failure
    """A text that does not suit its column."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def half_width(text: str) -> str:
    """全角的数字和字母按半角读取，首尾空白不计。"""
    return unicodedata.normalize("NFKC", text).strip()


def cell_text(cell: Cell) -> str:
    """单元格按所存内容取文字：数字去掉科学计数和多余的小数，日期写成年月日。

    A telephone number kept as 1.3900000001E10 gives its digits again. A formula gives its own text, and an
    error its sign, so that an annotated copy shows what was there; neither is ever a value.
    """
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        (kind, value), *_rest = cell.items()
        return {True: "TRUE", False: "FALSE"}[value] if kind == "flag" else str(value)
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    return unicodedata.normalize("NFC", str(cell).replace("\r\n", "\n").replace("_x000D_", "")).strip()


def read_cell(column: Column, cell: Cell, *, is_1904: bool = False) -> Reading:
    """单元格按所在栏的要求读取；公式和错误值不读取，因为其结果不可信。"""
    if fault := _untrusted(column, cell):
        return Reading(fault=fault)
    text = cell_text(cell)
    if not text:
        return Reading()
    if text == CLEARED:
        return _cleared(column)
    if column.kind is Kind.DAY and isinstance(cell, int | float):
        text = _day_of_serial(cell, is_1904=is_1904)
    try:
        return Reading(READERS[column.kind](column, text), is_given=True)
    except _Wrong as wrong:
        return Reading(fault=Fault(column.key, wrong.code, {"heading": column.heading, **wrong.facts}))


def kept_text(column: Column, cell: Cell, *, is_1904: bool = False) -> str:
    """标注错误的副本中写出的文字：按序号保存的日期写成年月日，其余照原样。"""
    if column.kind is Kind.DAY and isinstance(cell, int | float):
        return _day_of_serial(cell, is_1904=is_1904)
    return cell_text(cell)


def _untrusted(column: Column, cell: Cell) -> Fault | None:
    """Give the fault of a cell that has no value of its own, or one that a spreadsheet has spoilt."""
    facts: dict[str, Any] = {"heading": column.heading}
    if isinstance(cell, Mapping):
        kind = next(iter(cell))
        if kind == "date" and column.kind is Kind.DAY:
            return None
        return Fault(column.key, UNTRUSTED[kind], facts)
    if isinstance(cell, str) and cell.lstrip().startswith(MARK_OF_FORMULA):
        return Fault(column.key, "IMPORT_FORMULA", facts)
    if isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS:
        return Fault(column.key, "IMPORT_DIGITS_LOST", facts)
    return None


def _cleared(column: Column) -> Reading:
    if column.is_required or column.is_fixed:
        return Reading(fault=Fault(column.key, "IMPORT_MUST_STAY", {"heading": column.heading}))
    empty: dict[Kind, Any] = {Kind.LINES: (), Kind.TIES: (), Kind.CODES: (), Kind.TEXT: ""}
    if column.kind is Kind.NUMBER:
        return Reading(fault=Fault(column.key, "IMPORT_MUST_STAY", {"heading": column.heading}))
    return Reading(empty.get(column.kind), is_given=True)


def _text(column: Column, text: str) -> str:
    if len(text) > column.limits[1]:
        raise _Wrong("IMPORT_TOO_LONG", most=column.limits[1])
    return text


def _lines(column: Column, text: str) -> tuple[str, ...]:
    found = tuple(line.strip() for line in text.split("\n") if line.strip())
    if len(found) > column.limits[1]:
        raise _Wrong("IMPORT_TOO_MANY_LINES", most=column.limits[1])
    return found


def _year(column: Column, text: str) -> int:
    match = YEAR.fullmatch(half_width(text))
    if match is None or not column.limits[0] <= int(match[1]) <= column.limits[1]:
        raise _Wrong("IMPORT_YEAR", least=column.limits[0], most=column.limits[1])
    return int(match[1])


def _number(column: Column, text: str) -> int:
    plain = half_width(text)
    if not re.fullmatch(r"\d{1,6}", plain) or not column.limits[0] <= int(plain) <= column.limits[1]:
        raise _Wrong("IMPORT_NUMBER", least=column.limits[0], most=column.limits[1])
    return int(plain)


def _code(column: Column, text: str) -> str:
    """Find a code by itself or by its Chinese label."""
    found = _codes_by_word(column.list_name).get(half_width(text))
    if found is None:
        raise _Wrong("IMPORT_NOT_ON_LIST", given=text[:40])
    return found


@cache
def _codes_by_word(list_name: str) -> Mapping[str, str]:
    words = {half_width(code.zh): code.code for code in codes(list_name)}
    return words | {code.code: code.code for code in codes(list_name)}


def _codes(column: Column, text: str) -> tuple[str, ...]:
    found = [_code(column, part.strip()) for part in SEPARATOR.split(text) if part.strip()]
    return tuple(dict.fromkeys(found))


def offered_words(list_name: str) -> tuple[str, ...]:
    """栏目的可选项，按代码表的次序。"""
    return GENDERS if list_name == "gender" else tuple(code.zh for code in codes(list_name))


def _word(column: Column, text: str) -> str:
    """Find a word of a list; the register keeps the word itself."""
    found = _words_as_kept(column.list_name).get(half_width(text))
    if found is None:
        raise _Wrong("IMPORT_NOT_ON_LIST", given=text[:40])
    return found


@cache
def _words_as_kept(list_name: str) -> Mapping[str, str]:
    return {half_width(word): word for word in offered_words(list_name)}


def _credit_code(_column: Column, text: str) -> str:
    plain = half_width(text).replace(" ", "").upper()
    if not CREDIT_CODE.fullmatch(plain):
        raise _Wrong("IMPORT_CREDIT_CODE", given=text[:40])
    return plain


def _phone(column: Column, text: str) -> str:
    plain = re.sub(r"[‐-―−]", "-", half_width(text))
    digits = sum(sign.isdigit() for sign in plain)
    if not PHONE.fullmatch(plain) or digits < column.limits[0] or len(plain) > column.limits[1]:
        raise _Wrong("IMPORT_PHONE")
    return plain


def _email(column: Column, text: str) -> str:
    plain = half_width(text)
    if not EMAIL.fullmatch(plain) or len(plain) > column.limits[1]:
        raise _Wrong("IMPORT_EMAIL")
    return plain


def _day(_column: Column, text: str) -> date:
    match = DAY.fullmatch(half_width(text).replace(" ", "") if "年" in text else half_width(text))
    if match is None:
        raise _Wrong("IMPORT_DAY", given=text[:40])
    parts = [int(part) for part in match.groups() if part]
    try:
        found = date(*parts)
    except ValueError as error:
        raise _Wrong("IMPORT_DAY", given=text[:40]) from error
    if not EARLIEST_DAY <= found <= LATEST_DAY:
        raise _Wrong("IMPORT_DAY", given=text[:40])
    return found


def _day_of_serial(number: float, *, is_1904: bool) -> str:
    """Give the day of a serial number as text; one out of reach stays a number and is refused as a day."""
    epoch = EPOCH_1904 if is_1904 else EPOCH
    if not (EARLIEST_DAY - epoch).days <= number <= (LATEST_DAY - epoch).days:
        return cell_text(number)
    return (epoch + timedelta(days=int(number))).isoformat()


def _ties(column: Column, text: str) -> tuple[DeclaredConflict, ...]:
    return tuple(dict.fromkeys(_tie(number, line) for number, line in enumerate(_lines(column, text), 1)))


def _tie(number: int, line: str) -> DeclaredConflict:
    parts = [part.strip() for part in STROKE.split(line)]
    if len(parts) < 2 or len(parts) > MOST_IN_TIE or not parts[0] or not parts[1]:
        raise _Wrong("IMPORT_TIE", line=number)
    party, ground, code, detail = (*parts, "", "")[:MOST_IN_TIE]
    known = GROUNDS | {entry.zh: entry.code for entry in codes("conflict_reasons")}
    if ground not in known:
        raise _Wrong("IMPORT_TIE_KIND", line=number, given=ground[:40], offered="、".join(GROUNDS))
    if len(party) > 120 or len(code) > 18 or len(detail) > 500:
        raise _Wrong("IMPORT_TIE", line=number)
    return DeclaredConflict(party, half_width(code) or None, known[ground], detail)


READERS: Mapping[Kind, Callable[[Column, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.YEAR: _year,
    Kind.NUMBER: _number,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.WORD: _word,
    Kind.CREDIT_CODE: _credit_code,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.DAY: _day,
    Kind.TIES: _ties,
}


# The way back: what an export says


def written(column: Column, value: Any) -> str:
    """名册中的值写成表格中的文字；再读入时得到同一个值。"""
    if value is None or value in ("", ()):
        return ""
    if column.kind is Kind.CODE:
        return _label(column.list_name, value)
    if column.kind is Kind.CODES:
        return "\n".join(_label(column.list_name, one) for one in value)
    if column.kind is Kind.TIES:
        return "\n".join(_written_tie(tie) for tie in value)
    return "\n".join(value) if column.kind is Kind.LINES else str(value)


def masked(column: Column, text: str) -> str:
    """预览和导出中，号码和邮箱隐去中间部分。"""
    if not text or not column.is_masked:
        return text
    return masked_address(text) if column.kind is Kind.EMAIL else masked_phone(text)


def _label(list_name: str, code: str) -> str:
    return next((entry.zh for entry in codes(list_name) if entry.code == code), code)


def _written_tie(tie: DeclaredConflict) -> str:
    words = {code: word for word, code in GROUNDS.items()}
    ground = words.get(tie.ground) or _label("conflict_reasons", tie.ground)
    return " | ".join((tie.party, ground, tie.unified_code or "", tie.detail)).rstrip(" |")
