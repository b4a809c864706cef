"""The list of rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, in_chunks, may_export
from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.lists.sought import sought
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.times import Times, offered, times
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.listing import Listing


def rights(request: HttpRequest) -> HttpResponse:
    """List rights by name or number, kind and region, on a day, as known when; all in the address."""
    asked_for, at = _filter(request), times(request)
    found = sought(request, at, asked_for.text, asked_for.kind, asked_for.category)
    listing = _listing(request, at, found)
    page = page_of(request, found.total)
    shown = found.page(listing, page.size, page.offset)
    context = {
        "text": asked_for.text,
        "kind": asked_for.kind,
        "kinds": labels.right_kinds().items(),
        "kind_label": asked_for.kind_label,
        "category": asked_for.category,
        "category_label": asked_for.category_label,
        "categories": _categories(request, asked_for),
        "at": at,
        "offered": offered(),
        "page": page,
        "listing": listing.draw(_lines(request, listing, found, at, shown, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_rights") if may_export(request) else "",
    }
    return render(request, "portal/rights.html", context)


def _listing(request: HttpRequest, at: Times, found: Any, title: str = "权利") -> Listing:
    """Describe the list; a snapshot, which lies in columns, is sorted by any of them."""
    has_state = at.on is not None or at.snapshot is not None
    total = found.total if at.snapshot is None else 0
    return right_list(request.GET, request.user, title, has_state=has_state, total=total)


def _lines(
    request: HttpRequest, listing: Any, found: Any, at: Times, shown: Any, in_file: bool
) -> Iterator[Any]:
    """Give rights as lines of the list, with the state on the day where one is asked for."""
    has_state = any(one.key == "state" for one in listing.fields)
    for some in in_chunks(shown):
        states = found.states(some, at.on or asked(request).as_of) if has_state else {}
        yield from lines(listing, some, request.user, in_file, states, at.query)


@needs(EXPORT)
def export_rights(request: HttpRequest) -> HttpResponseBase:
    """Save the rights that the filter of the address finds, each with the row it came from."""
    asked_for, at = _filter(request), times(request)
    found = sought(request, at, asked_for.text, asked_for.kind, asked_for.category)
    listing = _listing(request, at, found, "权利台账")
    said = (
        asked(request).region_name,
        asked_for.kind_label,
        asked_for.category_label,
        asked_for.text,
        at.said,
    )
    rows = _lines(request, listing, found, at, found.each(listing), in_file=True)
    return exported(request, listing, said, found.total, rows)


@dataclass(frozen=True, slots=True)
class _Filter:
    """What rights are asked for."""

    text: str
    kind: str
    kind_label: str
    category: str
    category_label: str


def _filter(request: HttpRequest) -> _Filter:
    text = request.GET.get("text", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kinds = labels.right_kinds()
    if kind and kind not in kinds:
        raise BadAddress(f"没有“{kind[:40]}”这一权利种类。可选{'、'.join(kinds.values())}。")
    category, categories = request.GET.get("category", ""), labels.code_names("right_categories")
    if category and category not in categories:
        raise BadAddress(f"没有“{category[:40]}”这一权利类别。请用页面上的筛选项。")
    label = categories.get(category, "")
    return _Filter(text, kind, kinds.get(kind, ""), category, label)


def _categories(request: HttpRequest, asked_for: _Filter) -> list[tuple[str, str]]:
    """Return the categories to choose from: those that there are, of the kind that is asked for."""
    names = labels.code_names("right_categories")
    found = registry.categories_of(request.user, asked_for.kind)
    there = {*found, asked_for.category} - {""}
    return [(key, label) for key, label in names.items() if key in there]
