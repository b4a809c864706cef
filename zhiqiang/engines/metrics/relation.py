"""Turn a measure into the relation of its rows: the one expression that figure and rows share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics import slices
from zhiqiang.engines.metrics.criteria import (
    AgeTest,
    ColumnTest,
    Concordance,
    Criteria,
    CriteriaSet,
    EventTest,
)
from zhiqiang.engines.metrics.gathering import each, grouping, once
from zhiqiang.engines.metrics.measure import Condition, RowMeasure
from zhiqiang.engines.metrics.shapes import NUMBER, SHAPES, Shape

# What a question fills in. The expression of a measure is the same for every region and day.
PARAMETERS = {
    "as_of": ibis.param("date"),
    "begin": ibis.param("date"),
    "low": ibis.param("string"),
    "high": ibis.param("string"),
    "statistic": ibis.param("string"),
    "indicator": ibis.param("string"),
    "from_year": ibis.param("int64"),
    "to_year": ibis.param("int64"),
    # The words of a filter, so that measures that differ in them only share one statement.
    **{f"word_{position}": ibis.param("string") for position in range(12)},
}
AS_OF = PARAMETERS["as_of"]
BEGIN = PARAMETERS["begin"]
LOW = PARAMETERS["low"]
HIGH = PARAMETERS["high"]
# What rows are written out with, to be hashed.
TAB, NEXT_LINE = "\t", "\n"


def relation(
    measure: RowMeasure,
    where: Mapping[str, Any],
    criteria: tuple[Criteria, CriteriaSet] | None = None,
    concordances: Mapping[str, Concordance] | None = None,
    by: str = "",
) -> ir.Table:
    """Return the rows of a measure: ``id, identifier, name, on, amount, met``, one a counted thing.

    ``where`` is the measure's filter, in which parameters may stand for words. The figure is their number, or the sum of their amounts. ``met`` holds the names of the
    criteria that a right meets, apart by blanks. ``by`` adds the slice that each row belongs to, see
    ``slices``; a thing that is counted once is counted once a slice.
    """
    shape = SHAPES[measure.table]
    table = placed(measure, where, shape)
    if by:
        table = slices.with_party(table, by, shape)
    if criteria is not None:
        table = _judged(table, *criteria, concordances or {})
    rows = table.select(
        id=table.id,
        identifier=_identifier(table, shape),
        name=table[shape.label],
        on=table[measure.by or shape.day or "granted_on"],
        amount=(table[measure.sum] if measure.sum else ibis.null()).cast(NUMBER),
        met=table.met if criteria is not None else ibis.literal(""),
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
        .aggregate(
            rows=ibis._.count(),
            total=ibis._.amount.sum().cast(NUMBER),
            blank=ibis._.amount.isnull().sum(),
        )
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
    shape = SHAPES[measure.table]
    table = shape.unbound(measure.table)
    own = {column: test for column, test in where.items() if column in shape.columns}
    return _filtered(table, own).aggregate(rows=ibis._.count())


def doubtful(measure: RowMeasure, where: Mapping[str, Any]) -> ir.Table:
    """Return how many rights that the filter finds in the region nobody knows to be in force."""
    return _in_doubt(where).aggregate(rows=ibis._.count())


def doubtful_by_region(measure: RowMeasure, where: Mapping[str, Any]) -> ir.Table:
    """Return the same for each region that lies in the one that is asked about."""
    table = _in_doubt(where)
    return table.group_by(slice=table.held_region).aggregate(rows=ibis._.count()).order_by("slice")


def _in_doubt(where: Mapping[str, Any]) -> ir.Table:
    """Return the rights of the region of which nobody knows whether they are in force.

    ``in_force`` has an empty span for each of them, which holds on no day.
    """
    shape = SHAPES["rights"]
    own = {column: test for column, test in where.items() if column in shape.columns}
    table = _filtered(shape.unbound("rights"), own)
    spans = SHAPES["in_force"].unbound("in_force")
    unknown = spans.filter(spans.from_on == spans.until_on)
    table = _with_holder(table.semi_join(unknown, table.id == unknown.right_id), None)
    return table.filter(table.held_region.between(LOW, HIGH))


def telling(measure: RowMeasure, where: Mapping[str, Any]) -> ir.Table:
    """Return how many rights the filter finds in the region, and how many tell if they were granted.

    A list of published applications names rights and says nothing of what became of them.
    """
    table, told = _told(where)
    return table.aggregate(rows=ibis._.count(), told=told.sum())


def telling_by_region(measure: RowMeasure, where: Mapping[str, Any]) -> ir.Table:
    """Return the same for each region that lies in the one that is asked about."""
    table, told = _told(where)
    return table.group_by(slice=table.held_region).aggregate(rows=ibis._.count(), told=told.sum())


def _told(where: Mapping[str, Any]) -> tuple[ir.Table, ir.BooleanValue]:
    shape = SHAPES["rights"]
    own = {column: test for column, test in where.items() if column in shape.columns}
    table = _with_holder(_filtered(shape.unbound("rights"), own), None)
    table = table.filter(table.held_region.between(LOW, HIGH))
    told = table.granted_on.notnull() | (table.grant_number != "") | (table.status_text != "")
    return table, told


def placed(measure: RowMeasure, where: Mapping[str, Any], shape: Shape) -> ir.Table:
    """Return the rows that the measure's filter, time and the asked region leave."""
    table = shape.unbound(measure.table)
    own = {column: test for column, test in where.items() if column in shape.columns}
    table = _filtered(table, own)
    if measure.by is not None:
        table = table.filter(table[measure.by].between(BEGIN, AS_OF))
    elif measure.at == "held":
        table = table.filter(_holds_on(table, AS_OF))
    else:
        spans = SHAPES["in_force"].unbound("in_force")
        table = table.semi_join(spans.filter(_holds_on(spans, AS_OF)), table.id == spans.right_id)
    if measure.table == "rights":
        table = _with_holder(table, measure.by)
    table = table.filter(table[shape.region].between(LOW, HIGH))
    return _filtered(table, {c: t for c, t in where.items() if c in shape.holders})


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


