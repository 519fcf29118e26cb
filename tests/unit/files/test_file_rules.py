"""What may be uploaded, and under which name."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.files import rules
from panel.files.rules import LONGEST_NAME, TYPES, media_type, safe_name

PDF = b"%PDF-1.7\n"


def package(*names: str, size: int = 1) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b" " * size)
    return packed.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("检测报告.pdf", "检测报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\报告\\结果.docx", "结果.docx"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ('<x>:"|?*.txt', "x.txt"),
        (" . 名称 . .pdf", "名称 . .pdf"),
        ("", "file"),
        ("...", "file"),
        ("目录/", "file"),
        ("\u202efdp.exe", "fdp.exe"),
        (unicodedata.normalize("NFD", "Zürich.pdf"), "Zürich.pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_no_sign_that_could_mislead(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    assert safe_name("长" * 116 + ".pdf") == "长" * 116 + ".pdf"
    assert safe_name("长" * 117 + ".pdf") == "长" * 116 + ".pdf"
    assert len(safe_name("a." + "b" * 300)) == LONGEST_NAME


@given(st.text())
def test_no_name_leads_anywhere(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*')
    assert safe_name(kept) == kept


@pytest.mark.clause("3.5.0-c")
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.docx", DOCX, TYPES[".docx"][0]),
        ("a.xlsx", XLSX, TYPES[".xlsx"][0]),
        ("a.txt", "说明".encode(), "text/plain"),
    ],
)
def test_a_file_whose_content_fits_its_suffix_is_accepted(name: str, content: bytes, kind: str) -> None:
    assert media_type(name, content) == kind


@pytest.mark.clause("3.5.0-c")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a", PDF),
        (".pdf", PDF),
        ("a.pdf.exe", PDF),
        ("a.html", b"<script>"),
        ("a.svg", b"<svg/>"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.pdf", b"%PDF"),
        ("a.png", PDF),
        ("a.docx", b"\xd0\xcf\x11\xe0"),
        ("a.docx", b"PK\x03\x04"),
        ("a.docx", XLSX),
        ("a.xlsx", package("xl/workbook.xml")),
        ("a.xlsx", XLSX[: len(XLSX) // 2]),
        ("a.txt", b"a\x00b"),
        ("a.txt", "说明".encode("gbk")),
    ],
)
def test_a_kind_that_is_not_accepted_or_a_content_that_does_not_fit_is_refused(name: str, content: bytes) -> None:
    assert media_type(name, content) is None


@pytest.mark.clause("3.5.0-c")
def test_a_package_that_would_unpack_to_an_absurd_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_UNPACKED", 2000)
    parts = ("[Content_Types].xml", "word/document.xml")
    assert media_type("a.docx", package(*parts, size=1000)) == TYPES[".docx"][0]
    assert media_type("a.docx", package(*parts, "word/media/image1.png", size=1000)) is None
