"""What the work of a year comes to for each body on a day: the ground on which it is scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min
from django.utils.timezone import localtime

from zhiqiang.domains.duties.models import ItemBody, SupervisionOrder, WorkItem, WorkList
from zhiqiang.domains.duties.queries.boards import Days


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item that a body leads and that was due by the day; ``closed_on`` only up to that day."""

    id: int
    title: str
    last_day: date
    closed_on: date | None

    @property
    def in_time(self) -> bool:
        return self.closed_on is not None and self.closed_on <= self.last_day


@dataclass(slots=True)
class BodyWork:
    """What a body had to do in a year, up to a day."""

    items: list[DueItem] = field(default_factory=list)
    orders: list[tuple[int, str]] = field(default_factory=list)
    late_orders: list[tuple[int, str]] = field(default_factory=list)


def work_of_bodies(bodies: Iterable[int], year: int, as_of: date) -> dict[int, BodyWork]:
    """Return what each body led in the lists of ``year`` and was due by ``as_of``; three queries.

    What happened after the day, or after the day to which a limit moved, does not count, so that
    the same day gives the same whenever it is asked.
    """
    found = {key: BodyWork() for key in bodies}
    issued = (WorkList.State.ISSUED, WorkList.State.CLOSED)
    rows = ItemBody.objects.for_program("scores the work of a year").filter(
        body__in=found, duty=ItemBody.Duty.LEAD, item__work_list__year=year,
        item__work_list__state__in=issued,
    ).exclude(item__state=WorkItem.State.CANCELLED)  # fmt: skip
    days = Days()
    for body, key, title, due, closed in rows.order_by("item__due_on", "item_id").values_list(
        "body_id", "item_id", "item__title", "item__due_on", "item__closed_on"
    ):
        _, last, _ = days.span(None, year, due)
        if due <= as_of:
            # A limit that ends on a day off runs into the days after; closing by then is in time.
            until = closed if closed is not None and closed <= max(as_of, last) else None
            found[body].items.append(DueItem(key, title, last, until))
    orders = SupervisionOrder.objects.for_program("scores the work of a year").filter(
        body__in=found, year=year, due_on__lt=as_of
    )
    answered = orders.exclude(state=SupervisionOrder.State.WITHDRAWN).annotate(
        first=Min("replies__made_at")
    )
    for order in answered.order_by("serial"):
        named = (order.pk, f"{order.number}：{order.title}")
        found[order.body_id].orders.append(named)
        first = localtime(order.first).date() if order.first else None
        if first is None or first > order.due_on:
            found[order.body_id].late_orders.append(named)
    return found
