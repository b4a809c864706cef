"""The stages of a compilation, in the order they run. Each is a pure function of the draft."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace

from zhiqiang.engines.compiler import blocks, bodies, classify, nature, outline, soft_targets
from zhiqiang.engines.compiler.checks import CHECKS
from zhiqiang.engines.compiler.draft import Draft, Placed
from zhiqiang.engines.compiler.folding import fold
from zhiqiang.engines.compiler.goals import Goal, Setting
from zhiqiang.engines.compiler.money import read_money
from zhiqiang.engines.compiler.ordered_systems import read_systems
from zhiqiang.engines.compiler.outline import Section, name_of, walk
from zhiqiang.engines.compiler.particulars import MoneyRule, OrderedSystem
from zhiqiang.engines.compiler.passages import passages, topic_of
from zhiqiang.engines.compiler.reading_rules import read_rules
from zhiqiang.engines.compiler.table_goals import goal_rows, order_rows
from zhiqiang.engines.compiler.tables import Table, find_tables
from zhiqiang.engines.compiler.targets import read_goals
from zhiqiang.engines.compiler.tasks import Order, find_orders
from zhiqiang.engines.compiler.title_page import read_title_page
from zhiqiang.engines.compiler.years import Scope, horizons_in, read_year, with_default
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
    for table in draft.tables:
        if table.is_duty_table:
            found.extend(
                order_rows(table, draft.plain, _section_of(draft, table), draft.convention)
            )
    found.sort(key=lambda order: (order.span.start, -order.span.end))
    return replace(draft, orders=tuple(found))


def extract_goals(draft: Draft) -> Draft:
    """Read ``root``, ``tables`` and ``document``; write ``goals``, the targets with a number."""
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
    end, capped = _horizon(draft), draft.period_end
    if capped is None:
        end = capped = _counted_end(placed)
    placed = _due_with_task(placed, draft.orders)
    filled = [replace(p, goal=_dated(p, end, capped)) for p in placed]
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
    return replace(draft, soft=tuple(placed))


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


def _section_of(draft: Draft, table: Table) -> str:
    """Name the heading or caption that a table stands under."""
    start = table.rows[0].span.start
    last: Section | None = None
    for section, _ in walk(draft.root):
        if section.head.start < start:
            last = section
    caption = table.caption if len(table.caption) <= 60 else ""
    return caption or (name_of(last) if last is not None else "")


def _table_goals(draft: Draft, setting: Setting) -> list[Placed]:
    placed: list[Placed] = []
    period = draft.document.value("period")
    for number, table in enumerate(draft.tables):
        section = _section_of(draft, table)
        if not table.is_duty_table:
            for goal in goal_rows(table, draft.plain, period, draft.issued):
                placed.append(Placed("table", section, goal, None, number))
            continue
        for order in order_rows(table, draft.plain, section, draft.convention):
            span = order.text_span or order.span
            goals, _ = read_goals(span.of(draft.plain), span.start, setting)
            placed.extend(Placed("table", section, goal, None, None) for goal in goals)
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


def _horizon(draft: Draft) -> int | None:
    """Return the year for goals that print none: the plan's last, unless it names several ends."""
    period = draft.document.value("period")
    if not period or period[0] is not None:
        return draft.period_end
    stated = [p.block.text for p in passages(draft.root) if p.kind in ("goal", "preamble")]
    ends = {year for text in stated for year in horizons_in(text)}
    return ends.pop() if len(ends) == 1 else None


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
