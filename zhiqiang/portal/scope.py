"""The region and the day that pages speak of: read from the address, defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.regions import divisions, installation_region
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.registry.queries.freshness import newest_fact_on
from zhiqiang.ui.asked import Asked, BadAddress, read_day


@dataclass(frozen=True, slots=True)
class Choice:
    """A region to choose; ``label`` is indented by level below the chosen one."""

    code: str
    label: str


def default() -> Asked:
    """Return the installation's region and the day that its facts reach to."""
    code = installation_region()
    return Asked(code, region_name(code), facts_until() or localdate())


def read(query: Mapping[str, str]) -> Asked:
    """Read ``region`` and ``as_of``; what is not asked for takes its default."""
    start = default()
    code = query.get("region", "").strip() or start.region
    if code not in divisions():
        raise BadAddress(f"没有区划代码“{code[:40]}”。请从上方地区列表中选择，或用 6 位区划代码。")
    text = query.get("as_of", "").strip()
    as_of = read_day(text) if text else start.as_of
    if not 1985 <= as_of.year <= 2100:
        raise BadAddress(f"截至日期 {as_of} 超出范围，应在 1985 年至 2100 年之间。")
    return Asked(code, region_name(code), as_of)


def region_name(code: str) -> str:
    """Return the plain name of a division, or its code where the name is not known."""
    try:
        return divisions().get(code).name
    except NotFound:
        return code


def full_region_name(code: str) -> str:
    """Return the name of a division from the province down, or its code."""
    return divisions().path_name(code) or code


def choices(code: str) -> list[Choice]:
    """Return the divisions above, beside and below ``code``."""
    table = divisions()
    above: list[str] = []
    parent = table.parent(code)
    while parent:
        above.insert(0, parent)
        parent = table.parent(parent)
    out = [Choice(one, table.get(one).name) for one in above]
    out.append(Choice(code, table.get(code).name))
    return out + [Choice(one.code, "\u3000" + one.name) for one in table.children(code)]


def children(code: str) -> list[tuple[str, str]]:
    """Return code and name of the divisions one level below ``code``."""
    return [(one.code, one.name) for one in divisions().children(code)]


def snapshot() -> Any:
    """Return the newest published snapshot, or None before the first."""
    return next(iter(indicators.snapshots()), None)


def snapshot_number() -> int | None:
    """Return the number of the newest published snapshot."""
    newest = snapshot()
    return newest.number if newest else None


def facts_until() -> date | None:
    """Return the day of the newest fact in the newest snapshot."""
    newest = snapshot()
    if newest is None:
        return None
    return _facts_until(str(settings.HOME), newest.number, localdate())


@lru_cache(maxsize=8)
def _facts_until(home: str, number: int, today: date) -> date | None:
    return newest_fact_on()
