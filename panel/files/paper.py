"""A sheet of official paper: GB/T 9704-2012 measures in Word's terms, and the same bytes every time.

Lengths are twips (1/20 point) unless a name says otherwise. The pitch of 579 twips is the largest
that gives 22 lines in the type area of 225 mm; 580 gives 21.
"""

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FANG, KAI, HEI, SONG, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"
PAGE = (11906, 16838)
MARGINS = {"top": 2098, "bottom": 1984, "left": 1587, "right": 1474}
PITCH = 579
CHARACTER = 315  # one body character with its spacing of -1/4 point
BODY_POINTS = 16
RED = RGBColor(0xFF, 0, 0)
KEPT_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "TableGrid", "Header", "Footer"})
EPOCH = (1980, 1, 1, 0, 0, 0)


class Paper:
    """A document being written from top to bottom."""

    def __init__(self) -> None:
        """Take a blank sheet."""
        self.document = Document()
        _drop_unused_parts(self.document)
        self._set_page()
        self._set_styles()
        self._set_page_numbers()

    def paragraph(
        self,
        text: str = "",
        *,
        font: str = FANG,
        points: float = BODY_POINTS,
        indent: bool = True,
        align: str = "left",
        keep: bool = False,
        colour: RGBColor | None = None,
    ) -> Paragraph:
        """Write a paragraph on the grid; line breaks in the text start new paragraphs with the same face."""
        lines = text.split("\n") or [""]
        for line in lines:
            written = self.document.add_paragraph()
            self._shape(written, indent=indent, align=align, keep=keep)
            add_run(written, line, font=font, points=points, colour=colour)
        return written

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading: 一、 in 黑体, （一） in 楷体; both stay with what follows."""
        self.paragraph(text, font=HEI if level == 1 else KAI, keep=True)

    def title(self, *lines: str) -> None:
        """Write the title, 22 points, centred, with air above and below."""
        self.blank()
        for line in lines:
            written = self.document.add_paragraph()
            self._shape(written, indent=False, align="center", keep=True)
            written.paragraph_format.line_spacing = Pt(36)
            _off_grid(written)
            add_run(written, line, font=BIAO, points=22)
        self.blank()

    def issuing_mark(self, text: str) -> None:
        """Write the issuing body in red over the head of the first page, as large as fits the width."""
        points = min(46.0, 156 / 25.4 * 72 / max(len(text), 1) * 0.98)
        written = self.document.add_paragraph()
        self._shape(written, indent=False, align="center")
        written.paragraph_format.space_before = Twips(3 * PITCH + 299)
        written.paragraph_format.line_spacing = Pt(round(points * 0.95, 1))
        _off_grid(written)
        add_run(written, text, font=BIAO, points=round(points * 2) / 2, colour=RED)

    def document_number(self, number: str) -> None:
        """Write the document number, centred, over the red rule as wide as the type area."""
        self.blank()
        self.blank()
        written = self.paragraph(number, indent=False, align="center")
        borders = OxmlElement("w:pBdr")
        rule = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "8"), ("color", "FF0000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
        _insert_border(written, borders)

    def blank(self, count: int = 1) -> None:
        """Leave lines empty."""
        for _line in range(count):
            self.paragraph(indent=False)

    def right_aligned(self, text: str, characters: int = 4) -> None:
        """Write a line that ends some characters before the right edge, as dates and signatories do.

        It stays with what follows: a date alone on a page could be put under any text.
        """
        written = self.paragraph(text, indent=False, align="right", keep=True)
        written.paragraph_format.right_indent = Twips(characters * CHARACTER)

    def table(self, header: list[str], rows: list[list[str]], widths_mm: list[float]) -> None:
        """Write a ruled table of plain text, its header repeated on each page and no row torn in two."""
        table = self.document.add_table(rows=0, cols=len(header))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        for index, values in enumerate([header, *rows]):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cells = row.cells
            for cell, value, width in zip(cells, values, widths_mm, strict=True):
                cell.width = Mm(width)
                written = cell.paragraphs[0]
                written.paragraph_format.line_spacing = Pt(20)
                _off_grid(written)
                add_run(written, value, font=HEI if index == 0 else FANG, points=12)
        _repeat_header(table.rows[0])
        self.blank()

    def save(self, title: str) -> bytes:
        """Give the document's bytes; the same content gives the same bytes, on any day and machine."""
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
        core.revision = 1
        fixed = core.created.replace(year=2000, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        core.created = core.modified = fixed
        buffer = io.BytesIO()
        self.document.save(buffer)
        return repacked(buffer.getvalue())

    def _shape(self, written: Paragraph, *, indent: bool, align: str, keep: bool = False) -> None:
        shape = written.paragraph_format
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Twips(PITCH)
        shape.space_before = shape.space_after = Twips(0)
        shape.keep_with_next = keep
        shape.widow_control = False
        written.alignment = {
            "left": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
        }[align]  # fmt: skip
        if indent:
            shape.first_line_indent = Twips(630)
            written._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Twips(PAGE[0]), Twips(PAGE[1])
        section.top_margin, section.bottom_margin = Twips(MARGINS["top"]), Twips(MARGINS["bottom"])
        section.left_margin, section.right_margin = Twips(MARGINS["left"]), Twips(MARGINS["right"])
        section.footer_distance = Twips(1429)
        section.header_distance = Emu(0)
        properties = section._sectPr
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(PITCH))
        properties.append(grid)

    def _set_styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(BODY_POINTS)
        properties = normal.element.get_or_add_rPr()
        _set_fonts(properties, FANG)
        language = OxmlElement("w:lang")  # without it a fallback face may draw the letters the Japanese way
        for name, value in (("val", "en-US"), ("eastAsia", "zh-CN")):
            language.set(qn(f"w:{name}"), value)
        properties.append(language)

    def _set_page_numbers(self) -> None:
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        for footer, right in ((section.footer, True), (section.even_page_footer, False)):
            footer.is_linked_to_previous = False
            written = footer.paragraphs[0]
            written.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
            edge = Twips(280)
            if right:
                written.paragraph_format.right_indent = edge
            else:
                written.paragraph_format.left_indent = edge
            add_run(written, "— ", font=SONG, points=14)
            _add_field(written, "PAGE")
            add_run(written, " —", font=SONG, points=14)


