"""Events that do not fit what is known are kept and questioned, with their row."""

from __future__ import annotations

import pytest

from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Event
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

pytestmark = pytest.mark.django_db
NUMBER = numbered(2015, 1, 1)
EVENTS = ("申请号", "事务类型", "事务日期", "原权利人", "新权利人", "登记号", "新区划代码")
PLEDGES = ("质押登记号", "专利号", "出质人", "质权人", "登记日", "金额")


@pytest.fixture
def register(tmp_path):
    row = patent(1) | {"授权公告日": "2017-05-05"}
    return import_file("patents", patents(tmp_path / "专利.csv", [row], ("授权公告日",)), "测试员")


def _events(tmp_path, *rows):
    told = [dict(zip(EVENTS, (NUMBER, *row), strict=False)) for row in rows]
    return import_file("patent_events", write(tmp_path / "事务.csv", EVENTS, told), "测试员")


def _pledge(tmp_path, day):
    row = dict(zip(PLEDGES, ("Y1", NUMBER, "甲科技有限公司", "某银行", day, "100"), strict=True))
    return import_file("pledges", write(tmp_path / f"质押{day}.csv", PLEDGES, [row]), "测试员")


def _codes(result):
    return [(one.code, one.cell.row) for one in result.findings if one.cell.row > 1]


def test_a_pledge_of_a_lapsed_right_is_kept_and_questioned(register, tmp_path):
    _events(tmp_path, ("CF01", "2018-06-01"))
    result = _pledge(tmp_path, "2019-01-01")
    assert (result.new, result.refused) == (1, 0)
    assert _codes(result) == [("event_of_ended_right", 2)]
    assert "2018-06-01" in result.findings[0].message and "质押登记" in result.findings[0].message


@pytest.mark.parametrize("day", ["2018-05-31", "2018-06-01", "2019-03-01"])
def test_a_pledge_before_the_end_or_after_the_restoration_is_not(register, tmp_path, day):
    _events(tmp_path, ("CF01", "2018-06-01"), ("RR01", "2019-02-01"))
    assert _codes(_pledge(tmp_path, day)) == []


def test_an_event_before_the_filing_is_refused(register, tmp_path):
    result = _pledge(tmp_path, "2014-01-01")
    assert (result.new, result.refused) == (0, 1)
    assert _codes(result) == [("event_before_filing", 2)]


def test_a_transfer_to_oneself_and_one_that_comes_back_on_its_day_are_questioned(
    register, tmp_path
):
    own, other = "甲科技有限公司", "乙科技有限公司"
    result = _events(tmp_path, ("TR01", "2019-01-01", own, own, "Z1", "330302"))
    assert ("same_on_both_sides", 2) in _codes(result)
    circle = _events(
        tmp_path,
        ("TR01", "2020-01-01", own, other, "Z2", "330302"),
        ("TR01", "2020-01-01", other, own, "Z3", "330302"),
    )
    assert [one for one in _codes(circle) if one[0] == "circular_transfer"] == [
        ("circular_transfer", 2),
        ("circular_transfer", 3),
    ]
    assert Event.objects.for_program("test").filter(kind="transfer").count() == 3


def test_a_withdrawn_open_licence_makes_two_events_of_one_row(register, tmp_path):
    headings = ("专利号", "专利权人", "声明公告日", "撤回公告日")
    row = dict(zip(headings, (NUMBER, "甲科技有限公司", "2023-01-05", "2024-01-05"), strict=True))
    path = write(tmp_path / "开放许可.csv", headings, [row])
    result = import_file("open_licences", path, "测试员")
    assert (result.rows, result.new) == (1, 1)
    kinds = (
        Event.objects.for_program("test").filter(kind__startswith="open").order_by("happened_on")
    )
    assert [(one.kind, str(one.happened_on)) for one in kinds] == [
        ("open_licence", "2023-01-05"), ("open_licence_end", "2024-01-05"),
    ]  # fmt: skip


def test_an_unpaid_fee_and_its_payment_are_two_facts_and_one_patent_year(register, tmp_path):
    headings = ("申请号", "年度", "应缴日期", "缴费日期", "金额")
    told = [(NUMBER, "第5年", "2019-06-01", "", "1200"), (NUMBER, "5", "", "2019-08-01", "1260")]
    rows = [dict(zip(headings, one, strict=True)) for one in told]
    result = import_file("annual_fees", write(tmp_path / "年费.csv", headings, rows), "测试员")
    assert (result.rows, result.new, result.refused) == (2, 2, 0)
    found = Event.objects.for_program("test").filter(fee_year=5).order_by("happened_on")
    assert [one.kind for one in found] == ["fee_unpaid", "annual_fee"]
    neither = write(tmp_path / "空.csv", headings, [rows[0] | {"应缴日期": ""}])
    assert [one.code for one in import_file("annual_fees", neither, "测试员").errors] == [
        "key_missing"
    ]
