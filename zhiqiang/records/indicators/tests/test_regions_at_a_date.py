"""Figures of a region on a day, while boundaries and holders move: computed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.registry.actions import import_file, undo_import
from zhiqiang.records.registry.models import Holding, Party, Right
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW, COUNTY, CITY, DISTRICT = "330322", "330305", "330327", "330383", "330302"
MORE = ("区划代码", "授权公告日", "法律状态")
MOVES = ("主体名称", "变更日期", "变更后地址", "变更后区划代码")


@pytest.fixture
def take(tmp_path, settings):
    """Take over patents, filed and granted at once in 2012, and publish."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()

    def import_rows(*rows):
        told = [
            patent(number, 申请日="2012-01-05", 授权公告日="2013-02-06", 法律状态="有效", **row)
            | {"申请号": f"2012100{number:05d}.{_check(number)}"}
            for number, row in enumerate(rows, 1)
        ]
        result = import_file("patents", patents(tmp_path / "p.csv", told, MORE), "员")
        assert result.new == len(rows) and not result.refused, result.findings

    return import_rows


def _check(number):
    from zhiqiang.kernel.identifiers import application_check_digit

    return application_check_digit(f"2012100{number:05d}")


def counted(region, day):
    return int(
        queries.figure("valid_invention_patents", region, date.fromisoformat(day)).value or 0
    )


def test_a_county_that_became_a_district_is_counted_by_its_name_of_the_day(take):
    take(
        {"区划代码": OLD},
        {"区划代码": NEW, "申请人": "乙厂"},
        {"区划代码": DISTRICT, "申请人": "丙厂"},
    )
    publish_snapshot("员")
    # 2015-07-23: 洞头县 became 洞头区. Two of three patents lie there, whichever code was printed.
    assert [counted(OLD, day) for day in ("2015-07-22", "2015-07-23", "2024-12-31")] == [2, 0, 0]
    assert [counted(NEW, day) for day in ("2015-07-22", "2015-07-23", "2024-12-31")] == [0, 2, 2]
    assert [counted("330300", day) for day in ("2015-07-22", "2015-07-23", "2024-12-31")] == [
        3,
        3,
        3,
    ]


def test_a_town_that_became_a_city_takes_its_firms_along(take, tmp_path):
    take({"区划代码": COUNTY, "申请人": "纸艺厂"}, {"区划代码": COUNTY, "申请人": "玉苍厂"})
    Party.objects.for_program("test").filter(name="纸艺厂").update(address="苍南县龙港镇纸艺路1号")
    publish_snapshot("员")
    # 2019-08-16: the town 龙港镇 left 苍南县 and became 龙港市; the other firm stayed.
    assert [counted(COUNTY, day) for day in ("2019-08-15", "2019-08-16")] == [2, 1]
    assert [counted(CITY, day) for day in ("2019-08-15", "2019-08-16")] == [0, 1]


def test_a_firm_that_moves_out_takes_its_rights_along_from_that_day(take, tmp_path):
    take({"区划代码": DISTRICT}, {"区划代码": DISTRICT, "申请人": "乙厂"})
    before = list(Holding.objects.for_program("test").order_by("id").values())
    row = dict(
        zip(
            MOVES,
            ("甲科技有限公司", "2020-05-06", "浙江省温州市平阳县昆阳镇1号", "330326"),
            strict=True,
        )
    )
    moved = import_file("address_changes", write(tmp_path / "m.csv", MOVES, [row]), "员")
    assert moved.new == 1, moved.findings
    publish_snapshot("员")
    assert [counted(DISTRICT, day) for day in ("2020-05-05", "2020-05-06")] == [2, 1]
    assert [counted("330326", day) for day in ("2020-05-05", "2020-05-06")] == [0, 1]
    assert {one.region_code for one in Right.objects.for_program("test")} == {"330326", DISTRICT}
    firm = Party.objects.for_program("test").get(name="甲科技有限公司")
    assert (firm.region_code, firm.address) == ("330326", "浙江省温州市平阳县昆阳镇1号")
    again = import_file("address_changes", tmp_path / "m.csv", "员")
    assert (again.new, again.changed) == (0, 0)
    undo_import(again.batch_id, "员")
    undo_import(moved.batch_id, "员")
    assert list(Holding.objects.for_program("test").order_by("id").values()) == before
