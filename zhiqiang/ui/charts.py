"""Charts as values: an ECharts option, the table behind it and the source under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.ui.tables import Table

ACCENT = "#1a4f8b"
SECOND = "#8a5a00"
GREY = "#52606d"
LINE = "#d5dae0"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw; ``key`` is its element id, ``title`` says the finding."""

    key: str
    title: str
    option: dict[str, Any]
    table: Table
    source: str


def _value(number: Decimal | int | float | None) -> float | None:
    return None if number is None else float(number)


def _axis(unit: str) -> dict[str, Any]:
    return {
        "type": "value",
        "name": unit,
        "nameTextStyle": {"color": GREY, "align": "left"},
        "axisLabel": {"color": GREY, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": LINE}},
    }


def _categories(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "category",
        "data": list(labels),
        "axisLabel": {"color": GREY},
        "axisLine": {"lineStyle": {"color": GREY}},
        "axisTick": {"show": False},
    }


def line_option(
    labels: Sequence[str],
    name: str,
    values: Sequence[Decimal | int | float | None],
    unit: str,
    target: Sequence[Decimal | int | float | None] = (),
) -> dict[str, Any]:
    """Return a line over ``labels``, with a stepped target where one is given; gaps stay gaps."""
    series: list[dict[str, Any]] = [
        {
            "name": name,
            "type": "line",
            "data": [_value(value) for value in values],
            "symbol": "circle",
            "symbolSize": 7,
            "lineStyle": {"width": 2, "color": ACCENT},
            "itemStyle": {"color": ACCENT},
            "label": {"show": len(labels) <= 8, "color": "#1f2933"},
        }
    ]
    if target:
        series.append(
            {
                "name": "目标",
                "type": "line",
                "step": "end",
                "connectNulls": True,
                "data": [_value(value) for value in target],
                "symbol": "diamond",
                "symbolSize": 8,
                "lineStyle": {"width": 2, "type": "dashed", "color": SECOND},
                "itemStyle": {"color": SECOND},
            }
        )
    return {
        "grid": {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True},
        "legend": {"show": bool(target), "right": 0, "top": 0},
        "xAxis": _categories(labels),
        "yAxis": _axis(unit),
        "series": series,
    }


def bar_option(
    labels: Sequence[str], name: str, values: Sequence[Decimal | int | float | None], unit: str
) -> dict[str, Any]:
    """Return lying bars in the order given, the first on top; sort before you call."""
    return {
        "grid": {"left": 8, "right": 56, "top": 8, "bottom": 24, "containLabel": True},
        "xAxis": _axis(unit) | {"nameLocation": "middle", "nameGap": 26},
        "yAxis": _categories(labels) | {"inverse": True},
        "series": [
            {
                "name": name,
                "type": "bar",
                "barMaxWidth": 18,
                "data": [_value(value) for value in values],
                "itemStyle": {"color": ACCENT},
                "label": {"show": True, "position": "right", "color": "#1f2933"},
            }
        ],
    }


@dataclass(frozen=True, slots=True)
class Spark:
    """A small series in a table cell: polyline points in a box of 96 by 24."""

    points: str
    last_x: str
    last_y: str
    says: str


def spark(labels: Sequence[str], values: Sequence[Decimal | None], unit: str) -> Spark | None:
    """Return a small series; without two values there is none."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(v for _, v in known), max(v for _, v in known)
    places = [
        (
            4 + 88 * at / (len(values) - 1),
            12.0 if high == low else 20 - 16 * float((value - low) / (high - low)),
        )
        for at, value in known
    ]
    says = f"{labels[known[0][0]]} 至 {labels[known[-1][0]]}：{known[0][1]:,.2f} → {known[-1][1]:,.2f} {unit}"
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return Spark(points, f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}", says)
