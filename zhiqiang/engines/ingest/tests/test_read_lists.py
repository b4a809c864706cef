"""Whole files: encodings, headings, rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.engines import ingest
from zhiqiang.engines.ingest.declaration import Source
from zhiqiang.kernel.divisions import Division, Divisions
from zhiqiang.kernel.errors import BadCatalogue, NotFound, UnreadableFile

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
SOURCE = Source.model_validate(
    {
        "key": "deals",
        "title": "合同清单",
        "about": "测试用",
        "keeps": "events",
        "one_of": [["number", "note"]],
        "columns": [
            {"heading": "名称", "field": "name", "type": "text", "required": True, "filled": True},
            {"heading": "编号", "field": "number", "type": "text", "aliases": ["合同编号", "No."]},
            {"heading": "日期", "field": "on", "type": "date", "required": True, "latest": "today"},
            {"heading": "金额", "field": "amount", "type": "money"},
            {"heading": "各方", "field": "parties", "type": "names", "separators": ";；|"},
            {
                "heading": "种类",
                "field": "kind",
                "type": "choice",
                "values": {"a": ["甲"], "b": ["乙"]},
            },
            {"heading": "地区", "field": "region", "type": "region_code", "on_bad": "blank"},
            {"heading": "说明", "field": "note", "type": "text", "longest": 10},
        ],
        "ignore": ["序号"],
    }
)
AROUND = ingest.Surroundings(
    date(2026, 1, 1), {}, Divisions([Division("990000", "甲省"), Division("990100", "乙市")])
)
HEAD = "名称,编号,日期,金额,各方,种类,地区,说明\n"


def _read(path: Path, source: Source = SOURCE):
    with ingest.opened(path, path.name, source, AROUND) as reading:
        chunks = [] if reading.is_refused else list(reading.chunks())
    findings = [*reading.findings, *(one for chunk in chunks for one in chunk.findings)]
    kept = [
        {name: values[index] for name, values in chunk.values.items()}
        for chunk in chunks
        for index in range(len(chunk.numbers))
        if index not in chunk.refused
    ]
    return kept, findings, chunks


def _text(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "合同.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def _codes(findings) -> list[str]:
    return [one.code for one in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_one_list_reads_the_same_in_every_encoding(tmp_path, encoding):
    path = _text(tmp_path, HEAD + "𬭎䶮公司,1,2024-01-02,3.5,张三；李四,甲,990100,无\n", encoding)
    kept, findings, _ = _read(path)
    assert kept[0]["name"] == "𬭎䶮公司"
    assert kept[0]["parties"] == ("张三", "李四")
    assert findings == []


def test_bytes_that_no_encoding_explains_refuse_the_file(tmp_path):
    path = tmp_path / "坏.csv"
    path.write_bytes(HEAD.encode() + b"\xff\xff\xff\x80\n")
    with pytest.raises(UnreadableFile, match="编码"):
        _read(path)


ROWS = [f"第{n}号某某科技有限公司,{n},2024-01-02,3.5,张三,甲,990100,无\n" for n in range(1, 41)]


@pytest.mark.parametrize(
    ("own", "line_of_utf8", "line_of_others"),
    [(range(1), 1, 2), (range(12, 14), 13, 1), (range(30), 1, 31)],
)
def test_two_encodings_in_one_file_refuse_it_with_both_places(
    tmp_path, own, line_of_utf8, line_of_others
):
    lines = [
        line.encode("utf-8" if n in own else "gb18030") for n, line in enumerate([HEAD, *ROWS])
    ]
    path = tmp_path / "合并.csv"
    path.write_bytes(b"".join(lines))
    byte = len(b"".join(lines[: line_of_others - 1])) + 1
    with pytest.raises(UnreadableFile) as refused:
        _read(path)
    assert str(refused.value) == (
        f"文件的文字编码前后不一：第 {line_of_utf8} 行是 UTF-8，第 {line_of_others} 行不是"
        f"（第 {byte} 个字节起）。请把两部分分别另存为 xlsx 或 UTF-8 的 CSV 后再导入。"
    )


def test_headings_in_another_encoding_than_the_rows_are_said_to_be_so(tmp_path):
    path = tmp_path / "合并.csv"
    path.write_bytes(HEAD.encode("gb18030") + "".join(ROWS).encode())
    _, findings, _ = _read(path)
    assert _codes(findings) == ["damaged_headings"]
    assert "编码" in findings[0].message


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_list_in_gb18030_is_never_taken_for_a_mixed_one(tmp_path, name):
    kept, _, _ = _read(_text(tmp_path, f"{HEAD}{name},1,2024-01-02\n", "gb18030"))
    assert kept[0]["name"] == name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf\r\n", "空的"),
        (b"PK\x03\x04 not a workbook at all", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "损坏"),
        (b"<html><table></table></html>", "网页"),
        (b"%PDF-1.4", "PDF"),
        ('名称,编号\n"没有结尾,1\n'.encode(), "引号"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path, content, message):
    path = tmp_path / "文件.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        _read(path)


def _workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    book.close()
    return path


def test_a_workbook_is_read_under_title_lines_and_above_notes(tmp_path):
    rows = [
        ["某市合同清单", "", ""],
        ["数据截止：2024-12-31"],
        [],
        ["序号", "名称", "合同编号", "日期", "金额（万元）"],
        [1, "一号", "A1", date(2024, 5, 6), 12.5],
        [2, "二号", "A2", 45486, "3"],
        [],
        ["合计", "", "", "", 15.5],
        ["注：金额为合同金额。"],
    ]
    path = _workbook(tmp_path / "表.xlsx", {"说明": [["填表说明"]], "明细": rows})
    kept, findings, chunks = _read(path)
    assert [one["on"] for one in kept] == [date(2024, 5, 6), date(2024, 7, 13)]
    assert [str(one["amount"]) for one in kept] == ["125000.00", "30000.00"]
    assert chunks[0].numbers == [5, 6]
    assert sorted(_codes(findings)) == ["not_data", "sheet_passed_over"]


def test_a_workbook_named_csv_is_a_workbook(tmp_path):
    path = _workbook(
        tmp_path / "表.xlsx", {"明细": [["名称", "编号", "日期"], ["一号", 1, "2024-01-01"]]}
    )
    renamed = path.rename(tmp_path / "表.csv")
    assert [one["name"] for one in _read(renamed)[0]] == ["一号"]


def test_every_row_that_is_refused_says_why_and_the_rest_is_kept(tmp_path):
    lines = [
        "好的,1,2024-01-01,5,,,,",
        ",2,2024-01-01,,,,,",
        "坏日期,3,2024-02-30,,,,,",
        "未来,4,2030-01-01,,,,,",
        "坏种类,5,2024-01-01,,,丙,,",
        "坏金额,6,2024-01-01,约五万,,,,",
        "没有编号,,2024-01-01,,,,,",
        "串列,8,2024-01-01,,,,,,,多余",
        "说明太长,9,2024-01-01,,,,,一二三四五六七八九十一",
        "坏地区,10,2024-01-01,,,,123,",
    ]
    kept, findings, chunks = _read(_text(tmp_path, HEAD + "\n".join(lines) + "\n"))
    assert [one["name"] for one in kept] == ["好的", "坏地区"]
    assert [(one.cell.row, one.code) for one in sorted(findings, key=lambda f: f.cell.row)] == [
        (3, "cell_empty"), (4, "impossible_date"), (5, "date_out_of_range"),
        (6, "unknown_category"), (7, "not_a_number"), (8, "key_missing"), (9, "too_many_cells"),
        (10, "text_too_long"), (11, "bad_region_code"),
    ]  # fmt: skip
    assert kept[1]["region"] is None
    assert all(one.message and one.cell.file == "合同.csv" for one in findings)


def test_a_missing_column_refuses_the_file_and_names_the_column(tmp_path):
    kept, findings, _ = _read(_text(tmp_path, "名称,编号,金额,各方\n一号,1,2,3\n"))
    assert kept == []
    assert _codes(findings) == ["missing_column"]
    assert "“日期”" in findings[0].message


def test_doubled_and_unknown_columns_are_named_and_the_first_is_used(tmp_path):
    text = "名称,名称,编号,日期,备用\n一号,二号,1,2024-01-01,x\n"
    kept, findings, chunks = _read(_text(tmp_path, text))
    assert kept[0]["name"] == "一号"
    assert sorted(_codes(findings)) == ["duplicate_column", "unknown_column"]
    assert chunks[0].sheet.headings == ("名称", "名称(2)", "编号", "日期", "备用")
    assert [column[0] for column in chunks[0].columns] == ["一号", "二号", "1", "2024-01-01", "x"]


def test_a_file_of_another_kind_is_refused_with_what_was_seen(tmp_path):
    _, findings, _ = _read(_text(tmp_path, "姓名,年龄\n甲,1\n"))
    assert _codes(findings) == ["no_headings"]
    assert "姓名" in findings[0].message and "名称" in findings[0].message


def test_formulas_in_text_cells_stay_text(tmp_path):
    kept, _, _ = _read(_text(tmp_path, HEAD + "=cmd|'/c calc'!A0,1,2024-01-01,,,,,\n"))
    assert kept[0]["name"] == "=cmd|'/c calc'!A0"


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=400))
def test_no_bytes_make_reading_fail_otherwise_than_as_unreadable(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(HEAD.encode() + content)
    try:
        kept, findings, chunks = _read(path)
    except UnreadableFile as error:
        assert str(error)
        return
    rows = sum(len(chunk.numbers) for chunk in chunks)
    refused = sum(len(chunk.refused) for chunk in chunks)
    assert len(kept) + refused == rows


def test_every_source_of_the_catalogue_loads_with_its_closed_lists():
    keys = sorted(path.stem for path in (CATALOGUE / "sources").glob("*.yml"))
    assert "patents" in keys and "pledges" in keys
    for key in keys:
        source = ingest.load_source(CATALOGUE / "sources", key)
        codes = ingest.load_codes(CATALOGUE / "codes", source.code_lists)
        around = ingest.Surroundings(date(2026, 1, 1), codes, AROUND.divisions)
        for column in source.columns:
            ingest.cells.column_parser(column, around)


def test_a_source_that_is_not_declared_is_named_with_those_that_are():
    with pytest.raises(NotFound, match="patents"):
        ingest.load_source(CATALOGUE / "sources", "../codes/levels")


def test_a_heading_that_means_two_columns_is_refused(tmp_path):
    (tmp_path / "x.yml").write_text(
        "title: 一\nabout: 二\nkeeps: rights\ncolumns:\n"
        "- {heading: 名称, field: a, type: text}\n- {heading: 名 称, field: b, type: text}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadCatalogue, match="名 称"):
        ingest.load_source(tmp_path, "x")
