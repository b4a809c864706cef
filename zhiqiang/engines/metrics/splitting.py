"""Take a figure apart by kind, region, industry, size or holder, with the expression that counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.engines.metrics import slices
from zhiqiang.engines.metrics.asking import counted_measure, queries_of, values
from zhiqiang.engines.metrics.declaration import AnyDefinition, Indicator, Ratio
from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.observe import rounded
from zhiqiang.engines.metrics.question import Question, Reader, Rules


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a figure. ``key`` is empty where the rows do not say to which part they belong.

    Of a share both sides are of the slice; of a number per head only the numerator is.
    """

    key: str
    value: Decimal | None
    rows: int


def ways_of(indicator: Indicator, question: Question) -> tuple[str, ...]:
    """Return the slices that an indicator can be taken apart by; of published figures, none."""
    measure = counted_measure(indicator.version_at(question.as_of))
    return slices.allowed(measure.table) if measure is not None else ()


def split(
    indicator: Indicator, reader: Reader, question: Question, rules: Rules, by: str
) -> list[Slice]:
    """Return the parts of a figure in order of key. Refuses a way that it does not have."""
    definition = indicator.version_at(question.as_of)
    if by not in ways_of(indicator, question):
        raise ValueError(f"{indicator.key} cannot be taken apart by {by}")
    if not isinstance(definition, Ratio):
        found = _parts(indicator, definition, "measure", reader, question, rules, by)
        divisor = getattr(definition, "divisor", 1)
        return [
            Slice(key, rounded(value / divisor, definition.decimals), count)
            for key, (value, count) in found.items()
        ]
    top = _parts(indicator, definition, "numerator", reader, question, rules, by)
    if not isinstance(definition.denominator, RowMeasure):
        return [Slice(key, value, count) for key, (value, count) in top.items()]
    bottom = _parts(indicator, definition, "denominator", reader, question, rules, by)
    out = []
    for key in sorted(top.keys() | bottom.keys()):
        above, count = top.get(key, (Decimal(0), 0))
        below = bottom.get(key, (Decimal(0), 0))[0]
        share = rounded(above * definition.per / below, definition.decimals) if below else None
        out.append(Slice(key, share, count))
    return out


def _parts(
    indicator: Indicator,
    definition: AnyDefinition,
    place: str,
    reader: Reader,
    question: Question,
    rules: Rules,
    by: str,
) -> Mapping[str, tuple[Decimal, int]]:
    asked = queries_of(indicator, definition, place, question, rules)
    found: list[dict[str, Any]] = reader.fetch(asked.split(by), values(asked, definition, question))
    return {
        row["slice"]: (
            Decimal(row["total"] or 0) if asked.measure.sum else Decimal(row["rows"]),
            row["rows"],
        )
        for row in found
    }
