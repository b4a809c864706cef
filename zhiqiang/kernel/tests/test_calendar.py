"""Time limits against dates that were counted by hand on the calendar of the State Council's notices."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.calendar import (
    CalendarMissing,
    HolidayNotice,
    Limit,
    Pause,
    Unit,
    WorkCalendar,
    add_months,
    due_on,
    load_calendar,
)
from zhiqiang.kernel.catalogue import load, read
from zhiqiang.kernel.errors import BadCatalogue
from zhiqiang.kernel.finding import Severity

FOLDER = Path(__file__).resolve().parents[3] / "catalogue" / "holidays"
CALENDAR = load_calendar(FOLDER)
_DAY = timedelta(days=1)


def of_years(*years: str) -> WorkCalendar:
    return WorkCalendar(load(FOLDER / f"{y}.yml", HolidayNotice, key=y) for y in years)


def limit(text: str, moves: bool = True) -> Limit:
    number, unit = text.split()
    return Limit(number=int(number), unit=Unit(unit), moves=moves)


def pauses(*spans: str) -> list[Pause]:
    ends = [span.split("..") for span in spans]
    return [
        Pause(date.fromisoformat(start), date.fromisoformat(until) if until else None)
        for start, until in ends
    ]


@pytest.mark.parametrize(
    ("start", "text", "due"),
    [
        ("2026-03-02", "5 working_day", "2026-03-09"),  # a plain week: Tue-Fri, Mon
        ("2026-03-06", "1 working_day", "2026-03-09"),  # Friday to Monday
        ("2026-02-12", "5 working_day", "2026-02-26"),  # 13, Sat 14 worked, then 24, 25, 26
        ("2025-09-26", "5 working_day", "2025-10-10"),  # Sun 28 worked, 29, 30, then 9 and 10
        ("2025-09-26", "6 working_day", "2025-10-11"),  # and Sat 11 is worked too
        ("2024-12-30", "3 working_day", "2025-01-03"),  # 31, not 1, then 2 and 3
        ("2026-01-05", "45 working_day", "2026-03-13"),  # 4+5+5+5+5+5, Sat 14, 4, Sat 28, 5, 5
        ("2024-04-26", "6 working_day", "2024-05-08"),  # Sun 28, 29, 30, then 6, 7, 8
        ("2026-04-20", "60 day", "2026-06-22"),  # 19 June begins the Dragon Boat days
        ("2026-04-19", "60 day", "2026-06-18"),
        ("2025-01-13", "15 day", "2025-02-05"),  # 28 January is New Year's Eve
        ("2024-01-31", "1 month", "2024-02-29"),  # no 31 February; 29 in a leap year
        ("2025-11-30", "3 month", "2026-02-28"),  # a Saturday, but a worked one
        ("2025-11-28", "3 month", "2026-02-28"),
        ("2025-07-01", "3 month", "2025-10-09"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2023-12-31", "2 month", "2024-02-29"),
    ],
)
def test_limits_end_on_the_days_counted_by_hand(start: str, text: str, due: str) -> None:
    assert due_on(CALENDAR, date.fromisoformat(start), limit(text)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "text", "spans", "due"),
    [
        # 3, 4 March, then from 12: 12, 13, 16, 17, 18
        ("2026-03-02", "7 working_day", ["2026-03-05..2026-03-12"], "2026-03-18"),
        # 10 May 2025 is 89 days on; 45 days stood still
        ("2025-02-10", "3 month", ["2025-03-01..2025-04-15"], "2025-06-24"),
        # the second pause is reached only because of the first: 3, 4, 12, then 16, 17
        ("2026-03-02", "5 working_day", ["2026-03-05..2026-03-12", "2026-03-13..2026-03-16"],
         "2026-03-17"),
        # pauses that overlap are counted once: 4 March to 8 March stood still
        ("2026-03-02", "10 day", ["2026-03-04..2026-03-08", "2026-03-05..2026-03-09"],
         "2026-03-17"),
        # the limit would end on Saturday 14 March and move to Monday, which stands still
        ("2026-03-04", "10 day", ["2026-03-16..2026-03-18"], "2026-03-18"),
        # a pause of no length changes nothing
        ("2026-03-02", "5 working_day", ["2026-03-05..2026-03-05"], "2026-03-09"),
        # one after the end changes nothing, open or not
        ("2026-03-02", "5 working_day", ["2026-03-10.."], "2026-03-09"),
    ],
)  # fmt: skip
def test_paused_days_are_not_counted(start: str, text: str, spans: list[str], due: str) -> None:
    found = due_on(CALENDAR, date.fromisoformat(start), limit(text), pauses(*spans))
    assert found == date.fromisoformat(due)


@pytest.mark.parametrize("text", ["5 working_day", "10 day", "1 month"])
def test_an_open_pause_holds_the_limit_open(text: str) -> None:
    held = pauses("2026-03-04..")
    assert due_on(CALENDAR, date(2026, 3, 2), limit(text), held) is None


def test_a_term_that_ends_on_any_day_needs_no_calendar() -> None:
    term = limit("20 year", moves=False)
    assert due_on(WorkCalendar([]), date(2011, 3, 1), term) == date(2031, 3, 1)


def test_a_limit_across_a_missing_year_is_not_guessed() -> None:
    with pytest.raises(CalendarMissing) as caught:
        due_on(of_years("2025"), date(2025, 11, 28), limit("3 month"))
    assert caught.value.year == 2026
    finding = caught.value.finding()
    assert (finding.severity, finding.code) == (Severity.ERROR, "calendar_year_missing")
    assert finding.message.startswith("2026 年的放假调休安排尚未录入")


def test_the_last_week_of_a_year_waits_for_the_notice_of_the_next() -> None:
    known = of_years("2025")
    assert known.is_working(date(2025, 12, 24))
    with pytest.raises(CalendarMissing, match="2026 年的放假调休安排尚未录入（元旦调休可能涉及"):
        known.is_working(date(2025, 12, 29))
    assert of_years("2025", "2026").is_working(date(2025, 12, 29))


def test_working_days_between_two_days_leave_out_the_first() -> None:
    assert CALENDAR.working_days(date(2026, 2, 12), date(2026, 2, 26)) == 5
    assert CALENDAR.working_days(date(2026, 2, 26), date(2026, 2, 12)) == 0


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248)])
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, days: int) -> None:
    assert CALENDAR.working_days(date(year - 1, 12, 31), date(year, 12, 31)) == days


@given(
    st.dates(date(2023, 1, 1), date(2026, 6, 30)),
    st.integers(1, 30),
    st.dates(date(2023, 1, 1), date(2026, 8, 1)),
    st.integers(0, 40),
)
def test_working_days_agree_with_a_plain_count(start, number, paused, length) -> None:
    pause = Pause(paused, paused + _DAY * length)
    due = due_on(CALENDAR, start, Limit(number=number, unit=Unit.WORKING_DAY), [pause])
    days = [start + _DAY * i for i in range(1, (due - start).days + 1)]
    counted = [d for d in days if CALENDAR.is_working(d) and not pause.covers(d)]
    assert len(counted) == number and counted[-1] == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_months_end_on_the_corresponding_day_or_the_last(day: date, months: int) -> None:
    found = add_months(day, months)
    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day == day.day or (found + _DAY).day == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"workdays": [date(2026, 1, 5)]}, "周六、周日"),
        ({"workdays": [date(2026, 1, 3)]}, "既放假又上班"),
        ({"workdays": [date(2027, 1, 2)]}, "2025-12-25 至 2026-12-31"),
        ({"days_off": [{"name": "元旦", "from": date(2026, 1, 1)}]}, "缺少 春节"),
    ],
)
def test_a_wrong_notice_is_refused_with_the_reason(tmp_path: Path, change: dict, said: str) -> None:
    values = read(FOLDER / "2026.yml") | change
    path = tmp_path / "2026.yml"
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadCatalogue, match=said):
        load_calendar(tmp_path)


def test_a_folder_of_the_bureau_adds_a_year(tmp_path: Path) -> None:
    values = read(FOLDER / "2026.yml")
    values["days_off"] = [
        {"name": "元旦、春节、清明节、劳动节、端午节、中秋节、国庆节", "from": date(2027, 1, 1)}
    ]
    values["workdays"] = []
    text = yaml.safe_dump(values, allow_unicode=True)
    (tmp_path / "2027.yml").write_text(text, encoding="utf-8")
    both = load_calendar(FOLDER, tmp_path)
    assert not both.is_working(date(2027, 1, 1)) and both.is_working(date(2027, 1, 4))
    assert load_calendar(FOLDER, tmp_path / "absent").years == CALENDAR.years
