"""What the generator draws from: the invented city, its words, and real distributions."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from zhiqiang.kernel import catalogue

HERE = Path(__file__).parent
LAST_DAY = date(2025, 12, 31)
_QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)

T = TypeVar("T")


@lru_cache(maxsize=4)
def material(name: str) -> dict[str, Any]:
    """Return the values of ``city``, ``vocabulary`` or ``distributions``."""
    values: dict[str, Any] = catalogue.read(HERE / f"{name}.yml")
    return values


def by_quantiles(rng: Random, quantiles: list[int]) -> int:
    """Draw a whole number from the given p05…p95, straight between them and cut at the ends."""
    at = min(max(rng.random(), _QUANTILES[0]), _QUANTILES[-1])
    place = min(bisect_right(_QUANTILES, at), len(_QUANTILES) - 1)
    low, high = _QUANTILES[place - 1], _QUANTILES[place]
    start, end = quantiles[place - 1], quantiles[place]
    return round(start + (end - start) * (at - low) / (high - low))


class Weighted:
    """A bag of things drawn by weight; drawing costs one bisection."""

    def __init__(self, weights: dict[T, float]) -> None:
        self.things = list(weights)
        self.totals = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> Any:
        """Return one thing."""
        return self.things[bisect_right(self.totals, rng.random() * self.totals[-1])]


def day_in(rng: Random, year: int) -> date:
    """Return a working day of ``year``, not after the last day of the records."""
    day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    while day.weekday() > 4:
        day -= timedelta(days=1) if day.day > 3 else timedelta(days=-2)
    return min(day, LAST_DAY)


def years_after(day: date, years: int) -> date:
    """Return the same day ``years`` later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def scaled(count: int, scale: float, least: int = 1) -> int:
    """Return ``count`` at the size of the example that is asked for."""
    return max(least, round(count * scale))
