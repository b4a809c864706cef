"""Who may work on the figures of which region: rights reach from a body to its region and below."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.roles import access_rights
from zhiqiang.records.accounts.visibility import NOTHING

#: rights to the steps of closing a period
STEPS = ("fill_figures", "check_figures", "approve_figures", "lock_figures")


def regions_of(person: Any, right: str) -> tuple[str, ...] | None:
    """Return the regions in which ``person`` holds ``right``; None says everywhere."""
    if rights.may(person, right):
        return None
    paths = rights.held_by(person).paths(right)
    if not paths:
        return ()
    return tuple(queries.bodies().filter(path__in=paths).values_list("region_code", flat=True))


def may_in(person: Any, right: str, region: str) -> bool:
    """Say whether ``person`` may do what ``right`` allows for the figures of ``region``."""
    held = regions_of(person, right)
    return held is None or any(_lies_in(region, one) for one in held)


def require_in(person: Any, right: str, region: str) -> None:
    """Raise ``Refused`` with the name of the missing right unless ``person`` holds it there."""
    if not may_in(person, right, region):
        raise Refused(f"当前账户在区划 {region} 没有“{access_rights()[right].zh}”权限。")


def works_on(person: Any, region: str) -> bool:
    """Say whether ``person`` may see what is not published yet of the figures of ``region``."""
    seen = _regions_seen(person)
    return seen is None or any(_lies_in(region, one) for one in seen)


def of_own_regions(person: Any, others: Q = NOTHING) -> Q:
    """Return "rows of a region whose figures ``person`` works on", and besides these ``others``."""
    seen = _regions_seen(person)
    if seen is None:
        return Q()
    clause = others
    for region in seen:
        clause |= Q(region_code__startswith=prefix(region))
    return clause


def _regions_seen(person: Any) -> set[str] | None:
    """Return the regions in which ``person`` does a step of closing a period; None: everywhere.

    The internal things of one body are not those of its region, so ``see_internal`` opens figures
    only to who holds it everywhere.
    """
    held = [regions_of(person, right) for right in STEPS]
    if rights.may(person, "see_internal") or None in held:
        return None
    return {region for one in held for region in one or ()}


def _lies_in(region: str, whole: str) -> bool:
    return region.startswith(prefix(whole))
