"""What a record of the register is called, and where its page is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.records.registry import queries as registry


def name_of(subject: str, fact: Any, person: Any) -> str:
    """Return what one fact is called, as far as ``person`` may read it."""
    match subject:
        case "right":
            return f"{fact.title}（{fact.number}）"
        case "party":
            return registry.shown_name(fact, person)
        case "event":
            about = fact.right.title if fact.right else registry.shown_name(fact.party, person)
            return f"{fact.happened_on} {fact.get_kind_display()} {about}".rstrip()
        case "designation":
            return f"{fact.name}（{labels.code_names('designations').get(fact.kind, fact.kind)}）"
        case "activity":
            return str(fact.title)
        case "budget":
            return f"{fact.body} {fact.year} 年 {fact.purpose}"
        case _:
            key = labels.code_names("statistics").get(fact.key, fact.key)
            return f"{scope.region_name(fact.region_code)} {fact.year} 年{key}"


def address_of(subject: str, fact: Any, is_above: bool = False) -> str:
    """Return the address of a fact's page; ``is_above``: of the right or party it belongs to."""
    if subject == "right":
        return reverse("portal:right", args=[fact.pk])
    if subject == "party":
        return reverse("portal:party", args=[fact.pk])
    if not is_above:
        return reverse("portal:record", args=[subject, fact.pk])
    if getattr(fact, "right_id", None):
        return reverse("portal:right", args=[fact.right_id])
    if getattr(fact, "party_id", None):
        return reverse("portal:party", args=[fact.party_id])
    return reverse("portal:rights")
