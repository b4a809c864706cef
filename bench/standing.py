"""How every right stands on a day, read from the lake: one word for each, and how many of each.

The baseline is the same in SQL by hand, on the same files. A page of the register as of a day, as
it was known at the snapshot, stands beside it.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.measuring import Line, interleaved, seconds_of
from bench.register import publish

DAY, ROUNDS = date(2024, 12, 31), 7
_BY_HAND = """
SELECT r.id, EXISTS (SELECT 1 FROM in_force f WHERE f.right_id = r.id
       AND (f.from_on IS NULL OR f.from_on <= $day)
       AND (f.until_on IS NULL OR f.until_on > $day)) AS is_in_force
FROM rights r"""


def measure(size: int) -> list[Line]:
    """Ask for all rights on one day after another."""
    import duckdb
    from django.conf import settings

    from zhiqiang.engines.lake import Lake

    lake = Path(settings.HOME) / "lake"
    manifest = publish(lake, size)
    snapshot = Lake(lake).open(manifest.number)
    raw = duckdb.connect()
    for name, state in manifest.tables.items():
        files = ", ".join(f"'{lake / file.path}'" for file in state.files)
        raw.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")  # noqa: S608
    days = iter([DAY - timedelta(days=n) for n in range(2 * ROUNDS + 4)])

    def by_hand(day: date | None = None) -> Any:
        return raw.sql(_BY_HAND, params={"day": day or next(days)}).to_arrow_table()

    def ours(day: date | None = None) -> Any:
        return _standing(snapshot, day or next(days))

    one, other = ours(DAY), by_hand(DAY)
    if sum(one["is_in_force"].to_pylist()) != sum(other["is_in_force"].to_pylist()):
        raise SystemExit("the two do not agree on what is in force")
    seconds, floor = interleaved(ours, by_hand, ROUNDS)
    return [
        Line("status of every right on a day", size, seconds, floor, "DuckDB SQL by hand"),
        Line("page of rights as of a day, as known then", size, _page(manifest.number)),
    ]


def _standing(snapshot: Any, day: date) -> Any:
    """Return ``id, is_in_force`` of all rights."""
    spans, rights = snapshot.table("in_force"), snapshot.table("rights")
    begun = spans.from_on.isnull() | (spans.from_on <= day)
    held = spans.filter(begun & (spans.until_on.isnull() | (spans.until_on > day)))
    found = held.select("right_id").distinct()
    joined = rights.left_join(found, rights.id == found.right_id)
    return joined.select(id=rights.id, is_in_force=found.right_id.notnull()).to_pyarrow()


def _page(number: int) -> float:
    """Return what the first page of the rights of a city costs, with their lives."""
    from zhiqiang.records.accounts.actions import register_person
    from zhiqiang.records.indicators.known import KnownRights, Sought

    person = register_person("bench_reader", "某", "official", "四季-青山-2719-桥")

    def page(day: date) -> None:
        found = KnownRights(number, person, Sought(region="990100", on=day))
        shown = found.page(["filed_on"], True, 50, 0)
        assert found.total and found.lives([one.pk for one in shown])

    return median(seconds_of(lambda n=n: page(DAY - timedelta(days=n))) for n in range(5))
