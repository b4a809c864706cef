"""Papers laid out by a template that an office made in Word."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhiqiang.engines.documents import Column, OfficialDocument
from zhiqiang.engines.documents.official import MARK
from zhiqiang.engines.documents.styles import STYLES
from zhiqiang.engines.documents.templates import blank, check
from zhiqiang.kernel.errors import UnreadableFile


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return a template with a letterhead, an imprint, larger headings and a narrower page."""
    path = tmp_path / "template.docx"
    blank().save(path)
    document = Document(str(path))
    mark = next(one for one in document.paragraphs if one.text == MARK)
    mark.insert_paragraph_before("某市知识产权局文件")
    document.add_paragraph("抄送：市政府办公室")
    document.styles["公文层次标题"].font.size = Pt(20)
    document.sections[0].left_margin = Mm(40)
    document.save(str(path))
    return path


def written(template: Path | None) -> Document:
    paper = OfficialDocument(template=template)
    paper.title("通报")
    paper.heading("一、总体情况")
    paper.paragraph("达到进度。")
    paper.table([Column("目标", 1), Column("值", 1, True)], [("专利", 12)])
    paper.turn_landscape()
    paper.heading("附件1")
    out = io.BytesIO()
    paper.save(out)
    return Document(io.BytesIO(out.getvalue()))


def test_the_text_stands_where_the_mark_stood_and_annexes_after_the_imprint(template: Path) -> None:
    check(template)
    texts = [one.text for one in written(template).paragraphs if one.text]
    assert texts == [
        "某市知识产权局文件", "通报", "一、总体情况", "达到进度。", "抄送：市政府办公室", "附件1"
    ]  # fmt: skip


def test_the_look_is_that_of_the_template(template: Path) -> None:
    made = written(template)
    heading = next(one for one in made.paragraphs if one.text == "一、总体情况")
    assert heading.style.name == "公文层次标题" and heading.style.font.size == Pt(20)
    assert heading.runs[0].font.size is None
    upright, turned = made.sections
    assert round(upright.left_margin / Mm(1)) == 40
    assert turned.page_width > turned.page_height
    assert turned.top_margin == upright.left_margin


def test_without_a_template_the_styles_are_those_of_the_standard() -> None:
    made = written(None)
    fonts = {
        one.name: made.styles[one.name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for one in STYLES
    }
    assert fonts["公文标题"] == "方正小标宋简体" and fonts["公文正文"] == "仿宋_GB2312"
    assert made.styles["公文正文"].paragraph_format.first_line_indent == Pt(32)


def test_a_style_that_the_template_lacks_comes_from_the_standard(tmp_path: Path) -> None:
    path = tmp_path / "bare.docx"
    bare = Document()
    bare.add_paragraph(MARK)
    bare.save(str(path))
    check(path)
    assert written(path).styles["公文标题"].font.size == Pt(22)


@pytest.mark.parametrize(
    ("paragraphs", "what"),
    [([], "现在没有"), ([MARK, MARK], "现在有 2 个"), ([f"见{MARK}"], "现在没有")],
)
def test_a_template_has_one_mark_that_stands_alone(
    tmp_path: Path, paragraphs: list[str], what: str
) -> None:
    path = tmp_path / "odd.docx"
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    with pytest.raises(UnreadableFile, match=what):
        check(path)


def test_files_that_are_no_word_files_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "odd.docx"
    path.write_bytes(b"not a document")
    with pytest.raises(UnreadableFile, match=r"不是 \.docx 文件"):
        check(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w")
    with pytest.raises(UnreadableFile, match="已损坏"):
        check(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bmp", bytes(25 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="超过 20 MB"):
        check(path)


def test_macros_and_what_leads_outside_are_refused(template: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(template, "a") as package:
        package.writestr("word/vbaProject.bin", b"0")
    with pytest.raises(UnreadableFile, match="宏"):
        check(template)
    path = tmp_path / "far.docx"
    blank().save(path)
    document = Document(str(path))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part._settings_part.relate_to("http://far.example/t.dotm", kind, is_external=True)
    document.save(str(path))
    with pytest.raises(UnreadableFile, match=r"外部内容（http://far\.example"):
        check(path)
