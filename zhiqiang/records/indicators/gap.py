"""Which firms and rights would close the gap between a figure and a promise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.engines import metrics
from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.catalogue import read
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import opened, queries
from zhiqiang.records.indicators.figures import RowView
from zhiqiang.records.indicators.places import with_places
from zhiqiang.records.indicators.rules import rules

WORDS = {
    "coming": "按现有记录，到目标日将计入",
    "leaving": "按现有记录，到目标日将不再计入",
    "pending": "在审申请，获得授权后可计入",
    "near": "接近门槛的企业",
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One way by which a figure would change: how many rows, and the first of them."""

    kind: str
    count: int
    rows: tuple[RowView, ...]
    is_plus: bool

    @property
    def label(self) -> str:
        return WORDS[self.kind]


def levers(key: str, region: str, as_of: date, due: date, most: int = 50) -> list[Lever]:
    """Return what would change an indicator until a day, each with at most ``most`` rows."""
    indicator, known = queries.find(key), rules()
    divisions().get(region)
    question = Question(region, as_of)
    found = metrics.reserves(indicator, opened.snapshot(), question, known, due, pending_states())
    labels = {
        name: one.label for whole in known.criteria.values() for name, one in whole.criteria.items()
    }
    return [
        Lever(
            one.kind,
            len(one.rows),
            tuple(with_places(one.rows[:most], labels)),
            one.kind != "leaving",
        )
        for one in found
    ]


def balance(found: list[Lever]) -> Counter[str]:
    """Return how many rows each lever would bring or take away."""
    return Counter({one.kind: one.count if one.is_plus else -one.count for one in found})


def pending_states() -> tuple[str, ...]:
    """Return the status texts of applications that are still looked at."""
    return _pending(Path(settings.CATALOGUE) / "codes" / "right_states.yml")


@lru_cache(maxsize=2)
def _pending(path: Path) -> tuple[str, ...]:
    one = read(path)["values"]["pending"]
    return (one["zh"], *one["aliases"])
