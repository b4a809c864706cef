"""Tie together the places of one commitment: goal, task and table, by the ids of the compilation."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhiqiang.engines.compiler.body_names import carried_names
from zhiqiang.engines.compiler.compilation import Target, Task
from zhiqiang.engines.compiler.matching import fold_name
from zhiqiang.engines.compiler.particulars import Link, Workload

_ROW_FROM = 0.55
_OPENING = 160
_MOST_TASKS = 400


def links_of(targets: Sequence[Target], tasks: Sequence[Task]) -> tuple[Link, ...]:
    """Return the links in the order of their first ids."""
    return (*_same_indicator(targets), *_in_task(targets, tasks), *_rows_of(tasks))


def _same_indicator(targets: Sequence[Target]) -> Iterator[Link]:
    groups: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        name = fold_name(target.indicator).removesuffix("数").removeprefix("新增")
        groups[name].append(target)
    for group in groups.values():
        for other in group[1:]:
            if other.where != group[0].where or other.year != group[0].year:
                yield Link("same_indicator", group[0].id, other.id)


def _in_task(targets: Sequence[Target], tasks: Sequence[Task]) -> Iterator[Link]:
    ordered = sorted(tasks, key=lambda task: task.span.start)
    starts = [task.span.start for task in ordered]
    for target in targets:
        at = bisect_right(starts, target.span.start) - 1
        if at >= 0 and target.span.end <= ordered[at].span.end:
            yield Link("in_task", target.id, ordered[at].id)


def _rows_of(tasks: Sequence[Task]) -> Iterator[Link]:
    """Link each row of a table of duties to the task of the text that its words come from."""
    told = [task for task in tasks if task.kind == "task"]
    if len(told) > _MOST_TASKS:
        return
    where: dict[str, set[int]] = defaultdict(set)
    for number, task in enumerate(told):
        for pair in _pairs(f"{task.title}{task.text}"):
            where[pair].add(number)
    for row in (task for task in tasks if task.kind == "table_row"):
        pairs = _pairs(row.text[:_OPENING])
        counts: dict[int, int] = defaultdict(int)
        for pair in pairs:
            for number in where.get(pair, ()):
                counts[number] += 1
        if not counts:
            continue
        best = max(counts, key=lambda number: counts[number])
        score = counts[best] / len(pairs)
        if score >= _ROW_FROM:
            yield Link("row_of", row.id, told[best].id, score)


def _pairs(words: str) -> set[str]:
    bare = "".join(char for char in words if char.isalnum())
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def workloads_of(tasks: Sequence[Task]) -> tuple[Workload, ...]:
    """Return every body with the ids of its tasks, the busiest first."""
    leads: dict[str, list[str]] = defaultdict(list)
    supports: dict[str, list[str]] = defaultdict(list)
    full: dict[str, str] = {}
    for task in tasks:
        full.update(carried_names((*task.lead_units, *task.support_units)))
        for names, into in ((task.lead_units, leads), (task.support_units, supports)):
            for name in names:
                into[name].append(task.id)
    names_seen = sorted({*leads, *supports}, key=lambda n: (-len(leads[n]), -len(supports[n]), n))
    return tuple(
        Workload(name, full.get(name, name), tuple(leads[name]), tuple(supports[name]))
        for name in names_seen
    )
