"""How long nominations are made public before anything is decided; dated data of the catalogue."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.calendar import CalendarMissing, Limit, due_on
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.workdays import work_calendar


class PublicityValues(Declared):
    """The span of the publicity, while the rule holds."""

    start: date = Field(alias="from")
    publicity: Limit
    basis: Basis


class PublicityRule(Declared):
    """The dated values, oldest first."""

    key: str
    title: str
    values: tuple[PublicityValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self

    def on(self, day: date) -> PublicityValues:
        """Return the values that hold on ``day``."""
        return held_at(self.values, day)


def rule() -> PublicityRule:
    """Return the rule of this installation's catalogue."""
    return _load(Path(settings.CATALOGUE) / "parameters" / "commendation.yml")


@lru_cache(maxsize=2)
def _load(path: Path) -> PublicityRule:
    return catalogue.load(path, PublicityRule, key=path.stem)


def last_day(begun: date) -> date | None:
    """Return the last day of a publicity; None where the work calendar does not reach."""
    try:
        return due_on(work_calendar(), begun, rule().on(begun).publicity)
    except CalendarMissing:
        return None
