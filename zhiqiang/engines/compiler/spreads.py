"""Read one clause that holds several goals: 分别达 X、Y 和 Z, and 甲率、乙率均达 N."""

from __future__ import annotations

import re
from dataclasses import replace

from zhiqiang.engines.compiler.completing import AND, coordinate
from zhiqiang.engines.compiler.goals import (
    AFTER_CUE,
    OPERATOR,
    Goal,
    Memory,
    Setting,
    basis_of,
    make_goal,
    operator_of,
)
from zhiqiang.engines.compiler.matching import counted_name, normalise_indicator
from zhiqiang.engines.compiler.naming import Left, read_left
from zhiqiang.engines.compiler.pieces import Piece, value_run
from zhiqiang.engines.compiler.quantities import Quantity
from zhiqiang.engines.compiler.vocabulary import METRIC_ENDINGS, NEW_WORDS
from zhiqiang.engines.compiler.years import Scope
from zhiqiang.kernel.place import Span

_RESPECTIVELY = re.compile(r"分别|依次")
_EACH = re.compile(r"(?:(?<!年)均|都)\S{0,4}$")
_OF_EACH = re.compile(r"各\s*$")  # 合作社、家庭农场各 20 个
_YEAR_LIST = re.compile(r"^(?:20\d\d年?[、和及—-]?)+")
_YEAR_AFTER = re.compile(r"\s*(?:及?以上|左右|以内)?\s*\(\s*(20\d\d)\s*年?(?:底|末)?\s*\)")
# 2024年、2025年和2026年,拥有量分别达到…: the years stand in a clause of their own.
_YEARS_BEFORE = re.compile(r"(?:20\d\d\s*年[、和及])+20\d\d\s*年[^,\d]{0,4},\s*$")
_YEAR_IN_LIST = re.compile(r"(20\d\d)\s*年")


def read_spread(
    hidden: str,
    printed: str,
    clause: Span,
    inside: list[Quantity],
    setting: Setting,
    memory: Memory,
) -> list[Goal]:
    """Read 甲、乙和丙分别达 X、Y 和 Z as three goals with one quote."""
    run = value_run(hidden, inside)
    words = hidden[clause.start : run[0].start] if run else ""
    if not run:
        return []
    found = _RESPECTIVELY.search(words)
    subject = found.start() if found else len(words)
    left = read_left(printed[clause.start : clause.start + subject])
    noun = _YEAR_LIST.sub("", left.noun)
    names = coordinate((left.verb if left.verb in NEW_WORDS else "") + noun)
    metric = read_left("□" + words[found.end() :] if found else "")
    metric = replace(metric, noun=metric.noun.strip("□"))
    before = _YEARS_BEFORE.search(printed[: clause.start])
    years = [int(y) for y in _YEAR_IN_LIST.findall(words + (before.group(0) if before else ""))]
    if found and not noun:
        names = memory.group[-len(run) :]
    scopes = [setting.scope] * len(run)
    years = _bracketed_years(printed, run) or years
    if len(years) == len(run) and (len(names) != len(run) or len(names) == 1):
        names, scopes = [noun] * len(run), [Scope(year, None, words) for year in years]
    if len(names) != len(run) or not (found or left.cue or left.growth or years):
        return []
    metric = metric if metric.cue else replace(metric, cue=left.cue)
    metric = replace(metric, verb=left.verb, growth=metric.growth or left.growth)
    after = AFTER_CUE.match(hidden, run[-1].end)
    closing = _YEAR_AFTER.match(printed, run[-1].end) if years else None
    last = closing or after
    span = Span(clause.start + left.lead, last.end() if last else run[-1].end)
    return [
        _member(name, quantity, scope, metric, after, run[-1].unit, span, words, memory)
        for name, quantity, scope in zip(names, run, scopes, strict=True)
    ]


def _member(
    name: str,
    quantity: Quantity,
    scope: Scope,
    metric: Left,
    after: re.Match[str] | None,
    last_unit: str,
    span: Span,
    words: str,
    memory: Memory,
) -> Goal:
    """Return the goal of one name and its value; ``metric`` is what is said of all of them once."""
    own = name if name.endswith(METRIC_ENDINGS) and not metric.noun else name + metric.noun
    part = replace(metric, noun=own, lead=0)
    op, cue = operator_of(part, after.group(0) if after else "", bool(part.growth))
    basis = basis_of(part, own, quantity, cue, memory.annual)
    return make_goal(
        own, op, quantity.value, quantity.unit or last_unit, basis, span, scope, cue, words
    )


def _bracketed_years(printed: str, run: list[Quantity]) -> list[int]:
    """Return the years of 1.5件(2023年)、1.8件(2024年), empty where one of the values has none."""
    found = [_YEAR_AFTER.match(printed, quantity.end) for quantity in run]
    return [int(match.group(1)) for match in found if match] if all(found) else []


def read_each(goal: Goal, hidden: str, printed: str, piece: Piece) -> list[Goal]:
    """Read 甲率、乙率均达到 N, or 甲额和乙数年均增幅达到 N, as one goal for each subject."""
    left = hidden[piece.start : piece.value.start]
    items = [part for part in AND.split(goal.printed) if part]
    if len(items) > 1 and _OF_EACH.search(left):
        return [_named(goal, name) for name in items]
    measured = len(items) > 1 and all(
        item.endswith(METRIC_ENDINGS) and len(item) > 3 for item in items
    )
    each = _EACH.search(re.sub(rf"(?:{'|'.join(OPERATOR)})$", "", left))
    if len(items) < 2 or not (measured or each):
        return [goal]
    return [_named(goal, name) for name in coordinate(goal.printed)]


def _named(goal: Goal, name: str) -> Goal:
    return replace(goal, printed=name, indicator=normalise_indicator(counted_name(name, goal.unit)))
