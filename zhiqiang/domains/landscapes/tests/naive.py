"""Count a landscape again, row by row, from the register: an independent twin of the lake's counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from zhiqiang.records.registry.life import life_of
from zhiqiang.records.registry.models import Event, Right

ON = date(2023, 12, 31)
BRANCHES = {
    "压铸": lambda t: "压铸" in t, "熔炼": lambda t: "熔炼" in t,
    "制品": lambda t: "轮毂" in t or "板材" in t, "减重": lambda t: "减重" in t,
}  # fmt: skip


def in_field() -> list[Right]:
    """Return the published rights with 镁合金 in their titles, of the counted kinds."""
    rows = Right.objects.for_program("test").select_related("holder").order_by("pk")
    return [
        one for one in rows
        if one.is_published and "镁合金" in one.title and one.kind in ("invention", "utility_model")
        and one.filed_on and date(2012, 1, 1) <= one.filed_on <= ON
    ]  # fmt: skip


def families(rows: list[Right]) -> list[list[Right]]:
    """Return rows gathered: one holder, one title, never more than twelve months apart."""
    groups: dict[Any, list[Right]] = defaultdict(list)
    for one in sorted(rows, key=lambda r: (r.filed_on, r.pk)):
        groups[one.holder_id, one.title].append(one)
    out = []
    for own in groups.values():
        family = [own[0]]
        for before, one in zip(own, own[1:], strict=False):
            a, b = before.filed_on, one.filed_on
            if (b.year * 12 + b.month) * 31 + b.day - (
                a.year * 12 + a.month
            ) * 31 - a.day > 12 * 31:
                out.append(family)
                family = []
            family.append(one)
        out.append(family)
    return out


def state(one: Right) -> int:
    """Return 3 in force, 2 not granted, 0 ended, on the day."""
    events = list(Event.objects.for_program("test").filter(right=one))
    life = life_of(one, events)
    if any(s.from_on <= ON and (s.until_on is None or s.until_on > ON) for s in life.intervals):
        return 3
    if life.doubt:
        return 1
    begun = any(s.from_on <= ON for s in life.intervals)
    return 0 if begun or (one.granted_on and one.granted_on <= ON) else 2


def holder(one: Right) -> str:
    return "自然人" if one.holder.kind == "person" else one.holder.name


def is_local(one: Right) -> bool:
    return one.region_code.startswith("9901")


def counts(rows: list[Right], key: Any) -> Counter[Any]:
    return Counter(key(one) for one in rows)