def add_run(written: Paragraph, text: str, *, font: str, points: float, colour: RGBColor | None = None) -> Run:
    """Add text in a face; on 16 points its spacing is drawn in so that 28 characters fill a line."""
    run = written.add_run(text)
    run.font.size = Pt(points)
    _set_fonts(run._r.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour
    if points == BODY_POINTS:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        _place(run._r.get_or_add_rPr(), spacing)
    return run


def repacked(data: bytes) -> bytes:
    """Pack a docx anew: members sorted, one date, stored without compression, so that bytes repeat."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, EPOCH)
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return packed.getvalue()


def _drop_unused_parts(document: Any) -> None:
    """Leave only what is in use: the library's blank sheet brings most of a megabyte of styles and a picture."""
    styles = document.styles.element
    for style in list(styles):
        is_style = style.tag == qn("w:style")
        if style.tag == qn("w:latentStyles") or (is_style and style.get(qn("w:styleId")) not in KEPT_STYLES):
            styles.remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(("/stylesWithEffects", "/thumbnail"))]:
            del rels[name]


def _set_fonts(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font), ("cs", LATIN), ("hint", "eastAsia")):
        fonts.set(qn(f"w:{name}"), value)


def _place(properties: Any, spacing: Any) -> None:
    """Put w:spacing where the schema wants it: after colour, before size."""
    for index, child in enumerate(properties):
        if child.tag in {qn("w:sz"), qn("w:szCs"), qn("w:u"), qn("w:lang")}:
            properties.insert(index, spacing)
            return
    properties.append(spacing)


def _insert_border(written: Paragraph, borders: Any) -> None:
    """Put w:pBdr before w:spacing, as the schema wants."""
    properties = written._p.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    if spacing is None:
        properties.append(borders)
    else:
        spacing.addprevious(borders)


def _off_grid(written: Paragraph) -> None:
    """Take a paragraph off the grid: an exact height over the pitch would snap to two rows."""
    properties = written._p.get_or_add_pPr()
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    for name in ("w:spacing", "w:ind", "w:jc"):
        found = properties.find(qn(name))
        if found is not None:
            found.addprevious(snap)
            return
    properties.append(snap)


def _repeat_header(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)


def _add_field(written: Paragraph, code: str) -> None:
    """Add a field such as the page number."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("result", "1"), ("end", None)):
        run = add_run(written, text if kind == "result" and text else "", font=SONG, points=14)
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)
