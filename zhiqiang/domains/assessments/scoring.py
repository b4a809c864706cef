"""From values to points: each line, bonus, minus and gate with its reason in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhiqiang.domains.assessments.forms import Each, FormValues, Gate, Item, Linear, Rank

NOT_GRADED = "不评等次"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its ground: what to open to see where it comes from. None: see ``reason``."""

    value: Decimal | None
    reason: str = ""
    ground: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one line; ``kind`` is item, bonus, minus or gate, ``full`` the most it can give."""

    key: str
    kind: str
    full: Decimal
    points: Decimal
    value: Decimal | None
    reason: str
    ground: Mapping[str, Any]
    is_left_out: bool = False


#: values of one who is assessed, by key of the line
Values = Mapping[str, Measured]


def score(form: FormValues, units: Sequence[Values]) -> list[list[Line]]:
    """Return the lines of everybody, in order; places are counted among all of them."""
    places = {
        item.key: _places([_value(one, item.key) for one in units], item.rule.lowest_first)
        for item in form.items
        if isinstance(item.rule, Rank)
    }
    return [
        [
            *(_item(item, one, places.get(item.key, {}).get(nth)) for item in form.items),
            *(_each(each, "bonus", one) for each in form.bonus),
            *(_each(each, "minus", one) for each in form.minus),
            *(_gate(gate, one) for gate in form.gates),
        ]
        for nth, one in enumerate(units)
    ]


@dataclass(frozen=True, slots=True)
class Total:
    """What all lines come to."""

    points: Decimal
    items: Decimal
    bonus: Decimal
    minus: Decimal
    grade: str
    gate: str = ""


def total(form: FormValues, lines: Sequence[Line]) -> Total:
    """Add the lines up: what was left out makes the rest weigh more, bonus and total are capped."""
    of_kind = {kind: [one for one in lines if one.kind == kind] for kind in _KINDS}
    counted = [one for one in of_kind["item"] if not one.is_left_out]
    weight = sum((one.full for one in counted), Decimal(0))
    items = sum((one.points for one in counted), Decimal(0))
    if weight and weight != form.full:
        items = _rounded(items * form.full / weight)
    bonus = min(sum((one.points for one in of_kind["bonus"]), Decimal(0)), form.bonus_cap)
    minus = sum((one.points for one in of_kind["minus"]), Decimal(0))
    points = min(max(items + bonus - minus, Decimal(0)), form.full + form.bonus_cap)
    struck = [gate for gate in form.gates if _strikes(gate, lines)]
    if struck:
        points = min([points, *(gate.most for gate in struck)])
    grade = next((one.zh for one in form.grades if points >= one.at_least), form.grades[-1].zh)
    if not counted and not struck:
        grade = NOT_GRADED  # Nothing was asked of him: no points are no failure.
    return Total(points, items, bonus, minus, grade, "、".join(one.zh for one in struck))


_KINDS = ("item", "bonus", "minus", "gate")


def ranked(totals: Sequence[Decimal]) -> list[int]:
    """Return the place of each total, the highest first; equals share the better place."""
    return [1 + sum(other > one for other in totals) for one in totals]


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(_CENT, rounding=ROUND_HALF_UP)


def _value(values: Values, key: str) -> Decimal | None:
    found = values.get(key)
    return None if found is None else found.value


def _places(values: Sequence[Decimal | None], lowest_first: bool) -> dict[int, int]:
    known = {
        nth: -one if lowest_first else one for nth, one in enumerate(values) if one is not None
    }
    return dict(zip(known, ranked([*known.values()]), strict=True))


def _item(item: Item, values: Values, place: int | None) -> Line:
    found = values.get(item.key, Measured(None, "没有数值"))
    if found.value is None:
        left_out = item.missing == "scaled"
        said = "不参加计分，其余各项按比例折算" if left_out else "计 0 分"
        reason = f"{found.reason or '没有数值'}，{said}"
        return Line(item.key, "item", item.weight, Decimal(0), None, reason, found.ground, left_out)
    if isinstance(item.rule, Rank):
        assert place is not None
        row = item.rule.points
        points = row[place - 1] if place <= len(row) else item.rule.rest
        reason = f"第 {place} 名，得 {points} 分"
    else:
        points, reason = _linear(item.rule, found.value, item.weight)
    return Line(item.key, "item", item.weight, points, found.value, reason, found.ground)


def _linear(rule: Linear, value: Decimal, weight: Decimal) -> tuple[Decimal, str]:
    share = (value - rule.none_at) / (rule.full_at - rule.none_at)
    held = min(max(share, Decimal(0)), rule.cap)
    span = f"{_plain(rule.none_at)} 起计分，{_plain(rule.full_at)} 得满分"
    if held < rule.floor:
        return Decimal(0), f"{span}；完成 {share:.1%}，不足 {rule.floor:.0%}，计 0 分"
    points = _rounded(weight * held)
    return points, f"{span}；完成 {max(share, Decimal(0)):.1%}，{_plain(weight)} 分得 {points} 分"


def _each(each: Each, kind: str, values: Values) -> Line:
    found = values.get(each.key, Measured(None))
    if found.value is None or found.value <= 0:
        reason = found.reason or "没有"
        return Line(each.key, kind, each.cap, Decimal(0), found.value, reason, found.ground)
    points = _rounded(min(each.each * found.value, each.cap))
    word = "加" if kind == "bonus" else "减"
    reason = (
        f"每项{word} {_plain(each.each)} 分，{_plain(found.value)} 项，最多 {_plain(each.cap)} 分"
    )
    return Line(each.key, kind, each.cap, points, found.value, reason, found.ground)


def _gate(gate: Gate, values: Values) -> Line:
    found = values.get(gate.key, Measured(None))
    line = Line(gate.key, "gate", gate.most, Decimal(0), found.value, "未触发", found.ground)
    if not _strikes(gate, [line]):
        return line
    reason = f"触发，总分不高于 {_plain(gate.most)} 分"
    return Line(gate.key, "gate", gate.most, Decimal(0), found.value, reason, found.ground)


def _strikes(gate: Gate, lines: Sequence[Line]) -> bool:
    found = next((one for one in lines if one.key == gate.key), None)
    return found is not None and found.value is not None and found.value > gate.above


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def as_json(line: Line) -> dict[str, Any]:
    """Return a line as it is kept; numbers as text, exactly."""
    kept = asdict(line)
    kept["ground"] = dict(line.ground)
    for name in ("full", "points", "value"):
        kept[name] = None if kept[name] is None else f"{kept[name]:f}"
    return kept


def from_json(kept: dict[str, Any]) -> Line:
    """Return a line as it was kept."""
    numbers = {
        n: None if kept[n] is None else Decimal(kept[n]) for n in ("full", "points", "value")
    }
    return Line(**(kept | numbers))
