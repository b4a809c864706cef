"""Which figures a target needs, and all of them fetched at once.

How a target is measured follows from its own basis and from that of its indicator; where the two
differ, the reading that was taken is said in ``note`` rather than passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans import pace, units
from zhiqiang.domains.plans.models import Target
from zhiqiang.engines.metrics import a_year_before
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.queries import FigureView

_ADDED = ("新增", "增设", "新建", "新设", "新认定", "新培育")
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Request:
    """One figure: an indicator as of a day; a running total counts from ``since`` on."""

    key: str
    as_of: date
    since: date | None = None


Figures = Mapping[Request, FigureView]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value put together from figures: all of ``plus``, less or in growth over ``less``.

    What comes of it is the sum of ``years`` years, of which the value is the mean.
    """

    plus: tuple[Request, ...]
    less: Request | None = None
    is_growth: bool = False
    years: int = 1

    @property
    def now(self) -> Request:
        """Return the figure that is shown for the value: the newest one."""
        return self.plus[-1]

    def requests(self) -> tuple[Request, ...]:
        return self.plus if self.less is None else (*self.plus, self.less)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one target needs: its value, the value before the period, and one value a year.

    ``averaged`` are the years that the value is the mean of; empty where it is no mean.
    """

    on: date
    value: Reading
    base: Reading | None
    years: tuple[tuple[int, date, Reading], ...]
    since: date | None = None
    note: str = ""
    averaged: tuple[int, ...] = ()

    def requests(self) -> Iterable[Request]:
        """Return every request once or more."""
        readings = [self.value, *(reading for _, _, reading in self.years)]
        if self.base is not None:
            readings.append(self.base)
        for reading in readings:
            yield from reading.requests()


@dataclass(frozen=True, slots=True)
class _Way:
    """How a target of ``basis`` is read off an indicator of ``own`` basis.

    ``basis`` is that of the target, ``added`` for the net increase of a stock over the period.
    """

    key: str
    own: str
    basis: str
    from_year: int | None
    note: str = ""
    base_year: int | None = None

    def at(self, on: date) -> Reading:
        """Return the value as of ``on``."""
        match self.basis:
            case "growth" if self.own != "growth":
                base = (
                    a_year_before(on) if self.base_year is None else pace.year_end(self.base_year)
                )
                before = self._of_year(base)
                return Reading((self._of_year(on),), before, is_growth=True)
            case "annual" if self.own == "stock":
                return Reading(
                    (Request(self.key, on),), Request(self.key, pace.year_end(on.year - 1))
                )
            case "annual":
                return Reading((self._of_year(on),))
            case "cumulative" if self.own == "annual":
                first = min(self.from_year or on.year, on.year)
                ends = [pace.year_end(year) for year in range(first, on.year)]
                return Reading(tuple(Request(self.key, end) for end in [*ends, on]))
            case "added":
                before = pace.year_end((self.from_year or on.year) - 1)
                return Reading((Request(self.key, on),), Request(self.key, before))
            case _:
                return Reading((Request(self.key, on, self._start(on)),))

    def mean(self, years: Sequence[int]) -> Reading:
        """Return the mean of whole ``years`` that follow one another."""
        first, last = pace.year_end(years[0]), pace.year_end(years[-1])
        match self.own:
            case "stock":
                before = Request(self.key, a_year_before(first))
                return Reading((Request(self.key, last),), before, years=len(years))
            case "cumulative":
                since = date(years[0], 1, 1)
                return Reading((Request(self.key, last, since),), years=len(years))
            case _:
                ends = tuple(Request(self.key, pace.year_end(year)) for year in years)
                return Reading(ends, years=len(years))

    def _of_year(self, on: date) -> Request:
        since = date(on.year, 1, 1) if self.own == "cumulative" else None
        return Request(self.key, on, since)

    def _start(self, on: date) -> date | None:
        if self.basis == "mean_growth":
            return None if self.from_year is None else date(self.from_year, 1, 1)
        return date(self.from_year or on.year, 1, 1) if self.own == "cumulative" else None


def measurement(target: Target, promise: pace.Promise, indicator: Any, as_of: date) -> Measurement:
    """Return the figures that ``target`` needs to be judged ``as_of``."""
    day = as_of if promise.year is None else min(as_of, pace.year_end(promise.year))
    way = _way(target, promise, indicator)
    averaged = _averaged(promise, way, day)
    on = _judged_on(way, averaged, day)
    if promise.is_mean and way.basis == "annual" and not averaged:
        way = replace(way, note=_joined(way.note, "规划期内尚无完整年度，按本年截至统计日的数值计"))
    return Measurement(
        on,
        way.mean(averaged) if averaged else way.at(on),
        _base(promise, way),
        tuple(_years(promise, way, day if averaged else on)),
        _since(promise, way, averaged, on),
        way.note,
        averaged,
    )


def _averaged(promise: pace.Promise, way: _Way, day: date) -> tuple[int, ...]:
    """Return the whole years of the period so far, where the promise is a mean of yearly amounts."""
    if not promise.is_mean or way.basis != "annual":
        return ()
    last = _last_whole_year(day)
    return tuple(range(last if promise.from_year is None else promise.from_year, last + 1))


def _last_whole_year(day: date) -> int:
    return day.year if day == pace.year_end(day.year) else day.year - 1


def _judged_on(way: _Way, averaged: Sequence[int], day: date) -> date:
    """Return the day that the value stands for: of means and against a base year, a whole year's."""
    if averaged:
        return pace.year_end(averaged[-1])
    if way.basis == "growth" and way.base_year is not None and way.own != "stock":
        return pace.year_end(_last_whole_year(day))
    return day


