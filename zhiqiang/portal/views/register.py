"""The register: rights, parties, and each right with its history and origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views import words_of_right
from zhiqiang.portal.views.standing import standing
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked


def rights(request: HttpRequest) -> HttpResponse:
    """List rights by name or number, kind and region; the filter stands in the address."""
    asked_for = _filter(request)
    listing = right_list(request.GET, request.user)
    found = asked_for.found(request)
    page = page_of(request, found.total)
    shown = listing.ordered(found.rows)[page.offset : page.offset + page.size]
    context = {
        "text": asked_for.text,
        "kind": asked_for.kind,
        "kinds": labels.right_kinds().items(),
        "kind_label": asked_for.kind_label,
        "page": page,
        "listing": listing.draw(lines(listing, shown, request.user, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_rights") if may_export(request) else "",
    }
    return render(request, "portal/rights.html", context)


@needs(EXPORT)
def export_rights(request: HttpRequest) -> HttpResponseBase:
    """Save the rights that the filter of the address finds, each with the row it came from."""
    asked_for = _filter(request)
    listing = right_list(request.GET, request.user, "权利台账")
    found = asked_for.found(request)
    said = (asked(request).region_name, asked_for.kind_label, asked_for.text)
    rows = lines(listing, listing.ordered(found.rows).iterator(2_000), request.user, in_file=True)
    return exported(request, listing, said, found.total, rows)


@dataclass(frozen=True, slots=True)
class _Filter:
    """What rights are asked for."""

    text: str
    kind: str
    kind_label: str

    def found(self, request: HttpRequest) -> registry.Found:
        return registry.search_rights(request.user, self.text, self.kind, asked(request).region)


def _filter(request: HttpRequest) -> _Filter:
    text = request.GET.get("text", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kinds = labels.right_kinds()
    if kind and kind not in kinds:
        raise BadAddress(f"没有“{kind[:40]}”这一权利种类。可选{'、'.join(kinds.values())}。")
    return _Filter(text, kind, kinds.get(kind, ""))


def right(request: HttpRequest, right_id: int) -> HttpResponse:
    """Show one right: bibliography, status on the day, holders, timeline and, for officials, origin."""
    found = registry.right_by_id(right_id, request.user)
    origins = registry.provenance_of("right", found.pk, request.user)
    history = registry.history_of(found, request.user)
    context = {
        "right": found,
        "kind_label": found.get_kind_display(),
        "facts": words_of_right.facts(found, request.user, origins),
        "state": words_of_right.state(found, asked(request).as_of),
        "holdings": [
            _holding(one, request.user) for one in registry.holdings_of(found.pk, request.user)
        ],
        "origins": origins,
        "entries": [_entry(one, request.user) for one in reversed(history)],
        **standing(found, request.user, asked(request).as_of),
    }
    return render(request, "portal/right.html", context)


def _holding(one: Any, person: Any) -> dict[str, Any]:
    visible = registry.sees_origins(person) or one.party.kind != "person"
    return {
        "name": registry.shown_name(one.party, person),
        "href": reverse("portal:party", args=[one.party_id]) if visible else "",
        "region": scope.region_name(one.region_code) if one.region_code else "",
        "from_on": one.from_on,
        "until_on": one.until_on,
    }


def _entry(one: Any, person: Any) -> dict[str, Any]:
    """Return a line of the timeline; an event carries, for officials, the row it came from."""
    out = {"on": one.on, "label": one.label, "text": one.text, "source": "", "href": ""}
    if one.subject == "event":
        for batch, sheet, row in registry.provenance_of("event", one.subject_id, person)[:1]:
            out["source"] = f"{batch.file_name} 第 {row} 行"
            out["href"] = words_of_right.row_address(batch.pk, sheet, row)
    return out


def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one party and the rights that it holds now."""
    found = registry.party_by_id(party_id, request.user)
    held = registry.rights_of(found.pk, request.user)
    merges = registry.merges_into(found.pk, request.user)
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
        "has_names": any(one.kept_id == found.pk for one in merges),
        "pairs": registry.pairs_of(found.pk, request.user),
        "page": page,
        "listing": listing.draw(lines(listing, shown, request.user, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_party", args=[party_id]) if may_export(request) else "",
    }
    return render(request, "portal/party.html", context)


@needs(EXPORT)
def export_party(request: HttpRequest, party_id: int) -> HttpResponseBase:
    """Save the rights that a party holds now, each with the row it came from."""
    found = registry.party_by_id(party_id, request.user)
    held = registry.rights_of(found.pk, request.user)
    listing = right_list(request.GET, request.user, "名下权利", of_party=True)
    rows = lines(listing, listing.ordered(held.rows).iterator(2_000), request.user, in_file=True)
    said = (registry.shown_name(found, request.user),)
    return exported(request, listing, said, held.total, rows)
