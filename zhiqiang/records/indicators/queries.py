"""What pages, plans and commands ask of indicators. Figures come from a snapshot, never a live table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.engines.metrics import GROUPS, Indicator, Question
from zhiqiang.engines.metrics.declaration import Growth
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import opened
from zhiqiang.records.indicators.computing import figures_of, places
from zhiqiang.records.indicators.figures import FigureView, RowPage, RowView
from zhiqiang.records.indicators.frozen import (
    CloseView,
    FrozenView,
    close,
    closes,
    frozen,
    history,
    published_upon,
    report,
    reports,
)
from zhiqiang.records.indicators.models import Snapshot
from zhiqiang.records.indicators.places import with_places
from zhiqiang.records.indicators.rules import rules

__all__ = [
    "CloseView",
    "FigureView",
    "FrozenView",
    "RowPage",
    "RowView",
    "catalogue",
    "close",
    "closes",
    "definition_changes",
    "figure",
    "figures",
    "figures_for",
    "find",
    "frozen",
    "history",
    "published_upon",
    "report",
    "reports",
    "row_page",
    "rows",
    "series",
    "snapshot",
    "snapshots",
    "split",
    "variant",
    "ways",
]


def catalogue() -> dict[str, Indicator]:
    """Return every indicator by key, by the group of its subject and then in order of key."""
    order = list(GROUPS)
    found = rules().indicators.items()
    return dict(sorted(found, key=lambda item: (order.index(item[1].group), item[0])))


def find(name: str) -> Indicator:
    """Return the indicator of a key, an official name or another name that plans print.

    Raises ``NotFound`` that lists the names that come nearest.
    """
    known = rules().indicators
    wanted = "".join(name.split())
    if wanted in known:
        return known[wanted]
    names = {n: one for one in known.values() for n in (one.name, *one.aliases)}
    if wanted in names:
        return names[wanted]
    near = process.extract(wanted, [*names, *known], scorer=JaroWinkler.similarity, limit=3)
    likely = "、".join(dict.fromkeys(f"“{one}”" for one, score, _ in near if score > 0.4))
    hint = f"相近的有{likely}。" if likely else ""
    raise NotFound(f"指标目录中没有“{name}”。{hint}请用目录中的指标名称或代码。")


def variant(key: str, basis: str, is_mean: bool = False) -> Indicator | None:
    """Return the figure of the same thing on another basis, where the catalogue has one.

    ``basis`` is ``stock``, ``annual``, ``cumulative`` or ``growth``, as targets have it; with
    ``is_mean`` mean growth over a period instead of growth over the year before.
    """
    known = rules().indicators
    own = known[key]
    if (own.basis_name, own.is_mean) == (basis, is_mean):
        return own
    return next(
        (
            one
            for one in known.values()
            if own.family
            and one.family == own.family
            and (one.basis_name, one.is_mean) == (basis, is_mean)
        ),
        None,
    )


def figure(
    name: str,
    region: str,
    as_of: date,
    snapshot: int | None = None,
    since: date | None = None,
) -> FigureView:
    """Return an indicator's value for a region at a day, from the newest snapshot by default.

    ``since`` is the first day of amounts; without it, 1 January for a year's amount and the first
    day of the five-year period for a running total. Raises ``NotFound`` for an unknown indicator,
    region or snapshot; a value that cannot be told is None with a reason.
    """
    return figures_for([(name, region, as_of, since)], snapshot)[0]


def figures_for(
    asked: Sequence[tuple[str, str, date, date | None]], snapshot: int | None = None
) -> list[FigureView]:
    """Return a figure for each (indicator, region, day, first day of amounts or None), in order.

    All come from one snapshot, whatever is published meanwhile.
    """
    known, table = rules(), divisions()
    for region in {region for _, region, _, _ in asked}:
        table.get(region)
    wanted = [
        (known.indicators.get(name) or find(name), Question(region, as_of, since))
        for name, region, as_of, since in asked
    ]
    return figures_of(wanted, opened.snapshot(snapshot), known)


def figures(
    region: str,
    as_of: date,
    snapshot: int | None = None,
    keys: Iterable[str] | None = None,
    since: date | None = None,
) -> list[FigureView]:
    """Return the board of a region at a day: every indicator, or those of ``keys``."""
    wanted = list(catalogue() if keys is None else keys)
    return figures_for([(key, region, as_of, since) for key in wanted], snapshot)


def series(
    name: str, region: str, years: Iterable[int], snapshot: int | None = None
) -> list[FigureView]:
    """Return the figure at the end of each year, all from one snapshot."""
    return figures_for([(name, region, date(year, 12, 31), None) for year in years], snapshot)


def definition_changes(name: str, first: date, last: date) -> list[date]:
    """Return the days after ``first`` up to ``last`` on which other rules begin to count.

    A later version of the definition, or another set of criteria that it names; of growth, of what
    grows.
    """
    known = rules()
    indicator = known.indicators[find(name).key]
    versions = indicator.versions
    if isinstance(versions[-1], Growth):
        versions = (*versions, *known.indicators[versions[-1].of].versions)
    days = {one.start for one in versions}
    for one in versions:
        for place in ("measure", "numerator", "denominator"):
            meets = getattr(getattr(one, place, None), "meets", None)
            days |= {used.start for used in known.criteria[meets].sets} if meets else set()
    return sorted(day for day in days if first < day <= last)


def split(name: str, region: str, as_of: date, by: str) -> list[metrics.Slice]:
    """Return the parts of a figure of the newest snapshot, by one of ``ways``."""
    indicator, known = find(name), rules()
    question = _question(region, as_of, None)
    if by not in ways(name, as_of):
        raise NotFound(f"“{indicator.name}”不能按“{metrics.SLICES.get(by, by[:20])}”分组。")
    return metrics.split(indicator, opened.snapshot(), question, known, by)


def ways(name: str, as_of: date) -> dict[str, str]:
    """Return what an indicator can be taken apart by, with the words for it."""
    found = metrics.ways_of(find(name), Question("000000", as_of))
    return {key: word for key, word in metrics.SLICES.items() if key in found}


def rows(
    name: str,
    region: str,
    as_of: date,
    snapshot: int | None = None,
    since: date | None = None,
    part: str = "numerator",
) -> list[RowView]:
    """Return every record behind a figure, each with the line that it was received in.

    ``part`` is ``numerator`` or ``denominator`` of a ratio; of growth, this year or last year.
    """
    return _rows(name, region, as_of, snapshot, since, part, None, 0)


def row_page(
    name: str,
    region: str,
    as_of: date,
    page: int = 1,
    size: int = 50,
    snapshot: int | None = None,
    since: date | None = None,
    order: str = "",
) -> RowPage:
    """Return one page of the records behind a figure; pages count from 1.

    ``order`` is identifier, name, on or amount, with ``-`` in front for the largest first.
    """
    total = figure(name, region, as_of, snapshot, since).rows
    page = max(1, page)
    start = (page - 1) * size
    found = _rows(name, region, as_of, snapshot, since, "numerator", size, start, order)
    return RowPage(tuple(found), total, page, size)


def _rows(
    name: str,
    region: str,
    as_of: date,
    snapshot: int | None,
    since: date | None,
    part: str,
    limit: int | None,
    offset: int,
    order: str = "",
) -> list[RowView]:
    indicator, known = find(name), rules()
    question = _question(region, as_of, since)
    found = metrics.rows(
        indicator, opened.snapshot(snapshot), question, known, places(), part, limit, offset, order
    )
    labels: Mapping[str, str] = {
        key: criterion.label
        for one in known.criteria.values()
        for key, criterion in one.criteria.items()
    }
    return with_places(found, labels)


def _question(region: str, as_of: date, since: date | None) -> Question:
    divisions().get(region)
    return Question(region, as_of, since)


def snapshots() -> list[Snapshot]:
    """Return the published snapshots, newest first."""
    return list(Snapshot.objects.all())


def open_snapshot(number: int | None = None) -> OpenSnapshot:
    """Return the tables of a published snapshot, open for reading."""
    return opened.snapshot(number)


def snapshot(number: int) -> Snapshot:
    """Return a published snapshot by number, or raise ``NotFound``."""
    found = Snapshot.objects.filter(number=number).first()
    if found is None:
        raise NotFound(f"没有编号为 {number} 的快照。")
    return found
