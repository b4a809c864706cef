"""Against what a growth is measured: the year before, the mean of a period, or a year that is printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhiqiang.engines.compiler import FIVE_YEAR_PLANS

if TYPE_CHECKING:
    from zhiqiang.domains.plans.models import Target

_YEAR = re.compile(r"20\d\d")


def base_year(target: Target) -> int | None:
    """Return the year that a growth is measured against; None for the year before, or no growth.

    The base is as printed: 2020年末, 十三五末; 上年 names no year of its own.
    """
    if target.basis != "growth":
        return None
    found = _YEAR.search(target.baseline)
    if found:
        return int(found.group())
    return next((year for word, year in FIVE_YEAR_PLANS.items() if word in target.baseline), None)
