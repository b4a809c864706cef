"""Topic databases as a person may see them: list, one with its records, counts, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from zhiqiang.domains.information.models import TopicDatabase, TopicEntry, TopicVisit
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry import queries as registry

AT_ONCE = 500
#: holders and states that statistics name; what is left is summed up
NAMED = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a database: a word in the title, a kind, a year of filing, how they came in.

    ``since``: joined after a moment. ``are_out``: those that were kept out or are found no more.
    """

    text: str = ""
    kind: str = ""
    year: int | None = None
    verdict: str = ""
    since: datetime | None = None
    are_out: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a database with the right that it is about, as a list shows it."""

    entry: TopicEntry
    right: Any
    holder: str
    origin: registry.Origin | None = None

    @property
    def pk(self) -> int:
        """Return the key of the right."""
        return int(self.right.pk)


def topics(person: Any) -> QuerySet[TopicDatabase]:
    """Return the databases that ``person`` may read, open ones first."""
    return TopicDatabase.objects.visible_to(person)


def topic(key: int, person: Any) -> TopicDatabase:
    """Return one database, or raise ``NotFound``."""
    found: TopicDatabase | None = topics(person).filter(pk=key).first()
    if found is None:
        raise NotFound("没有这个专题数据库，或您无权查看。")
    return found


def counts(databases: Iterable[TopicDatabase]) -> dict[int, int]:
    """Return how many published records each database holds; one query."""
    keys = [one.pk for one in databases]
    held = TopicEntry.objects.for_program("counts what somebody may read").filter(is_in=True)
    found = held.filter(database_id__in=keys).values_list("database_id").annotate(n=Count("pk"))
    return dict(found.order_by())


def rights_in(of: TopicDatabase, person: Any, wanted: Wanted | None = None) -> QuerySet[Any]:
    """Return the rights that a database holds and ``person`` may see.

    The one condition of its list, its export, its counts and its statistics.
    """
    wanted = wanted or Wanted()
    rows = registry.visible_rights(person)
    if wanted.text:
        rows = rows.filter(title__icontains=wanted.text)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(filed_on__year=wanted.year)
    return rows.filter(pk__in=_entries(of, wanted).values("right_id"))


def _entries(of: TopicDatabase, wanted: Wanted) -> QuerySet[TopicEntry]:
    rows = of.entries.filter(is_in=not wanted.are_out)
    if wanted.verdict:
        rows = rows.filter(verdict="" if wanted.verdict == "found" else wanted.verdict)
    return rows.filter(joined_at__gt=wanted.since) if wanted.since else rows


def lines(
    of: TopicDatabase, rights: Iterable[Any], person: Any, with_origins: bool = False
) -> Iterator[Line]:
    """Give rights as lines of a list, with entry, holder and origin; as many queries a part."""
    left = iter(rights)
    while some := list(islice(left, AT_ONCE)):
        keys = [one.pk for one in some]
        entries = {one.right_id: one for one in of.entries.filter(right_id__in=keys)}
        origins = registry.origins_of("right", keys, person) if with_origins else {}
        people = registry.people_among([o.applicants for o in some if o.holder is None], person)
        for one in some:
            holder = registry.shown_name(one.holder, person)
            holder = holder or registry.shown_names(one.applicants, person, people)
            yield Line(entries[one.pk], one, holder, origins.get(one.pk))


def entry(key: int, person: Any) -> TopicEntry:
    """Return one record of a database, or raise ``NotFound``."""
    found: TopicEntry | None = (
        TopicEntry.objects.visible_to(person).select_related("database").filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这条记录，或您无权查看。")
    return found


def seen_at(of: TopicDatabase, person: Any) -> datetime | None:
    """Return up to when ``person`` has seen a database; None for who never said so."""
    found = TopicVisit.objects.visible_to(person).filter(database=of)
    return found.values_list("seen_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records of a database there are of each kind, year of filing, holder and state."""

    kinds: list[tuple[str, int]]
    years: list[tuple[int, int]]
    holders: list[tuple[str, int]]
    states: list[tuple[str, int]]
    total: int
    other_holders: int


def statistics(of: TopicDatabase, person: Any) -> Counted:
    """Count what a database holds for ``person``; four queries, however many records."""
    rows = rights_in(of, person).order_by()
    kinds = _grouped(rows, "kind")
    years = sorted(
        rows.filter(filed_on__isnull=False)
        .annotate(year=ExtractYear("filed_on"))
        .values_list("year")
        .annotate(n=Count("pk"))
    )
    held = rows.filter(holder__isnull=False)
    if not registry.reads_names(person):
        held = held.exclude(holder__kind="person")
    holders = _grouped(held, "holder__name")
    total = sum(count for _, count in kinds)
    named = holders[:NAMED]
    other = total - sum(count for _, count in named)
    return Counted(kinds, years, named, _grouped(rows, "status_text")[:NAMED], total, other)


def _grouped(rows: QuerySet[Any], column: str) -> list[tuple[str, int]]:
    found = rows.values_list(column).annotate(n=Count("pk"))
    return sorted(found, key=lambda one: (-one[1], one[0] or ""))


def readers_of(of: TopicDatabase) -> list[tuple[int, str]]:
    """Return id and name of the bodies that a database is open to."""
    return list(of.readers.order_by("body__path").values_list("body_id", "body__name"))


def open_count(person: Any) -> int:
    """Return how many databases that are not closed ``person`` may read."""
    return topics(person).filter(Q(closed_on__isnull=True)).count()
