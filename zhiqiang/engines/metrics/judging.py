"""Which criteria of a set a right meets on the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.metrics.criteria import (
    AgeTest,
    ColumnTest,
    Concordance,
    Criteria,
    CriteriaSet,
    EventTest,
)
from zhiqiang.engines.metrics.placing import AS_OF, filtered, fulfils
from zhiqiang.engines.metrics.shapes import SHAPES


def judged(
    table: ir.Table, criteria: Criteria, used: CriteriaSet, tables: Mapping[str, Concordance]
) -> ir.Table:
    """Keep the rights that meet at least one criterion of the set."""
    return table.filter(reduce(or_, _met(table, criteria, used, tables).values()))


def marked(
    table: ir.Table, criteria: Criteria, used: CriteriaSet, tables: Mapping[str, Concordance]
) -> ir.Table:
    """Say of each right which criteria it meets, in ``met``; to count rights it is not needed."""
    met = _met(table, criteria, used, tables)
    marks = [one.ifelse(f"{name} ", "") for name, one in met.items()]
    return table.mutate(met=reduce(lambda a, b: a + b, marks))


def _met(
    table: ir.Table, criteria: Criteria, used: CriteriaSet, tables: Mapping[str, Concordance]
) -> dict[str, ir.BooleanValue]:
    out = {}
    for name in used.criteria:
        rule = criteria.criteria[name].rule
        if isinstance(rule, ColumnTest):
            met = _by_columns(table, rule, tables)
        elif isinstance(rule, AgeTest):
            met = table[rule.base] + ibis.interval(years=rule.over_years) < AS_OF
        else:
            met = table.id.isin(_struck(rule).right_id)
            if rule.at_least is None:
                met &= fulfils(table, rule.when_unset)
        out[name] = met
    return out


def _struck(rule: EventTest) -> ir.Table:
    """Return the events of rights that count by the day."""
    events = SHAPES["events"].unbound("events")
    known = events.filter(events.happened_on <= AS_OF, events.right_id.notnull())
    found = filtered(known, rule.where)
    return found if rule.at_least is None else found.filter(found.amount >= rule.at_least)


def _by_columns(
    table: ir.Table, rule: ColumnTest, tables: Mapping[str, Concordance]
) -> ir.BooleanValue:
    test = fulfils(table, rule.where)
    loaded = tables.get(rule.concordance or "")
    if loaded is None:
        return test
    words = "|".join(re.escape(prefix) for prefix in loaded.prefixes)
    classes = table.ipc_main.fill_null("") + ";" + table.ipc_all.fill_null("")
    return test | classes.re_search(rf"(^|[^A-Z0-9/])({words})")
