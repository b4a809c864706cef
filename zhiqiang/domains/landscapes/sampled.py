"""What a judged sample says: a share with its interval (Wilson's, which holds for small samples)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from zhiqiang.domains.landscapes.models import HitSample


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``whole`` judged, as a share from 0 to 1 with the bounds of its interval."""

    hits: int
    whole: int
    share: float
    low: float
    high: float

    @property
    def in_words(self) -> str:
        """Say the share with its interval."""
        return f"{self.share:.1%}（{self.low:.1%}—{self.high:.1%}，{self.hits}/{self.whole}）"


def share(hits: int, whole: int, z: float) -> Share | None:
    """Return a share and its Wilson interval; None of nothing."""
    if not whole:
        return None
    p, square = hits / whole, z * z / whole
    middle = (p + square / 2) / (1 + square)
    half = z * sqrt(p * (1 - p) / whole + square / (4 * whole)) / (1 + square)
    return Share(hits, whole, p, max(0.0, middle - half), min(1.0, middle + half))


def told_by(sample: HitSample, z: float) -> Share | None:
    """Return precision or recall of a sample, by what was judged so far; None before."""
    judged = [one for one in sample.rights.all() if one.is_relevant is not None]
    relevant = [one for one in judged if one.is_relevant]
    if sample.aim == HitSample.Aim.PRECISION:
        return share(len(relevant), len(judged), z)
    return share(sum(one.was_found for one in relevant), len(relevant), z)
