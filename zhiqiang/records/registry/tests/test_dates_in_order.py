"""Dates that cannot both be true: the row is kept, the finding names place and pair."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.actions.chronology import number_year
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.staging import rows_of
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db
MARKS = ("注册号", "国际分类", "商标名称", "申请人名称", "申请日期", "注册公告日期", "专用权期限")
MARK = {"注册号": "12345678", "国际分类": "9", "商标名称": "甲", "申请人名称": "甲科技有限公司"}


def granted(filed: str, on: str, **more: str) -> dict[str, str]:
    """Return a row with these days and no publication."""
    return patent(1, 申请日=filed, 授权公告日=on, **({"公开(公告)日": ""} | more))


def take(tmp_path: Path, *rows: dict[str, str], name: str = "甲.csv") -> ImportResult:
    path = patents(tmp_path / name, list(rows), ("授权公告日", "失效日", "法律状态"))
    return import_file("patents", path, "测试员")


def days() -> list[tuple[date | None, ...]]:
    return rows_of("SELECT filed_on, published_on, granted_on FROM registry_right ORDER BY id")


def places(result: ImportResult) -> list[tuple[str, int, str]]:
    return [(one.code, one.cell.row, one.cell.column) for one in result.findings]


def test_of_a_grant_before_the_filing_in_one_year_neither_day_is_used(tmp_path):
    result = take(tmp_path, granted("2015-06-01", "2015-03-01"))
    assert (result.new, result.refused, days()) == (1, 0, [(None, None, None)])
    assert places(result) == [("dates_out_of_order", 2, "授权公告日")]
    message = result.findings[0].message
    assert "2015-03-01" in message and "2015-06-01" in message and "请核对" in message
    assert rows_of("SELECT kind FROM registry_event") == []
    assert take(tmp_path, granted("2015-06-01", "2015-03-01")).same == 1


def test_a_grant_before_the_year_of_the_number_is_wrong_and_the_filing_holds(tmp_path):
    result = take(tmp_path, granted("2015-06-01", "2013-03-01"))
    assert days() == [(date(2015, 6, 1), None, None)]
    assert "授权（注册）日未采用" in result.findings[0].message


def test_a_filing_after_the_year_of_the_number_is_wrong_and_the_grant_holds(tmp_path):
    result = take(tmp_path, granted("2018-06-01", "2017-03-01"))
    assert days() == [(None, None, date(2017, 3, 1))]
    assert {code for code, _, _ in places(result)} == {
        "dates_out_of_order",
        "date_contradicts_number",
    }


def test_a_publication_or_an_end_before_the_filing_is_named_at_its_column(tmp_path):
    rows = [
        patent(1, **{"公开(公告)日": "2014-03-02"}),
        patent(2, 失效日="2014-06-01", 法律状态="未缴年费"),
        patent(3, 授权公告日="2018-01-01", 失效日="2017-06-01", 法律状态="未缴年费"),
    ]
    result = take(tmp_path, *rows)
    assert [(code, row, column) for code, row, column in places(result)] == [
        ("dates_out_of_order", 2, "公开(公告)日"),
        ("dates_out_of_order", 3, "失效日"),
        ("dates_out_of_order", 4, "失效日"),
    ]
    assert {filed for filed, _, _ in days()} == {date(2015, 6, 1)}
    assert rows_of("SELECT kind FROM registry_event ORDER BY id") == [("grant",)]


def test_a_list_whose_grant_lies_before_the_known_filing_changes_nothing(tmp_path):
    take(tmp_path, patent(1))
    result = take(tmp_path, granted("", "2015-03-01"), name="乙.csv")
    assert (result.changed, result.same) == (0, 1)
    assert places(result) == [("dates_out_of_order", 2, "授权公告日")]
    assert days() == [(date(2015, 6, 1), date(2016, 3, 2), None)]


def test_a_list_whose_filing_lies_after_the_known_grant_changes_nothing(tmp_path):
    take(tmp_path, granted("2015-06-01", "2017-01-01"))
    result = take(tmp_path, patent(1, 申请日="2017-02-01", **{"公开(公告)日": ""}), name="乙.csv")
    assert days() == [(date(2015, 6, 1), None, date(2017, 1, 1))]
    assert ("dates_out_of_order", 2, "申请日") in places(result)


def test_days_of_two_rows_of_one_right_that_contradict_are_both_left_out(tmp_path):
    result = take(tmp_path, granted("2015-06-01", ""), granted("", "2015-02-01"))
    assert days() == [(None, None, None)]
    assert [code for code, _, _ in places(result)] == ["dates_out_of_order"]


def test_a_mark_registered_before_its_application_is_named(tmp_path):
    term = {"专用权期限": "2015年05月14日 至 2025年05月13日"}
    row = MARK | {"申请日期": "2016-01-01", "注册公告日期": "2015-05-14"}
    result = import_file("trademarks", write(tmp_path / "一.csv", MARKS, [row]), "测试员")
    assert places(result) == [("dates_out_of_order", 2, "注册公告日期")]
    assert days() == [(None, None, None)]
    result = import_file("trademarks", write(tmp_path / "二.csv", MARKS, [row | term]), "测试员")
    assert days() == [(None, None, date(2015, 5, 14))]
    assert "申请日未采用" in result.findings[0].message


@pytest.mark.parametrize(
    ("number", "year"), [("201310699744.2", 2013), ("85100001.2", 1985), ("02100001.2", 2002)]
)
def test_a_number_tells_its_year(number, year):
    assert number_year(number) == year
