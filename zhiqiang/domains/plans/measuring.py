"""Which figures a target needs, and all of them fetched at once.

How a target is measured follows from its own basis and from that of its indicator; where the two
differ, the reading that was taken is said in ``note`` rather than passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    """A value put together from figures: all of ``plus``, less or in growth over ``less``."""

    plus: tuple[Request, ...]
    less: Request | None = None
    is_growth: bool = False

    @property
    def now(self) -> Request:
        """Return the figure that is shown for the value: the newest one."""
        return self.plus[-1]

    def requests(self) -> tuple[Request, ...]:
        return self.plus if self.less is None else (*self.plus, self.less)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one target needs: its value, the value before the period, and one value a year."""

    on: date
    value: Reading
    base: Reading | None
    years: tuple[tuple[int, date, Reading], ...]
    since: date | None = None
    note: str = ""

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

    def at(self, on: date) -> Reading:
        """Return the value as of ``on``."""
        match self.basis:
            case "growth" if self.own != "growth":
                before = self._of_year(a_year_before(on))
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

    def _of_year(self, on: date) -> Request:
        since = date(on.year, 1, 1) if self.own == "cumulative" else None
        return Request(self.key, on, since)

    def _start(self, on: date) -> date | None:
        return date(self.from_year or on.year, 1, 1) if self.own == "cumulative" else None


def measurement(target: Target, promise: pace.Promise, indicator: Any, as_of: date) -> Measurement:
    """Return the figures that ``target`` needs to be judged ``as_of``."""
    on = as_of if promise.year is None else min(as_of, pace.year_end(promise.year))
    way = _way(target, promise, str(indicator.basis_name))
    base = None
    if (
        promise.from_year is not None
        and way.basis in ("stock", "annual")
        and way.own != "cumulative"
    ):
        base = way.at(pace.year_end(promise.from_year - 1))
    first = promise.from_year if promise.from_year is not None else on.year
    first = max(first - (way.basis in ("stock", "growth")), on.year - _LONGEST + 1)
    years = []
    for year in range(first, on.year + 1):
        day = min(pace.year_end(year), on)
        years.append((year, day, way.at(day)))
    since = date(first, 1, 1) if way.basis in ("cumulative", "added") else None
    if way.basis == "annual":
        since = date(on.year, 1, 1)
    return Measurement(on, way.at(on), base, tuple(years), since, way.note)


def _way(target: Target, promise: pace.Promise, own: str) -> _Way:
    basis, note = promise.basis, ""
    match basis, own:
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
    return _Way(target.indicator_key, own, basis, promise.from_year, note)


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
    return None if factor is None else total * factor


def own_unit(figure: FigureView) -> str:
    """Return the unit that a figure means: a share of ten thousand people is 件/万人."""
    return units.of_target(figure.name, figure.unit)
