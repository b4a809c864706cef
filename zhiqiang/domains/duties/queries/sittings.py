"""Sittings, what may be brought before one, and what became of what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiqiang.domains.duties import pace
from zhiqiang.domains.duties.models import (
    AgendaPoint,
    Sitting,
    SittingDecision,
    SupervisionOrder,
    WorkItem,
    WorkList,
)
from zhiqiang.domains.duties.queries.boards import Board, ItemRow, board
from zhiqiang.domains.duties.queries.orders import orders
from zhiqiang.kernel.errors import NotFound

#: orders that their body has to answer
_OWED = ("issued", "returned")
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something of the records that a sitting may have to decide; ``bodies`` lead it."""

    key: str
    title: str
    ground: str
    item_id: int | None
    order_id: int | None
    bodies: tuple[int, ...]


def proposals(of: WorkList, person: Any, today: date) -> list[Proposal]:
    """Return what is late, returned, silent or undecided about a list, the most pressing first.

    Each matter stands there once, for the most pressing reason; a fixed number of queries.
    """
    found = board(of, person, today)
    late = orders(person, "late", today).filter(
        Q(item__work_list=of) | Q(decision__sitting__work_list=of)
    )
    out: dict[str, Proposal] = {}
    for one in (*_of_orders(late.select_related("decision__sitting"), today), *_of_items(found)):
        out.setdefault(one.key, one)
    return list(out.values())


def _of_orders(late: Iterable[SupervisionOrder], today: date) -> Iterator[Proposal]:
    for one in late:
        decision = getattr(one, "decision", None)
        of = f"，{decision.sitting.name}议定" if decision is not None else ""
        days = (today - one.due_on).days
        yield Proposal(
            f"order:{one.pk}", f"{one.number}：{_cut(one.title)}",
            f"{one.body.name}应于 {one.due_on} 前回复，已逾期 {days} 天{of}"[:300], None, one.pk,
            (one.body_id,),
        )  # fmt: skip


def _of_items(found: Board) -> Iterator[Proposal]:
    for row in found.late:
        yield _of_item(row, row.pace.reason)
    for row in found.rows:
        if row.state == "returned":
            yield _of_item(row, "填报被退回，等待补充")
    for row in found.questions:
        if row.is_open:
            yield _of_item(row, f"待明确：{_first_line(row.question)}")
    for row in found.without_ground:
        if row.is_open:
            yield _of_item(row, "现行规划中已没有依据，须决定是否继续推进")
    for row in found.silent:
        if row.pace.lamp == pace.NO_DATA and row.pace.silent_days is not None:
            yield _of_item(row, row.pace.reason)


def _of_item(row: ItemRow, ground: str) -> Proposal:
    leads = tuple(part.body_id for part in row.leads if part.body_id is not None)
    title = f"第{row.number}项 {_cut(row.title)}" if row.number else _cut(row.title)
    return Proposal(f"item:{row.id}", title, ground[:300], row.id, None, leads)


def _cut(text: str) -> str:
    return text if len(text) <= _TITLE else text[:_TITLE] + "…"


def _first_line(text: str) -> str:
    return text.split("\n")[0].rstrip("。")


def sittings(person: Any, today: date) -> QuerySet[Sitting]:
    """Return the sittings that ``person`` may see, the newest first, with counts of decisions."""
    late = Q(decisions__order__state__in=_OWED, decisions__order__due_on__lt=today)
    done = Q(decisions__order__state="closed")
    return (
        Sitting.objects.visible_to(person)
        .select_related("work_list")
        .annotate(
            decided=Count("decisions"),
            done=Count("decisions", filter=done),
            late=Count("decisions", filter=late),
        )
        .order_by("-held_on", "-pk")
    )


def sitting(sitting_id: int, person: Any) -> Sitting:
    """Return one sitting with its list, or raise ``NotFound``."""
    found: Sitting | None = (
        Sitting.objects.visible_to(person).select_related("work_list").filter(pk=sitting_id).first()
    )
    if found is None:
        raise NotFound("没有这次会议，或您无权查看。")
    return found


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as its page and its papers show it."""

    sitting: Sitting
    points: list[AgendaPoint]
    bodies: list[Any]
    decisions: list[SittingDecision]
    seen_orders: frozenset[int]
    seen_items: frozenset[int]

    @property
    def present(self) -> list[Any]:
        return [one for one in self.bodies if one.is_present]

    @property
    def absent(self) -> list[Any]:
        return [one for one in self.bodies if not one.is_present]


def sitting_view(of: Sitting, person: Any) -> SittingView:
    """Return all that hangs on a sitting, and which of it leads to pages that ``person`` may open."""
    points = list(of.points.all())
    decisions = list(of.decisions.select_related("body", "order", "point"))
    asked = {one.order_id for one in (*points, *decisions) if one.order_id}
    seen = SupervisionOrder.objects.visible_to(person).filter(pk__in=asked)
    items = WorkItem.objects.visible_to(person).filter(
        pk__in=[one.item_id for one in points if one.item_id]
    )
    return SittingView(
        of, points, list(of.bodies.select_related("body")), decisions,
        frozenset(seen.values_list("pk", flat=True)),
        frozenset(items.values_list("pk", flat=True)),
    )  # fmt: skip


def decisions(person: Any, which: str, today: date) -> QuerySet[SittingDecision]:
    """Return what sittings decided and ordered, of orders that ``person`` may see: open, late, done."""
    seen = SupervisionOrder.objects.visible_to(person).filter(decision__isnull=False)
    chosen = {
        "open": Q(state__in=("issued", "replied", "returned")),
        "late": Q(state__in=_OWED, due_on__lt=today),
        "done": Q(state="closed"),
    }[which]
    found = SittingDecision.objects.for_program("follows decisions by the orders one may see")
    return (
        found.filter(order__in=seen.filter(chosen).values("pk"))
        .select_related("order", "body", "sitting")
        .order_by("order__due_on", "pk")
    )


def decision_of(order: SupervisionOrder, person: Any) -> SittingDecision | None:
    """Return the decision that an order follows, where it follows one of a sitting one may see."""
    found: SittingDecision | None = (
        SittingDecision.objects.visible_to(person)
        .select_related("sitting")
        .filter(order=order)
        .first()
    )
    return found
