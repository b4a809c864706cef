"""Rights that were found: counted, put in order, and paged without reading the rest.

A page of a million rows is read in three steps, each from an index alone: how many there are, which
ids stand on the page, and then those few rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, sqrt
from typing import Any, overload

from django.db import connection
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from zhiqiang.kernel.divisions import prefix
from zhiqiang.records.registry.models import Right

PAGE_SIZE = 50
#: up to so many rows are sorted rather than met along an index of their order; of a page further
#: back more, because the walk is longer
FEW = 2_000
#: the ids of so many are kept where every row has to be looked at, so that this is done once
KEPT = 200_000

#: the columns whose order an index has whole: lists of any size are sorted by these at once
INDEXED_ORDERS = frozenset(
    {
        "filed_on", "granted_on", "title", "number", "publication_number", "grant_number",
        "kind", "region_code", "status_text",
    }
)  # fmt: skip
#: up to so many rights are sorted by any other column
MOST_SORTED = 50_000

Order = Callable[[QuerySet[Right]], QuerySet[Right]]


class Unindexed(Func):
    """A column as it is, by which SQLite does not look rows up in an index."""

    arity = 1

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return super().as_sql(*args, **{"template": "%(expressions)s", **kwargs})

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        return super().as_sql(*args, template="+%(expressions)s", **kwargs)


class Found:
    """What a search found: counted, sliced, and paged without reading the rest.

    ``counted`` is how it is counted: by indexes of what is asked for. A page of few rows is read
    so as well, and then put in order. Of many, the first in any order are met sooner by walking
    the index of that order: ``walked`` asks the same without the other indexes. SQLite cannot
    tell the two cases apart; the number can, which is known before. ``is_scanned``: no index
    answers what is asked for, every row is looked at; then the ids are kept from that look.
    """

    def __init__(
        self,
        counted: QuerySet[Right],
        page: int = 1,
        size: int = PAGE_SIZE,
        walked: QuerySet[Right] | None = None,
        is_scanned: bool = False,
    ) -> None:
        self._counted, self._walked = counted, walked
        self.page, self.size = max(page, 1), size
        self._is_scanned = is_scanned
        self._total: int | None = None
        self._ids: list[int] | None = None

    @property
    def rows(self) -> QuerySet[Right]:
        """Return all of them with their holders, newest filing first, unread."""
        return self._from(0).select_related("holder").order_by("-filed_on", "-id")

    def _from(self, offset: int) -> QuerySet[Right]:
        """Return all of them, unread, as those are met soonest that begin so far down a list."""
        if self._walked is not None and self.total > FEW * sqrt(1 + offset / PAGE_SIZE):
            return self._walked
        everything = Right.objects.for_program("puts in order what was found for a person")
        if self._ids is not None and len(self._ids) <= FEW:
            return everything.filter(pk__in=self._ids)
        return everything.filter(pk__in=self._counted.order_by().values("pk"))

    def part(self, offset: int, size: int, order: Order | None = None) -> list[Right]:
        """Return those of one page with their holders, in an order; newest filing first without.

        The second half is reached from the end.
        """
        size = min(size, self.total - offset)
        if size <= 0:
            return []
        if self._ids is not None and self._is_scan_of(order):
            return self._read(self._ids[offset : offset + size])
        is_far = offset > self.total // 2
        start = self.total - offset - size if is_far else offset
        rows = (order or newest)(self._from(start))
        ids = list((rows.reverse() if is_far else rows).values_list("pk")[start : start + size])
        return self._read([pk for (pk,) in (reversed(ids) if is_far else ids)])

    def _is_scan_of(self, order: Order | None) -> bool:
        """Say whether the kept ids stand in an order."""
        ordered = (order or newest)(self._counted)
        return list(ordered.query.order_by) == list(self._counted.query.order_by)

    @staticmethod
    def _read(ids: list[int]) -> list[Right]:
        everything = Right.objects.for_program("reads the page of what was found for a person")
        read = everything.select_related("holder").in_bulk(ids)
        return [read[pk] for pk in ids if pk in read]

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        if self._total is None:
            if self._is_scanned:
                ids = list(self._counted.values_list("pk", flat=True)[: KEPT + 1])
                if len(ids) <= KEPT:
                    self._ids, self._total = ids, len(ids)
                    return self._total
            self._total = self._counted.count()
        return self._total

    def count(self) -> int:
        """Return how many there are in all."""
        return self.total

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(ceil(self.total / self.size), 1)

    @property
    def items(self) -> list[Right]:
        """Return the rights of this page."""
        return self.part((self.page - 1) * self.size, self.size)

    @overload
    def __getitem__(self, key: int) -> Right: ...
    @overload
    def __getitem__(self, key: slice) -> list[Right]: ...
    def __getitem__(self, key: int | slice) -> Right | list[Right]:
        if isinstance(key, slice):
            start, stop, _ = key.indices(self.total)
            return self.part(start, stop - start)
        return self.rows[key]

    def __iter__(self) -> Iterator[Right]:
        return iter(self.items)

    def __len__(self) -> int:
        return self.total


def newest(rows: QuerySet[Right]) -> QuerySet[Right]:
    """Put rights in the order of their filing, the last first; those without a day last."""
    return rows.order_by(F("filed_on").desc(nulls_last=True), "-pk")


def within(region: str, column: str = "region_code") -> Q:
    """Return the condition "in ``region``": a range of codes, which an index answers."""
    first = prefix(region)
    after = str(int(first) + 1).zfill(len(first)) if first else ""
    clause = Q(**{f"{column}__gte": first}) if first else Q()
    return clause & Q(**{f"{column}__lt": after}) if len(after) == len(first) and first else clause


def begins(column: str, text: str) -> Q:
    """Return the condition "begins with ``text``": of SQLite a range, which an index answers."""
    if connection.vendor != "sqlite":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": f"{text}\U0010ffff"})


def holds(rows: QuerySet[Any], column: str, text: str) -> tuple[QuerySet[Any], Q]:
    """Return the condition "``text`` stands in ``column``", with the rows that it may be put to.

    Where a text has no capitals it is compared as it is, which is sooner.
    """
    if text.lower() != text.upper():
        return rows, Q(**{f"{column}__icontains": text})
    name = f"place_in_{column}"
    return rows.alias(**{name: StrIndex(column, Value(text))}), Q(**{f"{name}__gt": 0})
