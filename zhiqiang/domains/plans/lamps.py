"""Lamps: how far a target is behind its pace, by the dated rule in the catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared
from zhiqiang.kernel.errors import BadCatalogue


class Lamp(StrEnum):
    """What a lamp says. ``NO_DATA`` is never green: a missing value is not a good one."""

    OK = "ok"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NO_DATA = "no_data"

    @property
    def word(self) -> str:
        return {"ok": "正常", "behind": "滞后", "far_behind": "严重滞后", "no_data": "无数据"}[self]


class Thresholds(Declared):
    """Percentage points behind the pace from which a lamp changes, while the rule holds.

    ``missed_at_due`` is the lamp that a target gets at least when its year has ended short of it.
    """

    from_on: date
    until_on: date | None = None
    behind_over: Decimal
    far_behind_over: Decimal
    missed_at_due: Literal["ok", "behind", "far_behind"]
    basis: Basis

    def lamp(self, lag: Decimal, is_missed: bool = False) -> Lamp:
        """Return the lamp of ``lag`` percentage points behind the pace."""
        if lag > self.far_behind_over:
            return Lamp.FAR_BEHIND
        if lag > self.behind_over:
            return Lamp.BEHIND
        return Lamp(self.missed_at_due) if is_missed else Lamp.OK


class LampRule(Declared):
    """The dated thresholds, oldest first."""

    key: str
    title: str
    values: list[Thresholds]

    def on(self, day: date) -> Thresholds:
        """Return the thresholds that hold on ``day``; before the first ones, the first ones."""
        held = [
            v for v in self.values if v.from_on <= day and not (v.until_on and v.until_on < day)
        ]
        return held[-1] if held else self.values[0]


def rule() -> LampRule:
    """Return the rule of this installation's catalogue."""
    path = Path(settings.CATALOGUE) / "parameters" / "lamps.yml"
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _load(path: Path, changed_at: int) -> LampRule:
    loaded = catalogue.load(path, LampRule, key=path.stem)
    if not loaded.values:
        raise BadCatalogue(f"目录文件 {path} 没有任何分档，请至少写一组带起始日期的分档。")
    return loaded
