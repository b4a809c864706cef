"""What the program does by itself every day: remind, escalate, fill in what records show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhiqiang.domains.duties import pace, rhythm, telling
from zhiqiang.domains.duties.models import ProgressEntry, SupervisionOrder, WorkItem, WorkList
from zhiqiang.domains.duties.queries.boards import ItemRow, rows_of
from zhiqiang.domains.duties.rhythm import Round
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.notices.actions import Message, tell_all

_OPEN = ("open", "reported", "returned")


def remind(today: date) -> int:
    """Tell people what comes due, what is late, what is silent; return how many messages were left.

    Run as often as one likes: a matter is told to each person once. After days on which nothing
    ran, what was missed is told in its newest form only.
    """
    values, told, people = pace.rule().on(today), 0, _People()
    for of in WorkList.objects.for_program("reminds of work").filter(state=WorkList.State.ISSUED):
        items = WorkItem.objects.for_program("reminds of work").filter(
            work_list=of, state__in=_OPEN
        )
        rows = rows_of(items, today)
        matters = [one for row in rows for one in _of_item(row, today, values, people)]
        for one in _running(of.year, today):
            matters += _of_round(one, of, rows, people)
        told += tell_all(matters)
    waiting = SupervisionOrder.objects.for_program("reminds of orders").filter(
        state__in=(SupervisionOrder.State.ISSUED, SupervisionOrder.State.RETURNED)
    )
    orders = waiting.select_related("body")
    return told + tell_all([one for of in orders for one in _of_order(of, today, values, people)])


class _People:
    """Who is told, looked up once for each body however many items it leads."""

    def __init__(self) -> None:
        self._clerks: dict[int, set[int]] = {}

    @cached_property
    def runners(self) -> set[int]:
        return telling.runners()

    def clerks(self, body: int) -> set[int]:
        if body not in self._clerks:
            self._clerks[body] = telling.clerks([body])
        return self._clerks[body]

    def of_item(self, row: ItemRow) -> set[int]:
        """Return who is reminded: the person to whom the lead gave the item, else the lead's clerks."""
        given = {part.person_id for part in row.leads if part.person_id is not None}
        bodies = {part.body_id for part in row.leads if part.body_id is not None}
        return given or set().union(*(self.clerks(one) for one in bodies))


Matter = tuple[set[int], Message]


def _of_item(
    row: ItemRow, today: date, values: pace.PaceValues, people: _People
) -> Iterator[Matter]:
    address = reverse("duties:item", args=[row.id])
    days = (today - row.last_day).days
    reached = _reached(days, values)
    if reached is not None and row.state != WorkItem.State.REPORTED:
        key = f"item:{row.id}:{row.last_day}:{reached}"
        title = f"{_when(days)}：{_short(row)}"
        yield people.of_item(row), Message(key, title, f"完成时限 {row.last_day}。", address)
    if days >= values.escalate_after and row.state != WorkItem.State.REPORTED:
        leads = "、".join(part.name for part in row.leads)
        key = f"item:{row.id}:{row.last_day}:escalated"
        title = f"逾期 {days} 天未销号：{_short(row)}"
        yield people.runners, Message(key, title, f"牵头单位：{leads}。", address)
    if row.pace.lamp == pace.NO_DATA and row.pace.silent_days is not None:
        key = f"item:{row.id}:silent:{row.told_on or 'never'}"
        title = f"久未填报：{_short(row)}"
        yield people.of_item(row), Message(key, title, f"{row.pace.reason}。", address)


def _of_order(
    of: SupervisionOrder, today: date, values: pace.PaceValues, people: _People
) -> Iterator[Matter]:
    address = reverse("duties:order", args=[of.pk])
    days, reached = (today - of.due_on).days, _reached((today - of.due_on).days, values)
    named = f"{of.number} {of.title}"
    named = named if len(named) <= 60 else named[:60] + "…"
    if reached is not None:
        message = Message(
            f"order:{of.pk}:{of.due_on}:{reached}", f"{_when(days)}：{named}",
            f"回复时限 {of.due_on}。", address,
        )  # fmt: skip
        yield people.clerks(of.body_id), message
    if days >= values.escalate_after:
        key = f"order:{of.pk}:{of.due_on}:escalated"
        text = f"承办单位：{of.body.name}。"
        yield people.runners, Message(key, f"督办逾期 {days} 天未回复：{named}", text, address)


