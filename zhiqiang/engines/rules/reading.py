"""Read conditions and amounts from data; what is wrong is said with its place.

A condition is a mapping. Its keys are names of facts, and what stands beside them is what the fact
should be: a value, a list of values, or comparisons. ``all``, ``any`` and ``not`` join conditions.

    when: {state: [lapsed, expired]}
    when: {debt_ends_on: {after: {fact: expires_on}}}
    when: {any: [{preserved: true}, {suspended: true}]}
    when: {paid_on: {at_most: {fact: granted_on, plus: 3, unit: month}}}

An amount is a number, ``{fact: …}``, ``{parameter: …}``, ``{step: …}``, or one of ``sum``,
``difference``, ``product``, ``least``, ``greatest`` (lists), ``round`` with ``to`` and ``how``, and
``when`` with ``then`` and ``otherwise``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
    Negated,
    OneOf,
    Operator,
    Rounded,
    Type,
    Value,
)

COMPARATORS: dict[str, Operator] = {
    "is": "is",
    "more_than": "more_than",
    "at_least": "at_least",
    "less_than": "less_than",
    "at_most": "at_most",
    "after": "more_than",
    "on_or_after": "at_least",
    "before": "less_than",
    "on_or_before": "at_most",
}
_FOLDS = ("sum", "difference", "product", "least", "greatest")
_JOINS = ("all", "any", "not")
_TYPE_NAMES: dict[Type, str] = {"truth": "是非", "number": "数", "day": "日期", "word": "词"}
PLACES = Decimal("0.000001")


class Reader:
    """Reads the conditions and amounts of one rule set against its facts and parameters."""

    def __init__(
        self,
        facts: Mapping[str, Type],
        parameters: Mapping[str, Type],
        words: Mapping[str, frozenset[str]],
    ) -> None:
        self._facts = facts
        self._parameters = parameters
        self._words = words
        self.steps: set[str] = set()

    def condition(self, said: Any, place: str) -> Condition:
        """Return the condition that ``said`` means, or raise ``ValueError`` naming the place."""
        if not isinstance(said, dict) or not said:
            raise ValueError(f"{place}：条件应为键值对，实际为 {said!r}")
        parts: list[Condition] = []
        for key, value in said.items():
            here = f"{place}.{key}"
            if key == "not":
                parts.append(Negated(self.condition(value, here)))
            elif key in _JOINS:
                if not isinstance(value, list) or not value:
                    raise ValueError(f"{here}：应为条件的列表")
                joined = tuple(self.condition(v, f"{here}.{i}") for i, v in enumerate(value, 1))
                parts.append(Joined(key, joined))
            else:
                parts += self._tests(str(key), value, here)
        return parts[0] if len(parts) == 1 else Joined("all", tuple(parts))

    def _tests(self, name: str, value: Any, place: str) -> list[Condition]:
        if name not in self._facts:
            raise ValueError(f"{place}：没有声明事实 {name}")
        fact, kind = Fact(name), self._facts[name]
        if isinstance(value, list):
            return [OneOf(fact, tuple(self._constant(v, kind, place, name) for v in value))]
        if not isinstance(value, dict):
            return [Compared(fact, "is", Constant(self._constant(value, kind, place, name)))]
        out: list[Condition] = []
        for key, against in value.items():
            if key == "known":
                out.append(Known(fact, bool(against)))
                continue
            if key not in COMPARATORS:
                known = "、".join((*COMPARATORS, "known"))
                raise ValueError(f"{place}：不认识的比较 {key}，可用：{known}")
            if COMPARATORS[key] != "is" and kind not in ("number", "day"):
                raise ValueError(f"{place}：{_TYPE_NAMES[kind]}不能比较先后或大小")
            right = (
                self.amount(against, kind, f"{place}.{key}")
                if isinstance(against, dict)
                else Constant(self._constant(against, kind, place, name))
            )
            out.append(Compared(fact, COMPARATORS[key], right))
        if not out:
            raise ValueError(f"{place}：条件为空")
        return out

    def _constant(self, value: Any, kind: Type, place: str, fact: str = "") -> Value:
        found = as_value(value, kind)
        if found is None:
            raise ValueError(f"{place}：{value!r} 不是{_TYPE_NAMES[kind]}")
        if kind == "word" and fact and found not in self._words[fact]:
            raise ValueError(f"{place}：{value!r} 不在 {fact} 的取值之中")
        return found

    def amount(self, said: Any, kind: Type, place: str) -> Amount:
        """Return the amount that ``said`` means, of the kind that is wanted there."""
        if not isinstance(said, dict):
            return Constant(self._constant(said, kind, place))
        keys = set(said)
        if keys == {"when", "then", "otherwise"}:
            return Chosen(
                self.condition(said["when"], f"{place}.when"),
                self.amount(said["then"], kind, f"{place}.then"),
                self.amount(said["otherwise"], kind, f"{place}.otherwise"),
            )
        if "unit" in keys:
            return self._later(said, kind, place)
        if kind == "number" and keys <= {"round", "to", "how"} and {"round", "to"} <= keys:
            return self._rounded(said, place)
        if len(keys) == 1:
            (key, value), *_ = said.items()
            if key in _FOLDS and kind == "number" and isinstance(value, list) and value:
                parts = (self.amount(v, kind, f"{place}.{i}") for i, v in enumerate(value, 1))
                return Folded(key, tuple(parts))
            if key in ("fact", "parameter", "step"):
                return self._named(key, str(value), kind, place)
        raise ValueError(f"{place}：不认识的写法 {'、'.join(map(str, said))}")

    def _named(self, key: str, name: str, kind: Type, place: str) -> Amount:
        if key == "step":
            if name not in self.steps or kind != "number":
                raise ValueError(f"{place}：{name} 不是前面的步骤")
            return Done(name)
        known = self._facts if key == "fact" else self._parameters
        if known.get(name) != kind:
            word = "事实" if key == "fact" else "参数"
            raise ValueError(f"{place}：没有声明取值为{_TYPE_NAMES[kind]}的{word} {name}")
        return Fact(name) if key == "fact" else Given(name)

    def _later(self, said: dict[str, Any], kind: Type, place: str) -> Amount:
        rest = {key: value for key, value in said.items() if key not in ("plus", "unit")}
        number, unit = said.get("plus"), said["unit"]
        if kind != "day" or type(number) is not int or unit not in ("day", "month", "year"):
            raise ValueError(f"{place}：日期的推算应写明 plus（整数）和 unit（day、month、year）")
        return Later(self.amount(rest, "day", place), number, unit)

    def _rounded(self, said: dict[str, Any], place: str) -> Amount:
        to, how = as_value(said["to"], "number"), said.get("how", "half")
        if not isinstance(to, Decimal) or to <= 0 or how not in ("half", "down"):
            raise ValueError(f"{place}：to 应为正数，how 应为 half（四舍五入）或 down（舍去）")
        return Rounded(self.amount(said["round"], "number", f"{place}.round"), to, how)


def as_value(value: Any, kind: Type) -> Value | None:
    """Return a plain value as one of the kind; ``None`` where it is none. Numbers keep six places."""
    if kind == "truth":
        return value if isinstance(value, bool) else None
    if kind == "word":
        return value if isinstance(value, str) and value else None
    if kind == "day":
        return value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return fixed(number) if number.is_finite() else None


def fixed(number: Decimal) -> Decimal:
    """Return a number with six places, half away from zero; raise ``OverflowError`` past ten trillion."""
    if abs(number) >= 10**13:
        raise OverflowError(f"数值 {number} 过大，最多十三位整数")
    return number.quantize(PLACES, rounding="ROUND_HALF_UP")
