"""Who may see what of the register: one predicate for each kind of object.

Bibliographic data of rights and firms is public. Names of natural persons, batches and origins
are for officials.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhiqiang.engines.ingest import load_codes
from zhiqiang.records.accounts.rights import require_person
from zhiqiang.records.registry.models import Batch, Party, Right
from zhiqiang.records.registry.names import KindOfName, masked


def sees_origins(person: Any) -> bool:
    """Say whether ``person`` may see batches, origins and the names of natural persons."""
    require_person(person)
    return bool(
        getattr(person, "is_authenticated", False)
        and getattr(person, "is_active", True)
        and getattr(person, "is_official", False)
    )


def visible_rights(person: Any) -> QuerySet[Right]:
    """Return the rights that ``person`` may see: all, for the register of rights is public."""
    require_person(person)
    return Right.objects.all()


def visible_parties(person: Any) -> QuerySet[Party]:
    """Return the parties that ``person`` may see; natural persons for officials only."""
    return Party.objects.all() if sees_origins(person) else Party.objects.exclude(kind="person")


def visible_batches(person: Any) -> QuerySet[Batch]:
    """Return the batches that ``person`` may see: all for officials, none for others."""
    return Batch.objects.all() if sees_origins(person) else Batch.objects.none()


def shown_name(party: Party | None, person: Any) -> str:
    """Return a party's name as ``person`` may see it; a natural person's is masked."""
    if party is None:
        return ""
    return party.name if sees_origins(person) else masked(party.name, party.kind)


def shown_names(names: str, person: Any) -> str:
    """Return printed names, joined by ``; ``, with those of natural persons masked for visitors."""
    if sees_origins(person):
        return names
    tell = _kind_of_name(str(settings.CATALOGUE))
    return "; ".join(masked(name, tell(name)) for name in names.split("; ") if name)


@lru_cache(maxsize=2)
def _kind_of_name(catalogue: str) -> KindOfName:
    return KindOfName(load_codes(Path(catalogue) / "codes", ["party_kinds"])["party_kinds"])
