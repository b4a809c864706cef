"""Rights and parties, found and listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any, overload

from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.identifiers import Verdict, parse_application_number
from zhiqiang.records.registry.models import Holding, Party, Right
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.queries.visibility import (
    reads_names,
    visible_parties,
    visible_rights,
)

PAGE_SIZE = 50
#: up to so many rows are sorted rather than met along an index of their order
FEW = 2_000


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
    tell the two cases apart; the number can, which is known before.
    """

    def __init__(
        self,
        counted: QuerySet[Right],
        page: int = 1,
        size: int = PAGE_SIZE,
        walked: QuerySet[Right] | None = None,
    ) -> None:
        self._counted, self._walked = counted, walked
        self.page, self.size = max(page, 1), size
        self._total: int | None = None

    @property
    def rows(self) -> QuerySet[Right]:
        """Return all of them with their holders, newest filing first, unread."""
        if self._walked is not None and self.total > FEW:
            rows = self._walked
        else:
            everything = Right.objects.for_program("puts in order what was found for a person")
            rows = everything.filter(pk__in=self._counted.order_by().values("pk"))
        return rows.select_related("holder").order_by("-filed_on", "-id")

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        if self._total is None:
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
        start = (self.page - 1) * self.size
        return list(self.rows[start : start + self.size])

    @overload
    def __getitem__(self, key: int) -> Right: ...
    @overload
    def __getitem__(self, key: slice) -> QuerySet[Right]: ...
    def __getitem__(self, key: int | slice) -> Right | QuerySet[Right]:
        return self.rows[key]

    def __iter__(self) -> Iterator[Right]:
        return iter(self.items)

    def __len__(self) -> int:
        return self.total


def right_by_id(right_id: int, person: Any) -> Right:
    """Return one right with its holder, or raise ``NotFound``; unpublished ones for few."""
    right = visible_rights(person).select_related("holder").filter(pk=right_id).first()
    if right is None:
        raise NotFound("没有这件权利。它可能已并入同一权利的另一条记录，请按号码重新查找。")
    return right


def search_rights(
    person: Any,
    text: str = "",
    kind: str = "",
    region: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    on: date | None = None,
    category: str = "",
) -> Found:
    """Find what ``person`` may see by number, title or applicant, by kind, by region and all in it.

    ``category``: a key of ``right_categories.yml``, of marks, indications, works and plants.

    By the name of a natural person only those find who may read it: a hit would tell the name.
    ``on``: what was filed by that day, in the region where it was held then.
    """
    rows = visible_rights(person)
    if on is not None:
        rows = rows.filter(Q(filed_on=None) | Q(filed_on__lte=on))
        if prefix(region):
            rows = rows.filter(Exists(held_in(region, on)))
        region = ""
    sees_people = reads_names(person)
    return found_among(rows, text, kind, region, page, size, sees_people, category)


def categories_of(person: Any, kind: str = "") -> list[str]:
    """Return the categories that rights of a kind have, read from an index of those that have one."""
    rows = visible_rights(person).filter(category__gt="")
    rows = rows.filter(kind=kind) if kind else rows
    return sorted(rows.order_by().values_list("category", flat=True).distinct())


def held_in(region: str, on: date) -> QuerySet[Holding]:
    """Return the holdings of an outer right in a region on a day; the first reaches back for ever."""
    rows = Holding.objects.for_program("finds rights by where they were held")
    earlier = rows.filter(right=OuterRef("right"), from_on__lt=OuterRef("from_on"))
    begun = Q(from_on=None) | Q(from_on__lte=on) | ~Exists(earlier)
    ends = Q(until_on=None) | Q(until_on__gt=on)
    return rows.filter(within(region), begun, ends, right=OuterRef("pk"))


def found_among(
    rows: QuerySet[Right],
    text: str = "",
    kind: str = "",
    region: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    sees_people: bool = False,
    category: str = "",
) -> Found:
    """Find among ``rows``, which are those that somebody may see."""
    if text.strip():
        rows = rows.filter(_matches(text.strip(), sees_people))
    counted, walked = rows, rows.alias(of=Unindexed("kind"), at=Unindexed("region_code"))
    if kind:
        counted, walked = counted.filter(kind=kind), walked.filter(of=kind)
    if category:
        counted = counted.filter(category=category)
        walked = walked.alias(like=Unindexed("category")).filter(like=category)
    if region:
        counted, walked = counted.filter(within(region)), walked.filter(within(region, "at"))
    if text.strip() and not kind and not region and not category:
        # A word is looked for in every row, soonest in the order of the table.
        counted = counted.filter(pk__gt=0)
    return Found(counted, page, size, walked)


def within(region: str, column: str = "region_code") -> Q:
    """Return the condition "in ``region``": a range of codes, which an index answers."""
    first = prefix(region)
    after = str(int(first) + 1).zfill(len(first)) if first else ""
    clause = Q(**{f"{column}__gte": first}) if first else Q()
    return clause & Q(**{f"{column}__lt": after}) if len(after) == len(first) and first else clause


def identity_asked(text: str) -> str:
    """Return the identity that an application number asks for; empty for any other text."""
    number = parse_application_number(text)
    if number.verdict in (Verdict.VALID, Verdict.BAD_CHECK):
        return f"CN:{number.normal.replace('.', '')}"
    if number.verdict is Verdict.FORMAT_ONLY:
        return f"CN:{number.suggestion.replace('.', '')}"
    return ""


def _matches(text: str, sees_people: bool) -> Q:
    identity = identity_asked(text)
    if identity:
        return Q(identity=identity)
    plain = text.upper().replace(" ", "")
    names = Q(applicants__icontains=text)
    if not sees_people:
        names = Q(holder__name__icontains=text) & ~Q(holder__kind="person")
    return (
        Q(title__icontains=text)
        | names
        | Q(number__startswith=plain)
        | Q(publication_number__startswith=plain)
        | Q(grant_number__startswith=plain)
    )


def party_by_id(party_id: int, person: Any) -> Party:
    """Return one party as far as ``person`` may see it, or raise ``NotFound``."""
    party = visible_parties(person).filter(pk=party_id).first()
    if party is None:
        raise NotFound("没有这个主体，或者不对外显示。")
    return party


def search_parties(text: str, person: Any, limit: int = PAGE_SIZE) -> list[Party]:
    """Find parties by name or credit code; natural persons for officials only.

    A name that was merged into another party's finds that one.
    """
    key = name_key(text)
    if not key:
        return []
    found = visible_parties(person).filter(Q(name_key__contains=key) | Q(credit_code=key.upper()))
    meant = found.annotate(meant=Coalesce("same_as", "pk")).values("meant")
    return list(visible_parties(person).filter(pk__in=meant).order_by("name", "id")[:limit])


def rights_of(
    party_id: int, person: Any, page: int = 1, size: int = PAGE_SIZE, kind: str = ""
) -> Found:
    """Return the rights, of a kind, that a party holds now, as far as ``person`` may see them."""
    rows = visible_rights(person).filter(holder_id=party_id)
    return Found(rows.filter(kind=kind) if kind else rows, page, size)


def holdings_of(right_id: int, person: Any) -> list[Holding]:
    """Return who held a right, first holder first."""
    rows = Holding.objects.visible_to(person).filter(right_id=right_id).select_related("party")
    return sorted(rows, key=lambda one: (one.from_on is not None, one.from_on, one.pk))
