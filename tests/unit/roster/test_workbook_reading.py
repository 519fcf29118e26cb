"""Files that are not what they say: each is refused by a code of its own, before or while it is read."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from panel.guidance.refusals import sentence
from panel.kernel.errors import PanelError
from panel.roster.import_facts import SHEET
from panel.roster.import_jobs import Sheet, read_sheet
from panel.roster.workbook_rules import OLE, reasons_against_workbook
from tests.support.workbooks import HEADINGS, cell, many, person, rezipped, workbook

GOOD = workbook([person()])
MOST = 50_000


def read(content: bytes, most: int = MOST) -> Sheet:
    return read_sheet(content, most, lambda _done, _total: None)


def refusal_of(content: bytes, most: int = MOST) -> PanelError:
    with pytest.raises(PanelError) as refused:
        read(content, most)
    sentence(refused.value.code, "zh", **refused.value.facts)
    return refused.value


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


# Judged by the bytes, before anything is opened


def test_a_workbook_is_accepted() -> None:
    assert reasons_against_workbook("名册.XLSX", GOOD) is None


def as_encrypted(content: bytes) -> bytes:
    """Set the bit by which a zip says that its members are encrypted, in the table of contents."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]


HOSTILE: Mapping[str, tuple[str, bytes, str]] = {
    "old format": ("a.xls", OLE + b"\x00" * 600, "IMPORT_XLS"),
    "old format renamed": ("a.xlsx", OLE + b"\x00" * 600, "IMPORT_XLS"),
    "password": ("a.xlsx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "IMPORT_ENCRYPTED"),
    "zip with a password": ("a.xlsx", as_encrypted(GOOD), "IMPORT_ENCRYPTED"),
    "csv renamed": ("a.xlsx", "姓名,性别\n张三,男\n".encode("gb18030"), "IMPORT_TEXT"),
    "csv in UTF-8": ("a.xlsx", b"\xef\xbb\xbf" + "姓名,性别\n".encode(), "IMPORT_TEXT"),
    "csv in UTF-16": ("a.xlsx", "姓名\t性别\n".encode("utf-16"), "IMPORT_TEXT"),
    "page renamed": ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "IMPORT_TEXT"),
    "picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd\x00", "IMPORT_NOT_EXCEL"),
    "noise": ("a.xlsx", bytes(range(255, 100, -1)), "IMPORT_NOT_EXCEL"),
    "text document": ("a.xlsx", zipped({"word/document.xml": b"<w/>"}), "IMPORT_NOT_EXCEL"),
    "binary workbook": ("a.xlsx", zipped({"xl/workbook.bin": b"\x00"}), "IMPORT_NOT_EXCEL"),
    "cut off": ("a.xlsx", GOOD[: len(GOOD) // 2], "IMPORT_DAMAGED"),
    "macros": ("a.xlsm", zipped({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"\x00"}), "IMPORT_MACROS"),
    "macros renamed": ("a.xlsx", zipped({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"\x00"}), "IMPORT_MACROS"),
    "old macros": ("a.xlsx", zipped({"xl/workbook.xml": b"<w/>", "xl/macrosheets/sheet1.xml": b""}), "IMPORT_MACROS"),
    "other suffix": ("a.xlsm", GOOD, "IMPORT_SUFFIX"),
    "zip bomb": ("a.xlsx", zipped({"xl/workbook.xml": b"<w/>", "xl/a.xml": b"0" * 3_000_000}), "IMPORT_ZIP_BOMB"),
    "many members": ("a.xlsx", zipped({f"xl/{n}.xml": b"" for n in range(2001)}), "IMPORT_ZIP_BOMB"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.clause("3.5.0-c")
def test_a_file_that_is_no_plain_workbook_is_refused_before_it_is_opened(kind: str) -> None:
    name, content, code = HOSTILE[kind]
    assert reasons_against_workbook(name, content) == code
    assert sentence(code, "zh", name=name).text


def test_what_unpacks_to_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panel.roster.workbook_rules.MOST_UNPACKED", 1000)
    assert reasons_against_workbook("a.xlsx", GOOD) == "IMPORT_ZIP_BOMB"


def test_a_small_part_may_be_packed_well() -> None:
    assert reasons_against_workbook("a.xlsx", zipped({"xl/workbook.xml": b" " * 900_000})) is None


# While reading


def test_the_rows_are_read_with_their_numbers_and_kinds() -> None:
    sheet = read(workbook([person(birth_year=1980.0, workload_limit=8), {}, person(2)]))
    assert [row.number for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].cells["birth_year"] == 1980
    assert sheet.rows[0].cells["name"] == "新同志"
    assert "code" not in sheet.rows[0].cells
    assert not sheet.is_1904


def test_a_document_type_is_refused_wherever_it_stands() -> None:
    def bomb(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        entities = b'<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        return part.replace(b"<worksheet", entities + b"<worksheet", 1)

    assert refusal_of(rezipped(GOOD, bomb)).code == "IMPORT_XML_DEFINITIONS"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_broken_inside_is_refused(part: str) -> None:
    spoilt = rezipped(GOOD, lambda name, content: content[: len(content) // 2] if name == part else content)
    assert refusal_of(spoilt).code == "IMPORT_UNREADABLE"


def test_a_missing_part_is_refused() -> None:
    spoilt = rezipped(GOOD, lambda name, content: None if name == "xl/worksheets/sheet1.xml" else content)
    assert refusal_of(spoilt).code == "IMPORT_SHEET_MISSING"


def test_a_file_without_rows_is_refused() -> None:
    assert refusal_of(workbook([])).code == "IMPORT_EMPTY"
    assert refusal_of(workbook([], headings=[])).code == "IMPORT_EMPTY"


@pytest.mark.parametrize(
    ("headings", "code", "named"),
    [
        ([*HEADINGS, "身高"], "IMPORT_HEADING_UNKNOWN", "身高"),
        ([*HEADINGS, "职务"], "IMPORT_HEADING_TWICE", "职务"),
        ([one for one in HEADINGS if one != "姓名"], "IMPORT_HEADING_MISSING", "姓名"),
        (["", "", "专家名册（2026年）"], "IMPORT_HEADING_UNKNOWN", "专家名册(2026年)"),
    ],
)
def test_wrong_headings_are_named(headings: list[str], code: str, named: str) -> None:
    refused = refusal_of(workbook([person()], headings=headings))
    assert (refused.code, refused.facts["headings"]) == (code, named)


def test_headings_may_stand_in_any_order_with_stars_and_blanks() -> None:
    turned = [f" {heading}* " if place % 2 else heading for place, heading in enumerate(reversed(HEADINGS))]

    def rename(_book: Any, page: Any) -> None:
        for place, heading in enumerate(turned, 1):
            page.cell(1, place).value = heading

    sheet = read(workbook([person()], headings=list(reversed(HEADINGS)), change=rename))
    assert sheet.rows[0].cells["name"] == "新同志"


def test_a_column_that_is_not_required_may_be_left_out() -> None:
    assert read(workbook([person()], headings=[one for one in HEADINGS if one != "学历学位"])).rows


def test_merged_cells_are_named() -> None:
    refused = refusal_of(workbook([person(), person(2)], change=lambda _book, page: page.merge_cells("B2:B3")))
    assert (refused.code, refused.facts["cells"], refused.facts["count"]) == ("IMPORT_MERGED_CELLS", "B2:B3", 1)


def test_hidden_columns_are_named() -> None:
    def hide(_book: Any, page: Any) -> None:
        page.column_dimensions["D"].hidden = True

    refused = refusal_of(workbook([person()], change=hide))
    assert (refused.code, refused.facts["columns"]) == ("IMPORT_HIDDEN_COLUMNS", "D")


def test_a_hidden_row_is_marked_as_such() -> None:
    def hide(_book: Any, page: Any) -> None:
        page.row_dimensions[3].hidden = True

    sheet = read(workbook([person(), person(2), person(3)], change=hide))
    assert [row.is_hidden for row in sheet.rows] == [False, True, False]


def test_other_sheets_are_named_and_not_read() -> None:
    def add(book: Any, _page: Any) -> None:
        book.create_sheet("备注")["A1"] = "x"
        hidden = book.create_sheet("暗表")
        hidden.sheet_state = "veryHidden"
        book.create_sheet("选项")

    assert read(workbook([person()], change=add)).notes == [
        {"code": "IMPORT_SHEETS_UNREAD", "facts": {"sheets": "备注、暗表"}}
    ]


def test_a_hidden_sheet_of_our_name_is_refused() -> None:
    def hide(book: Any, page: Any) -> None:
        page.sheet_state = "hidden"
        book.create_sheet("别的")

    assert refusal_of(workbook([person()], change=hide)).code == "IMPORT_SHEET_HIDDEN"


def test_a_single_sheet_may_have_any_name_and_one_of_several_must_have_ours() -> None:
    assert read(workbook([person()], sheet="Sheet1")).rows
    refused = refusal_of(workbook([person()], sheet="甲", change=lambda book, _page: book.create_sheet("乙")))
    assert (refused.code, refused.facts["found"]) == ("IMPORT_SHEET_MISSING", "甲、乙")


def test_cells_keep_what_they_are() -> None:
    def fill(_book: Any, page: Any) -> None:
        page[cell("姓名", 2)] = '=HYPERLINK("x")'
        page[cell("职务", 2)] = True
        page[cell("学历学位", 2)] = "#N/A"
        page[cell("学历学位", 2)].data_type = "e"
        page[cell("联系电话", 2)] = 1.3900000001e10
        page[cell("推荐日期", 2)].value = 46082
        page[cell("推荐日期", 2)].number_format = "yyyy-mm-dd"

    cells = read(workbook([person()], change=fill)).rows[0].cells
    assert cells["name"] == {"formula": '=HYPERLINK("x")'}
    assert cells["post"] == {"flag": True}
    assert cells["education"] == {"error": "#N/A"}
    assert cells["phone"] == 13900000001
    assert cells["recommended_on"] == {"date": "2026-03-01"}


def test_days_may_count_from_1904() -> None:
    def fill(book: Any, page: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        page[cell("推荐日期", 2)].value = 46082 - 1462
        page[cell("推荐日期", 2)].number_format = "yyyy-mm-dd"

    sheet = read(workbook([person()], change=fill))
    assert sheet.is_1904
    assert sheet.rows[0].cells["recommended_on"] == {"date": "2026-03-01"}


def test_what_a_file_says_of_its_own_size_is_not_believed() -> None:
    def lie(name: str, part: bytes) -> bytes:
        return part.replace(b"<sheetPr", b'<dimension ref="A1:A1"/><sheetPr', 1) if "sheet1" in name else part

    changed = rezipped(workbook([person(number) for number in range(5)]), lie)
    assert len(read(changed).rows) == 5


def test_more_rows_than_the_limit_are_refused_and_as_many_are_read() -> None:
    content = many(12)
    assert len(read(content, 12).rows) == 12
    refused = refusal_of(content, 11)
    assert (refused.code, refused.facts["most"]) == ("IMPORT_TOO_MANY_ROWS", 11)


def test_fifty_thousand_rows_are_read() -> None:
    told: list[tuple[int, int]] = []
    sheet = read_sheet(many(50_000), 50_000, lambda done, total: told.append((done, total)))
    assert len(sheet.rows) == 50_000
    assert told[-1] == (50_001, 50_001)


def test_a_reading_that_exceeds_its_limits_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    program = tmp_path / "greedy.py"
    program.write_text("import sys\nsys.stdin.buffer.read()\nsys.exit(137)\n", encoding="utf-8")
    monkeypatch.setattr("panel.roster.workbook.__file__", str(program))
    assert refusal_of(GOOD).code == "IMPORT_TOO_HEAVY"


def test_the_sheet_of_our_name_is_the_one_read() -> None:
    def add(book: Any, _page: Any) -> None:
        book.create_sheet("甲", 0)["A1"] = "别的"

    assert read(workbook([person()], change=add)).rows
    assert SHEET == "专家名册"
