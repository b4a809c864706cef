"""What happened to a right, in order of the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhiqiang.records.registry.models import Batch, Event, Provenance, Right, Subject
from zhiqiang.records.registry.queries.rights import holdings_of
from zhiqiang.records.registry.queries.visibility import sees_origins, shown_name


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One dated line of a right's history.

    ``kind`` is ``filing``, ``publication``, ``holding``, ``import`` or a kind of event;
    ``subject`` and ``subject_id`` say whose origin to ask for.
    """

    on: date | None
    kind: str
    label: str
    text: str
    subject: str = "right"
    subject_id: int = 0


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
    more = [names, year, event.document_number, event.note]
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
