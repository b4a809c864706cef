"""What is written opens again and says what was put in."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from python_calamine import CalamineWorkbook

from zhiqiang.engines.documents import (
    OfficialDocument,
    Sheet,
    in_words,
    numeral,
    write_workbook,
)


def reopened(paper: OfficialDocument) -> Any:
    out = io.BytesIO()
    paper.save(out)
    return Document(io.BytesIO(out.getvalue()))


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    rows = [["=1+1", Decimal("1234.5"), date(2025, 12, 31)], ["+86", 7, None]]
    written = write_workbook(
        [Sheet("目标[一]", "快照 1", [("名称", 20), ("数值", 10), ("日期", 12)], rows)]
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    assert book.sheet_names == ["目标 一 "]
    read = book.get_sheet_by_index(0).to_python()
    assert read[0][0] == "快照 1"
    assert read[1] == ["名称", "数值", "日期"]
    assert read[2] == ["=1+1", 1234.5, date(2025, 12, 31)]
    assert read[3][:2] == ["+86", 7]


def test_an_official_document_has_the_page_and_the_fonts_of_the_standard() -> None:
    paper = OfficialDocument()
    paper.title("核对单")
    paper.heading("一、总体情况")
    document = reopened(paper)
    section = document.sections[0]
    assert [round(side / Mm(1)) for side in (section.top_margin, section.left_margin)] == [37, 28]
    assert [p.text for p in document.paragraphs if p.text] == ["核对单", "一、总体情况"]
    fonts = [p.style.element.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs]
    assert fonts == ["方正小标宋简体", "黑体"]


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    paper = OfficialDocument()
    paper.title("甲\x00乙\x1f")
    assert "甲乙" in [p.text for p in reopened(paper).paragraphs]


def test_lines_with_labels_and_the_closing_stand_where_official_papers_have_them():
    paper = OfficialDocument()
    paper.labelled("出席", "甲局（张某）、乙局")
    paper.closing("某局", "2026年3月5日")
    label, _, *closing = reopened(paper).paragraphs
    assert label.text == "出席：甲局（张某）、乙局"
    assert label.runs[0]._element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "黑体"
    form = label.paragraph_format
    assert form.first_line_indent == -Pt(48) and form.left_indent == Pt(80)
    assert [one.text for one in closing] == ["某局", "2026年3月5日"]
    assert all(one.style.paragraph_format.right_indent == Pt(64) for one in closing)


def test_numbers_of_headings_are_written_as_headings_write_them():
    told = {n: numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)}
    assert told == {
        1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九",
    }  # fmt: skip
    assert in_words(date(2026, 3, 5)) == "2026年3月5日"
