"""What the address of a page asks for: days and page numbers, read with plain messages.

``BadAddress`` becomes a page with status 400; views need not catch it. ``asked(request)`` is set
by the frame of the portal for every request, whichever room answers it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.ui.tables import SIZES

_DAYS = (
    re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)


class BadAddress(ZhiqiangError):
    """The address asks for something that cannot be understood; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The region (six digits and name) and the day that the figures of a page are for."""

    region: str
    region_name: str
    as_of: date


def asked(request: HttpRequest) -> Asked:
    """Return the region and the day this request is for, defaults filled in."""
    out: Asked = request.asked  # type: ignore[attr-defined]
    return out


def read_day(text: str) -> date:
    """Read 2024-3-5, 2024年3月5日 or 20240305."""
    match = next((m for one in _DAYS if (m := one.fullmatch(text.strip()))), None)
    try:
        if match is None:
            raise ValueError(text)
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise BadAddress(
            f"日期“{text[:40]}”无法识别。请写成 2024-12-31、2024年12月31日或 20241231。"
        ) from error


def read_number(query: Mapping[str, str], name: str, label: str, default: int, low: int = 1) -> int:
    """Read a whole number of at least ``low`` and below ten million from the address."""
    text = query.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) < low:
        raise BadAddress(f"{label}“{text[:40]}”无效，应为不小于 {low} 的整数。")
    return int(text)


def read_size(query: Mapping[str, str]) -> int:
    """Read how many rows a page shows: 20, 50 or 100."""
    size = read_number(query, "size", "每页条数", SIZES[0])
    if size not in SIZES:
        raise BadAddress(f"每页条数“{size}”无效，可选 {'、'.join(str(one) for one in SIZES)}。")
    return size
