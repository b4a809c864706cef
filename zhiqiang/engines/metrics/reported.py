"""Values that a body reported with evidence, for what no record tells."""

from __future__ import annotations

from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import ibis.expr.types as ir

from zhiqiang.engines.metrics.declaration import Indicator
from zhiqiang.engines.metrics.querying import MeasureQuery, fixed
from zhiqiang.engines.metrics.question import Question, Reader, Reported
from zhiqiang.engines.metrics.shapes import SHAPES

_kept: WeakKeyDictionary[Reader, dict[tuple[str, str], list[dict[str, Any]]]] = WeakKeyDictionary()


def look_up(indicator: Indicator, question: Question, reader: Reader) -> Reported | None:
    """Return the newest value that was reported for the region and fits the day.

    An amount fits when it was counted from the same first day; growth within the same year; a
    state, share or score may stand from the year before, and says its day.
    """
    if not reader.has("reported") or not reader.fetch_one(_anything(), {})["rows"]:
        return None
    begin = {"flow": question.start_of_year, "cumulative": question.start}.get(indicator.kind)
    year = question.as_of.year - (0 if indicator.kind == "growth" or begin else 1)
    earliest = begin or date(year, 1, 1)
    for row in _of(indicator.key, question.region, reader):
        if row["since_on"] == begin and earliest <= row["as_of"] <= question.as_of:
            return Reported(
                id=row["id"],
                value=row["value"],
                as_of=row["as_of"],
                since=row["since_on"],
                body=row["body"],
                reported_on=row["reported_on"],
                note=row["note"],
            )
    return None


def _of(key: str, region: str, reader: Reader) -> list[dict[str, Any]]:
    """Return what was reported of an indicator for a region, the newest first.

    All of it is read once a snapshot: every figure asks for it.
    """
    known = _kept.get(reader)
    if known is None:
        known = {}
        for row in reader.fetch(fixed("reported", "reported", _relation), {}):
            known.setdefault((row["indicator"], row["region_code"]), []).append(row)
        _kept[reader] = known
    return known.get((key, region), [])


def _anything() -> MeasureQuery:
    table = SHAPES["reported"].unbound("reported")
    return fixed("any-reported", "reported", lambda: table.aggregate(rows=table.count()))


def _relation() -> ir.Table:
    table = SHAPES["reported"].unbound("reported")
    return table.order_by([table.as_of.desc(), table.id.desc()])
