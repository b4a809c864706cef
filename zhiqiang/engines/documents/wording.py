"""Days and numbers as official papers write them."""

from __future__ import annotations

from datetime import date

_DIGITS = "零一二三四五六七八九"


def in_words(day: date) -> str:
    """Write a day as papers do: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(n: int) -> str:
    """Write 1 to 99 as headings do: 一, 十, 十二, 三十."""
    tens, ones = divmod(n, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")
