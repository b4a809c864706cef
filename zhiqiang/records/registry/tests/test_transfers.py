"""Events of rights: transfers move them, pledges and awards stand beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Event, Holding, Right
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

OFFICIAL = holder_of(*OFFICIALS)
pytestmark = pytest.mark.django_db
EVENTS = (
    "申请号",
    "事务类型",
    "事务日期",
    "转让人",
    "受让人",
    "受让人地址",
    "合同金额(万元)",
    "登记号",
    "说明",
)
PLEDGES = ("质押登记号", "专利号", "出质人", "质权人", "登记日", "注销日", "质押金额(万元)")
NUMBER = numbered(2015, 1, 1)


@pytest.fixture
def register(tmp_path):
    import_file("patents", patents(tmp_path / "甲.csv", [patent(1)]), "测试员")


def _events(tmp_path, *rows, name="事务.csv"):
    return import_file("patent_events", write(tmp_path / name, EVENTS, list(rows)), "测试员")


def _transfer(day, to, address=""):
    return {
        "申请号": NUMBER,
        "事务类型": "TR01",
        "事务日期": day,
        "转让人": "甲科技有限公司",
        "受让人": to,
        "受让人地址": address,
    }


def _holdings():
    return [
        (h.party.name, h.region_code, h.from_on, h.until_on)
        for h in queries.holdings_of(Right.objects.for_program("test").get().pk, OFFICIAL)
    ]


def test_a_transfer_ends_one_holding_on_its_day_and_begins_the_next(register, tmp_path):
    result = _events(tmp_path, _transfer("2020-05-01", "乙实业有限公司", "山东省青岛市即墨区1号"))
    assert (result.rows, result.new) == (1, 1)
    assert _holdings() == [
        ("甲科技有限公司", "330302", date(2015, 6, 1), date(2020, 5, 1)),
        ("乙实业有限公司", "370215", date(2020, 5, 1), None),
    ]
    right = Right.objects.for_program("test").get()
    assert (right.holder.name, right.region_code) == ("乙实业有限公司", "370215")


def test_transfers_that_arrive_in_the_wrong_order_leave_the_right_chain(register, tmp_path):
    _events(tmp_path, _transfer("2022-01-01", "丙贸易有限公司", "北京市海淀区1号"))
    _events(tmp_path, _transfer("2020-05-01", "乙实业有限公司", "山东省青岛市1号"), name="早.csv")
    assert [(name, start, end) for name, _, start, end in _holdings()] == [
        ("甲科技有限公司", date(2015, 6, 1), date(2020, 5, 1)),
        ("乙实业有限公司", date(2020, 5, 1), date(2022, 1, 1)),
        ("丙贸易有限公司", date(2022, 1, 1), None),
    ]
    assert Right.objects.for_program("test").get().holder.name == "丙贸易有限公司"


def test_the_same_events_again_change_nothing(register, tmp_path):
    row = _transfer("2020-05-01", "乙实业有限公司", "山东省青岛市1号")
    _events(tmp_path, row)
    before = _holdings()
    result = _events(tmp_path, row)
    assert (result.same, result.rows) == (1, 1)
    assert _holdings() == before and Event.objects.for_program("test").count() == 1


def test_an_older_patent_list_does_not_undo_a_transfer(register, tmp_path):
    _events(tmp_path, _transfer("2020-05-01", "乙实业有限公司", "山东省青岛市1号"))
    result = import_file("patents", tmp_path / "甲.csv", "测试员")
    assert (result.same, result.changed) == (1, 0)
    assert Right.objects.for_program("test").get().holder.name == "乙实业有限公司"


def test_a_list_of_current_holders_moves_a_right_on_the_day_of_the_import_only(register, tmp_path):
    row = patent(1, 当前权利人="丁集团有限公司", 地址="北京市海淀区1号")
    path = patents(tmp_path / "乙.csv", [row], ("当前权利人",))
    assert import_file("patents", path, "测试员").changed == 1
    (_, _, _, until), (name, region, since, _) = _holdings()
    assert (name, region) == ("丁集团有限公司", "110108")
    assert since == until and since > date(2025, 1, 1)
    assert import_file("patents", path, "测试员").same == 1


def test_a_move_of_the_holder_changes_the_region_from_its_day(register, tmp_path):
    row = {
        "申请号": NUMBER,
        "事务类型": "专利权人地址变更",
        "事务日期": "2021-01-01",
        "受让人地址": "北京市朝阳区2号",
    }
    _events(tmp_path, row)
    assert [(name, region) for name, region, _, _ in _holdings()] == [
        ("甲科技有限公司", "330302"), ("甲科技有限公司", "110105"),
    ]  # fmt: skip


def test_events_of_unknown_rights_and_before_filing_are_refused_with_the_reason(register, tmp_path):
    result = _events(
        tmp_path,
        {"申请号": numbered(2016, 1, 9), "事务类型": "授权", "事务日期": "2018-01-01"},
        {"申请号": NUMBER, "事务类型": "授权", "事务日期": "2014-01-01"},
        {"申请号": NUMBER, "事务类型": "授权", "事务日期": "2018-01-01"},
    )
    assert (result.rows, result.new, result.refused) == (3, 1, 2)
    assert [(one.code, one.cell.row) for one in result.errors] == [
        ("unknown_right", 2), ("event_before_filing", 3),
    ]  # fmt: skip
    assert Right.objects.for_program("test").get().granted_on == date(2018, 1, 1)


def test_a_pledge_is_in_yuan_and_its_release_is_a_second_event_of_one_row(register, tmp_path):
    row = {
        "质押登记号": "Y2023000001",
        "专利号": NUMBER,
        "出质人": "甲科技有限公司",
        "质权人": "某某银行",
        "登记日": "2023-02-01",
        "质押金额(万元)": "1,250.5",
    }
    path = write(tmp_path / "质押.csv", PLEDGES, [row, row | {"专利号": numbered(2016, 1, 9)}])
    result = import_file("pledges", path, "测试员")
    assert (result.rows, result.new) == (2, 2)
    assert [one.code for one in result.findings] == ["unknown_right"]
    pledge = Event.objects.for_program("test").get(right__isnull=False)
    assert pledge.amount == Decimal("12505000.00")
    assert (pledge.party.name, pledge.counterparty.kind, pledge.region_code) == (
        "甲科技有限公司",
        "bank",
        "",
    )
    released = write(tmp_path / "注销.csv", PLEDGES, [row | {"注销日": "2024-02-01"}])
    result = import_file("pledges", released, "测试员")
    assert (result.rows, result.new, result.same) == (1, 1, 0)
    assert (
        Event.objects.for_program("test").filter(kind="pledge_release").get().document_number
        == "Y2023000001"
    )
    assert import_file("pledges", released, "测试员").same == 1


def test_two_units_for_one_amount_are_refused_and_not_guessed(register, tmp_path):
    row = {
        "质押登记号": "Y1",
        "专利号": NUMBER,
        "出质人": "甲公司",
        "质权人": "某银行",
        "登记日": "2023-02-01",
        "质押金额(万元)": "3亿元",
    }
    result = import_file("pledges", write(tmp_path / "质押.csv", PLEDGES, [row]), "测试员")
    assert (result.refused, result.errors[0].code) == (1, "two_units")
    assert not Event.objects.for_program("test").exists()


def test_the_history_of_a_right_runs_from_filing_to_its_last_holder(register, tmp_path):
    _events(tmp_path, _transfer("2020-05-01", "乙实业有限公司"))
    lines = queries.history_of(Right.objects.for_program("test").get(), AnonymousUser())
    assert [line.kind for line in lines] == [
        "filing",
        "holding",
        "publication",
        "transfer",
        "holding",
    ]
    assert Holding.objects.for_program("test").count() == 2
