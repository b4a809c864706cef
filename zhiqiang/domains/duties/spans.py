"""The spans that bulletins and reports speak of: quarters, halves, the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhiqiang.kernel.calendar import add_months
from zhiqiang.kernel.errors import Refused

_KEY = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|([SAL]))?")
_OTHERS = {
    "S": ("status", "知识产权发展与保护状况"),
    "A": ("acceptance", "目标任务验收册"),
    "L": ("list", "度推进计划"),
}
_CHINESE = ("一", "二", "三", "四")


@dataclass(frozen=True, slots=True)
class Span:
    """A span with its days; ``paper`` is what a paper about it is called.

    ``kind`` is ``progress``, or ``list`` (the work list itself), or ``status`` (how rights stand in a region), or ``acceptance`` (every
    target of the whole programme at its end).
    """

    key: str
    label: str
    paper: str
    since: date
    until: date
    kind: str = "progress"


def read_span(key: str) -> Span:
    """Return the span of a key: 2024Q1, 2024H1, 2024, 2024S, 2024A or 2024L. Raises ``Refused`` for anything else."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise Refused("没有这种报告期，请从列表中选择季度、半年或全年。")
    year = int(found[1])
    if found[2]:
        nth = int(found[2])
        since = date(year, 3 * nth - 2, 1)
        label, paper = f"{year}年第{_CHINESE[nth - 1]}季度", "推进情况通报"
        return Span(key, label, paper, since, _last(since, 3))
    if found[3]:
        since = date(year, 1 if found[3] == "1" else 7, 1)
        label = f"{year}年{'上' if found[3] == '1' else '下'}半年"
        return Span(key, label, "推进情况评估报告", since, _last(since, 6))
    since = date(year, 1, 1)
    if found[4]:
        kind, paper = _OTHERS[found[4]]
        return Span(key, f"{year}年", paper, since, date(year, 12, 31), kind)
    return Span(key, f"{year}年度", "推进情况报告", since, date(year, 12, 31))


def _last(since: date, months: int) -> date:
    return date.fromordinal(add_months(since, months).toordinal() - 1)


def spans_of(year: int) -> list[Span]:
    """Return the spans of a year in the order of their ends."""
    keys = (f"{year}Q1", f"{year}Q2", f"{year}H1", f"{year}Q3", f"{year}Q4", f"{year}H2", f"{year}")
    keys = (*keys, f"{year}S", f"{year}A", f"{year}L")
    return [read_span(key) for key in keys]
