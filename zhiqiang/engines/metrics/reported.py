"""Values that a body reported with evidence, for what no record tells."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import ibis.expr.types as ir

from zhiqiang.engines.metrics.declaration import Indicator
from zhiqiang.engines.metrics.placing import PARAMETERS
from zhiqiang.engines.metrics.querying import MeasureQuery, program
from zhiqiang.engines.metrics.question import Question, Reader, Reported
from zhiqiang.engines.metrics.shapes import SHAPES


def look_up(indicator: Indicator, question: Question, reader: Reader) -> Reported | None:
    """Return the newest value that was reported for the region and fits the day.

    An amount fits when it was counted from the same first day; growth within the same year; a
    state, share or score may stand from the year before, and says its day.
    """
    if not reader.has("reported") or not reader.fetch_one(_anything(), {})["rows"]:
        return None
    begin = {"flow": question.start_of_year, "cumulative": question.start}.get(indicator.kind)
    year = question.as_of.year - (0 if indicator.kind == "growth" or begin else 1)
    values = {
        "indicator": indicator.key,
        "low": question.region,
        "begin": begin or date(year, 1, 1),
        "as_of": question.as_of,
    }
    for row in reader.fetch(_given(), values):
        if row["since_on"] == begin:
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


@lru_cache(maxsize=1)
def _given() -> MeasureQuery:
    return MeasureQuery(f"reported-{program()[:32]}", frozenset({"reported"}), _relation)


@lru_cache(maxsize=1)
def _anything() -> MeasureQuery:
    table = SHAPES["reported"].unbound("reported")
    return MeasureQuery(
        f"any-reported-{program()[:32]}",
        frozenset({"reported"}),
        lambda: table.aggregate(rows=table.count()),
    )


def _relation() -> ir.Table:
    table = SHAPES["reported"].unbound("reported")
    found = table.filter(
        table.indicator == PARAMETERS["indicator"],
        table.region_code == PARAMETERS["low"],
        table.as_of.between(PARAMETERS["begin"], PARAMETERS["as_of"]),
    )
    return found.order_by([found.as_of.desc(), found.id.desc()])
