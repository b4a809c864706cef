"""Single cells: dates, terms, numbers, yes or no."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.engines.ingest.cells import ColumnParser
from zhiqiang.engines.ingest.dates import check_range, parse_date, parse_term
from zhiqiang.engines.ingest.declaration import Column
from zhiqiang.engines.ingest.numbers import parse_number, parse_whole, parse_yes_no, scale_of
from zhiqiang.engines.ingest.trouble import Trouble

DAY = date(2024, 7, 13)


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-13", "2024-7-13", "2024.7.13", "2024/07/13", "2024年7月13日", "20240713",
        "２０２４－０７－１３", "2024-07-13 00:00:00", "2024-07-13T08:30:00", "45486", "45486.0",
        " 2024 年 7 月 13 日 ",
    ],
)  # fmt: skip
def test_every_printed_form_of_a_day_is_read(text):
    assert parse_date(text) == (DAY, None)


@pytest.mark.parametrize("text", ["", "-", "无", "00-00-00", "0000-00-00", "  ", "0"])
def test_signs_for_nothing_are_no_date_and_no_trouble(text):
    assert parse_date(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-30", "impossible_date"),
        ("2024-13-01", "impossible_date"),
        ("20241301", "impossible_date"),
        ("24-7-13", "ambiguous_date"),
        ("7/13/2024", "ambiguous_date"),
        ("2024-13", "incomplete_date"),
        ("2024年7月", "incomplete_date"),
        ("明年", "not_a_date"),
    ],
)
def test_days_that_cannot_be_told_are_named_and_not_guessed(text, code):
    value, trouble = parse_date(text)
    assert value is None
    assert trouble is not None and trouble.code == code


@given(st.dates(date(1985, 4, 1), date(2040, 12, 31)))
def test_a_day_survives_every_form_in_which_lists_print_it(day):
    serial = str((day - date(1899, 12, 30)).days)
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        serial,
    ):
        assert parse_date(text) == (day, None)


@given(st.text(max_size=20))
def test_no_text_makes_a_cell_parser_raise(text):
    for parse in (parse_date, parse_term, parse_number, parse_whole, parse_yes_no):
        value, trouble = parse(text)
        assert value is None or trouble is None


def test_a_day_outside_of_its_range_is_a_trouble():
    assert check_range(DAY, date(1985, 4, 1), DAY) is None
    early = check_range(date(1985, 3, 31), date(1985, 4, 1), None)
    late = check_range(DAY + timedelta(days=1), None, DAY)
    assert early is not None and late is not None
    assert early.code == late.code == "date_out_of_range"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2015年05月14日 至 2025年05月13日", (date(2015, 5, 14), date(2025, 5, 13))),
        ("2015-05-14至2025-05-13", (date(2015, 5, 14), date(2025, 5, 13))),
        ("至 2025年05月13日", (None, date(2025, 5, 13))),
        ("2015年05月14日 至", (date(2015, 5, 14), None)),
        ("至", None),
    ],
)
def test_printed_terms_are_read_with_a_side_left_out(text, term):
    assert parse_term(text) == (term, None)


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("1,234", 1, "1234"),
        ("１２３", 1, "123"),
        ("3.2万", 1, "32000"),
        ("5亿", 1, "500000000"),
        ("3.2万元", 1, "32000"),
        ("12.5", 10_000, "125000"),
        ("12.5万元", 10_000, "125000"),
        ("¥1,234.50元", 1, "1234.50"),
        ("1.5E+3", 1, "1500"),
        ("-3", 1, "-3"),
    ],
)
def test_numbers_come_out_in_bare_units(text, scale, value):
    assert parse_number(text, scale) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "scale", "code"),
    [
        ("约30", 1, "not_a_number"),
        ("1,23", 1, "not_a_number"),
        ("3斤", 1, "unknown_unit"),
        ("3亿元", 10_000, "two_units"),
        ("99999999999999999999", 1, "number_too_large"),
    ],
)
def test_numbers_that_cannot_be_told_are_named(text, scale, code):
    value, trouble = parse_number(text, scale)
    assert value is None and trouble is not None and trouble.code == code


def test_units_of_headings_are_known_or_unknown_but_never_assumed():
    assert scale_of("万元") == 10_000
    assert scale_of("亿元") == 100_000_000
    assert scale_of("元") == 1
    assert scale_of("美元") is None


def test_yes_and_no_have_no_third_reading():
    assert parse_yes_no("是") == (True, None)
    assert parse_yes_no("0") == (False, None)
    assert parse_yes_no("") == (None, None)
    assert parse_yes_no("也许")[1] is not None


def test_a_column_gives_each_cell_its_value_and_its_trouble_also_when_texts_repeat():
    asked = []

    def parse(text):
        asked.append(text)
        return (None, Trouble("odd", text)) if text == "?" else (text.upper() or None, None)

    parser = ColumnParser(Column(field="title", type="text", heading="名称"), parse)
    assert parser.values(["a", "", "a", "b"]) == (["A", None, "A", "B"], [])
    values, troubles = parser.values(["?", "b", "?"])
    assert values == [None, "B", None]
    assert [(at, one.code) for at, one in troubles] == [(0, "odd"), (2, "odd")]
    assert parser.values(["?"])[1] == [(0, Trouble("odd", "?"))]
    assert parser.values(["c"]) == (["C"], [])
    assert sorted(asked) == ["", "?", "a", "b", "c"]
