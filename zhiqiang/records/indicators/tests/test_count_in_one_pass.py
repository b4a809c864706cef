"""What is counted in one pass for many measures and regions is what each gets when it is asked alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import Lake, OpenSnapshot
from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests import random_register

REGIONS = ("990000", "990100", "990101", "990102", "990200", "990201", "990300", "990301")


class _Counting:
    """A reader that counts what it runs."""

    def __init__(self, snapshot: Any) -> None:
        self.snapshot, self.known, self.told, self.ran = snapshot, {}, [], 0

    def fetch(self, query: Any, values: Any, *more: Any, **named: Any) -> Any:
        self.ran += 1
        return self.snapshot.fetch(query, values, *more, **named)

    def fetch_one(self, query: Any, values: Any) -> Any:
        key = query.key, *sorted(values.items())
        if key not in self.known:
            self.known[key] = self.fetch(query, values)[0]
        return self.known[key]

    def knows(self, query: Any, values: Any) -> bool:
        return (query.key, *sorted(values.items())) in self.known

    def remember(self, query: Any, values: Any, row: Any) -> None:
        self.told.append((query, values, row))
        self.known[query.key, *sorted(values.items())] = row

    def has(self, table: str) -> bool:
        return True


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Divisions:
    path = tmp_path_factory.mktemp("places") / "divisions.yml"
    named = [{"code": code, "name": f"区划{code}"} for code in REGIONS]
    path.write_text(yaml.safe_dump(named), encoding="utf-8")
    return Divisions.national().with_file(path)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """One lake, so that statements are compiled once for all registers."""
    return Lake(tmp_path_factory.mktemp("lake"))


@pytest.mark.parametrize("seed", range(2))
def test_every_answer_of_a_pass_is_that_of_its_own_query(
    seed: int, lake: Lake, places: Divisions
) -> None:
    random = Random(seed)
    kinds = ("topic_database", "national_advantage_firm", "brand_guidance_station")
    lake.publish(random_register.batches(random_register.make(11 + seed, 300, kinds)))
    snapshot, known = lake.open(), rules()
    day, regions = random_register.some_day(random, 2021), random.sample(REGIONS, 5)
    wanted = [
        (indicator, Question(region, day))
        for indicator in known.indicators.values()
        for region in regions
    ]
    reader = _Counting(snapshot)
    told = metrics.prepare(wanted, reader, known)
    assert told > 250
    assert reader.ran < told / 5
    own = [snapshot.fetch(query, values)[0] for query, values, _ in reader.told]
    assert [row for _, _, row in reader.told] == own
    single = _Counting(snapshot)
    for indicator, question in wanted:
        one = metrics.compute(indicator, single, question, known, places)
        assert metrics.compute(indicator, reader, question, known, places) == one
    assert reader.ran < single.ran / 5


def test_what_is_known_is_not_counted_again(lake: Lake) -> None:
    lake.publish(random_register.batches(random_register.make(11, 20)))
    known, reader = rules(), _Counting(lake.open())
    wanted = [
        (known.indicators["valid_patents"], Question(region, date(2024, 12, 31)))
        for region in REGIONS
    ]
    assert metrics.prepare(wanted, reader, known) == len(REGIONS)
    ran = reader.ran
    assert (metrics.prepare(wanted, reader, known), reader.ran) == (0, ran)


def test_a_single_count_is_left_to_its_own_query(tmp_path: Path) -> None:
    lake, known = Lake(tmp_path), rules()
    lake.publish(random_register.batches(random_register.make(11, 20)))
    reader = _Counting(lake.open())
    wanted = [(known.indicators["valid_patents"], Question(REGIONS[0], date(2024, 12, 31)))]
    assert metrics.prepare(wanted, reader, known) == 0
    assert (reader.ran, reader.known) == (0, {})


def test_a_later_snapshot_counts_only_what_its_new_rows_may_have_changed(
    tmp_path: Path, places: Divisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, known = Lake(tmp_path), rules()
    register = random_register.make(11, 60, ("topic_database",))
    wanted = [
        (indicator, Question(region, date(2024, 12, 31)))
        for indicator in known.indicators.values()
        for region in REGIONS
    ]
    ran: list[frozenset[str]] = []
    fetch = OpenSnapshot.fetch

    def counted(self: OpenSnapshot, query: Any, *given: Any, **named: Any) -> Any:
        ran.append(query.tables)
        return fetch(self, query, *given, **named)

    def told() -> dict[Any, Any]:
        snapshot = lake.open()
        metrics.prepare(wanted, snapshot, known)
        return {
            (one.key, question.region): metrics.compute(one, snapshot, question, known, places)
            for one, question in wanted
        }

    monkeypatch.setattr(OpenSnapshot, "fetch", counted)
    lake.publish(random_register.batches(register))
    before = told()
    assert sum("rights" in tables for tables in ran) > 5
    ran.clear()
    register["designations"].pop()
    register["statistics"].pop()
    lake.publish(random_register.batches(register))
    after = told()
    assert {name for tables in ran for name in tables} == {"designations", "statistics"}
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "answers")
    assert after == told() != before


def _tables(indicator: Any, known: Any) -> set[str]:
    """Return the tables that an indicator's own rows come from, as its definition says."""
    (version,) = indicator.versions
    if indicator.kind == "growth":
        return _tables(known.indicators[version.of], known)
    measures = [getattr(version, place, None) for place in ("measure", "numerator", "denominator")]
    return {getattr(one, "table", "statistics") for one in measures if one is not None}


def test_after_an_import_only_the_indicators_that_read_what_it_touched_are_computed_again(
    tmp_path: Path, places: Divisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, known, question = Lake(tmp_path), rules(), Question("990100", date(2024, 12, 31))
    register = random_register.make(11, 60, ("topic_database",))
    now, ran = [""], set()
    fetch = OpenSnapshot.fetch

    def counted(self: OpenSnapshot, query: Any, *given: Any, **named: Any) -> Any:
        ran.add((now[0], *query.tables))
        return fetch(self, query, *given, **named)

    def all_figures() -> set[str]:
        ran.clear()
        snapshot = lake.open()
        for now[0], one in known.indicators.items():
            metrics.compute(one, snapshot, question, known, places)
        return {key for key, *tables in ran if set(tables) - {"statistics", "reported"}}

    monkeypatch.setattr(OpenSnapshot, "fetch", counted)
    lake.publish(random_register.batches(register))
    counted_ones = {
        k for k, one in known.indicators.items() if _tables(one, known) != {"statistics"}
    }
    assert all_figures() <= counted_ones
    register["activities"].pop()
    lake.publish(random_register.batches(register))
    again = all_figures()
    touched = {key for key in counted_ones if "activities" in _tables(known.indicators[key], known)}
    assert 5 < len(touched) < 20
    # What shares its statement with an indicator before it is answered by that.
    assert again <= touched and len(again) > len(touched) / 2
    lake.publish(random_register.batches(register))
    assert all_figures() == set()
