"""Indicators are found by key, by official name and by what plans print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.rules import rules

PLANS = Path(__file__).resolve().parents[5] / "shared" / "design" / "what-the-plans-order.md"


def test_key_official_name_and_alias_find_the_same_indicator() -> None:
    found = [
        queries.find(name).key
        for name in ("inventions_per_10k", "每万人口发明专利拥有量", "万人发明专利拥有量")
    ]
    assert set(found) == {"inventions_per_10k"}


def test_an_unknown_name_is_answered_with_those_that_come_near() -> None:
    with pytest.raises(
        NotFound, match="没有“每万人口发明专利数量”。相近的有“每万人口发明专利拥有量”"
    ):
        queries.find("每万人口发明专利数量")


def test_a_target_finds_the_figure_of_its_own_basis() -> None:
    found = {
        basis: queries.variant("pledge_amount_registered", basis)
        for basis in ("cumulative", "annual", "growth")
    }
    assert {basis: one.key for basis, one in found.items() if one} == {
        "cumulative": "pledge_amount_registered",
        "annual": "pledge_amount_annual",
        "growth": "pledge_amount_growth",
    }
    assert queries.variant("valid_invention_patents", "growth") is None


def test_every_indicator_that_the_five_plans_order_is_in_the_catalogue() -> None:
    if not PLANS.exists():
        pytest.skip("the list of what the plans order is not beside the checkout")
    lines = PLANS.read_text(encoding="utf-8").splitlines()
    names = [line.split("|")[2].strip() for line in lines if re.match(r"\| \d+ \|", line)]
    assert len(names) == 66
    for name in names:
        queries.find(name)


def test_every_statistic_and_designation_kind_is_a_declared_code() -> None:
    codes = Path(settings.CATALOGUE) / "codes"
    known = {
        name: set(yaml.safe_load((codes / f"{name}.yml").read_text(encoding="utf-8"))["values"])
        for name in ("statistics", "designations", "activities")
    }
    for key, indicator in rules().indicators.items():
        for version in indicator.versions:
            for place in ("measure", "numerator", "denominator"):
                measure: Any = getattr(version, place, None)
                statistic = getattr(measure, "statistic", None)
                assert statistic is None or statistic in known["statistics"], key
                table = getattr(measure, "table", "")
                if table in ("designations", "activities"):
                    kinds = measure.where["kind"]
                    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
                    assert kinds <= known[table], key


def test_a_file_of_the_bureau_takes_the_place_of_the_one_that_ships(
    settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "parameters").mkdir()
    own = {
        "title": "人口数取值年份",
        "entries": [
            {"from": "2021-01-01", "value": 0, "basis": [{"document": "本市", "mark": "C"}]}
        ],
    }
    path = tmp_path / "parameters" / "population_year_offset.yml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    assert rules().parameters["population_year_offset"].entries[-1].value == 0
