"""The inbox of a person, and what was sent out of the program."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiqiang.records.notices.models import Delivery, DeliveryState, Notice


def inbox(person: Any, only_unread: bool = False) -> QuerySet[Notice]:
    """Return the messages of ``person``, newest first."""
    found = Notice.objects.visible_to(person)
    return found.filter(read_at=None) if only_unread else found


def unread_count(person: Any) -> int:
    """Return how many messages ``person`` has not read."""
    return inbox(person, only_unread=True).count()


def deliveries(person: Any, state: str = "") -> QuerySet[Delivery]:
    """Return the deliveries that ``person`` may see, newest first; ``state`` narrows them."""
    found = Delivery.objects.visible_to(person).select_related("notice__person")
    return found.filter(state=state) if state else found


def delivery_states() -> list[tuple[str, str]]:
    """Return what a delivery may be, with its words."""
    return list(DeliveryState.choices)
