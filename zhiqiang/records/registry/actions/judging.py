"""Decide about parties that resemble each other; every decision can be taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.actions import merging
from zhiqiang.records.registry.models import PairState, PartyMerge, PartyPair

LONGEST = 500


def judge_same(pair_id: int, actor: str, why: str = "") -> PartyMerge:
    """Merge the two parties of an open pair.

    Those who may judge parties do this, and the pipeline where nothing speaks against it. What
    hangs on the one moves to the other, and lists that name the one mean the other from now on.
    Journalled. Refused where both have a credit code, or the pair is decided already.
    """
    with transaction.atomic():
        pair = _open(pair_id)
        made = merging.merge(pair, actor, _fit(why))
        _decide(pair, PairState.SAME, actor, why)
        detail = {"kept": made.kept.name, "gone": made.gone.name, "reason": _fit(why)}
        write(actor, "merge_parties", f"party:{made.kept_id}", detail)
    return made


def judge_apart(pair_id: int, actor: str, why: str = "") -> PartyPair:
    """Declare the two parties of an open pair to be two.

    Those who may judge parties do this. The pair is not shown again, nor merged without a person,
    unless something new speaks for one party. Journalled.
    """
    with transaction.atomic():
        pair = _open(pair_id)
        _decide(pair, PairState.APART, actor, why)
        _write(pair, actor, "tell_parties_apart", why)
    return pair


def take_back(pair_id: int, actor: str, why: str = "") -> PartyPair:
    """Take a decision back: a merge is parted, row for row, and the pair is open again.

    Those who may judge parties do this. A pair that a person took up again is never merged without
    a person. Journalled. Refused where nothing is decided, or a later merge builds on it.
    """
    with transaction.atomic():
        pair = _found(pair_id)
        if pair.state == PairState.OPEN:
            raise Refused("这一对还没有判定，不必撤回。")
        was_same = pair.state == PairState.SAME
        if was_same:
            merging.part(pair.merges.get(parted_at=None), actor)
        _decide(pair, PairState.OPEN, actor, why)
        _write(pair, actor, "part_parties" if was_same else "reopen_parties", why)
    return pair


def _found(pair_id: int) -> PartyPair:
    found = PartyPair.objects.for_program("decides about parties").select_for_update()
    pair: PartyPair | None = found.filter(pk=pair_id).first()
    if pair is None:
        raise NotFound("没有这一对主体，或者它们已不再相似。")
    return pair


def _open(pair_id: int) -> PartyPair:
    pair = _found(pair_id)
    if pair.state != PairState.OPEN:
        raise Refused(f"这一对已判为“{pair.get_state_display()}”。如需改判，请先撤回原判定。")
    return pair


def _decide(pair: PartyPair, state: PairState, actor: str, why: str) -> None:
    pair.state, pair.decided_by, pair.why = state, actor, _fit(why)
    pair.decided_at = timezone.now()
    pair.judged_upon = grounds(pair.reasons, pair.evidence)
    pair.save(
        update_fields=["state", "decided_by", "why", "decided_at", "judged_upon"],
    )


def grounds(reasons: Any, evidence: Any) -> list[str]:
    """Return everything that speaks for one party, as texts to compare later."""
    return sorted({*reasons, *(f"{label}：{text}" for label, text in evidence)})


def _write(pair: PartyPair, actor: str, act: str, why: str) -> None:
    # A party may be gone with its import; the identities tell who was meant.
    names = [
        party.name if party else identity.split(":", 1)[-1]
        for party, identity in (
            (pair.first, pair.first_identity),
            (pair.second, pair.second_identity),
        )
    ]
    detail = {"parties": names, "reason": _fit(why)}
    write(actor, act, f"party:{pair.first_id or pair.second_id or 0}", detail)


def _fit(why: str) -> str:
    return why.strip()[:LONGEST]
