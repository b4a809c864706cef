"""Where a target is heading: the end value to be expected, the pace it would take, missed steps.

The forecast goes on from the last value by the mean change of a year, as a walk with drift; its
interval grows with the time ahead and with how unevenly the values moved. Example: 1000, 1100,
1180, 1300 at the ends of 2020 to 2023 change by 100 a year, so 1500 is to be expected at the end
of 2025. Pure functions; all values of one call are in the unit of the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.pace import Promise, is_met, year_end
from zhiqiang.domains.plans.standing import Standing, YearValue

#: half widths of an interval that holds four of five outcomes, by degrees of freedom (Student's t)
_T80 = (
    "3.078", "1.886", "1.638", "1.533", "1.476", "1.440", "1.415", "1.397", "1.383", "1.372",
)  # fmt: skip
_BEYOND = Decimal("1.282")
_YEAR = Decimal("365.25")
Seen = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value to be expected on a day; four of five outcomes lie from ``low`` to ``high``.

    Without an interval there were too few values to tell how unevenly they move.
    """

    on: date
    value: Decimal
    yearly: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be said of the way ahead; ``needed`` is the change a year that would do.

    ``missed`` is the first year that has ended below what should have stood there. ``sentences``
    say all of it in words, and why something cannot be said.
    """

    forecast: Forecast | None
    needed: Decimal | None
    missed: YearValue | None
    sentences: tuple[str, ...]


def outlook(standing: Standing, promise: Promise, as_of: date) -> Outlook:
    """Return where the target is heading, from the years that it was measured in."""
    missed = first_missed(standing.years, promise)
    sentences = []
    if missed is not None:
        sentences.append(
            f"{missed.year} 年末首次未达分年进度：应为 {_said(missed.planned, standing)}，"
            f"实际 {_said(missed.actual, standing)}"
        )
    if promise.year is None or standing.value is None:
        return Outlook(None, None, missed, (*sentences, "没有目标年份或本期数值，无法预测"))
    if promise.is_mean:
        return Outlook(None, None, missed, (*sentences, "年均目标按规划期各年平均计，不作预测"))
    if promise.basis == "growth":
        return Outlook(None, None, missed, (*sentences, "增长率目标逐年计算，不作预测"))
    if is_met(promise, standing.value) and promise.basis != "annual":
        sentences.append("已达到目标")
    due = year_end(promise.year)
    if as_of >= due:
        return Outlook(None, None, missed, (*sentences, "目标年份已结束，不作预测"))
    seen = observed(standing, promise, as_of)
    ahead = forecast(seen, due)
    needed = needed_pace(promise, seen[-1] if seen else (as_of, standing.value))
    sentences += _in_words(ahead, needed, promise, standing)
    return Outlook(ahead, needed, missed, tuple(sentences))


def observed(standing: Standing, promise: Promise, as_of: date) -> list[Seen]:
    """Return the values that were measured, oldest first; of yearly amounts whole years only."""
    seen: list[Seen] = []
    for one in standing.years:
        if one.actual is None or (one.is_running and promise.basis == "annual"):
            continue
        seen.append((as_of if one.is_running else year_end(one.year), one.actual))
    if promise.basis == "cumulative" and promise.from_year is not None:
        start = year_end(promise.from_year - 1)
        seen = [(start, Decimal(0)), *(one for one in seen if one[0] > start)]
    return sorted(dict(seen).items())


def forecast(seen: Sequence[Seen], due: date) -> Forecast | None:
    """Return the value to be expected on ``due``; None without two values at different times."""
    if len(seen) < 2 or due <= seen[-1][0]:
        return None
    (first_on, first), (last_on, last) = seen[0], seen[-1]
    span, ahead = _years(first_on, last_on), _years(last_on, due)
    drift = (last - first) / span
    value = last + drift * ahead
    freedom = len(seen) - 2
    if freedom < 1:
        return Forecast(due, _rounded(value), _rounded(drift))
    spread = Decimal(0)
    for (before_on, before), (after_on, after) in zip(seen, seen[1:], strict=False):
        step = _years(before_on, after_on)
        spread += (after - before - drift * step) ** 2 / step
    variance = spread / freedom * (ahead + ahead**2 / span)
    t = Decimal(_T80[freedom - 1]) if freedom <= len(_T80) else _BEYOND
    width = t * variance.sqrt()
    low, high = _rounded(value - width), _rounded(value + width)
    return Forecast(due, _rounded(value), _rounded(drift), max(low, Decimal(0)), high)


def needed_pace(promise: Promise, last: Seen) -> Decimal | None:
    """Return the change a year from the last value that would keep the promise by its end."""
    if promise.year is None:
        return None
    ahead = _years(last[0], year_end(promise.year))
    if ahead <= 0:
        return None
    return _rounded((promise.value - last[1]) / ahead)


def first_missed(years: Sequence[YearValue], promise: Promise) -> YearValue | None:
    """Return the first ended year below its printed value; of an upper limit, above it."""
    for one in years:
        if one.is_running or not one.is_printed or one.actual is None or one.planned is None:
            continue
        over = one.actual > one.planned if promise.is_upper_limit else one.actual < one.planned
        if over:
            return one
    return None


def _in_words(
    ahead: Forecast | None, needed: Decimal | None, promise: Promise, standing: Standing
) -> list[str]:
    out = []
    if ahead is None:
        out.append("可用的历年数值不足两个，无法预测")
    else:
        said = f"按近年平均每年{_change(ahead.yearly, standing)}，{ahead.on.year} 年末预计 {_said(ahead.value, standing)}"
        if ahead.low is not None and ahead.high is not None:
            said += (
                f"，八成可能在 {_said(ahead.low, standing)} 至 {_said(ahead.high, standing)} 之间"
            )
        else:
            said += "；数值太少，不能给出区间"
        out.append(said)
        out.append("照此可以达到目标" if is_met(promise, ahead.value) else "照此不能达到目标")
    if needed is not None and not promise.is_upper_limit and needed > 0:
        out.append(f"要达到目标，此后平均每年需{_change(needed, standing)}")
    return out


def _change(value: Decimal, standing: Standing) -> str:
    word = "增加" if value >= 0 else "减少"
    return f"{word} {_said(abs(value), standing)}"


def _said(value: Decimal | None, standing: Standing) -> str:
    places = 0 if value is not None and abs(value) >= 100 else 2
    return words.amount(value, standing.unit, places)


def _years(before: date, after: date) -> Decimal:
    """Return the time between two days in years; between two ends of years, exactly whole."""
    if (before.month, before.day) == (after.month, after.day):
        return Decimal(after.year - before.year)
    return Decimal((after - before).days) / _YEAR


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
