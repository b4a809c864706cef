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

from zhiqiang.engines.documents import styles
from zhiqiang.engines.documents.charting import Bars, add_bars
from zhiqiang.engines.documents.styles import (
    ERHAO,
    FANGSONG,
    HEITI,
    KAITI,
    LATIN,
    SANHAO,
    SIHAO,
    SONGTI,
    XIAOBIAOSONG,
    XIAOSI,
    Style,
    east_asian,
)

#: free fonts that come near, for machines without the ones that offices buy
_SUBSTITUTES = {
    FANGSONG: "Noto Serif CJK SC",
    KAITI: "Noto Serif CJK SC",
    HEITI: "Noto Sans CJK SC",
    XIAOBIAOSONG: "Noto Serif CJK SC",
    SONGTI: "Noto Serif CJK SC",
}
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


#: the paragraph of a template in whose place the text comes
MARK = "{{正文}}"


class OfficialDocument:
    """A document under way; add from top to bottom, then ``save``.

    With ``template``, a Word file that ``templates.check`` accepts, the document has its page, its
    styles, its head and foot, and what stands before and after the mark.
    """

    def __init__(self, is_landscape: bool = False, template: Path | None = None) -> None:
        self._document = Document(str(template) if template else None)
        self._after: list[Any] = []
        if template:
            self._after = _taken_from_the_mark(self._document)
        else:
            self._set_page()
            style = self._document.styles["Normal"]
            style.font.name, style.font.size = LATIN, Pt(SANHAO)
            east_asian(style.element.get_or_add_rPr(), FANGSONG)
            _in_chinese(style.element.get_or_add_rPr())
            self._number_pages()
        if is_landscape:
            self._turn()
        styles.add_missing(self._document)
        _name_substitutes(self._document)

    @property
    def width(self) -> int:
        """Return the width between the margins, in EMU."""
        section = self._document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def title(self, text: str, size: float = ERHAO) -> None:
        """Add the title: 小标宋, centred."""
        self._add(styles.TITLE, text, size)

    def line(self, text: str, size: float = SIHAO, is_centred: bool = False) -> None:
        """Add a line under the title: 楷体."""
        paragraph = self._add(styles.LINE, text, size)
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, size: float = SANHAO) -> None:
        """Add a heading of the first level: 黑体, kept with what follows."""
        self._add(styles.HEADING, text, size)

    def paragraph(self, text: str, size: float = SANHAO) -> None:
        """Add a paragraph of the body: 仿宋, the first line two characters in."""
        paragraph = self._add(styles.BODY, text, size)
        if size != SANHAO:
            paragraph.paragraph_format.first_line_indent = Pt(size * 2)

    def labelled(self, label: str, text: str, size: float = SANHAO) -> None:
        """Add a line such as 出席：…, the label in 黑体; further lines stand under the text."""
        paragraph = self._add(styles.ENTRY, f"{label}：", size)
        form = paragraph.paragraph_format
        indent = Pt(size * (len(label) + 1))
        form.left_indent, form.first_line_indent = Pt(size * 2) + indent, -indent
        east_asian(paragraph.runs[0]._element.get_or_add_rPr(), HEITI)
        self._run(paragraph, text, styles.ENTRY, size)

    def closing(self, *lines: str) -> None:
        """Add who signs and the day, to the right, four characters from the edge."""
        for text in ("", *lines):
            self._add(styles.CLOSING, text).paragraph_format.keep_together = True

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
            self._cell(cell, column.heading, styles.HEAD, size)
        _mark_row(table.rows[0], "w:tblHeader")
        _mark_row(table.rows[0], "w:cantSplit")
        for values in rows:
            row = table.add_row()
            _mark_row(row, "w:cantSplit")
            for cell, value, column, width in zip(row.cells, values, columns, widths, strict=True):
                cell.width = width
                self._cell(cell, printable(value), styles.CELL, size, column.is_centred)

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
        self._close()
        self._document.add_section(WD_SECTION.NEW_PAGE)
        self._turn()

    def save(self, out: Path | IO[bytes]) -> None:
        """Write the document."""
        self._close()
        self._document.save(str(out) if isinstance(out, Path) else out)

    def _close(self) -> None:
        """Put what the template has after the mark where the text ends, before any annex."""
        after, self._after = self._after, []
        for element in after:
            self._document.element.body.get_or_add_sectPr().addprevious(element)

    def _set_page(self) -> None:
        section = self._document.sections[-1]
        section.page_width, section.page_height = _PAGE
        section.top_margin, section.right_margin = _MARGINS[:2]
        section.bottom_margin, section.left_margin = _MARGINS[2:]
        section.footer_distance = Mm(20)

    def _turn(self) -> None:
        """Turn the page to the left: its upper edge becomes the left one."""
        section = self._document.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        top, right = section.top_margin, section.right_margin
        bottom, left = section.bottom_margin, section.left_margin
        section.top_margin, section.right_margin = left, top
        section.bottom_margin, section.left_margin = right, bottom

    def _add(self, style: Style, text: str, size: float = 0) -> Any:
        paragraph = self._document.add_paragraph(style=style.name)
        self._run(paragraph, text, style, size)
        if size and size != style.size and style.line:
            form = paragraph.paragraph_format
            form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            form.line_spacing = Pt(size * style.line / style.size)
        return paragraph

    def _cell(
        self, cell: Any, text: str, style: Style, size: float, is_centred: bool = False
    ) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = style.name
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, text, style, size)

    @staticmethod
    def _run(paragraph: Any, text: str, style: Style, size: float = 0) -> None:
        run = paragraph.add_run(printable(text))
        if size and size != style.size:
            run.font.size = Pt(size)

    def _number_pages(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._sign(paragraph, "— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)
        self._sign(paragraph, " —")

    @staticmethod
    def _sign(paragraph: Any, text: str) -> None:
        run = paragraph.add_run(text)
        run.font.name, run.font.size = LATIN, Pt(SIHAO)
        east_asian(run._element.get_or_add_rPr(), SONGTI)


def _taken_from_the_mark(document: Any) -> list[Any]:
    """Take the mark and what follows it out of a template; return what followed."""
    body = document.element.body
    marks = [one._p for one in document.paragraphs if one.text.strip() == MARK]
    after = list(marks[0].itersiblings())
    after = [one for one in after if one.tag != qn("w:sectPr")]
    for element in (marks[0], *after):
        body.remove(element)
    return after


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
