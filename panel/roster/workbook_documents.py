"""The workbooks that go out: the template, the roster in the same columns, and an import with its errors marked."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from panel.guidance.code_lists import codes
from panel.roster.cell_rules import offered_words
from panel.roster.import_facts import (
    BY_KEY,
    CLEARED,
    COLUMNS,
    HELP_SHEET,
    LISTS_SHEET,
    SHEET,
    SUMMARY_SHEET,
    Column,
    Kind,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW, ROWS_WITH_LISTS = 2, 5000
RUNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for a formula at the beginning of a cell (OWASP, CSV injection)."""

A3 = 8  # the number that ECMA-376 gives this paper
FONT = "等线"
REQUIRED = PatternFill("solid", fgColor="1F4E79")
OPTIONAL = PatternFill("solid", fgColor="5B7DA6")
WRONG = PatternFill("solid", fgColor="F8CBAD")
EXAMPLE = Font(name=FONT, italic=True, color="7F7F7F")
HEAD = Font(name=FONT, bold=True, color="FFFFFF")
PLAIN = Font(name=FONT)
BOLD = Font(name=FONT, bold=True)
WRAP = Alignment(vertical="top", wrap_text=True)
TOP = Alignment(vertical="top")
CENTRE = Alignment(vertical="center", horizontal="center", wrap_text=True)
WITHOUT_ERRORS = "没有错误"


@dataclass(frozen=True, slots=True)
class Marked:
    """A row to give back: its number and texts, and what is wrong by column; an empty key stands for the row."""

    number: int
    texts: Mapping[str, str]
    wrong: Sequence[tuple[str, str]] = ()


def template(committees: Sequence[str], bodies: Sequence[str]) -> bytes:
    """Make the empty workbook with lists to choose from, a page of help and an example that no import reads."""
    book = _book([{column.key: column.example for column in COLUMNS}], example=True)
    _add_lists(book, {"committees": committees, "bodies": bodies})
    _add_help(book)
    return _saved(book)


def roster(rows: Iterable[Mapping[str, str]], committees: Sequence[str], bodies: Sequence[str]) -> bytes:
    """Write the roster in the columns of the template, so that what goes out can come in again."""
    book = _book(rows)
    _add_lists(book, {"committees": committees, "bodies": bodies})
    _add_help(book)
    return _saved(book)


def annotated(rows: Iterable[Marked]) -> bytes:
    """Write the rows of an import with what is wrong: cells coloured, the reason as a comment, and a list of all."""
    book = Workbook(write_only=True)
    summary: list[tuple[int, str, str, str]] = []
    listed = _page(book, SUMMARY_SHEET)
    sheet = _page(book, SHEET)
    _lay_out(sheet)
    sheet.append([_heading(sheet, column) for column in COLUMNS])
    pen = Pen(sheet)
    for place, row in enumerate(rows, FIRST_ROW):
        sheet.append(_marked_cells(pen, row))
        summary += [_summary_line(place, key, reason, row) for key, reason in row.wrong]
    _fill_summary(listed, summary)
    book.active = 0
    return _saved(book)


# Parts


def _book(rows: Iterable[Mapping[str, str]], *, example: bool = False) -> Workbook:
    book = Workbook(write_only=True)
    sheet = _page(book, SHEET)
    _lay_out(sheet)
    for column in COLUMNS:
        if column.list_name and column.kind is not Kind.CODES:
            sheet.data_validations.append(_choice_of(column))
    sheet.append([_heading(sheet, column) for column in COLUMNS])
    pen = Pen(sheet, EXAMPLE if example else PLAIN)
    for row in rows:
        sheet.append([pen.write(row.get(column.key, "")) for column in COLUMNS])
    return book


def _page(book: Workbook, name: str) -> Any:
    """Begin a sheet that prints on the width of one page."""
    sheet: Any = book.create_sheet(name)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3
    sheet.page_setup.fitToHeight = 0
    return sheet


def _lay_out(sheet: Any) -> None:
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.row_dimensions[1].height = 32
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"


def _heading(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, f"{column.heading}*" if column.is_required else column.heading)
    cell.font, cell.alignment = HEAD, CENTRE
    cell.fill = REQUIRED if column.is_required else OPTIONAL
    return cell


class Pen:
    """Writes cells that hold text and nothing that could run; a style is worked out once, since that is slow."""

    def __init__(self, sheet: Any, font: Font = PLAIN, *, wraps: bool = True) -> None:
        """Take the sheet, the font, and whether a long text goes on in the next line."""
        self._sheet = sheet
        self._alignment = WRAP if wraps else TOP
        self._styles = {
            (is_quoted, is_wrong): self._style(font, is_quoted=is_quoted, is_wrong=is_wrong)
            for is_quoted in (False, True)
            for is_wrong in (False, True)
        }

    def _style(self, font: Font, *, is_quoted: bool, is_wrong: bool) -> Any:
        cell: Any = WriteOnlyCell(self._sheet, None)
        cell.font, cell.number_format, cell.alignment = font, "@", self._alignment
        cell.quotePrefix = is_quoted
        if is_wrong:
            cell.fill = WRONG
        return cell._style

    def write(self, text: str, *, is_wrong: bool = False) -> Any:
        """Give a cell with a text, coloured if something is wrong with it."""
        cell: Any = WriteOnlyCell(self._sheet, None)
        cell._style = self._styles[text.startswith(RUNS), is_wrong]
        if text:
            cell.value = text
            cell.data_type = "s"  # openpyxl takes a leading = for a formula
        return cell


