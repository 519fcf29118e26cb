"""Read one sheet of an xlsx file, in a process of its own with limits: a program, not a shelf.

    python -I workbook.py ROWS SHEET < FILE.xlsx

Writes one JSON value per line: `{"sheet", "rows", "unread", "hidden_rows", "is_1904"}` first, then
`[row number, cells]` for each row that holds something, and `{"end": true}`; or, at any place, `{"refused": CODE,
"facts"}`. A cell is null, a text, a number, `{"date": "2026-03-01"}`, `{"flag": true}`, `{"formula": "=A1"}`
or `{"error": "#N/A"}`. No cached result of a formula is ever given.

It imports nothing of ours, so that it starts at once and stands on the standard library and openpyxl alone.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from xml.parsers import expat

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 120
COLUMNS_MOST = 60
NAMED_MOST = 12
CHUNK = 1 << 20
HIDDEN = {"1", "true"}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Refused(Exception):  # noqa: N818  # it is an answer, not a failure
    """What stands against the file: a code of the catalogue of refusals, and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Structure:
    """What the XML of a sheet says beside its values: merged cells, hidden rows and columns, how many rows."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.rows = 0
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []

    def note(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.rows += 1
            if attributes.get("hidden") in HIDDEN:
                self.hidden_rows.append(int(attributes.get("r", self.rows)))
        elif kind == "mergeCell":
            self.merged.append(attributes.get("ref", "?"))
        elif kind == "col" and attributes.get("hidden") in HIDDEN:
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))


def refuse_definitions(*_arguments: Any) -> None:
    """Stop at a document type: no office file has one, and entities can be made to grow without end."""
    raise Refused("IMPORT_XML_DEFINITIONS")


def parse(file: Any, structure: Structure | None) -> None:
    """Run through an XML part; without a structure to fill, its head is enough."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.EntityDeclHandler = refuse_definitions
    if structure is not None:
        parser.StartElementHandler = structure.note
    while part := file.read(CHUNK):
        parser.Parse(part, False)
        if structure is None:
            return
    parser.Parse(b"", True)


def check_parts(archive: zipfile.ZipFile) -> None:
    """Look into the head of every XML part, before any library does."""
    for member in archive.namelist():
        if member.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as file:
                parse(file, None)


def choose_sheet(book: Any, wanted: str) -> tuple[Any, list[str]]:
    """Give the sheet to read and the names of those that are not: the one of our name, or the only visible one."""
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in sheets if sheet.title.strip() == wanted]
    if named and named[0] not in visible:
        raise Refused("IMPORT_SHEET_HIDDEN", sheet=wanted)
    chosen = (named or visible[:1] if len(visible) == 1 else named)[:1]
    if not chosen:
        raise Refused("IMPORT_SHEET_MISSING", sheet=wanted, found="、".join(sheet.title for sheet in visible) or "—")
    return chosen[0], [sheet.title for sheet in book.worksheets if sheet is not chosen[0]]


def structure_of(archive: zipfile.ZipFile, sheet: Any) -> Structure:
    """Read what the chosen sheet's XML says beside its values, and refuse what cannot be read row by row."""
    found = Structure()
    with archive.open(sheet._worksheet_path.lstrip("/")) as file:
        parse(file, found)
    if found.merged:
        raise Refused("IMPORT_MERGED_CELLS", cells="、".join(found.merged[:NAMED_MOST]), count=len(found.merged))
    return found


def refuse_hidden_columns(structure: Structure, width: int) -> None:
    """Refuse hidden columns under a heading: nobody would see what is taken from them."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # the library is loaded within the limits

    hidden = [
        get_column_letter(number)
        for first, last in structure.hidden_columns
        for number in range(first, min(last, width) + 1)
    ]
    if hidden:
        raise Refused("IMPORT_HIDDEN_COLUMNS", columns="、".join(hidden[:NAMED_MOST]))


def value_of(cell: Any) -> Any:
    """Give a cell as JSON."""
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return {"formula": str(getattr(value, "text", value))}
    if kind == "e" or isinstance(value, time | timedelta):
        return {"error": str(value)}
    if isinstance(value, bool):
        return {"flag": value}
    if isinstance(value, datetime | date):
        return {"date": value.strftime("%Y-%m-%d")}
    return value


def rows_of(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Give each row that holds something, with its number, cut to the columns that can matter."""
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST), 1):
        cells = [value_of(cell) for cell in row]
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if cells:
            yield number, cells


def read(content: bytes, most_rows: int, wanted: str, out: Any) -> None:
    """Read a workbook and write what is in it; the first row with content counts as the headings."""
    import openpyxl  # noqa: PLC0415  # the library is loaded within the limits
    from openpyxl.utils.datetime import CALENDAR_MAC_1904  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_parts(archive)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet, unread = choose_sheet(book, wanted)
        structure = structure_of(archive, sheet)
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    head = {
        "sheet": sheet.title, "rows": structure.rows, "unread": unread, "hidden_rows": structure.hidden_rows,
        "is_1904": book.epoch == CALENDAR_MAC_1904,
    }  # fmt: skip
    tell(out, head)
    for count, (number, cells) in enumerate(rows_of(sheet)):
        if count == 0:
            refuse_hidden_columns(structure, len(cells))
        if count > most_rows:
            raise Refused("IMPORT_TOO_MANY_ROWS", most=most_rows)
        tell(out, [number, cells])
    tell(out, {"end": True})


def tell(out: Any, value: Any) -> None:
    """Write one line."""
    out.write(json.dumps(value, ensure_ascii=True, allow_nan=False) + "\n")


def run(source: BinaryIO, out: Any, most_rows: int, wanted: str) -> None:
    """Read under the limits, and put every end into one line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    content = source.read()
    try:
        read(content, most_rows, wanted, out)
    except Refused as refused:
        tell(out, {"refused": refused.code, "facts": refused.facts})
    except MemoryError:
        tell(out, {"refused": "IMPORT_TOO_HEAVY", "facts": {}})
    except Exception as error:  # a library fails in many ways on a made file; all mean that it cannot be read
        tell(out, {"refused": "IMPORT_UNREADABLE", "facts": {}})
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201  # this is a program


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout, int(sys.argv[1]), sys.argv[2])
