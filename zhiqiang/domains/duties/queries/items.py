"""One list, one item with all that hangs on it, one entry, one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from zhiqiang.domains.duties import pace
from zhiqiang.domains.duties.allowed import may_report, may_run
from zhiqiang.domains.duties.models import (
    EntryEvidence,
    ItemBody,
    ItemLine,
    ProgressEntry,
    WorkItem,
    WorkList,
)
from zhiqiang.domains.duties.pace import Facts, Pace
from zhiqiang.domains.duties.queries.boards import Days
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry import queries as registry


def work_lists(person: Any) -> QuerySet[WorkList]:
    """Return the lists that ``person`` may see, the newest year first, with counts of items."""
    return (
        WorkList.objects.visible_to(person)
        .annotate(
            item_count=Count("items"),
            closed_count=Count("items", filter=Q(items__state="closed")),
            waiting_count=Count("items", filter=Q(items__state="reported")),
        )
        .order_by("-year", "-pk")
    )


def work_list(list_id: int, person: Any) -> WorkList:
    """Return one list, or raise ``NotFound``."""
    found: WorkList | None = WorkList.objects.visible_to(person).filter(pk=list_id).first()
    if found is None:
        raise NotFound("没有这份年度推进计划，或您无权查看。")
    return found


def item(item_id: int, person: Any) -> WorkItem:
    """Return one item with its list, or raise ``NotFound``."""
    found: WorkItem | None = (
        WorkItem.objects.visible_to(person).select_related("work_list").filter(pk=item_id).first()
    )
    if found is None:
        raise NotFound("没有这项工作，或您无权查看。")
    return found


def entry(entry_id: int, person: Any) -> ProgressEntry:
    """Return one entry with item, body and author, or raise ``NotFound``."""
    found: ProgressEntry | None = (
        ProgressEntry.objects.visible_to(person)
        .select_related("item__work_list", "body", "person")
        .prefetch_related("evidence")
        .filter(pk=entry_id)
        .first()
    )
    if found is None:
        raise NotFound("没有这条填报，或您无权查看。")
    return found


def evidence(evidence_id: int, person: Any) -> EntryEvidence:
    """Return a file that proves an entry, or raise ``NotFound``."""
    found: EntryEvidence | None = (
        EntryEvidence.objects.visible_to(person)
        .select_related("file")
        .filter(pk=evidence_id, file__isnull=False)
        .first()
    )
    if found is None:
        raise NotFound("没有这份佐证材料，或您无权查看。")
    return found


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as its page shows it. ``mine``: the parts for which the one who looks reports."""

    item: WorkItem
    pace: Pace
    parts: Sequence[ItemBody]
    mine: Sequence[ItemBody]
    entries: Sequence[ProgressEntry]
    lines: Sequence[ItemLine]
    firsts: Sequence[WorkItem]
    seen_rights: frozenset[int]
    may_run: bool
    moved: str

    @property
    def leads(self) -> list[ItemBody]:
        return [one for one in self.parts if one.duty == ItemBody.Duty.LEAD]

    @property
    def supports(self) -> list[ItemBody]:
        return [one for one in self.parts if one.duty == ItemBody.Duty.SUPPORT]

    @property
    def waiting(self) -> dict[int, ProgressEntry]:
        """Return the entry of each body that was not accepted yet."""
        return {one.body_id: one for one in self.entries if one.body_id and one.state != "accepted"}


def item_view(one: WorkItem, person: Any, today: date) -> ItemView:
    """Return all that the page of an item shows; a fixed number of queries."""
    parts = list(one.bodies.select_related("body", "person"))
    entries = list(
        one.entries.select_related("body", "person").prefetch_related(Prefetch("evidence"))
    )
    keys = {e.right_key for entry in entries for e in entry.evidence.all() if e.right_key}
    seen = registry.visible_rights(person).filter(pk__in=keys).values_list("pk", flat=True)
    begun, last, moved = Days().span(one.work_list.issued_at, one.work_list.year, one.due_on)
    facts = Facts(one.state, last, begun, one.told_on, one.closed_on, one.percent)
    return ItemView(
        item=one,
        pace=pace.pace(facts, today, pace.rule().on(today)),
        parts=parts,
        mine=[part for part in parts if may_report(person, part.body)],
        entries=entries,
        lines=list(one.lines.all()),
        firsts=[d.first for d in one.waits_for.select_related("first")],
        seen_rights=frozenset(seen) if keys else frozenset(),
        may_run=may_run(person),
        moved=moved,
    )
