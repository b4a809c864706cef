"""Checks of what a plan says in two places: a goal and its task, an order and its row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

from zhiqiang.engines.compiler.checks.figures import goals_of, show
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.matching import fold_name
from zhiqiang.engines.compiler.sentences import clauses, sentences
from zhiqiang.engines.compiler.vocabulary import STOCK_WORDS
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span

# A clause is echoed where this share of its pairs of characters stands in one row.
_ECHOED = 0.45
_LEAST_ROWS = 10
# No plan has more tasks or rows; a file with more is several plans, and would take too long.
_MOST_TEXTS = 400
_SHORTEST = 8
_MOST = 40
_DUTY_VERB = re.compile(
    r"^(?:探索|加强|建立|健全|完善|推动|推进|开展|实施|制定|建设|有效|深化|构建|组织|培育|引进|强化|设立|提高)"
)
_THINGS = set("个项件家户枚")
_CJK = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")


class _Echo:
    """The pairs of characters of several texts, to ask in which one some words come back.

    With ``weigh``, a pair that many of the texts share says little, and weighs little.
    """

    def __init__(self, texts: Iterable[str], *, weigh: bool = False) -> None:
        self.weigh = weigh
        self.where: dict[str, set[int]] = defaultdict(set)
        self.size = 1
        for number, text in enumerate(texts):
            self.size = number + 2
            for pair in pairs_of(text):
                self.where[pair].add(number)

    def share(self, words: str) -> float:
        """Return the largest share of the pairs of ``words``, by weight, that stands in one text."""
        weights = {pair: self._weight(pair) for pair in pairs_of(words)}
        whole = sum(weights.values())
        if whole <= 0:
            return 1.0
        found: dict[int, float] = defaultdict(float)
        for pair, weight in weights.items():
            for number in self.where.get(pair, ()):
                found[number] += weight
        return max(found.values(), default=0.0) / whole

    def _weight(self, pair: str) -> float:
        return log(self.size / (len(self.where.get(pair, ())) + 0.5)) if self.weigh else 1.0


def pairs_of(text: str) -> set[str]:
    """Return the pairs of adjoining characters, without marks and blanks."""
    bare = "".join(_CJK.findall(text))
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def check_orders_without_row(draft: Draft) -> Iterator[Finding]:
    """Where a table divides the orders among the bodies, what the text orders should be in it."""
    rows = [order for order in draft.orders if order.kind == "table_row"]
    told = [order for order in draft.orders if order.kind == "task" and not order.duties]
    if not _LEAST_ROWS <= len(rows) <= _MOST_TEXTS or not told:
        return
    echo = _Echo((order.span.of(draft.plain) for order in rows), weigh=True)
    found: list[Span] = []
    for order in told:
        found.extend(_without_echo(order.span, draft.plain, echo))
    for place in found[:_MOST]:
        message = (
            f"正文要求“{place.of(draft.plain)}”，分工表里没有对应的行，因而没有责任单位，"
            "请在分工表中补一行或说明并入哪一行。"
        )
        yield Finding(Severity.NOTICE, "order_without_row", message, place, None, (rows[0].span,))


def _without_echo(span: Span, plain: str, echo: _Echo) -> Iterator[Span]:
    text = span.of(plain)
    for sentence in sentences(text):
        words = sentence.of(text)
        for clause in clauses(words):
            part = clause.of(words)
            if len(part) < _SHORTEST or not _DUTY_VERB.match(part) or echo.share(part) >= _ECHOED:
                continue
            start = span.start + sentence.start + clause.start
            yield Span(start, start + len(part))


def check_goals_without_task(draft: Draft) -> Iterator[Finding]:
    """Goals that no task speaks of have nobody who works for them; one finding lists them."""
    tasks = [order for order in draft.orders if order.kind != "safeguard"]
    goals = [p.goal for p in draft.goals if p.goal is not None and p.where == "goal"]
    if not 3 <= len(tasks) <= _MOST_TEXTS or not goals:
        return
    echo = _Echo(order.span.of(draft.plain) for order in tasks)
    made = [g for g in goals if not any(word in g.printed for word in STOCK_WORDS)]
    lost = [goal for goal in made if echo.share(goal.printed) < _ECHOED]
    if lost:
        names = "、".join(dict.fromkeys(goal.indicator for goal in lost[:6]))
        more = "等" if len(lost) > 6 else ""
        message = (
            f"有 {len(lost)} 项目标（{names}{more}）在任务部分找不到对应的举措，"
            "请确认由哪项任务、哪个单位承担。"
        )
        places = tuple(dict.fromkeys(goal.span for goal in lost))
        yield Finding(Severity.NOTICE, "goal_without_task", message, places[0], None, places[1:])


def check_yearly_sums(draft: Draft) -> Iterator[Finding]:
    """A yearly amount times the years of the plan should give the sum promised for the period."""
    period = draft.document.value("period")
    if not period or period[0] is None:
        return
    years = period[1] - period[0] + 1
    spoken = [g for g in goals_of(draft, tabled=False) if not isinstance(g.value, tuple)]
    sums = [g for g in spoken if g.basis == "cumulative"]
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, goal in enumerate(sums):
        by_name[_core(goal.indicator)].append(number)
    told: set[Span] = set()
    for goal in (g for g in spoken if g.basis == "annual"):
        for number in by_name.get(_core(goal.indicator), ()):
            total = sums[number]
            if isinstance(total.value, tuple) or isinstance(goal.value, tuple):
                continue
            if total.span in told:
                continue
            alike = goal.unit == total.unit or {goal.unit, total.unit} <= _THINGS
            if alike and goal.value * years < total.value:
                message = (
                    f"“{goal.indicator}”每年 {show(goal)}，{years} 年合计 {goal.value * years:g}，"
                    f"达不到期内的 {show(total)}，请确认以哪个为准。"
                )
                told.add(total.span)
                places = (total.span,)
                yield Finding(
                    Severity.WARNING, "yearly_below_sum", message, goal.span, None, places
                )


def _core(name: str) -> str:
    return re.sub(r"^新增|^新建|数$|次数$|量$", "", fold_name(name))
