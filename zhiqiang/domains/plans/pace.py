"""The arithmetic of a promise: what should stand there on a day, and how much of it does.

Pure functions over decimals; all values of one call are in one unit. A planned value lies on the
line through the value before the period began, the yearly steps that the plan prints, and the
value that it promises. Example: 100 before 2022, 200 promised for the end of 2025; on the last day
of 2023 half of the time has gone, so 150 should stand there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
Point = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised. ``steps`` are (year, value), each before ``year``, oldest first.

    For a running total the steps are running totals too. ``from_year`` is the first year of the
    period; None where the plan does not say. ``is_mean``: on average of the years of the period.
    ``base_year``: a growth since the end of that year, not over the year before.
    """

    basis: str
    operator: str
    value: Decimal
    year: int | None
    from_year: int | None
    value_to: Decimal | None = None
    is_every_year: bool = False
    is_mean: bool = False
    base_year: int | None = None
    steps: tuple[Point, ...] = ()

    @property
    def is_upper_limit(self) -> bool:
        return self.operator in ("<=", "<")


def year_end(year: int) -> date:
    """Return the last day of ``year``."""
    return date(year, 12, 31)


def share_of_year(on: date) -> Decimal:
    """Return how much of its year has gone by the end of ``on``; the last day gives 1."""
    length = (year_end(on.year) - date(on.year - 1, 12, 31)).days
    return Decimal((on - date(on.year - 1, 12, 31)).days) / length


def planned(promise: Promise, on: date, base: Decimal | None) -> Decimal | None:
    """Return what should stand there on ``on``; None where the plan gives no time to reckon with.

    ``base`` is the value before the period began: of a stock on its last day, of a yearly amount
    in its last year. A running total begins at nothing, and so does a stock without a base.
    """
    if promise.basis == "growth":
        return _planned_growth(promise, on)
    if promise.basis == "annual":
        return _planned_of_year(promise, on.year, base) * share_of_year(on)
    if promise.year is None or promise.from_year is None:
        return None
    start = (base or ZERO) if promise.basis == "stock" else ZERO
    if not promise.is_upper_limit:
        # Who was past the target before the period began has nothing to give back.
        start = min(start, promise.value)
    points = [(promise.from_year - 1, start), *promise.steps, (promise.year, promise.value)]
    return _between([(year_end(year).toordinal(), value) for year, value in points], on.toordinal())


def _planned_growth(promise: Promise, on: date) -> Decimal:
    """Return the promise in full, or of a growth since a base year what the time gone makes of it."""
    since, until = promise.base_year, promise.year
    if promise.is_mean or since is None or until is None or since >= until:
        return promise.value
    ends = [(year_end(since).toordinal(), ZERO), (year_end(until).toordinal(), promise.value)]
    return _between(ends, on.toordinal())


def _planned_of_year(promise: Promise, year: int, base: Decimal | None) -> Decimal:
    if promise.is_every_year or promise.is_mean or promise.year is None:
        return promise.value
    points = [*promise.steps, (promise.year, promise.value)]
    if base is not None and promise.from_year is not None and promise.from_year <= points[0][0]:
        points.insert(0, (promise.from_year - 1, min(base, promise.value)))
    return _between(points, year)


def _between(points: Sequence[Point], at: int) -> Decimal:
    """Return the value at ``at`` on the line through ``points``, level before and after them."""
    index = bisect_right([x for x, _ in points], at)
    if index == 0:
        return points[0][1]
    if index == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[index - 1], points[index]
    return y0 + (y1 - y0) * (at - x0) / (x1 - x0)


def completion(promise: Promise, value: Decimal) -> Decimal:
    """Return how much of the promise ``value`` is; of an upper limit, the inverse."""
    if promise.is_upper_limit:
        return ONE if value <= promise.value else promise.value / value
    if promise.value == 0:
        return ONE if value >= 0 else ZERO
    # What has shrunk instead of growing is nothing of the promise, not less than nothing.
    return max(value / promise.value, ZERO) if promise.basis == "growth" else value / promise.value


def gain(promise: Promise, value: Decimal, base: Decimal | None) -> Decimal | None:
    """Return which part of the way from ``base`` has been gone; None where there is no way."""
    if base is None or promise.basis != "stock" or promise.value == base:
        return None
    if (base > promise.value) != promise.is_upper_limit:
        return None
    return (value - base) / (promise.value - base)


def is_met(promise: Promise, value: Decimal) -> bool:
    """Say whether ``value`` keeps the promise as its words compare."""
    match promise.operator:
        case ">":
            return value > promise.value
        case "<":
            return value < promise.value
        case "<=":
            return value <= promise.value
        case _:
            return value >= promise.value


def percent(share: Decimal, *, down: bool = False) -> Decimal:
    """Return ``share`` in percent with one decimal; ``down`` so that 99.97 % is not called 100."""
    return (share * HUNDRED).quantize(Decimal("0.1"), ROUND_FLOOR if down else ROUND_HALF_UP)


def usable_steps(
    promise: Promise, steps: Sequence[Point], steps_basis: str
) -> tuple[tuple[Point, ...], str]:
    """Return the printed steps on the basis of ``promise``, or none and what stands in the way.

    Steps of single years under a running total are summed up; their sum has to be the promise,
    else the plan contradicts itself and neither side is picked.
    """
    if not steps or promise.basis == "growth":
        return (), ""
    own = promise.basis == steps_basis or {promise.basis, steps_basis} == {"stock", "cumulative"}
    if not own and steps_basis == "annual":
        totals, running = [], ZERO
        for year, value in steps:
            running += value
            totals.append((year, running))
        if running != promise.value:
            return (), "contradicts"
        steps, own = totals, True
    if not own:
        return (), "differs"
    last = promise.year if promise.year is not None else steps[-1][0] + 1
    return tuple((year, value) for year, value in steps if year < last), ""
