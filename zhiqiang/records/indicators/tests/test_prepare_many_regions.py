"""What is counted for many regions at once is what each region gets when it is asked alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import Lake
from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests import random_register

REGIONS = ("990000", "990100", "990101", "990102", "990200", "990201", "990300", "990301")


class _Counting:
    """A reader that counts what it runs."""

    def __init__(self, snapshot: Any) -> None:
        self.snapshot, self.known, self.ran = snapshot, {}, 0

    def fetch(self, query: Any, values: Any, *more: Any, **named: Any) -> Any:
        self.ran += 1
        return self.snapshot.fetch(query, values, *more, **named)

    def fetch_one(self, query: Any, values: Any) -> Any:
        key = query.key, *sorted(values.items())
        if key not in self.known:
            self.known[key] = self.fetch(query, values)[0]
        return self.known[key]

    def remember(self, query: Any, values: Any, row: Any) -> None:
        self.known[query.key, *sorted(values.items())] = row

    def has(self, table: str) -> bool:
        return True


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Divisions:
    path = tmp_path_factory.mktemp("places") / "divisions.yml"
    named = [{"code": code, "name": f"区划{code}"} for code in REGIONS]
    path.write_text(yaml.safe_dump(named), encoding="utf-8")
    return Divisions.national().with_file(path)


def test_every_figure_is_the_same_and_takes_fewer_passes(tmp_path: Path, places: Divisions) -> None:
    lake = Lake(tmp_path)
    kinds = ("topic_database", "national_advantage_firm", "brand_guidance_station")
    lake.publish(random_register.batches(random_register.make(11, 300, kinds)))
    snapshot, known = lake.open(), rules()
    questions = [Question(region, date(2024, 12, 31)) for region in REGIONS]
    differences, alone, together = [], 0, 0
    for key, indicator in known.indicators.items():
        single, shared = _Counting(snapshot), _Counting(snapshot)
        metrics.prepare(indicator, shared, questions, known)
        for question in questions:
            one = metrics.compute(indicator, single, question, known, places)
            other = metrics.compute(indicator, shared, question, known, places)
            if one != other:
                differences.append((key, question.region, one, other))
        alone, together = alone + single.ran, together + shared.ran
    assert differences == []
    assert together < alone / 2


def test_few_regions_are_asked_one_by_one(tmp_path: Path) -> None:
    lake, known = Lake(tmp_path), rules()
    lake.publish(random_register.batches(random_register.make(11, 20)))
    reader = _Counting(lake.open())
    questions = [Question(region, date(2024, 12, 31)) for region in REGIONS[:2]]
    indicator = known.indicators["valid_patents"]
    assert metrics.prepare(indicator, reader, questions, known) == 0
    assert (reader.ran, reader.known) == (0, {})
