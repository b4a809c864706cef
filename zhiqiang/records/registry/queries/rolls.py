"""The other rolls of the register beside rights: found, filtered, counted by their own values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhiqiang.kernel.divisions import prefix
from zhiqiang.records.accounts.regions import installation_region
from zhiqiang.records.registry.models import (
    Activity,
    Budget,
    Designation,
    Event,
    Party,
    Right,
    Statistic,
)
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.queries.found import FEW, Unindexed, within
from zhiqiang.records.registry.queries.rights import identity_asked
from zhiqiang.records.registry.queries.visibility import (
    people_among,
    reads_names,
    shown_names,
    visible_parties,
    visible_rights,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks of a roll; ``chosen`` are values by the name of their facet.

    ``party``: of this one only, wherever it is. ``in_force_on``: what has not ended by that day.
    """

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    region: str = ""
    party: int | None = None
    since: date | None = None
    until: date | None = None
    in_force_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which columns of a table are what: ``facets`` by name, ``above`` lends an empty region."""

    model: Any
    facets: Mapping[str, str]
    texts: tuple[str, ...]
    order: str
    day: str = ""
    parties: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    ends: str = ""


_SHAPES = {
    "party": _Shape(Party, {"kind": "kind", "size": "size"}, (), "name"),
    "event": _Shape(
        Event, {"kind": "kind"}, ("document_number",), "happened_on", "happened_on",
        ("party", "counterparty"), ("right", "party", "counterparty"), ("right", "party"),
    ),
    "designation": _Shape(
        Designation, {"kind": "kind", "level": "level"}, ("document_number",), "from_on", "from_on",
        ("party",), ("party",), ("party",), ends="until_on",
    ),
    "activity": _Shape(
        Activity, {"kind": "kind"}, ("title", "place", "organiser"), "held_on", "held_on",
        totals=("people", "items"),
    ),
    "statistic": _Shape(
        Statistic, {"key": "key", "year": "year"}, ("publisher", "document"), "year",
    ),
    "budget": _Shape(
        Budget, {"year": "year", "body": "body"}, ("body", "purpose", "document"), "year",
        totals=("planned", "spent"),
    ),
}  # fmt: skip


def facets_of(subject: str) -> tuple[str, ...]:
    """Return the names of the values by which a roll is filtered."""
    return tuple(_SHAPES[subject].facets)


def is_whole(region: str) -> bool:
    """Say whether a region is this installation's or around it: everything in the register is shown.

    A record that names no place, and one of a bank elsewhere, belong to the office that received it.
    """
    return installation_region().startswith(prefix(region))


def has_days(subject: str) -> bool:
    """Say whether the rows of a roll have a day."""
    return bool(_SHAPES[subject].day)


class Roll:
    """The rows of one kind of fact that ``person`` may see and an address asks for."""

    def __init__(self, subject: str, person: Any, wanted: Wanted) -> None:
        self.subject, self._person, self._wanted = subject, person, wanted
        self._shape = _SHAPES[subject]
        self._counted: dict[str, Any] | None = None

    @property
    def rows(self) -> QuerySet[Any]:
        """Return them with the parties and rights that they name, newest first, unread."""
        return self._among(is_walked=self.total > FEW).select_related(*self._shape.related)

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return int(self._sums()["rows"])

    @property
    def totals(self) -> dict[str, Any]:
        """Return the sums of the columns that add up; None where no row has a value."""
        return {name: self._sums()[name] for name in self._shape.totals}

    def _sums(self) -> dict[str, Any]:
        if self._counted is None:
            sums = {name: Sum(name) for name in self._shape.totals}
            self._counted = self._among().order_by().aggregate(rows=Count("pk"), **sums)
        return self._counted

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each facet with how many rows have them, the most frequent first.

        Each is counted as if it alone were not chosen; one query a facet.
        """
        out = {}
        for name, column in self._shape.facets.items():
            counted = self._among(name).order_by().values_list(column).annotate(n=Count("pk"))
            known = [(str(value), n) for value, n in counted if value not in (None, "")]
            out[name] = sorted(known, key=lambda one: (-one[1], one[0]))
        return out

    def _among(self, besides: str = "", is_walked: bool = False) -> QuerySet[Any]:
        """Return them; ``is_walked``: many, of which the first are met along the index of the order."""
        shape, wanted = self._shape, self._wanted
        rows: QuerySet[Any] = shape.model.objects.visible_to(self._person)
        if self.subject == "party":
            rows = rows.filter(same_as=None)
        for name, column in shape.facets.items():
            if name != besides and (value := wanted.chosen.get(name)):
                rows = rows.filter(**{column: value})
        if wanted.party is not None:
            rows = rows.filter(_any(shape.parties, wanted.party))
        elif not is_whole(wanted.region):
            place = "at" if is_walked else "region_code"
            rows = rows.alias(at=Unindexed("region_code"))
            rows = rows.filter(self._in_region(wanted.region, place))
        if wanted.since is not None:
            rows = rows.filter(**{f"{shape.day}__gte": wanted.since})
        if wanted.until is not None:
            rows = rows.filter(**{f"{shape.day}__lte": wanted.until})
        if wanted.in_force_on is not None and shape.ends:
            ends = shape.ends
            rows = rows.filter(Q(**{ends: None}) | Q(**{f"{ends}__gt": wanted.in_force_on}))
        if text := wanted.text.strip():
            rows = rows.filter(self._named(text))
        return rows.order_by(f"-{shape.order}", "-pk")

    def _in_region(self, region: str, place: str) -> Q:
        """Return "in the region"; what names none is where its right or its party is."""
        clause, nowhere = within(region, place), Q(**{place: ""})
        for above in self._shape.above:
            model = self._shape.model._meta.get_field(above).related_model
            every = model.objects.for_program("looks where the records of a roll belong").order_by()
            inside = every.filter(within(region)).values("pk")
            lost = every.filter(region_code="").values("pk")
            clause |= nowhere & Q(**{f"{above}__in": inside})
            nowhere &= Q(**{f"{above}__in": lost}) | Q(**{above: None})
        return clause

    def _named(self, text: str) -> Q:
        """Return "is called so": by the names of those only whom the asker may read."""
        shape, key = self._shape, name_key(text)
        out = Q(pk__in=())
        for column in shape.texts:
            out |= Q(**{f"{column}__icontains": text})
        called = Q(name_key__contains=key) | Q(credit_code=key.upper())
        parties = visible_parties(self._person).filter(called)
        if not reads_names(self._person):
            parties = parties.exclude(kind="person")
        if self.subject == "party":
            return Q(pk__in=parties.values("pk"))
        for column in shape.parties:
            out |= Q(**{f"{column}__in": parties.values("pk")})
        if self.subject == "event":
            out |= Q(right__in=self._rights(text).values("pk"))
        if self.subject == "designation":
            out |= Q(pk__in=self._designated(text))
        return out

    def _rights(self, text: str) -> QuerySet[Right]:
        rights, identity = visible_rights(self._person), identity_asked(text)
        if identity:
            return rights.filter(identity=identity)
        plain = text.upper().replace(" ", "")
        return rights.filter(Q(title__icontains=text) | Q(number__startswith=plain))

    def _designated(self, text: str) -> list[int]:
        """Return what bears a name with ``text`` in it that is not covered: a hit would tell it."""
        rows = Designation.objects.visible_to(self._person).filter(name__icontains=text)
        found = list(rows.values_list("pk", "name"))
        people = people_among([name for _, name in found], self._person)
        return [
            pk for pk, name in found if shown_names(name, self._person, people) == name
        ]  # fmt: skip


def _any(columns: tuple[str, ...], party: int) -> Q:
    out = Q(pk__in=())
    for column in columns:
        out |= Q(**{column: party})
    return out


def rights_held(parties: list[int], person: Any) -> dict[int, int]:
    """Return how many rights each of some parties holds now; one query."""
    held = visible_rights(person).filter(holder_id__in=parties).order_by()
    return dict(held.values_list("holder_id").annotate(n=Count("pk")))
