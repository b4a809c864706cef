"""A question that was asked of a snapshot once is not run again, not even by another process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from zhiqiang.engines.lake import Lake, OpenSnapshot


@dataclass
class Asked:
    """A query that sums a table; it counts how often it was built."""

    key: str = "sum"
    built: list[int] = field(default_factory=list)
    tables: frozenset[str] = frozenset({"a"})
    parameters: dict[str, Any] = field(default_factory=lambda: {"least": ibis.param("int64")})

    def build(self) -> ibis.Table:
        self.built.append(1)
        table = ibis.table({"id": "int64", "on": "date"}, name="a")
        kept = table.filter(table.id >= self.parameters["least"])
        total = kept.id.sum().cast("decimal(38, 6)")
        return kept.aggregate(rows=kept.count(), total=total, last=kept.on.max())


def publish(lake: Lake, count: int, beside: int = 0) -> None:
    days = [date(2024, 1, 1 + number) for number in range(count)]
    asked = pa.RecordBatch.from_pydict({"id": list(range(count)), "on": days})
    other = pa.RecordBatch.from_pydict({"id": [beside]})
    lake.publish({"a": [asked], "b": [other]})


def runs(snapshot: OpenSnapshot, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows with every query that is run."""
    seen: list[Any] = []
    fetch = OpenSnapshot.fetch

    def counted(self: OpenSnapshot, *given: Any, **named: Any) -> Any:
        seen.append(given)
        return fetch(self, *given, **named)

    monkeypatch.setattr(OpenSnapshot, "fetch", counted)
    return seen


ANSWER = {"rows": 3, "total": Decimal("6.000000"), "last": date(2024, 1, 4)}


def test_what_one_process_asked_the_next_knows_with_the_same_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    assert lake.open().fetch_one(Asked(), {"least": 1}) == ANSWER
    again = lake.open()
    ran = runs(again, monkeypatch)
    found = again.fetch_one(Asked(), {"least": 1})
    assert (found, ran) == (ANSWER, [])
    assert {name: type(value) for name, value in found.items()} == {
        "rows": int,
        "total": Decimal,
        "last": date,
    }


def test_what_another_process_asks_meanwhile_is_known_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    here, there = lake.open(), lake.open()
    here.fetch_one(Asked(), {"least": 3})
    there.fetch_one(Asked(), {"least": 1})
    ran = runs(here, monkeypatch)
    assert (here.fetch_one(Asked(), {"least": 1}), ran) == (ANSWER, [])


def test_other_values_another_expression_and_another_content_are_asked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    lake.open().fetch_one(Asked(), {"least": 1})
    ran = runs(lake.open(), monkeypatch)
    assert lake.open().fetch_one(Asked(), {"least": 3})["rows"] == 1
    assert lake.open().fetch_one(Asked(key="other"), {"least": 1}) == ANSWER
    publish(lake, 5)
    assert lake.open().fetch_one(Asked(), {"least": 1})["rows"] == 4
    assert lake.open(1).fetch_one(Asked(), {"least": 1}) == ANSWER
    assert len(ran) == 3


def test_a_later_snapshot_takes_over_what_it_was_asked_of_tables_that_stayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4, beside=1)
    lake.open().fetch_one(Asked(), {"least": 1})
    publish(lake, 4, beside=2)
    later = lake.open()
    ran = runs(later, monkeypatch)
    assert later.knows(Asked(), {"least": 1})
    assert (later.number, later.fetch_one(Asked(), {"least": 1}), ran) == (2, ANSWER, [])
    publish(lake, 5, beside=2)
    assert not lake.open().knows(Asked(), {"least": 1})
    assert lake.open().fetch_one(Asked(), {"least": 1})["rows"] == 4


def test_a_query_that_reads_what_it_does_not_name_is_not_run(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    with pytest.raises(ValueError, match="reads"):
        lake.open().fetch_one(Asked(tables=frozenset({"b"})), {"least": 1})


def test_half_a_line_of_a_killed_process_spoils_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    lake.open().fetch_one(Asked(), {"least": 1})
    (path,) = (tmp_path / "answers").glob("*.jsonl")
    text = path.read_text(encoding="utf-8").strip()
    path.write_text(f"{text}\n{text[: len(text) // 2]}", encoding="utf-8")
    assert lake.open().fetch_one(Asked(), {"least": 1}) == ANSWER
    assert lake.open().fetch_one(Asked(), {"least": 2})["rows"] == 2
    assert lake.open().fetch_one(Asked(), {"least": 2})["rows"] == 2


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    publish(lake, 4)
    (tmp_path / "answers").write_text("in the way")
    opened = lake.open()
    assert opened.fetch_one(Asked(), {"least": 1}) == ANSWER
    assert opened.fetch_one(Asked(), {"least": 1}) == ANSWER
