"""Indicators, their figures, series and rows, and the snapshots they come from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from zhiqiang.api import shapes
from zhiqiang.api.door import answers
from zhiqiang.api.paging import USUAL, Number, Size, answer, offset, paged
from zhiqiang.engines.metrics import Indicator
from zhiqiang.portal.shown import shown_rows
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.figures import number
from zhiqiang.ui.asked import asked

router = Router(tags=["指标"])
snapshots_router = Router(tags=["指标"])
Since = Annotated[
    date | None, Query(ge=date(1985, 1, 1), le=date(2100, 12, 31), description="累计起算日")
]


@router.get("", response=answers(shapes.Page[shapes.Indicator]), url_name="indicators")
def indicators(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List the indicators of the catalogue."""
    day = asked(request).as_of
    return paged(list(queries.catalogue().values()), page, size, lambda one: _declared(one, day))


@router.get("/figures", response=answers(shapes.Page[shapes.Figure]), url_name="figures")
def figures(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List the values of all indicators for a region at a day; a page is computed at a time."""
    at, known = asked(request), list(queries.catalogue())
    start = offset(len(known), page, size)
    found = queries.figures(at.region, at.as_of, keys=known[start : start + size])
    return answer(found, len(known), page, size, lambda one: one.as_json())


@router.get("/{str:key}", response=answers(shapes.Indicator), url_name="indicator")
def indicator(request: HttpRequest, key: str) -> Any:
    """Return the definition of one indicator, by key or official name."""
    return _declared(queries.find(key), asked(request).as_of)


@router.get("/{str:key}/figure", response=answers(shapes.Figure), url_name="figure")
def figure(request: HttpRequest, key: str, since: Since = None) -> Any:
    """Return the value for a region at a day."""
    at = asked(request)
    return queries.figure(key, at.region, at.as_of, since=since).as_json()


@router.get("/{str:key}/series", response=answers(list[shapes.Figure]), url_name="series")
def series(request: HttpRequest, key: str, years: Annotated[int, Query(ge=1, le=10)] = 5) -> Any:
    """Return the value at the end of each of the last years, and on the day itself."""
    at, wanted = asked(request), queries.find(key).key
    ends = [date(at.as_of.year - back, 12, 31) for back in range(years - 1, 0, -1)] + [at.as_of]
    found = queries.figures_for([(wanted, at.region, day, None) for day in ends])
    return [one.as_json() for one in found]


@router.get("/{str:key}/parts", response=answers(list[shapes.Part]), url_name="parts")
def parts(
    request: HttpRequest,
    key: str,
    by: Annotated[
        str, Query(max_length=20, description="kind、region、industry、size 或 holder")
    ] = "region",
) -> Any:
    """Return the parts of a value: by kind, region, industry, size or kind of holder."""
    at = asked(request)
    found = queries.split(key, at.region, at.as_of, by)
    return [{"key": one.key, "value": number(one.value), "rows": one.rows} for one in found]


@router.get("/{str:key}/rows", response=answers(shapes.Page[shapes.Row]), url_name="rows")
def rows(
    request: HttpRequest, key: str, page: Number = 1, size: Size = USUAL, since: Since = None
) -> Any:
    """List the records behind a value, as far as the one who asks may see them."""
    at = asked(request)
    total = queries.figure(key, at.region, at.as_of, since=since).rows
    offset(total, page, size)
    found = queries.row_page(key, at.region, at.as_of, page, size, since=since)
    shown = shown_rows(found.rows, request.user)
    return answer(shown, total, page, size, lambda one: one.as_json())


@snapshots_router.get("", response=answers(shapes.Page[shapes.Snapshot]), url_name="snapshots")
def snapshots(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List the published snapshots, newest first."""
    return paged(queries.snapshots(), page, size)


def _declared(one: Indicator, day: date) -> dict[str, Any]:
    fields = ("key", "name", "unit", "kind", "group", "direction")
    return {name: getattr(one, name) for name in fields} | {
        "aliases": list(one.aliases),
        "definition": one.version_at(day).text.strip(),
    }
