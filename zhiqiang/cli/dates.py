"""Dates as officials type them."""

from __future__ import annotations

import re
from datetime import date

import typer

_FORMS = re.compile(r"(\d{4})(?:[-./年]\s*)?(\d{1,2})(?:[-./月]\s*)?(\d{1,2})日?")


def parse_date(text: str) -> date:
    """Return the day of 2024-3-5, 2024年3月5日 or 20240305."""
    match = _FORMS.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2024-12-31 这样的形式") from None
