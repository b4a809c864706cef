"""From received lists to figures: the whole flow against a naive reading of the same files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from tests.naive_register import NaiveRegister
from zhiqiang import demo
from zhiqiang.domains.plans import queries as plans
from zhiqiang.domains.plans.models import Programme
from zhiqiang.records.indicators import queries

CITY, COUNTY = "990100", "990104"
LAST = date(2025, 12, 31)
pytestmark = pytest.mark.django_db

Oracle = Callable[[NaiveRegister, date], float]


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Yield the folder of the lists of a small city that was taken over and published."""
    home = tmp_path_factory.mktemp("flow")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "HOME", home)
        with transaction.atomic():
            demo.build(lambda line: None, 1 / 20)
            yield home / "demo"
            transaction.set_rollback(True)


def _of_year(on: date) -> range:
    return range(on.year, on.year + 1)


_TO_DATE = range(1985, 2026)
NAIVE: dict[str, Oracle] = {
    "有效发明专利拥有量": lambda n, on: len(n.inventions_in_force(on)),
    "有效专利拥有量": lambda n, on: n.patents_in_force(on),
    "高价值发明专利拥有量": lambda n, on: n.high_value_inventions(on),
    "拥有发明专利10件企业数": lambda n, on: n.firms_with_inventions(10, on),
    "发明专利年申请量": lambda n, on: len(list(n.patents_of_year("申请日", on.year))),
    "发明专利授权量": lambda n, on: len(list(n.patents_of_year("授权公告日", on.year))),
    "有效注册商标量": lambda n, on: n.marks_in_force(on),
    "PCT国际专利申请量": lambda n, on: n.filed("PCT国际专利申请.xlsx", "国际申请日", on.year),
    "当年知识产权质押融资登记额": lambda n, on: (
        sum(amount for _, amount in n.pledges(_of_year(on)).values()) / 10_000
    ),
    "当年知识产权质押融资企业数": lambda n, on: len(
        {firm for firm, _ in n.pledges(_of_year(on)).values()}
    ),
    "知识产权质押融资项目数": lambda n, on: len(n.pledges(_of_year(on))),
    "专利许可备案次数": lambda n, on: n.filed("专利实施许可合同备案.xlsx", "备案日", on.year),
    "专利转让次数": lambda n, on: n.transfers(on.year),
    "国家知识产权示范企业数": lambda n, on: n.designated(("国家知识产权示范企业",), _to(on)),
    "品牌指导服务站数": lambda n, on: n.designated(("商标品牌指导站",), _to(on)),
    "当年新增省级商业秘密保护基地数": lambda n, on: n.designated(
        ("商业秘密保护基地",), _of_year(on), "省级"
    ),
    "当年知识产权培训人次": lambda n, on: n.held(("培训",), _of_year(on), "人次"),
    "当年定点推送专利信息条数": lambda n, on: n.held(("信息推送",), _of_year(on), "条数"),
    "当年知识产权论坛、宣讲、对接会、展览等活动场次": lambda n, on: n.held(
        ("论坛", "宣讲", "对接会", "展览"), _of_year(on)
    ),
}


def _to(on: date) -> range:
    return range(1985, on.year + 1)


def differences(folder: Path, region: str, on: date) -> dict[str, tuple[float, float]]:
    """Return the figures on which the program and the naive reading differ, as (ours, naive)."""
    naive = NaiveRegister(folder, region)
    pairs = {
        name: (
            float(queries.figure(name, region, on).value or 0),
            round(float(count(naive, on)), 4),
        )
        for name, count in NAIVE.items()
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("region", [CITY, COUNTY])
def test_every_figure_is_what_the_lists_say(folder: Path, region: str) -> None:
    assert differences(folder, region, LAST) == {}


def test_figures_of_past_days_count_by_who_held_the_rights_then(folder: Path) -> None:
    days = (date(2022, 12, 31), date(2024, 12, 31))
    found = {(r, on): differences(folder, r, on) for r in (CITY, COUNTY) for on in days}
    assert {key: pairs for key, pairs in found.items() if pairs} == {}


def test_a_ratio_keeps_its_parts(folder: Path) -> None:
    naive = NaiveRegister(folder, CITY)
    figure = queries.figure("每万人口发明专利拥有量", CITY, LAST)
    people = naive.statistic("常住人口", CITY, 2024)
    inventions = len(naive.inventions_in_force(LAST))
    assert (figure.numerator, figure.denominator) == (inventions, Decimal(int(people)))
    assert float(figure.value or 0) == pytest.approx(inventions / people * 10_000, abs=0.005)


def test_the_figures_are_not_all_nothing(folder: Path) -> None:
    naive = NaiveRegister(folder, CITY)
    assert [name for name, count in NAIVE.items() if not count(naive, LAST)] == []


def test_the_rows_behind_a_figure_are_as_many_as_it_says(folder: Path) -> None:
    figure = queries.figure("有效发明专利拥有量", CITY, LAST)
    rows = list(queries.rows("有效发明专利拥有量", CITY, LAST))
    assert len(rows) == figure.value
    naive = NaiveRegister(folder, CITY)
    held = {number.replace(".", "") for number in (row.identifier for row in rows)}
    assert held == set(naive.inventions_in_force(LAST))
    assert {row.file for row in rows} <= {"专利明细.xlsx", "专利法律事务.csv"}


def _mean_growth(before: int, now: int, years: int) -> float:
    return round(((now / before) ** (1 / years) - 1) * 100, 2)


def test_what_the_plan_orders_on_average_of_its_years_is_measured_so(folder: Path) -> None:
    naive = NaiveRegister(folder, CITY)
    filed = [naive.filed("PCT国际专利申请.xlsx", "国际申请日", year) for year in range(2022, 2026)]
    madrid = [
        sum(naive.filed("马德里商标国际注册.xlsx", "国际注册日期", one) for one in _to(date(year, 12, 31)))
        for year in (2021, 2025)
    ]  # fmt: skip
    deals = [
        naive.transfers(year) + naive.filed("专利实施许可合同备案.xlsx", "备案日", year)
        for year in (2021, 2025)
    ]
    programme = Programme.objects.for_program("looks at the example").get(region_code=CITY)
    found = {
        one.target.indicator_name: one
        for one in plans.target_standings(programme, LAST)
        if one.target.is_mean
    }
    assert {name: float(round(one.value or 0, 2)) for name, one in found.items()} == {
        "PCT国际专利申请量": round(sum(filed) / 4, 2),
        "马德里商标注册量": _mean_growth(*madrid, 4),
        "专利转让许可次数": _mean_growth(*deals, 4),
    }
    assert "2022—2025 年年均" in found["PCT国际专利申请量"].reason
    keys = {one.target.indicator_key for one in found.values() if one.target.basis == "growth"}
    assert keys == {"madrid_registrations_mean_growth", "transfers_and_licences_mean_growth"}
