"""What the register says of rights that somebody wants to dispose of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from zhiqiang.records.registry.life import life_of
from zhiqiang.records.registry.models import Designation, Event, Right
from zhiqiang.records.registry.names import name_key

_WHY = "checks what a case is about against the register"
_OPENED = {"pledge": "pledge_release", "preservation": "preservation_end", "licence": "licence_end"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a right stands on a day.

    ``ended_by``: ``invalidation``, ``lapse``, ``expiry``, ``abandonment`` or ``term``; empty while it
    is in force or not granted. ``open``: pledges, preservations and licences that were not ended, by
    the numbers of their documents. ``expires_on`` is the last day of protection. ``fee_overdue`` is
    ``None`` where no list told of a fee.
    """

    right_id: int
    number: str
    title: str
    kind: str
    holder: str
    holder_code: str
    applicants: tuple[str, ...]
    filed_on: date | None
    granted_on: date | None
    in_force: bool
    ended_by: str
    doubt: str
    expires_on: date | None
    open: dict[str, tuple[str, ...]]
    fee_overdue: bool | None

    def is_held_by(self, name: str, credit_code: str = "") -> bool:
        """Say whether the one of this name and code is the registered holder."""
        if credit_code and self.holder_code:
            return credit_code.upper() == self.holder_code.upper()
        return name_key(name) == name_key(self.holder)


def standings(numbers: Iterable[str], on: date) -> dict[str, Standing | None]:
    """Return how each right stands on a day, by its number as given; ``None`` for unknown ones."""
    asked = {number: "CN:" + _digits(number) for number in numbers}
    rights = Right.objects.for_program(_WHY).filter(identity__in=set(asked.values()))
    found = {right.identity: right for right in rights.select_related("holder")}
    events: dict[int, list[Event]] = {right.pk: [] for right in found.values()}
    rows = Event.objects.for_program(_WHY).filter(right_id__in=list(events))
    for event in rows.filter(happened_on__lte=on).order_by("happened_on", "id"):
        events[event.right_id].append(event)
    out: dict[str, Standing | None] = {}
    for number, identity in asked.items():
        right = found.get(identity)
        out[number] = _standing(right, events[right.pk], on) if right else None
    return out


def designations_held(kind: str, name: str, credit_code: str, on: date) -> list[Designation]:
    """Return what a party is recognised as on a day: by its credit code, without one by its name."""
    rows = Designation.objects.for_program(_WHY).filter(kind=kind, from_on__lte=on)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=on))
    if credit_code:
        same = Q(party__credit_code=credit_code.upper())
    else:
        same = Q(party__name_key=name_key(name)) | Q(name=name)
    return list(rows.filter(same).order_by("pk"))


def _digits(number: str) -> str:
    plain = number.strip().upper().removeprefix("ZL").removeprefix("CN")
    return "".join(char for char in plain if char.isalnum())


def _standing(right: Right, events: list[Event], on: date) -> Standing:
    life = life_of(right, events)
    spans = life.intervals
    in_force = any(s.from_on <= on and (s.until_on is None or on < s.until_on) for s in spans)
    past = [s for s in spans if s.until_on is not None and s.until_on <= on]
    last = max((s.until_on for s in spans if s.until_on), default=None)
    ended_by = "" if in_force or not past else past[-1].reason
    if any(event.kind == "invalidation" for event in events):
        ended_by = "invalidation"
    return Standing(
        right_id=right.pk,
        number=right.number,
        title=right.title,
        kind=right.kind,
        holder=right.holder.name if right.holder else "",
        holder_code=right.holder.credit_code if right.holder else "",
        applicants=tuple(one for one in right.applicants.split("; ") if one),
        filed_on=right.filed_on,
        granted_on=right.granted_on,
        in_force=in_force,
        ended_by=ended_by,
        doubt=life.doubt,
        expires_on=last - timedelta(days=1) if in_force and last else None,
        open={kind: _open(events, kind, end) for kind, end in _OPENED.items()},
        fee_overdue=_fee_overdue(events),
    )


def _fee_overdue(events: list[Event]) -> bool | None:
    """Say whether a list named a fee as due by now that no later one names as paid."""
    paid = {event.fee_year for event in events if event.kind == "annual_fee"}
    open_years = {event.fee_year for event in events if event.kind == "fee_unpaid"} - paid
    return True if open_years else False if paid else None


def _open(events: list[Event], kind: str, end: str) -> tuple[str, ...]:
    """Return the documents of what was begun and not ended; an end without number ends all."""
    begun: list[str] = []
    for event in events:
        if event.kind == kind:
            begun.append(event.document_number or "（无号）")
        elif event.kind == end:
            number = event.document_number
            begun = [one for one in begun if one != number] if number else []
    return tuple(begun)
