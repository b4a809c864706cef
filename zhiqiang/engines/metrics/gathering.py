"""Take rows together that are one counted thing: of one document, of one party, of one text."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.shapes import NUMBER, Shape


def grouping(measure: RowMeasure, table: ir.Table, shape: Shape) -> dict[str, Any]:
    """Return the column that rows are taken together by, under the name ``one``."""
    column = measure.once_per or measure.distinct
    if column is None:
        return {}
    value = table[column]
    if value.type().is_string():
        known = value.nullif("")
        return {"one": known.fill_null("row " + table.id.cast("string"))}
    if column == "held_party":
        # The counted thing is the holder, so the holder is the row.
        return {
            "one": value,
            "party": value,
            "party_name": table.held_name,
        }
    # A firm that nobody resolved is told apart by its name, which stands in the label of the row.
    label = table[shape.label]
    if "party_name" in shape.columns:
        label = ibis.coalesce(table.party_name.nullif(""), label)
    return {
        "one": value.cast("string").fill_null("name " + label.fill_null("")),
        "party_name": label,
    }


def once(rows: ir.Table, together: list[str]) -> ir.Table:
    """Take rows of one document as one; the amount of the whole stands on each of them."""
    return (
        rows.group_by(together)
        .aggregate(
            id=rows.id.min(),
            identifier=rows.identifier.argmin(rows.id),
            name=rows.name.argmin(rows.id),
            on=rows.on.min(),
            amount=rows.amount.max().cast(NUMBER),
            met=ibis.literal(""),
        )
        .drop("one")
    )


def each(rows: ir.Table, at_least: int | None, together: list[str]) -> ir.Table:
    """Take rows of one party (or one text) as one; the amount is how many there were."""
    if "party" in rows.columns:
        rows = rows.filter(rows.party.notnull())
        out = rows.group_by(together).aggregate(
            id=rows.party.min(),
            identifier=ibis.literal(""),
            name=rows.party_name.argmin(rows.id),
            on=ibis.null().cast("date"),
            amount=rows.count().cast(NUMBER),
            met=ibis.literal(""),
        )
    else:
        name = rows.party_name if "party_name" in rows.columns else rows.name
        out = rows.group_by(together).aggregate(
            id=rows.id.min(),
            identifier=rows.identifier.argmin(rows.id),
            name=name.argmin(rows.id),
            on=rows.on.min(),
            amount=rows.count().cast(NUMBER),
            met=ibis.literal(""),
        )
    if at_least is not None:
        out = out.filter(out.amount >= at_least)
    return out.drop("one")
