"""Days and spans of days in a question."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from zhiqiang.engines.fulltext.declaration import number_of
from zhiqiang.engines.fulltext.failures import BadQuestion
from zhiqiang.engines.fulltext.tree import Term

FIRST, LAST = 10_000_101, 99_991_231
_BETWEEN = re.compile(r"\s+TO\s+|至|到|:|~|～|：|\.\.", re.IGNORECASE)
_FORMS = (
    re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})?"),
)


def day_range(term: Term) -> tuple[int, int]:
    """Return the first and the last day, as numbers, that a comparison allows."""
    text = term.text.strip("[] ")
    if term.compared == "=":
        ends = _BETWEEN.split(text)
        if len(ends) > 2:
            raise _wrong(term)
        low = _span(ends[0], term)[0] if ends[0].strip(" *") else FIRST
        high = _span(ends[-1], term)[1] if ends[-1].strip(" *") else LAST
        if low > high:
            raise BadQuestion("日期范围的起在止之后。", term.at, term.length)
        return low, high
    first, last = _span(text, term)
    if term.compared == ">=":
        return first, LAST
    if term.compared == ">":
        return last + 1, LAST
    return FIRST, last if term.compared == "<=" else first - 1


def _span(text: str, term: Term) -> tuple[int, int]:
    """Return the first and the last day of a year, a month or a day."""
    match = next((m for form in _FORMS if (m := form.fullmatch(text.strip()))), None)
    if match is None:
        raise _wrong(term)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return number_of(date(year, month, day)), number_of(date(year, month, day))
        months = (month, month) if month else (1, 12)
        return (
            number_of(date(year, months[0], 1)),
            number_of(date(year, months[1], monthrange(year, months[1])[1])),
        )
    except (ValueError, IndexError) as error:
        raise _wrong(term) from error


def _wrong(term: Term) -> BadQuestion:
    return BadQuestion(
        f"日期“{term.text[:24]}”无法识别。请写成 2020、2020-05、2020-05-31 或 [2020 TO 2021]。",
        term.at,
        term.length,
    )
