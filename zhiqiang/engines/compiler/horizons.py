"""Give goals that print no year the year up to which they hold: of their task, or of the plan."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from zhiqiang.engines.compiler.draft import Draft, Placed
from zhiqiang.engines.compiler.goals import Goal
from zhiqiang.engines.compiler.passages import passages
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.engines.compiler.years import horizons_in, read_year, with_default


def fill_years(draft: Draft, placed: list[Placed]) -> list[Placed]:
    """Return the goals of a draft with the years that they leave to their task or to the plan."""
    end, capped = _horizon(draft), draft.period_end
    if capped is None:
        end = capped = _counted_end(placed)
    placed = _due_with_task(placed, draft.orders)
    return [replace(p, goal=_dated(p, end, capped)) for p in placed]


def _horizon(draft: Draft) -> int | None:
    """Return the year for goals that print none: the plan's last, unless it names several ends.

    Ends that follow year by year (到2023年, 到2024年, 到2025年) are steps to the last of them.
    """
    period = draft.document.value("period")
    if not period or period[0] is not None:
        return draft.period_end
    stated = [p.block.text for p in passages(draft.root) if p.kind in ("goal", "preamble")]
    ends = {year for text in stated for year in horizons_in(text)}
    stepwise = bool(ends) and max(ends) - min(ends) == len(ends) - 1
    return max(ends) if stepwise else None


def _due_with_task(placed: list[Placed], orders: tuple[Order, ...]) -> list[Placed]:
    """Give a goal that prints no year the year by which its task is due (完成时限：2025年底)."""
    starts = [order.span.start for order in orders]  # sorted by extract_orders
    out: list[Placed] = []
    for one in placed:
        goal = one.goal
        if goal is not None and one.where != "goal" and goal.scope.year is None:
            at = bisect_right(starts, goal.span.start) - 1
            dues = [duty.due for duty in orders[at].duties if duty.due] if at >= 0 else []
            year = (
                read_year(dues[0], None) if dues and goal.span.end <= orders[at].span.end else None
            )
            if year is not None and year.year is not None:
                scope = replace(goal.scope, year=year.year, words=dues[0])
                one = replace(one, goal=replace(goal, scope=scope))
        out.append(one)
    return out


def _counted_end(placed: list[Placed]) -> int | None:
    """Return where 通过三年努力 ends in a plan that prints no period: at its last yearly step.

    A plan of March 2024 for three years that names steps for 2024, 2025 and 2026 ends in 2026.
    """
    scopes = [p.goal.scope for p in placed if p.goal is not None and p.where == "goal"]
    counted = {s.year for s in scopes if s.year_from is not None and s.year is not None}
    if len(counted) != 1:
        return None
    end = counted.pop()
    printed = {s.year for s in scopes if s.year_from is None and s.year is not None}
    return end - 1 if printed and max(printed) == end - 1 else end


def _dated(placed: Placed, end: int | None, last: int | None) -> Goal | None:
    """Fill in a year that is not printed; 三年内 ends no later than the plan itself."""
    goal = placed.goal
    if goal is None:
        return None
    scope = with_default(goal.scope, end)
    counted = scope.year_from is not None and not re.search(r"\d{4}", scope.words)
    if counted and scope.year is not None and last is not None and scope.year > last:
        scope = replace(scope, year=last)
    return replace(goal, scope=scope)
