"""Decide a whole table of matters at once: the same rules as one expression over its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, or_, sub
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiqiang.engines.rules.deciding import typed
from zhiqiang.engines.rules.declaration import Rule, RuleSet
from zhiqiang.engines.rules.nodes import (
    Amount,
    Chosen,
    Compared,
    Condition,
    Constant,
    Done,
    Fact,
    Folded,
    Given,
    Joined,
    Known,
    Later,
    OneOf,
    Rounded,
    Type,
    Value,
)
from zhiqiang.engines.rules.reasons import Decision, explain, outside
from zhiqiang.kernel.errors import Refused

# Nineteen digits, so that a product still fits into the engine's thirty-eight.
NUMBER = "decimal(19, 6)"
_TYPES: dict[Type, str] = {"truth": "boolean", "number": NUMBER, "day": "date", "word": "string"}


def decide_table(rules: RuleSet, table: ir.Table) -> ir.Table:
    """Return the table with ``version, granted, amount`` and one column a clause and a step.

    The table has a column for each fact of the rule set; nulls are unknown facts, its other columns
    are kept. ``version`` is the day from which the text that was applied holds, null where none is
    in force; ``granted`` is null where facts are missing. ``clause_<key>`` and ``step_<key>`` are
    null where the version lacks them or facts are missing. Numbers past ten trillion fail when the
    expression runs.
    """
    if absent := set(rules.facts) - set(table.columns):
        raise Refused(f"{rules.title}：表中缺少 {'、'.join(sorted(absent))}")
    kept = [column for column in table.columns if column not in rules.facts]
    rows = table.select(
        *kept, **{name: _column(table, name, one.type) for name, one in rules.facts.items()}
    )
    day = rows[rules.dated_by]
    inside = [_in_force(rules, rule, day) for rule in rules.rules]
    parts = [
        _by_version(rules, rule, rows.filter(held))
        for rule, held in zip(rules.rules, inside, strict=True)
    ]
    outside_all = ~reduce(lambda one, other: one | other, inside)
    return ibis.union(*parts, _without_version(rules, rows.filter(outside_all | day.isnull())))


def decision_of(rules: RuleSet, row: Mapping[str, Any]) -> Decision:
    """Return the decision that a row of ``decide_table`` stands for, with its sentences."""
    known = typed(rules, {name: row[name] for name in rules.facts})
    day = known.get(rules.dated_by)
    rule = rules.rule_on(day) if isinstance(day, date) else None
    if rule is None:
        return outside(rules, day if isinstance(day, date) else None)
    outcomes = {key: row[f"clause_{key}"] for key in rule.conditions}
    steps = {key: row[f"step_{key}"] for key in rule.amounts}
    return explain(rules, rule, outcomes, steps, known)


def _column(table: ir.Table, name: str, kind: Type) -> ir.Value:
    column = table[name].cast(_TYPES[kind])
    return column.nullif("") if kind == "word" else column


def _in_force(rules: RuleSet, rule: Rule, day: Any) -> ir.BooleanValue:
    starts = [one.version.start for one in rules.rules if one.version.start > rule.version.start]
    held = day >= _literal(rule.version.start)
    if starts:
        held = held & (day < _literal(starts[0]))
    if rule.version.until is not None:
        held = held & (day <= _literal(rule.version.until))
    return held


def _columns(rules: RuleSet) -> tuple[list[str], list[str]]:
    clauses = dict.fromkeys(key for rule in rules.rules for key in rule.conditions)
    steps = dict.fromkeys(key for rule in rules.rules for key in rule.amounts)
    return list(clauses), list(steps)


def _without_version(rules: RuleSet, rows: ir.Table) -> ir.Table:
    clauses, steps = _columns(rules)
    known = rows[rules.dated_by].notnull()
    return rows.mutate(
        version=ibis.null("date"),
        granted=ibis.ifelse(known, ibis.literal(False), ibis.null("boolean")),
        amount=ibis.null(NUMBER),
        **{f"clause_{key}": ibis.null("boolean") for key in clauses},
        **{f"step_{key}": ibis.null(NUMBER) for key in steps},
    )


def _by_version(rules: RuleSet, rule: Rule, rows: ir.Table) -> ir.Table:
    clauses, steps = _columns(rules)
    one = _Rows(rules, rows)
    met = {key: one.holds(condition) for key, condition in rule.conditions.items()}
    for key, amount in rule.amounts.items():
        one.steps[key] = one.worth(amount)
    spoken = [
        met[clause.key] if clause.does == "requires" else ~met[clause.key]
        for clause in rule.version.clauses
    ]
    granted = reduce(lambda left, right: left & right, spoken)
    last = list(one.steps.values())[-1] if one.steps else ibis.null(NUMBER)
    return rows.mutate(
        version=_literal(rule.version.start),
        granted=granted,
        amount=ibis.ifelse(granted.fill_null(False), last, ibis.null(NUMBER)),
        **{f"clause_{key}": met.get(key, ibis.null("boolean")) for key in clauses},
        **{f"step_{key}": one.steps.get(key, ibis.null(NUMBER)) for key in steps},
    )


def _literal(value: Value) -> Any:
    """Return a constant; numbers through text, for a plain decimal would lose places."""
    if isinstance(value, Decimal):
        return ibis.literal(str(value)).cast(NUMBER)
    return ibis.literal(value)


class _Rows:
    """The rows under decision: their facts as columns, and the steps done so far."""

    def __init__(self, rules: RuleSet, rows: ir.Table) -> None:
        self._rules, self._rows = rules, rows
        self.steps: dict[str, Any] = {}

    def holds(self, condition: Condition) -> Any:
        """Return the column that says whether a condition holds; null where that is not known."""
        match condition:
            case Known(fact, wanted):
                column = self._rows[fact.name]
                return column.notnull() if wanted else column.isnull()
            case OneOf(left, values):
                return self.worth(left).isin([_literal(value) for value in values])
            case Compared(left, operator, right):
                return _COMPARED[operator](self.worth(left), self.worth(right))
            case Joined(way, parts):
                held = [self.holds(part) for part in parts]
                return reduce(and_ if way == "all" else or_, held)
            case _:
                return ~self.holds(condition.part)

    def worth(self, amount: Amount) -> Any:
        """Return the column of what an amount comes to; null where a fact is missing."""
        match amount:
            case Constant(value):
                return _literal(value)
            case Fact(name):
                return self._rows[name]
            case Given(name):
                return self._parameter(name)
            case Done(name):
                return self.steps[name]
            case Later(part, number, unit):
                return (self.worth(part) + _interval(number, unit)).cast("date")
            case Folded(way, parts):
                return _folded(way, [self.worth(part) for part in parts])
            case Rounded(part, to, how):
                return _rounded(self.worth(part), to, how)
            case Chosen(when, then, otherwise):
                # A plain "else" would take the unknown for a no.
                holds = self.holds(when)
                return ibis.cases((holds, self.worth(then)), (~holds, self.worth(otherwise)))

    def _parameter(self, name: str) -> Any:
        day, declared = self._rows[self._rules.dated_by], self._rules.parameters[name]
        newest_first = reversed(declared.values())
        return ibis.cases(
            *((day >= _literal(start), _literal(value)) for start, value in newest_first),
            else_=ibis.null(_TYPES[declared.type]),
        )


_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "is": eq, "more_than": gt, "at_least": ge, "less_than": lt, "at_most": le,
}  # fmt: skip


def _interval(number: int, unit: str) -> Any:
    if unit == "day":
        return ibis.interval(days=number)
    return ibis.interval(months=number * (12 if unit == "year" else 1))


def _folded(way: str, parts: list[Any]) -> Any:
    if way in ("least", "greatest"):
        # The engine's own least() leaves nulls out; one missing number leaves all of it open.
        whole = reduce(and_, [part.notnull() for part in parts])
        chosen = ibis.least(*parts) if way == "least" else ibis.greatest(*parts)
        return ibis.ifelse(whole, chosen, ibis.null(NUMBER))
    fold = {"sum": add, "difference": sub, "product": mul}[way]
    return reduce(lambda one, other: _fixed(fold(one, other)), parts)


def _fixed(number: Any) -> Any:
    """Return a result with six places. Ibis believes that it has them and leaves a plain cast out."""
    return number.cast("decimal(38, 12)").cast(NUMBER)


def _rounded(number: Any, to: Decimal, how: str) -> Any:
    step = _literal(to)
    size = number.abs() + (_literal(to / 2) if how == "half" else _literal(Decimal(0)))
    whole = _fixed(size - size % step)
    return ibis.ifelse(number < _literal(Decimal(0)), _fixed(-whole), whole)
