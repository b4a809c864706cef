"""Answer a figure for many regions with one pass over the rows, instead of one pass a region.

The rows of a measure are counted by region once; what each region asks is then remembered by the
reader as if it had been asked alone. So figures are computed by one way only, and this is a short
cut that nobody has to know of. Rows that count once wherever they occur (a firm, a contract) can
be told for the lowest divisions only: that of a city is no sum of its counties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhiqiang.engines.metrics.asking import compared, queries_of, values
from zhiqiang.engines.metrics.declaration import Growth, Indicator
from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.querying import MeasureQueries, MeasureQuery
from zhiqiang.engines.metrics.question import Question, Reader, Rules
from zhiqiang.kernel.divisions import prefix

#: fewer regions are as fast one by one
WORTH = 3
_LEAF = 6


def prepare(
    indicator: Indicator, reader: Reader, questions: Sequence[Question], rules: Rules
) -> int:
    """Let the reader remember what these questions will ask; return how many answers that are.

    The questions differ in their region only.
    """
    if len(questions) < WORTH:
        return 0
    first = questions[0]
    definition = indicator.version_at(first.as_of)
    if isinstance(definition, Growth):
        base = rules.indicators[definition.of]
        now, before, _ = compared(definition, first, rules)
        return sum(
            prepare(
                base,
                reader,
                [replace(q, as_of=side.as_of, since=None) for q in questions],
                rules,
            )
            for side in (now, before)
        )
    count = 0
    for queries, bound in _asked(indicator, first, rules):
        count += _remembered(reader, queries, bound, questions)
    return count


def _asked(
    indicator: Indicator, question: Question, rules: Rules
) -> Iterator[tuple[MeasureQueries, Mapping[str, Any]]]:
    definition = indicator.version_at(question.as_of)
    for place in ("measure", "numerator", "denominator"):
        if isinstance(getattr(definition, place, None), RowMeasure):
            queries = queries_of(indicator, definition, place, question, rules)
            yield queries, values(queries, definition, question)


def _remembered(
    reader: Reader,
    queries: MeasureQueries,
    bound: Mapping[str, Any],
    questions: Sequence[Question],
) -> int:
    measure = queries.measure
    whole = {
        **bound,
        "low": min(one.low for one in questions),
        "high": max(one.high for one in questions),
    }
    is_additive = measure.distinct is None and measure.once_per is None
    wanted: list[tuple[MeasureQuery, MeasureQuery, tuple[str, ...], bool]]
    wanted = [(queries.totals, queries.split("region"), ("total", "blank"), is_additive)]
    if measure.at == "in_force":
        wanted.append((queries.doubtful, queries.doubtful_by_region, (), True))
        wanted.append((queries.telling, queries.telling_by_region, ("told",), True))
    count = 0
    for single, by_region, sums, adds_up in wanted:
        asked = [one for one in questions if adds_up or len(prefix(one.region)) == _LEAF]
        if len(asked) >= WORTH:
            count += _taken_over(reader, single, by_region, sums, whole, asked)
    return count


def _taken_over(
    reader: Reader,
    single: MeasureQuery,
    by_region: MeasureQuery,
    sums: Sequence[str],
    whole: Mapping[str, Any],
    questions: Sequence[Question],
) -> int:
    slices = reader.fetch(by_region, whole)
    for question in questions:
        own = [one for one in slices if question.low <= one["slice"] <= question.high]
        row: dict[str, Any] = {"rows": sum(one["rows"] for one in own)}
        for name in sums:
            known = [one[name] for one in own if one[name] is not None]
            row[name] = sum(known) if known else None
        reader.remember(single, {**whole, "low": question.low, "high": question.high}, row)
    return len(questions)
