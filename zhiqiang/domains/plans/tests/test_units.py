"""Units that are alike, and units that are not."""

from decimal import Decimal as D

import pytest

from zhiqiang.domains.plans import units


@pytest.mark.parametrize(
    ("source", "wanted", "factor"),
    [
        ("元", "亿元", D("0.00000001")),
        ("万元", "亿元", D("0.0001")),
        ("亿元", "元", D(100_000_000)),
        ("件", "万件", D("0.0001")),
        ("个", "家", D(1)),
        ("项", "件", D(1)),
        ("名", "人", D(1)),
        ("%", "％", D(1)),
        ("个百分点", "%", D(1)),
        ("件/万人", "件/万人", D(1)),
        ("万人次", "人次", D(10_000)),
        ("億元", "亿元", D(1)),
    ],
)
def test_a_value_is_carried_over_by_this_factor(source, wanted, factor):
    assert units.factor(source, wanted) == factor


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("人次", "人"),
        ("次", "人次"),
        ("件", "家"),
        ("元", "件"),
        ("件/万人", "件"),
        ("%", "件"),
        ("美元", "元"),
    ],
)
def test_units_that_do_not_measure_the_same_are_not_converted(source, wanted):
    assert units.factor(source, wanted) is None


def test_per_ten_thousand_people_belongs_to_the_name_and_so_to_the_unit():
    assert units.of_target("每万人口高价值发明专利拥有量", "件") == "件/万人"
    assert units.of_target("有效发明专利拥有量", "件") == "件"
    assert units.of_target("每万人培训", "人次") == "人次"


def test_a_percentage_point_is_not_a_hundred_of_something():
    assert units.parse("百分点") == units.Unit(D(1), "%")
