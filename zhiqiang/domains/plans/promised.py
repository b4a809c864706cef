"""A programme as everybody may read it: what was promised, where it stands, since when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhiqiang.domains.plans.standing import Standing, YearValue

_LESS = {"<", "<=", "lt", "le"}


def since_when(of: Standing) -> str:
    """Say since which year's end a target has been kept or missed; "" where no year tells it.

    Counted back from the newest year that has ended and has both a value and a plan.
    """
    told = [
        (one, _is_kept(one.actual, one.planned, of.target.operator in _LESS))
        for one in of.years
        if not one.is_running and one.actual is not None and one.planned is not None
    ]
    if not told:
        return ""
    newest = told[-1][1]
    run: Sequence[YearValue] = []
    for one, is_kept in reversed(told):
        if is_kept != newest:
            break
        run = [one, *run]
    word = "达到" if newest else "低于"
    if newest is False and of.target.operator in _LESS:
        word = "高于"
    if len(run) == 1:
        return f"{run[0].year} 年末{word}当年计划"
    return f"自 {run[0].year} 年起，各年末均{word}当年计划"


def _is_kept(actual: Decimal | None, planned: Decimal | None, is_less: bool) -> bool:
    assert actual is not None and planned is not None
    return actual <= planned if is_less else actual >= planned
