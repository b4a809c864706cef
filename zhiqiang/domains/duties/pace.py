"""How an item stands on a day: its lamp and the sentence that says why. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at

OK, BEHIND, FAR_BEHIND, NO_DATA = "ok", "behind", "far_behind", "no_data"
LAMPS = (OK, BEHIND, FAR_BEHIND, NO_DATA)


class PaceValues(Declared):
    """When work is late, when it is silent, and when people are reminded, while the rule holds."""

    start: date = Field(alias="from")
    behind_over: Decimal
    far_behind_over: Decimal
    silent_after: int = Field(gt=0)
    remind_at: tuple[int, ...]
    escalate_after: int = Field(ge=0)
    basis: Basis


class PaceRule(Declared):
    """The dated values, oldest first."""

    key: str
    title: str
    values: tuple[PaceValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self

    def on(self, day: date) -> PaceValues:
        """Return the values that hold on ``day``."""
        return held_at(self.values, day)


def rule() -> PaceRule:
    """Return the rule of this installation's catalogue."""
    return _load(Path(settings.CATALOGUE) / "parameters" / "work_pace.yml")


@lru_cache(maxsize=2)
def _load(path: Path) -> PaceRule:
    return catalogue.load(path, PaceRule, key=path.stem)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pace of an item is judged from; ``begun_on`` is when its list was issued."""

    state: str
    due_on: date
    begun_on: date
    told_on: date | None
    closed_on: date | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """A lamp and its reason; ``silent_days`` since the last report, None where nothing is due."""

    lamp: str
    reason: str
    silent_days: int | None = None


def pace(of: Facts, today: date, values: PaceValues) -> Pace:
    """Judge an item on a day. Late is what is open after its day, whatever its percentage says."""
    if of.state == "closed":
        late = of.closed_on is not None and of.closed_on > of.due_on
        word = f"，比时限晚 {(of.closed_on - of.due_on).days} 天" if late and of.closed_on else ""
        return Pace(OK, f"{of.closed_on} 销号{word}")
    if of.state == "cancelled":
        return Pace(NO_DATA, "不再推进")
    silent = (today - max(of.told_on or of.begun_on, of.begun_on)).days
    if today > of.due_on:
        return Pace(FAR_BEHIND, f"逾期 {(today - of.due_on).days} 天，尚未销号", silent)
    if today < of.begun_on:
        return Pace(NO_DATA, f"{of.begun_on} 起推进")
    if of.state == "returned":
        return Pace(BEHIND, "填报被退回，等待补充", silent)
    if silent > values.silent_after:
        since = f"自 {of.told_on} 起" if of.told_on else "下达以来"
        return Pace(NO_DATA, f"{since} {silent} 天没有填报", silent)
    if of.percent is None:
        told = f"最近填报 {of.told_on}" if of.told_on else "尚未填报"
        return Pace(OK, f"{told}，距时限 {(of.due_on - today).days} 天", silent)
    return _by_percent(of, today, values, silent)


def _by_percent(of: Facts, today: date, values: PaceValues, silent: int) -> Pace:
    whole = max(1, (of.due_on - of.begun_on).days)
    should = Decimal(100 * (today - of.begun_on).days) / whole
    lag = should - (of.percent or 0)
    lamp = OK
    if lag > values.behind_over:
        lamp = FAR_BEHIND if lag > values.far_behind_over else BEHIND
    behind = f"，差 {lag:.0f} 个百分点" if lag >= Decimal("0.5") else ""
    return Pace(lamp, f"按时间应完成 {should:.0f}%，填报 {of.percent}%{behind}", silent)
