"""The styles of official papers, GB/T 9704-2012, by the names under which Word lists them.

An office changes them in a template: what is written takes its look from the style, and only what
departs from it (a smaller title of an annex) is set beside the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
XIAOBIAOSONG, SONGTI, LATIN = "方正小标宋简体", "宋体", "Times New Roman"
#: 二号, 三号, 四号, 小四 in points
ERHAO, SANHAO, SIHAO, XIAOSI = 22, 16, 14, 12
_LEFT, _CENTRED = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_JUSTIFIED, _RIGHT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of paragraph looks; sizes and distances in points, ``line`` 0 is single spacing."""

    name: str
    font: str
    size: float
    where: WD_ALIGN_PARAGRAPH
    line: float = 28
    after: float = 0
    first: float = 0
    right: float = 0
    stays_with_next: bool = False


TITLE = Style("公文标题", XIAOBIAOSONG, ERHAO, _CENTRED, ERHAO + 12, after=10)
LINE = Style("公文题注", KAITI, SIHAO, _LEFT, SIHAO + 8)
HEADING = Style("公文层次标题", HEITI, SANHAO, _LEFT, stays_with_next=True)
BODY = Style("公文正文", FANGSONG, SANHAO, _JUSTIFIED, first=SANHAO * 2)
ENTRY = Style("公文条目", FANGSONG, SANHAO, _LEFT)
CLOSING = Style("公文落款", FANGSONG, SANHAO, _RIGHT, right=SANHAO * 4)
HEAD = Style("公文表头", HEITI, XIAOSI, _CENTRED, 0)
CELL = Style("公文表文", FANGSONG, XIAOSI, _LEFT, 0)
STYLES = (TITLE, LINE, HEADING, BODY, ENTRY, CLOSING, HEAD, CELL)


def add_missing(document: Any) -> None:
    """Give a document the styles that it does not have; those it has stay as they are."""
    known = {one.name for one in document.styles}
    for style in STYLES:
        if style.name not in known:
            _add(document, style)


def _add(document: Any, style: Style) -> None:
    made = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style, made.quick_style = document.styles["Normal"], True
    made.font.name, made.font.size = LATIN, Pt(style.size)
    east_asian(made.element.get_or_add_rPr(), style.font)
    form = made.paragraph_format
    form.alignment, form.keep_with_next = style.where, style.stays_with_next
    form.space_before, form.space_after = Pt(0), Pt(style.after)
    form.first_line_indent, form.right_indent = Pt(style.first), Pt(style.right)
    if style.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.line)


def east_asian(properties: Any, font: str) -> None:
    """Set the font of Chinese characters."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.append(fonts)
    fonts.set(qn("w:eastAsia"), font)
