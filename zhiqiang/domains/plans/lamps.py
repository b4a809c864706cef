"""Lamps: how far a target is behind its pace, by the dated rule in the catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at


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

    start: date = Field(alias="from")
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
    values: tuple[Thresholds, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self

    def on(self, day: date) -> Thresholds:
        """Return the thresholds that hold on ``day``; before the first ones, the first ones."""
        return held_at(self.values, day)


def rule() -> LampRule:
    """Return the rule of this installation's catalogue."""
    path = Path(settings.CATALOGUE) / "parameters" / "lamps.yml"
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _load(path: Path, changed_at: int) -> LampRule:
    return catalogue.load(path, LampRule, key=path.stem)
