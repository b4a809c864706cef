"""Turn a measure into the relation of its rows: the one expression that figure and rows share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics import placing, slices
from zhiqiang.engines.metrics.criteria import Concordance, Criteria, CriteriaSet
from zhiqiang.engines.metrics.gathering import each, grouping, once
from zhiqiang.engines.metrics.judging import judged, marked
from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.shapes import NUMBER, SHAPES, Shape

# What rows are written out with, to be hashed.
TAB, NEXT_LINE = "\t", "\n"


def relation(
    measure: RowMeasure,
    where: Mapping[str, Any],
    criteria: tuple[Criteria, CriteriaSet] | None = None,
    concordances: Mapping[str, Concordance] | None = None,
    by: str = "",
    is_marked: bool = True,
) -> ir.Table:
    """Return the rows of a measure: ``id, identifier, name, on, amount, met``, one a counted thing.

    ``where`` is the measure's filter, in which parameters may stand for words. The figure is their
    number, or the sum of their amounts. ``met`` holds the names of the criteria that a right meets,
    apart by blanks; where rows are only counted it is not needed (``is_marked``), and the dearest
    column: the engine would look the events up once more. ``by`` adds the slice that each row
    belongs to, see ``slices``; a thing that is counted once is counted once a slice.
    """
    shape = SHAPES[measure.table]
    table = placing.filtered(placing.placed(measure), where)
    if by:
        table = slices.with_party(table, by, shape)
    if criteria is not None:
        table = judged(table, *criteria, concordances or {})
        if is_marked:
            table = marked(table, *criteria, concordances or {})
    rows = table.select(
        id=table.id,
        identifier=_identifier(table, shape),
        name=table[shape.label],
        on=table[measure.by or shape.day or "granted_on"],
        amount=(table[measure.sum] if measure.sum else ibis.null()).cast(NUMBER),
        met=table.met if criteria is not None and is_marked else ibis.literal(""),
        **({"slice": slices.column(table, by, shape)} if by else {}),
        **grouping(measure, table, shape),
    )
    together = ["one", "slice"] if by else ["one"]
    if measure.once_per is not None:
        return once(rows, together)
    if measure.distinct is not None:
        return each(rows, measure.having_at_least, together)
    return rows


def _identifier(table: ir.Table, shape: Shape) -> ir.StringValue:
    """Return the number that names a row to a reader; empty where it has none."""
    filled = [table[column].nullif("") for column in shape.identifiers]
    return ibis.coalesce(*filled, ibis.literal(""))


def split(rows: ir.Table) -> ir.Table:
    """Return for each slice number of rows and sum of amounts."""
    return (
        rows.group_by("slice")
        .aggregate(rows=ibis._.count(), total=ibis._.amount.sum().cast(NUMBER))
        .order_by("slice")
    )


def totals(rows: ir.Table) -> ir.Table:
    """Return number of rows, sum of amounts and number of rows without an amount."""
    return rows.aggregate(
        rows=ibis._.count(),
        total=ibis._.amount.sum().cast(NUMBER),
        blank=ibis._.amount.isnull().sum(),
    )


def listed(rows: ir.Table) -> ir.Table:
    """Return each row as one line of text, the same on every engine: the row, written out."""
    parts = [
        rows.id.cast("string"),
        rows.identifier.fill_null(""),
        rows.name.fill_null(""),
        rows.on.cast("string").fill_null(""),
        rows.amount.cast("string").fill_null(""),
        rows.met.fill_null(""),
    ]
    return rows.select(id=rows.id, line=reduce(lambda a, b: a + TAB + b, parts))


def digest(rows: ir.Table) -> ir.Table:
    """Return the SHA-256 of all rows in order of id; of no rows, nothing."""
    lines = listed(rows)
    whole = lines.line.group_concat(NEXT_LINE, order_by=lines.id)
    return lines.aggregate(digest=whole.hexdigest("sha256"))


def anything(measure: RowMeasure, where: Mapping[str, Any]) -> ir.Table:
    """Return how many rows the filter finds in all regions at all times."""
    table = SHAPES[measure.table].unbound(measure.table)
    return placing.filtered(table, placing.own(where, measure.table)).aggregate(rows=ibis._.count())


def any_doubt() -> ir.Table:
    """Return how many rights in all regions nobody knows to be in force."""
    return placing.empty_spans().aggregate(rows=ibis._.count())


def doubtful(where: Mapping[str, Any]) -> ir.Table:
    """Return how many rights that the filter finds in the region nobody knows to be in force."""
    table = placing.filtered(placing.in_doubt(), placing.own(where, "rights"))
    return table.aggregate(rows=ibis._.count())


def telling(where: Mapping[str, Any]) -> ir.Table:
    """Return how many rights the filter finds in the region, and how many tell if they were granted."""
    table = placing.filtered(placing.held(), placing.own(where, "rights"))
    return table.aggregate(rows=ibis._.count(), told=placing.told(table).sum())
