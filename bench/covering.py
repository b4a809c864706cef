"""Every figure of 20 units at 12 quarter ends, over a lake of as many rights as are asked for.

Counted first in a fresh lake, statements compiled and kept before (as after the first start of an
installation), then once more for what is remembered. The curves tell the cost against units.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

from bench.measuring import Line, seconds_of
from bench.register import COUNTIES, publish

INDICATORS = 66
CITY = "990100"
PERIODS = [
    date(year, month, monthrange(year, month)[1]) for year in (2022, 2023, 2024) for month in (3, 6, 9, 12)
]  # fmt: skip


def measure(size: int) -> list[Line]:
    """Compute the figures of all units and periods."""
    from django.conf import settings

    home = Path(settings.HOME)
    named = [f'- {{code: "{code}", name: 第{code}区}}\n' for code in (CITY, *COUNTIES)]
    (home / "divisions.yml").write_text("".join(named), encoding="utf-8")
    publish(home / "lake", 1000)
    _figures((CITY, *COUNTIES), PERIODS[:1])
    made = seconds_of(lambda: publish(home / "lake", size))
    lines = [Line("make and publish the lake", size, made)]
    units = (CITY, *COUNTIES)
    whole = seconds_of(lambda: _figures(units, PERIODS))
    asked = f"{INDICATORS} indicators x {len(PERIODS)} periods x {len(units)} units"
    lines.append(Line(asked, size, whole))
    lines.append(Line("the same again", size, seconds_of(lambda: _figures(units, PERIODS))))
    for count in (1, 5, 10, 20):
        day = date(2021, 1, count)
        taken = seconds_of(lambda count=count, day=day: _figures(units[:count], [day]))
        what = f"{INDICATORS} indicators, 1 day, {count} units"
        lines.append(Line(what, size, taken, curve="Cost against units"))
    return lines + _against_rows(home / "lake", size)


def _against_rows(lake: Path, size: int) -> list[Line]:
    """Ask the same of lakes of an eighth, a quarter, a half and all of the rows."""
    lines = []
    for share in (8, 4, 2, 1):
        rows = size // share
        publish(lake, rows)
        day = date(2020, 1, share)
        taken = seconds_of(lambda day=day: _figures((CITY, *COUNTIES), [day]))
        what = f"{INDICATORS} indicators, 1 day, 20 units, {rows:,} rights"
        lines.append(Line(what, rows, taken, curve="Cost against rows"))
    return lines


def _figures(units: tuple[str, ...], days: list[date]) -> None:
    from zhiqiang.records.indicators import queries

    keys = list(queries.catalogue())
    keys = [key for key in keys if _is_counted(key)] + [key for key in keys if not _is_counted(key)]
    for day in days:
        asked = [(key, unit, day, None) for key in keys[:INDICATORS] for unit in units]
        found = queries.figures_for(asked)
        assert any(one.value for one in found)


def _is_counted(key: str) -> bool:
    """Say whether rows of rights or events stand behind an indicator: the dear ones come first."""
    from zhiqiang.records.indicators import queries

    version = queries.catalogue()[key].versions[-1]
    parts = [getattr(version, name, None) for name in ("measure", "numerator", "denominator")]
    return any(getattr(part, "table", "") in ("rights", "events") for part in parts)
