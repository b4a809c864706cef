"""Who told the register what it carries, exactly: from the rows that imports kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhiqiang.records.registry.correctable import MODELS, field_of
from zhiqiang.records.registry.models import Batch, EarlierRow
from zhiqiang.records.registry.trust import Origin, SourceTrust

_SUBJECTS = {model._meta.db_table: subject for subject, model in MODELS.items()}


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged row that differs in watched fields: what it says, and what the register carries.

    ``coarser`` are fields in which it says the same less exactly: the city of a known district.
    """

    seq: int
    fact: int
    sheet: str
    row: int
    said: dict[str, str]
    carried: dict[str, str]
    coarser: tuple[str, ...] = ()


class Tellers:
    """Who told the register what it carries, exactly: from the rows that imports kept."""

    def __init__(self, trust: SourceTrust, subject: str) -> None:
        self._trust = trust
        self._table = MODELS[subject]._meta.db_table
        rows = Batch.objects.for_program("looks who told the register what it carries")
        self.batches = {one.pk: one for one in rows.filter(undone_at=None).order_by("pk")}
        spans = [
            (*one.made[self._table], one.pk)
            for one in self.batches.values()
            if self._table in one.made
        ]
        self._spans = sorted(spans)
        self._firsts = [first for first, _, _ in self._spans]
        self._origins: dict[int, Origin] = {}

    def origin(self, batch: Batch) -> Origin:
        """Return where a batch comes from."""
        found = self._origins.get(batch.pk)
        if found is None:
            found = self._trust.origin(batch.source, batch.file_name, batch.columns)
            self._origins[batch.pk] = found
        return found

    def of(self, rows: Sequence[Staged], now: int) -> dict[tuple[int, str], int]:
        """Return, by fact and field, the batch that brought what the register carries."""
        facts = {one.fact: one for one in rows}
        kept: dict[int, list[tuple[int, dict[str, Any]]]] = {}
        earlier = EarlierRow.objects.for_program("looks who told the register what it carries")
        found = earlier.filter(place=self._table, row_id__in=list(facts)).exclude(batch=now)
        for fact, batch, row in found.order_by("-batch_id").values_list(
            "row_id", "batch_id", "row"
        ):
            kept.setdefault(fact, []).append((batch, row))
        out = {}
        for fact, one in facts.items():
            for name in one.said:
                teller = self._teller(fact, one.carried[name], name, kept.get(fact, []))
                if teller:
                    out[fact, name] = teller
        return out

    def _teller(
        self, fact: int, carried: str, name: str, kept: list[tuple[int, dict[str, Any]]]
    ) -> int:
        field = field_of(_SUBJECTS[self._table], name)
        for batch, row in kept:
            if field.text(row.get(field.attribute)) != carried:
                return batch
        place = bisect_right(self._firsts, fact) - 1
        if place >= 0 and fact <= self._spans[place][1]:
            return int(self._spans[place][2])
        return 0
