"""What has no meaning cannot be declared, and what is declared says when it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from zhiqiang.engines.metrics import Criteria, Indicator, Question, check_references
from zhiqiang.kernel.catalogue import load_folder
from zhiqiang.kernel.errors import BadCatalogue

GRANTS = {"table": "rights", "by": "granted_on", "where": {"kind": "invention"}}
VALID = {"table": "rights", "at": "in_force", "where": {"kind": "invention"}}
PERSONS = {"statistic": "population", "zh": "年末常住人口", "unit": "人", "add_up": True}


def _indicator(kind: str, key: str = "figure", **parts: Any) -> Indicator:
    version = {
        "from": date(2021, 1, 1),
        "text": "定义。",
        "basis": [{"document": "某文件", "mark": "S"}],
        **parts,
    }
    return Indicator.model_validate(
        {
            "key": key,
            "name": f"名称{key}",
            "unit": "件",
            "kind": kind,
            "group": "creation",
            "load": "某清单",
            "versions": [version],
        }
    )


def _refused(kind: str, words: str, **parts: Any) -> None:
    with pytest.raises(ValidationError, match=words):
        _indicator(kind, **parts)


def test_a_stock_is_taken_at_a_date_and_never_summed_over_a_period() -> None:
    _refused("stock", "存量指标用 at", measure=GRANTS)
    assert _indicator("stock", measure=VALID).kind == "stock"


def test_an_amount_needs_the_date_on_which_it_happened() -> None:
    _refused("flow", "当期量用 by", measure=VALID)
    _refused("cumulative", "累计量用 by", measure={**GRANTS, "over": "year"})


def test_a_ratio_has_a_numerator_and_a_denominator_and_nothing_to_average() -> None:
    _refused("ratio", "denominator", numerator=VALID)
    _refused("ratio", "measure", measure=VALID, numerator=VALID, denominator=PERSONS)
    _refused("ratio", "应写 over", numerator=GRANTS, denominator=PERSONS)


def test_a_survey_score_is_never_the_sum_of_parts() -> None:
    _refused("survey", "不能由下级地区相加", measure=PERSONS)


def test_a_distinct_count_says_what_is_distinct() -> None:
    _refused("distinct", "distinct 或 once_per", measure=VALID)


def test_growth_of_a_running_total_or_a_share_is_refused() -> None:
    total = _indicator("cumulative", "total", measure=GRANTS)
    rate = _indicator("growth", "rate", of="total")
    assert check_references({"total": total, "rate": rate}, set()) == [
        "rate：增长率的对象 total 不存在，或不是存量、当期量"
    ]


def test_one_name_cannot_belong_to_two_indicators() -> None:
    one, two = _indicator("stock", "one", measure=VALID), _indicator("stock", "two", measure=VALID)
    twin = two.model_copy(update={"aliases": (one.name,)})
    assert check_references({"one": one, "two": twin}, set()) == [
        "名称“名称one”同时属于 one 和 two"
    ]


def test_filters_name_columns_that_are_there() -> None:
    _refused("stock", "表 rights 没有列 colour", measure={**VALID, "where": {"colour": "red"}})


def test_a_file_with_a_key_that_is_not_known_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_text(yaml.safe_dump({"name": "甲", "formula": "a/b"}))
    with pytest.raises(BadCatalogue, match=r"odd\.yml 有误.*formula"):
        load_folder(tmp_path, Indicator)


def test_a_definition_holds_from_its_day_until_the_next_begins() -> None:
    first = _indicator("stock", measure=VALID).versions[0]
    later = first.model_copy(update={"start": date(2026, 1, 1), "text": "新定义。"})
    indicator = _indicator("stock", measure=VALID).model_copy(update={"versions": (first, later)})
    assert indicator.version_at(date(2025, 12, 31)).text == "定义。"
    assert indicator.version_at(date(2026, 1, 1)).text == "新定义。"
    assert indicator.version_name(date(2026, 1, 1)) == "figure@2026-01-01"
    assert indicator.version_at(date(2020, 12, 31)).text == "定义。"
    assert [
        indicator.is_backwards(date(2020, 12, 31)),
        indicator.is_backwards(date(2021, 1, 1)),
    ] == [
        True,
        False,
    ]


def test_running_totals_start_with_the_five_year_period_unless_asked_otherwise() -> None:
    days = (date(2020, 12, 31), date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    starts = [Question("000000", day).start.year for day in days]
    assert starts == [2016, 2021, 2021, 2026]
    assert Question("000000", days[2], date(2023, 7, 1)).start == date(2023, 7, 1)


def test_a_region_holds_the_codes_that_begin_like_it() -> None:
    spans = {code: (Question(code, date.max).low, Question(code, date.max).high) for code in
             ("990000", "990100", "990101")}  # fmt: skip
    assert spans == {
        "990000": ("990000", "999999"),
        "990100": ("990100", "990199"),
        "990101": ("990101", "990101"),
    }


def test_criteria_are_chosen_by_the_day_of_the_report() -> None:
    basis = [{"document": "某文件", "mark": "S"}]
    criterion = {
        "label": "海外有同族专利权",
        "rule": {"test": "columns", "where": {"has_overseas_grant": True}},
        "basis": basis,
    }
    sets = [
        {"from": date(year, 1, 1), "title": "口径", "criteria": ["abroad"], "basis": basis}
        for year in (2021, 2026)
    ]
    values = {"title": "标准", "criteria": {"abroad": criterion}, "sets": sets}
    criteria = Criteria.model_validate(values)
    assert criteria.set_at(date(2025, 12, 31)).start.year == 2021
    assert criteria.set_at(date(2026, 1, 1)).start.year == 2026
