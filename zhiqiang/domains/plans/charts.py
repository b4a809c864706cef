"""Pictures of targets: the years of one target, and how far all of them are along."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.standing import Standing, YearValue
from zhiqiang.ui import charts
from zhiqiang.ui.charts import Chart, Spark
from zhiqiang.ui.tables import Cell, table

_LONGEST = 12
#: bars end here, so that one target reached many times over does not flatten all others
_WIDEST = 150


def year_spark(standing: Standing) -> Spark | None:
    """Return the small series of a table cell.

    The running year of a yearly amount is left out: half a year would look like a fall.
    """
    is_yearly = standing.target.basis == "annual"
    years = [one for one in standing.years if not (is_yearly and one.is_running)]
    labels = [str(one.year) for one in years]
    return charts.spark(labels, [one.actual for one in years], standing.unit)


def year_chart(standing: Standing) -> Chart | None:
    """Return actual values by year against the stepped target; None without any year."""
    years = _with_horizon(standing)
    if not any(one.actual is not None for one in years):
        return None
    labels = [_label(one) for one in years]
    option = charts.line_option(
        labels,
        "实际",
        [_rounded(one.actual) for one in years],
        standing.unit,
        [_rounded(one.planned) for one in years],
    )
    rows = [
        [
            _label(one),
            Cell(words.number(one.actual, 2), note=one.note),
            words.number(one.planned, 2 if one.planned is None or abs(one.planned) < 100 else 0),
            _ground(one, standing.target.is_mean),
        ]
        for one in years
    ]
    columns = [
        ("年份", "d"),
        (f"实际（{standing.unit}）", "n"),
        (f"年末应达（{standing.unit}）", "n"),
        ("应达依据", ""),
    ]
    name = standing.target.indicator_name
    return Chart(
        "years",
        f"{name}：{standing.reason}",
        option,
        table(f"{name}逐年实际与应达", columns, rows),
        f"实际值据台账计算，截至 {standing.judged_on}；应达值为各年年末，据规划原文。",
    )


def _with_horizon(standing: Standing) -> list[YearValue]:
    """Return the years that have a value, and behind them the year of the target."""
    years = list(standing.years)
    target = standing.target
    if target.year and years and target.year > years[-1].year and target.basis != "growth":
        years.append(YearValue(target.year, None, target.value, True, False, "尚未到期"))
    return years


def _label(one: YearValue) -> str:
    return f"{one.year}（至今）" if one.is_running else str(one.year)


def _ground(one: YearValue, is_mean: bool) -> str:
    if one.planned is None:
        return "规划期之前"
    if is_mean:
        return "规划载明的年均值"
    return "规划载明" if one.is_printed else "按时间折算"


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)


def completion_chart(standings: Sequence[Standing], as_of: str) -> Chart | None:
    """Return completion of the measured targets with the pace they should have, furthest behind first."""
    measured = [one for one in standings if one.actual is not None and one.expected is not None]
    if not measured:
        return None
    measured.sort(key=lambda one: (one.actual or 0) - (one.expected or 0))
    shown = measured[:_LONGEST]
    labels = [_short(one.target.indicator_name) for one in shown]
    option: dict[str, Any] = charts.bar_option(
        labels, "实际完成", [one.actual for one in shown], "%"
    )
    option["series"][0]["label"] = {"show": False}
    option["series"].append(
        {
            "name": "应达",
            "type": "scatter",
            "symbol": "rect",
            "symbolSize": [3, 20],
            "itemStyle": {"color": charts.SECOND},
            "data": [float(one.expected or 0) for one in shown],
        }
    )
    option["yAxis"]["axisLabel"] |= {"interval": 0, "fontSize": 11}
    option["legend"] = {"right": 0, "top": 0}
    option["grid"] |= {"top": 32}
    rows = [
        [
            one.target.indicator_name,
            f"{words.number(one.actual)}%",
            f"{words.number(one.expected)}%",
            one.lamp.word,
        ]
        for one in measured
    ]
    columns = [("目标", "t"), ("实际完成", "n"), ("应达", "n"), ("亮灯", "")]
    behind = sum(1 for one in measured if one.lamp in ("behind", "far_behind"))
    finding = (
        f"{len(measured)} 项可计算进度的目标中，{behind} 项滞后"
        if behind
        else "可计算进度的目标均按进度推进"
    )
    widest = max(one.actual or 0 for one in shown)
    if widest > _WIDEST:
        option["xAxis"]["max"] = _WIDEST
    cut = f"；超过 {_WIDEST}% 的画到 {_WIDEST}%" if widest > _WIDEST else ""
    left = f"；图中为最靠后的 {_LONGEST} 项，其余见表" if len(measured) > _LONGEST else ""
    return Chart(
        "completion",
        finding,
        option,
        table("各目标完成情况", columns, rows),
        f"截至 {as_of}；完成为实际值占目标值的百分比{left}{cut}。",
    )


def _short(name: str) -> str:
    return name if len(name) <= 13 else name[:12] + "…"
