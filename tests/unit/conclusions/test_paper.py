"""Official paper: its measures, its order inside, and the same bytes every time."""

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Twips

from panel.conclusions.documents import build_conclusion
from panel.files.paper import Paper, add_run
from panel.kernel.canonical import sha256_hex
from tests.support.papers import lines_of, opened, paper_of

MM = 36000  # English Metric Units in a millimetre
RED = "FF0000"
PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
RUN_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath"
)
SECTION_ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
)


@pytest.fixture(scope="module")
def docx() -> bytes:
    return build_conclusion(paper_of())


def test_the_page_is_a4_with_the_margins_of_official_documents(docx: bytes) -> None:
    [section] = opened(docx).sections
    millimetres = {
        "page_width": 210, "page_height": 297, "top_margin": 37, "bottom_margin": 35, "left_margin": 28,
        "right_margin": 26,
    }  # fmt: skip
    found = {name: getattr(section, name) / MM for name in millimetres}
    assert found == pytest.approx(millimetres, abs=0.1)


def test_the_grid_gives_twenty_two_lines_in_the_type_area(docx: bytes) -> None:
    [section] = opened(docx).sections
    pitch = int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))
    area = Twips(section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips).twips
    assert area // pitch == 22
    assert area // (pitch + 1) == 21


def test_twenty_eight_characters_fill_a_line(docx: bytes) -> None:
    [section] = opened(docx).sections
    width = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    assert width // (16 * 20 - 5) == 28


def test_the_body_is_set_in_the_prescribed_faces_and_sizes(docx: bytes) -> None:
    runs = {run.text: run for paragraph in opened(docx).paragraphs for run in paragraph.runs}

    def face(text: str) -> tuple[str, float]:
        run = runs[text]
        return run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), run.font.size.pt

    assert face("一、委托与事项") == ("黑体", 16)
    assert face("（一）材料") == ("楷体_GB2312", 16)
    assert face("塑料管道中的增塑剂向酒体迁移。") == ("仿宋_GB2312", 16)
    assert face("专家研判结论书") == ("方正小标宋简体", 22)


def test_the_mark_and_the_rule_of_the_issuing_body_are_red(docx: bytes) -> None:
    paragraphs = opened(docx).paragraphs
    mark = next(one for one in paragraphs if one.text == "（示例）湖南省质量技术监督局")
    assert str(mark.runs[0].font.color.rgb) == RED
    number = next(one for one in paragraphs if one.text == "湘研结〔2026〕7号")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == RED


@pytest.mark.parametrize("name", ["局", "（示例）湖南省质量技术监督局", "很长的发文机关名称" * 5])
def test_the_mark_is_as_large_as_fits_and_no_larger(name: str) -> None:
    mark = next(one for one in opened(build_conclusion(paper_of(org_name=name))).paragraphs if one.text == name)
    points = mark.runs[0].font.size.pt
    assert points <= 46
    assert points * len(name) <= 156 / 25.4 * 72


def test_pages_are_numbered_on_the_outer_side(docx: bytes) -> None:
    document = opened(docx)
    assert document.settings.odd_and_even_pages_header_footer
    [section] = document.sections
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        [written] = footer.paragraphs
        assert written.alignment.name == side
        assert written._p.xpath(".//w:instrText")[0].text == "PAGE"
        assert written.text.startswith("— ")


def test_a_table_repeats_its_head_on_each_page(docx: bytes) -> None:
    tables = opened(docx).tables
    assert len(tables) == 4  # members, two rounds, signatures
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_columns_of_a_table_have_their_widths_in_every_program(docx: bytes) -> None:
    members = opened(docx).tables[0]
    widths = [22, 54, 38, 26, 16]
    assert [column.width / MM for column in members.columns] == pytest.approx(widths, abs=0.1)
    assert [cell.width / MM for cell in members.rows[1].cells] == pytest.approx(widths, abs=0.1)


def test_the_signatory_stays_with_the_date_and_each_annex_begins_a_page(docx: bytes) -> None:
    paragraphs = opened(docx).paragraphs
    texts = [one.text for one in paragraphs]
    date = texts.index("2026年3月12日")
    assert texts[date - 1] == "（示例）湖南省质量技术监督局"
    assert all(one.paragraph_format.keep_with_next for one in paragraphs[date - 1 : date + 1])
    heads = [one for one in paragraphs if one.text in {"附件1", "附件2", "附件3"}]
    assert [one.paragraph_format.page_break_before for one in heads] == [True] * 3


@pytest.mark.parametrize(
    ("tag", "order"), [("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER), ("w:sectPr", SECTION_ORDER)]
)
def test_the_elements_stand_in_the_order_of_the_schema(docx: bytes, tag: str, order: str) -> None:
    document = opened(docx)
    roots = [document.element, document.styles.element]
    roots += [footer._element for s in document.sections for footer in (s.footer, s.even_page_footer)]
    for element in (found for root in roots for found in root.iter(qn(tag))):
        names = [child.tag.split("}")[1] for child in element]
        places = [order.split().index(name) for name in names]
        assert places == sorted(places), names
        assert len(set(names) - {"footerReference", "headerReference"}) == len(
            [name for name in names if name not in {"footerReference", "headerReference"}]
        )


def test_the_same_data_gives_the_same_bytes_on_another_day(monkeypatch: pytest.MonkeyPatch, docx: bytes) -> None:
    later = time.time() + 40 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setenv("TZ", "America/New_York")
    assert sha256_hex(build_conclusion(paper_of())) == sha256_hex(docx)


def test_other_data_gives_other_bytes(docx: bytes) -> None:
    assert build_conclusion(paper_of(analysis="另一种分析。")) != docx


def test_the_file_says_nothing_of_whoever_made_it(docx: bytes) -> None:
    core = opened(docx).core_properties
    assert core.title == "湘研结〔2026〕7号 专家研判结论书"
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"
        assert packed.testzip() is None
        assert not any(b"python-docx" in packed.read(name) for name in packed.namelist())


def test_a_run_without_the_size_of_the_body_is_not_drawn_in() -> None:
    sheet = Paper()
    body = add_run(sheet.paragraph(), "正文", font="宋体", points=16)
    small = add_run(sheet.paragraph(), "小字", font="宋体", points=12)
    assert body._r.rPr.find(qn("w:spacing")) is not None
    assert small._r.rPr.find(qn("w:spacing")) is None


def test_a_word_processor_reads_it_without_a_complaint(docx: bytes, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice here")
    source = tmp_path / "conclusion.docx"
    source.write_bytes(docx)
    command = [
        soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text",
        "--outdir", str(tmp_path), str(source),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    read: Any = (tmp_path / "conclusion.txt").read_text(encoding="utf-8-sig")
    for line in ("湘研结〔2026〕7号", "六、结论", "成员吴"):
        assert line in read
    assert [text for text in lines_of(docx) if text and text.replace("\t", "") not in read.replace("\t", "")] == []
