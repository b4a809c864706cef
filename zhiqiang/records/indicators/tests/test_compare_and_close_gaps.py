"""A region among its peers and beside the nation; and what would close a gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang import pipeline
from zhiqiang.records.indicators import comparing, gap
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests.ledger import company, invention, new, residents

pytestmark = pytest.mark.usefixtures("home")
COUNTY, YEAR_END, DUE = "990101", date(2024, 12, 31), date(2027, 12, 31)


def _levers(key: str) -> dict[str, Any]:
    return {one.kind: one for one in gap.levers(key, COUNTY, YEAR_END, DUE)}


def test_a_region_stands_among_the_divisions_with_the_same_parent() -> None:
    firm = company(1, COUNTY)
    for number in range(4):
        invention(number, firm)
    invention(9, company(2, "990102"))
    pipeline.publish("测试")
    seen = comparing.benchmark("valid_invention_patents", COUNTY, YEAR_END)
    assert [(one.code, one.figure.value, one.place) for one in seen.peers] == [
        ("990101", 4, 1),
        ("990102", 1, 2),
    ]
    assert seen.sentence == "有数值的 2 个同级地区中列第 1，中位数 2.5"
    assert seen.national is None


def test_what_does_not_grow_with_size_is_set_against_the_nation() -> None:
    firm = company(1, "990200")
    for number in range(56):
        invention(number, firm, strategic_industry="1.2 电子核心产业")
    residents("990200", 2023, 96_500)
    pipeline.publish("测试")
    seen = comparing.benchmark("high_value_inventions_per_10k", "990200", YEAR_END)
    assert seen.national is not None and seen.national.value == 14
    assert seen.sentence.endswith("2024 年全国 14，低 8.2")
    before = comparing.national("high_value_inventions_per_10k", date(2024, 12, 30))
    assert before is not None and (before.year, before.value) == (2023, Decimal("11.8"))


def test_places_are_shared_and_a_region_without_a_value_has_none() -> None:
    residents(COUNTY, 2023, 10_000)
    invention(1, company(1, COUNTY))
    pipeline.publish("测试")
    seen = comparing.benchmark("inventions_per_10k", "990102", YEAR_END)
    assert (seen.own.place, seen.sentence) == (None, "本地区没有数值，无法比较")
    assert [one.code for one in seen.peers] == ["990101", "990102"]


def test_every_national_series_belongs_to_an_indicator_and_is_dated_once() -> None:
    series = comparing.national_series().series
    assert set(series) <= set(rules().indicators)
    for values in series.values():
        years = [one.year for one in values]
        assert years == sorted(set(years))


def test_pending_applications_and_rights_that_end_are_what_would_change_a_stock() -> None:
    firm = company()
    invention(1, firm)
    invention(2, firm, filed_on=date(2006, 5, 1), granted_on=date(2008, 5, 1))
    invention(3, firm, filed_on=date(2023, 5, 1), granted_on=None, status_text="实质审查")
    invention(4, firm, filed_on=date(2023, 5, 1), granted_on=None, status_text="驳回")
    invention(5, firm, filed_on=date(2015, 5, 1), granted_on=None, status_text="实质审查")
    pipeline.publish("测试")
    found = _levers("valid_invention_patents")
    assert {kind: [row.name for row in one.rows] for kind, one in found.items()} == {
        "leaving": ["一种装置2"],
        "pending": ["一种装置3"],
    }
    assert gap.balance(list(found.values())) == {"leaving": -1, "pending": 1}


def test_rights_that_grow_ten_years_old_will_be_of_high_value() -> None:
    firm = company()
    invention(1, firm, filed_on=date(2016, 5, 1), granted_on=date(2018, 5, 1))
    invention(2, firm, filed_on=date(2020, 5, 1), granted_on=date(2022, 5, 1))
    pipeline.publish("测试")
    (coming,) = _levers("high_value_inventions").values()
    assert (coming.kind, [row.name for row in coming.rows]) == ("coming", ["一种装置1"])
    assert coming.rows[0].met == ("维持年限超过10年",)


def test_firms_near_the_number_that_counts_are_listed_the_nearest_first() -> None:
    first, second = company(1), company(2)
    for number in range(9):
        invention(number, first)
    for number in range(20, 25):
        invention(number, second)
    invention(40, company(3))
    pipeline.publish("测试")
    (near,) = _levers("firms_with_10_inventions").values()
    assert [(row.name, row.amount) for row in near.rows] == [
        ("公司1有限公司", 9),
        ("公司2有限公司", 5),
    ]


def test_of_amounts_and_activities_nothing_is_foretold() -> None:
    new("Activity", identity="A1", kind="training", title="班", held_on=YEAR_END, people=30,
        region_code=COUNTY)  # fmt: skip
    pipeline.publish("测试")
    assert _levers("training_attendance") == {}