def _choice_of(column: Column) -> DataValidation:
    """Give the pull-down of a column; its words stand on the sheet of lists."""
    letter = get_column_letter(1 + [*_lists({})].index(column.list_name))
    place = get_column_letter(1 + COLUMNS.index(column))
    found = DataValidation(
        type="list", formula1=f"={LISTS_SHEET}!${letter}$2:${letter}$200", allow_blank=True, showErrorMessage=True,
        errorStyle="warning", errorTitle=column.heading, error=f"请从“{LISTS_SHEET}”表中选择{column.heading}",
    )  # fmt: skip
    found.add(f"{place}{FIRST_ROW}:{place}{ROWS_WITH_LISTS}")
    return found


def _lists(more: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give the words to choose from by list, in the order of their columns."""
    found: dict[str, Sequence[str]] = {
        "gender": offered_words("gender"),
        "expert_titles": offered_words("expert_titles"),
    }
    for name in ("disciplines", "provinces"):
        found[name] = [code.zh for code in codes(name)]
    return found | {"committees": more.get("committees", ()), "bodies": more.get("bodies", ())}


LIST_TITLES = {
    "gender": "性别", "expert_titles": "技术职称", "disciplines": "学科", "provinces": "所在地区",
    "committees": "可推荐到的委员会", "bodies": "推荐单位",
}  # fmt: skip


def _add_lists(book: Workbook, more: Mapping[str, Sequence[str]]) -> None:
    sheet = _page(book, LISTS_SHEET)
    lists = _lists(more)
    for place in range(1, len(lists) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 30
    bold, pen = Pen(sheet, BOLD, wraps=False), Pen(sheet)
    sheet.append([bold.write(LIST_TITLES[name]) for name in lists])
    for number in range(max(len(words) for words in lists.values())):
        sheet.append([pen.write(words[number] if number < len(words) else "") for words in lists.values()])


HELP = (
    f"只读取“{SHEET}”表；本表和“{LISTS_SHEET}”表不读取，可以保留。",
    "带 * 的栏新专家必须填写；栏的次序可以调整，不需要的选填栏可以删去，但不能增加或重复。",
    "编号以“示例”开头的行不读取，可以留着。",
    f"已在名册的专家：空白单元格表示不变；要清空一个选填栏，填“{CLEARED}”。",
    "已在名册的专家，推荐到、推荐单位、推荐日期不能通过导入修改。",
    "不要合并单元格，不要隐藏行或列，不要使用公式；以 = 开头的内容不接收。",
    "电话、代码等号码栏请用文本格式；超过 15 位的数字如不是文本格式，末位会丢失，系统不接收。",
    "身份号码不通过表格收发，请在专家页面单独录入。",
    "上传后先核对预览：有一处错误，整个文件都不写入；改好后重新上传。",
    "导入的新专家是以本单位名义提出的推荐，仍须审核和聘任。",
)


def _add_help(book: Workbook) -> None:
    sheet = _page(book, HELP_SHEET)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 10
    sheet.column_dimensions["C"].width = 90
    bold, pen = Pen(sheet, BOLD, wraps=False), Pen(sheet)
    sheet.append([bold.write("填写要求")])
    for number, line in enumerate(HELP, 1):
        sheet.append([pen.write(text) for text in (str(number), "", line)])
    sheet.append([])
    sheet.append([bold.write(words) for words in ("栏目", "必填", "说明")])
    for column in COLUMNS:
        required = "必填" if column.is_required else ""
        sheet.append([pen.write(text) for text in (column.heading, required, _explained(column))])


def _explained(column: Column) -> str:
    parts = [column.hint, f"从“{LISTS_SHEET}”表选择" if column.list_name and column.kind is not Kind.CODES else ""]
    if column.kind in {Kind.YEAR, Kind.NUMBER}:
        parts.append(f"{column.limits[0]} 至 {column.limits[1]}")
    elif column.kind is Kind.TEXT and not column.is_fixed:
        parts.append(f"不超过 {column.limits[1]} 字")
    return "；".join(part for part in parts if part)


# The annotated copy


def _marked_cells(pen: Pen, row: Marked) -> list[Any]:
    reasons: dict[str, list[str]] = {}
    for key, reason in row.wrong:
        reasons.setdefault(key or COLUMNS[0].key, []).append(reason)
    cells = []
    for column in COLUMNS:
        found = reasons.get(column.key)
        cell = pen.write(row.texts.get(column.key, ""), is_wrong=bool(found))
        if found:
            cell.comment = Comment("\n".join(found), SUMMARY_SHEET, height=90, width=280)
        cells.append(cell)
    return cells


def _summary_line(place: int, key: str, reason: str, row: Marked) -> tuple[int, str, str, str]:
    column = BY_KEY[key] if key else COLUMNS[0]
    reference = f"{get_column_letter(1 + COLUMNS.index(column))}{place}" if key else f"第 {place} 行"
    return row.number, reference, column.heading if key else "整行", reason


def _fill_summary(sheet: Any, lines: Sequence[tuple[int, str, str, str]]) -> None:
    for letter, width in zip("ABCD", (12, 12, 20, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    bold, pen = Pen(sheet, BOLD, wraps=False), Pen(sheet)
    sheet.append([bold.write(f"共 {len(lines)} 处错误，单元格位置指本文件“{SHEET}”表" if lines else WITHOUT_ERRORS)])
    sheet.append([])
    sheet.append([bold.write(words) for words in ("原文件行", "单元格", "栏目", "原因")])
    for number, reference, heading, reason in lines:
        sheet.append([pen.write(text) for text in (str(number), reference, heading, reason)])


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
