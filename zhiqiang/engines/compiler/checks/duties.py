"""Checks of responsibility: who leads, where nobody is named, one body under two names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from zhiqiang.engines.compiler.body_names import carried_names
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span

# One of these in one name and not in the other makes two bodies of them.
_TELLS_APART = set("省市县区镇乡一二三四五六七八九十东西南北中")


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


def check_equal_leads(draft: Draft) -> Iterator[Finding]:
    """Several bodies of equal standing and no rule which of them leads: one finding for all."""
    if draft.convention.first_leads or draft.convention.comma_leads:
        return
    orders = [o for o in draft.orders if o.kind != "safeguard" and o.duties]
    equal = [o for o in orders if _is_headless(o)]
    if len(equal) < 3 or len(equal) * 3 < len(orders):
        return
    message = (
        f"有 {len(equal)} 项任务并列几个责任单位，没有写谁牵头，文中也没有“列第一位的为牵头单位”一类说明，"
        "暂按共同负责处理，请明确牵头单位。"
    )
    places = [next(d.span or o.span for d in o.duties) for o in equal]
    yield Finding(Severity.NOTICE, "no_lead_named", message, places[0], None, tuple(places[1:50]))


def _is_headless(order: Order) -> bool:
    return all(len(duty.lead) > 1 and not duty.support for duty in order.duties)


def check_carried_prefixes(draft: Draft) -> Iterator[Finding]:
    """县市场监管局、发改局: the prefix of the first holds for the others, and is not printed."""
    places: list[Span] = []
    example = ""
    for order in draft.orders:
        for duty in order.duties:
            bare = carried_names((*duty.lead, *duty.support))
            if bare:
                places.append(duty.span or order.span)
                example = example or next(iter(bare.items()))[0]
    if places:
        message = (
            f"有 {len(places)} 处单位名称只在第一个写了“省、市、县、区”，后面的省略了（如“{example}”），"
            "已按同级单位理解，请核对后统一写全称。"
        )
        yield Finding(
            Severity.NOTICE, "carried_prefix", message, places[0], None, tuple(places[1:50])
        )


def check_spelling_of_bodies(draft: Draft) -> Iterator[Finding]:
    """One body under two names, or misprinted, as the plan's own list of bodies shows."""
    first: dict[str, Span] = {}
    often: Counter[str] = Counter()
    for order in draft.orders:
        for name, place in _names(order):
            first.setdefault(name, place)
            often[name] += 1
    names = sorted(first, key=len)[:400]
    for at, short in enumerate(names):
        for long in names[at + 1 :]:
            if len(long) - len(short) > 6:
                break
            code = _kinship(short, long, often)
            if code is None:
                continue
            if code == "misprinted_body":
                wrong, right = sorted((short, long), key=lambda name: often[name])
                message = f"“{wrong}”（{often[wrong]} 处）疑似“{right}”（{often[right]} 处）之误，请对照原件改正。"
            else:
                wrong, right = short, long
                message = f"“{short}”与“{long}”像是同一单位的简称和全称，请确认并统一。"
            yield Finding(Severity.NOTICE, code, message, first[wrong], None, (first[right],))


def _kinship(short: str, long: str, often: Counter[str]) -> str | None:
    """Return what two names are to each other: a misprint, a short form, or nothing."""
    if short[:2] != long[:2] or short[-1] != long[-1] or len(short) < 4:
        return None
    few, many = sorted((often[short], often[long]))
    if len(short) >= 6 and few == 1 and many >= 3 and Levenshtein.distance(short, long) == 1:
        odd = set(short) ^ set(long)
        return None if odd & _TELLS_APART else "misprinted_body"
    if len(short) < len(long) and _is_short_for(short, long):
        return "two_names_of_a_body"
    return None


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
