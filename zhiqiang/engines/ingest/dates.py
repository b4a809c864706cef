"""Dates as they stand in received lists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from zhiqiang.engines.ingest.trouble import Trouble, shown

_PARTS = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_CLOCK = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?")
_WORD_ORDER = re.compile(r"\d{1,2}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{4}")
_MONTH_ONLY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?|\d{4}年?|\d{6}")
NO_DATE = {
    "",
    "-",
    "--",
    "—",
    "/",
    "无",
    "0",
    "00-00-00",
    "0000-00-00",
    "0000.00.00",
    "00000000",
    "NULL",
    "N/A",
}
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def parse_date(text: str) -> tuple[date | None, Trouble | None]:
    """Return the day that a cell states; an ambiguous or impossible one is a trouble, no guess.

    Understood: 2024-07-13, 2024.7.13, 2024/07/13, 2024年7月13日, 20240713, spreadsheet serials of
    five digits, each with or without a time of day; ``00-00-00``, dashes and 无 are no date.
    """
    plain = text.strip()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).strip()
    if plain.upper() in NO_DATE:
        return None, None
    plain = _CLOCK.sub("", plain)
    if match := _PARTS.fullmatch(plain) or _PACKED.fullmatch(plain):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), None
        except ValueError:
            return None, Trouble("impossible_date", f"“{shown(text)}”不是存在的日期。请更正。")
    if match := _SERIAL.fullmatch(plain):
        return _EXCEL_DAY_ZERO + timedelta(days=int(match[1])), None
    if _TWO_DIGIT_YEAR.fullmatch(plain) or _WORD_ORDER.fullmatch(plain):
        why = "年、月、日的先后无法确定，请改为 2024-07-13 的写法"
        return None, Trouble("ambiguous_date", f"日期“{shown(text)}”{why}。")
    if _MONTH_ONLY.fullmatch(plain):
        return None, Trouble("incomplete_date", f"日期“{shown(text)}”缺少月或日。请补全到日。")
    return None, Trouble("not_a_date", f"“{shown(text)}”不是日期。请改为 2024-07-13 的写法。")


def check_range(day: date, earliest: date | None, latest: date | None) -> Trouble | None:
    """Return a trouble where a day lies outside the range that it can have."""
    if earliest is not None and day < earliest:
        return Trouble("date_out_of_range", f"日期 {day} 早于 {earliest}，不可能。请核对。")
    if latest is not None and day > latest:
        return Trouble("date_out_of_range", f"日期 {day} 晚于 {latest}（尚未到来）。请核对。")
    return None


Term = tuple[date | None, date | None]


def parse_term(text: str) -> tuple[Term | None, Trouble | None]:
    """Return first and last day of a printed term such as ``2015年05月14日 至 2025年05月13日``."""
    if text.strip().upper() in NO_DATE or text.strip() == "至":
        return None, None
    sides = re.split(r"至|到|~|～|—|--| - ", text)
    if len(sides) != 2:
        return None, Trouble(
            "not_a_term", f"“{shown(text)}”不是期限。请改为“2015-05-14 至 2025-05-13”的写法。"
        )
    (first, trouble), (last, other) = parse_date(sides[0]), parse_date(sides[1])
    if trouble or other:
        return None, trouble or other
    if first and last and first > last:
        return None, Trouble("not_a_term", f"期限“{shown(text)}”的起日晚于止日。请核对。")
    return (first, last), None
