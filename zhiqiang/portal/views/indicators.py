"""Figures: the board, one indicator, and the rows behind a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.engines.metrics import GROUPS
from zhiqiang.portal import boards, pictures, scope, warmth
from zhiqiang.portal.exporting import AT_ONCE, exported, may_export
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.lists.figures import row_list, with_classes
from zhiqiang.portal.paging import filled, page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.shown import shown_rows
from zhiqiang.portal.views import definition
from zhiqiang.records.accounts import rights
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.actions.defining import RIGHT as DEFINE
from zhiqiang.ui.asked import Asked, asked, read_day
from zhiqiang.ui.charts import Spark, spark

YEARS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board."""

    figure: Any
    spark: Spark | None
    own: str = ""
    promised: Any = None


def indicators_page(request: HttpRequest) -> HttpResponse:
    """Show the board of a region; where it takes long, the table fills itself in."""
    chosen = boards.read(request)
    context = {
        "chosen": chosen,
        "groups": GROUPS,
        "kinds": boards.KINDS,
        "states": boards.STATES,
        "orders": boards.ORDERS,
        "lamps": boards.LAMPS,
        "may_define": rights.may(request.user, DEFINE),
        "is_ready": scope.snapshot() is None or warmth.should_wait(request, *_parts(request)),
    }
    if context["is_ready"]:
        context |= _board(request, chosen)
    return render(request, "portal/indicators.html", context)


def board(request: HttpRequest) -> HttpResponse:
    """Give the table of the board alone."""
    return render(request, "portal/indicators_table.html", _board(request, boards.read(request)))


def _parts(request: HttpRequest) -> tuple[Any, ...]:
    return ("board", asked(request).region, asked(request).as_of)


def _board(request: HttpRequest, chosen: boards.Chosen) -> dict[str, Any]:
    """Return every indicator of the region that passes the filter, by group."""
    found = chosen.promised
    kept = [key for key, one in indicators.catalogue().items() if chosen.takes(one, found.get(key))]
    lines = [
        line
        for line in (_lines(kept, asked(request), found) if scope.snapshot() else [])
        if chosen.state == "" or (line.figure.value is not None) == (chosen.state == "known")
    ]
    if not chosen.is_narrow:
        warmth.computed(*_parts(request))
    return {
        "is_published": scope.snapshot() is not None,
        "chosen": chosen,
        "by_group": chosen.grouped(lines),
        "total": len(lines),
        "known": sum(1 for line in lines if line.figure.value is not None),
    }


def _years(as_of: date) -> list[date]:
    """Return the ends of the years before, and the day itself."""
    return [date(as_of.year - back, 12, 31) for back in range(YEARS - 1, 0, -1)] + [as_of]


def _series(keys: Sequence[str], at: Asked, days: Sequence[date]) -> dict[str, list[Any]]:
    wanted = [(key, at.region, day, None) for key in keys for day in days]
    found, size = indicators.figures_for(wanted), len(days)
    return {key: found[n * size : (n + 1) * size] for n, key in enumerate(keys)}


def _lines(keys: Sequence[str], at: Asked, promised: Mapping[str, Any]) -> list[Line]:
    days = _years(at.as_of)
    labels = [str(day.year) for day in days]
    return [
        Line(
            found[-1],
            spark(labels, [one.value for one in found], found[-1].unit),
            definition.own_word(found[-1].indicator),
            promised.get(found[-1].key),
        )
        for found in _series(keys, at, days).values()
    ]


def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """Show one indicator: value, parts, definition, doubts, series and the regions below."""
    at, since = asked(request), _since(request)
    declared = indicators.find(key)
    context: dict[str, Any] = {
        "declared": declared,
        "since": request.GET.get("since", ""),
        "may_define": rights.may(request.user, DEFINE),
        "own_word": definition.own_word(declared),
    }
    if scope.snapshot():
        figure = indicators.figure(declared.key, at.region, at.as_of, since=since)
        days = _years(at.as_of)
        below = scope.children(at.region)
        parts = indicators.figures_for([(declared.key, code, at.as_of, since) for code, _ in below])
        drawn = (
            pictures.series(figure, days, _series([declared.key], at, days)[declared.key]),
            pictures.ranking(figure, below, parts, request.GET.get("since", "")),
        )
        context |= {"figure": figure, "charts": [one for one in drawn if one is not None]}
    context |= definition.words(declared, context.get("figure"), at.as_of)
    return render(request, "portal/indicator.html", context)


def rows(request: HttpRequest, key: str) -> HttpResponse:
    """Show the rows that a value was made from, in pages."""
    at, since = asked(request), _since(request)
    declared = indicators.find(key)
    figure = indicators.figure(declared.key, at.region, at.as_of, since=since)
    page = page_of(request, figure.rows)
    order = row_list(request.GET, request.user, figure).sort
    found = indicators.row_page(
        declared.key, at.region, at.as_of, page.number, page.size, since=since, order=order
    )
    shown = with_classes(shown_rows(found.rows, request.user), request.user)
    listing = row_list(request.GET, request.user, figure, shown)
    export = reverse("portal:export_indicator_rows", args=[declared.key])
    context = {
        "figure": figure,
        "since": request.GET.get("since", ""),
        "page": filled(page, shown),
        "listing": listing.draw(shown),
        "counted": f"共 {page.total:,} 条",
        "export": export if may_export(request) else "",
    }
    return render(request, "portal/indicator_rows.html", context)


@needs(EXPORT)
def export_rows(request: HttpRequest, key: str) -> HttpResponseBase:
    """Save the rows that a value was made from, each with the line that it was received in."""
    at, since = asked(request), _since(request)
    declared = indicators.find(key)
    figure = indicators.figure(declared.key, at.region, at.as_of, since=since)
    listing = row_list(request.GET, request.user, figure)
    said = (at.region_name, figure.origin)

    def rows() -> Iterator[Any]:
        for page in range(1, -(-figure.rows // AT_ONCE) + 1):
            found = indicators.row_page(
                declared.key, at.region, at.as_of, page, AT_ONCE, figure.snapshot, since,
                listing.sort,
            )  # fmt: skip
            yield from with_classes(shown_rows(found.rows, request.user), request.user)

    return exported(request, listing, said, figure.rows, rows())


def _since(request: HttpRequest) -> date | None:
    text = request.GET.get("since", "").strip()
    return read_day(text) if text else None
