"""What happened to a right, in order of the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.life import Life, life_of
from zhiqiang.records.registry.models import (
    Batch,
    CorrectionState,
    Event,
    EventKind,
    Provenance,
    Right,
    Subject,
)
from zhiqiang.records.registry.queries.corrections import corrections_of
from zhiqiang.records.registry.queries.rights import holdings_of
from zhiqiang.records.registry.queries.visibility import (
    sees_origins,
    shown_name,
    shown_note,
)


def event_kinds() -> dict[str, str]:
    """Return what may happen to a right or a party, with the official words."""
    return {str(key): str(word) for key, word in EventKind.choices}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One dated line of a right's history.

    ``kind`` is ``filing``, ``publication``, ``holding``, ``import``, ``correction``, ``withdrawal``
    or a kind of event;
    ``subject`` and ``subject_id`` say whose origin to ask for.
    """

    on: date | None
    kind: str
    label: str
    text: str
    subject: str = "right"
    subject_id: int = 0


def lives_of(rights: Sequence[Right]) -> dict[int, Life]:
    """Return when each of some rights is in force, told from their events in one query."""
    rows = Event.objects.for_program("tells the state of rights that somebody was given")
    own: dict[int, list[Event]] = {one.pk: [] for one in rights}
    for event in rows.filter(right_id__in=list(own)):
        own[event.right_id].append(event)
    return {one.pk: life_of(one, own[one.pk]) for one in rights}


def history_of(right: Right, person: Any) -> list[HistoryEntry]:
    """Return the history of a right as ``person`` may see it, oldest first.

    Imports are for officials; names of natural persons are masked for everybody else.
    """
    lines = [
        HistoryEntry(right.filed_on, "filing", "申请", right.number, "right", right.pk),
        HistoryEntry(
            right.published_on, "publication", "公开", right.publication_number, "right", right.pk
        ),
    ]
    lines = [line for line in lines if line.on is not None]
    lines += [_event_line(event, person) for event in _events(right, person)]
    for holding in holdings_of(right.pk, person):
        text = shown_name(holding.party, person)
        lines.append(HistoryEntry(holding.from_on, "holding", "权利人", text, "right", right.pk))
    if sees_origins(person):
        lines += _imports(right, person)
        lines += _corrections(right, person)
    return sorted(lines, key=lambda line: (line.on is not None, line.on))


def _events(right: Right, person: Any) -> list[Event]:
    events = (
        Event.objects.visible_to(person)
        .filter(right_id=right.pk)
        .select_related("party", "counterparty")
    )
    return list(events.order_by("happened_on", "id"))


def _event_line(event: Event, person: Any) -> HistoryEntry:
    parts = [shown_name(event.party, person), shown_name(event.counterparty, person)]
    names = " → ".join(part for part in parts if part)
    year = f"第 {event.fee_year} 年度" if event.fee_year else ""
    more = [names, year, event.document_number, shown_note(event, person)]
    if event.amount is not None:
        more.append(f"{event.amount:,.2f} 元")
    text = "，".join(part for part in more if part)
    label = event.get_kind_display()
    return HistoryEntry(event.happened_on, event.kind, label, text, "event", event.pk)


def _imports(right: Right, person: Any) -> list[HistoryEntry]:
    batch_ids = Provenance.objects.visible_to(person).filter(
        subject=Subject.RIGHT, subject_id=right.pk
    )
    found = (
        Batch.objects.visible_to(person).filter(pk__in=batch_ids.values("batch_id")).order_by("id")
    )
    return [
        HistoryEntry(
            timezone.localdate(one.taken_over_at),
            "import",
            "接收",
            one.file_name,
            "right",
            right.pk,
        )
        for one in found
    ]


def _corrections(right: Right, person: Any) -> list[HistoryEntry]:
    """Give a line for each correction of the right, and one for each that was taken back."""
    lines = []
    for one in corrections_of("right", [right.pk], person):
        label = field_of("right", one.field).label
        text = f"{label}，{one.made_by}，原因：{one.reason}"
        on = timezone.localdate(one.made_at)
        lines.append(HistoryEntry(on, "correction", "更正", text, "correction", one.pk))
        if one.ended_at is not None and one.state == CorrectionState.WITHDRAWN:
            text = f"{label}，{one.ended_by}，原因：{one.ended_reason}"
            on = timezone.localdate(one.ended_at)
            lines.append(HistoryEntry(on, "withdrawal", "撤回更正", text, "correction", one.pk))
    return lines
