"""Who may see what of the register: one predicate for each kind of object.

Bibliographic data of published rights and of firms is public; the models say who sees a row.
Names of natural persons, batches and origins are for those who see what is internal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhiqiang.engines.ingest import load_codes
from zhiqiang.records.accounts import masking, rights
from zhiqiang.records.registry.models import Batch, Event, Party, Right, Subject
from zhiqiang.records.registry.names import KindOfName, masked, name_key


def sees_origins(person: Any) -> bool:
    """Say whether ``person`` may see batches, origins and the names of natural persons."""
    return rights.may(person, "see_internal")


def reads_names(person: Any) -> bool:
    """Say whether ``person`` reads the names of natural persons whole: who works with the register.

    Whatever else is known of a natural person is masked for them too (``clear`` in ``personal``).
    """
    return sees_origins(person)


def sees_unpublished(person: Any) -> bool:
    """Say whether ``person`` sees every right, those that nobody has published too."""
    return rights.may(person, "see_restricted")


def unpublished_rights() -> frozenset[int]:
    """Return the ids of the rights that only those see who see what is restricted."""
    everything = Right.objects.for_program("marks in the search index what is hidden")
    return frozenset(everything.filter(is_published=False).values_list("pk", flat=True))


def visible_rights(person: Any) -> QuerySet[Right]:
    """Return the rights that ``person`` may see: the published ones, to few the others too."""
    return Right.objects.visible_to(person)


def visible_parties(person: Any) -> QuerySet[Party]:
    """Return the parties that ``person`` may see; natural persons for officials only."""
    return Party.objects.visible_to(person)


def visible_batches(person: Any) -> QuerySet[Batch]:
    """Return the batches that ``person`` may see: all for officials, none for others."""
    return Batch.objects.visible_to(person)


def shown_name(party: Party | None, person: Any) -> str:
    """Return a party's name as ``person`` may see it; a natural person's is masked."""
    if party is None:
        return ""
    return party.name if sees_origins(person) else masked(party.name, party.kind)


def shown_text(fact: Any, name: str, text: str, person: Any) -> str:
    """Return a text of a field of a fact; where it tells a natural person's address, masked."""
    if isinstance(fact, Party):
        is_home = name == "address" and fact.kind == "person"
    else:
        is_home = (
            isinstance(fact, Event)
            and name == "note"
            and fact.kind == "address_change"
            and fact.party is not None
            and fact.party.kind == "person"
        )
    return masking.shown(person, "address", text) if is_home else text


def shown_address(party: Party, person: Any) -> str:
    """Return a party's address; of a natural person down to the district."""
    return shown_text(party, "address", party.address, person)


def shown_note(event: Event, person: Any) -> str:
    """Return what is noted of an event; the new address of a natural person as an address."""
    return shown_text(event, "note", event.note, person)


def people_among(names: Iterable[str], person: Any) -> frozenset[str]:
    """Return which of some printed names the register knows as those of natural persons.

    A name of an unusual form tells by itself of nobody; a list that states kinds does. One query,
    and none for those who may read every name.
    """
    if sees_origins(person):
        return frozenset()
    keys = {name_key(one): one for printed in names for one in printed.split("; ") if one}
    known = Party.objects.for_program("masks the names of natural persons")
    found = known.filter(kind="person", name_key__in=list(keys)).values_list("name_key", flat=True)
    return frozenset(keys[key] for key in found)


def shown_names(names: str, person: Any, people: frozenset[str] | None = None) -> str:
    """Return printed names, joined by ``; ``, with those of natural persons masked for visitors.

    ``people`` are those of ``people_among`` where many names are shown at once.
    """
    if sees_origins(person):
        return names
    if people is None:
        people = people_among([names], person)
    tell = _kind_of_name(str(settings.CATALOGUE))
    return "; ".join(
        masked(name, "person" if name in people else tell(name))
        for name in names.split("; ")
        if name
    )


@lru_cache(maxsize=2)
def _kind_of_name(catalogue: str) -> KindOfName:
    return KindOfName(load_codes(Path(catalogue) / "codes", ["party_kinds"])["party_kinds"])


def hidden_of(subject: str, ids: Collection[int], person: Any) -> set[int]:
    """Return those of ``ids`` that ``person`` may not see; of rights and events, else none.

    One query, and none for those who see what is restricted.
    """
    model: Any = {Subject.RIGHT: Right, Subject.EVENT: Event}.get(Subject(subject))
    if model is None or not ids or rights.may(person, "see_restricted"):
        return set()
    shown = model.objects.visible_to(person).filter(pk__in=ids)
    return set(ids) - set(shown.values_list("pk", flat=True))
