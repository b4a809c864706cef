"""Rights as they were known when a snapshot was published: read from the lake, not the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from types import SimpleNamespace
from typing import Any

import ibis
from django.utils import timezone

from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import rights
from zhiqiang.records.indicators import opened
from zhiqiang.records.indicators.intervals import NEVER
from zhiqiang.records.indicators.models import Snapshot
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.life import Interval, Life

PATENTS = ("invention", "utility_model", "design")


@dataclass(frozen=True, slots=True)
class Sought:
    """What rights are looked for; ``on``: filed and held by then, in the region of that day."""

    text: str = ""
    kind: str = ""
    region: str = ""
    on: date | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One right of a snapshot, with its life, holdings and events as they were known."""

    right: Any
    life: Life
    holdings: tuple[Any, ...]
    events: tuple[Any, ...]


def snapshot_by(day: date) -> Snapshot:
    """Return the newest snapshot that was published by the end of a day."""
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    found = Snapshot.objects.filter(published_at__lt=after).order_by("-number").first()
    if found is None:
        raise NotFound(f"{day} 及以前没有发布过快照，无从得知当时的台账。")
    return found


class KnownRights:
    """The rights of a snapshot that ``person`` may see and that are sought, counted and paged."""

    def __init__(self, number: int, person: Any, sought: Sought) -> None:
        self._snapshot, self._person = opened.snapshot(number), person
        self._rows = _sought(self._snapshot, person, sought)
        self._total: int | None = None

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        if self._total is None:
            self._total = int(self._rows.count().to_pyarrow().as_py())
        return self._total

    def page(self, columns: Sequence[str], is_down: bool, size: int, offset: int) -> list[Any]:
        """Return some of them in an order; those without a value come last.

        What is not open to ``person`` today is left out even where an old snapshot shows it.
        """
        way = ibis.desc if is_down else ibis.asc
        order = [way(self._rows[name], nulls_first=False) for name in columns]
        rows = self._rows.order_by([*order, way(self._rows["id"])]).limit(size, offset=offset)
        found = [_right(row) for row in _read(rows)]
        hidden = registry.hidden_of("right", [one.pk for one in found], self._person)
        return [one for one in found if one.pk not in hidden]

    def lives(self, ids: Sequence[int]) -> dict[int, Life]:
        """Return when each right of a page was in force, as it was known."""
        return _lives(self._snapshot, ids)


def known_right(number: int, right_id: int, person: Any) -> Known:
    """Return one right as a snapshot has it, or raise ``NotFound``.

    Who may not see unpublished applications gets only what is open to them in the register today.
    """
    if not rights.may(person, "see_restricted"):
        registry.right_by_id(right_id, person)
    snapshot = opened.snapshot(number)
    table = snapshot.table("rights")
    row = next(iter(_read(table.filter(table.id == right_id))), None)
    if row is None:
        raise NotFound(f"快照 {number} 发布时，台账中还没有这件权利。")
    holdings, events = snapshot.table("holdings"), snapshot.table("events")
    held = holdings.filter(holdings.right_id == right_id, holdings.party_id.notnull())
    told = events.filter(events.right_id == right_id).order_by(["happened_on", "id"])
    return Known(
        _right(row),
        _lives(snapshot, [right_id]).get(right_id, Life(())),
        tuple(SimpleNamespace(**one) for one in _read(held.order_by("from_on"))),
        tuple(SimpleNamespace(**one) for one in _read(told)),
    )


class _Row(SimpleNamespace):
    """A row of the lake; a column that an older snapshot lacks is empty."""

    def __getattr__(self, name: str) -> None:
        return None


def _right(row: dict[str, Any]) -> Any:
    """Return a row of the lake with the names by which pages know a right of the register."""
    holder = row["holder_id"] and SimpleNamespace(
        pk=row["holder_id"], name=row["holder_name"], kind=row["holder_kind"]
    )
    return _Row(pk=row["id"], holder=holder, **row)


def _read(rows: ibis.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.to_pyarrow().to_pylist()
    return found


def _lives(snapshot: OpenSnapshot, ids: Sequence[int]) -> dict[int, Life]:
    spans = snapshot.table("in_force")
    out: dict[int, list[Interval]] = {}
    doubts: dict[int, str] = {}
    wanted = spans.filter(spans.right_id.isin(list(ids))) if ids else spans.limit(0)
    for row in _read(wanted.order_by(["right_id", "from_on"])):
        if row["from_on"] == NEVER:
            doubts[row["right_id"]] = row["reason"]
        else:
            span = Interval(row["from_on"], row["until_on"], row["reason"])
            out.setdefault(row["right_id"], []).append(span)
    return {one: Life(tuple(out.get(one, ())), doubts.get(one, "")) for one in {*out, *doubts}}


def _sought(snapshot: OpenSnapshot, person: Any, sought: Sought) -> ibis.Table:
    table = snapshot.table("rights")
    told: list[Any] = []
    if not rights.may(person, "see_restricted"):
        told.append(_is_published(table))
    if sought.kind:
        told.append(table.kind == sought.kind)
    if sought.category:
        told.append(table.category == sought.category)
    if sought.on is not None:
        told.append(table.filed_on.isnull() | (table.filed_on <= sought.on))
    if sought.text.strip():
        told.append(_matches(table, sought.text.strip(), registry.sees_origins(person)))
    inside = prefix(sought.region) if sought.region else ""
    if inside and sought.on is None:
        told.append(table.region_code.startswith(inside))
    out = table.filter(reduce(and_, told)) if told else table
    if inside and sought.on is not None:
        held = snapshot.table("holdings")
        held = held.filter(
            held.region_code.startswith(inside),
            held.from_on.isnull() | (held.from_on <= sought.on),
            held.until_on.isnull() | (held.until_on > sought.on),
        )
        out = out.semi_join(held, out.id == held.right_id)
    return out


def _is_published(table: ibis.Table) -> Any:
    """Return the rule of ``registry`` for what may be told of an application, on the lake."""
    return reduce(
        or_,
        (
            ~table.kind.isin(PATENTS), table.published_on.notnull(), table.granted_on.notnull(),
            table.publication_number != "", table.grant_number != "",
        ),
    )  # fmt: skip


def _matches(table: ibis.Table, text: str, sees_people: bool) -> Any:
    identity = registry.identity_asked(text)
    if identity:
        return table.identity == identity
    plain = text.upper().replace(" ", "")
    firm = table.holder_name.contains(text) & (table.holder_kind != "person")
    names = table.applicants.contains(text) if sees_people else firm
    numbers = (table.number, table.publication_number, table.grant_number)
    either = [table.title.contains(text), names, *(one.startswith(plain) for one in numbers)]
    return reduce(or_, (one.fill_null(False) for one in either))
