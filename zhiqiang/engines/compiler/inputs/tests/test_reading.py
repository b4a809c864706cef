"""Word files made by a library, and files that cannot be read at all."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from zhiqiang.engines.compiler import compile_file

TEXT = "云川市专利工作方案\n为做好工作，制定本方案。\n一、工作目标\n到2027年，有效发明专利拥有量达到880件。\n"


def word(tmp_path: Path, build: docx.document.Document) -> Path:
    path = tmp_path / "plan.docx"
    stream = io.BytesIO()
    build.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def test_a_word_file_keeps_the_order_of_paragraphs_and_tables_and_its_merged_cells(
    tmp_path: Path,
) -> None:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=3)
    for cell, words in zip(table.rows[0].cells, ("重点任务", "工作内容", "责任单位"), strict=True):
        cell.text = words
    merged = table.cell(1, 0).merge(table.cell(2, 0))
    merged.text = "加强保护"
    for row, words in ((1, "打击侵权。"), (2, "开展宣传。")):
        table.cell(row, 1).text = words
        table.cell(row, 2).text = "市甲局"
    document.add_paragraph("附件：")
    compiled = compile_file(word(tmp_path, document))
    assert [(t.title, t.text, t.lead_units) for t in compiled.tasks] == [
        ("加强保护", "打击侵权。", ("市甲局",)),
        ("加强保护", "开展宣传。", ("市甲局",)),
    ]
    assert compiled.targets[0].value == 880


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"PK\x03\x04 torn", "damaged_docx"),
        ("a.docx", b"plain words", "damaged_docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "damaged_doc"),
        ("a.docx", b"", "empty_file"),
        ("a.txt", b"", "empty_file"),
        ("a.xlsx", b"PK", "damaged_xlsx"),
        ("a.zip", b"PK", "unknown_format"),
    ],
)
def test_what_cannot_be_read_gives_an_empty_programme_and_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    compiled = compile_file(path)
    assert (compiled.targets, compiled.tasks) == ((), ())
    assert [finding.code for finding in compiled.findings] == [code]
    assert "请" in compiled.findings[0].message


def test_an_empty_word_file_is_a_finding(tmp_path: Path) -> None:
    assert compile_file(word(tmp_path, docx.Document())).findings[0].code == "empty_document"
