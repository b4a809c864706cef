"""Record what a closed case has brought about: one fact, in the transaction that closes the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from zhiqiang.engines.ingest import load_codes
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.registry.actions.earlier import one_at_a_time
from zhiqiang.records.registry.actions.facts import designation_identity
from zhiqiang.records.registry.models import (
    Activity,
    Designation,
    Event,
    EventKind,
    Party,
    RecordedFact,
    Right,
    Statistic,
    Subject,
)
from zhiqiang.records.registry.names import KindOfName, name_key

_WHY = "records what a case has brought about"


@dataclass(frozen=True, slots=True)
class HappenedTo:
    """What happened to a right; the other side by its name and, where known, its credit code."""

    kind: str
    right_id: int
    happened_on: date
    amount: Decimal | None = None
    document_number: str = ""
    counterparty: str = ""
    counterparty_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An activity that took place; ``people`` counts person-times."""

    kind: str
    title: str
    held_on: date
    place: str = ""
    organiser: str = ""
    people: int | None = None
    items: int | None = None
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Designated:
    """What a party was recognised as, at which level, from which day.

    ``party`` names the party where ``name`` is that of something it has, such as a project; the
    region is then the one that is given.
    ``is_thing``: what is named is no party but a thing, such as a database.
    """

    kind: str
    name: str
    from_on: date
    party: str = ""
    level: str = ""
    credit_code: str = ""
    until_on: date | None = None
    document_number: str = ""
    region_code: str = ""
    is_thing: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that a body publishes for a region and a year, in the unit of ``codes/statistics.yml``."""

    key: str
    region_code: str
    year: int
    value: Decimal
    publisher: str = ""
    document: str = ""


def record_event(case: str, place: str, actor: str, happened: HappenedTo) -> int:
    """Record an event of a right for a case and return its id; a second call changes nothing.

    Called by what closes the case, in its transaction, which also writes the journal. An event that
    a received list already stated is not made twice: it is what the case speaks of.
    """
    if happened.kind not in EventKind.values:
        raise Refused(f"没有“{happened.kind}”这种事件。")

    def make() -> int:
        right = Right.objects.for_program(_WHY).filter(pk=happened.right_id).first()
        if right is None:
            raise NotFound("台账中没有这件权利，可能已并入同一权利的另一条记录。")
        which = happened.document_number or happened.note[:40]
        identity = f"{happened.kind}:{right.identity}:{happened.happened_on}:{which}"
        known = Event.objects.for_program(_WHY).filter(identity=identity).first()
        if known is not None:
            return int(known.pk)
        made = Event.objects.create(
            identity=identity,
            kind=happened.kind,
            right=right,
            party_id=right.holder_id,
            counterparty=_party(happened.counterparty, happened.counterparty_code),
            happened_on=happened.happened_on,
            amount=happened.amount,
            document_number=happened.document_number,
            note=happened.note[:300],
            region_code=right.region_code,
        )
        return int(made.pk)

    return _once(case, place, actor, Subject.EVENT, make)


def record_activity(case: str, place: str, actor: str, held: Held) -> int:
    """Record an activity for a case and return its id; a second call changes nothing."""
    if held.kind not in _codes("activities"):
        raise Refused(f"没有“{held.kind}”这种活动。")

    def make() -> int:
        title, where = name_key(held.title)[:120], name_key(held.place)[:60]
        identity = f"{held.kind}:{held.held_on}:{held.region_code}:{title}:{where}"
        made, _ = Activity.objects.for_program(_WHY).get_or_create(
            identity=identity,
            defaults={
                "kind": held.kind,
                "title": held.title[:250],
                "held_on": held.held_on,
                "place": held.place[:200],
                "organiser": held.organiser[:200],
                "people": held.people,
                "items": held.items,
                "region_code": held.region_code,
            },
        )
        return int(made.pk)

    return _once(case, place, actor, Subject.ACTIVITY, make)


def record_designation(case: str, place: str, actor: str, designated: Designated) -> int:
    """Record what a party was recognised as for a case and return its id; a second call changes nothing.

    One that a received list stated of the same name, kind, level and day is what the case speaks of.
    """
    if designated.kind not in _codes("designations"):
        raise Refused(f"没有“{designated.kind}”这种认定。")

    def make() -> int:
        # A later list knows it by the same identity.
        identity = designation_identity(
            designated.kind, designated.level, designated.from_on, designated.name
        )
        party = None
        if not designated.is_thing:
            party = _party(designated.party or designated.name, designated.credit_code)
        region = designated.region_code if designated.party else ""
        made, _ = Designation.objects.for_program(_WHY).get_or_create(
            identity=identity,
            defaults={
                "kind": designated.kind,
                "level": designated.level,
                "name": designated.name[:250],
                "party": party,
                "region_code": region or (party and party.region_code) or designated.region_code,
                "from_on": designated.from_on,
                "until_on": designated.until_on,
                "document_number": designated.document_number[:80],
            },
        )
        return int(made.pk)

    return _once(case, place, actor, Subject.DESIGNATION, make)


def record_statistic(case: str, place: str, actor: str, published: Published) -> int:
    """Record a published figure for a case and return its id; a second call changes nothing.

    One that a received list stated with the same value is what the case speaks of; another value is
    refused: which of the two is right, a person decides.
    """
    code = load_codes(_folder(), ["statistics"])["statistics"].values.get(published.key)
    if code is None:
        raise Refused(f"没有“{published.key}”这种统计数据。")

    def make() -> int:
        identity = f"{published.key}:{published.region_code}:{published.year}"
        made, is_new = Statistic.objects.for_program(_WHY).get_or_create(
            identity=identity,
            defaults={
                "key": published.key,
                "region_code": published.region_code,
                "year": published.year,
                "value": published.value,
                "publisher": published.publisher[:200],
                "document": published.document[:300],
            },
        )
        if not is_new and made.value != published.value:
            source = made.document or made.publisher or "未载明"
            raise Refused(
                f"台账已有 {published.year} 年“{code.zh}” {made.value.normalize():f}（出处：{source}），"
                f"与本件的 {published.value:f} 不同。请先在台账核对，更正或撤销其中一个。"
            )
        return int(made.pk)

    return _once(case, place, actor, Subject.STATISTIC, make)


def cases_on(made: Mapping[str, Sequence[int]]) -> list[str]:
    """Return the numbers of the cases that recorded something on rows with these ids, by table."""
    recorded = RecordedFact.objects.for_program("finds the cases that lean on an import")
    events = Event.objects.for_program("finds the cases that lean on an import")
    leaning = Q(pk__in=())
    ways = {
        "registry_right": ("right_id",),
        "registry_party": ("party_id", "counterparty_id"),
        "registry_event": ("id",),
    }
    for table, columns in ways.items():
        for column in columns if table in made else ():
            first, last = made[table]
            leaning |= Q(**{f"{column}__gte": first, f"{column}__lte": last})
    found = Q(subject=Subject.EVENT, subject_id__in=events.filter(leaning).values("pk"))
    if "registry_activity" in made:
        found |= Q(subject=Subject.ACTIVITY, subject_id__range=tuple(made["registry_activity"]))
    if "registry_statistic" in made:
        found |= Q(subject=Subject.STATISTIC, subject_id__range=tuple(made["registry_statistic"]))
    found |= _designated_on(made)
    return sorted(set(recorded.filter(found).values_list("case", flat=True)))


def _designated_on(made: Mapping[str, Sequence[int]]) -> Q:
    """Return the condition "a designation recorded on these rows, or one of a party among them"."""
    leaning = Q(pk__in=())
    for table, column in (("registry_designation", "id"), ("registry_party", "party_id")):
        if table in made:
            first, last = made[table]
            leaning |= Q(**{f"{column}__gte": first, f"{column}__lte": last})
    rows = Designation.objects.for_program("finds the cases that lean on an import")
    return Q(subject=Subject.DESIGNATION, subject_id__in=rows.filter(leaning).values("pk"))


def _once(case: str, place: str, actor: str, subject: Subject, make: Any) -> int:
    """Make a fact the first time that a case asks for it at a place."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a fact is recorded with what closes its case")
    one_at_a_time()
    known = RecordedFact.objects.for_program(_WHY).filter(case=case, place=place).first()
    if known is not None:
        return int(known.subject_id)
    made = int(make())
    RecordedFact.objects.create(
        case=case, place=place, subject=subject, subject_id=made, actor=actor[:120]
    )
    return made


def _party(name: str, credit_code: str) -> Party | None:
    """Return the party of this code, else of this name; a new one where there is none."""
    if not name:
        return None
    key, parties = name_key(name), Party.objects.for_program(_WHY)
    if credit_code:
        known = parties.filter(identity=f"USCC:{credit_code}").first()
    else:
        same = list(parties.filter(name_key=key)[:2])
        known = same[0] if len(same) == 1 else parties.filter(identity=f"NAME:{key}").first()
    if known is not None:
        return known
    kind_of = KindOfName(load_codes(_folder(), ["party_kinds"])["party_kinds"])
    return Party.objects.create(
        identity=f"USCC:{credit_code}" if credit_code else f"NAME:{key}",
        kind=kind_of(name),
        name=name[:250],
        name_key=key,
        credit_code=credit_code,
    )


def _folder() -> Path:
    return Path(settings.CATALOGUE) / "codes"


def _codes(name: str) -> frozenset[str]:
    return frozenset(load_codes(_folder(), [name])[name].values)
