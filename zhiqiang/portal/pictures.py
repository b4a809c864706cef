"""The pictures of an indicator: its years, and the regions below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhiqiang.portal.labels import part_names
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.charts import Chart, bar_option, line_option
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.templatetags.figures import number, with_unit, without_keys

SHOWN = 20


def series(figure: Any, days: Sequence[date], found: Sequence[Any]) -> Chart | None:
    """Return the value at the end of each year and at the day; None without two values."""
    known = [(day, one) for day, one in zip(days, found, strict=True) if one.value is not None]
    if len(known) < 2:
        return None
    labels = [_day(day) for day in days]
    has_parts = any(one.denominator is not None for one in found)
    heads = part_names(figure.indicator)
    columns = [("截至", "d"), (f"数值（{figure.unit}）", "n")]
    columns += [(head, "n") for head in heads] if has_parts else []
    rows = []
    for label, one in zip(labels, found, strict=True):
        parts = (number(one.numerator), number(one.denominator)) if has_parts else ()
        rows.append((label, Cell(number(one.value), note=without_keys(one.reason)), *parts))
    return Chart(
        "series",
        f"{figure.name}：{_change(figure, known)}",
        line_option(labels, figure.name, [one.value for one in found], figure.unit),
        table(f"{figure.name}历年数值", columns, rows),
        f"来源：台账，快照 {figure.snapshot}；各年取 12 月 31 日，最后一点为截至日。{_mixed(figure, known)}",
    )


def _mixed(figure: Any, known: Sequence[tuple[date, Any]]) -> str:
    """Say from when on the numbers are of another definition than those before."""
    changes = indicators.definition_changes(figure.key, known[0][0], known[-1][0])
    if not changes:
        return ""
    return f"口径自 {'、'.join(map(str, changes))} 起有变，前后各数不能直接比较。"


def _day(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()


def _change(figure: Any, known: Sequence[tuple[date, Any]]) -> str:
    (since, first), (_, last) = known[0], known[-1]
    change = last.value - first.value
    if change == 0:
        return f"{since.year} 年末以来持平"
    word = "增加" if change > 0 else "减少"
    size = (
        f"{number(abs(change))} 个百分点"
        if figure.unit == "%"
        else with_unit(abs(change), figure.unit)
    )
    return f"较 {since.year} 年末{word} {size}"


def ranking(
    figure: Any, below: Sequence[tuple[str, str]], found: Sequence[Any], since: str = ""
) -> Chart | None:
    """Return the regions below (code and name), the largest first; None without any value."""
    pairs = list(zip(below, found, strict=True))
    known = sorted((p for p in pairs if p[1].value is not None), key=lambda p: -p[1].value)
    if not known:
        return None
    missing = [pair for pair in pairs if pair[1].value is None]
    rows = [
        (str(place), _region(region, one, since), number(one.value), number(one.rows))
        for place, (region, one) in enumerate(known, 1)
    ]
    for region, one in missing:
        value = Cell("—", note=without_keys(one.reason))
        rows.append(("—", _region(region, one, since), value, number(one.rows)))
    shown = known[:SHOWN]
    more = f"；图中为前 {SHOWN} 位，其余见表" if len(known) > SHOWN else ""
    labels, values = [name for (_, name), _ in shown], [one.value for _, one in shown]
    columns = [("名次", "n"), ("地区", "t"), (f"数值（{figure.unit}）", "n"), ("记录", "n")]
    return Chart(
        "ranking",
        f"{known[0][0][1]}最高，为 {with_unit(known[0][1].value, figure.unit)}",
        bar_option(labels, figure.name, values, figure.unit),
        table(f"{figure.name}分地区", columns, rows),
        f"来源：台账，快照 {figure.snapshot}，截至 {figure.as_of}{more}。",
    )


def _region(region: tuple[str, str], figure: Any, since: str) -> Cell:
    asked = {"region": region[0], "as_of": figure.as_of.isoformat(), "since": since}
    query = urlencode({name: value for name, value in asked.items() if value})
    return Cell(region[1], href=f"{reverse('portal:indicator', args=[figure.key])}?{query}")
