"""Keep the queue of parties that may be one: found anew after each import, decisions respected."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from zhiqiang.records.journal.actions import SYSTEM
from zhiqiang.records.registry.actions import earlier
from zhiqiang.records.registry.actions.judging import grounds, judge_same
from zhiqiang.records.registry.actions.staging import run
from zhiqiang.records.registry.models import PairState, Party, PartyPair
from zhiqiang.records.registry.queries.resembling import (
    Resembling,
    own_comparer,
    own_memory,
    resembling_parties,
)

_AT_ONCE = 1_000
_SAID = (
    *("first_identity", "second_identity", "proposal", "score", "reasons", "evidence"),
    "facts",
)


@dataclass(frozen=True, slots=True)
class Paired:
    """What finding pairs came to: pairs that wait for a person, and merges that were made."""

    waiting: int
    opened: int
    merged: int


def find_pairs() -> Paired:
    """Compare the parties that changed since, bring the queue up to it, and merge what is beyond doubt.

    For the pipeline. A pair that nobody decided goes when the two no longer resemble each other. A
    decision stays; a pair declared apart opens again only for a reason or evidence that was not
    there when it was decided. Nothing is merged that a person ever decided about.
    """
    found = resembling_parties(own_comparer(), memory=own_memory())
    with transaction.atomic():
        earlier.one_at_a_time()
        _link_again()
        opened = _write(found)
        merged = sum(_merged(pk) for pk in _sure())
        pairs = PartyPair.objects.for_program("counts the queue")
        waiting = pairs.filter(state=PairState.OPEN).count()
    return Paired(waiting, max(opened - merged, 0), merged)


def _sure() -> list[int]:
    pairs = PartyPair.objects.for_program("merges what cannot be two")
    sure = pairs.filter(state=PairState.OPEN, proposal="merge", decided_at=None)
    return list(sure.order_by("pk").values_list("pk", flat=True))


def _merged(pair_id: int) -> bool:
    """Merge a sure pair, unless one of its parties was just merged by way of another pair."""
    pair = PartyPair.objects.for_program("merges what cannot be two").select_related(
        "first", "second"
    )
    one = pair.get(pk=pair_id)
    if one.first.same_as_id or one.second.same_as_id:
        one.delete()
        return False
    judge_same(pair_id, SYSTEM, "；".join(one.reasons))
    return True


def _link_again() -> None:
    """Lead pairs back to parties that left with an undone import and came again."""
    for side in ("first", "second"):
        run(
            f"UPDATE registry_party_pair SET {side}_id = p.id FROM registry_party p "
            f"WHERE registry_party_pair.{side}_id IS NULL "
            f"AND p.identity = registry_party_pair.{side}_identity"
        )


def _write(found: list[Resembling]) -> int:
    """Write what was found; return how many pairs are open that were not before."""
    now = timezone.now()
    pairs = PartyPair.objects.for_program("keeps the queue of pairs")
    known = {frozenset((one.first_id, one.second_id)): one for one in pairs.all()}
    identities = _identities({party for one in found for party in one.ids})
    new, changed, opened = [], [], 0
    for one in found:
        if not identities.keys() >= set(one.ids):
            continue  # Merged or undone while they were compared.
        pair = known.pop(frozenset(one.ids), None)
        if pair is None:
            pair = PartyPair(first_id=one.ids[0], second_id=one.ids[1], found_at=now)
            new.append(pair)
            _say(pair, one, identities)
        elif (is_open := _reopen(pair, one)) | _say(pair, one, identities):
            opened += is_open
            changed.append(pair)
    gone = [pair.pk for pair in known.values() if _is_forgotten(pair)]
    for start in range(0, len(gone), _AT_ONCE):
        pairs.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    PartyPair.objects.bulk_create(new, batch_size=_AT_ONCE)
    pairs.bulk_update(changed, [*_SAID, "state"], batch_size=200)
    return opened + len(new)


def _identities(ids: set[int]) -> dict[int, str]:
    """Return the identities of those of some parties that still stand for themselves."""
    parties = Party.objects.for_program("keeps the queue of pairs").filter(same_as=None)
    ordered, out = sorted(ids), {}
    for start in range(0, len(ordered), _AT_ONCE):
        some = parties.filter(pk__in=ordered[start : start + _AT_ONCE])
        out.update(some.values_list("pk", "identity"))
    return out


def _say(pair: PartyPair, found: Resembling, identities: dict[int, str]) -> bool:
    """Let a pair say what was found; return whether it said otherwise before."""
    first, second = identities[pair.first_id], identities[pair.second_id]
    evidence = [list(two) for two in found.evidence]
    said = (first, second, found.decision, found.weight, list(found.reasons), evidence, found.facts)
    before = tuple(getattr(pair, name) for name in _SAID)
    for name, value in zip(_SAID, said, strict=True):
        setattr(pair, name, value)
    return before != said


def _is_forgotten(pair: PartyPair) -> bool:
    """Say whether nothing remains of a pair that no longer resembles: nobody ever decided it."""
    return pair.state == PairState.OPEN and pair.decided_at is None


def _reopen(pair: PartyPair, found: Resembling) -> bool:
    """Open a pair that was declared apart when something speaks for one party that did not then."""
    if pair.state != PairState.APART:
        return False
    if set(grounds(found.reasons, found.evidence)) <= set(pair.judged_upon):
        return False
    pair.state = PairState.OPEN
    return True
