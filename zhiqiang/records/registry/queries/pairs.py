"""The queue of parties that may be one, and two of them side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry.models import (
    Designation,
    Event,
    PairState,
    Party,
    PartyMerge,
    PartyPair,
    Right,
)
from zhiqiang.records.registry.names import name_key

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One party of a pair: what is known of it and what hangs on it.

    ``counts`` are label and number, ``rights`` the newest few, ``names`` the names merged into it.
    """

    party: Party
    counts: dict[str, int]
    rights: list[Right]
    names: list[str]

    @property
    def facts(self) -> int:
        """Return how many rights, events and designations hang on it."""
        return sum(self.counts.values())


def pairs(person: Any, state: str = "", text: str = "", backed: str = "") -> QuerySet[PartyPair]:
    """Return the pairs of a state, of a name, with (``yes``) or without (``no``) evidence."""
    found = PartyPair.objects.visible_to(person).select_related("first", "second")
    if state:
        found = found.filter(state=state)
    if text.strip():
        key, code = name_key(text), text.strip().upper()
        named = Q()
        for side in ("first", "second"):
            named |= Q(**{f"{side}__name_key__contains": key}) | Q(**{f"{side}__credit_code": code})
        found = found.filter(named)
    if backed:
        found = found.filter(evidence=[]) if backed == "no" else found.exclude(evidence=[])
    return found


def pair_states() -> dict[str, str]:
    """Return the states of a pair with their words."""
    return {str(key): str(label) for key, label in PairState.choices}


def count_pairs(person: Any) -> dict[str, int]:
    """Return the number of pairs by state."""
    counted = PartyPair.objects.visible_to(person).order_by().values_list("state")
    return dict(counted.annotate(n=Count("pk")))


def pair_by_id(pair_id: int, person: Any) -> PartyPair:
    """Return one pair with its parties, or raise ``NotFound``."""
    found = PartyPair.objects.visible_to(person).select_related("first", "second")
    pair: PartyPair | None = found.filter(pk=pair_id).first()
    if pair is None:
        raise NotFound("没有这一对主体，或者它们已不再相似。")
    return pair


def next_pair(pair: PartyPair, person: Any) -> PartyPair | None:
    """Return the open pair that comes after ``pair`` in the queue, else the first one."""
    waiting = pairs(person, PairState.OPEN).exclude(pk=pair.pk)
    after = (
        Q(facts__lt=pair.facts)
        | Q(facts=pair.facts, score__lt=pair.score)
        | Q(facts=pair.facts, score=pair.score, pk__gt=pair.pk)
    )
    return waiting.filter(after).first() or waiting.first()


def merge_of(pair: PartyPair, person: Any) -> PartyMerge | None:
    """Return the merge of a pair that is in force."""
    found = PartyMerge.objects.visible_to(person).filter(pair=pair, parted_at=None)
    merge: PartyMerge | None = found.select_related("kept", "gone").first()
    return merge


def merges_into(party_id: int, person: Any) -> list[PartyMerge]:
    """Return the merges in force by which other names became this party, newest first."""
    found = PartyMerge.objects.visible_to(person).filter(parted_at=None)
    return list(found.filter(Q(kept=party_id) | Q(gone=party_id)).select_related("kept", "gone"))


def pairs_of(party_id: int, person: Any) -> list[PartyPair]:
    """Return the open pairs that a party is in."""
    found = pairs(person, PairState.OPEN)
    return list(found.filter(Q(first=party_id) | Q(second=party_id)))


def sides(pair: PartyPair, person: Any) -> list[Side]:
    """Return both parties of a pair side by side; nothing for one that left with its import."""
    return [_side(party, person) for party in (pair.first, pair.second) if party is not None]


def _side(party: Party, person: Any) -> Side:
    held = Right.objects.visible_to(person).filter(holder=party.pk)
    counts: Counter[str] = Counter()
    for kind, count in held.order_by().values_list("kind").annotate(n=Count("pk")):
        counts[str(Right(kind=kind).get_kind_display())] = count
    events = Event.objects.visible_to(person).filter(Q(party=party.pk) | Q(counterparty=party.pk))
    named = Designation.objects.visible_to(person).filter(party=party.pk)
    for label, rows in (("事件", events), ("认定", named)):
        if count := rows.count():
            counts[label] = count
    aliases = Party.objects.visible_to(person).filter(same_as=party.pk).order_by("pk")
    return Side(
        party,
        dict(counts),
        list(held.order_by("-filed_on", "-pk")[:_SHOWN]),
        list(aliases.values_list("name", flat=True)),
    )
