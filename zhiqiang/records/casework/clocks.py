"""Start, stop, pause and read the clocks of a case; nothing is guessed where a year is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.timezone import localdate

from zhiqiang.kernel.calendar import CalendarMissing, Limit, Pause, WorkCalendar, due_on
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.casework.items import ClockDeclared, ClockVersion, ServiceItem
from zhiqiang.records.casework.models import Case, Clock

Standing = Literal["stopped", "paused", "unknown", "over", "near", "running"]
STANDINGS: dict[Standing, str] = {
    "stopped": "已停止",
    "paused": "已中止",
    "unknown": "无法推算",
    "over": "已超期",
    "near": "临期",
    "running": "正常",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands on a day; ``left`` counts working days to the nearest last day."""

    clock: Clock
    standing: Standing
    due_on: date | None
    left: int | None = None

    @property
    def zh(self) -> str:
        """Return the standing in words."""
        return STANDINGS[self.standing]


def after(case: Case, item: ServiceItem, verb: str, on: date) -> None:
    """Stop the clocks that an act stops and start those that it starts; then read them all."""
    for declared in item.clocks:
        running = case.clocks.filter(key=declared.key, stopped_on=None)
        if verb in declared.stops:
            running.update(stopped_on=on)
        limits = limits_of(declared, case, on)
        if verb in declared.starts and limits is not None and not running.exists():
            clock = Clock(
                case=case,
                key=declared.key,
                zh=declared.zh,
                started_on=on,
                legal=limits.legal.model_dump(mode="json") if limits.legal else None,
                promised=limits.promised.model_dump(mode="json") if limits.promised else None,
                near=declared.near,
            )
            _compute(clock, work_calendar())
            clock.save()
    case.due_on = nearest(case)


def limits_of(declared: ClockDeclared, case: Case, started_on: date) -> ClockVersion | None:
    """Return the limits of a clock of a case that starts, or started, on a day."""
    if declared.by_receipt and case.submitted_at:
        started_on = localdate(case.submitted_at)
    return declared.version_on(started_on)


def stop_all(case: Case, on: date) -> None:
    """Stop every clock of a case that has ended."""
    case.clocks.filter(stopped_on=None).update(stopped_on=on)
    case.due_on = None


def pause(case: Case, on: date, ground: str) -> int:
    """Let every running clock stand still from a day; return how many did."""
    calendar, running = work_calendar(), list(case.clocks.filter(stopped_on=None))
    for clock in running:
        clock.pauses.append([on.isoformat(), None, ground])
        _compute(clock, calendar)
        clock.save()
    case.due_on = nearest(case)
    return len(running)


def resume(case: Case, on: date) -> int:
    """Let every clock that stands still run again on a day; return how many did."""
    calendar, count = work_calendar(), 0
    for clock in case.clocks.filter(stopped_on=None):
        if clock.pauses and clock.pauses[-1][1] is None:
            clock.pauses[-1][1] = on.isoformat()
            _compute(clock, calendar)
            clock.save()
            count += 1
    case.due_on = nearest(case)
    return count


def extend(clock: Clock, number: int) -> None:
    """Lengthen the legal limit of a clock by so many of its unit."""
    clock.extended += number
    _compute(clock, work_calendar())
    clock.save()


def nearest(case: Case) -> date | None:
    """Return the nearest last day of the clocks that run."""
    days = [
        day
        for clock in case.clocks.filter(stopped_on=None)
        for day in (clock.legal_due_on, clock.promised_due_on)
        if day is not None
    ]
    return min(days, default=None)


def readings(clocks: Iterable[Clock], on: date) -> list[Reading]:
    """Return how each clock stands on a day."""
    calendar = work_calendar()
    return [_read(clock, on, calendar) for clock in clocks]


def _read(clock: Clock, on: date, calendar: WorkCalendar) -> Reading:
    if clock.stopped_on is not None:
        return Reading(clock, "stopped", None)
    if clock.problem:
        return Reading(clock, "unknown", None)
    days = [day for day in (clock.legal_due_on, clock.promised_due_on) if day is not None]
    if not days:
        return Reading(clock, "paused", None)
    due = min(days)
    if on > due:
        return Reading(clock, "over", due, 0)
    try:
        left = calendar.working_days(on, due)
    except CalendarMissing:
        return Reading(clock, "running", due)
    return Reading(clock, "near" if left <= clock.near else "running", due, left)


def _compute(clock: Clock, calendar: WorkCalendar) -> None:
    """Work out the last days of a clock from its start, its limits and its pauses."""
    pauses = [
        Pause(date.fromisoformat(start), date.fromisoformat(until) if until else None)
        for start, until, _ in clock.pauses
    ]
    clock.problem = ""
    try:
        clock.legal_due_on = _due(calendar, clock, clock.legal, clock.extended, pauses)
        clock.promised_due_on = _due(calendar, clock, clock.promised, 0, pauses)
    except CalendarMissing as error:
        clock.legal_due_on = clock.promised_due_on = None
        clock.problem = str(error)


def _due(
    calendar: WorkCalendar,
    clock: Clock,
    kept: dict[str, object] | None,
    extended: int,
    pauses: list[Pause],
) -> date | None:
    if kept is None:
        return None
    limit = Limit.model_validate(kept)
    longer = limit.model_copy(update={"number": limit.number + extended})
    return due_on(calendar, clock.started_on, longer, pauses)


def recompute(clocks: Iterable[Clock]) -> int:
    """Work out anew the clocks whose days could not be told; return how many now can."""
    calendar, count = work_calendar(), 0
    for clock in clocks:
        _compute(clock, calendar)
        if not clock.problem:
            clock.save()
            clock.case.due_on = nearest(clock.case)
            clock.case.save(update_fields=["due_on"])
            count += 1
    return count
