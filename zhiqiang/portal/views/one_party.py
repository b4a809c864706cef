"""One party: what is known of it, what it holds, did and was, and where each value came from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.challenges import challenges
from zhiqiang.portal.clearing import clear_reading, clearable
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.contradictions import contradiction_table
from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views import correcting, words_of_party
from zhiqiang.portal.views.histories import change_table
from zhiqiang.records.accounts import rights as rights_of_access
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked

#: so many of each kind of fact stand on the page; a link leads to all
SHOWN = 10
#: so many designations are looked through for labels
LABELLED = 200


@clearable("party", "party_id")
def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one party whole, as far as the asker may see it."""
    person = request.user
    found = registry.party_by_id(party_id, person)
    kind = _kind(request)
    counts = registry.rights_by_kind(found.pk, person)
    held = registry.rights_of(found.pk, person, kind=kind)
    listing = right_list(request.GET, person, "名下权利", of_party=True)
    page = page_of(request, counts.get(kind, 0) if kind else sum(counts.values()))
    shown = listing.ordered(held.rows)[page.offset : page.offset + page.size]
    context = {
        "party": found,
        "has_personal": found.kind == "person" and bool(found.address),
        "clear": clear_reading(request),
        "name": registry.shown_name(found, person),
        "kind_label": found.get_kind_display(),
        "region": scope.region_name(found.region_code) if found.region_code else "",
        "kinds_held": words_of_party.kinds_held(found.pk, counts, kind),
        "kind_chosen": labels.right_kinds().get(kind, ""),
        "all_held": sum(counts.values()),
        "page": page,
        "listing": listing.draw(lines(listing, shown, person, in_file=False)),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("portal:export_party", args=[party_id]) if may_export(request) else "",
        "challenges": challenges("party", found.pk),
        **_known(request, found),
        **_done(request, found),
    }
    return render(request, "portal/party.html", context)


def _known(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Return the facts of a party, with their cells, corrections and changes."""
    person = request.user
    origins = registry.provenance_of("party", found.pk, person)
    made = registry.corrections_of("party", [found.pk], person)
    held = {
        one.field: correcting.told(one, found, person)
        for one in made
        if one.state in registry.HELD
    }  # fmt: skip
    may_correct = rights_of_access.may(person, correcting.RIGHT)
    told = registry.changes_of_party(found, person) if registry.sees_origins(person) else []
    return {
        "facts": words_of_party.facts(found, person, origins, held, may_correct),
        "origins": origins,
        "corrections": correcting.correction_table(made, found, person),
        "contradictions": contradiction_table("party", found, person),
        "changes": change_table(told) if told else None,
        "lived": words_of_party.lived_table(registry.lived(found, told, person)),
        "known_as": words_of_party.known_table(registry.known_as(found.pk, person)),
        "pairs": registry.pairs_of(found.pk, person),
    }


def _done(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Return what a party did and was recognised as, its names, and all of it in time."""
    person, on = request.user, asked(request).as_of
    merges = registry.merges_into(found.pk, person)
    former = registry.former_names(found.pk, person)
    acted = registry.acted(found.pk, person)
    events = registry.newest_events(found.pk, person, SHOWN) if acted else []
    roll = registry.Roll("designation", person, registry.Wanted(party=found.pk))
    designated = list(roll.rows[:LABELLED])
    activities = registry.organised_by(found, former, person)
    activity_count = activities.count()
    return {
        "merges": merges,
        "former": former,
        "has_names": bool(former) or any(one.kept_id == found.pk for one in merges),
        "acted": words_of_party.acted_table(found.pk, acted),
        "labels": words_of_party.in_force(designated, on),
        "designations": words_of_party.designation_table(designated[:SHOWN]),
        "has_more_designations": len(designated) > SHOWN,
        "activities": words_of_party.activity_table(activities[:SHOWN]),
        "activity_count": activity_count,
        "has_more_activities": activity_count > SHOWN,
        "entries": words_of_party.timeline(
            found, person, events, designated[:SHOWN], former, merges
        ),
    }


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind and kind not in labels.right_kinds():
        raise BadAddress(f"没有“{kind[:40]}”这一权利种类。请用页面上的种类。")
    return kind


@needs(EXPORT)
def export_party(request: HttpRequest, party_id: int) -> HttpResponseBase:
    """Save the rights that a party holds now, each with the row it came from."""
    found = registry.party_by_id(party_id, request.user)
    kind = _kind(request)
    held = registry.rights_of(found.pk, request.user, kind=kind)
    listing = right_list(request.GET, request.user, "名下权利", of_party=True)
    rows = lines(listing, listing.ordered(held.rows).iterator(2_000), request.user, in_file=True)
    said = (registry.shown_name(found, request.user), labels.right_kinds().get(kind, ""))
    return exported(request, listing, said, held.total, rows)
