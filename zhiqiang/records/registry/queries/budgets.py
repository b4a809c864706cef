"""What regions planned and spent, as received."""

from __future__ import annotations

from collections.abc import Iterable

from zhiqiang.kernel.divisions import prefix
from zhiqiang.records.registry.models import Budget


def of_region(region: str, years: Iterable[int]) -> list[Budget]:
    """Return the budgets of a region and what lies in it, for the program that assesses."""
    found = Budget.objects.for_program("assesses what a region put in")
    rows = found.filter(region_code__startswith=prefix(region), year__in=set(years))
    return list(rows.order_by("-year", "body", "purpose", "pk"))
