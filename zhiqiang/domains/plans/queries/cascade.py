"""The plans above and below a programme, what they promise, and how targets are shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans import cascade
from zhiqiang.domains.plans.cascade import Balance, Promise
from zhiqiang.domains.plans.models import Programme, Share, Target
from zhiqiang.domains.plans.queries.programmes import visible_to
from zhiqiang.kernel.finding import Finding
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import queries as indicators


@dataclass(frozen=True, slots=True)
class CascadeView:
    """A programme between its parent and its children."""

    parent: Programme | None
    above: tuple[Finding, ...]
    children: tuple[tuple[str, str, Programme | None], ...]
    below: tuple[Finding, ...]
    balances: tuple[Balance, ...]

    @property
    def has_plans_below(self) -> bool:
        return any(plan is not None for _, _, plan in self.children)


def promises(of: Programme) -> list[Promise]:
    """Return the numbered targets that are linked to an indicator, one a promise."""
    known = indicators.catalogue()
    out: dict[tuple[Any, ...], Promise] = {}
    for one in of.targets.filter(value__isnull=False).exclude(where="table"):
        indicator = known.get(one.indicator_key)
        promise = promise_of(one, getattr(indicator, "direction", "up") == "down")
        out.setdefault((promise.key or promise.name, promise.year, promise.basis), promise)
    return list(out.values())


def promise_of(one: Target, is_down: bool = False) -> Promise:
    """Return a target as plans of two levels compare it."""
    assert one.value is not None
    return Promise(
        one.code, one.identity, one.indicator_key, one.indicator_name, one.year,
        one.basis, one.operator, one.value, one.unit,
        is_down or one.operator.startswith("<"),
    )  # fmt: skip


def cascade_view(of: Programme, person: Any) -> CascadeView:
    """Return how ``of`` fits the plan above it and those below it, as far as ``person`` sees them."""
    known = divisions()
    own = promises(of)
    parent = _plan_of(known.parent(of.region_code), of, person)
    above: list[Finding] = []
    if parent is not None:
        shares = {
            one.identity: one.value
            for one in Share.objects.visible_to(person).filter(
                programme=parent, region_code=of.region_code
            )
        }
        above = cascade.check_child(promises(parent), own, shares)
    names = {one.code: one.name for one in known.children(of.region_code)}
    plans = _plans_of(list(names), of, person)
    below = cascade.check_children(own, {c: promises(p) for c, p in plans.items()}, names)
    children = tuple((code, name, plans.get(code)) for code, name in names.items())
    return CascadeView(
        parent, tuple(above), children, tuple(below), tuple(balances(of, own, names))
    )


def balances(of: Programme, own: Sequence[Promise], names: Mapping[str, str]) -> list[Balance]:
    """Return every target that was shared out, with its remainder."""
    given: dict[str, dict[str, Decimal]] = {}
    for share in of.shares.all():
        given.setdefault(share.identity, {})[share.region_code] = share.value
    return [
        Balance(one, tuple((c, n, given[one.identity].get(c)) for c, n in names.items()))
        for one in own
        if one.identity in given
    ]


def balance_of(of: Programme, target: Target) -> Balance:
    """Return one target with what each child is given of it."""
    shares = of.shares.filter(identity=target.identity)
    given = {one.region_code: one.value for one in shares}
    children = divisions().children(of.region_code)
    parts = tuple((one.code, one.name, given.get(one.code)) for one in children)
    return Balance(promise_of(target), parts)


def _plan_of(region: str, of: Programme, person: Any) -> Programme | None:
    return _plans_of([region], of, person).get(region) if region else None


def _plans_of(regions: Sequence[str], of: Programme, person: Any) -> dict[str, Programme]:
    """Return of each region the plan whose period meets that of ``of``: in force before draft."""
    rows = (
        visible_to(person)
        .filter(region_code__in=regions)
        .exclude(state=Programme.State.REPLACED)
        .defer("source_text")
    )
    out: dict[str, Programme] = {}
    order = {Programme.State.IN_FORCE: 1, Programme.State.DRAFT: 0}
    for one in sorted(rows, key=lambda p: (order.get(Programme.State(p.state), 0), p.pk)):
        if _meets(one, of):
            out[one.region_code] = one
    return out


def _meets(one: Programme, other: Programme) -> bool:
    start = max(one.from_year or 0, other.from_year or 0)
    return start <= min(one.to_year or 9999, other.to_year or 9999)
