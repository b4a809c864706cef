"""What a question comes to for one measure: which queries, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.engines.metrics.criteria import Criteria, CriteriaSet
from zhiqiang.engines.metrics.declaration import AnyDefinition, Growth, Indicator, Ratio
from zhiqiang.engines.metrics.measure import Measure, RowMeasure
from zhiqiang.engines.metrics.querying import MeasureQueries
from zhiqiang.engines.metrics.question import Question, Rules

DAYS_OF_YEAR = Decimal("365.25")


def measure_of(definition: AnyDefinition, place: str) -> Measure:
    """Return the measure that stands at a place of a definition."""
    return getattr(definition, place)  # type: ignore[no-any-return]


def counted_measure(definition: AnyDefinition) -> RowMeasure | None:
    """Return the measure whose rows a figure counts: that of the whole, or the numerator."""
    if isinstance(definition, Growth):
        return None
    found = measure_of(definition, "numerator" if isinstance(definition, Ratio) else "measure")
    return found if isinstance(found, RowMeasure) else None


def _over(measure: RowMeasure, definition: AnyDefinition) -> str:
    return measure.over or {"flow": "year", "cumulative": "since"}.get(definition.kind, "ever")


def begin(measure: RowMeasure, definition: AnyDefinition, question: Question) -> date | None:
    """Return the first day of the period of a measure, where it has one."""
    over = _over(measure, definition) if measure.by is not None else ""
    return {"year": question.start_of_year, "since": question.start}.get(over)


def values(
    queries: MeasureQueries, definition: AnyDefinition, question: Question
) -> Mapping[str, Any]:
    """Return the values of the parameters of a measure's queries."""
    first = begin(queries.measure, definition, question) or date.min
    return {
        "as_of": question.as_of,
        "begin": first,
        "low": question.low,
        "high": question.high,
        **queries.words,
    }


def criteria_of(
    measure: RowMeasure, question: Question, rules: Rules
) -> tuple[Criteria, CriteriaSet] | None:
    """Return the criteria that a measure names, with the set in use on the day."""
    if measure.meets is None:
        return None
    whole = rules.criteria[measure.meets]
    return whole, whole.set_at(question.as_of)


def queries_of(
    indicator: Indicator,
    definition: AnyDefinition,
    place: str,
    question: Question,
    rules: Rules,
) -> MeasureQueries:
    """Return the queries of a measure, built once for the rules."""
    measure = measure_of(definition, place)
    assert isinstance(measure, RowMeasure)
    criteria = criteria_of(measure, question, rules)
    key = indicator.key, definition.start, place, criteria and criteria[1].start
    found = rules.kept.get(key)
    if found is None:
        found = rules.kept[key] = MeasureQueries(measure, criteria, rules.concordances)
    return found


def compared(
    definition: Growth, question: Question, rules: Rules
) -> tuple[Question, Question, Decimal]:
    """Return the questions that growth compares, now and before, and the years between them."""
    if not definition.is_mean:
        return question, question.a_year_before(), Decimal(1)
    now, start = question.as_of, date(question.start.year - 1, 12, 31)
    if rules.indicators[definition.of].kind == "flow" and (now.month, now.day) != (12, 31):
        now = date(now.year - 1, 12, 31)
    years = Decimal(now.year - start.year)
    if (now.month, now.day) != (start.month, start.day):
        years = Decimal((now - start).days) / DAYS_OF_YEAR
    asked = replace(question, since=None)
    return replace(asked, as_of=now), replace(asked, as_of=start), years
