"""Numbers, days and links as pages write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context

from zhiqiang.ui.charts import line_option, spark
from zhiqiang.ui.tables import Cell, Page, table
from zhiqiang.ui.templatetags import figures


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12345, "12,345"),
        (Decimal("5.8"), "5.80"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("560.000000"), "560"),
        (Decimal("2.675"), "2.68"),
        (Decimal("0.0034"), "0.0034"),
        (Decimal("-1234.5"), "-1,234.50"),
        (0, "0"),
        ("0.000", "0"),
        (None, "—"),
        ("", "—"),
        (Decimal("NaN"), "—"),
    ],
)
def test_a_number_is_written_with_separators_and_two_decimals_where_it_is_not_whole(value, written):
    assert figures.number(value) == written


def test_fixed_decimals_are_kept():
    assert figures.number(Decimal("62"), 1) == "62.0"


def test_percent_stands_close_and_other_units_apart():
    assert figures.with_unit(Decimal("62.5"), "%") == "62.50%"
    assert figures.with_unit(1200, "件") == "1,200 件"
    assert figures.with_unit(None, "件") == "—"


def test_a_difference_of_percentages_is_in_percent_points():
    assert figures.points(Decimal("3.24")) == "+3.2 个百分点"
    assert figures.points(Decimal("-21")) == "-21.0 个百分点"


def test_a_day_is_written_in_one_way_and_a_missing_one_as_asked():
    assert figures.day(date(2024, 3, 5)) == "2024-03-05"
    assert figures.day("2024-03-05") == "2024-03-05"
    assert figures.day(datetime(2024, 3, 4, 20, tzinfo=UTC)) == "2024-03-05"
    assert figures.day(None, "至今") == "至今"


def test_a_missing_value_is_a_dash_with_its_reason():
    assert figures.dash(None, "未导入") == "— 未导入"
    assert figures.dash("甲") == "甲"


def test_a_lamp_that_is_unknown_is_an_error_and_not_a_default():
    assert figures.lamp_word("far_behind") == "严重滞后"
    with pytest.raises(KeyError):
        figures.lamp_word("green")


def context(query):
    return Context({"request": SimpleNamespace(GET=QueryDict(query))})


def test_a_link_keeps_region_and_day_and_nothing_else():
    address = figures.to(context("region=330300&page=3"), "portal:patterns", sheet="一", row=3)
    assert address == "/ui/patterns/?region=330300&sheet=%E4%B8%80&row=3"


def test_a_page_link_keeps_everything_and_drops_what_is_emptied():
    assert figures.keep(context("kind=design&page=3"), page=4) == "?kind=design&page=4"
    assert figures.keep(context("kind=design&page=3"), kind="", page="") == "?"


def test_pages_are_counted_from_one_and_the_last_one_is_short():
    page = Page(3, 20, 45)
    assert (page.pages, page.first, page.last, page.offset) == (3, 41, 45, 40)
    assert (Page(1, 20, 0).pages, Page(1, 20, 0).first) == (1, 0)


def test_a_table_gives_each_cell_the_kind_of_its_column():
    made = table("表", [("名称", "t"), ("数", "n")], [("甲", Cell("1", href="/x"))])
    assert [cell.kind for cell in made.rows[0]] == ["t", "n"]
    with pytest.raises(ValueError):
        table("表", [("名称", "t")], [("甲", "多一格")])


def test_a_missing_year_stays_a_gap_in_the_line():
    option = line_option(("2022", "2023", "2024"), "实际", (1, None, 3), "件")
    assert option["series"][0]["data"] == [1.0, None, 3.0]
    assert option["yAxis"]["name"] == "件"


def test_a_small_series_needs_two_values_and_says_both_ends():
    years = ("2022", "2023", "2024")
    assert spark(years, (None, None, Decimal(3)), "件") is None
    assert spark(years, (Decimal(1), None, Decimal(3)), "件").says == "2022 至 2024：1.00 → 3.00 件"
    assert spark(years, (Decimal(2),) * 3, "件").points.split()[0] == "4.0,12.0"
