"""Turn a finished draft into a compilation: number what was found, and point into the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import Any, TypeVar
from unicodedata import normalize

from zhiqiang.engines.compiler.compilation import (
    Compilation,
    DocumentFacts,
    Fact,
    Heading,
    SoftTarget,
    Target,
    Task,
)
from zhiqiang.engines.compiler.draft import Draft, Placed
from zhiqiang.engines.compiler.links import links_of, workloads_of
from zhiqiang.engines.compiler.outline import number_of, walk
from zhiqiang.engines.compiler.own_script import in_own_script
from zhiqiang.engines.compiler.particulars import MoneyRule, OrderedSystem, Rule
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.kernel.finding import Finding
from zhiqiang.kernel.place import Span

Particular = TypeVar("Particular", MoneyRule, OrderedSystem, Rule)
_BLANK = re.compile(r"\s+")


def assemble(draft: Draft) -> Compilation:
    """Return the compilation with every span in source coordinates."""
    headings = tuple(
        Heading(
            number_of(s, path) or "", s.title, len(path), s.kind, draft.folded.to_source(s.head)
        )
        for s, path in walk(draft.root)
    )
    targets = tuple(_target(draft, n, p) for n, p in enumerate(draft.goals, 1))
    tasks = tuple(_task(draft, n, order) for n, order in enumerate(draft.orders, 1))
    compiled = Compilation(
        text=draft.source,
        name=draft.name,
        document=_document(draft),
        outline=headings,
        blocks=tuple(draft.folded.to_source(block.span) for block in draft.blocks),
        targets=targets,
        soft_targets=tuple(_soft(draft, n, p) for n, p in enumerate(draft.soft, 1)),
        tasks=tasks,
        money=tuple(_placed(draft, one, f"M{n:03d}") for n, one in enumerate(draft.money, 1)),
        systems=tuple(_system(draft, n, one, tasks) for n, one in enumerate(draft.systems, 1)),
        rules=tuple(_placed(draft, one, None) for one in draft.rules),
        links=links_of(targets, tasks),
        bodies=workloads_of(tasks),
        findings=tuple(_finding(draft, finding) for finding in draft.findings),
    )
    return in_own_script(compiled, draft.folded)


def _placed(draft: Draft, one: Particular, key: str | None) -> Particular:
    """Give a rule its words and place in the source, and its id where it has one."""
    span = draft.folded.to_source(one.span)
    changed: dict[str, Any] = {"span": span, "quote": span.of(draft.source)}
    return replace(one, **(changed | {"id": key} if key else changed))


def _system(
    draft: Draft, number: int, one: OrderedSystem, tasks: tuple[Task, ...]
) -> OrderedSystem:
    placed = _placed(draft, one, f"Y{number:03d}")
    at = bisect_right(tasks, placed.span.start, key=lambda task: task.span.start) - 1
    inside = at >= 0 and placed.span.end <= tasks[at].span.end
    return replace(placed, task=tasks[at].id if inside else None)


def _document(draft: Draft) -> DocumentFacts:
    facts = draft.document
    moved: dict[str, Any] = {}
    for name in DocumentFacts.FIELDS:
        fact: Fact | None = getattr(facts, name)
        if fact is not None and fact.span is not None:
            span = draft.folded.to_source(fact.span)
            value = (
                _as_printed(fact.value, span.of(draft.source)) if name == "title" else fact.value
            )
            moved[name] = Fact(value, span)
    return replace(facts, **moved)


def _as_printed(value: str, printed: str) -> str:
    """Give a title the width of brackets and dashes that the source prints."""
    words = _BLANK.sub("", printed)
    same = normalize("NFKC", words) == normalize("NFKC", _BLANK.sub("", value))
    return words if same and not _BLANK.search(value) else value


def _target(draft: Draft, number: int, placed: Placed) -> Target:
    goal = placed.goal
    assert goal is not None
    span = draft.folded.to_source(goal.span)
    straight = "“" not in draft.source
    return Target(
        id=f"T{number:03d}", indicator=_as_quoted(goal.indicator, straight),
        printed=_as_quoted(goal.printed, straight), op=goal.op,
        value=goal.value, unit=goal.unit, year=goal.scope.year, basis=goal.basis,
        quote=span.of(draft.source), span=span, where=placed.where, section=placed.section,
        cue=goal.cue, modality=goal.modality, nature=goal.nature, scope=goal.scope.words,
        year_from=goal.scope.year_from, baseline=goal.baseline, row=goal.row,
        direction=goal.direction, subject=goal.subject,
    )  # fmt: skip


def _as_quoted(name: str, straight: bool) -> str:
    """Give a name the quotation marks that the source prints."""
    return name.replace("“", '"').replace("”", '"') if straight else name


def _soft(draft: Draft, number: int, placed: Placed) -> SoftTarget:
    soft = placed.soft
    assert soft is not None
    span = draft.folded.to_source(soft.span)
    return SoftTarget(
        f"S{number:03d}", soft.kind, soft.scope.year, span.of(draft.source), span, placed.section
    )


def _task(draft: Draft, number: int, order: Order) -> Task:
    span = draft.folded.to_source(order.span)
    words = draft.folded.to_source(order.text_span) if order.text_span else span
    duties = order.duties
    first = next((duty.span for duty in duties if duty.span), None)
    return Task(
        id=f"K{number:03d}", number=order.number, title=order.title, text=words.of(draft.source),
        section=order.section,
        lead_units=tuple(dict.fromkeys(name for duty in duties for name in duty.lead)),
        support_units=tuple(dict.fromkeys(name for duty in duties for name in duty.support)),
        span=span, kind=order.kind, units_span=draft.folded.to_source(first) if first else None,
        open_list=any(duty.open_list for duty in duties),
        due=next((duty.due for duty in duties if duty.due), None),
    )  # fmt: skip


_WIDE = str.maketrans(",;:()?!", "，；：（）？！")
_NARROW_MARK = re.compile(
    r"(?<=[\u4e00-\u9fff”》）%、…])\s?[,;:!?](?!\d)|[()]|(?<=\d)[,;:](?=[\u4e00-\u9fff“])"
)


def in_print(message: str) -> str:
    """Return a message with the marks that printed Chinese uses, also in the words it quotes."""
    return _NARROW_MARK.sub(lambda found: found.group(0).strip().translate(_WIDE), message)


def _finding(draft: Draft, finding: Finding) -> Finding:
    span = draft.folded.to_source(finding.span) if finding.span else None
    others: tuple[Span, ...] = tuple(draft.folded.to_source(other) for other in finding.others)
    return replace(finding, span=span, others=others, message=in_print(finding.message))
