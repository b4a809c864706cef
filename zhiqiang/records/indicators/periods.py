"""Reporting periods: a year, a half, a quarter or a month, by the short name that is stored."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from zhiqiang.kernel.errors import NotFound

_NAME = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|M(0[1-9]|1[0-2]))?")
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """A span that figures are closed for; ``name`` is 2024, 2024H1, 2024Q3 or 2024M07."""

    name: str
    label: str
    end: date


def period(name: str) -> Period:
    """Return the period of a short name, or raise ``NotFound`` that says how one is written."""
    match = _NAME.fullmatch(name.strip().upper())
    if match is None:
        raise NotFound(f"报告期“{name[:20]}”无效，应写成 2024、2024H1、2024Q3 或 2024M07。")
    year, quarter, half, month = match.groups()
    if quarter:
        return _ending(match[0], f"{year} 年第{_QUARTERS[int(quarter) - 1]}季度", int(quarter) * 3)
    if half:
        return _ending(match[0], f"{year} 年{'上' if half == '1' else '下'}半年", int(half) * 6)
    if month:
        return _ending(match[0], f"{year} 年 {int(month)} 月", int(month))
    return _ending(match[0], f"{year} 年", 12)


def _ending(name: str, label: str, month: int) -> Period:
    year = int(name[:4])
    return Period(name, label, date(year, month, calendar.monthrange(year, month)[1]))


def recent(until: date, count: int = 8) -> list[Period]:
    """Return quarters that have ended by a day, the newest first, each year after its last one."""
    out: list[Period] = []
    year, quarter = until.year, (until.month - 1) // 3 + 1
    while len(out) < count:
        one = period(f"{year}Q{quarter}")
        if one.end <= until:
            out += [period(str(year))] if quarter == 4 else []
            out.append(one)
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return out[:count]
