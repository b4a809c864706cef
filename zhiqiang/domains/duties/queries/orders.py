"""Supervision orders, for those who may see them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhiqiang.domains.duties.models import OrderReply, SupervisionOrder
from zhiqiang.kernel.errors import NotFound

OPEN = ("issued", "replied", "returned")


def orders(person: Any, which: str = "", today: date | None = None) -> QuerySet[SupervisionOrder]:
    """Return the orders that ``person`` may see, newest first: all, ``open``, ``late`` or ``closed``."""
    found = SupervisionOrder.objects.visible_to(person).select_related("body", "item")
    if which == "open":
        return found.filter(state__in=OPEN)
    if which == "late":
        return found.filter(state__in=("issued", "returned"), due_on__lt=today).order_by("due_on")
    return found.filter(state="closed") if which == "closed" else found


def order(order_id: int, person: Any) -> SupervisionOrder:
    """Return one order with its replies, or raise ``NotFound``."""
    found: SupervisionOrder | None = (
        orders(person).prefetch_related("replies__person").filter(pk=order_id).first()
    )
    if found is None:
        raise NotFound("没有这份督办单，或您无权查看。")
    return found


def reply_file(reply_id: int, person: Any) -> OrderReply:
    """Return a reply that carries a file, or raise ``NotFound``."""
    found: OrderReply | None = (
        OrderReply.objects.visible_to(person)
        .select_related("file")
        .filter(pk=reply_id, file__isnull=False)
        .first()
    )
    if found is None:
        raise NotFound("没有这份附件，或您无权查看。")
    return found
