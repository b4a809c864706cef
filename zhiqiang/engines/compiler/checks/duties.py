"""Checks of responsibility: who leads, where nobody is named, one body under two names."""

from __future__ import annotations

from collections.abc import Iterator

from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span


def check_leads(draft: Draft) -> Iterator[Finding]:
    """A table that marks its leaders should mark one in every row with several bodies."""
    rows = [order for order in draft.orders if order.kind == "table_row"]
    stars = {order.span.start: order.span.of(draft.plain).count("*") for order in rows}
    if not any(stars.values()):
        return
    for order in rows:
        several = sum(len(duty.lead) + len(duty.support) for duty in order.duties) > 1
        if several and not stars[order.span.start]:
            message = f"第 {order.number or order.row} 行有几个责任单位，但没有标明牵头单位，暂取第一个，请确认。"
            yield Finding(Severity.WARNING, "no_lead", message, order.span)
        elif stars[order.span.start] > 1:
            message = f"第 {order.number or order.row} 行标了 {stars[order.span.start]} 个牵头单位，请确认由谁总牵头。"
            yield Finding(Severity.NOTICE, "several_leads", message, order.span)


def check_missing_bodies(draft: Draft) -> Iterator[Finding]:
    """Orders that nobody answers for have to be assigned by a person."""
    orders = [order for order in draft.orders if order.kind != "safeguard"]
    silent = [order for order in orders if not order.duties]
    if not orders or not silent:
        return
    if len(silent) == len(orders):
        message = f"全文 {len(orders)} 项任务都没有写责任单位，请逐项指定。"
        yield Finding(Severity.NOTICE, "no_bodies", message, silent[0].span)
        return
    if any(order.kind == "table_row" for order in orders):
        silent = [order for order in silent if order.kind == "table_row"]
    for order in silent:
        message = f"任务“{order.title[:30]}”没有写责任单位，请指定。"
        yield Finding(Severity.NOTICE, "order_without_body", message, order.span)


def check_spelling_of_bodies(draft: Draft) -> Iterator[Finding]:
    """One body under a short and a full name: 区市监局 beside 区市场监管局."""
    first: dict[str, Span] = {}
    for order in draft.orders:
        for name, place in _names(order):
            first.setdefault(name, place)
    names = sorted(first, key=len)[:400]
    for at, short in enumerate(names):
        for long in names[at + 1 :]:
            if short[-1] == long[-1] and short[:2] == long[:2] and _is_short_for(short, long):
                message = f"“{short}”与“{long}”像是同一单位的简称和全称，请确认并统一。"
                yield Finding(
                    Severity.NOTICE,
                    "two_names_of_a_body",
                    message,
                    first[short],
                    None,
                    (first[long],),
                )


def _names(order: Order) -> Iterator[tuple[str, Span]]:
    for duty in order.duties:
        for name in (*duty.lead, *duty.support):
            yield name, duty.span or order.span


def _is_short_for(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in order, most of them adjoining."""
    if len(short) < 4 or len(long) - len(short) > 6 or len(short) == len(long):
        return False
    at = 0
    for char in short:
        at = long.find(char, at) + 1
        if not at:
            return False
    return long[:4] == short[:4]
