"""Answer a question about an indicator: the figure, from records or as it was reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhiqiang.engines.metrics import reported
from zhiqiang.engines.metrics.asking import begin, compared, measure_of, queries_of, values
from zhiqiang.engines.metrics.declaration import (
    AnyDefinition,
    Growth,
    Indicator,
    Ratio,
)
from zhiqiang.engines.metrics.measure import RowMeasure, StatedMeasure
from zhiqiang.engines.metrics.querying import any_doubt
from zhiqiang.engines.metrics.question import (
    Observation,
    Part,
    Places,
    Question,
    Reader,
    Rules,
)
from zhiqiang.engines.metrics.stated import stated_part


def compute(
    indicator: Indicator, reader: Reader, question: Question, rules: Rules, places: Places
) -> Observation:
    """Return the figure of an indicator for a region at a day.

    The value is empty with a reason where a part is missing or a division by zero would follow.
    A day before the first definition is read by the first, and a note says so. Where the records
    tell nothing and a body reported a value, the value is that.
    """
    seen = _from_records(indicator, reader, question, rules, places)
    given = reported.look_up(indicator, question, reader)
    if given is None:
        return seen
    if seen.value is not None:
        return replace(seen, reported=given)
    value = rounded(given.value, indicator.version_at(question.as_of).decimals)
    return replace(seen, value=value, rows=1, reason="", reported=given, is_reported=True)


def _from_records(
    indicator: Indicator, reader: Reader, question: Question, rules: Rules, places: Places
) -> Observation:
    definition = indicator.version_at(question.as_of)
    name = indicator.version_name(question.as_of)
    if isinstance(definition, Growth):
        return _growth(definition, name, reader, question, rules, places)
    if isinstance(definition, Ratio):
        return _ratio(indicator, definition, name, reader, question, rules, places)
    part = _part(indicator, definition, "measure", reader, question, rules, places)
    if part.value is None:
        return Observation(None, part, None, part.rows, part.reason, name, part.notes)
    divisor = getattr(definition, "divisor", 1)
    value = rounded(part.value / divisor, definition.decimals)
    return Observation(value, part, None, part.rows, "", name, part.notes)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up, as statistics are published."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _part(
    indicator: Indicator,
    definition: AnyDefinition,
    place: str,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
) -> Part:
    measure = measure_of(definition, place)
    if isinstance(measure, StatedMeasure):
        return stated_part(measure, definition.kind, question, reader, rules, places)
    queries = queries_of(indicator, definition, place, question, rules)
    counted = reader.fetch_one(queries.totals, values(queries, definition, question))
    unit = "元" if measure.sum == "amount" else measure.unit or indicator.unit
    first = begin(measure, definition, question)
    if not counted["rows"] and not reader.fetch_one(queries.anything, queries.words)["rows"]:
        reason = f"还没有可供计算“{indicator.name}”的记录，请导入{indicator.load}。"
        return Part(None, unit, 0, begin=first, reason=reason)
    value = Decimal(counted["total"] or 0) if measure.sum else Decimal(counted["rows"])
    blank = int(counted["blank"] or 0) if measure.sum else 0
    notes = [f"其中 {blank} 条未载数额，按零计入"] if blank else []
    if measure.at == "in_force" and reader.fetch_one(any_doubt(), {})["rows"]:
        doubtful = reader.fetch_one(queries.doubtful, values(queries, definition, question))
        if doubtful["rows"]:
            notes.append(
                f"另有 {doubtful['rows']} {unit}因失效日或保护期不明未计入，请补充法律事务"
            )
    if measure.at == "in_force" and not counted["rows"]:
        notes += _untold(
            reader.fetch_one(queries.telling, values(queries, definition, question)), unit
        )
    return Part(value, unit, counted["rows"], begin=first, notes=tuple(notes))


def _untold(found: Mapping[str, Any], unit: str) -> list[str]:
    """Say that none in force was counted because the lists name applications only."""
    if not found["rows"] or found["told"]:
        return []
    return [
        f"已导入的 {found['rows']} {unit}只有申请或公布的记录，没有授权公告和法律状态，"
        "无法判断是否有效；请导入授权清单或法律事务清单"
    ]


def _ratio(
    indicator: Indicator,
    definition: Ratio,
    name: str,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
) -> Observation:
    top = _part(indicator, definition, "numerator", reader, question, rules, places)
    bottom = _part(indicator, definition, "denominator", reader, question, rules, places)
    notes = top.notes + bottom.notes
    reason = top.reason or bottom.reason
    if not reason and not bottom.value:
        reason = f"{bottom.label or '分母'}为零，比值没有意义。请核对该数据。"
    if reason or top.value is None or not bottom.value:
        return Observation(None, top, bottom, top.rows, reason, name, notes)
    value = rounded(top.value * definition.per / bottom.value, definition.decimals)
    return Observation(value, top, bottom, top.rows, "", name, notes)


def _growth(
    definition: Growth,
    name: str,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
) -> Observation:
    base = rules.indicators[definition.of]
    asked, earlier, years = compared(definition, question, rules)
    now = compute(base, reader, asked, rules, places)
    before = compute(base, reader, earlier, rules, places)
    top = replace(now.numerator, value=now.value, unit=base.unit)
    bottom = replace(before.numerator, value=before.value, unit=base.unit)
    if definition.is_mean:
        top, bottom = (
            replace(top, label=f"{asked.as_of}"),
            replace(bottom, label=f"{earlier.as_of}"),
        )
    reason = (
        now.reason or before.reason or _no_growth(definition, base, before.value, earlier, years)
    )
    notes = tuple(dict.fromkeys((*now.notes, *before.notes)))
    if reason or now.value is None or not before.value:
        return Observation(None, top, bottom, now.rows, reason, name, notes)
    share = now.value / before.value
    if definition.is_mean:
        share = (share.ln() / years).exp() if share > 0 else Decimal(0)
        notes = (*notes, f"自 {earlier.as_of} 至 {asked.as_of} 共 {years:.2f} 年，按复合增长计算")
    value = rounded((share - 1) * 100, definition.decimals)
    return Observation(value, top, bottom, now.rows, "", name, notes)


def _no_growth(
    definition: Growth, base: Indicator, before: Decimal | None, earlier: Question, years: Decimal
) -> str:
    """Return why growth has no meaning; empty where it has one."""
    if years < 1:
        return f"自 {earlier.as_of} 起不足一年，年均增长率没有意义。"
    if before:
        return ""
    when = "期初" if definition.is_mean else "上年同期"
    return f"{when}（截至 {earlier.as_of}）{base.name}为零，增长率没有意义。"


def uncertain_points(indicator: Indicator, day: date, rules: Rules) -> Iterable[str]:
    """Yield what the sources of a figure leave open, as it is said on screen."""
    definition = indicator.version_at(day)
    if indicator.is_backwards(day):
        yield f"统计日早于口径施行日 {definition.start}，按该口径回溯计算，不是当时公布的数值。"
    yield from definition.uncertain
    if isinstance(definition, Growth):
        yield from uncertain_points(rules.indicators[definition.of], day, rules)
        return
    for place in ("measure", "numerator", "denominator"):
        measure = getattr(definition, place, None)
        if isinstance(measure, StatedMeasure) and measure.offset is not None:
            yield from rules.parameters[measure.offset].at(day).uncertain
        if isinstance(measure, RowMeasure) and measure.meets is not None:
            criteria = rules.criteria[measure.meets]
            used = criteria.set_at(day)
            yield from used.uncertain
            for name in used.criteria:
                yield from criteria.criteria[name].uncertain
