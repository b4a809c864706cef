"""Answer many questions with few passes over the rows, instead of one pass a figure and region.

What is counted over the same rows is counted in one pass for all measures and regions; what each
question asks is then remembered by the reader as if it had been asked alone. So figures are
computed by one way only, and this is a short cut that nobody has to know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiqiang.engines.metrics.asking import compared, queries_of, values
from zhiqiang.engines.metrics.declaration import Growth, Indicator
from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.querying import Fold, MeasureQueries, any_doubt
from zhiqiang.engines.metrics.question import Question, Reader, Rules
from zhiqiang.kernel.divisions import prefix

#: a single count is as fast by its own query
WORTH = 2


@dataclass(frozen=True, slots=True)
class _Count:
    """What one region asks of one measure."""

    queries: MeasureQueries
    region: str
    values: Mapping[str, Any]

    @property
    def together(self) -> tuple[Any, ...]:
        """Return what has to be alike in counts that one pass can tell."""
        one, criteria = self.queries.measure, self.queries.criteria
        used = criteria and (one.meets, criteria[1].start)
        begin = self.values["begin"] if one.by is not None else None
        day = self.values["as_of"]
        return one.table, one.at, one.by, one.once_per, one.distinct, used, begin, day


def prepare(wanted: Iterable[tuple[Indicator, Question]], reader: Reader, rules: Rules) -> int:
    """Let the reader remember what these questions will ask; return how many answers that are."""
    counts: dict[Any, _Count] = {}
    for indicator, question in wanted:
        for one in _counts(indicator, question, rules):
            counts[one.queries.name, one.region, tuple(one.values.items())] = one
    passes: dict[tuple[Any, ...], list[_Count]] = {}
    for one in counts.values():
        if not reader.knows(one.queries.totals, one.values):
            passes.setdefault(one.together, []).append(one)
    return sum(_pass(reader, found) for found in passes.values() if len(found) >= WORTH)


def _counts(indicator: Indicator, question: Question, rules: Rules) -> Iterator[_Count]:
    definition = indicator.version_at(question.as_of)
    if isinstance(definition, Growth):
        for side in compared(definition, question, rules)[:2]:
            yield from _counts(rules.indicators[definition.of], side, rules)
        return
    for place in ("measure", "numerator", "denominator"):
        if isinstance(getattr(definition, place, None), RowMeasure):
            queries = queries_of(indicator, definition, place, question, rules)
            yield _Count(queries, question.region, values(queries, definition, question))


def _pass(reader: Reader, counts: Sequence[_Count]) -> int:
    """Count once for all; of rights in force, also what stands in doubt or cannot be told."""
    fold = _fold(counts)
    rows = _remembered(reader, fold, "totals", counts)
    if counts[0].queries.measure.at != "in_force":
        return len(counts)
    if reader.fetch_one(any_doubt(), {})["rows"]:
        _remembered(reader, fold, "doubtful", counts)
    if any(
        not row["rows"] and reader.fetch_one(one.queries.anything, one.queries.words)["rows"]
        for one, row in zip(counts, rows, strict=True)
    ):
        _remembered(reader, fold, "telling", counts)
    return len(counts)


def _fold(counts: Sequence[_Count]) -> Fold:
    """Return the pass, the same for the same measures and levels in whatever order they come."""
    measures = {one.queries.name: one.queries for one in counts}
    levels = {len(prefix(one.region)) for one in counts}
    return Fold(tuple(measures[name] for name in sorted(measures)), tuple(sorted(levels)))


def _remembered(
    reader: Reader, fold: Fold, name: str, counts: Sequence[_Count]
) -> list[dict[str, Any]]:
    """Run a pass of some name, and hand every question its row."""
    bound = {
        **counts[0].values,
        "low": min(one.values["low"] for one in counts),
        "high": max(one.values["high"] for one in counts),
    }
    places = {queries.name: n for n, queries in enumerate(fold.queries)}
    found = {row["slice"]: row for row in reader.fetch(getattr(fold, name), bound)}
    out = []
    for one in counts:
        row = _row(found.get(prefix(one.region), {}), places[one.queries.name], name)
        reader.remember(getattr(one.queries, name), one.values, row)
        out.append(row)
    return out


def _row(found: Mapping[str, Any], place: int, name: str) -> dict[str, Any]:
    """Return what the query of one measure and region would have given."""
    rows = found.get(f"rows_{place}", 0)
    row = {"rows": rows}
    if name == "telling":
        row["told"] = found.get(f"told_{place}") if rows else None
    if name == "totals":
        row["total"] = found.get(f"total_{place}") if rows else None
        row["blank"] = found.get(f"blank_{place}", rows) if rows else None
    return row
