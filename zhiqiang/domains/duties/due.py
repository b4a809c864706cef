"""From the words in which a plan prints a time limit to the day by which work of a year is due."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_QUARTER = re.compile(r"(\d{4})\s*年\s*(?:第)?([一二三四1-4])\s*季度")
_HALF = re.compile(r"(\d{4})\s*年\s*上半年")
_YEAR = re.compile(r"(\d{4})\s*年")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def printed_day(words: str) -> date | None:
    """Return the last day that a printed time limit means; None where it names no year."""
    if found := _MONTH.search(words):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            return None
        last = monthrange(year, month)[1]
        return date(year, month, min(int(found[3]), last) if found[3] else last)
    if found := _QUARTER.search(words):
        quarter = _QUARTERS.get(found[2]) or int(found[2])
        return date(int(found[1]), quarter * 3, monthrange(int(found[1]), quarter * 3)[1])
    if found := _HALF.search(words):
        return date(int(found[1]), 6, 30)
    if found := _YEAR.search(words):
        return date(int(found[1]), 12, 31)
    return None


def due_in(year: int, words: str) -> date:
    """Return the day by which the part of ``year`` is due: the printed day or the year's end."""
    printed = printed_day(words)
    return printed if printed is not None and printed.year == year else date(year, 12, 31)
