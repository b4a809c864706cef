"""Corrected lists of events, and transfers whose sides do not fit what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.staging import rows_of
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

pytestmark = pytest.mark.django_db
EVENTS = ("申请号", "事务类型", "事务日期", "原权利人", "新权利人", "新区划代码", "登记号")
PLEDGES = ("质押登记号", "专利号", "出质人", "质权人", "登记日", "金额", "区划代码")
NUMBER = numbered(2015, 1, 1)
GIVER, TAKER, THIRD = "甲科技有限公司", "乙实业有限公司", "丙贸易有限公司"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    import_file("patents", patents(tmp_path / "甲.csv", [patent(1)]), "测试员")
    return tmp_path


def moved(
    to: str, region: str = "", on: str = "2020-05-01", giver: str = GIVER, **more: str
) -> dict[str, str]:
    """Return a row that transfers the one right."""
    row = {"申请号": NUMBER, "事务类型": "TR01", "事务日期": on, "原权利人": giver}
    return row | {"新权利人": to, "新区划代码": region} | more


def events(folder: Path, *rows: dict[str, str]) -> ImportResult:
    return import_file("patent_events", write(folder / "事务.csv", EVENTS, list(rows)), "测试员")


def holdings() -> list[tuple[str, str]]:
    return rows_of(
        "SELECT p.name, h.region_code FROM registry_holding h "
        "JOIN registry_party p ON p.id = h.party_id ORDER BY h.from_on"
    )


def regions(kind: str) -> list[str]:
    sql = "SELECT region_code FROM registry_event WHERE kind = %s ORDER BY happened_on, id"
    return [region for (region,) in rows_of(sql, kind)]


def test_a_transfer_corrected_in_its_region_only_moves_the_right_there(folder):
    events(folder, moved(TAKER, "370215"))
    result = events(folder, moved(TAKER, "110108"))
    assert (result.changed, result.same) == (1, 0)
    assert regions("transfer") == ["110108"]
    assert holdings() == [(GIVER, "330302"), (TAKER, "110108")]
    assert rows_of("SELECT region_code FROM registry_right") == [("110108",)]
    assert events(folder, moved(TAKER, "110108")).same == 1


def test_an_address_change_corrected_in_its_region_only_moves_the_right_there(folder):
    row = moved("", "370215", giver="") | {"事务类型": "专利权人地址变更"}
    events(folder, row)
    assert events(folder, row | {"新区划代码": "110108"}).changed == 1
    assert holdings() == [(GIVER, "330302"), (GIVER, "110108")]


def test_a_pledge_corrected_in_its_region_is_changed(folder):
    row = {
        "质押登记号": "Y1",
        "专利号": NUMBER,
        "出质人": GIVER,
        "质权人": "某银行",
        "登记日": "2023-02-01",
    }
    row |= {"金额": "100万元", "区划代码": "330302"}
    import_file("pledges", write(folder / "一.csv", PLEDGES, [row]), "测试员")
    row["区划代码"] = "330304"
    result = import_file("pledges", write(folder / "二.csv", PLEDGES, [row]), "测试员")
    assert (result.changed, regions("pledge")) == (1, ["330304"])


def test_a_row_that_states_no_region_leaves_the_stated_one(folder):
    events(folder, moved(TAKER, "370215", 登记号="T1"))
    result = events(folder, moved(TAKER, 登记号="T1"))
    assert (result.same, regions("transfer")) == (1, ["370215"])
    assert holdings()[1] == (TAKER, "370215")


def test_another_taker_does_not_keep_the_region_of_the_one_before(folder):
    events(folder, moved(TAKER, "370215"))
    assert events(folder, moved(THIRD)).changed == 1
    assert (regions("transfer"), holdings()[1]) == ([""], (THIRD, ""))


def test_two_moves_on_one_day_leave_the_right_with_the_last(folder):
    rows = (
        moved(TAKER, "370215", 登记号="T1"),
        moved(THIRD, "110108", giver=TAKER, 登记号="T2"),
    )
    assert events(folder, *rows).new == 2
    assert holdings() == [(GIVER, "330302"), (THIRD, "110108")]
    assert events(folder, *rows).same == 2


def test_a_giver_who_did_not_hold_the_right_is_questioned_with_place(folder):
    result = events(
        folder,
        moved(TAKER, "370215", "2020-05-01"),
        moved(THIRD, "110108", "2021-05-01", giver=GIVER),
    )
    assert (result.new, result.refused) == (2, 0)
    assert [(one.code, one.cell.row) for one in result.findings] == [("giver_is_not_holder", 3)]
    message = result.findings[0].message
    assert GIVER in message and TAKER in message and "请核对" in message


def test_a_chain_of_transfers_in_one_list_is_not_questioned(folder):
    rows = (
        moved(THIRD, "110108", "2021-05-01", giver=TAKER),
        moved(TAKER, "370215", "2020-05-01"),
    )
    assert events(folder, *rows).findings == ()


def test_a_second_applicant_may_give_the_right_away(tmp_path):
    row = patent(1, 申请人=f"{GIVER};某某大学")
    import_file("patents", patents(tmp_path / "甲.csv", [row]), "测试员")
    assert events(tmp_path, moved(TAKER, "370215", giver="某某大学")).findings == ()


def test_a_taker_of_no_known_region_is_named(folder):
    result = events(folder, moved(TAKER))
    assert [(one.code, one.cell.row) for one in result.findings] == [("taker_without_region", 2)]
    assert TAKER in result.findings[0].message and "企业名录" in result.findings[0].message


def test_a_giver_of_no_known_region_leaves_the_time_before_without_region_and_is_named(tmp_path):
    row = patent(1, 当前权利人=TAKER, 地址="山东省青岛市即墨区1号")
    import_file("patents", patents(tmp_path / "甲.csv", [row], ("当前权利人",)), "测试员")
    result = events(tmp_path, moved(TAKER, "370215"))
    assert holdings() == [(GIVER, ""), (TAKER, "370215")]
    assert [one.code for one in result.findings] == ["giver_without_region"]
    assert "2020-05-01 之前不计入任何地区" in result.findings[0].message
