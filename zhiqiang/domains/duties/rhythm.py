"""When bodies are asked to report: rounds of a year from the declared rhythm and the work calendar.

Nothing is kept: a round is a pure function of the rule and the notices of holidays. A year whose
notice is not at hand gives rounds without a last day, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.calendar import CalendarMissing, Limit, WorkCalendar, add_months, due_on
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at

_DAY = timedelta(days=1)


class Request(Declared):
    """Something that is asked for again and again."""

    key: str
    zh: str
    every: int = Field(ge=1, le=12)
    due: Limit

    @model_validator(mode="after")
    def _fits_a_year(self) -> Self:
        if 12 % self.every:
            raise ValueError("every 应能整除 12")
        return self


class RhythmValues(Declared):
    """The requests of a year, while the rule holds."""

    start: date = Field(alias="from")
    moves_to_working_day: bool
    requests: tuple[Request, ...] = Field(min_length=1)
    basis: Basis


class RhythmRule(Declared):
    """The dated values, oldest first."""

    key: str
    title: str
    values: tuple[RhythmValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self

    def on(self, day: date) -> RhythmValues:
        """Return the values that hold on ``day``."""
        return held_at(self.values, day)


def rule() -> RhythmRule:
    """Return the rule of this installation's catalogue."""
    return _load(Path(settings.CATALOGUE) / "parameters" / "work_rhythm.yml")


@lru_cache(maxsize=2)
def _load(path: Path) -> RhythmRule:
    return catalogue.load(path, RhythmRule, key=path.stem)


@dataclass(frozen=True, slots=True)
class Round:
    """One request for one span: ``due_on`` is None where the calendar does not reach, ``remark`` why."""

    key: str
    zh: str
    label: str
    since: date
    until: date
    due_on: date | None
    remark: str = ""


def rounds(year: int, of: RhythmValues, calendar: WorkCalendar) -> list[Round]:
    """Return the rounds of a year in the order of their ends."""
    found = [
        _round(year, nth, request, calendar)
        for request in of.requests
        for nth in range(1, 12 // request.every + 1)
    ]
    return sorted(found, key=lambda one: (one.until, one.key))


def _round(year: int, nth: int, of: Request, calendar: WorkCalendar) -> Round:
    since = date(year, (nth - 1) * of.every + 1, 1)
    until = add_months(since, of.every) - _DAY
    label = {
        1: f"{year} 年 {nth} 月", 3: f"{year} 年第 {nth} 季度",
        6: f"{year} 年{'上' if nth == 1 else '下'}半年", 12: f"{year} 年",
    }.get(of.every, f"{since} 至 {until}")  # fmt: skip
    try:
        return Round(of.key, of.zh, label, since, until, due_on(calendar, until, of.due))
    except CalendarMissing as error:
        return Round(of.key, of.zh, label, since, until, None, str(error))


def last_day(due: date, calendar: WorkCalendar, moves: bool) -> tuple[date, str]:
    """Return the day on which a time limit really ends, and why it is another one.

    A limit that ends on a day off moves to the next working day, where that is declared. Where the
    year's notice is missing the day stays as it is, and the remark says so.
    """
    if not moves:
        return due, ""
    try:
        moved = calendar.working_from(due)
    except CalendarMissing as error:
        return due, f"{error.year} 年放假安排尚未录入，时限按 {due} 计，未作顺延。"
    return moved, "" if moved == due else f"{due} 为休息日，时限顺延至 {moved}。"
