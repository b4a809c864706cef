"""What the tables of a snapshot lack, and how far their facts reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics.placing import AS_OF, HIGH, LOW
from zhiqiang.engines.metrics.querying import MeasureQuery, fixed
from zhiqiang.engines.metrics.question import Question, Reader
from zhiqiang.engines.metrics.shapes import SHAPES

#: the day on which a fact of a table happened, and the column that names its party
_DAYS: Mapping[str, str] = {
    "rights": "filed_on",
    "events": "happened_on",
    "designations": "from_on",
    "activities": "held_on",
}
_PARTIES: Mapping[str, str] = {
    "rights": "holder_id",
    "events": "party_id",
    "designations": "party_id",
}


@dataclass(frozen=True, slots=True)
class Soundness:
    """Facts of one kind in a region: how many, the newest up to the day, and what they lack.

    ``without_region`` counts in all regions, for nobody can say whose they are; ``later`` are
    facts of days after the one that was asked about.
    """

    table: str
    kind: str
    rows: int
    last: date | None
    without_region: int
    without_party: int
    without_day: int
    later: int


def soundness(reader: Reader, question: Question) -> list[Soundness]:
    """Return the facts of a region by table and kind; of published figures by key."""
    bound = {"as_of": question.as_of, "low": question.low, "high": question.high}
    out = []
    for table in (*_DAYS, "statistics"):
        for row in reader.fetch(_query(table), bound):
            last = row.pop("last")
            if table == "statistics" and last is not None:
                last = date(last, 12, 31)
            counts: dict[str, Any] = {key: int(one) for key, one in row.items() if key != "kind"}
            out.append(Soundness(table, row["kind"], last=last, **counts))
    return out


def _query(table: str) -> MeasureQuery:
    build = _published if table == "statistics" else lambda: _facts(table)
    return fixed(f"soundness-{table}", table, build)


def _facts(name: str) -> ir.Table:
    shape = SHAPES[name]
    table = shape.unbound(name)
    day, region = table[_DAYS[name]], table.region_code.fill_null("")
    party = _PARTIES.get(name)
    missing = table[party].isnull() if party else ibis.literal(False)
    rows = table.select(
        kind=table.kind,
        day=day,
        here=region.between(LOW, HIGH) & (region != ""),
        nowhere=region == "",
        nobody=missing,
    )
    return _counted(rows, rows.day, rows.day > AS_OF)


def _published() -> ir.Table:
    table = SHAPES["statistics"].unbound("statistics")
    rows = table.select(
        kind=table.key,
        day=table.year.cast("int64"),
        here=table.region_code.between(LOW, HIGH),
        nowhere=table.region_code == "",
        nobody=ibis.literal(False),
    )
    return _counted(rows, rows.day, rows.day > AS_OF.year().cast("int64"))


def _counted(rows: ir.Table, day: Any, is_later: Any) -> ir.Table:
    here = rows.here
    return (
        rows.group_by("kind")
        .aggregate(
            rows=here.sum(),
            last=day.max(where=here & ~is_later.fill_null(False)),
            without_region=rows.nowhere.sum(),
            without_party=(here & rows.nobody).sum(),
            without_day=(here & day.isnull()).sum(),
            later=(here & is_later.fill_null(False)).sum(),
        )
        .order_by("kind")
    )
