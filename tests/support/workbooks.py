"""Workbooks as people send them: rows to import by the template's headings, and files that are not what they say."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import openpyxl

from panel.roster.import_facts import BY_KEY, COLUMNS, SHEET

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
HEADINGS = [column.heading for column in COLUMNS]
PERSON: Mapping[str, Any] = {
    "name": "新同志", "gender": "女", "birth_year": 1980, "employer": "示范轻工大学（示例）", "post": "系主任",
    "title": "教授", "main_discipline": "酿酒工程", "region": "湖南省", "phone": "13900000001",
    "email": "new@example.org", "committee": "C-430",
}  # fmt: skip


def person(number: int | str = "", **changes: Any) -> dict[str, Any]:
    """Give an invented person who may enter; a number makes the name another one."""
    return {**PERSON, "name": f"新同志{number}", **changes}


def workbook(
    rows: Iterable[Mapping[str, Any]], *, headings: Sequence[str] = HEADINGS, sheet: str = SHEET,
    change: Callable[[Any, Any], None] | None = None,
) -> bytes:  # fmt: skip
    """Make a workbook of rows by the keys of the columns; `change` may spoil the book and its sheet."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = sheet
    page.append(list(headings))
    for row in rows:
        by_heading = {BY_KEY[key].heading: value for key, value in row.items()}
        page.append([by_heading.get(heading) for heading in headings])
    if change is not None:
        change(book, page)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def many(count: int, *, employers: int = 2000) -> bytes:
    """Make a workbook of many new persons as a spreadsheet does: each text once, the cells by its number."""
    texts: dict[str, int] = {}
    lines = [_line(1, HEADINGS, texts)]
    for number in range(count):
        values = person(number, employer=f"示范单位{number % employers}（虚构）", email=f"p{number}@example.org")
        lines.append(_line(number + 2, [values.get(column.key) for column in COLUMNS], texts))
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            return part.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
        if name == "[Content_Types].xml":
            kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
            return part.replace(b"</Types>", kind.encode())
        return parts[name].encode() if name in parts else part

    return rezipped(workbook([]), change, {"xl/sharedStrings.xml": parts["xl/sharedStrings.xml"].encode()})


def _line(number: int, values: Iterable[Any], texts: dict[str, int]) -> str:
    cells = []
    for place, value in enumerate(values, 1):
        where = f"{openpyxl.utils.get_column_letter(place)}{number}"
        if isinstance(value, str):
            cells.append(f'<c r="{where}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{where}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(heading: str, row: int) -> str:
    """Give the place of a cell in a workbook with all headings, such as `B2`."""
    return f"{openpyxl.utils.get_column_letter(HEADINGS.index(heading) + 1)}{row}"


def rezipped(
    content: bytes, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] | None = None
) -> bytes:
    """Pack a workbook anew with its parts changed: `change` gives a part's new bytes, or None to leave it out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return file.getvalue()


def unpacked(content: bytes) -> str:
    """Give all that a workbook's parts say, or a page as it is."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def rows_of(content: bytes, sheet: str = SHEET) -> list[dict[str, Any]]:
    """Read a workbook of ours back: a mapping per row, by the keys of the columns."""
    page: Any = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    lines = list(page.iter_rows(values_only=True))
    keys = [{column.heading: column.key for column in COLUMNS}[str(text).rstrip("*")] for text in lines[0]]
    return [dict(zip(keys, line, strict=True)) for line in lines[1:]]
