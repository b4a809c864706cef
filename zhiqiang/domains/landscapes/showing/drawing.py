"""Options of the pictures that only landscapes have: stacked columns, groups, heat maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiqiang.ui.charts import ACCENT, GREY, LINE, SECOND, bar_option

COLOURS = (ACCENT, SECOND, "#5b8c5a", "#9aa5b1", "#7a5195")
_GRID = {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True}
_NO_LABEL = {"show": False}


def _values(unit: str) -> dict[str, Any]:
    return {
        "type": "value", "name": unit, "nameTextStyle": {"color": GREY, "align": "left"},
        "axisLabel": {"color": GREY, "hideOverlap": True}, "splitLine": {"lineStyle": {"color": LINE}},
    }  # fmt: skip


def _names(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "category", "data": list(labels), "axisLabel": {"color": GREY, "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": GREY}}, "axisTick": {"show": False},
    }  # fmt: skip


def lying(labels: Sequence[str], values: Sequence[float], unit: str) -> dict[str, Any]:
    """Return lying bars; long names are cut where they would take the room of the bars."""
    option = bar_option(
        [one if len(one) <= 14 else one[:13] + "…" for one in labels], unit, values, unit
    )
    option["yAxis"]["axisLabel"] |= {"interval": 0, "fontSize": 11}
    return option


def _columns(
    labels: Sequence[str], series: Mapping[str, Sequence[float]], unit: str, stack: str
) -> dict[str, Any]:
    return {
        "grid": dict(_GRID),
        "legend": {"right": 0, "top": 0, "type": "scroll"},
        "xAxis": _names(labels),
        "yAxis": _values(unit),
        "series": [
            {"name": name, "type": "bar", "barMaxWidth": 26, "data": list(values), "label": _NO_LABEL,
             "itemStyle": {"color": COLOURS[nth % len(COLOURS)]}} | ({"stack": stack} if stack else {})
            for nth, (name, values) in enumerate(series.items())
        ],
    }  # fmt: skip


def stacked_columns(
    labels: Sequence[str], series: Mapping[str, Sequence[float]], unit: str
) -> dict[str, Any]:
    """Return standing columns, one series upon the other."""
    return _columns(labels, series, unit, "all")


def grouped(
    labels: Sequence[str], series: Mapping[str, Sequence[float]], unit: str
) -> dict[str, Any]:
    """Return standing columns, the series side by side."""
    return _columns([one.split("/")[-1] for one in labels], series, unit, "")


def heat(
    down: Sequence[str], across: Sequence[str], values: Sequence[Sequence[int]]
) -> dict[str, Any]:
    """Return a heat map; the first row on top."""
    most = max((value for row in values for value in row), default=0)
    cells = [[x, y, value] for y, row in enumerate(values) for x, value in enumerate(row)]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 56, "containLabel": True},
        "xAxis": _names(across) | {"splitArea": {"show": True}},
        "yAxis": _names(down) | {"inverse": True},
        "tooltip": {"trigger": "item"},
        # Patterns would cover the shades, and the number stands in each cell.
        "aria": {"enabled": True, "decal": {"show": False}},
        "visualMap": {
            "min": 0, "max": max(most, 1), "orient": "horizontal", "left": "center", "bottom": 0,
            "inRange": {"color": ["#f2f5f9", "#8fb3d9", ACCENT]}, "calculable": False,
        },
        "series": [{"name": "件数", "type": "heatmap", "data": cells, "label": {"show": len(across) <= 16}}],
    }  # fmt: skip
