"""Word documents in the layout of official papers, GB/T 9704-2012.

Margins 37/35/28/26 mm, 22 lines a page, body in 三号仿宋, title in 二号小标宋, headings in 黑体 and
楷体, page number —1— in 四号宋体. Fonts are named, not embedded: offices own them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhiqiang.engines.documents.charting import Bars, add_bars

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
XIAOBIAOSONG, SONGTI, LATIN = "方正小标宋简体", "宋体", "Times New Roman"
#: free fonts that come near, for machines without the ones that offices buy
_SUBSTITUTES = {
    FANGSONG: "Noto Serif CJK SC",
    KAITI: "Noto Serif CJK SC",
    HEITI: "Noto Sans CJK SC",
    XIAOBIAOSONG: "Noto Serif CJK SC",
    SONGTI: "Noto Serif CJK SC",
}
#: 二号, 三号, 四号, 小四 in points
ERHAO, SANHAO, SIHAO, XIAOSI = 22, 16, 14, 12
_LINE = Pt(28)
_PAGE = (Mm(210), Mm(297))
#: top, right, bottom, left of an upright page
_MARGINS = (Mm(37), Mm(26), Mm(35), Mm(28))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: object) -> str:
    """Return a text without characters that a Word or Excel file cannot hold."""
    return _NOT_IN_XML.sub("", "" if text is None else str(text))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it is centred."""

    heading: str
    share: float
    is_centred: bool = False


class OfficialDocument:
    """A document under way; add from top to bottom, then ``save``."""

    def __init__(self, is_landscape: bool = False) -> None:
        self._document = Document()
        self._set_page(is_landscape)
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(SANHAO)
        _east_asian(style.element.get_or_add_rPr(), FANGSONG)
        _in_chinese(style.element.get_or_add_rPr())
        _name_substitutes(self._document)
        self._number_pages()

    @property
    def width(self) -> int:
        """Return the width between the margins, in EMU."""
        section = self._document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def title(self, text: str, size: float = ERHAO) -> None:
        """Add the title: 小标宋, centred."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, line=Pt(size + 12))
        self._run(paragraph, text, XIAOBIAOSONG, size)
        paragraph.paragraph_format.space_after = Pt(10)

    def line(self, text: str, size: float = SIHAO, is_centred: bool = False) -> None:
        """Add a line under the title: 楷体."""
        where = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
        self._run(self._paragraph(where, line=Pt(size + 8)), text, KAITI, size)

    def heading(self, text: str, size: float = SANHAO) -> None:
        """Add a heading of the first level: 黑体, kept with what follows."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, line=Pt(size + 12))
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, HEITI, size)

    def paragraph(self, text: str, size: float = SANHAO) -> None:
        """Add a paragraph of the body: 仿宋, the first line two characters in."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY, line=Pt(size * 1.75))
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
        self._run(paragraph, text, FANGSONG, size)

    def labelled(self, label: str, text: str, size: float = SANHAO) -> None:
        """Add a line such as 出席：…, the label in 黑体; further lines stand under the text."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, line=Pt(size * 1.75))
        form = paragraph.paragraph_format
        indent = Pt(size * (len(label) + 1))
        form.left_indent, form.first_line_indent = Pt(size * 2) + indent, -indent
        self._run(paragraph, f"{label}：", HEITI, size)
        self._run(paragraph, text, FANGSONG, size)

    def closing(self, *lines: str) -> None:
        """Add who signs and the day, to the right, four characters from the edge."""
        self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
        for text in lines:
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = Pt(SANHAO * 4)
            paragraph.paragraph_format.keep_together = True
            self._run(paragraph, text, FANGSONG, SANHAO)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[object]], size: float = XIAOSI
    ) -> None:
        """Add a table whose head repeats on every page and whose rows are not torn."""
        rows = list(rows)
        table = self._document.add_table(rows=1, cols=len(columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(one.share for one in columns)
        widths = [int(self.width * one.share / whole) for one in columns]
        for own, width in zip(table.columns, widths, strict=True):
            own.width = width  # the grid, which is what LibreOffice goes by
        for cell, column, width in zip(table.rows[0].cells, columns, widths, strict=True):
            cell.width = width
            self._cell(cell, column.heading, HEITI, size, True)
        _mark_row(table.rows[0], "w:tblHeader")
        _mark_row(table.rows[0], "w:cantSplit")
        for values in rows:
            row = table.add_row()
            _mark_row(row, "w:cantSplit")
            for cell, value, column, width in zip(row.cells, values, columns, widths, strict=True):
                cell.width = width
                self._cell(cell, printable(value), FANGSONG, size, column.is_centred)

    def chart(self, bars: Bars) -> None:
        """Add a chart as wide as the text."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_bars(self._document, paragraph, bars, self.width)

    def new_page(self) -> None:
        """Begin a new page."""
        self._document.add_page_break()

    def turn_landscape(self) -> None:
        """Go on with pages turned to the left, for wide tables; the numbers of pages go on."""
        self._document.add_section(WD_SECTION.NEW_PAGE)
        self._set_page(True)

    def save(self, out: Path | IO[bytes]) -> None:
        """Write the document."""
        self._document.save(str(out) if isinstance(out, Path) else out)

    def _set_page(self, is_landscape: bool) -> None:
        section = self._document.sections[-1]
        top, right, bottom, left = _MARGINS
        width, height = _PAGE
        if is_landscape:
            # The page is turned to the left: its upper edge becomes the left one.
            section.orientation = WD_ORIENT.LANDSCAPE
            width, height = height, width
            top, right, bottom, left = left, top, right, bottom
        section.page_width, section.page_height = width, height
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        section.footer_distance = Mm(20)

    def _paragraph(self, where: WD_ALIGN_PARAGRAPH, line: Any = _LINE) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = where
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
        return paragraph

    def _cell(self, cell: Any, text: str, font: str, size: float, is_centred: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
        self._run(paragraph, text, font, size)

    @staticmethod
    def _run(paragraph: Any, text: str, font: str, size: float) -> None:
        run = paragraph.add_run(printable(text))
        run.font.name, run.font.size = LATIN, Pt(size)
        _east_asian(run._element.get_or_add_rPr(), font)

    def _number_pages(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, "— ", SONGTI, SIHAO)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)
        self._run(paragraph, " —", SONGTI, SIHAO)


def _east_asian(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.append(fonts)
    fonts.set(qn("w:eastAsia"), font)


def _in_chinese(properties: Any) -> None:
    """Say that the text is simplified Chinese, by which a substitute font draws its punctuation."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _name_substitutes(document: Any) -> None:
    """Name a free font for each font of official papers that an office machine may not have."""
    part = next(
        (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")),
        None,
    )
    if part is None:
        return
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _SUBSTITUTES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _mark_row(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
