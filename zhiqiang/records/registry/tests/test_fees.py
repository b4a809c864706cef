"""Annual fees: hand-computed cases, and every ladder against a count by hand, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.calendar import CalendarMissing
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.registry.fee_rules import fee_rules
from zhiqiang.records.registry.fees import (
    FeeState,
    begins_on,
    fee_days,
    ladder,
    late_percent,
    year_of,
)

FILED, GRANTED = date(2018, 5, 10), date(2020, 11, 3)


class Always:
    """A calendar in which every day is worked."""

    def working_from(self, day: date) -> date:
        return day


def _right(kind="invention", filed_on=FILED, granted_on=GRANTED):
    return SimpleNamespace(kind=kind, filed_on=filed_on, granted_on=granted_on)


def _event(kind, on, year=None, reduction=None, amount=None):
    return SimpleNamespace(
        kind=kind, happened_on=on, fee_year=year, reduction_percent=reduction, amount=amount
    )


def _at(as_of, *events, right=None, calendar=None):
    found = ladder(right or _right(), events, fee_rules(), calendar or Always(), as_of)
    return {one.year: one for one in found}


def test_the_fees_of_an_invention_come_to_82300_yuan():
    rules = fee_rules()
    fees = [rules.full_fee("invention", year, date(2024, 1, 1)) for year in range(1, 21)]
    assert sum(fees) == 82_300
    assert rules.full_fee("invention", 21, date(2024, 1, 1)) is None


def test_the_year_of_the_grant_is_paid_with_the_registration_and_the_next_falls_due():
    fees = _at(date(2020, 12, 1))
    assert list(fees) == list(range(3, 21))
    assert (fees[3].state, fees[3].full) == (FeeState.WITH_GRANT, 900)
    assert (fees[4].days.due_on, fees[4].full) == (date(2021, 5, 10), 1200)
    assert (fees[7].days.due_on, fees[7].full) == (date(2024, 5, 10), 2000)
    assert fees[4].state is FeeState.FUTURE


@pytest.mark.parametrize(
    ("on", "percent"),
    [
        (date(2021, 5, 10), 0),
        (date(2021, 6, 10), 0),
        (date(2021, 6, 11), 5),
        (date(2021, 7, 10), 5),
        (date(2021, 7, 11), 10),
        (date(2021, 11, 10), 25),
    ],
)
def test_the_late_fee_rises_month_by_month(on, percent):
    days = fee_days(date(2021, 5, 10), fee_rules(), Always())
    assert late_percent(days, on, fee_rules()) == percent


@pytest.mark.parametrize(
    ("due_on", "until"),
    [
        (date(2021, 8, 31), date(2022, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2023, 8, 30), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 29)),
        (date(2021, 12, 31), date(2022, 6, 30)),
    ],
)
def test_the_time_for_late_payment_ends_on_the_corresponding_day_or_the_last_of_the_month(
    due_on, until
):
    assert fee_days(due_on, fee_rules(), Always()).grace_until == until


def test_a_patent_filed_on_29_february_pays_on_28_february_of_common_years():
    assert begins_on(date(2016, 2, 29), 2) == date(2017, 2, 28)
    assert begins_on(date(2016, 2, 29), 5) == date(2020, 2, 29)
    assert year_of(date(2016, 2, 29), date(2017, 2, 27)) == 1
    assert year_of(date(2016, 2, 29), date(2017, 2, 28)) == 2


def test_a_due_day_that_is_not_worked_moves_and_so_does_what_is_counted_from_it():
    days = fee_days(date(2025, 5, 1), fee_rules(), work_calendar())
    assert days.last_on == date(2025, 5, 6)  # 1 to 5 May are days off
    assert days.grace_until == date(2025, 11, 6)
    assert late_percent(days, date(2025, 6, 6), fee_rules()) == 0
    assert not days.note


def test_a_year_without_a_notice_is_said_and_not_guessed():
    class Nothing:
        def working_from(self, day: date) -> date:
            raise CalendarMissing(day, day.year)

    days = fee_days(date(2031, 5, 4), fee_rules(), Nothing())
    assert (days.due_on, days.last_on) == (date(2031, 5, 4), date(2031, 5, 4))
    assert "2031" in days.note and "未推算" in days.note


def test_a_fee_in_grace_shows_the_reduced_fee_and_the_late_fee_on_the_full_one():
    paid = _event("annual_fee", date(2021, 4, 1), 4, reduction=85)
    fees = _at(date(2022, 7, 11), paid)
    assert fees[5].state is FeeState.GRACE
    # 1200 less 85 % is 180; the third month adds 10 % of 1200
    assert (fees[5].late, fees[5].owed) == (Decimal(120), Decimal(300))
    assert fees[4].paid_on == date(2021, 4, 1)


def test_a_reduction_ends_with_the_tenth_year_from_that_of_the_grant():
    paid = _event("annual_fee", date(2021, 4, 1), 4, reduction=70)
    fees = _at(date(2021, 5, 1), paid)
    assert [year for year, one in fees.items() if one.reduction == 70] == list(range(3, 13))
    assert fees[12].owed == Decimal(4000) * 30 / 100 and fees[13].owed == 6000


def test_an_open_licence_takes_15_percent_off_and_never_adds_to_a_reduction():
    stated = _event("open_licence", date(2024, 3, 1))
    assert _at(date(2024, 4, 1), stated)[7].reduction == 15
    assert _at(date(2024, 4, 1))[7].reduction == 0
    ended = _event("open_licence_end", date(2024, 3, 15))
    assert _at(date(2024, 4, 1), stated, ended)[7].reduction == 0
    paid = _event("annual_fee", date(2023, 4, 1), 6, reduction=85)
    assert _at(date(2024, 4, 1), paid, stated)[7].reduction == 85


def test_a_fee_past_its_grace_is_overdue_only_where_the_records_would_know():
    day = date(2023, 3, 1)
    assert _at(day)[5].state is FeeState.UNKNOWN
    assert (
        _at(day, _event("fee_unpaid", date(2022, 5, 10), 5))[5].word == "补缴期已满，名单载明未缴"
    )
    paid = _event("annual_fee", date(2021, 4, 1), 4)
    assert _at(day, paid)[5].state is FeeState.OVERDUE
    later = _event("annual_fee", date(2022, 4, 1), 5)
    assert _at(day, later)[4].state is FeeState.SETTLED


def test_a_right_that_ended_pays_no_more_until_it_is_restored():
    lapse = _event("lapse", date(2022, 5, 10))
    assert _at(date(2023, 1, 1), lapse)[5].state is FeeState.ENDED
    back = _event("restoration", date(2023, 2, 1))
    assert _at(date(2023, 2, 2), lapse, back)[6].state is FeeState.FUTURE


def test_other_kinds_and_ungranted_applications_owe_no_annual_fee():
    assert _at(date(2023, 1, 1), right=_right("trademark")) == {}
    assert _at(date(2020, 1, 1)) == {}
    assert (
        max(_at(date(2022, 1, 1), right=_right("design", date(2021, 5, 31), date(2021, 9, 1))))
        == 10
    )
    assert (
        max(_at(date(2022, 1, 1), right=_right("design", date(2021, 6, 1), date(2021, 9, 1)))) == 15
    )


_DAYS = st.dates(date(1990, 1, 1), date(2020, 12, 31))


def _naive_year(filed_on: date, day: date) -> int:
    """Count the years by walking from day to day."""
    year, at = 1, filed_on
    while at < day:
        at += timedelta(days=1)
        last = (at + timedelta(days=1)).month != at.month
        matches = (at.month, at.day) == (filed_on.month, filed_on.day)
        lacks = last and at.month == filed_on.month and at.day < filed_on.day
        year += matches or lacks
    return year


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_DAYS, st.integers(0, 3000))
def test_the_patent_year_is_that_of_walking_day_by_day(filed_on, after):
    day = filed_on + timedelta(days=after)
    assert year_of(filed_on, day) == _naive_year(filed_on, day)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_DAYS, st.integers(1, 1500), st.integers(0, 4000), st.sets(st.integers(1, 20), max_size=8))
def test_every_state_is_what_the_days_say(filed_on, to_grant, to_day, paid):
    granted_on = filed_on + timedelta(days=to_grant)
    as_of = granted_on + timedelta(days=to_day)
    right = _right("invention", filed_on, granted_on)
    paid = {year for year in paid if year >= year_of(filed_on, granted_on)}
    events = [_event("annual_fee", granted_on, year) for year in paid]
    found = _at(as_of, *events, right=right)
    assert list(found) == list(range(_naive_year(filed_on, granted_on), 21))
    for year, one in found.items():
        is_late = as_of > one.days.due_on
        if year in paid:
            assert one.state is FeeState.PAID and one.late == 0
        elif one.state is FeeState.GRACE:
            assert is_late and as_of <= one.days.grace_until
            assert one.late_percent in (0, 5, 10, 15, 20, 25)
        elif one.state is FeeState.FUTURE:
            assert not is_late
        elif one.state in (FeeState.OVERDUE, FeeState.UNKNOWN):
            assert as_of > one.days.grace_until
            assert (one.state is FeeState.OVERDUE) == bool(paid)