def _filtered(table: ir.Table, where: Mapping[str, Any]) -> ir.Table:
    tests = [_test(table[column], test) for column, test in where.items()]
    return table.filter(*tests) if tests else table


def _test(column: ir.Column, test: Any) -> ir.BooleanValue:
    """Return one condition; a column without a value never fulfils it, save ``is_known: false``."""
    if isinstance(test, tuple):
        return column.isin(list(test)).fill_null(False)
    if not isinstance(test, Condition):
        return (column == test).fill_null(False)
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
        known = column.notnull()
        if column.type().is_string():
            known = (column != "").fill_null(False)
        parts.append(known if test.is_known else ~known)
    return reduce(lambda a, b: a & b, parts).fill_null(False)


def _judged(
    table: ir.Table, criteria: Criteria, used: CriteriaSet, tables: Mapping[str, Concordance]
) -> ir.Table:
    """Keep the rights that meet at least one criterion of the set, and say which."""
    rules = {name: criteria.criteria[name].rule for name in used.criteria}
    for name, rule in rules.items():
        if isinstance(rule, EventTest):
            struck = _struck(rule, name)
            table = table.left_join(struck, table.id == struck[f"{name}_right"])
    met = {}
    for name, rule in rules.items():
        if isinstance(rule, ColumnTest):
            met[name] = _by_columns(table, rule, tables)
        elif isinstance(rule, AgeTest):
            met[name] = table[rule.base] + ibis.interval(years=rule.over_years) < AS_OF
        else:
            more = rule.when_unset if rule.at_least is None else {}
            met[name] = table[f"{name}_right"].notnull()
            for column, test in more.items():
                met[name] &= _test(table[column], test)
        met[name] = met[name].fill_null(False)
    marks = [met[name].ifelse(f"{name} ", "") for name in used.criteria]
    table = table.mutate(met=reduce(lambda a, b: a + b, marks))
    return table.filter(table.met != "")


def _struck(rule: EventTest, name: str) -> ir.Table:
    """Return the rights to which the event happened, each once."""
    events = SHAPES["events"].unbound("events")
    found = _filtered(events.filter(events.happened_on <= AS_OF), rule.where)
    if rule.at_least is not None:
        found = found.filter(found.amount >= rule.at_least)
    return found.select(**{f"{name}_right": found.right_id}).distinct()


def _by_columns(
    table: ir.Table, rule: ColumnTest, tables: Mapping[str, Concordance]
) -> ir.BooleanValue:
    test = reduce(lambda a, b: a & b, [_test(table[c], t) for c, t in rule.where.items()])
    loaded = tables.get(rule.concordance or "")
    if loaded is None:
        return test
    words = "|".join(re.escape(prefix) for prefix in loaded.prefixes)
    classes = table.ipc_main.fill_null("") + ";" + table.ipc_all.fill_null("")
    return test | classes.re_search(rf"(^|[^A-Z0-9/])({words})")
