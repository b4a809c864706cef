"""Bad lists: a clear finding each, nothing half-stored, the rest of the file kept."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter
from django.conf import settings

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.files.models import StoredFile
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Batch, Party, Right, Statistic
from zhiqiang.records.registry.tests.lists import PATENT_HEADINGS, numbered, patent, patents, write

pytestmark = pytest.mark.django_db


def _nothing_stored() -> bool:
    kept = [Right, Party, Batch, StoredFile, Entry]
    return not any(model.objects.for_program("test").exists() for model in kept)


def _cells_kept() -> int:
    return len(list((settings.HOME / "imports").glob("*.parquet")))


def _workbook(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("明细")
    sheet.write_row(0, 0, PATENT_HEADINGS)
    row = patent(1)
    sheet.write_row(1, 0, [row[name] for name in PATENT_HEADINGS])
    book.close()
    return path


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "unreadable_file", "空的"),
        (b"PK\x03\x04broken", "unreadable_file", "损坏"),
        (b"\xff\xfeA\x00B", "unreadable_file", "损坏"),
        ("申请号,专利类型,申请人\n1,2,3\n".encode(), "missing_column", "名称"),
        (",".join(PATENT_HEADINGS).encode(), "no_rows", "没有数据行"),
        ("姓名,电话\n甲,1\n".encode(), "no_headings", "专利清单"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_whole(tmp_path, content, code, words):
    path = tmp_path / "清单.csv"
    path.write_bytes(content)
    before = _cells_kept()
    result = import_file("patents", path, "测试员")
    assert result.is_refused and result.rows == 0
    assert [one.code for one in result.errors] == [code]
    assert words in "".join(one.message for one in result.errors)
    assert _nothing_stored() and _cells_kept() == before


def test_a_workbook_that_lost_its_end_is_refused(tmp_path):
    whole = _workbook(tmp_path / "甲.xlsx").read_bytes()
    path = tmp_path / "乙.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    result = import_file("patents", path, "测试员")
    assert [one.code for one in result.findings] == ["unreadable_file"]
    assert _nothing_stored()


def test_a_workbook_whose_sheet_is_damaged_inside_is_refused(tmp_path):
    source = _workbook(tmp_path / "甲.xlsx")
    path = tmp_path / "乙.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:60] if name.endswith("sheet1.xml") else content)
    result = import_file("patents", path, "测试员")
    assert result.is_refused and _nothing_stored()


def test_a_workbook_renamed_csv_is_taken_over(tmp_path):
    path = _workbook(tmp_path / "甲.xlsx").rename(tmp_path / "甲.csv")
    assert import_file("patents", path, "测试员").new == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    result = import_file("patents", tmp_path / "没有.csv", "测试员")
    assert [one.code for one in result.findings] == ["unreadable_file"]


def test_a_source_that_is_not_declared_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="patents"):
        import_file("nothing", patents(tmp_path / "甲.csv", [patent(1)]), "测试员")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_lists_in_other_encodings_are_taken_over(tmp_path, encoding):
    path = write(tmp_path / "甲.csv", PATENT_HEADINGS, [patent(1)], encoding)
    assert import_file("patents", path, "测试员").new == 1
    assert Right.objects.for_program("test").get().title == "一种第1号装置"


def test_broken_rows_are_refused_one_by_one_with_place_and_reason(tmp_path):
    rows = [
        patent(1),
        patent(2, 申请号="2.0131E+11"),
        patent(3, 申请日="2015-02-30"),
        patent(4, 申请日="1975-01-01"),
        patent(5, 专利类型="软件"),
        patent(6, 申请号="CN105418762B"),
        patent(7, 申请号="", **{"公开(公告)号": ""}),
        patent(8, 申请人=""),
        patent(9, **{"公开(公告)号": "CN105000009Z"}),
        patent(10, 申请号=numbered(2015, 1, 10) + ".0"),
        patent(11),
    ]
    result = import_file("patents", patents(tmp_path / "甲.csv", rows), "测试员")
    assert (result.rows, result.new, result.refused) == (11, 2, 9)
    assert [(one.cell.row, one.code) for one in sorted(result.errors, key=lambda f: f.cell.row)] == [
        (3, "bad_application_number"), (4, "impossible_date"), (5, "date_out_of_range"),
        (6, "unknown_category"), (7, "bad_application_number"), (8, "key_missing"),
        (9, "key_missing"), (10, "bad_publication_number"), (11, "bad_application_number"),
    ]  # fmt: skip
    assert all("。" in one.message and one.cell.file == "甲.csv" for one in result.errors)
    batch = Batch.objects.for_program("test").get()
    assert batch.findings.filter(severity="error").count() == 9


def test_statistics_of_regions_that_do_not_exist_are_refused(tmp_path):
    headings = ("指标", "区划代码", "年度", "数值", "单位")
    rows = [
        {"指标": "常住人口", "区划代码": "330300", "年度": "2023", "数值": "976.1", "单位": "万人"},
        {"指标": "常住人口", "区划代码": "998877", "年度": "2023", "数值": "1", "单位": "万人"},
        {
            "指标": "地区生产总值",
            "区划代码": "330300",
            "年度": "2023",
            "数值": "8730.6",
            "单位": "亿元",
        },
        {"指标": "地区生产总值", "区划代码": "330300", "年度": "2022", "数值": "1", "单位": "万人"},
        {"指标": "不知道", "区划代码": "330300", "年度": "2022", "数值": "1"},
    ]
    result = import_file("statistics", write(tmp_path / "统计.csv", headings, rows), "测试员")
    assert (result.rows, result.new, result.refused) == (5, 2, 3)
    assert [one.code for one in sorted(result.errors, key=lambda f: f.cell.row)] == [
        "unknown_region", "unit_does_not_fit", "unknown_category",
    ]  # fmt: skip
    assert dict(Statistic.objects.for_program("test").values_list("key", "value")) == {
        "population": 9_761_000, "gdp": 873_060_000_000,
    }  # fmt: skip


def test_statistics_that_cannot_be_are_refused_by_what_they_count(tmp_path):
    headings = ("指标", "区划代码", "年度", "数值", "单位")
    given = [("常住人口", "-5", "万人"), ("常住人口", "0", "人"), ("地区生产总值", "-1", "亿元")]
    given += [("知识产权保护社会满意度", "101", "分"), ("版权产业增加值占GDP比重", "-0.1", "%")]
    rows = [
        {"指标": name, "区划代码": "330300", "年度": str(2019 + n), "数值": value, "单位": unit}
        for n, (name, value, unit) in enumerate(given)
    ]
    result = import_file("statistics", write(tmp_path / "统计.csv", headings, rows), "测试员")
    assert (result.new, result.refused) == (1, 4)
    assert [(one.code, one.cell.row, one.cell.column) for one in result.errors] == [
        ("out_of_range", row, "数值") for row in (2, 4, 5, 6)
    ]
    assert "常住人口" in result.errors[0].message and "-50000" in result.errors[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_damaged_byte_costs_its_row_and_no_other(tmp_path, encoding):
    path = write(tmp_path / "甲.csv", PATENT_HEADINGS, [patent(n) for n in range(1, 7)], encoding)
    whole = path.read_bytes()
    at = whole.index("一种第4号装置".encode(encoding.removesuffix("-sig")))
    path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
    result = import_file("patents", path, "测试员")
    assert (result.rows, result.new, result.refused) == (6, 5, 1)
    assert [(one.code, one.cell.row, one.cell.column) for one in result.errors] == [
        ("damaged_bytes", 5, "名称")
    ]


def test_a_file_of_no_known_encoding_is_refused_with_the_place(tmp_path):
    path = write(tmp_path / "甲.csv", PATENT_HEADINGS, [patent(1), patent(2)])
    path.write_bytes(
        bytes(0xFF if one > 0x7F and n % 2 else one for n, one in enumerate(path.read_bytes()))
    )
    result = import_file("patents", path, "测试员")
    assert result.is_refused and "第 1 个字节出错" in result.errors[0].message


def test_a_repeated_row_is_named_with_the_row_that_it_repeats_in_order_of_the_rows(tmp_path):
    rows = [patent(1), patent(2) | {"申请日": "2019-13-45"}, patent(1), patent(3), patent(1)]
    result = import_file("patents", patents(tmp_path / "x.csv", rows), "王某")
    told = [(one.code, one.cell.row) for one in result.findings if one.cell and one.cell.row > 1]
    assert [row for _, row in told] == sorted(row for _, row in told)
    assert [row for code, row in told if code == "repeated_row"] == [4, 6]
    messages = [one.message for one in result.findings if one.code == "repeated_row"]
    assert messages == [
        "本行与第 2 行的内容相同，只接收一次。",
        "本行与第 4 行的内容相同，只接收一次。",
    ]
    assert (result.new, result.same) == (3 - 1, 2)
