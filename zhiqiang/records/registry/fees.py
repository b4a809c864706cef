"""The annual fees of a patent, year by year: a pure function of its days, its payments and the rules.

Patent years run from the filing day. The fee of the year of the grant is paid with the registration;
that of a later year falls due on the day on which the year begins, which is the day that matches the
filing day (Implementing Regulations art. 114 and 115). A day that is not worked moves to the next
that is; where the calendar does not know, the day stays and ``note`` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from zhiqiang.kernel.calendar import CalendarMissing, add_months
from zhiqiang.records.registry.fee_rules import FeeRules
from zhiqiang.records.registry.life import patent_years

_ENDS = {"lapse", "expiry", "abandonment"}
KINDS = ("invention", "utility_model", "design")


class Working(Protocol):
    """A calendar that says the next working day, or raises ``CalendarMissing``."""

    def working_from(self, day: date) -> date: ...


class FeeState(StrEnum):
    """How the fee of one patent year stands on a day.

    Past the time for late payment a fee is ``OVERDUE`` only where the records would know of a
    payment: a list says that it is open, or they know of one for an earlier year. A right in force
    of which no list of fees ever spoke has most likely paid: that is ``UNKNOWN``.
    """

    WITH_GRANT = "with_grant"
    PAID = "paid"
    SETTLED = "settled"
    UNKNOWN = "unknown"
    FUTURE = "future"
    GRACE = "grace"
    OVERDUE = "overdue"
    ENDED = "ended"

    @property
    def zh(self) -> str:
        return _WORDS[self]


_WORDS = {
    FeeState.WITH_GRANT: "随授权登记缴纳",
    FeeState.PAID: "已缴",
    FeeState.SETTLED: "后续年度已缴，视为已缴",
    FeeState.UNKNOWN: "没有缴费记录",
    FeeState.FUTURE: "未到期",
    FeeState.GRACE: "补缴期内，未见缴费记录",
    FeeState.OVERDUE: "补缴期已满，未见缴费记录",
    FeeState.ENDED: "权利已终止，不再缴纳",
}


@dataclass(frozen=True, slots=True)
class FeeDays:
    """When a fee falls due: by the law's count, and after a move to a working day.

    ``note`` says, where the calendar does not reach, that a move is not known.
    """

    due_on: date
    last_on: date
    grace_until: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeeYear:
    """The fee of one patent year. Amounts are in yuan; ``late`` is what comes on top on the day.

    ``is_listed_unpaid``: a received list says that it is open. Without that, a fee that is not
    paid by the records may have been paid all the same.
    """

    year: int
    from_on: date
    days: FeeDays
    full: int | None
    reduction: int
    state: FeeState
    late: Decimal = Decimal(0)
    late_percent: int = 0
    paid_on: date | None = None
    paid: Decimal | None = None
    is_listed_unpaid: bool = False

    @property
    def owed(self) -> Decimal | None:
        """Return what has to be paid: the fee less the reduction, and the late fee."""
        if self.full is None:
            return None
        return Decimal(self.full) * (100 - self.reduction) / 100 + self.late

    @property
    def word(self) -> str:
        """Return the state in words."""
        if self.state in (FeeState.GRACE, FeeState.OVERDUE) and self.is_listed_unpaid:
            return self.state.zh.replace("未见缴费记录", "名单载明未缴")
        return self.state.zh


def begins_on(filed_on: date, year: int) -> date:
    """Return the first day of a patent year: the day that matches the filing day."""
    return add_months(filed_on, 12 * (year - 1))


def year_of(filed_on: date, day: date) -> int:
    """Return the patent year in which a day lies; of days before the filing, the first."""
    year = max(day.year - filed_on.year, 0) + 1
    return max(year - (begins_on(filed_on, year) > day), 1)


def fee_days(due_on: date, rules: FeeRules, calendar: Working) -> FeeDays:
    """Return the last day to pay and the last day to pay late of a fee that falls due on a day."""
    last_on, note = _worked(due_on, rules, calendar)
    until, more = _worked(add_months(last_on, rules.grace.months), rules, calendar)
    return FeeDays(due_on, last_on, until, note or more)


def _worked(day: date, rules: FeeRules, calendar: Working) -> tuple[date, str]:
    if not rules.due.moves:
        return day, ""
    try:
        return calendar.working_from(day), ""
    except CalendarMissing as missing:
        return day, f"{missing.year} 年放假安排未录入，{day} 遇休假日是否顺延未推算。"


def late_percent(days: FeeDays, on: date, rules: FeeRules) -> int:
    """Return what is added, in percent of the full fee, to a fee that is paid on a day."""
    if on <= days.last_on:
        return 0
    for month, percent in enumerate(rules.grace.late_percents, 1):
        if on <= add_months(days.last_on, month):
            return percent
    return rules.grace.late_percents[-1]


def ladder(
    right: Any, events: Iterable[Any], rules: FeeRules, calendar: Working, as_of: date
) -> list[FeeYear]:
    """Return the fee of every patent year from that of the grant to the end of the term.

    ``right`` has kind, filed_on and granted_on; ``events`` have kind, happened_on, amount, fee_year
    and reduction_percent. Only what happened by ``as_of`` counts. Empty where there is no grant.
    """
    filed_on = right.filed_on
    known = sorted((e for e in events if e.happened_on <= as_of), key=lambda e: e.happened_on)
    starts = [e.happened_on for e in known if e.kind == "grant"]
    granted_on = min(starts, default=right.granted_on)
    if right.kind not in KINDS or filed_on is None or granted_on is None or granted_on > as_of:
        return []
    history = _History(known, filed_on, granted_on)
    years = range(history.grant_year, patent_years(right.kind, filed_on) + 1)
    return [_fee_year(right.kind, year, history, rules, calendar, as_of) for year in years]


class _History:
    """What the events of a right say about its fees."""

    def __init__(self, events: list[Any], filed_on: date, granted_on: date) -> None:
        self.filed_on = filed_on
        self.grant_year = year_of(filed_on, granted_on)
        self.paid = {
            e.fee_year: e
            for e in events
            if e.kind == "annual_fee" and (e.fee_year or 0) >= self.grant_year
        }
        self.listed = {e.fee_year for e in events if e.kind == "fee_unpaid"}
        told = [e for e in events if getattr(e, "reduction_percent", None) is not None]
        self.reduction: int = told[-1].reduction_percent if told else 0
        turns = [e for e in events if e.kind in _ENDS or e.kind in ("restoration", "invalidation")]
        last = turns[-1] if turns else None
        is_void = any(e.kind == "invalidation" for e in turns)
        ended = is_void or (last is not None and last.kind != "restoration")
        self.ended_on: date | None = last.happened_on if ended and last else None
        self._licences = [e for e in events if e.kind in ("open_licence", "open_licence_end")]

    def is_open(self, day: date) -> bool:
        """Say whether an open licence was in force on a day."""
        before = [e for e in self._licences if e.happened_on <= day]
        return bool(before) and before[-1].kind == "open_licence"


def _fee_year(
    kind: str, year: int, history: _History, rules: FeeRules, calendar: Working, as_of: date
) -> FeeYear:
    due_on = begins_on(history.filed_on, year)
    days = fee_days(due_on, rules, calendar)
    let_off = rules.reduction_of(history.reduction, history.grant_year, year, due_on)
    if due_on >= rules.open_licence.start and history.is_open(min(due_on, as_of)):
        let_off = max(let_off, rules.open_licence.percent)
    full = rules.full_fee(kind, year, due_on)
    payment = history.paid.get(year)
    state, percent = _state(year, days, history, payment is not None, as_of), 0
    if state in (FeeState.GRACE, FeeState.OVERDUE):
        percent = late_percent(days, min(as_of, days.grace_until), rules)
    return FeeYear(
        year, due_on, days, full, let_off, state,
        late=Decimal(full or 0) * percent / 100,
        late_percent=percent,
        paid_on=payment.happened_on if payment else None,
        paid=payment.amount if payment else None,
        is_listed_unpaid=payment is None and year in history.listed,
    )  # fmt: skip


def _state(year: int, days: FeeDays, history: _History, is_paid: bool, as_of: date) -> FeeState:
    if is_paid:
        return FeeState.PAID
    if year == history.grant_year:
        return FeeState.WITH_GRANT
    if history.ended_on is not None and days.due_on >= history.ended_on:
        return FeeState.ENDED
    if history.paid and year < max(history.paid):
        return FeeState.SETTLED
    if as_of <= days.last_on:
        return FeeState.FUTURE
    if as_of <= days.grace_until:
        return FeeState.GRACE
    return FeeState.OVERDUE if history.paid or year in history.listed else FeeState.UNKNOWN
