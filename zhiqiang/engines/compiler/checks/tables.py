"""Checks of yearly tables against the text: as end level, as sum, or in every year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from math import isclose

from rapidfuzz import fuzz, process

from zhiqiang.engines.compiler.checks.figures import goals_of, show
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.goals import Goal
from zhiqiang.engines.compiler.matching import fold_name
from zhiqiang.engines.compiler.vocabulary import COUNT_UNITS
from zhiqiang.kernel.finding import Finding, Severity

_SAME_FROM = 88.0
# A table that plans twice of what the text asks is no better understood than one that plans half.
_FAR = 1.3


def check_table_against_text(draft: Draft) -> Iterator[Finding]:
    """Each indicator of a yearly table should give the number that the text prints."""
    spoken: dict[str, Goal] = {}
    for goal in goals_of(draft, tabled=False):
        spoken.setdefault(fold_name(goal.indicator), goal)
    for row in _rows(draft):
        text = _partner(row[0], spoken)
        if text is None or isinstance(text.value, tuple):
            continue
        values = [float(goal.value) for goal in row if not isinstance(goal.value, tuple)]
        wanted = _in_unit_of(row[0], text)
        if wanted is None or not values:
            continue
        if text.basis == "growth":
            message = f"“{text.indicator}”正文写{show(text)}，表内写绝对数，没有基数无法核对，请补上基数。"
            yield Finding(
                Severity.WARNING, "table_not_comparable", message, text.span, None, (row[0].span,)
            )
            continue
        yield from _unit_of_row(text, row[0], draft)
        how = _agreement(wanted, values) or _reached(text.op, wanted, values)
        if how is None:
            message = (
                f"“{text.indicator}”正文为 {show(text)}，表中第 {row[0].row} 行末年为 {values[-1]:g}、"
                f"合计为 {sum(values):g}，都对不上，请确认以哪个为准。"
            )
            yield Finding(
                Severity.WARNING, "table_disagrees", message, text.span, None, (row[0].span,)
            )
        elif text.op == ">" and how in ("末年", "合计", "每年"):
            message = f"“{text.indicator}”正文要求超过 {wanted:g}，表中第 {row[0].row} 行（{how}）恰好等于 {wanted:g}，请确认是否含本数。"
            yield Finding(
                Severity.NOTICE, "strict_against_equal", message, text.span, None, (row[0].span,)
            )


def _unit_of_row(text: Goal, row: Goal, draft: Draft) -> Iterator[Finding]:
    """The row counts 次 where the text counts 人次."""
    found = re.search(r"\(([^()\d]{1,4})\)\s*$", row.printed)
    unit = found.group(1) if found else row.unit
    if (
        unit in COUNT_UNITS
        and text.unit in COUNT_UNITS
        and unit.lstrip("万亿") != text.unit.lstrip("万亿")
    ):
        message = (
            f"“{text.indicator}”正文单位是“{text.unit}”，表中第 {row.row} 行是“{unit}”，请统一。"
        )
        yield Finding(Severity.NOTICE, "table_unit_differs", message, text.span, None, (row.span,))


def check_indicator_owners(draft: Draft) -> Iterator[Finding]:
    """A table of indicators that names no bodies leaves open who answers for each."""
    owned = any(order.duties for order in draft.orders)
    rows_of: dict[int | None, set[int | None]] = defaultdict(set)
    for placed in draft.goals:
        if placed.goal is not None:
            rows_of[placed.table].add(placed.goal.row)
    for number, table in enumerate(draft.tables):
        rows = rows_of[number]
        if len(rows) < 3 or not owned or any("单位" in t and len(t) > 2 for t in table.titles):
            continue
        message = f"指标表有 {len(rows)} 个指标，没有一个写明责任单位，请逐项指定。"
        yield Finding(
            Severity.NOTICE, "indicators_without_owner", message, table.rows[table.head].span
        )


def check_horizon(draft: Draft) -> Iterator[Finding]:
    """A yearly table that stops before the last year of the plan leaves that year open."""
    end = draft.period_end
    tabled = [goal for goal in goals_of(draft, tabled=True) if goal.scope.year is not None]
    if end is None or not tabled:
        return
    last = max(goal.scope.year or 0 for goal in tabled)
    if last < end:
        message = f"计划到 {end} 年，但指标表只排到 {last} 年，{end} 年的数请补上。"
        yield Finding(Severity.WARNING, "horizon_without_last_year", message, tabled[0].span)


def _rows(draft: Draft) -> list[list[Goal]]:
    rows: dict[tuple[int | None, int | None], list[Goal]] = defaultdict(list)
    for placed in draft.goals:
        if placed.goal is not None and placed.table is not None:
            rows[placed.table, placed.goal.row].append(placed.goal)
    return list(rows.values())


def _partner(goal: Goal, spoken: dict[str, Goal]) -> Goal | None:
    """Return the goal of the text with the same name, or the one nearest to it beyond doubt."""
    wanted = fold_name(goal.indicator)
    if wanted in spoken:
        return spoken[wanted]
    near = process.extract(
        wanted, spoken.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_FROM, limit=2
    )
    if near and (len(near) == 1 or near[1][1] < near[0][1]):
        return spoken[near[0][0]]
    return None


def _in_unit_of(row: Goal, text: Goal) -> float | None:
    if isinstance(text.value, tuple):
        return None
    scales = {"亿": 10**8, "万": 10**4}
    factor = scales.get(text.unit[:1], 1) / scales.get(row.unit[:1], 1)
    return float(text.value) * factor


def _reached(op: str, wanted: float, values: list[float]) -> str | None:
    """At least N is kept where the last year, the sum or every year reaches N without leaving it far behind."""
    if op not in (">=", ">"):
        return None
    for number in (values[-1], sum(values)):
        if wanted <= number <= wanted * _FAR:
            return "达到"
    return "达到" if all(wanted <= value <= wanted * _FAR for value in values) else None


def _agreement(wanted: float, values: list[float]) -> str | None:
    if isclose(values[-1], wanted):
        return "末年"
    if isclose(sum(values), wanted):
        return "合计"
    return "每年" if all(isclose(value, wanted) for value in values) else None
