"""Every component on one page, for those who build pages and for the accessibility test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiqiang.ui.charts import Chart, bar_option, line_option, spark
from zhiqiang.ui.tables import Cell, Page, table

_YEARS = ("2020", "2021", "2022", "2023", "2024")
_VALUES = tuple(Decimal(text) for text in ("3.1", "3.6", "4.4", "5.1", "5.8"))


@dataclass(frozen=True, slots=True)
class _Figure:
    """Stands where a figure of the indicators would."""

    name: str
    value: Decimal | None
    unit: str
    as_of: date
    origin: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Stands where an entry of a history would."""

    on: date | None
    label: str
    text: str = ""
    source: str = ""


def patterns(request: HttpRequest) -> HttpResponse:
    """Show all components with made-up values."""
    years = table(
        "每万人口高价值发明专利拥有量",
        [("年份", "d"), ("数值（件/万人）", "n"), ("目标（件/万人）", "n")],
        [(year, f"{value:.2f}", "") for year, value in zip(_YEARS, _VALUES, strict=True)],
    )
    counties = table(
        "各县区有效量",
        [("县区", "t"), ("数值（件）", "n")],
        [("甲县", "1,204"), ("乙区", "880"), ("丙县", "341")],
    )
    charts = [
        Chart("pattern-line", "五年增加 2.70 件/万人", line_option(_YEARS, "实际", _VALUES, "件/万人", (None, None, None, None, Decimal(6))), years, "来源：样例"),
        Chart("pattern-bars", "甲县最多，占一半", bar_option(("甲县", "乙区", "丙县"), "有效量", (1204, 880, 341), "件"), counties, "来源：样例"),
    ]  # fmt: skip
    long = table(
        "专利",
        [("申请号", "k"), ("名称", "t"), ("申请日", "d"), ("金额（元）", "n")],
        [
            (Cell("202410000001.X", href="#"), "一种阀门", "2024-03-05", "1,200,000"),
            (Cell("202410000002.4", href="#"), "一种泵体的密封结构及其装配方法", "2024-03-06", "—"),
        ],
    )
    context = {
        "figures": [
            _Figure("每万人口高价值发明专利拥有量", Decimal("5.8"), "件/万人", date(2024, 12, 31), "截至 2024-12-31 · 560 件 ÷ 96.5 万人（2023 年末常住人口）· 快照 17"),
            _Figure("专利转让登记次数", Decimal(12345), "次", date(2024, 12, 31), "截至 2024-12-31 · 2024 年内登记 · 快照 17"),
            _Figure("知识产权质押融资额", None, "万元", date(2024, 12, 31), "截至 2024-12-31 · 快照 17", reason="未导入质押登记数据"),
        ],
        "lamps": [("ok", "应达 62%，实际 71%"), ("behind", "应达 62%，实际 55%，差 7 个百分点"), ("far_behind", "应达 62%，实际 41%，差 21 个百分点"), ("no_data", "没有对应的指标")],
        "counts": [("ok", 12), ("behind", 3), ("far_behind", 1), ("no_data", 4)],
        "charts": charts,
        "table": long,
        "page": Page(2, 20, 4321),
        "spark": spark(_YEARS, _VALUES, "件/万人"),
        "entries": [_Entry(date(2024, 5, 1), "转让", "由甲公司转让给乙公司", "转让登记.xlsx 第 12 行"), _Entry(date(2021, 3, 5), "授权"), _Entry(None, "备案")],
        "amounts": [Decimal("0.0034"), Decimal("1234567.5"), 12, None],
    }  # fmt: skip
    return render(request, "portal/patterns.html", context)
