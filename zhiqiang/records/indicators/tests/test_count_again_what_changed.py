"""After new records, only the figures that they touch are computed again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.tests.ledger import company, invention, new

REGION, DAY = "990100", date(2024, 12, 31)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """A list of the tables that each query reads, as it is run."""
    seen: list[frozenset[str]] = []
    fetch = OpenSnapshot.fetch

    def told(self: OpenSnapshot, query: Any, *given: Any, **named: Any) -> Any:
        seen.append(query.tables)
        return fetch(self, query, *given, **named)

    monkeypatch.setattr(OpenSnapshot, "fetch", told)
    return seen


def training() -> None:
    new("Activity", kind="training", title="培训班", held_on=date(2024, 6, 1), people=30,
        region_code="990101", identity="A1")  # fmt: skip


def test_new_activities_make_nobody_count_rights_again(home: Path, read: list[Any]) -> None:
    invention(1, company())
    publish_snapshot("测试")
    before = queries.figures(REGION, DAY)
    assert any("rights" in tables for tables in read)
    read.clear()
    training()
    publish_snapshot("测试")
    after = queries.figures(REGION, DAY)
    assert any("activities" in tables for tables in read)
    assert not any("rights" in tables for tables in read)
    values = [{one.key: one.value for one in figures} for figures in (before, after)]
    changed = {key for key in values[0] if values[0][key] != values[1][key]}
    assert changed and changed < set(values[0])


def test_new_rights_make_nobody_count_activities_again(home: Path, read: list[Any]) -> None:
    training()
    publish_snapshot("测试")
    queries.figures(REGION, DAY)
    read.clear()
    invention(1, company())
    publish_snapshot("测试")
    queries.figures(REGION, DAY)
    assert any("rights" in tables for tables in read)
    assert not any("activities" in tables for tables in read)


def test_nothing_new_makes_nobody_count_anything(home: Path, read: list[Any]) -> None:
    invention(1, company())
    publish_snapshot("测试")
    queries.figures(REGION, DAY)
    read.clear()
    publish_snapshot("测试")
    queries.figures(REGION, DAY)
    assert read == []
