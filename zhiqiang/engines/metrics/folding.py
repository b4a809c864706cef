"""Count several measures for many regions in one pass, with the parts that each alone is made of.

A row is tested for every measure; the regions are rolled up by the digits that the codes of all
within begin with. A thing that counts once wherever it occurs (a firm, a contract) is found anew at
every level: that of a city is no sum of its counties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics import placing
from zhiqiang.engines.metrics.criteria import Concordance, Criteria, CriteriaSet
from zhiqiang.engines.metrics.gathering import grouping
from zhiqiang.engines.metrics.judging import judged
from zhiqiang.engines.metrics.measure import RowMeasure
from zhiqiang.engines.metrics.shapes import NUMBER, SHAPES

#: digits of a whole division code
DIGITS = 6


def totals(
    measures: Sequence[RowMeasure],
    criteria: tuple[Criteria, CriteriaSet] | None,
    concordances: Mapping[str, Concordance],
    levels: Sequence[int],
) -> ir.Table:
    """Return ``slice, rows_N, total_N, blank_N`` of the measure at each place N.

    The measures are of one table at one time, take rows together by the same column, and name the
    same criteria. ``levels`` are the numbers of digits of the regions that are wanted.
    """
    first = measures[0]
    shape = SHAPES[first.table]
    table = placing.placed(first)
    hits = [placing.fulfils(table, one.where) for one in measures]
    table = table.filter(reduce(or_, hits))
    if criteria is not None:
        table = judged(table, *criteria, concordances)
    rows = table.select(
        code=table[shape.region],
        **grouping(first, table, shape),
        **{f"hit_{n}": placing.fulfils(table, one.where) for n, one in enumerate(measures)},
        **{f"amount_{n}": table[one.sum].cast(NUMBER) for n, one in _summed(measures)},
    )
    if first.distinct is None and first.once_per is None:
        return _added_up(rows, measures, levels)
    if "party" in rows.columns:
        rows = rows.filter(rows.party.notnull())
    return _told_apart(rows, measures, levels)


def _summed(measures: Sequence[RowMeasure]) -> list[tuple[int, RowMeasure]]:
    return [(n, one) for n, one in enumerate(measures) if one.sum is not None]


def _added_up(rows: ir.Table, measures: Sequence[RowMeasure], levels: Sequence[int]) -> ir.Table:
    """Count rows, and sum amounts; what a region has is the sum of its parts."""
    wanted: dict[str, Any] = {}
    for n, one in enumerate(measures):
        hit = rows[f"hit_{n}"]
        wanted[f"rows_{n}"] = rows.count(where=hit)
        if one.sum is not None:
            amount = rows[f"amount_{n}"]
            wanted[f"total_{n}"] = amount.sum(where=hit)
            wanted[f"blank_{n}"] = rows.count(where=hit & amount.isnull())
    return _summed_up(rows.group_by("code").aggregate(**wanted), list(wanted), levels)


def _summed_up(parts: ir.Table, names: Sequence[str], levels: Sequence[int]) -> ir.Table:
    """Add the columns of the lowest regions up to those of every level."""
    whole = _at_levels(parts, levels).group_by("slice")
    return whole.aggregate(
        **{
            name: ibis._[name].sum().cast(NUMBER if name.startswith("total") else "int64")
            for name in names
        }
    )


def _told_apart(rows: ir.Table, measures: Sequence[RowMeasure], levels: Sequence[int]) -> ir.Table:
    """Count things that occur on several rows once in each region; a document's amount is its largest."""
    is_document = measures[0].once_per is not None
    inner: dict[str, Any] = {}
    for n, one in enumerate(measures):
        inner[f"times_{n}"] = rows.count(where=rows[f"hit_{n}"])
        if one.sum is not None:
            inner[f"amount_{n}"] = rows[f"amount_{n}"].max(where=rows[f"hit_{n}"])
    found = _at_levels(rows.group_by("code", "one").aggregate(**inner), levels)
    found = found.group_by("slice", "one").aggregate(
        **{
            name: found[name].sum() if name.startswith("times") else found[name].max()
            for name in inner
        }
    )
    wanted: dict[str, Any] = {}
    for n, one in enumerate(measures):
        hit = found[f"times_{n}"] >= (one.having_at_least or 1)
        wanted[f"rows_{n}"] = found.count(where=hit)
        if one.sum is not None:
            amount = found[f"amount_{n}"]
            wanted[f"total_{n}"] = amount.sum(where=hit).cast(NUMBER)
            wanted[f"blank_{n}"] = found.count(where=hit & amount.isnull())
        elif not is_document:
            wanted[f"total_{n}"] = found[f"times_{n}"].sum(where=hit).cast(NUMBER)
            wanted[f"blank_{n}"] = ibis.literal(0)
    return found.group_by("slice").aggregate(**wanted)


def _at_levels(table: ir.Table, levels: Sequence[int]) -> ir.Table:
    """Return each row once for every level, ``slice`` the digits of the region that it lies in.

    A code lies in a region as a question asks it: between the lowest code and the highest.
    """
    code = table.code
    heads = [code.substr(0, digits) for digits in levels]
    inside = [
        (head + "0" * (DIGITS - digits) <= code) & (code <= head + "9" * (DIGITS - digits))
        if digits
        else code.notnull()
        for head, digits in zip(heads, levels, strict=True)
    ]
    slices = [
        one.ifelse(head, ibis.null("string")) for one, head in zip(inside, heads, strict=True)
    ]
    table = table.mutate(slice=ibis.array(slices).unnest())
    return table.filter(table.slice.notnull())


def doubtful(measures: Sequence[RowMeasure], levels: Sequence[int]) -> ir.Table:
    """Return ``slice, rows_N``: rights of which nobody knows whether they are in force."""
    return _rights(placing.in_doubt(), measures, levels, lambda table, hit: {})


def telling(measures: Sequence[RowMeasure], levels: Sequence[int]) -> ir.Table:
    """Return ``slice, rows_N, told_N``: all rights, and those that tell if they were granted."""
    return _rights(
        placing.held(),
        measures,
        levels,
        lambda table, hit: {"told": table.count(where=hit & placing.told(table))},
    )


def _rights(
    table: ir.Table,
    measures: Sequence[RowMeasure],
    levels: Sequence[int],
    more: Callable[[ir.Table, ir.BooleanValue], Mapping[str, Any]],
) -> ir.Table:
    wheres = [placing.own(one.where, "rights") for one in measures]
    wanted: dict[str, Any] = {}
    for n, where in enumerate(wheres):
        hit = placing.fulfils(table, where)
        wanted[f"rows_{n}"] = table.count(where=hit)
        wanted |= {f"{name}_{n}": one for name, one in more(table, hit).items()}
    parts = table.group_by(code=table.held_region).aggregate(**wanted)
    return _summed_up(parts, list(wanted), levels)
