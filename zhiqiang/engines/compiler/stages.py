"""The stages of a compilation, in the order they run. Each is a pure function of the draft."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from rapidfuzz import fuzz

from zhiqiang.engines.compiler import blocks, bodies, classify, nature, outline, soft_targets
from zhiqiang.engines.compiler.checks import CHECKS
from zhiqiang.engines.compiler.draft import Draft, Placed
from zhiqiang.engines.compiler.folding import fold
from zhiqiang.engines.compiler.goals import Setting
from zhiqiang.engines.compiler.horizons import fill_years
from zhiqiang.engines.compiler.money import read_money
from zhiqiang.engines.compiler.ordered_systems import read_systems
from zhiqiang.engines.compiler.outline import name_of, walk
from zhiqiang.engines.compiler.particulars import MoneyRule, OrderedSystem
from zhiqiang.engines.compiler.passages import passages, topic_of
from zhiqiang.engines.compiler.reading_rules import read_rules
from zhiqiang.engines.compiler.table_goals import goal_rows, order_rows
from zhiqiang.engines.compiler.tables import find_tables
from zhiqiang.engines.compiler.targets import read_goals
from zhiqiang.engines.compiler.tasks import find_orders
from zhiqiang.engines.compiler.title_page import read_title_page
from zhiqiang.engines.compiler.years import Scope
from zhiqiang.kernel.place import Span


def fold_text(draft: Draft) -> Draft:
    """Read ``source``; write ``folded``: one spelling, broken sentences joined, places kept."""
    return replace(draft, folded=fold(draft.source))


def cut_blocks(draft: Draft) -> Draft:
    """Read ``folded`` and ``headings``; write ``blocks`` and ``tables``."""
    cut = blocks.cut(draft.plain, _heading_levels(draft))
    return replace(draft, blocks=cut, tables=tuple(find_tables(cut, draft.plain)))


def build_outline(draft: Draft) -> Draft:
    """Read ``blocks``; write ``root``, the tree of headings."""
    return replace(draft, root=outline.build(draft.blocks))


def read_document(draft: Draft) -> Draft:
    """Read ``blocks`` and ``root``; write ``document``, what the title page says."""
    facts = read_title_page(draft.plain, draft.blocks, draft.extra_divisions)
    is_plan, reason = nature.judge(draft.plain, draft.root, facts, bool(draft.tables))
    return replace(draft, document=replace(facts, is_plan=is_plan, reason=reason))


def classify_sections(draft: Draft) -> Draft:
    """Read ``root``; write it back with the kind of every section, and ``convention``."""
    convention = bodies.convention_of(draft.plain)
    return replace(draft, root=classify.classify(draft.root), convention=convention)


def extract_orders(draft: Draft) -> Draft:
    """Read ``root`` and ``tables``; write ``orders``."""
    if not draft.document.is_plan:
        return draft
    found = find_orders(draft.root, draft.convention)
    for table, section in zip(draft.tables, _sections_of(draft), strict=True):
        if table.is_duty_table:
            found.extend(order_rows(table, draft.plain, section, draft.convention))
    found.sort(key=lambda order: (order.span.start, -order.span.end))
    return replace(draft, orders=tuple(found))


def extract_goals(draft: Draft) -> Draft:
    """Read ``root``, ``tables``, ``orders`` and ``document``; write ``goals``, the targets with a number."""
    if not draft.document.is_plan:
        return draft
    placed: list[Placed] = []
    title = str(draft.document.value("title") or "")
    setting = Setting(Scope(), False, topic_of(title, draft.root), draft.issued)
    scopes: dict[int, Scope] = {}
    for passage in passages(draft.root):
        if passage.kind == "background":
            continue
        in_goal = passage.kind == "goal"
        key = 0 if in_goal else passage.block.span.start
        spending = passage.kind == "safeguard"
        here = replace(setting, scope=scopes.get(key, Scope()), in_goal=in_goal, spending=spending)
        goals, scopes[key] = read_goals(passage.block.text, passage.block.span.start, here)
        if passage.kind == "preamble":
            goals = [goal for goal in goals if goal.scope.year is not None]
        if passage.kind == "step":
            goals = [goal for goal in goals if goal.cue]  # meetings held are no goals
        where = "goal" if in_goal else "task"
        placed.extend(Placed(where, passage.section, goal) for goal in goals)
        placed = _with_nature(placed, passage.block.text)
    placed.extend(_table_goals(draft, setting))
    filled = fill_years(draft, placed)
    filled.sort(key=lambda p: p.goal.span.start if p.goal else 0)
    return replace(draft, goals=tuple(filled))


def extract_soft_goals(draft: Draft) -> Draft:
    """Read ``root`` and ``goals``; write ``soft``, the goals without a number."""
    if not draft.document.is_plan:
        return draft
    placed: list[Placed] = []
    scope = Scope()
    counted = sorted(p.goal.span.start for p in draft.goals if p.goal is not None)
    for passage in passages(draft.root):
        in_goal = passage.kind == "goal"
        if passage.kind in ("preamble", "background", "box"):
            continue
        block = passage.block
        before = scope if in_goal else Scope()
        found, after = soft_targets.read_soft_goals(block.text, block.span.start, before, in_goal)
        scope = after if in_goal else scope
        # 增长一倍 and 八成 are numbers that the words of a soft goal may hold.
        found = [soft for soft in found if not _meets(soft.span, counted)]
        where = "goal" if in_goal else "task"
        placed.extend(Placed(where, passage.section, None, soft) for soft in found)
    placed.extend(_soft_in_rows(draft, placed))
    placed.sort(key=lambda one: one.soft.span.start if one.soft else 0)
    return replace(draft, soft=tuple(placed))


# Words shared out of a hundred from which a row says again what the text has said.
_REPEATED = 60


def _soft_in_rows(draft: Draft, stated: list[Placed]) -> list[Placed]:
    """Read the rows of duty tables; a row that repeats what the text has said says nothing new."""
    said = [p.soft.span.of(draft.plain) for p in stated if p.soft is not None]
    placed: list[Placed] = []
    for order in draft.orders:
        if order.kind != "table_row" or order.text_span is None:
            continue
        span = order.text_span
        found, _ = soft_targets.read_soft_goals(span.of(draft.plain), span.start, Scope(), False)
        for soft in found:
            words = soft.span.of(draft.plain)
            if not any(fuzz.ratio(words, other) >= _REPEATED for other in said):
                placed.append(Placed("table", order.section, None, soft))
    return placed


def _meets(span: Span, starts: list[int]) -> bool:
    """Whether one of the sorted places lies in a span."""
    at = bisect_left(starts, span.start)
    return at < len(starts) and starts[at] < span.end


def extract_particulars(draft: Draft) -> Draft:
    """Read ``root`` and ``plain``; write ``money``, ``systems`` and ``rules``."""
    if not draft.document.is_plan:
        return draft
    money: list[MoneyRule] = []
    systems: list[OrderedSystem] = []
    for passage in passages(draft.root):
        if passage.kind in ("background", "preamble"):
            continue
        text, start = passage.block.text, passage.block.span.start
        money.extend(read_money(text, start, passage.section))
        systems.extend(read_systems(text, start, passage.section))
    rules = tuple(read_rules(draft.plain))
    return replace(draft, money=tuple(money), systems=tuple(systems), rules=rules)


def check(draft: Draft) -> Draft:
    """Read everything; write ``findings``: what a person has to look at."""
    found = [finding for one in CHECKS for finding in one(draft)]
    return replace(draft, findings=draft.findings + tuple(found))


STAGES: tuple[Callable[[Draft], Draft], ...] = (
    fold_text,
    cut_blocks,
    build_outline,
    read_document,
    classify_sections,
    extract_orders,
    extract_goals,
    extract_soft_goals,
    extract_particulars,
    check,
)


def run(draft: Draft) -> Draft:
    """Run the stages in order."""
    for stage in STAGES:
        draft = stage(draft)
    return draft


def _heading_levels(draft: Draft) -> dict[int, int]:
    """Map places of the folded text to the heading levels that the file gave by line number."""
    if not draft.headings:
        return {}
    levels = dict(draft.headings)
    starts: dict[int, int] = {}
    at = 0
    for number, line in enumerate(draft.source.split("\n")):
        if number in levels:
            starts[at + len(line) - len(line.lstrip())] = levels[number]
        at += len(line) + 1
    origin = draft.folded.origin
    return {
        place: starts[origin[place]]
        for place in range(len(draft.plain))
        if (place == 0 or draft.plain[place - 1] == "\n") and origin[place] in starts
    }


def _sections_of(draft: Draft) -> list[str]:
    """Name for each table the heading or caption that it stands under."""
    sections = [section for section, _ in walk(draft.root)]
    starts = [section.head.start for section in sections]
    names: list[str] = []
    for table in draft.tables:
        at = bisect_left(starts, table.rows[0].span.start)
        caption = table.caption if len(table.caption) <= 60 else ""
        names.append(caption or (name_of(sections[at - 1]) if at else ""))
    return names


def _table_goals(draft: Draft, setting: Setting) -> list[Placed]:
    placed: list[Placed] = []
    period = draft.document.value("period")
    for number, (table, section) in enumerate(zip(draft.tables, _sections_of(draft), strict=True)):
        if not table.is_duty_table:
            for goal in goal_rows(table, draft.plain, period, draft.issued):
                placed.append(Placed("table", section, goal, None, number))
    for order in draft.orders:
        if order.kind == "table_row":
            span = order.text_span or order.span
            goals, _ = read_goals(span.of(draft.plain), span.start, setting)
            placed.extend(Placed("table", order.section, goal, None, None) for goal in goals)
    return placed


_NATURE_OF_ALL = re.compile(r"(?:上述|以上|前述)[^,。]{0,8}指标均?(?:为|属)?(约束性|预期性|指导性)")


def _with_nature(placed: list[Placed], words: str) -> list[Placed]:
    """Carry (上述指标均为预期性指标) back over the goals of the chapter before it."""
    found = _NATURE_OF_ALL.search(words)
    if not found:
        return placed
    return [
        replace(p, goal=replace(p.goal, nature=p.goal.nature or found.group(1)))
        if p.goal is not None and p.where == "goal"
        else p
        for p in placed
    ]
