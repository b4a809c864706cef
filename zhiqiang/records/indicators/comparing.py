"""An indicator beside other regions of the same level, and beside the nation."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import Field

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared
from zhiqiang.kernel.divisions import NATION
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.figures import FigureView

#: kinds whose value does not grow with the size of a region
COMPARABLE = ("ratio", "survey", "growth")


class NationalValue(Declared):
    """What was published for the nation at the end of a year, in the unit of the indicator."""

    year: int
    value: Decimal
    mark: Literal["S", "V"]


class NationalSeries(Declared):
    """Published national values by indicator."""

    title: str
    basis: tuple[Basis, ...] = Field(min_length=1)
    series: dict[str, tuple[NationalValue, ...]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A region of the same level with its figure; ``place`` counts from 1, None without a value."""

    code: str
    name: str
    figure: FigureView
    place: int | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A region among its peers. ``national`` is the newest published value up to the day."""

    region: str
    peers: tuple[Peer, ...]
    median: Decimal | None
    national: NationalValue | None
    is_comparable: bool

    @property
    def own(self) -> Peer:
        return next(one for one in self.peers if one.code == self.region)

    @property
    def sentence(self) -> str:
        """Return place, distance to the middle and to the nation in words."""
        own, known = self.own, [one for one in self.peers if one.place is not None]
        if own.place is None or own.figure.value is None:
            return "本地区没有数值，无法比较"
        said = [f"有数值的 {len(known)} 个同级地区中列第 {own.place}"]
        if self.median is not None and len(known) > 1:
            said.append(f"中位数 {_plain(self.median)}")
        if self.national is not None and self.is_comparable:
            gap = own.figure.value - self.national.value
            word = "高" if gap > 0 else "低"
            value = f"{self.national.year} 年全国 {_plain(self.national.value)}"
            said.append(f"{value}，{'与全国持平' if gap == 0 else f'{word} {_plain(abs(gap))}'}")
        return "，".join(said)


def benchmark(key: str, region: str, as_of: date) -> Benchmark:
    """Return an indicator of a region beside those of all divisions with the same parent."""
    indicator = queries.find(key)
    table = divisions()
    parent = table.parent(region)
    codes = [one.code for one in table.children(parent)] if parent or region != NATION else [region]
    codes = sorted({*codes, region})
    found = queries.figures_for([(indicator.key, code, as_of, None) for code in codes])
    down = indicator.direction == "down"
    values = sorted((one.value for one in found if one.value is not None), reverse=not down)
    peers = [
        Peer(
            code,
            table.get(code).name,
            one,
            values.index(one.value) + 1 if one.value is not None else None,
        )
        for code, one in zip(codes, found, strict=True)
    ]
    peers.sort(key=lambda one: (one.place is None, one.place or 0, one.code))
    return Benchmark(
        region,
        tuple(peers),
        statistics.median(values) if values else None,
        national(indicator.key, as_of),
        indicator.kind in COMPARABLE,
    )


def national(key: str, as_of: date) -> NationalValue | None:
    """Return the newest value that was published for the nation up to a day."""
    known = [one for one in national_series().series.get(key, ()) if one.year <= as_of.year]
    ended = [one for one in known if date(one.year, 12, 31) <= as_of]
    return max(ended, key=lambda one: one.year, default=None)


def national_series() -> NationalSeries:
    """Return the published national values of this catalogue."""
    return _series(Path(settings.CATALOGUE) / "parameters" / "national_series.yml")


@lru_cache(maxsize=2)
def _series(path: Path) -> NationalSeries:
    return catalogue.load(path, NationalSeries)


def _plain(value: Decimal) -> str:
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")
