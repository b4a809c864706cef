"""Working days and time limits, counted over a calendar that is data and never guessed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, load
from zhiqiang.kernel.errors import BadCatalogue, ZhiqiangError
from zhiqiang.kernel.finding import Finding, Severity

_DAY = timedelta(days=1)
_FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# The notice for a year may change days of the last week before it: that of 2019 made
# 29 December 2018, a Saturday, a working day, and 31 December a day off.
_NEXT_NOTICE_FROM = (12, 25)


class CalendarMissing(ZhiqiangError):
    """A day was asked for whose year has no notice of holidays; ``year`` is the missing one."""

    def __init__(self, day: date, year: int) -> None:
        self.year = year
        told = "" if day.year == year else f"（元旦调休可能涉及 {day} 前后）"
        super().__init__(
            f"{year} 年的放假调休安排尚未录入{told}，{day} 是否工作日无法确定，期限未推算。"
            f"请在节假日目录中增加 {year}.yml（以国务院办公厅当年通知为准）后重新计算。"
        )

    def finding(self) -> Finding:
        """Return the same as a remark, for a list of what is the matter."""
        return Finding(Severity.ERROR, "calendar_year_missing", str(self))


class DaysOff(Declared):
    """Days off of one festival, both ends included."""

    name: str
    start: date = Field(alias="from")
    until: date | None = None

    def days(self) -> Iterator[date]:
        """Yield each day off."""
        day = self.start
        while day <= (self.until or self.start):
            yield day
            day += _DAY


class HolidayNotice(Declared):
    """What the State Council's notice says of one year: days off and weekend days that are worked."""

    key: str = Field(pattern=r"^\d{4}$")
    title: str
    days_off: tuple[DaysOff, ...]
    workdays: tuple[date, ...]
    basis: tuple[Basis, ...] = Field(min_length=1)

    @property
    def year(self) -> int:
        """Return the year that the notice is for."""
        return int(self.key)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        off = [day for one in self.days_off for day in one.days()]
        if any(one.until and one.until < one.start for one in self.days_off):
            raise ValueError("放假的止日不应早于起日")
        if len(set(off)) != len(off) or set(off) & set(self.workdays):
            raise ValueError("同一天不应写两次，也不应既放假又上班")
        first = date(self.year - 1, *_NEXT_NOTICE_FROM)
        if any(not first <= day <= date(self.year, 12, 31) for day in (*off, *self.workdays)):
            raise ValueError(f"{self.year} 年的安排只应写 {first} 至 {self.year}-12-31 的日子")
        if any(day.weekday() < 5 for day in self.workdays):
            raise ValueError("workdays 只写调休上班的周六、周日")
        missing = [f for f in _FESTIVALS if not any(f in one.name for one in self.days_off)]
        if missing:
            raise ValueError(f"缺少 {'、'.join(missing)}")
        return self


class WorkCalendar:
    """Which days are worked, in the years whose notices are at hand."""

    def __init__(self, notices: Iterable[HolidayNotice]) -> None:
        by_year = {one.year: one for one in notices}
        self.years = frozenset(by_year)
        self._off = {day for one in by_year.values() for off in one.days_off for day in off.days()}
        self._worked = {day for one in by_year.values() for day in one.workdays}

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked; raise ``CalendarMissing`` where that is not known."""
        if day.year not in self.years:
            raise CalendarMissing(day, day.year)
        if (day.month, day.day) >= _NEXT_NOTICE_FROM and day.year + 1 not in self.years:
            raise CalendarMissing(day, day.year + 1)
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def working_from(self, day: date) -> date:
        """Return the day itself when it is worked, else the next that is."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_days(self, after: date, until: date) -> int:
        """Count the working days later than ``after``, up to and including ``until``."""
        days = ((until - after).days if until > after else 0) + 1
        return sum(self.is_working(after + _DAY * i) for i in range(1, days))


def load_calendar(*folders: Path) -> WorkCalendar:
    """Return the calendar of all notices in the folders; a later folder's year wins."""
    notices = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.yml")):
            notices[path.stem] = load(path, HolidayNotice, key=path.stem)
    if not notices:
        raise BadCatalogue(f"没有节假日安排：{'、'.join(map(str, folders))}")
    return WorkCalendar(notices.values())


class Unit(StrEnum):
    """What a time limit is counted in."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    @property
    def zh(self) -> str:
        """Return the unit as it stands after a number."""
        return {"working_day": "个工作日", "day": "日", "month": "个月", "year": "年"}[self]


class Limit(Declared):
    """A time limit: so many of a unit.

    ``moves``: a last day that is not worked moves to the next one that is (民法典 第二百零三条).
    Limits that the law lets end on any day, such as the term of a patent, say ``moves: false``.
    """

    number: int = Field(ge=1)
    unit: Unit
    moves: bool = True

    def __str__(self) -> str:
        return f"{self.number}{self.unit.zh}"


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which a limit does not run: from its first day, up to the day it runs again."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.start:
            raise ValueError(f"a pause ends on or after its start, got {self.start}..{self.until}")

    def covers(self, day: date) -> bool:
        """Say whether the limit stands still on a day; the day of resumption counts again."""
        return self.start <= day and (self.until is None or day < self.until)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day so many months on, else the month's last (民法典 第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(
    calendar: WorkCalendar, start: date, limit: Limit, pauses: Sequence[Pause] = ()
) -> date | None:
    """Return the last day of a limit, or ``None`` while a pause holds it open.

    The day on which it begins is not counted (民法典 第二百零一条). Paused days are not counted; for
    months and years they are added as so many days. Raises ``CalendarMissing``, never guesses.
    """
    if limit.unit is Unit.WORKING_DAY:
        return _walk(start, limit.number, pauses, calendar.is_working)
    months = {Unit.MONTH: 1, Unit.YEAR: 12}.get(limit.unit, 0) * limit.number
    days = (add_months(start, months) - start).days if months else limit.number
    last = _walk(start, days, pauses)
    if last is None or not limit.moves or calendar.is_working(last):
        return last
    return _walk(last, 1, pauses, calendar.is_working)


def _walk(
    start: date,
    count: int,
    pauses: Sequence[Pause],
    counts: Callable[[date], bool] = lambda day: True,
) -> date | None:
    """Return the day on which the count is full; ``None`` where an open pause comes before."""
    day = start
    while count:
        day += _DAY
        held = next((pause for pause in pauses if pause.covers(day)), None)
        if held is None:
            count -= counts(day)
        elif held.until is None:
            return None
    return day
