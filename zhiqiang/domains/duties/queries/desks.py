"""The desk of a person: what is due, returned, waiting for a check, silent, decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from zhiqiang.domains.duties import pace
from zhiqiang.domains.duties.allowed import REPORT, may_run
from zhiqiang.domains.duties.models import ItemBody, ProgressEntry, WorkItem, WorkList
from zhiqiang.domains.duties.queries.boards import ItemRow, rows_of
from zhiqiang.records.accounts.queries import roles_on
from zhiqiang.records.accounts.roles import roles

SOON = timedelta(days=30)
_DECIDED = 10
#: so many items of a month stand on the calendar
MONTH_ROWS = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a person. An item stands under one heading only, the most pressing."""

    returned: Sequence[ItemRow]
    late: Sequence[ItemRow]
    silent: Sequence[ItemRow]
    due: Sequence[ItemRow]
    waiting: Sequence[ItemRow]
    rest: Sequence[ItemRow]
    to_check: Sequence[ProgressEntry]
    decided: Sequence[ProgressEntry]

    @property
    def is_empty(self) -> bool:
        every = (self.returned, self.late, self.silent, self.due, self.waiting, self.rest)
        return not any(every) and not self.to_check and not self.decided


def desk(person: Any, today: date) -> Desk:
    """Return the desk of ``person``: open items of the bodies in which the person reports by a post.

    Who runs programmes sees besides what waits for a check. A fixed number of queries.
    """
    rows = rows_of(_own_items(person), today)
    piles: dict[str, list[ItemRow]] = {
        name: [] for name in ("returned", "late", "silent", "due", "waiting", "rest")
    }
    for row in rows:
        piles[_pile(row, today)].append(row)
    for pile in piles.values():
        pile.sort(key=lambda row: (row.due_on, row.id))
    entries = ProgressEntry.objects.visible_to(person).select_related("item", "body", "person")
    to_check = (
        list(
            entries.filter(state="submitted").exclude(person=person).order_by("made_at", "pk")[:100]
        )
        if may_run(person)
        else []
    )
    decided = entries.filter(person=person, checked_at__isnull=False).order_by("-checked_at")
    return Desk(**piles, to_check=to_check, decided=list(decided[:_DECIDED]))


def _pile(row: ItemRow, today: date) -> str:
    if row.state == WorkItem.State.RETURNED:
        return "returned"
    if row.state == WorkItem.State.REPORTED:
        return "waiting"
    if row.last_day < today:
        return "late"
    if row.pace.lamp == pace.NO_DATA:
        return "silent"
    return "due" if row.due_on <= today + SOON else "rest"


def _own_items(person: Any) -> Any:
    """Return the open items of issued lists in which a body of the person's posts takes part."""
    declared = roles()
    held_roles = roles_on(person.pk, localdate()) if person.pk else []
    within = {
        path for key, path in held_roles if key in declared and REPORT in declared[key].rights
    }
    parts = ItemBody.objects.for_program("finds the items of one's own bodies")
    held = parts.filter(person_id=person.pk)
    for path in within:
        held = held | parts.filter(body__path__startswith=path)
    return WorkItem.objects.visible_to(person).filter(
        pk__in=held.values("item_id"),
        work_list__state=WorkList.State.ISSUED,
        state__in=("open", "reported", "returned"),
    )


def due_in_year(person: Any, year: int, today: date) -> dict[int, tuple[list[ItemRow], int]]:
    """Return, by month, the items that end in ``year`` and that ``person`` may see.

    The first ``MONTH_ROWS`` of each month, with how many there are of that month in issued lists.
    """
    items = WorkItem.objects.visible_to(person).filter(
        work_list__year=year, work_list__state=WorkList.State.ISSUED
    )
    keys: dict[int, list[int]] = {}
    for key, due in items.order_by("due_on", "pk").values_list("pk", "due_on"):
        keys.setdefault(due.month, []).append(key)
    shown = [key for of_month in keys.values() for key in of_month[:MONTH_ROWS]]
    rows = {row.id: row for row in rows_of(items.filter(pk__in=shown), today)}
    return {
        month: ([rows[key] for key in of_month[:MONTH_ROWS]], len(of_month))
        for month, of_month in keys.items()
    }
