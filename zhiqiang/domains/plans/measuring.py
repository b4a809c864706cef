"""Which figures a target needs, and all of them fetched at once.

How a target is measured follows from its own basis and from the kind of its indicator; where the
two do not fit, the reading that was taken is said in ``note`` rather than passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhiqiang.domains.plans import pace, units
from zhiqiang.domains.plans.models import Target
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.queries import FigureView

_AMOUNTS = frozenset({"flow", "cumulative", "sum"})
_ADDED = ("新增", "增设", "新建", "新设", "新认定", "新培育")


@dataclass(frozen=True, slots=True, order=True)
class Request:
    """One figure: an indicator as of a day; amounts are counted from ``since`` on."""

    key: str
    as_of: date
    since: date | None = None


Figures = Mapping[Request, FigureView]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures that one target needs.

    ``less`` is taken off (net increase) or divided by (growth); ``base`` is the value before the
    period; ``years`` are (year, figure, what is taken off or divided by).
    """

    on: date
    now: Request
    less: Request | None = None
    base: Request | None = None
    years: tuple[tuple[int, Request, Request | None], ...] = ()
    note: str = ""
    is_growth: bool = False

    def requests(self) -> Iterable[Request]:
        """Return every request once or more."""
        yield self.now
        yield from (one for one in (self.less, self.base) if one is not None)
        for _, request, less in self.years:
            yield request
            if less is not None:
                yield less


@dataclass(frozen=True, slots=True)
class _Way:
    """How one target is read off its indicator."""

    key: str
    is_amount: bool
    basis: str
    start: date | None
    note: str = field(default="")

    def at(self, on: date) -> tuple[Request, Request | None]:
        """Return the figure for ``on`` and what is taken off or divided by."""
        of_year = date(on.year, 1, 1)
        if self.basis == "growth":
            before = date(on.year - 1, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
            now_since, then_since = (
                (of_year, date(on.year - 1, 1, 1)) if self.is_amount else (None, None)
            )
            return Request(self.key, on, now_since), Request(self.key, before, then_since)
        if self.basis == "annual":
            if self.is_amount:
                return Request(self.key, on, of_year), None
            return Request(self.key, on), Request(self.key, pace.year_end(on.year - 1))
        if self.basis == "cumulative" and self.is_amount:
            return Request(self.key, on, self.start or of_year), None
        if self.basis == "added":
            before = (
                pace.year_end(self.start.year - 1) if self.start else pace.year_end(on.year - 1)
            )
            return Request(self.key, on), Request(self.key, before)
        return Request(self.key, on, of_year if self.is_amount else None), None


def measurement(target: Target, promise: pace.Promise, kind: str, as_of: date) -> Measurement:
    """Return the figures that ``target`` needs to be judged ``as_of``; ``kind`` is its indicator's."""
    last = promise.year
    on = min(as_of, pace.year_end(last)) if last is not None else as_of
    start = date(promise.from_year, 1, 1) if promise.from_year is not None else None
    way = _way(target, promise, kind, start)
    now, less = way.at(on)
    base = None
    if promise.from_year is not None and way.basis in ("stock", "annual"):
        base_on = pace.year_end(promise.from_year - 1)
        since = date(base_on.year, 1, 1) if way.is_amount else None
        base = Request(way.key, base_on, since) if less is None else None
    first = promise.from_year if promise.from_year is not None else on.year
    first = max(first - (1 if way.basis in ("stock", "growth") else 0), on.year - 9)
    years = tuple(
        (year, *way.at(min(pace.year_end(year), on))) for year in range(first, on.year + 1)
    )
    return Measurement(
        on, now, less, base, years, way.note, is_growth=way.basis == "growth" and less is not None
    )


def _way(target: Target, promise: pace.Promise, kind: str, start: date | None) -> _Way:
    key, is_amount = target.indicator_key, kind in _AMOUNTS
    basis, note = promise.basis, ""
    if kind == "growth":
        return _Way(key, False, "stock", start)
    if basis == "stock" and is_amount:
        basis, note = "annual", "规划按存量表述，指标为当期量，按当年发生量计"
    elif basis == "annual" and not is_amount:
        note = "规划按年度值表述，指标为存量，按当年净增计"
    elif basis == "cumulative" and not is_amount:
        if target.indicator_name.startswith(_ADDED) or target.quote.startswith(_ADDED):
            basis, note = "added", "按规划期内净增计"
        else:
            basis, note = "stock", "规划按累计表述，指标为存量，按截至日的存量计"
    return _Way(key, is_amount, basis, start, note)


def fetch(requests: Iterable[Request], region_code: str) -> dict[Request, FigureView]:
    """Return the figure of every request, each computed once."""
    wanted = sorted(set(requests), key=lambda one: (one.key, one.as_of, one.since or date.min))
    asked = [(one.key, region_code, one.as_of, one.since) for one in wanted]
    return dict(zip(wanted, indicators.figures_for(asked), strict=True))


def read(
    figures: Figures, now: Request, less: Request | None, unit: str, is_growth: bool
) -> Decimal | None:
    """Return a value in ``unit``; None where a figure has none or the units are not alike."""
    value = figures[now].value
    if value is None:
        return None
    if less is not None:
        before = figures[less].value
        if before is None or (is_growth and before == 0):
            return None
        if is_growth:
            return (value - before) / before * pace.HUNDRED
        value -= before
    factor = units.factor(figures[now].unit, unit)
    return None if factor is None else value * factor