def _reached(days: int, values: pace.PaceValues) -> int | None:
    """Return the last of the offsets from a last day, in days, that has come; None before any has."""
    return max((offset for offset in values.remind_at if offset <= days), default=None)


def _when(days: int) -> str:
    if days == 0:
        return "今天到期"
    return f"{-days} 天后到期" if days < 0 else f"已逾期 {days} 天"


def _short(row: ItemRow) -> str:
    words = f"{row.number} {row.title}".strip()
    return words if len(words) <= 40 else words[:40] + "…"


def _running(year: int, today: date) -> list[Round]:
    """Return the rounds whose span has ended and whose last day has not passed."""
    found = rhythm.rounds(year, rhythm.rule().on(today), work_calendar())
    return [one for one in found if one.until < today and one.due_on and today <= one.due_on]


def _of_round(
    one: Round, of: WorkList, rows: Sequence[ItemRow], people: _People
) -> Iterator[Matter]:
    """Remind the bodies that lead open items on which nothing was said since the span began."""
    missing: dict[int, int] = {}
    for row in rows:
        if row.told_on is None or row.told_on < one.since:
            for part in row.leads:
                if part.body_id is not None:
                    missing[part.body_id] = missing.get(part.body_id, 0) + 1
    for body, count in missing.items():
        key = f"list:{of.pk}:{one.key}:{one.since}:{body}"
        title = f"{one.zh}：{one.label}还有 {count} 项没有填报"
        text = f"请在 {one.due_on} 前填报。"
        yield people.clerks(body), Message(key, title, text, reverse("duties:desk"))


def fill_from_records(today: date) -> int:
    """Fill in what records show of items that are linked to an indicator; return how many entries.

    One accepted entry whenever the figure differs from what stood there last, marked as the
    program's, with the sentence of its origin. Without a snapshot nothing happens.
    """
    if not indicators.snapshots():
        return 0
    known = indicators.catalogue()
    items = list(
        WorkItem.objects.for_program("fills in what records show")
        .filter(work_list__state=WorkList.State.ISSUED, state__in=_OPEN)
        .exclude(indicator_key="")
        .select_related("work_list")
    )
    items = [one for one in items if one.indicator_key in known]
    asked = [
        (one.indicator_key, one.work_list.region_code, _until(one, today), None) for one in items
    ]
    figures = indicators.figures_for(asked) if asked else []
    with transaction.atomic():
        before = _last_values(items)
        return sum(
            _filled(item, figure, before.get(item.pk))
            for item, figure in zip(items, figures, strict=True)
        )


def _until(item: WorkItem, today: date) -> date:
    """Return the day for which an item's figure is asked: today, in its own year at the latest."""
    return min(today, date(item.work_list.year, 12, 31))


def _last_values(items: Iterable[WorkItem]) -> dict[int, str]:
    entries = ProgressEntry.objects.for_program("fills in what records show").filter(
        item__in=[one.pk for one in items], is_from_records=True
    )
    return dict(entries.order_by("made_at", "pk").values_list("item_id", "text"))


def _filled(item: WorkItem, figure: indicators.FigureView, before: str | None) -> bool:
    if figure.value is None:
        return False
    text = f"{figure.name}：{_plain(figure.value)} {figure.unit}".rstrip()
    if text == before:
        return False
    ProgressEntry.objects.for_program("fills in what records show").create(
        item=item, text=text, state=ProgressEntry.State.ACCEPTED, is_from_records=True,
        source=figure.origin[:300], made_at=timezone.now(),
    )  # fmt: skip
    return True


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01"))
    return f"{rounded.normalize():,f}"
