"""Firms as holders: by exact name, by how many rights they hold, and what was merged into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q

from zhiqiang.kernel.divisions import prefix
from zhiqiang.records.registry.models import Party, Right
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.queries.visibility import visible_parties, visible_rights

_AT_ONCE = 800


def parties_named(name: str, person: Any) -> list[Party]:
    """Return the parties of exactly this name; one that was merged into another as that one."""
    meant = visible_parties(person).filter(name_key=name_key(name)).select_related("same_as")
    return list({(one.same_as or one).pk: (one.same_as or one) for one in meant}.values())


def firms_with(region: str, least: int, kinds: Sequence[str], limit: int) -> list[Party]:
    """Return the firms of a region that hold at least so many published rights of some kinds."""
    rows = visible_rights(AnonymousUser()).filter(kind__in=kinds, holder__kind="firm")
    rows = rows.filter(region_code__startswith=prefix(region)) if prefix(region) else rows
    held = rows.order_by().values("holder").annotate(n=Count("pk")).filter(n__gte=least)
    keys = list(held.order_by("-n", "holder").values_list("holder", flat=True)[:limit])
    found = visible_parties(AnonymousUser()).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def merged_into(parties: Collection[int]) -> dict[int, frozenset[int]]:
    """Return for each party all that are the same one now, itself among them."""
    rows = Party.objects.for_program("knows the own rights of a firm")
    into = dict(rows.filter(same_as__isnull=False).values_list("pk", "same_as_id"))

    def last(key: int) -> int:
        seen = set()
        while key in into and key not in seen:
            seen.add(key)
            key = into[key]
        return key

    same: dict[int, set[int]] = {}
    for key in into:
        same.setdefault(last(key), set()).add(key)
    return {one: frozenset({one, last(one), *same.get(last(one), ())}) for one in parties}


def keys_of_names(parties: Collection[int]) -> dict[int, str]:
    """Return the name of each party as printed names are compared."""
    rows = Party.objects.for_program("knows the own rights of a firm")
    keys, out = sorted(parties), {}
    for start in range(0, len(keys), _AT_ONCE):
        found = rows.filter(pk__in=keys[start : start + _AT_ONCE])
        out.update(found.values_list("pk", "name_key"))
    return out


@dataclass(frozen=True, slots=True)
class Horizon:
    """Up to where the register was known: its last right, and those that nobody had published."""

    last_right: int
    waiting: frozenset[int]


def horizon() -> Horizon:
    """Return up to where the register reaches now."""
    rows = Right.objects.for_program("tells what is new later")
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    hidden = rows.filter(is_published=False).values_list("pk", flat=True)
    return Horizon(int(last), frozenset(hidden))


def became_known(since: Horizon, until: Horizon) -> Q:
    """Return "published, and not known or not published at ``since``" as a condition on rights."""
    return Q(is_published=True, pk__lte=until.last_right) & (
        Q(pk__gt=since.last_right) | Q(pk__in=since.waiting - until.waiting)
    )


def fresh_rights(since: Horizon, until: Horizon) -> frozenset[int]:
    """Return the keys of the rights that became known between two moments."""
    rows = Right.objects.for_program("tells what is new").filter(became_known(since, until))
    return frozenset(rows.values_list("pk", flat=True).iterator(20_000))


def published_since(day: date) -> Q:
    """Return "published on a day or later" as a condition on rights."""
    return Q(is_published=True) & (Q(published_on__gte=day) | Q(granted_on__gte=day))


def known_rights(condition: Q, kinds: Sequence[str], columns: Sequence[str]) -> Iterator[Any]:
    """Yield columns of the published rights that meet a condition, unread before they are asked for."""
    rows = visible_rights(AnonymousUser()).filter(condition, kind__in=kinds).order_by("pk")
    yield from rows.values_list(*columns).iterator(5_000)
