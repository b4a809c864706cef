"""Checks of numbers in the text: unit, base, basis, and the same indicator said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.goals import Goal
from zhiqiang.engines.compiler.matching import fold_name
from zhiqiang.engines.compiler.vocabulary import FLOW_WORDS
from zhiqiang.kernel.finding import Finding, Severity


def goals_of(draft: Draft, tabled: bool | None = None) -> list[Goal]:
    """Return the goals; ``tabled`` asks for those of yearly tables only, or all others only."""
    return [
        placed.goal
        for placed in draft.goals
        if placed.goal is not None and (tabled is None or (placed.table is not None) == tabled)
    ]


def show(goal: Goal) -> str:
    """Return operator, value and unit as an official would write them."""
    value = (
        "—".join(f"{part:g}" for part in goal.value)
        if isinstance(goal.value, tuple)
        else f"{goal.value:g}"
    )
    sign = {">=": "≥", "<=": "≤", "=": "", "~": "约", "growth>=": "增长≥"}.get(goal.op, goal.op)
    return f"{sign}{value}{goal.unit}"


def check_missing_units(draft: Draft) -> Iterator[Finding]:
    """A number without a unit cannot be measured."""
    for goal in goals_of(draft):
        if not goal.unit:
            message = f"“{goal.printed}”的数字 {show(goal)} 没有单位，请补上单位。"
            yield Finding(Severity.WARNING, "missing_unit", message, goal.span)


def check_growth_bases(draft: Draft) -> Iterator[Finding]:
    """A growth without its base year or base value cannot be computed."""
    for goal in goals_of(draft, tabled=False):
        if goal.basis == "growth" and goal.baseline is None:
            message = f"“{goal.indicator}”只写了{show(goal)}，没有写基期和基数，请补上。"
            yield Finding(Severity.WARNING, "growth_without_base", message, goal.span)


def check_spoken_basis(draft: Draft) -> Iterator[Finding]:
    """Amounts over a period need 每年 or 累计; where neither is printed, a person decides."""
    for goal in goals_of(draft, tabled=False):
        flows = any(word in goal.printed for word in FLOW_WORDS)
        spoken = any(
            word in goal.span.of(draft.plain)
            for word in ("每年", "年均", "累计", "新增", "总", "年")
        )
        if flows and goal.basis == "cumulative" and not spoken:
            message = f"“{goal.indicator}”没有写明是每年还是累计，暂按期内累计处理，请确认。"
            yield Finding(Severity.NOTICE, "basis_not_said", message, goal.span)


def check_units_and_bases(draft: Draft) -> Iterator[Finding]:
    """The same number of the same thing in another unit, or once yearly and once in all."""
    groups: dict[object, list[Goal]] = defaultdict(list)
    for goal in goals_of(draft, tabled=False):
        if not isinstance(goal.value, tuple) and goal.value > 1:
            groups[goal.value].append(goal)
    for goals in groups.values():
        for at, first in enumerate(goals[:20]):
            for other in goals[at + 1 : 20]:
                if not _same_thing(first, other):
                    continue
                if first.unit != other.unit:
                    message = (
                        f"“{first.indicator}”两处单位不同：{show(first)} 与 {show(other)}，请统一。"
                    )
                    yield Finding(
                        Severity.NOTICE, "different_units", message, first.span, None, (other.span,)
                    )
                elif {first.basis, other.basis} == {"annual", "cumulative"}:
                    message = f"“{first.indicator}”一处写每年、一处写期内累计，数字都是 {show(first)}，请确认口径。"
                    yield Finding(
                        Severity.WARNING,
                        "different_bases",
                        message,
                        first.span,
                        None,
                        (other.span,),
                    )


def _same_thing(first: Goal, other: Goal) -> bool:
    """Whether one name is the end of the other: 专用标志使用企业 and 地理标志专用标志使用企业."""
    names = sorted((fold_name(g.indicator).removesuffix("数") for g in (first, other)), key=len)
    return first.span != other.span and len(names[0]) >= 4 and names[1].endswith(names[0])


def check_conflicts(draft: Draft) -> Iterator[Finding]:
    """The same indicator for the same year with another number or another comparison."""
    groups: dict[tuple[str, int | None, str], list[Goal]] = defaultdict(list)
    for goal in goals_of(draft, tabled=False):
        groups[fold_name(goal.indicator), goal.scope.year, goal.basis].append(goal)
    for (_, year, _), goals in groups.items():
        first = goals[0]
        for other in goals[1:]:
            if first.span == other.span:
                continue
            when = f"{year} 年" if year else ""
            if first.value != other.value:
                message = f"“{first.indicator}”{when}的数字前后不一：{show(first)} 与 {show(other)}，请确认以哪个为准。"
                yield Finding(
                    Severity.WARNING, "different_values", message, first.span, None, (other.span,)
                )
            elif first.op != other.op or first.unit != other.unit:
                message = f"“{first.indicator}”{when}两处说法不同：{show(first)} 与 {show(other)}，请确认以哪个为准。"
                yield Finding(
                    Severity.NOTICE, "different_operators", message, first.span, None, (other.span,)
                )
