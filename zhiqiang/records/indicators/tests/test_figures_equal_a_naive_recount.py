"""Engine and oracle give every indicator alike, on random registers, days and regions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from django.conf import settings

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import Lake
from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests import random_register
from zhiqiang.records.indicators.tests.oracle import Asked
from zhiqiang.records.indicators.tests.oracle_catalogue import ORACLE

REGIONS = ("000000", "990000", "990100", "990200", "990101", "990301")
HARD_DAYS = (date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1))
PLACES = (
    ("990000", "某省"),
    ("990100", "甲市"),
    ("990101", "甲一县"),
    ("990102", "甲二县"),
    ("990200", "乙市"),
    ("990201", "乙一县"),
    ("990300", "丙市"),
    ("990301", "丙一县"),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Divisions:
    path = tmp_path_factory.mktemp("places") / "divisions.yml"
    path.write_text(yaml.safe_dump([{"code": c, "name": n} for c, n in PLACES]), encoding="utf-8")
    return Divisions.national().with_file(path)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """One lake, so that statements are compiled once for all registers."""
    return Lake(tmp_path_factory.mktemp("lake"))


def _kinds() -> tuple[str, ...]:
    codes = Path(settings.CATALOGUE) / "codes" / "designations.yml"
    return tuple(yaml.safe_load(codes.read_text(encoding="utf-8"))["values"])


def test_the_oracle_knows_every_indicator_of_the_catalogue() -> None:
    assert set(ORACLE) == set(rules().indicators)


@pytest.mark.parametrize("seed", range(3))
def test_every_indicator_equals_its_naive_recount(seed: int, lake: Lake, places: Divisions) -> None:
    random = Random(1000 + seed)
    register = random_register.make(seed, designation_kinds=_kinds())
    lake.publish(random_register.batches(register))
    snapshot, known = lake.open(), rules()
    days = [random_register.some_day(random, 2021) for _ in range(2)]
    differences = []
    for day in [*days, HARD_DAYS[seed]]:
        region = random.choice(REGIONS)
        asked, question = Asked(register, region, day), Question(region, day)
        for key, indicator in known.indicators.items():
            seen = metrics.compute(indicator, snapshot, question, known, places)
            if seen.value is None and "还没有可供计算" in seen.reason:
                continue
            expected = ORACLE[key](asked)
            if seen.value != expected:
                differences.append((key, region, day, seen.value, expected, seen.reason))
            if day not in HARD_DAYS:
                continue
            found = metrics.rows(indicator, snapshot, question, known, places)
            if len(found) != seen.rows:
                differences.append((key, region, day, "rows", len(found), seen.rows))
    assert differences == []
