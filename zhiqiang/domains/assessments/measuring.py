"""The values of who is assessed: figures from a snapshot, budgets from the register, statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.assessments.forms import FormValues, Source
from zhiqiang.domains.assessments.scoring import Measured, Values
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.registry.queries import budgets

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is assessed; ``body_id`` is empty where no body is known."""

    key: int
    name: str
    region: str
    body_id: int | None


#: what the tasks of a unit tell, by name of ``forms.Work``; the portal knows the tasks
WorkOf = Callable[[Sequence[Who], int, date], Mapping[int, Mapping[str, Measured]]]


@dataclass(frozen=True, slots=True)
class Day:
    """For when values are asked: a year, its last day that counts, and a snapshot."""

    year: int
    as_of: date
    snapshot: int | None


def values_of(
    form: FormValues,
    units: Sequence[Who],
    day: Day,
    work: Mapping[int, Mapping[str, Measured]],
    stated: Mapping[tuple[int, str], Measured],
) -> list[Values]:
    """Return the values of every unit by key of the form, each with its ground."""
    figures = _figures(form, units, day)
    found: list[Values] = []
    for unit in units:
        mine: dict[str, Measured] = {}
        for key, (_, source) in form.sources.items():
            if source.work is not None:
                mine[key] = work.get(unit.key, {}).get(source.work, Measured(None, "没有任务记录"))
            elif source.budget:
                mine[key] = _budget(source, unit, day.year)
            elif source.indicator:
                mine[key] = figures[(key, unit.region)]
            else:
                mine[key] = stated.get((unit.key, key), Measured(None, "没有认定记录"))
        found.append(mine)
    return found


def _figures(form: FormValues, units: Sequence[Who], day: Day) -> dict[tuple[str, str], Measured]:
    asked = [
        (key, source, region)
        for key, (_, source) in form.sources.items()
        if source.indicator
        for region in sorted({one.region for one in units})
    ]
    if not asked:
        return {}
    if day.snapshot is None:
        none = Measured(None, "尚未发布数据快照")
        return {(key, region): none for key, _, region in asked}
    before = _year_before(day.as_of)
    now = [(source.indicator, region, day.as_of, None) for _, source, region in asked]
    then = [(source.indicator, region, before, None) for _, source, region in asked]
    both = indicators.figures_for([*now, *then], day.snapshot)
    return {
        (key, region): _figure(source, both[nth], both[nth + len(asked)])
        for nth, (key, source, region) in enumerate(asked)
    }


def _figure(source: Source, now: Any, then: Any) -> Measured:
    ground: dict[str, Any] = {
        "kind": "figure", "indicator": now.key, "region": now.region, "as_of": str(now.as_of),
        "snapshot": now.snapshot, "origin": now.origin, "name": now.name, "unit": now.unit,
    }  # fmt: skip
    if not source.growth:
        return Measured(now.value, now.reason, ground)
    ground |= {"before": str(then.value) if then.value is not None else None}
    return _growth(now.value, then.value, now.reason or then.reason, ground)


def _growth(
    now: Decimal | None, then: Decimal | None, reason: str, ground: dict[str, Any]
) -> Measured:
    if now is None or then is None:
        return Measured(None, reason or "缺少本年或上年数值", ground)
    if then <= 0:
        return Measured(None, f"上年为 {then.normalize():f}，不能计算增长率", ground)
    return Measured((now - then) / then * _HUNDRED, "", ground)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _budget(source: Source, unit: Who, year: int) -> Measured:
    """Return what a region put in, in 万元; growth over the year before in percent."""
    found = budgets.of_region(unit.region, (year, year - 1))
    rows = [
        {"year": one.year, "body": one.body, "purpose": one.purpose, "document": one.document,
         "amount": str(amount)}
        for one in found
        if (amount := getattr(one, source.budget)) is not None
    ]  # fmt: skip
    sums = {
        when: sum((Decimal(str(row["amount"])) for row in rows if row["year"] == when), Decimal(0))
        for when in (year, year - 1)
    }
    ground = {
        "kind": "budget",
        "rows": [row for row in rows if source.growth or row["year"] == year],
    }
    if not any(row["year"] == year for row in rows):
        return Measured(None, f"台账中没有 {year} 年的经费记录", ground)
    if not source.growth:
        return Measured(sums[year] / 10_000, "", ground)
    if not any(row["year"] == year - 1 for row in rows):
        return Measured(None, f"台账中没有 {year - 1} 年的经费记录，不能计算增长率", ground)
    return _growth(sums[year], sums[year - 1], "", ground)
