"""What the register knows of one party: counts, roles in events, addresses, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from zhiqiang.records.registry.models import Activity, Event, Party, PartyName
from zhiqiang.records.registry.queries.changes import Change
from zhiqiang.records.registry.queries.visibility import (
    shown_note,
    visible_rights,
)


@dataclass(frozen=True, slots=True)
class Acted:
    """How often a party stood on one side of a kind of event, and when lately.

    ``is_other``: on the side across the holder of the right.
    """

    kind: str
    is_other: bool
    times: int
    newest: date


@dataclass(frozen=True, slots=True)
class Lived:
    """Where a party was from a day on: by an event of the day, or since a list said so.

    ``is_known_only``: the day is when it became known, not when it happened.
    """

    on: date
    address: str
    region_code: str
    by: str
    is_known_only: bool
    event_id: int | None = None


def rights_by_kind(party_id: int, person: Any) -> dict[str, int]:
    """Return how many rights of each kind a party holds now, the most frequent first."""
    held = visible_rights(person).filter(holder_id=party_id).order_by()
    counted = held.values_list("kind").annotate(n=Count("pk"))
    return dict(sorted(counted, key=lambda one: (-one[1], one[0])))


def acted(party_id: int, person: Any) -> list[Acted]:
    """Return the kinds of events of a party by the side on which it stood; two queries."""
    out = []
    for column, is_other in (("party", False), ("counterparty", True)):
        rows = Event.objects.visible_to(person).filter(**{column: party_id}).order_by()
        counted = rows.values_list("kind").annotate(n=Count("pk"), newest=Max("happened_on"))
        out += [Acted(kind, is_other, times, newest) for kind, times, newest in counted]
    return sorted(out, key=lambda one: (-one.times, one.kind, one.is_other))


def newest_events(party_id: int, person: Any, most: int) -> list[Event]:
    """Return the newest events of a party, on either side, but for fees that it paid."""
    rows = Event.objects.visible_to(person).filter(Q(party=party_id) | Q(counterparty=party_id))
    rows = rows.exclude(kind__in=("annual_fee", "fee_unpaid"))
    rows = rows.select_related("right", "party", "counterparty")
    return list(rows.order_by("-happened_on", "-pk")[:most])


def organised_by(party: Party, former: Sequence[PartyName], person: Any) -> Any:
    """Return the activities that name a party, or a name that it bore, as the one who held them."""
    names = {party.name, *(one.name for one in former)}
    return Activity.objects.visible_to(person).filter(organiser__in=names).order_by("-held_on")


def lived(party: Party, told: Sequence[Change], person: Any) -> list[Lived]:
    """Return where a party was and is, the newest first: moves that lists tell, and what changed."""
    moves = Event.objects.visible_to(person).filter(kind="address_change", right=None)
    moves = moves.filter(party=party.pk).select_related("party")
    out = [
        Lived(one.happened_on, shown_note(one, person), one.region_code, "迁移", False, one.pk)
        for one in moves
    ]
    found: dict[tuple[str, str], Lived] = {}
    for one in told:
        if one.field.name in ("address", "region_code") and one.after:
            by = one.batch.file_name if one.batch else f"{one.by} 更正"
            on = localdate(one.known_at)
            key = (one.known_at.isoformat(), by)
            known = found.get(key, Lived(on, "", "", by, True))
            name = one.field.name
            found[key] = replace(known, **{name: one.after})
    return sorted([*out, *found.values()], key=lambda one: one.on, reverse=True)
