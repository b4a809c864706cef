"""From the ledger to a figure: the export tells the life, the holder and the region of each right."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from zhiqiang import pipeline
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.tests.ledger import company as _company
from zhiqiang.records.indicators.tests.ledger import happens as _happens
from zhiqiang.records.indicators.tests.ledger import invention as _invention
from zhiqiang.records.indicators.tests.ledger import new as _new
from zhiqiang.records.indicators.tests.ledger import residents as _residents

YEAR_END = date(2024, 12, 31)


pytestmark = pytest.mark.usefixtures("home")


def _count(on: date, region: str = "990101", key: str = "valid_invention_patents") -> Any:
    return queries.figure(key, region, on).value


def test_a_right_counts_from_its_grant_until_the_day_before_its_term_ends() -> None:
    _invention(1, _company(), filed_on=date(2010, 3, 1), granted_on=date(2012, 6, 1))
    pipeline.publish("测试")
    assert _count(date(2012, 5, 31)) == 0
    assert _count(date(2012, 6, 1)) == 1
    assert _count(date(2030, 2, 28)) == 1
    assert _count(date(2030, 3, 1)) == 0


def test_a_lapsed_right_counts_again_from_its_restoration() -> None:
    right = _invention(1, _company())
    _happens(right, "lapse", date(2023, 5, 10))
    _happens(right, "restoration", date(2023, 9, 1))
    pipeline.publish("测试")
    days = [date(2023, 5, 9), date(2023, 5, 10), date(2023, 8, 31), date(2023, 9, 1)]
    assert [_count(day) for day in days] == [1, 0, 0, 1]


def test_a_transferred_right_moves_to_the_region_of_its_new_holder_on_that_day() -> None:
    here, there = _company(1, "990101"), _company(2, "990102")
    right = _invention(1, here)
    moved = date(2022, 7, 1)
    apps.get_model("registry", "Holding").objects.for_program("test").filter(right=right).update(
        until_on=moved
    )
    _new("Holding", right=right, party=there, region_code="990102", from_on=moved)
    pipeline.publish("测试")
    before = moved - timedelta(days=1)
    assert (_count(before), _count(before, "990102")) == (1, 0)
    assert (_count(moved), _count(moved, "990102")) == (0, 1)
    assert _count(moved, "990100") == 1
    assert queries.figure("invention_grants", "990101", date(2020, 12, 31)).value == 1


def test_the_worked_example_gives_5_80_with_numerator_and_denominator() -> None:
    company = _company(1, "990200")
    for number in range(56):
        _invention(number, company, strategic_industry="1.2 电子核心产业")
    _invention(99, company)
    _residents("990200", 2023, 96_500)
    pipeline.publish("测试")
    seen = queries.figure("每万人口高价值发明专利拥有量", "990200", YEAR_END)
    assert (seen.value, seen.numerator, seen.denominator) == (Decimal("5.80"), 56, 96_500)
    assert seen.origin == "截至 2024-12-31 · 56 件 ÷ 9.65 万人（2023 年末常住人口）· 快照 1"
    assert seen.rows == len(queries.rows("high_value_inventions_per_10k", "990200", YEAR_END)) == 56


def test_without_population_there_is_no_value_and_the_reason_names_what_to_load() -> None:
    _invention(1, _company())
    pipeline.publish("测试")
    seen = queries.figure("inventions_per_10k", "990101", YEAR_END)
    assert seen.value is None
    assert seen.reason == "缺少 2023 年末常住人口，请导入统计数据（来源 statistics）。"


def test_population_of_counties_is_added_up_only_when_all_of_them_have_one() -> None:
    _invention(1, _company())
    _residents("990101", 2023, 30_000)
    pipeline.publish("测试")
    missing = queries.figure("inventions_per_10k", "990100", YEAR_END)
    assert (missing.value, "区划 990102" in missing.reason) == (None, True)
    _residents("990102", 2023, 20_000)
    pipeline.publish("测试")
    seen = queries.figure("inventions_per_10k", "990100", YEAR_END)
    assert (seen.value, seen.denominator) == (Decimal("0.20"), 50_000)
    assert "2 个下级地区相加" in seen.origin


def test_rows_of_high_value_inventions_say_which_criteria_they_meet() -> None:
    company = _company()
    old = _invention(1, company, filed_on=date(2014, 12, 30), granted_on=date(2016, 1, 1))
    _invention(2, company, filed_on=date(2014, 12, 31), granted_on=date(2016, 1, 1))
    prized = _invention(3, company, has_overseas_grant=True)
    _happens(prized, "award", date(2023, 1, 1), note="第二十四届中国专利优秀奖")
    pipeline.publish("测试")
    found = queries.rows("high_value_inventions", "990101", YEAR_END)
    assert {row.subject_id: row.met for row in found} == {
        old.pk: ("维持年限超过10年",),
        prized.pk: ("海外有同族专利权", "获国家科学技术奖或中国专利奖"),
    }


def test_each_of_the_five_criteria_counts_alone_and_its_near_miss_does_not() -> None:
    company = _company()
    counted = {
        "战略性新兴产业": _invention(1, company, strategic_industry="1.2 电子核心产业"),
        "海外有同族专利权": _invention(2, company, has_overseas_grant=True),
        "维持年限超过10年": _invention(3, company, filed_on=date(2014, 12, 30)),
        "实现较高质押融资金额": _invention(4, company, is_marked_high_value=True),
        "获国家科学技术奖或中国专利奖": _invention(5, company),
    }
    _happens(counted["实现较高质押融资金额"], "pledge", YEAR_END, amount=5_000_000)
    _happens(counted["获国家科学技术奖或中国专利奖"], "award", YEAR_END, note="中国专利金奖")
    _invention(6, company, strategic_industry="", has_overseas_grant=False)
    _invention(7, company, filed_on=date(2014, 12, 31))  # ten years to the day, not more
    _happens(_invention(8, company), "pledge", YEAR_END, amount=5_000_000)  # not marked
    late = _invention(9, company, is_marked_high_value=True)
    _happens(late, "pledge", YEAR_END + timedelta(days=1), amount=5_000_000)
    _happens(_invention(10, company), "award", YEAR_END, note="省专利金奖")
    _happens(_invention(11, company), "licence", YEAR_END, note="中国专利金奖")
    pipeline.publish("测试")
    found = queries.rows("high_value_inventions", "990101", YEAR_END)
    assert {row.subject_id: row.met for row in found} == {
        right.pk: (label,) for label, right in counted.items()
    }
    by_the_four = {
        row.subject_id for row in queries.rows("high_value_inventions", "990101", date(2026, 1, 1))
    }
    assert counted["实现较高质押融资金额"].pk not in by_the_four


def test_a_right_that_leaves_the_region_is_lost_to_it_and_won_by_the_other() -> None:
    here, there = _company(1, "990101"), _company(2, "990200")
    right, moved = _invention(1, here), date(2023, 3, 1)
    apps.get_model("registry", "Holding").objects.for_program("test").filter(right=right).update(
        until_on=moved
    )
    _new("Holding", right=right, party=there, region_code="990200", from_on=moved)
    pipeline.publish("测试")
    days = (moved - timedelta(days=1), moved)
    counts = {code: [_count(day, code) for day in days] for code in ("990100", "990200", "990000")}
    assert counts == {"990100": [1, 0], "990200": [0, 1], "990000": [1, 1]}


def test_a_right_that_ended_nobody_knows_when_is_not_counted_and_said_so() -> None:
    company = _company()
    _invention(1, company)
    _invention(2, company, status_text="失效")
    pipeline.publish("测试")
    seen = queries.figure("valid_invention_patents", "990101", YEAR_END)
    assert seen.value == 1
    remarks = [one.message for one in seen.findings if one.code == "figure_remark"]
    assert remarks == ["另有 1 件因失效日或保护期不明未计入，请补充法律事务。"]


def test_a_share_is_a_number_of_rights_over_a_number_of_rights() -> None:
    company = _company()
    _invention(1, company, has_overseas_grant=True)
    _invention(2, company)
    pipeline.publish("测试")
    seen = queries.figure("high_value_share", "990101", YEAR_END)
    assert seen.value == Decimal("50.00")
    assert seen.origin == "截至 2024-12-31 · 1 件 ÷ 2 件 · 快照 1"


def test_one_pledge_contract_over_three_rights_counts_once() -> None:
    company = _company()
    for number in range(3):
        _happens(
            _invention(number, company),
            "pledge",
            date(2024, 3, 1),
            party=company,
            amount=Decimal("250000000.00"),
            document_number="Y2024980000001",
        )
    pipeline.publish("测试")
    seen = queries.figure("pledge_amount_registered", "990101", YEAR_END)
    assert (seen.value, seen.rows) == (Decimal("2.5000"), 1)
    assert queries.figure("pledge_projects", "990101", YEAR_END).value == 1
    assert queries.figure("pledge_firms", "990101", YEAR_END).value == 1


def test_growth_from_zero_has_no_value_but_a_reason() -> None:
    company = _company()
    _new(
        "Right",
        identity="PCT:1",
        kind="pct_application",
        number="PCT/CN2024/000001",
        title="装置",
        filed_on=date(2024, 2, 1),
        region_code="990101",
        holder=company,
    )
    pipeline.publish("测试")
    seen = queries.figure("pct_applications_growth", "990101", YEAR_END)
    assert (seen.value, seen.numerator, seen.denominator) == (None, 1, 0)
    assert "为零，增长率没有意义" in seen.reason


def test_what_was_never_loaded_has_no_value_rather_than_zero() -> None:
    pipeline.publish("测试")
    seen = queries.figure("training_attendance", "990101", YEAR_END)
    assert (seen.value, "请导入活动清单" in seen.reason) == (None, True)


def test_amounts_are_counted_from_the_first_day_that_is_asked_for() -> None:
    company = _company()
    for number, year in enumerate((2020, 2021, 2022, 2024)):
        _invention(number, company, granted_on=date(year, 6, 1))
    pipeline.publish("测试")
    ask = ("990101", YEAR_END)
    assert queries.figure("invention_grants", *ask).value == 1
    assert queries.figure("invention_grants_cumulative", *ask).value == 3
    assert queries.figure("invention_grants_cumulative", *ask, since=date(2022, 1, 1)).value == 2
    assert queries.figure("invention_grants", *ask, since=date(2020, 1, 1)).value == 4


def test_an_older_snapshot_gives_its_own_figure_for_ever() -> None:
    company = _company()
    _invention(1, company)
    assert pipeline.publish("测试").number == 1
    assert pipeline.publish("测试").number == 1
    _invention(2, company)
    assert pipeline.publish("测试").number == 2
    ask = ("valid_invention_patents", "990101", YEAR_END)
    assert [queries.figure(*ask, snapshot=one).value for one in (1, 2, None)] == [1, 2, 2]
    assert [one.number for one in queries.snapshots()] == [2, 1]
