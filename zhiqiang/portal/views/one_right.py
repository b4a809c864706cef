"""One right: what is known of it, and what was known of it when a snapshot was published."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.kernel.errors import NotFound
from zhiqiang.portal import labels, scope
from zhiqiang.portal.challenges import challenges
from zhiqiang.portal.lists.contradictions import contradiction_table
from zhiqiang.portal.lists.sought import named
from zhiqiang.portal.times import Times, offered, times
from zhiqiang.portal.views import correcting, words_of_right
from zhiqiang.portal.views.standing import standing
from zhiqiang.records.accounts import rights as rights_of_access
from zhiqiang.records.indicators import known
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import asked


def right(request: HttpRequest, right_id: int) -> HttpResponse:
    """Show one right: bibliography, status on the day, holders, timeline and, for officials, origin."""
    at = times(request)
    if at.snapshot is not None:
        return _as_known(request, right_id, at)
    found = registry.right_by_id(right_id, request.user)
    origins = registry.provenance_of("right", found.pk, request.user)
    history = registry.history_of(found, request.user)
    made = registry.corrections_of("right", [found.pk], request.user)
    held = {
        one.field: correcting.told(one, found, request.user)
        for one in made
        if one.state in registry.HELD
    }
    may_correct = rights_of_access.may(request.user, correcting.RIGHT)
    context = {
        "at": at,
        "day": at.on or asked(request).as_of,
        "offered": offered(),
        "right": found,
        "kind_label": found.get_kind_display(),
        "facts": words_of_right.facts(found, request.user, origins, held, may_correct),
        "of_holder": words_of_right.of_holder(found, held, may_correct),
        "may_correct": may_correct,
        "corrections": correcting.correction_table(made, found, request.user),
        "contradictions": contradiction_table("right", found, request.user),
        "state": words_of_right.state(found, at.on or asked(request).as_of),
        "holdings": [
            _holding(one, request.user) for one in registry.holdings_of(found.pk, request.user)
        ],
        "origins": origins,
        "entries": [_entry(one, request.user) for one in reversed(history)],
        "challenges": challenges("right", found.pk),
        **standing(found, request.user, at.on or asked(request).as_of),
    }
    return render(request, "portal/right.html", context)


def _as_known(request: HttpRequest, right_id: int, at: Times) -> HttpResponse:
    """Show a right as it was known when a snapshot was published, and what is known otherwise now."""
    person, snapshot = request.user, at.snapshot
    seen = known.known_right(snapshot.number, right_id, person)
    found, day = named(seen.right), at.on or asked(request).as_of
    origins = [
        one
        for one in registry.provenance_of("right", right_id, person)
        if one[0].taken_over_at <= snapshot.published_at
    ]
    facts = words_of_right.facts(found, person, origins, {}, may_correct=False)
    current = _current(right_id, person)
    context = {
        "at": at,
        "day": day,
        "offered": offered(),
        "right": found,
        "kind_label": found.get_kind_display(),
        "facts": [replace(one, now=_now(one, current)) for one in facts],
        "state": words_of_right.state_of(seen.life, found, day),
        "holdings": [_known_holding(one, person) for one in seen.holdings],
        "origins": origins,
        "entries": _known_entries(found, seen, person),
    }
    return render(request, "portal/right.html", context)


def _current(right_id: int, person: Any) -> dict[str, str] | None:
    """Return what is known of a right now, by label; None where it is no longer in the register."""
    try:
        found = registry.right_by_id(right_id, person)
    except NotFound:
        return None
    return {one.label: one.text for one in words_of_right.facts(found, person, [], {}, False)}


def _now(fact: Any, current: dict[str, str] | None) -> str:
    if current is None:
        return "台账现无这件权利"
    text = current.get(fact.label, "")
    return "" if text == fact.text else text or "（空）"


def _known_holding(one: Any, person: Any) -> dict[str, Any]:
    party = SimpleNamespace(name=one.party_name, kind=one.party_kind)
    return {
        "name": registry.shown_name(party, person),
        "href": "",
        "region": scope.region_name(one.region_code) if one.region_code else "",
        "from_on": one.from_on,
        "until_on": one.until_on,
    }


def _known_entries(found: Any, seen: known.Known, person: Any) -> list[dict[str, Any]]:
    """Return the timeline as it was known, newest first."""
    filed = [
        {"on": on, "label": label, "text": text, "source": "", "href": ""}
        for on, label, text in (
            (found.filed_on, "申请", found.number),
            (found.published_on, "公开", found.publication_number),
        )
        if on
    ]
    told = filed + [_known_event(one, person) for one in seen.events]
    return sorted(told, key=lambda one: one["on"], reverse=True)


def _known_event(one: Any, person: Any) -> dict[str, Any]:
    names = [text for text in (one.party_name, one.counterparty_name) if text]
    people = registry.people_among(names, person)
    shown = " → ".join(registry.shown_names(name, person, people) for name in names)
    text = "，".join(part for part in (shown, one.document_number, one.note) if part)
    label = labels.kinds_of("Event").get(one.kind, one.kind)
    return {"on": one.happened_on, "label": label, "text": text, "source": "", "href": ""}


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
    if one.subject == "event" and registry.sees_origins(person):
        out |= {
            "source": "来源未载明",
            "record": reverse("portal:record", args=["event", one.subject_id]),
        }
        for batch, sheet, row in registry.provenance_of("event", one.subject_id, person)[:1]:
            out["source"] = f"{batch.file_name} 第 {row} 行"
            out["href"] = words_of_right.row_address(batch.pk, sheet, row)
    if one.subject == "correction":
        out |= {"source": "更正记录", "href": reverse("portal:correction", args=[one.subject_id])}
    return out
