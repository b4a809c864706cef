"""Word: what is printed is what is read: numbers, tables, boxes, notes, accepted changes."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler.inputs import Limits, Manuscript
from zhiqiang.engines.compiler.inputs.number_formats import printed
from zhiqiang.engines.compiler.inputs.readers import read_as
from zhiqiang.engines.compiler.inputs.tests.papers import (
    cell,
    in_list,
    level,
    package,
    paragraph,
    run,
)

LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def read(body: str, **parts: str) -> Manuscript:
    return read_as("word", package(body, **parts), "方案.docx", Limits())


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.split("\n")


def test_automatic_numbers_are_printed_and_count_anew_under_each_heading() -> None:
    body = "".join(
        paragraph(words, in_list(1, at))
        for words, at in [
            ("目标", 0), ("近期", 1), ("远期", 1), ("任务", 0), ("培育", 1), ("企业", 2),
            ("机构", 2), ("其一", 3), ("保护", 1), ("执法", 2),
        ]
    )  # fmt: skip
    assert lines(body, numbering=LISTS) == [
        "一、目标", "（一）近期", "（二）远期", "二、任务", "（一）培育", "1.企业", "2.机构",
        "①其一", "（二）保护", "1.执法",
    ]  # fmt: skip


def test_lists_restart_where_they_say_so_and_symbols_are_no_text() -> None:
    body = (
        paragraph("甲", in_list(1))
        + paragraph("乙", in_list(3))
        + paragraph("丙", in_list(3))
        + paragraph("总则", in_list(2))
        + paragraph("范围", in_list(2, 1))
        + paragraph("要点", in_list(2, 2))
        + paragraph("无号", in_list(0))
        + paragraph("缺表", in_list(77))
    )
    assert lines(body, numbering=LISTS) == [
        "一、甲", "五、乙", "六、丙", "1 总则", "1.1 范围", "要点", "无号", "缺表",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "way", "words"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (20, "decimalEnclosedCircle", "⑳"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (9, "none", ""),
        (9, "a format to come", "9"),
    ],
)
def test_every_usual_format_of_numbers(number: int, way: str, words: str) -> None:
    assert printed(number, way) == words


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="本市标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)


def test_heading_styles_give_levels_and_numbers_and_the_contents_are_left_out() -> None:
    body = (
        paragraph("总体要求\t1", '<w:pStyle w:val="TOC1"/>')
        + paragraph("总体要求", '<w:pStyle w:val="1"/>')
        + paragraph("正文")
        + paragraph("重点任务", '<w:pStyle w:val="11"/>')
        + paragraph("附则", '<w:outlineLvl w:val="1"/>')
    )
    found = read(body, styles=STYLES, numbering=LISTS)
    assert found.text.split("\n") == ["一、总体要求", "正文", "二、重点任务", "附则"]
    assert found.headings == ((0, 1), (2, 1), (3, 2))


def test_changes_are_read_as_accepted_and_reported() -> None:
    body = (
        "<w:p>" + run("新增") + f'<w:ins w:id="1">{run("20")}</w:ins>'
        '<w:del w:id="2"><w:r><w:delText>10</w:delText></w:r></w:del>' + run("家") + "</w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>' + run("前半句，") + "</w:p>"
        + paragraph("后半句。")
        + "<w:tbl><w:tr><w:trPr><w:del w:id='4'/></w:trPr>" + cell("旧") + cell("行") + "</w:tr>"
        "<w:tr>" + cell("新") + cell("行") + "</w:tr></w:tbl>"
    )  # fmt: skip
    found = read(body)
    assert found.text.split("\n") == ["新增20家", "前半句，后半句。", "新\t行"]
    assert [finding.code for finding in found.findings] == ["tracked_changes"]


def test_boxes_stand_after_their_paragraph_once_and_notes_at_the_end() -> None:
    box = f"<w:txbxContent>{paragraph('专栏一')}{paragraph('新增三家')}</w:txbxContent>"
    body = (
        "<w:p>" + run("正文甲") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p>" + run("高价值发明专利") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("拥有量") + "</w:p>"
    )  # fmt: skip
    note = f'<w:footnote w:id="2">{paragraph("指符合条件的专利。")}</w:footnote>'
    found = read(body, footnotes=note)
    assert found.text.split("\n") == [
        "正文甲", "专栏一", "新增三家", "高价值发明专利拥有量", "注：指符合条件的专利。",
    ]  # fmt: skip
    places = [found.anchors.at(found.text.index(words)) for words in ("专栏", "注：", "正文")]
    assert [place.part for place in places if place] == ["textbox", "footnote", "body"]


def test_fields_print_their_result_and_hidden_words_nothing() -> None:
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("第3项")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>公开</w:t></w:r><w:r><w:br/><w:t>下行</w:t></w:r></w:p>"
    )  # fmt: skip
    found = read(body)
    assert found.text == "第3项公开\n下行"
    assert [finding.code for finding in found.findings] == ["hidden_text"]


TABLE = (
    "<w:tbl>"
    "<w:tr>" + cell("类别") + cell("序号") + cell("指标", '<w:gridSpan w:val="2"/>') + "</w:tr>"
    "<w:tr>" + cell("创造", '<w:vMerge w:val="restart"/>') + f"<w:tc><w:tcPr/>{paragraph('', in_list(2))}</w:tc>"
    + cell("专利") + "<w:tc>" + paragraph("市甲局") + paragraph("市乙局") + "</w:tc></w:tr>"
    "<w:tr>" + cell("", "<w:vMerge/>") + f"<w:tc><w:tcPr/>{paragraph('', in_list(2))}</w:tc>"
    + f"<w:sdt><w:sdtContent>{cell('商标')}</w:sdtContent></w:sdt>" + cell("市丙局") + "</w:tr></w:tbl>"
)  # fmt: skip


def test_a_table_keeps_merged_cells_and_automatic_numbers_and_knows_its_places() -> None:
    found = read(paragraph("表头") + TABLE, numbering=LISTS)
    assert found.text.split("\n") == [
        "表头",
        "类别\t序号\t指标\t",
        "创造\t1\t专利\t市甲局 市乙局",
        "创造\t2\t商标\t市丙局",
    ]
    place = found.anchors.at(found.text.index("市丙局"))
    assert place is not None
    assert (place.table, place.row, place.column) == (1, 3, 4)
    assert place.as_json()["label"] == "表 1 第 3 行第 4 列"


def test_a_table_of_one_column_is_a_box_of_paragraphs() -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('专栏1 重点工程')}{paragraph('新增3家。')}</w:tc></w:tr></w:tbl>"
    assert lines(body) == ["专栏1 重点工程", "新增3家。"]


def test_pages_are_those_that_the_word_processor_noted() -> None:
    body = paragraph("一页") + (
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>二页开头</w:t></w:r>"
        "<w:r><w:lastRenderedPageBreak/><w:t>三页接着</w:t></w:r></w:p>"
    ) + paragraph("三页")  # fmt: skip
    found = read(body)
    pages = [found.anchors.at(at) for at in (0, found.text.index("二页"), len(found.text) - 1)]
    assert [place.page for place in pages if place] == [1, 2, 3]


def test_the_strict_variant_of_the_format_is_the_same_document() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<s:p xmlns:s="{strict}"><s:r><s:t>新增3家</s:t></s:r></s:p>'
    assert lines(body) == ["新增3家"]