def _base(promise: pace.Promise, way: _Way) -> Reading | None:
    if promise.from_year is None or way.own == "cumulative" or promise.is_mean:
        return None
    if way.basis not in ("stock", "annual"):
        return None
    return way.at(pace.year_end(promise.from_year - 1))


def _years(promise: pace.Promise, way: _Way, on: date) -> Iterable[tuple[int, date, Reading]]:
    first = promise.from_year if promise.from_year is not None else on.year
    first = max(first - (way.basis in ("stock", "growth")), on.year - _LONGEST + 1)
    for year in range(first, on.year + 1):
        day = min(pace.year_end(year), on)
        yield year, day, way.at(day)


def _since(promise: pace.Promise, way: _Way, averaged: Sequence[int], on: date) -> date | None:
    if averaged:
        return date(averaged[0], 1, 1)
    if way.basis == "annual":
        return date(on.year, 1, 1)
    if way.basis == "mean_growth":
        return None if way.from_year is None else pace.year_end(way.from_year - 1)
    if way.basis in ("cumulative", "added"):
        first = promise.from_year if promise.from_year is not None else on.year
        return date(max(first, on.year - _LONGEST + 1), 1, 1)
    return None


def _joined(*notes: str) -> str:
    return "；".join(note for note in notes if note)


def _way(target: Target, promise: pace.Promise, indicator: Any) -> _Way:
    own, basis, note = str(indicator.basis_name), promise.basis, ""
    first = promise.from_year
    match basis, own:
        case _, "growth" if indicator.is_mean:
            basis = "mean_growth"
            first = first if promise.base_year is None else promise.base_year + 1
        case "stock", "annual":
            basis, note = "annual", "规划按存量表述，指标为当期量，按当年发生量计"
        case "stock", "cumulative":
            basis, note = "cumulative", "规划按存量表述，指标为累计量，按规划期内累计计"
        case "annual", "stock":
            note = "规划按年度值表述，指标为存量，按当年净增计"
        case "cumulative", "stock" if target.indicator_name.startswith(_ADDED):
            basis, note = "added", "指标为存量，按规划期内净增计"
        case "cumulative", "stock":
            basis, note = "stock", "规划按累计表述，指标为存量，按截至日的存量计"
        case "cumulative", "annual":
            note = "按规划期内各年当期量相加计"
        case (("stock" | "annual" | "cumulative"), "growth"):
            basis, note = "stock", "指标为增长率，按截至日的增长率计"
    return _Way(target.indicator_key, own, basis, first, note, promise.base_year)


def fetch(requests: Iterable[Request], region_code: str) -> dict[Request, FigureView]:
    """Return the figure of every request, each computed once."""
    wanted = list(dict.fromkeys(requests))
    asked = [(one.key, region_code, one.as_of, one.since) for one in wanted]
    return dict(zip(wanted, indicators.figures_for(asked), strict=True))


def read(figures: Figures, reading: Reading, unit: str) -> Decimal | None:
    """Return a value in ``unit``; None where a figure has none or the units are not alike."""
    values = [figures[request].value for request in reading.plus]
    if any(value is None for value in values):
        return None
    total = sum((value for value in values if value is not None), Decimal(0))
    if reading.less is not None:
        before = figures[reading.less].value
        if before is None or (reading.is_growth and before == 0):
            return None
        if reading.is_growth:
            return (total - before) / before * pace.HUNDRED
        total -= before
    factor = units.factor(own_unit(figures[reading.now]), unit)
    return None if factor is None else total * factor / reading.years


def own_unit(figure: FigureView) -> str:
    """Return the unit that a figure means: a share of ten thousand people is 件/万人."""
    return units.of_target(figure.name, figure.unit)
