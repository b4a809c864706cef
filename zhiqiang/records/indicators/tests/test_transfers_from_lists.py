"""A list names the giver, a later one the transfer: the figures follow the right to its taker."""

from datetime import date
from pathlib import Path

import pytest

from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.registry.actions import import_file

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN, TAKEN = "330302", "330106"
RIGHTS = """申请号,名称,专利类型,申请日,授权公告日,专利权人,区划代码
201310699744.2,一种阀门,发明,2013-12-18,2021-05-04,甲科技有限公司,330302
"""
TRANSFER = """申请号,事务类型,事务日期,原权利人,新权利人,新区划代码
201310699744.2,专利权的转移,{day},甲科技有限公司,乙科技有限公司,330106
"""


@pytest.fixture
def take_over(tmp_path: Path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()

    def take(source: str, text: str) -> None:
        received = tmp_path / f"{source}.csv"
        received.write_text(text, encoding="utf-8")
        assert not import_file(source, received, "测试员").errors

    return take


def value(key: str, region: str, on: date) -> object:
    return queries.figure(key, region, on).value


def test_a_transfer_counts_in_the_region_of_its_taker(take_over) -> None:
    take_over("patents", RIGHTS)
    take_over("patent_events", TRANSFER.format(day="2023-05-01"))
    publish_snapshot("测试员")
    on = date(2023, 12, 31)
    assert [value("transfers", region, on) for region in (GIVEN, TAKEN)] == [0, 1]


def test_a_second_row_of_a_transfer_does_not_move_the_right_back(take_over) -> None:
    take_over("patents", RIGHTS)
    take_over("patent_events", TRANSFER.format(day="2023-05-01"))
    take_over("patent_events", TRANSFER.format(day="2023-08-01"))
    publish_snapshot("测试员")
    found = {
        on: [value("valid_invention_patents", region, on) for region in (GIVEN, TAKEN)]
        for on in (date(2023, 4, 30), date(2023, 6, 30), date(2023, 12, 31))
    }
    assert list(found.values()) == [[1, 0], [0, 1], [0, 1]]
