"""The pictures of an indicator: its years, and the regions below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhiqiang.ui.charts import Chart, bar_option, line_option
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.templatetags.figures import number, with_unit

SHOWN = 20


def series(figure: Any, days: Sequence[date], found: Sequence[Any]) -> Chart | None:
    """Return the value at the end of each year and at the day; None without two values."""
    known = [(day, one) for day, one in zip(days, found, strict=True) if one.value is not None]
    if len(known) < 2:
        return None
    labels = [
        f"{day.year}" if (day.month, day.day) == (12, 31) else f"{day:%Y-%m-%d}" for day in days
    ]
    rows = [
        (label, number(one.value), Cell(number(one.numerator) if one.denominator is not None else ""), Cell(number(one.denominator) if one.denominator is not None else ""), one.reason)
        for label, one in zip(labels, found, strict=True)
    ]  # fmt: skip
    columns = [
        ("截至", "d"),
        (f"数值（{figure.unit}）", "n"),
        ("分子", "n"),
        ("分母", "n"),
        ("无值原因", "t"),
    ]
    if all(one.denominator is None for one in found):
        rows = [(row[0], row[1], row[4]) for row in rows]
        columns = [columns[0], columns[1], columns[4]]
    return Chart(
        "series",
        f"{figure.name}：{_change(figure, known)}",
        line_option(labels, figure.name, [one.value for one in found], figure.unit),
        table(f"{figure.name}历年数值", columns, rows),
        f"来源：台账，{_snapshot(figure)}；各年取 12 月 31 日，最后一点为截至日。",
    )


def _change(figure: Any, known: Sequence[tuple[date, Any]]) -> str:
    (first_day, first), (_, last) = known[0], known[-1]
    change = last.value - first.value
    if change == 0:
        return f"{first_day.year} 年以来持平"
    word = "增加" if change > 0 else "减少"
    unit = "个百分点" if figure.unit == "%" else figure.unit
    return f"{first_day.year} 年末以来{word} {with_unit(abs(change), unit)}"


def ranking(figure: Any, names: Sequence[str], found: Sequence[Any]) -> Chart | None:
    """Return the regions below, the largest first; None where there are none with a value."""
    pairs = list(zip(names, found, strict=True))
    known = sorted((p for p in pairs if p[1].value is not None), key=lambda p: -p[1].value)
    if not known:
        return None
    missing = [pair for pair in pairs if pair[1].value is None]
    rows = [
        (str(place), name, number(one.value), number(one.rows), "")
        for place, (name, one) in enumerate(known, 1)
    ]
    rows += [("—", name, "—", number(one.rows), one.reason) for name, one in missing]
    columns = [
        ("名次", "n"),
        ("地区", "t"),
        (f"数值（{figure.unit}）", "n"),
        ("记录", "n"),
        ("无值原因", "t"),
    ]
    shown = known[:SHOWN]
    more = f"；图中为前 {SHOWN} 位，其余见表" if len(known) > SHOWN else ""
    return Chart(
        "ranking",
        f"{known[0][0]}最高，为 {with_unit(known[0][1].value, figure.unit)}",
        bar_option([name for name, _ in shown], figure.name, [one.value for _, one in shown], figure.unit),
        table(f"{figure.name}分地区", columns, rows),
        f"来源：台账，{_snapshot(figure)}，截至 {figure.as_of}{more}。",
    )  # fmt: skip


def _snapshot(figure: Any) -> str:
    return f"快照 {figure.snapshot}" if figure.snapshot else "尚未发布快照"
