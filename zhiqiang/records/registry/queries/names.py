"""What a party was called, and why lists were taken to mean it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from zhiqiang.records.registry.models import Ground, Party, PartyMatch, PartyName
from zhiqiang.records.registry.queries.visibility import sees_origins


@dataclass(frozen=True, slots=True)
class Known:
    """A name under which lists mean a party: why, in how many lists, and where lately."""

    name: str
    credit_code: str
    ground: str
    lists: int
    batch_id: int
    file: str
    sheet: str
    row: int


def former_names(party_id: int, person: Any) -> list[PartyName]:
    """Return the former names of a party and of what was merged into it, the latest first."""
    found = PartyName.objects.visible_to(person).filter(party__in=_with_aliases(party_id))
    return sorted(found, key=lambda one: (str(one.until_on or ""), one.pk), reverse=True)


def known_as(party_id: int, person: Any) -> list[Known]:
    """Return why lists were taken to mean a party, one line for a name and a ground.

    Nothing for those who may not see where facts come from.
    """
    if not sees_origins(person):
        return []
    matches = PartyMatch.objects.visible_to(person).filter(party__in=_with_aliases(party_id))
    grouped = matches.order_by().values_list("name", "credit_code", "ground")
    counted = list(grouped.annotate(lists=Count("batch", distinct=True), newest=Max("pk")))
    newest = {
        one.pk: one
        for one in matches.filter(pk__in=[row[-1] for row in counted]).select_related("batch")
    }
    order = {str(ground): place for place, ground in enumerate(Ground)}
    counted.sort(key=lambda row: (order[row[2]], -row[3], row[0]))
    out = []
    for name, code, ground, lists, pk in counted:
        one = newest[pk]
        place = (one.batch_id, one.batch.file_name, one.sheet, one.row)
        out.append(Known(name, code, str(Ground(ground).label), lists, *place))
    return out


def _with_aliases(party_id: int) -> Collection[int]:
    aliases = Party.objects.for_program("gathers what was merged into a party")
    return [party_id, *aliases.filter(same_as=party_id).values_list("pk", flat=True)]
