"""Parties of the register that are, or may be, one body under two names."""

from __future__ import annotations

from dataclasses import dataclass

from zhiqiang.engines.linking import Comparer, Histories, Known, Subject
from zhiqiang.records.registry.models import Party, PartyKind


@dataclass(frozen=True, slots=True)
class Resembling:
    """Two parties, what speaks for one body, and whether it is beyond doubt (``merge``)."""

    ids: tuple[int, int]
    names: tuple[str, str]
    codes: tuple[str, str]
    decision: str
    reasons: tuple[str, ...]
    weight: float


def resembling_parties(comparer: Comparer, histories: Histories) -> list[Resembling]:
    """Return every two parties that are not told apart, the surest first; nothing is changed.

    Natural persons are left out: equal names of persons tell nothing. For whoever runs the
    installation, so no person is asked for.
    """
    parties = Party.objects.for_program("looks for parties that resemble each other")
    found = {
        party.pk: party
        for party in parties.exclude(kind=PartyKind.PERSON).order_by("pk").iterator()
    }
    subjects = {
        pk: Subject(
            party.name,
            party.credit_code,
            party.region_code,
            histories.former(party.name),
            frozenset(filter(None, [party.address])),
        )
        for pk, party in found.items()
    }
    return [
        Resembling(
            (found[one.one].pk, found[one.other].pk),
            (found[one.one].name, found[one.other].name),
            (found[one.one].credit_code, found[one.other].credit_code),
            one.match.decision.value,
            one.match.reasons,
            round(one.match.weight, 2),
        )
        for one in Known(comparer, subjects).resembling()
    ]
