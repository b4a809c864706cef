"""The parties from which a sample is drawn."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from zhiqiang.records.registry.models import Party, PartyKind, Right
from zhiqiang.records.registry.queries.found import within

WHOLE = "全部"
_UNKNOWN = "未载明"


def sampling_frame(
    region: str, kinds: Collection[str], *, holders: bool = False, strata: str = ""
) -> dict[str, list[int]]:
    """Return the ids of the parties of these kinds in a region, in order, by stratum.

    ``holders``: only those that hold a right. ``strata``: ``kind`` or ``size``; empty, all are one.
    Those merged into another are left out, so that nobody is drawn twice; so are natural persons.
    """
    rows = Party.objects.for_program("lists those from whom a sample is drawn").filter(
        within(region), kind__in=set(kinds) - {PartyKind.PERSON}, same_as=None
    )
    if holders:
        held = Right.objects.for_program("tells holders").filter(holder=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    out: dict[str, list[int]] = {}
    names = dict(PartyKind.choices)
    for party_id, value in rows.order_by("pk").values_list("pk", strata or "kind"):
        word = names.get(value, value) if strata == "kind" else value
        out.setdefault((word or _UNKNOWN) if strata else WHOLE, []).append(party_id)
    return dict(sorted(out.items()))
