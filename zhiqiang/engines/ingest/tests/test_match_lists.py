"""Which list a file is, told by its headings."""

import csv
from pathlib import Path

import pytest

from zhiqiang.engines.ingest import load_source, matches, read_heads, sheets_as
from zhiqiang.kernel.errors import UnreadableFile

FOLDER = Path(__file__).resolve().parents[4] / "catalogue" / "sources"
SOURCES = [load_source(FOLDER, path.stem) for path in sorted(FOLDER.glob("*.yml"))]


def write(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.key)
def test_a_list_with_its_own_headings_is_known_for_what_it_is(source, tmp_path):
    path = write(tmp_path / "a.csv", [column.heading for column in source.columns])
    best = matches(read_heads(path), "a.csv", SOURCES)[0]
    assert (best.source.key, best.fits, best.unknown) == (source.key, True, 0)


def test_titles_above_and_strange_columns_do_not_hide_what_it_is(tmp_path):
    path = write(
        tmp_path / "a.csv",
        ["全市商标注册清单（2024 年）"],
        ["注册号", "国际分类", "商标名称", "申请人名称", "经办人"],
    )
    best = matches(read_heads(path), "a.csv", SOURCES)[0]
    assert (best.source.key, best.used, best.unknown) == ("trademarks", 4, 1)
    assert best.plans[0].heading_row == 2


def test_a_list_that_lacks_a_demanded_column_is_proposed_and_says_what_is_missing(tmp_path):
    path = write(tmp_path / "a.csv", ["注册号", "商标名称", "申请人名称", "商标状态"])
    best = matches(read_heads(path), "a.csv", SOURCES)[0]
    assert (best.source.key, best.fits) == ("trademarks", False)
    assert "国际分类" in best.faults[0].message


def test_a_file_without_known_headings_matches_nothing(tmp_path):
    assert (
        matches(read_heads(write(tmp_path / "a.csv", ["甲", "乙"], ["1", "2"])), "a.csv", SOURCES)
        == []
    )


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile):
        matches(read_heads(path), "a.csv", SOURCES)


def test_a_source_is_taught_headings_and_keeps_what_it_says_itself(tmp_path):
    path = write(
        tmp_path / "a.csv", ["专利号码", "专利名称", "申请日", "持有单位", "所属类别", "经办人"]
    )
    patents = next(one for one in SOURCES if one.key == "patents")
    assert matches(read_heads(path), "a.csv", [patents]) == []
    (sheet,) = sheets_as(read_heads(path), "a.csv", patents)
    assert sheet.fields == (None, "title", "filed_on", None, None, None)
    taught = patents.taught(
        {
            "专利号码": "application_number",
            "所属类别": "kind",
            "持有单位": "holders",
            "经办人": "",
            "专利名称": "",
            "旧列": "no_such_field",
        }
    )
    (best,) = matches(read_heads(path), "a.csv", [taught])
    assert best.fits
    read = best.plans[0].fields
    assert read == ("application_number", "title", "filed_on", "holders", "kind", None)
    assert {"旧列", "专利名称"}.isdisjoint(taught.ignore) and "经办人" in taught.ignore
    assert patents.taught({}) == patents


def test_headings_that_nobody_declared_are_found_below_titles_and_above_numbers(tmp_path):
    parties = next(one for one in SOURCES if one.key == "parties")
    path = write(
        tmp_path / "a.csv",
        ["重点企业一览"],
        ["", "二〇二四年", ""],
        ["1", "甲公司", "3"],
        ["户名", "办公楼", "", "座机号"],
        ["2", "乙公司", "4"],
    )
    (sheet,) = sheets_as(read_heads(path), "a.csv", parties)
    assert (sheet.heading_row, sheet.headings) == (
        4,
        ("户名", "办公楼", "（第 3 列无列名）", "座机号"),
    )
    numbers = write(tmp_path / "b.csv", ["1", "2.5"], ["2024-01-01", "80%"])
    assert sheets_as(read_heads(numbers), "b.csv", parties) == []
