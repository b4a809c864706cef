"""The register: rights and parties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.challenges import challenges
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, in_chunks, may_export
from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.lists.sought import sought
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.times import Times, offered, times
from zhiqiang.portal.views.words_of_right import row_address
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number


def rights(request: HttpRequest) -> HttpResponse:
    """List rights by name or number, kind and region, on a day, as known when; all in the address."""
    asked_for, at = _filter(request), times(request)
    listing = right_list(
        request.GET, request.user, has_state=at.on is not None or at.snapshot is not None
    )
    found = sought(request, at, asked_for.text, asked_for.kind)
    page = page_of(request, found.total)
    shown = found.page(listing, page.size, page.offset)
    context = {
        "text": asked_for.text,
        "kind": asked_for.kind,
        "kinds": labels.right_kinds().items(),
        "kind_label": asked_for.kind_label,
        "at": at,
        "offered": offered(),
        "page": page,
        "listing": listing.draw(_lines(request, listing, found, at, shown, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_rights") if may_export(request) else "",
    }
    return render(request, "portal/rights.html", context)


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
    has_state = at.on is not None or at.snapshot is not None
    listing = right_list(request.GET, request.user, "权利台账", has_state=has_state)
    found = sought(request, at, asked_for.text, asked_for.kind)
    said = (asked(request).region_name, asked_for.kind_label, asked_for.text, at.said)
    rows = _lines(request, listing, found, at, found.each(listing), in_file=True)
    return exported(request, listing, said, found.total, rows)


@dataclass(frozen=True, slots=True)
class _Filter:
    """What rights are asked for."""

    text: str
    kind: str
    kind_label: str


def _filter(request: HttpRequest) -> _Filter:
    text = request.GET.get("text", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kinds = labels.right_kinds()
    if kind and kind not in kinds:
        raise BadAddress(f"没有“{kind[:40]}”这一权利种类。可选{'、'.join(kinds.values())}。")
    return _Filter(text, kind, kinds.get(kind, ""))


def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one party and the rights that it holds now."""
    found = registry.party_by_id(party_id, request.user)
    held = registry.rights_of(found.pk, request.user)
    merges = registry.merges_into(found.pk, request.user)
    former = registry.former_names(found.pk, request.user)
    listing = right_list(request.GET, request.user, "名下权利", of_party=True)
    page = page_of(request, held.total)
    shown = listing.ordered(held.rows)[page.offset : page.offset + page.size]
    context = {
        "party": found,
        "name": registry.shown_name(found, request.user),
        "kind_label": found.get_kind_display(),
        "region": scope.region_name(found.region_code) if found.region_code else "",
        "facts": [
            ("统一社会信用代码", found.credit_code),
            ("地址", found.address),  # A natural person's page opens to those who may see it whole.
            ("国民经济行业代码", found.industry_code),
            ("企业规模", labels.choice_word("parties", "size", found.size)),
        ],
        "merges": merges,
        "former": former,
        "has_names": bool(former) or any(one.kept_id == found.pk for one in merges),
        "known_as": _known_as(registry.known_as(found.pk, request.user)),
        "pairs": registry.pairs_of(found.pk, request.user),
        "challenges": challenges("party", found.pk),
        "page": page,
        "listing": listing.draw(lines(listing, shown, request.user, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_party", args=[party_id]) if may_export(request) else "",
    }
    return render(request, "portal/party.html", context)


def _known_as(found: list[registry.Known]) -> Table | None:
    """Return why lists were taken to mean a party, each with the newest row that names it."""
    rows = [
        (
            Cell(one.name, note=one.credit_code, is_head=True),
            one.ground,
            number(one.lists),
            Cell(f"{one.file} 第 {one.row} 行", row_address(one.batch_id, one.sheet, one.row)),
        )
        for one in found
    ]  # fmt: skip
    heads = [("清单所载名称", "t"), ("识别依据", "t"), ("清单份数", "n"), ("最近一份", "t")]
    return table("识别依据", heads, rows) if rows else None


@needs(EXPORT)
def export_party(request: HttpRequest, party_id: int) -> HttpResponseBase:
    """Save the rights that a party holds now, each with the row it came from."""
    found = registry.party_by_id(party_id, request.user)
    held = registry.rights_of(found.pk, request.user)
    listing = right_list(request.GET, request.user, "名下权利", of_party=True)
    rows = lines(listing, listing.ordered(held.rows).iterator(2_000), request.user, in_file=True)
    said = (registry.shown_name(found, request.user),)
    return exported(request, listing, said, held.total, rows)
