"""Decide one matter from its facts, with a reason for every clause whichever way it came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from zhiqiang.engines.rules.declaration import RuleSet
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
    Value,
)
from zhiqiang.engines.rules.reading import as_value, fixed
from zhiqiang.engines.rules.reasons import Decision, explain, outside
from zhiqiang.kernel.calendar import add_months
from zhiqiang.kernel.errors import Refused

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "more_than": gt, "at_least": ge, "less_than": lt, "at_most": le,
}  # fmt: skip


def decide(rules: RuleSet, facts: Mapping[str, Any]) -> Decision:
    """Return the decision on one matter. A fact that is absent or ``None`` is unknown.

    Raises ``Refused`` for a fact that the rule set does not declare or that is of another kind.
    """
    known = typed(rules, facts)
    day = known.get(rules.dated_by)
    rule = rules.rule_on(day) if isinstance(day, date) else None
    if rule is None:
        return outside(rules, day if isinstance(day, date) else None)
    assert isinstance(day, date)
    one = _Matter(known, rules.parameters_on(rule, day))
    try:
        outcomes = {key: one.holds(condition) for key, condition in rule.conditions.items()}
        for key, amount in rule.amounts.items():
            one.steps[key] = one.worth(amount)
    except OverflowError as error:
        raise Refused(f"{rules.title}：{error}") from error
    return explain(rules, rule, outcomes, one.steps, known)


def typed(rules: RuleSet, facts: Mapping[str, Any]) -> dict[str, Value]:
    """Return the known facts as values of their kinds, or refuse those that are wrong."""
    out: dict[str, Value] = {}
    for name, value in facts.items():
        declared = rules.facts.get(name)
        if declared is None:
            raise Refused(f"{rules.title}：没有声明事实 {name}")
        if value is None:
            continue
        try:
            found = as_value(value, declared.type)
        except OverflowError as error:
            raise Refused(f"{rules.title}：{declared.zh}的{error}") from error
        if found is None or (declared.words and found not in declared.words):
            raise Refused(f"{rules.title}：{declared.zh}的值 {value!r} 不合规定")
        out[name] = found
    return out


class _Matter:
    """One matter under decision: what is known of it, and the steps done so far."""

    def __init__(self, facts: Mapping[str, Value], parameters: Mapping[str, Value]) -> None:
        self._facts = facts
        self._parameters = parameters
        self.steps: dict[str, Value | None] = {}

    def holds(self, condition: Condition) -> bool | None:
        """Say whether a condition holds; ``None`` where that is not known."""
        match condition:
            case Known(fact, wanted):
                return (fact.name in self._facts) is wanted
            case OneOf(left, values):
                found = self.worth(left)
                return None if found is None else found in values
            case Compared(left, operator, right):
                one, other = self.worth(left), self.worth(right)
                if one is None or other is None:
                    return None
                return one == other if operator == "is" else _ORDER[operator](one, other)
            case Joined(way, parts):
                return joined(way, [self.holds(part) for part in parts])
            case _:
                found_part = self.holds(condition.part)
                return None if found_part is None else not found_part

    def worth(self, amount: Amount) -> Value | None:
        """Return what an amount comes to; ``None`` where a fact is missing."""
        match amount:
            case Constant(value):
                return value
            case Fact(name):
                return self._facts.get(name)
            case Given(name):
                return self._parameters.get(name)
            case Done(name):
                return self.steps[name]
            case Later(part, number, unit):
                day = self.worth(part)
                return _later(day, number, unit) if isinstance(day, date) else None
            case Folded(way, parts):
                found = [self.worth(part) for part in parts]
                numbers = [one for one in found if isinstance(one, Decimal)]
                return _folded(way, numbers) if len(numbers) == len(parts) else None
            case Rounded(part, to, how):
                number_found = self.worth(part)
                if not isinstance(number_found, Decimal):
                    return None
                return rounded(number_found, to, how)
            case Chosen(when, then, otherwise):
                holds = self.holds(when)
                return None if holds is None else self.worth(then if holds else otherwise)


def joined(way: str, found: list[bool | None]) -> bool | None:
    """Return what all, or any, of several truths come to, where some are not known."""
    decisive = way == "any"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _later(day: date, number: int, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=number)
    return add_months(day, number * (12 if unit == "year" else 1))


def _folded(way: str, numbers: list[Decimal]) -> Decimal:
    if way in ("least", "greatest"):
        return min(numbers) if way == "least" else max(numbers)
    total = numbers[0]
    for number in numbers[1:]:
        if way == "product":
            total = fixed(total * number)
        else:
            total = fixed(total + number if way == "sum" else total - number)
    return total


def rounded(number: Decimal, to: Decimal, how: str) -> Decimal:
    """Return a number as a multiple of ``to``: half away from zero, or towards zero."""
    size = abs(number) + (to / 2 if how == "half" else 0)
    whole = size - size % to
    return fixed(-whole if number < 0 else whole)
