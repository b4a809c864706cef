"""What is written opens again and says what was put in."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from docx import Document
from docx.shared import Mm
from python_calamine import CalamineWorkbook

from zhiqiang.engines.documents import OfficialDocument, Sheet, write_workbook


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
    assert "方正小标宋简体" in document.element.xml
    assert "黑体" in document.element.xml


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    paper = OfficialDocument()
    paper.title("甲\x00乙\x1f")
    assert "甲乙" in [p.text for p in reopened(paper).paragraphs]
