"""The parts of a figure are its whole, whatever it is taken apart by."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import Lake, OpenSnapshot
from zhiqiang.engines.metrics import Question
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests import random_register
from zhiqiang.records.indicators.tests.oracle import Asked

DAY, REGION = date(2024, 12, 31), "990000"
SUMMED = (
    "valid_patents",
    "valid_trademarks",
    "invention_grants",
    "transfers",
    "high_value_inventions",
    "special_inspections",
)


@pytest.fixture(scope="module")
def register() -> Any:
    return random_register.make(7, rights=400)


@pytest.fixture(scope="module")
def snapshot(register: Any, tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    lake = Lake(Path(tmp_path_factory.mktemp("lake")))
    lake.publish(random_register.batches(register))
    return lake.open()


def _split(snapshot: OpenSnapshot, key: str, by: str) -> dict[str, metrics.Slice]:
    known, question = rules(), Question(REGION, DAY)
    found = metrics.split(known.indicators[key], snapshot, question, known, by)
    return {one.key: one for one in found}


@pytest.mark.parametrize("key", SUMMED)
def test_the_parts_add_up_to_the_whole(snapshot: OpenSnapshot, key: str) -> None:
    known, question = rules(), Question(REGION, DAY)
    indicator = known.indicators[key]
    whole = metrics.compute(indicator, snapshot, question, known, _NoPlaces())
    ways = metrics.ways_of(indicator, question)
    assert whole.value and "region" in ways
    for by in ways:
        parts = metrics.split(indicator, snapshot, question, known, by)
        assert sum(one.value or 0 for one in parts) == whole.value, by
        assert sum(one.rows for one in parts) == whole.rows, by


class _NoPlaces:
    def children(self, code: str, year: int | None = None) -> list[Any]:
        return []

    def parent(self, code: str) -> str:
        return ""


def test_parts_by_kind_region_and_holder_equal_a_naive_count(
    snapshot: OpenSnapshot, register: Any
) -> None:
    asked = Asked(register, REGION, DAY)
    rights = asked.valid("invention", "utility_model", "design")
    held = [asked.holding(one, DAY) for one in rights]
    naive = {
        "kind": Counter(one["kind"] for one in rights),
        "region": Counter(one["region_code"] for one in held),
        "holder": Counter(one["party_kind"] for one in held),
    }
    for by, expected in naive.items():
        found = {key: one.value for key, one in _split(snapshot, "valid_patents", by).items()}
        assert found == expected, by


def test_a_share_is_taken_apart_on_both_sides(snapshot: OpenSnapshot, register: Any) -> None:
    asked = Asked(register, REGION, DAY)
    held = Counter(asked.holding(one, DAY)["region_code"] for one in asked.valid("invention"))
    found = _split(snapshot, "high_value_share", "region")
    assert set(found) == set(held)
    one = found["990101"]
    assert one.value == (Decimal(one.rows) * 100 / held["990101"]).quantize(Decimal("0.01"))


def test_published_figures_and_growth_are_not_taken_apart(snapshot: OpenSnapshot) -> None:
    known, question = rules(), Question(REGION, DAY)
    for key in ("satisfaction", "pct_applications_growth"):
        assert metrics.ways_of(known.indicators[key], question) == ()
        with pytest.raises(ValueError, match="cannot be taken apart"):
            metrics.split(known.indicators[key], snapshot, question, known, "region")


def test_activities_have_no_holder(snapshot: OpenSnapshot) -> None:
    known, question = rules(), Question(REGION, DAY)
    assert metrics.ways_of(known.indicators["training_attendance"], question) == ("kind", "region")
