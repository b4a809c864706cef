"""By what a figure may be taken apart: kind, industry, town, size and kind of the holder."""

from __future__ import annotations

import ibis.expr.types as ir

from zhiqiang.engines.metrics.shapes import SHAPES, Shape

#: what a slice is called, in the order in which they are offered
SLICES = {
    "kind": "种类",
    "region": "地区",
    "industry": "行业",
    "size": "企业规模",
    "holder": "权利人类型",
}
#: columns of a party that a slice needs besides what the table has itself
_OF_PARTY = {"industry": "industry_code", "size": "size", "holder": "kind"}


def allowed(table: str) -> tuple[str, ...]:
    """Return the slices that rows of a table have."""
    shape = SHAPES[table]
    out = ["kind"] if "kind" in shape.columns else []
    out.append("region")
    return (*out, *_OF_PARTY) if _party(shape) else tuple(out)


def with_party(table: ir.Table, by: str, shape: Shape) -> ir.Table:
    """Join what the slice needs of the party: the holder on the day, or whose row it is."""
    column = _OF_PARTY.get(by)
    if column is None:
        return table
    parties = SHAPES["parties"].unbound("parties")
    one = parties.select(slice_party=parties.id, slice_value=parties[column])
    return table.left_join(one, table[_party(shape)] == one.slice_party)


def column(table: ir.Table, by: str, shape: Shape) -> ir.StringValue:
    """Return the slice of each row; empty where it is not known."""
    if by == "region":
        value = table[shape.region]
    elif by == "kind":
        value = table.kind
    else:
        value = table.slice_value
    return value.fill_null("")


def _party(shape: Shape) -> str:
    """Return the column that names the party; of a party itself, its id."""
    if "held_party" in shape.holders:
        return "held_party"
    if "party_id" in shape.columns:
        return "party_id"
    return "id" if shape.subject == "party" else ""
