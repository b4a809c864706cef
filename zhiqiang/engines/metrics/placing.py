"""Which rows a measure may count: placed in time and region, with their holder, and its filter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics.measure import Condition, RowMeasure
from zhiqiang.engines.metrics.shapes import SHAPES

# What a question fills in. The expression of a measure is the same for every region and day.
PARAMETERS = {
    "as_of": ibis.param("date"),
    "begin": ibis.param("date"),
    "low": ibis.param("string"),
    "high": ibis.param("string"),
    "statistic": ibis.param("string"),
    "from_year": ibis.param("int64"),
    "to_year": ibis.param("int64"),
    # The words of a filter, so that measures that differ in them only share one statement.
    **{f"word_{position}": ibis.param("string") for position in range(12)},
}
AS_OF = PARAMETERS["as_of"]
BEGIN = PARAMETERS["begin"]
LOW = PARAMETERS["low"]
HIGH = PARAMETERS["high"]


def placed(measure: RowMeasure) -> ir.Table:
    """Return the rows of the measure's table that its time and the asked region leave.

    Of rights with who held each, and where, on the day that counts.
    """
    shape = SHAPES[measure.table]
    table = shape.unbound(measure.table)
    if measure.by is not None:
        table = table.filter(table[measure.by].between(BEGIN, AS_OF))
    elif measure.at == "held":
        table = table.filter(_holds_on(table, AS_OF))
    else:
        spans = SHAPES["in_force"].unbound("in_force")
        table = table.semi_join(spans.filter(_holds_on(spans, AS_OF)), table.id == spans.right_id)
    if measure.table == "rights":
        table = _with_holder(table, measure.by)
    return table.filter(table[shape.region].between(LOW, HIGH))


def in_doubt() -> ir.Table:
    """Return the rights of the region of which nobody knows whether they are in force.

    ``in_force`` has an empty span for each of them, which holds on no day.
    """
    table = SHAPES["rights"].unbound("rights")
    spans = empty_spans()
    table = _with_holder(table.semi_join(spans, table.id == spans.right_id), None)
    return table.filter(table.held_region.between(LOW, HIGH))


def empty_spans() -> ir.Table:
    """Return the spans that say of a right that nobody knows whether it is in force."""
    spans = SHAPES["in_force"].unbound("in_force")
    return spans.filter(spans.from_on == spans.until_on)


def held() -> ir.Table:
    """Return all rights of the region, with who held each on the day."""
    table = _with_holder(SHAPES["rights"].unbound("rights"), None)
    return table.filter(table.held_region.between(LOW, HIGH))


def told(table: ir.Table) -> ir.BooleanValue:
    """Say of a right whether the lists tell if it was granted.

    A list of published applications names rights and says nothing of what became of them.
    """
    return table.granted_on.notnull() | (table.grant_number != "") | (table.status_text != "")


def _with_holder(table: ir.Table, by: str | None) -> ir.Table:
    """Join who held each right, and where, on the day that counts: the as-of day or its own."""
    holdings = SHAPES["holdings"].unbound("holdings")
    held = holdings.select(
        "right_id",
        "from_on",
        "until_on",
        held_party=holdings.party_id,
        held_name=holdings.party_name,
        held_kind=holdings.party_kind,
        held_region=holdings.region_code,
    )
    if by is None:
        held = held.filter(_holds_on(held, AS_OF)).drop("from_on", "until_on")
        return table.inner_join(held, table.id == held.right_id)
    joined = table.inner_join(held, table.id == held.right_id)
    return joined.filter(_holds_on(joined, joined[by]))


def _holds_on(table: ir.Table, day: Any) -> ir.BooleanValue:
    begun = table.from_on.isnull() | (table.from_on <= day)
    return begun & (table.until_on.isnull() | (table.until_on > day))


def own(where: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the part of a filter that a table answers itself, without the holder on a day."""
    return {column: test for column, test in where.items() if column in SHAPES[name].columns}


def filtered(table: ir.Table, where: Mapping[str, Any]) -> ir.Table:
    """Return the rows that fulfil a filter."""
    return table.filter(fulfils(table, where)) if where else table


def fulfils(table: ir.Table, where: Mapping[str, Any]) -> ir.BooleanValue:
    """Return the filter as one truth of each row."""
    if not where:
        return ibis.literal(True)
    return reduce(and_, [test_of(table[column], test) for column, test in where.items()])


def test_of(column: ir.Column, test: Any) -> ir.BooleanValue:
    """Return one condition; a column without a value never fulfils it, save ``is_known: false``.

    Of such a column it is neither true nor false, which no filter takes and no count either; said
    as plainly as that, the engine tests it while it reads.
    """
    if isinstance(test, tuple):
        return column.isin(list(test))
    if not isinstance(test, Condition):
        return column == test
    parts = []
    if test.at_least is not None:
        parts.append(column >= test.at_least)
    if test.at_most is not None:
        parts.append(column <= test.at_most)
    if test.begins:
        parts.append(reduce(or_, [column.startswith(word) for word in test.begins]))
    if test.contains:
        parts.append(reduce(or_, [column.contains(word) for word in test.contains]))
    if test.other_than:
        parts.append(column.notin(list(test.other_than)))
    if test.is_known is not None:
        parts.append(_is_known(column) if test.is_known else _is_unknown(column))
    return reduce(and_, parts)


def _is_known(column: ir.Column) -> ir.BooleanValue:
    return column != "" if column.type().is_string() else column.notnull()


def _is_unknown(column: ir.Column) -> ir.BooleanValue:
    unknown = column.isnull()
    return unknown | (column == "") if column.type().is_string() else unknown
